/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every rule of wb_plan_check(): a plan that breaks it, and one that does not. */
#include "plan_support.h"

static wb_frame *checked(const char *text, const char *language)
{
    wb_plan *plan = read_plan(text);
    wb_plan_check_options options = WB_PLAN_CHECK_OPTIONS_INIT;
    wb_frame *frame = NULL;

    options.language = language;
    assert_ok(wb_plan_check(plan, &options, &frame, NULL));
    wb_plan_free(plan);
    return frame;
}

/* Findings other than empty rows, as "rule@record" one after another. */
static const char *findings(const char *text)
{
    static char list[1000];
    wb_frame *frame = checked(text, NULL);

    list[0] = '\0';
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        const char *rule = cell(frame, "rule", row);

        if (strcmp(rule, "empty") != 0)
            snprintf(list + strlen(list), sizeof list - strlen(list), "%s@%s ", rule,
                     cell(frame, "record", row));
    }
    wb_frame_free(frame);
    return list;
}

#define ACTOR "\"actors\":[{\"id\":\"x\",\"name\":{\"nl\":\"X\"},\"type\":\"role\"}],"

static void test_wb_plan_check__empty_plan_gives_no_rows(void **state)
{
    wb_frame *frame = checked(HEADING "\"notes\":[]}", "nl");

    (void)state;
    assert_int_equal(wb_frame_row_count(frame), 0);
    assert_int_equal(wb_frame_column_count(frame), 6);
    wb_frame_free(frame);
}

static void test_wb_plan_check__refuses_wrong_arguments(void **state)
{
    wb_plan *plan = read_plan(HEADING "\"notes\":[]}");
    wb_plan_check_options options = WB_PLAN_CHECK_OPTIONS_INIT;
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    options.language = "fr";
    assert_fails(wb_plan_check(plan, &options, &frame, &err), WB_E_ARG);
    assert_string_equal(err.message, "language is 'fr', where nl or en is expected");
    options.struct_size = 3;
    assert_fails(wb_plan_check(plan, &options, &frame, NULL), WB_E_ARG);
    assert_fails(wb_plan_check(NULL, NULL, &frame, NULL), WB_E_ARG);
    assert_fails(wb_plan_check(plan, NULL, NULL, NULL), WB_E_ARG);
    assert_null(frame);
    wb_plan_free(plan);
}

static void test_wb_plan_check__says_place_and_sentence_in_both_languages(void **state)
{
    static const char text[] =
        HEADING ACTIONS(ACTION("a", ",\"addressed_to\":[\"a\",\"z\"]"));
    wb_frame *dutch = checked(text, "nl");
    wb_frame *english = checked(text, NULL);

    (void)state;
    assert_string_equal(cell(dutch, "severity", 0), "error");
    assert_string_equal(cell(dutch, "rule", 0), "broken_reference");
    assert_string_equal(cell(dutch, "record", 0), "a");
    assert_string_equal(cell(dutch, "kind", 0), "action");
    assert_string_equal(cell(dutch, "where", 1),
                        "/objectives/0/sections/0/actions/0/addressed_to/1");
    assert_string_equal(cell(dutch, "text", 1),
                        "‘a’ verwijst in ‘addressed_to/1’ naar ‘z’: dat is geen actor "
                        "van dit plan");
    assert_string_equal(cell(english, "text", 0),
                        "'a' refers in 'addressed_to/0' to 'a', which is no actor of "
                        "this plan");
    wb_frame_free(english);
    wb_frame_free(dutch);
}

#define REFERENCE(id, to, relation)                                                      \
    ",\"references\":[{\"id\":\"" id "\",\"to\":\"" to "\",\"relation\":\"" relation     \
    "\",\"certainty\":\"printed\"}]"

