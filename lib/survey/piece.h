/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is kept of an estimate to say how it varies together with others: its influence
 * per open unit, or its sums per stratum of closed units, or its replicates. */
#ifndef WB_LIB_SURVEY_PIECE_H
#define WB_LIB_SURVEY_PIECE_H

#include "survey/domain.h"

typedef struct wb_piece {
    size_t breakdown;
    size_t outcome;
    int64_t rank;     /* of the cell in its breakdown */
    int32_t category; /* -1: none */
    bool share;
    double estimate;
    int64_t n; /* rows that count */
    wb_linear linear;
    int32_t n_parts; /* strata or open units; ids ascend */
    int32_t *ids;
    int64_t *counts; /* rows that count, per part */
    int32_t n_units; /* open units: those with an influence, ascending */
    int32_t *units;
    double *influences;
    wb_pair *sums; /* closed units: terms and products per part */
    int32_t stride;
    double *replicates;
} wb_piece;

/* Copy what is needed of a domain whose estimate has this gradient. */
wb_status wb_piece_init(wb_piece *piece, const wb_sample *sample, const wb_domain *domain,
                        int32_t statistic, const wb_linear *linear, wb_desk *desk,
                        wb_error *err);
void wb_piece_free(wb_piece *piece);

/* Covariances of k pieces, k x k, row-major. By replicates, those that one of the pieces
 * lacks are left out of all, or with `by_pair` of its own covariances alone.
 * WB_E_UNSUPPORTED: closed units, and two pieces whose products were not kept. */
wb_status wb_pieces_covariance(const wb_sample *sample, const wb_piece *const *pieces,
                               size_t k, bool by_pair, double *covariance, wb_error *err);

/* By replicates: covariances of the parts that k pieces, totals, are of their sum. */
wb_status wb_pieces_share_covariance(const wb_sample *sample,
                                     const wb_piece *const *pieces, size_t k,
                                     double *covariance, wb_error *err);

/* Degrees of freedom of the union of the domains of k pieces. */
wb_status wb_pieces_df(const wb_sample *sample, const wb_piece *const *pieces, size_t k,
                       double *df, wb_error *err);

#endif
