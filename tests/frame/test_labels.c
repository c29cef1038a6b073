/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/columns.h"

#include "frame/frame.h"

static const int8_t ANSWERS[] = {1, 2, 9};

static wb_frame *labelled(void)
{
    wb_frame *frame = frame_of(3, column_of(WB_TYPE_INT8, ANSWERS));

    assert_ok(wb_frame_set_label(frame, 0, "Werkdruk", NULL));
    assert_ok(wb_frame_set_value_label(frame, 0, 1, "nooit", NULL));
    assert_ok(wb_frame_set_value_label(frame, 0, 2, "altijd", NULL));
    assert_ok(wb_frame_add_missing_range(frame, 0, 8, 9, NULL));
    return frame;
}

static void test_wb_frame_set_label__sets_replaces_and_removes(void **state)
{
    wb_frame *frame = frame_of(3, column_of(WB_TYPE_INT8, ANSWERS));

    (void)state;
    assert_null(wb_frame_label(frame, 0));
    assert_ok(wb_frame_set_label(frame, 0, "Werkdruk", NULL));
    assert_ok(wb_frame_set_label(frame, 0, "Hoge werkdruk", NULL));
    assert_string_equal(wb_frame_label(frame, 0), "Hoge werkdruk");
    assert_fails(wb_frame_set_label(frame, 0, "\xFF", NULL), WB_E_DATA);
    assert_fails(wb_frame_set_label(frame, 1, "x", NULL), WB_E_ARG);
    assert_fails(wb_frame_set_label(NULL, 0, "x", NULL), WB_E_ARG);
    assert_string_equal(wb_frame_label(frame, 0), "Hoge werkdruk");
    assert_ok(wb_frame_set_label(frame, 0, NULL, NULL));
    assert_null(wb_frame_label(frame, 0));
    wb_frame_free(frame);
}

static void test_wb_frame_set_value_label__replaces_the_same_code(void **state)
{
    wb_frame *frame = labelled();

    (void)state;
    assert_ok(wb_frame_set_value_label(frame, 0, 1, "zelden", NULL));
    assert_int_equal(wb_frame_value_label_count(frame, 0), 2);
    assert_close(wb_frame_value_label_code(frame, 0, 0), 1, 0);
    assert_string_equal(wb_frame_value_label_text(frame, 0, 0), "zelden");
    assert_string_equal(wb_frame_value_label_text(frame, 0, 1), "altijd");
    assert_true(isnan(wb_frame_value_label_code(frame, 0, 2)));
    assert_null(wb_frame_value_label_text(frame, 0, 2));
    assert_fails(wb_frame_set_value_label(frame, 0, NAN, "x", NULL), WB_E_ARG);
    assert_fails(wb_frame_set_value_label(frame, 0, 3, NULL, NULL), WB_E_ARG);
    assert_fails(wb_frame_set_value_label(frame, 0, 3, "\xC0", NULL), WB_E_DATA);
    assert_fails(wb_frame_set_value_label(frame, 5, 3, "x", NULL), WB_E_ARG);
    assert_int_equal(wb_frame_value_label_count(frame, 0), 2);
    wb_frame_free(frame);
}

static void test_wb_frame_add_missing_range__keeps_bounds(void **state)
{
    static const int32_t offsets[] = {0, 0, 0, 0};
    wb_frame *frame = labelled();

    (void)state;
    assert_ok(wb_frame_add_missing_range(frame, 0, -INFINITY, -1, NULL));
    assert_int_equal(wb_frame_missing_range_count(frame, 0), 2);
    assert_close(wb_frame_missing_range_low(frame, 0, 0), 8, 0);
    assert_close(wb_frame_missing_range_high(frame, 0, 1), -1, 0);
    assert_true(isnan(wb_frame_missing_range_low(frame, 0, 2)));
    assert_true(isnan(wb_frame_missing_range_high(frame, 0, 2)));
    assert_fails(wb_frame_add_missing_range(frame, 0, 3, 2, NULL), WB_E_ARG);
    assert_fails(wb_frame_add_missing_range(frame, 0, NAN, 2, NULL), WB_E_ARG);
    assert_fails(wb_frame_add_missing_range(frame, 7, 1, 2, NULL), WB_E_ARG);
    add_column(frame, "t", text_of("", offsets));
    assert_fails(wb_frame_add_missing_range(frame, 1, 1, 2, NULL), WB_E_ARG);
    assert_int_equal(wb_frame_missing_range_count(frame, 1), 0);
    wb_frame_free(frame);
}

static void test_wb_frame_set_label__leaves_other_frames_alone(void **state)
{
    wb_frame *frame = labelled(), *slice = NULL;

    (void)state;
    assert_ok(wb_frame_slice(frame, 0, 2, &slice, NULL));
    assert_ok(wb_frame_set_label(slice, 0, "anders", NULL));
    assert_ok(wb_frame_set_value_label(slice, 0, 1, "anders", NULL));
    assert_ok(wb_frame_add_missing_range(slice, 0, 1, 1, NULL));
    assert_string_equal(wb_frame_label(frame, 0), "Werkdruk");
    assert_string_equal(wb_frame_value_label_text(frame, 0, 0), "nooit");
    assert_int_equal(wb_frame_missing_range_count(frame, 0), 1);
    wb_frame_free(frame);
    assert_string_equal(wb_frame_label(slice, 0), "anders");
    assert_string_equal(wb_frame_value_label_text(slice, 0, 1), "altijd");
    assert_int_equal(wb_frame_missing_range_count(slice, 0), 2);
    wb_frame_free(slice);
}

