/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/combine.h"

#include "base/wide.h"

#include <math.h>

WB_WIDE static void first_term(const wb_pair *restrict x, size_t stride, int32_t n,
                               wb_pair a, wb_combined *restrict out)
{
    for (int32_t i = 0; i < n; i++) {
        wb_pair term = wb_pair_multiply(a, x[(size_t)i * stride]);
        out->sums[i] = term;
        out->sizes[i] = fabs(term.hi);
    }
}

WB_WIDE static void add_term(const wb_pair *restrict x, size_t stride, int32_t n,
                             wb_pair a, wb_combined *restrict out)
{
    for (int32_t i = 0; i < n; i++) {
        wb_pair term = wb_pair_multiply(a, x[(size_t)i * stride]);
        out->sums[i] = wb_pair_add(out->sums[i], term);
        out->sizes[i] += fabs(term.hi);
    }
}

void wb_combine(const wb_pair *x, size_t stride, int32_t n, const wb_pair *a,
                int32_t n_terms, wb_combined *out)
{
    first_term(x, stride, n, a[0], out);
    for (int32_t t = 1; t < n_terms; t++)
        add_term(x + t, stride, n, a[t], out);
}
