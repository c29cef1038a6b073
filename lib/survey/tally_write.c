/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/tally_bytes.h"

#include <string.h>

const wb_file_kind wb_tally_file = {WB_TALLY_MAGIC, "tally", WB_TALLY_MAJOR};

static wb_status put_strata(wb_text *to, const wb_index *index, int32_t *codes,
                            wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_SECTION_STRATA, &start, err));
    WB_TRY(wb_put_i32(to, index->n_strata, err));
    for (int32_t h = 0; h < index->n_strata; h++) {
        WB_TRY(wb_put_tuple(to, &index->strata, h, codes, err));
        WB_TRY(wb_put_u64(to, (uint64_t)index->units[h], 8, err));
    }
    wb_section_end(to, start);
done:
    return st;
}

/* A group is a stratum and the codes of its cell. */
static wb_status put_cells(wb_text *to, const wb_index *index, int32_t *codes,
                           wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_SECTION_CELLS, &start, err));
    for (size_t b = 0; b < index->n_breakdowns; b++) {
        const wb_cells *cells = &index->breakdowns[b];
        WB_TRY(wb_put_i32(to, cells->groups.count, err));
        for (int32_t g = 0; g < cells->groups.count; g++) {
            WB_TRY(wb_put_i32(to, cells->groups.a[g], err));
            WB_TRY(wb_put_tuple(to, &cells->cells, cells->groups.b[g], codes, err));
        }
    }
    wb_section_end(to, start);
done:
    return st;
}

/* The moments of a group; of one that has none yet all are 0. */
static wb_status put_moments(wb_text *to, const wb_sums *sums, int32_t group,
                             int32_t n_moments, wb_error *err)
{
    wb_status st = WB_OK;
    bool there = group < sums->groups;
    size_t first = (size_t)group * (size_t)n_moments;

    WB_TRY(wb_put_u64(to, there ? (uint64_t)sums->n[group] : 0, 8, err));
    if (sums->clusters)
        WB_TRY(wb_put_u64(to, there ? (uint64_t)sums->units[group] : 0, 8, err));
    for (int32_t m = 0; m < n_moments; m++)
        WB_TRY(wb_put_pair(to, there ? sums->moments[first + (size_t)m] : wb_pair_of(0),
                           err));
done:
    return st;
}

static wb_status put_bin(wb_text *to, const wb_bin *bin, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_put_u64(to, (uint64_t)bin->n, 8, err));
    WB_TRY(wb_put_pair(to, bin->w, err));
    WB_TRY(wb_put_pair(to, bin->w2, err));
done:
    return st;
}

static wb_status put_sums(wb_text *to, const wb_sums *sums, wb_outcome_kind kind,
                          int32_t n_groups, int32_t width, wb_error *err)
{
    static const wb_bin no_bin = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_put_u64(to, kind, 1, err));
    if (kind == WB_OUTCOME_UNKNOWN)
        goto done;
    if (kind != WB_OUTCOME_NUMBER)
        WB_TRY(wb_put_i32(to, width, err));
    for (int32_t g = 0; g < n_groups; g++) {
        bool there = g < sums->groups;
        if (kind == WB_OUTCOME_NUMBER) {
            WB_TRY(put_moments(to, sums, g, width, err));
            continue;
        }
        if (sums->clusters)
            WB_TRY(wb_put_u64(to, there ? (uint64_t)sums->units[g] : 0, 8, err));
        for (int32_t c = 0; c < width; c++) {
            size_t at = (size_t)g * (size_t)sums->width + (size_t)c;
            bool kept = there && c < sums->width;
            WB_TRY(put_bin(to, kept ? &sums->bins[at] : &no_bin, err));
            if (sums->clusters)
                WB_TRY(wb_put_pair(to, kept ? sums->cross[at] : wb_pair_of(0), err));
        }
    }
done:
    return st;
}

static wb_status put_closed(wb_text *to, const wb_state *state, const wb_layout *layout,
                            wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_SECTION_CLOSED, &start, err));
    for (size_t b = 0; b < layout->n_breakdowns; b++) {
        int32_t n_groups = state->index.breakdowns[b].groups.count;
        for (size_t o = 0; o < layout->n_outcomes; o++) {
            int32_t width = 2;
            if (state->kinds[o] == WB_OUTCOME_NUMBER)
                width = wb_moment_count(layout->outcomes[o].n_terms);
            if (layout->outcomes[o].by_category)
                width = wb_keys_count(state->index.keys[layout->outcomes[o].key]);
            WB_TRY(put_sums(to, wb_state_sums(state, b, o),
                            (wb_outcome_kind)state->kinds[o], n_groups, width, err));
        }
    }
    wb_section_end(to, start);
done:
    return st;
}

static wb_status put_head(wb_text *to, const wb_tally *tally, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text json = {0};
    uint8_t digest[32];

    bool more = tally->layout.open_cells || tally->spec->fpc.count > 0 ||
                tally->layout.n_variables > 0;
    uint64_t minor = more ? WB_TALLY_MINOR_OPEN : 0;
    minor = tally->layout.ordered ? WB_TALLY_MINOR_ORDERED : minor;
    WB_TRY(wb_spec_canonical(tally->spec, &json, err));
    wb_sha256(json.bytes, json.length, digest);
    WB_TRY(wb_file_begin(to, &wb_tally_file, minor, digest, err));
    WB_TRY(wb_section_put_text(to, WB_SECTION_SPEC, json.bytes, json.length, err));
done:
    wb_text_free(&json);
    return st;
}

static wb_status put_rows(wb_text *to, const wb_state *state, wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_SECTION_ROWS, &start, err));
    WB_TRY(wb_put_u64(to, (uint64_t)state->n_rows, 8, err));
    WB_TRY(wb_put_u64(to, state->any_weight, 1, err));
    wb_section_end(to, start);
done:
    return st;
}

wb_status wb_tally_write(const wb_tally *tally, wb_writer *writer, wb_error *err)
{
    wb_status st = WB_OK;
    wb_state room = {0};
    const wb_state *state = NULL;
    wb_text text = {0};
    int32_t *codes = NULL;

    if (tally == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "tally and writer are required");
    codes = wb_allocate(tally->layout.n_keys, sizeof *codes);
    if (codes == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_tally_whole(tally, &room, &state, err));
    WB_TRY(put_head(&text, tally, err));
    WB_TRY(wb_put_first_section(&text, &tally->layout, codes, err));
    WB_TRY(wb_section_put_text(&text, WB_SECTION_ORIGIN, tally->origin,
                               tally->origin != NULL ? strlen(tally->origin) : 0, err));
    WB_TRY(put_rows(&text, state, err));
    WB_TRY(wb_put_keys(&text, &state->index, err));
    WB_TRY(put_strata(&text, &state->index, codes, err));
    WB_TRY(put_cells(&text, &state->index, codes, err));
    WB_TRY(put_closed(&text, state, &tally->layout, err));
    WB_TRY(wb_put_values_section(&text, state, &tally->layout, codes, err));
    WB_TRY(wb_put_open_sections(&text, state, &tally->layout, codes, err));
    WB_TRY(wb_file_end(&text, err));
    WB_TRY(wb_writer_write(writer, text.bytes, text.length, err));
done:
    wb_release(codes);
    wb_text_free(&text);
    wb_state_free(&room);
    return st;
}
