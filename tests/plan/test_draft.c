/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "plan/changes_support.h"
#include "plan/evaluate_support.h"

#include "compose/json_memory.h"
#include "plan/operation.h"

#define EMPTY   HEADING ACTIONS("")
#define COLUMNS "scan,finding,title_nl,status"
/* printf 'abc\nf1\n' | sha256sum, and with m1 behind it: the first 20 digits */
#define ID_F1    "scan-eee400a77ae10857cd2b"
#define ID_F1_M1 "scan-e92ed647c86182c656fa"

typedef struct drafted {
    wb_plan *before, *after;
    wb_changes *changes;
    wb_frame *report;
} drafted;

static wb_status try_draft(const char *plan, const char *csv,
                           const wb_plan_draft_options *options, drafted *d,
                           wb_error *err)
{
    wb_frame *drafts = frame_of(csv);
    wb_status st;

    *d = (drafted){.before = read_plan(plan)};
    st = wb_plan_draft(d->before, drafts, options, &d->changes, &d->report, err);
    if (st == WB_OK)
        assert_ok(wb_plan_apply(d->before, d->changes, &d->after, NULL));
    wb_frame_free(drafts);
    return st;
}

static drafted draft(const char *plan, const char *csv)
{
    wb_error err = {0};
    drafted d;

    if (try_draft(plan, csv, NULL, &d, &err) != WB_OK)
        fail_msg("%s", err.message);
    return d;
}

static void drafted_free(drafted *d)
{
    wb_plan_free(d->before);
    wb_plan_free(d->after);
    wb_changes_free(d->changes);
    wb_frame_free(d->report);
}

/* The record with all below it. */
static void assert_record(const wb_plan *plan, const char *id, const char *wanted)
{
    const wb_record *record = wb_plan_find(plan, id);
    json_t *is, *json = body(wanted);

    assert_non_null(record);
    is = wb_record_json(record, NULL);
    if (!json_equal(is, json)) {
        char *text = json_dumps(is, JSON_SORT_KEYS);
        fail_msg("%s", text);
    }
    json_decref(is);
    json_decref(json);
}

static void test_draft__makes_an_action_of_a_row(void **state)
{
    drafted d = draft(
        EMPTY,
        "scan,finding,measure,theme,group,title_nl,title_en,kind,levels,indicator,unit,"
        "value,from_date,target,date,n,status,x_own\n"
        "abc,f1,m1,workload,Gent / Nacht,Minder nachtwerk,Fewer nights,measure,"
        "\"organisation, team\",workload,percent,37.5,2026-02-01,30,2027,48,ok,y\n");

    (void)state;
    assert_int_equal(wb_changes_count(d.changes), 1);
    assert_record(
        d.after, ID_F1_M1,
        "{\"id\":\"" ID_F1_M1 "\",\"title\":{\"nl\":\"Minder nachtwerk\",\"en\":\"Fewer "
        "nights\"},\"explanation\":{\"nl\":\"Voorstel na een scan, voor de groep ‘Gent / "
        "Nacht’.\",\"en\":\"Proposed after a scan, for the group 'Gent / Nacht'.\"},"
        "\"kind\":\"measure\",\"levels\":[\"organisation\",\"team\"],\"themes\":["
        "\"workload\"],\"indicators\":[\"workload\"],\"origin\":{\"from\":\"scan\","
        "\"scan\":\"abc\",\"finding\":\"f1\",\"measure\":\"m1\"},\"statuses\":[{\"id\":"
        "\"" ID_F1_M1 ".s\",\"status\":\"planned\"}],\"targets\":[{\"id\":\"" ID_F1_M1
        ".t\",\"title\":{\"nl\":\"Streefdoel bij de bevinding\",\"en\":\"Aim beside the "
        "finding\"},\"indicator\":\"workload\",\"unit\":\"percent\",\"from\":37.5,"
        "\"from_date\":\"2026-02-01\",\"to\":30.0,\"date\":\"2027\"}]}");
    assert_string_equal(cell(d.report, "action", 0), ID_F1_M1);
    assert_string_equal(cell(d.report, "outcome", 0), "added");
    assert_string_equal(
        cell(d.report, "text", 0),
        "proposed; to be discussed in the social dialogue before it runs");
    drafted_free(&d);
}

