/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/arrow.h"

#include "frame/column.h"

#include <stdlib.h>

enum { ROWS = 9 };

static const int8_t I8[ROWS] = {1, -2, 3, 4, 5, 6, 7, 8, -99};
static const int16_t I16[ROWS] = {300, -2, 3, 4, 5, 6, 7, 8, -99};
static const int32_t I32[ROWS] = {70000, -2, 3, 4, 5, 6, 7, 8, -99};
static const int64_t I64[ROWS] = {INT64_MAX, -2, 3, 4, 5, 6, 7, 8, -99};
static const uint8_t U8[ROWS] = {255, 2, 3, 4, 5, 6, 7, 8, 9};
static const uint16_t U16[ROWS] = {65535, 2, 3, 4, 5, 6, 7, 8, 9};
static const uint32_t U32[ROWS] = {UINT32_MAX, 2, 3, 4, 5, 6, 7, 8, 9};
static const uint64_t U64[ROWS] = {INT64_MAX, 2, 3, 4, 5, 6, 7, 8, 9};
static const float F32[ROWS] = {0.5f, NAN, 3, 4, 5, 6, 7, 8, 9};
static const double F64[ROWS] = {0.25, 2, 3, 4, 5, 6, NAN, 8, 9};
static const int8_t BYTES[ROWS] = {1, 0, 1, 1, 0, 0, -99, 1, 0};
static const int32_t LOGICALS[ROWS] = {1, 0, 1, 1, 0, 0, -99, 1, 0};
static const int8_t CODES[ROWS] = {1, 2, 2, 1, -99, 1, 2, 1, 2};
static const int32_t CODES32[ROWS] = {1, 0, 0, 1, -99, 1, 0, 1, 0};
static const int64_t CODES64[ROWS] = {1, 2, 2, 1, -99, 1, 2, 1, 2};
static const int32_t NO_TEXT[ROWS + 1] = {0};
static const int32_t OFFSETS[ROWS + 1] = {0, 1, 3, 3, 4, 5, 6, 7, 8, 9};
static const int64_t OFFSETS64[ROWS + 1] = {0, 1, 3, 3, 4, 5, 6, 7, 8, 9};
static const char TEXT[] = "aébcdefgh";
static const uint8_t BITS[] = {0xB6, 0x01};
static const char *const SEXES[] = {"man", "vrouw"};

static wb_column codes_of(const void *values, wb_type type, int32_t base)
{
    wb_column column = with_categories(column_of(WB_TYPE_DICTIONARY, values), SEXES, 2);

    column.index_type = (int32_t)type;
    column.code_base = base;
    return with_sentinel(column, -99);
}

static wb_column flagged(wb_column column, int32_t flags)
{
    column.flags |= flags;
    return column;
}

static wb_column with_bits(wb_column column)
{
    column.validity = BITS;
    return column;
}

/* A column of every type and layout, and what it leaves as. */
typedef struct layout {
    wb_column column;
    const char *format;
} layout;

static size_t all_layouts(layout out[32])
{
    wb_column wide = text_of(TEXT, NULL);
    const layout all[] = {
        {column_of(WB_TYPE_NULL, NULL), "n"},
        {column_of(WB_TYPE_BOOL, BITS), "b"},
        {with_bits(column_of(WB_TYPE_BOOL, BITS)), "b"},
        {flagged(with_sentinel(column_of(WB_TYPE_BOOL, BYTES), -99),
                 WB_COLUMN_BOOL_BYTES),
         "b"},
        {flagged(with_sentinel(column_of(WB_TYPE_BOOL, LOGICALS), -99),
                 WB_COLUMN_BOOL_INT32),
         "b"},
        {with_sentinel(column_of(WB_TYPE_INT8, I8), -99), "i"},
        {with_sentinel(column_of(WB_TYPE_INT16, I16), -99), "i"},
        {column_of(WB_TYPE_INT32, I32), "i"},
        {with_bits(column_of(WB_TYPE_INT32, I32)), "i"},
        {with_sentinel(column_of(WB_TYPE_INT32, I32), -99), "i"},
        {column_of(WB_TYPE_INT64, I64), "l"},
        {with_sentinel(column_of(WB_TYPE_INT64, I64), -99), "l"},
        {column_of(WB_TYPE_UINT8, U8), "i"},
        {with_bits(column_of(WB_TYPE_UINT16, U16)), "i"},
        {column_of(WB_TYPE_UINT32, U32), "l"},
        {column_of(WB_TYPE_UINT64, U64), "l"},
        {column_of(WB_TYPE_FLOAT32, F32), "g"},
        {column_of(WB_TYPE_FLOAT64, F64), "g"},
        {with_bits(column_of(WB_TYPE_FLOAT64, F64)), "g"},
        {text_of(TEXT, OFFSETS), "u"},
        {with_bits(text_of(TEXT, OFFSETS)), "u"},
        {flagged(wide, WB_COLUMN_OFFSETS64), "u"},
        {flagged(with_bits(wide), WB_COLUMN_OFFSETS64), "u"},
        {codes_of(CODES, WB_TYPE_INT8, 1), "i"},
        {codes_of(CODES32, WB_TYPE_INT32, 0), "i"},
        {codes_of(CODES64, WB_TYPE_INT64, 1), "i"},
        {text_of(NULL, NO_TEXT), "u"},
        {column_of(WB_TYPE_DATE32, I32), "tdD"},
        {with_bits(column_of(WB_TYPE_TIMESTAMP, I64)), "tsu:UTC"},
    };
    size_t n = sizeof all / sizeof all[0];

    memcpy(out, all, sizeof all);
    for (size_t i = 0; i < n; i++)
        if (out[i].column.flags & WB_COLUMN_OFFSETS64)
            out[i].column.offsets = OFFSETS64;
    return n;
}

