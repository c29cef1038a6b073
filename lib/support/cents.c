/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support/cents.h"

#include <math.h>
#include <stdlib.h>

int64_t wb_rate_of_percent(double percent)
{
    double rate = nearbyint(100 * percent);

    /* The nearest double of a number with two decimals, times 100, is off by less. */
    if (!(rate >= 0 && rate <= WB_WHOLE_RATE) || fabs(100 * percent - rate) > 1e-9)
        return -1;
    return (int64_t)rate;
}

int64_t wb_cents_support(int64_t cost, int64_t rate, int64_t available)
{
    /* In two steps, so that no product leaves int64; 4999 more rounds half down. */
    int64_t wholes = cost / WB_WHOLE_RATE * rate;
    int64_t rest = (cost % WB_WHOLE_RATE * rate + WB_WHOLE_RATE / 2 - 1) / WB_WHOLE_RATE;
    int64_t support = wholes + rest;

    return support < available ? support : available;
}

typedef struct part {
    uint64_t remainder;
    size_t index;
} part;

static int by_remainder(const void *a, const void *b)
{
    const part *first = a;
    const part *second = b;

    if (first->remainder != second->remainder)
        return first->remainder > second->remainder ? -1 : 1;
    return first->index < second->index ? -1 : 1;
}

/* cost * share / total and what is left, with 0 <= share <= total: share bit by bit,
 * since the product may take 126 bits. All stay below 2 * total, which fits in 64. */
static int64_t divide(int64_t cost, int64_t share, int64_t total, uint64_t *remainder)
{
    uint64_t by = (uint64_t)total;
    uint64_t step = (uint64_t)(cost % total);
    uint64_t quotient = 0;

    *remainder = 0;
    for (int bit = 62; bit >= 0; bit--) {
        *remainder *= 2;
        quotient = 2 * quotient + (*remainder >= by);
        *remainder -= *remainder >= by ? by : 0;
        if (((uint64_t)share >> bit & 1) == 0)
            continue;
        *remainder += step;
        quotient += *remainder >= by;
        *remainder -= *remainder >= by ? by : 0;
    }
    return cost / total * share + (int64_t)quotient;
}

static wb_status sum_of(const int64_t *shares, size_t n, int64_t *total, wb_error *err)
{
    *total = 0;
    for (size_t i = 0; i < n; i++) {
        if (shares[i] > INT64_MAX - *total)
            return wb_fail(err, WB_E_LIMIT,
                           "the shares sum to more than %lld, the largest whole number",
                           (long long)INT64_MAX);
        *total += shares[i];
    }
    if (*total == 0)
        return wb_fail(err, WB_E_DATA,
                       "the shares sum to 0, where one above 0 is expected");
    return WB_OK;
}

wb_status wb_cents_divide(int64_t cost, const int64_t *shares, size_t n, int64_t *parts,
                          wb_error *err)
{
    int64_t total;
    int64_t left = cost;
    part *order;
    wb_status st = sum_of(shares, n, &total, err);

    if (st != WB_OK)
        return st;
    order = wb_allocate(n, sizeof *order);
    if (order == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        order[i].index = i;
        parts[i] = divide(cost, shares[i], total, &order[i].remainder);
        left -= parts[i];
    }
    qsort(order, n, sizeof *order, by_remainder);
    for (size_t i = 0; left > 0; i++, left--) /* fewer than there are remainders */
        parts[order[i].index]++;
    wb_release(order);
    return WB_OK;
}
