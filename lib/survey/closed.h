/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Variances and covariances from the sums and products of closed units, in twice the
 * precision: Σ z² - (Σ z)²/n cancels, and 106 bits keep what is left of it exact enough.
 * Policies for lonely strata are those of design.h. */
#ifndef WB_LIB_SURVEY_CLOSED_H
#define WB_LIB_SURVEY_CLOSED_H

#include "survey/piece.h"

/* Σ z of one stratum, z = Σ_t a_t x_t without the gradient's scale. */
wb_pair wb_closed_total(const wb_pair *sums, const wb_linear *linear);

/* Σ z² of the units of one stratum, from the products behind the terms. */
wb_pair wb_closed_square(const wb_pair *sums, const wb_linear *linear);

/* A stratum of closed units is left out of the average that lonely ones get. */
bool wb_closed_left_out(const wb_sample *sample, int32_t place, int64_t rows);

/* Its units are taken around the mean of all units, not their own. */
bool wb_closed_is_centred(const wb_sample *sample, int32_t place, int64_t rows);

/* (1 - f) n/(n-1), or 0 when it adds nothing. */
wb_pair wb_closed_factor(const wb_sample *sample, int32_t place, int64_t rows);

double wb_closed_variance(const wb_sample *sample, const wb_domain *domain,
                          const wb_linear *linear, wb_desk *desk);

/* As wb_pieces_covariance(). */
wb_status wb_closed_covariance(const wb_sample *sample, const wb_piece *const *pieces,
                               size_t k, double *covariance, wb_error *err);

#endif
