/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reading a tally back. The checksum catches accidents; everything is checked all the
 * same, since bytes may come from anywhere. */
#include "survey/tally_bytes.h"

#include "base/json.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

enum { MAX_BYTES = 1 << 30 };

static wb_status get_tally(wb_bytes *file, const uint8_t hash[32], wb_tally **out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;
    wb_reader *reader = NULL;
    wb_spec *spec = NULL;
    wb_first *first = NULL;
    char expected[WB_HASH_CHARS];

    WB_TRY(wb_section_enter(file, WB_SECTION_SPEC, &section, err));
    WB_TRY(wb_reader_from_memory(section.at + section.place,
                                 section.length - section.place, file->name, &reader,
                                 err));
    WB_TRY(wb_spec_read(reader, &spec, err));
    WB_TRY(wb_bytes_refused(&section, wb_spec_check(spec, err), err));
    WB_TRY(wb_get_first_section(file, spec, &first, err));
    WB_TRY(wb_tally_make(spec, first, out, err));
    wb_hex(hash, 32, expected);
    if (strcmp(expected, (*out)->hash) != 0)
        st = wb_bytes_bad(&section, err, "the hash is not that of its specification");
done:
    wb_spec_free(spec);
    wb_reader_free(reader);
    return st;
}

/* How the rows were made: the metadata of a frame. */
static wb_status check_origin(const wb_bytes *section, const char *text, size_t length,
                              wb_error *err)
{
    json_error_t error = {0};
    json_t *origin = wb_json_load(text, length, 0, NULL, &error);
    bool no_memory = origin == NULL && wb_json_no_memory(&error);
    bool is_object = json_is_object(origin);

    json_decref(origin);
    if (no_memory)
        return wb_fail_nomem(err);
    return is_object ? WB_OK
                     : wb_bytes_bad(section, err, "the origin is not a JSON object");
}

static wb_status get_origin(wb_bytes *file, wb_tally *tally, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;

    WB_TRY(wb_section_enter(file, WB_SECTION_ORIGIN, &section, err));
    size_t length = section.length - section.place;
    const char *text = (const char *)section.at + section.place;
    if (length == 0)
        goto done;
    if (memchr(text, 0, length) != NULL || wb_utf8_valid(text, length) != length)
        return wb_bytes_bad(&section, err, "the origin is not text");
    WB_TRY(check_origin(&section, text, length, err));
    tally->origin = wb_copy_text(text, length);
    if (tally->origin == NULL)
        st = wb_fail_nomem(err);
done:
    return st;
}

static wb_status get_rows(wb_bytes *file, wb_state *state, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;
    uint64_t any = 0;

    WB_TRY(wb_section_enter(file, WB_SECTION_ROWS, &section, err));
    WB_TRY(wb_get_size(&section, &state->n_rows, err));
    WB_TRY(wb_get_u64(&section, 1, &any, err));
    state->any_weight = any != 0;
    st = wb_section_leave(&section, err);
done:
    return st;
}

/* With one column the id of a stratum is its code, so that ids may come in any order. */
static wb_status get_strata(wb_bytes *file, wb_index *index, const wb_layout *layout,
                            int32_t *codes, int64_t n_rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;
    int32_t n = 0;
    int64_t sum = 0;

    WB_TRY(wb_section_enter(file, WB_SECTION_STRATA, &section, err));
    WB_TRY(wb_get_count(&section, 8, &n, err));
    for (int32_t i = 0; i < n; i++) {
        int32_t id = 0;
        int64_t units = 0;
        WB_TRY(wb_get_tuple(&section, index, &layout->strata, &index->strata, codes, &id,
                            err));
        if (id != i)
            return wb_bytes_bad(&section, err, "a stratum stands twice");
        WB_TRY(wb_index_reach(index, id + 1, err));
        WB_TRY(wb_get_size(&section, &units, err));
        index->units[id] = units;
        sum = units <= n_rows - sum ? sum + units : n_rows + 1;
    }
    if (sum != n_rows)
        return wb_bytes_bad(&section, err, "the strata do not add up to the rows");
    st = wb_section_leave(&section, err);
done:
    return st;
}

