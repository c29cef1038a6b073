/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Counts of a wave through disclosure control.
 *
 * Acute problems are not counted by themselves: they are few in every group, and hiding
 * them from who subtracts takes whole tables along (decision 0025). They go with their
 * row.
 *
 * Sums must close: everybody is in one group of every variable. Who has no known group is
 * counted with the largest group of its variable, in counts that nobody sees. What is
 * published says less than these do, so that who cannot get at a hidden count with them
 * cannot with what is published. Where the group to count with is hidden or not there,
 * those without a group are a group of their own. */
#include "monitor/heads.h"

#include "frame/fill.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One wave. */
typedef struct protecting {
    wb_heads *people;
    size_t wave;
    int32_t *largest; /* per variable its largest group */
    size_t *folded;   /* per cell the one that it is counted with; itself */
    int64_t *counts;  /* n and problem, and n of the group itself, of [cell * n_measures +
                         measure] */
    wb_frame *frame, *relations, *released, *audit;
} protecting;

enum { N, PROBLEM, KNOWN, PER_ROW };

/* ---- what the panel counts ---- */

/* Of a measure that nobody answered there may be no column: nobody. */
static const wb_estimate *value_at(const protecting *p, size_t part, size_t cell,
                                   size_t measure)
{
    static const wb_estimate nobody;
    const wb_panel *panel = p->people->panel;
    size_t n_measures = wb_panel_measure_count(panel);
    size_t at = (cell * wb_panel_wave_count(panel) + p->wave) * n_measures + measure;

    if (measure == WB_NOWHERE)
        return &nobody;
    return &wb_panel_part_at(panel, part)->values[at];
}

/* People are counted without weights: a share times n is a whole number. */
static int64_t people_of(const wb_estimate *e)
{
    return e->n == 0 ? 0 : llround(e->estimate * (double)e->n);
}

static void count(const protecting *p, size_t part, size_t cell,
                  const wb_heads_measure *m, int64_t *into)
{
    const wb_estimate *base = value_at(p, part, cell, m->n);

    into[N] += base->n;
    if (m->problem != WB_NOWHERE) {
        int64_t n = people_of(value_at(p, part, cell, m->problem));
        into[PROBLEM] += m->without ? base->n - n : n;
    }
}

static int64_t *row_of(const protecting *p, size_t number, size_t measure)
{
    return p->counts + (number * p->people->n_measures + measure) * PER_ROW;
}

/* ---- those without a known group ---- */

static int64_t size_of(const protecting *p, size_t part, size_t cell)
{
    int64_t n = 0;
    for (size_t m = 0; m < p->people->n_measures; m++)
        n += value_at(p, part, cell, p->people->measures[m].n)->n;
    return n;
}

static const wb_breakdown *breakdown_of(const protecting *p, size_t part)
{
    size_t b = p->people->parts[part].breakdown;
    return &p->people->results->definition->breakdowns[b];
}

/* Of the first breakdown that has the variable. */
static wb_status find_largest(protecting *p, size_t part, size_t place, wb_error *err)
{
    size_t variable = breakdown_of(p, part)->variables[place];
    int32_t levels[WB_MAX_CROSSED];
    int64_t n_levels = p->people->n_levels[variable];
    int64_t *sizes = wb_allocate((size_t)n_levels, sizeof *sizes);
    int32_t best = p->people->unknown[variable] == 0;

    if (sizes == NULL)
        return wb_fail_nomem(err);
    for (int64_t c = 0; c < wb_panel_part_at(p->people->panel, part)->n_cells; c++) {
        wb_panel_cell(p->people->panel, part, c, levels);
        sizes[levels[place]] += size_of(p, part, (size_t)c);
    }
    for (int32_t k = 0; k < n_levels; k++) {
        if (k != p->people->unknown[variable] && best < n_levels &&
            sizes[k] > sizes[best])
            best = k;
    }
    p->largest[variable] = best;
    wb_release(sizes);
    return WB_OK;
}

static wb_status find_all_largest(protecting *p, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t v = 0; v < p->people->results->definition->n_variables; v++)
        p->largest[v] = -1;
    for (size_t k = 0; k < p->people->n_parts; k++) {
        for (size_t i = 0; i < breakdown_of(p, k)->n; i++) {
            if (p->largest[breakdown_of(p, k)->variables[i]] < 0)
                WB_TRY(find_largest(p, k, i, err));
        }
    }
done:
    return st;
}

static size_t fold(const protecting *p, size_t part, size_t cell)
{
    const wb_breakdown *b = breakdown_of(p, part);
    size_t first = p->people->parts[part].first;
    int32_t levels[WB_MAX_CROSSED];
    bool known = true;

    wb_panel_cell(p->people->panel, part, (int64_t)cell, levels);
    for (size_t i = 0; i < b->n; i++) {
        if (levels[i] == p->people->unknown[b->variables[i]]) {
            levels[i] = p->largest[b->variables[i]];
            known = false;
        }
    }
    size_t with = known ? WB_NOWHERE : wb_heads_cell(p->people, part, levels);
    return with != WB_NOWHERE ? with : first + cell;
}

