/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/arrow.h"

#include "frame/frame.h"

static const int8_t I8[] = {1, -2, 3, 4, 5, 6};
static const int32_t I32[] = {10, 20, 30, 40, 50, 60};
static const uint8_t TWO_OF_THREE[] = {0x05};
static const int32_t TEXT_OFFSETS[] = {0, 1, 3, 3};
static const char TEXT[] = "aéxx";

static void test_wb_frame_import_arrow__shares_buffers_and_releases_once(void **state)
{
    wb_block_scratch scratch;
    wb_frame *frame, *slice = NULL;
    hand_batch batch;
    wb_block block;

    (void)state;
    hand_start(&batch, 6);
    hand_add(&batch, "a", "c", 2, NULL, I8, NULL);
    hand_add(&batch, "b", "i", 2, NULL, I32, NULL);
    frame = hand_import(&batch);
    assert_ok(wb_frame_block(frame, 0, 0, 6, WB_BLOCK_INT8, &scratch, &block, NULL));
    assert_ptr_equal(block.bytes, I8);
    assert_ok(wb_frame_slice(frame, 2, 2, &slice, NULL));
    wb_frame_free(frame);
    assert_int_equal(batch.arrays_released, 0);
    assert_int_equal(wb_frame_int64(slice, 1, 1), 40);
    wb_frame_free(slice);
    assert_int_equal(batch.arrays_released, 1);
    assert_int_equal(batch.schemas_released, 1);
}

static void test_wb_frame_import_arrow__adds_the_offsets_of_batch_and_column(void **state)
{
    static const uint8_t validity[] = {0x17};
    hand_batch batch;
    wb_frame *frame;

    (void)state;
    hand_start(&batch, 2);
    batch.array.offset = 1;
    hand_add(&batch, "a", "i", 2, validity, I32, NULL);
    batch.arrays[0].offset = 2;
    frame = hand_import(&batch);
    assert_int_equal(wb_frame_row_count(frame), 2);
    assert_int_equal(wb_frame_is_missing(frame, 0, 0), 1);
    assert_int_equal(wb_frame_int64(frame, 0, 1), 50);
    wb_frame_free(frame);
    assert_int_equal(batch.arrays_released, 1);
}

static void test_wb_frame_import_arrow__takes_every_flat_format(void **state)
{
    static const uint8_t bits[] = {0x02};
    static const uint16_t shorts[] = {1, 65535, 3};
    static const uint32_t ints[] = {1, UINT32_MAX, 3};
    static const uint64_t longs[] = {1, 77, 3};
    static const float floats[] = {1, 0.5f, NAN};
    static const double doubles[] = {1, 0.25, NAN};
    static const struct {
        const char *format;
        wb_type type;
        const void *values;
        double second;
    } cases[] = {
        {"b", WB_TYPE_BOOL, bits, 1},
        {"c", WB_TYPE_INT8, I8, -2},
        {"C", WB_TYPE_UINT8, I8, 254},
        {"s", WB_TYPE_INT16, shorts, -1},
        {"S", WB_TYPE_UINT16, shorts, 65535},
        {"i", WB_TYPE_INT32, ints, -1},
        {"I", WB_TYPE_UINT32, ints, 4294967295.0},
        {"l", WB_TYPE_INT64, longs, 77},
        {"L", WB_TYPE_UINT64, longs, 77},
        {"f", WB_TYPE_FLOAT32, floats, 0.5},
        {"g", WB_TYPE_FLOAT64, doubles, 0.25},
        {"tdD", WB_TYPE_DATE32, I32, 20},
        {"tsu:", WB_TYPE_TIMESTAMP, longs, 77},
    };
    hand_batch batch;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_frame *frame;

        hand_start(&batch, 3);
        hand_add(&batch, "x", cases[i].format, 2, NULL, cases[i].values, NULL);
        frame = hand_import(&batch);
        assert_int_equal(wb_frame_column_type(frame, 0), cases[i].type);
        assert_close(wb_frame_double(frame, 0, 1), cases[i].second, 0);
        wb_frame_free(frame);
        hand_start(&batch, 3);
        hand_add(&batch, "x", cases[i].format, 2, TWO_OF_THREE, cases[i].values, NULL);
        frame = hand_import(&batch);
        assert_int_equal(wb_frame_is_missing(frame, 0, 0), 0);
        assert_int_equal(wb_frame_is_missing(frame, 0, 1), 1);
        wb_frame_free(frame);
        assert_int_equal(batch.arrays_released, 1);
    }
}

