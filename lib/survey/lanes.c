/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/lanes.h"

#include "base/wide.h"
#include "num/two_pairs.h"

#include <string.h>

/* Not 0 when one of the weights is. */
WB_WIDE static int64_t square_weights(const double *weights, int32_t n,
                                      double *restrict hi, double *restrict lo)
{
    int64_t none = 0;
    for (int32_t i = 0; i < n; i++) {
        wb_pair square = wb_two_product(weights[i], weights[i]);
        hi[i] = square.hi;
        lo[i] = square.lo;
        none |= weights[i] > 0 ? 0 : -1;
    }
    return none;
}

void wb_lanes_square(wb_lanes *lanes, int32_t n)
{
    lanes->positive = square_weights(lanes->w, n, lanes->w2_hi, lanes->w2_lo) == 0;
}

/* Whether any of n is outside low .. high, or NaN: whole-number masks, which wide
 * registers take side by side. */
WB_WIDE static int64_t any_outside(const double *values, int32_t n, double low,
                                   double high)
{
    int64_t any = 0;
    for (int32_t i = 0; i < n; i++)
        any |= ((values[i] >= low) & (values[i] <= high)) ? 0 : -1;
    return any;
}

bool wb_lanes_are_numbers(const double *values, int32_t n)
{
    return any_outside(values, n, -WB_LARGEST, WB_LARGEST) == 0;
}

bool wb_lanes_are_weights(const double *weights, int32_t n)
{
    return any_outside(weights, n, 0, WB_LARGEST) == 0;
}

void wb_lanes_ones(wb_lanes *lanes, int32_t n)
{
    lanes->w = lanes->ones;
    lanes->positive = true;
    for (int32_t i = 0; i < n; i++) {
        lanes->ones[i] = 1;
        lanes->w2_hi[i] = 1;
        lanes->w2_lo[i] = 0;
    }
}

WB_WIDE static void find_bounds(const int32_t *ids, int32_t n, int32_t *least,
                                int32_t *most)
{
    int32_t low = INT32_MAX;
    int32_t high = INT32_MIN;
    for (int32_t i = 0; i < n; i++) {
        low = ids[i] < low ? ids[i] : low;
        high = ids[i] > high ? ids[i] : high;
    }
    *least = low;
    *most = high;
}

void wb_lanes_bounds(const int32_t *ids, int32_t n, int32_t *least, int32_t *most)
{
    find_bounds(ids, n, least, most);
}

void wb_lanes_pattern(uint8_t *restrict patterns, const int8_t *restrict bytes,
                      const uint8_t *restrict present, int32_t n)
{
    if (present == NULL) {
        for (int32_t i = 0; i < n; i++)
            patterns[i] = (uint8_t)(3 * patterns[i] + 1 + (bytes[i] & 1));
        return;
    }
    for (int32_t i = 0; i < n; i++) {
        uint8_t digit = (uint8_t)(1 + (bytes[i] & 1));
        uint8_t mask = (uint8_t) - (present[i] & 1);
        patterns[i] = (uint8_t)(3 * patterns[i] + (digit & mask));
    }
}

void wb_lanes_pattern_missing(uint8_t *patterns, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        patterns[i] = (uint8_t)(3 * patterns[i]);
}

WB_WIDE static void add_digits(uint8_t *restrict patterns, const int8_t *restrict bytes,
                               int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        uint8_t there = (uint8_t) ~(bytes[i] >> 7); /* all bits, or none when negative */
        uint8_t digit = (uint8_t)(1 + (bytes[i] & 1));
        patterns[i] = (uint8_t)(3 * patterns[i] + (digit & there));
    }
}

void wb_lanes_pattern_bytes(uint8_t *patterns, const int8_t *bytes, int32_t n)
{
    add_digits(patterns, bytes, n);
}

/* Slots may lie far apart: they are fetched ahead. */
enum { AHEAD = 16 };

void wb_lanes_add_weights(const wb_lanes *lanes, const int32_t *slots, wb_pair *sums,
                          int64_t *counts, int32_t n)
{
    const double *w = lanes->w;

    for (int32_t i = 0; i < n; i++) {
        int32_t later = slots[i + AHEAD < n ? i + AHEAD : i];
        __builtin_prefetch(&sums[later > 0 ? later : 0], 1);
        __builtin_prefetch(&counts[later > 0 ? later : 0], 1);
        if (slots[i] < 0)
            continue;
        sums[slots[i]] = wb_pair_gather(sums[slots[i]], w[i]);
        counts[slots[i]] += w[i] > 0;
    }
}

/* Rows where all of it is observed. */
static void find_observed(wb_lanes *lanes, const wb_numbers *numbers, int32_t n)
{
    memset(lanes->observed, 1, (size_t)n);
    if (numbers->x_present == NULL && numbers->y_present == NULL)
        return;
    for (int32_t i = 0; i < n; i++)
        lanes->observed[i] = (numbers->x_present == NULL || numbers->x_present[i]) &&
                             (numbers->y_present == NULL || numbers->y_present[i]);
}

