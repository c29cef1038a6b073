/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tables of distinct values. */
#include "frame/frame.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

static wb_frame *one_column(int64_t n, const wb_column *column)
{
    wb_frame *frame = NULL;
    assert_ok(wb_frame_new(n, &frame, NULL));
    assert_ok(wb_frame_add_column(frame, "g", column, NULL));
    return frame;
}

static wb_column column_of(int32_t type, const void *values)
{
    wb_column column = WB_COLUMN_INIT;
    column.type = type;
    column.values = values;
    return column;
}

static void test_codes__count_in_order_of_first_sight_over_all_chunks(void **state)
{
    const char text[] = "zuidnoordzuid";
    const int32_t offsets[] = {0, 4, 9, 13};
    const char *const categories[] = {"west", "noord", "unused"};
    const int8_t indices[] = {1, 0, 1};
    wb_column plain = column_of(WB_TYPE_UTF8, text);
    wb_column dictionary = column_of(WB_TYPE_DICTIONARY, indices);
    wb_keys *keys = NULL;
    int32_t codes[3];
    int32_t order[3];
    size_t length;

    (void)state;
    plain.offsets = offsets;
    dictionary.index_type = WB_TYPE_INT8;
    dictionary.categories = categories;
    dictionary.n_categories = 3;
    wb_frame *first = one_column(3, &plain);
    wb_frame *second = one_column(3, &dictionary);
    assert_ok(wb_keys_new("g", &keys, NULL));
    assert_ok(wb_keys_codes(keys, first, 0, 0, 3, codes, NULL));
    assert_int_equal(codes[0], 0);
    assert_int_equal(codes[1], 1);
    assert_int_equal(codes[2], 0);
    /* A dictionary's values are the same texts; what no row has is not a value. */
    assert_ok(wb_keys_codes(keys, second, 0, 0, 3, codes, NULL));
    assert_int_equal(codes[0], 1);
    assert_int_equal(codes[1], 2);
    assert_int_equal(codes[2], 1);
    assert_int_equal(wb_keys_count(keys), 3);
    assert_int_equal(wb_keys_kind(keys), WB_KEY_TEXT);
    assert_string_equal(wb_keys_text(keys, 2, &length), "west");
    wb_keys_order(keys, order); /* noord, west, zuid */
    assert_int_equal(order[0], 1);
    assert_int_equal(order[1], 2);
    assert_int_equal(order[2], 0);
    wb_keys_free(keys);
    wb_frame_free(first);
    wb_frame_free(second);
}

static void test_codes__whole_numbers_are_the_same_value_in_every_type(void **state)
{
    const int8_t i8[] = {3, -1, 3};
    const int32_t i32[] = {3, 2004, -1};
    const int64_t i64[] = {INT64_C(5000000000), 2004, 3};
    const double f64[] = {2004, NAN, 3};
    const struct {
        int32_t type;
        const void *values;
        int32_t codes[3];
    } chunks[] = {
        {WB_TYPE_INT8, i8, {0, 1, 0}},
        {WB_TYPE_INT32, i32, {0, 2, 1}},
        {WB_TYPE_INT64, i64, {3, 2, 0}},
        {WB_TYPE_FLOAT64, f64, {2, -1, 0}},
    };
    wb_keys *keys = NULL;
    int32_t order[4];

    (void)state;
    assert_ok(wb_keys_new("g", &keys, NULL));
    for (size_t i = 0; i < 4; i++) {
        wb_column column = column_of(chunks[i].type, chunks[i].values);
        wb_frame *frame = one_column(3, &column);
        int32_t codes[3];
        assert_ok(wb_keys_codes(keys, frame, 0, 0, 3, codes, NULL));
        for (int j = 0; j < 3; j++)
            assert_int_equal(codes[j], chunks[i].codes[j]);
        wb_frame_free(frame);
    }
    assert_int_equal(wb_keys_number(keys, 3), INT64_C(5000000000));
    wb_keys_order(keys, order); /* -1, 3, 2004, 5000000000 */
    assert_int_equal(order[0], 1);
    assert_int_equal(order[1], 0);
    assert_int_equal(order[2], 2);
    assert_int_equal(order[3], 3);
    wb_keys_free(keys);
}

