/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Σ w, Σ w² and the number of rows of every group and slot: what a pattern of
 * answers or a category is counted in. */
#ifndef WB_LIB_SURVEY_HISTOGRAM_H
#define WB_LIB_SURVEY_HISTOGRAM_H

#include "base/base.h"

/* Sums of one bin: hi[0] + lo[0] is Σ w, hi[1] + lo[1] is Σ w². */
typedef struct wb_cell_sum {
    double hi[2];
    double lo[2];
} wb_cell_sum;

/* Where an array begins in a room for one element more, none of which lies
 * across two lines of cache: their size is that of a line, or a half. */
static inline void *wb_part_aligned(void *room, size_t size)
{
    size_t past = (uintptr_t)room % size;
    return (char *)room + (past == 0 ? 0 : size - past);
}

/* Rows that belong nowhere are counted too, behind the bins, so that counting
 * need not branch: in turn in so many places, for a sum that is added to again
 * and again waits for itself. */
enum { WB_HISTOGRAM_SINKS = 8 };

/* Bins may be anywhere in a table beyond the nearest cache: they are fetched so many rows
 * ahead. */
enum { WB_HISTOGRAM_AHEAD = 16 };

/* sums[group * width + slot], and as many counts. */
typedef struct wb_histogram {
    void *room;        /* what sums lies in */
    wb_cell_sum *sums; /* aligned to its size: none lies across two lines of cache */
    uint32_t *n;       /* rows with w > 0 */
    int32_t groups;
    int32_t width;
} wb_histogram;

/* Starts as {0}. */
void wb_histogram_free(wb_histogram *h);
/* Room for more groups or slots. */
wb_status wb_histogram_reach(wb_histogram *h, int32_t groups, int32_t width,
                             wb_error *err);
/* All sums and counts 0. */
void wb_histogram_clear(wb_histogram *h);
wb_status wb_histogram_copy(const wb_histogram *h, wb_histogram *out, wb_error *err);
int64_t wb_histogram_bytes(const wb_histogram *h);

/* Rows to add: weights, and their squares as pairs. */
typedef struct wb_histogram_rows {
    const double *w;
    const double *w2_hi;
    const double *w2_lo;
    int32_t n;
    bool positive; /* none of the weights is 0 */
} wb_histogram_rows;

/* The bins of n rows of a group (negative: nowhere) and the slot of a pattern,
 * in a histogram of fewer than 2^31 bins that has the groups. False when a
 * pattern has no slot yet, or none in the histogram: bins are then of no use.
 */
bool wb_histogram_find(const wb_histogram *h, const int32_t *groups,
                       const uint8_t *patterns, const int16_t *slot_of, int32_t n,
                       int32_t *bins);
/* Add every row to its bin. */
void wb_histogram_add(wb_histogram *h, const wb_histogram_rows *rows,
                      const int32_t *bins);
/* Add every row to sums[group * width + code], where neither is negative. */
void wb_histogram_add_codes(wb_histogram *h, const wb_histogram_rows *rows,
                            const int32_t *groups, const int32_t *codes);

#endif
