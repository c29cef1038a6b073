/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Taking rows in. Everything is done on a working copy that replaces the tally at the
 * end, so a failure leaves it as it was. */
#include "survey/quads.h"
#include "survey/tally.h"

#include <string.h>

/* Parts per thread between two calls of the progress callback. */
enum { RANGE_ROWS = 1 << 14, ROUND_PARTS = 16 };

/* The tally under way, and where its rows come from: a frame or a random-access source.
 */
typedef struct wb_work {
    const wb_tally *tally; /* spec and layout */
    wb_state state;
    wb_part part;
    bool has_part;
    char *origin;
    wb_part *helpers; /* a part per thread but for parts that run alone */
    size_t n_helpers;
    const wb_frame *frame;
    wb_inputs binding; /* of frame */
    const wb_source *source;
    wb_run run;
    bool from_first; /* the row of the error is counted from the first of all */
} wb_work;

static wb_status begin(wb_work *work, wb_tally *tally, const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;

    *work = (wb_work){.tally = tally, .binding = {.weights = -1}};
    WB_TRY(wb_run_read(&work->run, run, err));
    if (wb_tally_row_count(tally) == 0) {
        WB_TRY(wb_state_init(&work->state, &tally->layout, tally->spec, err));
        goto done;
    }
    WB_TRY(wb_state_copy(&tally->state, &tally->layout, &work->state, err));
    if (tally->has_part) {
        WB_TRY(wb_part_copy(&tally->part, &tally->layout, &work->part, err));
        work->has_part = true;
    }
    if (tally->origin != NULL) {
        work->origin = wb_copy_string(tally->origin);
        if (work->origin == NULL)
            st = wb_fail_nomem(err);
    }
done:
    return st;
}

static void end(wb_work *work)
{
    for (size_t i = 0; i < work->n_helpers; i++)
        wb_part_free(&work->helpers[i]);
    wb_release(work->helpers);
    wb_state_free(&work->state);
    if (work->has_part)
        wb_part_free(&work->part);
    wb_release(work->origin);
    wb_inputs_free(&work->binding);
}

/* Hand the work over; what the tally had goes into the work, to be freed. */
static wb_status commit(wb_work *work, wb_tally *tally, wb_error *err)
{
    wb_status st = WB_OK;
    wb_state state = tally->state;
    wb_part part = tally->part;
    bool has_part = tally->has_part;
    char *origin = tally->origin;

    if (work->has_part) {
        WB_TRY(wb_part_check_order(&work->part, &tally->layout, &work->state, err));
        wb_quads_settle(&work->part);
    }
    tally->state = work->state;
    tally->part = work->part;
    tally->has_part = work->has_part;
    tally->origin = work->origin;
    work->state = state;
    work->part = part;
    work->has_part = has_part;
    work->origin = origin;
done:
    return st;
}

static int64_t rows_so_far(const wb_work *work)
{
    return work->state.n_rows + (work->has_part ? work->part.n_rows : 0);
}

static wb_status check_origin(wb_work *work, const wb_frame *frame, wb_error *err)
{
    const char *metadata = wb_frame_metadata(frame);
    if (metadata == NULL)
        return WB_OK;
    if (work->origin == NULL) {
        work->origin = wb_copy_string(metadata);
        return work->origin != NULL ? WB_OK : wb_fail_nomem(err);
    }
    if (strcmp(work->origin, metadata) != 0)
        return wb_fail(err, WB_E_CONFLICT,
                       "these rows were made in another way than those before: another "
                       "instrument, version or options");
    return WB_OK;
}

/* Outcomes whose kind is known for the first time need a part that keeps them. */
static wb_status prepare(wb_work *work, const wb_inputs *binding, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &work->tally->layout;
    bool changed = false;

    for (size_t o = 0; o < layout->n_outcomes; o++) {
        uint8_t before = work->state.kinds[o];
        WB_TRY(wb_state_set_kind(&work->state, layout, o,
                                 (wb_outcome_kind)binding->kinds[o], err));
        changed = changed || work->state.kinds[o] != before;
    }
    if (work->has_part && !changed)
        goto done;
    if (work->has_part) {
        wb_quads_settle(&work->part);
        WB_TRY(wb_part_flush(&work->part, layout, &work->state, err));
        wb_part_free(&work->part);
        work->has_part = false;
    }
    WB_TRY(wb_part_init(&work->part, layout, work->tally->spec, work->state.kinds, err));
    work->has_part = true;
done:
    return st;
}

