/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/first.h"

#include "survey/ecdf.h"
#include "survey/state.h"

#include <string.h>

static void free_derived(wb_derived *derived)
{
    for (int32_t p = 0; p < derived->n_pools; p++) {
        if (derived->lookups != NULL)
            wb_lookup_free(&derived->lookups[p]);
        if (derived->scores != NULL)
            wb_release(derived->scores[p]);
    }
    wb_release(derived->cuts);
    wb_release(derived->pools);
    wb_release(derived->lookups);
    wb_release(derived->scores);
}

void wb_first_free(wb_first *first)
{
    if (first == NULL)
        return;
    for (size_t i = 0;
         first->derived != NULL && i < first->n_breakdowns * first->n_outcomes; i++)
        free_derived(&first->derived[i]);
    for (size_t i = 0;
         first->values != NULL && i < first->n_breakdowns * first->n_variables; i++)
        wb_values_free(&first->values[i]);
    wb_index_free(&first->index);
    wb_release(first->derived);
    wb_release(first->values);
    wb_release(first->n_cells);
    wb_release(first);
}

static wb_status copy_index(wb_first *first, const wb_layout *layout, const wb_spec *spec,
                            const wb_index *index, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_index_init(&first->index, layout, spec, err));
    for (size_t b = 0; b < layout->n_breakdowns; b++) {
        const wb_key_list *list = &layout->breakdowns[b];
        for (size_t j = 0; j < list->n; j++) {
            wb_keys **keys = &first->index.keys[list->keys[j]];
            wb_keys_free(*keys);
            *keys = NULL;
            WB_TRY(wb_keys_copy(index->keys[list->keys[j]], keys, err));
        }
        wb_tuples_free(&first->index.breakdowns[b].cells);
        WB_TRY(wb_tuples_copy(&index->breakdowns[b].cells,
                              &first->index.breakdowns[b].cells, err));
    }
done:
    return st;
}

/* One more than the highest cell with values. */
static int32_t count_cells(const wb_values *values)
{
    int32_t n = 0;
    for (size_t i = 0; i < values->n_runs; i++)
        n = values->runs[i].n_cells > n ? values->runs[i].n_cells : n;
    return n;
}

wb_status wb_first_new(const wb_layout *layout, const wb_spec *spec,
                       const struct wb_state *state, wb_first **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_first *first = wb_allocate(1, sizeof *first);

    if (first == NULL)
        return wb_fail_nomem(err);
    first->n_rows = state->n_rows;
    first->n_breakdowns = layout->n_breakdowns;
    first->n_variables = layout->n_variables;
    size_t n = layout->n_breakdowns * layout->n_variables;
    first->values = wb_allocate(n, sizeof *first->values);
    first->n_cells = wb_allocate(layout->n_breakdowns, sizeof *first->n_cells);
    if (first->values == NULL || first->n_cells == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(copy_index(first, layout, spec, &state->index, err));
    for (size_t i = 0; i < n; i++) {
        int32_t *n_cells = &first->n_cells[i / layout->n_variables];
        WB_TRY(wb_values_copy(&state->values[i], &first->values[i], err));
        int32_t here = count_cells(&first->values[i]);
        *n_cells = here > *n_cells ? here : *n_cells;
    }
    *out = first;
    first = NULL;
done:
    wb_first_free(first);
    return st;
}

/* ---- cuts ---- */

/* All quantiles of one variable in one cell. */
static wb_status cut_cell(wb_first *first, const wb_layout *layout, size_t breakdown,
                          size_t variable, int32_t cell, wb_error *err)
{
    wb_status st = WB_OK;
    wb_ecdf ecdf = {0};

    WB_TRY(wb_ecdf_init(&ecdf, wb_first_values(first, breakdown, variable), cell, err));
    for (size_t o = 0; o < layout->n_outcomes; o++) {
        const wb_outcome *outcome = &layout->outcomes[o];
        if (outcome->role != WB_ROLE_CUT || outcome->derived_from != variable)
            continue;
        int32_t rule = outcome->linear ? WB_QUANTILE_HF7 : WB_QUANTILE_MATH;
        double *cuts = wb_first_derived(first, breakdown, o)->cuts;
        WB_TRY(wb_ecdf_quantile(&ecdf, rule, outcome->probability, &cuts[cell], err));
    }
done:
    wb_ecdf_free(&ecdf);
    return st;
}

static wb_status derive_cuts(wb_first *first, const wb_layout *layout, size_t breakdown,
                             wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n_cells = first->n_cells[breakdown];

    for (size_t o = 0; o < layout->n_outcomes; o++) {
        wb_derived *derived = &first->derived[breakdown * first->n_outcomes + o];
        if (layout->outcomes[o].role != WB_ROLE_CUT)
            continue;
        derived->cuts = wb_allocate((size_t)n_cells, sizeof *derived->cuts);
        if (derived->cuts == NULL)
            return wb_fail_nomem(err);
    }
    for (size_t v = 0; v < first->n_variables; v++) {
        bool cut = false;
        for (size_t o = 0; o < layout->n_outcomes; o++)
            cut = cut || (layout->outcomes[o].role == WB_ROLE_CUT &&
                          layout->outcomes[o].derived_from == v);
        for (int32_t c = 0; cut && c < n_cells; c++)
            WB_TRY(cut_cell(first, layout, breakdown, v, c, err));
    }
done:
    return st;
}

/* ---- scores ---- */

/* Pools of cells: of their codes but the last. */
static wb_status find_pools(const wb_first *first, size_t breakdown, wb_derived *derived,
                            wb_error *err)
{
    wb_status st = WB_OK;
    const wb_tuples *cells = &first->index.breakdowns[breakdown].cells;
    int32_t n_cells = first->n_cells[breakdown];
    size_t n_columns = cells->n_columns > 0 ? cells->n_columns - 1 : 0;
    int32_t *codes = wb_allocate(cells->n_columns + 1, sizeof *codes);
    wb_tuples pools = {0};

    derived->pools = wb_allocate((size_t)n_cells, sizeof *derived->pools);
    if (codes == NULL || derived->pools == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_tuples_init(&pools, n_columns, err));
    for (int32_t c = 0; c < n_cells; c++) {
        int32_t *pool = &derived->pools[c];
        wb_tuples_codes(cells, c, codes);
        WB_TRY(wb_tuples_id(&pools, codes, pool, err));
        if (*pool >= derived->n_pools)
            derived->n_pools = *pool + 1;
    }
done:
    wb_tuples_free(&pools);
    wb_release(codes);
    return st;
}

/* All values of all cells, by pool. */
static wb_status gather_pools(const wb_values *values, const int32_t *pools,
                              wb_value_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t r = 0; r < values->n_runs; r++) {
        const wb_value_run *run = &values->runs[r];
        WB_TRY(wb_value_rows_reach(rows, run->length, err));
        for (int32_t c = 0; c < run->n_cells; c++) {
            for (int64_t i = run->first[c]; i < run->first[c] + run->count[c]; i++) {
                rows->y[rows->count] = run->y[i];
                rows->w[rows->count] = run->w[i];
                rows->cells[rows->count++] = pools[c];
            }
        }
    }
done:
    return st;
}

