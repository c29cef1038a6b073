/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A desk's share in the covariance of the score, rows being units: totals of the score
 * per stratum, and products of the scores of rows. A desk that was not opened for it has
 * no strata, and all but the work is fine with that. */
#ifndef WB_LIB_MODEL_DESK_STRATA_H
#define WB_LIB_MODEL_DESK_STRATA_H

#include "model/pass.h"

/* Strata under the ids that the design gave them. */
wb_status wb_model_strata_open(wb_model_desk *desk, const wb_model_pass *pass,
                               wb_error *err);
void wb_model_strata_close(wb_model_desk *desk);
wb_status wb_model_strata_bind(wb_model_desk *desk, const wb_model_pass *pass,
                               const wb_frame *frame, wb_error *err);
/* The strata of rows that come next in the block; before its coder takes them. */
wb_status wb_model_strata_take(wb_model_desk *desk, const wb_frame *frame, int64_t first,
                               int32_t n, wb_error *err);
/* A block of which desk->score has the weighted scores: products into `gram`, by way of
 * desk->information, which is lost. */
wb_status wb_model_strata_work(wb_model_desk *desk, const wb_model_pass *pass,
                               wb_gram *gram, wb_error *err);
/* The totals of another; none at all. */
void wb_model_strata_merge(wb_model_desk *desk, const wb_model_desk *from,
                           const wb_model_pass *pass);
void wb_model_strata_clear(wb_model_desk *desk, const wb_model_pass *pass);

#endif
