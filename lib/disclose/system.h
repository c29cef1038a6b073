/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* All that an attacker may know, as whole numbers under demands.
 *
 * A value per count of a row and of a remainder, numbered as in disclose.h. Values that
 * are shown are fixed. A demand is a sum of values with signs that is 0 (totals and their
 * parts) or not negative (an acute case has the problem, who has it has answered,
 * measures that go together). A table that agrees with fixed values, bounds and demands
 * is one that the attacker cannot tell from the truth: a witness. */
#ifndef WB_LIB_DISCLOSE_SYSTEM_H
#define WB_LIB_DISCLOSE_SYSTEM_H

#include "disclose/disclose.h"

typedef struct wb_addend {
    int32_t value;
    int32_t sign; /* 1 or -1 */
} wb_addend;

/* What a value is part of. */
typedef struct wb_use {
    int32_t demand;
    int32_t sign;
} wb_use;

typedef struct wb_system {
    const wb_headcounts *counts;
    const wb_relations *relations;
    int32_t n_values, n_demands;
    int64_t *truth;
    int64_t *most;    /* by staff; INT64_MAX / 4: not known */
    uint8_t *there;   /* whether there is such a count */
    uint8_t *fixed;   /* shown now or before */
    wb_addend *terms; /* by demand */
    int32_t *first;   /* n_demands + 1 */
    uint8_t *exact;   /* the sum is 0 */
    wb_use *uses;     /* by value */
    int32_t *used;    /* n_values + 1 */
    /* while searching: the table at hand */
    int64_t *value;
    int64_t *sum; /* of each demand */
    /* how far each value goes in witnesses that were found */
    int64_t *low, *high;
    /* the same of n - problem of each place, a row or a remainder */
    int64_t *others_low, *others_high;
} wb_system;

static const int64_t WB_NO_BOUND = INT64_MAX / 4;

wb_status wb_system_make(const wb_headcounts *counts, const wb_relations *relations,
                         wb_system *system, wb_error *err);
void wb_system_free(wb_system *system);
/* The row of a value, or of the total of a remainder. */
const wb_counted *wb_system_row(const wb_system *system, int32_t value);
/* Whether a value is a remainder. */
bool wb_system_is_rest(const wb_system *system, int32_t value);

/* Whether the table at hand, which differs from the truth in `moved` alone, is a witness.
 * Looks at the demands afresh, not at what the search keeps of them. */
bool wb_system_is_witness(const wb_system *system, const int32_t *moved, int32_t n_moved);

#endif