static void test_codes__refuse_another_kind_and_numbers_that_are_not_whole(void **state)
{
    const int32_t number[] = {1};
    const double half[] = {1.5};
    const char text[] = "1";
    const int32_t offsets[] = {0, 1};
    const int64_t instant[] = {0};
    wb_column numbers = column_of(WB_TYPE_INT32, number);
    wb_column halves = column_of(WB_TYPE_FLOAT64, half);
    wb_column texts = column_of(WB_TYPE_UTF8, text);
    wb_column instants = column_of(WB_TYPE_TIMESTAMP, instant);
    wb_column dates = column_of(WB_TYPE_DATE32, number);
    wb_column nothing = column_of(WB_TYPE_NULL, NULL);
    wb_keys *keys = NULL;
    int32_t code;
    wb_error err;

    (void)state;
    texts.offsets = offsets;
    wb_frame *frames[] = {one_column(1, &numbers), one_column(1, &halves),
                          one_column(1, &texts),   one_column(1, &instants),
                          one_column(1, &dates),   one_column(1, &nothing)};
    assert_ok(wb_keys_new("g", &keys, NULL));
    assert_ok(wb_keys_codes(keys, frames[5], 0, 0, 1, &code, NULL));
    assert_int_equal(code, -1);
    assert_int_equal(wb_keys_kind(keys), WB_KEY_UNKNOWN);
    assert_ok(wb_keys_codes(keys, frames[0], 0, 0, 1, &code, NULL));
    assert_fails(wb_keys_codes(keys, frames[1], 0, 0, 1, &code, &err), WB_E_DATA);
    assert_int_equal(err.row, 0);
    assert_non_null(strstr(err.message, "1.5"));
    assert_fails(wb_keys_codes(keys, frames[2], 0, 0, 1, &code, &err), WB_E_CONFLICT);
    assert_string_equal(err.item, "g");
    assert_fails(wb_keys_codes(keys, frames[3], 0, 0, 1, &code, &err), WB_E_DATA);
    assert_fails(wb_keys_codes(keys, frames[4], 0, 0, 1, &code, &err), WB_E_CONFLICT);
    assert_int_equal(wb_keys_count(keys), 1);
    for (size_t i = 0; i < 6; i++)
        wb_frame_free(frames[i]);
    wb_keys_free(keys);
}

/* Numbers that lie near each other have a table of their own; far ones join them. */
static void test_codes__are_the_same_for_near_and_far_numbers(void **state)
{
    static const int64_t numbers[] = {1000,  1001,      990,       70000, 1000, 70000,
                                      -5000, INT64_MIN, INT64_MAX, 991,   1100, INT64_MIN,
                                      60000, 1001,      -5000,     989,   990};
    static const int32_t expected[] = {0, 1, 2, 3, 0, 3, 4,  5, 6,
                                       7, 8, 5, 9, 1, 4, 10, 2};
    enum { N = sizeof numbers / sizeof *numbers };
    wb_column column = column_of(WB_TYPE_INT64, numbers);
    wb_frame *frame = one_column(N, &column);
    wb_keys *keys = NULL;
    int32_t codes[N];
    (void)state;

    assert_ok(wb_keys_new("v", &keys, NULL));
    for (int time = 0; time < 2; time++) {
        assert_ok(wb_keys_codes(keys, frame, 0, 0, N, codes, NULL));
        for (int i = 0; i < N; i++)
            assert_int_equal(codes[i], expected[i]);
    }
    assert_int_equal(wb_keys_count(keys), 11);
    for (int i = 0; i < N; i++)
        assert_true(wb_keys_number(keys, expected[i]) == numbers[i]);
    wb_keys_free(keys);
    wb_frame_free(frame);
}

enum { INTS = 5 };

static void assert_codes(wb_keys *keys, const wb_column *column, const int32_t *expected)
{
    wb_frame *frame = one_column(INTS, column);
    int32_t codes[INTS];

    for (int time = 0; time < 2; time++) { /* new to the table, and known */
        assert_ok(wb_keys_codes(keys, frame, 0, 0, INTS, codes, NULL));
        assert_memory_equal(codes, expected, sizeof codes);
    }
    wb_frame_free(frame);
}

/* A number that is missing in one column is a value in another. */
static void test_codes__of_int32_know_what_is_missing(void **state)
{
    static const int32_t numbers[INTS] = {300, 301, 999, 300, 302};
    wb_column all = column_of(WB_TYPE_INT32, numbers);
    wb_column some = column_of(WB_TYPE_INT32, numbers);
    wb_column listed = column_of(WB_TYPE_INT32, numbers);
    const uint8_t there = 0x1b; /* but the third */
    wb_keys *keys = NULL;

    (void)state;
    some.flags = WB_COLUMN_SENTINEL;
    some.sentinel = 999;
    listed.validity = &there;
    assert_ok(wb_keys_new("g", &keys, NULL));
    assert_codes(keys, &all, (int32_t[]){0, 1, 2, 0, 3});
    assert_codes(keys, &some, (int32_t[]){0, 1, -1, 0, 3});
    assert_codes(keys, &listed, (int32_t[]){0, 1, -1, 0, 3});
    some.sentinel = 5; /* no value of these */
    assert_codes(keys, &some, (int32_t[]){0, 1, 2, 0, 3});
    wb_keys_free(keys);
}

