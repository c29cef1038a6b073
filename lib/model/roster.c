/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/roster.h"

#include "base/wide.h"

#include <math.h>
#include <string.h>

wb_status wb_roster_init(wb_roster *roster, const wb_model *model, wb_error *err)
{
    *roster = (wb_roster){0};
    roster->variables = wb_allocate(model->n_terms, sizeof *roster->variables);
    if (roster->variables == NULL)
        return wb_fail_nomem(err);
    return wb_coder_init(&roster->coder, model, NULL, err);
}

void wb_roster_free(wb_roster *roster)
{
    for (size_t v = 0; roster->variables != NULL && roster->coder.model != NULL &&
                       v < roster->coder.model->n_terms;
         v++)
        wb_release(roster->variables[v].counts);
    wb_release(roster->variables);
    wb_release(roster->outcome.counts);
    wb_release(roster->outcome_weights);
    wb_coder_free(&roster->coder);
    *roster = (wb_roster){0};
}

/* Room for the counts of n codes, new ones 0. */
static wb_status reach(wb_rostered *variable, int32_t n, wb_error *err)
{
    if (n <= variable->room)
        return WB_OK;
    int64_t *counts = wb_resize(variable->counts, (size_t)n * 2, sizeof *counts);
    if (counts == NULL)
        return wb_fail_nomem(err);
    memset(counts + variable->room, 0,
           ((size_t)n * 2 - (size_t)variable->room) * sizeof *counts);
    variable->counts = counts;
    variable->room = n * 2;
    return WB_OK;
}

static wb_status reach_weights(wb_roster *roster, int32_t n, wb_error *err)
{
    if (n <= roster->outcome_room)
        return WB_OK;
    wb_pair *weights = wb_resize(roster->outcome_weights, (size_t)n * 2, sizeof *weights);
    if (weights == NULL)
        return wb_fail_nomem(err);
    memset(weights + roster->outcome_room, 0,
           ((size_t)n * 2 - (size_t)roster->outcome_room) * sizeof *weights);
    roster->outcome_weights = weights;
    roster->outcome_room = n * 2;
    return WB_OK;
}

/* A block in plain sums, those of every fourth row apart; and then in pairs. */
WB_WIDE static void add_up(const double *x, const double *w, int32_t n, double origin,
                           double out[2])
{
    double sums[4] = {0};
    double squares[4] = {0};

    for (int32_t i = 0; i < n; i++) {
        double d = x[i] - origin;
        sums[i % 4] += w[i] * d;
        squares[i % 4] += w[i] * d * d;
    }
    out[0] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    out[1] = (squares[0] + squares[1]) + (squares[2] + squares[3]);
}

static void add_number(wb_rostered *variable, const double *x, const double *w, int32_t n)
{
    double sums[2];

    for (int32_t i = 0; i < n && !variable->started; i++) {
        variable->started = w[i] > 0;
        variable->origin = w[i] > 0 ? x[i] : 0;
    }
    add_up(x, w, n, variable->origin, sums);
    variable->sum = wb_pair_gather(variable->sum, sums[0]);
    variable->squares = wb_pair_gather(variable->squares, sums[1]);
}

static void add_codes(wb_rostered *variable, const int32_t *codes, const double *w,
                      int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        if (w[i] > 0)
            variable->counts[codes[i]]++;
    }
}

static wb_status add_outcome(wb_roster *roster, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_coder *coder = &roster->coder;
    int32_t n_codes = wb_keys_count(coder->outcome);

    if (!coder->rules->by_category) {
        add_number(&roster->outcome, coder->y, coder->w, coder->n);
        return WB_OK;
    }
    WB_TRY(reach(&roster->outcome, n_codes, err));
    WB_TRY(reach_weights(roster, n_codes, err));
    add_codes(&roster->outcome, coder->outcome_codes, coder->w, coder->n);
    for (int32_t i = 0; i < coder->n; i++) {
        if (coder->w[i] > 0) {
            wb_pair *weight = &roster->outcome_weights[coder->outcome_codes[i]];
            *weight = wb_pair_gather(*weight, coder->w[i]);
        }
    }
done:
    return st;
}

