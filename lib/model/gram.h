/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Sums over rows of products of the columns of the model matrix, X'VX for the weights V
 * of every pair of predictors, and X'u for every predictor. Rows of a block are added in
 * plain doubles, blocks in pairs, in the order of the rows. */
#ifndef WB_LIB_MODEL_GRAM_H
#define WB_LIB_MODEL_GRAM_H

#include "model/matrix.h"

typedef struct wb_gram {
    size_t q;
    size_t n_pairs; /* of predictors: q (q + 1) / 2 */
    size_t n_dense;
    size_t n_sparse;
    size_t n;      /* sums: per pair, per predictor, and one more: the deviance */
    double *block; /* plain sums of the rows since the last */
    wb_pair *sums;
    int32_t n_rows; /* in `block` */
} wb_gram;

wb_status wb_gram_init(wb_gram *gram, const wb_columns *plan, wb_error *err);
void wb_gram_free(wb_gram *gram);
void wb_gram_clear(wb_gram *gram);

/* Add a block of rows: v[pair * WB_MODEL_ROWS + row], u[predictor * WB_MODEL_ROWS + row],
 * d a number per row; u and d may be NULL. v is worked in. */
void wb_gram_add(wb_gram *gram, const wb_matrix *matrix, double *v, const double *u,
                 const double *d);
/* Plain sums go to the pairs. */
void wb_gram_settle(wb_gram *gram);
/* Both are settled. */
void wb_gram_merge(wb_gram *gram, const wb_gram *other);

/* Entries, columns as they are inside. */
wb_pair wb_gram_product(const wb_gram *gram, size_t pair, size_t i, size_t j);
wb_pair wb_gram_total(const wb_gram *gram, size_t predictor, size_t i);
wb_pair wb_gram_deviance(const wb_gram *gram);

/* The pair of predictors a and b. */
size_t wb_gram_pair(size_t q, size_t a, size_t b);

#endif