static void test_wb_frame_import_arrow__nulls_have_no_buffer_or_an_old_one(void **state)
{
    hand_batch batch;
    wb_error err;

    (void)state;
    for (int64_t n_buffers = 0; n_buffers <= 1; n_buffers++) {
        wb_frame *frame;

        hand_start(&batch, 3);
        hand_add(&batch, "x", "n", n_buffers, NULL, NULL, NULL);
        batch.arrays[0].null_count = 3;
        frame = hand_import(&batch);
        assert_int_equal(wb_frame_column_type(frame, 0), WB_TYPE_NULL);
        assert_int_equal(wb_frame_is_missing(frame, 0, 2), 1);
        wb_frame_free(frame);
        assert_int_equal(batch.arrays_released, 1);
    }
    hand_start(&batch, 3);
    hand_add(&batch, "x", "n", 2, NULL, NULL, NULL);
    hand_refuse(&batch, WB_E_DATA, &err);
}

static void test_wb_frame_import_arrow__null_count_decides_on_the_bitmap(void **state)
{
    static const struct {
        int64_t null_count;
        int32_t missing;
    } cases[] = {{-1, 1}, {1, 1}, {0, 0}};
    hand_batch batch;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        wb_frame *frame;

        hand_start(&batch, 3);
        hand_add(&batch, "x", "i", 2, TWO_OF_THREE, I32, NULL);
        batch.arrays[0].null_count = cases[i].null_count;
        frame = hand_import(&batch);
        assert_int_equal(wb_frame_is_missing(frame, 0, 1), cases[i].missing);
        wb_frame_free(frame);
    }
    hand_start(&batch, 3);
    hand_add(&batch, "x", "i", 2, NULL, I32, NULL);
    batch.arrays[0].null_count = -1;
    wb_frame *frame = hand_import(&batch);
    assert_int_equal(wb_frame_is_missing(frame, 0, 1), 0);
    wb_frame_free(frame);
}

/* ---- text ---- */

static void test_wb_frame_import_arrow__reads_text_in_both_offset_widths(void **state)
{
    static const int64_t wide[] = {0, 1, 3, 3};
    hand_batch batch;
    wb_frame *frame;

    (void)state;
    hand_start(&batch, 3);
    hand_add(&batch, "u", "u", 3, NULL, TEXT_OFFSETS, TEXT);
    hand_add(&batch, "U", "U", 3, TWO_OF_THREE, wide, TEXT);
    frame = hand_import(&batch);
    assert_text(frame, 0, 0, "a");
    assert_text(frame, 0, 1, "é");
    assert_text(frame, 0, 2, "");
    assert_text(frame, 1, 1, NULL);
    assert_int_equal(wb_frame_column_type(frame, 1), WB_TYPE_UTF8);
    wb_frame_free(frame);
}

static void hand_add_views(hand_batch *batch, const view *views, const uint8_t *validity)
{
    static const char first[] = "thirteen chars", second[] = "0123456789abcdefé";
    static const int64_t sizes[] = {14, 18};
    size_t i = hand_add(batch, "v", "vu", 5, validity, views, first);

    batch->buffers[i][3] = second;
    batch->buffers[i][4] = sizes;
}