static void count_all(protecting *p)
{
    for (size_t k = 0; k < p->people->n_parts; k++) {
        size_t first = p->people->parts[k].first;
        size_t n = (size_t)wb_panel_part_at(p->people->panel, k)->n_cells;
        for (size_t c = 0; c < n; c++) {
            size_t with = p->folded[first + c] = fold(p, k, c);
            for (size_t m = 0; m < p->people->n_measures; m++)
                count(p, k, c, &p->people->measures[m], row_of(p, with, m));
            for (size_t m = 0; m < p->people->n_measures && with == first + c; m++)
                row_of(p, with, m)[KNOWN] =
                    value_at(p, k, c, p->people->measures[m].n)->n;
        }
    }
}

/* ---- frames ---- */

static wb_status fill_number(wb_fill *fill, char kind, size_t number, wb_error *err)
{
    char text[32];
    snprintf(text, sizeof text, "%c%08zu", kind, number);
    return wb_fill_text(fill, text, err);
}

/* A group that is too few by itself is hidden, also when those without a group would
 * make it large enough: as if one of them had it for himself. */
static int64_t largest_of(const protecting *p, const int64_t *row)
{
    return row[KNOWN] < p->people->results->definition->publication.min_n ? row[N] : 0;
}

static wb_status fill_row(const protecting *p, wb_fill *fill, size_t number,
                          size_t measure, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_heads_measure *m = &p->people->measures[measure];
    const int64_t *row = row_of(p, number, measure);

    if (row[N] == 0)
        return WB_OK; /* a sample that has nobody of a group tells nothing of it */
    WB_TRY(fill_number(fill, 'c', number, err));
    WB_TRY(fill_number(fill, 'm', measure, err));
    WB_TRY(wb_fill_int64(fill, row[N], err));
    WB_TRY(wb_fill_given(fill, m->problem != WB_NOWHERE, row[PROBLEM], err));
    WB_TRY(wb_fill_int64(fill, largest_of(p, row), err));
done:
    return st;
}

static wb_status make_counts(protecting *p, wb_error *err)
{
    static const wb_fill_column columns[] = {
        {"cell", WB_TYPE_DICTIONARY}, {"measure", WB_TYPE_DICTIONARY},
        {"n", WB_TYPE_INT64},         {"problem", WB_TYPE_INT64},
        {"largest", WB_TYPE_INT64},   {NULL, WB_TYPE_NULL}};
    wb_status st = WB_OK;
    wb_fill fill = {0};

    WB_TRY(wb_fill_columns(&fill, columns, err));
    for (size_t c = 0; c < p->people->n_cells; c++) {
        for (size_t m = 0; m < p->people->n_measures; m++)
            WB_TRY(fill_row(p, &fill, c, m, err));
    }
    WB_TRY(wb_fill_finish(&fill, &p->frame, err));
done:
    wb_fill_close(&fill);
    return st;
}

static bool has_people(const protecting *p, size_t number)
{
    for (size_t m = 0; m < p->people->n_measures; m++) {
        if (row_of(p, number, m)[N] > 0)
            return true;
    }
    return false;
}

/* The cell is one of the groups that a cell of `parent` is taken apart into. */
static wb_status fill_sum(const protecting *p, wb_fill *fill, size_t part, size_t cell,
                          size_t parent, wb_error *err)
{
    wb_status st = WB_OK;
    size_t places[WB_MAX_CROSSED];
    int32_t levels[WB_MAX_CROSSED];
    int32_t of_total[WB_MAX_CROSSED];

    (void)wb_heads_within(p->people, parent, breakdown_of(p, part), places);
    wb_panel_cell(p->people->panel, part, (int64_t)cell, levels);
    for (size_t i = 0; i < breakdown_of(p, parent)->n; i++)
        of_total[i] = levels[places[i]];
    size_t total = p->folded[wb_heads_cell(p->people, parent, of_total)];
    WB_TRY(wb_fill_text(fill, "sum", err));
    WB_TRY(fill_number(fill, 'p', part, err));
    WB_TRY(fill_number(fill, 'c', total, err));
    WB_TRY(fill_number(fill, 'c', p->people->parts[part].first + cell, err));
done:
    return st;
}

