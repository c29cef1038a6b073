/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small domains and rare events in simple random samples, and ratios and quantiles. */
#include "trials.h"

#include <math.h>
#include <stdio.h>

static const char *const interval_names[] = {
    "logit", "wald", "wilson", "beta", "likelihood", "asin", "Agresti-Coull", "Jeffreys"};
enum { INTERVALS = 8 };

/* ---- a score of eleven questions of yes and no ---- */

/* Of ten people six say yes to one in seven of them, four to two of three: skewed, as
 * scores of fatigue are. Six of eleven is a problem. */
static const double much = 0.4, chance_much = 0.65, chance_little = 0.15;

static double score(draw *random)
{
    double chance = draw_event(random, much) ? chance_much : chance_little;
    return draw_binomial_at(draw_uniform(random), 11, chance);
}

static double mean_score(void)
{
    return 100 * (much * chance_much + (1 - much) * chance_little);
}

/* P(X >= 6), X binomial of 11. */
static double six_or_more(double chance)
{
    double term = pow(1 - chance, 11), sum = 0;

    for (int k = 0; k < 11; k++) {
        term *= (11.0 - k) / (k + 1.0) * chance / (1 - chance);
        if (k + 1 >= 6)
            sum += term;
    }
    return sum;
}

static double share_problem(void)
{
    return much * six_or_more(chance_much) + (1 - much) * six_or_more(chance_little);
}

/* Of 1,000 people 2, 4 and 8 % are in three domains. */
static void domains(trials *t)
{
    static sample rows;
    static const char *const about[] = {"", "20", "40", "80"};
    char name[TRIALS_NAME];

    rows.n = 1000;
    for (int64_t i = 0; i < rows.n; i++) {
        double u = draw_uniform(&t->random), answers = score(&t->random);
        rows.part[i] = u < 0.02 ? 1 : u < 0.06 ? 2 : u < 0.14 ? 3 : 0;
        rows.y[i] = 100 * answers / 11;
        rows.hit[i] = answers >= 6;
    }
    wb_frame *frame = frame_of_sample(&rows);
    wb_spec *spec = design_of(NULL, NULL, NULL);
    ask_mean(spec, "y");
    ask_mean(spec, "hit");
    ask_by(spec, "part");
    wb_frame *out = estimates_of(spec, frame, NULL);
    for (int part = 1; part <= 3; part++) {
        snprintf(name, sizeof name, "mean, about %s rows", about[part]);
        count_row(t, name, mean_score(), out, 2 * part);
        snprintf(name, sizeof name, "share, about %s rows", about[part]);
        count_row(t, name, share_problem(), out, 2 * part + 1);
    }
    wb_frame_free(out);
    wb_frame_free(frame);
}

/* Events of 1, 2 and 5 % among 400 people, every kind of interval. */
static void rare(trials *t)
{
    static sample rows;
    static const double shares[] = {0.01, 0.02, 0.05};
    char name[TRIALS_NAME];

    rows.n = 400;
    for (int s = 0; s < 3; s++) {
        for (int64_t i = 0; i < rows.n; i++)
            rows.hit[i] = draw_event(&t->random, shares[s]);
        wb_frame *frame = frame_of_sample(&rows);
        wb_spec *spec = design_of(NULL, NULL, NULL);
        ask_mean(spec, "hit");
        wb_tally *tally = tally_of(spec, frame);
        for (int32_t kind = 0; kind < INTERVALS; kind++) {
            wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
            wb_frame *out = NULL;
            wb_error err = {0};
            options.interval = kind;
            expect(wb_tally_estimate(tally, &options, NULL, &out, &err), &err, "shares");
            snprintf(name, sizeof name, "%g %%: %s", 100 * shares[s],
                     interval_names[kind]);
            count_row(t, name, shares[s], out, 0);
            wb_frame_free(out);
        }
        wb_tally_free(tally);
        wb_frame_free(frame);
    }
}

/* ---- quantiles and ratios ---- */

static void ask_quantiles(wb_spec *spec, const char *variable)
{
    static const double shares[] = {0.1, 0.5, 0.9};
    wb_error err = {0};

    for (int i = 0; i < 3; i++)
        expect(wb_spec_add_quantile(spec, variable, shares[i], &err), &err, variable);
}

/* P10, median and P90 of a lognormal: 200 rows, and 30 clusters of 10 of which a tenth of
 * the variance is between clusters. */
static void quantiles(trials *t)
{
    static sample rows;
    static const double z[] = {-1.2815515655446004, 0, 1.2815515655446004};
    static const char *const names[2][3] = {
        {"P10", "median", "P90"}, {"P10, clusters", "median, clusters", "P90, clusters"}};

    for (int clustered = 0; clustered < 2; clustered++) {
        double group = 0;
        rows.n = clustered ? 300 : 200;
        for (int64_t i = 0; i < rows.n; i++) {
            if (clustered && i % 10 == 0)
                group = sqrt(0.1) * draw_normal(&t->random);
            rows.y[i] = exp(group + sqrt(clustered ? 0.9 : 1) * draw_normal(&t->random));
            rows.unit[i] = (int32_t)(i / 10);
        }
        wb_frame *frame = frame_of_sample(&rows);
        wb_spec *spec = design_of(NULL, NULL, clustered ? "unit" : NULL);
        ask_quantiles(spec, "y");
        wb_frame *out = estimates_of(spec, frame, NULL);
        for (int i = 0; i < 3; i++)
            count_row(t, names[clustered][i], exp(z[i]), out, i);
        wb_frame_free(out);
        wb_frame_free(frame);
    }
}

/* Days away per contract: 0.1 (0.5 + x) on average of one with x of full time,
 * exponential; x uniform between 0.2 and 1. */
static void ratios(trials *t)
{
    static sample rows;
    static const double mean_x = 0.6, mean_square = (1 - 0.008) / 2.4;
    wb_error err = {0};

    rows.n = 150;
    for (int64_t i = 0; i < rows.n; i++) {
        rows.x[i] = 0.2 + 0.8 * draw_uniform(&t->random);
        rows.y[i] = -log(draw_uniform(&t->random)) * 0.1 * rows.x[i] * (0.5 + rows.x[i]);
    }
    wb_frame *frame = frame_of_sample(&rows);
    wb_spec *spec = design_of(NULL, NULL, NULL);
    expect(wb_spec_add_ratio(spec, "y", "x", &err), &err, "ratio");
    wb_frame *out = estimates_of(spec, frame, NULL);
    count_row(t, "ratio of two means", 0.1 * (0.5 * mean_x + mean_square) / mean_x, out,
              0);
    wb_frame_free(out);
    wb_frame_free(frame);
}

const setting settings_of_shares[] = {{"domains", domains},
                                      {"rare", rare},
                                      {"quantiles", quantiles},
                                      {"ratios", ratios},
                                      {NULL, NULL}};