static void test_wb_frame_import_arrow__reads_text_views(void **state)
{
    view views[4];
    hand_batch batch;
    wb_frame *frame;

    (void)state;
    views[0] = short_view("exactly 12 b");
    views[1] = long_view(14, 0, 0);
    views[2] = long_view(16, 1, 2);
    views[3] = short_view("");
    hand_start(&batch, 4);
    hand_add_views(&batch, views, NULL);
    frame = hand_import(&batch);
    assert_text(frame, 0, 0, "exactly 12 b");
    assert_text(frame, 0, 1, "thirteen chars");
    assert_text(frame, 0, 2, "23456789abcdefé");
    assert_text(frame, 0, 3, "");
    wb_frame_free(frame);
    /* Without data buffers only the sizes follow the views. */
    hand_start(&batch, 1);
    hand_add(&batch, "v", "vu", 3, NULL, views, NULL);
    frame = hand_import(&batch);
    assert_text(frame, 0, 0, "exactly 12 b");
    wb_frame_free(frame);
}

static void test_wb_frame_import_arrow__refuses_views_outside(void **state)
{
    static const uint8_t second_missing[] = {0x01};
    view bad[6], views[2];
    hand_batch batch;
    wb_error err;

    (void)state;
    bad[0] = long_view(14, 2, 0);
    bad[1] = long_view(14, -1, 0);
    bad[2] = long_view(14, 0, 1);
    bad[3] = long_view(14, 0, -1);
    bad[4] = long_view(-1, 0, 0);
    bad[5] = long_view(17, 1, 0); /* ends inside a character */
    views[0] = short_view("a");
    for (size_t i = 0; i < 6; i++) {
        views[1] = bad[i];
        hand_start(&batch, 2);
        hand_add_views(&batch, views, NULL);
        hand_refuse(&batch, WB_E_DATA, &err);
        assert_int_equal(err.row, 1);
        assert_string_equal(err.item, "v");
        hand_start(&batch, 2);
        hand_add_views(&batch, views, second_missing);
        wb_frame *frame = hand_import(&batch);
        assert_text(frame, 0, 1, NULL);
        wb_frame_free(frame);
    }
}

/* ---- dictionaries ---- */

static const int32_t CATEGORY_OFFSETS[] = {0, 3, 3, 8};
static const char CATEGORIES[] = "manvrouw";

static void test_wb_frame_import_arrow__takes_codes_of_every_width(void **state)
{
    static const char *const formats[] = {"c", "C", "s", "S", "i", "I", "l", "L"};
    static const int8_t i8[] = {2, 0, 1};
    static const int16_t i16[] = {2, 0, 1};
    static const int32_t i32[] = {2, 0, 1};
    static const int64_t i64[] = {2, 0, 1};
    static const void *const codes[] = {i8, i8, i16, i16, i32, i32, i64, i64};
    hand_batch batch;

    (void)state;
    for (size_t i = 0; i < 8; i++) {
        wb_frame *frame;

        hand_start(&batch, 3);
        hand_add(&batch, "sex", formats[i], 2, NULL, codes[i], NULL);
        hand_categories(&batch, 0, "u", 3, NULL, CATEGORY_OFFSETS, CATEGORIES);
        frame = hand_import(&batch);
        assert_int_equal(wb_frame_column_type(frame, 0), WB_TYPE_DICTIONARY);
        assert_int_equal(wb_frame_category_count(frame, 0), 3);
        assert_text(frame, 0, 0, "vrouw");
        assert_text(frame, 0, 1, "man");
        assert_text(frame, 0, 2, "");
        wb_frame_free(frame);
        assert_int_equal(batch.arrays_released, 1);
    }
}

