/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/columns.h"

#include "frame/column.h"

#include <stdlib.h>

static wb_block_scratch scratch;

static wb_block block_of(const wb_frame *frame, int64_t first, int32_t n,
                         wb_block_kind want)
{
    wb_block block;

    assert_ok(wb_frame_block(frame, 0, first, n, want, &scratch, &block, NULL));
    assert_int_equal(block.n, n);
    return block;
}

/* A block agrees with the getters, row by row. */
static void assert_block(const wb_frame *frame, int64_t first, int32_t n,
                         wb_block_kind want, wb_block_kind expected)
{
    wb_block block = block_of(frame, first, n, want);

    assert_int_equal(block.kind, expected);
    for (int32_t i = 0; i < n; i++) {
        int32_t missing = wb_frame_is_missing(frame, 0, first + i);

        assert_int_equal(block.present != NULL && !block.present[i], missing);
        if (block.present != NULL)
            assert_true(block.present[i] <= 1);
        if (!missing && block.kind == WB_BLOCK_INT8)
            assert_close((double)block.bytes[i], wb_frame_double(frame, 0, first + i), 0);
        if (!missing && block.kind == WB_BLOCK_DOUBLE)
            assert_close(block.doubles[i], wb_frame_double(frame, 0, first + i), 0);
    }
}

static void test_wb_frame_block__points_into_int8(void **state)
{
    static const int8_t values[] = {1, 2, -128, 127};
    wb_frame *frame = frame_of(4, column_of(WB_TYPE_INT8, values));
    wb_block block = block_of(frame, 1, 3, WB_BLOCK_INT8);

    (void)state;
    assert_int_equal(block.kind, WB_BLOCK_INT8);
    assert_ptr_equal(block.bytes, values + 1);
    assert_null(block.present);
    assert_block(frame, 0, 4, WB_BLOCK_DOUBLE, WB_BLOCK_DOUBLE);
    wb_frame_free(frame);
}

static void test_wb_frame_block__points_into_bytes_of_a_bool(void **state)
{
    static const int8_t values[] = {1, 0, -1, 1};
    wb_column column = with_sentinel(column_of(WB_TYPE_BOOL, values), -1);
    wb_frame *frame;
    wb_block block;

    (void)state;
    column.flags |= WB_COLUMN_BOOL_BYTES;
    frame = frame_of(4, column);
    block = block_of(frame, 0, 4, WB_BLOCK_INT8);
    assert_ptr_equal(block.bytes, values);
    assert_block(frame, 0, 4, WB_BLOCK_INT8, WB_BLOCK_INT8);
    assert_null(block_of(frame, 0, 2, WB_BLOCK_INT8).present);
    wb_frame_free(frame);
}

static void test_wb_frame_block__points_into_float64(void **state)
{
    static const double values[] = {0.5, NAN, 3};
    wb_frame *frame = frame_of(3, column_of(WB_TYPE_FLOAT64, values));

    (void)state;
    assert_ptr_equal(block_of(frame, 0, 3, WB_BLOCK_DOUBLE).doubles, values);
    assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_DOUBLE);
    assert_block(frame, 1, 2, WB_BLOCK_INT8, WB_BLOCK_INT8);
    assert_block(frame, 0, 3, WB_BLOCK_DOUBLE, WB_BLOCK_DOUBLE);
    wb_frame_free(frame);
}

static void test_wb_frame_block__floating_point_must_be_whole_and_small(void **state)
{
    static const double cases[] = {127.5, 128,      -129,      1e300, -1e300,
                                   0.1,   INFINITY, -INFINITY, 1e10};
    double values[] = {-128, 127, -0.0};
    float narrow[] = {1, -3, NAN};
    wb_frame *frame = frame_of(3, column_of(WB_TYPE_FLOAT64, values));

    (void)state;
    assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_INT8);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        values[1] = cases[i];
        assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_DOUBLE);
    }
    wb_frame_free(frame);
    frame = frame_of(3, column_of(WB_TYPE_FLOAT32, narrow));
    assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_INT8);
    narrow[1] = 0.25f;
    assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_DOUBLE);
    wb_frame_free(frame);
}

