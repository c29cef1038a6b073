/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Polynomial contrasts over the ordered levels of a column. */
#include "infer/comparison.h"

#include <math.h>

enum { MOST_DEGREES = 5 };

typedef struct trend {
    wb_comparison comparison;
    wb_trend_options options;
    wb_results results;
    double *x;         /* per level of the series at hand */
    double *contrasts; /* per degree a row of as many */
} trend;

static wb_status read_options(const wb_trend_options *theirs, wb_trend_options *ours,
                              wb_error *err)
{
    *ours = (wb_trend_options)WB_TREND_OPTIONS_INIT;
    wb_status st = wb_options_read_whole(
        ours, sizeof *ours, offsetof(wb_trend_options, reserved1), theirs, err);
    if (st != WB_OK)
        return st;
    if (ours->degree < 0 || ours->degree > MOST_DEGREES)
        return wb_fail(err, WB_E_ARG, "the degree of a trend is 1 to %d, not %d",
                       (int)MOST_DEGREES, (int)ours->degree);
    if (ours->degree == 0)
        ours->degree = 1;
    return WB_OK;
}

static wb_status make_columns(trend *task, wb_error *err)
{
    static const char *const numbers[] = {"estimate", "se",  "lower", "upper", "f",
                                          "df1",      "df2", "p",     NULL};
    wb_status st = WB_OK;

    WB_TRY(wb_results_series_columns(&task->results, &task->comparison.list, false, err));
    WB_TRY(wb_results_column(&task->results, "term", WB_TYPE_DICTIONARY, err));
    WB_TRY(wb_results_numbers(&task->results, numbers, err));
    WB_TRY(wb_results_column(&task->results, "levels", WB_TYPE_INT64, err));
    WB_TRY(wb_results_status_column(&task->results, err));
done:
    return st;
}

static wb_status allocate(trend *task, wb_error *err)
{
    size_t k = (size_t)task->comparison.list.longest;

    task->x = wb_allocate(k, sizeof *task->x);
    task->contrasts =
        wb_allocate(k * (size_t)task->options.degree, sizeof *task->contrasts);
    return task->x == NULL || task->contrasts == NULL ? wb_fail_nomem(err) : WB_OK;
}

/* Numbers and dates stand for themselves, texts for their place among the categories. */
static void take_levels(trend *task)
{
    const wb_comparison *c = &task->comparison;
    size_t column = c->list.at.level;
    bool text = wb_frame_column_type(c->list.frame, column) == WB_TYPE_DICTIONARY;

    for (size_t i = 0; i < c->n; i++)
        task->x[i] = wb_frame_double(c->list.frame, column, c->rows[i]) + (text ? 1 : 0);
}

/* How much θ rises per unit of x for one unit of the normalised linear contrast. */
static double slope_of_linear(const trend *task)
{
    const wb_comparison *c = &task->comparison;
    double length = 0;

    for (size_t i = 0; i < c->n; i++)
        length += task->contrasts[i] * (task->x[i] - task->x[0]);
    return 1 / length;
}

static wb_status put_row(trend *task, int64_t s, const char *term, const wb_effect *e,
                         const wb_joint *joint, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_comparison *c = &task->comparison;
    const double numbers[] = {e->estimate, e->se,      e->lower,   e->upper,
                              joint->f,    joint->df1, joint->df2, joint->p};

    WB_TRY(wb_results_series(&task->results, &c->list, c->list.series[s].first, -1, err));
    WB_TRY(wb_results_text(&task->results, term, err));
    WB_TRY(wb_results_doubles(&task->results, numbers, 8, err));
    WB_TRY(wb_results_int64(&task->results, (int64_t)c->n, err));
    WB_TRY(wb_results_status(&task->results, joint->status, err));
done:
    return st;
}

