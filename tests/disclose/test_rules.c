/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rules that look at one row. Counts are laid around each boundary by hand. */
#include "disclosing.h"

#define HEAD "cell,measure,n,problem,acute\n"
#define WIDE "cell,measure,n,problem,sensitive,largest\n"

static void test_disclose__fewer_than_min_n_are_hidden(void **state)
{
    wb_disclose_options options = options_of(10);

    (void)state;
    assert_string_equal(
        released(HEAD "b,m,10,4,2\na,m,9,4,2\nc,m,0,0,0\n", NULL, &options),
        "a,m,,,,hidden\nb,m,10,4,2,ok\nc,m,,,,hidden\n");
}

static void test_disclose__nobody_and_everybody_are_hidden(void **state)
{
    wb_disclose_options options = options_of(5);
    const char *counts =
        HEAD "a,m,20,0,0\nb,m,20,20,9\nc,m,20,1,1\nd,m,20,19,1\ne,m,20,9,0\n";

    (void)state;
    options.extreme = 1;
    assert_string_equal(released(counts, NULL, &options),
                        "a,m,,,,hidden\nb,m,,,,hidden\nc,m,20,1,1,ok\nd,m,20,19,1,ok\n"
                        "e,m,20,9,,no_acute\n");
    options.extreme = -1;
    assert_string_equal(released(counts, NULL, &options),
                        "a,m,20,0,0,ok\nb,m,20,20,9,ok\nc,m,20,1,1,ok\nd,m,20,19,1,ok\n"
                        "e,m,20,9,0,ok\n");
}

/* Who is the only one without the problem knows that of all others; the only one with it
 * is pointed at. With two, neither knows. */
static void test_disclose__one_and_all_but_one_are_hidden(void **state)
{
    wb_disclose_options options = options_of(5);

    (void)state;
    assert_string_equal(
        released(HEAD "a,m,20,1,1\nb,m,20,2,2\nc,m,20,18,2\nd,m,20,19,2\ne,m,20,9,1\n",
                 NULL, &options),
        "a,m,,,,hidden\nb,m,20,2,2,ok\nc,m,20,18,2,ok\nd,m,,,,hidden\n"
        "e,m,20,9,,no_acute\n");
}

static void test_disclose__one_contributor_may_not_dominate(void **state)
{
    wb_disclose_options options = options_of(5);
    const char *counts = WIDE "a,m,20,5,false,10\nb,m,20,5,false,11\nc,m,20,5,false,20\n";

    (void)state;
    assert_string_equal(released(counts, NULL, &options),
                        "a,m,20,5,,ok\nb,m,,,,hidden\nc,m,,,,hidden\n");
    options.dominance = 0.6;
    assert_string_equal(released(counts, NULL, &options),
                        "a,m,20,5,,ok\nb,m,20,5,,ok\nc,m,,,,hidden\n");
}

static void test_disclose__sensitive_measures_are_for_the_whole(void **state)
{
    wb_disclose_options options = options_of(5);
    const char *counts = WIDE "all,s,90,30,true,\na,s,40,10,true,\nb,s,50,20,true,\n"
                              "all,m,90,30,false,\na,m,40,10,false,\nb,m,50,20,false,\n";
    const char *sums = "kind,partition,total,part\nsum,t,all,a\nsum,t,all,b\n";

    (void)state;
    assert_string_equal(released(counts, sums, &options),
                        "a,m,40,10,,ok\na,s,,,,hidden\nall,m,90,30,,ok\nall,s,90,30,,ok\n"
                        "b,m,50,20,,ok\nb,s,,,,hidden\n");
    options.min_n_sensitive = 30;
    assert_string_equal(released(counts, sums, &options),
                        "a,m,40,10,,ok\na,s,40,10,,ok\nall,m,90,30,,ok\nall,s,90,30,,ok\n"
                        "b,m,50,20,,ok\nb,s,50,20,,ok\n");
}

