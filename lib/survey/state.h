/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is kept of the rows: for each breakdown, group (stratum x cell) and outcome the
 * sums over closed units. Where rows are the units, a unit total is w·r and w·r·y; of
 * ordered clusters it is the sum of these over the rows of the cluster in the cell. */
#ifndef WB_LIB_SURVEY_STATE_H
#define WB_LIB_SURVEY_STATE_H

#include "num/pair.h"
#include "survey/totals.h"
#include "survey/values.h"

/* How an outcome's values are kept; decided by the column's type. Part of the file. */
typedef enum wb_outcome_kind {
    WB_OUTCOME_UNKNOWN = 0, /* no rows seen, or only type null */
    WB_OUTCOME_NUMBER = 1,  /* moments of w·y */
    WB_OUTCOME_BOOL = 2,    /* a histogram over false, true */
    WB_OUTCOME_CATEGORY = 3 /* a histogram over the codes of its key */
} wb_outcome_kind;

/* Sums over the units of one group with one value of an outcome. */
typedef struct wb_bin {
    wb_pair w;  /* Σ w */
    wb_pair w2; /* Σ w², of clusters with w the total of their rows with this value */
    int64_t n;  /* rows with w > 0 */
} wb_bin;

/* Sums over the units of one group whose number is observed: of each of t terms, then of
 * the product of every two of them (11, 12, ..., 1t, 22, ...). */
static inline int32_t wb_moment_count(int32_t n_terms)
{
    return n_terms + wb_triangle(n_terms);
}
enum { WB_MOST_MOMENTS = WB_PAIR_TERMS + WB_PAIR_TERMS * (WB_PAIR_TERMS + 1) / 2 };

/* One outcome in one breakdown: bins[group * width + category], or
 * moments[group * width + m]. */
typedef struct wb_sums {
    wb_bin *bins;
    wb_pair *moments;
    int64_t *n;     /* moments: rows with w > 0 */
    wb_pair *cross; /* bins of clusters: Σ w (w of the cluster with any value) */
    int64_t *units; /* clusters: those with such rows, per group */
    bool clusters;  /* the units are clusters */
    int32_t groups; /* room */
    int32_t width;  /* categories a group has room for, or moments it has */
} wb_sums;

typedef struct wb_state {
    wb_index index;
    uint8_t *kinds; /* wb_outcome_kind per outcome */
    wb_sums *sums;  /* [breakdown * n_outcomes + outcome]: of closed units */
    wb_totals totals;
    wb_values *values; /* [breakdown * n_variables + variable], of a first pass */
    size_t n_values;
    size_t n_outcomes;
    int64_t n_rows;
    int32_t unit;   /* of ordered rows: of the last one, -1: of a file or a merge */
    int32_t *edges; /* other clusters that stay open, ascending: where a piece of the rows
                       begins, or may end */
    int32_t n_edges;
    bool any_weight; /* a weight above 0 was seen */
} wb_state;

wb_status wb_state_init(wb_state *state, const wb_layout *layout, const wb_spec *spec,
                        wb_error *err);
void wb_state_free(wb_state *state);
wb_status wb_state_copy(const wb_state *state, const wb_layout *layout, wb_state *out,
                        wb_error *err);

static inline wb_sums *wb_state_sums(const wb_state *state, size_t breakdown,
                                     size_t outcome)
{
    return &state->sums[breakdown * state->n_outcomes + outcome];
}

void wb_sums_free(wb_sums *sums);
/* Room for `groups` groups of `width` categories (histograms) or moments. */
wb_status wb_sums_reach(wb_sums *sums, wb_outcome_kind kind, int32_t groups,
                        int32_t width, wb_error *err);

/* A copy with the same room: copies of copies do not grow. On failure free what is there.
 */
wb_status wb_sums_copy(const wb_sums *from, wb_sums *to, wb_error *err);

/* Add moments: group g of `from` is groups[g] of `to`, which has room for it. */
void wb_sums_add_moments(wb_sums *to, const wb_sums *from, const int32_t *groups,
                         int32_t n_groups);

/* Add what another state knows. WB_E_CONFLICT when an outcome or key is of another kind.
 * On failure the state is damaged: merge into a copy. */
wb_status wb_state_merge(wb_state *state, const wb_state *other, const wb_layout *layout,
                         wb_error *err);

/* An outcome's kind, or the error that it differs from what was seen before. */
wb_status wb_state_set_kind(wb_state *state, const wb_layout *layout, size_t outcome,
                            wb_outcome_kind kind, wb_error *err);

/* Which clusters stay open beside `unit`: n ids, each once, ascending. */
wb_status wb_state_set_edges(wb_state *state, const int32_t *edges, int32_t n,
                             wb_error *err);

int64_t wb_state_bytes(const wb_state *state, const wb_layout *layout);

#endif
