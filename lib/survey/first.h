/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a second pass knows of the first: the distributions of every cell and what follows
 * from them for a row. Read only once made. */
#ifndef WB_LIB_SURVEY_FIRST_H
#define WB_LIB_SURVEY_FIRST_H

#include "survey/index.h"
#include "survey/scores.h"

struct wb_state;

/* One outcome of the second pass in one breakdown. */
typedef struct wb_derived {
    double *cuts; /* of a cut: the quantile per cell, NaN where it has no values */
    /* of scores: cells that differ in the last column alone are one pool */
    int32_t *pools; /* per cell */
    int32_t n_pools;
    wb_lookup *lookups; /* per pool */
    double **scores;    /* per pool, at the places of its lookup */
} wb_derived;

typedef struct wb_first {
    wb_index index; /* keys and cells of the breakdowns; parts begin with the same */
    size_t n_breakdowns;
    size_t n_variables;
    size_t n_outcomes;   /* of the second pass */
    int32_t *n_cells;    /* per breakdown */
    wb_values *values;   /* [breakdown * n_variables + variable] */
    wb_derived *derived; /* [breakdown * n_outcomes + outcome] */
    int64_t n_rows;
} wb_first;

/* The results of all rows of a first pass. */
wb_status wb_first_new(const wb_layout *layout, const wb_spec *spec,
                       const struct wb_state *state, wb_first **out, wb_error *err);
void wb_first_free(wb_first *first);

/* Work out the cuts and scores that a second pass of this layout needs. */
wb_status wb_first_derive(wb_first *first, const wb_layout *layout, wb_error *err);

static inline const wb_values *wb_first_values(const wb_first *first, size_t breakdown,
                                               size_t variable)
{
    return &first->values[breakdown * first->n_variables + variable];
}

static inline const wb_derived *wb_first_derived(const wb_first *first, size_t breakdown,
                                                 size_t outcome)
{
    return &first->derived[breakdown * first->n_outcomes + outcome];
}

/* Bytes of it all, but for what is small. */
int64_t wb_first_bytes(const wb_first *first);
/* Whether two are of the same rows. */
bool wb_first_same(const wb_first *a, const wb_first *b);

#endif
