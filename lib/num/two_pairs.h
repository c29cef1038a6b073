/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Two long sums at once: what wb_pair_gather_pair() does, to the bit, in half the
 * instructions. */
#ifndef WB_LIB_NUM_TWO_PAIRS_H
#define WB_LIB_NUM_TWO_PAIRS_H

#include "num/pair.h"

/* Two doubles side by side: one register where the machine has such. */
typedef double wb_two_doubles __attribute__((vector_size(16)));

typedef struct wb_two_pairs {
    wb_two_doubles hi;
    wb_two_doubles lo;
} wb_two_pairs;

static inline wb_two_pairs wb_two_pairs_gather(wb_two_pairs sums, wb_two_pairs x)
{
    wb_two_doubles s = sums.hi + x.hi;
    wb_two_doubles t = s - sums.hi;
    wb_two_doubles low = ((sums.hi - (s - t)) + (x.hi - t)) + x.lo;
    return (wb_two_pairs){s, sums.lo + low};
}

/* What wb_pair_add() does, to the bit, twice. */
static inline wb_two_pairs wb_two_pairs_add(wb_two_pairs a, wb_two_pairs b)
{
    wb_two_doubles s = a.hi + b.hi;
    wb_two_doubles v = s - a.hi;
    wb_two_doubles s_low = (a.hi - (s - v)) + (b.hi - v);
    wb_two_doubles t = a.lo + b.lo;
    v = t - a.lo;
    wb_two_doubles t_low = (a.lo - (t - v)) + (b.lo - v);
    wb_two_doubles low = s_low + t;
    wb_two_doubles hi = s + low;
    low = (low - (hi - s)) + t_low;
    s = hi + low;
    return (wb_two_pairs){s, low - (s - hi)};
}

/* Add x to one long sum and y to another. */
static inline void wb_gather_two(wb_pair *a, wb_pair x, wb_pair *b, wb_pair y)
{
    wb_two_pairs sums = {{a->hi, b->hi}, {a->lo, b->lo}};
    sums = wb_two_pairs_gather(sums, (wb_two_pairs){{x.hi, y.hi}, {x.lo, y.lo}});
    *a = (wb_pair){sums.hi[0], sums.lo[0]};
    *b = (wb_pair){sums.hi[1], sums.lo[1]};
}

#endif