static void test_wb_frame_import_arrow__a_null_category_is_missing(void **state)
{
    static const uint8_t codes[] = {2, 1, 0, 2};
    static const uint8_t first_missing[] = {0x0E};
    hand_batch batch;
    wb_frame *frame;

    (void)state;
    hand_start(&batch, 4);
    hand_add(&batch, "sex", "C", 2, first_missing, codes, NULL);
    hand_categories(&batch, 0, "u", 3, TWO_OF_THREE, CATEGORY_OFFSETS, CATEGORIES);
    frame = hand_import(&batch);
    assert_int_equal(wb_frame_category_count(frame, 0), 2);
    assert_int_equal(wb_frame_is_missing(frame, 0, 0), 1);
    assert_int_equal(wb_frame_is_missing(frame, 0, 1), 1);
    assert_text(frame, 0, 2, "man");
    assert_text(frame, 0, 3, "vrouw");
    assert_int_equal(wb_frame_int64(frame, 0, 3), 1);
    wb_frame_free(frame);
    assert_int_equal(batch.arrays_released, 1);
}

static void
test_wb_frame_import_arrow__a_category_that_is_there_twice_is_one(void **state)
{
    static const int32_t offsets[] = {0, 3, 8, 8, 11, 11};
    static const int16_t codes[] = {3, 4, 1, 0, 2};
    hand_batch batch;
    wb_frame *frame;

    (void)state;
    hand_start(&batch, 5);
    hand_add(&batch, "sex", "s", 2, NULL, codes, NULL);
    hand_categories(&batch, 0, "u", 5, NULL, offsets, "manvrouwman");
    frame = hand_import(&batch);
    assert_int_equal(wb_frame_category_count(frame, 0), 3);
    assert_string_equal(wb_frame_category(frame, 0, 0), "man");
    assert_string_equal(wb_frame_category(frame, 0, 1), "vrouw");
    assert_string_equal(wb_frame_category(frame, 0, 2), "");
    assert_int_equal(wb_frame_int64(frame, 0, 0), 0);
    assert_int_equal(wb_frame_int64(frame, 0, 1), 2);
    assert_int_equal(wb_frame_int64(frame, 0, 2), 1);
    assert_int_equal(wb_frame_int64(frame, 0, 3), 0);
    assert_int_equal(wb_frame_int64(frame, 0, 4), 2);
    wb_frame_free(frame);
    assert_int_equal(batch.arrays_released, 1);
}

static void test_wb_frame_import_arrow__dictionary_array_has_its_own_offset(void **state)
{
    static const int8_t codes[] = {1, 0};
    hand_batch batch;
    wb_frame *frame;

    (void)state;
    hand_start(&batch, 2);
    hand_add(&batch, "sex", "c", 2, NULL, codes, NULL);
    hand_categories(&batch, 0, "u", 2, NULL, CATEGORY_OFFSETS, CATEGORIES);
    batch.dictionaries[0].offset = 1;
    frame = hand_import(&batch);
    assert_text(frame, 0, 0, "vrouw");
    assert_text(frame, 0, 1, "");
    wb_frame_free(frame);
}

