/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/edges.h"

#include <string.h>

static wb_status init_values(wb_state *state, const wb_layout *layout, wb_error *err)
{
    if (!wb_layout_is_partial(layout))
        return WB_OK;
    size_t n = layout->n_breakdowns * layout->n_variables;
    state->values = wb_allocate(n, sizeof *state->values);
    if (state->values == NULL)
        return wb_fail_nomem(err);
    state->n_values = n;
    return WB_OK;
}

wb_status wb_state_init(wb_state *state, const wb_layout *layout, const wb_spec *spec,
                        wb_error *err)
{
    wb_status st = WB_OK;

    *state = (wb_state){.unit = -1};
    WB_TRY(wb_index_init(&state->index, layout, spec, err));
    state->kinds = wb_allocate(layout->n_outcomes, 1);
    state->sums =
        wb_allocate(layout->n_breakdowns * layout->n_outcomes, sizeof *state->sums);
    if (state->kinds == NULL || state->sums == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    state->n_outcomes = layout->n_outcomes;
    for (size_t i = 0; i < layout->n_breakdowns * layout->n_outcomes; i++)
        state->sums[i].clusters = layout->ordered;
    WB_TRY(init_values(state, layout, err));
    WB_TRY(wb_totals_init(&state->totals, layout, spec, err));
    for (size_t o = 0; o < layout->n_outcomes; o++) {
        if (layout->outcomes[o].by_category)
            state->kinds[o] = WB_OUTCOME_CATEGORY;
    }
done:
    if (st != WB_OK)
        wb_state_free(state);
    return st;
}

void wb_state_free(wb_state *state)
{
    size_t n = state->index.n_breakdowns * state->n_outcomes;
    for (size_t i = 0; i < n; i++)
        wb_sums_free(&state->sums[i]);
    for (size_t i = 0; i < state->n_values; i++)
        wb_values_free(&state->values[i]);
    wb_release(state->values);
    wb_release(state->sums);
    wb_release(state->kinds);
    wb_release(state->edges);
    wb_totals_free(&state->totals);
    wb_index_free(&state->index);
    *state = (wb_state){0};
}

wb_status wb_state_copy(const wb_state *state, const wb_layout *layout, wb_state *out,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_state copy = {0};
    size_t n = state->index.n_breakdowns * state->n_outcomes;

    WB_TRY(wb_index_copy(&state->index, &copy.index, err));
    copy.kinds = wb_allocate(state->n_outcomes, 1);
    copy.sums = wb_allocate(n, sizeof *copy.sums);
    if (copy.kinds == NULL || copy.sums == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    copy.n_outcomes = state->n_outcomes;
    memcpy(copy.kinds, state->kinds, state->n_outcomes);
    for (size_t i = 0; i < n; i++)
        WB_TRY(wb_sums_copy(&state->sums[i], &copy.sums[i], err));
    WB_TRY(init_values(&copy, layout, err));
    for (size_t i = 0; i < state->n_values; i++)
        WB_TRY(wb_values_copy(&state->values[i], &copy.values[i], err));
    WB_TRY(wb_totals_copy(&state->totals, layout, &copy.totals, err));
    copy.n_rows = state->n_rows;
    copy.unit = state->unit;
    WB_TRY(wb_state_set_edges(&copy, state->edges, state->n_edges, err));
    copy.any_weight = state->any_weight;
    *out = copy;
    copy = (wb_state){0};
done:
    wb_state_free(&copy);
    return st;
}

wb_status wb_state_set_kind(wb_state *state, const wb_layout *layout, size_t outcome,
                            wb_outcome_kind kind, wb_error *err)
{
    static const char *const names[] = {"unknown", "numbers", "true or false",
                                        "categories"};
    uint8_t *known = &state->kinds[outcome];
    if (kind == WB_OUTCOME_UNKNOWN || *known == kind)
        return WB_OK;
    if (*known != WB_OUTCOME_UNKNOWN) {
        const char *variable = layout->outcomes[outcome].variable;
        return wb_fail_at(err, WB_E_CONFLICT, -1, variable,
                          "'%s' holds %s here, and held %s before", variable, names[kind],
                          names[*known]);
    }
    *known = (uint8_t)kind;
    return WB_OK;
}

static void add_to(wb_pair *sum, wb_pair more)
{
    *sum = wb_pair_add(*sum, more);
}

static void add_bins(wb_sums *to, const wb_sums *from, const int32_t *groups,
                     int32_t n_groups, const int32_t *codes)
{
    for (int32_t g = 0; g < n_groups; g++) {
        for (int32_t c = 0; c < from->width; c++) {
            const wb_bin *a = &from->bins[(size_t)g * (size_t)from->width + (size_t)c];
            if (a->n == 0 && a->w.hi == 0)
                continue; /* room that no code uses, or only weights of 0 */
            size_t code = (size_t)(codes != NULL ? codes[c] : c);
            wb_bin *b = &to->bins[(size_t)groups[g] * (size_t)to->width + code];
            b->w = wb_pair_add(b->w, a->w);
            b->w2 = wb_pair_add(b->w2, a->w2);
            b->n += a->n;
            if (to->clusters)
                add_to(&to->cross[b - to->bins], from->cross[a - from->bins]);
        }
        if (to->clusters)
            to->units[groups[g]] += from->units[g];
    }
}

void wb_sums_add_moments(wb_sums *to, const wb_sums *from, const int32_t *groups,
                         int32_t n_groups)
{
    size_t width = (size_t)from->width;
    for (int32_t g = 0; g < n_groups; g++) {
        const wb_pair *a = &from->moments[(size_t)g * width];
        wb_pair *b = &to->moments[(size_t)groups[g] * width];
        if (from->n[g] == 0)
            continue; /* nothing but weights of 0 */
        for (size_t m = 0; m < width; m++)
            b[m] = wb_pair_add(b[m], a[m]);
        to->n[groups[g]] += from->n[g];
        if (to->clusters)
            to->units[groups[g]] += from->units[g];
    }
}

static wb_status merge_sums(wb_state *state, const wb_state *other,
                            const wb_layout *layout, size_t breakdown, size_t outcome,
                            const wb_index_map *map, wb_error *err)
{
    wb_status st = WB_OK;
    wb_outcome_kind kind = other->kinds[outcome];
    wb_sums *to = wb_state_sums(state, breakdown, outcome);
    const wb_sums *from = wb_state_sums(other, breakdown, outcome);
    int32_t reach = state->index.breakdowns[breakdown].groups.count;
    int32_t n_groups = other->index.breakdowns[breakdown].groups.count;
    const int32_t *codes = NULL;
    int32_t width = 2;

    if (kind == WB_OUTCOME_UNKNOWN || from->groups == 0)
        return WB_OK;
    if (kind == WB_OUTCOME_NUMBER)
        width = wb_moment_count(layout->outcomes[outcome].n_terms);
    if (kind == WB_OUTCOME_CATEGORY) {
        size_t key = layout->outcomes[outcome].key;
        codes = map->codes[key];
        width = wb_keys_count(state->index.keys[key]);
    }
    WB_TRY(wb_sums_reach(to, kind, reach, width, err));
    if (n_groups > from->groups)
        n_groups = from->groups;
    if (kind == WB_OUTCOME_NUMBER)
        wb_sums_add_moments(to, from, map->groups[breakdown], n_groups);
    else
        add_bins(to, from, map->groups[breakdown], n_groups, codes);
done:
    return st;
}

wb_status wb_state_merge(wb_state *state, const wb_state *other, const wb_layout *layout,
                         wb_error *err)
{
    wb_status st = WB_OK;
    wb_index_map map = {0};
    int32_t n_units = layout->ordered ? wb_units_count(&state->index.tree) : 0;

    for (size_t o = 0; o < state->n_outcomes; o++)
        WB_TRY(wb_state_set_kind(state, layout, o, other->kinds[o], err));
    WB_TRY(wb_index_merge(&state->index, &other->index, layout, &map, err));
    if (layout->ordered)
        WB_TRY(wb_edges_join(state, other, layout, map.units, n_units, err));
    for (size_t b = 0; b < layout->n_breakdowns; b++) {
        for (size_t o = 0; o < state->n_outcomes; o++)
            WB_TRY(merge_sums(state, other, layout, b, o, &map, err));
    }
    for (size_t i = 0; i < state->n_values; i++) {
        size_t b = i / layout->n_variables;
        WB_TRY(wb_values_merge(&state->values[i], &other->values[i], map.cells[b],
                               wb_index_cells(&state->index, layout, b), err));
    }
    WB_TRY(wb_totals_merge(&state->totals, &other->totals, layout, &map, err));
    state->n_rows += other->n_rows;
    state->unit = -1;
    state->any_weight = state->any_weight || other->any_weight;
done:
    wb_index_map_free(&map);
    return st;
}

int64_t wb_state_bytes(const wb_state *state, const wb_layout *layout)
{
    int64_t bytes =
        wb_index_bytes(&state->index) + wb_totals_bytes(&state->totals, layout);
    for (size_t i = 0; i < state->n_values; i++)
        bytes += wb_values_bytes(&state->values[i]);
    for (size_t i = 0; i < state->index.n_breakdowns * state->n_outcomes; i++) {
        const wb_sums *sums = &state->sums[i];
        size_t each = sums->moments != NULL ? sizeof(wb_pair) : sizeof(wb_bin);
        if (sums->cross != NULL)
            each += sizeof(wb_pair);
        bytes += (int64_t)sums->groups * sums->width * (int64_t)each;
    }
    return bytes;
}
