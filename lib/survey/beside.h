/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A domain beside the larger one that it is part of: what is left of that without it, and
 * how far they differ. A difference of two domains that share no row has the influence
 * a'x in the one and b'x in the other, which is a domain of one term: so its variance is
 * that of any estimate. */
#ifndef WB_LIB_SURVEY_BESIDE_H
#define WB_LIB_SURVEY_BESIDE_H

#include "survey/domain.h"

/* Of one thread. Starts as {0}; wb_beside_free() also after a failure. */
typedef struct wb_beside {
    const wb_sample *sample;
    wb_domain rest;         /* the whole without the part */
    wb_domain rest_cross;   /* of calibrated weights */
    wb_domain joined;       /* z of the part and of the rest */
    wb_domain joined_cross; /* the same of the calibration's variables */
    double *values[2];      /* estimates per replicate */
} wb_beside;

/* n_parts: the most that a domain has, n_cross: of calibrated weights; stride: the most
 * sums of a part. */
wb_status wb_beside_init(wb_beside *beside, const wb_sample *sample, int32_t n_parts,
                         int32_t n_cross, int32_t stride, wb_error *err);
void wb_beside_free(wb_beside *beside);

/* Lay the rest out: `part` is a domain of `whole` of the same outcome and category. */
void wb_beside_take(wb_beside *beside, const wb_domain *whole, const wb_domain *part);

/* One estimate with its domain and gradient. */
typedef struct wb_side {
    const wb_domain *domain;
    const wb_estimate *estimate;
    const wb_linear *linear;
} wb_side;

/* The part less the rest, or less the whole; the rest is laid out. */
wb_status wb_beside_rest(wb_beside *beside, int32_t statistic, const wb_side *part,
                         const wb_side *rest, wb_desk *desk, wb_beside_difference *out,
                         wb_error *err);
wb_status wb_beside_whole(wb_beside *beside, int32_t statistic, const wb_side *part,
                          const wb_side *whole, wb_desk *desk, wb_beside_difference *out,
                          wb_error *err);

#endif
