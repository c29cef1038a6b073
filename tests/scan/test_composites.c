/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which composites of a questionnaire a scan takes: shares of people without any problem
 * of indicators. And records of a unit that has no indicator. */
#include "scan_support.h"

#include "compose/json_memory.h"
#include "compose/questionnaires.h"

#include <stdbool.h>

#define PART(id, rest) "{'id':'" id "','label':{'nl':'l','en':'l'}," rest "}"
#define HASTE                                                                            \
    "{'id':'haste','theme':'pace','label':{'nl':'haast','en':'haste'},'kind':'risk',"    \
    "'scale':'pace_score','direction':'high','problem':" CUT("at_least", "75") "},"
#define COMPOSITES                                                                                                                                       \
    "'composites':[" PART("calm", "'rule':'none_of','of':['pace','haste']") "," PART(                                                                    \
        "calmer",                                                                                                                                        \
        "'rule':'none_of','of':['pace','haste'],'min_known':1") "," PART("quiet",                                                                        \
                                                                         "'rule':'none_"                                                                 \
                                                                         "of','of':['"                                                                   \
                                                                         "calm']") "," PART("count",                                                     \
                                                                                            "'rule':'count_of','of':['pace','haste']") "," PART("acute", \
                                                                                                                                                "'rule':'none_of','of':['pace'],'level':'acute'") "],'indicators':[" HASTE

