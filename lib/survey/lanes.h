/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The inner loops over a block of rows. No allocation, no errors: callers check. */
#ifndef WB_LIB_SURVEY_LANES_H
#define WB_LIB_SURVEY_LANES_H

#include "survey/part.h"

/* No weight or value may be larger: their products must stay exact as pairs. */
#define WB_LARGEST 1e50

struct wb_lanes {
    struct wb_quads *quads;     /* made when first wanted */
    wb_block_scratch weights;   /* where weights that are not doubles are converted */
    wb_block_scratch replicate; /* the same of replicate weights */
    wb_block_scratch scratch;
    wb_block_scratch other;      /* of the second column of an outcome of two */
    const double *w;             /* weights: of the frame, or `ones` */
    double ones[WB_BLOCK_ROWS];  /* all 1 when there are no weights, else not used */
    bool positive;               /* with w²: none of w is 0 */
    double w2_hi[WB_BLOCK_ROWS]; /* w² as a pair */
    double w2_lo[WB_BLOCK_ROWS];
    double wx_hi[WB_BLOCK_ROWS]; /* w·x as a pair, of a plain number */
    double wx_lo[WB_BLOCK_ROWS];
    int32_t strata[WB_BLOCK_ROWS];
    int32_t units[WB_BLOCK_ROWS]; /* open units, and what else totals are kept of */
    int32_t parents[WB_BLOCK_ROWS];
    int32_t slots[WB_BLOCK_ROWS];
    uint8_t patterns[WB_BLOCK_ROWS];
    int32_t bins[WB_BLOCK_ROWS + WB_HISTOGRAM_AHEAD]; /* of a histogram */
    wb_pair *products; /* terms and products of one number outcome, row after row */
    uint8_t observed[WB_BLOCK_ROWS];
    int32_t pools[WB_BLOCK_ROWS]; /* of one outcome of scores */
    int64_t places[WB_BLOCK_ROWS];
    double scores[WB_BLOCK_ROWS];
    uint8_t found[WB_BLOCK_ROWS];
    int32_t *codes;                   /* [key][WB_BLOCK_ROWS] */
    int32_t *cells;                   /* [breakdown][WB_BLOCK_ROWS] */
    int32_t *groups;                  /* [breakdown][WB_BLOCK_ROWS] */
    int32_t *variables;               /* [margin or numeric auxiliary][WB_BLOCK_ROWS] */
    double *numbers;                  /* [numeric auxiliary][WB_BLOCK_ROWS] */
    double products_w[WB_BLOCK_ROWS]; /* weights times auxiliaries */
    const int32_t **tuple;            /* the columns of one tuple */
};

/* Whether none of n weights is negative, not finite or beyond 1e50. */
bool wb_lanes_are_weights(const double *weights, int32_t n);
/* Whether all of n values are between -1e50 and 1e50. */
bool wb_lanes_are_numbers(const double *values, int32_t n);
/* w² exactly, of lanes->w. */
void wb_lanes_square(wb_lanes *lanes, int32_t n);
/* All weights 1. */
void wb_lanes_ones(wb_lanes *lanes, int32_t n);

/* The largest of n ids, and the least. */
void wb_lanes_bounds(const int32_t *ids, int32_t n, int32_t *least, int32_t *most);

/* patterns = 3 * patterns + (0 missing, 1 false, 2 true). */
void wb_lanes_pattern(uint8_t *patterns, const int8_t *bytes, const uint8_t *present,
                      int32_t n);
/* patterns = 3 * patterns: one more that is missing. */
void wb_lanes_pattern_missing(uint8_t *patterns, int32_t n);
/* The same from bytes that are 0, 1, or negative where missing. */
void wb_lanes_pattern_bytes(uint8_t *patterns, const int8_t *bytes, int32_t n);

/* Add the weight of each row to the sum of its slot, where that is not negative. */
void wb_lanes_add_weights(const wb_lanes *lanes, const int32_t *slots, wb_pair *sums,
                          int64_t *counts, int32_t n);

/* A number outcome, or two: y is NULL for one. present NULL: all. */
typedef struct wb_numbers {
    const double *x;
    const double *y;
    const uint8_t *x_present;
    const uint8_t *y_present;
    int32_t n_terms;
} wb_numbers;

/* Its terms with the weight, error-free, `stride` pairs a row in lanes->products; and
 * which rows have it, in lanes->observed. */
void wb_lanes_terms(wb_lanes *lanes, const wb_numbers *numbers, int32_t stride,
                    int32_t n);
/* The two terms of a plain number: w·x in lanes->wx_hi and wx_lo, and lanes->observed. */
void wb_lanes_plain(wb_lanes *lanes, const wb_numbers *numbers, int32_t n);
/* Add them to the two sums of each row's group. */
void wb_lanes_add_plain(const wb_lanes *lanes, const int32_t *groups, wb_pair *sums,
                        int64_t *counts, int32_t n);
/* Terms and the products of every two of them. */
void wb_lanes_moments(wb_lanes *lanes, const wb_numbers *numbers, int32_t n);
/* Add `width` sums of each row to those of its group. */
void wb_lanes_add(const wb_lanes *lanes, const int32_t *groups, int32_t width,
                  wb_pair *sums, int64_t *counts, int32_t n);

#endif
