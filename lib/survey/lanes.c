/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/lanes.h"

bool wb_lanes_weights(wb_lanes *lanes, const double *weights, int32_t n)
{
    int bad = 0;
    for (int32_t i = 0; i < n; i++) {
        double w = weights[i];
        wb_pair square = wb_two_product(w, w);
        lanes->w[i][0] = w;
        lanes->w[i][1] = square.hi;
        lanes->w2_low[i] = square.lo;
        lanes->positive[i] = w > 0;
        bad |= !(w >= 0 && w <= WB_LARGEST); /* also catches NaN */
    }
    return bad == 0;
}

void wb_lanes_ones(wb_lanes *lanes, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        lanes->w[i][0] = 1;
        lanes->w[i][1] = 1;
        lanes->w2_low[i] = 0;
        lanes->positive[i] = 1;
    }
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

/* Knuth's two-sum on (Σ w, Σ w²) side by side. */
static inline void add_row(wb_cell_sum *sum, const double w[2], double w2_low)
{
    double low[2] = {0, w2_low};
    for (int k = 0; k < 2; k++) {
        double hi = sum->hi[k];
        double s = hi + w[k];
        double t = s - hi;
        sum->hi[k] = s;
        sum->lo[k] += ((hi - (s - t)) + (w[k] - t)) + low[k];
    }
}

void wb_lanes_count_patterns(const wb_lanes *lanes, const int32_t *groups,
                             const int16_t *slot_of, wb_histogram *histogram, int32_t n)
{
    wb_cell_sum *sums = histogram->sums;
    uint32_t *counts = histogram->n;
    size_t width = (size_t)histogram->width;

    for (int32_t i = 0; i < n; i++) {
        if (groups[i] < 0)
            continue;
        size_t at = (size_t)groups[i] * width + (size_t)slot_of[lanes->patterns[i]];
        add_row(&sums[at], lanes->w[i], lanes->w2_low[i]);
        counts[at] += lanes->positive[i];
    }
}

void wb_lanes_count_codes(const wb_lanes *lanes, const int32_t *groups,
                          const int32_t *codes, wb_histogram *histogram, int32_t n)
{
    wb_cell_sum *sums = histogram->sums;
    uint32_t *counts = histogram->n;
    size_t width = (size_t)histogram->width;

    for (int32_t i = 0; i < n; i++) {
        if (groups[i] < 0 || codes[i] < 0)
            continue;
        size_t at = (size_t)groups[i] * width + (size_t)codes[i];
        add_row(&sums[at], lanes->w[i], lanes->w2_low[i]);
        counts[at] += lanes->positive[i];
    }
}

void wb_lanes_products(wb_lanes *lanes, const double *y, const uint8_t *present,
                       int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        double value = present == NULL || present[i] ? y[i] : 0;
        double w = lanes->w[i][0];
        wb_pair wy = wb_two_product(w, value);
        wb_pair w2 = {lanes->w[i][1], lanes->w2_low[i]};
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
        to->n += lanes->positive[i];
    }
}
