/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/histogram.h"

#include "base/wide.h"
#include "num/two_pairs.h"

#include <string.h>

/* ---- room ---- */

void wb_histogram_free(wb_histogram *h)
{
    wb_release(h->room);
    wb_release(h->n);
    *h = (wb_histogram){0};
}

/* Sums of groups × width, all 0, and as many counts. */
static wb_status make(int32_t groups, int32_t width, wb_histogram *out, wb_error *err)
{
    size_t n = (size_t)groups * (size_t)width + WB_HISTOGRAM_SINKS;
    void *room = wb_allocate(n + 1, sizeof(wb_cell_sum));
    uint32_t *counts = wb_allocate(n, sizeof *counts);

    if (room == NULL || counts == NULL) {
        wb_release(room);
        wb_release(counts);
        return wb_fail_nomem(err);
    }
    *out = (wb_histogram){room, wb_part_aligned(room, sizeof(wb_cell_sum)), counts,
                          groups, width};
    return WB_OK;
}

wb_status wb_histogram_reach(wb_histogram *h, int32_t groups, int32_t width,
                             wb_error *err)
{
    wb_histogram grown;

    if (groups <= h->groups && width <= h->width)
        return WB_OK;
    int32_t new_groups = groups > h->groups ? groups + groups / 2 : h->groups;
    int32_t new_width = width > h->width ? width + width / 8 : h->width;
    wb_status st = make(new_groups, new_width, &grown, err);
    if (st != WB_OK)
        return st;
    for (int32_t g = 0; g < h->groups; g++) {
        size_t from = (size_t)g * (size_t)h->width;
        size_t to = (size_t)g * (size_t)new_width;
        memcpy(grown.sums + to, h->sums + from, (size_t)h->width * sizeof *h->sums);
        memcpy(grown.n + to, h->n + from, (size_t)h->width * sizeof *h->n);
    }
    wb_histogram_free(h);
    *h = grown;
    return WB_OK;
}

void wb_histogram_clear(wb_histogram *h)
{
    size_t n = (size_t)h->groups * (size_t)h->width;

    if (n == 0)
        return;
    for (size_t k = 0; k < n; k++) { /* few of many are in use */
        if (h->n[k] > 0)
            h->sums[k] = (wb_cell_sum){{0, 0}, {0, 0}};
    }
    memset(h->n, 0, n * sizeof *h->n);
}

wb_status wb_histogram_copy(const wb_histogram *h, wb_histogram *out, wb_error *err)
{
    size_t n = (size_t)h->groups * (size_t)h->width;
    wb_status st = make(h->groups, h->width, out, err);

    if (st == WB_OK && n > 0) {
        memcpy(out->sums, h->sums, n * sizeof *out->sums);
        memcpy(out->n, h->n, n * sizeof *out->n);
    }
    return st;
}

int64_t wb_histogram_bytes(const wb_histogram *h)
{
    return (int64_t)h->groups * h->width *
           (int64_t)(sizeof(wb_cell_sum) + sizeof(uint32_t));
}

/* ---- rows ---- */

/* Where each row is counted; negative when one of the slots is. */
WB_WIDE static int32_t find_bins(const int32_t *restrict groups,
                                 const uint8_t *restrict patterns,
                                 const int16_t *restrict slot_of, int32_t width,
                                 int32_t nowhere, int32_t n, int32_t *restrict bins)
{
    int32_t least = 0;

    for (int32_t i = 0; i < n; i++) {
        int32_t slot = slot_of[patterns[i]];
        int32_t bin = groups[i] * width + slot;
        int32_t sink = nowhere + i % WB_HISTOGRAM_SINKS;
        bins[i] = groups[i] < 0 ? sink : bin;
        least |= slot | (width - 1 - slot);
    }
    return least;
}

bool wb_histogram_find(const wb_histogram *h, const int32_t *groups,
                       const uint8_t *patterns, const int16_t *slot_of, int32_t n,
                       int32_t *bins)
{
    int32_t least =
        find_bins(groups, patterns, slot_of, h->width, h->groups * h->width, n, bins);

    memset(bins + n, 0, WB_HISTOGRAM_AHEAD * sizeof *bins);
    return least >= 0;
}

/* Σ w and Σ w² of a bin. */
static inline void add_row(wb_cell_sum *sum, double w, double w2_hi, double w2_lo)
{
    wb_two_pairs sums;
    memcpy(&sums.hi, sum->hi, sizeof sums.hi);
    memcpy(&sums.lo, sum->lo, sizeof sums.lo);
    sums = wb_two_pairs_gather(sums, (wb_two_pairs){{w, w2_hi}, {0, w2_lo}});
    memcpy(sum->hi, &sums.hi, sizeof sums.hi);
    memcpy(sum->lo, &sums.lo, sizeof sums.lo);
}

WB_WIDE static void add_positive(const wb_histogram_rows *rows, const int32_t *bins,
                                 wb_cell_sum *sums, uint32_t *counts)
{
    const wb_histogram_rows r = *rows; /* in registers: sums are no part of it */

    for (int32_t i = 0; i < r.n; i++) {
        __builtin_prefetch(&sums[bins[i + WB_HISTOGRAM_AHEAD]], 1);
        add_row(&sums[bins[i]], r.w[i], r.w2_hi[i], r.w2_lo[i]);
        counts[bins[i]]++;
    }
}

/* The same where some weights are 0. */
WB_WIDE static void add_any(const wb_histogram_rows *rows, const int32_t *bins,
                            wb_cell_sum *sums, uint32_t *counts)
{
    const wb_histogram_rows r = *rows;

    for (int32_t i = 0; i < r.n; i++) {
        add_row(&sums[bins[i]], r.w[i], r.w2_hi[i], r.w2_lo[i]);
        counts[bins[i]] += r.w[i] > 0;
    }
}

void wb_histogram_add(wb_histogram *h, const wb_histogram_rows *rows, const int32_t *bins)
{
    if (rows->positive)
        add_positive(rows, bins, h->sums, h->n);
    else
        add_any(rows, bins, h->sums, h->n);
}

void wb_histogram_add_codes(wb_histogram *h, const wb_histogram_rows *rows,
                            const int32_t *groups, const int32_t *codes)
{
    const wb_histogram_rows r = *rows;
    wb_cell_sum *sums = h->sums;
    uint32_t *counts = h->n;
    size_t width = (size_t)h->width;

    for (int32_t i = 0; i < r.n; i++) {
        if (groups[i] < 0 || codes[i] < 0)
            continue;
        size_t at = (size_t)groups[i] * width + (size_t)codes[i];
        add_row(&sums[at], r.w[i], r.w2_hi[i], r.w2_lo[i]);
        counts[at] += r.w[i] > 0;
    }
}