static void test_wb_frame_block__narrows_every_integer_type_that_fits(void **state)
{
    static const int16_t i16[] = {-128, 127, 128, -129};
    static const int32_t i32[] = {-128, 127, INT32_MAX, INT32_MIN};
    static const int64_t i64[] = {-128, 127, INT64_MAX, INT64_MIN};
    static const uint8_t u8[] = {0, 127, 128, 255};
    static const uint16_t u16[] = {0, 127, 128, UINT16_MAX};
    static const uint32_t u32[] = {0, 127, UINT32_MAX, 128};
    static const uint64_t u64[] = {0, 127, UINT64_MAX, 128};
    static const struct {
        wb_type type;
        const void *values;
    } cases[] = {
        {WB_TYPE_INT16, i16},  {WB_TYPE_INT32, i32},  {WB_TYPE_INT64, i64},
        {WB_TYPE_UINT8, u8},   {WB_TYPE_UINT16, u16}, {WB_TYPE_UINT32, u32},
        {WB_TYPE_UINT64, u64},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_frame *frame = frame_of(4, column_of(cases[i].type, cases[i].values));

        assert_block(frame, 0, 2, WB_BLOCK_INT8, WB_BLOCK_INT8);
        assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_DOUBLE);
        assert_block(frame, 3, 1, WB_BLOCK_INT8, WB_BLOCK_DOUBLE);
        assert_block(frame, 0, 4, WB_BLOCK_DOUBLE, WB_BLOCK_DOUBLE);
        wb_frame_free(frame);
    }
}

static void test_wb_frame_block__a_missing_value_need_not_fit(void **state)
{
    static const int32_t values[] = {1, INT32_MIN, 3};
    static const int32_t wide[] = {1, 1000, 3};
    static const uint8_t validity[] = {0x05};
    wb_column column = column_of(WB_TYPE_INT32, wide);
    wb_frame *frame;

    (void)state;
    frame = frame_of(3, with_sentinel(column_of(WB_TYPE_INT32, values), INT32_MIN));
    assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_INT8);
    assert_block(frame, 0, 3, WB_BLOCK_DOUBLE, WB_BLOCK_DOUBLE);
    wb_frame_free(frame);
    column.validity = validity;
    frame = frame_of(3, column);
    assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_INT8);
    wb_frame_free(frame);
}

static void test_wb_frame_block__a_sentinel_of_any_width_need_not_fit(void **state)
{
    static const int16_t i16[] = {1, -999, 127};
    static const int64_t i64[] = {1, INT64_MIN, -128};
    static const uint32_t u32[] = {1, INT32_MAX, UINT32_MAX};
    wb_frame *frame;

    (void)state;
    frame = frame_of(3, with_sentinel(column_of(WB_TYPE_INT16, i16), -999));
    assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_INT8);
    wb_frame_free(frame);
    frame = frame_of(3, with_sentinel(column_of(WB_TYPE_INT64, i64), INT64_MIN));
    assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_INT8);
    wb_frame_free(frame);
    /* The value above it is there, and does not fit. */
    frame = frame_of(3, with_sentinel(column_of(WB_TYPE_UINT32, u32), INT32_MAX));
    assert_block(frame, 0, 2, WB_BLOCK_INT8, WB_BLOCK_INT8);
    assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_DOUBLE);
    wb_frame_free(frame);
}

static void test_wb_frame_block__gives_codes_from_zero(void **state)
{
    static const char *const labels[] = {"a", "b", "c"};
    static const int8_t codes[] = {3, 1, -128, 2};
    static const int32_t from_zero[] = {2, 0, 1, 2};
    wb_column column = with_categories(column_of(WB_TYPE_DICTIONARY, codes), labels, 3);
    wb_frame *frame;

    (void)state;
    column.index_type = WB_TYPE_INT8;
    column.code_base = 1;
    frame = frame_of(4, with_sentinel(column, INT8_MIN));
    assert_block(frame, 0, 4, WB_BLOCK_INT8, WB_BLOCK_INT8);
    assert_block(frame, 0, 4, WB_BLOCK_DOUBLE, WB_BLOCK_DOUBLE);
    assert_int_equal(block_of(frame, 0, 1, WB_BLOCK_INT8).bytes[0], 2);
    wb_frame_free(frame);
    frame =
        frame_of(4, with_categories(column_of(WB_TYPE_DICTIONARY, from_zero), labels, 3));
    assert_block(frame, 0, 4, WB_BLOCK_INT8, WB_BLOCK_INT8);
    wb_frame_free(frame);
}

static void test_wb_frame_block__expands_bits_from_any_row(void **state)
{
    uint8_t bits[40] = {0}, validity[40];
    wb_column column = column_of(WB_TYPE_BOOL, bits);
    wb_frame *frame;

    (void)state;
    for (size_t i = 0; i < sizeof bits; i++) {
        bits[i] = (uint8_t)(i * 37 + 11);
        validity[i] = i < 10 ? 0xFF : (uint8_t)(i * 91 + 5);
    }
    column.validity = validity;
    frame = frame_of(320, column);
    for (int32_t first = 0; first < 20; first++)
        for (int32_t n = 0; n < 30; n++)
            assert_block(frame, first, n, WB_BLOCK_INT8, WB_BLOCK_INT8);
    assert_block(frame, 3, 317, WB_BLOCK_INT8, WB_BLOCK_INT8);
    assert_block(frame, 3, 317, WB_BLOCK_DOUBLE, WB_BLOCK_DOUBLE);
    /* A mask is there only when the rows have something missing. */
    assert_null(block_of(frame, 5, 75, WB_BLOCK_INT8).present);
    wb_frame_free(frame);
}

