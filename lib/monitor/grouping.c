/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/grouping.h"

#include <math.h>
#include <string.h>

void wb_grouping_free(wb_grouping *grouping)
{
    wb_release(grouping->codes);
    wb_names_free(&grouping->names);
    *grouping = (wb_grouping){0};
}

/* ---- codes ---- */

static bool same_code(const json_t *code, const char *text, size_t length, double number)
{
    double value;

    if (json_is_boolean(code))
        return number == (json_is_true(code) ? 1 : 0) ||
               (length == (json_is_true(code) ? 4 : 5) &&
                memcmp(text, json_is_true(code) ? "true" : "false", length) == 0);
    if (json_is_number(code))
        return number == json_number_value(code);
    if (json_string_length(code) == length &&
        memcmp(json_string_value(code), text, length) == 0)
        return true;
    return wb_parse_double(json_string_value(code), json_string_length(code), '.',
                           &value) &&
           number == value;
}

bool wb_code_is(const json_t *codes, const char *text, size_t length, double number)
{
    for (size_t i = 0; i < json_array_size(codes); i++) {
        if (same_code(json_array_get(codes, i), text, length, number))
            return true;
    }
    return false;
}

/* The group of a value; -1: none. */
static int32_t group_of(const wb_variable *variable, const char *text, size_t length,
                        double number)
{
    for (size_t i = 0; i < variable->n_categories; i++) {
        const wb_category *c = &variable->categories[i];
        double id;
        if (c->codes != NULL) {
            if (wb_code_is(c->codes, text, length, number))
                return (int32_t)i;
            continue;
        }
        if (strlen(c->id) == length && memcmp(c->id, text, length) == 0)
            return (int32_t)i;
        if (wb_parse_double(c->id, strlen(c->id), '.', &id) && id == number)
            return (int32_t)i;
    }
    return -1;
}

/* ---- distinct values ---- */

/* The values of a column: a key per row, and what each key is. Starts as {0}. */
typedef struct values {
    wb_keys *keys;
    int32_t *codes;
    int64_t n;
} values;

static void free_values(values *v)
{
    wb_keys_free(v->keys);
    wb_release(v->codes);
}

static wb_status read_values(values *v, const wb_frame *frame, size_t column,
                             wb_error *err)
{
    wb_status st = WB_OK;

    v->n = wb_frame_row_count(frame);
    WB_TRY(wb_keys_new(wb_frame_column_name(frame, column), &v->keys, err));
    v->codes = wb_resize(NULL, (size_t)v->n, sizeof *v->codes);
    if (v->codes == NULL)
        return wb_fail_nomem(err);
    for (int64_t first = 0; first < v->n; first += WB_BLOCK_ROWS) {
        int64_t left = v->n - first;
        WB_TRY(wb_keys_codes(v->keys, frame, column, first,
                             (int32_t)(left < WB_BLOCK_ROWS ? left : WB_BLOCK_ROWS),
                             v->codes + first, err));
    }
done:
    return st;
}

/* The value as text, and as a number where it is one. */
static const char *show_value(const values *v, int32_t key, char room[WB_NUMBER_CHARS],
                              size_t *length, double *number)
{
    const char *text = wb_keys_show(v->keys, key, room, length);
    wb_key_kind kind = wb_keys_kind(v->keys);

    *number = NAN;
    if (kind == WB_KEY_INT || kind == WB_KEY_BOOL)
        *number = (double)wb_keys_number(v->keys, key);
    else if (kind == WB_KEY_TEXT)
        (void)wb_parse_double(text, *length, '.', number);
    return text;
}

static int64_t first_row(const values *v, int32_t key)
{
    int64_t row = 0;
    while (row < v->n && v->codes[row] != key)
        row++;
    return row;
}

/* ---- groups ---- */

static wb_status no_group(const wb_variable *variable, const values *v, int32_t key,
                          wb_error *err)
{
    char room[WB_NUMBER_CHARS];
    size_t length;
    const char *text = wb_keys_show(v->keys, key, room, &length);

    return wb_fail_at(err, WB_E_DATA, first_row(v, key), variable->column,
                      "column '%s' has the value '%.*s', which none of the categories of "
                      "'%s' has",
                      variable->column, (int)(length < 80 ? length : 80), text,
                      variable->id);
}

static wb_status add_found(wb_names *names, const char *text, size_t length,
                           wb_error *err)
{
    wb_text name = {0};
    wb_status st = wb_text_append(&name, text, length, err);

    if (st == WB_OK)
        st = wb_names_add(names, name.bytes, err);
    wb_text_free(&name);
    return st;
}

/* The group of each key; an empty text is none. */
static wb_status group_keys(const wb_variable *variable, values *v, int32_t *groups,
                            wb_names *names, wb_error *err)
{
    wb_status st = WB_OK;
    char room[WB_NUMBER_CHARS];

    for (int32_t key = 0; key < wb_keys_count(v->keys); key++) {
        size_t length;
        double number;
        const char *text = show_value(v, key, room, &length, &number);
        if (variable->kind == WB_VARIABLE_FOUND) {
            groups[key] = length > 0 ? (int32_t)names->count : -1;
            if (length > 0)
                WB_TRY(add_found(names, text, length, err));
            continue;
        }
        groups[key] = group_of(variable, text, length, number);
        if (groups[key] < 0 && length > 0)
            return no_group(variable, v, key, err);
    }
done:
    return st;
}

