/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Direct standardisation: Σ P_k θ_k over the levels of a column, P fixed and known. */
#include "infer/comparison.h"
#include "infer/names.h"
#include "infer/standard.h"
#include "survey/interval.h"

#include <math.h>

static const char *const incomplete = "incomplete";

typedef struct standardise {
    wb_comparison comparison;
    wb_standard standard;
    wb_results results;
    double *shares; /* per row of the series at hand */
    size_t n;       /* column of rows */
} standardise;

/* One row of the result. */
typedef struct standardised {
    wb_estimate e;
    const char *status;
    wb_precision precision;
} standardised;

static wb_status make_precision_columns(wb_results *results, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_results_column(results, "cv", WB_TYPE_FLOAT64, err));
    WB_TRY(wb_results_column(results, "precision", WB_TYPE_DICTIONARY, err));
    for (int f = 0; f < WB_PRECISIONS; f++)
        WB_TRY(wb_results_category(results, wb_precision_name((wb_precision)f), err));
done:
    return st;
}

static wb_status make_columns(standardise *task, wb_error *err)
{
    static const char *const numbers[] = {"estimate", "se", "lower", "upper", "df", NULL};
    wb_status st = WB_OK;
    wb_results *results = &task->results;

    WB_TRY(wb_results_series_columns(results, &task->comparison.list, false, err));
    WB_TRY(wb_results_numbers(results, numbers, err));
    WB_TRY(wb_results_column(results, "n", WB_TYPE_INT64, err));
    WB_TRY(wb_results_column(results, "deff", WB_TYPE_FLOAT64, err));
    WB_TRY(wb_results_column(results, "status", WB_TYPE_DICTIONARY, err));
    for (int s = 0; s < WB_ESTIMATE_STATUSES; s++)
        WB_TRY(wb_results_category(results,
                                   wb_estimate_status_name((wb_estimate_status)s), err));
    WB_TRY(wb_results_category(results, incomplete, err));
    if (task->comparison.evidence->precision)
        st = make_precision_columns(results, err);
done:
    return st;
}

static bool has_standard(const wb_series_list *list, int64_t row)
{
    static const char *const statistics[] = {"mean", "proportion", "ratio"};
    for (int i = 0; i < 3; i++) {
        if (wb_cell_is(list->frame, list->at.statistic, row, statistics[i]))
            return true;
    }
    return false;
}

/* Keep the rows of levels that count. False when one of these has no estimate, or no row
 * as empty cells were left out. */
static bool take_shares(standardise *task)
{
    wb_comparison *c = &task->comparison;
    const wb_standard *standard = &task->standard;
    double total = 0;
    size_t kept = 0;

    for (size_t i = 0; i < c->n; i++) {
        double share = standard->shares[standard->levels[c->rows[i]]];
        if (share == 0)
            continue;
        c->rows[kept] = c->rows[i];
        task->shares[kept++] = share;
        total += share;
    }
    c->n = kept;
    if (!(total > 1 - 1e-9))
        return false;
    for (size_t i = 0; i < kept; i++) {
        c->estimates[i] = wb_frame_double(c->list.frame, c->list.at.estimate, c->rows[i]);
        if (isnan(c->estimates[i]) ||
            isnan(wb_frame_double(c->list.frame, c->list.at.se, c->rows[i])))
            return false;
    }
    return true;
}

static int64_t count_rows(const standardise *task)
{
    const wb_comparison *c = &task->comparison;
    int64_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        n += wb_frame_int64(c->list.frame, task->n, c->rows[i]);
    return n;
}

/* How many rows count for a share, as far as it matters: none, all, or some. */
static int64_t count_ones(const wb_comparison *c, int64_t n)
{
    bool none = true;
    bool all = true;
    for (size_t i = 0; i < c->n; i++) {
        none = none && c->estimates[i] == 0;
        all = all && c->estimates[i] == 1;
    }
    return none ? 0 : all ? n : n / 2;
}

