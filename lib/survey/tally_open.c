/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sections of a tally file that hold what stays open. */
#include "survey/edges.h"
#include "survey/lanes.h"
#include "survey/tally_bytes.h"

#include <math.h>
#include <string.h>

/* Whether a tally of this layout has units or fpc to write. */
static bool has_units(const wb_state *state)
{
    return state->index.tree.n_stages + state->index.tree.n_fpc > 0;
}

/* ---- writing ---- */

static wb_status put_units(wb_text *to, const wb_unit_tree *tree, const wb_layout *layout,
                           wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_SECTION_UNITS, &start, err));
    for (size_t s = 0; s < tree->n_stages; s++) {
        const wb_combos *stage = &tree->stages[s];
        WB_TRY(wb_put_i32(to, stage->count, err));
        for (int32_t u = 0; u < stage->count; u++) {
            WB_TRY(wb_put_i32(to, stage->a[u], err));
            if (!layout->open_rows)
                WB_TRY(wb_put_i32(to, stage->b[u], err));
        }
    }
    for (size_t s = 0; s < tree->n_fpc; s++) {
        WB_TRY(wb_put_i32(to, tree->fpc[s].count, err));
        for (int32_t p = 0; p < tree->fpc[s].count; p++) {
            double value = tree->fpc[s].values[p];
            WB_TRY(wb_put_double(to, isnan(value) ? 0 : value, err));
        }
    }
    wb_section_end(to, start);
done:
    return st;
}

/* Rows that follow a file may go on with any of these: the last is none of its own. */
static wb_status put_edges(wb_text *to, const wb_state *state, wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;
    int32_t *edges = NULL;
    int32_t n = 0;

    WB_TRY(wb_edges_list(state, &edges, &n, err));
    WB_TRY(wb_section_begin(to, WB_SECTION_EDGES, &start, err));
    WB_TRY(wb_put_i32(to, n, err));
    for (int32_t i = 0; i < n; i++)
        WB_TRY(wb_put_i32(to, edges[i], err));
    wb_section_end(to, start);
done:
    wb_release(edges);
    return st;
}

static wb_status put_track(wb_text *to, const wb_track *track, bool number,
                           int32_t n_groups, int32_t width, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = number ? n_groups : track->slots.count;

    if (number && track->room == 0)
        n = 0; /* no number was seen */
    WB_TRY(wb_put_i32(to, n, err));
    for (int32_t i = 0; i < n; i++) {
        bool there = i < track->room;
        if (!number) {
            WB_TRY(wb_put_i32(to, track->slots.a[i], err));
            WB_TRY(wb_put_i32(to, track->slots.b[i], err));
        }
        WB_TRY(wb_put_u64(to, there ? (uint64_t)track->n[i] : 0, 8, err));
        for (int32_t t = 0; t < width; t++) {
            size_t at = (size_t)i * (size_t)width + (size_t)t;
            WB_TRY(wb_put_pair(to, there ? track->sums[at] : wb_pair_of(0), err));
        }
    }
done:
    return st;
}

static wb_status put_open(wb_text *to, const wb_open *open, const wb_index *index,
                          const wb_layout *layout, int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t b = 0; b < open->n_breakdowns; b++) {
        const wb_combos *groups = &open->groups[b];
        WB_TRY(wb_put_i32(to, groups->count, err));
        for (int32_t g = 0; g < groups->count; g++) {
            WB_TRY(wb_put_i32(to, groups->a[g], err));
            WB_TRY(
                wb_put_tuple(to, &index->breakdowns[b].cells, groups->b[g], codes, err));
        }
        for (size_t t = 0; t < open->n_tracks; t++)
            WB_TRY(put_track(to, wb_open_track(open, b, t),
                             layout->tracks[t].kind == WB_TRACK_NUMBER, groups->count,
                             wb_track_width(layout, t), err));
    }
done:
    return st;
}

static wb_status put_open_section(wb_text *to, const char *tag, const wb_open *open,
                                  const wb_index *index, const wb_layout *layout,
                                  int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, tag, &start, err));
    WB_TRY(put_open(to, open, index, layout, codes, err));
    wb_section_end(to, start);
done:
    return st;
}

