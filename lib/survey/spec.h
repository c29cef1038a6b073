/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What survey knows about a specification beyond the public header. */
#ifndef WB_LIB_SURVEY_SPEC_H
#define WB_LIB_SURVEY_SPEC_H

#include "base/base.h"

#include <werkbaar/survey.h>

enum { WB_HASH_CHARS = 65 };

/* A list of texts that grows. Starts as {0}. */
typedef struct wb_names {
    char **items;
    size_t count;
} wb_names;

typedef struct wb_estimand {
    int32_t statistic;
    char *variable;
} wb_estimand;

typedef struct wb_categories {
    char *column;
    wb_names names;
} wb_categories;

struct wb_spec {
    char *weights; /* NULL: all 1 */
    wb_names strata;
    wb_estimand *estimands;
    size_t n_estimands;
    wb_names *breakdowns; /* none: one breakdown without columns */
    size_t n_breakdowns;
    wb_categories *categories;
    size_t n_categories;
};

/* Position of a name, or count when it is not there. */
size_t wb_names_find(const wb_names *names, const char *name);
wb_status wb_names_add(wb_names *names, const char *name, wb_error *err);
void wb_names_free(wb_names *names);

wb_status wb_spec_copy(const wb_spec *spec, wb_spec **out, wb_error *err);
/* Canonical JSON, and its SHA-256 in hexadecimal. */
wb_status wb_spec_canonical(const wb_spec *spec, wb_text *json, wb_error *err);
wb_status wb_spec_hash(const wb_spec *spec, char hash[WB_HASH_CHARS], wb_error *err);
/* Declared categories of a column, or NULL. */
const wb_names *wb_spec_declared(const wb_spec *spec, const char *column);

/* "mean", "total", "proportion"; NULL for another number. */
const char *wb_statistic_name(int32_t statistic);

#endif
