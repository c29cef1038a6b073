/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Counts by cell and measure as disclosure control sees them: what was read, what rules
 * say, and which counts are hidden why. */
#ifndef WB_LIB_DISCLOSE_H
#define WB_LIB_DISCLOSE_H

#include "frame/frame.h"

#include <werkbaar/disclose.h>

/* The counts of a row, and how frames call them. */
enum { WB_COUNT_N, WB_COUNT_PROBLEM, WB_COUNT_ACUTE, WB_COUNTS };
extern const char *const wb_count_names[WB_COUNTS];

/* The options, with the defaults filled in. */
typedef struct wb_rules {
    int64_t min_n;
    int64_t min_n_sensitive; /* 0: sensitive measures in no part */
    int64_t extreme;         /* 0: off */
    int64_t round_to;        /* 1: exact */
    double dominance;
    bool only_rules; /* WB_PROTECT_RULES */
    const char *scope;
    const char *release;
    const wb_ledger *earlier;
} wb_rules;

wb_status wb_rules_read(const wb_disclose_options *options, bool with_ledger,
                        wb_rules *rules, wb_error *err);

/* Why a count is hidden. */
typedef enum wb_why {
    WB_SHOWN,
    WB_WHY_EARLIER,
    WB_WHY_SENSITIVE,
    WB_WHY_TOO_FEW,
    WB_WHY_DOMINANCE,
    WB_WHY_EXTREME,
    WB_WHY_LEFT_OVER,
    WB_WHY_PROTECTS
} wb_why;
extern const char *const wb_why_names[];

typedef struct wb_count_state {
    int64_t value; /* -1: the measure has no such count */
    wb_why why;
    bool known;          /* shown by an earlier report, with this value */
    int64_t for_counted; /* what it is hidden for: a counted thing, or -1 */
    int64_t then;        /* what the ledger says was shown, or -1 */
} wb_count_state;

typedef struct wb_counted {
    int32_t cell, measure;
    int64_t row;     /* in the frame, for errors */
    int64_t largest; /* -1: not given */
    wb_count_state counts[WB_COUNTS];
    const char
        *release; /* the earlier report that decided on it, or NULL; the ledger's */
    bool frozen;  /* it is shown as it was then, or not */
} wb_counted;

typedef struct wb_counted_cell {
    int64_t staff;  /* -1: not known */
    int64_t weight; /* most answers to any measure */
    bool is_part;
} wb_counted_cell;

typedef struct wb_counted_measure {
    bool has[WB_COUNTS];
    bool sensitive;
    bool seen;
} wb_counted_measure;

/* Cells and measures are numbered in the order of their ids, rows by cell and measure. */
typedef struct wb_headcounts {
    wb_keys *cell_keys, *measure_keys;
    int32_t *cell_codes, *measure_codes; /* code of number i */
    int32_t *cell_ranks, *measure_ranks; /* number of code i */
    wb_counted_cell *cells;
    wb_counted_measure *measures;
    int32_t n_cells, n_measures;
    wb_counted *rows;
    int64_t n_rows;
    int64_t *at; /* row of cell * n_measures + measure, or -1 */
} wb_headcounts;

/* A column that must be there and hold texts; `purpose` says what it is for. */
wb_status wb_text_column_find(const wb_frame *frame, const char *name,
                              const char *purpose, size_t *column, wb_error *err);

wb_status wb_headcounts_read(const wb_frame *frame, wb_headcounts *counts, wb_error *err);
void wb_headcounts_free(wb_headcounts *counts);
const char *wb_headcounts_cell_id(const wb_headcounts *counts, int32_t cell);
const char *wb_headcounts_measure_id(const wb_headcounts *counts, int32_t measure);
/* The row of a cell and measure, or NULL. */
wb_counted *wb_headcounts_find(const wb_headcounts *counts, int32_t cell,
                               int32_t measure);
/* The number of an id, or -1. */
int32_t wb_headcounts_cell(const wb_headcounts *counts, const char *id, size_t length);
int32_t wb_headcounts_measure(const wb_headcounts *counts, const char *id, size_t length);

/* Whether a row, or one of its counts, is hidden. */
bool wb_counted_hidden(const wb_counted *row);
/* Hide what is not hidden yet of a row. */
void wb_counted_hide(wb_counted *row, wb_why why, int64_t for_counted);
void wb_counted_hide_acute(wb_counted *row, wb_why why, int64_t for_counted);

/* ---- relations ---- */

/* Cells that share out the people of another. */
typedef struct wb_split {
    int32_t total;
    int32_t partition; /* key */
    int32_t first, n;  /* in parts */
    bool has_rest;     /* some people are in no part */
} wb_split;

/* Measures that have to do with each other in every cell. */
typedef enum wb_tie_kind {
    WB_TIE_WITHIN,
    WB_TIE_COVERS,
    WB_TIE_BASE,
    WB_TIE_WITHOUT
} wb_tie_kind;
typedef struct wb_tie {
    wb_tie_kind kind;
    int32_t total;
    int32_t first, n; /* in parts; one, but for COVERS: total is at most their sum */
} wb_tie;

typedef struct wb_relations {
    wb_keys *partitions;
    int32_t *parts;
    wb_split *splits;
    int32_t n_splits;
    wb_tie *ties;
    int32_t n_ties;
    int32_t *upward; /* cells, parts before their totals */
} wb_relations;

/* Read and check against the counts; cells learn whether they are parts. */
wb_status wb_relations_read(const wb_frame *frame, wb_headcounts *counts,
                            wb_relations *relations, wb_error *err);
void wb_relations_free(wb_relations *relations);
/* What no part has of a count of the total, or -1 where there is no such count. */
int64_t wb_split_rest(const wb_headcounts *counts, const wb_relations *relations,
                      const wb_split *split, int32_t measure, int count);
/* ---- rules ---- */

/* Whether counts of a group that is no cell, and not empty, may not be known: what cells
 * leave of a total. The rules sensitive, too_few and extreme, without the acute count. */
wb_why wb_rules_judge_rest(const wb_rules *rules, const wb_counted_measure *measure,
                           int64_t n, int64_t problem);
/* Rules that look at one row. */
void wb_rules_apply(const wb_rules *rules, wb_headcounts *counts);
/* What a ledger says: what is known, hidden, frozen. */
wb_status wb_earlier_apply(const wb_rules *rules, wb_headcounts *counts,
                           const wb_relations *relations, wb_error *err);
/* Rows that hang together: groups[i] is the first row of the group of row i. */
void wb_groups_find(const wb_headcounts *counts, const wb_relations *relations,
                    int64_t *groups);

/* Hide until every count that must be protected is. */
wb_status wb_protect_counts(const wb_rules *rules, wb_headcounts *counts,
                            const wb_relations *relations, const wb_run *run,
                            wb_error *err);

/* ---- what comes out ---- */

int64_t wb_round_count(int64_t value, int64_t round_to);
wb_status wb_released_frame(const wb_rules *rules, const wb_headcounts *counts,
                            wb_frame **out, wb_error *err);
wb_status wb_audit_frame(const wb_headcounts *counts, const wb_relations *relations,
                         wb_frame **out, wb_error *err);

/* Things that counts are hidden for are numbered: row * WB_COUNTS + count, and behind the
 * rows the remainders: (split * n_measures + measure) * WB_COUNTS + count. */
int64_t wb_counted_number(const wb_headcounts *counts, const wb_counted *row, int count);
int64_t wb_rest_number(const wb_headcounts *counts, int64_t split, int32_t measure,
                       int count);

#endif
