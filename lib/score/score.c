/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scoring a whole frame: threads take ranges of whole blocks and write to their own rows.
 */
#include "score/bind.h"
#include "score/block.h"
#include "score/plan.h"
#include "score/result.h"

/* Rows between two calls of the progress callback, per thread. */
enum { ROWS_PER_ROUND = 128 * WB_BLOCK_ROWS };

typedef struct job {
    const wb_binding *binding;
    const wb_columns *columns;
    wb_workspace **spaces; /* one per part of a round */
    int64_t first;         /* of this round */
    int64_t n_rows;
} job;

static wb_status score_part(void *user, size_t part, wb_error *err)
{
    const job *work = user;
    int64_t first = work->first + (int64_t)part * ROWS_PER_ROUND;
    int64_t left = work->n_rows - first;

    return wb_score_rows(work->binding, first,
                         left < ROWS_PER_ROUND ? left : ROWS_PER_ROUND, 0,
                         work->columns->values, work->spaces[part], err);
}

static wb_status run_rounds(job *work, const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t round = (int64_t)run->threads * ROWS_PER_ROUND;

    for (work->first = 0; work->first < work->n_rows; work->first += round) {
        int64_t left = work->n_rows - work->first;
        int64_t rows = left < round ? left : round;

        WB_TRY(wb_run_parts(run->threads,
                            (size_t)((rows + ROWS_PER_ROUND - 1) / ROWS_PER_ROUND),
                            score_part, work, err));
        WB_TRY(wb_run_progress(run, (double)(work->first + rows) / (double)work->n_rows,
                               err));
    }
done:
    return st;
}

static wb_status score_rows(const wb_binding *binding, const wb_columns *columns,
                            const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    job work = {binding, columns, NULL, 0, wb_frame_row_count(binding->frame)};
    size_t n_spaces = (size_t)run->threads;

    work.spaces = wb_allocate(n_spaces, sizeof(wb_workspace *));
    if (work.spaces == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n_spaces; i++)
        WB_TRY(wb_workspace_new(binding->plan, &work.spaces[i], err));
    WB_TRY(run_rounds(&work, run, err));

done:
    for (size_t i = 0; i < n_spaces; i++)
        wb_workspace_free(work.spaces[i]);
    wb_release(work.spaces);
    return st;
}

/* Threads beyond the number of parts would only cost memory. */
static void limit_threads(wb_run *run, int64_t n_rows)
{
    int64_t n_parts = n_rows / ROWS_PER_ROUND + 1;

    if (run->threads > n_parts)
        run->threads = (int32_t)n_parts;
}

static wb_status check_memory(const wb_score_plan *plan, int64_t n_rows,
                              const wb_run *run, wb_error *err)
{
    double bytes = 0;

    for (size_t i = 0; i < plan->n_asked; i++)
        bytes += (double)wb_output_size(&plan->outputs[i]) * (double)n_rows;
    if (run->memory_limit == 0 || bytes <= (double)run->memory_limit)
        return WB_OK;
    return wb_fail(
        err, WB_E_LIMIT,
        "the scores take %.0f bytes, more than the limit of %lld; select fewer "
        "of them or score a source",
        bytes, (long long)run->memory_limit);
}

wb_status wb_score(const wb_instrument *instrument, const wb_frame *answers,
                   const wb_score_options *options, const wb_run *run, wb_frame **out,
                   wb_error *err)
{
    wb_status st = WB_OK;
    wb_run ours = WB_RUN_INIT;
    wb_score_plan *plan = NULL;
    wb_binding binding = {0};
    wb_columns columns = {0};

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (instrument == NULL || answers == NULL)
        return wb_fail(err, WB_E_ARG, "an instrument and answers are required");
    WB_TRY(wb_run_read(&ours, run, err));
    limit_threads(&ours, wb_frame_row_count(answers));
    WB_TRY(wb_score_plan_new(instrument, options, &plan, err));
    WB_TRY(wb_binding_init(&binding, plan, answers, NULL, err));
    WB_TRY(check_memory(plan, wb_frame_row_count(answers), &ours, err));
    WB_TRY(wb_columns_new(&columns, plan, wb_frame_row_count(answers), err));
    WB_TRY(score_rows(&binding, &columns, &ours, err));
    WB_TRY(wb_result_new(plan, answers, &columns, true, out, err));

done:
    wb_columns_clear(&columns);
    wb_binding_clear(&binding);
    wb_score_plan_free(plan);
    return st;
}