static void test_wb_frame_import_arrow__refuses_odd_dictionaries(void **state)
{
    static const int8_t codes[] = {1, 3, 0}, negative[] = {0, 0, -1};
    static const int32_t backwards[] = {0, 3, 2, 8};
    hand_batch batch;
    wb_error err;

    (void)state;
#define DICTIONARY(format_codes, values, change)                                         \
    hand_start(&batch, 3);                                                               \
    hand_add(&batch, "sex", format_codes, 2, NULL, values, NULL);                        \
    hand_categories(&batch, 0, "u", 3, NULL, CATEGORY_OFFSETS, CATEGORIES);              \
    change
    DICTIONARY("c", codes, (void)0);
    hand_refuse(&batch, WB_E_DATA, &err);
    assert_int_equal(err.row, 1);
    DICTIONARY("c", negative, (void)0);
    hand_refuse(&batch, WB_E_DATA, &err);
    assert_int_equal(err.row, 2);
    DICTIONARY("g", codes, (void)0);
    hand_refuse(&batch, WB_E_DATA, &err);
    DICTIONARY("tdD", codes, (void)0);
    hand_refuse(&batch, WB_E_DATA, &err);
    DICTIONARY("c", I8, batch.dictionary_schemas[0].format = "i");
    hand_refuse(&batch, WB_E_UNSUPPORTED, &err);
    assert_string_equal(
        err.message,
        "column 'sex' is a dictionary of Arrow format 'i', only text is supported");
    DICTIONARY("c", I8, batch.dictionary_schemas[0].format = NULL);
    hand_refuse(&batch, WB_E_DATA, &err);
    DICTIONARY("c", I8,
               batch.dictionary_schemas[0].dictionary = batch.dictionary_schemas + 1);
    hand_refuse(&batch, WB_E_UNSUPPORTED, &err);
    DICTIONARY("c", I8, batch.arrays[0].dictionary = NULL);
    hand_refuse(&batch, WB_E_DATA, &err);
    DICTIONARY("c", I8, batch.dictionaries[0].length = -1);
    hand_refuse(&batch, WB_E_DATA, &err);
    DICTIONARY("c", I8, batch.dictionary_buffers[0][1] = backwards);
    hand_refuse(&batch, WB_E_DATA, &err);
    assert_string_equal(err.item, "sex (categories)");
#undef DICTIONARY
}

/* ---- units ---- */

static void assert_converts(const char *format, int64_t from, int64_t to)
{
    static const uint8_t first_missing[] = {0x02};
    int64_t values[2] = {INT64_MAX, from};
    hand_batch batch;
    wb_frame *frame;

    hand_start(&batch, 2);
    hand_add(&batch, "t", format, 2, first_missing, values, NULL);
    frame = hand_import(&batch);
    assert_int_equal(wb_frame_is_missing(frame, 0, 0), 1);
    assert_int_equal(wb_frame_int64(frame, 0, 1), to);
    wb_frame_free(frame);
    assert_int_equal(batch.arrays_released, 1);
}

static void assert_no_conversion(const char *format, int64_t value)
{
    int64_t values[2] = {0, value};
    hand_batch batch;
    wb_error err;

    hand_start(&batch, 2);
    hand_add(&batch, "t", format, 2, NULL, values, NULL);
    hand_refuse(&batch, WB_E_DATA, &err);
    assert_int_equal(err.row, 1);
    assert_string_equal(err.item, "t");
}

static void test_wb_frame_import_arrow__times_become_microseconds(void **state)
{
    (void)state;
    assert_converts("tss:", -3, -3000000);
    assert_converts("tsm:Europe/Brussels", 1500, 1500000);
    assert_converts("tsu:UTC", 7, 7);
    assert_converts("tsn:", -5000, -5);
    assert_converts("tss:", INT64_MAX / 1000000, INT64_MAX / 1000000 * 1000000);
    assert_no_conversion("tss:", INT64_MAX / 1000000 + 1);
    assert_no_conversion("tsm:", INT64_MIN / 1000 - 1);
    assert_no_conversion("tsn:", 1001);
    assert_converts("tdm", 86400000 * INT64_C(2), 2);
    assert_converts("tdm", -86400000, -1);
    assert_no_conversion("tdm", 86400001);
    assert_no_conversion("tdm", 86400000 * (INT64_C(1) + INT32_MAX));
}

/* ---- schema ---- */

static void test_wb_frame_import_arrow__refuses_other_types_by_name(void **state)
{
    static const char *const cases[][2] = {
        {"+l", "list"},          {"+vl", "list"},       {"+w:3", "list"},
        {"+s", "struct"},        {"+m", "map"},         {"+ud:0,1", "union"},
        {"+r", "run-end"},       {"d:10,2", "decimal"}, {"z", "binary"},
        {"Z", "binary"},         {"vz", "binary"},      {"w:4", "fixed-size binary"},
        {"tts", "time of day"},  {"tDm", "duration"},   {"tiM", "interval"},
        {"e", "half-precision"}, {"?", "unknown"},
    };
    hand_batch batch;
    wb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        hand_start(&batch, 1);
        hand_add(&batch, "fine", "i", 2, NULL, I32, NULL);
        hand_add(&batch, "odd", cases[i][0], 2, NULL, I32, NULL);
        hand_refuse(&batch, WB_E_UNSUPPORTED, &err);
        assert_string_equal(err.item, "odd");
        assert_non_null(strstr(err.message, cases[i][0]));
        assert_non_null(strstr(err.message, cases[i][1]));
    }
}

