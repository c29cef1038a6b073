/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* All pairwise differences between the levels of a column. */
#include "infer/comparison.h"

#include <math.h>

typedef struct pairs {
    wb_comparison comparison;
    wb_pairs_options options;
    wb_results results;
    wb_effect *effects; /* of one series, by level and reference below it */
    double *p, *adjusted;
    size_t *order;
    bool has_all; /* no replicate lacks a level of the series */
} pairs;

static wb_status read_options(const wb_pairs_options *theirs, wb_pairs_options *ours,
                              wb_error *err)
{
    *ours = (wb_pairs_options)WB_PAIRS_OPTIONS_INIT;
    wb_status st = wb_options_read_whole(
        ours, sizeof *ours, offsetof(wb_pairs_options, reserved1), theirs, err);
    if (st != WB_OK)
        return st;
    if (ours->adjust < WB_ADJUST_NONE || ours->adjust > WB_ADJUST_BH)
        return wb_fail(err, WB_E_ARG, "unknown adjustment of p %d", (int)ours->adjust);
    return WB_OK;
}

static wb_status check_count(const wb_series_list *list, wb_error *err)
{
    int64_t n = 0;

    for (int64_t s = 0; s < list->n_series; s++)
        n += list->series[s].n_rows * (list->series[s].n_rows - 1) / 2;
    if (n > WB_MOST_RESULTS)
        return wb_fail(err, WB_E_LIMIT,
                       "there are %lld pairs, at most %d can be compared: ask for fewer "
                       "breakdowns, or leave out empty cells (drop_empty)",
                       (long long)n, (int)WB_MOST_RESULTS);
    return WB_OK;
}

static wb_status make_columns(pairs *task, wb_error *err)
{
    static const char *const numbers[] = {"difference", "se", "lower",      "upper",
                                          "df",         "p",  "p_adjusted", NULL};
    wb_status st = WB_OK;

    WB_TRY(wb_results_series_columns(&task->results, &task->comparison.list, true, err));
    WB_TRY(wb_results_numbers(&task->results, numbers, err));
    WB_TRY(wb_results_status_column(&task->results, err));
done:
    return st;
}

