/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Numbers of hidden rows leave other frames. */
#include "disclosing.h"

#define RELEASED                                                                         \
    "cell,measure,n,status\na,m,40,ok\na,k,30,no_acute\nb,m,,hidden\nb,k,20,ok\n"

static const char *masked(const char *csv, const char *measure)
{
    wb_frame *frame = frame_of(csv);
    wb_frame *shown = frame_of(RELEASED);
    wb_frame *out = NULL;
    const char *text;

    assert_ok(wb_disclose_mask(frame, "group", measure, shown, &out, NULL));
    text = csv_of(out);
    wb_frame_free(out);
    wb_frame_free(shown);
    wb_frame_free(frame);
    return text;
}

static void test_disclose_mask__takes_numbers_of_hidden_rows(void **state)
{
    (void)state;
    assert_string_equal(masked("group,what,share,people,acute,big,note\n"
                               "a,m,0.5,20,4,true,x\nb,m,0.25,5,1,false,y\n"
                               "a,k,0.5,15,3,false,z\n,m,0.5,1,1,true,w\n"
                               "c,m,0.5,1,1,true,v\nb,q,0.5,1,1,true,u\n",
                               "what"),
                        "group,what,share,people,acute,big,note,status\n"
                        "a,m,0.5,20,4,true,x,ok\nb,m,,,,,y,hidden\n"
                        "a,k,0.5,15,,false,z,no_acute\n,m,,,,,w,hidden\n"
                        "c,m,,,,,v,hidden\nb,q,,,,,u,hidden\n");
}

static void test_disclose_mask__keeps_statuses_of_shown_rows(void **state)
{
    (void)state;
    assert_string_equal(masked("group,what,status,share\na,m,few_units,0.5\n"
                               "b,m,few_units,0.5\nb,k,,0.5\n",
                               "what"),
                        "group,what,status,share\na,m,few_units,0.5\nb,m,hidden,\n"
                        "b,k,,0.5\n");
}

static void test_disclose_mask__without_measure_all_rows_count(void **state)
{
    (void)state;
    assert_string_equal(masked("group,acute,share\na,1,0.5\nb,1,0.5\n", NULL),
                        "group,acute,share,status\na,,0.5,no_acute\nb,,,hidden\n");
}

/* Numbers keep their width, and what the frame says of itself stays. */
static void
test_disclose_mask__keeps_long_numbers_and_what_is_said_of_the_rows(void **state)
{
    static const int64_t sums[] = {INT64_C(9007199254740995), 12};
    wb_frame *frame = frame_of("group\na\nb\n"), *shown = frame_of(RELEASED), *out = NULL;
    wb_column column = WB_COLUMN_INIT;

    (void)state;
    column.type = WB_TYPE_INT64;
    column.values = sums;
    assert_ok(wb_frame_add_column(frame, "sum", &column, NULL));
    assert_ok(wb_frame_set_metadata(frame, "{\"synthetic\":true}", NULL));
    assert_ok(wb_disclose_mask(frame, "group", NULL, shown, &out, NULL));
    assert_string_equal(csv_of(out),
                        "# SYNTHETIC: nobody gave these answers\n"
                        "group,sum,status\na,9007199254740995,no_acute\nb,,hidden\n");
    assert_int_equal(wb_frame_column_type(out, 1), WB_TYPE_INT64);
    assert_string_equal(wb_frame_metadata(out), "{\"synthetic\":true}");
    wb_frame_free(out);
    wb_frame_free(shown);
    wb_frame_free(frame);
}

static void test_disclose_mask__refuses_frames_that_do_not_fit(void **state)
{
    wb_frame *frame = frame_of("group,status,x\na,1,1\n");
    wb_frame *shown = frame_of(RELEASED);
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_disclose_mask(frame, "team", NULL, shown, &out, &err), WB_E_DATA);
    assert_string_equal(err.item, "team");
    assert_fails(wb_disclose_mask(frame, "x", NULL, shown, &out, &err), WB_E_DATA);
    assert_string_equal(err.item, "x");
    assert_fails(wb_disclose_mask(frame, "group", NULL, shown, &out, &err), WB_E_DATA);
    assert_string_equal(err.item, "status");
    assert_fails(wb_disclose_mask(shown, "cell", "measure", frame, &out, &err),
                 WB_E_DATA);
    assert_string_equal(err.item, "cell");
    assert_null(out);
    wb_frame_free(shown);
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_disclose_mask__takes_numbers_of_hidden_rows),
        cmocka_unit_test(test_disclose_mask__keeps_statuses_of_shown_rows),
        cmocka_unit_test(test_disclose_mask__without_measure_all_rows_count),
        cmocka_unit_test(
            test_disclose_mask__keeps_long_numbers_and_what_is_said_of_the_rows),
        cmocka_unit_test(test_disclose_mask__refuses_frames_that_do_not_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
