/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A block of rows of the model matrix, as lanes: what is not 0 of it. */
#ifndef WB_LIB_MODEL_MATRIX_H
#define WB_LIB_MODEL_MATRIX_H

#include "model/columns.h"

/* Lanes of 0 behind the dense ones, for whoever takes four at a time. */
enum { WB_MATRIX_SPARE = 3 };

typedef struct wb_matrix {
    const wb_columns *plan;
    size_t n_sparse; /* terms that are */
    size_t *sparse;  /* and which */
    int32_t n;
    double *dense;  /* [column * WB_MODEL_ROWS + row] */
    double *across; /* the same, [row * n_dense + column]; with sparse terms alone */
    int32_t *at;    /* [sparse term * WB_MODEL_ROWS + row]: its column, or -1 */
    double *values; /* the same: what stands there */
    double *y;      /* the outcome as the family takes it */
    double *eta;    /* [predictor * WB_MODEL_ROWS + row] */
} wb_matrix;

wb_status wb_matrix_init(wb_matrix *matrix, const wb_columns *plan, wb_error *err);
void wb_matrix_free(wb_matrix *matrix);

/* The block of a coder; WB_E_CONFLICT where a row of the model has a category that no row
 * of the first pass had. */
wb_status wb_matrix_fill(wb_matrix *matrix, const wb_coder *coder, wb_error *err);

/* eta = X β, for β as columns are inside, predictor after predictor. */
void wb_matrix_predict(wb_matrix *matrix, const double *beta);

#endif
