/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Part "trend": the slope over all waves that compare. */
#include "monitor/table.h"

#include <math.h>

typedef struct trend {
    size_t waves;
    wb_effect_columns effect;
} trend;

/* The waves of one measure of one cell. */
typedef struct line {
    size_t waves[WB_MAX_WAVES];
    double c[WB_MAX_WAVES]; /* the slope is Σ c θ */
    size_t n;
    bool hidden; /* one of them is */
} line;

static wb_status add_columns(wb_table_work *work, wb_error *err)
{
    wb_status st = WB_OK;
    trend *own = work->own;

    WB_TRY(wb_board_add_whole(work->board, "waves", &own->waves, err));
    WB_TRY(wb_effect_columns_add(work->board, "slope", &own->effect, err));
done:
    return st;
}

static size_t count_blocks(const wb_table_work *work, size_t breakdown)
{
    (void)breakdown;
    return work->results->definition->trend;
}

/* Waves that compare and have an estimate. */
static void take_waves(const wb_table_work *work, const wb_panel_part *part, int64_t cell,
                       size_t m, line *l)
{
    const wb_monitor_results *r = work->results;
    double from = wb_table_measure(r, m)->comparable;

    l->n = 0;
    l->hidden = false;
    for (size_t i = 0; i < work->n_waves && l->n < WB_MAX_WAVES; i++) {
        size_t wave = work->waves[i];
        size_t slot = wb_table_slot(work, cell, wave) + m;
        if (r->times[wave] < from || isnan(part->values[slot].estimate) ||
            isnan(part->values[slot].se))
            continue;
        l->hidden = l->hidden || wb_results_hide(r, part, slot);
        l->waves[l->n++] = wave;
    }
}

static void weigh_waves(const wb_monitor_results *r, line *l)
{
    double mean = 0;
    double squares = 0;

    for (size_t i = 0; i < l->n; i++)
        mean += r->times[l->waves[i]] / (double)l->n;
    for (size_t i = 0; i < l->n; i++) {
        l->c[i] = r->times[l->waves[i]] - mean;
        squares += l->c[i] * l->c[i];
    }
    for (size_t i = 0; i < l->n; i++)
        l->c[i] /= squares;
}

static wb_effect alone(const wb_table_work *work, const wb_panel_part *part, int64_t cell,
                       size_t m, const line *l, wb_effect_memo *memo)
{
    double slope = 0;
    double variance = 0;
    double df = 0;

    for (size_t i = 0; i < l->n; i++) {
        const wb_estimate *e = &part->values[wb_table_slot(work, cell, l->waves[i]) + m];
        slope += l->c[i] * e->estimate;
        variance += l->c[i] * l->c[i] * e->se * e->se;
        df += e->df;
    }
    return wb_effect_quick(memo, slope, variance, df);
}

/* The same with what the waves have in common. */
static wb_status together(const wb_table_work *work, size_t breakdown, int64_t cell,
                          size_t m, const line *l, wb_effect *effect, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_panel *panel = work->results->panel;
    const wb_panel_part *part = wb_panel_part_at(panel, breakdown);
    double *v = wb_allocate(l->n * l->n, sizeof *v);
    size_t n_waves = wb_panel_wave_count(panel);
    size_t place = (size_t)cell * work->n_measures + m;

    if (v == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_panel_covariance(panel, breakdown, cell, m, l->waves, l->n, v, err));
    *effect = wb_effect_of(effect->estimate, wb_effect_variance(l->c, v, l->n),
                           part->union_dfs[place * n_waves + l->waves[0]],
                           work->results->level);
done:
    wb_release(v);
    return st;
}

static wb_status put_trend(const wb_table_work *work, size_t breakdown, int64_t cell,
                           size_t m, size_t row, wb_effect_memo *memo, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_panel_part *part = wb_panel_part_at(work->results->panel, breakdown);
    const trend *own = work->own;
    wb_effect effect = wb_effect_none(WB_EFFECT_TOO_FEW);
    line l;

    take_waves(work, part, cell, m, &l);
    if (l.n > 1) {
        weigh_waves(work->results, &l);
        effect = alone(work, part, cell, m, &l, memo);
        if (part->covariances != NULL)
            WB_TRY(together(work, breakdown, cell, m, &l, &effect, err));
    }
    work->board->columns[own->waves].whole[row] = (int64_t)l.n;
    wb_effect_put(work->board, &own->effect, row, &effect,
                  l.hidden ? WB_COMPARED_HIDDEN : wb_compared_of(effect.status));
done:
    return st;
}

static wb_status fill(const wb_table_work *work, size_t breakdown, size_t k, size_t row,
                      wb_effect_memo *memo, wb_error *err)
{
    wb_status st = WB_OK;
    const trend *own = work->own;
    const wb_panel_part *part = wb_panel_part_at(work->results->panel, breakdown);
    size_t at = row;

    (void)k;
    for (int64_t c = 0; c < part->n_cells; c++, at += work->n_measures) {
        wb_table_keys(work, breakdown, c, 0, 0, at);
        for (size_t m = 0; m < work->n_measures; m++)
            WB_TRY(put_trend(work, breakdown, c, m, at + m, memo, err));
    }
    WB_TRY(wb_effect_adjust(work, &own->effect, row, (size_t)part->n_cells, err));
done:
    return st;
}

static const wb_monitor_part grid = {"trend",     false,        false,
                                     add_columns, count_blocks, fill};

wb_status wb_table_trend(const wb_monitor_results *results, const char *language,
                         wb_frame **out, wb_error *err)
{
    trend own;

    (void)language;
    return wb_monitor_part_make(results, &grid, &own, out, err);
}