static wb_status put_auxiliary(wb_text *to, const wb_auxiliary *auxiliary,
                               const wb_index *index, const wb_layout *layout,
                               int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_combos *variables = &auxiliary->variables;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_SECTION_AUXILIARY, &start, err));
    WB_TRY(wb_put_i32(to, variables->count, err));
    for (int32_t j = 0; j < variables->count; j++) {
        size_t m = (size_t)variables->a[j];
        WB_TRY(wb_put_i32(to, (int32_t)m, err));
        if (m < auxiliary->n_margins)
            WB_TRY(wb_put_tuple(to, &auxiliary->margins[m], variables->b[j], codes, err));
    }
    WB_TRY(put_track(to, &auxiliary->totals, false, 0, 1, err));
    WB_TRY(put_track(to, &auxiliary->products, false, 0, 1, err));
    WB_TRY(put_open(to, &auxiliary->cross, index, layout, codes, err));
    wb_section_end(to, start);
done:
    return st;
}

wb_status wb_put_open_sections(wb_text *to, const wb_state *state,
                               const wb_layout *layout, int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &state->index;

    if (has_units(state))
        WB_TRY(put_units(to, &index->tree, layout, err));
    if (layout->ordered)
        WB_TRY(put_edges(to, state, err));
    if (layout->n_stages > 0)
        WB_TRY(put_open_section(to, WB_SECTION_OPEN, &state->totals.units, index, layout,
                                codes, err));
    if (layout->n_replicates > 0)
        WB_TRY(put_open_section(to, WB_SECTION_REPLICATES, &state->totals.replicates,
                                index, layout, codes, err));
    if (layout->calibrated)
        WB_TRY(put_auxiliary(to, &state->totals.auxiliary, index, layout, codes, err));
done:
    return st;
}

/* ---- reading ---- */

static wb_status get_stage(wb_bytes *section, const wb_index *index,
                           const wb_layout *layout, size_t s, wb_combos *stage,
                           wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n_parents = s == 0 ? index->n_strata : index->tree.stages[s - 1].count;
    int32_t n = 0;

    WB_TRY(wb_get_count(section, layout->open_rows ? 4 : 8, &n, err));
    for (int32_t u = 0; u < n; u++) {
        int32_t parent = 0;
        int32_t code = 0;
        int32_t id = 0;
        WB_TRY(wb_get_code(section, n_parents, &parent, err));
        if (layout->open_rows) {
            WB_TRY(wb_combos_append(stage, parent, u, err));
            continue;
        }
        const wb_keys *keys = index->keys[layout->clusters.keys[s]];
        WB_TRY(wb_get_code(section, wb_keys_count(keys), &code, err));
        WB_TRY(wb_combos_id(stage, parent, code, &id, err));
        if (id != u)
            return wb_bytes_bad(section, err, "a unit stands twice");
    }
done:
    return st;
}

static wb_status get_fpc(wb_bytes *section, wb_fpc *fpc, int32_t n_parents, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = 0;

    WB_TRY(wb_get_count(section, 8, &n, err));
    if (n > n_parents)
        return wb_bytes_bad(section, err, "there are more fpc than units they are of");
    WB_TRY(wb_fpc_reach(fpc, n, err));
    for (int32_t p = 0; p < n; p++) {
        uint64_t bits = 0;
        double value;
        WB_TRY(wb_get_u64(section, 8, &bits, err));
        memcpy(&value, &bits, sizeof value);
        if (!(value >= 0 && value <= WB_LARGEST))
            return wb_bytes_bad(section, err, "a fpc is not a number of units");
        fpc->values[p] = value == 0 ? NAN : value;
    }
done:
    return st;
}

static wb_status get_units(wb_bytes *file, wb_index *index, const wb_layout *layout,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_unit_tree *tree = &index->tree;
    wb_bytes section;

    WB_TRY(wb_section_enter(file, WB_SECTION_UNITS, &section, err));
    for (size_t s = 0; s < tree->n_stages; s++)
        WB_TRY(get_stage(&section, index, layout, s, &tree->stages[s], err));
    for (size_t s = 0; s < tree->n_fpc; s++)
        WB_TRY(get_fpc(&section, &tree->fpc[s],
                       s == 0 ? index->n_strata : tree->stages[s - 1].count, err));
    st = wb_section_leave(&section, err);
done:
    return st;
}

