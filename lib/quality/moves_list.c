/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/moves.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a scale can give when every item is answered; ascending, each once. */
typedef struct scale_values {
    wb_ratio *values;
    int64_t n;
} scale_values;

enum { MOST_VALUES = 100000 };

static int by_value(const void *a, const void *b)
{
    return wb_ratio_compare(*(const wb_ratio *)a, *(const wb_ratio *)b);
}

static wb_status lattice_of(const wb_scale *scale, scale_values *out, wb_error *err)
{
    int64_t n = scale->sum_range + 1;

    if (n > MOST_VALUES)
        return wb_fail_at(
            err, WB_E_LIMIT, -1, scale->id,
            "scale '%s' has %lld values, more than the %d that a cut-off can "
            "move over",
            scale->id, (long long)n, (int)MOST_VALUES);
    out->values = wb_allocate((size_t)n, sizeof *out->values);
    if (out->values == NULL)
        return wb_fail_nomem(err);
    for (int64_t sum = 0; sum < n; sum++) {
        wb_answered all = {(int64_t)scale->n_items, sum, scale->sum_range,
                           scale->sum_min};
        (void)wb_scale_score(scale, all, &out->values[sum]);
    }
    qsort(out->values, (size_t)n, sizeof *out->values, by_value);
    for (int64_t i = 0; i < n; i++) {
        if (out->n == 0 || by_value(&out->values[out->n - 1], &out->values[i]) != 0)
            out->values[out->n++] = out->values[i];
    }
    return WB_OK;
}

/* The value of the lattice that says the same as a cut-off, of which the scores on the
 * lattice are on the same side: the first from it on, or the last up to it. */
static int64_t place_of(const scale_values *lattice, const wb_cutoff *cutoff)
{
    bool from = cutoff->comparison == WB_AT_LEAST || cutoff->comparison == WB_BELOW;
    int64_t below = 0, up_to = 0;

    for (int64_t i = 0; i < lattice->n; i++) {
        int order = wb_ratio_compare(lattice->values[i], cutoff->value);
        below += order < 0;
        up_to += order <= 0;
    }
    return from ? below : up_to - 1;
}

/* ---- the moves ---- */

/* Whether somebody could be acute without a problem. */
static bool has_crossed(const wb_indicator *indicator, const wb_move *move)
{
    const wb_cutoff *other =
        move->level == WB_PROBLEM ? &indicator->acute : &indicator->problem;

    if (!other->given || move->off_lattice || move->step == 0)
        return false;
    wb_ratio problem = move->level == WB_PROBLEM ? move->value : other->value;
    wb_ratio acute = move->level == WB_PROBLEM ? other->value : move->value;
    int order = wb_ratio_compare(acute, problem);
    return indicator->high ? order < 0 : order > 0;
}

static void add_moves(const wb_instrument *instrument, size_t i, wb_level level,
                      const scale_values *lattice, int32_t steps, wb_moves *out)
{
    const wb_indicator *indicator = &instrument->indicators[i];
    const wb_cutoff *cutoff =
        level == WB_PROBLEM ? &indicator->problem : &indicator->acute;
    int64_t place = place_of(lattice, cutoff);

    for (int32_t step = -steps; step <= steps; step++) {
        wb_move *move = &out->moves[out->n_moves++];
        *move = (wb_move){i, level, step, cutoff, cutoff->value, false, false};
        move->off_lattice = step != 0 && (place + step < 0 || place + step >= lattice->n);
        if (step != 0 && !move->off_lattice)
            move->value = lattice->values[place + step];
        move->crossed = has_crossed(indicator, move);
    }
}

static wb_status add_indicator(const wb_instrument *instrument, size_t i, int32_t steps,
                               wb_moves *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_indicator *indicator = &instrument->indicators[i];
    scale_values lattice = {0};

    WB_TRY(lattice_of(&instrument->scales[indicator->scale], &lattice, err));
    add_moves(instrument, i, WB_PROBLEM, &lattice, steps, out);
    if (indicator->acute.given)
        add_moves(instrument, i, WB_ACUTE, &lattice, steps, out);
done:
    wb_release(lattice.values);
    return st;
}

static bool is_selected(const char *id, const char *const *select, size_t n_select)
{
    for (size_t i = 0; i < n_select; i++) {
        if (strcmp(select[i], id) == 0)
            return true;
    }
    return select == NULL;
}

static wb_status check_select(const wb_instrument *instrument, const char *const *select,
                              size_t n_select, wb_error *err)
{
    for (size_t i = 0; i < n_select; i++) {
        const char *id = select[i] != NULL ? select[i] : "";
        if (wb_ids_find(&instrument->ids, id).kind != WB_ID_INDICATOR)
            return wb_fail_at(err, WB_E_ARG, -1, id,
                              "the instrument has no indicator '%.80s'", id);
    }
    return WB_OK;
}

wb_status wb_moves_list(const wb_instrument *instrument, const char *const *select,
                        size_t n_select, int32_t steps, wb_moves *out, wb_error *err)
{
    wb_status st = WB_OK;
    size_t most = 2 * (2 * (size_t)steps + 1) * instrument->n_indicators;

    WB_TRY(check_select(instrument, select, n_select, err));
    out->instrument = instrument;
    out->moves = wb_allocate(most, sizeof *out->moves);
    if (out->moves == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < instrument->n_indicators; i++) {
        if (is_selected(instrument->indicators[i].id, select, n_select))
            WB_TRY(add_indicator(instrument, i, steps, out, err));
    }
    if (out->n_moves == 0)
        st = wb_fail(err, WB_E_DATA, "the instrument has no cut-off to move");
done:
    return st;
}

void wb_moves_free(wb_moves *moves)
{
    wb_release(moves->moves);
    wb_release(moves->measures);
    *moves = (wb_moves){0};
}

static int64_t divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

void wb_moves_write(wb_ratio value, char text[WB_NUMBER_CHARS])
{
    int64_t by = divisor(value.top, value.bottom);
    long long top = value.top / by, bottom = value.bottom / by;

    if (bottom == 1)
        snprintf(text, WB_NUMBER_CHARS, "%lld", top);
    else
        snprintf(text, WB_NUMBER_CHARS, "%lld/%lld", top, bottom);
}
