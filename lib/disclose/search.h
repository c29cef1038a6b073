/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Looking for witnesses.
 *
 * A move changes one value by one and mends the demands that this breaks by changing
 * others by one, until none is broken. Moves are made again as often as bounds allow, and
 * others after them, away from the truth. What is shown cannot be changed: when no move
 * is found, the search remembers which shown count was most cheaply in its way. */
#ifndef WB_LIB_DISCLOSE_SEARCH_H
#define WB_LIB_DISCLOSE_SEARCH_H

#include "disclose/system.h"

enum {
    WB_MOST_STEPS = 256, /* values that one move changes */
    WB_MOST_TRIES = 400  /* changes that looking for it tries */
};

/* A change by one of a move, and the broken demand that it mends. */
typedef struct wb_step {
    int32_t demand; /* -1: the first */
    int32_t value;
    int32_t change;
    int32_t score; /* candidates are tried in order of score and value */
} wb_step;

/* A value that a witness moved. */
typedef struct wb_trace {
    int32_t value;
    int32_t witness;
    int32_t next; /* trace of the same value, -1: none */
} wb_trace;

/* Which witnesses show how far a value goes; -1: the truth. */
typedef struct wb_shown_by {
    int32_t low, high;
} wb_shown_by;

typedef struct wb_search {
    wb_system *system;
    /* What hiding a shown value costs; below 0: it cannot be hidden. */
    int64_t (*cost)(void *user, int32_t value);
    void *user;
    wb_step steps[WB_MOST_STEPS];
    int32_t n_steps;
    int32_t *delta; /* by value, of the move at hand */
    int64_t *rate;  /* by demand, while a move is made longer */
    int32_t *moved; /* values that may differ from the truth */
    int32_t n_moved;
    uint8_t *is_moved;
    int32_t blocker; /* -1: none */
    int64_t blocker_cost;
    wb_trace *traces;
    int32_t n_traces, capacity;
    int32_t *traced; /* by value: its last trace, -1: none */
    int32_t n_witnesses;
    wb_shown_by *shown_by;        /* by value */
    wb_shown_by *others_shown_by; /* by place */
    bool no_memory;               /* for traces; the result may not be used */
} wb_search;

wb_status wb_search_begin(wb_system *system, wb_search *search, wb_error *err);
void wb_search_end(wb_search *search);

/* Look for witnesses of a value until its low and high are `apart`, or no more are found;
 * true when they are. The table at hand is the truth before and after. */
bool wb_search_widen(wb_search *search, int32_t value, int64_t apart);
/* The same for those of a place, by the value of its problem count, who answered and do
 * not have the problem. */
bool wb_search_widen_others(wb_search *search, int32_t problem, int64_t apart);

#endif
