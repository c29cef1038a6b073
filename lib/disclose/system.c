/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The demands on a table of counts, from rows, sums and ties. */
#include "disclose/system.h"

#include <string.h>

void wb_system_free(wb_system *system)
{
    wb_release(system->truth);
    wb_release(system->most);
    wb_release(system->there);
    wb_release(system->fixed);
    wb_release(system->terms);
    wb_release(system->first);
    wb_release(system->exact);
    wb_release(system->uses);
    wb_release(system->used);
    wb_release(system->value);
    wb_release(system->sum);
    wb_release(system->low);
    wb_release(system->high);
    wb_release(system->others_low);
    wb_release(system->others_high);
    *system = (wb_system){0};
}

bool wb_system_is_rest(const wb_system *system, int32_t value)
{
    return value / WB_COUNTS >= system->counts->n_rows;
}

const wb_counted *wb_system_row(const wb_system *system, int32_t value)
{
    const wb_headcounts *counts = system->counts;
    int64_t place = value / WB_COUNTS;

    if (place < counts->n_rows)
        return &counts->rows[place];
    place -= counts->n_rows;
    return wb_headcounts_find(counts,
                              system->relations->splits[place / counts->n_measures].total,
                              (int32_t)(place % counts->n_measures));
}

/* ---- values ---- */

