/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The first pass: sums per cell, then the figures they give. */
#include "quality/measuring.h"

#include <math.h>
#include <string.h>

static wb_status start_measure(const wb_measuring *at, size_t scale, wb_measure *measure,
                               wb_error *err)
{
    const wb_moment_plan *plan = &at->plans[scale];
    size_t n = wb_figure_count(plan->k, at->pairs);

    measure->sums = wb_allocate(at->n_weights * plan->n_sums, sizeof(double));
    measure->counts = wb_allocate(plan->n_counts, sizeof(int64_t));
    measure->figures = wb_allocate(n, sizeof(wb_figure));
    measure->squares = wb_allocate(n, sizeof(double));
    measure->se = wb_allocate(n, sizeof(double));
    measure->df = wb_allocate(n, sizeof(double));
    measure->status = wb_allocate(n, 1);
    if (measure->sums == NULL || measure->counts == NULL || measure->figures == NULL ||
        measure->squares == NULL || measure->se == NULL || measure->df == NULL ||
        measure->status == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

/* Measures of all cells that were seen. */
static wb_status reach(const wb_measuring *at, wb_breakdown_measures *breakdown,
                       wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_scales = at->scales->n_scales;
    size_t n = (size_t)breakdown->groups.n_cells * n_scales;
    wb_measure *grown;

    if (n <= breakdown->n_measures)
        return WB_OK;
    grown = wb_resize(breakdown->measures, n, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    breakdown->measures = grown;
    while (breakdown->n_measures < n) {
        size_t next = breakdown->n_measures++;
        grown[next] = (wb_measure){0};
        WB_TRY(start_measure(at, next % n_scales, &grown[next], err));
    }
done:
    return st;
}

static void add_rows(wb_measuring *at, const wb_breakdown_measures *breakdown,
                     size_t scale, int32_t n)
{
    wb_moment_plan *plan = &at->plans[scale];

    for (int32_t r = 0; r < n; r++) {
        int32_t cell = breakdown->groups.cells[r];
        if (cell < 0)
            continue;
        wb_measure *measure = wb_measure_of(at, breakdown, cell, scale);
        for (size_t i = 0; i < at->n_weights; i++) {
            double weight = at->weights[i * WB_BLOCK_ROWS + (size_t)r];
            if (weight > 0)
                wb_moments_add(plan, &at->answers, r, weight,
                               measure->sums + i * plan->n_sums,
                               i == 0 ? measure->counts : NULL);
        }
    }
}

static wb_status add_block(wb_measuring *at, const wb_frame *frame, int64_t first,
                           int32_t n, int64_t row0, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_measuring_weights(at, frame, first, n, row0, err));
    for (size_t b = 0; b < at->n_breakdowns; b++) {
        WB_TRY(wb_membership_find(&at->breakdowns[b].groups, frame, first, n, err));
        WB_TRY(reach(at, &at->breakdowns[b], err));
    }
    for (size_t s = 0; s < at->scales->n_scales; s++) {
        WB_TRY(wb_answers_load(&at->answers, at->plans[s].scale, frame, first, n, row0,
                               err));
        wb_moment_plan_see(&at->plans[s], &at->answers, n);
        for (size_t b = 0; b < at->n_breakdowns; b++)
            add_rows(at, &at->breakdowns[b], s, n);
    }
done:
    return st;
}

static wb_status add_frame(wb_measuring *at, const wb_frame *frame, int64_t row0,
                           wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n_rows = wb_frame_row_count(frame);

    for (int64_t first = 0; first < n_rows && st == WB_OK; first += WB_BLOCK_ROWS) {
        int64_t left = n_rows - first;
        int32_t n = left < WB_BLOCK_ROWS ? (int32_t)left : WB_BLOCK_ROWS;
        st = wb_run_progress(at->run, 0, err);
        if (st == WB_OK)
            st = add_block(at, frame, first, n, row0, err);
    }
    return st;
}

/* Figures of every cell of a scale, and how rows move them. */
static wb_status figure_out(wb_measuring *at, wb_breakdown_measures *breakdown,
                            size_t scale, wb_error *err)
{
    wb_status st = WB_OK;
    wb_figure_desk desk = {0};

    WB_TRY(wb_figure_desk_init(&desk, &at->plans[scale], at->pairs, err));
    for (int32_t cell = 0; cell < breakdown->groups.n_cells; cell++) {
        wb_measure *measure = wb_measure_of(at, breakdown, cell, scale);
        wb_figures_make(&desk, measure->sums, measure->counts, measure->figures);
        WB_TRY(wb_influence_new(&desk, measure->sums, measure->counts, measure->figures,
                                &measure->influence, err));
    }
done:
    wb_figure_desk_free(&desk);
    return st;
}

static wb_status take_all(wb_measuring *at, wb_source *source, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;
    int64_t row0 = 0;

    WB_TRY(wb_measuring_next(source, &frame, err));
    if (frame != NULL)
        WB_TRY(wb_frame_origin(frame, &at->origin, err));
    while (frame != NULL) {
        WB_TRY(add_frame(at, frame, row0, err));
        row0 += wb_frame_row_count(frame);
        wb_frame_free(frame);
        frame = NULL;
        WB_TRY(wb_measuring_next(source, &frame, err));
    }
    if (row0 == 0)
        st = wb_fail(err, WB_E_DATA, "there are no rows to measure scales with");
done:
    wb_frame_free(frame);
    return st;
}

wb_status wb_measuring_first(wb_measuring *at, wb_source *source, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t b = 0; b < at->n_breakdowns; b++)
        WB_TRY(reach(at, &at->breakdowns[b], err));
    WB_TRY(take_all(at, source, err));
    for (size_t b = 0; b < at->n_breakdowns; b++) {
        WB_TRY(wb_membership_order(&at->breakdowns[b].groups, at->spec, err));
        for (size_t s = 0; s < at->scales->n_scales; s++)
            WB_TRY(figure_out(at, &at->breakdowns[b], s, err));
    }
done:
    return st;
}
