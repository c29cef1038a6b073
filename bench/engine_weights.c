/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "engine_weights.h"

#include "measure.h"

#include <stdio.h>

enum { SHOWN = 10 };

/* The mean of weights and y1 in the population. */
static const double mean_weight = 1.75, mean_y1 = 17;

/* Totals of categories 1 .. n of a column, between 0.9 and 1.1 times the same for all. */
static void add_margin(wb_weighting *weighting, const char *name, int32_t n, double total)
{
    wb_error err = {0};
    wb_frame *targets = NULL;
    wb_column keys = WB_COLUMN_INIT, totals = WB_COLUMN_INIT;
    int32_t key[CODES];
    double target[CODES];

    for (int32_t i = 0; i < n; i++) {
        key[i] = i + 1;
        target[i] = total / n * (1 + 0.05 * (i % 5 - 2));
    }
    keys.type = WB_TYPE_INT32;
    keys.values = key;
    totals.type = WB_TYPE_FLOAT64;
    totals.values = target;
    demand(wb_frame_new(n, &targets, &err), &err);
    demand(wb_frame_add_column(targets, name, &keys, &err), &err);
    demand(wb_frame_add_column(targets, "total", &totals, &err), &err);
    demand(wb_weighting_add_margin(weighting, targets, "total", &err), &err);
    wb_frame_free(targets);
}

wb_frame *weights_make(const rows *input, int32_t step, const wb_run *run)
{
    wb_error err = {0};
    wb_weighting *weighting = NULL;
    wb_frame *frame = rows_frame(input, input->count), *weighted = NULL;
    double total = mean_weight * (double)input->count;

    demand(wb_weighting_new(&weighting, &err), &err);
    demand(wb_weighting_set_weights(weighting, "weight", &err), &err);
    demand(wb_weighting_set_result(weighting, "made", &err), &err);
    demand(wb_weighting_add_calibration(weighting, step, NULL, &err), &err);
    add_margin(weighting, "grp", GROUPS, total);
    if (step == WB_WEIGHT_RAKE)
        add_margin(weighting, "code", CODES, total);
    else
        demand(wb_weighting_add_auxiliary(weighting, "y1", mean_y1 * total, &err), &err);
    demand(wb_weighting_apply(weighting, frame, run, &weighted, NULL, &err), &err);
    wb_weighting_free(weighting);
    wb_frame_free(frame);
    return weighted;
}

void weights_print(const rows *input, const wb_frame *weighted)
{
    size_t made = (size_t)wb_frame_find(weighted, "made");
    double total = 0, squares = 0;

    for (int64_t i = 0; i < input->count; i++) {
        double w = wb_frame_double(weighted, made, i);
        total += w * number_of(input, 2)[i];
        squares += w * w;
    }
    printf(" %.17g %.17g", total, squares);
    for (int64_t i = 0; i < SHOWN; i++)
        printf(" %.17g", wb_frame_double(weighted, made, i));
}