static wb_status score_pools(const wb_value_run *run, int32_t score, wb_derived *derived,
                             wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_pools = (size_t)derived->n_pools;

    derived->lookups = wb_allocate(n_pools, sizeof *derived->lookups);
    derived->scores = wb_allocate(n_pools, sizeof *derived->scores);
    if (derived->lookups == NULL || derived->scores == NULL)
        return wb_fail_nomem(err);
    for (int32_t p = 0; p < derived->n_pools; p++) {
        bool there = p < run->n_cells;
        int64_t n = there ? run->count[p] : 0;
        const double *y = there ? run->y + run->first[p] : NULL;
        WB_TRY(wb_lookup_init(&derived->lookups[p], y, n, err));
        derived->scores[p] = wb_allocate((size_t)n, sizeof(double));
        if (derived->scores[p] == NULL)
            return wb_fail_nomem(err);
        if (n > 0)
            wb_scores_of(run, p, score, derived->scores[p]);
    }
done:
    return st;
}

static wb_status derive_scores(const wb_first *first, size_t breakdown,
                               const wb_outcome *outcome, wb_derived *derived,
                               wb_error *err)
{
    wb_status st = WB_OK;
    const wb_values *values = wb_first_values(first, breakdown, outcome->derived_from);
    wb_value_rows rows = {0};
    wb_value_sorter sorter = {0};
    wb_value_run run = {0};

    WB_TRY(find_pools(first, breakdown, derived, err));
    WB_TRY(gather_pools(values, derived->pools, &rows, err));
    WB_TRY(wb_value_run_make(&rows, &sorter, &run, err));
    WB_TRY(wb_value_run_sort(&run, &sorter, err));
    WB_TRY(score_pools(&run, outcome->score, derived, err));
done:
    wb_value_rows_free(&rows);
    wb_value_sorter_free(&sorter);
    wb_value_run_free(&run);
    return st;
}

wb_status wb_first_derive(wb_first *first, const wb_layout *layout, wb_error *err)
{
    wb_status st = WB_OK;

    first->n_outcomes = layout->n_outcomes;
    first->derived =
        wb_allocate(first->n_breakdowns * first->n_outcomes, sizeof *first->derived);
    if (first->derived == NULL)
        return wb_fail_nomem(err);
    for (size_t b = 0; b < first->n_breakdowns; b++) {
        WB_TRY(derive_cuts(first, layout, b, err));
        for (size_t o = 0; o < first->n_outcomes; o++) {
            const wb_outcome *outcome = &layout->outcomes[o];
            wb_derived *derived = &first->derived[b * first->n_outcomes + o];
            if (outcome->role == WB_ROLE_SCORE)
                WB_TRY(derive_scores(first, b, outcome, derived, err));
        }
    }
done:
    return st;
}