static void test_wb_frame_copy_labels__gives_all_or_none(void **state)
{
    wb_frame *frame = labelled(), *other = frame_of(3, column_of(WB_TYPE_INT8, ANSWERS));

    (void)state;
    assert_ok(wb_frame_copy_labels(other, 0, frame, 0, NULL));
    assert_ok(wb_frame_copy_labels(other, 0, other, 0, NULL));
    assert_string_equal(wb_frame_label(other, 0), "Werkdruk");
    assert_int_equal(wb_frame_value_label_count(other, 0), 2);
    assert_fails(wb_frame_copy_labels(other, 1, frame, 0, NULL), WB_E_ARG);
    assert_fails(wb_frame_copy_labels(other, 0, frame, 1, NULL), WB_E_ARG);
    wb_frame_free(frame);
    frame = frame_of(3, column_of(WB_TYPE_INT8, ANSWERS));
    assert_ok(wb_frame_copy_labels(other, 0, frame, 0, NULL));
    assert_null(wb_frame_label(other, 0));
    wb_frame_free(frame);
    wb_frame_free(other);
}

static void test_wb_frame_apply_ranges__makes_declared_values_missing(void **state)
{
    static const int8_t bools[] = {0, 1, 0};
    static const double numbers[] = {0.5, NAN, 99};
    wb_frame *frame = labelled(), *view = NULL, *slice = NULL;
    wb_column bool_column = column_of(WB_TYPE_BOOL, bools);

    (void)state;
    bool_column.flags = WB_COLUMN_BOOL_BYTES;
    add_column(frame, "b", bool_column);
    add_column(frame, "d", column_of(WB_TYPE_FLOAT64, numbers));
    assert_ok(wb_frame_add_missing_range(frame, 2, 99, 99, NULL));
    assert_ok(wb_frame_apply_ranges(frame, &view, NULL));
    wb_frame_free(frame);
    assert_ok(wb_frame_slice(view, 1, 2, &slice, NULL));
    assert_false(wb_frame_is_missing(slice, 0, 0));
    assert_true(wb_frame_is_missing(slice, 0, 1));
    assert_true(isnan(wb_frame_double(slice, 0, 1)));
    assert_true(isnan(wb_frame_declared_missing(slice, 0, 0)));
    assert_close(wb_frame_declared_missing(slice, 0, 1), 9, 0);
    assert_true(isnan(wb_frame_declared_missing(slice, 2, 0)));
    assert_close(wb_frame_declared_missing(slice, 2, 1), 99, 0);
    assert_null(wb_frame_doubles(slice, 2, 0));
    assert_ptr_equal(wb_frame_bool_bytes(slice, 1, 0), bools + 1);
    assert_ok(wb_frame_add_missing_range(view, 1, 0, 0, NULL));
    wb_frame_free(slice);
    assert_ok(wb_frame_apply_ranges(view, &slice, NULL));
    assert_null(wb_frame_bool_bytes(slice, 1, 0));
    assert_true(wb_frame_is_missing(slice, 1, 0));
    assert_false(wb_frame_is_missing(slice, 1, 1));
    wb_frame_free(slice);
    wb_frame_free(view);
}

static void test_wb_frame_apply_ranges__is_not_needed_without_ranges(void **state)
{
    wb_frame *frame = frame_of(3, column_of(WB_TYPE_INT8, ANSWERS)), *view = frame;

    (void)state;
    assert_ok(wb_frame_set_label(frame, 0, "x", NULL));
    assert_ok(wb_frame_apply_ranges(frame, &view, NULL));
    assert_null(view);
    wb_frame_free(frame);
}

static wb_status label_and_relabel(void)
{
    wb_column column = column_of(WB_TYPE_INT8, ANSWERS);
    wb_frame *frame = NULL, *slice = NULL;
    wb_status st = wb_frame_new(3, &frame, NULL);

    if (st == WB_OK)
        st = wb_frame_add_column(frame, "x", &column, NULL);
    if (st == WB_OK)
        st = wb_frame_set_label(frame, 0, "a", NULL);
    if (st == WB_OK)
        st = wb_frame_set_value_label(frame, 0, 1, "b", NULL);
    if (st == WB_OK)
        st = wb_frame_add_missing_range(frame, 0, 1, 2, NULL);
    if (st == WB_OK)
        st = wb_frame_slice(frame, 0, 1, &slice, NULL);
    if (st == WB_OK && (st = wb_frame_set_label(slice, 0, "c", NULL)) != WB_OK)
        assert_string_equal(wb_frame_label(slice, 0), "a");
    wb_frame_free(frame);
    wb_frame_free(slice);
    return st;
}

static void test_wb_frame_set_label__survives_failing_allocations(void **state)
{
    (void)state;
    wb_test_every_allocation(label_and_relabel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_frame_set_label__sets_replaces_and_removes),
        cmocka_unit_test(test_wb_frame_set_value_label__replaces_the_same_code),
        cmocka_unit_test(test_wb_frame_add_missing_range__keeps_bounds),
        cmocka_unit_test(test_wb_frame_set_label__leaves_other_frames_alone),
        cmocka_unit_test(test_wb_frame_copy_labels__gives_all_or_none),
        cmocka_unit_test(test_wb_frame_apply_ranges__makes_declared_values_missing),
        cmocka_unit_test(test_wb_frame_apply_ranges__is_not_needed_without_ranges),
        cmocka_unit_test(test_wb_frame_set_label__survives_failing_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
