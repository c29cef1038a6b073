/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Ids for combinations of small codes, given in order of first sight. */
#ifndef WB_LIB_FRAME_TUPLES_H
#define WB_LIB_FRAME_TUPLES_H

#include "base/base.h"

typedef struct wb_combo_slot {
    uint64_t key; /* a and b */
    int32_t id;   /* -1: empty */
} wb_combo_slot;

/* Ids of pairs (a, b) of codes from 0. Starts as {0}. Small codes go through a dense
 * table, few b of each of many a through a chain per a, others through a hash table;
 * which of them never shows in the ids. */
typedef struct wb_combos {
    int32_t *a; /* per id */
    int32_t *b;
    int32_t count;
    int32_t capacity;
    wb_combo_slot *slots; /* hash table */
    size_t n_slots;       /* a power of two; 0: the dense table is in use */
    int32_t *dense; /* dense[a << shift | b] = id or -1, for a < height, b < 1 << shift */
    int32_t height; /* 0 without a dense table, else a power of two */
    int32_t shift;
    int32_t *heads; /* chains: per a its first id, or -1 */
    int32_t *next; /* per id the next of its chain, or -1; as many as a and b have room */
    int32_t n_heads; /* 0: no chains */
} wb_combos;

void wb_combos_free(wb_combos *combos);
/* Forget all pairs and keep the room they took. */
void wb_combos_clear(wb_combos *combos);
/* Free the table behind the ids: it is made anew when the next id is asked for. */
void wb_combos_drop_table(wb_combos *combos);
wb_status wb_combos_copy(const wb_combos *combos, wb_combos *out, wb_error *err);
int64_t wb_combos_bytes(const wb_combos *combos);
/* Id of a pair, added when new. */
wb_status wb_combos_id(wb_combos *combos, int32_t a, int32_t b, int32_t *id,
                       wb_error *err);
/* Room for n pairs. */
wb_status wb_combos_reach(wb_combos *combos, int32_t n, wb_error *err);
/* The next id for a pair that is known to be new. The combos have no table, and are asked
 * for ids only after wb_combos_drop_table(). */
wb_status wb_combos_append(wb_combos *combos, int32_t a, int32_t b, wb_error *err);
/* Ids of n pairs; -1 where a or b is negative. ids is neither a nor b. */
wb_status wb_combos_map(wb_combos *combos, const int32_t *a, const int32_t *b, int32_t n,
                        int32_t *ids, wb_error *err);

/* Ids behind one another by a (below n): start[a] .. start[a + 1] - 1 of `order`; start,
 * of n + 1, is all 0 at first. */
void wb_combos_by_first(const wb_combos *combos, int32_t n, int32_t *start,
                        int32_t *order);

/* Ids of tuples of n_columns codes: no column, the id is 0; one, it is the code; more,
 * pairs folded from the left. */
typedef struct wb_tuples {
    size_t n_columns;
    wb_combos *folds; /* n_columns - 1 */
} wb_tuples;

wb_status wb_tuples_init(wb_tuples *tuples, size_t n_columns, wb_error *err);
void wb_tuples_free(wb_tuples *tuples);
wb_status wb_tuples_copy(const wb_tuples *tuples, wb_tuples *out, wb_error *err);
wb_status wb_tuples_id(wb_tuples *tuples, const int32_t *codes, int32_t *id,
                       wb_error *err);
enum { WB_TUPLES_ROWS = 2048 };
/* columns[j] points to n codes of column j, n at most WB_TUPLES_ROWS. */
wb_status wb_tuples_map(wb_tuples *tuples, const int32_t *const *columns, int32_t n,
                        int32_t *ids, wb_error *err);
/* How many ids there are when the first column has n_codes codes. */
int32_t wb_tuples_count(const wb_tuples *tuples, int32_t n_codes);
/* The codes of an id. */
void wb_tuples_codes(const wb_tuples *tuples, int32_t id, int32_t *codes);

#endif
