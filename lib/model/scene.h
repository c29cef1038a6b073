/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows as they are, and with one variable of theirs at another value: what a fit expects
 * of the outcome then, and how that moves with the coefficients. Of one thread. */
#ifndef WB_LIB_MODEL_SCENE_H
#define WB_LIB_MODEL_SCENE_H

#include "model/fit.h"

typedef enum wb_scene_kind {
    WB_SCENE_AS_IS = 0,
    WB_SCENE_LEVEL = 1, /* a categorical variable at one of its levels */
    WB_SCENE_SLOPE = 2  /* how the expectation moves per unit of a number */
} wb_scene_kind;

typedef struct wb_scene {
    int32_t kind;
    size_t variable;
    int32_t level;
} wb_scene;

/* A block of rows, and what was said of it last. Lanes lie WB_MODEL_ROWS apart. */
typedef struct wb_set {
    const wb_model_pass *pass;
    const wb_columns *plan;
    size_t m;         /* expectations of the family: 1, or one per category */
    wb_coder coder;   /* its block is the rows */
    wb_matrix actual; /* as they are */
    wb_matrix
        moved[2]; /* at the level; or a step above the mean of the number, and at it */
    double step;
    double *mean;      /* [category]: expected, or its slope */
    double *slope;     /* [category * q + a]: ∂ expected / ∂η_a */
    double *bend;      /* [category * q + a]: ∂ slope / ∂η_a */
    double *direction; /* [a]: ∂η_a / ∂ the number */
    double *kept;      /* a lane while its values are others */
} wb_set;

/* Free it also after a failure. */
wb_status wb_set_init(wb_set *set, const wb_model_pass *pass, wb_error *err);
void wb_set_free(wb_set *set);

/* The rows of the coder as they are: before any scene of a block. */
wb_status wb_set_look(wb_set *set, wb_error *err);
/* The matrices of a scene. */
wb_status wb_set_move(wb_set *set, const wb_scene *scene, wb_error *err);
/* What is expected, for coefficients as columns are inside. */
void wb_set_expect(wb_set *set, const wb_scene *scene, const double *beta);
/* Add `by` times the gradient of mean[category] of a row; coefficients as they are
 * inside.
 */
void wb_set_add_gradient(const wb_set *set, const wb_scene *scene, size_t category,
                         int32_t row, double by, double *gradient);

#endif
