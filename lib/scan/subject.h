/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a scan asks and keeps of its questionnaire. This is all that the scan knows of
 * questionnaires; its file has the same members, so that pages need nothing else. */
#ifndef WB_LIB_SCAN_SUBJECT_H
#define WB_LIB_SCAN_SUBJECT_H

#include "base/json.h"

#include <werkbaar/compose.h>

/* Members of `about`, which docs/formats/scan.md describes: questionnaire, themes,
 * indicators, checks, notices. */
typedef struct wb_subject {
    json_t *about;
    wb_instrument *person; /* NULL: nothing is asked of persons */
    wb_names questions;    /* to persons: ids of all items */
} wb_subject;              /* starts as {0}; wb_subject_free() when done */

wb_status wb_subject_init(wb_subject *subject, const wb_questionnaire *questionnaire,
                          wb_error *err);
/* Parts of that: the member `indicators`, and behind them the composites of persons. */
wb_status wb_subject_put_indicators(json_t *about, const wb_questionnaire *questionnaire,
                                    wb_error *err);
wb_status wb_subject_put_composites(json_t *about, const wb_questionnaire *questionnaire,
                                    wb_error *err);
void wb_subject_free(wb_subject *subject);

/* Whose figures are made: an indicator of persons, or the share with a problem on any of
 * the parts of a none_of composite. Borrowed from `indicators` of the file. */
typedef struct wb_measure {
    const json_t *json;
    const char *id;
    const char *theme;   /* NULL: of no theme, a composite */
    const json_t *parts; /* of a composite: ids; else NULL */
    bool acute;          /* has an acute cut-off */
    bool sensitive;
    bool conditional; /* some of its questions are not asked of everybody */
} wb_measure;

typedef struct wb_measures {
    wb_measure *items;
    size_t n;
} wb_measures; /* starts as {0}; wb_measures_free() when done */

/* Check the members of a file; `root` is its root. */
wb_status wb_subject_check(const wb_json_at *root, wb_error *err);
/* Those of persons, from members that were checked. */
wb_status wb_measures_init(wb_measures *measures, const json_t *about, wb_error *err);
void wb_measures_free(wb_measures *measures);

/* The hash of the questionnaire that members are of. */
const char *wb_subject_hash(const json_t *about);
/* Whether a member of a list, an indicator, a check or a row of records, is of a unit;
 * and whether any indicator is. */
bool wb_subject_is_of(const json_t *item, const char *unit);
bool wb_subject_measures(const json_t *about, const char *unit);

/* The indicator or check (`list`) of a unit with this id; NULL when there is none. */
const json_t *wb_subject_find(const json_t *about, const char *list, const char *unit,
                              const char *id);

/* The theme with this id in checked members, NULL when there is none. */
const json_t *wb_subject_theme(const json_t *about, const char *id);

#endif
