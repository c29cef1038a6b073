/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The cells of a breakdown: combinations of values that rows have. */
#ifndef WB_LIB_QUALITY_MEMBERSHIP_H
#define WB_LIB_QUALITY_MEMBERSHIP_H

#include "frame/fill.h"
#include "frame/tuples.h"
#include "survey/cells.h"

typedef struct wb_membership {
    const wb_names *columns; /* borrowed */
    wb_keys **keys;          /* per column */
    wb_levels *levels;       /* per column, once ordered */
    size_t n_columns;
    wb_tuples tuples;
    int32_t n_cells; /* seen */
    int32_t *order;  /* cells as they are shown, once ordered */
    int32_t **codes; /* per column a block of rows */
    int32_t *cells;  /* of a block of rows: -1 in none */
} wb_membership;

/* Borrows the columns. Categories that the spec declares come first. Free it also after a
 * failure. */
wb_status wb_membership_init(wb_membership *groups, const wb_names *columns,
                             const wb_spec *spec, wb_error *err);
void wb_membership_free(wb_membership *groups);

/* Cells of rows first .. first + n - 1 into groups->cells. */
wb_status wb_membership_find(wb_membership *groups, const wb_frame *frame, int64_t first,
                             int32_t n, wb_error *err);

/* Once all rows were seen: the order of cells, declared categories of the spec first. */
wb_status wb_membership_order(wb_membership *groups, const wb_spec *spec, wb_error *err);

/* A column of the result for one of the breakdown's columns. */
wb_status wb_membership_add_column(const wb_membership *groups, size_t column,
                                   wb_fill *fill, wb_error *err);
/* The value of a cell in one of the columns. */
wb_status wb_membership_fill(const wb_membership *groups, size_t column, int32_t cell,
                             wb_fill *fill, wb_error *err);

#endif
