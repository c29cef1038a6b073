/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frames.h"

#include <string.h>

static void check_table(const wb_frame *frame, const wb_table_options *options,
                        const char *expected)
{
    wb_writer *writer = NULL;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_table_print(writer, frame, options, NULL));
    assert_string_equal(wb_writer_bytes(writer, NULL), expected);
    wb_writer_free(writer);
}

static void check_csv(const char *csv, const wb_table_options *options,
                      const char *expected)
{
    wb_frame *frame = frame_of(csv);

    check_table(frame, options, expected);
    wb_frame_free(frame);
}

static void test_wb_table_print__lines_up_numbers_and_texts(void **state)
{
    (void)state;
    check_csv("group,n,share,ok,day\n"
              "zorg,12,0.36,true,2024-01-01\n"
              "bouw,3,12.5,,\n"
              ",1004,-100,false,1969-12-31\n",
              NULL,
              "group     n    share  ok     day\n"
              "───────────────────────────────────────\n"
              "zorg     12     0.36  true   2024-01-01\n"
              "bouw      3    12.5\n"
              "       1004  -100     false  1969-12-31\n");
}

static void test_wb_table_print__rounds_to_significant_digits(void **state)
{
    wb_table_options options = WB_TABLE_OPTIONS_INIT;
    static const char csv[] =
        "x\n123456.789\n3.14159265\n0.000123456789\n-1.23456789e-9\n"
        "9.9999999e-7\n2.5e20\n9.999996\n0\nInf\n-Inf\n1e15\n";

    (void)state;
    check_csv(csv, NULL,
              "                        x\n"
              "─────────────────────────\n"
              "          123457\n"
              "               3.1416\n"
              "               0.00012346\n"
              "              -1.2346e-9\n"
              "            1e-6\n"
              "               2.5e20\n"
              "              10\n"
              "               0\n"
              "             Inf\n"
              "            -Inf\n"
              "1000000000000000\n");
    options.digits = 3;
    check_csv(csv, &options,
              "                      x\n"
              "───────────────────────\n"
              "          123457\n"
              "               3.14\n"
              "               0.000123\n"
              "              -1.23e-9\n"
              "            1e-6\n"
              "               2.5e20\n"
              "              10\n"
              "               0\n"
              "             Inf\n"
              "            -Inf\n"
              "1000000000000000\n");
}

static void test_wb_table_print__measures_what_a_terminal_shows(void **state)
{
    (void)state;
    check_csv("na\xc3\xafve,x\n"
              "\xe6\x97\xa5\xe6\x9c\xac,1\n" /* two wide characters */
              "e\xcc\x81,2\n"                /* e and a combining accent */
              "\"a\nb\x1b[c\xc2\x85\",3\n",  /* controls */
              NULL,
              "na\xc3\xafve    x\n"
              "──────────\n"
              "\xe6\x97\xa5\xe6\x9c\xac     1\n"
              "e\xcc\x81        2\n"
              "a b [c   3\n");
}

static void test_wb_table_print__shows_no_control_in_the_name_of_a_column(void **state)
{
    (void)state;
    check_csv("\"a\x1b[2J\",\"b\nc\xc2\x9b\"\n1,2\n", NULL,
              "a [2J  b c\n"
              "───────────\n"
              "    1     2\n");
}

static void test_wb_table_print__cuts_long_texts(void **state)
{
    wb_table_options options = WB_TABLE_OPTIONS_INIT;

    (void)state;
    options.max_width = 5;
    check_csv(
        "text\nabcde\nabcdef\n\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\nabcd\xe6\x97\xa5\n",
        &options, "text\n─────\nabcde\nabcd…\n\xe6\x97\xa5\xe6\x9c\xac…\nabcd…\n");
}

static void test_wb_table_print__counts_the_rows_it_leaves_out(void **state)
{
    wb_table_options options = WB_TABLE_OPTIONS_INIT;

    (void)state;
    options.max_rows = 1;
    check_csv("a\n1\n200\n3\n", &options, "a\n─\n1\n… 2 more rows\n");
    options.max_rows = 2;
    check_csv("a\n1\n200\n3\n", &options, "  a\n───\n  1\n200\n… 1 more row\n");
    options.max_rows = 3;
    check_csv("a\n1\n2\n3\n", &options, "a\n─\n1\n2\n3\n");
}

static void test_wb_table_print__prints_empty_frames(void **state)
{
    wb_frame *frame = NULL;

    (void)state;
    check_csv("a,b\n", NULL, "a  b\n────\n");
    assert_ok(wb_frame_new(0, &frame, NULL));
    check_table(frame, NULL, "\n\n");
    wb_frame_free(frame);
}

static void check_refused(wb_table_options options)
{
    wb_frame *frame = frame_of("a\n1\n");
    wb_writer *writer = NULL;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_table_print(writer, frame, &options, NULL), WB_E_ARG);
    assert_fails(wb_table_print(NULL, frame, NULL, NULL), WB_E_ARG);
    assert_fails(wb_table_print(writer, NULL, NULL, NULL), WB_E_ARG);
    wb_writer_free(writer);
    wb_frame_free(frame);
}

static void test_wb_table_print__refuses_wrong_options(void **state)
{
    wb_table_options options = WB_TABLE_OPTIONS_INIT;

    (void)state;
    options.max_rows = -1;
    check_refused(options);
    options.max_rows = 0;
    options.digits = 18;
    check_refused(options);
    options.digits = -1;
    check_refused(options);
    options.digits = 0;
    options.max_width = -1;
    check_refused(options);
}

static wb_frame *frame_to_print; /* made while memory is not short */

static wb_status print_all(void)
{
    wb_writer *writer = NULL;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    if (st == WB_OK)
        st = wb_table_print(writer, frame_to_print, NULL, NULL);
    wb_writer_free(writer);
    return st;
}

static void test_wb_table_print__survives_every_failing_allocation(void **state)
{
    (void)state;
    frame_to_print = frame_of("name,x\nabc,1.5\n\"d,e\",\n");
    wb_test_every_allocation(print_all);
    wb_frame_free(frame_to_print);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_table_print__lines_up_numbers_and_texts),
        cmocka_unit_test(test_wb_table_print__rounds_to_significant_digits),
        cmocka_unit_test(test_wb_table_print__measures_what_a_terminal_shows),
        cmocka_unit_test(test_wb_table_print__shows_no_control_in_the_name_of_a_column),
        cmocka_unit_test(test_wb_table_print__cuts_long_texts),
        cmocka_unit_test(test_wb_table_print__counts_the_rows_it_leaves_out),
        cmocka_unit_test(test_wb_table_print__prints_empty_frames),
        cmocka_unit_test(test_wb_table_print__refuses_wrong_options),
        cmocka_unit_test(test_wb_table_print__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
