/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A breakdown of a panel is laid out, and its cells are estimated. */
#include "survey/panel_filling.h"

#include <math.h>
#include <stdlib.h>

/* ---- laying a breakdown out ---- */

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The combinations of any wave, each once. */
static wb_status list_cells(wb_filling *f, wb_error *err)
{
    const wb_cell_list *list = &f->view.list;
    wb_panel_part *part = f->part;
    size_t n = (size_t)list->n_seen;

    part->ranks = wb_allocate(n, sizeof *part->ranks);
    f->place = wb_allocate(n, sizeof *f->place);
    if (part->ranks == NULL || f->place == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        part->ranks[i] = list->seen[i].rank % f->n_groups;
    qsort(part->ranks, n, sizeof *part->ranks, ascending);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || part->ranks[i] != part->ranks[part->n_cells - 1])
            part->ranks[part->n_cells++] = part->ranks[i];
    }
    for (size_t i = 0; i < n; i++)
        f->place[i] = wb_panel_find_rank(part, list->seen[i].rank % f->n_groups);
    return WB_OK;
}

static void empty_values(wb_estimate *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        values[i] =
            (wb_estimate){NAN, NAN, NAN, NAN, 0, NAN, 0, 0, false, WB_ESTIMATE_EMPTY};
}

static void empty_numbers(double *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        values[i] = NAN;
}

static wb_status make_values(wb_filling *f, wb_error *err)
{
    const wb_panel *panel = f->panel;
    wb_panel_part *part = f->part;
    size_t n = (size_t)part->n_cells * panel->n_waves * panel->n_measures;

    part->values = wb_allocate(n, sizeof *part->values);
    if (f->held) {
        part->rest = wb_allocate(n, sizeof *part->rest);
        part->whole = wb_allocate(n, sizeof *part->whole);
    }
    if (panel->wish.shared) {
        part->covariances = wb_allocate(n * panel->n_waves, sizeof *part->covariances);
        part->dfs = wb_allocate(n * panel->n_waves, sizeof *part->dfs);
        part->union_dfs = wb_allocate(n, sizeof *part->union_dfs);
        part->replicates = wb_allocate(n, sizeof *part->replicates);
    }
    if (part->values == NULL ||
        (f->held && (part->rest == NULL || part->whole == NULL)) ||
        (panel->wish.shared && (part->covariances == NULL || part->dfs == NULL ||
                                part->union_dfs == NULL || part->replicates == NULL)))
        return wb_fail_nomem(err);
    empty_values(part->values, n);
    for (size_t i = 0; f->held && i < n; i++)
        part->rest[i] = part->whole[i] = (wb_beside_difference){NAN, NAN, NAN};
    if (panel->wish.shared) {
        empty_numbers(part->covariances, n * panel->n_waves);
        empty_numbers(part->dfs, n * panel->n_waves);
        empty_numbers(part->union_dfs, n);
    }
    return WB_OK;
}

wb_status wb_filling_open(wb_filling *f, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_sample *sample = &f->panel->sample;
    size_t against = f->panel->wish.against[f->breakdown];
    int32_t most;

    f->held = against != f->breakdown;
    WB_TRY(wb_view_init(&f->view, sample, f->breakdown, err));
    most = f->view.most_parts;
    if (f->held) {
        WB_TRY(wb_view_init(&f->whole, sample, against, err));
        most = 2 * f->whole.most_parts;
        int32_t n_cross = f->whole.cross != NULL ? f->whole.cross->most_parts : 0;
        WB_TRY(wb_beside_init(&f->beside, sample, f->whole.most_parts, n_cross,
                              wb_moment_count(WB_PAIR_TERMS), err));
    }
    WB_TRY(wb_desk_init(&f->desk, sample, most, err));
    f->n_groups = wb_panel_group_count(f->panel, f->breakdown);
    f->below = f->n_groups / wb_panel_group_count(f->panel, against);
    WB_TRY(list_cells(f, err));
    WB_TRY(make_values(f, err));
done:
    return st;
}

void wb_filling_close(wb_filling *f)
{
    wb_view_free(&f->view);
    wb_view_free(&f->whole);
    wb_beside_free(&f->beside);
    wb_desk_free(&f->desk);
    wb_release(f->place);
}

/* ---- estimates ---- */