/* Who takes the shown parts from the whole has the sensitive counts of all others. */
static void test_disclose__what_sensitive_parts_leave_is_as_large(void **state)
{
    wb_disclose_options options = options_of(10);
    const char *parts = WIDE "all,s,83,34,true,\na,s,60,22,true,\nb,s,12,6,true,\n"
                             "c,s,11,6,true,\n";
    const char *sums =
        "kind,partition,total,part\nsum,t,all,a\nsum,t,all,b\nsum,t,all,c\n";
    const char *rest = WIDE "all,s,83,34,true,\na,s,60,22,true,\n";
    const char *sum = "kind,partition,total,part\nsum,t,all,a\n";

    (void)state;
    options.min_n_sensitive = 25;
    assert_string_equal(released(parts, sums, &options),
                        "a,s,,,,hidden\nall,s,83,34,,ok\nb,s,,,,hidden\nc,s,,,,hidden\n");
    assert_string_equal(released(rest, sum, &options),
                        "a,s,,,,hidden\nall,s,83,34,,ok\n");
    options.min_n_sensitive = 20;
    assert_string_equal(released(parts, sums, &options),
                        "a,s,60,22,,ok\nall,s,83,34,,ok\nb,s,,,,hidden\nc,s,,,,hidden\n");
    assert_string_equal(released(rest, sum, &options),
                        "a,s,60,22,,ok\nall,s,83,34,,ok\n");
}

static void test_disclose__measures_that_only_count_people(void **state)
{
    wb_disclose_options options = options_of(5);

    (void)state;
    assert_string_equal(released("cell,measure,n\na,m,5\nb,m,4\n", NULL, &options),
                        "a,m,5,,,ok\nb,m,,,,hidden\n");
}

static void test_disclose__counts_are_rounded(void **state)
{
    wb_disclose_options options = options_of(5);

    (void)state;
    options.round_to = 5;
    assert_string_equal(released(HEAD "a,m,12,7,3\nb,m,13,8,2\n", NULL, &options),
                        "a,m,10,5,5,ok\nb,m,15,10,0,ok\n");
    options.round_to = 4;
    assert_string_equal(released(HEAD "a,m,14,7,2\nb,m,13,8,5\n", NULL, &options),
                        "a,m,16,8,4,ok\nb,m,12,8,4,ok\n");
}

static void test_disclose__nothing_in_nothing_out(void **state)
{
    wb_disclose_options options = options_of(5);
    disclosed out = {NULL, NULL, NULL};
    wb_frame *counts = frame_of(HEAD "a,m,9,1,1\n");
    wb_frame *none = NULL;

    (void)state;
    assert_ok(wb_frame_slice(counts, 0, 0, &none, NULL));
    assert_ok(wb_disclose(none, NULL, &options, NULL, &out.released, &out.audit,
                          &out.ledger, NULL));
    assert_int_equal(wb_frame_row_count(out.released), 0);
    assert_int_equal(wb_frame_row_count(out.audit), 0);
    disclosed_free(&out);
    wb_frame_free(none);
    wb_frame_free(counts);
}

static void test_disclose__metadata_say_how(void **state)
{
    wb_disclose_options options = options_of(7);
    disclosed out = disclose(HEAD "a,m,9,1,1\n", NULL, &options);

    (void)state;
    assert_non_null(strstr(
        wb_frame_metadata(out.released),
        "\"disclosure\":{\"dominance\":0.5,\"earlier\":\"not protected against earlier "
        "reports\",\"extreme\":2,\"min_n\":7,\"min_n_sensitive\":0,\"protect\":\"all\","
        "\"release\":\"one\",\"round_to\":1,\"scope\":\"scan\"}"));
    disclosed_free(&out);
}

static void test_disclose__audit_names_the_rule(void **state)
{
    wb_disclose_options options = options_of(5);
    disclosed out = disclose(HEAD "a,m,4,1,1\nb,m,20,20,7\nc,m,20,7,0\n", NULL, &options);

    (void)state;
    assert_string_equal(csv_of(out.audit),
                        "cell,measure,count,rule,for_cell,for_measure,for_count\n"
                        "a,m,n,too_few,,,\na,m,problem,too_few,,,\na,m,acute,too_few,,,\n"
                        "b,m,n,extreme,,,\nb,m,problem,extreme,,,\nb,m,acute,extreme,,,\n"
                        "c,m,acute,extreme,,,\n");
    disclosed_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_disclose__fewer_than_min_n_are_hidden),
        cmocka_unit_test(test_disclose__nobody_and_everybody_are_hidden),
        cmocka_unit_test(test_disclose__one_and_all_but_one_are_hidden),
        cmocka_unit_test(test_disclose__one_contributor_may_not_dominate),
        cmocka_unit_test(test_disclose__sensitive_measures_are_for_the_whole),
        cmocka_unit_test(test_disclose__what_sensitive_parts_leave_is_as_large),
        cmocka_unit_test(test_disclose__measures_that_only_count_people),
        cmocka_unit_test(test_disclose__counts_are_rounded),
        cmocka_unit_test(test_disclose__nothing_in_nothing_out),
        cmocka_unit_test(test_disclose__metadata_say_how),
        cmocka_unit_test(test_disclose__audit_names_the_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
