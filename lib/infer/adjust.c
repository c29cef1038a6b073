/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "infer/effect.h"

#include <werkbaar/infer.h>

#include <math.h>
#include <stdbool.h>

static bool comes_after(const double *p, size_t a, size_t b)
{
    return p[a] > p[b] || (p[a] == p[b] && a > b);
}

/* Heap sort, ascending; equal ones in their order. */
static void sift(const double *p, size_t *order, size_t at, size_t n)
{
    for (size_t child = 2 * at + 1; child < n; at = child, child = 2 * at + 1) {
        if (child + 1 < n && comes_after(p, order[child + 1], order[child]))
            child++;
        if (!comes_after(p, order[child], order[at]))
            return;
        size_t swapped = order[at];
        order[at] = order[child];
        order[child] = swapped;
    }
}

static size_t sort_known(const double *p, size_t n, size_t *order)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(p[i]))
            order[m++] = i;
    }
    for (size_t i = m / 2; i-- > 0;)
        sift(p, order, i, m);
    for (size_t end = m; end-- > 1;) {
        size_t last = order[0];
        order[0] = order[end];
        order[end] = last;
        sift(p, order, 0, end);
    }
    return m;
}

/* The smallest is taken m times, the next m - 1 times, ..., and none is below one before.
 */
static void holm(const double *p, const size_t *order, size_t m, double *adjusted)
{
    double least = 0;
    for (size_t i = 0; i < m; i++) {
        least = fmax(least, fmin(1, (double)(m - i) * p[order[i]]));
        adjusted[order[i]] = least;
    }
}

/* The i-th smallest is taken m / i times, and none is above one after. */
static void benjamini_hochberg(const double *p, const size_t *order, size_t m,
                               double *adjusted)
{
    double most = 1;
    for (size_t i = m; i-- > 0;) {
        most = fmin(most, (double)m / (double)(i + 1) * p[order[i]]);
        adjusted[order[i]] = most;
    }
}

void wb_adjust_p(const double *p, size_t n, int32_t adjust, double *adjusted,
                 size_t *order)
{
    for (size_t i = 0; i < n; i++)
        adjusted[i] = p[i];
    if (adjust == WB_ADJUST_HOLM)
        holm(p, order, sort_known(p, n, order), adjusted);
    else if (adjust == WB_ADJUST_BH)
        benjamini_hochberg(p, order, sort_known(p, n, order), adjusted);
}
