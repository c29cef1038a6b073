/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows into the sums that the variance of calibrated weights needs. */
#include "survey/rows.h"

#include <string.h>

static int32_t *variable_lane(wb_lanes *lanes, size_t v)
{
    return lanes->variables + v * WB_BLOCK_ROWS;
}

/* Weights of rows: those in use, and those they were calibrated from. A row of which both
 * are 0 has no part in a calibration, and may miss what others were calibrated to. */
typedef struct wb_both_weights {
    const double *final;
    const double *initial;
} wb_both_weights;

static bool takes_part(const wb_both_weights *weights, int32_t i)
{
    return weights->final[i] != 0 || weights->initial[i] != 0;
}

/* The first missing value of a row that takes part; WB_OK: none. */
static wb_status check_margin(const wb_part *part, const wb_rows *rows,
                              const wb_both_weights *weights, size_t m, wb_error *err)
{
    const wb_key_list *list = &rows->layout->margins[m];

    for (size_t j = 0; j < list->n; j++) {
        const int32_t *codes = part->lanes->codes + list->keys[j] * WB_BLOCK_ROWS;
        for (int32_t i = 0; i < rows->n; i++) {
            if (codes[i] < 0 && takes_part(weights, i))
                return wb_rows_missing(rows, "margin", rows->binding->keys[list->keys[j]],
                                       rows->first + i, err);
        }
    }
    return WB_OK;
}

/* The variable each row has of a margin: the indicator of its category; -1: it has none.
 */
static wb_status take_margin(wb_part *part, const wb_rows *rows,
                             const wb_both_weights *weights, size_t m, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    wb_auxiliary *auxiliary = &part->totals.auxiliary;
    int32_t least;
    int32_t most;

    WB_TRY(wb_tuples_map(&auxiliary->margins[m],
                         wb_rows_tuple(lanes, &rows->layout->margins[m]), rows->n,
                         lanes->slots, err));
    wb_lanes_bounds(lanes->slots, rows->n, &least, &most);
    if (least < 0)
        WB_TRY(check_margin(part, rows, weights, m, err));
    for (int32_t i = 0; i < rows->n; i++)
        lanes->parents[i] = (int32_t)m;
    WB_TRY(wb_combos_map(&auxiliary->variables, lanes->parents, lanes->slots, rows->n,
                         variable_lane(lanes, m), err));
done:
    return st;
}

/* The number each row has: 0 where it is missing. */
static wb_status take_number(wb_part *part, const wb_rows *rows,
                             const wb_both_weights *weights, size_t k, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    size_t column = rows->binding->auxiliaries[k];
    size_t v = rows->layout->n_margins + k;
    double *numbers = lanes->numbers + k * WB_BLOCK_ROWS;
    wb_block block;
    int32_t id;

    WB_TRY(wb_frame_block(rows->frame, column, rows->first, rows->n, WB_BLOCK_DOUBLE,
                          &lanes->scratch, &block, err));
    WB_TRY(wb_rows_check_number(rows, column, &block, err));
    memcpy(numbers, block.doubles, (size_t)rows->n * sizeof *numbers);
    for (int32_t i = 0; block.present != NULL && i < rows->n; i++) {
        if (block.present[i])
            continue;
        if (takes_part(weights, i))
            return wb_rows_missing(rows, "auxiliary", column, rows->first + i, err);
        numbers[i] = 0;
    }
    WB_TRY(wb_combos_id(&part->totals.auxiliary.variables, (int32_t)v, 0, &id, err));
    for (int32_t i = 0; i < rows->n; i++)
        variable_lane(lanes, v)[i] = id;
done:
    return st;
}

/* lanes->w becomes `weights` times the value of variable v: itself for a margin. */
static void weigh(wb_lanes *lanes, const wb_rows *rows, const double *weights, size_t v)
{
    size_t n_margins = rows->layout->n_margins;

    if (v < n_margins) {
        lanes->w = weights;
        return;
    }
    const double *x = lanes->numbers + (v - n_margins) * WB_BLOCK_ROWS;
    for (int32_t i = 0; i < rows->n; i++)
        lanes->products_w[i] = weights[i] * x[i];
    lanes->w = lanes->products_w;
}

/* Add lanes->w to the slots of (a, b). */
static wb_status add_pairs(wb_lanes *lanes, wb_track *track, const int32_t *a,
                           const int32_t *b, int32_t n, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_combos_map(&track->slots, a, b, n, lanes->slots, err));
    WB_TRY(wb_track_reach(track, track->slots.count, 1, err));
    if (track->room > 0) /* else no row has both */
        wb_lanes_add_weights(lanes, lanes->slots, track->sums, track->n, n);
done:
    return st;
}

/* Σ d x_v x_u for all u from v on. */
static wb_status add_products(wb_part *part, const wb_rows *rows, const double *initial,
                              size_t v, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    size_t n_margins = rows->layout->n_margins;
    size_t n_variables = n_margins + rows->layout->n_auxiliaries;

    for (size_t u = v; u < n_variables; u++) {
        if (u > v && u < n_margins)
            weigh(lanes, rows, initial, v);
        else if (u >= n_margins) {
            weigh(lanes, rows, initial, v);
            weigh(lanes, rows, lanes->w, u);
        }
        WB_TRY(add_pairs(lanes, &part->totals.auxiliary.products, variable_lane(lanes, v),
                         variable_lane(lanes, u), rows->n, err));
    }
done:
    return st;
}

/* Σ w x per unit, Σ d x xᵀ, Σ d x y per cell, of one margin or number. */
static wb_status add_variable(wb_part *part, const wb_rows *rows, const double *weights,
                              const double *initial, const int32_t *units, size_t v,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;

    weigh(lanes, rows, weights, v);
    WB_TRY(add_pairs(lanes, &part->totals.auxiliary.totals, units,
                     variable_lane(lanes, v), rows->n, err));
    weigh(lanes, rows, initial, v);
    WB_TRY(add_products(part, rows, initial, v, err));
    weigh(lanes, rows, initial, v);
    memcpy(lanes->units, variable_lane(lanes, v), (size_t)rows->n * sizeof *lanes->units);
    WB_TRY(wb_rows_layer(part, rows, &part->totals.auxiliary.cross, err));
done:
    return st;
}

wb_status wb_rows_auxiliary(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    const double *weights = lanes->w;
    const double *initial = NULL;
    wb_both_weights both;
    int32_t units[WB_BLOCK_ROWS];
    size_t n_margins = rows->layout->n_margins;

    WB_TRY(wb_rows_weights(rows, (size_t)rows->binding->initial, "initial weight",
                           &lanes->replicate, &initial, err));
    both = (wb_both_weights){weights, initial};
    for (size_t m = 0; m < n_margins; m++)
        WB_TRY(take_margin(part, rows, &both, m, err));
    for (size_t k = 0; k < rows->layout->n_auxiliaries; k++)
        WB_TRY(take_number(part, rows, &both, k, err));
    memcpy(units, lanes->units, (size_t)rows->n * sizeof *units);
    for (size_t v = 0; v < n_margins + rows->layout->n_auxiliaries; v++)
        WB_TRY(add_variable(part, rows, weights, initial, units, v, err));
done:
    lanes->w = weights;
    return st;
}
