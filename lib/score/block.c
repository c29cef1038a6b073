/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A block at a time: the answers to a scale are summed into an index per row, and all
 * that is asked of the scale is looked up at that index while it is in cache. A scale
 * without tables keeps the whole sums and works each row out. */
#include "score/block.h"

#include "base/text.h"
#include "score/kernel.h"
#include "score/tables.h"

#include <math.h>
#include <string.h>

struct wb_workspace {
    wb_block_scratch scratch;
    int8_t bytes[WB_BLOCK_ROWS];    /* answers that had to be converted */
    uint8_t present[WB_BLOCK_ROWS]; /* and where they are */
    uint8_t sum[WB_BLOCK_ROWS];     /* of answers; lights that are on */
    uint8_t count[WB_BLOCK_ROWS];   /* of answers; lights that are known */
    uint16_t index[WB_BLOCK_ROWS];
    const wb_kernels *kernels;
    wb_answered *answered; /* WB_BLOCK_ROWS, where a scale has no tables; else NULL */
    int8_t *lights;        /* WB_BLOCK_ROWS per scratch column */
    void **places;         /* the block's first row in each column */
};

/* The block being scored. */
typedef struct block {
    const wb_binding *binding;
    const wb_score_plan *plan;
    const wb_instrument *instrument;
    wb_workspace *space;
    int64_t first;
    size_t n;
    uint8_t fault; /* not 0: a row has a wrong answer */
} block;

static bool needs_sums(const wb_score_plan *plan)
{
    for (size_t i = 0; i < plan->instrument->n_scales; i++) {
        if (plan->scale_needed[i] && plan->instrument->scales[i].scores == NULL)
            return true;
    }
    return false;
}

wb_status wb_workspace_new(const wb_score_plan *plan, wb_workspace **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_workspace *space = wb_resize(NULL, 1, sizeof *space);
    bool sums = needs_sums(plan);

    if (space == NULL)
        return wb_fail_nomem(err);
    space->kernels = wb_kernels_best();
    space->answered = sums ? wb_resize(NULL, WB_BLOCK_ROWS, sizeof(wb_answered)) : NULL;
    space->lights = wb_resize(NULL, plan->n_scratch, WB_BLOCK_ROWS);
    space->places = wb_resize(NULL, plan->n_outputs, sizeof *space->places);
    if ((sums && space->answered == NULL) || space->lights == NULL ||
        space->places == NULL) {
        st = wb_fail_nomem(err);
        wb_workspace_free(space);
        return st;
    }
    for (size_t i = plan->n_asked; i < plan->n_outputs; i++)
        space->places[i] = space->lights + (i - plan->n_asked) * WB_BLOCK_ROWS;
    *out = space;
    return st;
}

void wb_workspace_free(wb_workspace *space)
{
    if (space == NULL)
        return;
    wb_release(space->answered);
    wb_release(space->lights);
    wb_release(space->places);
    wb_release(space);
}

/* ---- summing ---- */

/* Bring an item that is not plain int8 into bytes and a mask. */
static void convert_doubles(block *at, const wb_bound_item *bound, wb_block *view)
{
    wb_workspace *space = at->space;

    for (size_t i = 0; i < at->n; i++) {
        double value = view->doubles[i];
        wb_answer answer = view->present != NULL && !view->present[i]
                               ? WB_ANSWER_MISSING
                               : wb_bound_item_judge(at->binding, bound, value);

        space->bytes[i] = answer == WB_ANSWER ? (int8_t)value : 0;
        space->present[i] = answer == WB_ANSWER;
        at->fault |= answer == WB_ANSWER_WRONG;
    }
    view->bytes = space->bytes;
    view->present = space->present;
}

/* The answers of one item as bytes. */
static wb_status view_bytes(block *at, const wb_bound_item *bound, wb_block *view,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_workspace *space = at->space;

    WB_TRY(wb_frame_block(at->binding->frame, bound->column, at->first, (int32_t)at->n,
                          WB_BLOCK_INT8, &space->scratch, view, err));
    if (view->kind == WB_BLOCK_DOUBLE) {
        convert_doubles(at, bound, view);
    } else if (bound->present != NULL) {
        for (size_t i = 0; i < at->n; i++)
            space->present[i] = bound->present[(uint8_t)view->bytes[i]] &
                                (view->present == NULL || view->present[i]);
        view->present = space->present;
    }
done:
    return st;
}

static const wb_bound_item *bound_item(const block *at, const wb_scale *scale, size_t i)
{
    return &at->binding->items[at->plan->place[scale->items[i]]];
}

static bool is_narrow(const wb_scale *scale)
{
    return scale->n_entries <= UINT8_MAX + 1;
}

/* Leave in sum the place of each row in the scale's tables, or in sum and count what it
 * is made of where it outgrows a byte. */
