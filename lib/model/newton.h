/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Newton's method, a step at a time: the sums of a pass over the rows go in, the
 * coefficients for the next come out. Coefficients are by name (plan.columns), predictor
 * after predictor, on the scale that columns have inside. */
#ifndef WB_LIB_MODEL_NEWTON_H
#define WB_LIB_MODEL_NEWTON_H

#include "model/gram.h"

typedef enum wb_newton_state {
    WB_NEWTON_ON = 0,
    WB_NEWTON_DONE = 1,
    WB_NEWTON_SEPARATED = 2, /* some coefficients have no finite estimate */
    WB_NEWTON_LOST = 3       /* no convergence */
} wb_newton_state;

typedef struct wb_newton {
    size_t n;     /* coefficients of all predictors */
    size_t *head; /* the coefficient that it is the same as: itself, but for slopes of a
                     tied family those of the first predictor */
    int32_t state;
    int32_t iterations; /* passes whose sums were taken */
    double *beta;
    double *step;     /* that led to beta */
    uint8_t *kept;    /* 0: aliased, or of no finite estimate */
    uint8_t *aliased; /* a combination of those before it */
    double *factor;   /* of the information at beta, wb_cholesky() */
    size_t *order;
    size_t rank;
    double *scratch;
    double deviance;
    double null_deviance; /* of the first pass */
    double size;          /* of the last step: its largest coefficient */
    double expected;      /* that of the next, as steps shrink now; infinite: unknown */
} wb_newton;

wb_status wb_newton_init(wb_newton *newton, const wb_columns *plan, wb_error *err);
void wb_newton_free(wb_newton *newton);

/* The first coefficients: predictors of a model of an intercept alone. */
void wb_newton_start(wb_newton *newton, const wb_columns *plan, const double *eta);
/* Begin elsewhere: the null deviance is then the caller's. */
void wb_newton_start_at(wb_newton *newton, const double *beta, double null_deviance);
/* Begin from what another found. */
void wb_newton_resume(wb_newton *newton, const wb_newton *from);

/* Take the settled sums at `beta`. */
void wb_newton_take(wb_newton *newton, const wb_columns *plan, const wb_gram *gram,
                    const wb_fit_options *options);

/* The information at beta, inverted, times b; 0 for what is not kept. By name; scratch
 * has room for 2 n. */
void wb_newton_solve(const wb_newton *newton, const double *b, double *scratch,
                     double *x);

/* Whether it is a coefficient of its own; and how many columns of the matrix have one
 * that is not aliased. */
bool wb_newton_is_own(const wb_newton *newton, size_t coefficient);
size_t wb_newton_columns(const wb_newton *newton, const wb_columns *plan);

/* beta as columns are inside. */
void wb_newton_inside(const wb_newton *newton, const wb_columns *plan, double *beta);
/* Where a coefficient by name is inside. */
size_t wb_columns_inside(const wb_columns *plan, size_t coefficient);

#endif