static wb_status put_term(trend *task, int64_t s, size_t d, wb_error *err)
{
    static const char *const terms[] = {"linear", "quadratic", "cubic", "quartic",
                                        "quintic"};
    const wb_comparison *c = &task->comparison;
    wb_effect_status why = c->other_ranks ? WB_EFFECT_OTHER_RANKS : WB_EFFECT_TOO_FEW;
    wb_effect e = wb_effect_none(why);
    wb_joint joint = wb_joint_none(why);

    if (d + 1 < c->n && !c->other_ranks) {
        double unit = d == 0 ? slope_of_linear(task) : 1;
        e = wb_comparison_effect(c, task->contrasts + d * c->n);
        e.estimate *= unit;
        e.se *= unit;
        e.lower *= unit;
        e.upper *= unit;
        joint = (wb_joint){e.t * e.t, 1, e.df, e.p, e.status};
    }
    return put_row(task, s, terms[d], &e, &joint, err);
}

/* All terms at once: values C θ with covariance v = C V C'; both are 0 before. A term
 * that varies by rounding alone is left out. */
static void take_terms(const trend *task, size_t degree, double *values, double *v)
{
    const wb_comparison *c = &task->comparison;

    for (size_t a = 0; a < degree; a++) {
        const double *of_a = task->contrasts + a * c->n;
        for (size_t i = 0; i < c->n; i++)
            values[a] += of_a[i] * c->estimates[i];
        for (size_t b = 0; b < degree; b++) {
            const double *of_b = task->contrasts + b * c->n;
            for (size_t i = 0; i < c->n; i++)
                for (size_t j = 0; j < c->n; j++)
                    v[a * degree + b] += of_a[i] * c->covariance[i * c->n + j] * of_b[j];
        }
    }
    for (size_t a = 0; a < degree; a++) {
        if (wb_effect_variance(task->contrasts + a * c->n, c->covariance, c->n) == 0)
            wb_joint_leave_out(v, degree, a);
    }
}

static wb_status put_joint(trend *task, int64_t s, size_t degree, wb_error *err)
{
    const wb_comparison *c = &task->comparison;
    const wb_effect none = wb_effect_none(WB_EFFECT_OK);
    wb_joint joint =
        wb_joint_none(c->other_ranks ? WB_EFFECT_OTHER_RANKS : WB_EFFECT_TOO_FEW);
    double values[MOST_DEGREES] = {0};
    double v[MOST_DEGREES * MOST_DEGREES] = {0};
    double scratch[2 * MOST_DEGREES];
    size_t order[MOST_DEGREES];

    if (degree < c->n && !c->other_ranks) {
        take_terms(task, degree, values, v);
        joint = wb_joint_of(values, v, degree, c->df, scratch, order);
    }
    return put_row(task, s, "joint", &none, &joint, err);
}

static wb_status put_series(trend *task, int64_t s, wb_error *err)
{
    wb_status st = WB_OK;
    wb_comparison *c = &task->comparison;
    size_t degree = (size_t)task->options.degree;

    WB_TRY(wb_comparison_load(c, s, true, err));
    take_levels(task);
    if (c->n > 1)
        wb_orthogonal_polynomials(task->x, c->n, degree < c->n ? degree : c->n - 1,
                                  task->contrasts);
    for (size_t d = 0; d < degree; d++)
        WB_TRY(put_term(task, s, d, err));
    if (degree > 1)
        WB_TRY(put_joint(task, s, degree, err));
    st = wb_comparison_progress(c, s + 1, err);
done:
    return st;
}

wb_status wb_evidence_trend(const wb_evidence *evidence, const char *column,
                            const wb_trend_options *options, wb_frame **out,
                            wb_error *err)
{
    wb_status st = WB_OK;
    trend task = {0};

    WB_TRY(read_options(options, &task.options, err));
    WB_TRY(wb_comparison_init(&task.comparison, evidence, column, err));
    WB_TRY(make_columns(&task, err));
    WB_TRY(allocate(&task, err));
    for (int64_t s = 0; s < task.comparison.list.n_series; s++)
        WB_TRY(put_series(&task, s, err));
    st = wb_results_finish(
        &task.results, "trend",
        json_pack("{s:s, s:i}", "column", column, "degree", (int)task.options.degree),
        evidence, out, err);
done:
    wb_results_free(&task.results);
    wb_comparison_free(&task.comparison);
    wb_release(task.x);
    wb_release(task.contrasts);
    return st;
}
