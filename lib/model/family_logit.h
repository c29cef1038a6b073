/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The logit of blocks of rows. */
#ifndef WB_LIB_MODEL_FAMILY_LOGIT_H
#define WB_LIB_MODEL_FAMILY_LOGIT_H

#include "model/family.h"

void wb_logit_start(const wb_outcome_totals *totals, double *eta);
void wb_logit_evaluate(const wb_family_block *block);
void wb_logit_expect(const wb_expectation *of);
void wb_logit_expect_slope(const wb_expectation *of);

/* e[i] = exp(-|x[i]|) of n numbers, at most WB_MODEL_ROWS, within 1e-15 of itself, and 0
 * from 700 on; the same bits on every machine. */
void wb_logit_decay(const double *x, int32_t n, double *e);

#endif