static wb_status make_values(wb_system *system, wb_error *err)
{
    const wb_headcounts *counts = system->counts;
    int64_t n =
        (counts->n_rows + (int64_t)system->relations->n_splits * counts->n_measures) *
        WB_COUNTS;
    size_t size = (size_t)n;

    if (n > INT32_MAX / 8)
        return wb_fail(err, WB_E_LIMIT, "%lld counts and remainders are too many",
                       (long long)n);
    system->n_values = (int32_t)n;
    system->truth = wb_allocate(size, sizeof *system->truth);
    system->most = wb_allocate(size, sizeof *system->most);
    system->there = wb_allocate(size, 1);
    system->fixed = wb_allocate(size, 1);
    system->used = wb_allocate(size + 1, sizeof *system->used);
    system->value = wb_allocate(size, sizeof *system->value);
    system->low = wb_allocate(size, sizeof *system->low);
    system->high = wb_allocate(size, sizeof *system->high);
    system->others_low = wb_allocate(size / WB_COUNTS, sizeof *system->others_low);
    system->others_high = wb_allocate(size / WB_COUNTS, sizeof *system->others_high);
    if (system->truth == NULL || system->most == NULL || system->there == NULL ||
        system->fixed == NULL || system->used == NULL || system->value == NULL ||
        system->low == NULL || system->high == NULL || system->others_low == NULL ||
        system->others_high == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

/* No part has more people than its total. */
static void bound_parts(const wb_headcounts *counts, const wb_relations *relations,
                        int64_t *staff)
{
    for (int32_t at = counts->n_cells - 1; at >= 0; at--) {
        int32_t cell = relations->upward[at];
        for (int32_t i = 0; i < relations->n_splits; i++) {
            const wb_split *split = &relations->splits[i];
            if (split->total != cell)
                continue;
            for (int32_t k = split->first; k < split->first + split->n; k++) {
                if (staff[relations->parts[k]] > staff[cell])
                    staff[relations->parts[k]] = staff[cell];
            }
        }
    }
}

static void set_value(wb_system *system, int64_t number, int64_t truth, int64_t most)
{
    system->there[number] = truth >= 0;
    system->truth[number] = truth >= 0 ? truth : 0;
    system->most[number] = most;
}

static void set_rests(wb_system *system, int32_t at, const int64_t *staff)
{
    const wb_headcounts *counts = system->counts;
    const wb_split *split = &system->relations->splits[at];

    if (!split->has_rest)
        return;
    for (int32_t m = 0; m < counts->n_measures; m++) {
        for (int k = 0; k < WB_COUNTS; k++)
            set_value(system, wb_rest_number(counts, at, m, k),
                      wb_split_rest(counts, system->relations, split, m, k),
                      staff[split->total]);
    }
}

static wb_status fill_values(wb_system *system, wb_error *err)
{
    const wb_headcounts *counts = system->counts;
    int64_t *staff = wb_allocate((size_t)counts->n_cells, sizeof *staff);

    if (staff == NULL)
        return wb_fail_nomem(err);
    for (int32_t i = 0; i < counts->n_cells; i++)
        staff[i] = counts->cells[i].staff >= 0 ? counts->cells[i].staff : WB_NO_BOUND;
    bound_parts(counts, system->relations, staff);
    for (int64_t i = 0; i < counts->n_rows; i++) {
        for (int k = 0; k < WB_COUNTS; k++)
            set_value(system, i * WB_COUNTS + k, counts->rows[i].counts[k].value,
                      staff[counts->rows[i].cell]);
    }
    for (int32_t i = 0; i < system->relations->n_splits; i++)
        set_rests(system, i, staff);
    wb_release(staff);
    for (int32_t v = 0; v < system->n_values; v++)
        system->value[v] = system->low[v] = system->high[v] = system->truth[v];
    for (int32_t at = 0; at < system->n_values / WB_COUNTS; at++) {
        const int64_t *truth = &system->truth[at * WB_COUNTS];
        system->others_low[at] = system->others_high[at] =
            truth[WB_COUNT_N] - truth[WB_COUNT_PROBLEM];
    }
    return WB_OK;
}

/* ---- demands ---- */

/* Demands are laid down twice: first they are counted, then written. */
typedef struct laying {
    wb_system *system;
    int64_t n_terms, n_demands;
    bool writing;
} laying;

static void lay_term(laying *lay, int64_t value, int32_t sign)
{
    if (!lay->system->there[value])
        return;
    if (lay->writing)
        lay->system->terms[lay->n_terms] = (wb_addend){(int32_t)value, sign};
    lay->n_terms++;
}

static void end_demand(laying *lay, bool exact)
{
    if (lay->writing) {
        lay->system->exact[lay->n_demands] = exact;
        lay->system->first[lay->n_demands + 1] = (int32_t)lay->n_terms;
    }
    lay->n_demands++;
}

/* small is at most large, where there are both */
static void lay_order(laying *lay, int64_t small, int64_t large)
{
    if (!lay->system->there[small] || !lay->system->there[large])
        return;
    lay_term(lay, large, 1);
    lay_term(lay, small, -1);
    end_demand(lay, false);
}

static void lay_sum(laying *lay, int32_t at, int32_t measure, int count)
{
    const wb_headcounts *counts = lay->system->counts;
    const wb_relations *relations = lay->system->relations;
    const wb_split *split = &relations->splits[at];
    const wb_counted *total = wb_headcounts_find(counts, split->total, measure);

    if (total == NULL || total->counts[count].value < 0)
        return;
    lay_term(lay, wb_counted_number(counts, total, count), 1);
    for (int32_t k = split->first; k < split->first + split->n; k++) {
        const wb_counted *part = wb_headcounts_find(counts, relations->parts[k], measure);
        if (part != NULL)
            lay_term(lay, wb_counted_number(counts, part, count), -1);
    }
    lay_term(lay, wb_rest_number(counts, at, measure, count), -1);
    end_demand(lay, true);
}

/* The value of a measure in a cell or, from n_cells on, in a remainder; -1: none. */
static int64_t place_value(const wb_system *system, int32_t place, int32_t measure,
                           int count)
{
    const wb_headcounts *counts = system->counts;
    const wb_counted *row;
    int64_t number;

    if (place >= counts->n_cells) {
        number = wb_rest_number(counts, place - counts->n_cells, measure, count);
    } else {
        row = wb_headcounts_find(counts, place, measure);
        if (row == NULL)
            return -1;
        number = wb_counted_number(counts, row, count);
    }
    return system->there[number] ? number : -1;
}

/* Whether the truth agrees with a tie in a place. */
static bool tie_holds(const wb_system *system, const wb_tie *tie, int32_t place)
{
    int count = tie->kind == WB_TIE_BASE ? WB_COUNT_N : WB_COUNT_PROBLEM;
    int64_t total = place_value(system, place, tie->total, count);
    int64_t parts = 0;

    if (total < 0)
        return false;
    for (int32_t k = tie->first; k < tie->first + tie->n; k++) {
        int64_t part = place_value(system, place, system->relations->parts[k], count);
        if (part < 0)
            return false;
        parts += system->truth[part];
    }
    return tie->kind == WB_TIE_COVERS ? system->truth[total] <= parts
                                      : parts <= system->truth[total];
}

/* Who is without the problem of the total is without that of the part: n - problem. Not
 * where there is no such count, or the truth disagrees. */
static void lay_without(laying *lay, const wb_tie *tie, int32_t place)
{
    const wb_system *system = lay->system;
    int32_t part = system->relations->parts[tie->first];
    const int64_t values[] = {place_value(system, place, part, WB_COUNT_N),
                              place_value(system, place, tie->total, WB_COUNT_PROBLEM),
                              place_value(system, place, part, WB_COUNT_PROBLEM),
                              place_value(system, place, tie->total, WB_COUNT_N)};
    int64_t more = 0;

    for (int i = 0; i < 4; i++) {
        if (values[i] < 0)
            return;
        more += i < 2 ? system->truth[values[i]] : -system->truth[values[i]];
    }
    for (int i = 0; i < 4 && more >= 0; i++)
        lay_term(lay, values[i], i < 2 ? 1 : -1);
    if (more >= 0)
        end_demand(lay, false);
}

static void lay_tie(laying *lay, const wb_tie *tie, int32_t place)
{
    const wb_system *system = lay->system;
    int count = tie->kind == WB_TIE_BASE ? WB_COUNT_N : WB_COUNT_PROBLEM;
    int32_t sign = tie->kind == WB_TIE_COVERS ? -1 : 1;

    if (tie->kind == WB_TIE_WITHOUT) {
        lay_without(lay, tie, place);
        return;
    }
    if (!tie_holds(system, tie, place))
        return;
    lay_term(lay, place_value(system, place, tie->total, count), sign);
    for (int32_t k = tie->first; k < tie->first + tie->n; k++)
        lay_term(lay, place_value(system, place, system->relations->parts[k], count),
                 -sign);
    end_demand(lay, false);
}

static void lay_all(laying *lay)
{
    const wb_system *system = lay->system;
    const wb_relations *relations = system->relations;

    for (int32_t v = 0; v < system->n_values; v += WB_COUNTS) {
        lay_order(lay, v + WB_COUNT_PROBLEM, v + WB_COUNT_N);
        lay_order(lay, v + WB_COUNT_ACUTE, v + WB_COUNT_PROBLEM);
    }
    for (int32_t i = 0; i < relations->n_splits; i++) {
        for (int32_t m = 0; m < system->counts->n_measures; m++) {
            for (int k = 0; k < WB_COUNTS; k++)
                lay_sum(lay, i, m, k);
        }
    }
    for (int32_t i = 0; i < relations->n_ties; i++) {
        for (int32_t place = 0; place < system->counts->n_cells + relations->n_splits;
             place++)
            lay_tie(lay, &relations->ties[i], place);
    }
}

/* ---- from values to demands ---- */

static void index_uses(wb_system *system)
{
    for (int32_t t = 0; t < system->first[system->n_demands]; t++)
        system->used[system->terms[t].value + 1]++;
    for (int32_t v = 0; v < system->n_values; v++)
        system->used[v + 1] += system->used[v];
    for (int32_t d = system->n_demands - 1; d >= 0; d--) {
        for (int32_t t = system->first[d + 1] - 1; t >= system->first[d]; t--) {
            const wb_addend *term = &system->terms[t];
            system->uses[--system->used[term->value + 1]] = (wb_use){d, term->sign};
        }
    }
    /* each end has become its beginning */
    memmove(system->used, system->used + 1,
            (size_t)system->n_values * sizeof *system->used);
    system->used[system->n_values] = system->first[system->n_demands];
}

static wb_status make_demands(wb_system *system, wb_error *err)
{
    laying lay = {.system = system};

    lay_all(&lay);
    if (lay.n_terms > INT32_MAX / 2)
        return wb_fail(err, WB_E_LIMIT, /* not reached: 2^30 terms take minutes to lay */
                       "the sums and orders of these cells have %lld terms, and %d is "
                       "the most",
                       (long long)lay.n_terms, /* not reached: of the same call */
                       INT32_MAX / 2);
    system->terms = wb_allocate((size_t)lay.n_terms, sizeof *system->terms);
    system->uses = wb_allocate((size_t)lay.n_terms, sizeof *system->uses);
    system->first = wb_allocate((size_t)lay.n_demands + 1, sizeof *system->first);
    system->exact = wb_allocate((size_t)lay.n_demands, 1);
    system->sum = wb_allocate((size_t)lay.n_demands, sizeof *system->sum);
    if (system->terms == NULL || system->uses == NULL || system->first == NULL ||
        system->exact == NULL || system->sum == NULL)
        return wb_fail_nomem(err);
    system->n_demands = (int32_t)lay.n_demands;
    lay = (laying){.system = system, .writing = true};
    lay_all(&lay);
    index_uses(system);
    for (int32_t d = 0; d < system->n_demands; d++) {
        for (int32_t t = system->first[d]; t < system->first[d + 1]; t++)
            system->sum[d] +=
                system->terms[t].sign * system->truth[system->terms[t].value];
    }
    return WB_OK;
}

/* What is shown, or known all the same, cannot change. */
static void fix_shown(wb_system *system)
{
    const wb_headcounts *counts = system->counts;

    for (int64_t i = 0; i < counts->n_rows; i++) {
        for (int k = 0; k < WB_COUNTS; k++) {
            const wb_count_state *state = &counts->rows[i].counts[k];
            system->fixed[i * WB_COUNTS + k] = state->why == WB_SHOWN || state->known;
        }
    }
}

wb_status wb_system_make(const wb_headcounts *counts, const wb_relations *relations,
                         wb_system *system, wb_error *err)
{
    wb_status st = WB_OK;

    system->counts = counts;
    system->relations = relations;
    WB_TRY(make_values(system, err));
    WB_TRY(fill_values(system, err));
    WB_TRY(make_demands(system, err));
    fix_shown(system);
done:
    return st;
}
