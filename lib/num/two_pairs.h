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

/* Add x to one long sum and y to another. */
static inline void wb_gather_two(wb_pair *a, wb_pair x, wb_pair *b, wb_pair y)
{
    wb_two_pairs sums = {{a->hi, b->hi}, {a->lo, b->lo}};
    sums = wb_two_pairs_gather(sums, (wb_two_pairs){{x.hi, y.hi}, {x.lo, y.lo}});
    *a = (wb_pair){sums.hi[0], sums.lo[0]};
    *b = (wb_pair){sums.hi[1], sums.lo[1]};
}

#endif
