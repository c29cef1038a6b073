/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/measuring.h"

#include "base/json.h"
#include "num/num.h"
#include "survey/interval.h"

#include <math.h>
#include <string.h>

enum { MOST_ROWS = 1000000 };

static const char *const of_scale[WB_OF_SCALES] = {
    [WB_OF_SCALE_MEAN] = "mean",
    [WB_OF_SCALE_SD] = "sd",
    [WB_OF_SCALE_MISSING] = "missing",
    [WB_OF_SCALE_FLOOR] = "floor",
    [WB_OF_SCALE_CEILING] = "ceiling",
    [WB_OF_SCALE_STRAIGHT] = "straight",
    [WB_OF_SCALE_ALPHA] = "alpha",
    [WB_OF_SCALE_ALPHA_STANDARDISED] = "alpha_standardised",
    [WB_OF_SCALE_AVERAGE_R] = "average_r",
    [WB_OF_SCALE_LAMBDA6] = "lambda6",
    [WB_OF_SCALE_OMEGA] = "omega",
    [WB_OF_SCALE_H] = "h",
};
static const char *const of_item[WB_OF_ITEMS] = {
    [WB_OF_ITEM_MEAN] = "mean",
    [WB_OF_ITEM_SD] = "sd",
    [WB_OF_ITEM_MISSING] = "missing",
    [WB_OF_ITEM_FLOOR] = "floor",
    [WB_OF_ITEM_CEILING] = "ceiling",
    [WB_OF_ITEM_REST] = "item_rest",
    [WB_OF_ITEM_CORRECTED] = "item_corrected",
    [WB_OF_ITEM_DROPPED] = "alpha_dropped",
    [WB_OF_ITEM_H] = "h",
};
static const char *const statuses[WB_FIGURE_STATUSES] = {
    [WB_FIGURE_OK] = "ok",
    [WB_FIGURE_NEGATIVE] = "negative",
    [WB_FIGURE_EMPTY] = "empty",
    [WB_FIGURE_NO_DF] = "no_df",
    [WB_FIGURE_EXTREME] = "extreme",
    [WB_FIGURE_CONSTANT] = "constant",
    [WB_FIGURE_NO_VARIANCE] = "no_variance",
    [WB_FIGURE_TOO_FEW] = "too_few",
    [WB_FIGURE_UNDEFINED] = "undefined",
    [WB_FIGURE_IMPROPER] = "improper",
    [WB_FIGURE_NO_CODES] = "no_codes",
};
static const wb_fill_column columns[] = {
    {"scale", WB_TYPE_DICTIONARY},
    {"item", WB_TYPE_DICTIONARY},
    {"other", WB_TYPE_DICTIONARY},
    {"statistic", WB_TYPE_DICTIONARY},
    {"estimate", WB_TYPE_FLOAT64},
    {"se", WB_TYPE_FLOAT64},
    {"lower", WB_TYPE_FLOAT64},
    {"upper", WB_TYPE_FLOAT64},
    {"df", WB_TYPE_FLOAT64},
    {"n", WB_TYPE_INT64},
    {"se_simple", WB_TYPE_FLOAT64},
    {"lower_simple", WB_TYPE_FLOAT64},
    {"upper_simple", WB_TYPE_FLOAT64},
    {"status", WB_TYPE_DICTIONARY},
    {NULL, WB_TYPE_NULL},
};

/* Numbers of a row, in the order of their columns. */
typedef struct wb_line {
    double estimate, se, lower, upper, df;
    int64_t n;
    double se_simple, lower_simple, upper_simple;
    wb_figure_status status;
} wb_line;

typedef struct wb_reliability_sheet {
    const wb_measuring *at;
    const wb_estimate_options *estimating;
    wb_fill fill;
    wb_names by; /* breakdown columns in order of first mention */
} wb_reliability_sheet;

/* ---- the numbers of a row ---- */