static wb_status sum_bytes(block *at, const wb_scale *scale, wb_error *err)
{
    wb_status st = WB_OK;
    wb_workspace *space = at->space;
    bool narrow = is_narrow(scale);

    memset(space->sum, 0, at->n);
    memset(space->count, 0, at->n);
    for (size_t i = 0; i < scale->n_items; i++) {
        const wb_bound_item *bound = bound_item(at, scale, i);
        const wb_item *item = bound->item;
        wb_byte_item byte = wb_byte_item_make(item->min, item->max, item->reversed,
                                              bound->missing, narrow ? scale->step : 0);
        wb_block view;

        WB_TRY(view_bytes(at, bound, &view, err));
        at->fault |= narrow ? space->kernels->add_index(&byte, view.bytes, view.present,
                                                        at->n, space->sum)
                            : space->kernels->add_sum(&byte, view.bytes, view.present,
                                                      at->n, space->sum, space->count);
    }
done:
    return st;
}

/* Leave in answered the whole sums of each row. */
static wb_status sum_whole(block *at, const wb_scale *scale, wb_error *err)
{
    wb_status st = WB_OK;
    wb_answered *answered = at->space->answered;

    memset(answered, 0, at->n * sizeof *answered);
    for (size_t j = 0; j < scale->n_items; j++) {
        const wb_bound_item *bound = bound_item(at, scale, j);
        const wb_item *item = bound->item;
        wb_block view;

        WB_TRY(wb_frame_block(at->binding->frame, bound->column, at->first,
                              (int32_t)at->n, WB_BLOCK_DOUBLE, &at->space->scratch, &view,
                              err));
        for (size_t i = 0; i < at->n; i++) {
            wb_answer answer;

            if (view.present != NULL && !view.present[i])
                continue;
            answer = wb_bound_item_judge(at->binding, bound, view.doubles[i]);
            at->fault |= answer == WB_ANSWER_WRONG;
            if (answer != WB_ANSWER)
                continue;
            answered[i].count++;
            answered[i].sum += item->reversed ? item->max - (int64_t)view.doubles[i]
                                              : (int64_t)view.doubles[i] - item->min;
            answered[i].range += item->max - item->min;
            answered[i].low += item->min;
        }
    }
done:
    return st;
}

/* ---- what comes out of a scale ---- */

static void *place(const block *at, uint32_t column)
{
    return column == UINT32_MAX ? NULL : at->space->places[column];
}

/* The place in the tables as it is needed for looking up, made at most once a block. */
static const uint16_t *wide_index(const block *at, const wb_scale *scale, bool *made)
{
    wb_workspace *space = at->space;

    if (!*made && is_narrow(scale))
        space->kernels->widen_index(space->sum, at->n, space->index);
    else if (!*made)
        space->kernels->join_index(space->count, space->sum, scale->step, at->n,
                                   space->index);
    *made = true;
    return space->index;
}

static void look_up_lights(const block *at, const wb_scale *scale, uint32_t i, bool *made)
{
    const wb_indicator *indicator = &at->instrument->indicators[i];

    for (int level = WB_PROBLEM; level <= WB_ACUTE; level++) {
        const wb_light_runs *runs = &indicator->runs[level];
        int8_t *lights = place(at, at->plan->light[level][i]);

        if (lights != NULL && runs->n <= WB_MAX_RUNS)
            at->space->kernels->find_runs(runs, at->space->sum, at->n, lights);
        else if (lights != NULL)
            wb_look_up_bytes(indicator->lights[level], wide_index(at, scale, made), at->n,
                             lights);
    }
}

static void look_up_scale(const block *at, size_t s)
{
    const wb_scale *scale = &at->instrument->scales[s];
    double *scores = place(at, at->plan->score[s]);
    int8_t *reasons = place(at, at->plan->scale_reason[s]);
    bool made = false;

    if (scores != NULL)
        wb_look_up_doubles(scale->scores, wide_index(at, scale, &made), at->n, scores);
    if (reasons != NULL)
        wb_look_up_bytes(scale->reasons, wide_index(at, scale, &made), at->n, reasons);
    for (uint32_t i = at->plan->first_indicator[s]; i != UINT32_MAX;
         i = at->plan->next_indicator[i])
        look_up_lights(at, scale, i, &made);
}

static void work_out_scale(const block *at, size_t s)
{
    const wb_scale *scale = &at->instrument->scales[s];
    double *scores = place(at, at->plan->score[s]);
    int8_t *reasons = place(at, at->plan->scale_reason[s]);

    for (size_t row = 0; row < at->n; row++) {
        wb_ratio score = {0, 1};
        bool there = wb_scale_score(scale, at->space->answered[row], &score);

        if (scores != NULL)
            scores[row] = there ? wb_ratio_double(score) : (double)NAN;
        if (reasons != NULL)
            reasons[row] = there ? WB_NO_LIGHT : 0;
        for (uint32_t i = at->plan->first_indicator[s]; i != UINT32_MAX;
             i = at->plan->next_indicator[i]) {
            const wb_indicator *indicator = &at->instrument->indicators[i];
            int8_t *problem = place(at, at->plan->light[WB_PROBLEM][i]);
            int8_t *acute = place(at, at->plan->light[WB_ACUTE][i]);

            if (problem != NULL)
                problem[row] =
                    there ? wb_cutoff_light(&indicator->problem, score) : WB_NO_LIGHT;
            if (acute != NULL)
                acute[row] =
                    there ? wb_cutoff_light(&indicator->acute, score) : WB_NO_LIGHT;
        }
    }
}