/* In files of before there was this section all clusters are open. */
static wb_status get_edges(wb_bytes *file, wb_state *state, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n_units = wb_units_count(&state->index.tree);
    int32_t n = n_units;
    wb_bytes section = *file;
    bool listed = file->minor >= WB_TALLY_MINOR_ORDERED;
    int32_t *edges = NULL;

    if (listed) {
        WB_TRY(wb_section_enter(file, WB_SECTION_EDGES, &section, err));
        WB_TRY(wb_get_count(&section, 4, &n, err));
    }
    edges = wb_resize(NULL, (size_t)n + 1, sizeof *edges);
    if (edges == NULL)
        return wb_fail_nomem(err);
    for (int32_t i = 0; i < n; i++) {
        edges[i] = i;
        if (listed)
            WB_TRY(wb_get_code(&section, n_units, &edges[i], err));
        if (i > 0 && edges[i] <= edges[i - 1]) {
            st = wb_bytes_bad(&section, err, "open clusters do not ascend");
            goto done;
        }
    }
    if (listed)
        WB_TRY(wb_section_leave(&section, err));
    WB_TRY(wb_state_set_edges(state, edges, n, err));
done:
    wb_release(edges);
    return st;
}

/* What the parts of a track may be. */
typedef struct wb_track_bounds {
    bool number;
    int32_t n_groups; /* the most of a slot's first id */
    int32_t n_codes;  /* and of its second */
    int32_t width;
} wb_track_bounds;

static wb_status get_slot(wb_bytes *section, wb_track *track, const wb_track_bounds *is,
                          int32_t i, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t group = 0;
    int32_t code = 0;
    int32_t id = 0;

    WB_TRY(wb_get_code(section, is->n_groups, &group, err));
    WB_TRY(wb_get_code(section, is->n_codes, &code, err));
    WB_TRY(wb_combos_id(&track->slots, group, code, &id, err));
    if (id != i)
        st = wb_bytes_bad(section, err, "a sum stands twice");
done:
    return st;
}

static wb_status get_track(wb_bytes *section, wb_track *track, const wb_track_bounds *is,
                           wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = 0;

    WB_TRY(
        wb_get_count(section, (is->number ? 8 : 16) + 16 * (size_t)is->width, &n, err));
    if (is->number && n != 0 && n != is->n_groups)
        return wb_bytes_bad(section, err, "there are not as many sums as groups");
    WB_TRY(wb_track_reach(track, n, is->width, err));
    for (int32_t i = 0; i < n; i++) {
        if (!is->number)
            WB_TRY(get_slot(section, track, is, i, err));
        WB_TRY(wb_get_size(section, &track->n[i], err));
        for (int32_t t = 0; t < is->width; t++)
            WB_TRY(wb_get_pair(
                section, &track->sums[(size_t)i * (size_t)is->width + (size_t)t], err));
    }
done:
    return st;
}

static wb_status get_groups(wb_bytes *section, wb_combos *groups, wb_index *index,
                            const wb_layout *layout, size_t b, int32_t n_units,
                            int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = 0;

    WB_TRY(wb_get_count(section, 4, &n, err));
    for (int32_t g = 0; g < n; g++) {
        int32_t unit = 0;
        int32_t cell = 0;
        int32_t id = 0;
        WB_TRY(wb_get_code(section, n_units, &unit, err));
        WB_TRY(wb_get_tuple(section, index, &layout->breakdowns[b],
                            &index->breakdowns[b].cells, codes, &cell, err));
        WB_TRY(wb_combos_id(groups, unit, cell, &id, err));
        if (id != g)
            return wb_bytes_bad(section, err, "a group stands twice");
    }
done:
    return st;
}

static wb_status get_open(wb_bytes *section, wb_open *open, wb_index *index,
                          const wb_layout *layout, int32_t n_units, int32_t *codes,
                          wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t b = 0; b < open->n_breakdowns; b++) {
        WB_TRY(
            get_groups(section, &open->groups[b], index, layout, b, n_units, codes, err));
        for (size_t t = 0; t < open->n_tracks; t++) {
            const wb_track_plan *plan = &layout->tracks[t];
            wb_track_bounds is = {plan->kind == WB_TRACK_NUMBER, open->groups[b].count,
                                  WB_PATTERNS, wb_track_width(layout, t)};
            if (plan->kind == WB_TRACK_CATEGORY)
                is.n_codes =
                    wb_keys_count(index->keys[layout->outcomes[plan->outcomes[0]].key]);
            WB_TRY(get_track(section, wb_open_track(open, b, t), &is, err));
        }
    }