/* Of a figure that has rows and degrees of freedom. */
static wb_figure_status bounds_status(wb_estimate_status status)
{
    if (status == WB_ESTIMATE_EXTREME)
        return WB_FIGURE_EXTREME;
    return status == WB_ESTIMATE_CONSTANT ? WB_FIGURE_CONSTANT : WB_FIGURE_OK;
}

static void find_bounds(const wb_estimate_options *how, const wb_measure *measure,
                        const wb_figure_base *base, bool missing_share, wb_line *line)
{
    int64_t ones = base->share ? measure->counts[base->ones] : 0;
    wb_share share = {line->estimate, line->se, line->df, line->n,
                      missing_share ? line->n - ones : ones};
    wb_bounds bounds = base->share ? wb_interval_of(how->interval, &share, how->level)
                                   : wb_interval_of_number(line->estimate, line->se,
                                                           line->df, line->n, how->level);

    line->lower = bounds.lower;
    line->upper = bounds.upper;
    line->status = bounds_status(bounds.status);
}

/* Feldt (1965), Psychometrika 30, 357-370: (1 - alpha) F is the bound, F with n - 1 and
 * (n - 1)(k - 1) degrees of freedom, as a quantile of the beta distribution. */
static double feldt(double alpha, double n, double k, double p)
{
    double df1 = n - 1, df2 = (n - 1) * (k - 1);
    double share = wb_beta_quantile(p, df1 / 2, df2 / 2);

    return 1 - (1 - alpha) * df2 / df1 * share / (1 - share);
}

/* As of a simple random sample of as many rows. */
static void find_simple(const wb_measure *measure, const wb_figure_base *base,
                        size_t figure, size_t k, double level, wb_line *line)
{
    double weight = measure->sums[base->sum], n = (double)line->n, tail = (1 - level) / 2;

    line->se_simple = sqrt(weight * measure->squares[figure] / n);
    if (figure == WB_OF_SCALE_ALPHA) {
        line->lower_simple = feldt(line->estimate, n, (double)k, 1 - tail);
        line->upper_simple = feldt(line->estimate, n, (double)k, tail);
    } else {
        double half = -wb_normal_quantile(tail) * line->se_simple;
        line->lower_simple = line->estimate - half;
        line->upper_simple = line->estimate + half;
    }
}

/* Correlations and scalabilities that should not be below 0. */
static bool is_suspect(size_t figure, size_t k, double value)
{
    bool pair = figure >= wb_figure_of_pairs(k);
    bool rest = figure >= WB_OF_SCALES && !pair &&
                (figure - WB_OF_SCALES) % WB_OF_ITEMS == WB_OF_ITEM_REST;

    return value < 0 && (pair || rest || figure == WB_OF_SCALE_ALPHA);
}

static bool is_missing_share(size_t figure, size_t k)
{
    return figure == WB_OF_SCALE_MISSING ||
           (figure >= WB_OF_SCALES && figure < wb_figure_of_pairs(k) &&
            (figure - WB_OF_SCALES) % WB_OF_ITEMS == WB_OF_ITEM_MISSING);
}

static wb_line line_of(const wb_reliability_sheet *sheet, const wb_measure *measure,
                       size_t scale, size_t figure)
{
    const wb_moment_plan *plan = &sheet->at->plans[scale];
    wb_figure_base base = wb_figure_base_of(plan, figure);
    wb_line line = {NAN, NAN,
                    NAN, NAN,
                    NAN, measure->counts[base.count],
                    NAN, NAN,
                    NAN, measure->figures[figure].status};

    if (line.status != WB_FIGURE_OK)
        return line;
    line.estimate = measure->figures[figure].value;
    line.se = measure->se[figure];
    line.df = measure->df[figure];
    find_simple(measure, &base, figure, plan->k, sheet->estimating->level, &line);
    line.status = (wb_figure_status)measure->status[figure];
    if (isnan(line.se))
        line.status = WB_FIGURE_NO_VARIANCE;
    if (line.status == WB_FIGURE_OK)
        find_bounds(sheet->estimating, measure, &base, is_missing_share(figure, plan->k),
                    &line);
    if (line.status == WB_FIGURE_OK && is_suspect(figure, plan->k, line.estimate))
        line.status = WB_FIGURE_NEGATIVE;
    return line;
}

