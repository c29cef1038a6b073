/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is hidden for the sake of others. Expected results are worked out by hand; random
 * organisations are attacked in tests/attacker. */
#include "disclosing.h"

#include <stdarg.h>

#define HEAD "cell,measure,n,problem\n"
#define SUMS "kind,partition,total,part\n"
#define ABC  SUMS "sum,t,all,a\nsum,t,all,b\nsum,t,all,c\n"

/* The example of docs/formats/disclosure.md. */
static void test_disclose__the_documented_example(void **state)
{
    wb_disclose_options options = options_of(10);

    (void)state;
    assert_string_equal(
        released("cell,measure,n,problem,acute,staff\nall,stress,60,20,5,80\n"
                 "a,stress,25,10,3,30\nb,stress,32,9,1,40\nc,stress,3,1,1,5\n",
                 ABC, &options),
        "a,stress,,,,hidden\nall,stress,60,20,,no_acute\nb,stress,,,,hidden\n"
        "c,stress,,,,hidden\n");
}

/* Of 100 - 40 - 30 - 25 = 5 the fourth is known; with the cheapest other hidden both lie
 * between 0 and 30. */
static void test_disclose__a_second_part_is_hidden(void **state)
{
    wb_disclose_options options = options_of(10);

    (void)state;
    assert_string_equal(released(HEAD "all,m,100,40\na,m,40,13\nb,m,30,12\nc,m,25,13\n"
                                      "d,m,5,2\n",
                                 ABC "sum,t,all,d\n", &options),
                        "a,m,40,13,,ok\nall,m,100,40,,ok\nb,m,30,12,,ok\nc,m,,,,hidden\n"
                        "d,m,,,,hidden\n");
}

/* c and d have 8 problems together, too few for 10 apart. With b beside them they have
 * enough; and then b and d do without c, which is shown again. */
static void test_disclose__problem_counts_are_protected_too(void **state)
{
    wb_disclose_options options = options_of(10);

    (void)state;
    assert_string_equal(released(HEAD "all,m,100,33\na,m,40,13\nb,m,30,12\nc,m,25,6\n"
                                      "d,m,5,2\n",
                                 ABC "sum,t,all,d\n", &options),
                        "a,m,40,13,,ok\nall,m,100,33,,ok\nb,m,,,,hidden\nc,m,25,6,,ok\n"
                        "d,m,,,,hidden\n");
}

/* 30 - 12 - 15 leaves 3 people of whom no team is known. */
static void test_disclose__a_small_remainder_is_left_over(void **state)
{
    wb_disclose_options options = options_of(10);
    disclosed out = disclose(HEAD "all,m,60,24\na,m,27,12\nb,m,30,11\n",
                             SUMS "sum,t,all,a\nsum,t,all,b\n", &options);

    (void)state;
    assert_string_equal(csv_of(out.released),
                        "cell,measure,n,problem,acute,status,release\na,m,,,,hidden,one\n"
                        "all,m,60,24,,ok,one\nb,m,30,11,,ok,one\n");
    assert_string_equal(csv_of(out.audit),
                        "cell,measure,count,rule,for_cell,for_measure,for_count\n"
                        "a,m,n,left_over,all/t,m,n\na,m,problem,left_over,all/t,m,n\n");
    disclosed_free(&out);
}

/* b and c together would have 12 answers and 12 problems. */
static void test_disclose__what_is_left_together_may_not_be_extreme(void **state)
{
    wb_disclose_options options = options_of(10);

    (void)state;
    assert_string_equal(released(HEAD
                                 "all,m,90,50\na,m,38,18\nb,m,9,9\nc,m,3,3\nd,m,40,20\n",
                                 ABC "sum,t,all,d\n", &options),
                        "a,m,,,,hidden\nall,m,90,50,,ok\nb,m,,,,hidden\nc,m,,,,hidden\n"
                        "d,m,40,20,,ok\n");
}

/* A team is hidden, so a second one in its department, or the department: whoever knows
 * whole, other departments and teams must not get at it. */
