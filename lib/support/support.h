/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A rule as assessing sees it. Texts are borrowed from the JSON document it was read
 * from, which it keeps. */
#ifndef WB_LIB_SUPPORT_SUPPORT_H
#define WB_LIB_SUPPORT_SUPPORT_H

#include "base/json.h"
#include "base/text.h"

#include <werkbaar/support.h>

enum {
    WB_MAX_FACTS = 64,  /* with our own: a set of facts is 64 bits */
    WB_MAX_VALUES = 64, /* of a choice: a set of them is 64 bits */
    WB_MAX_CONDITIONS = 256,
    WB_MAX_RATES = 64,
    WB_MAX_SOURCES = 256,
    WB_MAX_DEMANDS = 8192,
    WB_MAX_DEPTH = 8 /* of demands in demands */
};

typedef enum wb_fact_type {
    WB_FACT_COUNT,
    WB_FACT_NUMBER,
    WB_FACT_CENTS,
    WB_FACT_BOOL,
    WB_FACT_CHOICE
} wb_fact_type;

/* Facts that every rule has, before those of the file. */
enum { WB_FACT_COST = 0, WB_FACT_EARLIER = 1, WB_OWN_FACTS = 2 };

typedef struct wb_fact {
    const char *id;
    const json_t *json; /* NULL: one of our own */
    wb_fact_type type;
    const json_t *values; /* of a choice */
} wb_fact;

typedef enum wb_demand_kind {
    WB_AT_LEAST,
    WB_ABOVE,
    WB_AT_MOST,
    WB_BELOW,
    WB_IS,
    WB_ONE_OF,
    WB_NONE_OF,
    WB_ALL,
    WB_ANY
} wb_demand_kind;

enum { WB_NO_DEMAND = -1 };

/* What is asked of one fact, or of other demands: a tree in an array. */
typedef struct wb_demand {
    wb_demand_kind kind;
    size_t fact;
    int64_t whole;    /* to compare with; of IS 0 or 1 */
    double number;    /* the same for a fact of type number */
    uint64_t choices; /* of ONE_OF and NONE_OF, a bit a value */
    int64_t first;    /* of ALL and ANY: the first of them */
    int64_t next;     /* the next one beside it */
} wb_demand;

/* What is said, where it is from, and whether it was read there. */
typedef struct wb_claim {
    const json_t *json; /* the object that has source, verified and note */
    bool verified;
} wb_claim;

typedef struct wb_bound {
    bool given;
    int32_t day;
    wb_claim claim;
} wb_bound;

typedef struct wb_condition {
    const char *id;
    const char *kind;
    int64_t demand;
    uint64_t facts; /* that its demand looks at */
    wb_claim claim;
} wb_condition;

typedef struct wb_rate {
    const char *id;
    int64_t demand; /* WB_NO_DEMAND: always */
    uint64_t facts;
    int64_t rate; /* hundredths of a percent */
    wb_claim claim;
} wb_rate;

typedef struct wb_ceiling {
    bool given;
    int64_t cents;
    wb_claim claim;
} wb_ceiling;

struct wb_support {
    wb_json document;
    wb_text canonical;
    char hash[65];
    const char *id;
    const char *measure;
    const char *version;
    bool historical;
    wb_bound from;
    wb_bound until;
    wb_fact facts[WB_MAX_FACTS];
    size_t n_facts;
    wb_demand *demands;
    size_t n_demands;
    wb_condition *conditions;
    size_t n_conditions;
    wb_rate *rates;
    size_t n_rates;
    wb_ceiling ceiling;
};

extern const char *const wb_fact_type_names[];

/* ---- reading, part by part; `at` is the root of the document ---- */

wb_status wb_support_read_facts(wb_support *made, const wb_json_at *at, wb_error *err);
wb_status wb_support_read_conditions(wb_support *made, const wb_json_at *at,
                                     wb_error *err);
wb_status wb_support_read_rates(wb_support *made, const wb_json_at *at, wb_error *err);
wb_status wb_support_read_ceiling(wb_support *made, const wb_json_at *at, wb_error *err);
wb_status wb_support_read_period(wb_support *made, const wb_json_at *at, wb_error *err);
/* A demand and those in it: its place in made->demands, and the facts it looks at. */
wb_status wb_support_read_demand(wb_support *made, const wb_json_at *at, int64_t *demand,
                                 uint64_t *facts, wb_error *err);
/* An object with a text in Dutch and one in English. */
wb_status wb_support_read_texts(const wb_json_at *at, const char *key, bool required,
                                wb_error *err);

/* The fact with this id, or n_facts. */
size_t wb_support_find_fact(const wb_support *support, const char *id);
/* Place of a value in a choice, or WB_MAX_VALUES. */
size_t wb_fact_find_value(const wb_fact *fact, const char *text, size_t length);

/* Parse "YYYY-MM-DD": WB_E_ARG naming it. NULL: *given is false. */
wb_status wb_support_date(const char *text, bool *given, int32_t *day, wb_error *err);

#endif
