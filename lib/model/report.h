/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the tables of a fit and of its margins share. */
#ifndef WB_LIB_MODEL_REPORT_H
#define WB_LIB_MODEL_REPORT_H

#include "infer/results.h"
#include "model/margin.h"

/* The finished frame with its metadata. */
wb_status wb_fit_finish(wb_results *results, const wb_fit *fit, const char *kind,
                        wb_frame **out, wb_error *err);
wb_status wb_fit_status_column(wb_results *results, wb_error *err);

/* Names that a caller gave, once each. */
wb_status wb_report_names(const char *const *items, size_t n, wb_names *names,
                          wb_error *err);
/* The variables of those terms; none: all of them, or all that are categorical, but for
 * what the groups are of. *out is the caller's. WB_E_ARG: no term of the model. */
wb_status wb_report_variables(const wb_fit *fit, const wb_names *terms,
                              const wb_names *groups, bool categorical, size_t **out,
                              size_t *n, wb_error *err);
/* Whether the coefficients of a variable can be used: aliased, separated, or ok. */
int32_t wb_report_status(const wb_fit *fit, size_t variable);

wb_status wb_report_group_columns(wb_results *results, const wb_muster *muster,
                                  wb_error *err);
/* The values of a group; missing for all rows (crowd < 0). */
wb_status wb_report_group(wb_results *results, const wb_muster *muster, int32_t crowd,
                          wb_error *err);
/* The category of an expectation; missing when there is but one of a number. */
wb_status wb_report_category(wb_results *results, const wb_columns *plan, size_t category,
                             wb_error *err);
wb_status wb_report_level(wb_results *results, const wb_columns *plan, size_t variable,
                          int32_t level, wb_error *err);

/* Bounds of a share of 0 to 1 by its log odds; of any other number around it. */
void wb_report_bounds(double estimate, double se, double t, bool share, double bounds[2]);

#endif