static void test_codes__of_int32_reach_its_ends(void **state)
{
    static const int32_t low[INTS] = {INT32_MIN, INT32_MIN + 60, INT32_MAX, INT32_MIN + 1,
                                      INT32_MAX - 60};
    static const int32_t high[INTS] = {INT32_MAX, INT32_MAX - 60, INT32_MAX - 1,
                                       INT32_MIN, INT32_MIN + 59};
    wb_column column = column_of(WB_TYPE_INT32, low);
    wb_column other = column_of(WB_TYPE_INT32, high);

    (void)state;
    for (int first = 0; first < 2; first++) { /* which one the near table is of */
        wb_keys *keys = NULL;
        assert_ok(wb_keys_new("g", &keys, NULL));
        assert_codes(keys, first == 0 ? &column : &other, (int32_t[]){0, 1, 2, 3, 4});
        assert_codes(keys, first == 0 ? &other : &column,
                     first == 0 ? (int32_t[]){2, 4, 5, 0, 6}
                                : (int32_t[]){3, 5, 0, 6, 1});
        wb_keys_free(keys);
    }
}

static void test_codes__refuse_unsigned_numbers_beyond_int64(void **state)
{
    static const uint64_t ids[] = {7, INT64_MAX, UINT64_C(0x8000000000000001),
                                   UINT64_C(0x8000000000000005)};
    wb_column column = column_of(WB_TYPE_UINT64, ids);
    const uint8_t there = 0xb; /* but the third */
    wb_keys *keys = NULL;
    int32_t codes[4];
    wb_error err;

    (void)state;
    wb_frame *frame = one_column(4, &column);
    column.validity = &there;
    wb_frame *some = one_column(3, &column);
    assert_ok(wb_keys_new("unit", &keys, NULL));
    assert_ok(wb_keys_codes(keys, frame, 0, 0, 2, codes, NULL));
    assert_int_equal(wb_keys_number(keys, codes[1]), INT64_MAX);
    assert_fails(wb_keys_codes(keys, frame, 0, 1, 3, codes, &err), WB_E_DATA);
    assert_int_equal(err.row, 2);
    assert_string_equal(err.item, "unit");
    assert_non_null(strstr(err.message, "9223372036854775809"));
    assert_ok(
        wb_keys_codes(keys, some, 0, 0, 3, codes, NULL)); /* a value that is missing */
    assert_int_equal(codes[2], -1);
    wb_keys_free(keys);
    wb_frame_free(frame);
    wb_frame_free(some);
}

static void test_copy__knows_the_same_values_by_the_same_codes(void **state)
{
    wb_keys *keys = NULL;
    wb_keys *copy = NULL;
    int32_t code;
    char text[16];

    (void)state;
    assert_ok(wb_keys_new("g", &keys, NULL));
    for (int i = 0; i < 1000; i++) {
        int n = snprintf(text, sizeof text, "v%d", i * 7919 % 1000);
        assert_ok(wb_keys_add(keys, WB_KEY_TEXT, text, (size_t)n, 0, &code, NULL));
        assert_int_equal(code, i);
    }
    assert_ok(wb_keys_copy(keys, &copy, NULL));
    assert_string_equal(wb_keys_name(copy), "g");
    assert_int_equal(wb_keys_count(copy), 1000);
    for (int i = 999; i >= 0; i--) {
        size_t length;
        const char *value = wb_keys_text(keys, i, &length);
        assert_ok(wb_keys_add(copy, WB_KEY_TEXT, value, length, 0, &code, NULL));
        assert_int_equal(code, i);
    }
    wb_keys_free(keys);
    wb_keys_free(copy);
}

static void test_order__sorts_a_thousand_numbers(void **state)
{
    wb_keys *keys = NULL;
    int32_t code;
    int32_t order[1000];

    (void)state;
    assert_ok(wb_keys_new("g", &keys, NULL));
    for (int64_t i = 0; i < 1000; i++)
        assert_ok(
            wb_keys_add(keys, WB_KEY_INT, NULL, 0, i * 7919 % 1009 - 500, &code, NULL));
    wb_keys_order(keys, order);
    for (int i = 1; i < 1000; i++)
        assert_true(wb_keys_number(keys, order[i - 1]) < wb_keys_number(keys, order[i]));
    wb_keys_free(keys);
}

