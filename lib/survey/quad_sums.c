/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/quad_sums.h"

#include "base/wide.h"

#include <string.h>

typedef double four_doubles __attribute__((vector_size(32)));
typedef int64_t four_integers __attribute__((vector_size(32)));

/* Dekker's splitting as in wb_two_product(). */
WB_WIDE static void split(const double *restrict w, int32_t n, double *restrict high,
                          double *restrict low)
{
    for (int32_t i = 0; i < n; i++) {
        double c = 134217729.0 * w[i];
        high[i] = c - (c - w[i]);
        low[i] = w[i] - high[i];
    }
}

void wb_quad_split(const double *w, int32_t n, double *high, double *low)
{
    split(w, n, high, low);
}

/* Knuth's two-sum on four at once. */
static inline void add_four(wb_quad_sum *to, const four_doubles *x,
                            const four_doubles *low)
{
    four_doubles hi;
    four_doubles lo;
    memcpy(&hi, to->hi, sizeof hi);
    memcpy(&lo, to->lo, sizeof lo);
    four_doubles s = hi + *x;
    four_doubles t = s - hi;
    lo += ((hi - (s - t)) + (*x - t)) + *low;
    memcpy(to->hi, &s, sizeof s);
    memcpy(to->lo, &lo, sizeof lo);
}

enum { LINE = 8 }; /* doubles in a line of cache */

/* Bring rows of the next block near, so that it need not wait for them. */
static inline void fetch_next(const wb_quad_rows *rows, int32_t i)
{
    if (i % LINE != 0 || i >= rows->n_ahead)
        return;
    for (int32_t k = 0; k < rows->n_next; k++)
        __builtin_prefetch(rows->next[k] + i, 0, 2);
}

WB_WIDE static void add_values(const wb_quad_rows *rows, wb_quad_sum *sums, size_t step)
{
    const wb_quad_rows r = *rows; /* in registers: sums are no part of it */

    for (int32_t i = 0; i < r.n; i++) {
        fetch_next(&r, i);
        if (r.groups[i] < 0)
            continue;
        four_doubles x = {r.x[0][i], r.x[1][i], r.x[2][i], r.x[3][i]};
        four_doubles p = r.w[i] * x;
        four_doubles c = 134217729.0 * x;
        four_doubles high = c - (c - x);
        four_doubles low = x - high;
        double w_high = r.w_high[i];
        double w_low = r.w_low[i];
        low = ((w_high * high - p) + w_high * low + w_low * high) + w_low * low;
        add_four(&sums[(size_t)r.groups[i] * step], &p, &low);
    }
}

void wb_quad_add_values(const wb_quad_rows *rows, wb_quad_sum *sums, size_t step)
{
    add_values(rows, sums, step);
}

WB_WIDE static void add_weights(const wb_quad_rows *rows, wb_quad_sum *sums,
                                wb_quad_count *counts, size_t step)
{
    const four_doubles zero = {0, 0, 0, 0};
    const double *x0 = rows->x[0], *x1 = rows->x[1], *x2 = rows->x[2], *x3 = rows->x[3];

    for (int32_t i = 0; i < rows->n; i++) {
        if (rows->groups[i] < 0)
            continue;
        size_t at = (size_t)rows->groups[i] * step;
        four_doubles x = {x0[i], x1[i], x2[i], x3[i]};
        four_integers n;
        add_four(&sums[at], &x, &zero);
        memcpy(&n, counts[at].n, sizeof n);
        n -= x > zero; /* true is -1 */
        memcpy(counts[at].n, &n, sizeof n);
    }
}

void wb_quad_add_weights(const wb_quad_rows *rows, wb_quad_sum *sums,
                         wb_quad_count *counts, size_t step)
{
    add_weights(rows, sums, counts, step);
}

void wb_quad_add_bases(const double *w, const int32_t *groups, wb_quad_base *bases,
                       int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        if (groups[i] < 0)
            continue;
        wb_quad_base *to = &bases[groups[i]];
        to->w = wb_pair_gather(to->w, w[i]);
        to->n += w[i] > 0;
    }
}