/* What stands before the first indicator of module A. */
static wb_questionnaire *questionnaire_with(const char *composites)
{
    static const char base[] = MODULE_A;
    const char *at = strstr(base, "'indicators':[");
    wb_catalogue *catalogue = new_catalogue();
    wb_questionnaire *made = NULL;
    char text[8192];
    wb_error err = {0};

    assert_non_null(at);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - base), base, composites,
             at + strlen("'indicators':["));
    must_add(catalogue, text);
    if (compose(catalogue, RECIPE("'modules':[{'id':'a'}]"), &made, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    wb_catalogue_free(catalogue);
    return made;
}

static wb_questionnaire *questionnaire_with_composites(void)
{
    return questionnaire_with(COMPOSITES);
}

static wb_scan *scan_by(const wb_questionnaire *questionnaire)
{
    wb_organisation *company = organisation_of("{" ORGANISATION "'staff':60,'min_n':5}");
    char csv[2048];
    int at = sprintf(csv, "a1,a2,a3\n");
    wb_scan *scan = NULL;
    wb_frame *answers;
    wb_error err = {0};

    for (int i = 0; i < 48; i++)
        at += sprintf(csv + at, "%d,%d,%d\n", i % 3, i / 3 % 3, i % 2 + 1);
    answers = frame_of(csv);
    if (wb_scan_run(questionnaire, company, answers, NULL, NULL, &scan, &err) != WB_OK)
        fail_msg("%s %s: %s", err.where, err.item, err.message);
    wb_frame_free(answers);
    wb_organisation_free(company);
    return scan;
}

static wb_scan *scan_with_composites(void)
{
    wb_questionnaire *questionnaire = questionnaire_with_composites();
    wb_scan *scan = scan_by(questionnaire);

    wb_questionnaire_free(questionnaire);
    return scan;
}

static bool knows(const wb_scan *scan, const char *indicator)
{
    wb_frame *themes = NULL;
    bool found = false;

    assert_ok(wb_scan_table(scan, "themes", "nl", &themes, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(themes); row++)
        found = found || strcmp(text_at(themes, "indicator", row), indicator) == 0;
    wb_frame_free(themes);
    return found;
}

static void test_wb_scan_run__takes_composites_of_indicators_alone(void **state)
{
    wb_scan *scan = scan_with_composites();

    (void)state;
    assert_true(knows(scan, "pace") && knows(scan, "haste"));
    assert_true(knows(scan, "calm") && knows(scan, "calmer"));
    assert_false(knows(scan, "quiet")); /* of a composite, which means something else */
    assert_false(knows(scan, "count") || knows(scan, "acute"));
    wb_scan_free(scan);
}

/* Where one part that is known will do, the file says so. */
static void test_wb_scan_write__says_how_many_parts_are_to_be_known(void **state)
{
    wb_scan *scan = scan_with_composites();
    wb_writer *writer = NULL;
    const char *calm, *calmer;

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_scan_write(scan, writer, NULL));
    calm = strstr(wb_writer_bytes(writer, NULL), "\"id\":\"calm\"");
    calmer = strstr(wb_writer_bytes(writer, NULL), "\"id\":\"calmer\"");
    assert_non_null(calm);
    assert_non_null(calmer);
    calmer = strstr(calmer, "\"min_known\":1");
    assert_non_null(calmer);
    assert_true(strstr(calm, "\"min_known\"") == calmer); /* the other needs all */
    wb_writer_free(writer);
    wb_scan_free(scan);
}

/* A label with nothing in it is a label in the file, and says nothing on a page. */
static void test_wb_scan_run__takes_composites_with_empty_labels(void **state)
{
    wb_questionnaire *questionnaire = questionnaire_with(
        "'composites':[{'id':'calm','label':{'nl':'','en':''},'rule':'none_of','of':["
        "'pace']}],'indicators':[");
    wb_scan *scan = scan_by(questionnaire), *again = NULL;
    wb_frame *themes = NULL;
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    size_t n = 0;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_scan_write(scan, writer, NULL));
    assert_says(wb_writer_bytes(writer, &n), "\"id\":\"calm\",\"label\":{\"nl\":\"\"}");
    assert_ok(
        wb_reader_from_memory(wb_writer_bytes(writer, NULL), n, "f", &reader, NULL));
    if (wb_scan_read(reader, &again, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    assert_string_equal(wb_scan_hash(again), wb_scan_hash(scan));
    assert_ok(wb_scan_table(again, "themes", "en", &themes, NULL));
    assert_string_equal(text_at(themes, "indicator", 1), "calm");
    assert_string_equal(text_at(themes, "label", 1), "");
    wb_frame_free(themes);
    wb_reader_free(reader);
    wb_writer_free(writer);
    wb_scan_free(again);
    wb_scan_free(scan);
    wb_questionnaire_free(questionnaire);
}

/* ---- checks alone ---- */

static wb_questionnaire *questionnaire_with_a_door(void)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_questionnaire *made = NULL;
    wb_error err = {0};

    must_add(catalogue, MODULE_A);
    must_add(catalogue, B_OWN("1.0"));
    if (compose(catalogue, RECIPE("'modules':[{'id':'a'},{'id':'b_own'}]"), &made,
                &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    wb_catalogue_free(catalogue);
    return made;
}

/* Of work posts nothing is scored: there is no light, and what was seen is there. */
static void test_wb_scan_add_records__of_checks_alone(void **state)
{
    wb_questionnaire *questionnaire = questionnaire_with_a_door();
    wb_scan *scan = scan_by(questionnaire);
    wb_frame *records = frame_of("record,o1\np1,1\np2,0\np3,9\n"), *table = NULL;
    wb_writer *writer = NULL;
    wb_error err = {0};

    (void)state;
    if (wb_scan_add_records(scan, questionnaire, "workpost", records, &err) != WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    assert_ok(wb_scan_table(scan, "records", "nl", &table, NULL));
    assert_int_equal(wb_frame_row_count(table), 0);
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_scan_write(scan, writer, NULL));
    assert_says(
        wb_writer_bytes(writer, NULL),
        "\"checklists\":[{\"answer\":\"yes\",\"check\":\"o1\",\"record\":\"p1\","
        "\"unit\":\"workpost\"},{\"answer\":\"no\",\"check\":\"o1\",\"record\":"
        "\"p2\",\"unit\":\"workpost\"},{\"answer\":\"not_applicable\",\"check\":\"o1\","
        "\"record\":\"p3\",\"unit\":\"workpost\"}]");
    wb_writer_free(writer);
    wb_frame_free(table);
    wb_frame_free(records);
    wb_scan_free(scan);
    wb_questionnaire_free(questionnaire);
}

/* ---- without memory ---- */

static wb_questionnaire *given;
static wb_organisation *whose;
static wb_frame *given_answers;

static wb_status run_again(void)
{
    wb_scan *scan = NULL;
    wb_status st = wb_scan_run(given, whose, given_answers, NULL, NULL, &scan, NULL);

    if (st != WB_OK)
        assert_null(scan);
    wb_scan_free(scan);
    return st;
}

/* What jansson allocates fails alone too. */
static void test_wb_scan_run__survives_every_failing_allocation_of_json(void **state)
{
    (void)state;
    given = questionnaire_with_composites();
    whose = organisation_of("{" ORGANISATION "'staff':60,'min_n':5}");
    given_answers = frame_of("a1,a2,a3\n0,1,2\n1,2,1\n2,0,1\n1,1,1\n0,2,2\n2,2,2\n");
    every_json_allocation(run_again);
    wb_frame_free(given_answers);
    wb_organisation_free(whose);
    wb_questionnaire_free(given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_scan_run__takes_composites_of_indicators_alone),
        cmocka_unit_test(test_wb_scan_write__says_how_many_parts_are_to_be_known),
        cmocka_unit_test(test_wb_scan_run__takes_composites_with_empty_labels),
        cmocka_unit_test(test_wb_scan_add_records__of_checks_alone),
        cmocka_unit_test(test_wb_scan_run__survives_every_failing_allocation_of_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
