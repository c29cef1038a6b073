/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What wb_plan_check() finds: rules with their severity and sentence, and the frame that
 * findings are collected in. */
#ifndef WB_LIB_PLAN_FINDING_H
#define WB_LIB_PLAN_FINDING_H

#include "plan/fill_json.h"
#include "plan/record.h"

typedef enum wb_rule_id {
    WB_BROKEN_REFERENCE,
    WB_CYCLE,
    WB_SHARES_NOT_WHOLE,
    WB_SHARE_INVALID,
    WB_AMOUNTS_DIFFER,
    WB_AMOUNTS_EXCEED,
    WB_SPENT_EXCEEDS,
    WB_DATES_REVERSED,
    WB_OUTSIDE_PERIOD,
    WB_TARGET_WITHOUT_INDICATOR,
    WB_RUNS_UNDISCUSSED,
    WB_UNDISCUSSED,
    WB_DETERMINED,
    WB_NUMBER_TWICE,
    WB_EMPTY,
    WB_TO_BE_DETERMINED,
    WB_CORRECTED,
    WB_NOT_ANSWERED,
    WB_AWAITED
} wb_rule_id;

typedef struct wb_checking {
    const wb_plan *plan;
    const char *language; /* "nl" or "en" */
    wb_fill sheet;
} wb_checking;

enum { WB_MAX_WORDS_SAID = 4 };

/* A finding at a record, about a field ("" for the record). said[] fills $1 ... $4 of the
 * sentence; $0 is the id. */
wb_status wb_finding_add(wb_checking *checking, wb_rule_id rule, const wb_record *record,
                         const char *field, const char *const said[WB_MAX_WORDS_SAID],
                         wb_error *err);
/* "nl" or "en" of a pair. */
const char *wb_checking_say(const wb_checking *checking, const char *dutch,
                            const char *english);
/* "EUR 290,000.00" or "290.000,00 euro". */
enum { WB_MONEY_CHARS = 48 };
void wb_checking_money(const wb_checking *checking, int64_t cents,
                       char text[WB_MONEY_CHARS]);

/* The rules, each over one record but for the last two. */
wb_status wb_check_mentions(wb_checking *checking, const wb_record *record,
                            wb_error *err);
wb_status wb_check_dates(wb_checking *checking, const wb_record *record, wb_error *err);
wb_status wb_check_money(wb_checking *checking, const wb_record *record, wb_error *err);
wb_status wb_check_gaps(wb_checking *checking, const wb_record *record, wb_error *err);
wb_status wb_check_cycles(wb_checking *checking, wb_error *err);
wb_status wb_check_numbers(wb_checking *checking, wb_error *err);

#endif
