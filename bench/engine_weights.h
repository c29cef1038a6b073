/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Weights made right, measured: raking to groups and codes, and the regression estimator
 * (GREG) with groups and y1. */
#ifndef WERKBAAR_BENCH_ENGINE_WEIGHTS_H
#define WERKBAAR_BENCH_ENGINE_WEIGHTS_H

#include "engine_rows.h"

/* WB_WEIGHT_RAKE or WB_WEIGHT_LINEAR; the rows with new weights. */
wb_frame *weights_make(const rows *input, int32_t step, const wb_run *run);
/* Σ w y2, Σ w² and the first weights, as all programs print them. */
void weights_print(const rows *input, const wb_frame *weighted);

#endif
