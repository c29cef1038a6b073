/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A panel from the inside: one breakdown of it that is being filled in. */
#ifndef WB_LIB_SURVEY_PANEL_FILLING_H
#define WB_LIB_SURVEY_PANEL_FILLING_H

#include "survey/beside.h"
#include "survey/make.h"
#include "survey/panel.h"

struct wb_panel {
    const wb_tally *tally;
    wb_state room;
    const wb_state *state;
    wb_estimate_options options;
    wb_sample sample;
    wb_panel_wish wish;
    size_t *against; /* a copy, of the wish */
    size_t n_waves;
    wb_panel_measure *measures;
    size_t n_measures;
    wb_panel_part *parts;
};

/* One breakdown being filled in, by one thread. */
typedef struct wb_filling {
    wb_panel *panel;
    size_t breakdown;
    wb_panel_part *part;
    wb_view view;  /* of the breakdown */
    wb_view whole; /* of the one it is held against */
    bool held;     /* against another */
    int64_t below; /* combinations of a cell of that one */
    wb_desk desk;
    wb_beside beside;
    int64_t n_groups; /* combinations within a wave */
    int64_t *place;   /* per seen cell of the view: its place among the part's cells */
} wb_filling;

/* Combinations of a breakdown within a wave. */
int64_t wb_panel_group_count(const wb_panel *panel, size_t breakdown);
/* The place of a rank among the cells of a part, or where it would be. */
int64_t wb_panel_find_rank(const wb_panel_part *part, int64_t rank);
int32_t wb_panel_statistic(const wb_panel *panel, size_t measure);
/* The domain of a measure in a seen cell of a view; -1: no rows. */
wb_status wb_panel_lay_out(const wb_panel *panel, wb_view *view, int32_t seen,
                           size_t measure, const wb_domain **domain, wb_error *err);

/* Its views, its cells and room for what is estimated; close it, also after a failure. */
wb_status wb_filling_open(wb_filling *f, wb_error *err);
void wb_filling_close(wb_filling *f);
/* Estimates of all cells, held against others where that is asked. */
wb_status wb_filling_cells(wb_filling *f, wb_error *err);
/* Covariances and degrees of freedom between waves. */
wb_status wb_filling_waves(wb_filling *f, wb_error *err);

#endif
