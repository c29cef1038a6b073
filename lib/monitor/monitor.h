/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A monitor while waves come in, and its results. */
#ifndef WB_LIB_MONITOR_MONITOR_H
#define WB_LIB_MONITOR_MONITOR_H

#include "monitor/rows.h"
#include "survey/panel.h"

/* What a column of the answers is called there, and its codes: a label that the
 * definition lacks. */
typedef struct wb_found_label {
    size_t variable;
    char *id;
    char *label;
} wb_found_label;

typedef struct wb_found_labels {
    wb_found_label *items;
    size_t n;
    size_t room;
} wb_found_labels; /* starts as {0} */

const char *wb_found_labels_find(const wb_found_labels *labels, size_t variable,
                                 const char *id);
wb_status wb_found_labels_copy(const wb_found_labels *labels, wb_found_labels *out,
                               wb_error *err);
void wb_found_labels_free(wb_found_labels *labels);

/* Answers whose value labels are looked at. */
typedef struct wb_label_check {
    const wb_monitor_definition *definition;
    const wb_instrument *instrument;
    const wb_frame *answers; /* their schema */
    const char *wave;        /* NULL: a column tells */
    const char *name;        /* NULL: none */
} wb_label_check;

/* What the value labels say that contradicts the instrument, the definition or answers
 * before is WB_E_DATA; labels that the definition lacks are kept, and one that changed is
 * noted. */
wb_status wb_labels_check(const wb_label_check *check, wb_found_labels *found,
                          wb_notes *notes, wb_error *err);

struct wb_monitor {
    const wb_monitor_definition *definition; /* held */
    const wb_instrument *instrument;         /* held */
    wb_measures measures;
    wb_spec *spec;
    wb_names design;   /* columns that it takes from the answers */
    wb_tally *tally;   /* NULL: no waves yet */
    wb_spec *counting; /* of people, for disclosure control; NULL: not asked for */
    wb_tally *people;  /* of it; NULL: no waves yet */
    wb_names waves;    /* that came as a source of their own */
    wb_notes notes;
    wb_found_labels labels;
    bool synthetic; /* some of the answers are */
    wb_wave_rows rows;
};

/* The cells of one breakdown are those of wb_panel_part_at() of its place. */
struct wb_monitor_results {
    const wb_monitor_definition *definition; /* held */
    const wb_instrument *instrument;         /* held */
    wb_measures measures;
    wb_tally *tally; /* what the panel is of */
    wb_panel *panel;
    wb_notes notes;
    wb_found_labels labels;
    double level;
    int32_t threads;
    bool synthetic;
    wb_names waves;      /* ids in order */
    double *times;       /* of them */
    int64_t *rows;       /* of them */
    uint8_t **published; /* see publish.h */
    wb_frame **released; /* per wave, with its audit; NULL: nobody, or not protected */
    wb_frame **audit;
    wb_ledger *ledger; /* NULL: not asked for */
};

/* A tally that goes on from what came in; nothing is NULL. */
wb_status wb_tally_fork(const wb_spec *spec, const wb_tally *tally, wb_tally **out,
                        wb_error *err);

/* ---- what is shown (shown.c); slots are those of a part of the panel ---- */

/* A wb_publish as it is told: which of the counts that are hidden are few is not. */
uint8_t wb_results_flag(const wb_monitor_results *results, const wb_panel_part *part,
                        size_t slot);
/* An estimate is not shown; a difference with the rest or the total is not, also where
 * the rest is too few. */
bool wb_results_hide(const wb_monitor_results *results, const wb_panel_part *part,
                     size_t slot);
bool wb_results_hide_rest(const wb_monitor_results *results, const wb_panel_part *part,
                          size_t slot);

#endif