static void test_wb_plan_check__finds_cycles(void **state)
{
    wb_frame *frame;

    (void)state;
    assert_string_equal(
        findings(
            HEADING ACTIONS(ACTION("a", REFERENCE("r1", "b", "depends_on")) "," ACTION(
                "b", REFERENCE("r2", "c", "part_of")) "," ACTION("c",
                                                                 REFERENCE("r3", "a",
                                                                           "related")))),
        "");
    frame = checked(
        HEADING ACTIONS(ACTION("a", REFERENCE("r1", "b", "depends_on")) "," ACTION(
            "b", REFERENCE("r2", "c", "depends_on")) "," ACTION("c",
                                                                REFERENCE("r3", "b",
                                                                          "part_of"))),
        NULL);
    assert_int_equal(wb_frame_row_count(frame), 10);
    assert_string_equal(cell(frame, "rule", 9), "cycle");
    assert_string_equal(cell(frame, "text", 9), "'b' depends on itself: b → c → b");
    wb_frame_free(frame);
    /* a feeds b: b depends on a. */
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION("a", REFERENCE("r1", "b", "feeds")) "," ACTION(
            "b", REFERENCE("r2", "a", "depends_on")))),
        "");
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION("a", REFERENCE("r1", "b", "feeds")) "," ACTION(
            "b", REFERENCE("r2", "a", "feeds")))),
        "cycle@a ");
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION("a", REFERENCE("r1", "a", "part_of")))),
        "cycle@a ");
    assert_string_equal(
        findings(HEADING "\"actors\":[{\"id\":\"x\",\"name\":{\"nl\":\"X\"},\"type\":"
                         "\"role\",\"part_of\":\"y\"},{\"id\":\"y\",\"name\":{\"nl\":"
                         "\"Y\"},\"type\":\"role\",\"part_of\":\"x\"}]}"),
        "cycle@x ");
}

#define SHARE(id, part, of)                                                              \
    "{\"id\":\"" id "\",\"share\":{\"part\":" part ",\"of\":" of "}}"
#define FUNDING(list) ",\"funding\":[" list "]"

static void test_wb_plan_check__shares_make_a_whole(void **state)
{
    wb_frame *frame;

    (void)state;
    assert_string_equal(
        findings(HEADING ACTIONS(
            ACTION("a", FUNDING(SHARE("f", "3", "5") "," SHARE("g", "2", "5"))))),
        "");
    assert_string_equal(findings(HEADING ACTIONS(
                            ACTION("a", FUNDING(SHARE("f", "1", "3") "," SHARE(
                                            "g", "1", "6") "," SHARE("h", "1", "2"))))),
                        "");
    frame = checked(HEADING ACTIONS(ACTION(
                        "a", FUNDING(SHARE("f", "3", "5") "," SHARE("g", "1", "3")))),
                    NULL);
    assert_string_equal(cell(frame, "text", 0),
                        "the shares in the funding of 'a' add up to 14/15, not to the "
                        "whole");
    wb_frame_free(frame);
    /* A part that is not known may fill up what is missing, but not undo too much. */
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION("a", FUNDING(SHARE("f", "3", "5") ",{\"id\":"
                                                                          "\"g\"}")))),
        "");
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION("a", FUNDING(SHARE("f", "3", "5") "," SHARE(
                                                 "g", "3", "5") ",{\"id\":\"h\"}")))),
        "shares_not_whole@a ");
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION("a", FUNDING(SHARE("f", "1", "0"))))),
        "shares_not_whole@a share_invalid@f ");
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION(
            "a", FUNDING(SHARE("f", "9007199254740991", "9007199254740990") "," SHARE(
                     "g", "1", "9007199254740989"))))),
        "shares_not_whole@a share_invalid@f ");
}

static void test_wb_plan_check__shares_of_a_block_hold_for_each_action(void **state)
{
    (void)state;
    assert_string_equal(
        findings(
            HEADING
            "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{"
            "\"id\":\"s\",\"title\":{\"nl\":\"S\"},\"blocks\":[{\"id\":\"k\","
            "\"title\":{\"nl\":\"K\"},\"funding\":[" SHARE(
                "f", "1",
                "2") ",{\"id\":"
                     "\"g\",\"share\":{\"part\":1,\"of\":2},\"only_for\":[\"a\"]}]}],"
                     "\"actions\":[" ACTION("a", ",\"block\":\"k\"") "," ACTION(
                         "b", ",\"block\":\"k\"") "]}]}]}"),
        "shares_not_whole@b ");
}

