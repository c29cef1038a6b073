/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a fit has: coefficients on the scale of the columns, and their covariance. */
#ifndef WB_LIB_MODEL_FIT_H
#define WB_LIB_MODEL_FIT_H

#include "model/pass.h"

typedef enum wb_coefficient_status {
    WB_COEFFICIENT_OK,
    WB_COEFFICIENT_REFERENCE,
    WB_COEFFICIENT_ALIASED,
    WB_COEFFICIENT_SEPARATED,
    WB_COEFFICIENT_NO_DF,
    WB_COEFFICIENT_NO_VARIANCE,
    WB_COEFFICIENT_STATUSES
} wb_coefficient_status;
const char *wb_coefficient_status_name(int32_t status);

struct wb_fit {
    wb_model_pass *pass; /* the last, with all it knows */
    size_t n;            /* coefficients, predictor after predictor, by name */
    double *estimates;   /* NaN where there is none */
    double *covariance;  /* n x n; NaN where there is none */
    double *inner;       /* the same on the scale inside, 0 for what is not kept */
    int32_t *statuses;
    double df;        /* of t and F */
    int64_t left_out; /* replicates without an estimate */
};

/* Whether it is a threshold of an ordered model, whose sign is turned. */
bool wb_fit_is_threshold(const wb_fit *fit, size_t coefficient);

/* Takes the pass over, also by a failure. */
wb_status wb_fit_make(wb_model_pass *pass, wb_fit **out, wb_error *err);

/* The tables. */
wb_status wb_fit_coefficients(const wb_fit *fit, wb_frame **out, wb_error *err);
wb_status wb_fit_terms(const wb_fit *fit, wb_frame **out, wb_error *err);
wb_status wb_fit_summary(const wb_fit *fit, wb_frame **out, wb_error *err);
wb_status wb_fit_covariance(const wb_fit *fit, wb_frame **out, wb_error *err);

#endif
