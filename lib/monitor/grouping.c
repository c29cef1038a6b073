/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/grouping.h"

#include "monitor/calling.h"

#include <math.h>
#include <string.h>

void wb_grouping_free(wb_grouping *grouping)
{
    wb_release(grouping->codes);
    wb_names_free(&grouping->names);
    *grouping = (wb_grouping){0};
}

/* ---- distinct values ---- */

/* The values of a column: a key per row, and what each key is. Starts as {0}. */
typedef struct values {
    const wb_frame *frame;
    size_t column;
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

    v->frame = frame;
    v->column = column;
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

/* What is wrong with a value, with its label: "column 'sex' has the value '3' ('x'),
 * ...".
 */
static wb_status fail_value(const values *v, int32_t key, const char *column,
                            wb_error *err, const char *what, const char *id)
{
    char room[WB_NUMBER_CHARS];
    size_t length;
    double number;
    const char *text = show_value(v, key, room, &length, &number);
    const char *label = wb_code_label(v->frame, v->column, number);

    return wb_fail_at(err, WB_E_DATA, first_row(v, key), column,
                      "column '%s' has the value '%.*s'%s%.80s%s, which %s%s%s%s", column,
                      (int)(length < 80 ? length : 80), text, label != NULL ? " ('" : "",
                      label != NULL ? label : "", label != NULL ? "')" : "", what,
                      id != NULL ? " '" : "", id != NULL ? id : "",
                      id != NULL ? "' has" : "");
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
        size_t group =
            wb_category_of(variable, v->frame, v->column, text, length, number);
        groups[key] = group != WB_NOWHERE ? (int32_t)group : -1;
        if (groups[key] < 0 && length > 0)
            return fail_value(v, key, variable->column, err, "none of the categories of",
                              variable->id);
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
    if (!wb_frame_has_numbers(frame, column)) /* a day of birth is no age */
        st = wb_fail_at(err, WB_E_DATA, -1, variable->column,
                        "column '%s' holds %s, and the bands of '%s' are of numbers",
                        variable->column,
                        wb_type_name(wb_frame_column_type(frame, column)), variable->id);
    WB_TRY(st);
    WB_TRY(wb_frame_copy_doubles(frame, column, 0, (int64_t)n, NAN, numbers, err));
    for (size_t i = 0; i < n; i++)
        out->codes[i] = band_of(variable, numbers[i]);
done:
    wb_release(numbers);
    return st;
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
    if (!none && (variable->kind != WB_VARIABLE_BANDS ||
                  wb_frame_has_texts(frame, (size_t)column) ||
                  wb_bands_are_coded(variable, frame, (size_t)column)))
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

/* What a value without declared events says by itself: 1, 0, or -2: neither. */
static int8_t plain_event(const char *text, size_t length, double number,
                          const char *whole)
{
    int64_t truth;
    int8_t said = wb_yes_or_no(text, length);

    if (number == 0 || number == 1)
        return (int8_t)number;
    if (wb_key_parse(WB_KEY_BOOL, whole, &truth))
        return (int8_t)truth;
    return said >= 0 ? said : -2;
}

/* 1, 0, or -2: neither, or the label says otherwise. */
static int8_t event_of(const values *v, const json_t *events, const char *text,
                       size_t length, double number, const char *whole)
{
    const char *label = wb_code_label(v->frame, v->column, number);
    int8_t said = label != NULL ? wb_yes_or_no(label, strlen(label)) : -1;

    if (events != NULL)
        return (int8_t)wb_code_is(events, text, length, number);
    int8_t event = plain_event(text, length, number, whole);
    if (event == -2 && said >= 0)
        return said;
    return said >= 0 && said != event ? -2 : event;
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
            length == 0 ? -1 : event_of(v, events, text, length, number, whole.bytes);
        if (of_key[key] == -2) {
            st = fail_value(v, key, column, err,
                            "is neither true nor false: say in 'event' which codes count",
                            NULL);
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
