/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Building results value by value. A column grows blocks of memory that the frame takes
 * over at the end. Its bitmap of validity begins with the first missing value. */
#include "frame/column.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

typedef struct growing {
    char name[WB_NAME_BYTES];
    wb_type type;
    size_t width; /* bytes a row takes in values: bool int8, text an int64 offset */
    int64_t n;
    int64_t capacity; /* rows; values has room for one more */
    char *values;
    uint8_t *validity; /* NULL while nothing is missing */
    wb_text bytes;     /* text */
    wb_dictionary *dictionary;
    wb_category_index index;
} growing;

struct wb_builder {
    growing *columns;
    size_t n_columns;
    size_t capacity;
};

wb_status wb_builder_new(wb_builder **out, wb_error *err)
{
    *out = wb_allocate(1, sizeof **out);
    return *out == NULL ? wb_fail_nomem(err) : WB_OK;
}

static void free_column(growing *column)
{
    wb_release(column->values);
    wb_release(column->validity);
    wb_text_free(&column->bytes);
    wb_dictionary_drop(column->dictionary);
    wb_category_index_free(&column->index);
}

void wb_builder_free(wb_builder *builder)
{
    if (builder == NULL)
        return;
    for (size_t i = 0; i < builder->n_columns; i++)
        free_column(builder->columns + i);
    wb_release(builder->columns);
    wb_release(builder);
}

/* How the values of a column lie; WB_STORE_NONE for a type that cannot be built. */
static wb_storage storage_of(wb_type type)
{
    switch (type) {
    case WB_TYPE_BOOL:
        return WB_STORE_INT8;
    case WB_TYPE_INT32:
    case WB_TYPE_DICTIONARY:
    case WB_TYPE_DATE32:
        return WB_STORE_INT32;
    case WB_TYPE_INT64:
    case WB_TYPE_TIMESTAMP:
        return WB_STORE_INT64;
    case WB_TYPE_FLOAT64:
        return WB_STORE_FLOAT64;
    case WB_TYPE_UTF8:
        return WB_STORE_TEXT64;
    case WB_TYPE_NULL:
    case WB_TYPE_INT8:
    case WB_TYPE_INT16:
    case WB_TYPE_UINT8:
    case WB_TYPE_UINT16:
    case WB_TYPE_UINT32:
    case WB_TYPE_UINT64:
    case WB_TYPE_FLOAT32:
        break;
    }
    return WB_STORE_NONE;
}

static wb_status check_new_column(const wb_builder *builder, const char *name,
                                  wb_type type, wb_error *err)
{
    size_t length = name == NULL ? 0 : strlen(name);

    if (length == 0 || length >= WB_NAME_BYTES)
        return wb_fail(err, WB_E_ARG,
                       "the name of column %zu has %zu bytes, expected 1 to %d",
                       builder->n_columns, length, WB_NAME_BYTES - 1);
    if (wb_utf8_valid(name, length) != length)
        return wb_fail(err, WB_E_DATA, "the name of column %zu is not valid UTF-8",
                       builder->n_columns);
    for (size_t i = 0; i < builder->n_columns; i++)
        if (strcmp(builder->columns[i].name, name) == 0)
            return wb_fail_at(err, WB_E_ARG, -1, name, "there already is a column '%s'",
                              name);
    if (storage_of(type) == WB_STORE_NONE)
        return wb_fail_at(err, WB_E_ARG, -1, name, "column '%s' cannot be built as %s",
                          name, wb_type_name((int32_t)type));
    return WB_OK;
}

static wb_status grow_columns(wb_builder *builder, wb_error *err)
{
    size_t capacity = builder->capacity < 4 ? 8 : builder->capacity * 2;
    growing *columns;

    if (builder->n_columns < builder->capacity)
        return WB_OK;
    columns = wb_resize(builder->columns, capacity, sizeof *columns);
    if (columns == NULL)
        return wb_fail_nomem(err);
    builder->columns = columns;
    builder->capacity = capacity;
    return WB_OK;
}

wb_status wb_builder_add_column(wb_builder *builder, const char *name, wb_type type,
                                size_t *column, wb_error *err)
{
    growing added = {.type = type};
    size_t width;
    wb_status st;

    WB_TRY(check_new_column(builder, name, type, err));
    WB_TRY(grow_columns(builder, err));
    if (type == WB_TYPE_DICTIONARY) {
        added.dictionary = wb_dictionary_new();
        if (added.dictionary == NULL)
            return wb_fail_nomem(err);
    }
    width = wb_storage_width(storage_of(type));
    added.width = width == 0 ? sizeof(int64_t) : width;
    memcpy(added.name, name, strlen(name) + 1);
    builder->columns[builder->n_columns] = added;
    *column = builder->n_columns++;
done:
    return st;
}