static void test_disclose__hierarchies_are_followed_upward(void **state)
{
    wb_disclose_options options = options_of(10);
    const char *counts = HEAD "all,m,200,80\nd1,m,100,40\nd2,m,100,40\nd1a,m,60,20\n"
                              "d1b,m,36,18\nd1c,m,4,2\n";
    const char *sums = SUMS "sum,d,all,d1\nsum,d,all,d2\nsum,t,d1,d1a\nsum,t,d1,d1b\n"
                            "sum,t,d1,d1c\n";

    (void)state;
    assert_string_equal(released(counts, sums, &options),
                        "all,m,200,80,,ok\nd1,m,100,40,,ok\nd1a,m,60,20,,ok\n"
                        "d1b,m,,,,hidden\nd1c,m,,,,hidden\nd2,m,100,40,,ok\n");
}

/* In a crossing each hidden cell needs another in its row and in its column. */
static void test_disclose__crossings_need_four(void **state)
{
    wb_disclose_options options = options_of(10);
    const char *counts =
        HEAD "all,m,180,90\nA,m,74,37\nB,m,106,53\nx,m,84,42\ny,m,96,48\n"
             "Ax,m,4,2\nAy,m,70,35\nBx,m,80,40\nBy,m,26,13\n";
    const char *sums = SUMS "sum,t,all,A\nsum,t,all,B\nsum,g,all,x\nsum,g,all,y\n"
                            "sum,g,A,Ax\nsum,g,A,Ay\nsum,g,B,Bx\nsum,g,B,By\n"
                            "sum,t,x,Ax\nsum,t,x,Bx\nsum,t,y,Ay\nsum,t,y,By\n";

    (void)state;
    assert_string_equal(
        released(counts, sums, &options),
        "A,m,74,37,,ok\nAx,m,,,,hidden\nAy,m,,,,hidden\nB,m,106,53,,ok\n"
        "Bx,m,,,,hidden\nBy,m,,,,hidden\nall,m,180,90,,ok\nx,m,84,42,,ok\n"
        "y,m,96,48,,ok\n");
}

/* What b leaves of all is a, of which nobody may know that it is empty: one of the two
 * stays hidden, and is not shown without its acute cases either. */
static void test_disclose__an_empty_part_hides_the_whole_or_the_other(void **state)
{
    wb_disclose_options options = options_of(7);

    (void)state;
    assert_string_equal(released("cell,measure,n,problem,acute\na,m,0,0,0\nb,m,7,5,2\n"
                                 "all,m,7,5,2\n",
                                 SUMS "sum,t,all,a\nsum,t,all,b\n", &options),
                        "a,m,,,,hidden\nall,m,,,,hidden\nb,m,7,5,2,ok\n");
}

/* Measures that go together say nothing where one of them was not asked. */
static void test_disclose__a_tie_holds_where_both_are_there(void **state)
{
    wb_disclose_options options = options_of(10);
    const char *counts = HEAD "all,m,60,24\nall,k,40,16\na,m,30,12\nb,k,20,9\n";

    (void)state;
    assert_string_equal(released(counts, SUMS "base,,m,k\n", &options),
                        "a,m,30,12,,ok\nall,k,40,16,,ok\nall,m,60,24,,ok\n"
                        "b,k,20,9,,ok\n");
}

/* With all parts of a team of 3 hidden, men are known to within 3: by default that hides
 * the whole, with protect RULES it does not. */
static void test_disclose__rules_alone_may_be_protected(void **state)
{
    wb_disclose_options options = options_of(10);
    const char *counts = "cell,measure,n,problem,staff\nall,m,80,30,100\nmen,m,77,29,97\n"
                         "women,m,3,1,3\n";
    const char *sums = SUMS "sum,g,all,men\nsum,g,all,women\n";

    (void)state;
    assert_string_equal(released(counts, sums, &options),
                        "all,m,,,,hidden\nmen,m,,,,hidden\nwomen,m,,,,hidden\n");
    options.protect = WB_PROTECT_RULES;
    assert_string_equal(released(counts, sums, &options),
                        "all,m,80,30,,ok\nmen,m,,,,hidden\nwomen,m,,,,hidden\n");
}

