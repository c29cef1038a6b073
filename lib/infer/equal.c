/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Are the estimates of all levels of a column the same? */
#include "infer/comparison.h"

typedef struct equality {
    wb_comparison comparison;
    wb_results results;
    double *differences;
    double *covariance;
    double *scratch;
    size_t *order;
} equality;

static wb_status make_columns(equality *task, wb_error *err)
{
    static const char *const numbers[] = {"f", "df1", "df2", "p", NULL};
    wb_status st = WB_OK;

    WB_TRY(wb_results_series_columns(&task->results, &task->comparison.list, false, err));
    WB_TRY(wb_results_numbers(&task->results, numbers, err));
    WB_TRY(wb_results_column(&task->results, "levels", WB_TYPE_INT64, err));
    WB_TRY(wb_results_status_column(&task->results, err));
done:
    return st;
}

static wb_status allocate(equality *task, wb_error *err)
{
    size_t k = (size_t)task->comparison.list.longest;

    task->differences = wb_allocate(k, sizeof *task->differences);
    task->covariance = wb_allocate(k * k, sizeof *task->covariance);
    task->scratch = wb_allocate(2 * k, sizeof *task->scratch);
    task->order = wb_allocate(k, sizeof *task->order);
    if (task->differences == NULL || task->covariance == NULL || task->scratch == NULL ||
        task->order == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

/* Whether the difference of level i from the first varies beyond rounding, as of pairs.
 */
static bool varies(const wb_comparison *c, size_t i)
{
    static const double difference[] = {1, -1};
    const double *v = c->covariance;
    const double both[] = {v[i * c->n + i], v[i * c->n], v[i], v[0]};
    return wb_effect_variance(difference, both, 2) != 0;
}

/* Differences from the first level, with their covariances. */
static void take_differences(equality *task)
{
    const wb_comparison *c = &task->comparison;
    const double *v = c->covariance;
    size_t n = c->n;

    for (size_t i = 1; i < n; i++) {
        task->differences[i - 1] = c->estimates[i] - c->estimates[0];
        for (size_t j = 1; j < n; j++)
            task->covariance[(i - 1) * (n - 1) + (j - 1)] =
                (v[i * n + j] - v[i * n]) - (v[j] - v[0]);
    }
    for (size_t i = 1; i < n; i++) {
        if (!varies(c, i))
            wb_joint_leave_out(task->covariance, n - 1, i - 1);
    }
}

static wb_joint test_series(equality *task)
{
    const wb_comparison *c = &task->comparison;

    if (c->other_ranks)
        return wb_joint_none(WB_EFFECT_OTHER_RANKS);
    if (c->n < 2)
        return wb_joint_none(WB_EFFECT_TOO_FEW);
    take_differences(task);
    return wb_joint_of(task->differences, task->covariance, c->n - 1, c->df,
                       task->scratch, task->order);
}

static wb_status put_series(equality *task, int64_t s, wb_error *err)
{
    wb_status st = WB_OK;
    wb_comparison *c = &task->comparison;

    WB_TRY(wb_comparison_load(c, s, true, err));
    wb_joint joint = test_series(task);
    WB_TRY(wb_results_series(&task->results, &c->list, c->list.series[s].first, -1, err));
    WB_TRY(wb_results_doubles(&task->results,
                              (const double[]){joint.f, joint.df1, joint.df2, joint.p}, 4,
                              err));
    WB_TRY(wb_results_int64(&task->results, (int64_t)c->n, err));
    WB_TRY(wb_results_status(&task->results, joint.status, err));
    st = wb_comparison_progress(c, s + 1, err);
done:
    return st;
}

wb_status wb_evidence_equal(const wb_evidence *evidence, const char *column,
                            wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    equality task = {0};

    WB_TRY(wb_comparison_init(&task.comparison, evidence, column, err));
    WB_TRY(make_columns(&task, err));
    WB_TRY(allocate(&task, err));
    for (int64_t s = 0; s < task.comparison.list.n_series; s++)
        WB_TRY(put_series(&task, s, err));
    st = wb_results_finish(&task.results, "equality",
                           json_pack("{s:s}", "column", column), evidence, out, err);
done:
    wb_results_free(&task.results);
    wb_comparison_free(&task.comparison);
    wb_release(task.differences);
    wb_release(task.covariance);
    wb_release(task.scratch);
    wb_release(task.order);
    return st;
}