static wb_status get_cells(wb_bytes *file, wb_index *index, const wb_layout *layout,
                           int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;

    WB_TRY(wb_section_enter(file, WB_SECTION_CELLS, &section, err));
    for (size_t b = 0; b < index->n_breakdowns; b++) {
        wb_cells *cells = &index->breakdowns[b];
        int32_t n = 0;
        WB_TRY(wb_get_count(&section, 4, &n, err));
        for (int32_t g = 0; g < n; g++) {
            int32_t stratum = 0;
            int32_t cell = 0;
            int32_t group = 0;
            WB_TRY(wb_get_code(&section, index->n_strata, &stratum, err));
            WB_TRY(wb_get_tuple(&section, index, &layout->breakdowns[b], &cells->cells,
                                codes, &cell, err));
            WB_TRY(wb_combos_id(&cells->groups, stratum, cell, &group, err));
            if (group != g)
                return wb_bytes_bad(&section, err, "a group stands twice");
        }
    }
    st = wb_section_leave(&section, err);
done:
    return st;
}

/* Before ordered clusters closed their files were those of open ones. */
static bool has_clusters(const wb_bytes *section, const wb_sums *sums)
{
    return sums->clusters && section->minor >= WB_TALLY_MINOR_ORDERED;
}

static wb_status get_moments(wb_bytes *section, wb_sums *sums, int32_t group,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_pair *moments = sums->moments + (size_t)group * (size_t)sums->width;

    WB_TRY(wb_get_size(section, &sums->n[group], err));
    if (has_clusters(section, sums))
        WB_TRY(wb_get_size(section, &sums->units[group], err));
    for (int32_t m = 0; m < sums->width; m++)
        WB_TRY(wb_get_pair(section, &moments[m], err));
done:
    return st;
}

static wb_status get_bin(wb_bytes *section, wb_bin *bin, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_get_size(section, &bin->n, err));
    WB_TRY(wb_get_pair(section, &bin->w, err));
    WB_TRY(wb_get_pair(section, &bin->w2, err));
    if (bin->w.hi < 0 || bin->w2.hi < 0)
        st = wb_bytes_bad(section, err, "a sum of weights is negative");
done:
    return st;
}

static wb_status get_bins(wb_bytes *section, wb_sums *sums, int32_t group, int32_t n,
                          wb_error *err)
{
    wb_status st = WB_OK;
    bool clusters = has_clusters(section, sums);

    if (clusters)
        WB_TRY(wb_get_size(section, &sums->units[group], err));
    for (int32_t c = 0; c < n; c++) {
        size_t at = (size_t)group * (size_t)sums->width + (size_t)c;
        WB_TRY(get_bin(section, &sums->bins[at], err));
        if (clusters)
            WB_TRY(wb_get_pair(section, &sums->cross[at], err));
        if (clusters && sums->cross[at].hi < 0)
            return wb_bytes_bad(section, err, "a sum of weights is negative");
    }
done:
    return st;
}

