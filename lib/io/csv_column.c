/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A block is read column by column: one loop per kind of type, nothing allocated per
 * field. Integers of all widths pass through a block of int64 and are narrowed at the
 * end, which compilers turn into vector code. */
#include "io/csv_cursor.h"

#include "base/text.h"

/* ---- fields ---- */

/* Up to nine digits without sign, zero in front or quotes: nearly every field there is.
 */
static inline bool small_whole(const char *text, uint32_t size, int64_t *value)
{
    int64_t sum = 0;

    if (size - 1 > 8 || (text[0] == '0' && size > 1))
        return false;
    for (uint32_t i = 0; i < size; i++) {
        uint32_t digit = (uint32_t)(unsigned char)text[i] - '0';
        if (digit > 9)
            return false;
        sum = 10 * sum + digit;
    }
    *value = sum;
    return true;
}

void wb_csv_column_infer(wb_csv_column *column, size_t index, const wb_csv_scan *scan,
                         size_t n_rows, const wb_csv_dialect *dialect)
{
    const uint32_t whole = WB_CSV_FITS_INT32 | WB_CSV_FITS_INT64 | WB_CSV_FITS_NUMBER;
    wb_csv_cursor at = wb_csv_point_at(scan, index, dialect);
    int64_t value = 0;

    for (size_t i = 0; i < n_rows; i++, at.field += at.stride) {
        wb_csv_field field = *at.field;
        const char *text = at.bytes + field.start;

        if (wb_csv_is_missing(&at, field)) {
            column->seen_empty |= field.size == WB_CSV_QUOTED;
            continue;
        }
        column->seen = true;
        if (small_whole(text, field.size, &value))
            column->possible &= whole;
        else if ((field.size & WB_CSV_DOUBLED) != 0)
            column->possible = 0;
        else
            column->possible =
                wb_csv_fits(text, field.size & WB_CSV_LENGTH, column->possible);
        if (column->possible == 0)
            return;
    }
}

/* ---- one loop per kind of type ---- */

static bool read_whole(const wb_csv_type *type, const char *text, wb_csv_field field,
                       bool strict, int64_t *value)
{
    bool negative = false;
    uint64_t magnitude = 0;

    if ((field.size & WB_CSV_DOUBLED) != 0 ||
        !wb_csv_whole(text, field.size & WB_CSV_LENGTH, strict, &negative, &magnitude) ||
        magnitude > (negative ? type->lowest : type->highest))
        return false;
    *value = (int64_t)(negative ? 0 - magnitude : magnitude);
    return true;
}

static void store(void *values, int32_t width, int64_t first, const int64_t *from,
                  size_t n)
{
    int8_t *as8 = (int8_t *)values + first;
    int16_t *as16 = (int16_t *)values + first;
    int32_t *as32 = (int32_t *)values + first;

    if (width == 1)
        for (size_t i = 0; i < n; i++)
            as8[i] = (int8_t)from[i];
    else if (width == 2)
        for (size_t i = 0; i < n; i++)
            as16[i] = (int16_t)from[i];
    else if (width == 4)
        for (size_t i = 0; i < n; i++)
            as32[i] = (int32_t)from[i];
    else
        memcpy((int64_t *)values + first, from, n * sizeof *from);
}

static wb_status read_wholes(wb_csv_column *column, wb_csv_cursor at, size_t n_rows,
                             size_t *n_good, wb_error *err)
{
    const wb_csv_type *type = column->type;
    bool strict = !column->declared;
    int64_t values[WB_CSV_BLOCK_ROWS];
    int64_t highest = type->highest > INT64_MAX ? INT64_MAX : (int64_t)type->highest;
    wb_status st = WB_OK;
    size_t i = 0;

    for (; i < n_rows; i++, at.field += at.stride) {
        wb_csv_field field = *at.field;
        const char *text = at.bytes + field.start;

        if (wb_csv_is_missing(&at, field)) {
            values[i] = 0;
            WB_TRY(wb_csv_mark_missing(column, column->n_rows + (int64_t)i, err));
        } else if (!small_whole(text, field.size, &values[i]) || values[i] > highest) {
            if (!read_whole(type, text, field, strict, &values[i]))
                break;
        }
    }
    store(column->buffers->values, type->width, column->n_rows, values, i);
    *n_good = i;
done:
    return st;
}

static wb_status read_numbers(wb_csv_column *column, wb_csv_cursor at, size_t n_rows,
                              size_t *n_good, wb_error *err)
{
    bool single = column->type->type == WB_TYPE_FLOAT32, strict = !column->declared;
    float *floats = (float *)column->buffers->values + column->n_rows;
    double *doubles = (double *)column->buffers->values + column->n_rows;
    size_t i = 0;

    for (; i < n_rows; i++, at.field += at.stride) {
        wb_csv_field field = *at.field;
        double value = (double)NAN;

        if (!wb_csv_is_missing(&at, field) &&
            ((field.size & WB_CSV_DOUBLED) != 0 ||
             !wb_csv_number(at.bytes + field.start, field.size & WB_CSV_LENGTH, strict,
                            at.dialect->decimal, &value)))
            break;
        if (isnan(value)) {
            wb_status st = wb_csv_mark_missing(column, column->n_rows + (int64_t)i, err);
            if (st != WB_OK)
                return st;
        }
        if (single && isinf((float)value) && !isinf(value))
            break;
        if (single)
            floats[i] = (float)value;
        else
            doubles[i] = value;
    }
    *n_good = i;
    return WB_OK;
}

