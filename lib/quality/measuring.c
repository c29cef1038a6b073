/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/measuring.h"

#include "base/json.h"
#include "base/text.h"
#include "survey/spec.h"

#include <math.h>

static wb_status plan_scales(wb_measuring *at, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = at->scales->n_scales, most = 0;

    at->plans = wb_allocate(n, sizeof *at->plans);
    at->columns = wb_allocate(n + 1, sizeof *at->columns);
    if (at->plans == NULL || at->columns == NULL)
        return wb_fail_nomem(err);
    for (size_t s = 0; s < n; s++) {
        const wb_item_scale *scale = &at->scales->scales[s];
        if (scale->n_items == 0)
            return wb_fail_at(err, WB_E_ARG, -1, scale->name, "scale '%s' has no items",
                              scale->name);
        WB_TRY(wb_moment_plan_init(&at->plans[s], scale, err));
        at->columns[s + 1] = at->columns[s] + wb_figure_count(scale->n_items, at->pairs);
        most = scale->n_items > most ? scale->n_items : most;
    }
    WB_TRY(wb_answers_init(&at->answers, most, err));
done:
    return st;
}

static wb_status plan_breakdowns(wb_measuring *at, wb_error *err)
{
    wb_status st = WB_OK;
    bool none = at->spec->n_breakdowns == 0;

    at->n_breakdowns = none ? 1 : at->spec->n_breakdowns;
    at->breakdowns = wb_allocate(at->n_breakdowns, sizeof *at->breakdowns);
    if (at->breakdowns == NULL)
        return wb_fail_nomem(err);
    for (size_t b = 0; b < at->n_breakdowns; b++) {
        const wb_names *columns = none ? &at->everyone : &at->spec->breakdowns[b];
        WB_TRY(wb_membership_init(&at->breakdowns[b].groups, columns, at->spec, err));
    }
done:
    return st;
}

wb_status wb_measuring_init(wb_measuring *at, const wb_scales *scales,
                            const wb_spec *spec, bool pairs, const wb_run *run,
                            wb_error *err)
{
    wb_status st = WB_OK;

    *at = (wb_measuring){.scales = scales, .spec = spec, .pairs = pairs, .run = run};
    at->n_weights = 1 + spec->replicates.columns.count;
    if (scales->n_scales == 0)
        return wb_fail(err, WB_E_ARG, "no scale is asked for");
    WB_TRY(wb_spec_copy_design(spec, &at->design, err));
    at->weights = wb_allocate(at->n_weights * WB_BLOCK_ROWS, sizeof *at->weights);
    if (at->weights == NULL)
        return wb_fail_nomem(err);
    WB_TRY(plan_scales(at, err));
    WB_TRY(plan_breakdowns(at, err));
done:
    return st;
}

static void clear_measure(wb_measure *measure)
{
    wb_release(measure->sums);
    wb_release(measure->counts);
    wb_release(measure->figures);
    wb_influence_free(measure->influence);
    wb_release(measure->squares);
    wb_release(measure->se);
    wb_release(measure->df);
    wb_release(measure->status);
}

void wb_measuring_free(wb_measuring *at)
{
    for (size_t b = 0; at->breakdowns != NULL && b < at->n_breakdowns; b++) {
        wb_breakdown_measures *breakdown = &at->breakdowns[b];
        for (size_t i = 0; i < breakdown->n_measures; i++)
            clear_measure(&breakdown->measures[i]);
        wb_release(breakdown->measures);
        wb_membership_free(&breakdown->groups);
    }
    wb_release(at->breakdowns);
    for (size_t s = 0; at->plans != NULL && s < at->scales->n_scales; s++)
        wb_moment_plan_free(&at->plans[s]);
    wb_release(at->plans);
    wb_release(at->columns);
    wb_release(at->weights);
    wb_answers_free(&at->answers);
    wb_spec_free(at->design);
    json_decref(at->origin);
    *at = (wb_measuring){0};
}

/* ---- rows ---- */

wb_status wb_measuring_next(wb_source *source, wb_frame **out, wb_error *err)
{
    wb_frame *frame = NULL;
    wb_status st;

    *out = NULL;
    WB_TRY(wb_source_next(source, &frame, err));
    if (frame != NULL)
        WB_TRY(wb_frame_apply_ranges(frame, out, err));
    if (*out == NULL) {
        *out = frame;
        frame = NULL;
    }
done:
    wb_frame_free(frame);
    return st;
}

/* ---- weights ---- */

static wb_status bad_weight(const char *name, double weight, int64_t row, wb_error *err)
{
    char text[WB_NUMBER_CHARS];

    if (isnan(weight))
        return wb_fail_at(err, WB_E_DATA, row, name, "weight '%s' is missing", name);
    wb_format_double(text, weight);
    return wb_fail_at(err, WB_E_DATA, row, name,
                      "weight '%s' is %s, expected at least 0 and at most 1e50", name,
                      text);
}

static wb_status load_weights(const char *name, const wb_frame *frame, int64_t first,
                              int32_t n, int64_t row0, wb_block_scratch *scratch,
                              double *out, wb_error *err)
{
    wb_status st = WB_OK;
    size_t column;
    wb_block block;

    WB_TRY(wb_frame_require_numbers(frame, name, "weights", &column, err));
    WB_TRY(
        wb_frame_block(frame, column, first, n, WB_BLOCK_DOUBLE, scratch, &block, err));
    for (int32_t r = 0; r < n; r++) {
        out[r] = block.present == NULL || block.present[r] ? block.doubles[r] : NAN;
        if (!(out[r] >= 0 && out[r] <= 1e50))
            return bad_weight(name, out[r], row0 + first + r, err);
    }
done:
    return st;
}

wb_status wb_measuring_weights(wb_measuring *at, const wb_frame *frame, int64_t first,
                               int32_t n, int64_t row0, wb_error *err)
{
    wb_status st = WB_OK;
    wb_block_scratch *scratch = &at->answers.scratch;

    for (int32_t r = 0; at->spec->weights == NULL && r < n; r++)
        at->weights[r] = 1;
    if (at->spec->weights != NULL)
        WB_TRY(load_weights(at->spec->weights, frame, first, n, row0, scratch,
                            at->weights, err));
    for (size_t i = 1; i < at->n_weights; i++)
        WB_TRY(load_weights(at->spec->replicates.columns.items[i - 1], frame, first, n,
                            row0, scratch, at->weights + i * WB_BLOCK_ROWS, err));
done:
    return st;
}
