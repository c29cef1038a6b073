/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The loops over rows. None has a branch in it, so that compilers make vectors of them; a
 * block of rows (WB_BLOCK_ROWS) and what is summed over it stay in the first-level cache.
 * They are compiled once for every machine and once for those with AVX2; all they do is
 * in whole numbers, so the results are the same. */
#ifndef WB_LIB_SCORE_KERNEL_H
#define WB_LIB_SCORE_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* The value that means missing in columns of bool, small codes and counts. */
enum { WB_NO_LIGHT = INT8_MIN, WB_NO_COUNT = INT32_MIN };

/* One item as int8 answers: x is an answer when x - min, as a byte, is at most range. An
 * answer counts (x ^ flip) + base: with flip 0 that is x - min, with flip 255 it is
 * range - (x - min), each plus `step`. */
typedef struct wb_byte_item {
    uint8_t min;
    uint8_t range;
    uint8_t missing; /* a code that is no fault; min where there is none */
    uint8_t flip;
    uint8_t base;
} wb_byte_item;

wb_byte_item wb_byte_item_make(int32_t min, int32_t max, int reversed, int32_t missing,
                               size_t step);

/* Where a light is on, as runs of an index that fits in a byte. */
enum { WB_MAX_RUNS = 16 };
typedef struct wb_light_runs {
    uint8_t n;          /* WB_MAX_RUNS + 1: too many, use the table */
    uint8_t known_from; /* below this index the light is missing */
    uint8_t from[WB_MAX_RUNS];
    uint8_t width[WB_MAX_RUNS]; /* last minus first */
} wb_light_runs;

typedef struct wb_kernels {
    /* Add the item to index[i], answers only; with a step of the highest sum plus one the
     * index ends as (answers given) * step + (sum of answers). `present` as in wb_block.
     * Returns 0 when every row is an answer or missing, else another number. */
    uint8_t (*add_index)(const wb_byte_item *item, const int8_t *answers,
                         const uint8_t *present, size_t n, uint8_t *index);
    /* The same with step 0 and the answers counted apart, where an index outgrows a byte.
     */
    uint8_t (*add_sum)(const wb_byte_item *item, const int8_t *answers,
                       const uint8_t *present, size_t n, uint8_t *sum, uint8_t *count);
    /* index = count * step + sum, and the plain widening of a byte. */
    void (*join_index)(const uint8_t *count, const uint8_t *sum, size_t step, size_t n,
                       uint16_t *index);
    void (*widen_index)(const uint8_t *narrow, size_t n, uint16_t *index);
    void (*find_runs)(const wb_light_runs *runs, const uint8_t *index, size_t n,
                      int8_t *out);
    /* Count the lights that are known and those that are on. */
    void (*add_light)(const int8_t *light, size_t n, uint8_t *known, uint8_t *on);
    /* Yes, no or missing: nothing is on; the count; why there is no value (0, else
     * missing). */
    void (*none_of)(const uint8_t *known, const uint8_t *on, uint8_t min_known, size_t n,
                    int8_t *out);
    void (*count_of)(const uint8_t *known, const uint8_t *on, uint8_t min_known, size_t n,
                     int32_t *out);
    void (*reason_of)(const uint8_t *known, uint8_t min_known, size_t n, int8_t *out);
} wb_kernels;

/* The best this machine can run. */
const wb_kernels *wb_kernels_best(void);
extern const wb_kernels wb_kernels_plain;
#if defined(__GNUC__) && defined(__x86_64__)
#define WB_HAS_AVX2_KERNELS 1
extern const wb_kernels wb_kernels_avx2;
#endif

/* out[i] = table[index[i]] */
void wb_look_up_bytes(const int8_t *table, const uint16_t *index, size_t n, int8_t *out);
void wb_look_up_doubles(const double *table, const uint16_t *index, size_t n,
                        double *out);

#endif
