/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Pages about a company's scan: all that may be shown, and one sheet for the work floor.
 * Made of released tables alone. No ABI promise; part of the tools. */
#ifndef WERKBAAR_TOOLS_SCAN_PAGE_H
#define WERKBAAR_TOOLS_SCAN_PAGE_H

#include "report.h"

/* What a scan says of itself beside its tables. */
typedef struct wbr_scan_facts {
    const char *title;         /* of the organisation */
    const char *questionnaire; /* its title */
    const char *from, *until;  /* YYYY-MM-DD; NULL: not known */
    const char *id, *hash, *release;
    int64_t staff, min_n;
    double level;   /* of the intervals */
    int earlier;    /* the ledger holds an earlier report on the same answers */
    int rules_only; /* protected is what a rule hides (WB_PROTECT_RULES) */
    int synthetic;  /* the answers are made up */
    int too_small;  /* fewer than min_n answered: there are no figures */
} wbr_scan_facts;

/* Tables as wb_scan_table() and its companions make them, in the page's language. */
typedef struct wbr_scan {
    wbr_scan_facts facts;
    const wb_frame *groups, *themes, *response, *results;
    const wb_frame *records, *checklists, *guide, *method;
    const wb_frame *hierarchies; /* `hierarchy`, `title` */
    const wb_frame
        *differences; /* of wb_scan_compare(); NULL: nothing to hold it against */
    const wb_frame *findings, *suggestions; /* NULL: none were looked for */
    const wb_frame *inside;    /* findings beside the rest of the organisation, where
                                  `findings` are beside a reference; NULL: none */
    const wb_frame *actions;   /* of the plan that suggestions name; NULL: not known */
    const wb_frame *benchmark; /* of a pool, for a scan without figures; NULL: none */
    wbr_language language;
} wbr_scan;

/* Response, lights, groups by themes, differences, findings, measures, records, method.
 */
wb_status wbr_scan_write(const wbr_scan *scan, wb_writer *writer, wb_error *err);

/* One sheet of paper: what was asked, how many answered, the themes with the
 * most and the fewest problems, what happens next. */
wb_status wbr_floor_write(const wbr_scan *scan, wb_writer *writer, wb_error *err);

/* Questions to talk about, without any scan: the facts' title and questionnaire, and the
 * guide. */
wb_status wbr_guide_write(const wbr_scan *guide, wb_writer *writer, wb_error *err);

#endif
