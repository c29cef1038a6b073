/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Differences between independent waves, from an estimates frame alone. */
#include "base/json.h"
#include "frame/frame.h"
#include "num/num.h"
#include "survey/estimate.h"

#include <math.h>
#include <string.h>

/* Where the columns of the estimates frame are. */
typedef struct wb_change_columns {
    size_t wave, statistic, variable, category, estimate, se, df;
    size_t *others; /* breakdown columns but the wave */
    size_t n_others;
} wb_change_columns;

/* Rows that differ in nothing but the wave, in their order. */
typedef struct wb_series {
    int64_t first;
    int64_t last;
} wb_series;

typedef struct wb_changes {
    const wb_frame *frame;
    wb_change_options options;
    wb_change_columns at;
    wb_series *series;
    int64_t n_series;
    int64_t *next;  /* per row: the next row of its series, or -1 */
    int64_t *slots; /* hash table of series, -1 empty */
    size_t n_slots;
    wb_builder *builder;
} wb_changes;

static wb_status find_column(const wb_frame *frame, const char *name, bool number,
                             size_t *column, wb_error *err)
{
    int64_t found = wb_frame_find(frame, name);
    if (found < 0)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "this is not an estimates frame: it has no column '%s'", name);
    int32_t type = wb_frame_column_type(frame, (size_t)found);
    bool text = type == WB_TYPE_UTF8 || type == WB_TYPE_DICTIONARY;
    if (number == text && type != WB_TYPE_NULL)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "this is not an estimates frame: column '%s' holds %s", name,
                          wb_type_name(type));
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