/* ---- size ---- */

static int64_t derived_bytes(const wb_derived *derived, int32_t n_cells)
{
    int64_t bytes = derived->cuts != NULL ? (int64_t)sizeof *derived->cuts * n_cells : 0;
    if (derived->pools != NULL)
        bytes += (int64_t)sizeof *derived->pools * n_cells;
    /* of a value its key and its score */
    for (int32_t p = 0; p < derived->n_pools; p++)
        bytes += derived->lookups[p].length * 2 * (int64_t)sizeof(double);
    return bytes;
}

int64_t wb_first_bytes(const wb_first *first)
{
    int64_t bytes = wb_index_bytes(&first->index);
    for (size_t i = 0; i < first->n_breakdowns * first->n_variables; i++)
        bytes += wb_values_bytes(&first->values[i]);
    for (size_t i = 0; i < first->n_breakdowns * first->n_outcomes; i++)
        bytes += derived_bytes(&first->derived[i], first->n_cells[i / first->n_outcomes]);
    return bytes;
}

/* ---- comparing ---- */

static bool same_key(const wb_keys *a, const wb_keys *b, int32_t code)
{
    size_t length = 0;
    size_t other = 0;

    if (wb_keys_kind(a) != WB_KEY_TEXT)
        return wb_keys_number(a, code) == wb_keys_number(b, code);
    const char *text = wb_keys_text(a, code, &length);
    const char *same = wb_keys_text(b, code, &other);
    return length == other && memcmp(text, same, length) == 0;
}

static bool same_keys(const wb_keys *a, const wb_keys *b)
{
    int32_t n = wb_keys_count(a);

    if (wb_keys_count(b) != n || wb_keys_kind(a) != wb_keys_kind(b))
        return false;
    for (int32_t i = 0; i < n; i++) {
        if (!same_key(a, b, i))
            return false;
    }
    return true;
}

/* Cells are numbered as they are met, by rows or in a file. */
static bool same_cell(const wb_tuples *a, const wb_tuples *b, int32_t id)
{
    int32_t other = id;

    for (size_t j = a->n_columns; j > 1; j--) {
        const wb_combos *x = &a->folds[j - 2];
        const wb_combos *y = &b->folds[j - 2];
        if (x->b[id] != y->b[other])
            return false;
        id = x->a[id];
        other = y->a[other];
    }
    return id == other;
}

/* Of two runs that are the same whether their cells are. */
static bool same_cells(const wb_tuples *a, const wb_tuples *b, const wb_value_run *run)
{
    for (int32_t c = 0; c < run->n_cells; c++) {
        if (run->count[c] > 0 && !same_cell(a, b, c))
            return false;
    }
    return true;
}

static bool same_run(const wb_value_run *a, const wb_value_run *b)
{
    size_t n = (size_t)a->length;
    size_t n_cells = (size_t)a->n_cells;
    if (a->length != b->length || a->n_cells != b->n_cells || a->sorted != b->sorted)
        return false;
    return (n == 0 || (memcmp(a->y, b->y, n * sizeof *a->y) == 0 &&
                       memcmp(a->w, b->w, n * sizeof *a->w) == 0)) &&
           (n_cells == 0 ||
            (memcmp(a->first, b->first, n_cells * sizeof *a->first) == 0 &&
             memcmp(a->count, b->count, n_cells * sizeof *a->count) == 0));
}

static bool same_values(const wb_first *a, const wb_first *b, size_t i)
{
    size_t breakdown = i / a->n_variables;

    if (a->values[i].n_runs != b->values[i].n_runs)
        return false;
    for (size_t r = 0; r < a->values[i].n_runs; r++) {
        const wb_value_run *run = &a->values[i].runs[r];
        if (!same_run(run, &b->values[i].runs[r]) ||
            !same_cells(&a->index.breakdowns[breakdown].cells,
                        &b->index.breakdowns[breakdown].cells, run))
            return false;
    }
    return true;
}

/* They are of one specification. */
bool wb_first_same(const wb_first *a, const wb_first *b)
{
    if (a == b)
        return true;
    if (a == NULL || b == NULL || a->n_rows != b->n_rows)
        return false;
    for (size_t k = 0; k < a->index.n_keys; k++) {
        if (!same_keys(a->index.keys[k], b->index.keys[k]))
            return false;
    }
    for (size_t i = 0; i < a->n_breakdowns * a->n_variables; i++) {
        if (!same_values(a, b, i))
            return false;
    }
    return true;
}