static wb_status check_kinds(const wb_work *work, const wb_inputs *binding, wb_error *err)
{
    for (size_t o = 0; o < work->tally->layout.n_outcomes; o++) {
        if (binding->kinds[o] != work->state.kinds[o] &&
            binding->kinds[o] != WB_OUTCOME_UNKNOWN) {
            const char *variable = work->tally->layout.outcomes[o].variable;
            return wb_fail_at(err, WB_E_CONFLICT, -1, variable,
                              "'%s' changes its type within the source", variable);
        }
    }
    return WB_OK;
}

/* Rows of the frame or source into a part, in slices that stay in cache. */
static wb_status take_range(const wb_work *work, int64_t first, int64_t n, wb_part *part,
                            wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &work->tally->layout;
    wb_frame *frame = NULL;
    wb_inputs binding = {.weights = -1};

    for (int64_t at = 0; at < n; at += RANGE_ROWS) {
        int64_t rows = n - at < RANGE_ROWS ? n - at : RANGE_ROWS;
        WB_TRY(wb_source_range(work->source, first + at, rows, &frame, err));
        WB_TRY(wb_inputs_init(&binding, layout, work->tally->spec, frame, err));
        WB_TRY(check_kinds(work, &binding, err));
        WB_TRY(wb_fail_after(wb_part_add(part, layout, &binding, frame, 0, rows, err),
                             first + at, err));
        wb_inputs_free(&binding);
        wb_frame_free(frame);
        frame = NULL;
    }
done:
    wb_inputs_free(&binding);
    wb_frame_free(frame);
    return st;
}

static wb_status take(const wb_work *work, int64_t first, int64_t n, wb_part *part,
                      wb_error *err)
{
    if (work->source != NULL)
        return take_range(work, first, n, part, err);
    return wb_part_add(part, &work->tally->layout, &work->binding, work->frame, first, n,
                       err);
}

/* A full part goes into the state, and may take the next rows. */
static wb_status add_up(wb_work *work, wb_part *part, wb_error *err)
{
    wb_quads_settle(part);
    wb_status st = wb_part_flush(part, &work->tally->layout, &work->state, err);
    work->from_first = st != WB_OK;
    wb_part_clear(part, &work->tally->layout);
    return st;
}

typedef struct wb_round {
    wb_work *work;
    int64_t first;
    int64_t n;
} wb_round;

static wb_status take_part(void *user, size_t part, size_t slot, wb_error *err)
{
    const wb_round *round = user;
    int64_t at = (int64_t)part * WB_PART_ROWS;
    int64_t n = round->n - at < WB_PART_ROWS ? round->n - at : WB_PART_ROWS;
    return take(round->work, round->first + at, n, &round->work->helpers[slot], err);
}

/* The last part of all may not be full: it stays, to go on with the rows that come. */
static wb_status finish_part(void *user, size_t part, size_t slot, wb_error *err)
{
    wb_work *work = ((wb_round *)user)->work;
    wb_part *taken = &work->helpers[slot];
    (void)part;
    if (taken->n_rows == WB_PART_ROWS)
        return add_up(work, taken, err);
    wb_part empty = work->part;
    work->part = *taken;
    *taken = empty;
    return WB_OK;
}

static wb_status make_helpers(wb_work *work, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = (size_t)work->run.threads;

    if (work->helpers != NULL)
        return WB_OK;
    work->helpers = wb_allocate(n, sizeof *work->helpers);
    if (work->helpers == NULL)
        return wb_fail_nomem(err);
    for (; work->n_helpers < n; work->n_helpers++)
        WB_TRY(wb_part_init(&work->helpers[work->n_helpers], &work->tally->layout,
                            work->tally->spec, work->state.kinds, err));
done:
    return st;
}

/* Several parts at once, added to the state in their order. */
static wb_status take_parts(wb_work *work, int64_t first, int64_t n, wb_error *err)
{
    wb_status st = WB_OK;
    wb_round round = {work, first, n};
    size_t n_parts = (size_t)((n + WB_PART_ROWS - 1) / WB_PART_ROWS);

    WB_TRY(make_helpers(work, err));
    WB_TRY(
        wb_run_ordered(work->run.threads, n_parts, take_part, finish_part, &round, err));
done:
    return st;
}

static wb_status check_limit(const wb_work *work, wb_error *err)
{
    int64_t limit = work->run.memory_limit;
    if (limit <= 0)
        return WB_OK;
    int64_t bytes = wb_state_bytes(&work->state, &work->tally->layout);
    if (work->tally->first != NULL)
        bytes += wb_first_bytes(work->tally->first);
    if (work->has_part)
        bytes += wb_part_bytes(&work->part, &work->tally->layout);
    for (size_t i = 0; i < work->n_helpers; i++)
        bytes += wb_part_bytes(&work->helpers[i], &work->tally->layout);
    if (bytes <= limit)
        return WB_OK;
    return wb_fail(
        err, WB_E_LIMIT,
        "the tally would take %lld bytes, and the limit is %lld: ask for fewer "
        "breakdowns or outcomes at a time",
        (long long)bytes, (long long)limit);
}