static void test_wb_plan_check__amounts_agree_with_their_parts(void **state)
{
    wb_frame *frame =
        checked(HEADING ACTIONS(
                    ACTION("a", ",\"cost\":10000001" FUNDING(
                                    "{\"id\":\"f\",\"amount\":5000000,\"budgets\":[{"
                                    "\"id\":\"b1\",\"amount\":4000000},{\"id\":\"b2\","
                                    "\"amount\":999999,\"revised\":1500000}]},{\"id\":"
                                    "\"g\",\"amount\":5000000}"))),
                "nl");

    (void)state;
    assert_string_equal(cell(frame, "rule", 0), "amounts_differ");
    assert_string_equal(cell(frame, "text", 0),
                        "‘a’ vermeldt 100.000,01 euro, de delen zijn samen 100.000,00 "
                        "euro");
    wb_frame_free(frame);
    frame = checked(
        HEADING ACTIONS(ACTION("a", FUNDING("{\"id\":\"f\",\"amount\":5000000,"
                                            "\"budgets\":[{\"id\":\"b1\",\"amount\":"
                                            "6000000},{\"id\":\"b2\"}]}"))),
        NULL);
    assert_string_equal(cell(frame, "rule", 2), "amounts_exceed");
    assert_string_equal(cell(frame, "text", 2),
                        "'f' says EUR 50,000.00, the parts that are known already add up "
                        "to EUR 60,000.00");
    wb_frame_free(frame);
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION(
            "a", ",\"cost\":100" FUNDING("{\"id\":\"f\",\"amount\":99999,\"per\":"
                                         "\"project\"},{\"id\":\"g\",\"amount\":50,"
                                         "\"spent\":51}")))),
        "spent_exceeds@g ");
    assert_string_equal(
        findings(HEADING "\"budgets\":[{\"id\":\"b\",\"certainty\":\"to_be_determined\","
                         "\"amount\":0},{\"id\":\"c\",\"certainty\":"
                         "\"to_be_determined\"}]}"),
        "determined@b to_be_determined@c ");
}

static void test_wb_plan_check__dates_are_in_order(void **state)
{
    (void)state;
    assert_string_equal(
        findings(HEADING ACTIONS(
            ACTION("a", ",\"timing\":{\"from\":\"2018\",\"to\":\"2018\"}") "," ACTION(
                "b", ",\"timing\":{\"from\":\"2019-01\",\"to\":\"2018\"}"))),
        "dates_reversed@b ");
    assert_string_equal(
        findings(HEADING "\"events\":[{\"id\":\"e\",\"title\":{\"nl\":\"E\"},\"type\":"
                         "\"rule\",\"when\":{\"from\":\"2020\",\"to\":\"2019\","
                         "\"corrected_from\":\"2019-05-02\",\"corrected_to\":"
                         "\"2019-05-01\"}}]}"),
        "dates_reversed@e dates_reversed@e corrected@e corrected@e ");
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION(
            "a",
            ",\"timing\":{\"from\":\"2018\",\"to\":\"2019\"},\"milestones\":["
            "{\"id\":"
            "\"m\",\"title\":{\"nl\":\"M\"},\"due\":\"2019-12-31\"},{\"id\":"
            "\"n\","
            "\"title\":{\"nl\":\"N\"},\"due\":\"2017-12-31\"}],\"actions\":"
            "[" ACTION("a1",
                       ",\"timing\":{\"from\":\"2018-05\",\"to\":"
                       "\"2020\"}") "," ACTION("a2", "") "],\"targets\":[{\"id\":\"t\","
                                                         "\"title\":{\"nl\":\"T\"},"
                                                         "\"indicator\":\"i\",\"from_"
                                                         "date\":\"2019\",\"date\":"
                                                         "\"2018\"}]"))),
        "outside_period@a1 outside_period@n dates_reversed@t ");
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION(
            "a", ",\"timing\":{\"from\":\"2018\",\"to\":\"2018\",\"open_end\":true},"
                 "\"milestones\":[{\"id\":\"m\",\"title\":{\"nl\":\"M\"},\"due\":"
                 "\"2025\"}]"))),
        "");
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION("a", ",\"timing\":{\"to_be_determined\":true,"
                                             "\"to\":\"2018\"}"))),
        "determined@a ");
}

#define FROM_SCAN(more) ACTION("a", ",\"origin\":{\"from\":\"scan\"}" more)
#define RUNS                                                                             \
    ",\"statuses\":[{\"id\":\"s1\",\"status\":\"planned\",\"date\":\"2019\"},{\"id\":"   \
    "\"s2\",\"status\":\"running\",\"date\":\"2020-03\"}]"
#define DISCUSSED(when)                                                                  \
    ",\"discussions\":[{\"id\":\"d\",\"body\":\"works_council\"" when "}]"

static void test_wb_plan_check__what_a_scan_gave_is_discussed_before_it_runs(void **state)
{
    (void)state;
    assert_string_equal(findings(HEADING ACTIONS(FROM_SCAN(""))), "undiscussed@a ");
    assert_string_equal(findings(HEADING ACTIONS(FROM_SCAN(DISCUSSED("")))), "");
    assert_string_equal(
        findings(HEADING ACTIONS(FROM_SCAN(",\"statuses\":[{\"id\":\"s1\",\"status\":"
                                           "\"stopped\"}]"))),
        "");
    assert_string_equal(findings(HEADING ACTIONS(FROM_SCAN(RUNS))),
                        "runs_undiscussed@a ");
    assert_string_equal(findings(HEADING ACTIONS(FROM_SCAN(RUNS DISCUSSED("")))), "");
    assert_string_equal(
        findings(HEADING ACTIONS(FROM_SCAN(RUNS DISCUSSED(",\"date\":\"2020-03\"")))),
        "");
    assert_string_equal(
        findings(HEADING ACTIONS(FROM_SCAN(RUNS DISCUSSED(",\"date\":\"2020-04-01\"")))),
        "runs_undiscussed@a ");
    assert_string_equal(findings(HEADING ACTIONS(ACTION("a", RUNS))), "");
}