static void test_wb_frame_import_arrow__refuses_what_is_not_a_batch(void **state)
{
    wb_frame *frame = NULL;
    hand_batch batch;
    wb_error err;

    (void)state;
    hand_start(&batch, 1);
    batch.schema.format = "i";
    hand_refuse(&batch, WB_E_ARG, &err);
    hand_start(&batch, 1);
    batch.array.release = NULL;
    hand_refuse(&batch, WB_E_ARG, &err);
    hand_start(&batch, 1);
    batch.schema.release = NULL;
    hand_refuse(&batch, WB_E_ARG, &err);
    assert_fails(wb_frame_import_arrow(NULL, &batch.schema, &frame, NULL), WB_E_ARG);
    assert_fails(wb_frame_import_arrow(&batch.array, NULL, &frame, NULL), WB_E_ARG);
    assert_fails(wb_frame_import_arrow(&batch.array, &batch.schema, NULL, NULL),
                 WB_E_ARG);
}

/* Everything an array can say that cannot be. */
static void test_wb_frame_import_arrow__refuses_contradictions(void **state)
{
    static const int32_t backwards[] = {0, 2, 1, 3}, negative[] = {-4, 0, 0, 0};
    hand_batch batch;
    wb_error err;

    (void)state;
#define CONTRADICTION(change)                                                            \
    hand_start(&batch, 3);                                                               \
    hand_add(&batch, "i", "i", 2, NULL, I32, NULL);                                      \
    hand_add(&batch, "u", "u", 3, NULL, TEXT_OFFSETS, TEXT);                             \
    change;                                                                              \
    hand_refuse(&batch, WB_E_DATA, &err)
    CONTRADICTION(batch.array.length = -1);
    CONTRADICTION(batch.array.length = 4);
    CONTRADICTION(batch.array.offset = -1);
    CONTRADICTION(batch.array.offset = 1);
    CONTRADICTION(batch.array.offset = INT64_MAX);
    CONTRADICTION(batch.array.n_buffers = 2);
    CONTRADICTION(batch.array.n_buffers = 0);
    CONTRADICTION(batch.array.n_children = 1);
    CONTRADICTION(batch.array.children = NULL);
    CONTRADICTION(batch.array_list[1] = NULL);
    CONTRADICTION(batch.array.null_count = 1);
    CONTRADICTION((batch.array.null_count = -1, batch.none[0] = TWO_OF_THREE));
    CONTRADICTION(batch.schema.n_children = -1);
    CONTRADICTION(batch.schema.children = NULL);
    CONTRADICTION(batch.schema_list[0] = NULL);
    CONTRADICTION(batch.schemas[0].format = NULL);
    CONTRADICTION(batch.schemas[0].name = NULL);
    CONTRADICTION(batch.schemas[0].name = "");
    CONTRADICTION(batch.schemas[0].name = "\xFF");
    CONTRADICTION(batch.schemas[1].name = "i");
    CONTRADICTION(batch.arrays[0].release = NULL);
    CONTRADICTION(batch.arrays[0].length = -3);
    CONTRADICTION(batch.arrays[0].offset = -1);
    CONTRADICTION(batch.arrays[0].offset = INT64_MAX - 1);
    CONTRADICTION(batch.arrays[0].null_count = -2);
    CONTRADICTION(batch.arrays[0].null_count = 4);
    CONTRADICTION(batch.arrays[0].null_count = 1);
    CONTRADICTION(batch.arrays[0].n_buffers = 1);
    CONTRADICTION(batch.arrays[0].n_buffers = 3);
    CONTRADICTION(batch.arrays[0].n_children = 1);
    CONTRADICTION(batch.arrays[0].buffers = NULL);
    CONTRADICTION(batch.buffers[0][1] = NULL);
    CONTRADICTION(batch.buffers[0][1] = (const char *)I32 + 1);
    CONTRADICTION(batch.arrays[1].n_buffers = 2);
    CONTRADICTION(batch.buffers[1][1] = backwards);
    assert_int_equal(err.row, 1);
    CONTRADICTION(batch.buffers[1][1] = negative);
    CONTRADICTION(batch.buffers[1][1] = NULL);
    CONTRADICTION(batch.buffers[1][2] = NULL);
    CONTRADICTION(batch.buffers[1][2] = "a\xC3(");
    assert_int_equal(err.row, 1);
    assert_string_equal(err.item, "u");
#undef CONTRADICTION
}