/* Rows 0 .. total - 1 of what the work reads. */
static wb_status take_all(wb_work *work, int64_t total, bool progress, wb_error *err)
{
    wb_status st = WB_OK;

    for (int64_t done = 0; done < total;) {
        int64_t left = total - done;
        int64_t n;
        if (work->run.threads > 1 && work->part.n_rows == 0 && left > WB_PART_ROWS) {
            int64_t most = (int64_t)ROUND_PARTS * work->run.threads * WB_PART_ROWS;
            n = left < most ? left : most;
            WB_TRY(take_parts(work, done, n, err));
        } else {
            n = WB_PART_ROWS - work->part.n_rows;
            n = n < left ? n : left;
            WB_TRY(take(work, done, n, &work->part, err));
            if (work->part.n_rows == WB_PART_ROWS)
                WB_TRY(add_up(work, &work->part, err));
        }
        done += n;
        WB_TRY(check_limit(work, err));
        if (progress)
            WB_TRY(wb_run_progress(&work->run, (double)done / (double)total, err));
    }
done:
    return st;
}

static wb_status take_frame(wb_work *work, const wb_frame *frame, bool progress,
                            wb_error *err)
{
    wb_status st = WB_OK;
    int64_t before = rows_so_far(work);

    wb_inputs_free(&work->binding);
    WB_TRY(check_origin(work, frame, err));
    WB_TRY(wb_inputs_init(&work->binding, &work->tally->layout, work->tally->spec, frame,
                          err));
    WB_TRY(prepare(work, &work->binding, err));
    work->frame = frame;
    st = take_all(work, wb_frame_row_count(frame), progress, err);
    st = wb_fail_after(st, work->from_first ? 0 : before, err);
done:
    return st;
}

wb_status wb_tally_update(wb_tally *tally, const wb_frame *frame, const wb_run *run,
                          wb_error *err)
{
    wb_status st = WB_OK;
    wb_work work;

    if (tally == NULL || frame == NULL)
        return wb_fail(err, WB_E_ARG, "tally and frame are required");
    WB_TRY(begin(&work, tally, run, err));
    WB_TRY(take_frame(&work, frame, true, err));
    WB_TRY(commit(&work, tally, err));
done:
    end(&work);
    return st;
}

/* A source that serves any range: parts are read by the threads themselves. */
static wb_status take_random_access(wb_work *work, wb_source *source, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *schema = NULL;
    wb_inputs binding = {.weights = -1};
    int64_t before = rows_so_far(work);

    WB_TRY(wb_source_schema(source, &schema, err));
    WB_TRY(check_origin(work, schema, err));
    WB_TRY(
        wb_inputs_init(&binding, &work->tally->layout, work->tally->spec, schema, err));
    WB_TRY(prepare(work, &binding, err));
    work->source = source;
    st = take_all(work, wb_source_total_rows(source), true, err);
    WB_TRY(wb_fail_after(st, work->from_first ? 0 : before, err));
    wb_source_skip_all(source);
done:
    wb_inputs_free(&binding);
    wb_frame_free(schema);
    return st;
}

static wb_status take_chunks(wb_work *work, wb_source *source, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;
    int64_t total = wb_source_total_rows(source);
    int64_t before = rows_so_far(work);
    int64_t done = 0;

    for (;;) {
        /* a source counts from its own start */
        WB_TRY(wb_fail_after(wb_source_next(source, &frame, err), before, err));
        if (frame == NULL)
            break;
        WB_TRY(take_frame(work, frame, false, err));
        done += wb_frame_row_count(frame);
        wb_frame_free(frame);
        frame = NULL;
        double fraction = total > 0 ? (double)done / (double)total : -1;
        WB_TRY(wb_run_progress(&work->run, fraction, err));
    }
done:
    wb_frame_free(frame);
    return st;
}

wb_status wb_tally_update_source(wb_tally *tally, wb_source *source, const wb_run *run,
                                 wb_error *err)
{
    wb_status st = WB_OK;
    wb_work work;

    if (tally == NULL || source == NULL)
        return wb_fail(err, WB_E_ARG, "tally and source are required");
    WB_TRY(begin(&work, tally, run, err));
    if (work.run.threads > 1 && wb_source_has_range(source) &&
        wb_source_at_start(source) && wb_source_total_rows(source) > WB_PART_ROWS)
        WB_TRY(take_random_access(&work, source, err));
    else
        WB_TRY(take_chunks(&work, source, err));
    WB_TRY(commit(&work, tally, err));
done:
    end(&work);
    return st;
}