/* w and w·x of a plain number; with squares w·x² too. */
static void plain_terms(wb_lanes *lanes, const wb_numbers *numbers, size_t stride,
                        int32_t n)
{
    bool squares = numbers->n_terms == WB_SQUARES_TERMS;
    for (int32_t i = 0; i < n; i++) {
        double x = lanes->observed[i] ? numbers->x[i] : 0;
        wb_pair *terms = lanes->products + (size_t)i * stride;
        terms[0] = wb_pair_of(lanes->w[i]);
        terms[1] = wb_two_product(lanes->w[i], x);
        if (squares)
            terms[2] = wb_pair_scale(terms[1], x);
    }
}

/* w·x and w·y of a ratio; w, w·x, w·y, w·x², w·xy and w·y² of a pair. */
static void pair_terms(wb_lanes *lanes, const wb_numbers *numbers, size_t stride,
                       int32_t n)
{
    bool ratio = numbers->n_terms == WB_PLAIN_TERMS;
    for (int32_t i = 0; i < n; i++) {
        double x = lanes->observed[i] ? numbers->x[i] : 0;
        double y = lanes->observed[i] ? numbers->y[i] : 0;
        wb_pair wx = wb_two_product(lanes->w[i], x);
        wb_pair wy = wb_two_product(lanes->w[i], y);
        wb_pair *terms = lanes->products + (size_t)i * stride;
        if (ratio) {
            terms[0] = wx;
            terms[1] = wy;
            continue;
        }
        terms[0] = wb_pair_of(lanes->w[i]);
        terms[1] = wx;
        terms[2] = wy;
        terms[3] = wb_pair_scale(wx, x);
        terms[4] = wb_pair_scale(wx, y);
        terms[5] = wb_pair_scale(wy, y);
    }
}

void wb_lanes_terms(wb_lanes *lanes, const wb_numbers *numbers, int32_t stride, int32_t n)
{
    find_observed(lanes, numbers, n);
    if (numbers->y != NULL)
        pair_terms(lanes, numbers, (size_t)stride, n);
    else
        plain_terms(lanes, numbers, (size_t)stride, n);
}

WB_WIDE static void multiply(const double *w, const double *x, int32_t n,
                             double *restrict hi, double *restrict lo)
{
    for (int32_t i = 0; i < n; i++) {
        wb_pair product = wb_two_product(w[i], x[i]);
        hi[i] = product.hi;
        lo[i] = product.lo;
    }
}

void wb_lanes_plain(wb_lanes *lanes, const wb_numbers *numbers, int32_t n)
{
    find_observed(lanes, numbers, n);
    multiply(lanes->w, numbers->x, n, lanes->wx_hi, lanes->wx_lo);
}

void wb_lanes_add_plain(const wb_lanes *lanes, const int32_t *groups, wb_pair *sums,
                        int64_t *counts, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        if (groups[i] < 0 || !lanes->observed[i])
            continue;
        wb_pair *to = sums + 2 * (size_t)groups[i];
        wb_gather_two(&to[0], wb_pair_of(lanes->w[i]), &to[1],
                      (wb_pair){lanes->wx_hi[i], lanes->wx_lo[i]});
        counts[groups[i]] += lanes->w[i] > 0;
    }
}

void wb_lanes_moments(wb_lanes *lanes, const wb_numbers *numbers, int32_t n)
{
    int32_t n_terms = numbers->n_terms;
    int32_t width = wb_moment_count(n_terms);

    wb_lanes_terms(lanes, numbers, width, n);
    for (int32_t i = 0; i < n; i++) {
        wb_pair *terms = lanes->products + (size_t)i * (size_t)width;
        wb_pair *to = terms + n_terms;
        for (int32_t a = 0; a < n_terms; a++) {
            for (int32_t b = a; b < n_terms; b++)
                *to++ = wb_pair_multiply(terms[a], terms[b]);
        }
    }
}

/* Two sums at a time; a width that the compiler knows unrolls it. */
static inline void add_rows(const wb_lanes *lanes, const int32_t *groups, size_t width,
                            wb_pair *sums, int64_t *counts, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        if (groups[i] < 0 || !lanes->observed[i])
            continue;
        const wb_pair *x = lanes->products + (size_t)i * width;
        wb_pair *to = sums + (size_t)groups[i] * width;
        for (size_t m = 0; m + 1 < width; m += 2)
            wb_gather_two(&to[m], x[m], &to[m + 1], x[m + 1]);
        if (width % 2 == 1)
            to[width - 1] = wb_pair_gather_pair(to[width - 1], x[width - 1]);
        counts[groups[i]] += lanes->w[i] > 0;
    }
}

/* Terms and products of a mean: what most rows have. */
enum { MEAN_WIDTH = WB_PLAIN_TERMS * (WB_PLAIN_TERMS + 3) / 2 };

void wb_lanes_add(const wb_lanes *lanes, const int32_t *groups, int32_t width,
                  wb_pair *sums, int64_t *counts, int32_t n)
{
    if (width == MEAN_WIDTH)
        add_rows(lanes, groups, MEAN_WIDTH, sums, counts, n);
    else
        add_rows(lanes, groups, (size_t)width, sums, counts, n);
}