static wb_status allocate(pairs *task, wb_error *err)
{
    size_t k = (size_t)task->comparison.list.longest;
    size_t n = k * (k - (k > 0)) / 2;

    task->effects = wb_allocate(n, sizeof *task->effects);
    task->p = wb_allocate(n, sizeof *task->p);
    task->adjusted = wb_allocate(n, sizeof *task->adjusted);
    task->order = wb_allocate(n, sizeof *task->order);
    if (task->effects == NULL || task->p == NULL || task->adjusted == NULL ||
        task->order == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

/* Degrees of freedom of two levels together. They are at least those of each and at most
 * those of all levels, so when these are equal nothing need be counted. */
static wb_status pair_df(const pairs *task, size_t level, size_t reference, double *df,
                         wb_error *err)
{
    const wb_comparison *c = &task->comparison;
    const wb_evidence *evidence = c->evidence;
    const int64_t rows[] = {c->rows[level], c->rows[reference]};

    for (int i = 0; i < 2; i++) {
        *df = wb_frame_double(c->list.frame, c->list.at.df, rows[i]);
        if (*df == c->df)
            return WB_OK;
    }
    return evidence->df(evidence->source, rows, 2, df, err);
}

/* Covariances of two levels. Where replicates lack some level, those that have these two
 * say how they vary, whatever they lack else. */
static wb_status pair_covariance(const pairs *task, size_t level, size_t reference,
                                 double *both, wb_error *err)
{
    const wb_comparison *c = &task->comparison;
    const wb_evidence *evidence = c->evidence;
    const int64_t rows[] = {c->rows[level], c->rows[reference]};
    const size_t at[] = {level, reference};

    if (!task->has_all)
        return evidence->covariance(evidence->source, rows, 2, false, both, err);
    for (int i = 0; i < 4; i++)
        both[i] = c->covariance[at[i / 2] * c->n + at[i % 2]];
    return WB_OK;
}

static wb_status compare(const pairs *task, size_t level, size_t reference,
                         wb_effect *effect, wb_error *err)
{
    static const double difference[] = {1, -1};
    wb_status st = WB_OK;
    const wb_comparison *c = &task->comparison;
    double both[4];
    double df = 0;

    *effect = wb_effect_none(WB_EFFECT_OTHER_RANKS);
    if (c->other_ranks)
        return WB_OK;
    WB_TRY(pair_covariance(task, level, reference, both, err));
    WB_TRY(pair_df(task, level, reference, &df, err));
    *effect =
        wb_effect_of(c->estimates[level] - c->estimates[reference],
                     wb_effect_variance(difference, both, 2), df, c->evidence->level);
done:
    return st;
}

static wb_status put_pair(pairs *task, size_t level, size_t reference, size_t i,
                          wb_error *err)
{
    wb_status st = WB_OK;
    const wb_comparison *c = &task->comparison;
    const wb_effect *e = &task->effects[i];
    const double numbers[] = {e->estimate, e->se, e->lower,         e->upper,
                              e->df,       e->p,  task->adjusted[i]};

    WB_TRY(wb_results_series(&task->results, &c->list, c->rows[level], c->rows[reference],
                             err));
    WB_TRY(wb_results_doubles(&task->results, numbers, 7, err));
    WB_TRY(wb_results_status(&task->results, e->status, err));
done:
    return st;
}

static wb_status put_series(pairs *task, int64_t s, wb_error *err)
{
    wb_status st = WB_OK;
    wb_comparison *c = &task->comparison;
    size_t n = 0;

    WB_TRY(wb_comparison_load(c, s, false, err));
    task->has_all = c->evidence->has_all(c->evidence->source, c->rows, c->n);
    for (size_t level = 1; level < c->n; level++) {
        for (size_t reference = 0; reference < level; reference++, n++) {
            WB_TRY(compare(task, level, reference, &task->effects[n], err));
            task->p[n] = task->effects[n].p;
        }
    }
    wb_adjust_p(task->p, n, task->options.adjust, task->adjusted, task->order);
    n = 0;
    for (size_t level = 1; level < c->n; level++) {
        for (size_t reference = 0; reference < level; reference++)
            WB_TRY(put_pair(task, level, reference, n++, err));
    }
    st = wb_comparison_progress(c, s + 1, err);
done:
    return st;
}

static json_t *words(const pairs *task, const char *column)
{
    static const char *const names[] = {
        [WB_ADJUST_NONE] = "none", [WB_ADJUST_HOLM] = "holm", [WB_ADJUST_BH] = "bh"};
    return json_pack("{s:s, s:s}", "column", column, "adjust",
                     names[task->options.adjust]);
}

wb_status wb_evidence_pairs(const wb_evidence *evidence, const char *column,
                            const wb_pairs_options *options, wb_frame **out,
                            wb_error *err)
{
    wb_status st = WB_OK;
    pairs task = {0};

    WB_TRY(read_options(options, &task.options, err));
    WB_TRY(wb_comparison_init(&task.comparison, evidence, column, err));
    WB_TRY(check_count(&task.comparison.list, err));
    WB_TRY(make_columns(&task, err));
    WB_TRY(allocate(&task, err));
    for (int64_t s = 0; s < task.comparison.list.n_series; s++)
        WB_TRY(put_series(&task, s, err));
    st = wb_results_finish(&task.results, "pairs", words(&task, column), evidence, out,
                           err);
done:
    wb_results_free(&task.results);
    wb_comparison_free(&task.comparison);
    wb_release(task.effects);
    wb_release(task.p);
    wb_release(task.adjusted);
    wb_release(task.order);
    return st;
}
