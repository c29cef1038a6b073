/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A case laid beside a rule. */
#ifndef WB_LIB_SUPPORT_ASSESS_H
#define WB_LIB_SUPPORT_ASSESS_H

#include "frame/fill.h"
#include "support/support.h"

typedef enum wb_outcome { WB_MET = 0, WB_NOT_MET = 1, WB_UNKNOWN = 2 } wb_outcome;

/* What a case says of a fact: a count, cents, 0 or 1 of a bool, the place of a choice. */
typedef struct wb_value {
    bool known;
    int64_t whole;
    double number; /* of a fact of type number */
} wb_value;

wb_outcome wb_demand_ask(const wb_support *support, int64_t demand,
                         const wb_value *values);

/* Does the day lie in the period? A bound or day that is not known may leave it open. */
wb_outcome wb_support_in_period(const wb_support *support, bool given, int32_t day);

/* ---- cases.c: facts from a frame ---- */

/* Where the facts stand in a frame: a column, or -1, each. */
typedef struct wb_cases {
    const wb_frame *frame;
    int64_t columns[WB_MAX_FACTS];
} wb_cases;

wb_status wb_cases_bind(const wb_support *support, const wb_frame *frame, wb_cases *cases,
                        wb_error *err);
/* The values of a row, one per fact. */
wb_status wb_cases_read(const wb_support *support, const wb_cases *cases, int64_t row,
                        wb_value *values, wb_error *err);
/* A whole number that is not negative, from a numeric column; missing: not known. */
wb_status wb_cell_whole(const wb_frame *frame, size_t column, int64_t row,
                        wb_value *value, wb_error *err);

/* ---- words.c: what is said, in Dutch or English ---- */

bool wb_is_english(const char *language);
/* A text of an object of the file; "" when it has none. */
const char *wb_support_text(const json_t *object, const char *key, const char *language);
const char *wb_fact_label(const wb_support *support, size_t fact, const char *language);
/* EUR 10000.00, in Dutch EUR 10000,00. */
wb_status wb_say_cents(wb_text *out, int64_t cents, const char *language, wb_error *err);
/* "label: value" of those of the facts that are known, with `all` also of the others. */
wb_status wb_say_facts(wb_text *out, const wb_support *support, uint64_t facts,
                       const wb_value *values, bool all, const char *language,
                       wb_error *err);
/* The titles and places of a claim's sources. */
wb_status wb_say_sources(wb_text *out, const wb_support *support, const wb_claim *claim,
                         wb_error *err);
wb_status wb_say_period(wb_text *out, const wb_support *support, const char *language,
                        wb_error *err);
/* Met, not met or unknown, in a sentence. */
wb_status wb_say_outcome(wb_text *out, wb_outcome outcome, const char *asked,
                         const char *given, const char *language, wb_error *err);
wb_status wb_say_verdict(wb_text *out, wb_outcome verdict, int32_t n_not_met,
                         int32_t n_unknown, const char *language, wb_error *err);
/* The bytes of a text that may be empty. */
const char *wb_text_or_empty(const wb_text *text);
/* Indicative, historical, not all verified. */
wb_status wb_say_remark(wb_text *out, const wb_support *support, const char *language,
                        wb_error *err);

/* ---- assess.c, verdict.c: one call at work ---- */
typedef struct wb_assessing {
    const wb_support *support;
    const char *language;
    bool dated;
    int32_t day;
    wb_cases cases;
    wb_value values[WB_MAX_FACTS]; /* of the case at hand */
    int64_t row;
    int32_t counts[3]; /* of its conditions, by wb_outcome */
    wb_fill conditions;
    wb_fill verdicts;
    wb_text asked, given, sentence, source; /* of the condition at hand */
} wb_assessing;

/* The first rate whose demand is met; unknown when one before it is. */
wb_outcome wb_assessing_rate(const wb_assessing *a, const wb_rate **rate);
wb_status wb_verdicts_start(wb_fill *fill, wb_error *err);
/* The row of the case at hand, all of whose conditions are counted. */
wb_status wb_assessing_verdict(wb_assessing *a, wb_error *err);

/* The word of an outcome: met, not_met, unknown. */
extern const char *const wb_outcome_names[];

#endif
