/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* All estimates of a tally laid out for comparing waves and groups. Every breakdown of
 * its specification begins with the column of the wave, and the first has no other. Waves
 * stand as they are declared there; those that are not, by their numbers when all are
 * numbers, else bytewise. */
#ifndef WB_LIB_SURVEY_PANEL_H
#define WB_LIB_SURVEY_PANEL_H

#include "base/text.h"
#include "survey/estimate.h"

/* What is asked of a panel besides estimates. */
typedef struct wb_panel_wish {
    const size_t *against; /* per breakdown: the one whose cell a cell is held against, by
                              the first columns of its own; itself: nothing is */
    bool shared;           /* waves share units: covariances between them are wanted */
} wb_panel_wish;

/* Estimates of one breakdown. A cell is a combination of values that any wave has; what
 * belongs to one estimate is at [(cell * n_waves + wave) * n_measures + measure]. */
typedef struct wb_panel_part {
    size_t n_columns; /* besides the wave */
    int64_t n_cells;
    int64_t *ranks; /* of the cells among all combinations, ascending */
    wb_estimate *values;
    wb_beside_difference
        *rest; /* the cell less the rest of what it is held against; or NULL */
    wb_beside_difference *whole; /* the cell less what it is held against; or NULL */
    double *covariances; /* with shared units, of waves i and j at [((cell * n_measures +
                            measure) * n_waves + i) * n_waves + j]; else NULL. Where
                            replicates lack a value: see wb_panel_covariance() */
    double *dfs;         /* the same, of the union of both domains */
    double *union_dfs;   /* of waves i and later, at [(cell * n_measures + measure) *
                            n_waves + i] */
    double **replicates; /* the same, of waves of which one lacks a replicate; or NULL */
} wb_panel_part;

/* One column of numbers: an estimand, and a category of it. */
typedef struct wb_panel_measure {
    size_t estimand;
    int32_t level; /* place of the category among those of its column; -1: none */
} wb_panel_measure;

typedef struct wb_panel wb_panel;

/* The tally must outlive it. Errors as wb_tally_estimate(); WB_E_UNSUPPORTED when waves
 * share units that were closed. */
wb_status wb_panel_new(const wb_tally *tally, const wb_panel_wish *wish,
                       const wb_estimate_options *options, const wb_run *run,
                       wb_panel **out, wb_error *err);
void wb_panel_free(wb_panel *panel);

size_t wb_panel_wave_count(const wb_panel *panel);
/* The number that each wave is; false when there is one that is none. */
bool wb_panel_wave_numbers(const wb_panel *panel, double *numbers);
size_t wb_panel_measure_count(const wb_panel *panel);
wb_panel_measure wb_panel_measure_at(const wb_panel *panel, size_t measure);
const wb_panel_part *wb_panel_part_at(const wb_panel *panel, size_t breakdown);
/* With shared units, the k x k covariances of the estimates of k waves, row-major.
 * Replicates in which one of the k has no value are left out of all, so that the matrix
 * is that of any function of them. */
wb_status wb_panel_covariance(const wb_panel *panel, size_t breakdown, int64_t cell,
                              size_t measure, const size_t *waves, size_t k,
                              double *covariance, wb_error *err);

/* Values of a column in the order they are shown; a text that is not NUL-terminated, and
 * for other kinds written into `room`. */
int32_t wb_panel_level_count(const wb_panel *panel, const char *column);
const char *wb_panel_level(const wb_panel *panel, const char *column, int32_t level,
                           char room[WB_NUMBER_CHARS], size_t *length);
/* Which level of each column of a breakdown, the wave not among them, a cell is. */
void wb_panel_cell(const wb_panel *panel, size_t breakdown, int64_t cell,
                   int32_t *levels);
/* The cell that a cell is held against, and the breakdown it is of. */
size_t wb_panel_whole(const wb_panel *panel, size_t breakdown, int64_t cell,
                      size_t *against);

#endif
