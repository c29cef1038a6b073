/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/panel.h"

#include "survey/beside.h"
#include "survey/make.h"
#include "survey/piece.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct wb_panel {
    const wb_tally *tally;
    wb_state room;
    const wb_state *state;
    wb_estimate_options options;
    wb_sample sample;
    wb_panel_wish wish;
    size_t *against; /* a copy, of the wish */
    size_t n_waves;
    wb_panel_measure *measures;
    size_t n_measures;
    wb_panel_part *parts;
};

/* One breakdown being filled in, by one thread. */
typedef struct filling {
    wb_panel *panel;
    size_t breakdown;
    wb_panel_part *part;
    wb_view view;  /* of the breakdown */
    wb_view whole; /* of the one it is held against */
    bool held;     /* against another */
    int64_t below; /* combinations of a cell of that one */
    wb_desk desk;
    wb_beside beside;
    int64_t n_groups; /* combinations within a wave */
    int64_t *place;   /* per seen cell of the view: its place among the part's cells */
} filling;

/* ---- what there is ---- */

size_t wb_panel_wave_count(const wb_panel *panel)
{
    return panel->n_waves;
}

size_t wb_panel_measure_count(const wb_panel *panel)
{
    return panel->n_measures;
}

wb_panel_measure wb_panel_measure_at(const wb_panel *panel, size_t measure)
{
    return panel->measures[measure];
}

const wb_panel_part *wb_panel_part_at(const wb_panel *panel, size_t breakdown)
{
    return &panel->parts[breakdown];
}

static size_t key_of(const wb_panel *panel, const char *column)
{
    const wb_layout *layout = &panel->tally->layout;
    size_t key = 0;

    while (key < layout->n_keys && strcmp(layout->key_names[key], column) != 0)
        key++;
    return key;
}

int32_t wb_panel_level_count(const wb_panel *panel, const char *column)
{
    size_t key = key_of(panel, column);
    return key < panel->tally->layout.n_keys ? panel->sample.levels[key].count : 0;
}

const char *wb_panel_level(const wb_panel *panel, const char *column, int32_t level,
                           char room[WB_NUMBER_CHARS], size_t *length)
{
    size_t key = key_of(panel, column);
    return wb_keys_show(panel->state->index.keys[key],
                        panel->sample.levels[key].codes[level], room, length);
}

void wb_panel_cell(const wb_panel *panel, size_t breakdown, int64_t cell, int32_t *levels)
{
    const wb_key_list *columns = &panel->tally->layout.breakdowns[breakdown];
    int64_t rank = panel->parts[breakdown].ranks[cell];

    for (size_t j = columns->n; j-- > 1;) {
        int64_t count = panel->sample.levels[columns->keys[j]].count;
        levels[j - 1] = (int32_t)(rank % count);
        rank /= count;
    }
}

/* ---- laying a breakdown out ---- */

static int64_t count_groups(const wb_panel *panel, size_t breakdown)
{
    const wb_key_list *columns = &panel->tally->layout.breakdowns[breakdown];
    int64_t n = 1;

    for (size_t j = 1; j < columns->n; j++)
        n *= panel->sample.levels[columns->keys[j]].count;
    return n;
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t find_rank(const wb_panel_part *part, int64_t rank)
{
    int64_t low = 0;
    int64_t high = part->n_cells;

    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (part->ranks[middle] < rank)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t wb_panel_whole(const wb_panel *panel, size_t breakdown, int64_t cell,
                      size_t *against)
{
    size_t whole = panel->against[breakdown];
    int64_t below = count_groups(panel, breakdown) / count_groups(panel, whole);

    *against = whole;
    return (size_t)find_rank(&panel->parts[whole],
                             panel->parts[breakdown].ranks[cell] / below);
}

/* The combinations of any wave, each once. */
static wb_status list_cells(filling *f, wb_error *err)
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
        f->place[i] = find_rank(part, list->seen[i].rank % f->n_groups);
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

static wb_status make_values(filling *f, wb_error *err)
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
    }
    if (part->values == NULL ||
        (f->held && (part->rest == NULL || part->whole == NULL)) ||
        (panel->wish.shared &&
         (part->covariances == NULL || part->dfs == NULL || part->union_dfs == NULL)))
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

static wb_status open_views(filling *f, wb_error *err)
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
    f->n_groups = count_groups(f->panel, f->breakdown);
    f->below = f->n_groups / count_groups(f->panel, against);
done:
    return st;
}

