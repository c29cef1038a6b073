/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/quads.h"

#include <string.h>

/* Into bundles of WB_BUNDLE true-or-false outcomes, one per categorical outcome, and the
 * list of numbers. */
static wb_status arrange(wb_part *part, const wb_layout *layout, const uint8_t *kinds,
                         wb_error *err)
{
    wb_bundle *bools = NULL;
    wb_bundle *cuts = NULL;

    part->bundles = wb_allocate(layout->n_outcomes, sizeof *part->bundles);
    part->numbers = wb_allocate(layout->n_outcomes, sizeof *part->numbers);
    if (part->bundles == NULL || part->numbers == NULL)
        return wb_fail_nomem(err);
    for (size_t o = 0; o < layout->n_outcomes; o++) {
        if (kinds[o] == WB_OUTCOME_NUMBER)
            part->numbers[part->n_numbers++] = o;
        if (kinds[o] != WB_OUTCOME_BOOL && kinds[o] != WB_OUTCOME_CATEGORY)
            continue;
        bool cut = layout->outcomes[o].role == WB_ROLE_CUT;
        wb_bundle *bundle = cut ? cuts : bools;
        if (kinds[o] == WB_OUTCOME_CATEGORY || bundle == NULL ||
            bundle->n_outcomes == WB_BUNDLE) {
            bundle = &part->bundles[part->n_bundles++];
            bundle->by_category = kinds[o] == WB_OUTCOME_CATEGORY;
            bundle->cuts = cut;
            memset(bundle->slot_of, 0xff, sizeof bundle->slot_of);
            if (cut)
                cuts = bundle;
            else if (!bundle->by_category)
                bools = bundle;
        }
        bundle->outcomes[bundle->n_outcomes++] = o;
    }
    return WB_OK;
}

