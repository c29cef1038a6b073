/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Coarsened tallies of companies, put together: docs/formats/pool.md. */
#ifndef WB_LIB_SCAN_POOL_H
#define WB_LIB_SCAN_POOL_H

#include "base/json.h"
#include "scan/cells.h"

#include <werkbaar/scan.h>

/* Fewest answers in a cell and fewest companies in a figure, whatever is asked. */
enum { WB_POOL_MIN_N = 5, WB_POOL_MIN_COMPANIES = 5 };

/* NULL-terminated, from small to large. */
extern const char *const wb_staff_classes[];
int32_t wb_staff_class_of(int64_t staff);

/* What a company did with a measure. */
extern const char *const wb_measure_states[];

/* A cell of a company: who answered, and of them those with a problem. */
typedef struct wb_pool_count {
    int32_t company;
    int32_t cell;
    int64_t n, problem;
} wb_pool_count;

typedef struct wb_pool_choice {
    int32_t company;
    int32_t choice;
} wb_pool_choice;

typedef struct wb_pool_company {
    char *name;
    int32_t staff_class;
} wb_pool_company;

struct wb_pool {
    char *questionnaire; /* hash; NULL before the first company */
    bool synthetic;
    json_t *fingerprints; /* of each indicator */
    wb_pool_company *companies;
    size_t n_companies;
    wb_pool_count *counts; /* by company */
    size_t n_counts;
    wb_pool_choice *choices;
    size_t n_choices;
    wb_keys *cells;    /* "indicator LF group", of everyone without group */
    wb_keys *measures; /* "measure LF state" */
};

/* The two parts of a key with a line feed. */
wb_span wb_key_first(wb_span key);
wb_span wb_key_second(wb_span key); /* missing when empty */

/* A pool file that was read and checked by itself; texts belong to the document. */
typedef struct wb_contribution {
    wb_json document;
    const char *company, *questionnaire;
    int32_t staff_class;
    bool synthetic;
    size_t n_counts; /* over all indicators */
} wb_contribution;   /* starts as {0}; wb_json_close() of the document when done */
wb_status wb_contribution_read(wb_contribution *made, wb_reader *reader, wb_error *err);

/* What a company leaves a pool. */
typedef struct wb_pooled_company {
    const char *company, *questionnaire;
    int64_t staff, min_n;
    bool synthetic;
    const wb_names *breakdowns; /* ids of hierarchies */
    const wb_frame *measures;   /* measure, status; NULL: none */
} wb_pooled_company;
wb_status wb_pool_tell(const wb_cells *cells, const wb_pooled_company *of,
                       wb_writer *writer, wb_error *err);

/* ---- figures ---- */

/* What is said of one cell of a pool. */
typedef enum wb_pooled_status {
    WB_POOLED_OK,
    WB_POOLED_TOO_FEW,
    WB_POOLED_DOMINANCE,
    WB_POOLED_LEFT_OVER
} wb_pooled_status;
const char *wb_pooled_status_name(wb_pooled_status status);

typedef struct wb_pooled_cell {
    int64_t companies, n, problem;
    int64_t largest, second; /* n of the largest companies */
    int64_t overlap;         /* n of the company that asks; 0: none */
    wb_pooled_status status;
} wb_pooled_cell;

typedef struct wb_pool_rules {
    int64_t min_companies;
    double dominance;
} wb_pool_rules;
/* One company more. */
void wb_pooled_add(wb_pooled_cell *cell, int64_t n, int64_t problem);
/* Whether a company is of a staff class; -1: of any. */
bool wb_pool_takes(const wb_pool *pool, int32_t staff_class, int32_t company);
/* Which of the cells may be shown; cells[i] is of key i, of the companies of a staff
 * class, order that of the keys. */
wb_status wb_pool_hide(const wb_pool *pool, int32_t staff_class, wb_pooled_cell *cells,
                       const int32_t *order, const wb_pool_rules *rules, wb_error *err);

/* With defaults filled in. */
wb_status wb_pool_read_options(wb_pool_options *ours, const wb_pool_options *theirs,
                               wb_error *err);

#endif