static void test_wb_frame_import_arrow__takes_empty_batches(void **state)
{
    hand_batch batch;
    wb_frame *frame;

    (void)state;
    hand_start(&batch, 5);
    frame = hand_import(&batch);
    assert_int_equal(wb_frame_row_count(frame), 5);
    assert_int_equal(wb_frame_column_count(frame), 0);
    assert_int_equal(batch.arrays_released, 1); /* nothing shares it */
    wb_frame_free(frame);
    assert_int_equal(batch.arrays_released, 1);

    hand_start(&batch, 0);
    hand_add(&batch, "i", "i", 2, NULL, NULL, NULL);
    hand_add(&batch, "u", "u", 3, NULL, NULL, NULL);
    hand_add(&batch, "v", "vu", 3, NULL, NULL, NULL);
    hand_add(&batch, "t", "tsn:", 2, NULL, NULL, NULL);
    hand_add(&batch, "d", "c", 2, NULL, NULL, NULL);
    hand_categories(&batch, 4, "U", 0, NULL, NULL, NULL);
    frame = hand_import(&batch);
    assert_int_equal(wb_frame_row_count(frame), 0);
    assert_int_equal(wb_frame_column_count(frame), 5);
    assert_int_equal(wb_frame_category_count(frame, 4), 0);
    wb_frame_free(frame);
    assert_int_equal(batch.arrays_released, 1);
}

static void test_wb_frame_import_arrow__all_rows_there_at_the_top_is_fine(void **state)
{
    static const uint8_t all[] = {0x07};
    hand_batch batch;
    wb_frame *frame;

    (void)state;
    hand_start(&batch, 3);
    hand_add(&batch, "i", "i", 2, NULL, I32, NULL);
    batch.none[0] = all;
    batch.array.null_count = -1;
    frame = hand_import(&batch);
    assert_int_equal(wb_frame_row_count(frame), 3);
    wb_frame_free(frame);
}

/* A metadata block: how many keys, then length and bytes of each key and value. */
static size_t put(char *at, int32_t number, const char *text)
{
    memcpy(at, &number, sizeof number);
    memcpy(at + sizeof number, text, strlen(text));
    return sizeof number + strlen(text);
}

static void test_wb_frame_import_arrow__reads_the_metadata_key(void **state)
{
    static const char json[] = "{\"b\": 2, \"a\": 1}";
    char metadata[128];
    size_t at = put(metadata, 2, "");
    hand_batch batch;
    wb_frame *frame;
    wb_error err;

    (void)state;
    at += put(metadata + at, 5, "other");
    at += put(metadata + at, 3, "xyz");
    at += put(metadata + at, 8, "werkbaar");
    put(metadata + at, (int32_t)strlen(json), json);
    hand_start(&batch, 0);
    batch.schema.metadata = metadata;
    frame = hand_import(&batch);
    assert_string_equal(wb_frame_metadata(frame), "{\"a\":1,\"b\":2}");
    wb_frame_free(frame);

    put(metadata + at, 1, "[");
    hand_start(&batch, 0);
    batch.schema.metadata = metadata;
    hand_refuse(&batch, WB_E_DATA, &err);
    put(metadata + at, -1, "");
    hand_refuse(&batch, WB_E_DATA, &err);
    put(metadata, 1, "");
    frame = hand_import(&batch);
    assert_null(wb_frame_metadata(frame));
    wb_frame_free(frame);
    put(metadata + 4, -5, "");
    hand_start(&batch, 0);
    batch.schema.metadata = metadata;
    hand_refuse(&batch, WB_E_DATA, &err);
}

