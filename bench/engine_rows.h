/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* SYNTHETIC rows of a clustered sample: 50 strata of 40 PSUs, in random order. One block
 * of bytes, column after column, that C, R and Python read alike:
 *
 *   stratum, psu, grp (20), code (50)   int32
 *   weight, y1 .. y8                    double
 *   b1 .. b5                            int8: 0 or 1
 */
#ifndef WERKBAAR_BENCH_ENGINE_ROWS_H
#define WERKBAAR_BENCH_ENGINE_ROWS_H

#include <werkbaar/werkbaar.h>

enum {
    STRATA = 50,
    PSUS = 2000,
    GROUPS = 20,
    CODES = 50,
    KEYS = 4,
    OUTCOMES = 8,
    ANSWERS = 5,
    ROW_BYTES = 4 * KEYS + 8 * (1 + OUTCOMES) + ANSWERS
};

typedef struct rows {
    uint8_t *bytes;
    int64_t count;
} rows;

int32_t *key_of(const rows *input, int key);
double *number_of(const rows *input, int number); /* 0: weight; 1 .. 8: y */
int8_t *answer_of(const rows *input, int answer); /* 0 .. 4 */

/* Rows first .. first + count - 1 of the endless sample: the same whatever the chunks. */
void rows_invent(rows *into, int64_t first);
rows rows_new(int64_t count);
void rows_free(rows *input);
void rows_write(const rows *input, const char *path);
rows rows_load(const char *path);
/* The same rows with those of a PSU after each other. */
rows rows_by_psu(const rows *input);
/* A frame of the first `count` rows that borrows every column. */
wb_frame *rows_frame(const rows *input, int64_t count);

#endif
