/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows into a pass: through its desk, and with columns that were worked out of them
 * through its tally. A source that serves ranges is read by every thread itself. */
#include "model/derived.h"

enum { SLICE = 1 << 14 };

/* Where rows come from: a frame, or any range of a source. */
typedef struct wb_rows_from {
    const wb_frame *frame;
    const wb_source *source;
} wb_rows_from;

typedef struct wb_intake {
    wb_model_pass *pass;
    wb_model_desk *helpers; /* a part per thread */
    size_t n_helpers;
    wb_rows_from from;
    int64_t first;
    int64_t n;
    const wb_run *run;
} wb_intake;

/* ---- the desk ---- */

static wb_status take_slice(const wb_model_pass *pass, wb_model_desk *desk,
                            const wb_frame *frame, int64_t first, int64_t n,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *view = NULL;

    WB_TRY(wb_frame_apply_ranges(frame, &view, err));
    const wb_frame *rows = view != NULL ? view : frame;
    WB_TRY(wb_model_desk_bind(desk, pass, rows, err));
    WB_TRY(wb_model_desk_take(desk, pass, rows, first, n, err));
done:
    wb_frame_free(view);
    return st;
}

static wb_status take_rows(const wb_intake *intake, wb_model_desk *desk, int64_t first,
                           int64_t n, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;

    if (intake->from.frame != NULL)
        return take_slice(intake->pass, desk, intake->from.frame, first, n, err);
    for (int64_t at = 0; at < n; at += SLICE) {
        int64_t rows = n - at < SLICE ? n - at : SLICE;
        WB_TRY(wb_source_range(intake->from.source, first + at, rows, &frame, err));
        WB_TRY(wb_fail_after(take_slice(intake->pass, desk, frame, 0, rows, err),
                             first + at, err));
        wb_frame_free(frame);
        frame = NULL;
    }
done:
    wb_frame_free(frame);
    return st;
}

static wb_status take_part(void *user, size_t part, size_t slot, wb_error *err)
{
    const wb_intake *intake = user;
    int64_t at = (int64_t)part * WB_MODEL_PART;
    int64_t n = intake->n - at < WB_MODEL_PART ? intake->n - at : WB_MODEL_PART;
    wb_model_desk *desk = &intake->helpers[slot];
    wb_status st = take_rows(intake, desk, intake->first + at, n, err);

    if (st == WB_OK && n == WB_MODEL_PART)
        st = wb_model_desk_settle(desk, intake->pass, err);
    return st;
}

/* The last part may not be full: it stays open. */
static wb_status finish_part(void *user, size_t part, size_t slot, wb_error *err)
{
    wb_intake *intake = user;
    wb_model_pass *pass = intake->pass;
    wb_model_desk *desk = &intake->helpers[slot];
    (void)part;

    if (desk->n_rows == WB_MODEL_PART)
        return wb_model_desk_merge(&pass->total, desk, pass, err);
    wb_model_desk empty = pass->desk;
    pass->desk = *desk;
    *desk = empty;
    return WB_OK;
}

static wb_status make_helpers(wb_intake *intake, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = (size_t)intake->run->threads;

    if (intake->helpers != NULL)
        return WB_OK;
    intake->helpers = wb_allocate(n, sizeof *intake->helpers);
    if (intake->helpers == NULL)
        return wb_fail_nomem(err);
    while (intake->n_helpers < n)
        WB_TRY(wb_model_desk_open(&intake->helpers[intake->n_helpers++], intake->pass,
                                  true, err));
done:
    return st;
}

static void free_helpers(wb_intake *intake)
{
    for (size_t i = 0; i < intake->n_helpers; i++)
        wb_model_desk_close(&intake->helpers[i]);
    wb_release(intake->helpers);
    intake->helpers = NULL;
    intake->n_helpers = 0;
}

/* What fits into the part that is under way. */
static wb_status fill_part(wb_intake *intake, int64_t first, int64_t n, wb_error *err)
{
    wb_status st = WB_OK;
    wb_model_pass *pass = intake->pass;

    WB_TRY(take_rows(intake, &pass->desk, first, n, err));
    if (pass->desk.n_rows == WB_MODEL_PART) {
        WB_TRY(wb_model_desk_settle(&pass->desk, pass, err));
        WB_TRY(wb_model_desk_merge(&pass->total, &pass->desk, pass, err));
    }
done:
    return st;
}

/* Rows 0 ... n - 1 of where they come from. */
static wb_status take_all(wb_intake *intake, int64_t n, wb_error *err)
{
    wb_status st = WB_OK;
    wb_model_pass *pass = intake->pass;

    for (int64_t done = 0; done < n;) {
        int64_t left = n - done;
        int64_t rows;
        if (intake->run->threads > 1 && pass->desk.n_rows == 0 && left > WB_MODEL_PART) {
            WB_TRY(make_helpers(intake, err));
            rows = left;
            intake->first = done;
            intake->n = left;
            size_t parts = (size_t)((left + WB_MODEL_PART - 1) / WB_MODEL_PART);
            WB_TRY(wb_run_ordered(intake->run->threads, parts, take_part, finish_part,
                                  intake, err));
        } else {
            rows = WB_MODEL_PART - pass->desk.n_rows;
            rows = rows < left ? rows : left;
            WB_TRY(fill_part(intake, done, rows, err));
        }
        done += rows;
        WB_TRY(wb_run_progress(intake->run, -1, err));
    }
    pass->n_rows += n;
done:
    return st;
}