/* ---- writing ---- */

static wb_status put_line(wb_fill *fill, const wb_line *line, wb_error *err)
{
    wb_status st = WB_OK;
    const double design[] = {line->estimate, line->se, line->lower, line->upper,
                             line->df};
    const double simple[] = {line->se_simple, line->lower_simple, line->upper_simple};

    WB_TRY(wb_fill_doubles(fill, design, 5, err));
    WB_TRY(wb_fill_int64(fill, line->n, err));
    WB_TRY(wb_fill_doubles(fill, simple, 3, err));
    WB_TRY(wb_fill_text(fill, statuses[line->status], err));
done:
    return st;
}

static wb_status put_cell(wb_reliability_sheet *sheet, const wb_membership *groups,
                          int32_t cell, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < sheet->by.count && st == WB_OK; i++) {
        size_t j = wb_names_find(groups->columns, sheet->by.items[i]);
        st = j < groups->n_columns
                 ? wb_membership_fill(groups, j, cell, &sheet->fill, err)
                 : wb_fill_missing(&sheet->fill, err);
    }
    return st;
}

/* Items of the pair that is p-th in their order. */
static void pair_at(size_t p, size_t k, size_t *i, size_t *j)
{
    *i = 0;
    while (p >= k - 1 - *i)
        p -= k - 1 - (*i)++;
    *j = *i + 1 + p;
}

static wb_status put_subject(wb_fill *fill, const wb_item_scale *scale, size_t figure,
                             wb_error *err)
{
    wb_status st = WB_OK;
    size_t k = scale->n_items, i = k, j = k;
    const char *statistic = "h";

    if (figure < WB_OF_SCALES) {
        statistic = of_scale[figure];
    } else if (figure < wb_figure_of_pairs(k)) {
        i = (figure - WB_OF_SCALES) / WB_OF_ITEMS;
        statistic = of_item[(figure - WB_OF_SCALES) % WB_OF_ITEMS];
    } else {
        pair_at(figure - wb_figure_of_pairs(k), k, &i, &j);
    }
    WB_TRY(wb_fill_text(fill, scale->name, err));
    WB_TRY(wb_fill_text(fill, i < k ? scale->items[i].column : NULL, err));
    WB_TRY(wb_fill_text(fill, j < k ? scale->items[j].column : NULL, err));
    WB_TRY(wb_fill_text(fill, statistic, err));
done:
    return st;
}

static wb_status put_measure(wb_reliability_sheet *sheet, const wb_membership *groups,
                             int32_t cell, size_t scale, const wb_measure *measure,
                             wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = wb_figure_count(sheet->at->plans[scale].k, sheet->at->pairs);

    for (size_t figure = 0; figure < n; figure++) {
        wb_line line = line_of(sheet, measure, scale, figure);
        WB_TRY(put_cell(sheet, groups, cell, err));
        WB_TRY(put_subject(&sheet->fill, sheet->at->plans[scale].scale, figure, err));
        WB_TRY(put_line(&sheet->fill, &line, err));
    }
done:
    return st;
}

/* Whether a cell is shown: it has rows, or is that of everyone. */
static bool is_shown(const wb_measuring *at, const wb_breakdown_measures *breakdown,
                     int32_t cell)
{
    return breakdown->groups.n_columns == 0 ||
           wb_measure_of(at, breakdown, cell, 0)->counts[WB_SUM_ALL] > 0;
}

static wb_status put_breakdown(wb_reliability_sheet *sheet,
                               const wb_breakdown_measures *breakdown, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_measuring *at = sheet->at;

    for (int32_t i = 0; i < breakdown->groups.n_cells; i++) {
        int32_t cell = breakdown->groups.order[i];
        for (size_t s = 0; is_shown(at, breakdown, cell) && s < at->scales->n_scales; s++)
            WB_TRY(put_measure(sheet, &breakdown->groups, cell, s,
                               wb_measure_of(at, breakdown, cell, s), err));
    }
done:
    return st;
}