static void test_wb_frame_block__a_whole_block_of_logicals(void **state)
{
    int32_t values[WB_BLOCK_ROWS + 1] = {0};
    wb_column column = with_sentinel(column_of(WB_TYPE_BOOL, values), INT32_MIN);
    wb_frame *frame;

    (void)state;
    for (int32_t i = 0; i <= WB_BLOCK_ROWS; i++)
        values[i] = i % 3 == 2 ? INT32_MIN : i % 3;
    column.flags |= WB_COLUMN_BOOL_INT32;
    frame = frame_of(WB_BLOCK_ROWS + 1, column);
    assert_block(frame, 1, WB_BLOCK_ROWS, WB_BLOCK_INT8, WB_BLOCK_INT8);
    wb_frame_free(frame);
}

static void test_wb_frame_block__type_null_is_all_missing(void **state)
{
    wb_frame *frame = frame_of(3, column_of(WB_TYPE_NULL, NULL));

    (void)state;
    assert_block(frame, 0, 3, WB_BLOCK_INT8, WB_BLOCK_INT8);
    assert_block(frame, 0, 3, WB_BLOCK_DOUBLE, WB_BLOCK_DOUBLE);
    assert_block(frame, 3, 0, WB_BLOCK_INT8, WB_BLOCK_INT8);
    wb_frame_free(frame);
}

static void test_wb_frame_block__refuses_text_dates_and_rows_outside(void **state)
{
    static const int32_t offsets[] = {0, 0, 0};
    static const int64_t times[] = {0, 1};
    wb_frame *frame = frame_of(2, text_of("", offsets));
    wb_block block;
    wb_error err;

    (void)state;
    add_column(frame, "day", column_of(WB_TYPE_DATE32, offsets));
    add_column(frame, "time", column_of(WB_TYPE_TIMESTAMP, times));
    add_column(frame, "n", column_of(WB_TYPE_INT64, times));
    for (size_t i = 0; i < 3; i++)
        assert_fails(
            wb_frame_block(frame, i, 0, 2, WB_BLOCK_INT8, &scratch, &block, &err),
            WB_E_DATA);
    assert_string_equal(err.item, "time");
    assert_string_equal(err.message, "column 'time' is timestamp, expected numbers");
    assert_fails(wb_frame_block(frame, 3, 1, 2, WB_BLOCK_INT8, &scratch, &block, &err),
                 WB_E_ARG);
    assert_fails(wb_frame_block(frame, 3, -1, 2, WB_BLOCK_INT8, &scratch, &block, &err),
                 WB_E_ARG);
    wb_frame_free(frame);
}

static void test_wb_frame_load_codes__marks_missing(void **state)
{
    static const char *const labels[] = {"a", "b"};
    static const int32_t codes[] = {2, INT32_MIN, 1};
    wb_column column = with_categories(column_of(WB_TYPE_DICTIONARY, codes), labels, 2);
    const wb_dictionary *dictionary;
    int32_t read[3];
    size_t length;
    wb_frame *frame;

    (void)state;
    column.code_base = 1;
    frame = frame_of(3, with_sentinel(column, INT32_MIN));
    wb_frame_load_codes(frame, 0, 0, 3, read);
    assert_int_equal(read[0], 1);
    assert_int_equal(read[1], -1);
    assert_int_equal(read[2], 0);
    dictionary = wb_dictionary_share(wb_frame_dictionary(frame, 0));
    wb_frame_free(frame);
    assert_int_equal(wb_dictionary_count(dictionary), 2);
    assert_string_equal(wb_dictionary_text(dictionary, 1, &length), "b");
    assert_int_equal(length, 1);
    wb_dictionary_drop((wb_dictionary *)(uintptr_t)dictionary);
}

/* Of no rows none is missing, in a column without values either. */
static void test_wb_frame_load_int64__of_no_rows_misses_nothing(void **state)
{
    wb_column column = WB_COLUMN_INIT;
    wb_frame *frame = NULL;
    int64_t read[1] = {5};
    uint8_t present[1] = {7};

    (void)state;
    column.type = WB_TYPE_NULL;
    assert_ok(wb_frame_new(3, &frame, NULL));
    assert_ok(wb_frame_add_column(frame, "x", &column, NULL));
    assert_false(wb_frame_load_int64(frame, 0, 3, 0, read, present));
    assert_true(read[0] == 5 && present[0] == 7);
    wb_frame_free(frame);
}

