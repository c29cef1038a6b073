/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The weighted distribution of a variable in every cell of a breakdown: the values with
 * their weights, exact but for the rounding of pairs. No sketches: a quantile is a value
 * of the sample.
 *
 * A part lists its rows (wb_value_rows) and makes one run of them when it is full: as
 * they came, cell by cell, or, when many are equal, sorted with each distinct value once.
 * The store keeps runs and merges eight of a level into a sorted one of the next, so a
 * value moves O(log n) times and a variable with few values takes little room. Equal
 * values are added in the order of the rows; runs depend on the rows of the parts alone,
 * and so do the bits. */
#ifndef WB_LIB_SURVEY_VALUES_H
#define WB_LIB_SURVEY_VALUES_H

#include "base/base.h"

#include <stdatomic.h>

/* Observed values of rows with w > 0, as they came. Starts as {0}. */
typedef struct wb_value_rows {
    double *y;
    double *w;
    int32_t *cells;
    int32_t count;
    int32_t capacity;
    int32_t before; /* the capacity when a run took the memory over */
} wb_value_rows;

void wb_value_rows_free(wb_value_rows *rows);
/* Room for n more; WB_E_LIMIT beyond 2^31 - 1 rows. */
wb_status wb_value_rows_reach(wb_value_rows *rows, int64_t n, wb_error *err);
/* Add those of n rows that are in a cell (not negative), present (NULL: all) and of
 * positive weight. Values are finite. */
wb_status wb_value_rows_add(wb_value_rows *rows, const double *y, const uint8_t *present,
                            const double *w, const int32_t *cells, int32_t n,
                            wb_error *err);
wb_status wb_value_rows_copy(const wb_value_rows *rows, wb_value_rows *out,
                             wb_error *err);
int64_t wb_value_rows_bytes(const wb_value_rows *rows);

/* Where values are sorted; kept from one sort to the next. Starts as {0}. */
typedef struct wb_value_place {
    uint32_t code;
    uint32_t at;
} wb_value_place;
typedef struct wb_value_sorter {
    wb_value_place *places;
    wb_value_place *other;
    uint32_t *counts;
    int64_t capacity;
} wb_value_sorter;

void wb_value_sorter_free(wb_value_sorter *sorter);
int64_t wb_value_sorter_bytes(const wb_value_sorter *sorter);

/* Values by cell. Starts as {0}. */
typedef struct wb_value_run {
    int64_t *first; /* per cell: where its values begin */
    int64_t *count; /* per cell: how many there are */
    int32_t n_cells;
    int32_t level;  /* how many times it was merged with as long ones */
    bool sorted;    /* each value of a cell once, in ascending order; else as the rows */
    int64_t length; /* of the arrays below */
    double *y;      /* never -0 */
    double *w;      /* Σ w, rounded */
    double *low;    /* what rounding took off each; NULL: nothing */
    int64_t *n;     /* rows that have the value; NULL: one each */
    atomic_size_t *owners; /* of these four: copies share them; NULL: none yet */
} wb_value_run;

void wb_value_run_free(wb_value_run *run);
/* A copy that shares the values. */
wb_status wb_value_run_copy(const wb_value_run *run, wb_value_run *out, wb_error *err);
/* The run is the one owner of values that were put into it. */
wb_status wb_value_run_own(wb_value_run *run, wb_error *err);
/* Rows by cell, sorted if that takes less room. Their memory may be taken over: the rows
 * are none afterwards, and on failure. */
wb_status wb_value_run_make(wb_value_rows *rows, wb_value_sorter *sorter,
                            wb_value_run *out, wb_error *err);
/* The same when there are few distinct values; else `out` is not sorted, and empty. */
wb_status wb_value_run_count(const wb_value_rows *rows, wb_value_run *out, wb_error *err);
/* Sort a run that is not, and add up equal values. */
wb_status wb_value_run_sort(wb_value_run *run, wb_value_sorter *sorter, wb_error *err);
/* The values of two sorted runs; where a value is in both, the sums of `a` come first. */
wb_status wb_value_run_merge(const wb_value_run *a, const wb_value_run *b,
                             wb_value_run *out, wb_error *err);
/* Call each cell by another number: cell c becomes cells[c], below n_cells; cells[c] of a
 * cell with values is not negative, and no two of them become one. */
wb_status wb_value_run_relabel(wb_value_run *sorted, const int32_t *cells,
                               int32_t n_cells, wb_error *err);
int64_t wb_value_run_bytes(const wb_value_run *sorted);

/* Runs that together are the distribution. Starts as {0}. */
typedef struct wb_values {
    wb_value_run *runs;
    size_t n_runs;
    size_t capacity;
} wb_values;

void wb_values_free(wb_values *values);
wb_status wb_values_copy(const wb_values *values, wb_values *out, wb_error *err);
/* Take a run over: it is empty afterwards, or its caller's still after a failure. */
wb_status wb_values_push(wb_values *values, wb_value_run *run, wb_error *err);
/* Add all of another store, cells renamed as by wb_value_run_relabel(). On failure part
 * of it may have been added. */
wb_status wb_values_merge(wb_values *values, const wb_values *other, const int32_t *cells,
                          int32_t n_cells, wb_error *err);
int64_t wb_values_bytes(const wb_values *values);

#endif