static void give_bounds(const wb_comparison *c, standardised *s)
{
    const wb_evidence *evidence = c->evidence;
    wb_estimate *e = &s->e;
    wb_share share = {e->estimate, e->se, e->df, e->n, count_ones(c, e->n)};
    bool is_share = evidence->is_share(evidence->source, c->rows[0]);
    wb_bounds bounds =
        is_share
            ? wb_interval_of(evidence->interval, &share, evidence->level)
            : wb_interval_of_number(e->estimate, e->se, e->df, e->n, evidence->level);

    e->lower = bounds.lower;
    e->upper = bounds.upper;
    s->status = wb_estimate_status_name(bounds.status);
    s->precision = is_share ? wb_precision_of(&share)
                            : wb_precision_of_number(e->estimate, e->se, e->df, e->n);
}

static wb_status calculate(standardise *task, int64_t s, standardised *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_comparison *c = &task->comparison;

    wb_comparison_rows(c, s);
    bool complete = take_shares(task);
    *out = (standardised){.status = incomplete, .precision = WB_PRECISION_NONE};
    out->e =
        (wb_estimate){.estimate = NAN, .se = NAN, .lower = NAN, .upper = NAN, .df = NAN};
    out->e.n = count_rows(task);
    if (!complete)
        return WB_OK;
    WB_TRY(wb_comparison_relate(c, err));
    wb_effect effect = wb_comparison_effect(c, task->shares);
    out->e.estimate = effect.estimate;
    out->e.se = effect.se;
    out->e.df = effect.df;
    give_bounds(c, out);
done:
    return st;
}

static wb_status put_numbers(standardise *task, const standardised *made, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_estimate *e = &made->e;
    const double numbers[] = {e->estimate, e->se, e->lower, e->upper, e->df};
    wb_results *results = &task->results;

    WB_TRY(wb_results_doubles(results, numbers, 5, err));
    WB_TRY(wb_results_int64(results, e->n, err));
    WB_TRY(wb_results_double(results, NAN, err));
    WB_TRY(wb_results_text(results, made->status, err));
    if (!task->comparison.evidence->precision)
        goto done;
    WB_TRY(wb_results_double(results, e->estimate != 0 ? e->se / fabs(e->estimate) : NAN,
                             err));
    st = wb_results_text(results, wb_precision_name(made->precision), err);
done:
    return st;
}

static wb_status put_series(standardise *task, int64_t s, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_series_list *list = &task->comparison.list;
    int64_t first = list->series[s].first;
    standardised made;

    if (!has_standard(list, first))
        goto done;
    WB_TRY(calculate(task, s, &made, err));
    WB_TRY(wb_results_series(&task->results, list, first, -1, err));
    WB_TRY(put_numbers(task, &made, err));
    st = wb_comparison_progress(&task->comparison, s + 1, err);
done:
    return st;
}

wb_status wb_evidence_standardise(const wb_evidence *evidence, const char *column,
                                  const wb_frame *standard, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    standardise task = {0};

    WB_TRY(wb_comparison_init(&task.comparison, evidence, column, err));
    WB_TRY(wb_frame_require(evidence->estimates, "n", "estimates", &task.n, err));
    WB_TRY(wb_standard_init(&task.standard, column, standard, evidence->estimates,
                            task.comparison.list.at.level, err));
    WB_TRY(make_columns(&task, err));
    task.shares = wb_allocate((size_t)task.comparison.list.longest, sizeof *task.shares);
    if (task.shares == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int64_t s = 0; s < task.comparison.list.n_series; s++)
        WB_TRY(put_series(&task, s, err));
    st = wb_results_finish(&task.results, "standardised",
                           json_pack("{s:s}", "column", column), evidence, out, err);
done:
    wb_results_free(&task.results);
    wb_standard_free(&task.standard);
    wb_comparison_free(&task.comparison);
    wb_release(task.shares);
    return st;
}