/* ---- the frame ---- */

static wb_status add_breakdown_columns(wb_reliability_sheet *sheet, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t b = 0; b < sheet->at->n_breakdowns; b++) {
        const wb_membership *groups = &sheet->at->breakdowns[b].groups;
        for (size_t j = 0; j < groups->n_columns; j++) {
            const char *name = groups->columns->items[j];
            if (wb_names_find(&sheet->by, name) < sheet->by.count)
                continue;
            WB_TRY(wb_names_add(&sheet->by, name, err));
            WB_TRY(wb_membership_add_column(groups, j, &sheet->fill, err));
        }
    }
done:
    return st;
}

static wb_status check_names(const wb_names *by, wb_error *err)
{
    for (const wb_fill_column *column = columns; column->name != NULL; column++) {
        if (wb_names_find(by, column->name) < by->count)
            return wb_fail_at(
                err, WB_E_ARG, -1, column->name,
                "breakdown column '%s' is named like a column of the result",
                column->name);
    }
    return WB_OK;
}

wb_status wb_measuring_check_size(const wb_measuring *at, wb_error *err)
{
    size_t per_cell = at->columns[at->scales->n_scales], rows = 0;

    for (size_t b = 0; b < at->n_breakdowns; b++)
        rows += (size_t)at->breakdowns[b].groups.n_cells * per_cell;
    if (rows > MOST_ROWS)
        return wb_fail(err, WB_E_LIMIT,
                       "%zu figures are more than %d: ask for fewer scales or groups",
                       rows, (int)MOST_ROWS);
    return WB_OK;
}

static wb_status add_columns(wb_reliability_sheet *sheet, wb_error *err)
{
    wb_status st = WB_OK;
    size_t status;

    WB_TRY(add_breakdown_columns(sheet, err));
    WB_TRY(check_names(&sheet->by, err));
    WB_TRY(wb_fill_columns(&sheet->fill, columns, err));
    status = sheet->fill.n_columns - 1;
    for (size_t i = 0; i < WB_FIGURE_STATUSES && st == WB_OK; i++)
        st = wb_builder_category(sheet->fill.builder, status, statuses[i],
                                 strlen(statuses[i]), err);
done:
    return st;
}

static wb_status describe(const wb_reliability_sheet *sheet, wb_frame *frame,
                          wb_error *err)
{
    wb_status st = WB_OK;
    char hash[WB_HASH_CHARS];
    json_t *root = NULL;

    WB_TRY(wb_spec_hash(sheet->at->spec, hash, err));
    root = json_pack("{s:s, s:s, s:f, s:s, s:s, s:O*}", "kind", "reliability", "library",
                     wb_version(), "level", sheet->estimating->level, "interval",
                     wb_interval_name(sheet->estimating->interval), "spec", hash,
                     "source", sheet->at->origin);
    st = root != NULL ? wb_frame_describe(frame, root, err) : wb_fail_nomem(err);
done:
    json_decref(root);
    return st;
}

wb_status wb_measuring_frame(const wb_measuring *at,
                             const wb_estimate_options *estimating, wb_frame **out,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_reliability_sheet sheet = {.at = at, .estimating = estimating};
    wb_frame *made = NULL;

    WB_TRY(add_columns(&sheet, err));
    for (size_t b = 0; b < at->n_breakdowns; b++)
        WB_TRY(put_breakdown(&sheet, &at->breakdowns[b], err));
    WB_TRY(wb_fill_finish(&sheet.fill, &made, err));
    WB_TRY(describe(&sheet, made, err));
    *out = made;
    made = NULL;
done:
    wb_frame_free(made);
    wb_fill_close(&sheet.fill);
    wb_names_free(&sheet.by);
    return st;
}
