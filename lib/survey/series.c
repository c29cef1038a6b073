/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A hash table of what rows are about, one breakdown column apart; rows of one series
 * hang together in a linked list. */
#include "survey/series.h"

#include <string.h>

static wb_status find_column(const wb_frame *frame, const char *name, bool number,
                             size_t *column, wb_error *err)
{
    int64_t found = wb_frame_find(frame, name);
    if (found < 0)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "this is not an estimates frame: it has no column '%s'", name);
    if (number ? !wb_frame_has_numbers(frame, (size_t)found)
               : !wb_frame_has_texts(frame, (size_t)found))
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "this is not an estimates frame: column '%s' holds %s", name,
                          wb_type_name(wb_frame_column_type(frame, (size_t)found)));
    *column = (size_t)found;
    return WB_OK;
}

/* A breakdown column is of a type that estimates give it, or would if they were read back
 * from a file. */
static wb_status check_breakdown(const wb_frame *frame, size_t column, wb_error *err)
{
    int32_t type = wb_frame_column_type(frame, column);
    if (type != WB_TYPE_FLOAT32 && type != WB_TYPE_FLOAT64 && type != WB_TYPE_TIMESTAMP)
        return WB_OK;
    const char *name = wb_frame_column_name(frame, column);
    return wb_fail_at(err, WB_E_DATA, -1, name,
                      "this is not an estimates frame: breakdown column '%s' holds %s",
                      name, wb_type_name(type));
}

static wb_status find_columns(wb_series_columns *at, const wb_frame *frame,
                              const char *column, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(find_column(frame, "statistic", false, &at->statistic, err));
    WB_TRY(find_column(frame, "variable", false, &at->variable, err));
    WB_TRY(find_column(frame, "category", false, &at->category, err));
    WB_TRY(find_column(frame, "estimate", true, &at->estimate, err));
    WB_TRY(find_column(frame, "se", true, &at->se, err));
    WB_TRY(find_column(frame, "df", true, &at->df, err));
    int64_t level = wb_frame_find(frame, column);
    if (level < 0 || (size_t)level >= at->statistic)
        return wb_fail_at(err, WB_E_DATA, -1, column,
                          "'%s' is not a breakdown column of these estimates", column);
    at->level = (size_t)level;
    at->others = wb_allocate(at->statistic, sizeof *at->others);
    if (at->others == NULL)
        return wb_fail_nomem(err);
    for (size_t j = 0; j < at->statistic; j++) {
        WB_TRY(check_breakdown(frame, j, err));
        if (j != at->level)
            at->others[at->n_others++] = j;
    }
done:
    return st;
}

static bool same_value(const wb_frame *frame, size_t column, int64_t a, int64_t b)
{
    size_t length_a = 0;
    size_t length_b = 0;
    bool missing = wb_frame_is_missing(frame, column, a) != 0;
    if (missing || wb_frame_is_missing(frame, column, b) != 0)
        return missing && wb_frame_is_missing(frame, column, b) != 0;
    const char *text_a = wb_frame_text(frame, column, a, &length_a);
    if (text_a == NULL)
        return wb_frame_int64(frame, column, a) == wb_frame_int64(frame, column, b);
    const char *text_b = wb_frame_text(frame, column, b, &length_b);
    return length_a == length_b && memcmp(text_a, text_b, length_a) == 0;
}

static uint64_t hash_value(const wb_frame *frame, size_t column, int64_t row)
{
    size_t length = 0;
    if (wb_frame_is_missing(frame, column, row))
        return 1;
    const char *text = wb_frame_text(frame, column, row, &length);
    if (text != NULL)
        return wb_hash_bytes(text, length);
    int64_t value = wb_frame_int64(frame, column, row);
    return wb_hash_bytes(&value, sizeof value);
}

/* What a row is about, its level apart: column i of the identity; false when there is
 * none. */
static bool identity_column(const wb_series_columns *at, size_t i, size_t *column)
{
    const size_t fixed[] = {at->statistic, at->variable, at->category};
    if (i >= at->n_others + 3)
        return false;
    *column = i < at->n_others ? at->others[i] : fixed[i - at->n_others];
    return true;
}

static uint64_t hash_row(const wb_series_list *list, int64_t row)
{
    uint64_t hash = 0;
    size_t column;
    for (size_t i = 0; identity_column(&list->at, i, &column); i++)
        hash = (hash ^ hash_value(list->frame, column, row)) * UINT64_C(0x100000001b3);
    return hash ^ (hash >> 29);
}

static bool same_identity(const wb_series_list *list, int64_t a, int64_t b)
{
    size_t column;
    for (size_t i = 0; identity_column(&list->at, i, &column); i++) {
        if (!same_value(list->frame, column, a, b))
            return false;
    }
    return true;
}

