/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows of a column copied into the caller's memory as numbers of one kind.
 *
 * What may not be copied is looked for first, so that a failure writes nothing; and only
 * where the type of the column leaves the question open. */
#include "frame/column.h"

/* What a present integer may be: low .. high, but not `missing`. */
typedef struct target {
    const char *name;
    int64_t low, high, missing;
} target;

static wb_status check_rows(const wb_frame *frame, size_t column, int64_t first,
                            int64_t n_rows, const void *out, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_frame_check_column(frame, column, err));
    const wb_slot *slot = frame->columns + column;
    if (first < 0 || n_rows < 0 || first > frame->n_rows ||
        n_rows > frame->n_rows - first)
        return wb_fail_at(err, WB_E_ARG, -1, slot->name,
                          "%lld rows of column '%s' from row %lld are outside a frame of "
                          "%lld rows",
                          (long long)n_rows, slot->name, (long long)first,
                          (long long)frame->n_rows);
    if (out == NULL && n_rows > 0)
        return wb_fail_at(err, WB_E_ARG, -1, slot->name,
                          "the values of column '%s' need a place to go", slot->name);
    if (slot->data->type == WB_TYPE_UTF8)
        return wb_fail_at(err, WB_E_ARG, -1, slot->name,
                          "column '%s' is utf8, expected numbers", slot->name);
done:
    return st;
}

static int32_t block_rows(int64_t n_left)
{
    return (int32_t)(n_left < WB_BLOCK_ROWS ? n_left : WB_BLOCK_ROWS);
}

/* ---- doubles ---- */

/* A double has 53 bits; beyond them some integers are exact still. */
static bool is_exact(const wb_slot *slot, int64_t row)
{
    int64_t at = slot->offset + row;

    if (slot->data->storage == WB_STORE_UINT64) {
        uint64_t value = ((const uint64_t *)slot->data->values)[at];

        return (double)value < 0x1p64 && (uint64_t)(double)value == value;
    }
    int64_t value = ((const int64_t *)slot->data->values)[at];

    return (double)value < 0x1p63 && (int64_t)(double)value == value;
}

static bool any_beyond_53_bits(const wb_slot *slot, int64_t first, int32_t n)
{
    const uint64_t *values = (const uint64_t *)slot->data->values + slot->offset + first;
    uint64_t beyond = 0;

    if (slot->data->storage == WB_STORE_UINT64)
        for (int32_t i = 0; i < n; i++)
            beyond |= values[i] >> 53;
    else
        for (int32_t i = 0; i < n; i++)
            beyond |= (values[i] + (UINT64_C(1) << 53)) >> 54;
    return beyond != 0;
}

static wb_status refuse_inexact(const wb_slot *slot, int64_t row, wb_error *err)
{
    uint64_t value = ((const uint64_t *)slot->data->values)[slot->offset + row];
    bool negative = slot->data->storage == WB_STORE_INT64 && value > INT64_MAX;

    return wb_fail_at(err, WB_E_DATA, row, slot->name,
                      "value %s%llu of column '%s' in row %lld has more digits than a "
                      "double holds",
                      negative ? "-" : "",
                      (unsigned long long)(negative ? 0 - value : value), slot->name,
                      (long long)row);
}

static wb_status check_exact(const wb_slot *slot, int64_t first, int64_t n_rows,
                             wb_error *err)
{
    int64_t end = first + n_rows;

    if (slot->data->storage != WB_STORE_INT64 && slot->data->storage != WB_STORE_UINT64)
        return WB_OK;
    for (int64_t row = first; row < end; row += WB_BLOCK_ROWS) {
        int32_t n = block_rows(end - row);

        if (!any_beyond_53_bits(slot, row, n))
            continue;
        for (int64_t at = row; at < row + n; at++)
            if (!wb_slot_missing(slot, at) && !is_exact(slot, at))
                return refuse_inexact(slot, at, err);
    }
    return WB_OK;
}

wb_status wb_frame_copy_doubles(const wb_frame *frame, size_t column, int64_t first,
                                int64_t n_rows, double missing, double *out,
                                wb_error *err)
{
    uint8_t present[WB_BLOCK_ROWS];
    wb_status st;

    WB_TRY(check_rows(frame, column, first, n_rows, out, err));
    const wb_slot *slot = frame->columns + column;
    WB_TRY(check_exact(slot, first, n_rows, err));
    for (int64_t row = 0; row < n_rows; row += WB_BLOCK_ROWS) {
        int32_t n = block_rows(n_rows - row);

        wb_slot_load_double(slot, first + row, n, out + row);
        if (!wb_slot_load_present(slot, first + row, n, present))
            continue;
        for (int32_t i = 0; i < n; i++)
            out[row + i] = present[i] ? out[row + i] : missing;
    }
done:
    return st;
}

/* ---- integers ---- */