wb_status wb_roster_count(wb_roster *roster, wb_error *err)
{
    wb_status st = WB_OK;
    wb_coder *coder = &roster->coder;

    WB_TRY(add_outcome(roster, err));
    for (size_t v = 0; v < coder->model->n_terms; v++) {
        wb_rostered *variable = &roster->variables[v];
        WB_TRY(reach(variable, wb_keys_count(coder->variables[v].keys), err));
        if (coder->variables[v].kind == WB_TERM_CATEGORICAL)
            add_codes(variable, coder->codes + v * WB_MODEL_ROWS, coder->w, coder->n);
        else
            add_number(variable, coder->numbers + v * WB_MODEL_ROWS, coder->w, coder->n);
    }
    for (int32_t i = 0; i < coder->n; i++) {
        roster->weight = wb_pair_gather(roster->weight, coder->w[i]);
        roster->n += coder->w[i] > 0;
        roster->n_missing += coder->weighed[i] && coder->rows[i] == WB_ROW_MISSING;
    }
    roster->n_rows += coder->n;
    coder->n = 0;
done:
    return st;
}

/* Sums around another origin: shifted by d, Σ w (x - o + d)² = s + 2 d t + d² W. */
static void merge_number(wb_rostered *to, const wb_rostered *from, wb_pair weight)
{
    if (!from->started)
        return;
    if (!to->started)
        to->origin = from->origin;
    to->started = true;
    double d = from->origin - to->origin;
    wb_pair squares = wb_pair_add(from->squares, wb_pair_scale(from->sum, 2 * d));
    squares = wb_pair_add(squares, wb_pair_scale(wb_pair_scale(weight, d), d));
    to->squares = wb_pair_add(to->squares, squares);
    to->sum = wb_pair_add(to->sum, wb_pair_add(from->sum, wb_pair_scale(weight, d)));
}

static wb_status merge_variable(wb_rostered *to, const wb_rostered *from, wb_pair weight,
                                const int32_t *map, int32_t n_codes, int32_t n_codes_here,
                                wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(reach(to, n_codes_here, err));
    for (int32_t c = 0; c < n_codes && c < from->room; c++)
        to->counts[map[c]] += from->counts[c];
    merge_number(to, from, weight);
done:
    return st;
}

static wb_status merge_all(wb_roster *roster, const wb_roster *other, int32_t **maps,
                           wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = roster->coder.model->n_terms;
    wb_keys *outcome = roster->coder.outcome;
    int32_t n_outcome = wb_keys_count(other->coder.outcome);

    for (size_t v = 0; v < n; v++)
        WB_TRY(merge_variable(&roster->variables[v], &other->variables[v], other->weight,
                              maps[v], wb_keys_count(other->coder.variables[v].keys),
                              wb_keys_count(roster->coder.variables[v].keys), err));
    WB_TRY(merge_variable(&roster->outcome, &other->outcome, other->weight, maps[n],
                          n_outcome, wb_keys_count(outcome), err));
    WB_TRY(reach_weights(roster, wb_keys_count(outcome), err));
    for (int32_t c = 0; c < n_outcome && c < other->outcome_room; c++) {
        wb_pair *weight = &roster->outcome_weights[maps[n][c]];
        *weight = wb_pair_add(*weight, other->outcome_weights[c]);
    }
done:
    return st;
}

wb_status wb_roster_merge(wb_roster *roster, const wb_roster *other, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = roster->coder.model->n_terms;
    int32_t **maps = wb_allocate(n + 1, sizeof *maps);

    if (maps == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_coder_learn(&roster->coder, &other->coder, maps, err));
    WB_TRY(merge_all(roster, other, maps, err));
    roster->weight = wb_pair_add(roster->weight, other->weight);
    roster->n += other->n;
    roster->n_missing += other->n_missing;
    roster->n_rows += other->n_rows;
done:
    for (size_t v = 0; v <= n; v++)
        wb_release(maps[v]);
    wb_release(maps);
    return st;
}

double wb_rostered_mean(const wb_rostered *variable, wb_pair weight)
{
    return variable->origin + wb_pair_value(wb_pair_divide(variable->sum, weight));
}

double wb_rostered_deviation(const wb_rostered *variable, wb_pair weight)
{
    wb_pair mean = wb_pair_divide(variable->sum, weight);
    wb_pair square = wb_pair_divide(variable->squares, weight);
    double variance =
        wb_pair_value(wb_pair_subtract(square, wb_pair_multiply(mean, mean)));
    return variance > 0 ? sqrt(variance) : 0;
}
