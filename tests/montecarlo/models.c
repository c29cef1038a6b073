/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Coefficients of a logit model in a sample of clusters. */
#include "trials.h"

#include <math.h>
#include <stdio.h>

/* log odds: -1 + 0.8 (of a cluster with y) + 0.5 x. The chance of one person is exactly
 * that; the draws of one cluster are alike. Half of the rows have three times the weight.
 */
static void draw_rows(trials *t, sample *rows, int32_t clusters)
{
    int64_t i = 0;

    for (int32_t k = 0; k < clusters; k++) {
        double group = draw_normal(&t->random);
        double of_cluster = draw_event(&t->random, 0.5);
        for (int32_t j = 0; j < 20; j++, i++) {
            double x = draw_normal(&t->random);
            double odds = exp(-1 + 0.8 * of_cluster + 0.5 * x);
            rows->x[i] = x;
            rows->y[i] = of_cluster;
            rows->hit[i] = draw_alike(&t->random, group, 0.1) < odds / (1 + odds);
            rows->unit[i] = k;
            rows->w[i] = draw_event(&t->random, 0.5) ? 3 : 1;
        }
    }
    rows->n = i;
}

static wb_frame *coefficients_of(const wb_frame *frame)
{
    static const char *const terms[] = {"y", "x"};
    wb_error err = {0};
    wb_model *model = NULL;
    wb_spec *spec = design_of("w", NULL, "unit");
    wb_source *source = NULL;
    wb_fit *fit = NULL;
    wb_frame *out = NULL;

    expect(wb_model_new(WB_FAMILY_LOGIT, "hit", &model, &err), &err, "model");
    for (int i = 0; i < 2; i++)
        expect(wb_model_add_term(model, terms[i], WB_TERM_NUMERIC, NULL, &err), &err,
               terms[i]);
    expect(wb_model_set_design(model, spec, &err), &err, "model");
    expect(wb_source_from_frame(frame, 0, &source, &err), &err, "model");
    expect(wb_model_fit_source(model, source, NULL, NULL, NULL, &fit, &err), &err,
           "model");
    expect(wb_fit_table(fit, WB_FIT_COEFFICIENTS, &out, &err), &err, "model");
    wb_fit_free(fit);
    wb_source_free(source);
    wb_model_free(model);
    wb_spec_free(spec);
    return out;
}

static void logit(trials *t)
{
    static sample rows;
    static const double truths[] = {-1, 0.8, 0.5};
    static const char *const names[] = {"intercept", "of the cluster", "of the person"};
    char name[TRIALS_NAME];

    for (int32_t clusters = 20; clusters <= 60; clusters += 40) {
        draw_rows(t, &rows, clusters);
        wb_frame *frame = frame_of_sample(&rows);
        wb_frame *out = coefficients_of(frame);
        for (int i = 0; i < 3; i++) {
            snprintf(name, sizeof name, "%s, %d clusters", names[i], (int)clusters);
            count_row(t, name, truths[i], out, i);
        }
        wb_frame_free(out);
        wb_frame_free(frame);
    }
}

const setting settings_of_models[] = {{"logit", logit}, {NULL, NULL}};