/* Out of a frame that is freed at once, and in again. */
static void round_trip(const wb_frame *frame, const char *format)
{
    wb_frame *gone = NULL, *back = NULL;
    struct ArrowSchema schema;
    struct ArrowArray array;

    assert_ok(wb_frame_slice(frame, 0, wb_frame_row_count(frame), &gone, NULL));
    assert_ok(wb_frame_export_arrow(gone, &array, &schema, NULL));
    wb_frame_free(gone);
    assert_string_equal(schema.format, "+s");
    assert_string_equal(schema.children[0]->format, format);
    assert_ok(wb_frame_import_arrow(&array, &schema, &back, NULL));
    assert_same_values(frame, back);
    wb_frame_free(back);
}

static void test_wb_frame_export_arrow__every_layout_comes_back(void **state)
{
    layout layouts[32];
    size_t n = all_layouts(layouts);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        wb_frame *frame = frame_of(ROWS, layouts[i].column), *slice = NULL;

        for (int64_t first = 0; first <= ROWS; first++)
            for (int64_t rows = 0; rows <= ROWS - first; rows++) {
                assert_ok(wb_frame_slice(frame, first, rows, &slice, NULL));
                round_trip(slice, layouts[i].format);
                wb_frame_free(slice);
            }
        wb_frame_free(frame);
    }
}

static void test_wb_frame_export_arrow__shares_what_arrow_can_read(void **state)
{
    wb_frame *frame = frame_of(ROWS, column_of(WB_TYPE_INT32, I32)), *slice = NULL;
    struct ArrowSchema schema;
    struct ArrowArray array;

    (void)state;
    add_column(frame, "text", text_of(TEXT, OFFSETS));
    add_column(frame, "double", column_of(WB_TYPE_FLOAT64, F64));
    add_column(frame, "sentinel", with_sentinel(column_of(WB_TYPE_INT32, I32), -99));
    add_column(frame, "bits", column_of(WB_TYPE_BOOL, BITS));
    assert_ok(wb_frame_slice(frame, 3, 6, &slice, NULL));
    assert_ok(wb_frame_export_arrow(slice, &array, &schema, NULL));
    assert_int_equal(array.length, 6);
    assert_int_equal(array.offset, 0);
    assert_ptr_equal(array.children[0]->buffers[1], I32);
    assert_int_equal(array.children[0]->offset, 3);
    assert_null(array.children[0]->buffers[0]);
    assert_int_equal(array.children[0]->null_count, 0);
    assert_ptr_equal(array.children[1]->buffers[1], OFFSETS);
    assert_ptr_equal(array.children[1]->buffers[2], TEXT);
    /* A bitmap that is made begins at the first row, and so do the values then. */
    assert_ptr_equal(array.children[2]->buffers[1], F64 + 3);
    assert_int_equal(array.children[2]->offset, 0);
    assert_non_null(array.children[2]->buffers[0]);
    assert_ptr_equal(array.children[3]->buffers[1], I32 + 3);
    assert_ptr_equal(array.children[4]->buffers[1], BITS);
    assert_int_equal(array.children[4]->offset, 3);
    array.release(&array);
    schema.release(&schema);
    assert_null(array.release);
    assert_null(schema.release);
    wb_frame_free(slice);
    wb_frame_free(frame);
}

