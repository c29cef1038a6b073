/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the variance of calibrated weights needs besides the totals of open units. An
 * auxiliary variable x_j is the indicator of a category of a margin, or a number. With w
 * the calibrated and d the initial weights, residuals of z = Σ_t a_t y_t have per unit
 * the total
 *
 *     Σ w z - Σ_j B_j Σ w x_j,   B = (Σ d x xᵀ)⁻¹ Σ d x z
 *
 * so these are kept: Σ w x_j per unit, Σ d x xᵀ, and Σ d x_j y_t per cell. Deville &
 * Särndal (1992), JASA 87, 376-382, section 3. */
#ifndef WB_LIB_SURVEY_AUXILIARY_H
#define WB_LIB_SURVEY_AUXILIARY_H

#include "survey/open.h"

typedef struct wb_auxiliary {
    wb_tuples *margins; /* per margin: ids of its categories */
    size_t n_margins;
    size_t n_numbers;
    wb_combos variables; /* (margin, category), or (n_margins + number, 0): j */
    wb_track totals;     /* slots (unit, j): Σ w x_j */
    wb_track products; /* slots (j, k): Σ d x_j x_k; j of the earlier margin or number */
    wb_open cross;     /* "units" are j: Σ d x_j y_t */
} wb_auxiliary;

wb_status wb_auxiliary_init(wb_auxiliary *auxiliary, const wb_layout *layout,
                            const wb_spec *spec, wb_error *err);
void wb_auxiliary_free(wb_auxiliary *auxiliary);
wb_status wb_auxiliary_copy(const wb_auxiliary *auxiliary, const wb_layout *layout,
                            wb_auxiliary *out, wb_error *err);
/* Forget the sums; what variables are called stays. */
void wb_auxiliary_forget(wb_auxiliary *auxiliary, const wb_layout *layout);
/* Add what another has; map says what its units, cells and codes are called here. */
wb_status wb_auxiliary_merge(wb_auxiliary *auxiliary, const wb_auxiliary *from,
                             const wb_layout *layout, const wb_index_map *map,
                             wb_error *err);
int64_t wb_auxiliary_bytes(const wb_auxiliary *auxiliary, const wb_layout *layout);

#endif
