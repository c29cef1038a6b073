/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The state of hiding more until all is protected. */
#ifndef WB_LIB_DISCLOSE_PROTECT_H
#define WB_LIB_DISCLOSE_PROTECT_H

#include "disclose/search.h"

/* People of whom no count is shown; 0 where the measure has no such count. */
typedef struct wb_left_over {
    int64_t counts[WB_COUNTS];
} wb_left_over;

typedef struct wb_protecting {
    const wb_rules *rules;
    wb_headcounts *counts;
    const wb_relations *relations;
    int64_t *groups; /* by row */
    wb_system system;
    wb_search search;
    uint8_t *given_up;    /* by value: nothing is shown that bears on it */
    uint8_t *all_hidden;  /* by group, that is by its first row: it has such values */
    int32_t *split_first; /* by cell and one more: its splits */
    wb_left_over *left;   /* by cell, of the measure at hand */
    int32_t *above;       /* values above one, while a bound is looked for */
    uint8_t *is_above;    /* by value */
    bool more;            /* something was hidden in this round */
    bool only_look;       /* hide nothing */
    bool found_bare;      /* what is left of a total may not be shown */
} wb_protecting;

/* Hide a shown count: an acute count alone, else its row. */
void wb_protecting_hide(wb_protecting *p, int32_t value, wb_why why, int64_t for_value);
/* Take over from a row which of its values are fixed. */
void wb_protecting_fix(wb_protecting *p, const wb_counted *row);
/* What hiding a value costs; -1: it cannot be hidden. */
int64_t wb_protecting_cost(const wb_protecting *p, int32_t value);
/* Whether a value must be protected, and has the witnesses, which are looked for. */
bool wb_protecting_requires(const wb_protecting *p, int32_t value);
bool wb_protecting_has_witnesses(wb_protecting *p, int32_t value);

/* What shown parts leave of a shown total is a group of people: hide more until rules
 * would show it. */
void wb_hide_left_over(wb_protecting *p);
/* Whether that would hide anything of a measure. */
bool wb_is_left_bare(wb_protecting *p, int32_t measure);

/* Show again what was hidden for others, where they keep their witnesses without it. */
wb_status wb_show_again(wb_protecting *p, wb_error *err);

#endif