static void close_filling(filling *f)
{
    wb_view_free(&f->view);
    wb_view_free(&f->whole);
    wb_beside_free(&f->beside);
    wb_desk_free(&f->desk);
    wb_release(f->place);
}

/* ---- estimates ---- */

/* The domain of a measure in a seen cell of a view; -1: no rows. */
static wb_status lay_out(const wb_panel *panel, wb_view *view, int32_t seen,
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

static int32_t statistic_of(const wb_panel *panel, size_t measure)
{
    return panel->tally->spec->estimands[panel->measures[measure].estimand].statistic;
}

static size_t slot_of(const filling *f, int32_t seen, size_t measure)
{
    int64_t wave = f->view.list.seen[seen].rank / f->n_groups;
    size_t cell = (size_t)f->place[seen];
    return (cell * f->panel->n_waves + (size_t)wave) * f->panel->n_measures + measure;
}

static wb_status hold_against(filling *f, int32_t statistic, const wb_side *whole,
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
static wb_status fill_value(filling *f, int32_t seen, size_t measure,
                            const wb_side *whole, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t statistic = statistic_of(f->panel, measure);
    wb_estimate *value = &f->part->values[slot_of(f, seen, measure)];
    wb_linear linear;
    wb_side part = {NULL, value, &linear};

    WB_TRY(lay_out(f->panel, &f->view, seen, measure, &part.domain, err));
    WB_TRY(wb_domain_estimate(&f->panel->sample, part.domain, statistic, &f->desk, value,
                              &linear, err));
    if (whole != NULL)
        WB_TRY(hold_against(f, statistic, whole, &part, slot_of(f, seen, measure), err));
done:
    return st;
}

/* Cells first .. end - 1 of the view, which are in seen cell `at` of the whole. */
static wb_status fill_block(filling *f, int32_t at, int32_t first, int32_t end,
                            wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t m = 0; m < f->panel->n_measures; m++) {
        wb_estimate estimate;
        wb_linear linear;
        wb_side whole = {NULL, &estimate, &linear};
        if (f->held) {
            WB_TRY(lay_out(f->panel, &f->whole, at, m, &whole.domain, err));
            WB_TRY(wb_domain_estimate(&f->panel->sample, whole.domain,
                                      statistic_of(f->panel, m), &f->desk, &estimate,
                                      &linear, err));
        }
        for (int32_t seen = first; seen < end; seen++)
            WB_TRY(fill_value(f, seen, m, f->held ? &whole : NULL, err));
    }
done:
    return st;
}

static wb_status fill_cells(filling *f, wb_error *err)
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

/* ---- waves together ---- */

typedef struct series {
    wb_piece *pieces; /* per wave */
    const wb_piece **known;
    size_t *waves; /* of those known */
    size_t n;
    double *covariance;
} series;

static void free_series(series *s, size_t n_waves)
{
    for (size_t w = 0; s->pieces != NULL && w < n_waves; w++)
        wb_piece_free(&s->pieces[w]);
    wb_release(s->pieces);
    wb_release(s->known);
    wb_release(s->waves);
    wb_release(s->covariance);
}

static wb_status make_series(series *s, size_t n_waves, wb_error *err)
{
    *s = (series){wb_allocate(n_waves, sizeof *s->pieces),
                  wb_allocate(n_waves, sizeof *s->known),
                  wb_allocate(n_waves, sizeof *s->waves), 0,
                  wb_allocate(n_waves * n_waves, sizeof *s->covariance)};
    if (s->pieces == NULL || s->known == NULL || s->waves == NULL ||
        s->covariance == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

static wb_status take_wave(filling *f, series *s, int32_t seen, size_t wave,
                           size_t measure, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_sample *sample = &f->panel->sample;
    int32_t statistic = statistic_of(f->panel, measure);
    wb_piece *piece = &s->pieces[s->n];
    const wb_domain *domain;
    wb_estimate estimate;
    wb_linear linear;

    WB_TRY(lay_out(f->panel, &f->view, seen, measure, &domain, err));
    WB_TRY(
        wb_domain_estimate(sample, domain, statistic, &f->desk, &estimate, &linear, err));
    if (domain->n == 0 || isnan(estimate.se))
        return WB_OK;
    *piece = (wb_piece){.breakdown = f->breakdown,
                        .outcome = f->view.outcome,
                        .rank = f->view.list.seen[seen].rank,
                        .category = f->panel->measures[measure].level};
    WB_TRY(wb_piece_init(piece, sample, domain, statistic, &linear, &f->desk, err));
    s->known[s->n] = piece;
    s->waves[s->n++] = wave;
done:
    return st;
}

/* `place`: of the cell and measure among those of the part. */
static wb_status relate(filling *f, series *s, size_t place, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_sample *sample = &f->panel->sample;
    size_t n_waves = f->panel->n_waves;
    size_t base = place * n_waves * n_waves;

    WB_TRY(wb_pieces_covariance(sample, s->known, s->n, true, s->covariance, err));
    for (size_t i = 0; i < s->n; i++) {
        for (size_t j = 0; j < s->n; j++) {
            const wb_piece *two[2] = {s->known[i], s->known[j]};
            size_t at = base + s->waves[i] * n_waves + s->waves[j];
            f->part->covariances[at] = s->covariance[i * s->n + j];
            WB_TRY(wb_pieces_df(sample, two, i == j ? 1 : 2, &f->part->dfs[at], err));
        }
        for (size_t w = i == 0 ? 0 : s->waves[i - 1] + 1; w <= s->waves[i]; w++)
            WB_TRY(wb_pieces_df(sample, s->known + i, s->n - i,
                                &f->part->union_dfs[place * n_waves + w], err));
    }
done:
    return st;
}

/* Per cell and wave its place in the view's list, or -1. */
static wb_status relate_cell(filling *f, const int32_t *seen, int64_t cell, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_waves = f->panel->n_waves;

    for (size_t m = 0; m < f->panel->n_measures && st == WB_OK; m++) {
        series s;
        st = make_series(&s, n_waves, err);
        for (size_t w = 0; w < n_waves && st == WB_OK; w++) {
            if (seen[w] >= 0)
                st = take_wave(f, &s, seen[w], w, m, err);
        }
        if (st == WB_OK)
            st = relate(f, &s, (size_t)cell * f->panel->n_measures + m, err);
        free_series(&s, n_waves);
    }
    return st;
}

static wb_status relate_waves(filling *f, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_waves = f->panel->n_waves;
    size_t n = (size_t)f->part->n_cells * n_waves;
    int32_t *seen = wb_allocate(n, sizeof *seen);

    if (seen == NULL)
        return wb_fail_nomem(err);
    memset(seen, 0xff, n * sizeof *seen);
    for (int32_t i = 0; i < f->view.list.n_seen; i++)
        seen[(size_t)f->place[i] * n_waves +
             (size_t)(f->view.list.seen[i].rank / f->n_groups)] = i;
    for (int64_t c = 0; c < f->part->n_cells; c++)
        WB_TRY(relate_cell(f, seen + (size_t)c * n_waves, c, err));
done:
    wb_release(seen);
    return st;
}

/* ---- all breakdowns ---- */

static wb_status fill_part(void *user, size_t breakdown, wb_error *err)
{
    wb_status st = WB_OK;
    wb_panel *panel = user;
    filling f = {
        .panel = panel, .breakdown = breakdown, .part = &panel->parts[breakdown]};

    f.part->n_columns = panel->tally->layout.breakdowns[breakdown].n - 1;
    WB_TRY(open_views(&f, err));
    WB_TRY(list_cells(&f, err));
    WB_TRY(make_values(&f, err));
    WB_TRY(fill_cells(&f, err));
    if (panel->wish.shared)
        WB_TRY(relate_waves(&f, err));
done:
    close_filling(&f);
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
    made->n_waves =
        (size_t)made->sample.levels[tally->layout.breakdowns[0].keys[0]].count;
    WB_TRY(list_measures(made, err));
    made->parts = wb_allocate(n, sizeof *made->parts);
    if (made->parts == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    /* a regression is worked in, so threads cannot have it in common */
    WB_TRY(wb_run_parts(made->sample.regression == NULL ? ours.threads : 1, n, fill_part,
                        made, err));
    *out = made;
    made = NULL;
done:
    wb_panel_free(made);
    return st;
}

static void free_part(wb_panel_part *part)
{
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
        free_part(&panel->parts[b]);
    wb_release(panel->parts);
    wb_release(panel->measures);
    wb_release(panel->against);
    wb_sample_free(&panel->sample);
    wb_state_free(&panel->room);
    wb_release(panel);
}
