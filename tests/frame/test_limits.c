/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Frames and keys at what they can hold, and tables of pairs while memory runs out. */
#include "frame/arrow.h"
#include "frame/column.h"
#include "frame/frame.h"
#include "frame/tuples.h"

#include <stdlib.h>

/* ---- frames ---- */

static void test_wb_frame_append__refuses_more_rows_than_there_can_be(void **state)
{
    const wb_frame *both[2];
    wb_frame *large = NULL, *frame = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_frame_new(INT64_MAX / 16 - 1, &large, NULL));
    both[0] = both[1] = large;
    assert_fails(wb_frame_append(both, 2, &frame, &err), WB_E_NOMEM);
    assert_null(frame);
    assert_string_equal(err.message, "the frames have too many rows together");
    assert_ok(wb_frame_append(both, 1, &frame, NULL));
    assert_true(wb_frame_row_count(frame) == INT64_MAX / 16 - 1);
    wb_frame_free(frame);
    wb_frame_free(large);
}

static void test_wb_frame_add_column__refuses_dictionaries_that_cannot_be(void **state)
{
    static const char *const categories[] = {"a"};
    static const double codes[] = {0};
    wb_column column = WB_COLUMN_INIT;
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_frame_new(1, &frame, NULL));
    column.type = WB_TYPE_DICTIONARY;
    column.index_type = WB_TYPE_FLOAT64;
    column.values = codes;
    column.categories = categories;
    column.n_categories = 1;
    assert_fails(wb_frame_add_column(frame, "d", &column, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, "has codes that are not integers"));
    column.index_type = 0;
    column.n_categories = -1;
    assert_fails(wb_frame_add_column(frame, "d", &column, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, "has an impossible number of categories"));
    column.n_categories = (int64_t)INT32_MAX + 1;
    assert_fails(wb_frame_add_column(frame, "d", &column, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, "has an impossible number of categories"));
    assert_int_equal(wb_frame_column_count(frame), 0);
    wb_frame_free(frame);
}

static void
test_wb_dictionary_add__refuses_a_category_beyond_what_codes_count(void **state)
{
    wb_dictionary full = {.n = INT32_MAX};
    wb_error err = {0};

    (void)state;
    assert_fails(wb_dictionary_add(&full, "a", 1, &err), WB_E_LIMIT);
    assert_string_equal(err.message, "a column has more than 2147483647 categories");
    assert_true(full.n == INT32_MAX && full.bytes.length == 0);
}

static void test_wb_buffer_allocate__has_no_room_for_what_cannot_be_counted(void **state)
{
    (void)state;
    assert_null(wb_buffer_allocate(SIZE_MAX / 2, 4));
    assert_null(wb_buffer_allocate(SIZE_MAX, 1));
    assert_null(wb_shared_text_new("", SIZE_MAX));
    wb_buffer *none = wb_buffer_allocate(SIZE_MAX, 0);
    assert_non_null(none);
    wb_buffer_drop(none);
}

/* ---- keys ---- */

static void test_wb_keys_codes__reads_text_views(void **state)
{
    static const char bytes[] = "thirteen chars";
    static const int64_t sizes[] = {14};
    static const uint8_t validity[] = {0x2f};
    view views[6];
    int32_t codes[6];
    wb_keys *keys = NULL;
    hand_batch batch;
    size_t length;

    (void)state;
    for (int i = 0; i < 6; i++)
        views[i] = i % 2 == 0 ? short_view("ab") : long_view(14, 0, 0);
    views[5] = short_view("");
    hand_start(&batch, 6);
    size_t column = hand_add(&batch, "v", "vu", 4, validity, views, bytes);
    batch.buffers[column][3] = sizes;
    wb_frame *frame = hand_import(&batch);
    assert_ok(wb_keys_new("v", &keys, NULL));
    assert_ok(wb_keys_codes(keys, frame, 0, 0, 6, codes, NULL));
    static const int32_t expected[] = {0, 1, 0, 1, -1, 2};
    assert_memory_equal(codes, expected, sizeof codes);
    assert_int_equal(wb_keys_count(keys), 3);
    assert_string_equal(wb_keys_text(keys, 1, &length), "thirteen chars");
    assert_int_equal(length, 14);
    wb_keys_free(keys);
    wb_frame_free(frame);
    /* all there, and from the second row */
    hand_start(&batch, 6);
    column = hand_add(&batch, "v", "vu", 4, NULL, views, bytes);
    batch.buffers[column][3] = sizes;
    frame = hand_import(&batch);
    assert_ok(wb_keys_new("v", &keys, NULL));
    assert_ok(wb_keys_codes(keys, frame, 0, 1, 4, codes, NULL));
    static const int32_t later[] = {0, 1, 0, 1};
    assert_memory_equal(codes, later, sizeof later);
    wb_keys_free(keys);
    wb_frame_free(frame);
}

