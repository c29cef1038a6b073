/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The covariances themselves, breakdown by breakdown. */
#include "infer/results.h"

typedef struct covariances {
    const wb_evidence *evidence;
    wb_results results;
    int64_t *rows;
    double *matrix;
} covariances;

/* Rows of one breakdown come together. */
static int64_t end_of_breakdown(const covariances *task, int64_t first)
{
    const wb_evidence *evidence = task->evidence;
    int64_t n = wb_frame_row_count(evidence->estimates);
    size_t breakdown = evidence->breakdown(evidence->source, first);
    int64_t row = first + 1;

    while (row < n && evidence->breakdown(evidence->source, row) == breakdown)
        row++;
    return row;
}

static wb_status check_count(const covariances *task, int64_t *longest, wb_error *err)
{
    int64_t n_rows = wb_frame_row_count(task->evidence->estimates);
    double total = 0;

    *longest = 0;
    for (int64_t first = 0, end; first < n_rows; first = end) {
        end = end_of_breakdown(task, first);
        double n = (double)(end - first);
        total += n * (n + 1) / 2;
        if (end - first > *longest)
            *longest = end - first;
    }
    if (total > WB_MOST_RESULTS)
        return wb_fail(err, WB_E_LIMIT,
                       "%lld estimates have %.0f covariances within their breakdowns, at "
                       "most %d are given: ask for fewer estimands or breakdowns, leave "
                       "out empty cells (drop_empty), or ask for the contrasts you need",
                       (long long)n_rows, total, (int)WB_MOST_RESULTS);
    return WB_OK;
}

static wb_status make_columns(covariances *task, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_results_column(&task->results, "row_i", WB_TYPE_INT64, err));
    WB_TRY(wb_results_column(&task->results, "row_j", WB_TYPE_INT64, err));
    WB_TRY(wb_results_column(&task->results, "covariance", WB_TYPE_FLOAT64, err));
done:
    return st;
}

static wb_status put_breakdown(covariances *task, int64_t first, int64_t end,
                               wb_error *err)
{
    wb_status st = WB_OK;
    const wb_evidence *evidence = task->evidence;
    size_t n = (size_t)(end - first);

    for (size_t i = 0; i < n; i++)
        task->rows[i] = first + (int64_t)i;
    WB_TRY(
        evidence->covariance(evidence->source, task->rows, n, true, task->matrix, err));
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i; j < n; j++) {
            WB_TRY(wb_results_int64(&task->results, task->rows[i], err));
            WB_TRY(wb_results_int64(&task->results, task->rows[j], err));
            WB_TRY(wb_results_double(&task->results, task->matrix[i * n + j], err));
        }
    }
done:
    return st;
}

wb_status wb_evidence_covariances(const wb_evidence *evidence, wb_frame **out,
                                  wb_error *err)
{
    wb_status st = WB_OK;
    covariances task = {.evidence = evidence};
    int64_t n_rows = wb_frame_row_count(evidence->estimates);
    int64_t longest;

    WB_TRY(check_count(&task, &longest, err));
    WB_TRY(make_columns(&task, err));
    task.rows = wb_allocate((size_t)longest, sizeof *task.rows);
    task.matrix = wb_allocate((size_t)(longest * longest), sizeof *task.matrix);
    if (task.rows == NULL || task.matrix == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int64_t first = 0, end; first < n_rows; first = end) {
        end = end_of_breakdown(&task, first);
        WB_TRY(put_breakdown(&task, first, end, err));
        WB_TRY(wb_run_progress(&evidence->run, (double)end / (double)n_rows, err));
    }
    st = wb_results_finish(&task.results, "covariances", json_object(), evidence, out,
                           err);
done:
    wb_results_free(&task.results);
    wb_release(task.rows);
    wb_release(task.matrix);
    return st;
}