/* Booleans, dates and timestamps: one field. */
static bool read_other(wb_csv_column *column, int64_t row, const char *text,
                       wb_csv_field field)
{
    void *values = column->buffers->values;
    size_t length = field.size & WB_CSV_LENGTH;
    bool truth = false;

    if ((field.size & WB_CSV_DOUBLED) != 0)
        return false;
    switch (column->type->type) {
    case WB_TYPE_BOOL:
        if (!wb_csv_bool(text, length, !column->declared, &truth))
            return false;
        ((uint8_t *)values)[row / 8] |= (uint8_t)((unsigned)truth << (row % 8));
        return true;
    case WB_TYPE_DATE32:
        return wb_parse_date(text, length, (int32_t *)values + row);
    case WB_TYPE_TIMESTAMP:
        return wb_parse_timestamp(text, length, (int64_t *)values + row);
    default: /* null holds nothing */
        return false;
    }
}

static void store_zero(wb_csv_column *column, int64_t row)
{
    if (column->type->width > 0)
        memset((char *)column->buffers->values + row * column->type->width, 0,
               (size_t)column->type->width);
}

static wb_status read_others(wb_csv_column *column, wb_csv_cursor at, size_t n_rows,
                             size_t *n_good, wb_error *err)
{
    size_t i = 0;

    for (; i < n_rows; i++, at.field += at.stride) {
        int64_t row = column->n_rows + (int64_t)i;

        if (!wb_csv_is_missing(&at, *at.field)) {
            if (!read_other(column, row, at.bytes + at.field->start, *at.field))
                break;
        } else {
            store_zero(column, row);
            wb_status st = wb_csv_mark_missing(column, row, err);
            if (st != WB_OK)
                return st;
        }
    }
    *n_good = i;
    return WB_OK;
}

/* ---- a column ---- */

wb_status wb_csv_column_read(wb_csv_column *column, size_t index, const wb_csv_scan *scan,
                             size_t n_rows, const wb_csv_dialect *dialect, size_t *n_good,
                             wb_error *err)
{
    wb_csv_cursor at = wb_csv_point_at(scan, index, dialect);
    wb_status st = WB_OK;

    while (st == WB_OK && column->n_rows + (int64_t)n_rows > column->capacity)
        st = wb_csv_column_grow(column, 2 * column->capacity, err);
    if (st != WB_OK)
        return st;
    if (column->type->highest > 0)
        st = read_wholes(column, at, n_rows, n_good, err);
    else if (column->type->type == WB_TYPE_FLOAT64 ||
             column->type->type == WB_TYPE_FLOAT32)
        st = read_numbers(column, at, n_rows, n_good, err);
    else if (column->type->type == WB_TYPE_UTF8)
        st = wb_csv_read_texts(column, at, n_rows, n_good, err);
    else if (column->type->type == WB_TYPE_DICTIONARY)
        st = wb_csv_read_categories(column, at, n_rows, n_good, err);
    else
        st = read_others(column, at, n_rows, n_good, err);
    if (st == WB_OK)
        column->n_rows += (int64_t)*n_good;
    return st;
}

static wb_status list_categories(const wb_keys *keys, int32_t n, const char ***list,
                                 wb_error *err)
{
    size_t length = 0;

    *list = wb_resize(NULL, (size_t)n, sizeof **list);
    if (*list == NULL)
        return wb_fail_nomem(err);
    for (int32_t i = 0; i < n; i++)
        (*list)[i] = wb_keys_text(keys, i, &length);
    return WB_OK;
}

wb_status wb_csv_column_finish(wb_csv_column *column, wb_frame *frame, wb_error *err)
{
    wb_csv_buffers *buffers = column->buffers;
    wb_column handed = WB_COLUMN_INIT;
    const char **categories = NULL;
    wb_status st = WB_OK;

    handed.type = column->type->type;
    handed.values = buffers->values;
    handed.offsets = buffers->offsets;
    handed.validity = buffers->validity;
    handed.release = wb_csv_buffers_release;
    handed.user = buffers;
    if (handed.type == WB_TYPE_DICTIONARY) {
        /* A refused text stands behind the declared ones. */
        int32_t n = column->n_declared > 0 ? column->n_declared
                                           : wb_keys_count(column->categories);
        WB_TRY(list_categories(column->categories, n, &categories, err));
        handed.categories = categories;
        handed.n_categories = n;
        handed.flags |= column->ordered ? WB_COLUMN_ORDERED : 0;
    }
    WB_TRY(wb_frame_add_column(frame, column->name, &handed, err));
    column->buffers = NULL;
done:
    wb_release(categories);
    return st;
}
