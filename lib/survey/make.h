/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Making the estimates frame, and letting another look on while it is made. */
#ifndef WB_LIB_SURVEY_MAKE_H
#define WB_LIB_SURVEY_MAKE_H

#include "survey/view.h"

/* A row of the result: which estimate it is. */
typedef struct wb_made_row {
    size_t breakdown;
    size_t estimand;
    size_t outcome;   /* WB_NO_OUTCOME: a first pass has none */
    int64_t rank;     /* of its cell among all of the breakdown */
    int32_t seen;     /* place of the cell in the view's list; -1: no rows */
    int32_t category; /* code; -1: none */
    wb_estimate estimate;
} wb_made_row;

/* Told of every row as it is made; the domain and the gradient are borrowed. */
typedef struct wb_onlooker {
    wb_status (*row)(void *user, const wb_made_row *row, const wb_domain *domain,
                     const wb_linear *linear, wb_desk *desk, wb_error *err);
    void *user;
} wb_onlooker;

/* Options as they are worked with: defaults filled in, WB_E_ARG for what cannot be. */
wb_status wb_estimate_options_read(const wb_estimate_options *theirs,
                                   wb_estimate_options *ours, wb_error *err);

/* Metadata of the estimates frame: design and options, what differs from the default. */
wb_status wb_describe_estimates(const wb_sample *sample, wb_frame *frame, wb_error *err);

/* The estimates frame of a sample; onlooker may be NULL. */
wb_status wb_make_estimates(const wb_sample *sample, const wb_run *run,
                            const wb_onlooker *onlooker, wb_frame **out, wb_error *err);

#endif