static wb_status group_codes(const wb_frame *frame, size_t column,
                             const wb_variable *variable, wb_grouping *out, wb_error *err)
{
    wb_status st = WB_OK;
    values v = {0};
    int32_t *groups = NULL;

    WB_TRY(read_values(&v, frame, column, err));
    groups = wb_allocate((size_t)wb_keys_count(v.keys), sizeof *groups);
    if (groups == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    if (wb_keys_count(v.keys) > WB_MAX_CATEGORIES) {
        st = wb_fail_at(err, WB_E_LIMIT, -1, variable->column,
                        "column '%s' has more than %d values: give '%s' bands",
                        variable->column, (int)WB_MAX_CATEGORIES, variable->id);
        goto done;
    }
    WB_TRY(group_keys(variable, &v, groups, &out->names, err));
    for (int64_t i = 0; i < v.n; i++)
        v.codes[i] = v.codes[i] < 0 ? -1 : groups[v.codes[i]];
    out->codes = v.codes;
    v.codes = NULL;
done:
    wb_release(groups);
    free_values(&v);
    return st;
}

static int32_t band_of(const wb_variable *variable, double value)
{
    for (size_t i = 0; i < variable->n_categories; i++) {
        const wb_category *band = &variable->categories[i];
        if (value >= band->from && value < band->below)
            return (int32_t)i;
    }
    return -1; /* also of a missing value */
}

static wb_status band_values(const wb_frame *frame, size_t column,
                             const wb_variable *variable, wb_grouping *out, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = (size_t)wb_frame_row_count(frame);
    double *numbers = wb_resize(NULL, n, sizeof *numbers);

    if (numbers == NULL || out->codes == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_frame_copy_doubles(frame, column, 0, (int64_t)n, NAN, numbers, err));
    for (size_t i = 0; i < n; i++)
        out->codes[i] = band_of(variable, numbers[i]);
done:
    wb_release(numbers);
    return st;
}

/* Bands that the data have by name already. */
static bool is_text(const wb_frame *frame, int64_t column)
{
    int32_t type = wb_frame_column_type(frame, (size_t)column);
    return type == WB_TYPE_UTF8 || type == WB_TYPE_DICTIONARY;
}

wb_status wb_grouping_make(const wb_frame *frame, const wb_variable *variable,
                           wb_grouping *out, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = (size_t)wb_frame_row_count(frame);
    int64_t column = wb_frame_find(frame, variable->column);
    bool none = column < 0 || wb_frame_column_type(frame, (size_t)column) == WB_TYPE_NULL;

    for (size_t i = 0; i < variable->n_categories; i++)
        WB_TRY(wb_names_add(&out->names, variable->categories[i].id, err));
    if (!none && (variable->kind != WB_VARIABLE_BANDS || is_text(frame, column)))
        return group_codes(frame, (size_t)column, variable, out, err);
    out->codes = wb_resize(NULL, n, sizeof *out->codes);
    if (out->codes == NULL)
        return wb_fail_nomem(err);
    if (!none)
        return band_values(frame, (size_t)column, variable, out, err);
    memset(out->codes, 0xff, n * sizeof *out->codes);
done:
    return st;
}

/* ---- shares ---- */

/* 1, 0, or -2: neither. */
static int8_t event_of(const json_t *events, const char *text, size_t length,
                       double number, const char *whole)
{
    int64_t truth;

    if (events != NULL)
        return (int8_t)wb_code_is(events, text, length, number);
    if (number == 0 || number == 1)
        return (int8_t)number;
    if (wb_key_parse(WB_KEY_BOOL, whole, &truth))
        return (int8_t)truth;
    return -2;
}

static wb_status share_keys(const values *v, const char *column, const json_t *events,
                            int8_t *of_key, wb_error *err)
{
    wb_status st = WB_OK;
    char room[WB_NUMBER_CHARS];
    wb_text whole = {0};

    for (int32_t key = 0; key < wb_keys_count(v->keys); key++) {
        size_t length;
        double number;
        const char *text = show_value(v, key, room, &length, &number);
        wb_text_cut(&whole, 0);
        WB_TRY(wb_text_append(&whole, text, length, err));
        of_key[key] =
            length == 0 ? -1 : event_of(events, text, length, number, whole.bytes);
        if (of_key[key] == -2) {
            st = wb_fail_at(err, WB_E_DATA, first_row(v, key), column,
                            "column '%s' has the value '%.*s', which is neither true nor "
                            "false: say in 'event' which codes count",
                            column, (int)(length < 80 ? length : 80), text);
            goto done;
        }
    }
done:
    wb_text_free(&whole);
    return st;
}

wb_status wb_share_make(const wb_frame *frame, const char *column, const json_t *events,
                        int8_t *values_out, wb_error *err)
{
    wb_status st = WB_OK;
    values v = {0};
    int8_t *of_key = NULL;
    int64_t at = wb_frame_find(frame, column);

    memset(values_out, 0xff, (size_t)wb_frame_row_count(frame));
    if (at < 0)
        return WB_OK;
    WB_TRY(read_values(&v, frame, (size_t)at, err));
    of_key = wb_allocate((size_t)wb_keys_count(v.keys), sizeof *of_key);
    if (of_key == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(share_keys(&v, column, events, of_key, err));
    for (int64_t i = 0; i < v.n; i++)
        values_out[i] = v.codes[i] < 0 ? -1 : of_key[v.codes[i]];
done:
    wb_release(of_key);
    free_values(&v);
    return st;
}
