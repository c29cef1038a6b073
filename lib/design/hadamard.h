/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Hadamard matrices: entries ±1, rows orthogonal. */
#ifndef WB_LIB_DESIGN_HADAMARD_H
#define WB_LIB_DESIGN_HADAMARD_H

#include "base/base.h"

/* Sylvester's matrix of 2^k times a matrix of order m: q + 1 for a prime q = 3 mod 4
 * (Paley I); 2 (q + 1) for a prime q = 1 mod 4 (Paley II). Powers of two begin with 3
 * + 1. Wallis, Street & Wallis (1972), Combinatorics, part 4, chapter 2. */
typedef struct wb_hadamard {
    int32_t order;   /* m 2^k */
    int32_t core;    /* m */
    int32_t prime;   /* q */
    int8_t *residue; /* per number below q: 0, or 1 for a square and -1 for none */
} wb_hadamard;

/* The least order of these above n that 4 divides. Free with wb_hadamard_free(). */
WB_CHECKED wb_status wb_hadamard_init(wb_hadamard *h, int32_t n, wb_error *err);
void wb_hadamard_free(wb_hadamard *h);

/* 1 or -1; columns multiplied so that row 0 is constant 1. */
int wb_hadamard_entry(const wb_hadamard *h, int32_t row, int32_t column);

#endif
