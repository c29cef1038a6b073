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
 * cannot with what is published. Where the group to count with is not there,
 * those without a group are a group of their own. */
#include "monitor/protect.h"

#include <math.h>
#include <string.h>

/* ---- what the panel counts ---- */

/* Of a measure that nobody answered there may be no column: nobody. */
static const wb_estimate *value_at(const wb_protecting *p, size_t part, size_t cell,
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

static void count(const wb_protecting *p, size_t part, size_t cell,
                  const wb_heads_measure *m, int64_t *into)
{
    const wb_estimate *base = value_at(p, part, cell, m->n);

    into[WB_HEADS_N] += base->n;
    if (m->problem != WB_NOWHERE) {
        int64_t n = people_of(value_at(p, part, cell, m->problem));
        into[WB_HEADS_PROBLEM] += m->without ? base->n - n : n;
    }
}

static int64_t *row_of(const wb_protecting *p, size_t number, size_t measure)
{
    return p->counts + (number * p->people->n_measures + measure) * WB_HEADS_COUNTS;
}

/* ---- those without a known group ---- */

static int64_t size_of(const wb_protecting *p, size_t part, size_t cell)
{
    int64_t n = 0;
    for (size_t m = 0; m < p->people->n_measures; m++)
        n += value_at(p, part, cell, p->people->measures[m].n)->n;
    return n;
}

static const wb_breakdown *breakdown_of(const wb_protecting *p, size_t part)
{
    size_t b = p->people->parts[part].breakdown;
    return &p->people->results->definition->breakdowns[b];
}

/* Of the first breakdown that has the variable. */
static wb_status find_largest(wb_protecting *p, size_t part, size_t place, wb_error *err)
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

static wb_status find_all_largest(wb_protecting *p, wb_error *err)
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

static size_t fold(const wb_protecting *p, size_t part, size_t cell)
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

static void count_all(wb_protecting *p)
{
    for (size_t k = 0; k < p->people->n_parts; k++) {
        size_t first = p->people->parts[k].first;
        size_t n = (size_t)wb_panel_part_at(p->people->panel, k)->n_cells;
        for (size_t c = 0; c < n; c++) {
            size_t with = p->folded[first + c] = fold(p, k, c);
            for (size_t m = 0; m < p->people->n_measures; m++)
                count(p, k, c, &p->people->measures[m], row_of(p, with, m));
            for (size_t m = 0; m < p->people->n_measures && with == first + c; m++)
                row_of(p, with, m)[WB_HEADS_KNOWN] =
                    value_at(p, k, c, p->people->measures[m].n)->n;
        }
    }
}

/* ---- frames ---- */

static wb_status fill_name(wb_fill *fill, const wb_keys *names, size_t number,
                           wb_error *err)
{
    size_t length;
    const char *text = wb_keys_text(names, (int32_t)number, &length);
    return wb_fill_bytes(fill, text, length, err);
}

/* Codes count up, as the numbers do. */
static wb_status add_name(wb_keys *names, const char *name, wb_error *err)
{
    int32_t code;
    return wb_keys_add(names, WB_KEY_TEXT, name, strlen(name), 0, &code, err);
}

static wb_status name_all(wb_protecting *p, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    WB_TRY(wb_keys_new("cell", &p->cells, err));
    WB_TRY(wb_keys_new("measure", &p->measures, err));
    for (size_t k = 0; k < p->people->n_parts; k++) {
        size_t n = (size_t)wb_panel_part_at(p->people->panel, k)->n_cells;
        for (size_t c = 0; c < n; c++) {
            wb_text_cut(&name, 0);
            WB_TRY(wb_heads_name(p->people, p->wave, k, c, &name, err));
            WB_TRY(add_name(p->cells, name.bytes, err));
        }
    }
    for (size_t m = 0; m < p->people->n_measures; m++)
        WB_TRY(add_name(p->measures, p->people->measures[m].id, err));
done:
    wb_text_free(&name);
    return st;
}

/* A group that is too few by itself is hidden, also when those without a group would
 * make it large enough: as if one of them had it for himself. */
static int64_t largest_of(const wb_protecting *p, const int64_t *row)
{
    return row[WB_HEADS_KNOWN] < p->people->results->definition->publication.min_n
               ? row[WB_HEADS_N]
               : 0;
}

static wb_status fill_row(const wb_protecting *p, wb_fill *fill, size_t number,
                          size_t measure, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_heads_measure *m = &p->people->measures[measure];
    const int64_t *row = row_of(p, number, measure);

    if (row[WB_HEADS_N] == 0)
        return WB_OK; /* a sample that has nobody of a group tells nothing of it */
    WB_TRY(fill_name(fill, p->cells, number, err));
    WB_TRY(fill_name(fill, p->measures, measure, err));
    WB_TRY(wb_fill_int64(fill, row[WB_HEADS_N], err));
    WB_TRY(wb_fill_given(fill, m->problem != WB_NOWHERE, row[WB_HEADS_PROBLEM], err));
    WB_TRY(wb_fill_int64(fill, largest_of(p, row), err));
done:
    return st;
}

static wb_status make_counts(wb_protecting *p, wb_error *err)
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

static bool has_people(const wb_protecting *p, size_t number)
{
    for (size_t m = 0; m < p->people->n_measures; m++) {
        if (row_of(p, number, m)[WB_HEADS_N] > 0)
            return true;
    }
    return false;
}

/* The cell is one of the groups that a cell of `parent` is taken apart into. */
static wb_status fill_sum(const wb_protecting *p, wb_fill *fill, size_t part, size_t cell,
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
    WB_TRY(wb_fill_text(fill, breakdown_of(p, part)->text, err));
    WB_TRY(fill_name(fill, p->cells, total, err));
    WB_TRY(fill_name(fill, p->cells, p->people->parts[part].first + cell, err));
done:
    return st;
}

static wb_status make_relations(wb_protecting *p, wb_error *err)
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

wb_status wb_protecting_count(wb_protecting *p, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(find_all_largest(p, err));
    count_all(p);
    WB_TRY(name_all(p, err));
done:
    return st;
}

wb_status wb_protecting_frames(wb_protecting *p, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(make_counts(p, err));
    if (wb_frame_row_count(p->frame) > 0)
        WB_TRY(make_relations(p, err));
done:
    return st;
}