wb_status wb_panel_lay_out(const wb_panel *panel, wb_view *view, int32_t seen,
                           size_t measure, const wb_domain **domain, wb_error *err)
{
    const wb_layout *layout = &panel->tally->layout;
    wb_panel_measure m = panel->measures[measure];
    size_t o = layout->estimand_outcome[m.estimand];
    int32_t category = -1;
    wb_status st = wb_view_outcome(view, seen, o, err);

    if (m.level >= 0)
        category = panel->sample.levels[layout->outcomes[o].key].codes[m.level];
    if (st == WB_OK)
        *domain = wb_view_domain(view, category);
    return st;
}

int32_t wb_panel_statistic(const wb_panel *panel, size_t measure)
{
    return panel->tally->spec->estimands[panel->measures[measure].estimand].statistic;
}

static size_t slot_of(const wb_filling *f, int32_t seen, size_t measure)
{
    int64_t wave = f->view.list.seen[seen].rank / f->n_groups;
    size_t cell = (size_t)f->place[seen];
    return (cell * f->panel->n_waves + (size_t)wave) * f->panel->n_measures + measure;
}

static wb_status hold_against(wb_filling *f, int32_t statistic, const wb_side *whole,
                              const wb_side *part, size_t slot, wb_error *err)
{
    wb_status st = WB_OK;
    wb_estimate estimate;
    wb_linear linear;
    wb_side rest = {&f->beside.rest, &estimate, &linear};

    wb_beside_take(&f->beside, whole->domain, part->domain);
    if (f->beside.rest.n == 0)
        return WB_OK; /* it is all of it */
    WB_TRY(wb_domain_estimate(&f->panel->sample, rest.domain, statistic, &f->desk,
                              &estimate, &linear, err));
    WB_TRY(wb_beside_rest(&f->beside, statistic, part, &rest, &f->desk,
                          &f->part->rest[slot], err));
    WB_TRY(wb_beside_whole(&f->beside, statistic, part, whole, &f->desk,
                           &f->part->whole[slot], err));
done:
    return st;
}

/* One measure of one cell; whole NULL: it is held against nothing. */
static wb_status fill_value(wb_filling *f, int32_t seen, size_t measure,
                            const wb_side *whole, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t statistic = wb_panel_statistic(f->panel, measure);
    wb_estimate *value = &f->part->values[slot_of(f, seen, measure)];
    wb_linear linear;
    wb_side part = {NULL, value, &linear};

    WB_TRY(wb_panel_lay_out(f->panel, &f->view, seen, measure, &part.domain, err));
    WB_TRY(wb_domain_estimate(&f->panel->sample, part.domain, statistic, &f->desk, value,
                              &linear, err));
    if (whole != NULL)
        WB_TRY(hold_against(f, statistic, whole, &part, slot_of(f, seen, measure), err));
done:
    return st;
}

/* Cells first .. end - 1 of the view, which are in seen cell `at` of the whole. */
static wb_status fill_block(wb_filling *f, int32_t at, int32_t first, int32_t end,
                            wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t m = 0; m < f->panel->n_measures; m++) {
        wb_estimate estimate;
        wb_linear linear;
        wb_side whole = {NULL, &estimate, &linear};
        if (f->held) {
            WB_TRY(wb_panel_lay_out(f->panel, &f->whole, at, m, &whole.domain, err));
            WB_TRY(wb_domain_estimate(&f->panel->sample, whole.domain,
                                      wb_panel_statistic(f->panel, m), &f->desk,
                                      &estimate, &linear, err));
        }
        for (int32_t seen = first; seen < end; seen++)
            WB_TRY(fill_value(f, seen, m, f->held ? &whole : NULL, err));
    }
done:
    return st;
}

wb_status wb_filling_cells(wb_filling *f, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_cell_list *list = &f->view.list;
    int32_t at = 0;
    int32_t end;

    for (int32_t first = 0; first < list->n_seen; first = end) {
        int64_t rank = list->seen[first].rank / f->below;
        for (end = first + 1; end < list->n_seen; end++) {
            if (list->seen[end].rank / f->below != rank)
                break;
        }
        while (f->held && f->whole.list.seen[at].rank < rank)
            at++;
        WB_TRY(fill_block(f, at, first, end, err));
    }
done:
    return st;
}