static void test_draft__takes_no_number_that_is_declared_missing(void **state)
{
    wb_frame *drafts = frame_of(COLUMNS ",indicator,value,target\n"
                                        "abc,f1,Iets,ok,workload,-9,30\n");
    wb_plan *before = read_plan(EMPTY), *after = NULL;
    wb_changes *changes = NULL;
    wb_frame *report = NULL;
    const json_t *target;

    (void)state;
    assert_ok(wb_frame_add_missing_range(drafts, 5, -9, -9, NULL));
    assert_ok(wb_plan_draft(before, drafts, NULL, &changes, &report, NULL));
    assert_ok(wb_plan_apply(before, changes, &after, NULL));
    target = wb_plan_find(after, ID_F1 ".t")->body;
    assert_true(json_number_value(json_object_get(target, "to")) == 30);
    assert_null(json_object_get(target, "from"));
    wb_frame_free(report);
    wb_changes_free(changes);
    wb_plan_free(after);
    wb_plan_free(before);
    wb_frame_free(drafts);
}

static void test_draft__needs_little(void **state)
{
    drafted d = draft(EMPTY, COLUMNS ",value,from_date\nabc,f1,Iets,ok,12,2026\n");

    (void)state;
    assert_record(
        d.after, ID_F1,
        "{\"id\":\"" ID_F1
        "\",\"title\":{\"nl\":\"Iets\"},\"explanation\":{\"nl\":\"Voorstel "
        "na een scan, voor iedereen.\",\"en\":\"Proposed after a scan, for everyone.\"},"
        "\"origin\":{\"from\":\"scan\",\"scan\":\"abc\",\"finding\":\"f1\"},\"statuses\":"
        "[{"
        "\"id\":\"" ID_F1 ".s\",\"status\":\"planned\"}],\"figures\":[{\"id\":\"" ID_F1
        ".f\",\"title\":{\"nl\":\"Bevinding van de scan\",\"en\":\"Finding of the "
        "scan\"},"
        "\"value\":12.0,\"date\":\"2026\"}]}");
    drafted_free(&d);
}

/* What came in is planned and undiscussed, and the check says what comes first. */
static void test_draft__is_to_be_discussed_before_it_runs(void **state)
{
    drafted d = draft(EMPTY, COLUMNS "\nabc,f1,Iets,ok\n");
    wb_frame *findings = NULL;
    wb_plan *running = NULL;
    wb_changes *start =
        read_changes(OPERATIONS("{\"op\":\"add\",\"parent\":\"" ID_F1
                                "\",\"list\":\"statuses\",\"value\":{\"id\":"
                                "\"now\",\"status\":\"running\"}}"));

    (void)state;
    assert_ok(wb_plan_check(d.after, NULL, &findings, NULL));
    assert_string_equal(cell(findings, "rule", 0), "undiscussed");
    assert_string_equal(cell(findings, "severity", 0), "notice");
    assert_string_equal(cell(findings, "record", 0), ID_F1);
    wb_frame_free(findings);
    assert_ok(wb_plan_apply(d.after, start, &running, NULL));
    assert_ok(wb_plan_check(running, NULL, &findings, NULL));
    assert_string_equal(cell(findings, "rule", 0), "runs_undiscussed");
    assert_string_equal(cell(findings, "severity", 0), "error");
    wb_frame_free(findings);
    wb_plan_free(running);
    wb_changes_free(start);
    drafted_free(&d);
}

static void test_draft__gives_the_same_ids_and_adds_nothing_twice(void **state)
{
    static const char csv[] = COLUMNS "\nabc,f1,Iets,ok\nabc,f2,Iets,ok\n";
    drafted first = draft(EMPTY, csv), again = draft(EMPTY, csv);
    wb_frame *drafts = frame_of(COLUMNS "\nabc,f2,Anders,ok\nabc,f1,Anders,ok\n");
    wb_changes *changes = NULL;
    wb_frame *report = NULL;

    (void)state;
    assert_same_plan(first.after, again.after);
    assert_ok(wb_plan_draft(first.after, drafts, NULL, &changes, &report, NULL));
    assert_int_equal(wb_changes_count(changes), 0);
    assert_string_equal(cell(report, "outcome", 0), "present");
    assert_string_equal(cell(report, "action", 1), ID_F1);
    wb_changes_free(changes);
    wb_frame_free(report);
    wb_frame_free(drafts);
    drafted_free(&first);
    drafted_free(&again);
}

