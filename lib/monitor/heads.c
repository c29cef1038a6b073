/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is counted, and in which cells. */
#include "monitor/heads.h"

#include <string.h>

/* ---- measures ---- */

static bool same_parts(const wb_composite *a, const wb_composite *b)
{
    if (a->n_parts != b->n_parts || a->acute != b->acute || a->min_known != b->min_known)
        return false;
    for (size_t i = 0; i < a->n_parts; i++) {
        if (a->parts[i].index != b->parts[i].index ||
            a->parts[i].is_composite != b->parts[i].is_composite)
            return false;
    }
    return true;
}

/* Both are about the same answers of the same people. */
static bool is_same(const wb_monitor_results *r, const wb_measure *a, const wb_measure *b)
{
    const wb_instrument *instrument = r->instrument;

    if (a->composite != UINT32_MAX && b->composite != UINT32_MAX)
        return same_parts(&instrument->composites[a->composite],
                          &instrument->composites[b->composite]);
    if (a->indicator != UINT32_MAX && b->indicator != UINT32_MAX)
        return a->indicator == b->indicator;
    return a == b;
}

/* The first column of the panel of counts that is of an estimand; none of categories that
 * nobody has. */
static size_t column_of(const wb_heads *p, size_t measure)
{
    size_t estimand = 0;
    size_t at = 0;

    for (size_t i = 0; i < measure; i++)
        estimand += wb_measure_is_counted(&p->results->measures.items[i]);
    while (at < wb_panel_measure_count(p->panel) &&
           wb_panel_measure_at(p->panel, at).estimand != estimand)
        at++;
    return at < wb_panel_measure_count(p->panel) ? at : WB_NOWHERE;
}

static void count_measure(const wb_heads *p, const wb_measure *m, size_t at,
                          wb_heads_measure *into)
{
    switch (m->kind) {
    case WB_MEASURE_WORKABLE:
    case WB_MEASURE_BOTTLENECKS: /* its first category is: no problem */
        into->n = into->problem = at;
        into->without = true;
        break;
    case WB_MEASURE_PROBLEM:
        into->n = into->problem = at;
        break;
    case WB_MEASURE_TOPIC:
        into->n = at;
        if (p->results->definition->topics[m->topic].kind == WB_TOPIC_SHARE)
            into->problem = at;
        break;
    case WB_MEASURE_COMBINATION: /* not reached: the caller asks wb_measure_is_counted */
    case WB_MEASURE_ACUTE:
    case WB_MEASURE_SCORE:
    case WB_MEASURE_KINDS:
        break; /* not reached: the caller asks wb_measure_is_counted */
    }
}

static size_t place_of(wb_heads *p, size_t measure, size_t *places)
{
    const wb_measures *all = &p->results->measures;

    for (size_t i = 0; i < measure; i++) {
        if (is_same(p->results, &all->items[i], &all->items[measure]))
            return places[i];
    }
    p->measures[p->n_measures] =
        (wb_heads_measure){WB_NOWHERE, WB_NOWHERE, false, all->items[measure].id};
    return p->n_measures++;
}

static wb_status list_measures(wb_heads *p, wb_error *err)
{
    const wb_measures *all = &p->results->measures;
    size_t n = wb_panel_measure_count(p->results->panel);
    size_t *places = wb_allocate(all->n, sizeof *places);

    p->measures = wb_allocate(all->n, sizeof *p->measures);
    p->measure_of = wb_allocate(n, sizeof *p->measure_of);
    bool failed = places == NULL || p->measures == NULL || p->measure_of == NULL;
    for (size_t i = 0; i < all->n && !failed; i++) {
        places[i] = place_of(p, i, places);
        wb_heads_measure *into = &p->measures[places[i]];
        if (wb_measure_is_counted(&all->items[i]) && into->n == WB_NOWHERE)
            count_measure(p, &all->items[i], column_of(p, i), into);
    }
    for (size_t m = 0; m < n && !failed; m++)
        p->measure_of[m] = places[wb_panel_measure_at(p->results->panel, m).estimand];
    wb_release(places);
    return failed ? wb_fail_nomem(err) : WB_OK;
}

/* ---- what tells of something else ---- */

/* How many problems people have, and which, tells how many have each. */
static bool is_part(const wb_monitor_results *r, const wb_measure *whole,
                    const wb_measure *part)
{
    if (whole->kind != WB_MEASURE_BOTTLENECKS && whole->kind != WB_MEASURE_COMBINATION)
        return false;
    const wb_composite *c = &r->instrument->composites[whole->composite];
    for (size_t i = 0; i < c->n_parts; i++) {
        uint32_t of = c->parts[i].is_composite ? part->composite : part->indicator;
        if (of == c->parts[i].index)
            return true;
    }
    return false;
}