/* Whether nothing this column can hold is outside the target or taken for missing. */
static bool always_fits(const wb_column_data *data, const target *to)
{
    int bits = (int)(8 * wb_storage_width(data->storage));
    int64_t low = 0, high = INT64_MAX;

    if (data->type == WB_TYPE_NULL)
        return true;
    if (data->type == WB_TYPE_BOOL)
        high = 1;
    else if (data->type == WB_TYPE_DICTIONARY)
        high = wb_dictionary_count(data->dictionary) - 1;
    else if (data->storage == WB_STORE_UINT64)
        return false;
    else if (data->storage >= WB_STORE_UINT8)
        high = (INT64_C(1) << bits) - 1;
    else {
        low = INT64_MIN >> (64 - bits);
        high = INT64_MAX >> (64 - bits);
    }
    if (low < to->low || high > to->high)
        return false;
    if (data->has_sentinel && data->code_base == 0 && data->sentinel == to->missing)
        return true;
    return to->missing < low || to->missing > high;
}

static bool is_beyond_int64(const wb_slot *slot, int64_t row)
{
    return slot->data->storage == WB_STORE_UINT64 &&
           ((const uint64_t *)slot->data->values)[slot->offset + row] > INT64_MAX;
}

/* Blocks are looked at whole. INT64_MAX may stand for more, so it is looked at again. */
static bool any_suspect(const wb_slot *slot, int64_t first, int32_t n, const target *to)
{
    int64_t values[WB_BLOCK_ROWS];
    uint8_t present[WB_BLOCK_ROWS];
    uint8_t suspect = 0;

    wb_slot_load_int64(slot, first, n, values);
    if (!wb_slot_load_present(slot, first, n, present)) {
        for (int32_t i = 0; i < n; i++)
            suspect |= (values[i] < to->low) | (values[i] > to->high) |
                       (values[i] == to->missing) | (values[i] == INT64_MAX);
        return suspect;
    }
    for (int32_t i = 0; i < n; i++)
        suspect |= present[i] & ((values[i] < to->low) | (values[i] > to->high) |
                                 (values[i] == to->missing) | (values[i] == INT64_MAX));
    return suspect;
}

static wb_status check_value(const wb_slot *slot, int64_t row, const target *to,
                             wb_error *err)
{
    int64_t value;

    if (wb_slot_missing(slot, row))
        return WB_OK;
    value = wb_slot_integer(slot, row);
    if (is_beyond_int64(slot, row) || value < to->low || value > to->high)
        return wb_fail_at(err, WB_E_DATA, row, slot->name,
                          "value %s%lld of column '%s' in row %lld does not fit %s",
                          is_beyond_int64(slot, row) ? "above " : "", (long long)value,
                          slot->name, (long long)row, to->name);
    if (value == to->missing)
        return wb_fail_at(err, WB_E_DATA, row, slot->name,
                          "value %lld of column '%s' in row %lld is the one that is to "
                          "mean missing",
                          (long long)value, slot->name, (long long)row);
    return WB_OK;
}

static wb_status check_integers(const wb_slot *slot, int64_t first, int64_t n_rows,
                                const target *to, wb_error *err)
{
    int64_t end = first + n_rows;
    wb_status st = WB_OK;

    if (wb_storage_is_float(slot->data->storage))
        return wb_fail_at(err, WB_E_ARG, -1, slot->name,
                          "column '%s' is %s, expected whole numbers", slot->name,
                          wb_type_name((int32_t)slot->data->type));
    if (always_fits(slot->data, to))
        return WB_OK;
    for (int64_t row = first; row < end && st == WB_OK; row += WB_BLOCK_ROWS) {
        int32_t n = block_rows(end - row);

        if (any_suspect(slot, row, n, to))
            for (int64_t at = row; at < row + n && st == WB_OK; at++)
                st = check_value(slot, at, to, err);
    }
    return st;
}

wb_status wb_frame_copy_int32(const wb_frame *frame, size_t column, int64_t first,
                              int64_t n_rows, int32_t missing, int32_t *out,
                              wb_error *err)
{
    const target to = {"int32", INT32_MIN, INT32_MAX, missing};
    uint8_t present[WB_BLOCK_ROWS];
    wb_status st;

    WB_TRY(check_rows(frame, column, first, n_rows, out, err));
    const wb_slot *slot = frame->columns + column;
    WB_TRY(check_integers(slot, first, n_rows, &to, err));
    for (int64_t row = 0; row < n_rows; row += WB_BLOCK_ROWS) {
        int32_t n = block_rows(n_rows - row);

        wb_slot_load_int32(slot, first + row, n, out + row);
        if (!wb_slot_load_present(slot, first + row, n, present))
            continue;
        for (int32_t i = 0; i < n; i++)
            out[row + i] = present[i] ? out[row + i] : missing;
    }
done:
    return st;
}

wb_status wb_frame_copy_int64(const wb_frame *frame, size_t column, int64_t first,
                              int64_t n_rows, int64_t missing, int64_t *out,
                              wb_error *err)
{
    const target to = {"int64", INT64_MIN, INT64_MAX, missing};
    uint8_t present[WB_BLOCK_ROWS];
    wb_status st;

    WB_TRY(check_rows(frame, column, first, n_rows, out, err));
    const wb_slot *slot = frame->columns + column;
    WB_TRY(check_integers(slot, first, n_rows, &to, err));
    for (int64_t row = 0; row < n_rows; row += WB_BLOCK_ROWS) {
        int32_t n = block_rows(n_rows - row);

        wb_slot_load_int64(slot, first + row, n, out + row);
        if (!wb_slot_load_present(slot, first + row, n, present))
            continue;
        for (int32_t i = 0; i < n; i++)
            out[row + i] = present[i] ? out[row + i] : missing;
    }
done:
    return st;
}