static wb_status fill_and_copy(void)
{
    wb_keys *keys = NULL;
    wb_keys *copy = NULL;
    int32_t code;
    wb_status st = wb_keys_new("g", &keys, NULL);
    for (int64_t i = 0; st == WB_OK && i < 40; i++)
        st = wb_keys_add(keys, WB_KEY_INT, NULL, 0, i * 300, &code, NULL);
    if (st == WB_OK)
        st = wb_keys_copy(keys, &copy, NULL);
    wb_keys_free(copy);
    wb_keys_free(keys);
    return st;
}

static void test_keys__survive_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(fill_and_copy);
}

/* Texts of every length up to 40, many of which differ in one byte: n of them, and their
 * starts in `starts`, of n + 1. */
enum { MOST_TEXT = 40, TEXTS = 40 * MOST_TEXT };

static void alike_texts(char *bytes, int64_t *starts)
{
    int64_t at = 0;

    for (int i = 0; i < TEXTS; i++) {
        int length = i % (MOST_TEXT + 1);
        starts[i] = at;
        memset(bytes + at, 'a', (size_t)length);
        if (length > 0) /* one of them, at a place that differs by row */
            bytes[at + i / (MOST_TEXT + 1) % length] = (char)('a' + i % 3);
        at += length;
    }
    starts[TEXTS] = at;
}

/* Codes are the same for two rows exactly when their texts are. */
static void check_texts(const wb_column *column, const char *bytes, const int64_t *starts)
{
    static int32_t codes[TEXTS];
    wb_frame *frame = one_column(TEXTS, column);
    wb_keys *keys = NULL;
    size_t length;

    assert_ok(wb_keys_new("g", &keys, NULL));
    assert_ok(wb_keys_codes(keys, frame, 0, 0, TEXTS, codes, NULL));
    for (int i = 0; i < TEXTS; i++) {
        if (wb_frame_is_missing(frame, 0, i)) {
            assert_int_equal(codes[i], -1);
            continue;
        }
        const char *text = wb_keys_text(keys, codes[i], &length);
        assert_int_equal(length, starts[i + 1] - starts[i]);
        assert_memory_equal(text, bytes + starts[i], length);
    }
    for (int32_t a = 0; a < wb_keys_count(keys); a++) {
        for (int32_t b = 0; b < a; b++)
            assert_string_not_equal(wb_keys_text(keys, a, NULL),
                                    wb_keys_text(keys, b, NULL));
    }
    wb_keys_free(keys);
    wb_frame_free(frame);
}

static void test_codes__of_texts_of_any_length_and_layout(void **state)
{
    static char bytes[TEXTS * MOST_TEXT];
    static int64_t far[TEXTS + 1];
    static int32_t near[TEXTS + 1];
    static uint8_t validity[TEXTS / 8 + 1];
    wb_column column = column_of(WB_TYPE_UTF8, bytes);

    (void)state;
    alike_texts(bytes, far);
    for (int i = 0; i <= TEXTS; i++)
        near[i] = (int32_t)far[i];
    column.offsets = near;
    check_texts(&column, bytes, far);
    memset(validity, 0xdb, sizeof validity);
    column.validity = validity;
    check_texts(&column, bytes, far);
    column.offsets = far;
    column.flags = WB_COLUMN_OFFSETS64;
    check_texts(&column, bytes, far);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes__count_in_order_of_first_sight_over_all_chunks),
        cmocka_unit_test(test_codes__whole_numbers_are_the_same_value_in_every_type),
        cmocka_unit_test(test_codes__refuse_another_kind_and_numbers_that_are_not_whole),
        cmocka_unit_test(test_copy__knows_the_same_values_by_the_same_codes),
        cmocka_unit_test(test_order__sorts_a_thousand_numbers),
        cmocka_unit_test(test_codes__are_the_same_for_near_and_far_numbers),
        cmocka_unit_test(test_codes__of_int32_know_what_is_missing),
        cmocka_unit_test(test_codes__of_int32_reach_its_ends),
        cmocka_unit_test(test_codes__refuse_unsigned_numbers_beyond_int64),
        cmocka_unit_test(test_codes__of_texts_of_any_length_and_layout),
        cmocka_unit_test(test_keys__survive_every_failing_allocation),
    };
    return cmocka_run_group_tests_name("frame/keys", tests, NULL, NULL);
}
