/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/columns.h"

#include "frame/frame.h"

#include <stdio.h>

static wb_builder *new_builder(void)
{
    wb_builder *builder = NULL;

    assert_ok(wb_builder_new(&builder, NULL));
    return builder;
}

static size_t add_to(wb_builder *builder, const char *name, wb_type type)
{
    size_t column = SIZE_MAX;

    assert_ok(wb_builder_add_column(builder, name, type, &column, NULL));
    return column;
}

static wb_frame *finish(wb_builder *builder)
{
    wb_frame *frame = NULL;

    assert_ok(wb_builder_finish(builder, &frame, NULL));
    wb_builder_free(builder);
    return frame;
}

static void test_wb_builder__builds_every_type(void **state)
{
    static const wb_type types[] = {WB_TYPE_BOOL, WB_TYPE_INT32, WB_TYPE_INT64,
                                    WB_TYPE_DATE32, WB_TYPE_TIMESTAMP};
    wb_builder *builder = new_builder();
    char name[] = "a";
    wb_frame *frame;
    size_t text, code, number;

    (void)state;
    for (size_t i = 0; i < 5; i++, name[0]++) {
        assert_int_equal(add_to(builder, name, types[i]), i);
        assert_ok(wb_builder_int64(builder, i, 1, NULL));
        assert_ok(wb_builder_missing(builder, i, NULL));
        assert_ok(wb_builder_int64(builder, i, 0, NULL));
    }
    number = add_to(builder, "number", WB_TYPE_FLOAT64);
    assert_ok(wb_builder_double(builder, number, -0.25, NULL));
    assert_ok(wb_builder_double(builder, number, NAN, NULL));
    assert_ok(wb_builder_double(builder, number, INFINITY, NULL));
    text = add_to(builder, "text", WB_TYPE_UTF8);
    assert_ok(wb_builder_text(builder, text, "", 0, NULL));
    assert_ok(wb_builder_missing(builder, text, NULL));
    assert_ok(wb_builder_text(builder, text, "één", 5, NULL));
    code = add_to(builder, "code", WB_TYPE_DICTIONARY);
    assert_ok(wb_builder_category(builder, code, "rood", 4, NULL));
    assert_ok(wb_builder_text(builder, code, "geel", 4, NULL));
    assert_ok(wb_builder_text(builder, code, "rood", 4, NULL));
    assert_ok(wb_builder_missing(builder, code, NULL));

    frame = finish(builder);
    assert_int_equal(wb_frame_row_count(frame), 3);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(wb_frame_column_type(frame, i), types[i]);
        assert_int_equal(wb_frame_int64(frame, i, 0), 1);
        assert_int_equal(wb_frame_is_missing(frame, i, 1), 1);
        assert_int_equal(wb_frame_is_missing(frame, i, 2), 0);
    }
    assert_close(wb_frame_double(frame, number, 0), -0.25, 0);
    assert_int_equal(wb_frame_is_missing(frame, number, 1), 1);
    assert_text(frame, text, 0, "");
    assert_text(frame, text, 1, NULL);
    assert_text(frame, text, 2, "één");
    assert_int_equal(wb_frame_int64(frame, code, 0), 1);
    assert_text(frame, code, 1, "rood");
    assert_int_equal(wb_frame_category_count(frame, code), 2);
    assert_text(frame, code, 2, NULL);
    wb_frame_free(frame);
}

static void test_wb_builder__grows_far_and_keeps_what_is_missing(void **state)
{
    wb_builder *builder = new_builder();
    size_t n = add_to(builder, "n", WB_TYPE_INT32),
           t = add_to(builder, "t", WB_TYPE_UTF8),
           d = add_to(builder, "d", WB_TYPE_DICTIONARY);
    char text[16];
    wb_frame *frame;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        int length = snprintf(text, sizeof text, "v%d", i % 300);

        if (i >= 70 && i % 7 == 0) {
            assert_ok(wb_builder_missing(builder, n, NULL));
            assert_ok(wb_builder_missing(builder, t, NULL));
            assert_ok(wb_builder_missing(builder, d, NULL));
            continue;
        }
        assert_ok(wb_builder_int64(builder, n, i, NULL));
        assert_ok(wb_builder_text(builder, t, text, (size_t)length, NULL));
        assert_ok(wb_builder_text(builder, d, text, (size_t)length, NULL));
    }
    frame = finish(builder);
    for (int i = 0; i < 1000; i++) {
        int gone = i >= 70 && i % 7 == 0;

        snprintf(text, sizeof text, "v%d", i % 300);
        assert_int_equal(wb_frame_is_missing(frame, n, i), gone);
        assert_int_equal(wb_frame_int64(frame, n, i), gone ? 0 : i);
        assert_text(frame, t, i, gone ? NULL : text);
        assert_text(frame, d, i, gone ? NULL : text);
    }
    assert_int_equal(wb_frame_category_count(frame, d), 300);
    wb_frame_free(frame);
}

