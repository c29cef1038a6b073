/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The inner loops over a block of rows. No allocation, no errors: callers check. */
#ifndef WB_LIB_SURVEY_LANES_H
#define WB_LIB_SURVEY_LANES_H

#include "survey/part.h"

/* No weight or value may be larger: their products must stay exact as pairs. */
#define WB_LARGEST 1e50

struct wb_lanes {
    wb_block_scratch weights; /* where weights that are not doubles are converted */
    wb_block_scratch scratch;
    const double *w;             /* weights: of the frame, or `ones` */
    double ones[WB_BLOCK_ROWS];  /* all 1 when there are no weights, else not used */
    double w2_hi[WB_BLOCK_ROWS]; /* w² as a pair */
    double w2_lo[WB_BLOCK_ROWS];
    int32_t strata[WB_BLOCK_ROWS];
    int32_t cells[WB_BLOCK_ROWS]; /* of one breakdown */
    uint8_t patterns[WB_BLOCK_ROWS];
    wb_pair products[WB_BLOCK_ROWS][WB_MOMENTS]; /* one number outcome */
    uint8_t observed[WB_BLOCK_ROWS];
    int32_t *codes;        /* [key][WB_BLOCK_ROWS] */
    int32_t *groups;       /* [breakdown][WB_BLOCK_ROWS] */
    const int32_t **tuple; /* the columns of one tuple */
};

/* w² exactly, for n weights, which must stay where they are while the block is worked on.
 * Returns false when one is negative, not finite or beyond 1e50. */
bool wb_lanes_weights(wb_lanes *lanes, const double *weights, int32_t n);
/* All weights 1. */
void wb_lanes_ones(wb_lanes *lanes, int32_t n);

/* The largest of n ids, and the least. */
void wb_lanes_bounds(const int32_t *ids, int32_t n, int32_t *least, int32_t *most);

/* patterns = 3 * patterns + (0 missing, 1 false, 2 true). */
void wb_lanes_pattern(uint8_t *patterns, const int8_t *bytes, const uint8_t *present,
                      int32_t n);
/* The same from bytes that are 0, 1, or negative where missing. */
void wb_lanes_pattern_bytes(uint8_t *patterns, const int8_t *bytes, int32_t n);

/* Add each row to sums[group * width + slot], where group and slot are not negative. */
void wb_lanes_count_patterns(const wb_lanes *lanes, const int32_t *groups,
                             const int16_t *slot_of, wb_histogram *histogram, int32_t n);
void wb_lanes_count_codes(const wb_lanes *lanes, const int32_t *groups,
                          const int32_t *codes, wb_histogram *histogram, int32_t n);

/* The five products of a number y with its weight, error-free. present NULL: all. */
void wb_lanes_products(wb_lanes *lanes, const double *y, const uint8_t *present,
                       int32_t n);
void wb_lanes_moments(const wb_lanes *lanes, const int32_t *groups, wb_moments *moments,
                      int32_t n);

#endif
