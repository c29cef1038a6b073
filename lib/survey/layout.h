/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A specification worked out: which columns give keys, which give outcomes. */
#ifndef WB_LIB_SURVEY_LAYOUT_H
#define WB_LIB_SURVEY_LAYOUT_H

#include "survey/spec.h"

/* A list of positions in layout.key_names. */
typedef struct wb_key_list {
    size_t n;
    size_t *keys;
} wb_key_list;

typedef struct wb_outcome {
    const char *variable; /* borrowed from the spec */
    bool by_category;     /* proportions of a key column */
    size_t key;           /* by_category: its position in key_names */
} wb_outcome;

typedef struct wb_layout {
    const char **key_names; /* borrowed from the spec; each column once */
    size_t n_keys;
    wb_key_list strata;
    wb_key_list *breakdowns; /* at least one */
    size_t n_breakdowns;
    wb_outcome *outcomes; /* each (variable, by_category) once */
    size_t n_outcomes;
    size_t *estimand_outcome; /* per estimand of the spec */
} wb_layout;

/* The layout borrows from the spec, which must outlive it. */
wb_status wb_layout_init(wb_layout *layout, const wb_spec *spec, wb_error *err);
void wb_layout_free(wb_layout *layout);

#endif
