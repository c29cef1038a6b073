/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Findings of another instrument come in by the same door. */
#include "reading_support.h"

#define HEAD                                                                             \
    "id,scan,group,theme,direction,status,n,people,share,lower,upper,reference,"         \
    "difference,difference_lower,difference_upper,p,p_adjusted,weight,score,rank\n"
#define ROW                                                                              \
    "f1,other-tool,team/a,load,problem,ok,40,28,0.7,0.6,0.8,0.25,0.45,0.3,0.6,0.001,"    \
    "0.01,1,12.6,1\n"

static wb_status check(const char *csv, wb_error *err)
{
    wb_frame *frame = frame_of(csv);
    wb_findings findings;
    wb_status st = wb_findings_init(&findings, frame, err);

    wb_frame_free(frame);
    return st;
}

static void check_fine(const char *csv)
{
    wb_error err = {0};

    if (check(csv, &err) != WB_OK)
        fail_msg("%s", err.message);
}

static void check_refused(const char *csv, const char *item, const char *says)
{
    wb_error err = {0};

    assert_fails(check(csv, &err), WB_E_DATA);
    assert_string_equal(err.item, item);
    assert_says(err.message, says);
}

static void test_findings_check__takes_much_and_little(void **state)
{
    (void)state;
    check_fine(HEAD ROW);
    check_fine("id,scan,theme,direction,status\nf1,s,load,problem,ok\n");
    check_fine("id,scan,theme,direction,status,x_page\nf1,s,load,strength,ok,3\n");
    check_fine("id,scan,theme,direction,status\nf1,s,load,,undecided\n"
               "f2,s,load,,hidden\nf3,s,load,,no_reference\n"
               "f4,s,load,,reference_hidden\nf5,s,load,,no_uncertainty\n");
    /* printed figures */
    check_fine("id,scan,theme,direction,status,share,reference,difference\n"
               "f1,s,load,problem,ok,0.67,0.25,0.43\n");
}

static void test_findings_check__takes_what_this_library_makes(void **state)
{
    wb_frame *results = read_vectors("scan_results");
    wb_frame *made = findings_of(results, NULL, NULL);
    wb_findings findings;

    (void)state;
    assert_ok(wb_findings_init(&findings, made, NULL));
    assert_true(wb_finding_is(&findings, 0, WB_PROBLEM));
    assert_false(wb_finding_is(&findings, wb_frame_row_count(made) - 1, WB_PROBLEM));
    wb_frame_free(results);
    wb_frame_free(made);
}

static void test_findings_check__takes_what_is_declared_missing_for_missing(void **state)
{
    wb_frame *frame =
        frame_of("id,scan,theme,direction,status,share,n\nf1,s,load,problem,ok,-9,40\n");

    (void)state;
    assert_fails(wb_findings_check(frame, NULL), WB_E_DATA);
    assert_ok(wb_frame_add_missing_range(frame, 5, -9, -9, NULL));
    assert_ok(wb_findings_check(frame, NULL));
    wb_frame_free(frame);
}

static void test_findings_check__names_a_column_that_is_wrong(void **state)
{
    (void)state;
    check_refused("id,scan,theme,direction\nf,s,t,problem\n", "status", "has no column");
    check_refused("id,scan,direction,status\nf,s,problem,ok\n", "theme", "has no column");
    check_refused("id,scan,theme,direction,status,average\nf,s,t,problem,ok,3\n",
                  "average", "is none of findings");
    check_refused("id,scan,theme,direction,status,share\nf,s,t,problem,ok,many\n",
                  "share", "where a number is expected");
    check_refused("id,scan,theme,direction,status\n1,s,t,problem,ok\n", "id",
                  "where text is expected");
}

static void check_row(const char *row, const char *item)
{
    char csv[1024];

    snprintf(csv, sizeof csv, HEAD ROW "%s\n", row);
    check_refused(csv, item, "in row 1 has a");
}

