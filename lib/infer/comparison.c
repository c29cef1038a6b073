/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "infer/comparison.h"

#include "infer/names.h"

#include <math.h>
#include <string.h>

wb_status wb_comparison_init(wb_comparison *comparison, const wb_evidence *evidence,
                             const char *column, wb_error *err)
{
    wb_status st =
        wb_series_list_init(&comparison->list, evidence->estimates, column, err);
    if (st != WB_OK)
        return st;
    size_t longest = (size_t)comparison->list.longest;
    if (longest > WB_MOST_LEVELS)
        return wb_fail_at(err, WB_E_LIMIT, -1, column,
                          "'%s' has %zu levels, of which at most %d can be compared: "
                          "group them",
                          column, longest, (int)WB_MOST_LEVELS);
    comparison->evidence = evidence;
    comparison->rows = wb_allocate(longest, sizeof *comparison->rows);
    comparison->estimates = wb_allocate(longest, sizeof *comparison->estimates);
    comparison->covariance =
        wb_allocate(longest * longest, sizeof *comparison->covariance);
    if (comparison->rows == NULL || comparison->estimates == NULL ||
        comparison->covariance == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

void wb_comparison_free(wb_comparison *comparison)
{
    wb_series_list_free(&comparison->list);
    wb_release(comparison->rows);
    wb_release(comparison->estimates);
    wb_release(comparison->covariance);
    *comparison = (wb_comparison){0};
}

/* A rank is one among the levels of the last column of its breakdown: scores in the
 * levels of another column do not compare. */
static bool has_other_ranks(const wb_comparison *comparison, int64_t row)
{
    const wb_evidence *evidence = comparison->evidence;
    const wb_series_list *list = &comparison->list;
    const char *column = wb_frame_column_name(list->frame, list->at.level);

    if (!wb_cell_is(list->frame, list->at.statistic, row, "rank"))
        return false;
    const char *last = evidence->last_column(evidence->source, row);
    return last == NULL || strcmp(last, column) != 0;
}

void wb_comparison_rows(wb_comparison *comparison, int64_t s)
{
    const wb_series *series = &comparison->list.series[s];
    comparison->n = (size_t)series->n_rows;
    comparison->other_ranks = has_other_ranks(comparison, series->first);
    wb_series_rows(&comparison->list, series, comparison->rows);
}

wb_status wb_comparison_relate(wb_comparison *comparison, wb_error *err)
{
    const wb_evidence *evidence = comparison->evidence;
    wb_status st = evidence->covariance(evidence->source, comparison->rows, comparison->n,
                                        false, comparison->covariance, err);

    if (st == WB_OK)
        st = evidence->df(evidence->source, comparison->rows, comparison->n,
                          &comparison->df, err);
    return st;
}

wb_status wb_comparison_load(wb_comparison *comparison, int64_t s, bool known_only,
                             wb_error *err)
{
    const wb_series_list *list = &comparison->list;
    const wb_frame *frame = list->frame;
    size_t n = 0;

    wb_comparison_rows(comparison, s);
    for (size_t i = 0; i < comparison->n; i++) {
        int64_t row = comparison->rows[i];
        double estimate = wb_frame_double(frame, list->at.estimate, row);
        double se = wb_frame_double(frame, list->at.se, row);
        if (known_only && (isnan(estimate) || isnan(se)))
            continue;
        comparison->rows[n] = row;
        comparison->estimates[n++] = estimate;
    }
    comparison->n = n;
    return n == 0 ? WB_OK : wb_comparison_relate(comparison, err);
}

wb_effect wb_comparison_effect(const wb_comparison *comparison, const double *c)
{
    double estimate = 0;

    for (size_t i = 0; i < comparison->n; i++)
        estimate += c[i] * comparison->estimates[i];
    return wb_effect_of(estimate,
                        wb_effect_variance(c, comparison->covariance, comparison->n),
                        comparison->df, comparison->evidence->level);
}

wb_status wb_comparison_progress(const wb_comparison *comparison, int64_t s,
                                 wb_error *err)
{
    return wb_run_progress(&comparison->evidence->run,
                           (double)s / (double)comparison->list.n_series, err);
}