static wb_status find_column(wb_builder *builder, size_t column, growing **out,
                             wb_error *err)
{
    if (column >= builder->n_columns)
        return wb_fail(err, WB_E_ARG, "there is no column %zu, only %zu", column,
                       builder->n_columns);
    *out = builder->columns + column;
    return WB_OK;
}

static wb_status wrong_type(const growing *column, const char *what, wb_error *err)
{
    return wb_fail_at(err, WB_E_ARG, column->n, column->name,
                      "column '%s' is %s and cannot hold %s", column->name,
                      wb_type_name((int32_t)column->type), what);
}

/* Room for one more row, and in text for the offset behind it. */
static wb_status grow_rows(growing *column, wb_error *err)
{
    int64_t capacity = column->capacity < 32 ? 64 : column->capacity * 2;
    void *block;

    if (column->n < column->capacity)
        return WB_OK;
    block = wb_resize(column->values, (size_t)capacity + 1, column->width);
    if (block == NULL)
        return wb_fail_nomem(err);
    column->values = block;
    if (column->capacity == 0)
        memset(block, 0, column->width); /* the first offset */
    if (column->validity != NULL) {
        block = wb_resize(column->validity, (size_t)capacity / 8, 1);
        if (block == NULL)
            return wb_fail_nomem(err);
        column->validity = block;
    }
    column->capacity = capacity;
    return WB_OK;
}

static void set_valid(growing *column, bool valid)
{
    uint8_t bit = (uint8_t)(1u << (column->n & 7));
    uint8_t *byte;

    if (column->validity == NULL)
        return;
    byte = column->validity + (column->n >> 3);
    *byte = valid ? *byte | bit : *byte & (uint8_t)~bit;
}

static void set_integer(growing *column, int64_t value)
{
    char *at = column->values + (size_t)column->n * column->width;

    if (column->width == sizeof(int8_t)) {
        *(int8_t *)at = (int8_t)value;
    } else if (column->width == sizeof(int32_t)) {
        int32_t narrow = (int32_t)value;

        memcpy(at, &narrow, sizeof narrow);
    } else {
        memcpy(at, &value, sizeof value);
    }
    set_valid(column, true);
    column->n++;
}

wb_status wb_builder_missing(wb_builder *builder, size_t column, wb_error *err)
{
    growing *to = NULL;
    wb_status st;

    WB_TRY(find_column(builder, column, &to, err));
    WB_TRY(grow_rows(to, err));
    if (to->validity == NULL) {
        to->validity = wb_resize(NULL, (size_t)to->capacity / 8, 1);
        if (to->validity == NULL)
            return wb_fail_nomem(err);
        memset(to->validity, 0xFF, (size_t)to->capacity / 8);
    }
    set_valid(to, false);
    if (to->type == WB_TYPE_UTF8) {
        int64_t *offsets = (int64_t *)(void *)to->values;

        offsets[to->n + 1] = offsets[to->n];
    } else {
        memset(to->values + (size_t)to->n * to->width, 0, to->width);
    }
    to->n++;
done:
    return st;
}

wb_status wb_builder_int64(wb_builder *builder, size_t column, int64_t value,
                           wb_error *err)
{
    growing *to = NULL;
    bool fits;
    wb_status st;

    WB_TRY(find_column(builder, column, &to, err));
    if (to->type == WB_TYPE_FLOAT64 || to->type == WB_TYPE_UTF8 ||
        to->type == WB_TYPE_DICTIONARY)
        return wrong_type(to, "integers", err);
    fits = to->width == sizeof(int64_t) || (value >= INT32_MIN && value <= INT32_MAX);
    if (to->type == WB_TYPE_BOOL)
        fits = value == 0 || value == 1;
    if (!fits)
        return wb_fail_at(err, WB_E_DATA, to->n, to->name,
                          "value %lld of column '%s' in row %lld does not fit in %s",
                          (long long)value, to->name, (long long)to->n,
                          wb_type_name((int32_t)to->type));
    WB_TRY(grow_rows(to, err));
    set_integer(to, value);
done:
    return st;
}

wb_status wb_builder_double(wb_builder *builder, size_t column, double value,
                            wb_error *err)
{
    growing *to = NULL;
    wb_status st;

    WB_TRY(find_column(builder, column, &to, err));
    if (to->type != WB_TYPE_FLOAT64)
        return wrong_type(to, "numbers with decimals", err);
    if (isnan(value))
        return wb_builder_missing(builder, column, err);
    WB_TRY(grow_rows(to, err));
    memcpy(to->values + (size_t)to->n * sizeof value, &value, sizeof value);
    set_valid(to, true);
    to->n++;
done:
    return st;
}

