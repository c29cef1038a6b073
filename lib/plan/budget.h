/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The lines of money in a plan. */
#ifndef WB_LIB_PLAN_BUDGET_H
#define WB_LIB_PLAN_BUDGET_H

#include "plan/follow.h"

/* An amount that may not be known. */
typedef struct wb_amount {
    bool is_known;
    int64_t cents;
} wb_amount;

typedef enum wb_money {
    WB_MONEY_ORIGINAL = 0,
    WB_MONEY_CURRENT,
    WB_MONEY_SPENT
} wb_money;
enum { WB_N_MONEY = 3 };

/* A budget line; or a funding that has none. */
typedef struct wb_budget_line {
    const wb_record *record;
    const wb_record *funding; /* NULL: a budget of the plan */
    const char *source;       /* id of who pays or holds it; NULL: not said */
    const char *certainty;    /* NULL: not said */
    const char *link;         /* printed, inferred: that it pays for these actions */
    const char *counted;      /* "yes", or why it is in no sum */
    const wb_record *action;  /* the one it pays for; NULL: none or several */
    wb_text actions, numbers; /* ids, numbers; joined by commas */
    wb_amount money[WB_N_MONEY];
} wb_budget_line;

typedef struct wb_budget_lines {
    wb_budget_line *items;
    size_t n, room;
} wb_budget_lines; /* starts as {0} */

/* All lines of a plan, in its order. */
wb_status wb_budget_collect(const wb_plan *plan, wb_budget_lines *lines, wb_error *err);
void wb_budget_lines_free(wb_budget_lines *lines);

#endif
