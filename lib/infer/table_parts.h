/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Steps that tests on tables have in common. Matrices are m x m, symmetric. */
#ifndef WB_LIB_INFER_TABLE_PARTS_H
#define WB_LIB_INFER_TABLE_PARTS_H

#include "infer/table.h"

/* Make vector n of a basis, after n orthonormal ones, one more of these; 0 when it is of
 * them. */
void wb_orthonormalise(double *basis, size_t n, size_t m);

/* (I - u u') a (I - u u') in place of a, for u of length 1 or 0; scratch: m. */
void wb_deflate(double *a, const double *u, size_t m, double *scratch);

/* (I - s 1') a (I - 1 s') in place of a. */
void wb_center_rows(double *a, const double *s, size_t m);

/* Σ λ and Σ λ² from the matrix, and the status they and df imply. */
void wb_table_sums(wb_table *table);

/* d' V⁻¹ d and the rank of V, which is used up. */
wb_status wb_table_wald(wb_table *table, const double *d, double *v, size_t q,
                        wb_error *err);

#endif