/* ---- failing allocations ---- */

static wb_status import_all(void)
{
    static const uint8_t codes[] = {2, 1, 0};
    static const int64_t times[] = {1000, 2000, 3000};
    hand_batch batch;
    wb_frame *frame = NULL;
    wb_status st;

    hand_start(&batch, 3);
    hand_add(&batch, "i", "i", 2, NULL, I32, NULL);
    hand_add(&batch, "t", "tsn:", 2, TWO_OF_THREE, times, NULL);
    hand_add(&batch, "d", "C", 2, NULL, codes, NULL);
    hand_categories(&batch, 2, "u", 3, TWO_OF_THREE, CATEGORY_OFFSETS, CATEGORIES);
    st = wb_frame_import_arrow(&batch.array, &batch.schema, &frame, NULL);
    assert_int_equal(batch.array.release == NULL, st == WB_OK);
    assert_int_equal(batch.schemas_released, st == WB_OK);
    assert_int_equal(batch.arrays_released, 0);
    wb_frame_free(frame);
    assert_int_equal(batch.arrays_released, st == WB_OK);
    return st;
}

static void test_wb_frame_import_arrow__survives_failing_allocations(void **state)
{
    (void)state;
    wb_test_every_allocation(import_all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_frame_import_arrow__shares_buffers_and_releases_once),
        cmocka_unit_test(
            test_wb_frame_import_arrow__adds_the_offsets_of_batch_and_column),
        cmocka_unit_test(test_wb_frame_import_arrow__takes_every_flat_format),
        cmocka_unit_test(test_wb_frame_import_arrow__nulls_have_no_buffer_or_an_old_one),
        cmocka_unit_test(test_wb_frame_import_arrow__null_count_decides_on_the_bitmap),
        cmocka_unit_test(test_wb_frame_import_arrow__reads_text_in_both_offset_widths),
        cmocka_unit_test(test_wb_frame_import_arrow__reads_text_views),
        cmocka_unit_test(test_wb_frame_import_arrow__refuses_views_outside),
        cmocka_unit_test(test_wb_frame_import_arrow__takes_codes_of_every_width),
        cmocka_unit_test(test_wb_frame_import_arrow__a_null_category_is_missing),
        cmocka_unit_test(
            test_wb_frame_import_arrow__a_category_that_is_there_twice_is_one),
        cmocka_unit_test(test_wb_frame_import_arrow__dictionary_array_has_its_own_offset),
        cmocka_unit_test(test_wb_frame_import_arrow__refuses_odd_dictionaries),
        cmocka_unit_test(test_wb_frame_import_arrow__times_become_microseconds),
        cmocka_unit_test(test_wb_frame_import_arrow__refuses_other_types_by_name),
        cmocka_unit_test(test_wb_frame_import_arrow__refuses_what_is_not_a_batch),
        cmocka_unit_test(test_wb_frame_import_arrow__refuses_contradictions),
        cmocka_unit_test(test_wb_frame_import_arrow__takes_empty_batches),
        cmocka_unit_test(test_wb_frame_import_arrow__all_rows_there_at_the_top_is_fine),
        cmocka_unit_test(test_wb_frame_import_arrow__reads_the_metadata_key),
        cmocka_unit_test(test_wb_frame_import_arrow__survives_failing_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
