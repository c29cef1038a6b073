/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The parts a sample is put together of, each in a file of its own. */
#ifndef WB_LIB_SURVEY_SAMPLE_PARTS_H
#define WB_LIB_SURVEY_SAMPLE_PARTS_H

#include "survey/sample.h"

/* Strata in the order of their keys; open units of the first stage by stratum and key,
 * open rows as they came. */
wb_status wb_sample_order_strata(wb_sample *sample, wb_error *err);
wb_status wb_sample_order_units(wb_sample *sample, wb_error *err);

/* Sampled units per parent of a stage; counts are 0 before. */
void wb_sample_count_units(const wb_sample *sample, size_t stage, int64_t *counts);

/* Strata of closed units, those that are lonely treated by the policy. */
wb_status wb_sample_init_closed(wb_sample *sample, wb_error *err);

/* The replicates that the rows bring; those made of open units. */
wb_status wb_sample_take_replicates(wb_sample *sample, wb_error *err);
wb_status wb_sample_make_replicates(wb_sample *sample, wb_error *err);

/* "stratum (region=north)", "cluster (region=north, school=12)". */
wb_status wb_sample_parent_name(const wb_sample *sample, size_t stage, int32_t parent,
                                wb_text *name, wb_error *err);

/* WB_E_DESIGN: that parent has one sampled unit, and `why` that is a fault. */
wb_status wb_sample_lonely(const wb_sample *sample, size_t stage, int32_t parent,
                           const char *why, wb_error *err);

#endif
