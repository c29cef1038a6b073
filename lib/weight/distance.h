/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The functions F of calibration: g = F(u). */
#ifndef WB_LIB_WEIGHT_DISTANCE_H
#define WB_LIB_WEIGHT_DISTANCE_H

#include <stdint.h>

typedef struct wb_distance {
    int32_t step; /* a wb_weight_step */
    double lower;
    double upper; /* 0: no bounds */
    double rate;  /* logit: A */
    double shift; /* logit: ln((1 - L) / (U - 1)) */
} wb_distance;

/* F, its derivative, and its integral from some fixed point. */
typedef struct wb_gain {
    double g;
    double slope;
    double integral;
} wb_gain;

wb_distance wb_distance_of(int32_t step, double lower, double upper);
wb_gain wb_distance_gain(const wb_distance *distance, double u);

#endif
