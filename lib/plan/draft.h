/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A draft-actions frame, row by row. docs/formats/draft-actions.md has its columns. */
#ifndef WB_LIB_PLAN_DRAFT_H
#define WB_LIB_PLAN_DRAFT_H

#include "frame/frame.h"
#include "plan/record.h"

typedef enum wb_draft_column {
    WB_DRAFT_SCAN,
    WB_DRAFT_FINDING,
    WB_DRAFT_MEASURE,
    WB_DRAFT_THEME,
    WB_DRAFT_GROUP,
    WB_DRAFT_TITLE_NL,
    WB_DRAFT_TITLE_EN,
    WB_DRAFT_KIND,
    WB_DRAFT_LEVELS,
    WB_DRAFT_INDICATOR,
    WB_DRAFT_UNIT,
    WB_DRAFT_FROM_DATE,
    WB_DRAFT_DATE,
    WB_DRAFT_STATUS,
    WB_DRAFT_VALUE, /* numbers from here on */
    WB_DRAFT_TARGET,
    WB_DRAFT_N,
    WB_N_DRAFT_COLUMNS
} wb_draft_column;

/* A column at -1 is not there. */
typedef struct wb_drafts {
    const wb_frame *frame;
    int64_t at[WB_N_DRAFT_COLUMNS];
} wb_drafts;

/* WB_E_DATA for a column that is missing, unknown or of the wrong type. */
wb_status wb_drafts_init(wb_drafts *drafts, const wb_frame *frame, wb_error *err);

/* A cell as text: NULL when missing, else to be freed with wb_release(). */
wb_status wb_draft_text(const wb_drafts *drafts, wb_draft_column column, int64_t row,
                        char **text, wb_error *err);
double wb_draft_number(const wb_drafts *drafts, wb_draft_column column, int64_t row);

/* The status: WB_E_DATA for another word than ok and hidden, and for numbers in a hidden
 * row. */
wb_status wb_draft_hidden(const wb_drafts *drafts, int64_t row, bool *hidden,
                          wb_error *err);

/* Where an action comes from, and the id that follows from that. */
typedef struct wb_draft_origin {
    char *scan, *finding, *measure; /* measure may be NULL */
    char id[32];
} wb_draft_origin; /* starts as {0}; wb_draft_origin_free() when done */
wb_status wb_draft_origin_read(const wb_drafts *drafts, int64_t row,
                               wb_draft_origin *origin, wb_error *err);
void wb_draft_origin_free(wb_draft_origin *origin);

/* The action of a row, checked: a new reference. */
wb_status wb_draft_action(const wb_drafts *drafts, int64_t row,
                          const wb_draft_origin *origin, json_t **action, wb_error *err);

#endif
