/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support.h"

#include "frame/frame.h"

#include <string.h>

static const int8_t ANSWERS[] = {1, 2, -9, 4, 5};
static const int32_t CODES[] = {1, 2, 1, INT32_MIN, 2};
static const double SCORES[] = {0.5, NAN, 2, -1, 1e300};
static const char TEXT[] = "janéfmarie";
static const int32_t OFFSETS[] = {0, 3, 5, 5, 6, 11};
static const char *const SEXES[] = {"man", "vrouw"};

static int released;

static void count_release(void *user)
{
    ++*(int *)user;
}

static void add(wb_frame *frame, const char *name, wb_column column)
{
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

static wb_column column_of(wb_type type, const void *values)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = type;
    column.values = values;
    return column;
}

static wb_column sexes(void)
{
    wb_column column = column_of(WB_TYPE_DICTIONARY, CODES);

    column.code_base = 1;
    column.flags = WB_COLUMN_SENTINEL;
    column.sentinel = INT32_MIN;
    column.categories = SEXES;
    column.n_categories = 2;
    return column;
}

static wb_column names(void)
{
    wb_column column = column_of(WB_TYPE_UTF8, TEXT);
    static const uint8_t validity[] = {0x1B};

    column.offsets = OFFSETS;
    column.validity = validity;
    return column;
}

/* q1 int8, sex dictionary, score float64, name utf8; five rows. */
static wb_frame *make_frame(void)
{
    wb_frame *frame = NULL;
    wb_column answers = column_of(WB_TYPE_INT8, ANSWERS);

    assert_ok(wb_frame_new(5, &frame, NULL));
    answers.flags = WB_COLUMN_SENTINEL;
    answers.sentinel = -9;
    add(frame, "q1", answers);
    add(frame, "sex", sexes());
    add(frame, "score", column_of(WB_TYPE_FLOAT64, SCORES));
    add(frame, "name", names());
    return frame;
}

static void assert_text(const wb_frame *frame, size_t column, int64_t row,
                        const char *expected)
{
    size_t length;
    const char *text = wb_frame_text(frame, column, row, &length);

    if (expected == NULL) {
        assert_null(text);
        return;
    }
    assert_non_null(text);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(text, expected, length);
}

static void test_wb_frame_add_column__values_read_back(void **state)
{
    wb_frame *frame = make_frame();

    (void)state;
    assert_int_equal(wb_frame_row_count(frame), 5);
    assert_int_equal(wb_frame_column_count(frame), 4);
    assert_string_equal(wb_frame_column_name(frame, 1), "sex");
    assert_int_equal(wb_frame_column_type(frame, 1), WB_TYPE_DICTIONARY);
    assert_int_equal(wb_frame_find(frame, "score"), 2);
    assert_int_equal(wb_frame_find(frame, "Score"), -1);

    assert_int_equal(wb_frame_int64(frame, 0, 4), 5);
    assert_int_equal(wb_frame_is_missing(frame, 0, 2), 1);
    assert_int_equal(wb_frame_int64(frame, 0, 2), 0);
    assert_true(isnan(wb_frame_double(frame, 0, 2)));

    assert_int_equal(wb_frame_category_count(frame, 1), 2);
    assert_int_equal(wb_frame_int64(frame, 1, 0), 0);
    assert_close(wb_frame_double(frame, 1, 1), 1, 0);
    assert_text(frame, 1, 1, "vrouw");
    assert_text(frame, 1, 3, NULL);
    assert_string_equal(wb_frame_category(frame, 1, 0), "man");
    assert_null(wb_frame_category(frame, 1, 2));

    assert_int_equal(wb_frame_is_missing(frame, 2, 1), 1);
    assert_int_equal(wb_frame_int64(frame, 2, 0), 0);
    assert_int_equal(wb_frame_int64(frame, 2, 4), INT64_MAX);

    assert_text(frame, 3, 1, "é");
    assert_text(frame, 3, 2, NULL);
    assert_text(frame, 3, 4, "marie");
    assert_text(frame, 0, 0, NULL);
    wb_frame_free(frame);
}

static void test_wb_frame_slice__shares_buffers_until_the_last_frame_goes(void **state)
{
    wb_frame *frame = NULL, *slice = NULL, *deeper = NULL;
    wb_column column = column_of(WB_TYPE_INT8, ANSWERS);

    (void)state;
    released = 0;
    column.release = count_release;
    column.user = &released;
    assert_ok(wb_frame_new(5, &frame, NULL));
    add(frame, "q1", column);
    assert_ok(wb_frame_slice(frame, 1, 4, &slice, NULL));
    wb_frame_free(frame);
    assert_ok(wb_frame_slice(slice, 2, 2, &deeper, NULL));
    wb_frame_free(slice);
    assert_int_equal(released, 0);
    assert_int_equal(wb_frame_int64(deeper, 0, 0), 4);
    wb_frame_free(deeper);
    assert_int_equal(released, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_frame_add_column__values_read_back),
        cmocka_unit_test(test_wb_frame_slice__shares_buffers_until_the_last_frame_goes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
