/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* People counted by group, and which of the counts disclosure control hides. */
#ifndef WB_LIB_MONITOR_HEADS_H
#define WB_LIB_MONITOR_HEADS_H

#include "monitor/publish.h"

/* What is counted of one thing that is measured: a scale, a composite, a topic. Places
 * are measures of the panel of counts; WB_NOWHERE: there is no such count. */
typedef struct wb_heads_measure {
    size_t n;
    size_t problem;
    bool without;   /* `problem` counts those who are without one */
    const char *id; /* of what is measured */
} wb_heads_measure;

/* Groups of one breakdown that is protected. */
typedef struct wb_heads_part {
    size_t breakdown; /* of the definition */
    size_t first;     /* number of its first cell */
    size_t *parents;  /* parts whose groups it takes apart; in the room of all */
    size_t n_parents;
} wb_heads_part;

typedef struct wb_heads {
    const wb_monitor_results *results;
    const wb_monitor_options *options;
    wb_panel *panel; /* of the counts */
    wb_heads_part *parts;
    size_t n_parts;
    size_t *parents; /* room for those of all parts */
    size_t n_cells;
    wb_heads_measure *measures;
    size_t n_measures;
    size_t *measure_of; /* per measure of the results its place in `measures` */
    uint8_t *
        made_of; /* [measure of the results * n_measures + measure]: it tells of it too */
    size_t *part_of;   /* per breakdown of the definition, or WB_NOWHERE */
    int32_t **levels;  /* per variable, per level of the results that of the counts */
    int64_t *n_levels; /* per variable, in the counts */
    int32_t *unknown;  /* per variable the level of those whose group is not known */
    uint8_t *hidden; /* wb_publish of [(wave * n_cells + cell) * n_measures + measure] */
    wb_frame **released, **audit; /* of the results */
    wb_ledger **ledgers;          /* per wave; NULL: not asked for, or nobody */
} wb_heads;                       /* starts as {0} */

wb_status wb_heads_make(wb_monitor_results *results, const wb_tally *tally,
                        const wb_monitor_options *options, const wb_run *run,
                        wb_heads *out, wb_error *err);
void wb_heads_free(wb_heads *people);

/* The number of the cell of a part with these levels of the counts, or WB_NOWHERE. */
size_t wb_heads_cell(const wb_heads *people, size_t part, const int32_t *levels);
/* The part's variables are all among those of the breakdown; places[i] is where. */
bool wb_heads_within(const wb_heads *people, size_t part, const wb_breakdown *breakdown,
                     size_t *places);

/* What a cell is called outside: "2019/age=young/sex=man". */
wb_status wb_heads_name(const wb_heads *people, size_t wave, size_t part, size_t cell,
                        wb_text *out, wb_error *err);

/* Decide for every wave: fills in `hidden`, and what was released and why in the results.
 */
wb_status wb_heads_protect(wb_heads *people, const wb_run *run, wb_error *err);
/* The ledger of all waves; NULL where none was asked for. */
wb_status wb_heads_ledger(wb_heads *people, wb_ledger **out, wb_error *err);

#endif
