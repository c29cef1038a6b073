/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/moments.h"

#include <math.h>

wb_status wb_moment_plan_init(wb_moment_plan *plan, const wb_item_scale *scale,
                              wb_error *err)
{
    size_t k = scale->n_items;

    *plan = (wb_moment_plan){.scale = scale, .k = k};
    plan->origin = wb_resize(NULL, k, sizeof *plan->origin);
    plan->tabled = wb_resize(NULL, k, sizeof *plan->tabled);
    plan->table = wb_resize(NULL, k + 1, sizeof *plan->table);
    if (plan->origin == NULL || plan->tabled == NULL || plan->table == NULL)
        return wb_fail_nomem(err);
    plan->n_sums = wb_sum_of_pairs(plan) + k * (k + 1) / 2;
    plan->n_counts = wb_item_count(k);
    for (size_t i = 0; i < k; i++) {
        const wb_scale_item *item = &scale->items[i];

        plan->origin[i] = item->bounded ? (item->lowest + item->highest) / 2 : NAN;
        plan->tabled[i] = item->n_codes > 0;
        plan->table[i] = plan->n_sums;
        plan->n_sums += (size_t)item->n_codes;
    }
    plan->table[k] = plan->n_sums;
    return WB_OK;
}

void wb_moment_plan_free(wb_moment_plan *plan)
{
    wb_release(plan->origin);
    wb_release(plan->tabled);
    wb_release(plan->table);
    *plan = (wb_moment_plan){0};
}

void wb_moment_plan_see(wb_moment_plan *plan, const wb_answers *answers, int32_t n)
{
    for (size_t i = 0; i < plan->k; i++) {
        const double *values = wb_answers_of(answers, i);
        for (int32_t r = 0; r < n && isnan(plan->origin[i]); r++)
            plan->origin[i] = values[r];
    }
}

static void add_item(const wb_moment_plan *plan, size_t i, double value, double weight,
                     double *sums, int64_t *counts)
{
    const wb_scale_item *item = &plan->scale->items[i];
    double *own = sums + wb_item_sum(i);
    double d = value - plan->origin[i];
    bool floor = item->bounded && value == item->lowest;
    bool ceiling = item->bounded && value == item->highest;

    own[WB_ITEM_ANSWERED] += weight;
    own[WB_ITEM_FLOOR] += floor ? weight : 0;
    own[WB_ITEM_CEILING] += ceiling ? weight : 0;
    own[WB_ITEM_SUM] += weight * d;
    own[WB_ITEM_SQUARES] += weight * d * d;
    if (counts != NULL) {
        counts += wb_item_count(i);
        counts[WB_ITEM_ANSWERED]++;
        counts[WB_ITEM_FLOOR] += floor;
        counts[WB_ITEM_CEILING] += ceiling;
    }
}

/* The weight of the answer's code; an answer outside the table ends the table's use. */
static void add_code(wb_moment_plan *plan, size_t i, double value, double weight,
                     double *sums)
{
    const wb_scale_item *item = &plan->scale->items[i];
    double code = value - item->first_code;

    if (!plan->tabled[i])
        return;
    if (code >= 0 && code < item->n_codes && floor(code) == code)
        sums[plan->table[i] + (size_t)code] += weight;
    else
        plan->tabled[i] = false;
}

static void add_end(const wb_moment_plan *plan, const wb_answers *answers, int32_t r,
                    double weight, double *sums, int64_t *counts)
{
    bool floor = true, ceiling = true;

    for (size_t i = 0; i < plan->k; i++) {
        const wb_scale_item *item = &plan->scale->items[i];
        double value = wb_answers_of(answers, i)[r];
        floor = floor && item->bounded && value == item->lowest;
        ceiling = ceiling && item->bounded && value == item->highest;
    }
    sums[WB_SUM_COMPLETE] += weight;
    sums[WB_SUM_STRAIGHT] += answers->straight[r] ? weight : 0;
    sums[WB_SUM_FLOOR] += floor ? weight : 0;
    sums[WB_SUM_CEILING] += ceiling ? weight : 0;
    if (counts != NULL) {
        counts[WB_SUM_COMPLETE]++;
        counts[WB_SUM_STRAIGHT] += answers->straight[r];
        counts[WB_SUM_FLOOR] += floor;
        counts[WB_SUM_CEILING] += ceiling;
    }
}

static void add_products(const wb_moment_plan *plan, const wb_answers *answers, int32_t r,
                         double weight, double *sums)
{
    double *items = sums + wb_sum_of_items(plan);
    double *pair = sums + wb_sum_of_pairs(plan);

    for (size_t i = 0; i < plan->k; i++) {
        double w = weight * (wb_answers_of(answers, i)[r] - plan->origin[i]);
        items[i] += w;
        for (size_t j = i; j < plan->k; j++)
            *pair++ += w * (wb_answers_of(answers, j)[r] - plan->origin[j]);
    }
}

void wb_moments_add(wb_moment_plan *plan, const wb_answers *answers, int32_t r,
                    double weight, double *sums, int64_t *counts)
{
    sums[WB_SUM_ALL] += weight;
    if (counts != NULL)
        counts[WB_SUM_ALL]++;
    for (size_t i = 0; i < plan->k; i++) {
        double value = wb_answers_of(answers, i)[r];
        if (!isnan(value))
            add_item(plan, i, value, weight, sums, counts);
    }
    if (!answers->complete[r])
        return;
    add_end(plan, answers, r, weight, sums, counts);
    add_products(plan, answers, r, weight, sums);
    for (size_t i = 0; i < plan->k; i++)
        add_code(plan, i, wb_answers_of(answers, i)[r], weight, sums);
}