static void test_draft__leaves_hidden_groups_out(void **state)
{
    drafted d = draft(EMPTY, COLUMNS ",group,value\nabc,f1,Iets,hidden,Nacht,\n"
                                     "abc,f2,Iets,ok,Dag,5\n");
    wb_writer *writer;

    (void)state;
    assert_int_equal(wb_changes_count(d.changes), 1);
    assert_null(strstr(written(d.after, &writer), "Nacht"));
    assert_string_equal(cell(d.report, "outcome", 0), "hidden");
    assert_string_equal(cell(d.report, "action", 0), "");
    assert_string_equal(cell(d.report, "outcome", 1), "added");
    wb_writer_free(writer);
    drafted_free(&d);
}

static void test_draft__keeps_how_many_answered_out_of_the_plan(void **state)
{
    drafted d = draft(EMPTY, COLUMNS ",n\nabc,f1,Iets,ok,314159\n");
    wb_writer *writer;

    (void)state;
    assert_null(strstr(written(d.after, &writer), "314159"));
    wb_writer_free(writer);
    drafted_free(&d);
}

static void test_draft__comes_below_the_place_that_is_named(void **state)
{
    wb_plan_draft_options options = WB_PLAN_DRAFT_OPTIONS_INIT;
    static const char csv[] = COLUMNS "\nabc,f1,Iets,ok\n";
    drafted d;
    wb_error err = {0};

    (void)state;
    options.parent = "a";
    options.language = "nl";
    assert_ok(try_draft(HEADING ACTIONS(ACTION("a", "")), csv, &options, &d, &err));
    assert_string_equal(wb_plan_find(d.after, ID_F1)->parent->id, "a");
    assert_string_equal(
        cell(d.report, "text", 0),
        "voorgesteld; te bespreken in het sociaal overleg voor ze begint");
    drafted_free(&d);
    options.parent = "o"; /* an objective has no actions of its own */
    assert_fails(try_draft(EMPTY, csv, &options, &d, &err), WB_E_ARG);
    assert_string_equal(err.message, "'o' is no section or action of this plan");
    drafted_free(&d);
    assert_fails(try_draft(HEADING "\"objectives\":[]}", csv, NULL, &d, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, "the plan has 0 sections: name"));
    drafted_free(&d);
    options.parent = NULL;
    options.language = "fr";
    assert_fails(try_draft(EMPTY, csv, &options, &d, &err), WB_E_ARG);
    drafted_free(&d);
}

static void test_draft__keeps_the_order_of_the_rows_behind_what_is_there(void **state)
{
    drafted d = draft(HEADING ACTIONS(ACTION("a", "")),
                      COLUMNS "\nabc,f1,Een,ok\nabc,f2,Twee,ok\nabc,f3,Drie,ok\n");
    static const char *const titles[] = {"A", "Een", "Twee", "Drie"};
    const wb_record *r = wb_record_first(wb_plan_find(d.after, "s"), "actions");

    (void)state;
    for (size_t i = 0; i < 4; i++, r = wb_record_next(r))
        assert_string_equal(wb_record_say(d.after, r, "title", "nl"), titles[i]);
    assert_null(r);
    drafted_free(&d);
}

static void test_draft__of_nothing_is_nothing(void **state)
{
    drafted d = draft(EMPTY, COLUMNS "\n");

    (void)state;
    assert_int_equal(wb_changes_count(d.changes), 0);
    assert_int_equal(wb_frame_row_count(d.report), 0);
    assert_same_plan(d.before, d.after);
    drafted_free(&d);
}

