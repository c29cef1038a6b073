/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The state of hiding more until all is protected. */
#ifndef WB_LIB_DISCLOSE_PROTECT_H
#define WB_LIB_DISCLOSE_PROTECT_H

#include "disclose/search.h"

typedef struct wb_protecting {
    const wb_rules *rules;
    wb_headcounts *counts;
    const wb_relations *relations;
    const uint8_t *frozen; /* by row */
    int64_t *groups;       /* by row */
    wb_system system;
    wb_search search;
    uint8_t *given_up;    /* by value: nothing is shown that bears on it */
    int32_t *split_first; /* by cell and one more: its splits */
    int32_t *above;       /* values above one, while a bound is looked for */
    uint8_t *is_above;    /* by value */
    bool more;            /* something was hidden in this round */
} wb_protecting;

/* Hide a shown count: an acute count alone, else its row. */
void wb_protecting_hide(wb_protecting *p, int32_t value, wb_why why, int64_t for_value);

/* What shown parts leave of a shown total is a group of people: hide more until rules
 * would show it. */
wb_status wb_hide_left_over(wb_protecting *p, wb_error *err);

#endif
