/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tests on tables of estimated totals: what does not need to know where they came from.
 */
#ifndef WB_LIB_INFER_TABLE_H
#define WB_LIB_INFER_TABLE_H

#include "survey/inference.h"

#include <werkbaar/infer.h>

/* Cells beyond which a table is not tested: the work is the cube of them. */
enum { WB_MOST_CELLS = 500 };

/* The closed list of statuses, in the order of their table at wb_tally_independence(). */
typedef enum wb_table_status {
    WB_TABLE_OK,
    WB_TABLE_TOO_FEW,
    WB_TABLE_TOO_LARGE,
    WB_TABLE_MISSING,
    WB_TABLE_NO_DF,
    WB_TABLE_CONSTANT,
    WB_TABLE_STATUSES
} wb_table_status;
const char *wb_table_status_name(wb_table_status status);

/* The id of a wb_table_test, NULL for another number. */
const char *wb_table_test_name(int32_t test);

/* A table reduced to what its tests are made of. */
typedef struct wb_table {
    size_t n_rows, n_columns; /* with a total above 0 */
    double pearson;           /* X², as of n rows */
    size_t n_terms;      /* of X²: degrees of freedom under simple random sampling */
    double sum, squares; /* Σ λ and Σ λ² of their weights: X² ~ Σ λ χ²(1) */
    double *lambda;      /* `size` weights, NULL until a test needs them */
    double *matrix;      /* size x size: its eigenvalues are the weights */
    size_t size;
    double wald; /* d' V⁻¹ d */
    size_t rank; /* of V */
    double df;   /* of the design */
    wb_table_status status;
} wb_table; /* starts as {0}; wb_table_free() when done */

/* Independence of the rows and columns of a table. WB_E_NOMEM only: what cannot be tested
 * has a status. */
wb_status wb_table_independence(wb_table *table, const wb_counts *counts, wb_error *err);

/* Whether the shares of the columns of one row are as expected: `shares` are above 0 and
 * add up to 1; n and df are of that row. */
wb_status wb_table_fit(wb_table *table, const wb_counts *counts, size_t row,
                       const double *shares, int64_t n, double df, wb_error *err);

void wb_table_free(wb_table *table);

/* One of the tests of a table, a wb_table_test; NaN where missing. */
typedef struct wb_table_result {
    double value, df1, df2, p;
    wb_table_status status;
} wb_table_result;

/* WB_E_NOMEM only. The eigenvalues are found when a test first needs them. */
wb_status wb_table_result_of(wb_table *table, int32_t test, wb_table_result *result,
                             wb_error *err);

#endif
