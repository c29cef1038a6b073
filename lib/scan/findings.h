/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What stands out: docs/formats/findings.md. */
#ifndef WB_LIB_SCAN_FINDINGS_H
#define WB_LIB_SCAN_FINDINGS_H

#include "scan/cells.h"
#include "scan/reference.h"

/* The columns of a findings frame, in the order they are written. */
typedef enum wb_finding_column {
    WB_FINDING_ID,
    WB_FINDING_SCAN,
    WB_FINDING_GROUP,
    WB_FINDING_TITLE,
    WB_FINDING_THEME,
    WB_FINDING_INDICATOR,
    WB_FINDING_DIRECTION,
    WB_FINDING_STATUS,
    WB_FINDING_REFERENCE_KIND,
    WB_FINDING_REFERENCE_SOURCE,
    WB_FINDING_N, /* numbers from here on */
    WB_FINDING_PEOPLE,
    WB_FINDING_SHARE,
    WB_FINDING_LOWER,
    WB_FINDING_UPPER,
    WB_FINDING_REFERENCE,
    WB_FINDING_DIFFERENCE,
    WB_FINDING_DIFFERENCE_LOWER,
    WB_FINDING_DIFFERENCE_UPPER,
    WB_FINDING_P,
    WB_FINDING_P_ADJUSTED,
    WB_FINDING_WEIGHT,
    WB_FINDING_SCORE,
    WB_FINDING_RANK,
    WB_N_FINDING_COLUMNS
} wb_finding_column;
/* With the list's end behind them. */
extern const wb_fill_column wb_finding_columns[WB_N_FINDING_COLUMNS + 1];

typedef enum wb_direction { WB_DIRECTION_NONE, WB_PROBLEM, WB_STRENGTH } wb_direction;
/* NULL for none. */
const char *wb_direction_name(wb_direction direction);

typedef enum wb_found_status {
    WB_FOUND_OK,
    WB_FOUND_UNDECIDED,
    WB_FOUND_NO_REFERENCE,
    WB_FOUND_REFERENCE_HIDDEN,
    WB_FOUND_NO_UNCERTAINTY,
    WB_FOUND_HIDDEN,
    WB_FOUND_STATUSES
} wb_found_status;
const char *wb_found_status_name(wb_found_status status);

/* A cell, and what there is to say of it. Numbers are NaN where missing. */
typedef struct wb_found {
    const wb_cell *cell;
    wb_found_status status;
    wb_direction direction;
    wb_known_share own;
    wb_yardstick yardstick;
    wb_difference difference;
    double p_adjusted, weight, score;
    int64_t people; /* of the cell, whom the score is about */
    int64_t rank;   /* 0: none */
} wb_found;

typedef struct wb_finding_how {
    const char *scan; /* hash */
    double level;     /* of the intervals */
    double fdr;       /* most of the findings that may be chance: 0 to 1 */
    int64_t min_n;    /* fewest people in the rest of the organisation */
} wb_finding_how;

/* Findings of cells against a reference, or (NULL) against the rest of the organisation.
 * weights: theme, weight; NULL: all 1. */
wb_status wb_findings_make(const wb_cells *cells, const wb_frame *reference,
                           const wb_frame *weights, const wb_finding_how *how,
                           wb_frame **out, wb_error *err);

/* p, direction, score and rank of n findings of which difference and weight are known,
 * and their order: what has a rank first. */
wb_status wb_findings_rank(wb_found *found, size_t n, double fdr, wb_error *err);

/* Where the columns of a frame are: -1 where one is not there. */
typedef struct wb_findings {
    const wb_frame *frame;
    int64_t at[WB_N_FINDING_COLUMNS];
} wb_findings;
/* WB_E_DATA for what is not as docs/formats/findings.md says. */
wb_status wb_findings_init(wb_findings *findings, const wb_frame *frame, wb_error *err);
wb_span wb_finding_text(const wb_findings *findings, wb_finding_column column,
                        int64_t row);
double wb_finding_number(const wb_findings *findings, wb_finding_column column,
                         int64_t row);
bool wb_finding_is(const wb_findings *findings, int64_t row, wb_direction direction);

#endif
