/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The distributions of a first pass, in its own file or in that of a second pass. */
#include "survey/lanes.h"
#include "survey/tally_bytes.h"

#include <math.h>
#include <string.h>

enum { SORTED = 1, COUNTED = 2, KNOWN = SORTED | COUNTED };

/* ---- writing ---- */

static wb_status put_value(wb_text *to, const wb_value_run *run, int64_t i, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_put_double(to, run->y[i], err));
    WB_TRY(wb_put_double(to, run->w[i], err));
    if (run->n == NULL)
        goto done;
    WB_TRY(wb_put_double(to, run->low[i], err));
    WB_TRY(wb_put_u64(to, (uint64_t)run->n[i], 8, err));
done:
    return st;
}

static wb_status put_run(wb_text *to, const wb_value_run *run, const wb_tuples *cells,
                         int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    unsigned flags = (run->sorted ? SORTED : 0) | (run->n != NULL ? COUNTED : 0);
    int32_t n_cells = 0;

    for (int32_t c = 0; c < run->n_cells; c++)
        n_cells += run->count[c] > 0;
    WB_TRY(wb_put_u64(to, flags, 1, err));
    WB_TRY(wb_put_i32(to, run->level, err));
    WB_TRY(wb_put_u64(to, (uint64_t)run->length, 8, err));
    WB_TRY(wb_put_i32(to, n_cells, err));
    for (int32_t c = 0; c < run->n_cells; c++) {
        if (run->count[c] == 0)
            continue;
        WB_TRY(wb_put_tuple(to, cells, c, codes, err));
        WB_TRY(wb_put_u64(to, (uint64_t)run->count[c], 8, err));
        for (int64_t i = 0; i < run->count[c]; i++)
            WB_TRY(put_value(to, run, run->first[c] + i, err));
    }
done:
    return st;
}

static wb_status put_values(wb_text *to, const wb_values *values, const wb_index *index,
                            const wb_layout *layout, int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_SECTION_VALUES, &start, err));
    for (size_t i = 0; i < layout->n_breakdowns * layout->n_variables; i++) {
        const wb_tuples *cells = &index->breakdowns[i / layout->n_variables].cells;
        WB_TRY(wb_put_i32(to, (int32_t)values[i].n_runs, err));
        for (size_t r = 0; r < values[i].n_runs; r++)
            WB_TRY(put_run(to, &values[i].runs[r], cells, codes, err));
    }
    wb_section_end(to, start);
done:
    return st;
}

wb_status wb_put_values_section(wb_text *to, const wb_state *state,
                                const wb_layout *layout, int32_t *codes, wb_error *err)
{
    if (!wb_layout_is_partial(layout))
        return WB_OK;
    return put_values(to, state->values, &state->index, layout, codes, err);
}

wb_status wb_put_first_section(wb_text *to, const wb_layout *layout, int32_t *codes,
                               wb_error *err)
{
    wb_status st = WB_OK;
    const wb_first *first = layout->first;
    size_t start = 0;

    if (first == NULL)
        return WB_OK;
    WB_TRY(wb_section_begin(to, WB_SECTION_FIRST, &start, err));
    WB_TRY(wb_put_u64(to, (uint64_t)first->n_rows, 8, err));
    WB_TRY(wb_put_keys(to, &first->index, err));
    WB_TRY(put_values(to, first->values, &first->index, layout, codes, err));
    wb_section_end(to, start);
done:
    return st;
}

/* ---- reading ---- */

/* A run while it is read: its cells in the order of the file. */
typedef struct wb_run_cells {
    int32_t *ids;
    int64_t *count;
    int32_t n;
} wb_run_cells;

static wb_status get_double(wb_bytes *from, double *value, wb_error *err)
{
    uint64_t bits = 0;
    wb_status st = wb_get_u64(from, 8, &bits, err);
    if (st == WB_OK)
        memcpy(value, &bits, sizeof *value);
    return st;
}

static wb_status get_value(wb_bytes *section, wb_value_run *run, int64_t at, bool begins,
                           wb_error *err)
{
    wb_status st = WB_OK;
    double y = 0;
    double w = 0;

    WB_TRY(get_double(section, &y, err));
    WB_TRY(get_double(section, &w, err));
    if (!(fabs(y) <= WB_LARGEST) || !(w > 0) || !isfinite(w))
        return wb_bytes_bad(section, err, "a value or its weight is out of range");
    if (run->sorted && !begins && !(run->y[at - 1] < y))
        return wb_bytes_bad(section, err, "values that are in order are not");
    run->y[at] = y + 0.0;
    run->w[at] = w;
    if (run->n == NULL)
        goto done;
    WB_TRY(get_double(section, &run->low[at], err));
    WB_TRY(wb_get_size(section, &run->n[at], err));
    if (!(fabs(run->low[at]) <= w) || run->n[at] < 1)
        return wb_bytes_bad(section, err, "a value has no rows");
done:
    return st;
}

static wb_status get_cells(wb_bytes *section, wb_value_run *run, wb_run_cells *cells,
                           wb_index *index, const wb_layout *layout, size_t breakdown,
                           int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t at = 0;

    for (int32_t c = 0; c < cells->n; c++) {
        WB_TRY(wb_get_tuple(section, index, &layout->breakdowns[breakdown],
                            &index->breakdowns[breakdown].cells, codes, &cells->ids[c],
                            err));
        WB_TRY(wb_get_size(section, &cells->count[c], err));
        if (cells->count[c] < 1 || cells->count[c] > run->length - at)
            return wb_bytes_bad(section, err, "a cell has more values than there are");
        for (int64_t i = 0; i < cells->count[c]; i++)
            WB_TRY(get_value(section, run, at++, i == 0, err));
    }
    if (at != run->length)
        st = wb_bytes_bad(section, err, "the cells do not add up to the values");
done:
    return st;
}