static wb_status list_made_of(wb_heads *p, wb_error *err)
{
    const wb_monitor_results *r = p->results;
    size_t n = wb_panel_measure_count(r->panel);

    p->made_of = wb_allocate(n * p->n_measures, 1);
    if (p->made_of == NULL)
        return wb_fail_nomem(err);
    for (size_t m = 0; m < n; m++) {
        size_t of = wb_panel_measure_at(r->panel, m).estimand;
        for (size_t k = 0; k < n; k++) {
            size_t part = wb_panel_measure_at(r->panel, k).estimand;
            if (is_part(r, &r->measures.items[of], &r->measures.items[part]))
                p->made_of[m * p->n_measures + p->measure_of[k]] = 1;
        }
    }
    return WB_OK;
}

/* ---- cells ---- */

static const wb_breakdown *breakdown_of(const wb_heads *p, size_t part)
{
    return &p->results->definition->breakdowns[p->parts[part].breakdown];
}

bool wb_heads_within(const wb_heads *people, size_t part, const wb_breakdown *breakdown,
                     size_t *places)
{
    const wb_breakdown *smaller = breakdown_of(people, part);

    for (size_t i = 0; i < smaller->n; i++) {
        places[i] = 0;
        while (places[i] < breakdown->n &&
               breakdown->variables[places[i]] != smaller->variables[i])
            places[i]++;
        if (places[i] == breakdown->n)
            return false;
    }
    return true;
}

static bool is_inside(const wb_heads *p, size_t part, size_t outer)
{
    size_t places[WB_MAX_CROSSED];
    return breakdown_of(p, part)->n < breakdown_of(p, outer)->n &&
           wb_heads_within(p, part, breakdown_of(p, outer), places);
}

/* The largest breakdowns whose variables are some of these. */
static void list_parents(wb_heads *p, size_t part)
{
    wb_heads_part *of = &p->parts[part];

    of->parents = p->parents + part * p->n_parts;
    for (size_t k = 0; k < p->n_parts; k++) {
        bool between = !is_inside(p, k, part);
        for (size_t j = 0; j < p->n_parts && !between; j++)
            between = is_inside(p, k, j) && is_inside(p, j, part);
        if (!between)
            of->parents[of->n_parents++] = k;
    }
}

static wb_status list_parts(wb_heads *p, wb_error *err)
{
    const wb_monitor_definition *d = p->results->definition;

    p->parts = wb_allocate(d->n_breakdowns, sizeof *p->parts);
    p->part_of = wb_allocate(d->n_breakdowns, sizeof *p->part_of);
    if (p->parts == NULL || p->part_of == NULL)
        return wb_fail_nomem(err);
    for (size_t b = 0; b < d->n_breakdowns; b++) {
        p->part_of[b] = WB_NOWHERE;
        if (!wb_breakdown_is_protected(d, b))
            continue;
        p->part_of[b] = p->n_parts;
        p->parts[p->n_parts].breakdown = b;
        p->parts[p->n_parts].first = p->n_cells;
        p->n_cells += (size_t)wb_panel_part_at(p->panel, p->n_parts)->n_cells;
        p->n_parts++;
    }
    p->parents = wb_allocate(p->n_parts * p->n_parts, sizeof *p->parents);
    if (p->parents == NULL)
        return wb_fail_nomem(err);
    for (size_t k = 0; k < p->n_parts; k++)
        list_parents(p, k);
    return WB_OK;
}

/* ---- levels ---- */

static int32_t find_level(const wb_panel *panel, const char *column, const char *text,
                          size_t length)
{
    int32_t n = wb_panel_level_count(panel, column);
    int32_t at = 0;

    for (; at < n; at++) {
        char room[WB_NUMBER_CHARS];
        size_t other_length;
        const char *other = wb_panel_level(panel, column, at, room, &other_length);
        if (other_length == length && memcmp(other, text, length) == 0)
            break;
    }
    return at;
}

