/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Differences between independent waves, from an estimates frame alone. */
#include "base/json.h"
#include "num/num.h"
#include "survey/estimate.h"
#include "survey/series.h"

#include <math.h>
#include <string.h>

typedef struct wb_changes {
    const wb_frame *frame;
    wb_change_options options;
    wb_series_list list;
    wb_builder *builder;
} wb_changes;

enum { R_WAVE, R_REFERENCE, R_STATISTIC, R_VARIABLE, R_CATEGORY, R_NUMBERS };

static wb_status add_like(wb_changes *changes, const char *name, size_t from,
                          wb_error *err)
{
    const char *own = wb_frame_column_name(changes->frame, from);
    return wb_series_add_like(changes->builder, name != NULL ? name : own, changes->frame,
                              from, err);
}

static wb_status copy_value(wb_changes *changes, size_t to, size_t from, int64_t row,
                            wb_error *err)
{
    return wb_series_copy(changes->builder, to, changes->frame, from, row, err);
}

static wb_status make_columns(wb_changes *changes, wb_error *err)
{
    static const char *const numbers[] = {"difference", "se", "lower",
                                          "upper",      "df", "p"};
    wb_status st = WB_OK;
    const wb_series_columns *at = &changes->list.at;
    size_t column;

    WB_TRY(wb_builder_new(&changes->builder, err));
    for (size_t j = 0; j < at->n_others; j++)
        WB_TRY(add_like(changes, NULL, at->others[j], err));
    WB_TRY(add_like(changes, NULL, at->level, err));
    WB_TRY(add_like(changes, "reference", at->level, err));
    WB_TRY(add_like(changes, NULL, at->statistic, err));
    WB_TRY(add_like(changes, NULL, at->variable, err));
    WB_TRY(add_like(changes, NULL, at->category, err));
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
    const wb_series_columns *at = &changes->list.at;
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
    const wb_series_columns *at = &changes->list.at;
    size_t base = at->n_others;
    wb_change c = compare(changes, row, reference);

    for (size_t j = 0; j < base; j++)
        WB_TRY(copy_value(changes, j, at->others[j], row, err));
    WB_TRY(copy_value(changes, base + R_WAVE, at->level, row, err));
    WB_TRY(copy_value(changes, base + R_REFERENCE, at->level, reference, err));
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
    const int64_t *next = changes->list.next;

    for (int64_t s = 0; s < changes->list.n_series; s++) {
        int64_t first = changes->list.series[s].first;
        int64_t previous = first;
        for (int64_t row = next[first]; row >= 0; row = next[row]) {
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
    wb_status st = wb_options_read_whole(
        ours, sizeof *ours, offsetof(wb_change_options, reserved1), theirs, err);
    if (st != WB_OK)
        return st;
    if (ours->reference != WB_REFERENCE_PREVIOUS && ours->reference != WB_REFERENCE_FIRST)
        return wb_fail(err, WB_E_ARG, "unknown reference %d", (int)ours->reference);
    return wb_level_read(&ours->level, err);
}

static wb_status set_metadata(const wb_changes *changes, wb_frame *frame, wb_error *err)
{
    bool to_first = changes->options.reference == WB_REFERENCE_FIRST;
    json_t *source, *root;
    wb_status st = wb_frame_origin(changes->frame, &source, err);

    if (st != WB_OK)
        return st;
    root =
        json_pack("{s:s, s:s, s:s, s:s, s:f, s:o*}", "kind", "changes", "library",
                  wb_version(), "reference", to_first ? "first" : "previous", "samples",
                  "independent", "level", changes->options.level, "source", source);
    st = wb_frame_describe(frame, root, err);
    json_decref(root);
    return st;
}

wb_status wb_estimates_change(const wb_frame *estimates, const char *column,
                              const wb_change_options *options, wb_frame **out,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_changes changes = {0};
    wb_frame *view = NULL;
    wb_frame *frame = NULL;

    if (out != NULL)
        *out = NULL;
    if (estimates == NULL || column == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "estimates, column and out are required");
    WB_TRY(read_options(options, &changes.options, err));
    WB_TRY(wb_frame_apply_ranges(estimates, &view, err));
    changes.frame = view != NULL ? view : estimates;
    WB_TRY(wb_series_list_init(&changes.list, changes.frame, column, err));
    WB_TRY(make_columns(&changes, err));
    WB_TRY(put_all(&changes, err));
    WB_TRY(wb_builder_finish(changes.builder, &frame, err));
    WB_TRY(set_metadata(&changes, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_builder_free(changes.builder);
    wb_series_list_free(&changes.list);
    wb_frame_free(view);
    return st;
}
