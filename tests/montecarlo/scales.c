/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The area under a curve, and alpha. */
#include "trials.h"

#include <math.h>
#include <stdio.h>

enum { QUESTIONS = 11, SCORES = 10 };

/* ---- areas ---- */

static const double chance_if_true = 0.55, chance_if_false = 0.35;

/* The chance that of two people, one of each kind, the score of the first is higher, ties
 * counting for half. */
static double area(void)
{
    double below = 0, sum = 0, t = pow(1 - chance_if_true, SCORES),
           f = pow(1 - chance_if_false, SCORES);

    for (int k = 0; k <= SCORES; k++) {
        sum += t * (below + f / 2);
        below += f;
        t *= (double)(SCORES - k) / (k + 1) * chance_if_true / (1 - chance_if_true);
        f *= (double)(SCORES - k) / (k + 1) * chance_if_false / (1 - chance_if_false);
    }
    return sum;
}

/* Scores of 0 to 10 of 300 people, in a quarter of whom the criterion is true; in
 * clusters of ten both are alike. */
static void draw_people(trials *t, sample *rows, bool clustered)
{
    double score_group = 0, criterion_group = 0, share = clustered ? 0.15 : 0;

    rows->n = 300;
    for (int64_t i = 0; i < rows->n; i++) {
        if (i % 10 == 0) {
            score_group = draw_normal(&t->random);
            criterion_group = draw_normal(&t->random);
        }
        rows->hit[i] = draw_alike(&t->random, criterion_group, share) < 0.25;
        rows->y[i] = draw_binomial_at(draw_alike(&t->random, score_group, share), SCORES,
                                      rows->hit[i] ? chance_if_true : chance_if_false);
        rows->unit[i] = (int32_t)(i / 10);
    }
}

static void areas(trials *t)
{
    static sample rows;
    static const char *const names[2][2] = {
        {"by design", "DeLong"}, {"by design, clusters", "DeLong, clusters left out"}};
    wb_error err = {0};

    for (int clustered = 0; clustered < 2; clustered++) {
        wb_source *source = NULL;
        wb_frame *curve = NULL, *auc = NULL;
        draw_people(t, &rows, clustered);
        wb_frame *frame = frame_of_sample(&rows);
        wb_spec *spec = design_of(NULL, NULL, clustered ? "unit" : NULL);
        expect(wb_source_from_frame(frame, 0, &source, &err), &err, "areas");
        expect(wb_roc(source, "y", "hit", spec, NULL, NULL, NULL, &curve, &auc, &err),
               &err, "areas");
        for (int method = 0; method < 2; method++)
            count_row(t, names[clustered][method], area(), auc, method);
        wb_source_free(source);
        wb_spec_free(spec);
        wb_frame_free(curve);
        wb_frame_free(auc);
        wb_frame_free(frame);
    }
}

/* ---- alpha ---- */

/* A third of the people says yes to question q with the first chance, the others with the
 * second. */
static double chance_of(int q, bool burdened)
{
    return burdened ? 0.5 + 0.04 * q : 0.05 + 0.03 * q;
}

static double alpha(void)
{
    double variances = 0, deviations = 0, squares = 0;

    for (int q = 0; q < QUESTIONS; q++) {
        double much = chance_of(q, true), little = chance_of(q, false);
        double mean = (much + 2 * little) / 3;
        variances += mean * (1 - mean);
        deviations += much - little;
        squares += (much - little) * (much - little);
    }
    double covariances = 2.0 / 9 * (deviations * deviations - squares);
    return QUESTIONS / (QUESTIONS - 1.0) * covariances / (covariances + variances);
}

static wb_scales *eleven_questions(char names[QUESTIONS][8])
{
    wb_error err = {0};
    wb_scales *scales = NULL;

    expect(wb_scales_new(&scales, &err), &err, "alpha");
    expect(wb_scales_add(scales, "scale", 0, 1, &err), &err, "alpha");
    for (int q = 0; q < QUESTIONS; q++) {
        snprintf(names[q], 8, "q%d", q);
        expect(wb_scales_add_item(scales, names[q], 0, &err), &err, names[q]);
    }
    return scales;
}

static int64_t row_of_alpha(const wb_frame *out)
{
    size_t statistic = (size_t)wb_frame_find(out, "statistic"), length = 0;

    for (int64_t row = 0; row < wb_frame_row_count(out); row++) {
        const char *text = wb_frame_text(out, statistic, row, &length);
        if (text != NULL && length == 5 && text[0] == 'a' && text[1] == 'l')
            return row;
    }
    return -1;
}

/* 250 people, one by one and in clusters of ten. */
static void alphas(trials *t)
{
    static sample rows;
    static double answers[QUESTIONS][SAMPLE_ROWS];
    char names[QUESTIONS][8];
    wb_error err = {0};

    for (int clustered = 0; clustered < 2; clustered++) {
        double group = 0;
        wb_source *source = NULL;
        wb_frame *out = NULL;
        rows.n = 250;
        for (int64_t i = 0; i < rows.n; i++) {
            if (i % 10 == 0)
                group = draw_normal(&t->random);
            bool burdened = draw_alike(&t->random, group, clustered ? 0.15 : 0) < 1.0 / 3;
            for (int q = 0; q < QUESTIONS; q++)
                answers[q][i] = draw_event(&t->random, chance_of(q, burdened));
            rows.unit[i] = (int32_t)(i / 10);
        }
        wb_frame *frame = frame_of_sample(&rows);
        wb_scales *scales = eleven_questions(names);
        wb_spec *spec = design_of(NULL, NULL, clustered ? "unit" : NULL);
        for (int q = 0; q < QUESTIONS; q++)
            borrow_doubles(frame, names[q], answers[q]);
        expect(wb_source_from_frame(frame, 0, &source, &err), &err, "alpha");
        expect(wb_reliability_source(scales, spec, source, NULL, NULL, NULL, &out, &err),
               &err, "alpha");
        int64_t row = row_of_alpha(out);
        count_row(t, clustered ? "by design, clusters" : "by design", alpha(), out, row);
        count_interval(t, clustered ? "Feldt, clusters left out" : "Feldt", alpha(),
                       number_of(out, "lower_simple", row),
                       number_of(out, "upper_simple", row));
        wb_frame_free(out);
        wb_source_free(source);
        wb_spec_free(spec);
        wb_scales_free(scales);
        wb_frame_free(frame);
    }
}

const setting settings_of_scales[] = {{"areas", areas}, {"alpha", alphas}, {NULL, NULL}};
