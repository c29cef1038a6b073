/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rules that look at one row. Counts are laid around each boundary by hand. */
#include "disclosing.h"

#define HEAD "cell,measure,n,problem,acute\n"

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
    assert_string_equal(released(counts, NULL, &options),
                        "a,m,,,,hidden\nb,m,,,,hidden\nc,m,20,1,1,ok\nd,m,20,19,1,ok\n"
                        "e,m,20,9,,no_acute\n");
    options.extreme = 2;
    assert_string_equal(released(counts, NULL, &options),
                        "a,m,,,,hidden\nb,m,,,,hidden\nc,m,,,,hidden\nd,m,,,,hidden\n"
                        "e,m,20,9,,no_acute\n");
    options.extreme = -1;
    assert_string_equal(released(counts, NULL, &options),
                        "a,m,20,0,0,ok\nb,m,20,20,9,ok\nc,m,20,1,1,ok\nd,m,20,19,1,ok\n"
                        "e,m,20,9,0,ok\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_disclose__fewer_than_min_n_are_hidden),
        cmocka_unit_test(test_disclose__nobody_and_everybody_are_hidden),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