static size_t find_slot(const wb_series_list *list, int64_t row)
{
    size_t slot = (size_t)hash_row(list, row) & (list->n_slots - 1);
    while (list->slots[slot] >= 0 &&
           !same_identity(list, list->series[list->slots[slot]].first, row))
        slot = (slot + 1) & (list->n_slots - 1);
    return slot;
}

/* Breakdowns by (a, b) and by (b, a) give the same rows twice: the second lot is left
 * out. */
static void add_to_series(wb_series_list *list, wb_series *series, int64_t row)
{
    series->repeats =
        series->repeats || same_value(list->frame, list->at.level, series->first, row);
    if (series->repeats)
        return;
    list->next[series->last] = row;
    series->last = row;
    series->n_rows++;
}

static wb_status gather(wb_series_list *list, wb_error *err)
{
    int64_t n = wb_frame_row_count(list->frame);
    list->n_slots = 16;
    while (list->n_slots < 2 * (size_t)n)
        list->n_slots *= 2;
    list->series = wb_allocate((size_t)n, sizeof *list->series);
    list->next = wb_allocate((size_t)n, sizeof *list->next);
    list->slots = wb_allocate(list->n_slots, sizeof *list->slots);
    if (list->series == NULL || list->next == NULL || list->slots == NULL)
        return wb_fail_nomem(err);
    memset(list->slots, 0xff, list->n_slots * sizeof *list->slots);
    for (int64_t row = 0; row < n; row++) {
        list->next[row] = -1;
        if (wb_frame_is_missing(list->frame, list->at.level, row))
            continue;
        size_t slot = find_slot(list, row);
        if (list->slots[slot] < 0) {
            list->slots[slot] = list->n_series;
            list->series[list->n_series++] = (wb_series){row, row, 1, false};
        } else {
            add_to_series(list, &list->series[list->slots[slot]], row);
        }
    }
    for (int64_t s = 0; s < list->n_series; s++) {
        if (list->series[s].n_rows > list->longest)
            list->longest = list->series[s].n_rows;
    }
    return WB_OK;
}

wb_status wb_series_list_init(wb_series_list *list, const wb_frame *estimates,
                              const char *column, wb_error *err)
{
    list->frame = estimates;
    wb_status st = find_columns(&list->at, estimates, column, err);
    return st != WB_OK ? st : gather(list, err);
}

void wb_series_list_free(wb_series_list *list)
{
    wb_release(list->at.others);
    wb_release(list->series);
    wb_release(list->next);
    wb_release(list->slots);
    *list = (wb_series_list){0};
}

void wb_series_rows(const wb_series_list *list, const wb_series *series, int64_t *rows)
{
    size_t i = 0;
    for (int64_t row = series->first; row >= 0; row = list->next[row])
        rows[i++] = row;
}

wb_status wb_series_add_like(wb_builder *builder, const char *name, const wb_frame *frame,
                             size_t from, wb_error *err)
{
    wb_status st = WB_OK;
    size_t column;
    int32_t type = wb_frame_column_type(frame, from);

    if (type == WB_TYPE_NULL)
        type = WB_TYPE_DICTIONARY;
    else if (type >= WB_TYPE_INT8 && type <= WB_TYPE_UINT64 && type != WB_TYPE_INT32)
        type = WB_TYPE_INT64; /* other widths are not built */
    else if (type == WB_TYPE_FLOAT32)
        type = WB_TYPE_FLOAT64;
    WB_TRY(wb_builder_add_column(builder, name, (wb_type)type, &column, err));
    for (int64_t i = 0; i < wb_frame_category_count(frame, from); i++) {
        const char *category = wb_frame_category(frame, from, i);
        WB_TRY(wb_builder_category(builder, column, category, strlen(category), err));
    }
done:
    return st;
}

wb_status wb_series_copy(wb_builder *builder, size_t to, const wb_frame *frame,
                         size_t from, int64_t row, wb_error *err)
{
    size_t length = 0;
    if (wb_frame_is_missing(frame, from, row))
        return wb_builder_missing(builder, to, err);
    const char *text = wb_frame_text(frame, from, row, &length);
    if (text != NULL)
        return wb_builder_text(builder, to, text, length, err);
    int32_t type = wb_frame_column_type(frame, from);
    if (type == WB_TYPE_FLOAT64 || type == WB_TYPE_FLOAT32)
        return wb_builder_double(builder, to, wb_frame_double(frame, from, row), err);
    return wb_builder_int64(builder, to, wb_frame_int64(frame, from, row), err);
}