done:
    return st;
}

static wb_status get_open_section(wb_bytes *file, const char *tag, wb_open *open,
                                  wb_index *index, const wb_layout *layout,
                                  int32_t n_units, int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;

    WB_TRY(wb_section_enter(file, tag, &section, err));
    WB_TRY(get_open(&section, open, index, layout, n_units, codes, err));
    st = wb_section_leave(&section, err);
done:
    return st;
}

/* Totals of a cluster that is not listed as open would be added to sums it is in. */
static wb_status check_open(const wb_bytes *file, const wb_state *state, wb_error *err)
{
    const wb_open *open = &state->totals.units;

    for (size_t b = 0; b < open->n_breakdowns; b++) {
        for (int32_t p = 0; p < open->groups[b].count; p++) {
            if (!wb_edges_are_of(state, open->groups[b].a[p]))
                return wb_bytes_bad(file, err, "a closed cluster has open totals");
        }
    }
    return WB_OK;
}

static wb_status get_variables(wb_bytes *section, wb_auxiliary *auxiliary,
                               const wb_index *index, const wb_layout *layout,
                               int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n_kinds = (int32_t)(auxiliary->n_margins + auxiliary->n_numbers);
    int32_t n = 0;

    WB_TRY(wb_get_count(section, 4, &n, err));
    for (int32_t j = 0; j < n; j++) {
        int32_t m = 0;
        int32_t category = 0;
        int32_t id = 0;
        WB_TRY(wb_get_code(section, n_kinds, &m, err));
        if ((size_t)m < auxiliary->n_margins)
            WB_TRY(wb_get_tuple(section, index, &layout->margins[m],
                                &auxiliary->margins[m], codes, &category, err));
        WB_TRY(wb_combos_id(&auxiliary->variables, m, category, &id, err));
        if (id != j)
            return wb_bytes_bad(section, err, "an auxiliary variable stands twice");
    }
done:
    return st;
}

static wb_status get_auxiliary(wb_bytes *file, wb_state *state, const wb_layout *layout,
                               int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    wb_auxiliary *auxiliary = &state->totals.auxiliary;
    int32_t n_units = wb_units_count(&state->index.tree);
    wb_bytes section;

    WB_TRY(wb_section_enter(file, WB_SECTION_AUXILIARY, &section, err));
    WB_TRY(get_variables(&section, auxiliary, &state->index, layout, codes, err));
    int32_t n = auxiliary->variables.count;
    WB_TRY(get_track(&section, &auxiliary->totals,
                     &(wb_track_bounds){false, n_units, n, 1}, err));
    WB_TRY(get_track(&section, &auxiliary->products, &(wb_track_bounds){false, n, n, 1},
                     err));
    WB_TRY(get_open(&section, &auxiliary->cross, &state->index, layout, n, codes, err));
    st = wb_section_leave(&section, err);
done:
    return st;
}

wb_status wb_get_open_sections(wb_bytes *file, wb_state *state, const wb_layout *layout,
                               int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    wb_index *index = &state->index;

    if (has_units(state))
        WB_TRY(get_units(file, index, layout, err));
    if (layout->ordered)
        WB_TRY(get_edges(file, state, err));
    if (layout->n_stages > 0)
        WB_TRY(get_open_section(file, WB_SECTION_OPEN, &state->totals.units, index,
                                layout, wb_units_count(&index->tree), codes, err));
    if (layout->ordered)
        WB_TRY(check_open(file, state, err));
    if (layout->n_replicates > 0)
        WB_TRY(get_open_section(file, WB_SECTION_REPLICATES, &state->totals.replicates,
                                index, layout, (int32_t)layout->n_replicates + 1, codes,
                                err));
    if (layout->calibrated)
        WB_TRY(get_auxiliary(file, state, layout, codes, err));
done:
    return st;
}