/* ---- the tally ---- */

typedef struct wb_model_feed {
    wb_intake *intake;
    wb_source *source; /* read in order, or by range */
    bool sums;         /* the rows go through the desk on their way */
    int64_t rows;      /* of the source, read in order so far */
} wb_model_feed;

static wb_status fill_lanes(void *user, const wb_frame *rows, double *const *lanes,
                            wb_error *err)
{
    const wb_model_pass *pass = user;

    if (pass->stage == WB_STAGE_ROSTER)
        return wb_model_desk_members(pass, rows, lanes[0], err);
    return wb_model_desk_scores(pass, rows, lanes, err);
}

/* The frame that the tally sees. */
static wb_status derive(wb_model_pass *pass, const wb_frame *frame, wb_frame **out,
                        wb_error *err)
{
    size_t n = pass->stage == WB_STAGE_ROSTER ? 1 : pass->newton.n;
    return wb_derive_totals(pass->model, frame, n, fill_lanes, pass, out, err);
}

static wb_status next_derived(void *user, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_model_feed *derived = user;
    wb_frame *frame = NULL;

    *out = NULL;
    WB_TRY(wb_source_next(derived->source, &frame, err));
    if (frame == NULL)
        goto done;
    if (derived->sums) {
        derived->intake->from = (wb_rows_from){frame, NULL};
        WB_TRY(wb_fail_after(take_all(derived->intake, wb_frame_row_count(frame), err),
                             derived->rows, err));
    }
    WB_TRY(wb_fail_after(derive(derived->intake->pass, frame, out, err), derived->rows,
                         err));
    derived->rows += wb_frame_row_count(frame);
done:
    wb_frame_free(frame);
    return st;
}

static wb_status range_derived(void *user, int64_t first, int64_t n, wb_frame **out,
                               wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model_feed *derived = user;
    wb_frame *frame = NULL;

    WB_TRY(wb_source_range(derived->source, first, n, &frame, err));
    WB_TRY(wb_fail_after(derive(derived->intake->pass, frame, out, err), first, err));
done:
    wb_frame_free(frame);
    return st;
}

static wb_status derived_schema(void *user, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_model_feed *derived = user;
    wb_frame *frame = NULL;

    WB_TRY(wb_source_schema(derived->source, &frame, err));
    WB_TRY(derive(derived->intake->pass, frame, out, err));
done:
    wb_frame_free(frame);
    return st;
}

static wb_status take_tally(wb_intake *intake, wb_source *source, bool by_range,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_model_pass *pass = intake->pass;
    wb_model_feed derived = {intake, source, !by_range && wb_pass_has_sums(pass), 0};
    wb_source *made = NULL;
    wb_source_ops ops = {
        .next = next_derived, .total_rows = -1, .schema = derived_schema};

    if (by_range) {
        ops.range = range_derived;
        ops.total_rows = wb_source_total_rows(source);
    }
    WB_TRY(wb_source_new_ops(&ops, &derived, &made, err));
    WB_TRY(wb_tally_update_source(pass->stage == WB_STAGE_ROSTER ? pass->design
                                                                 : pass->scores,
                                  made, intake->run, err));
done:
    wb_source_free(made);
    return st;
}

/* ---- all of it ---- */

static wb_status take_in_order(wb_intake *intake, wb_source *source, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;
    int64_t before = wb_pass_rows(intake->pass);

    if (wb_pass_has_tally(intake->pass))
        return take_tally(intake, source, false, err);
    for (;;) {
        WB_TRY(wb_source_next(source, &frame, err));
        if (frame == NULL)
            break;
        intake->from = (wb_rows_from){frame, NULL};
        WB_TRY(
            wb_fail_after(take_all(intake, wb_frame_row_count(frame), err), before, err));
        before += wb_frame_row_count(frame);
        wb_frame_free(frame);
        frame = NULL;
    }
done:
    wb_frame_free(frame);
    return st;
}

/* The sums first, and then the tally, both by every thread. */
static wb_status take_by_range(wb_intake *intake, wb_source *source, wb_error *err)
{
    wb_status st = WB_OK;

    if (wb_pass_has_sums(intake->pass)) {
        int64_t before = wb_pass_rows(intake->pass);
        intake->from = (wb_rows_from){NULL, source};
        WB_TRY(wb_fail_after(take_all(intake, wb_source_total_rows(source), err), before,
                             err));
    }
    free_helpers(intake);
    if (wb_pass_has_tally(intake->pass)) {
        wb_run quiet = *intake->run;
        intake->run = &quiet;
        WB_TRY(take_tally(intake, source, true, err));
    }
    wb_source_skip_all(source);
done:
    return st;
}

wb_status wb_pass_take(wb_model_pass *pass, wb_source *source, const wb_run *run,
                       wb_error *err)
{
    wb_status st = WB_OK;
    wb_run ours;
    wb_intake intake = {.pass = pass, .run = &ours};

    WB_TRY(wb_run_read(&ours, run, err));
    if (wb_source_has_range(source) && wb_source_at_start(source))
        WB_TRY(take_by_range(&intake, source, err));
    else
        WB_TRY(take_in_order(&intake, source, err));
done:
    free_helpers(&intake);
    return st;
}