static void assert_refused(const char *csv, const char *item, int64_t row,
                           const char *message)
{
    wb_error err = {0};
    drafted d;

    assert_fails(try_draft(EMPTY, csv, NULL, &d, &err), WB_E_DATA);
    assert_null(d.changes);
    assert_null(d.report);
    assert_string_equal(err.item, item);
    assert_int_equal(err.row, row);
    if (strstr(err.message, message) == NULL)
        fail_msg("'%s' does not say '%s'", err.message, message);
    drafted_free(&d);
}

static void test_draft__names_the_row_and_column_that_is_wrong(void **state)
{
    (void)state;
    assert_refused("scan,finding,title_nl\nabc,f1,Iets\n", "status", -1,
                   "have no column 'status'");
    assert_refused(COLUMNS ",titel\nabc,f1,Iets,ok,x\n", "titel", -1,
                   "column 'titel' is none of draft actions");
    assert_refused(COLUMNS ",value\nabc,f1,Iets,ok,veel\n", "value", -1,
                   "where numbers are expected");
    assert_refused(COLUMNS ",value\nabc,f1,Iets,ok,2020-01-01\n", "value", -1,
                   "holds date32, where numbers are expected");
    assert_refused(COLUMNS "\nabc,f1,Iets,ok\nabc,,Iets,ok\n", "finding", 1,
                   "finding is missing, which every draft action has");
    assert_refused(COLUMNS "\nabc,f1,Iets,\n", "status", 0, "status is missing");
    assert_refused(COLUMNS "\nabc,f1,Iets,small\n", "status", 0,
                   "status is 'small', where ok or hidden is expected");
    assert_refused(COLUMNS ",value\nabc,f1,Iets,hidden,5\n", "value", 0,
                   "a hidden row holds a number in value");
    assert_refused(COLUMNS ",n\nabc,f1,Iets,hidden,5\n", "n", 0, "a hidden row holds");
    assert_refused(COLUMNS "\nabc,f1,,ok\n", "title_nl", 0,
                   "a text by language is expected here");
    assert_refused(COLUMNS "\nABC,f1,Iets,ok\n", "scan", 0, "'ABC'");
    assert_refused(COLUMNS "\nabc,f 1,Iets,ok\n", "finding", 0, "'f 1'");
    assert_refused(COLUMNS ",measure\nabc,f1,Iets,ok,M 1\n", "measure", 0, "'M 1'");
    assert_refused(COLUMNS ",kind\nabc,f1,Iets,ok,party\n", "kind", 0, "'party'");
    assert_refused(COLUMNS ",levels\nabc,f1,Iets,ok,\"team,moon\"\n", "levels", 0,
                   "'moon'");
    assert_refused(COLUMNS ",levels\nabc,f1,Iets,ok,\"team , moon \"\n", "levels", 0,
                   "'moon'");
    assert_refused(COLUMNS ",theme\nabc,f1,Iets,ok,Work Load\n", "theme", 0,
                   "'Work Load'");
    assert_refused(COLUMNS ",indicator\nabc,f1,Iets,ok,W L\n", "indicator", 0, "'W L'");
    assert_refused(COLUMNS ",target,date\nabc,f1,Iets,ok,5,soon\n", "date", 0, "'soon'");
    assert_refused(COLUMNS ",value,from_date\nabc,f1,Iets,ok,5,soon\n", "from_date", 0,
                   "'soon'");
    assert_refused(COLUMNS "\nabc,f1,Iets,ok\nabc,f2,Iets,ok\nabc,f1,Anders,ok\n",
                   "finding", 2, "finding 'f1' with no measure is there twice");
}

