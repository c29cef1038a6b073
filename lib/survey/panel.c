/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/panel.h"

#include "survey/panel_filling.h"

#include <string.h>

/* ---- waves ---- */

/* Waves that were not declared, by their numbers; those of one number stay as they are.
 */
static void sort_waves(wb_levels *levels, double *numbers)
{
    for (int32_t i = 1; i < levels->count; i++) {
        double number = numbers[i];
        int32_t code = levels->codes[i], at = i;
        for (; at > 0 && numbers[at - 1] > number; at--) {
            numbers[at] = numbers[at - 1];
            levels->codes[at] = levels->codes[at - 1];
        }
        numbers[at] = number;
        levels->codes[at] = code;
    }
    for (int32_t i = 0; i < levels->count; i++)
        levels->ranks[levels->codes[i]] = i;
}

static wb_status list_waves(wb_panel *panel, wb_error *err)
{
    const wb_tally *tally = panel->tally;
    size_t key = tally->layout.breakdowns[0].keys[0];
    wb_levels *levels = &panel->sample.levels[key];
    double *numbers;

    panel->n_waves = (size_t)levels->count;
    if (wb_spec_declared(tally->spec, tally->layout.key_names[key]) != NULL)
        return WB_OK;
    numbers = wb_allocate(panel->n_waves, sizeof *numbers);
    if (numbers == NULL)
        return wb_fail_nomem(err);
    if (wb_panel_wave_numbers(panel, numbers))
        sort_waves(levels, numbers);
    wb_release(numbers);
    return WB_OK;
}

/* ---- all breakdowns ---- */

static wb_status fill_part(void *user, size_t breakdown, wb_error *err)
{
    wb_status st = WB_OK;
    wb_panel *panel = user;
    wb_filling f = {
        .panel = panel, .breakdown = breakdown, .part = &panel->parts[breakdown]};

    f.part->n_columns = panel->tally->layout.breakdowns[breakdown].n - 1;
    WB_TRY(wb_filling_open(&f, err));
    WB_TRY(wb_filling_cells(&f, err));
    if (panel->wish.shared)
        WB_TRY(wb_filling_waves(&f, err));
done:
    wb_filling_close(&f);
    return st;
}

static size_t count_levels(const wb_panel *panel, size_t estimand)
{
    const wb_layout *layout = &panel->tally->layout;
    const wb_outcome *outcome = &layout->outcomes[layout->estimand_outcome[estimand]];
    return outcome->by_category ? (size_t)panel->sample.levels[outcome->key].count : 1;
}

static wb_status list_measures(wb_panel *panel, wb_error *err)
{
    const wb_tally *tally = panel->tally;
    size_t n = 0;

    for (size_t e = 0; e < tally->spec->n_estimands; e++)
        n += count_levels(panel, e);
    panel->measures = wb_allocate(n, sizeof *panel->measures);
    if (panel->measures == NULL)
        return wb_fail_nomem(err);
    for (size_t e = 0; e < tally->spec->n_estimands; e++) {
        size_t o = tally->layout.estimand_outcome[e];
        bool plain = !tally->layout.outcomes[o].by_category;
        for (size_t level = 0; level < count_levels(panel, e); level++)
            panel->measures[panel->n_measures++] =
                (wb_panel_measure){e, plain ? -1 : (int32_t)level};
    }
    return WB_OK;
}

wb_status wb_panel_new(const wb_tally *tally, const wb_panel_wish *wish,
                       const wb_estimate_options *options, const wb_run *run,
                       wb_panel **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_panel *made = wb_allocate(1, sizeof *made);
    size_t n = tally->layout.n_breakdowns;
    bool failed = false;
    wb_run ours;

    *out = NULL;
    if (made == NULL)
        return wb_fail_nomem(err);
    made->tally = tally;
    made->wish = *wish;
    made->against = wb_copy_array(wish->against, n, sizeof *made->against, &failed);
    made->wish.against = made->against;
    if (failed) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_run_read(&ours, run, err));
    WB_TRY(wb_estimate_options_read(options, &made->options, err));
    WB_TRY(wb_tally_closed(tally, &made->room, &made->state, err));
    WB_TRY(wb_sample_init(&made->sample, tally, made->state, &made->options, err));
    WB_TRY(list_waves(made, err));
    WB_TRY(list_measures(made, err));
    made->parts = wb_allocate(n, sizeof *made->parts);
    if (made->parts == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    /* a regression is worked in, so threads cannot have it in common */
    WB_TRY(wb_run_parts_asking(&ours, made->sample.regression == NULL ? ours.threads : 1,
                               n, fill_part, made, err));
    *out = made;
    made = NULL;
done:
    wb_panel_free(made);
    return st;
}

/* Of the waves of all measures of all cells. */
static void free_replicates(wb_panel_part *part, size_t n)
{
    for (size_t i = 0; part->replicates != NULL && i < n; i++)
        wb_release(part->replicates[i]);
    wb_release(part->replicates);
}

static void free_part(wb_panel_part *part, size_t per_cell)
{
    free_replicates(part, (size_t)part->n_cells * per_cell);
    wb_release(part->ranks);
    wb_release(part->values);
    wb_release(part->rest);
    wb_release(part->whole);
    wb_release(part->covariances);
    wb_release(part->dfs);
    wb_release(part->union_dfs);
}

void wb_panel_free(wb_panel *panel)
{
    if (panel == NULL)
        return;
    for (size_t b = 0; panel->parts != NULL && b < panel->tally->layout.n_breakdowns; b++)
        free_part(&panel->parts[b], panel->n_measures * panel->n_waves);
    wb_release(panel->parts);
    wb_release(panel->measures);
    wb_release(panel->against);
    wb_sample_free(&panel->sample);
    wb_state_free(&panel->room);
    wb_release(panel);
}
