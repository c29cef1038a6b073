/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A scan: what its file says, laid out. Every way to a scan, running too, leads through
 * reading the file, so that a scan never holds more than its file does (but for the
 * audit, which one that was just run has beside it). */
#ifndef WB_LIB_SCAN_SCAN_H
#define WB_LIB_SCAN_SCAN_H

#include "scan/places.h"
#include "scan/subject.h"

typedef enum wb_shown { WB_CELL_OK, WB_CELL_NO_ACUTE, WB_CELL_HIDDEN } wb_shown;
/* Their words: ok, no_acute, hidden. */
extern const char *const wb_shown_names[];

/* A row of what may be shown; a number that is not there is WB_NOWHERE. */
typedef struct wb_released {
    wb_shown shown;
    int64_t n;
    int64_t problem;
    int64_t acute;
} wb_released;

struct wb_scan {
    wb_json document;
    wb_text canonical;
    char hash[65];
    const char *id;
    const char *release;
    bool too_small;
    bool synthetic;
    bool no_fpc;
    bool rules_only; /* WB_PROTECT_RULES */
    double level;
    wb_organisation *organisation;
    wb_places layout;
    wb_measures measures;
    wb_released
        *released; /* [place * (measures.n + 1) + column]; column 0: who answered */
    wb_ledger *ledger;
    wb_frame *audit; /* NULL: it was read */
};

static inline const wb_released *wb_scan_at(const wb_scan *scan, size_t place,
                                            size_t column)
{
    return &scan->released[place * (scan->measures.n + 1) + column];
}

/* ---- scan_released.c: the member `released` of the file ---- */

wb_status wb_released_read(wb_scan *made, const wb_json_at *root, wb_error *err);
/* What disclosure control gave, as that member. */
wb_status wb_released_put(json_t *root, const wb_places *layout,
                          const wb_measures *measures, const wb_frame *released,
                          wb_error *err);
/* The ledger says what the rows say. */
wb_status wb_released_check_ledger(const wb_scan *made, const wb_json_at *root,
                                   wb_error *err);

/* ---- run.c: the seam behind which questionnaires are ---- */

wb_status wb_scan_make(const wb_subject *subject, const wb_organisation *organisation,
                       const wb_frame *answers, const wb_scan_options *options,
                       const wb_run *run, wb_scan **out, wb_error *err);

/* ---- records.c: the members `records` and `checklists` of the file ---- */

wb_status wb_records_check(const wb_json_at *root, wb_error *err);

/* ---- scan_read.c ---- */

/* The scan that a document says, by way of its canonical bytes. */
wb_status wb_scan_of(const json_t *root, wb_scan **out, wb_error *err);

#endif
