/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Columns that are filled value by value. What is missing in numbers is NaN or the lowest
 * integer; in texts what is empty. */
#include "io/statfile.h"

#include <math.h>
#include <string.h>

double wb_stat_tag_code(int32_t type, int32_t tag)
{
    if (type == WB_TYPE_INT32 || type == WB_TYPE_DATE32)
        return 2147483620.0 + tag;
    if (type == WB_TYPE_TIMESTAMP)
        return 4611686018427387904.0 + 1024.0 * tag;
    return ldexp(1 + tag / 4096.0, 1023);
}

/* Of a type that is no text. */
static size_t value_bytes(int32_t type)
{
    return type == WB_TYPE_INT32 || type == WB_TYPE_DATE32 ? 4 : 8;
}

static wb_status grow(void **block, size_t n, size_t size, wb_error *err)
{
    void *larger = wb_resize(*block, n, size);

    if (larger == NULL)
        return wb_fail_nomem(err);
    *block = larger;
    return WB_OK;
}

wb_status wb_stat_column_reserve(wb_stat_column *column, int64_t n_rows, wb_error *err)
{
    bool text = column->variable->type == WB_TYPE_UTF8;
    int64_t capacity = column->capacity < 64 ? 64 : column->capacity;
    void *offsets = column->offsets;
    wb_status st = WB_OK;

    if (column->n + n_rows <= column->capacity)
        return WB_OK;
    while (capacity < column->n + n_rows)
        capacity *= 2;
    if (!text) {
        WB_TRY(grow(&column->values, (size_t)capacity,
                    value_bytes(column->variable->type), err));
    } else {
        WB_TRY(grow(&offsets, (size_t)capacity + 1, sizeof *column->offsets, err));
        column->offsets = offsets;
        column->offsets[0] = 0;
    }
    column->capacity = capacity;
done:
    return st;
}

/* ---- numbers ---- */

bool wb_stat_moment(const wb_stat_variable *variable, double value, int64_t *moment)
{
    double per_day = variable->clock.per_day, per_second = per_day / 86400;
    double days = floor(value / per_day), whole = floor(value / per_second);

    if (!(fabs(days) < 1e8))
        return false;
    if (variable->type == WB_TYPE_DATE32) {
        *moment = (int64_t)days + variable->clock.origin_days;
        return *moment > INT32_MIN && *moment < 2147483621;
    }
    *moment = ((int64_t)whole + (int64_t)variable->clock.origin_days * 86400) * 1000000 +
              (int64_t)floor((value - whole * per_second) / per_second * 1e6 + 0.5);
    return true;
}

static wb_status fail_moment(const wb_stat_column *column, double value, int64_t row,
                             wb_error *err)
{
    char number[WB_NUMBER_CHARS];

    wb_format_double17(number, value);
    return wb_fail_at(err, WB_E_DATA, row, column->variable->name,
                      "variable '%s' is a date, and in row %lld it is %s, which is none",
                      column->variable->name, (long long)row, number);
}

wb_status wb_stat_column_number(wb_stat_column *column, double value, int64_t row,
                                wb_error *err)
{
    int32_t type = column->variable->type;
    int64_t moment = 0;

    if (isnan(value)) {
        wb_stat_column_missing(column);
        return WB_OK;
    }
    if ((type == WB_TYPE_DATE32 || type == WB_TYPE_TIMESTAMP) &&
        !wb_stat_moment(column->variable, value, &moment))
        return fail_moment(column, value, row, err);
    if (type == WB_TYPE_FLOAT64)
        ((double *)column->values)[column->n++] = value;
    else if (type == WB_TYPE_TIMESTAMP)
        ((int64_t *)column->values)[column->n++] = moment;
    else
        ((int32_t *)column->values)[column->n++] =
            type == WB_TYPE_DATE32 ? (int32_t)moment : (int32_t)value;
    return WB_OK;
}

void wb_stat_column_missing(wb_stat_column *column)
{
    int64_t i = column->n++;

    switch (column->variable->type) {
    case WB_TYPE_UTF8:
        column->offsets[i + 1] = column->offsets[i];
        break;
    case WB_TYPE_FLOAT64:
        ((double *)column->values)[i] = NAN;
        break;
    case WB_TYPE_TIMESTAMP:
        ((int64_t *)column->values)[i] = INT64_MIN;
        break;
    default:
        ((int32_t *)column->values)[i] = INT32_MIN;
    }
}

void wb_stat_column_tagged(wb_stat_column *column, int32_t tag)
{
    double code = wb_stat_tag_code(column->variable->type, tag);
    int64_t i = column->n;

    wb_stat_column_missing(column);
    if (column->variable->type == WB_TYPE_FLOAT64)
        ((double *)column->values)[i] = code;
    else if (column->variable->type == WB_TYPE_TIMESTAMP)
        ((int64_t *)column->values)[i] = (int64_t)code;
    else if (column->variable->type != WB_TYPE_UTF8)
        ((int32_t *)column->values)[i] = (int32_t)code;
}

