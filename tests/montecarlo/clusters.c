/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Strata with few clusters, linearised and by replicates. */
#include "trials.h"

#include <math.h>
#include <stdio.h>

enum { TAKE = 15 };
static const double alike = 0.08; /* of the variance lies between clusters */

/* `per` clusters of TAKE rows in each stratum; strata differ in level, and by weight. A
 * share of 30 % in each is a hit, y is the same on a scale. */
static void draw_clusters(trials *t, sample *rows, int32_t strata, int32_t per)
{
    int64_t i = 0;

    for (int32_t h = 0; h < strata; h++) {
        for (int32_t k = 0; k < per; k++) {
            double group = draw_normal(&t->random);
            for (int32_t j = 0; j < TAKE; j++, i++) {
                double z =
                    sqrt(alike) * group + sqrt(1 - alike) * draw_normal(&t->random);
                rows->y[i] = 50 + 5 * h + 15 * z;
                rows->hit[i] = z > 0.5244005127080407; /* the 70th percentile */
                rows->stratum[i] = h;
                rows->unit[i] = h * per + k;
                rows->w[i] = 1 + h;
            }
        }
    }
    rows->n = i;
}

/* The mean of all strata by their weights. */
static double mean_of(int32_t strata)
{
    double sum = 0, weights = 0;

    for (int32_t h = 0; h < strata; h++) {
        sum += (1 + h) * (50 + 5.0 * h);
        weights += 1 + h;
    }
    return sum / weights;
}

static wb_spec *ask(bool clustered)
{
    wb_spec *spec = design_of("w", "stratum", clustered ? "unit" : NULL);
    ask_mean(spec, "y");
    ask_mean(spec, "hit");
    return spec;
}

static void count_both(trials *t, const char *how, double mean, const wb_frame *out)
{
    char name[TRIALS_NAME];

    snprintf(name, sizeof name, "mean, %.40s", how);
    count_row(t, name, mean, out, 0);
    snprintf(name, sizeof name, "share, %.40s", how);
    count_row(t, name, 0.3, out, 1);
}

/* Four strata of 3, 6 and 12 clusters; and the last as if rows had been drawn one by one.
 */
static void few_clusters(trials *t)
{
    static sample rows;
    static const int32_t per[] = {3, 6, 12};
    char how[TRIALS_NAME];

    for (int i = 0; i < 3; i++) {
        draw_clusters(t, &rows, 4, per[i]);
        wb_frame *frame = frame_of_sample(&rows);
        wb_frame *out = estimates_of(ask(true), frame, NULL);
        snprintf(how, sizeof how, "4 strata of %d", (int)per[i]);
        count_both(t, how, mean_of(4), out);
        wb_frame_free(out);
        if (i == 2) {
            out = estimates_of(ask(false), frame, NULL);
            count_both(t, "4 strata of 12, clusters left out", mean_of(4), out);
            wb_frame_free(out);
        }
        wb_frame_free(frame);
    }
}

/* Twelve strata of two clusters, by linearisation and by replicates that are made. */
static void replicates(trials *t)
{
    static sample rows;
    static const struct {
        int32_t type;
        const char *name;
    } kinds[] = {{WB_REPLICATE_NONE, "linearised"},
                 {WB_REPLICATE_JKN, "jackknife"},
                 {WB_REPLICATE_BRR, "balanced half-samples"},
                 {WB_REPLICATE_BOOTSTRAP, "bootstrap of 200"}};

    draw_clusters(t, &rows, 12, 2);
    wb_frame *frame = frame_of_sample(&rows);
    wb_tally *tally = tally_of(ask(true), frame);
    for (int i = 0; i < 4; i++) {
        wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
        wb_frame *out = NULL;
        wb_error err = {0};
        options.replicates = kinds[i].type;
        options.n_replicates = kinds[i].type == WB_REPLICATE_BOOTSTRAP ? 200 : 0;
        options.seed = (uint64_t)t->number;
        expect(wb_tally_estimate(tally, &options, NULL, &out, &err), &err, kinds[i].name);
        count_both(t, kinds[i].name, mean_of(12), out);
        wb_frame_free(out);
    }
    wb_tally_free(tally);
    wb_frame_free(frame);
}

const setting settings_of_clusters[] = {
    {"clusters", few_clusters}, {"replicates", replicates}, {NULL, NULL}};