static wb_status check_utf8(const growing *column, const char *text, size_t length,
                            wb_error *err)
{
    if (wb_utf8_valid(text, length) != length)
        return wb_fail_at(err, WB_E_DATA, column->n, column->name,
                          "the text of column '%s' in row %lld is not valid UTF-8",
                          column->name, (long long)column->n);
    return WB_OK;
}

static wb_status add_text(growing *to, const char *text, size_t length, wb_error *err)
{
    wb_status st;

    if (length > 0)
        WB_TRY(wb_text_append(&to->bytes, text, length, err));
    ((int64_t *)(void *)to->values)[to->n + 1] = (int64_t)to->bytes.length;
    set_valid(to, true);
    to->n++;
    st = WB_OK;
done:
    return st;
}

wb_status wb_builder_text(wb_builder *builder, size_t column, const char *text,
                          size_t length, wb_error *err)
{
    growing *to = NULL;
    int32_t code;
    wb_status st;

    WB_TRY(find_column(builder, column, &to, err));
    if (to->type != WB_TYPE_UTF8 && to->type != WB_TYPE_DICTIONARY)
        return wrong_type(to, "text", err);
    WB_TRY(check_utf8(to, text, length, err));
    WB_TRY(grow_rows(to, err));
    if (to->type == WB_TYPE_UTF8)
        return add_text(to, text, length, err);
    WB_TRY(wb_category_find_or_add(&to->index, to->dictionary, text, length, &code, err));
    set_integer(to, code);
done:
    return st;
}

wb_status wb_builder_category(wb_builder *builder, size_t column, const char *text,
                              size_t length, wb_error *err)
{
    growing *to = NULL;
    int32_t code;
    wb_status st;

    WB_TRY(find_column(builder, column, &to, err));
    if (to->type != WB_TYPE_DICTIONARY)
        return wrong_type(to, "categories", err);
    WB_TRY(check_utf8(to, text, length, err));
    WB_TRY(wb_category_find_or_add(&to->index, to->dictionary, text, length, &code, err));
done:
    return st;
}

/* Hand a block over to the column data; it stays with the builder on failure. */
static wb_status hand_over(void **block, wb_buffer **owner, wb_error *err)
{
    if (*block == NULL)
        return WB_OK;
    *owner = wb_buffer_adopt(*block);
    if (*owner == NULL)
        return wb_fail_nomem(err);
    *block = NULL;
    return WB_OK;
}

static wb_status finish_column(growing *from, wb_frame *frame, wb_error *err)
{
    wb_column_data *data = wb_column_data_new(from->type, storage_of(from->type));
    void *blocks[3] = {from->values, from->bytes.bytes, from->validity};
    wb_status st;

    if (data == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_frame_reserve(frame, from->name, err));
    data->values = from->type == WB_TYPE_UTF8 ? blocks[1] : blocks[0];
    data->offsets = from->type == WB_TYPE_UTF8 ? blocks[0] : NULL;
    data->validity = from->validity;
    WB_TRY(hand_over(&blocks[0], &data->owners[0], err));
    from->values = NULL;
    WB_TRY(hand_over(&blocks[1], &data->owners[1], err));
    from->bytes = (wb_text){0};
    WB_TRY(hand_over(&blocks[2], &data->owners[2], err));
    from->validity = NULL;
    data->dictionary = from->dictionary;
    from->dictionary = NULL;
    wb_frame_push(frame, from->name, data, 0, NULL);
    data = NULL;
done:
    wb_column_data_drop(data);
    return st;
}

/* Whether or not this succeeds, the builder has no columns afterwards. */
wb_status wb_builder_finish(wb_builder *builder, wb_frame **out, wb_error *err)
{
    wb_frame *frame = NULL;
    int64_t n_rows = builder->n_columns == 0 ? 0 : builder->columns[0].n;
    wb_status st = WB_OK;

    *out = NULL;
    for (size_t i = 1; i < builder->n_columns; i++)
        if (builder->columns[i].n != n_rows) {
            st = wb_fail_at(err, WB_E_ARG, -1, builder->columns[i].name,
                            "column '%s' has %lld values, the first column has %lld",
                            builder->columns[i].name, (long long)builder->columns[i].n,
                            (long long)n_rows);
            goto done;
        }
    WB_TRY(wb_frame_new(n_rows, &frame, err));
    for (size_t i = 0; i < builder->n_columns; i++)
        WB_TRY(finish_column(builder->columns + i, frame, err));
    *out = frame;
    frame = NULL;
done:
    for (size_t i = 0; i < builder->n_columns; i++)
        free_column(builder->columns + i);
    builder->n_columns = 0;
    wb_frame_free(frame);
    return st;
}
