/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* SYNTHETIC people in random order and what is asked of them: answers to the items of
 * instrument.json, a stratum, a cell and a weight; five lights of each, and their shares
 * by cell. One block of bytes, column after column:
 *
 *   28 answers, stratum (12), cell (24)   int8, 9 for no answer
 *   weight                                double
 */
#ifndef WERKBAAR_BENCH_PEOPLE_H
#define WERKBAAR_BENCH_PEOPLE_H

#include <werkbaar/werkbaar.h>

enum { PERSON_ITEMS = 28, PERSON_BYTES = PERSON_ITEMS + 2 + 8 };

typedef struct people {
    uint8_t *bytes;
    int64_t count;
} people;

/* Of a multiple of 4, so that weights lie as doubles must. */
people people_invent(int64_t count);
people people_load(const char *path);
void people_write(const people *input, const char *path);
void people_free(people *input);
/* The cell of each person. */
const int8_t *people_cells(const people *input);

/* A frame that borrows every column. */
wb_frame *people_frame(const people *input);
wb_instrument *people_instrument(const char *path);
/* A source of five lights, stratum, cell and weight, scored as it is read. */
wb_source *people_lights(const people *input, const wb_instrument *instrument,
                         int64_t chunk_rows);
/* The five shares with weights and strata, by a column. */
wb_spec *people_spec(const char *by);

#endif