static void test_wb_plan_check__targets_numbers_and_answers(void **state)
{
    (void)state;
    assert_string_equal(
        findings(HEADING ACTIONS(ACTION(
            "a",
            ",\"number\":\"1\",\"targets\":[{\"id\":"
            "\"t\",\"title\":{\"nl\":\"T\"}}]") "," ACTION("b",
                                                           ",\"number\":\"2\"") "," ACTION("c",
                                                                                           ",\"number\":\"1\""))),
        "target_without_indicator@t number_twice@c ");
    assert_string_equal(
        findings(HEADING ACTOR
                 "\"inquiries\":[{\"id\":\"i\",\"title\":{\"nl\":\"I\"},\"questions\":[{"
                 "\"id\":\"q\",\"text\":{\"nl\":\"Q\"},\"answers\":[{\"id\":\"a1\","
                 "\"status\":\"awaited\",\"awaited_from\":[\"x\"]},{\"id\":\"a2\","
                 "\"status\":\"not_answered\"},{\"id\":\"a3\",\"status\":\"answered\"},{"
                 "\"id\":\"a4\",\"status\":\"awaited\"}]}]}]}"),
        "awaited@a1 not_answered@a2 awaited@a4 ");
}

static void test_wb_plan_check__names_what_is_empty_once_per_action(void **state)
{
    wb_frame *frame = checked(
        HEADING ACTIONS(ACTION("a", ",\"actions\":[" ACTION("a1", "") "]")), "nl");

    (void)state;
    assert_int_equal(wb_frame_row_count(frame), 3);
    assert_string_equal(cell(frame, "text", 0), "bij ‘a’ staat geen uitvoerder");
    assert_string_equal(cell(frame, "text", 1), "bij ‘a’ staat geen timing");
    assert_string_equal(cell(frame, "text", 2), "bij ‘a’ staat geen financiering");
    assert_string_equal(cell(frame, "severity", 2), "notice");
    wb_frame_free(frame);
}

static const char faulty[] = HEADING ACTIONS(ACTION(
    "a", ",\"addressed_to\":[\"z\"],\"number\":\"1\"" REFERENCE(
             "r", "b", "feeds")) "," ACTION("b", ",\"number\":\"1\"" REFERENCE("q", "a",
                                                                               "feeds")));

static wb_status check_faulty(void)
{
    wb_reader *reader = NULL;
    wb_plan *plan = NULL;
    wb_frame *frame = NULL;
    wb_status st = wb_reader_from_memory(faulty, sizeof faulty - 1, "p", &reader, NULL);

    if (st == WB_OK)
        st = wb_plan_read(reader, &plan, NULL);
    if (st == WB_OK)
        st = wb_plan_check(plan, NULL, &frame, NULL);
    assert_true((st == WB_OK) == (frame != NULL));
    wb_reader_free(reader);
    wb_plan_free(plan);
    wb_frame_free(frame);
    return st;
}

static void test_wb_plan_check__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(check_faulty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_plan_check__empty_plan_gives_no_rows),
        cmocka_unit_test(test_wb_plan_check__refuses_wrong_arguments),
        cmocka_unit_test(test_wb_plan_check__says_place_and_sentence_in_both_languages),
        cmocka_unit_test(test_wb_plan_check__finds_cycles),
        cmocka_unit_test(test_wb_plan_check__shares_make_a_whole),
        cmocka_unit_test(test_wb_plan_check__shares_of_a_block_hold_for_each_action),
        cmocka_unit_test(test_wb_plan_check__amounts_agree_with_their_parts),
        cmocka_unit_test(test_wb_plan_check__dates_are_in_order),
        cmocka_unit_test(
            test_wb_plan_check__what_a_scan_gave_is_discussed_before_it_runs),
        cmocka_unit_test(test_wb_plan_check__targets_numbers_and_answers),
        cmocka_unit_test(test_wb_plan_check__names_what_is_empty_once_per_action),
        cmocka_unit_test(test_wb_plan_check__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests_name("plan/check", tests, NULL, NULL);
}
