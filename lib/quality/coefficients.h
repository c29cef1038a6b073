/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Coefficients of a scale as functions of the covariances of its items, and their
 * gradients. A gradient G is symmetric, k x k: the coefficient moves by Σ_pq G_pq dC_pq.
 */
#ifndef WB_LIB_QUALITY_COEFFICIENTS_H
#define WB_LIB_QUALITY_COEFFICIENTS_H

#include "base/base.h"
#include "quality/figure.h"

typedef struct wb_coefficients {
    size_t k;
    double *c; /* covariances, k x k */
    double *r; /* correlations */
    double *sd;
    double *inverse;  /* of r */
    double *loadings; /* one factor, minres */
    double *pull;     /* what moves the loadings: H⁻¹ l, see omega.c */
    double *partial;  /* gradient by r, while one is made */
    double *room;     /* 2 k */
    size_t *order;
    double sum, trace, sum_r, unique;
    wb_figure_status correlated; /* ok: there are correlations */
    wb_figure_status inverted;   /* ok: and they have an inverse */
    wb_figure_status factored;   /* ok: and there is one factor */
} wb_coefficients;

wb_status wb_coefficients_init(wb_coefficients *at, size_t k, wb_error *err);
void wb_coefficients_free(wb_coefficients *at);

/* Work out what the coefficients share, from at->c. */
void wb_coefficients_prepare(wb_coefficients *at);

/* Each gives the coefficient; gradient (k x k, all set) may be NULL, and is filled where
 * the status is ok. */
wb_figure wb_alpha(const wb_coefficients *at, double *gradient);
wb_figure wb_alpha_standardised(const wb_coefficients *at, double *gradient);
wb_figure wb_average_r(const wb_coefficients *at, double *gradient);
wb_figure wb_lambda6(const wb_coefficients *at, double *gradient);
wb_figure wb_omega(const wb_coefficients *at, double *gradient);
wb_figure wb_item_rest(const wb_coefficients *at, size_t item, double *gradient);
wb_figure wb_item_corrected(const wb_coefficients *at, size_t item, double *gradient);
wb_figure wb_alpha_dropped(const wb_coefficients *at, size_t item, double *gradient);

/* Fills loadings, pull and unique (omega.c). */
wb_figure_status wb_one_factor(wb_coefficients *at);

#endif
