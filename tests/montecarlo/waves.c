/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What changed between waves that share units, and a trend over waves of their own. */
#include "trials.h"

#include <math.h>

static const double rose = 2; /* the mean, between the two waves */

/* Forty schools in both waves, ten people of each in either; half of what schools differ
 * by goes with the school, in both waves. 30 % are a hit in the first, 35 % in the
 * second. */
static void draw_schools(trials *t, sample *rows)
{
    static const double above[] = {0.5244005127080407, 0.3853204664075677};
    int64_t i = 0;

    for (int32_t school = 0; school < 40; school++) {
        double lasting = draw_normal(&t->random);
        for (int32_t wave = 0; wave < 2; wave++) {
            double group = sqrt(0.1) * lasting + sqrt(0.05) * draw_normal(&t->random);
            for (int32_t j = 0; j < 10; j++, i++) {
                double z = group + sqrt(0.85) * draw_normal(&t->random);
                rows->y[i] = 50 + rose * wave + 15 * z;
                rows->hit[i] = z > above[wave];
                rows->unit[i] = school;
                rows->wave[i] = wave;
            }
        }
    }
    rows->n = i;
}

static wb_spec *ask(const char *stratum, const char *unit)
{
    wb_spec *spec = design_of(NULL, stratum, unit);
    ask_mean(spec, "y");
    ask_mean(spec, "hit");
    ask_by(spec, "wave");
    return spec;
}

static void schools(trials *t)
{
    static sample rows;
    wb_error err = {0};
    wb_frame *pairs = NULL, *change = NULL;

    draw_schools(t, &rows);
    wb_frame *frame = frame_of_sample(&rows);
    wb_tally *tally = tally_of(ask(NULL, "unit"), frame);
    expect(wb_tally_pairs(tally, "wave", NULL, NULL, NULL, &pairs, &err), &err, "pairs");
    count_row(t, "change of a mean", rose, pairs, 0);
    count_row(t, "change of a share", 0.05, pairs, 1);
    wb_frame *estimates = estimates_of(ask(NULL, "unit"), frame, NULL);
    expect(wb_estimates_change(estimates, "wave", NULL, &change, &err), &err, "change");
    count_row(t, "change of a mean, as if the waves shared no school", rose, change, 0);
    count_row(t, "change of a share, as if the waves shared no school", 0.05, change, 1);
    wb_frame_free(change);
    wb_frame_free(estimates);
    wb_frame_free(pairs);
    wb_tally_free(tally);
    wb_frame_free(frame);
}

/* Five waves of 150 people each, drawn apart: 1 a year. */
static void trend(trials *t)
{
    static sample rows;
    wb_error err = {0};
    wb_frame *out = NULL;

    rows.n = 750;
    for (int64_t i = 0; i < rows.n; i++) {
        rows.wave[i] = (int32_t)(2010 + i % 5 * 3);
        rows.y[i] = rows.wave[i] + 12 * -log(draw_uniform(&t->random));
        rows.hit[i] = draw_event(&t->random, 0.3 + 0.01 * (rows.wave[i] - 2010));
    }
    wb_frame *frame = frame_of_sample(&rows);
    wb_tally *tally = tally_of(ask("wave", NULL), frame);
    expect(wb_tally_trend(tally, "wave", NULL, NULL, NULL, &out, &err), &err, "trend");
    count_row(t, "slope of a mean", 1, out, 0);
    count_row(t, "slope of a share", 0.01, out, 1);
    wb_frame_free(out);
    wb_tally_free(tally);
    wb_frame_free(frame);
}

const setting settings_of_waves[] = {
    {"schools", schools}, {"trend", trend}, {NULL, NULL}};
