/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/scene.h"

#include <string.h>

wb_status wb_set_init(wb_set *set, const wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns *plan = &pass->plan;
    size_t m = plan->rules->expectations((size_t)plan->outcome.n);
    size_t lane = WB_MODEL_ROWS;

    *set = (wb_set){.pass = pass, .plan = plan, .m = m};
    WB_TRY(wb_coder_init(&set->coder, pass->model, &pass->roster.coder, err));
    WB_TRY(wb_matrix_init(&set->actual, plan, err));
    WB_TRY(wb_matrix_init(&set->moved[0], plan, err));
    WB_TRY(wb_matrix_init(&set->moved[1], plan, err));
    set->mean = wb_allocate(m * lane, sizeof *set->mean);
    set->slope = wb_allocate(m * plan->q * lane, sizeof *set->slope);
    set->bend = wb_allocate(m * plan->q * lane, sizeof *set->bend);
    set->direction = wb_allocate(plan->q * lane, sizeof *set->direction);
    set->kept = wb_allocate(lane, sizeof *set->kept);
    if (set->mean == NULL || set->slope == NULL || set->bend == NULL ||
        set->direction == NULL || set->kept == NULL)
        st = wb_fail_nomem(err);
done:
    return st;
}

void wb_set_free(wb_set *set)
{
    if (set->plan == NULL)
        return;
    wb_coder_free(&set->coder);
    wb_matrix_free(&set->actual);
    wb_matrix_free(&set->moved[0]);
    wb_matrix_free(&set->moved[1]);
    wb_release(set->mean);
    wb_release(set->slope);
    wb_release(set->bend);
    wb_release(set->direction);
    wb_release(set->kept);
    *set = (wb_set){0};
}

wb_status wb_set_look(wb_set *set, wb_error *err)
{
    return wb_matrix_fill(&set->actual, &set->coder, err);
}

/* ---- another value ---- */

static wb_status fill_at_level(wb_set *set, const wb_scene *scene, wb_error *err)
{
    int32_t *codes = set->coder.codes + scene->variable * WB_MODEL_ROWS;
    size_t size = (size_t)set->coder.n * sizeof *codes;
    int32_t code = set->plan->levels[scene->variable].codes[scene->level];

    memcpy(set->kept, codes, size);
    for (int32_t i = 0; i < set->coder.n; i++)
        codes[i] = code;
    wb_status st = wb_matrix_fill(&set->moved[0], &set->coder, err);
    memcpy(codes, set->kept, size);
    return st;
}

/* Predictors are linear in a variable, so that any two values give the slope; these two
 * are where they are known best. */
static wb_status fill_around_mean(wb_set *set, const wb_scene *scene, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_roster *roster = set->plan->roster;
    const wb_rostered *variable = &roster->variables[scene->variable];
    double *numbers = set->coder.numbers + scene->variable * WB_MODEL_ROWS;
    size_t size = (size_t)set->coder.n * sizeof *numbers;
    double mean = wb_rostered_mean(variable, roster->weight);
    double deviation = wb_rostered_deviation(variable, roster->weight);

    set->step = deviation > 0 ? deviation : 1;
    memcpy(set->kept, numbers, size);
    for (int which = 0; which < 2 && st == WB_OK; which++) {
        for (int32_t i = 0; i < set->coder.n; i++)
            numbers[i] = which == 0 ? mean + set->step : mean;
        st = wb_matrix_fill(&set->moved[which], &set->coder, err);
    }
    memcpy(numbers, set->kept, size);
    return st;
}

wb_status wb_set_move(wb_set *set, const wb_scene *scene, wb_error *err)
{
    if (scene->kind == WB_SCENE_LEVEL)
        return fill_at_level(set, scene, err);
    if (scene->kind == WB_SCENE_SLOPE)
        return fill_around_mean(set, scene, err);
    return WB_OK;
}

/* ---- what is expected ---- */

static void expect(wb_set *set, wb_matrix *matrix, const double *beta)
{
    wb_expectation of = {set->coder.n, set->plan->q, set->m,    matrix->eta,
                         NULL,         set->mean,    set->slope};

    wb_matrix_predict(matrix, beta);
    set->plan->rules->expect(&of);
}

static void expect_slope(wb_set *set, const double *beta)
{
    size_t q = set->plan->q;
    wb_expectation of = {set->coder.n,   q,         set->m,   set->actual.eta,
                         set->direction, set->mean, set->bend};

    expect(set, &set->actual, beta);
    wb_matrix_predict(&set->moved[0], beta);
    wb_matrix_predict(&set->moved[1], beta);
    for (size_t i = 0; i < q * WB_MODEL_ROWS; i++)
        set->direction[i] = (set->moved[0].eta[i] - set->moved[1].eta[i]) / set->step;
    set->plan->rules->expect_slope(&of);
}

void wb_set_expect(wb_set *set, const wb_scene *scene, const double *beta)
{
    if (scene->kind == WB_SCENE_SLOPE)
        expect_slope(set, beta);
    else
        expect(set, scene->kind == WB_SCENE_LEVEL ? &set->moved[0] : &set->actual, beta);
}

/* ---- gradients ---- */

static void add_row(const wb_matrix *matrix, int32_t row, double by, double *gradient)
{
    size_t n_dense = matrix->plan->n_dense;

    for (size_t j = 0; j < n_dense; j++)
        gradient[j] += by * matrix->dense[j * WB_MODEL_ROWS + (size_t)row];
    for (size_t s = 0; s < matrix->n_sparse; s++) {
        size_t lane = s * WB_MODEL_ROWS + (size_t)row;
        if (matrix->at[lane] >= 0)
            gradient[n_dense + (size_t)matrix->at[lane]] += by * matrix->values[lane];
    }
}

void wb_set_add_gradient(const wb_set *set, const wb_scene *scene, size_t category,
                         int32_t row, double by, double *gradient)
{
    const wb_columns *plan = set->plan;
    bool slope = scene->kind == WB_SCENE_SLOPE;
    const wb_matrix *of = scene->kind == WB_SCENE_LEVEL ? &set->moved[0] : &set->actual;

    for (size_t a = 0; a < plan->q; a++) {
        size_t lane = (category * plan->q + a) * WB_MODEL_ROWS + (size_t)row;
        double *to = gradient + a * plan->n_columns;
        add_row(of, row, by * (slope ? set->bend[lane] : set->slope[lane]), to);
        if (!slope)
            continue;
        add_row(&set->moved[0], row, by * set->slope[lane] / set->step, to);
        add_row(&set->moved[1], row, -by * set->slope[lane] / set->step, to);
    }
}
