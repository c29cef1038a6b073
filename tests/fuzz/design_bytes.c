/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "design_bytes.h"

#include <math.h>

enum { UNITS = 4, STRATA = 3 };

/* ---- of bytes ---- */

static void row_make(survey *s, int row, fuzz_bytes *bytes)
{
    unsigned place = fuzz_byte(bytes), kind = fuzz_byte(bytes);
    s->design.stratum[row] = s->strata ? (int)(place % STRATA) : 0;
    s->design.unit[0][row] = (int)(place / STRATA % UNITS);
    s->design.unit[1][row] = (int)(place / STRATA / UNITS % UNITS);
    s->design.weight[row] = s->weights ? fuzz_below(bytes, 9) / 2.0 : 1;
    s->y[row] = kind % 8 == 0 ? (double)NAN : (int8_t)fuzz_byte(bytes) / 4.0;
    s->x[row] = kind / 8 % 8 == 0 ? (double)NAN : fuzz_below(bytes, 6);
    s->c[row] = (int32_t)fuzz_below(bytes, CATEGORIES + 1) - 1;
    s->g[row] = (int32_t)(kind / 64) - 1;
}

/* Clusters in order follow each other. */
static void rows_sort(survey *s)
{
    naive_design *d = &s->design;
    for (int i = 1; i < d->n; i++) {
        for (int k = i; k > 0; k--) {
            int before = d->stratum[k - 1] * UNITS + d->unit[0][k - 1];
            int here = d->stratum[k] * UNITS + d->unit[0][k];
            int stratum = d->stratum[k], unit = d->unit[0][k];
            if (before <= here) {
                break;
            }
            d->stratum[k] = d->stratum[k - 1];
            d->unit[0][k] = d->unit[0][k - 1];
            d->stratum[k - 1] = stratum;
            d->unit[0][k - 1] = unit;
        }
    }
}

/* Different units among the rows that have this row's stratum, and at the second stage
 * its first unit. */
static int units_beside(const naive_design *d, int stage, int row)
{
    bool seen[NAIVE_ROWS] = {false};
    int n = 0;
    for (int i = 0; i < d->n; i++) {
        bool beside = d->stratum[i] == d->stratum[row] &&
                      (stage == 0 || d->unit[0][i] == d->unit[0][row]);
        int unit = d->stages == 0 ? i : d->unit[stage][i];
        n += beside && !seen[unit];
        seen[unit] = seen[unit] || beside;
    }
    return n;
}

/* A population has as many units as the sample, or some more. */
static void sizes_make(survey *s, fuzz_bytes *bytes)
{
    naive_design *d = &s->design;
    unsigned more[STRATA * UNITS];
    for (int i = 0; i < STRATA * UNITS; i++) {
        more[i] = fuzz_below(bytes, 4);
    }
    for (int row = 0; row < d->n; row++) {
        int h = d->stratum[row];
        d->size[0][row] = units_beside(d, 0, row) + (int)more[h];
        d->size[1][row] =
            units_beside(d, 1, row) + (int)more[h * UNITS + d->unit[0][row]];
    }
}

static void policy_make(survey *s, fuzz_bytes *bytes)
{
    naive_design *d = &s->design;
    unsigned lonely = fuzz_below(bytes, 5), units = fuzz_below(bytes, 3);
    d->lonely = d->stages == 2 ? (naive_lonely)(lonely % 2) : (naive_lonely)lonely;
    if (d->lonely == NAIVE_COLLAPSE) {
        d->has_size[0] = false; /* joined fractions are the library's own choice */
    }
    s->units = units == 1                     ? WB_UNITS_OPEN
               : units == 2 && d->stages == 1 ? WB_UNITS_ORDERED
                                              : WB_UNITS_AUTO;
}

void survey_make(survey *s, fuzz_bytes *bytes)
{
    unsigned how = fuzz_byte(bytes);
    *s = (survey){.strata = how & 1, .weights = how >> 5 & 1, .nested = how >> 6 & 1};
    naive_design *d = &s->design;
    d->stages = (int)(how >> 1 & 3) % 3;
    d->has_size[0] = how >> 3 & 1;
    d->has_size[1] = d->stages == 2 && d->has_size[0] && (how >> 4 & 1);
    policy_make(s, bytes);
    d->n = 2 + (int)fuzz_below(bytes, NAIVE_ROWS - 1);
    s->split = (int)fuzz_below(bytes, (unsigned)d->n);
    for (int row = 0; row < d->n; row++) {
        row_make(s, row, bytes);
    }
    if (s->units == WB_UNITS_ORDERED) {
        rows_sort(s);
    }
    sizes_make(s, bytes);
}

