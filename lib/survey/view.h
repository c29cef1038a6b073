/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One breakdown of the sample, opened for estimating: its cells in the order they are
 * shown and, of each, the domains that estimands are of. */
#ifndef WB_LIB_SURVEY_VIEW_H
#define WB_LIB_SURVEY_VIEW_H

#include "survey/domain.h"

/* Slots of a track laid out in the order of the cells' groups, so that what is read for
 * one cell lies together: those of the group at place i of the list are start[i] ..
 * start[i + 1] - 1. */
typedef struct wb_slot_list {
    int32_t *start;
    int32_t *codes;
    wb_pair *sums;
    int64_t *n;
} wb_slot_list;

typedef struct wb_view {
    const wb_sample *sample;
    size_t breakdown;
    const wb_open *open;      /* open units or replicates; NULL: closed units */
    const wb_combos *groups;  /* (part, cell) */
    wb_cell_list list;        /* the cells that have rows; groups by part */
    wb_slot_list *slot_lists; /* per track, made when first asked for */
    /* the cell and outcome that are laid out, parts ascending */
    const int32_t *cell_groups;
    int32_t n_groups;
    int32_t seen; /* the place in the list of what `domain.ids` are of, or -1 */
    size_t outcome;
    wb_pair *base;     /* closed shares, per part: Σ w and Σ w² over observed rows */
    int64_t base_rows; /* and these rows, of all parts */
    wb_domain domain;
    int32_t most_parts;
    struct wb_view *cross; /* calibrated weights: the same cells by auxiliary variable */
} wb_view;

/* Borrows the sample. Free it also after a failure. */
wb_status wb_view_init(wb_view *view, const wb_sample *sample, size_t breakdown,
                       wb_error *err);
void wb_view_free(wb_view *view);

/* Lay out one outcome of a cell: `seen` is its place in the list, -1: a cell without
 * rows. */
wb_status wb_view_outcome(wb_view *view, int32_t seen, size_t outcome, wb_error *err);

/* The domain of that outcome; `category` is a code of its key, and not used when it is no
 * category. Borrowed until the next call. */
const wb_domain *wb_view_domain(wb_view *view, int32_t category);

#endif