static void compose(const block *at, uint32_t c)
{
    const wb_composite *composite = &at->instrument->composites[c];
    void *values = place(at, at->plan->composite[c]);
    int8_t *reasons = place(at, at->plan->composite_reason[c]);
    uint8_t *known = at->space->count;
    uint8_t *on = at->space->sum;
    uint8_t min_known = (uint8_t)composite->min_known;

    if (values == NULL && reasons == NULL)
        return;
    memset(known, 0, at->n);
    memset(on, 0, at->n);
    for (size_t i = 0; i < composite->n_parts; i++) {
        wb_composite_part part = composite->parts[i];
        const int8_t *light =
            place(at, part.is_composite ? at->plan->composite[part.index]
                                        : at->plan->light[composite->acute][part.index]);

        at->space->kernels->add_light(light, at->n, known, on);
    }
    if (values != NULL && composite->counts)
        at->space->kernels->count_of(known, on, min_known, at->n, values);
    else if (values != NULL)
        at->space->kernels->none_of(known, on, min_known, at->n, values);
    if (reasons != NULL)
        at->space->kernels->reason_of(known, min_known, at->n, reasons);
}

/* ---- a wrong answer ---- */

/* The first row of the block before `limit` with a wrong answer to the item, or limit. */
static wb_status first_wrong(const block *at, const wb_bound_item *bound, size_t limit,
                             size_t *row, double *value, wb_error *err)
{
    wb_status st = WB_OK;
    wb_block view;

    WB_TRY(wb_frame_block(at->binding->frame, bound->column, at->first, (int32_t)at->n,
                          WB_BLOCK_DOUBLE, &at->space->scratch, &view, err));
    *row = limit;
    for (size_t i = 0; i < limit && *row == limit; i++) {
        if ((view.present == NULL || view.present[i]) &&
            wb_bound_item_judge(at->binding, bound, view.doubles[i]) == WB_ANSWER_WRONG) {
            *row = i;
            *value = view.doubles[i];
        }
    }
done:
    return st;
}

static wb_status fail_wrong(const block *at, int64_t row0, wb_error *err)
{
    wb_status st = WB_OK;
    size_t first = at->n;
    double value = 0;
    const wb_item *item = NULL;
    char text[WB_NUMBER_CHARS];

    for (size_t i = 0; i < at->plan->n_items; i++) {
        const wb_bound_item *bound = &at->binding->items[i];
        size_t row;
        double found = 0;

        WB_TRY(first_wrong(at, bound, first, &row, &found, err));
        if (row < first) {
            first = row;
            value = found;
            item = bound->item;
        }
    }
    wb_format_double(text, value);
    st = wb_fail_at(err, WB_E_DATA, row0 + at->first + (int64_t)first, item->id,
                    "answer %s to '%s' is not a whole number in %d..%d", text, item->id,
                    (int)item->min, (int)item->max);
done:
    return st;
}

/* ---- the block ---- */

static wb_status score_block(block *at, int64_t row0, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < at->instrument->n_scales; i++) {
        const wb_scale *scale = &at->instrument->scales[i];

        if (!at->plan->scale_needed[i])
            continue;
        if (scale->scores != NULL) {
            WB_TRY(sum_bytes(at, scale, err));
            if (at->fault == 0)
                look_up_scale(at, i);
        } else {
            WB_TRY(sum_whole(at, scale, err));
            work_out_scale(at, i);
        }
    }
    if (at->fault != 0)
        return fail_wrong(at, row0, err);
    for (size_t i = 0; i < at->instrument->n_composites; i++)
        compose(at, at->instrument->order[i]);

done:
    return st;
}

wb_status wb_score_rows(const wb_binding *binding, int64_t first, int64_t n, int64_t row0,
                        void *const *columns, wb_workspace *space, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_score_plan *plan = binding->plan;

    for (int64_t row = first; row < first + n; row += WB_BLOCK_ROWS) {
        int64_t left = first + n - row;
        block at = {binding, plan, plan->instrument, space, row, WB_BLOCK_ROWS, 0};

        at.n = left < WB_BLOCK_ROWS ? (size_t)left : WB_BLOCK_ROWS;
        for (size_t i = 0; i < plan->n_asked; i++)
            space->places[i] =
                (char *)columns[i] + (size_t)row * wb_output_size(&plan->outputs[i]);
        WB_TRY(score_block(&at, row0, err));
    }
done:
    return st;
}
