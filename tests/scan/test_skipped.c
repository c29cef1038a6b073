/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Answers to questions that a skip rule does not ask, in a frame that no import made. */
#include "scan_support.h"

#include "compose/unasked.h"

#define RECIPE                                                                           \
    "{'format':'werkbaar-recipe/1.0','id':'r','version':'1.0','languages':['nl'],"       \
    "'title':{'nl':'t'},'modules':[{'id':'new-technology'}]}"
#define COMPANY "{" ORGANISATION "'staff':100,'min_n':5}"
#define ITEMS                                                                            \
    "technology_changed,say_in_technology_1,say_in_technology_2,say_in_technology_3,"    \
    "say_in_technology_4,technology_job_quality_1,technology_job_quality_2,"             \
    "technology_job_quality_3\n"

/* 20 who were asked, half of them with a problem; 20 who were not, as told. */
static wb_frame *answers_of(const char *no, const char *unknown)
{
    static char csv[1 << 13];
    int at = sprintf(csv, ITEMS);

    for (int i = 0; i < 10; i++)
        at +=
            sprintf(csv + at, "1,0,0,0,0,0,0,0\n1,3,3,3,3,3,3,3\n%s\n%s\n", no, unknown);
    return frame_of(csv);
}

static wb_status run(const wb_frame *answers, wb_scan **out, wb_error *err)
{
    wb_questionnaire *questionnaire = composed(RECIPE);
    wb_organisation *company = organisation_of(COMPANY);
    wb_status st = wb_scan_run(questionnaire, company, answers, NULL, NULL, out, err);

    wb_questionnaire_free(questionnaire);
    wb_organisation_free(company);
    return st;
}

static void free_and_write(wb_scan *scan, wb_writer **out)
{
    assert_ok(wb_writer_to_memory(out, NULL));
    assert_ok(wb_scan_write(scan, *out, NULL));
    wb_scan_free(scan);
}

/* 20 of 40 were asked: that is not how many answered. */
static void test_wb_scan_table__response_is_of_what_is_asked_of_everybody(void **state)
{
    wb_frame *answers = answers_of("0,,,,,,,", "0,,,,,,,");
    wb_scan *scan = NULL;
    wb_frame *results = NULL, *response = NULL;

    (void)state;
    assert_ok(run(answers, &scan, NULL));
    assert_ok(wb_scan_table(scan, "results", "nl", &results, NULL));
    assert_ok(wb_scan_table(scan, "response", "nl", &response, NULL));
    assert_int_equal(whole_at(results, "n", 0), 20);
    assert_string_equal(text_at(response, "status", 0), "hidden");
    assert_true(is_missing(response, "answered", 0));
    wb_frame_free(results);
    wb_frame_free(response);
    wb_frame_free(answers);
    wb_scan_free(scan);
}

static void test_wb_scan_run__counts_no_answer_to_what_is_not_asked(void **state)
{
    wb_frame *plain = answers_of("0,0,0,0,0,0,0,0", ",0,0,0,0,0,0,0");
    wb_frame *imported = answers_of("0,,,,,,,", ",,,,,,,");
    wb_scan *one = NULL, *other = NULL;
    wb_writer *first = NULL, *second = NULL;
    wb_frame *results = NULL;
    size_t n = 0, m = 0;

    (void)state;
    assert_ok(run(plain, &one, NULL));
    assert_ok(run(imported, &other, NULL));
    assert_ok(wb_scan_table(one, "results", "nl", &results, NULL));
    assert_int_equal(whole_at(results, "n", 0), 20);
    assert_int_equal(whole_at(results, "problem", 0), 10);
    free_and_write(one, &first);
    free_and_write(other, &second);
    (void)wb_writer_bytes(first, &n);
    (void)wb_writer_bytes(second, &m);
    assert_int_equal(n, m);
    assert_memory_equal(wb_writer_bytes(first, NULL), wb_writer_bytes(second, NULL), n);
    wb_writer_free(first);
    wb_writer_free(second);
    wb_frame_free(results);
    wb_frame_free(plain);
    wb_frame_free(imported);
}

