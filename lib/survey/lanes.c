/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/lanes.h"

#include "base/wide.h"

#include <string.h>

WB_WIDE static bool square_weights(const double *weights, int32_t n, double *restrict hi,
                                   double *restrict lo)
{
    double good = 0;

    for (int32_t i = 0; i < n; i++) {
        wb_pair square = wb_two_product(weights[i], weights[i]);
        hi[i] = square.hi;
        lo[i] = square.lo;
    }
    for (int32_t i = 0; i < n; i++) /* NaN is neither */
        good += (double)((weights[i] >= 0) & (weights[i] <= WB_LARGEST));
    return good == n;
}

bool wb_lanes_weights(wb_lanes *lanes, const double *weights, int32_t n)
{
    lanes->w = weights;
    return square_weights(weights, n, lanes->w2_hi, lanes->w2_lo);
}

void wb_lanes_ones(wb_lanes *lanes, int32_t n)
{
    lanes->w = lanes->ones;
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

/* Two doubles side by side: one register where the machine has such. */
typedef double two_doubles __attribute__((vector_size(16)));

/* Knuth's two-sum on (Σ w, Σ w²) at once. */
static inline void add_row(wb_cell_sum *sum, double w, double w2_hi, double w2_lo)
{
    two_doubles x = {w, w2_hi};
    two_doubles low = {0, w2_lo};
    two_doubles hi;
    two_doubles lo;
    memcpy(&hi, sum->hi, sizeof hi);
    memcpy(&lo, sum->lo, sizeof lo);
    two_doubles s = hi + x;
    two_doubles t = s - hi;
    lo += ((hi - (s - t)) + (x - t)) + low;
    memcpy(sum->hi, &s, sizeof s);
    memcpy(sum->lo, &lo, sizeof lo);
}

void wb_lanes_count_patterns(const wb_lanes *lanes, const int32_t *groups,
                             const int16_t *slot_of, wb_histogram *histogram, int32_t n)
{
    wb_cell_sum *sums = histogram->sums;
    uint32_t *counts = histogram->n;
    size_t width = (size_t)histogram->width;
    const double *w = lanes->w;

    for (int32_t i = 0; i < n; i++) {
        if (groups[i] < 0)
            continue;
        size_t at = (size_t)groups[i] * width + (size_t)slot_of[lanes->patterns[i]];
        add_row(&sums[at], w[i], lanes->w2_hi[i], lanes->w2_lo[i]);
        counts[at] += w[i] > 0;
    }
}

void wb_lanes_count_codes(const wb_lanes *lanes, const int32_t *groups,
                          const int32_t *codes, wb_histogram *histogram, int32_t n)
{
    wb_cell_sum *sums = histogram->sums;
    uint32_t *counts = histogram->n;
    size_t width = (size_t)histogram->width;
    const double *w = lanes->w;

    for (int32_t i = 0; i < n; i++) {
        if (groups[i] < 0 || codes[i] < 0)
            continue;
        size_t at = (size_t)groups[i] * width + (size_t)codes[i];
        add_row(&sums[at], w[i], lanes->w2_hi[i], lanes->w2_lo[i]);
        counts[at] += w[i] > 0;
    }
}

void wb_lanes_products(wb_lanes *lanes, const double *y, const uint8_t *present,
                       int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        double value = present == NULL || present[i] ? y[i] : 0;
        double w = lanes->w[i];
        wb_pair wy = wb_two_product(w, value);
        wb_pair w2 = {lanes->w2_hi[i], lanes->w2_lo[i]};
        wb_pair *products = lanes->products[i];
        products[WB_M_W] = wb_pair_of(w);
        products[WB_M_WY] = wy;
        products[WB_M_W2] = w2;
        products[WB_M_W2Y] = wb_pair_scale(w2, value);
        products[WB_M_W2YY] = wb_pair_multiply(wy, wy);
        lanes->observed[i] = present == NULL || present[i];
    }
}

void wb_lanes_moments(const wb_lanes *lanes, const int32_t *groups, wb_moments *moments,
                      int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        if (groups[i] < 0 || !lanes->observed[i])
            continue;
        wb_moments *to = &moments[groups[i]];
        for (int m = 0; m < WB_MOMENTS; m++) {
            wb_pair x = lanes->products[i][m];
            wb_pair s = wb_two_sum(to->sums[m].hi, x.hi);
            to->sums[m] = (wb_pair){s.hi, to->sums[m].lo + (s.lo + x.lo)};
        }
        to->n += lanes->w[i] > 0;
    }
}
