/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A source that scores as it is read. Frames read in order carry labels and metadata; a
 * range is for kernels, which look at columns only, and may be asked for by several
 * threads at once, so nothing but constants is shared between two of them. */
#include "score/bind.h"
#include "score/block.h"
#include "score/plan.h"
#include "score/result.h"

typedef struct scored {
    wb_source *answers;
    wb_score_plan *plan;
    wb_workspace *space; /* of frames read in order */
    size_t *hint;        /* columns of the items in the frames of the source */
    int64_t next_row;
} scored;

static wb_status score_frame(const scored *from, const wb_frame *answers, int64_t row0,
                             wb_workspace *space, bool dressed, wb_frame **out,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_binding binding = {0};
    wb_columns columns = {0};
    int64_t n_rows = wb_frame_row_count(answers);

    WB_TRY(wb_binding_init(&binding, from->plan, answers, from->hint, err));
    WB_TRY(wb_columns_new(&columns, from->plan, n_rows, err));
    WB_TRY(wb_score_rows(&binding, 0, n_rows, row0, columns.values, space, err));
    WB_TRY(wb_result_new(from->plan, answers, &columns, dressed, out, err));

done:
    wb_columns_clear(&columns);
    wb_binding_clear(&binding);
    return st;
}

static wb_status next_scored(void *user, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    scored *from = user;
    wb_frame *answers = NULL;

    *out = NULL;
    WB_TRY(wb_source_next(from->answers, &answers, err));
    if (answers == NULL)
        return WB_OK;
    WB_TRY(score_frame(from, answers, from->next_row, from->space, true, out, err));
    from->next_row += wb_frame_row_count(answers);

done:
    wb_frame_free(answers);
    return st;
}

static wb_status scored_range(void *user, int64_t first, int64_t n, wb_frame **out,
                              wb_error *err)
{
    wb_status st = WB_OK;
    const scored *from = user;
    wb_frame *answers = NULL;
    wb_workspace *space = NULL;

    *out = NULL;
    WB_TRY(wb_source_range(from->answers, first, n, &answers, err));
    WB_TRY(wb_workspace_new(from->plan, &space, err));
    WB_TRY(score_frame(from, answers, first, space, false, out, err));

done:
    wb_workspace_free(space);
    wb_frame_free(answers);
    return st;
}

static wb_status scored_schema(void *user, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    const scored *from = user;
    wb_frame *answers = NULL;

    *out = NULL;
    WB_TRY(wb_source_schema(from->answers, &answers, err));
    WB_TRY(score_frame(from, answers, 0, from->space, true, out, err));

done:
    wb_frame_free(answers);
    return st;
}

static int32_t rewind_scored(void *user)
{
    scored *from = user;

    if (wb_source_rewind(from->answers, NULL) != WB_OK)
        return -1;
    from->next_row = 0;
    return 0;
}

static void free_scored(scored *from)
{
    if (from == NULL)
        return;
    wb_workspace_free(from->space);
    wb_score_plan_free(from->plan);
    wb_release(from->hint);
    wb_release(from);
}

static void close_scored(void *user)
{
    scored *from = user;

    wb_source_free(from->answers);
    free_scored(from);
}

/* Find the items once; this is also what refuses answers that lack one. */
static wb_status find_items(scored *from, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *columns = NULL;
    wb_binding binding = {0};

    WB_TRY(wb_source_schema(from->answers, &columns, err));
    WB_TRY(wb_binding_init(&binding, from->plan, columns, NULL, err));
    from->hint = wb_resize(NULL, from->plan->n_items, sizeof *from->hint);
    if (from->hint == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t i = 0; i < from->plan->n_items; i++)
        from->hint[i] = binding.items[i].column;

done:
    wb_binding_clear(&binding);
    wb_frame_free(columns);
    return st;
}

wb_status wb_score_source(const wb_instrument *instrument, wb_source *answers,
                          const wb_score_options *options, wb_source **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_source_ops ops = {.next = next_scored,
                         .rewind = rewind_scored,
                         .close = close_scored,
                         .total_rows = -1,
                         .schema = scored_schema};
    scored *from = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (instrument == NULL || answers == NULL)
        return wb_fail(err, WB_E_ARG, "an instrument and a source are required");
    from = wb_allocate(1, sizeof *from);
    if (from == NULL)
        return wb_fail_nomem(err);
    from->answers = answers;
    WB_TRY(wb_score_plan_new(instrument, options, &from->plan, err));
    WB_TRY(find_items(from, err));
    WB_TRY(wb_workspace_new(from->plan, &from->space, err));
    ops.total_rows = wb_source_total_rows(answers);
    if (wb_source_has_range(answers))
        ops.range = scored_range;
    WB_TRY(wb_source_new_ops(&ops, from, out, err));
    from = NULL;

done:
    free_scored(from);
    return st;
}
