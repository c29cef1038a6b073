/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "plan/changes_support.h"

#define A(rest)       ACTION("a", rest)
#define B(rest)       ACTION("b", rest)
#define PLAN(actions) HEADING ACTIONS(actions)
#define BASE          PLAN(A("") "," B(""))

static void merge(const char *base, const char *ours, const char *theirs,
                  wb_plan **merged, wb_frame **conflicts)
{
    wb_plan *plans[] = {read_plan(base), read_plan(ours), read_plan(theirs)};
    wb_error err = {0};

    if (wb_plan_merge(plans[0], plans[1], plans[2], "en", merged, conflicts, &err) !=
        WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    for (int i = 0; i < 3; i++)
        wb_plan_free(plans[i]);
}

static void assert_merges(const char *base, const char *ours, const char *theirs,
                          const char *wanted)
{
    wb_plan *merged = NULL, *plan = read_plan(wanted);
    wb_frame *conflicts = NULL;

    merge(base, ours, theirs, &merged, &conflicts);
    assert_int_equal(wb_frame_row_count(conflicts), 0);
    assert_same_plan(merged, plan);
    wb_plan_free(merged);
    wb_plan_free(plan);
    wb_frame_free(conflicts);
}

/* One conflict, with ours left as it is. */
static void assert_conflict(const char *base, const char *ours, const char *theirs,
                            const char *conflict, const char *text)
{
    wb_plan *merged = NULL, *plan = read_plan(ours);
    wb_frame *conflicts = NULL;

    merge(base, ours, theirs, &merged, &conflicts);
    assert_int_equal(wb_frame_row_count(conflicts), 1);
    assert_string_equal(cell(conflicts, "conflict", 0), conflict);
    assert_string_equal(cell(conflicts, "text", 0), text);
    assert_same_plan(merged, plan);
    wb_plan_free(merged);
    wb_plan_free(plan);
    wb_frame_free(conflicts);
}

static void test_merge__brings_together_what_does_not_meet(void **state)
{
    (void)state;
    assert_merges(BASE, BASE, BASE, BASE);
    /* two fields of one record, two languages of one field */
    assert_merges(BASE, PLAN(A(",\"kind\":\"research\"") "," B("")),
                  PLAN(A(",\"force\":\"request\"") "," B("")),
                  PLAN(A(",\"kind\":\"research\",\"force\":\"request\"") "," B("")));
    assert_merges(PLAN(A(",\"aim\":{\"nl\":\"1\",\"en\":\"1\"}")),
                  PLAN(A(",\"aim\":{\"nl\":\"2\",\"en\":\"1\"}")),
                  PLAN(A(",\"aim\":{\"nl\":\"1\",\"en\":\"2\"}")),
                  PLAN(A(",\"aim\":{\"nl\":\"2\",\"en\":\"2\"}")));
    /* the same on both sides */
    assert_merges(BASE, PLAN(A(",\"kind\":\"research\"")),
                  PLAN(A(",\"kind\":\"research\"")), PLAN(A(",\"kind\":\"research\"")));
    /* additions, a removal, a move */
    assert_merges(BASE, PLAN(A("") "," ACTION("c", "") "," B("")),
                  PLAN(A("") "," B("") "," ACTION("d", "")),
                  PLAN(A("") "," ACTION("c", "") "," B("") "," ACTION("d", "")));
    assert_merges(BASE, PLAN(B("")), PLAN(A("") "," B(",\"kind\":\"research\"")),
                  PLAN(B(",\"kind\":\"research\"")));
    assert_merges(BASE, PLAN(A(",\"kind\":\"research\"") "," B("")),
                  PLAN(B("") "," A("")), PLAN(B("") "," A(",\"kind\":\"research\"")));
}

static void test_merge__adds_behind_what_is_still_there(void **state)
{
    (void)state;
    assert_merges(BASE, PLAN(A("")), PLAN(A("") "," B("") "," ACTION("c", "")),
                  PLAN(A("") "," ACTION("c", "")));
    assert_merges(BASE, PLAN(B("")), PLAN(A("") "," ACTION("c", "") "," B("")),
                  PLAN(ACTION("c", "") "," B("")));
}

static void test_merge__names_each_conflict(void **state)
{
    (void)state;
    assert_conflict(BASE, PLAN(A(",\"kind\":\"research\"") "," B("")),
                    PLAN(A(",\"kind\":\"measure\"") "," B("")), "both_changed",
                    "'kind' of 'a' (A): both changed it, and not to the same");
    assert_conflict(BASE, PLAN(A("") "," B("") "," ACTION("c", "")),
                    PLAN(A("") "," B("") "," ACTION("c", ",\"kind\":\"measure\"")),
                    "both_added", "'c' (A): both added it, and not the same");
    assert_conflict(BASE, PLAN(B("")), PLAN(A(",\"kind\":\"measure\"") "," B("")),
                    "removed_here",
                    "'kind' of 'a' (A): the first plan removed it, the other changed it");
    assert_conflict(BASE, PLAN(A(",\"kind\":\"measure\"") "," B("")), PLAN(B("")),
                    "changed_here",
                    "'a' (A): the first plan changed it, the other removed it");
    assert_conflict(BASE, PLAN(B("")),
                    PLAN(A(",\"actions\":[" ACTION("c", "") "]") "," B("")),
                    "parent_removed",
                    "'c' (A): the first plan removed the record that it should stand in");
    assert_conflict(PLAN(A("") "," B("") "," ACTION("c", "")),
                    PLAN(A(",\"actions\":[" ACTION("c", "") "]") "," B("")),
                    PLAN(A("") "," B(",\"actions\":[" ACTION("c", "") "]")), "both_moved",
                    "'c' (A): both moved it, and not to the same place");
    /* each moved the one below the other */
    assert_conflict(BASE, PLAN(A(",\"actions\":[" B("") "]")),
                    PLAN(B(",\"actions\":[" A("") "]")), "refused",
                    "'a' (A): the first plan cannot take it");
}

static void test_merge__shows_all_three_and_takes_the_rest(void **state)
{
    wb_plan *merged = NULL, *wanted;
    wb_frame *conflicts = NULL;

    (void)state;
    merge(PLAN(A(",\"cost\":1")), PLAN(A(",\"cost\":2")),
          PLAN(A(",\"cost\":3,\"kind\":\"measure\"")), &merged, &conflicts);
    assert_int_equal(wb_frame_row_count(conflicts), 1);
    assert_string_equal(cell(conflicts, "base", 0), "1");
    assert_string_equal(cell(conflicts, "ours", 0), "2");
    assert_string_equal(cell(conflicts, "theirs", 0), "3");
    assert_string_equal(cell(conflicts, "field", 0), "cost");
    assert_string_equal(cell(conflicts, "kind", 0), "action");
    wanted = read_plan(PLAN(A(",\"cost\":2,\"kind\":\"measure\"")));
    assert_same_plan(merged, wanted);
    wb_plan_free(wanted);
    wb_plan_free(merged);
    wb_frame_free(conflicts);
}

static void test_merge__speaks_dutch(void **state)
{
    wb_plan *base = read_plan(BASE), *ours = read_plan(PLAN(B(""))), *merged = NULL;
    wb_plan *theirs = read_plan(PLAN(A(",\"kind\":\"measure\"") "," B("")));
    wb_frame *conflicts = NULL;

    (void)state;
    assert_ok(wb_plan_merge(base, ours, theirs, "nl", &merged, &conflicts, NULL));
    assert_string_equal(cell(conflicts, "text", 0),
                        "'kind' van 'a' (A): het eerste plan heeft het verwijderd, het "
                        "andere heeft het veranderd");
    wb_plan_free(merged);
    wb_frame_free(conflicts);
    assert_fails(wb_plan_merge(base, ours, theirs, "fr", &merged, &conflicts, NULL),
                 WB_E_ARG);
    assert_fails(wb_plan_merge(NULL, ours, theirs, "nl", &merged, &conflicts, NULL),
                 WB_E_ARG);
    assert_fails(wb_plan_merge(base, ours, theirs, "nl", NULL, &conflicts, NULL),
                 WB_E_ARG);
    wb_plan_free(base);
    wb_plan_free(ours);
    wb_plan_free(theirs);
}

static wb_status merge_once(void)
{
    static const char *const texts[] = {BASE, PLAN(B("")),
                                        PLAN(B("") "," A(",\"cost\":1"))};
    wb_plan *plans[4] = {NULL};
    wb_frame *conflicts = NULL;
    wb_status st = WB_OK;

    for (int i = 0; i < 3 && st == WB_OK; i++) {
        wb_reader *reader = NULL;
        st = wb_reader_from_memory(texts[i], strlen(texts[i]), "p", &reader, NULL);
        if (st == WB_OK)
            st = wb_plan_read(reader, &plans[i], NULL);
        wb_reader_free(reader);
    }
    if (st == WB_OK)
        st = wb_plan_merge(plans[0], plans[1], plans[2], "nl", &plans[3], &conflicts,
                           NULL);
    wb_frame_free(conflicts);
    for (int i = 0; i < 4; i++)
        wb_plan_free(plans[i]);
    return st;
}

static void test_merge__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(merge_once);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merge__brings_together_what_does_not_meet),
        cmocka_unit_test(test_merge__adds_behind_what_is_still_there),
        cmocka_unit_test(test_merge__names_each_conflict),
        cmocka_unit_test(test_merge__shows_all_three_and_takes_the_rest),
        cmocka_unit_test(test_merge__speaks_dutch),
        cmocka_unit_test(test_merge__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
