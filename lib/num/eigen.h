/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Eigenvalues of small symmetric matrices. */
#ifndef WB_LIB_NUM_EIGEN_H
#define WB_LIB_NUM_EIGEN_H

#include <stddef.h>

/* The eigenvalues of a symmetric n x n matrix, largest first, by cyclic Jacobi rotations
 * (Golub & Van Loan, Matrix Computations, section 8.5): every eigenvalue within a few
 * roundings of the norm. The matrix is used up; n³ of time, meant for n up to some
 * hundreds. All values NaN when an element is not finite. */
void wb_eigen_symmetric(double *matrix, size_t n, double *values);

#endif