static void test_wb_builder__without_rows_or_columns(void **state)
{
    wb_frame *frame = finish(new_builder());
    wb_builder *builder = new_builder();
    size_t column;

    (void)state;
    assert_int_equal(wb_frame_row_count(frame), 0);
    assert_int_equal(wb_frame_column_count(frame), 0);
    wb_frame_free(frame);
    column = add_to(builder, "t", WB_TYPE_UTF8);
    assert_int_equal(column, 0);
    add_to(builder, "d", WB_TYPE_DICTIONARY);
    frame = finish(builder);
    assert_int_equal(wb_frame_column_count(frame), 2);
    assert_int_equal(wb_frame_category_count(frame, 1), 0);
    wb_frame_free(frame);
    wb_builder_free(NULL);
}

static void test_wb_builder__refuses_what_does_not_belong(void **state)
{
    wb_builder *builder = new_builder();
    size_t column = add_to(builder, "b", WB_TYPE_BOOL);
    wb_error err;

    (void)state;
    assert_fails(wb_builder_int64(builder, column, 2, &err), WB_E_DATA);
    assert_string_equal(err.message,
                        "value 2 of column 'b' in row 0 does not fit in bool");
    assert_fails(wb_builder_double(builder, column, 1, &err), WB_E_ARG);
    assert_fails(wb_builder_text(builder, column, "x", 1, &err), WB_E_ARG);
    assert_fails(wb_builder_category(builder, column, "x", 1, &err), WB_E_ARG);
    assert_fails(wb_builder_int64(builder, 1, 0, &err), WB_E_ARG);
    column = add_to(builder, "i", WB_TYPE_INT32);
    assert_fails(wb_builder_int64(builder, column, INT64_C(1) << 31, &err), WB_E_DATA);
    assert_ok(wb_builder_int64(builder, column, INT32_MIN, &err));
    column = add_to(builder, "t", WB_TYPE_UTF8);
    assert_fails(wb_builder_text(builder, column, "\xFF", 1, &err), WB_E_DATA);
    assert_fails(wb_builder_int64(builder, column, 1, &err), WB_E_ARG);
    assert_fails(wb_builder_add_column(builder, "t", WB_TYPE_BOOL, &column, &err),
                 WB_E_ARG);
    assert_fails(wb_builder_add_column(builder, "", WB_TYPE_BOOL, &column, &err),
                 WB_E_ARG);
    assert_fails(wb_builder_add_column(builder, "\xFF", WB_TYPE_BOOL, &column, &err),
                 WB_E_DATA);
    assert_fails(wb_builder_add_column(builder, "u", WB_TYPE_UINT8, &column, &err),
                 WB_E_ARG);
    wb_builder_free(builder);
}

static void test_wb_builder_finish__refuses_columns_of_unequal_length(void **state)
{
    wb_builder *builder = new_builder();
    wb_frame *frame = (wb_frame *)&state;
    wb_error err;

    add_to(builder, "a", WB_TYPE_INT32);
    add_to(builder, "b", WB_TYPE_INT32);
    assert_ok(wb_builder_int64(builder, 0, 1, NULL));
    assert_fails(wb_builder_finish(builder, &frame, &err), WB_E_ARG);
    assert_null(frame);
    assert_string_equal(err.item, "b");
    wb_builder_free(builder);
}

static wb_status fill(wb_builder *builder)
{
    size_t column;
    wb_status st = wb_builder_add_column(builder, "i", WB_TYPE_INT64, &column, NULL);

    for (int i = 0; i < 70 && st == WB_OK; i++)
        st = i == 40 ? wb_builder_missing(builder, column, NULL)
                     : wb_builder_int64(builder, column, i, NULL);
    if (st == WB_OK)
        st = wb_builder_add_column(builder, "t", WB_TYPE_UTF8, &column, NULL);
    for (int i = 0; i < 70 && st == WB_OK; i++)
        st = wb_builder_text(builder, column, "abc", 3, NULL);
    if (st == WB_OK)
        st = wb_builder_add_column(builder, "d", WB_TYPE_DICTIONARY, &column, NULL);
    for (int i = 0; i < 70 && st == WB_OK; i++)
        st = wb_builder_text(builder, column, &"abcdefghijklmnopqrstuvwxyz"[i % 20], 2,
                             NULL);
    return st;
}

static wb_status build(void)
{
    wb_builder *builder = NULL;
    wb_frame *frame = NULL;
    wb_status st = wb_builder_new(&builder, NULL);

    if (st == WB_OK)
        st = fill(builder);
    if (st == WB_OK)
        st = wb_builder_finish(builder, &frame, NULL);
    wb_builder_free(builder);
    wb_frame_free(frame);
    return st;
}

static void test_wb_builder__survives_failing_allocations(void **state)
{
    (void)state;
    wb_test_every_allocation(build);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_builder__builds_every_type),
        cmocka_unit_test(test_wb_builder__grows_far_and_keeps_what_is_missing),
        cmocka_unit_test(test_wb_builder__without_rows_or_columns),
        cmocka_unit_test(test_wb_builder__refuses_what_does_not_belong),
        cmocka_unit_test(test_wb_builder_finish__refuses_columns_of_unequal_length),
        cmocka_unit_test(test_wb_builder__survives_failing_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