static wb_status find_columns(wb_changes *changes, const char *column, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_frame *frame = changes->frame;
    wb_change_columns *at = &changes->at;

    WB_TRY(find_column(frame, "statistic", false, &at->statistic, err));
    WB_TRY(find_column(frame, "variable", false, &at->variable, err));
    WB_TRY(find_column(frame, "category", false, &at->category, err));
    WB_TRY(find_column(frame, "estimate", true, &at->estimate, err));
    WB_TRY(find_column(frame, "se", true, &at->se, err));
    WB_TRY(find_column(frame, "df", true, &at->df, err));
    int64_t wave = wb_frame_find(frame, column);
    if (wave < 0 || (size_t)wave >= at->statistic)
        return wb_fail_at(err, WB_E_DATA, -1, column,
                          "'%s' is not a breakdown column of these estimates", column);
    at->wave = (size_t)wave;
    at->others = wb_allocate(at->statistic, sizeof *at->others);
    if (at->others == NULL)
        return wb_fail_nomem(err);
    for (size_t j = 0; j < at->statistic; j++) {
        WB_TRY(check_breakdown(frame, j, err));
        if (j != at->wave)
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

/* What a row is about, wave apart: column i of the identity; false when there is none. */
static bool identity_column(const wb_change_columns *at, size_t i, size_t *column)
{
    const size_t fixed[] = {at->statistic, at->variable, at->category};
    if (i >= at->n_others + 3)
        return false;
    *column = i < at->n_others ? at->others[i] : fixed[i - at->n_others];
    return true;
}

static uint64_t hash_row(const wb_changes *changes, int64_t row)
{
    uint64_t hash = 0;
    size_t column;
    for (size_t i = 0; identity_column(&changes->at, i, &column); i++)
        hash = (hash ^ hash_value(changes->frame, column, row)) * UINT64_C(0x100000001b3);
    return hash ^ (hash >> 29);
}

static bool same_identity(const wb_changes *changes, int64_t a, int64_t b)
{
    size_t column;
    for (size_t i = 0; identity_column(&changes->at, i, &column); i++) {
        if (!same_value(changes->frame, column, a, b))
            return false;
    }
    return true;
}

/* Thread every row with a wave on the series it belongs to. */
static wb_status gather_series(wb_changes *changes, wb_error *err)
{
    int64_t n = wb_frame_row_count(changes->frame);
    changes->n_slots = 16;
    while (changes->n_slots < 2 * (size_t)n)
        changes->n_slots *= 2;
    changes->series = wb_allocate((size_t)n, sizeof *changes->series);
    changes->next = wb_allocate((size_t)n, sizeof *changes->next);
    changes->slots = wb_allocate(changes->n_slots, sizeof *changes->slots);
    if (changes->series == NULL || changes->next == NULL || changes->slots == NULL)
        return wb_fail_nomem(err);
    memset(changes->slots, 0xff, changes->n_slots * sizeof *changes->slots);
    for (int64_t row = 0; row < n; row++) {
        changes->next[row] = -1;
        if (wb_frame_is_missing(changes->frame, changes->at.wave, row))
            continue;
        size_t slot = (size_t)hash_row(changes, row) & (changes->n_slots - 1);
        while (changes->slots[slot] >= 0 &&
               !same_identity(changes, changes->series[changes->slots[slot]].first, row))
            slot = (slot + 1) & (changes->n_slots - 1);
        if (changes->slots[slot] < 0) {
            changes->slots[slot] = changes->n_series;
            changes->series[changes->n_series++] = (wb_series){row, row};
            continue;
        }
        wb_series *series = &changes->series[changes->slots[slot]];
        changes->next[series->last] = row;
        series->last = row;
    }
    return WB_OK;
}

/* ---- the result ---- */

enum { R_WAVE, R_REFERENCE, R_STATISTIC, R_VARIABLE, R_CATEGORY, R_NUMBERS };

static wb_status copy_value(wb_changes *changes, size_t to, size_t from, int64_t row,
                            wb_error *err)
{
    size_t length = 0;
    if (wb_frame_is_missing(changes->frame, from, row))
        return wb_builder_missing(changes->builder, to, err);
    const char *text = wb_frame_text(changes->frame, from, row, &length);
    if (text != NULL)
        return wb_builder_text(changes->builder, to, text, length, err);
    return wb_builder_int64(changes->builder, to,
                            wb_frame_int64(changes->frame, from, row), err);
}

static wb_status add_like(wb_changes *changes, const char *name, size_t from,
                          wb_error *err)
{
    size_t column;
    int32_t type = wb_frame_column_type(changes->frame, from);
    if (type == WB_TYPE_NULL)
        type = WB_TYPE_DICTIONARY;
    else if (type >= WB_TYPE_INT8 && type <= WB_TYPE_UINT64 && type != WB_TYPE_INT32)
        type = WB_TYPE_INT64; /* other widths are not built */
    return wb_builder_add_column(changes->builder, name, (wb_type)type, &column, err);
}

static wb_status make_columns(wb_changes *changes, wb_error *err)
{
    static const char *const numbers[] = {"difference", "se", "lower",
                                          "upper",      "df", "p"};
    wb_status st = WB_OK;
    const wb_change_columns *at = &changes->at;
    size_t column;

    WB_TRY(wb_builder_new(&changes->builder, err));
    for (size_t j = 0; j < at->n_others; j++)
        WB_TRY(add_like(changes, wb_frame_column_name(changes->frame, at->others[j]),
                        at->others[j], err));
    WB_TRY(
        add_like(changes, wb_frame_column_name(changes->frame, at->wave), at->wave, err));
    WB_TRY(add_like(changes, "reference", at->wave, err));
    WB_TRY(add_like(changes, "statistic", at->statistic, err));
    WB_TRY(add_like(changes, "variable", at->variable, err));
    WB_TRY(add_like(changes, "category", at->category, err));
    for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++)
        WB_TRY(wb_builder_add_column(changes->builder, numbers[j], WB_TYPE_FLOAT64,
                                     &column, err));
    WB_TRY(wb_builder_add_column(changes->builder, "status", WB_TYPE_DICTIONARY, &column,
                                 err));
done:
    return st;
}

typedef struct wb_change {
    double numbers[6]; /* difference, se, lower, upper, df, p */
    const char *status;
} wb_change;

static wb_change compare(const wb_changes *changes, int64_t row, int64_t reference)
{
    const wb_frame *frame = changes->frame;
    const wb_change_columns *at = &changes->at;
    wb_change c = {{NAN, NAN, NAN, NAN, NAN, NAN}, "ok"};
    double se1 = wb_frame_double(frame, at->se, row);
    double se0 = wb_frame_double(frame, at->se, reference);
    double difference = wb_frame_double(frame, at->estimate, row) -
                        wb_frame_double(frame, at->estimate, reference);
    double se = hypot(se1, se0);
    double df =
        wb_frame_double(frame, at->df, row) + wb_frame_double(frame, at->df, reference);

    if (isnan(difference) || isnan(se)) {
        c.status = "missing";
        return c;
    }
    c.numbers[0] = difference;
    c.numbers[1] = se;
    c.numbers[4] = df;
    if (!(df > 0)) {
        c.status = "no_df";
    } else if (se == 0) {
        c.status = "constant";
    } else {
        double half = wb_t_quantile(0.5 + changes->options.level / 2, df) * se;
        c.numbers[2] = difference - half;
        c.numbers[3] = difference + half;
        c.numbers[5] = 2 * wb_t_sf(fabs(difference) / se, df);
    }
    return c;
}

static wb_status put_change(wb_changes *changes, int64_t row, int64_t reference,
                            wb_error *err)
{
    wb_status st = WB_OK;
    const wb_change_columns *at = &changes->at;
    size_t base = at->n_others;
    wb_change c = compare(changes, row, reference);

    for (size_t j = 0; j < base; j++)
        WB_TRY(copy_value(changes, j, at->others[j], row, err));
    WB_TRY(copy_value(changes, base + R_WAVE, at->wave, row, err));
    WB_TRY(copy_value(changes, base + R_REFERENCE, at->wave, reference, err));
    WB_TRY(copy_value(changes, base + R_STATISTIC, at->statistic, row, err));
    WB_TRY(copy_value(changes, base + R_VARIABLE, at->variable, row, err));
    WB_TRY(copy_value(changes, base + R_CATEGORY, at->category, row, err));
    for (size_t j = 0; j < 6; j++)
        WB_TRY(
            wb_builder_double(changes->builder, base + R_NUMBERS + j, c.numbers[j], err));
    WB_TRY(wb_builder_text(changes->builder, base + R_NUMBERS + 6, c.status,
                           strlen(c.status), err));
done:
    return st;
}

/* The n-th wave of every series before the n + 1-th of any would tear series apart: rows
 * go series by series. */
static wb_status put_all(wb_changes *changes, wb_error *err)
{
    wb_status st = WB_OK;

    for (int64_t s = 0; s < changes->n_series; s++) {
        int64_t first = changes->series[s].first;
        int64_t previous = first;
        for (int64_t row = changes->next[first]; row >= 0; row = changes->next[row]) {
            bool to_first = changes->options.reference == WB_REFERENCE_FIRST;
            WB_TRY(put_change(changes, row, to_first ? first : previous, err));
            previous = row;
        }
    }
done:
    return st;
}

static wb_status read_options(const wb_change_options *theirs, wb_change_options *ours,
                              wb_error *err)
{
    *ours = (wb_change_options)WB_CHANGE_OPTIONS_INIT;
    wb_status st = wb_options_read(ours, sizeof *ours, theirs, err);
    if (st != WB_OK)
        return st;
    if (ours->reference != WB_REFERENCE_PREVIOUS && ours->reference != WB_REFERENCE_FIRST)
        return wb_fail(err, WB_E_ARG, "unknown reference %d", (int)ours->reference);
    return wb_level_read(&ours->level, err);
}

static wb_status set_metadata(const wb_changes *changes, wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text json = {0};
    bool to_first = changes->options.reference == WB_REFERENCE_FIRST;
    const char *metadata = wb_frame_metadata(changes->frame);
    json_t *source = metadata != NULL ? json_loads(metadata, 0, NULL) : NULL;
    json_t *root =
        json_pack("{s:s, s:s, s:s, s:s, s:f, s:o*}", "kind", "changes", "library",
                  wb_version(), "reference", to_first ? "first" : "previous", "samples",
                  "independent", "level", changes->options.level, "source", source);
    if (root == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_json_canonical(root, &json, err));
    WB_TRY(wb_frame_set_metadata(frame, json.bytes, err));
done:
    json_decref(root);
    wb_text_free(&json);
    return st;
}

wb_status wb_estimates_change(const wb_frame *estimates, const char *column,
                              const wb_change_options *options, wb_frame **out,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_changes changes = {.frame = estimates};
    wb_frame *frame = NULL;

    if (out != NULL)
        *out = NULL;
    if (estimates == NULL || column == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "estimates, column and out are required");
    WB_TRY(read_options(options, &changes.options, err));
    WB_TRY(find_columns(&changes, column, err));
    WB_TRY(gather_series(&changes, err));
    WB_TRY(make_columns(&changes, err));
    WB_TRY(put_all(&changes, err));
    WB_TRY(wb_builder_finish(changes.builder, &frame, err));
    WB_TRY(set_metadata(&changes, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_builder_free(changes.builder);
    wb_release(changes.at.others);
    wb_release(changes.series);
    wb_release(changes.next);
    wb_release(changes.slots);
    return st;
}
