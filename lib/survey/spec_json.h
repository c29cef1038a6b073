/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The words of a specification's JSON, for writing and reading. */
#ifndef WB_LIB_SURVEY_SPEC_JSON_H
#define WB_LIB_SURVEY_SPEC_JSON_H

#include "base/json.h"
#include "survey/spec.h"

/* By wb_units and wb_design_effect; NULL at the end. */
extern const char *const wb_units_names[];
extern const char *const wb_deff_names[];

/* The members that hold the columns of an estimand and what more it needs, by statistic.
 */
typedef struct wb_estimand_member {
    const char *variable;
    const char *other; /* NULL: it has one column */
    const char *more;  /* the probability of a quantile, the score of a rank; else NULL */
} wb_estimand_member;
extern const wb_estimand_member wb_estimand_members[];

#endif