static void check_shown(wb_key_kind kind, int64_t number, const char *expected)
{
    char room[WB_NUMBER_CHARS];
    wb_keys *keys = NULL;
    int32_t code = -1;
    size_t length = 0;

    assert_ok(wb_keys_new("g", &keys, NULL));
    assert_ok(wb_keys_add(keys, kind, NULL, 0, number, &code, NULL));
    const char *text = wb_keys_show(keys, code, room, &length);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(text, expected, length);
    wb_keys_free(keys);
}

static void test_wb_keys_show__writes_each_kind(void **state)
{
    (void)state;
    check_shown(WB_KEY_DATE, 19782, "2024-02-29");
    check_shown(WB_KEY_DATE, -1, "1969-12-31");
    check_shown(WB_KEY_BOOL, 1, "true");
    check_shown(WB_KEY_BOOL, 0, "false");
    check_shown(WB_KEY_INT, INT64_MIN, "-9223372036854775808");
}

static void test_wb_keys_show__has_nothing_of_columns_without_values(void **state)
{
    char room[WB_NUMBER_CHARS];
    wb_keys *keys = NULL;
    size_t length = 7;

    (void)state;
    assert_int_equal(wb_key_kind_of(WB_TYPE_NULL), WB_KEY_UNKNOWN);
    assert_int_equal(wb_key_kind_of(WB_TYPE_DATE32), WB_KEY_DATE);
    assert_int_equal(wb_key_kind_of(WB_TYPE_UINT8), WB_KEY_INT);
    assert_ok(wb_keys_new("g", &keys, NULL));
    (void)wb_keys_show(keys, 0, room, &length);
    assert_int_equal(length, 0);
    wb_keys_free(keys);
}

/* ---- pairs while memory runs out ---- */

static int64_t n_calls, fails_at, live;

static void *resize(void *block, size_t n)
{
    if (++n_calls == fails_at)
        return NULL;
    void *made = realloc(block, n);
    live += block == NULL && made != NULL;
    return made;
}

static void release(void *block)
{
    live -= block != NULL;
    free(block);
}

enum { PAIRS = 6000 };

/* Small codes of a dense table; then ever more a, in chains; then many b of one a, which
 * are hashed. Or hashed at once: many b of few a. */
static void pair_at(int32_t i, bool hashed, int32_t *a, int32_t *b)
{
    *a = hashed ? i % 3 : i < 4000 ? i * 37 : 11;
    *b = hashed ? i * 97 : i < 4000 ? 40 + i % 3 : i;
}

/* Each pair is asked for until there is an id; how many allocations that took. */
static int64_t ask_for_all(int64_t number, bool hashed)
{
    wb_combos combos = {0};
    int64_t before = live;
    int32_t n_failed = 0;

    n_calls = 0;
    fails_at = number;
    assert_ok(wb_combos_reach(&combos, 0, NULL));
    for (int32_t i = 0; i < PAIRS; i++) {
        int32_t a = 0, b = 0, id = -1;
        wb_error err = {0};

        pair_at(i, hashed, &a, &b);
        wb_status st = wb_combos_id(&combos, a, b, &id, &err);
        if (st != WB_OK) {
            n_failed++;
            assert_fails(st, WB_E_NOMEM);
            assert_int_equal(err.status, WB_E_NOMEM);
            assert_ok(wb_combos_id(&combos, a, b, &id, NULL));
        }
        assert_int_equal(id, i);
    }
    for (int32_t i = 0; i < PAIRS; i += 7) {
        int32_t a = 0, b = 0, id = -1;

        pair_at(i, hashed, &a, &b);
        assert_ok(wb_combos_id(&combos, a, b, &id, NULL));
        assert_int_equal(id, i);
    }
    assert_int_equal(n_failed, number > 0 && number <= n_calls);
    wb_combos_free(&combos);
    assert_int_equal(live, before);
    return n_calls;
}

static void test_wb_combos_id__goes_on_after_any_failing_allocation(void **state)
{
    (void)state;
    wb_set_allocator(resize, release);
    for (int hashed = 0; hashed < 2; hashed++) {
        int64_t n = ask_for_all(0, hashed != 0);

        assert_true(n > 10);
        for (int64_t number = 1; number <= n; number++)
            (void)ask_for_all(number, hashed != 0);
    }
    wb_set_allocator(NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_frame_append__refuses_more_rows_than_there_can_be),
        cmocka_unit_test(test_wb_frame_add_column__refuses_dictionaries_that_cannot_be),
        cmocka_unit_test(
            test_wb_dictionary_add__refuses_a_category_beyond_what_codes_count),
        cmocka_unit_test(test_wb_buffer_allocate__has_no_room_for_what_cannot_be_counted),
        cmocka_unit_test(test_wb_keys_codes__reads_text_views),
        cmocka_unit_test(test_wb_keys_show__writes_each_kind),
        cmocka_unit_test(test_wb_keys_show__has_nothing_of_columns_without_values),
        cmocka_unit_test(test_wb_combos_id__goes_on_after_any_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
