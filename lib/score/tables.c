/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A scale of n items whose answers sum to at most S has (n + 1)(S + 1) outcomes. For all
 * but the widest scales they are worked out once, in whole numbers, and looked up per
 * row. */
#include "score/tables.h"

#include <math.h>

enum { MAX_ENTRIES = 4096, MAX_ALL_ENTRIES = 1 << 20 };

bool wb_scale_score(const wb_scale *scale, wb_answered answered, wb_ratio *score)
{
    if (answered.count < (int64_t)scale->min_answered)
        return false;
    switch (scale->rule) {
    case WB_RULE_PERCENT:
        *score = (wb_ratio){100 * answered.sum, answered.range};
        break;
    case WB_RULE_MEAN:
        *score = (wb_ratio){answered.low + answered.sum, answered.count};
        break;
    case WB_RULE_SUM:
        *score = (wb_ratio){(answered.low + answered.sum) * (int64_t)scale->n_items,
                            answered.count};
        break;
    case WB_RULE_LOOKUP:
        *score = scale->lookup[answered.sum];
        break;
    }
    return true;
}

int8_t wb_cutoff_light(const wb_cutoff *cutoff, wb_ratio score)
{
    int order = wb_ratio_compare(score, cutoff->value);

    switch (cutoff->comparison) {
    case WB_AT_LEAST:
        return order >= 0;
    case WB_ABOVE:
        return order > 0;
    case WB_AT_MOST:
        return order <= 0;
    case WB_BELOW:
        return order < 0;
    }
    return 0; /* not reached: each comparison has returned */
}

/* The answers an entry stands for. With fewer than all items answered a table is only
 * there when the items are alike, so that it does not matter which. */
static wb_answered entry_answers(const wb_scale *scale, size_t entry)
{
    int64_t n = (int64_t)scale->n_items;
    wb_answered answered = {(int64_t)(entry / scale->step),
                            (int64_t)(entry % scale->step), 0, 0};

    answered.range = scale->sum_range * answered.count / n;
    answered.low = scale->sum_min * answered.count / n;
    return answered;
}

static wb_status build_scale(wb_scale *scale, wb_error *err)
{
    scale->scores = wb_resize(NULL, scale->n_entries, sizeof *scale->scores);
    scale->reasons = wb_resize(NULL, scale->n_entries, sizeof *scale->reasons);
    if (scale->scores == NULL || scale->reasons == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < scale->n_entries; i++) {
        wb_ratio score;
        bool there = wb_scale_score(scale, entry_answers(scale, i), &score);

        scale->scores[i] = there ? wb_ratio_double(score) : (double)NAN;
        scale->reasons[i] = there ? WB_NO_LIGHT : 0;
    }
    return WB_OK;
}

/* Entries go by answers given first: those below the fewest allowed are missing, and
 * above them a light is on for a run of sums per number of answers. */
static void build_runs(const wb_scale *scale, const int8_t *lights, wb_light_runs *runs)
{
    size_t known_from = scale->min_answered * scale->step;

    runs->n = WB_MAX_RUNS + 1;
    if (scale->n_entries > UINT8_MAX + 1)
        return;
    *runs = (wb_light_runs){.known_from = (uint8_t)known_from};
    for (size_t i = known_from; i < scale->n_entries; i++) {
        bool begins = lights[i] == 1 && (i == known_from || lights[i - 1] != 1);

        if (begins && runs->n == WB_MAX_RUNS) {
            runs->n = WB_MAX_RUNS + 1;
            return;
        }
        if (begins)
            runs->from[runs->n++] = (uint8_t)i;
        else if (lights[i] == 1)
            runs->width[runs->n - 1]++;
    }
}

static wb_status build_lights(const wb_scale *scale, const wb_cutoff *cutoff,
                              wb_indicator *indicator, wb_level level, wb_error *err)
{
    int8_t *lights;

    if (!cutoff->given || scale->scores == NULL)
        return WB_OK;
    lights = wb_resize(NULL, scale->n_entries, sizeof *lights);
    if (lights == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < scale->n_entries; i++) {
        wb_ratio score;
        bool there = wb_scale_score(scale, entry_answers(scale, i), &score);

        lights[i] = there ? wb_cutoff_light(cutoff, score) : WB_NO_LIGHT;
    }
    indicator->lights[level] = lights;
    build_runs(scale, lights, &indicator->runs[level]);
    return WB_OK;
}

/* Sums and counts fit in a byte each, and so do the codes of every item. */
static bool suits_tables(const wb_instrument *made, const wb_scale *scale)
{
    if (scale->sum_range > UINT8_MAX ||
        (!scale->uniform && scale->min_answered < scale->n_items))
        return false;
    for (size_t i = 0; i < scale->n_items; i++) {
        const wb_item *item = &made->items[scale->items[i]];

        if (item->min < INT8_MIN || item->max > INT8_MAX)
            return false;
    }
    return (scale->n_items + 1) * ((size_t)scale->sum_range + 1) <= MAX_ENTRIES;
}

wb_status wb_tables_build(wb_instrument *made, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_all = 0;

    for (size_t i = 0; i < made->n_scales; i++) {
        wb_scale *scale = &made->scales[i];

        if (!suits_tables(made, scale) || n_all > MAX_ALL_ENTRIES)
            continue;
        scale->step = (size_t)scale->sum_range + 1;
        scale->n_entries = (scale->n_items + 1) * scale->step;
        n_all += scale->n_entries;
        WB_TRY(build_scale(scale, err));
    }
    for (size_t i = 0; i < made->n_indicators; i++) {
        wb_indicator *indicator = &made->indicators[i];
        const wb_scale *scale = &made->scales[indicator->scale];

        WB_TRY(build_lights(scale, &indicator->problem, indicator, WB_PROBLEM, err));
        WB_TRY(build_lights(scale, &indicator->acute, indicator, WB_ACUTE, err));
    }
done:
    return st;
}