/* ---- texts ---- */

static bool is_declared_missing(const wb_stat_variable *variable, const char *text,
                                size_t length)
{
    for (size_t i = 0; i < variable->n_texts; i++)
        if (strlen(variable->texts[i]) == length &&
            memcmp(variable->texts[i], text, length) == 0)
            return true;
    return false;
}

wb_status wb_stat_column_text(wb_stat_column *column, const char *text, size_t length,
                              int64_t row, wb_error *err)
{
    const char *name = column->variable->name;
    size_t end = (size_t)column->offsets[column->n];

    if (length == 0 || is_declared_missing(column->variable, text, length)) {
        wb_stat_column_missing(column);
        return WB_OK;
    }
    if (length > INT32_MAX - end)
        return wb_fail_at(err, WB_E_LIMIT, row, /* not reached: tests have no 2 GiB */
                          name,
                          "the texts of variable '%s' take more than 2 GiB: read fewer "
                          "rows at once",
                          name);
    if (end + length > column->text_capacity) {
        size_t capacity = 2 * (end + length);
        wb_status st = grow(&column->values, capacity, 1, err);
        if (st != WB_OK)
            return st;
        column->text_capacity = capacity;
    }
    memcpy((char *)column->values + end, text, length);
    column->n++;
    column->offsets[column->n] = (int32_t)(end + length);
    return WB_OK;
}

/* ---- into a frame ---- */

typedef struct text_buffers {
    void *values, *offsets, *validity;
} text_buffers;

static void free_texts(void *user)
{
    text_buffers *buffers = user;

    wb_release(buffers->values);
    wb_release(buffers->offsets);
    wb_release(buffers->validity);
    wb_release(buffers);
}

/* A bit for every text that is not empty. */
static uint8_t *find_texts(const wb_stat_column *column)
{
    uint8_t *bits = wb_allocate((size_t)(column->n + 8) / 8, 1);

    for (int64_t i = 0; bits != NULL && i < column->n; i++)
        if (column->offsets[i] < column->offsets[i + 1])
            bits[i >> 3] |= (uint8_t)(1u << (i & 7));
    return bits;
}

static wb_status hand_over_texts(wb_stat_column *from, wb_column *column, wb_error *err)
{
    text_buffers *buffers = wb_allocate(1, sizeof *buffers);
    uint8_t *bits = find_texts(from);

    if (buffers == NULL || bits == NULL) {
        wb_release(buffers);
        wb_release(bits);
        return wb_fail_nomem(err);
    }
    *buffers = (text_buffers){from->values, from->offsets, bits};
    column->values = from->values;
    column->offsets = from->offsets;
    column->validity = bits;
    column->release = free_texts;
    column->user = buffers;
    from->values = NULL;
    from->offsets = NULL;
    return WB_OK;
}

static void hand_over_numbers(wb_stat_column *from, wb_column *column)
{
    int32_t type = from->variable->type;

    column->values = from->values;
    column->release = wb_release;
    column->user = from->values;
    from->values = NULL;
    if (type == WB_TYPE_FLOAT64)
        return;
    column->flags = WB_COLUMN_SENTINEL;
    column->sentinel = type == WB_TYPE_TIMESTAMP ? INT64_MIN : INT32_MIN;
}

wb_status wb_stat_column_finish(wb_stat_column *column, wb_frame *frame,
                                const wb_frame *labels, size_t index, int64_t first_row,
                                wb_error *err)
{
    wb_column described = WB_COLUMN_INIT;
    const char *name = column->variable->name;
    wb_status st = WB_OK;

    WB_TRY(wb_stat_column_reserve(column, 1, err)); /* no rows: buffers all the same */
    described.type = column->variable->type;
    if (described.type == WB_TYPE_UTF8)
        WB_TRY(hand_over_texts(column, &described, err));
    else
        hand_over_numbers(column, &described);
    st = described.type == WB_TYPE_UTF8
             ? wb_frame_add_column(frame, name, &described, err)
             : wb_frame_add_trusted(frame, name, &described, err);
    if (st != WB_OK) {
        described.release(described.user);
        st = wb_fail_after(st, first_row, err);
        goto done;
    }
    st = wb_frame_copy_labels(frame, index, labels, index, err);
done:
    wb_stat_column_drop(column);
    return st;
}

void wb_stat_column_drop(wb_stat_column *column)
{
    wb_release(column->values);
    wb_release(column->offsets);
    *column = (wb_stat_column){.variable = column->variable};
}
