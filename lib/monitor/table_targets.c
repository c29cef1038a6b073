/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Part "targets": how far a measure is from what was agreed. */
#include "monitor/table.h"

#include "base/text.h"
#include "num/num.h"

#include <math.h>
#include <string.h>

typedef struct targets {
    size_t target, date, towards, direction, source;
    size_t estimate, p_reached;
    wb_effect_columns effect;
} targets;

static wb_status add_columns(wb_table_work *work, wb_error *err)
{
    static const char *const directions[] = {"at_least", "at_most", NULL};
    static const char *const goals[] = {"target", "towards", NULL};
    wb_status st = WB_OK;
    const wb_monitor_definition *d = work->results->definition;
    targets *own = work->own;
    wb_names dates = {0};
    wb_names sources = {0};

    for (size_t t = 0; t < d->n_targets; t++) {
        WB_TRY(wb_board_word(&dates, d->targets[t].date, err));
        WB_TRY(wb_board_word(&sources, d->targets[t].source, err));
    }
    WB_TRY(wb_board_add_numbers(work->board, "target", &own->target, err));
    WB_TRY(wb_board_add_codes(work->board, "date", &dates, &own->date, err));
    WB_TRY(wb_board_add_words(work->board, "goal", goals, &own->towards, err));
    WB_TRY(
        wb_board_add_words(work->board, "direction", directions, &own->direction, err));
    WB_TRY(wb_board_add_codes(work->board, "source", &sources, &own->source, err));
    WB_TRY(wb_board_add_numbers(work->board, "estimate", &own->estimate, err));
    WB_TRY(wb_effect_columns_add(work->board, "difference", &own->effect, err));
done:
    wb_names_free(&dates);
    wb_names_free(&sources);
    return st;
}

static wb_status list_cells(const wb_table_work *work, size_t target, size_t m,
                            wb_table_list *list, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_panel *panel = work->results->panel;

    for (size_t b = 0; b < work->results->definition->n_breakdowns; b++) {
        for (size_t i = 0; i < work->n_waves; i++) {
            for (int64_t c = 0; c < wb_panel_part_at(panel, b)->n_cells; c++) {
                wb_table_row row = {b, c, work->waves[i], m, target};
                WB_TRY(wb_table_list_add(list, &row, err));
            }
        }
    }
done:
    return st;
}

/* A target is of a composite, or of a topic: a number by itself. */
static bool is_of(const wb_target *target, const wb_measure *measure, int32_t level)
{
    return level < 0 && measure->kind != WB_MEASURE_ACUTE &&
           measure->kind != WB_MEASURE_SCORE && strcmp(target->measure, measure->id) == 0;
}

static wb_status list_rows(const wb_table_work *work, wb_table_list *list, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_results *r = work->results;

    for (size_t t = 0; t < r->definition->n_targets; t++) {
        for (size_t m = 0; m < work->n_measures; m++) {
            if (is_of(&r->definition->targets[t], wb_table_measure(r, m),
                      wb_panel_measure_at(r->panel, m).level))
                WB_TRY(list_cells(work, t, m, list, err));
        }
    }
done:
    return st;
}

/* How likely an estimate at least as far on the good side is when the truth is the
 * target. */
static double one_sided(const wb_effect *effect, bool at_least)
{
    double t = at_least ? effect->t : -effect->t;
    return isnan(t) ? NAN : t >= 0 ? wb_t_sf(t, effect->df) : 1 - wb_t_sf(-t, effect->df);
}

static void put_row(const wb_table_work *work, const wb_table_row *of, size_t row)
{
    const wb_monitor_results *r = work->results;
    const targets *own = work->own;
    const wb_target *target = &r->definition->targets[of->of];
    const wb_panel_part *part = wb_panel_part_at(r->panel, of->breakdown);
    size_t slot = wb_table_slot(work, of->cell, of->wave) + of->measure;
    const wb_estimate *e = &part->values[slot];
    wb_board_column *columns = work->board->columns;
    wb_effect effect =
        wb_effect_of(e->estimate - target->value, e->se * e->se, e->df, r->level);
    bool hidden = wb_results_hide(r, part, slot);

    effect.p = one_sided(&effect, target->at_least);
    columns[own->target].numbers[row] = target->value;
    columns[own->date].codes[row] = wb_board_code(&columns[own->date], target->date);
    columns[own->source].codes[row] =
        wb_board_code(&columns[own->source], target->source);
    columns[own->towards].codes[row] = target->towards;
    columns[own->direction].codes[row] = !target->at_least;
    columns[own->estimate].numbers[row] = hidden ? NAN : e->estimate;
    wb_effect_put(work->board, &own->effect, row, &effect,
                  hidden ? WB_COMPARED_HIDDEN : wb_compared_of(effect.status));
    columns[own->effect.p_adjusted].numbers[row] = columns[own->effect.p].numbers[row];
}

static const wb_monitor_list part = {"targets", add_columns, list_rows, put_row};

wb_status wb_table_targets(const wb_monitor_results *results, const char *language,
                           wb_frame **out, wb_error *err)
{
    targets own;

    (void)language;
    return wb_monitor_list_make(results, &part, &own, out, err);
}
