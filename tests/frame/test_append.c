/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/columns.h"

#include "frame/frame.h"

static wb_frame *append_two(const wb_frame *a, const wb_frame *b)
{
    const wb_frame *const both[] = {a, b};
    wb_frame *out = NULL;

    assert_ok(wb_frame_append(both, 2, &out, NULL));
    return out;
}

/* Rows of an appended frame are those of its parts, whatever the storage. */
static void assert_parts(const wb_frame *whole, const wb_frame *a, const wb_frame *b)
{
    int64_t n = wb_frame_row_count(a);
    wb_frame *part = NULL;

    assert_int_equal(wb_frame_row_count(whole), n + wb_frame_row_count(b));
    assert_ok(wb_frame_slice(whole, 0, n, &part, NULL));
    assert_same_values(a, part);
    wb_frame_free(part);
    assert_ok(wb_frame_slice(whole, n, wb_frame_row_count(b), &part, NULL));
    assert_same_values(b, part);
    wb_frame_free(part);
}

static void test_wb_frame_append__every_fixed_width_type(void **state)
{
    static const int64_t bytes[] = {1, -2, 0x3FF0000000000000, 7, 0x0102030405060708};
    static const uint8_t validity[] = {0x15};
    wb_column column = column_of(WB_TYPE_NULL, NULL);

    (void)state;
    for (int32_t type = WB_TYPE_NULL; type <= WB_TYPE_TIMESTAMP; type++) {
        wb_frame *frame, *slice = NULL, *whole;

        if (type == WB_TYPE_UTF8 || type == WB_TYPE_DICTIONARY)
            continue;
        column = column_of((wb_type)type, bytes);
        column.validity = type == WB_TYPE_NULL ? NULL : validity;
        frame = frame_of(5, column);
        assert_ok(wb_frame_slice(frame, 1, 3, &slice, NULL));
        whole = append_two(frame, slice);
        assert_int_equal(wb_frame_column_type(whole, 0), type);
        assert_parts(whole, frame, slice);
        wb_frame_free(whole);
        wb_frame_free(frame);
        wb_frame_free(slice);
    }
}

static void test_wb_frame_append__bools_of_different_layouts(void **state)
{
    static const uint8_t bits[] = {0x06};
    static const int32_t logicals[] = {1, INT32_MIN, 0};
    wb_column column = with_sentinel(column_of(WB_TYPE_BOOL, logicals), INT32_MIN);
    wb_frame *a = frame_of(3, column_of(WB_TYPE_BOOL, bits)), *b, *whole;

    (void)state;
    column.flags |= WB_COLUMN_BOOL_INT32;
    b = frame_of(3, column);
    whole = append_two(a, b);
    assert_parts(whole, a, b);
    wb_frame_free(a);
    wb_frame_free(b);
    assert_int_equal(wb_frame_is_missing(whole, 0, 4), 1);
    wb_frame_free(whole);
}

static void test_wb_frame_append__unites_categories(void **state)
{
    static const char *const first[] = {"man", "vrouw"}, *const second[] = {"x", "vrouw"};
    static const int32_t codes[] = {0, 1, -1};
    static const int8_t from_one[] = {1, 2, -1};
    wb_column column =
        with_categories(column_of(WB_TYPE_DICTIONARY, from_one), second, 2);
    wb_frame *a, *b, *whole;

    (void)state;
    a = frame_of(
        3, with_sentinel(with_categories(column_of(WB_TYPE_DICTIONARY, codes), first, 2),
                         -1));
    column.index_type = WB_TYPE_INT8;
    column.code_base = 1;
    b = frame_of(3, with_sentinel(column, -1));
    whole = append_two(a, b);
    assert_int_equal(wb_frame_category_count(whole, 0), 3);
    assert_string_equal(wb_frame_category(whole, 0, 2), "x");
    assert_text(whole, 0, 1, "vrouw");
    assert_text(whole, 0, 2, NULL);
    assert_text(whole, 0, 3, "x");
    assert_text(whole, 0, 4, "vrouw");
    assert_int_equal(wb_frame_int64(whole, 0, 4), 1);
    assert_text(whole, 0, 5, NULL);
    wb_frame_free(a);
    wb_frame_free(b);
    wb_frame_free(whole);
}

static void test_wb_frame_append__text_of_any_layout(void **state)
{
    static const int32_t narrow[] = {0, 2, 2, 3};
    static const int64_t wide[] = {1, 1, 4};
    static const uint8_t validity[] = {0x05};
    wb_column column = text_of("éa", narrow);
    wb_frame *a, *b, *whole;

    (void)state;
    column.validity = validity;
    a = frame_of(3, column);
    column = column_of(WB_TYPE_UTF8, "xyéz");
    column.offsets = wide;
    column.flags = WB_COLUMN_OFFSETS64;
    b = frame_of(2, column);
    whole = append_two(a, b);
    assert_parts(whole, a, b);
    assert_text(whole, 0, 0, "é");
    assert_text(whole, 0, 1, NULL);
    assert_text(whole, 0, 4, "yé");
    wb_frame_free(a);
    wb_frame_free(b);
    wb_frame_free(whole);
}