static void test_findings_check__names_a_cell_that_is_wrong(void **state)
{
    (void)state;
    check_row(",s,g,t,problem,ok,,,,,,,,,,,,,,", "id");
    check_row("f2,,g,t,problem,ok,,,,,,,,,,,,,,", "scan");
    check_row("f2,s,g,,problem,ok,,,,,,,,,,,,,,", "theme");
    check_row("f2,s,g,t,problem,fine,,,,,,,,,,,,,,", "status");
    check_row("f2,s,g,t,bad,ok,,,,,,,,,,,,,,", "direction");
    check_row("f2,s,g,t,,ok,,,,,,,,,,,,,,", "direction");
    check_row("f2,s,g,t,problem,undecided,,,,,,,,,,,,,,", "direction");
    check_row("f2,s,g,t,problem,ok,0,,,,,,,,,,,,,", "n");
    check_row("f2,s,g,t,problem,ok,1.5,,,,,,,,,,,,,", "n");
    check_row("f2,s,g,t,problem,ok,,-1,,,,,,,,,,,,", "people");
    check_row("f2,s,g,t,problem,ok,,,1.01,,,,,,,,,,,", "share");
    check_row("f2,s,g,t,problem,ok,,,,,,-0.1,,,,,,,,", "reference");
    check_row("f2,s,g,t,problem,ok,,,,,,,1.5,,,,,,,", "difference");
    check_row("f2,s,g,t,problem,ok,,,,,,,,,,1.5,,,,", "p");
    check_row("f2,s,g,t,problem,ok,,,,,,,,,,,,-1,,", "weight");
    check_row("f2,s,g,t,problem,ok,,,,,,,,,,,,,,0", "rank");
    check_row("f2,s,g,t,problem,ok,,,0.5,0.52,0.6,,,,,,,,,", "share");
    check_row("f2,s,g,t,problem,ok,,,,,,,0.3,0.1,0.2,,,,,", "difference");
    check_row("f2,s,g,t,problem,ok,,,0.5,,,0.3,0.23,,,,,,,", "difference");
    check_row("f2,s,g,t,problem,ok,,,,,,,-0.2,,,,,,,", "direction");
    check_row("f2,s,g,t,strength,ok,,,,,,,0.2,,,,,,,", "direction");
    check_row("f2,s,g,t,problem,ok,,,,,,,,,,0.04,0.03,,,", "p_adjusted");
}

static void test_findings_check__finds_numbers_that_should_be_hidden(void **state)
{
    (void)state;
    check_row("f2,s,g,t,,hidden,8,,,,,,,,,,,,,", "n");
    check_row("f2,s,g,t,,hidden,,,0.5,,,,,,,,,,,", "share");
    check_row("f2,s,g,t,,hidden,,,,,,0.5,,,,,,,,", "reference");
    check_row("f2,s,g,t,,hidden,,,,,,,,,,,,1,,", "weight");
}

static void test_findings_check__refuses_an_id_twice(void **state)
{
    (void)state;
    check_refused(HEAD ROW ROW, "id", "'f1' more than once, again in row 1");
}

static wb_frame *given;

static wb_status init(void)
{
    wb_findings findings;

    return wb_findings_init(&findings, given, NULL);
}

static void test_findings_check__survives_every_failing_allocation(void **state)
{
    (void)state;
    given = frame_of(HEAD ROW);
    wb_test_every_allocation(init);
    wb_frame_free(given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings_check__takes_much_and_little),
        cmocka_unit_test(test_findings_check__takes_what_this_library_makes),
        cmocka_unit_test(test_findings_check__takes_what_is_declared_missing_for_missing),
        cmocka_unit_test(test_findings_check__names_a_column_that_is_wrong),
        cmocka_unit_test(test_findings_check__names_a_cell_that_is_wrong),
        cmocka_unit_test(test_findings_check__finds_numbers_that_should_be_hidden),
        cmocka_unit_test(test_findings_check__refuses_an_id_twice),
        cmocka_unit_test(test_findings_check__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
