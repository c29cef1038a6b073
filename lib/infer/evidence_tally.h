/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Evidence that comes from a tally. */
#ifndef WB_LIB_INFER_EVIDENCE_TALLY_H
#define WB_LIB_INFER_EVIDENCE_TALLY_H

#include "infer/evidence.h"

/* *inference is to be freed by the caller, also after a failure; the evidence's source.
 */
wb_status wb_evidence_begin(const wb_tally *tally, const wb_estimate_options *estimating,
                            const wb_run *run, wb_inference **inference,
                            wb_evidence *evidence, wb_error *err);

#endif
