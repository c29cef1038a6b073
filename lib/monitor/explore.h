/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The page in which a reader explores results. It is made of the tables of the results
 * alone: what is hidden in them was never here. docs/formats/explorer.md says how the
 * figures lie in it. */
#ifndef WB_LIB_MONITOR_EXPLORE_H
#define WB_LIB_MONITOR_EXPLORE_H

#include "monitor/monitor.h"

/* Tuples of codes, each once. They are asked for in the order in which they were added,
 * again and again: looking begins behind what was found last. */
typedef struct wb_tuple_list {
    int32_t *codes; /* n of `width` */
    size_t width, n, room, last;
} wb_tuple_list;

/* What figures of one monitor are of: names as the part "cells" has them. */
typedef struct wb_explored {
    const wb_monitor_results *results;
    wb_frame *cells;
    wb_frame *labels[2]; /* in the page's languages */
    wb_names waves, variables;
    wb_names *categories; /* per variable */
    wb_names outcomes, outcome_categories;
    wb_tuple_list groups;   /* per variable a category or -1 */
    wb_tuple_list measures; /* an outcome, and a category of it or -1 */
    int32_t *group;         /* room for one of them */
} wb_explored;

enum { WB_EXPLORE_LANGUAGES = 2 };
extern const char *const wb_explore_languages[WB_EXPLORE_LANGUAGES];

wb_status wb_explored_open(const wb_monitor_results *results, wb_explored *x,
                           wb_error *err);
void wb_explored_close(wb_explored *x);
/* Whether a measure is shown as a percentage. */
bool wb_explored_is_share(const wb_explored *x, size_t measure);

/* Rows of a part: which wave, group and measure each is of. */
typedef struct wb_explored_column {
    int64_t column; /* -1: the part has none */
    int32_t *codes; /* of the part's categories, in the names of the page; -2: in none */
} wb_explored_column;

typedef struct wb_explored_rows {
    wb_explored *x;
    const wb_frame *frame;
    wb_frame *own; /* the frame, where it goes with the rows */
    wb_explored_column wave, reference, outcome, category;
    wb_explored_column *variables;
} wb_explored_rows;

wb_status wb_explored_rows_open(wb_explored *x, const wb_frame *frame,
                                wb_explored_rows *rows, wb_error *err);
/* The rows of a part of the results, and the part with them. Close them also after a
 * failure. */
wb_status wb_explored_part_open(wb_explored *x, const char *part, wb_explored_rows *rows,
                                wb_error *err);
void wb_explored_rows_close(wb_explored_rows *rows);
/* A code, or -1 where it is missing. */
int32_t wb_explored_code(const wb_frame *frame, const wb_explored_column *column,
                         int64_t row);
/* WB_NOWHERE: nothing the page has a place for. */
size_t wb_explored_group(const wb_explored_rows *rows, int64_t row);
size_t wb_explored_measure(const wb_explored_rows *rows, int64_t row);

/* ---- writing JSON ---- */

wb_status wb_explore_quote(wb_text *out, const char *text, wb_error *err);

/* All of one monitor as an object; `id` tells it from others. */
wb_status wb_explore_set(const wb_monitor_results *results, const char *id, wb_text *out,
                         wb_error *err);
/* Members of it: the figures, and what stands beside them. */
wb_status wb_explore_figures(wb_explored *x, wb_text *out, wb_error *err);
wb_status wb_explore_beside(wb_explored *x, wb_text *out, wb_error *err);

#endif
