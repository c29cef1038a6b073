/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "trials.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- counting ---- */

static outcome *outcome_of(trials *t, const char *name, bool is_test)
{
    size_t i = 0;

    while (i < t->n_outcomes && strcmp(t->outcomes[i].name, name) != 0)
        i++;
    if (i == t->n_outcomes) {
        if (i == TRIALS_OUTCOMES || strlen(name) >= TRIALS_NAME) {
            fprintf(stderr, "no room for '%s'\n", name);
            exit(1);
        }
        memcpy(t->outcomes[i].name, name, strlen(name) + 1);
        t->outcomes[i].is_test = is_test;
        t->n_outcomes++;
    }
    return &t->outcomes[i];
}

void count_interval(trials *t, const char *name, double truth, double lower, double upper)
{
    outcome *kept = outcome_of(t, name, false);
    double cut = (1 - t->narrow) / 2 * (upper - lower);

    if (isnan(lower) && isnan(upper)) {
        kept->none++;
        return;
    }
    if (cut > 0) {
        lower += cut;
        upper -= cut;
    }
    kept->below += truth < lower;
    kept->above += truth > upper;
    kept->hits += !(truth < lower) && !(truth > upper);
    if (!isnan(lower) && !isnan(upper))
        kept->width += upper - lower;
}

void count_test(trials *t, const char *name, double p)
{
    outcome *kept = outcome_of(t, name, true);

    kept->none += isnan(p);
    kept->hits += p <= 0.05;
}

/* ---- samples ---- */

static void add(wb_frame *frame, const char *name, const wb_column *column)
{
    wb_error err = {0};
    expect(wb_frame_add_column(frame, name, column, &err), &err, name);
}

static void borrow(wb_frame *frame, const char *name, int32_t type, int32_t flags,
                   const void *values)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = type;
    column.flags = flags;
    column.values = values;
    add(frame, name, &column);
}

void borrow_doubles(wb_frame *frame, const char *name, const double *values)
{
    borrow(frame, name, WB_TYPE_FLOAT64, 0, values);
}

void borrow_ints(wb_frame *frame, const char *name, const int32_t *values)
{
    borrow(frame, name, WB_TYPE_INT32, 0, values);
}

void borrow_bools(wb_frame *frame, const char *name, const int8_t *values)
{
    borrow(frame, name, WB_TYPE_BOOL, WB_COLUMN_BOOL_BYTES, values);
}

void borrow_categories(wb_frame *frame, const char *name, const int32_t *codes,
                       const char *const *categories, int64_t n)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = WB_TYPE_DICTIONARY;
    column.values = codes;
    column.categories = categories;
    column.n_categories = n;
    add(frame, name, &column);
}

wb_frame *frame_of_sample(const sample *rows)
{
    wb_error err = {0};
    wb_frame *frame = NULL;

    expect(wb_frame_new(rows->n, &frame, &err), &err, "a frame");
    borrow_doubles(frame, "y", rows->y);
    borrow_doubles(frame, "x", rows->x);
    borrow_doubles(frame, "w", rows->w);
    borrow_bools(frame, "hit", rows->hit);
    borrow_ints(frame, "stratum", rows->stratum);
    borrow_ints(frame, "unit", rows->unit);
    borrow_ints(frame, "part", rows->part);
    borrow_ints(frame, "wave", rows->wave);
    return frame;
}

/* ---- asking the library ---- */

void expect(wb_status st, const wb_error *err, const char *what)
{
    if (st == WB_OK)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, wb_status_name(st), err->message);
    exit(1);
}

wb_spec *design_of(const char *weights, const char *stratum, const char *unit)
{
    wb_error err = {0};
    wb_spec *spec = NULL;

    expect(wb_spec_new(&spec, &err), &err, "a design");
    if (weights != NULL)
        expect(wb_spec_set_weights(spec, weights, &err), &err, weights);
    if (stratum != NULL)
        expect(wb_spec_add_stratum(spec, stratum, &err), &err, stratum);
    if (unit != NULL)
        expect(wb_spec_add_cluster(spec, unit, &err), &err, unit);
    return spec;
}

void ask_mean(wb_spec *spec, const char *variable)
{
    wb_error err = {0};
    expect(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, variable, &err), &err, variable);
}

void ask_by(wb_spec *spec, const char *column)
{
    wb_error err = {0};
    expect(wb_spec_add_breakdown(spec, &column, 1, &err), &err, column);
}

wb_tally *tally_of(wb_spec *spec, const wb_frame *rows)
{
    wb_error err = {0};
    wb_tally *tally = NULL;

    expect(wb_tally_new(spec, &tally, &err), &err, "a tally");
    expect(wb_tally_update(tally, rows, NULL, &err), &err, "a tally");
    wb_spec_free(spec);
    return tally;
}

wb_frame *estimates_of(wb_spec *spec, const wb_frame *rows,
                       const wb_estimate_options *options)
{
    wb_error err = {0};
    wb_source *source = NULL;
    wb_frame *out = NULL;

    expect(wb_source_from_frame(rows, 0, &source, &err), &err, "a source");
    expect(wb_estimate_source(spec, source, options, NULL, &out, &err), &err,
           "estimates");
    wb_source_free(source);
    wb_spec_free(spec);
    return out;
}

double number_of(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(frame, column);

    if (at < 0 || row < 0 || row >= wb_frame_row_count(frame)) {
        fprintf(stderr, "no %s in row %lld\n", column, (long long)row);
        exit(1);
    }
    return wb_frame_double(frame, (size_t)at, row);
}

void count_row(trials *t, const char *name, double truth, const wb_frame *frame,
               int64_t row)
{
    count_interval(t, name, truth, number_of(frame, "lower", row),
                   number_of(frame, "upper", row));
}