static wb_status make_relations(protecting *p, wb_error *err)
{
    static const wb_fill_column columns[] = {{"kind", WB_TYPE_DICTIONARY},
                                             {"partition", WB_TYPE_DICTIONARY},
                                             {"total", WB_TYPE_DICTIONARY},
                                             {"part", WB_TYPE_DICTIONARY},
                                             {NULL, WB_TYPE_NULL}};
    wb_status st = WB_OK;
    wb_fill fill = {0};

    WB_TRY(wb_fill_columns(&fill, columns, err));
    for (size_t k = 0; k < p->people->n_parts; k++) {
        const wb_heads_part *part = &p->people->parts[k];
        size_t n = (size_t)wb_panel_part_at(p->people->panel, k)->n_cells;
        for (size_t c = 0; c < n; c++) {
            for (size_t i = 0; i < part->n_parents && has_people(p, part->first + c); i++)
                WB_TRY(fill_sum(p, &fill, k, c, part->parents[i], err));
        }
    }
    WB_TRY(wb_fill_finish(&fill, &p->relations, err));
done:
    wb_fill_close(&fill);
    return st;
}

/* ---- what may be shown ---- */

static size_t number_at(const wb_frame *frame, const char *column, int64_t row)
{
    size_t length;
    int64_t at = wb_frame_find(frame, column);
    const char *text = wb_frame_text(frame, (size_t)at, row, &length);
    char room[32] = {0};

    memcpy(room, text + 1, length - 1);
    return (size_t)strtoull(room, NULL, 10);
}

static bool is_text(const wb_frame *frame, const char *column, int64_t row,
                    const char *like)
{
    size_t length;
    int64_t at = wb_frame_find(frame, column);
    const char *text = wb_frame_text(frame, (size_t)at, row, &length);

    return length == strlen(like) && memcmp(text, like, length) == 0;
}

static bool is_few(const protecting *p, int64_t row)
{
    return is_text(p->audit, "rule", row, "too_few") ||
           is_text(p->audit, "rule", row, "dominance");
}

static void take_verdicts(const protecting *p)
{
    wb_heads *people = p->people;
    size_t first = p->wave * people->n_cells;

    for (int64_t i = 0; i < wb_frame_row_count(p->audit); i++) {
        size_t at = (first + number_at(p->audit, "cell", i)) * people->n_measures +
                    number_at(p->audit, "measure", i);
        if (is_text(p->audit, "count", i, "n"))
            people->hidden[at] = is_few(p, i) ? WB_PUBLISH_TOO_FEW
                                 : is_text(p->audit, "rule", i, "extreme")
                                     ? WB_PUBLISH_EXTREME
                                     : WB_PUBLISH_PROTECTS;
    }
}

static wb_status disclose(protecting *p, wb_error *err)
{
    const wb_publication *rule = &p->people->results->definition->publication;
    wb_disclose_options options = WB_DISCLOSE_OPTIONS_INIT;

    options.min_n = (int32_t)rule->min_n;
    options.extreme = rule->extreme > 0 ? (int32_t)rule->extreme : -1;
    options.protect =
        rule->protect == WB_PUBLISH_PROTECT_RULES ? WB_PROTECT_RULES : WB_PROTECT_ALL;
    return wb_disclose(p->frame, p->relations, &options, NULL, &p->released, &p->audit,
                       NULL, err);
}

static void free_protecting(protecting *p)
{
    wb_release(p->largest);
    wb_release(p->folded);
    wb_release(p->counts);
    wb_frame_free(p->frame);
    wb_frame_free(p->relations);
    wb_frame_free(p->released);
    wb_frame_free(p->audit);
}

static wb_status protect_wave(void *user, size_t wave, wb_error *err)
{
    wb_status st = WB_OK;
    wb_heads *people = user;
    protecting p = {.people = people, .wave = wave};

    p.largest = wb_allocate(people->results->definition->n_variables, sizeof *p.largest);
    p.folded = wb_allocate(people->n_cells, sizeof *p.folded);
    p.counts =
        wb_allocate(people->n_cells * people->n_measures * PER_ROW, sizeof *p.counts);
    if (p.largest == NULL || p.folded == NULL || p.counts == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(find_all_largest(&p, err));
    count_all(&p);
    WB_TRY(make_counts(&p, err));
    if (wb_frame_row_count(p.frame) == 0)
        goto done; /* nobody of this wave came in */
    WB_TRY(make_relations(&p, err));
    WB_TRY(disclose(&p, err));
    take_verdicts(&p);
done:
    free_protecting(&p);
    return st;
}

wb_status wb_heads_protect(wb_heads *people, const wb_run *run, wb_error *err)
{
    size_t n_waves = wb_panel_wave_count(people->panel);
    size_t n = n_waves * people->n_cells * people->n_measures;

    (void)run;
    people->hidden = wb_allocate(n, 1);
    if (people->hidden == NULL)
        return wb_fail_nomem(err);
    return wb_run_parts(people->results->threads, n_waves, protect_wave, people, err);
}