static wb_status map_levels(wb_heads *p, size_t variable, wb_error *err)
{
    wb_status st = WB_OK;
    const char *id = p->results->definition->variables[variable].id;
    wb_text ours = {0};
    wb_text counted = {0};

    WB_TRY(wb_made_column(id, &ours, err));
    WB_TRY(wb_counted_column(id, &counted, err));
    int32_t n = wb_panel_level_count(p->results->panel, ours.bytes);
    p->levels[variable] = wb_allocate((size_t)n, sizeof **p->levels);
    if (p->levels[variable] == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t k = 0; k < n; k++) {
        char room[WB_NUMBER_CHARS];
        size_t length;
        const char *text =
            wb_panel_level(p->results->panel, ours.bytes, k, room, &length);
        p->levels[variable][k] = find_level(p->panel, counted.bytes, text, length);
    }
    p->n_levels[variable] = wb_panel_level_count(p->panel, counted.bytes);
    p->unknown[variable] =
        find_level(p->panel, counted.bytes, WB_UNKNOWN_GROUP, strlen(WB_UNKNOWN_GROUP));
done:
    wb_text_free(&ours);
    wb_text_free(&counted);
    return st;
}

static bool is_counted(const wb_heads *p, size_t variable)
{
    for (size_t k = 0; k < p->n_parts; k++) {
        for (size_t i = 0; i < breakdown_of(p, k)->n; i++) {
            if (breakdown_of(p, k)->variables[i] == variable)
                return true;
        }
    }
    return false;
}

static wb_status list_levels(wb_heads *p, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = p->results->definition->n_variables;

    p->levels = wb_allocate(n, sizeof *p->levels);
    p->unknown = wb_allocate(n, sizeof *p->unknown);
    p->n_levels = wb_allocate(n, sizeof *p->n_levels);
    if (p->levels == NULL || p->n_levels == NULL || p->unknown == NULL)
        return wb_fail_nomem(err);
    for (size_t v = 0; v < n; v++) {
        if (is_counted(p, v))
            WB_TRY(map_levels(p, v, err));
    }
done:
    return st;
}

size_t wb_heads_cell(const wb_heads *people, size_t part, const int32_t *levels)
{
    const wb_panel_part *of = wb_panel_part_at(people->panel, part);
    int64_t rank = 0;
    int64_t low = 0;
    int64_t high = of->n_cells;

    for (size_t i = 0; i < breakdown_of(people, part)->n; i++)
        rank =
            rank * people->n_levels[breakdown_of(people, part)->variables[i]] + levels[i];
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (of->ranks[middle] < rank)
            low = middle + 1;
        else
            high = middle;
    }
    return low < of->n_cells && of->ranks[low] == rank
               ? people->parts[part].first + (size_t)low
               : WB_NOWHERE;
}

/* ---- all of it ---- */

/* Places of what comes out of each wave. */
static wb_status make_places(wb_heads *p, wb_monitor_results *results, wb_error *err)
{
    size_t n = wb_panel_wave_count(results->panel);

    p->released = results->released = wb_allocate(n, sizeof *results->released);
    p->audit = results->audit = wb_allocate(n, sizeof *results->audit);
    p->ledgers = wb_allocate(n, sizeof *p->ledgers);
    return p->released == NULL || p->audit == NULL || p->ledgers == NULL
               ? wb_fail_nomem(err)
               : WB_OK;
}

wb_status wb_heads_make(wb_monitor_results *results, const wb_tally *tally,
                        const wb_monitor_options *options, const wb_run *run,
                        wb_heads *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_estimate_options estimating = WB_ESTIMATE_OPTIONS_INIT;
    size_t *against = NULL;
    wb_heads *p = out;

    p->results = results;
    p->options = options;
    against = wb_allocate(results->definition->n_breakdowns, sizeof *against);
    if (against == NULL)
        return wb_fail_nomem(err);
    for (size_t b = 0; b < results->definition->n_breakdowns; b++)
        against[b] = b;
    wb_panel_wish wish = {against, false};
    WB_TRY(wb_panel_new(tally, &wish, &estimating, run, &p->panel, err));
    WB_TRY(list_measures(p, err));
    WB_TRY(list_made_of(p, err));
    WB_TRY(list_parts(p, err));
    WB_TRY(list_levels(p, err));
    WB_TRY(make_places(p, results, err));
done:
    wb_release(against);
    return st;
}

void wb_heads_free(wb_heads *people)
{
    size_t n = people->results != NULL ? people->results->definition->n_variables : 0;

    for (size_t v = 0; people->levels != NULL && v < n; v++)
        wb_release(people->levels[v]);
    wb_release(people->levels);
    wb_release(people->n_levels);
    wb_release(people->unknown);
    wb_release(people->parts);
    wb_release(people->parents);
    wb_release(people->part_of);
    wb_release(people->measures);
    wb_release(people->measure_of);
    wb_release(people->made_of);
    wb_release(people->hidden);
    for (size_t w = 0; people->ledgers != NULL && w < people->results->waves.count; w++)
        wb_ledger_free(people->ledgers[w]);
    wb_release(people->ledgers);
    wb_panel_free(people->panel);
    *people = (wb_heads){0};
}