/* What is no code is a fault of the data, asked or not. */
static void test_wb_scan_run__refuses_a_code_that_there_is_not(void **state)
{
    wb_frame *answers = answers_of("0,77,0,0,0,0,0,0", ",,,,,,,");
    wb_scan *scan = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(run(answers, &scan, &err), WB_E_DATA);
    assert_string_equal(err.item, "say_in_technology_1");
    wb_frame_free(answers);
    answers = answers_of("0,1.5,0,0,0,0,0,0", ",,,,,,,"); /* between two codes is none */
    assert_fails(run(answers, &scan, &err), WB_E_DATA);
    assert_string_equal(err.item, "say_in_technology_1");
    wb_frame_free(answers);
}

/* Without the question that decides nobody knows who was asked. */
static void test_wb_scan_run__leaves_a_rule_without_its_question_alone(void **state)
{
    static const char *const names[] = {
        "say_in_technology_1",     "say_in_technology_2",      "say_in_technology_3",
        "say_in_technology_4",     "technology_job_quality_1", "technology_job_quality_2",
        "technology_job_quality_3"};
    wb_frame *all = answers_of("0,0,0,0,0,0,0,0", ",,,,,,,"), *less = NULL;
    wb_frame *results = NULL;
    wb_scan *scan = NULL;

    (void)state;
    assert_ok(wb_frame_select(all, names, 7, &less, NULL));
    assert_ok(run(less, &scan, NULL));
    assert_ok(wb_scan_table(scan, "results", "nl", &results, NULL));
    assert_int_equal(whole_at(results, "n", 0), 30);
    wb_scan_free(scan);
    wb_frame_free(results);
    wb_frame_free(less);
    wb_frame_free(all);
}

static void test_wb_selftest__scores_no_answer_to_what_is_not_asked(void **state)
{
    wb_questionnaire *questionnaire = composed(RECIPE);
    wb_frame *answers = frame_of(ITEMS "0,0,0,0,0,0,0,0\n"), *out = NULL;

    (void)state;
    assert_ok(wb_selftest(questionnaire, answers, "nl", &out, NULL));
    assert_string_equal(text_at(out, "status", 0), "not_answered");
    wb_questionnaire_free(questionnaire);
    wb_frame_free(answers);
    wb_frame_free(out);
}

static wb_questionnaire *kept;
static wb_frame *given;

static wb_status all_of_it(void)
{
    wb_frame *asked = NULL;
    wb_status st = wb_answers_asked(kept, "person", given, &asked, NULL);

    wb_frame_free(asked);
    return st;
}

static void test_wb_answers_asked__leaves_the_frame_itself_as_it_is(void **state)
{
    wb_frame *asked = NULL;

    (void)state;
    kept = composed(RECIPE);
    given = answers_of("0,1,1,1,1,1,1,1", "1,2,2,2,2,2,2,2");
    assert_ok(wb_frame_set_metadata(given, "{\"synthetic\":true}", NULL));
    assert_ok(wb_answers_asked(kept, "person", given, &asked, NULL));
    assert_true(is_missing(asked, "say_in_technology_1", 2));
    assert_int_equal(whole_at(given, "say_in_technology_1", 2), 1);
    assert_string_equal(wb_frame_metadata(asked), wb_frame_metadata(given));
    wb_test_every_allocation(all_of_it);
    wb_frame_free(given);
    given = asked;
    assert_ok(wb_answers_asked(kept, "person", given, &asked, NULL));
    assert_null(asked);
    wb_frame_free(given);
    wb_questionnaire_free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_scan_table__response_is_of_what_is_asked_of_everybody),
        cmocka_unit_test(test_wb_scan_run__counts_no_answer_to_what_is_not_asked),
        cmocka_unit_test(test_wb_scan_run__refuses_a_code_that_there_is_not),
        cmocka_unit_test(test_wb_scan_run__leaves_a_rule_without_its_question_alone),
        cmocka_unit_test(test_wb_selftest__scores_no_answer_to_what_is_not_asked),
        cmocka_unit_test(test_wb_answers_asked__leaves_the_frame_itself_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