/* In a text of C it would end there. */
static void test_draft__refuses_a_text_with_a_nul(void **state)
{
    static const char *const names[] = {"scan", "finding", "title_nl", "status"};
    static const char *const texts[] = {"abcabc", "f1f2", "IetsIe\0ts", "okok"};
    static const int32_t offsets[][3] = {{0, 3, 6}, {0, 2, 4}, {0, 4, 9}, {0, 2, 4}};
    wb_column columns[4];
    wb_plan *plan = read_plan(EMPTY);
    wb_changes *changes = NULL;
    wb_frame *drafts, *report = NULL;
    wb_error err = {0};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        columns[i] = (wb_column)WB_COLUMN_INIT;
        columns[i].type = WB_TYPE_UTF8;
        columns[i].values = texts[i];
        columns[i].offsets = offsets[i];
    }
    drafts = frame_of_columns(2, names, columns, 4);
    assert_fails(wb_plan_draft(plan, drafts, NULL, &changes, &report, &err), WB_E_DATA);
    assert_null(changes);
    assert_null(report);
    assert_string_equal(err.item, "title_nl");
    assert_int_equal(err.row, 1);
    assert_string_equal(err.message, "title_nl holds a NUL character");
    wb_frame_free(drafts);
    wb_plan_free(plan);
}

static void test_draft__does_not_take_the_id_of_something_else(void **state)
{
    wb_error err = {0};
    drafted d;

    (void)state;
    assert_fails(try_draft(HEADING "\"principles\":[{\"id\":\"" ID_F1
                                   "\",\"title\":{\"nl\":\"P\"}}]," ACTIONS(""),
                           COLUMNS "\nabc,f1,Iets,ok\n", NULL, &d, &err),
                 WB_E_CONFLICT);
    assert_string_equal(err.item, ID_F1);
    drafted_free(&d);
}

static void test_draft__wants_all_its_arguments(void **state)
{
    wb_plan *plan = read_plan(EMPTY);
    wb_frame *drafts = frame_of(COLUMNS "\n");
    wb_changes *changes = NULL;
    wb_frame *report = NULL;

    (void)state;
    assert_fails(wb_plan_draft(NULL, drafts, NULL, &changes, &report, NULL), WB_E_ARG);
    assert_fails(wb_plan_draft(plan, NULL, NULL, &changes, &report, NULL), WB_E_ARG);
    assert_fails(wb_plan_draft(plan, drafts, NULL, NULL, &report, NULL), WB_E_ARG);
    assert_fails(wb_plan_draft(plan, drafts, NULL, &changes, NULL, NULL), WB_E_ARG);
    wb_frame_free(drafts);
    wb_plan_free(plan);
}

static wb_plan *the_plan;
static wb_frame *the_drafts;

static wb_status draft_once(void)
{
    wb_changes *changes = NULL;
    wb_frame *report = NULL;
    wb_status st = wb_plan_draft(the_plan, the_drafts, NULL, &changes, &report, NULL);

    wb_changes_free(changes);
    wb_frame_free(report);
    return st;
}

static void test_draft__survives_every_failing_allocation(void **state)
{
    (void)state;
    the_plan = read_plan(EMPTY);
    the_drafts = frame_of(COLUMNS ",group,theme,value,target\nabc,f1,Iets,ok,Dag,a,1,2\n"
                                  "abc,f2,Iets,hidden,,,,\n");
    wb_test_every_allocation(draft_once);
    every_json_allocation(draft_once);
    wb_frame_free(the_drafts);
    wb_plan_free(the_plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_draft__makes_an_action_of_a_row),
        cmocka_unit_test(test_draft__takes_no_number_that_is_declared_missing),
        cmocka_unit_test(test_draft__needs_little),
        cmocka_unit_test(test_draft__is_to_be_discussed_before_it_runs),
        cmocka_unit_test(test_draft__gives_the_same_ids_and_adds_nothing_twice),
        cmocka_unit_test(test_draft__leaves_hidden_groups_out),
        cmocka_unit_test(test_draft__keeps_how_many_answered_out_of_the_plan),
        cmocka_unit_test(test_draft__comes_below_the_place_that_is_named),
        cmocka_unit_test(test_draft__keeps_the_order_of_the_rows_behind_what_is_there),
        cmocka_unit_test(test_draft__of_nothing_is_nothing),
        cmocka_unit_test(test_draft__names_the_row_and_column_that_is_wrong),
        cmocka_unit_test(test_draft__refuses_a_text_with_a_nul),
        cmocka_unit_test(test_draft__does_not_take_the_id_of_something_else),
        cmocka_unit_test(test_draft__wants_all_its_arguments),
        cmocka_unit_test(test_draft__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