/* ---- for the library ---- */

static bool estimands_add(wb_spec *spec, wb_error *err)
{
    static const char *const by[] = {"g"};
    return fuzz_must(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", err), err,
                     NULL) &&
           fuzz_must(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", err), err,
                     NULL) &&
           fuzz_must(wb_spec_add_ratio(spec, "y", "x", err), err, NULL) &&
           fuzz_must(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "c", err), err,
                     NULL) &&
           fuzz_must(wb_spec_add_breakdown(spec, by, 0, err), err, NULL) &&
           fuzz_must(wb_spec_add_breakdown(spec, by, 1, err), err, NULL);
}

static bool design_set(const survey *s, wb_spec *spec, wb_error *err)
{
    static const char *const clusters[] = {"unit", "unit2"}, *const sizes[] = {"n", "n2"};
    bool good = !s->weights || fuzz_must(wb_spec_set_weights(spec, "w", err), err, NULL);
    good = good && (!s->strata ||
                    fuzz_must(wb_spec_add_stratum(spec, "stratum", err), err, NULL));
    for (int i = 0; i < s->design.stages && good; i++) {
        good = fuzz_must(wb_spec_add_cluster(spec, clusters[i], err), err, NULL);
    }
    for (int i = 0; i < NAIVE_STAGES && s->design.has_size[i] && good; i++) {
        good = fuzz_must(wb_spec_add_fpc(spec, sizes[i], err), err, NULL);
    }
    return good && fuzz_must(wb_spec_set_units(spec, s->units, err), err, NULL) &&
           fuzz_must(wb_spec_set_nested(spec, s->nested, err), err, NULL);
}

wb_spec *survey_spec(const survey *s)
{
    wb_spec *spec = NULL;
    wb_error err;
    if (fuzz_must(wb_spec_new(&spec, &err), &err, spec) && design_set(s, spec, &err) &&
        estimands_add(spec, &err)) {
        return spec;
    }
    wb_spec_free(spec);
    return NULL;
}

static bool column_add(wb_frame *frame, const char *name, int32_t type,
                       const void *values)
{
    wb_column column = WB_COLUMN_INIT;
    wb_error err;
    column.type = type;
    column.flags = WB_COLUMN_COPY | (type == WB_TYPE_INT32 ? WB_COLUMN_SENTINEL : 0);
    column.sentinel = MISSING;
    column.values = values;
    return fuzz_must(wb_frame_add_column(frame, name, &column, &err), &err, NULL);
}

wb_frame *survey_rows(const survey *s)
{
    const naive_design *d = &s->design;
    int32_t stratum[NAIVE_ROWS], unit[NAIVE_ROWS], unit2[NAIVE_ROWS];
    wb_frame *frame = NULL;
    wb_error err;
    for (int i = 0; i < d->n; i++) {
        stratum[i] = d->stratum[i];
        unit[i] = d->unit[0][i] + (s->nested ? 0 : UNITS * d->stratum[i]);
        unit2[i] = d->unit[1][i];
    }
    if (fuzz_must(wb_frame_new(d->n, &frame, &err), &err, frame) &&
        column_add(frame, "stratum", WB_TYPE_INT32, stratum) &&
        column_add(frame, "unit", WB_TYPE_INT32, unit) &&
        column_add(frame, "unit2", WB_TYPE_INT32, unit2) &&
        column_add(frame, "n", WB_TYPE_FLOAT64, d->size[0]) &&
        column_add(frame, "n2", WB_TYPE_FLOAT64, d->size[1]) &&
        column_add(frame, "w", WB_TYPE_FLOAT64, d->weight) &&
        column_add(frame, "y", WB_TYPE_FLOAT64, s->y) &&
        column_add(frame, "x", WB_TYPE_FLOAT64, s->x) &&
        column_add(frame, "c", WB_TYPE_INT32, s->c) &&
        column_add(frame, "g", WB_TYPE_INT32, s->g)) {
        return frame;
    }
    wb_frame_free(frame);
    return NULL;
}
