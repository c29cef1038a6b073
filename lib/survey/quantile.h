/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Estimates of quantiles, and of ranks as far as the first pass knows of them. */
#ifndef WB_LIB_SURVEY_QUANTILE_H
#define WB_LIB_SURVEY_QUANTILE_H

#include "survey/domain.h"
#include "survey/ecdf.h"

/* The distribution that is laid out; it stays so for the next estimand. Starts with its
 * sample only. */
typedef struct wb_quantiles {
    const wb_sample *sample;
    bool laid_out;
    size_t breakdown;
    size_t variable;
    int32_t cell;
    wb_ecdf ecdf;
} wb_quantiles;

void wb_quantiles_free(wb_quantiles *quantiles);

/* Whether both passes saw as many rows: WB_E_DATA otherwise. */
wb_status wb_quantiles_check(const wb_sample *sample, wb_error *err);

/* One quantile or rank in one cell (-1: a cell without rows). domain: of its outcome in a
 * second pass, NULL in a first. `linear` is that of the estimate: in proportion to F's.
 */
wb_status wb_quantile_estimate(wb_quantiles *quantiles, size_t breakdown, int32_t cell,
                               size_t estimand, const wb_domain *domain, wb_desk *desk,
                               wb_estimate *out, wb_linear *linear, wb_error *err);

#endif