static void test_wb_frame_load_int64__says_what_is_missing(void **state)
{
    static const int64_t values[] = {5, INT64_MIN, INT64_MAX};
    int64_t read[3];
    uint8_t present[3];
    wb_frame *frame;

    (void)state;
    frame = frame_of(3, with_sentinel(column_of(WB_TYPE_TIMESTAMP, values), INT64_MIN));
    assert_true(wb_frame_load_int64(frame, 0, 0, 3, read, present));
    assert_int_equal(read[2], INT64_MAX);
    assert_int_equal(present[1], 0);
    assert_false(wb_frame_load_int64(frame, 0, 2, 1, read, present));
    wb_frame_free(frame);
}

static void test_wb_frame_bool_bytes__only_where_they_lie_so(void **state)
{
    static const int8_t bytes[] = {1, 0, -1};
    static const double doubles[] = {0.5, NAN, 2};
    static const uint8_t bits[] = {0x05};
    wb_column column = with_sentinel(column_of(WB_TYPE_BOOL, bytes), -1);
    wb_frame *frame = frame_of(3, column_of(WB_TYPE_BOOL, bits));

    (void)state;
    column.flags |= WB_COLUMN_BOOL_BYTES;
    add_column(frame, "bytes", column);
    column.validity = bits;
    add_column(frame, "validity", column);
    add_column(frame, "doubles", column_of(WB_TYPE_FLOAT64, doubles));
    column = column_of(WB_TYPE_FLOAT64, doubles);
    column.validity = bits;
    add_column(frame, "some doubles", column);
    assert_null(wb_frame_bool_bytes(frame, 0, 0));
    assert_ptr_equal(wb_frame_bool_bytes(frame, 1, 1), bytes + 1);
    assert_null(wb_frame_bool_bytes(frame, 2, 0));
    assert_null(wb_frame_bool_bytes(frame, 3, 0));
    assert_null(wb_frame_doubles(frame, 1, 0));
    assert_ptr_equal(wb_frame_doubles(frame, 3, 2), doubles + 2);
    assert_null(wb_frame_doubles(frame, 4, 0));
    wb_frame_free(frame);
}

static void test_wb_bits__agree_with_single_bits(void **state)
{
    uint8_t bits[8] = {0xA5, 0x0F, 0xF0, 0xFF, 0x00, 0x81, 0x7E, 0x3C};
    uint8_t bytes[64], copy[8], packed[8];

    (void)state;
    for (int64_t offset = 0; offset < 17; offset++)
        for (int64_t n = 0; n + offset <= 64; n++) {
            bool all = true;

            wb_bits_expand(bits, offset, n, bytes);
            wb_bits_copy(bits, offset, n, copy);
            wb_bits_pack(bytes, n, packed);
            for (int64_t i = 0; i < n; i++) {
                assert_int_equal(bytes[i], wb_bit(bits, offset + i));
                assert_int_equal(wb_bit(copy, i), wb_bit(bits, offset + i));
                all = all && bytes[i];
            }
            assert_memory_equal(packed, copy, (size_t)(n + 7) / 8);
            assert_int_equal(wb_bits_all_set(bits, offset, n), all);
        }
    memset(bits, 0xFF, sizeof bits);
    assert_true(wb_bits_all_set(bits, 3, 61));
    bits[7] = 0x7F;
    assert_false(wb_bits_all_set(bits, 3, 61));
    assert_true(wb_bits_all_set(bits, 3, 60));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_frame_block__points_into_int8),
        cmocka_unit_test(test_wb_frame_block__points_into_bytes_of_a_bool),
        cmocka_unit_test(test_wb_frame_block__points_into_float64),
        cmocka_unit_test(test_wb_frame_block__floating_point_must_be_whole_and_small),
        cmocka_unit_test(test_wb_frame_block__narrows_every_integer_type_that_fits),
        cmocka_unit_test(test_wb_frame_block__a_missing_value_need_not_fit),
        cmocka_unit_test(test_wb_frame_block__a_sentinel_of_any_width_need_not_fit),
        cmocka_unit_test(test_wb_frame_block__gives_codes_from_zero),
        cmocka_unit_test(test_wb_frame_block__expands_bits_from_any_row),
        cmocka_unit_test(test_wb_frame_block__a_whole_block_of_logicals),
        cmocka_unit_test(test_wb_frame_block__type_null_is_all_missing),
        cmocka_unit_test(test_wb_frame_block__refuses_text_dates_and_rows_outside),
        cmocka_unit_test(test_wb_frame_load_codes__marks_missing),
        cmocka_unit_test(test_wb_frame_load_int64__of_no_rows_misses_nothing),
        cmocka_unit_test(test_wb_frame_load_int64__says_what_is_missing),
        cmocka_unit_test(test_wb_frame_bool_bytes__only_where_they_lie_so),
        cmocka_unit_test(test_wb_bits__agree_with_single_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