/* The cells under their ids. */
static wb_status place_cells(const wb_bytes *section, wb_value_run *run,
                             const wb_run_cells *cells, int32_t n_cells, wb_error *err)
{
    int64_t at = 0;

    run->n_cells = n_cells;
    run->first = wb_allocate((size_t)n_cells, sizeof *run->first);
    run->count = wb_allocate((size_t)n_cells, sizeof *run->count);
    if (run->first == NULL || run->count == NULL)
        return wb_fail_nomem(err);
    for (int32_t c = 0; c < cells->n; c++) {
        if (run->count[cells->ids[c]] > 0)
            return wb_bytes_bad(section, err, "a cell stands twice");
        run->first[cells->ids[c]] = at;
        run->count[cells->ids[c]] = cells->count[c];
        at += cells->count[c];
    }
    return WB_OK;
}

static wb_status make_room(wb_value_run *run, wb_run_cells *cells, bool counted,
                           wb_error *err)
{
    size_t n = (size_t)run->length;
    run->y = wb_resize(NULL, n, sizeof *run->y);
    run->w = wb_resize(NULL, n, sizeof *run->w);
    run->low = counted ? wb_resize(NULL, n, sizeof *run->low) : NULL;
    run->n = counted ? wb_resize(NULL, n, sizeof *run->n) : NULL;
    cells->ids = wb_allocate((size_t)cells->n, sizeof *cells->ids);
    cells->count = wb_allocate((size_t)cells->n, sizeof *cells->count);
    if (run->y == NULL || run->w == NULL || cells->ids == NULL || cells->count == NULL ||
        (counted && (run->low == NULL || run->n == NULL)))
        return wb_fail_nomem(err);
    return WB_OK;
}

static wb_status get_run(wb_bytes *section, wb_values *values, wb_index *index,
                         const wb_layout *layout, size_t breakdown, int32_t *codes,
                         wb_error *err)
{
    wb_status st = WB_OK;
    wb_value_run run = {0};
    wb_run_cells cells = {0};
    uint64_t flags = 0;

    WB_TRY(wb_get_u64(section, 1, &flags, err));
    WB_TRY(wb_get_code(section, 64, &run.level, err));
    WB_TRY(wb_get_size(section, &run.length, err));
    WB_TRY(wb_get_count(section, 8, &cells.n, err));
    bool counted = (flags & COUNTED) != 0;
    uint64_t each = counted ? 32 : 16;
    if ((flags & ~(uint64_t)KNOWN) != 0 || run.length < 1 ||
        (uint64_t)run.length > (section->length - section->place) / each) {
        st = wb_bytes_bad(section, err, "a distribution is not what it says it is");
        goto done;
    }
    run.sorted = (flags & SORTED) != 0;
    WB_TRY(make_room(&run, &cells, counted, err));
    WB_TRY(get_cells(section, &run, &cells, index, layout, breakdown, codes, err));
    WB_TRY(place_cells(section, &run, &cells, wb_index_cells(index, layout, breakdown),
                       err));
    WB_TRY(wb_value_run_own(&run, err));
    WB_TRY(wb_values_push(values, &run, err));
done:
    wb_value_run_free(&run);
    wb_release(cells.ids);
    wb_release(cells.count);
    return st;
}

wb_status wb_get_values_section(wb_bytes *file, wb_state *state, const wb_layout *layout,
                                int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;

    if (!wb_layout_is_partial(layout))
        return WB_OK;
    WB_TRY(wb_section_enter(file, WB_SECTION_VALUES, &section, err));
    for (size_t i = 0; i < state->n_values; i++) {
        int32_t n_runs = 0;
        WB_TRY(wb_get_count(&section, 17, &n_runs, err));
        for (int32_t r = 0; r < n_runs; r++)
            WB_TRY(get_run(&section, &state->values[i], &state->index, layout,
                           i / layout->n_variables, codes, err));
    }
    st = wb_section_leave(&section, err);
done:
    return st;
}

/* What was found is read as a first pass, of which only that is kept. */
static wb_status get_first(wb_bytes *section, const wb_spec *spec, wb_first **out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_tally *tally = NULL;
    int32_t *codes = NULL;

    WB_TRY(wb_tally_make(spec, NULL, &tally, err));
    codes = wb_allocate(tally->layout.n_keys, sizeof *codes);
    if (codes == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    if (tally->layout.n_variables == 0) {
        st = wb_bytes_bad(section, err, "the specification asks for no second pass");
        goto done;
    }
    WB_TRY(wb_get_size(section, &tally->state.n_rows, err));
    WB_TRY(wb_get_keys(section, &tally->state.index, err));
    WB_TRY(wb_get_values_section(section, &tally->state, &tally->layout, codes, err));
    WB_TRY(wb_section_leave(section, err));
    WB_TRY(wb_first_new(&tally->layout, tally->spec, &tally->state, out, err));
done:
    wb_release(codes);
    wb_tally_free(tally);
    return st;
}

wb_status wb_get_first_section(wb_bytes *file, const wb_spec *spec, wb_first **out,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;

    *out = NULL;
    if (file->length - file->place < 4 ||
        memcmp(file->at + file->place, WB_SECTION_FIRST, 4) != 0)
        return WB_OK;
    WB_TRY(wb_section_enter(file, WB_SECTION_FIRST, &section, err));
    WB_TRY(get_first(&section, spec, out, err));
done:
    return st;
}
