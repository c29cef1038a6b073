/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the files of this room share: the model as it was asked for. */
#ifndef WB_LIB_MODEL_H
#define WB_LIB_MODEL_H

#include "base/names.h"
#include "survey/spec.h"

#include <werkbaar/model.h>

typedef struct wb_model_term {
    char *column;
    int32_t kind;    /* a wb_term */
    char *reference; /* NULL: the first category */
} wb_model_term;

struct wb_model {
    int32_t family;
    char *outcome;
    char *event;         /* NULL: true, or 1 */
    wb_names categories; /* of the outcome, in their order; none: as they are shown */
    char *domain;        /* NULL: all rows */
    bool intercept;
    wb_model_term *terms; /* each a variable: of a column of its own */
    size_t n_terms;
    wb_names *interactions; /* by number of columns, then as they were added */
    size_t n_interactions;
    wb_spec *design; /* without estimands and breakdowns */
};

wb_status wb_model_copy(const wb_model *model, wb_model **out, wb_error *err);
/* Position of the term of a column, or n_terms. */
size_t wb_model_find_term(const wb_model *model, const char *column);

/* Canonical JSON. */
wb_status wb_model_canonical(const wb_model *model, wb_text *text, wb_error *err);

/* Options as they are worked with: defaults filled in, WB_E_ARG for what cannot be. */
wb_status wb_fit_options_read(const wb_fit_options *theirs, wb_fit_options *ours,
                              wb_error *err);

#endif
