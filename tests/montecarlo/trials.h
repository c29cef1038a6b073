/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Trials of a setting: a sample is drawn, intervals and tests are made of it by the
 * library, and it is counted which intervals hold the truth and which tests reject it. */
#ifndef WB_TESTS_TRIALS_H
#define WB_TESTS_TRIALS_H

#include "draw.h"

#include <werkbaar/werkbaar.h>

enum { TRIALS_OUTCOMES = 48, TRIALS_NAME = 64, SAMPLE_ROWS = 4096 };

/* What became of one interval or test over all trials. */
typedef struct outcome {
    char name[TRIALS_NAME];
    bool is_test;
    long hits;  /* intervals that hold the truth; tests that reject it */
    long below; /* the truth lies below the interval */
    long above;
    long none; /* no interval, or no p */
    double width;
} outcome;

typedef struct trials {
    draw random;   /* of this trial */
    long number;   /* of this trial, from 0 */
    double narrow; /* intervals are this part of what they are; 1, but to see that it
                      shows */
    outcome outcomes[TRIALS_OUTCOMES];
    size_t n_outcomes;
} trials;

/* A bound that is missing (open quantiles) leaves that side free; without both there is
 * none. */
void count_interval(trials *t, const char *name, double truth, double lower,
                    double upper);
/* At the level of 5 %. */
void count_test(trials *t, const char *name, double p);

/* A setting: what a trial does. */
typedef struct setting {
    const char *id;
    void (*run)(trials *t);
} setting;

extern const setting settings_of_shares[], settings_of_clusters[], settings_of_weights[],
    settings_of_waves[], settings_of_models[], settings_of_scales[],
    settings_of_companies[], settings_of_tests[];

/* ---- samples ---- */

/* Rows and all the columns that settings use, under these names. */
typedef struct sample {
    int64_t n;
    double y[SAMPLE_ROWS], x[SAMPLE_ROWS], w[SAMPLE_ROWS];
    int8_t hit[SAMPLE_ROWS];
    int32_t stratum[SAMPLE_ROWS], unit[SAMPLE_ROWS], part[SAMPLE_ROWS], wave[SAMPLE_ROWS];
} sample;

/* The columns of a sample, borrowed. */
wb_frame *frame_of_sample(const sample *rows);
void borrow_doubles(wb_frame *frame, const char *name, const double *values);
void borrow_ints(wb_frame *frame, const char *name, const int32_t *values);
void borrow_bools(wb_frame *frame, const char *name, const int8_t *values);
void borrow_categories(wb_frame *frame, const char *name, const int32_t *codes,
                       const char *const *categories, int64_t n);

/* Whatever fails where nothing should: say it and stop. */
void expect(wb_status st, const wb_error *err, const char *what);

/* A specification; NULL where there is no such column. */
wb_spec *design_of(const char *weights, const char *stratum, const char *unit);
void ask_mean(wb_spec *spec, const char *variable);
void ask_by(wb_spec *spec, const char *column);

/* What a specification, which is freed, makes of the rows. */
wb_frame *estimates_of(wb_spec *spec, const wb_frame *rows,
                       const wb_estimate_options *options);
wb_tally *tally_of(wb_spec *spec, const wb_frame *rows);

double number_of(const wb_frame *frame, const char *column, int64_t row);
/* The interval of a row. */
void count_row(trials *t, const char *name, double truth, const wb_frame *frame,
               int64_t row);

#endif
