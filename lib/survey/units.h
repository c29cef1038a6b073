/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sampled units: for each stage its units, by parent and key, and the finite
 * population correction of each parent. */
#ifndef WB_LIB_SURVEY_UNITS_H
#define WB_LIB_SURVEY_UNITS_H

#include "frame/frame.h"
#include "frame/tuples.h"
#include "survey/layout.h"

/* What the fpc column of a stage says, per parent; NaN where no row was seen. */
typedef struct wb_fpc {
    double *values;
    int32_t count;
    int32_t capacity;
} wb_fpc;

typedef struct wb_unit_tree {
    wb_combos *stages; /* (parent, code of its key); of open rows (stratum, ordinal) */
    size_t n_stages;
    wb_fpc *fpc; /* per stage that has one */
    size_t n_fpc;
} wb_unit_tree;

wb_status wb_units_init(wb_unit_tree *units, const wb_layout *layout, const wb_spec *spec,
                        wb_error *err);
void wb_units_free(wb_unit_tree *units);
wb_status wb_units_copy(const wb_unit_tree *units, wb_unit_tree *out, wb_error *err);

/* Units of the last stage: those that totals are kept of. */
static inline int32_t wb_units_count(const wb_unit_tree *units)
{
    return units->stages[units->n_stages - 1].count;
}

/* Make the values of a stage reach parents below n. */
wb_status wb_fpc_reach(wb_fpc *fpc, int32_t n, wb_error *err);

/* Add from's units: strata and codes say what its strata and key codes are called here.
 * ids: per unit of from's last stage its id here. WB_E_CONFLICT: another fpc, *stage and
 * *parent (of `units`) say where. */
wb_status wb_units_merge(wb_unit_tree *units, const wb_unit_tree *from,
                         const wb_layout *layout, const int32_t *strata,
                         int32_t *const *codes, int32_t *ids, size_t *stage,
                         int32_t *parent, wb_error *err);

int64_t wb_units_bytes(const wb_unit_tree *units);

#endif