static wb_status get_sums(wb_bytes *section, wb_state *state, const wb_layout *layout,
                          size_t breakdown, size_t outcome, wb_error *err)
{
    wb_status st = WB_OK;
    wb_sums *sums = wb_state_sums(state, breakdown, outcome);
    int32_t n_groups = state->index.breakdowns[breakdown].groups.count;
    int32_t expected = 2;
    int32_t n = 0;
    uint64_t kind = 0;

    WB_TRY(wb_get_u64(section, 1, &kind, err));
    bool by_category = layout->outcomes[outcome].by_category;
    if (kind > WB_OUTCOME_CATEGORY || (kind == WB_OUTCOME_CATEGORY) != by_category)
        return wb_bytes_bad(section, err, "an outcome is of an unknown kind");
    if (breakdown > 0 && kind != state->kinds[outcome])
        return wb_bytes_bad(section, err, "an outcome is of two kinds");
    state->kinds[outcome] = (uint8_t)kind;
    if (kind == WB_OUTCOME_UNKNOWN)
        goto done;
    int32_t n_moments = wb_moment_count(layout->outcomes[outcome].n_terms);
    bool clusters = has_clusters(section, sums);
    size_t each = kind == WB_OUTCOME_NUMBER ? 8 + 16 * (size_t)n_moments : 40;
    if (by_category)
        expected = wb_keys_count(state->index.keys[layout->outcomes[outcome].key]);
    if (kind != WB_OUTCOME_NUMBER) {
        WB_TRY(wb_get_code(section, INT32_MAX, &n, err));
        if (n != expected)
            return wb_bytes_bad(section, err,
                                "a histogram has another number of categories");
        each = (each + (clusters ? 16 : 0)) * (size_t)n;
    }
    each += clusters ? 8 : 0;
    if (each > 0 && (size_t)n_groups > (section->length - section->place) / each)
        return wb_bytes_bad(section, err, "it ends too early");
    WB_TRY(wb_sums_reach(sums, (wb_outcome_kind)kind, n_groups,
                         kind == WB_OUTCOME_NUMBER ? n_moments : n, err));
    for (int32_t g = 0; g < n_groups; g++) {
        if (kind == WB_OUTCOME_NUMBER)
            WB_TRY(get_moments(section, sums, g, err));
        else
            WB_TRY(get_bins(section, sums, g, n, err));
    }
done:
    return st;
}

static wb_status get_closed(wb_bytes *file, wb_state *state, const wb_layout *layout,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;

    WB_TRY(wb_section_enter(file, WB_SECTION_CLOSED, &section, err));
    for (size_t b = 0; b < layout->n_breakdowns; b++) {
        for (size_t o = 0; o < layout->n_outcomes; o++)
            WB_TRY(get_sums(&section, state, layout, b, o, err));
    }
    st = wb_section_leave(&section, err);
done:
    return st;
}

static wb_status get_all(wb_bytes *file, wb_tally **out, wb_error *err)
{
    wb_status st = WB_OK;
    uint8_t hash[32];
    int32_t *codes = NULL;

    WB_TRY(wb_file_enter(file, &wb_tally_file, hash, err));
    WB_TRY(get_tally(file, hash, out, err));
    wb_tally *tally = *out;
    codes = wb_allocate(tally->layout.n_keys, sizeof *codes);
    if (codes == NULL)
        return wb_fail_nomem(err);
    WB_TRY(get_origin(file, tally, err));
    WB_TRY(get_rows(file, &tally->state, err));
    WB_TRY(wb_get_keys(file, &tally->state.index, err));
    WB_TRY(get_strata(file, &tally->state.index, &tally->layout, codes,
                      tally->state.n_rows, err));
    WB_TRY(get_cells(file, &tally->state.index, &tally->layout, codes, err));
    WB_TRY(get_closed(file, &tally->state, &tally->layout, err));
    WB_TRY(wb_get_values_section(file, &tally->state, &tally->layout, codes, err));
    WB_TRY(wb_get_open_sections(file, &tally->state, &tally->layout, codes, err));
    WB_TRY(wb_file_leave(file, err));
done:
    wb_release(codes);
    return st;
}

wb_status wb_tally_read(wb_reader *reader, wb_tally **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    wb_tally *tally = NULL;

    if (out != NULL)
        *out = NULL;
    if (reader == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "reader and out are required");
    WB_TRY(wb_reader_read_all(reader, MAX_BYTES, &text, err));
    wb_bytes file = {(const unsigned char *)text.bytes,
                     text.length,
                     0,
                     wb_reader_name(reader),
                     0,
                     NULL};
    WB_TRY(get_all(&file, &tally, err));
    *out = tally;
    tally = NULL;
done:
    wb_tally_free(tally);
    wb_text_free(&text);
    return st;
}
