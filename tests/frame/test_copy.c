/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/columns.h"

#include <stdlib.h>

/* Rows that fill more than two blocks. */
enum { MANY = 5000 };

/* What R writes for NA_real_: a NaN with a payload. */
static double r_missing(void)
{
    uint64_t bits = 0x7FF00000000007A2;
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Copies of rows first .. end agree with the getters, and nothing is written beyond. */
static void assert_copies_doubles(const wb_frame *frame, int64_t first, int64_t n_rows)
{
    double missing = r_missing();
    double *out = calloc((size_t)n_rows + 1, sizeof *out);

    assert_non_null(out);
    out[n_rows] = 77;
    assert_ok(wb_frame_copy_doubles(frame, 0, first, n_rows, missing, out, NULL));
    for (int64_t i = 0; i < n_rows; i++)
        if (wb_frame_is_missing(frame, 0, first + i))
            assert_memory_equal(out + i, &missing, sizeof missing);
        else
            assert_true(out[i] == wb_frame_double(frame, 0, first + i));
    assert_true(out[n_rows] == 77);
    free(out);
}

static void assert_copies_integers(const wb_frame *frame, int64_t first, int64_t n_rows)
{
    int32_t *narrow = calloc((size_t)n_rows + 1, sizeof *narrow);
    int64_t *wide = calloc((size_t)n_rows + 1, sizeof *wide);

    assert_non_null(narrow);
    assert_non_null(wide);
    narrow[n_rows] = 77;
    wide[n_rows] = 77;
    assert_ok(wb_frame_copy_int32(frame, 0, first, n_rows, INT32_MIN, narrow, NULL));
    assert_ok(wb_frame_copy_int64(frame, 0, first, n_rows, INT64_MIN, wide, NULL));
    for (int64_t i = 0; i < n_rows; i++) {
        int32_t missing = wb_frame_is_missing(frame, 0, first + i);
        int64_t value = wb_frame_int64(frame, 0, first + i);

        assert_int_equal(narrow[i], missing ? INT32_MIN : value);
        assert_true(wide[i] == (missing ? INT64_MIN : value));
    }
    assert_int_equal(narrow[n_rows], 77);
    assert_int_equal(wide[n_rows], 77);
    free(narrow);
    free(wide);
}

/* Whole, cut, in the middle of a slice, and nothing at all. */
static void assert_copies(const wb_frame *frame,
                          void (*check)(const wb_frame *, int64_t, int64_t))
{
    wb_frame *slice = NULL;

    check(frame, 0, MANY);
    check(frame, 7, MANY - 7);
    check(frame, 2047, 2);
    check(frame, MANY, 0);
    assert_ok(wb_frame_slice(frame, 11, MANY - 20, &slice, NULL));
    check(slice, 0, MANY - 20);
    check(slice, 3, 100);
    wb_frame_free(slice);
}

/* 1 as an integer of this many bytes, in the order that the machine has them. */
static void put_one(char *at, size_t width)
{
    static const uint8_t in_one = 1;
    static const uint16_t in_two = 1;
    static const uint32_t in_four = 1;
    static const uint64_t in_eight = 1;
    const void *one = width == 1   ? (const void *)&in_one
                      : width == 2 ? (const void *)&in_two
                      : width == 4 ? (const void *)&in_four
                                   : (const void *)&in_eight;

    memcpy(at, one, width);
}

/* 0, 1, 0, 1, ... in any integer type, with some rows missing by bitmap or sentinel. */
static void check_integer_type(wb_type type, size_t width)
{
    uint8_t *validity = malloc(MANY / 8 + 1);
    char *values = calloc(MANY, width);
    wb_column column = column_of(type, values);
    wb_frame *frame;

    assert_non_null(validity);
    assert_non_null(values);
    memset(validity, 0xB7, MANY / 8 + 1);
    for (size_t i = 1; i < MANY; i += 2)
        put_one(values + i * width, width);
    if (type == WB_TYPE_BOOL)
        column.flags = width == 1 ? WB_COLUMN_BOOL_BYTES : WB_COLUMN_BOOL_INT32;
    for (int way = 0; way < 3; way++) {
        wb_column one = column;

        if (way == 1)
            one.validity = validity;
        frame = frame_of(MANY, way == 2 ? with_sentinel(column, 1) : one);
        assert_copies(frame, assert_copies_integers);
        assert_copies(frame, assert_copies_doubles);
        wb_frame_free(frame);
    }
    free(values);
    free(validity);
}

static void test_wb_frame_copy__agrees_with_the_getters_for_every_type(void **state)
{
    static const struct {
        wb_type type;
        size_t width;
    } cases[] = {{WB_TYPE_BOOL, 1},   {WB_TYPE_BOOL, 4},      {WB_TYPE_INT8, 1},
                 {WB_TYPE_INT16, 2},  {WB_TYPE_INT32, 4},     {WB_TYPE_INT64, 8},
                 {WB_TYPE_UINT8, 1},  {WB_TYPE_UINT16, 2},    {WB_TYPE_UINT32, 4},
                 {WB_TYPE_UINT64, 8}, {WB_TYPE_TIMESTAMP, 8}, {WB_TYPE_DATE32, 4}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_integer_type(cases[i].type, cases[i].width);
}

static void test_wb_frame_copy__reads_bits_and_columns_of_nothing(void **state)
{
    uint8_t bits[MANY / 8 + 1] = {0};
    wb_column column = column_of(WB_TYPE_BOOL, bits);
    wb_frame *frame;

    (void)state;
    memset(bits, 0x5C, sizeof bits);
    frame = frame_of(MANY, column);
    assert_copies(frame, assert_copies_integers);
    assert_copies(frame, assert_copies_doubles);
    wb_frame_free(frame);
    frame = frame_of(MANY, column_of(WB_TYPE_NULL, NULL));
    assert_copies(frame, assert_copies_integers);
    assert_copies(frame, assert_copies_doubles);
    wb_frame_free(frame);
}

static void test_wb_frame_copy_doubles__puts_missing_for_every_nan(void **state)
{
    double *values = calloc(MANY, sizeof *values);
    float *narrow = calloc(MANY, sizeof *narrow);
    wb_frame *frame;

    (void)state;
    assert_non_null(values);
    assert_non_null(narrow);
    for (int i = 0; i < MANY; i++)
        values[i] = i + 0.25;
    frame = frame_of(MANY, column_of(WB_TYPE_FLOAT64, values));
    assert_copies(frame, assert_copies_doubles);
    values[3000] = NAN;
    values[4999] = -INFINITY;
    assert_copies(frame, assert_copies_doubles);
    wb_frame_free(frame);
    for (int i = 0; i < MANY; i++)
        narrow[i] = i % 5 == 0 ? NAN : (float)i / 2;
    frame = frame_of(MANY, column_of(WB_TYPE_FLOAT32, narrow));
    assert_copies(frame, assert_copies_doubles);
    wb_frame_free(frame);
    free(values);
    free(narrow);
}

static void test_wb_frame_copy__gives_codes_from_0(void **state)
{
    static const char *const texts[] = {"man", "vrouw"};
    static const int32_t codes[] = {1, 2, INT32_MIN, 2};
    static const int32_t expected[] = {0, 1, INT32_MIN, 1};
    wb_column column = with_categories(column_of(WB_TYPE_DICTIONARY, codes), texts, 2);
    int32_t out[4];
    double doubles[4];
    wb_frame *frame;

    (void)state;
    column.code_base = 1;
    frame = frame_of(4, with_sentinel(column, INT32_MIN));
    assert_ok(wb_frame_copy_int32(frame, 0, 0, 4, INT32_MIN, out, NULL));
    assert_memory_equal(out, expected, sizeof out);
    assert_ok(wb_frame_copy_int32(frame, 0, 0, 4, -1, out, NULL));
    assert_int_equal(out[2], -1);
    assert_fails(wb_frame_copy_int32(frame, 0, 0, 4, 1, out, NULL), WB_E_DATA);
    assert_ok(wb_frame_copy_doubles(frame, 0, 0, 4, -9, doubles, NULL));
    assert_close(doubles[2], -9, 0);
    assert_close(doubles[3], 1, 0);
    wb_frame_free(frame);
}

static void test_wb_frame_copy_doubles__refuses_integers_no_double_holds(void **state)
{
    int64_t values[] = {INT64_C(1) << 53, -(INT64_C(1) << 53), (INT64_C(1) << 53) + 2,
                        INT64_MIN};
    uint64_t positive[] = {0, UINT64_C(1) << 63, UINT64_MAX - 2047, 5};
    double out[4] = {1, 1, 1, 1};
    wb_frame *frame = frame_of(4, column_of(WB_TYPE_INT64, values));
    wb_error err;

    (void)state;
    assert_copies_doubles(frame, 0, 4);
    values[2] = -(INT64_C(1) << 53) - 1;
    assert_fails(wb_frame_copy_doubles(frame, 0, 1, 3, 0, out, &err), WB_E_DATA);
    assert_int_equal(err.row, 2);
    assert_string_equal(err.item, "x");
    assert_string_equal(err.message, "value -9007199254740993 of column 'x' in row 2 has "
                                     "more digits than a double holds");
    assert_close(out[0], 1, 0);
    values[2] = INT64_MAX;
    assert_fails(wb_frame_copy_doubles(frame, 0, 0, 4, 0, out, &err), WB_E_DATA);
    assert_ok(wb_frame_copy_doubles(frame, 0, 0, 2, 0, out, NULL));
    wb_frame_free(frame);
    frame = frame_of(4, column_of(WB_TYPE_UINT64, positive));
    assert_copies_doubles(frame, 0, 4);
    positive[3] = UINT64_MAX;
    assert_fails(wb_frame_copy_doubles(frame, 0, 0, 4, 0, out, &err), WB_E_DATA);
    assert_non_null(strstr(err.message, "value 18446744073709551615 "));
    wb_frame_free(frame);
}

/* What is missing need not fit. */
static void test_wb_frame_copy__looks_at_what_is_there_alone(void **state)
{
    static const int64_t values[] = {5, INT64_MAX, INT64_MIN, 6};
    static const uint8_t ends[] = {0x09};
    wb_column column = column_of(WB_TYPE_INT64, values);
    wb_frame *frame;

    (void)state;
    column.validity = ends;
    frame = frame_of(4, column);
    assert_copies_doubles(frame, 0, 4);
    assert_copies_integers(frame, 0, 4);
    wb_frame_free(frame);
}

static void test_wb_frame_copy_int32__refuses_what_does_not_fit(void **state)
{
    static const struct {
        int64_t value;
        wb_status expected;
    } cases[] = {{INT32_MAX, WB_OK},
                 {INT32_MIN + INT64_C(1), WB_OK},
                 {INT32_MIN, WB_E_DATA},
                 {INT32_MAX + INT64_C(1), WB_E_DATA},
                 {INT32_MIN - INT64_C(1), WB_E_DATA},
                 {INT64_MAX, WB_E_DATA}};
    int64_t values[] = {1, 2, 3};
    wb_frame *frame = frame_of(3, column_of(WB_TYPE_INT64, values));
    wb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t out[] = {9, 9, 9};

        values[1] = cases[i].value;
        assert_fails(wb_frame_copy_int32(frame, 0, 0, 3, INT32_MIN, out, &err),
                     cases[i].expected);
        assert_int_equal(out[0], cases[i].expected == WB_OK ? 1 : 9);
        if (cases[i].expected != WB_OK)
            assert_int_equal(err.row, 1);
    }
    assert_string_equal(err.message, "value 9223372036854775807 of column 'x' in row 1 "
                                     "does not fit int32");
    wb_frame_free(frame);
}

/* What stands where nothing is does not matter. */
static void
test_wb_frame_copy_int32__passes_missing_values_before_what_does_not_fit(void **state)
{
    static const int64_t values[] = {INT64_C(1) << 40, 7, INT64_C(1) << 41};
    static const uint8_t validity[] = {0x06};
    wb_column column = column_of(WB_TYPE_INT64, values);
    int32_t out[] = {9, 9, 9};
    wb_error err;

    (void)state;
    column.validity = validity;
    wb_frame *frame = frame_of(3, column);
    assert_fails(wb_frame_copy_int32(frame, 0, 0, 3, INT32_MIN, out, &err), WB_E_DATA);
    assert_int_equal(err.row, 2);
    assert_ok(wb_frame_copy_int32(frame, 0, 0, 2, INT32_MIN, out, NULL));
    assert_true(out[0] == INT32_MIN && out[1] == 7 && out[2] == 9);
    wb_frame_free(frame);
}

static void test_wb_frame_copy_int64__refuses_a_uint64_beyond_it(void **state)
{
    uint64_t values[] = {1, INT64_MAX};
    int64_t out[] = {9, 9};
    wb_frame *frame = frame_of(2, column_of(WB_TYPE_UINT64, values));
    wb_error err;

    (void)state;
    assert_ok(wb_frame_copy_int64(frame, 0, 0, 2, INT64_MIN, out, NULL));
    assert_true(out[1] == INT64_MAX);
    assert_fails(wb_frame_copy_int64(frame, 0, 0, 2, INT64_MAX, out, NULL), WB_E_DATA);
    values[1]++;
    assert_fails(wb_frame_copy_int64(frame, 0, 0, 2, INT64_MIN, out, &err), WB_E_DATA);
    assert_string_equal(err.message, "value above 9223372036854775807 of column 'x' in "
                                     "row 1 does not fit int64");
    wb_frame_free(frame);
}

static void test_wb_frame_copy__refuses_a_value_that_means_missing(void **state)
{
    static const int8_t bytes[] = {1, -9, 3};
    static const int32_t words[] = {INT32_MIN, 2, 3};
    int32_t out[] = {7, 7, 7};
    int64_t wide[] = {7, 7, 7};
    wb_frame *frame = frame_of(3, column_of(WB_TYPE_INT8, bytes));
    wb_error err;

    (void)state;
    assert_fails(wb_frame_copy_int32(frame, 0, 0, 3, -9, out, &err), WB_E_DATA);
    assert_int_equal(err.row, 1);
    assert_string_equal(err.message, "value -9 of column 'x' in row 1 is the one that is "
                                     "to mean missing");
    assert_fails(wb_frame_copy_int64(frame, 0, 0, 3, -9, wide, NULL), WB_E_DATA);
    assert_int_equal(out[0], 7);
    assert_int_equal(wide[0], 7);
    assert_ok(wb_frame_copy_int32(frame, 0, 2, 1, -9, out, NULL));
    wb_frame_free(frame);
    frame = frame_of(3, column_of(WB_TYPE_INT32, words));
    assert_fails(wb_frame_copy_int32(frame, 0, 0, 3, INT32_MIN, out, NULL), WB_E_DATA);
    wb_frame_free(frame);
    frame = frame_of(3, with_sentinel(column_of(WB_TYPE_INT32, words), INT32_MIN));
    assert_ok(wb_frame_copy_int32(frame, 0, 0, 3, INT32_MIN, out, NULL));
    assert_memory_equal(out, words, sizeof out);
    wb_frame_free(frame);
}

static void test_wb_frame_copy__refuses_text_and_rows_outside(void **state)
{
    static const int32_t offsets[] = {0, 1, 2};
    static const double halves[] = {0.5, 1};
    wb_frame *frame = frame_of(2, text_of("ab", offsets));
    double doubles[2] = {9, 9};
    int32_t narrow[2];
    int64_t wide[2];
    wb_error err;

    (void)state;
    add_column(frame, "f", column_of(WB_TYPE_FLOAT64, halves));
    assert_fails(wb_frame_copy_doubles(frame, 0, 0, 2, 0, doubles, &err), WB_E_ARG);
    assert_string_equal(err.message, "column 'x' is utf8, expected numbers");
    assert_fails(wb_frame_copy_int32(frame, 0, 0, 2, 0, narrow, NULL), WB_E_ARG);
    assert_fails(wb_frame_copy_int64(frame, 0, 0, 2, 0, wide, NULL), WB_E_ARG);
    assert_fails(wb_frame_copy_int32(frame, 1, 0, 2, 0, narrow, &err), WB_E_ARG);
    assert_string_equal(err.message, "column 'f' is float64, expected whole numbers");
    assert_fails(wb_frame_copy_int64(frame, 1, 0, 2, 0, wide, NULL), WB_E_ARG);
    assert_fails(wb_frame_copy_doubles(frame, 1, 1, 2, 0, doubles, &err), WB_E_ARG);
    assert_string_equal(err.message,
                        "2 rows of column 'f' from row 1 are outside a frame "
                        "of 2 rows");
    assert_fails(wb_frame_copy_doubles(frame, 1, -1, 2, 0, doubles, NULL), WB_E_ARG);
    assert_fails(wb_frame_copy_doubles(frame, 1, 0, -1, 0, doubles, NULL), WB_E_ARG);
    assert_fails(wb_frame_copy_doubles(frame, 1, INT64_MAX, 1, 0, doubles, NULL),
                 WB_E_ARG);
    assert_fails(wb_frame_copy_doubles(frame, 1, 0, INT64_MAX, 0, doubles, NULL),
                 WB_E_ARG);
    assert_fails(wb_frame_copy_doubles(frame, 2, 0, 1, 0, doubles, NULL), WB_E_ARG);
    assert_fails(wb_frame_copy_doubles(NULL, 0, 0, 1, 0, doubles, NULL), WB_E_ARG);
    assert_fails(wb_frame_copy_doubles(frame, 1, 0, 1, 0, NULL, NULL), WB_E_ARG);
    assert_ok(wb_frame_copy_doubles(frame, 1, 2, 0, 0, NULL, NULL));
    assert_close(doubles[0], 9, 0);
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_frame_copy__agrees_with_the_getters_for_every_type),
        cmocka_unit_test(test_wb_frame_copy__reads_bits_and_columns_of_nothing),
        cmocka_unit_test(test_wb_frame_copy_doubles__puts_missing_for_every_nan),
        cmocka_unit_test(test_wb_frame_copy__gives_codes_from_0),
        cmocka_unit_test(test_wb_frame_copy_doubles__refuses_integers_no_double_holds),
        cmocka_unit_test(test_wb_frame_copy__looks_at_what_is_there_alone),
        cmocka_unit_test(test_wb_frame_copy_int32__refuses_what_does_not_fit),
        cmocka_unit_test(
            test_wb_frame_copy_int32__passes_missing_values_before_what_does_not_fit),
        cmocka_unit_test(test_wb_frame_copy_int64__refuses_a_uint64_beyond_it),
        cmocka_unit_test(test_wb_frame_copy__refuses_a_value_that_means_missing),
        cmocka_unit_test(test_wb_frame_copy__refuses_text_and_rows_outside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
