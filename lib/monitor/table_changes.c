/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Part "changes": waves against the one before, the first, and those that are named. */
#include "monitor/table.h"

#include <math.h>

typedef enum compared_with { WITH_PREVIOUS, WITH_FIRST, WITH_NAMED } compared_with;
static const char *const with_names[] = {"previous", "first", "named", NULL};

typedef struct pair {
    size_t wave;
    size_t reference;
    compared_with with;
} pair;

typedef struct changes {
    pair *pairs;
    size_t n_pairs;
    size_t with;
    wb_effect_columns effect;
} changes;

/* ---- pairs of waves ---- */

static void add_pair(changes *own, size_t wave, size_t reference, compared_with with)
{
    own->pairs[own->n_pairs++] = (pair){wave, reference, with};
}

static wb_status list_pairs(wb_table_work *work, wb_error *err)
{
    const wb_monitor_definition *d = work->results->definition;
    changes *own = work->own;

    own->pairs = wb_allocate(work->n_waves * (2 + d->named.count), sizeof *own->pairs);
    if (own->pairs == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 1; i < work->n_waves && d->previous; i++)
        add_pair(own, work->waves[i], work->waves[i - 1], WITH_PREVIOUS);
    for (size_t i = 1; i < work->n_waves && d->first; i++)
        add_pair(own, work->waves[i], work->waves[0], WITH_FIRST);
    for (size_t k = 0; k < d->named.count; k++) {
        size_t named = wb_definition_wave(d, d->named.items[k]);
        for (size_t i = 0; i < work->n_waves; i++) {
            if (work->waves[i] != named)
                add_pair(own, work->waves[i], named, WITH_NAMED);
        }
    }
    return WB_OK;
}

static wb_status add_columns(wb_table_work *work, wb_error *err)
{
    wb_status st = WB_OK;
    changes *own = work->own;

    WB_TRY(list_pairs(work, err));
    WB_TRY(wb_board_add_words(work->board, "compared_with", with_names, &own->with, err));
    WB_TRY(wb_effect_columns_add(work->board, "difference", &own->effect, err));
done:
    return st;
}

static size_t count_blocks(const wb_table_work *work, size_t breakdown)
{
    const changes *own = work->own;
    (void)breakdown;
    return own->n_pairs;
}

/* ---- a change ---- */

static wb_status change(const wb_table_work *work, size_t breakdown, int64_t cell,
                        const pair *waves, size_t m, wb_effect_memo *memo, wb_effect *out,
                        wb_error *err)
{
    wb_status st = WB_OK;
    const wb_panel *panel = work->results->panel;
    const wb_panel_part *part = wb_panel_part_at(panel, breakdown);
    const wb_estimate *now = &part->values[wb_table_slot(work, cell, waves->wave) + m];
    const wb_estimate *then =
        &part->values[wb_table_slot(work, cell, waves->reference) + m];
    double variance = now->se * now->se + then->se * then->se;
    double df = now->df + then->df;

    if (part->covariances != NULL) {
        const size_t two[2] = {waves->wave, waves->reference};
        double v[4];
        WB_TRY(wb_panel_covariance(panel, breakdown, cell, m, two, 2, v, err));
        variance = wb_effect_variance((const double[]){1, -1}, v, 2);
        df = part->dfs[wb_table_pair(work, cell, m, two[0], two[1])];
    }
    *out = wb_effect_quick(memo, now->estimate - then->estimate, variance, df);
done:
    return st;
}

static bool hides(const wb_table_work *work, const wb_panel_part *part, int64_t cell,
                  size_t wave, size_t m)
{
    return wb_results_hide(work->results, part, wb_table_slot(work, cell, wave) + m);
}

static wb_status put_change(const wb_table_work *work, size_t breakdown, int64_t cell,
                            const pair *waves, size_t m, size_t row, wb_effect_memo *memo,
                            wb_error *err)
{
    wb_status st = WB_OK;
    const changes *own = work->own;
    const wb_panel_part *part = wb_panel_part_at(work->results->panel, breakdown);
    const double *times = work->results->times;
    double from = wb_table_measure(work->results, m)->comparable;
    wb_effect effect = wb_effect_none(WB_EFFECT_MISSING);
    wb_compared status = WB_COMPARED_NOT_COMPARABLE;

    work->board->columns[own->with].codes[row] = (int32_t)waves->with;
    if (times[waves->wave] >= from && times[waves->reference] >= from) {
        WB_TRY(change(work, breakdown, cell, waves, m, memo, &effect, err));
        status = wb_compared_of(effect.status);
    }
    if (status != WB_COMPARED_NOT_COMPARABLE &&
        (hides(work, part, cell, waves->wave, m) ||
         hides(work, part, cell, waves->reference, m)))
        status = WB_COMPARED_HIDDEN;
    wb_effect_put(work->board, &own->effect, row, &effect, status);
done:
    return st;
}

static wb_status fill(const wb_table_work *work, size_t breakdown, size_t k, size_t row,
                      wb_effect_memo *memo, wb_error *err)
{
    wb_status st = WB_OK;
    const changes *own = work->own;
    const wb_panel_part *part = wb_panel_part_at(work->results->panel, breakdown);
    const pair *waves = &own->pairs[k];
    size_t at = row;

    for (int64_t c = 0; c < part->n_cells; c++, at += work->n_measures) {
        wb_table_keys(work, breakdown, c, waves->wave, waves->reference, at);
        for (size_t m = 0; m < work->n_measures; m++)
            WB_TRY(put_change(work, breakdown, c, waves, m, at + m, memo, err));
    }
    WB_TRY(wb_effect_adjust(work, &own->effect, row, (size_t)part->n_cells, err));
done:
    return st;
}

static const wb_monitor_part grid = {"changes",   true,         true,
                                     add_columns, count_blocks, fill};

wb_status wb_table_changes(const wb_monitor_results *results, const char *language,
                           wb_frame **out, wb_error *err)
{
    changes own = {0};

    (void)language;
    wb_status st = wb_monitor_part_make(results, &grid, &own, out, err);

    wb_release(own.pairs);
    return st;
}