/* Of the 12 people with any problem of b, at most 12 - 0 can have problem p; hidden p of
 * b and c share 20 people: the composite bounds what p can be. */
static void test_disclose__measures_that_go_together_bound_each_other(void **state)
{
    wb_disclose_options options = options_of(10);
    const char *counts = HEAD "a,any,40,9\na,p,40,0\n";
    const char *loose = HEAD "a,any,40,12\na,p,40,0\n";
    const char *ties = SUMS "within,,any,p\n";

    (void)state;
    /* p is hidden (nobody), and lies between 0 and 9 by `any` */
    assert_string_equal(released(counts, ties, &options),
                        "a,any,,,,hidden\na,p,,,,hidden\n");
    assert_string_equal(released(loose, ties, &options),
                        "a,any,40,12,,ok\na,p,,,,hidden\n");
    assert_string_equal(released(counts, NULL, &options),
                        "a,any,40,9,,ok\na,p,,,,hidden\n");
}

/* 12 took part, so 9 to a question are 0 to 12; of 12 that answered 10 and more are. */
static void test_disclose__who_took_part_bounds_answers(void **state)
{
    wb_disclose_options options = options_of(10);
    const char *counts = "cell,measure,n,problem\na,part,12,\na,q,9,4\n";

    (void)state;
    assert_string_equal(released(counts, SUMS "base,,part,q\n", &options),
                        "a,part,12,,,ok\na,q,,,,hidden\n");
}

/* What the counts contradict is no knowledge. */
static void test_disclose__contradicted_ties_are_not_used(void **state)
{
    wb_disclose_options options = options_of(5);

    (void)state;
    assert_string_equal(
        released(HEAD "a,any,40,9\na,p,40,11\n", SUMS "within,x,any,p\n", &options),
        "a,any,40,9,,ok\na,p,40,11,,ok\n");
}

static void test_disclose__order_of_rows_is_nothing(void **state)
{
    wb_disclose_options options = options_of(10);
    const char *one = released(HEAD "all,m,100,33\na,m,40,13\nb,m,30,12\nc,m,25,6\n"
                                    "d,m,5,2\n",
                               ABC "sum,t,all,d\n", &options);
    const char *other = released(HEAD "d,m,5,2\nc,m,25,6\nall,m,100,33\nb,m,30,12\n"
                                      "a,m,40,13\n",
                                 SUMS "sum,t,all,d\nsum,t,all,b\nsum,t,all,a\n"
                                      "sum,t,all,c\n",
                                 &options);

    (void)state;
    assert_string_equal(one, other);
}

static int32_t stop(void *user, double fraction)
{
    (void)user;
    return fraction >= 0;
}

static void test_disclose__stops_when_told(void **state)
{
    wb_disclose_options options = options_of(10);
    wb_run run = WB_RUN_INIT;
    wb_frame *counts = frame_of(HEAD "a,m,40,13\n");
    wb_frame *out = NULL;

    (void)state;
    run.progress = stop;
    assert_fails(wb_disclose(counts, NULL, &options, &run, &out, NULL, NULL, NULL),
                 WB_E_CANCELLED);
    assert_null(out);
    wb_frame_free(counts);
}

/* In a 36 of 40 are without any problem, so without m: at most 4 of the 10 with m are
 * there, and 6 to 10 in b. That is too close, so `any` is hidden there as well. */