static wb_status new_lanes(const wb_layout *layout, wb_lanes **out, wb_error *err)
{
    wb_lanes *lanes = wb_allocate(1, sizeof *lanes);
    if (lanes == NULL)
        return wb_fail_nomem(err);
    *out = lanes;
    lanes->codes = wb_allocate(layout->n_keys * WB_BLOCK_ROWS, sizeof(int32_t));
    lanes->groups = wb_allocate(layout->n_breakdowns * WB_BLOCK_ROWS, sizeof(int32_t));
    lanes->cells = wb_allocate(layout->n_breakdowns * WB_BLOCK_ROWS, sizeof(int32_t));
    size_t n_variables = layout->n_margins + layout->n_auxiliaries;
    lanes->variables = wb_allocate(n_variables * WB_BLOCK_ROWS, sizeof(int32_t));
    lanes->numbers =
        wb_allocate(layout->n_auxiliaries * WB_BLOCK_ROWS, sizeof *lanes->numbers);
    lanes->tuple = wb_allocate(layout->n_keys, sizeof *lanes->tuple);
    int32_t n_moments = 0;
    for (size_t o = 0; o < layout->n_outcomes; o++) {
        int32_t n = wb_moment_count(layout->outcomes[o].n_terms);
        n_moments = n > n_moments ? n : n_moments;
    }
    lanes->products =
        wb_allocate((size_t)n_moments * WB_BLOCK_ROWS, sizeof *lanes->products);
    if (lanes->codes == NULL || lanes->groups == NULL || lanes->cells == NULL ||
        lanes->variables == NULL || lanes->numbers == NULL || lanes->tuple == NULL ||
        lanes->products == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

static void free_lanes(wb_lanes *lanes)
{
    if (lanes == NULL)
        return;
    wb_release(lanes->codes);
    wb_release(lanes->groups);
    wb_release(lanes->cells);
    wb_release(lanes->variables);
    wb_release(lanes->numbers);
    wb_release(lanes->tuple);
    wb_release(lanes->products);
    wb_quads_free(lanes->quads);
    wb_release(lanes);
}

/* All but the index, which the caller has made. */
static wb_status init_rest(wb_part *part, const wb_layout *layout, const uint8_t *kinds,
                           wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(arrange(part, layout, kinds, err));
    part->kinds = wb_allocate(layout->n_outcomes, 1);
    if (part->kinds == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    memcpy(part->kinds, kinds, layout->n_outcomes);
    WB_TRY(wb_part_init_values(part, layout, err));
    part->histograms =
        wb_allocate(layout->n_breakdowns * part->n_bundles, sizeof *part->histograms);
    part->logs = wb_allocate(layout->n_breakdowns * part->n_bundles, sizeof *part->logs);
    part->moments =
        wb_allocate(layout->n_breakdowns * part->n_numbers, sizeof *part->moments);
    if (part->histograms == NULL || part->logs == NULL || part->moments == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(new_lanes(layout, &part->lanes, err));
done:
    return st;
}

wb_status wb_part_init(wb_part *part, const wb_layout *layout, const wb_spec *spec,
                       const uint8_t *kinds, wb_error *err)
{
    wb_status st = WB_OK;

    *part = (wb_part){0};
    WB_TRY(wb_index_init(&part->index, layout, spec, err));
    WB_TRY(wb_totals_init(&part->totals, layout, spec, err));
    WB_TRY(wb_order_init(&part->order, layout, err));
    WB_TRY(init_rest(part, layout, kinds, err));
done:
    if (st != WB_OK)
        wb_part_free(part);
    return st;
}

void wb_part_free(wb_part *part)
{
    size_t n_breakdowns = part->index.n_breakdowns;
    for (size_t i = 0; part->histograms != NULL && i < n_breakdowns * part->n_bundles;
         i++)
        wb_histogram_free(&part->histograms[i]);
    for (size_t i = 0; part->logs != NULL && i < n_breakdowns * part->n_bundles; i++)
        wb_log_free(&part->logs[i]);
    for (size_t i = 0; part->moments != NULL && i < n_breakdowns * part->n_numbers; i++)
        wb_sums_free(&part->moments[i]);
    wb_release(part->histograms);
    wb_release(part->logs);
    wb_release(part->moments);
    wb_release(part->bundles);
    wb_release(part->numbers);
    wb_release(part->kinds);
    wb_part_free_values(part);
    wb_totals_free(&part->totals);
    wb_order_free(&part->order);
    free_lanes(part->lanes);
    wb_index_free(&part->index);
    *part = (wb_part){0};
}

void wb_part_clear(wb_part *part, const wb_layout *layout)
{
    size_t n_breakdowns = part->index.n_breakdowns;
    for (size_t i = 0; i < n_breakdowns * part->n_bundles; i++) {
        wb_histogram_clear(&part->histograms[i]);
        part->logs[i].count = 0;
    }
    for (size_t i = 0; i < n_breakdowns * part->n_numbers; i++) {
        wb_sums *m = &part->moments[i];
        size_t n = (size_t)m->groups * (size_t)m->width;
        if (m->groups == 0)
            continue;
        memset(m->moments, 0, n * sizeof *m->moments);
        memset(m->n, 0, (size_t)m->groups * sizeof *m->n);
    }
    for (int32_t h = 0; h < part->index.n_strata; h++)
        part->index.units[h] = 0;
    for (size_t b = 0; b < n_breakdowns; b++)
        wb_combos_clear(&part->index.breakdowns[b].groups);
    wb_part_clear_values(part);
    if (wb_layout_units_pass(layout))
        wb_combos_clear(&part->index.tree.stages[0]);
    wb_order_clear(&part->order);
    wb_totals_forget(&part->totals, layout);
    part->n_rows = 0;
    part->any_weight = false;
}

wb_status wb_part_copy(const wb_part *part, const wb_layout *layout, wb_part *out,
                       wb_error *err)
{
    wb_status st = WB_OK;
    wb_part copy = {0};
    size_t n_breakdowns = part->index.n_breakdowns;

    WB_TRY(wb_index_copy(&part->index, &copy.index, err));
    copy.bundles = wb_allocate(layout->n_outcomes, sizeof *copy.bundles);
    copy.numbers = wb_allocate(layout->n_outcomes, sizeof *copy.numbers);
    copy.histograms =
        wb_allocate(n_breakdowns * part->n_bundles, sizeof *copy.histograms);
    copy.logs = wb_allocate(n_breakdowns * part->n_bundles, sizeof *copy.logs);
    copy.moments = wb_allocate(n_breakdowns * part->n_numbers, sizeof *copy.moments);
    copy.kinds = wb_allocate(layout->n_outcomes, 1);
    if (copy.kinds == NULL || copy.bundles == NULL || copy.numbers == NULL ||
        copy.histograms == NULL || copy.logs == NULL || copy.moments == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    memcpy(copy.bundles, part->bundles, part->n_bundles * sizeof *copy.bundles);
    memcpy(copy.numbers, part->numbers, part->n_numbers * sizeof *copy.numbers);
    copy.n_bundles = part->n_bundles;
    copy.n_numbers = part->n_numbers;
    WB_TRY(new_lanes(layout, &copy.lanes, err));
    for (size_t i = 0; i < n_breakdowns * part->n_bundles; i++) {
        WB_TRY(wb_log_copy(&part->logs[i], &copy.logs[i], err));
        WB_TRY(wb_histogram_copy(&part->histograms[i], &copy.histograms[i], err));
    }
    for (size_t i = 0; i < n_breakdowns * part->n_numbers; i++)
        WB_TRY(wb_sums_copy(&part->moments[i], &copy.moments[i], err));
    memcpy(copy.kinds, part->kinds, layout->n_outcomes);
    WB_TRY(wb_part_init_values(&copy, layout, err));
    WB_TRY(wb_part_copy_values(part, &copy, err));
    WB_TRY(wb_totals_copy(&part->totals, layout, &copy.totals, err));
    WB_TRY(wb_order_copy(&part->order, layout, &copy.order, err));
    copy.n_rows = part->n_rows;
    copy.any_weight = part->any_weight;
    *out = copy;
    copy = (wb_part){0};
done:
    wb_part_free(&copy);
    return st;
}

int64_t wb_part_bytes(const wb_part *part, const wb_layout *layout)
{
    int64_t bytes = wb_index_bytes(&part->index) + wb_order_bytes(&part->order) +
                    (int64_t)sizeof(wb_lanes) + wb_totals_bytes(&part->totals, layout) +
                    wb_part_values_bytes(part) + wb_quads_bytes(part->lanes->quads);
    for (size_t i = 0; i < part->index.n_breakdowns * part->n_bundles; i++)
        bytes += wb_histogram_bytes(&part->histograms[i]) + wb_log_bytes(&part->logs[i]);
    for (size_t i = 0; i < part->index.n_breakdowns * part->n_numbers; i++)
        bytes += (int64_t)part->moments[i].groups * part->moments[i].width *
                 (int64_t)sizeof(wb_pair);
    return bytes;
}