static void test_wb_frame_export_arrow__columns_may_be_moved_out(void **state)
{
    wb_column column = column_of(WB_TYPE_INT32, I32);
    struct ArrowArray array, moved, categories;
    struct ArrowSchema schema;
    int released = 0;
    wb_frame *frame;

    (void)state;
    column.release = count_release;
    column.user = &released;
    frame = frame_of(ROWS, column);
    add_column(frame, "sex", codes_of(CODES, WB_TYPE_INT8, 1));
    assert_ok(wb_frame_export_arrow(frame, &array, &schema, NULL));
    wb_frame_free(frame);
    moved = *array.children[0];
    array.children[0]->release = NULL;
    categories = *array.children[1]->dictionary;
    array.children[1]->dictionary->release = NULL;
    array.release(&array);
    schema.release(&schema);
    assert_int_equal(released, 0);
    assert_int_equal(((const int32_t *)moved.buffers[1])[0], 70000);
    moved.release(&moved);
    assert_int_equal(released, 1);
    assert_memory_equal(categories.buffers[2], "manvrouw", 8);
    categories.release(&categories);
}

static void test_wb_frame_export_arrow__the_schema_says_it_all(void **state)
{
    wb_frame *frame = frame_of(
                 ROWS, flagged(codes_of(CODES, WB_TYPE_INT8, 1), WB_COLUMN_ORDERED)),
             *back = NULL;
    struct ArrowSchema schema;
    struct ArrowArray array;

    (void)state;
    assert_ok(wb_frame_set_metadata(frame, "{\"library\": \"é\"}", NULL));
    assert_ok(wb_frame_export_arrow(frame, &array, &schema, NULL));
    assert_string_equal(schema.children[0]->name, "x");
    assert_int_equal(schema.children[0]->flags,
                     ARROW_FLAG_NULLABLE | ARROW_FLAG_DICTIONARY_ORDERED);
    assert_string_equal(schema.children[0]->dictionary->format, "u");
    assert_ok(wb_frame_import_arrow(&array, &schema, &back, NULL));
    assert_string_equal(wb_frame_metadata(back), "{\"library\":\"é\"}");
    wb_frame_free(frame);
    /* The order of the categories survives the way in, too. */
    assert_ok(wb_frame_export_arrow(back, &array, &schema, NULL));
    assert_true(schema.children[0]->flags & ARROW_FLAG_DICTIONARY_ORDERED);
    array.release(&array);
    schema.release(&schema);
    wb_frame_free(back);
}

static void test_wb_frame_export_arrow__joins_views(void **state)
{
    const view views[] = {short_view("ab"), short_view(""), long_view(14, 0, 1)};
    static const int64_t sizes[] = {15};
    static const uint8_t validity[] = {0x05};
    hand_batch batch;
    wb_frame *frame, *slice = NULL;
    size_t column;

    (void)state;
    hand_start(&batch, 3);
    column = hand_add(&batch, "x", "vu", 4, validity, views, "x0123456789abcd");
    batch.buffers[column][3] = sizes;
    frame = hand_import(&batch);
    assert_text(frame, 0, 2, "0123456789abcd");
    round_trip(frame, "u");
    assert_ok(wb_frame_slice(frame, 1, 2, &slice, NULL));
    round_trip(slice, "u");
    wb_frame_free(slice);
    wb_frame_free(frame);
}

static void test_wb_frame_export_arrow__refuses_uint64_beyond_int64(void **state)
{
    static const uint64_t values[] = {1, UINT64_MAX, (uint64_t)INT64_MAX + 1};
    static const uint8_t validity[] = {0x05};
    wb_column column = column_of(WB_TYPE_UINT64, values);
    struct ArrowSchema schema = {.format = "mine"};
    struct ArrowArray array = {.length = 77};
    wb_frame *frame;
    wb_error err;

    (void)state;
    column.validity = validity;
    frame = frame_of(3, column);
    assert_fails(wb_frame_export_arrow(frame, &array, &schema, &err), WB_E_DATA);
    assert_int_equal(err.row, 2);
    assert_string_equal(err.item, "x");
    assert_int_equal(array.length, 77);
    assert_string_equal(schema.format, "mine");
    assert_fails(wb_frame_export_arrow(NULL, &array, &schema, NULL), WB_E_ARG);
    assert_fails(wb_frame_export_arrow(frame, NULL, &schema, NULL), WB_E_ARG);
    assert_fails(wb_frame_export_arrow(frame, &array, NULL, NULL), WB_E_ARG);
    wb_frame_free(frame);
}

