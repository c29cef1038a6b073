/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Σ_t a_t x_t of many parts at once, term after term, so that wide registers hold several
 * parts. */
#ifndef WB_LIB_SURVEY_COMBINE_H
#define WB_LIB_SURVEY_COMBINE_H

#include "num/pair.h"

#include <stddef.h>
#include <stdint.h>

enum { WB_COMBINED = 128 };

typedef struct wb_combined {
    wb_pair sums[WB_COMBINED];
    double sizes[WB_COMBINED]; /* Σ |a_t x_t|: of what may cancel */
} wb_combined;

/* Of n parts, at most WB_COMBINED, of one term or more: those of part i are at
 * x[i * stride]. */
void wb_combine(const wb_pair *x, size_t stride, int32_t n, const wb_pair *a,
                int32_t n_terms, wb_combined *out);

#endif