static void test_disclose__who_is_without_any_problem_is_without_each(void **state)
{
    static const char counts[] = "cell,measure,n,problem\n"
                                 "a,any,40,4\na,m,40,1\nb,any,40,20\nb,m,40,9\n"
                                 "all,any,80,24\nall,m,80,10\n";
    static const char sums[] = "kind,partition,total,part\nsum,t,all,a\nsum,t,all,b\n";
    static const char ties[] = "kind,partition,total,part\nsum,t,all,a\nsum,t,all,b\n"
                               "base,,m,any\nwithout,,any,m\n";
    wb_disclose_options options = options_of(10);

    (void)state;
    assert_string_equal(released(counts, sums, &options),
                        "a,any,40,4,,ok\na,m,,,,hidden\nall,any,80,24,,ok\n"
                        "all,m,80,10,,ok\nb,any,40,20,,ok\nb,m,,,,hidden\n");
    assert_string_equal(released(counts, ties, &options),
                        "a,any,,,,hidden\na,m,,,,hidden\nall,any,80,24,,ok\n"
                        "all,m,80,10,,ok\nb,any,,,,hidden\nb,m,,,,hidden\n");
}

static void add(char *text, size_t size, size_t *at, const char *format, ...)
{
    va_list values;
    int n;

    va_start(values, format);
    n = vsnprintf(text + *at, size - *at, format, values);
    va_end(values);
    assert_true(n >= 0 && (size_t)n < size - *at);
    *at += (size_t)n;
}

/* Who answered a measure answered `took`: a person moves over all of them at once. Team c
 * and one to cover it are hidden, and in every measure the same. */
static void test_disclose__a_person_moves_over_many_measures(void **state)
{
    enum { MEASURES = 40 };
    static const char *const cells[] = {"all", "a", "b", "c"};
    static const int n[] = {100, 60, 34, 6};
    wb_disclose_options options = options_of(10);
    char counts[16384], relations[4096];
    size_t at = 0;
    size_t to = 0;
    const char *shown;

    (void)state;
    add(counts, sizeof counts, &at, "cell,measure,n,problem\n");
    add(relations, sizeof relations, &to, ABC);
    for (int cell = 0; cell < 4; cell++) {
        add(counts, sizeof counts, &at, "%s,took,%d,\n", cells[cell], n[cell]);
        for (int m = 0; m < MEASURES; m++)
            add(counts, sizeof counts, &at, "%s,m%d,%d,%d\n", cells[cell], m, n[cell],
                n[cell] / 2);
    }
    for (int m = 0; m < MEASURES; m++)
        add(relations, sizeof relations, &to, "base,,took,m%d\n", m);
    shown = released(counts, relations, &options);
    assert_non_null(strstr(shown, "a,took,60,,,ok\n"));
    assert_non_null(strstr(shown, "all,took,100,,,ok\n"));
    for (int m = 0; m < MEASURES; m++) {
        char row[64];

        (void)snprintf(row, sizeof row, "all,m%d,100,50,,ok\n", m);
        assert_non_null(strstr(shown, row));
        (void)snprintf(row, sizeof row, "a,m%d,60,30,,ok\n", m);
        assert_non_null(strstr(shown, row));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_disclose__the_documented_example),
        cmocka_unit_test(test_disclose__a_second_part_is_hidden),
        cmocka_unit_test(test_disclose__problem_counts_are_protected_too),
        cmocka_unit_test(test_disclose__a_small_remainder_is_left_over),
        cmocka_unit_test(test_disclose__what_is_left_together_may_not_be_extreme),
        cmocka_unit_test(test_disclose__hierarchies_are_followed_upward),
        cmocka_unit_test(test_disclose__crossings_need_four),
        cmocka_unit_test(test_disclose__rules_alone_may_be_protected),
        cmocka_unit_test(test_disclose__measures_that_go_together_bound_each_other),
        cmocka_unit_test(test_disclose__who_took_part_bounds_answers),
        cmocka_unit_test(test_disclose__contradicted_ties_are_not_used),
        cmocka_unit_test(test_disclose__order_of_rows_is_nothing),
        cmocka_unit_test(test_disclose__a_person_moves_over_many_measures),
        cmocka_unit_test(test_disclose__who_is_without_any_problem_is_without_each),
        cmocka_unit_test(test_disclose__stops_when_told),
        cmocka_unit_test(test_disclose__a_tie_holds_where_both_are_there),
        cmocka_unit_test(test_disclose__an_empty_part_hides_the_whole_or_the_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