static void
test_wb_frame_append__finds_columns_by_name_and_keeps_the_firsts_order(void **state)
{
    static const int8_t ones[] = {1, 1}, twos[] = {2, 2};
    wb_frame *a = NULL, *b = NULL, *whole;

    (void)state;
    assert_ok(wb_frame_new(2, &a, NULL));
    assert_ok(wb_frame_new(2, &b, NULL));
    add_column(a, "one", column_of(WB_TYPE_INT8, ones));
    add_column(a, "two", column_of(WB_TYPE_INT8, twos));
    add_column(b, "two", column_of(WB_TYPE_INT8, twos));
    add_column(b, "one", column_of(WB_TYPE_INT8, ones));
    assert_ok(wb_frame_set_label(a, 1, "twee", NULL));
    assert_ok(wb_frame_set_metadata(a, "{\"n\":1}", NULL));
    assert_ok(wb_frame_set_metadata(b, "{\"n\":2}", NULL));
    whole = append_two(a, b);
    wb_frame_free(a);
    wb_frame_free(b);
    assert_string_equal(wb_frame_column_name(whole, 1), "two");
    assert_int_equal(wb_frame_int64(whole, 1, 3), 2);
    assert_string_equal(wb_frame_label(whole, 1), "twee");
    assert_string_equal(wb_frame_metadata(whole), "{\"n\":1}");
    wb_frame_free(whole);
}

static void test_wb_frame_append__empty_frames_add_nothing(void **state)
{
    static const int32_t offsets[] = {0, 1};
    wb_frame *a = frame_of(0, text_of(NULL, NULL)),
             *b = frame_of(1, text_of("a", offsets)), *whole;

    (void)state;
    add_column(a, "i", column_of(WB_TYPE_INT32, NULL));
    add_column(b, "i", column_of(WB_TYPE_INT32, offsets));
    whole = append_two(a, b);
    assert_parts(whole, a, b);
    wb_frame_free(whole);
    whole = append_two(a, a);
    assert_int_equal(wb_frame_row_count(whole), 0);
    wb_frame_free(whole);
    wb_frame_free(a);
    wb_frame_free(b);
}

static void test_wb_frame_append__refuses_other_columns(void **state)
{
    static const int32_t values[] = {1};
    wb_frame *a = frame_of(1, column_of(WB_TYPE_INT32, values)),
             *b = frame_of(1, column_of(WB_TYPE_DATE32, values)), *c = NULL, *out = a;
    const wb_frame *pair[2] = {a, b};
    wb_error err;

    (void)state;
    assert_fails(wb_frame_append(pair, 2, &out, &err), WB_E_CONFLICT);
    assert_null(out);
    assert_string_equal(err.item, "x");
    assert_string_equal(err.message, "column 'x' is date32 in frame 1, expected int32");
    assert_ok(wb_frame_new(1, &c, NULL));
    pair[1] = c;
    assert_fails(wb_frame_append(pair, 2, &out, &err), WB_E_CONFLICT);
    add_column(c, "y", column_of(WB_TYPE_INT32, values));
    assert_fails(wb_frame_append(pair, 2, &out, &err), WB_E_CONFLICT);
    assert_string_equal(err.item, "x");
    pair[1] = NULL;
    assert_fails(wb_frame_append(pair, 2, &out, &err), WB_E_ARG);
    assert_fails(wb_frame_append(pair, 0, &out, &err), WB_E_ARG);
    assert_fails(wb_frame_append(NULL, 1, &out, &err), WB_E_ARG);
    assert_fails(wb_frame_append(pair, 1, NULL, &err), WB_E_ARG);
    wb_frame_free(a);
    wb_frame_free(b);
    wb_frame_free(c);
}

static wb_frame *of_allocations;

static wb_status append_to_itself(void)
{
    const wb_frame *const both[] = {of_allocations, of_allocations};
    wb_frame *out = NULL;
    wb_status st = wb_frame_append(both, 2, &out, NULL);

    wb_frame_free(out);
    return st;
}

static void test_wb_frame_append__survives_failing_allocations(void **state)
{
    static const char *const labels[] = {"a", "b"};
    static const int32_t codes[] = {0, -1}, offsets[] = {0, 1, 2};

    (void)state;
    of_allocations = frame_of(2, text_of("ab", offsets));
    add_column(of_allocations, "d",
               with_sentinel(
                   with_categories(column_of(WB_TYPE_DICTIONARY, codes), labels, 2), -1));
    add_column(of_allocations, "i", column_of(WB_TYPE_INT32, codes));
    wb_test_every_allocation(append_to_itself);
    wb_frame_free(of_allocations);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_frame_append__every_fixed_width_type),
        cmocka_unit_test(test_wb_frame_append__bools_of_different_layouts),
        cmocka_unit_test(test_wb_frame_append__unites_categories),
        cmocka_unit_test(test_wb_frame_append__text_of_any_layout),
        cmocka_unit_test(
            test_wb_frame_append__finds_columns_by_name_and_keeps_the_firsts_order),
        cmocka_unit_test(test_wb_frame_append__empty_frames_add_nothing),
        cmocka_unit_test(test_wb_frame_append__refuses_other_columns),
        cmocka_unit_test(test_wb_frame_append__survives_failing_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