/* Only the offsets are looked at, so the bytes need not be there. */
static void test_wb_frame_export_arrow__text_beyond_2_gib_is_large(void **state)
{
    static const int64_t offsets[] = {5, 7, 7 + (int64_t)INT32_MAX};
    wb_column_data *data = wb_column_data_new(WB_TYPE_UTF8, WB_STORE_TEXT64);
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    wb_source *source = NULL;
    wb_frame *frame = NULL;

    (void)state;
    assert_non_null(data);
    data->offsets = offsets;
    data->values = TEXT;
    assert_ok(wb_frame_new(2, &frame, NULL));
    assert_ok(wb_frame_reserve(frame, "t", NULL));
    wb_frame_push(frame, "t", data, 0, NULL);
    assert_ok(wb_frame_export_arrow(frame, &array, &schema, NULL));
    assert_string_equal(schema.children[0]->format, "U");
    assert_ptr_equal(array.children[0]->buffers[1], offsets);
    array.release(&array);
    schema.release(&schema);

    /* A stream has said int32 before it sees the text. */
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_source_export_arrow(source, &stream, NULL));
    assert_int_equal(stream.get_schema(&stream, &schema), 0);
    assert_string_equal(schema.children[0]->format, "u");
    schema.release(&schema);
    assert_int_not_equal(stream.get_next(&stream, &array), 0);
    assert_non_null(strstr(stream.get_last_error(&stream), "column 't' exceeds 2 GiB"));
    stream.release(&stream);
    wb_frame_free(frame);
}

static void test_wb_frame_export_arrow__without_rows_or_columns(void **state)
{
    struct ArrowSchema schema;
    struct ArrowArray array;
    wb_frame *frame = NULL, *back = NULL;

    (void)state;
    assert_ok(wb_frame_new(4, &frame, NULL));
    assert_ok(wb_frame_export_arrow(frame, &array, &schema, NULL));
    assert_int_equal(array.n_children, 0);
    assert_ok(wb_frame_import_arrow(&array, &schema, &back, NULL));
    assert_int_equal(wb_frame_row_count(back), 4);
    wb_frame_free(back);
    wb_frame_free(frame);
    /* Consumers want buffers, also for no rows. */
    frame = frame_of(0, text_of(NULL, NULL));
    assert_ok(wb_frame_export_arrow(frame, &array, &schema, NULL));
    assert_non_null(array.children[0]->buffers[1]);
    assert_non_null(array.children[0]->buffers[2]);
    array.release(&array);
    schema.release(&schema);
    wb_frame_free(frame);
}

/* Long columns take several blocks, and bits must stay in step. */
static void test_wb_frame_export_arrow__takes_long_columns(void **state)
{
    int64_t n = 3 * WB_BLOCK_ROWS + 5;
    int8_t *values = calloc((size_t)n, 1);
    wb_column column = with_sentinel(column_of(WB_TYPE_BOOL, values), -1);
    wb_frame *frame, *slice = NULL;

    (void)state;
    for (int64_t i = 0; i < n; i++)
        values[i] = (int8_t)(i % 5 == 4 && i > 2500 ? -1 : i % 2);
    frame = frame_of(n, flagged(column, WB_COLUMN_BOOL_BYTES));
    add_column(frame, "i", with_sentinel(column_of(WB_TYPE_INT8, values), -1));
    assert_ok(wb_frame_slice(frame, 3, n - 3, &slice, NULL));
    round_trip(slice, "b");
    wb_frame_free(slice);
    wb_frame_free(frame);
    free(values);
}

static wb_status export_all(void)
{
    layout layouts[32];
    size_t n = all_layouts(layouts);
    struct ArrowSchema schema;
    struct ArrowArray array;
    wb_frame *frame = NULL;
    char name[] = "a";
    wb_status st = wb_frame_new(ROWS, &frame, NULL);

    for (size_t i = 1; i < n && st == WB_OK; i += 2, name[0]++)
        st = wb_frame_add_column(frame, name, &layouts[i].column, NULL);
    if (st == WB_OK)
        st = wb_frame_set_metadata(frame, "{}", NULL);
    if (st == WB_OK)
        st = wb_frame_export_arrow(frame, &array, &schema, NULL);
    wb_frame_free(frame);
    if (st == WB_OK) {
        array.release(&array);
        schema.release(&schema);
    }
    return st;
}

static void test_wb_frame_export_arrow__survives_failing_allocations(void **state)
{
    (void)state;
    wb_test_every_allocation(export_all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_frame_export_arrow__every_layout_comes_back),
        cmocka_unit_test(test_wb_frame_export_arrow__shares_what_arrow_can_read),
        cmocka_unit_test(test_wb_frame_export_arrow__columns_may_be_moved_out),
        cmocka_unit_test(test_wb_frame_export_arrow__the_schema_says_it_all),
        cmocka_unit_test(test_wb_frame_export_arrow__joins_views),
        cmocka_unit_test(test_wb_frame_export_arrow__refuses_uint64_beyond_int64),
        cmocka_unit_test(test_wb_frame_export_arrow__text_beyond_2_gib_is_large),
        cmocka_unit_test(test_wb_frame_export_arrow__without_rows_or_columns),
        cmocka_unit_test(test_wb_frame_export_arrow__takes_long_columns),
        cmocka_unit_test(test_wb_frame_export_arrow__survives_failing_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
