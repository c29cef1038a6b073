/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the pages about a scan share: where a figure stands, and how it is written. */
#ifndef WERKBAAR_TOOLS_SCAN_VIEW_H
#define WERKBAAR_TOOLS_SCAN_VIEW_H

#include "cells.h"
#include "scan_page.h"

enum { SCAN_MOST_FINDINGS = 10 }; /* of each direction, on the page */

typedef struct scan_view {
    page p;
    const wbr_scan *scan;
    arena texts;
    int64_t n_groups, n_themes; /* rows of the tables; results: groups times themes */
    int *is_shown;              /* by theme; see scan_theme_is_shown() */
} scan_view;

/* WB_E_CONFLICT for tables that are not of one scan. */
wb_status scan_open(scan_view *v, const wbr_scan *scan, wb_writer *writer, wb_error *err);
void scan_close(scan_view *v);

const char *scan_text(scan_view *v, const wb_frame *frame, const char *column,
                      int64_t row);
const char *scan_either(const scan_view *v, const char *nl, const char *en);
void scan_say(scan_view *v, const char *nl, const char *en);

/* The row of results (and of differences) of a group and a theme, both rows of theirs. */
int64_t scan_row(const scan_view *v, int64_t group, int64_t theme);
/* The row of a table in which a text column holds this, -1: none. */
int64_t scan_find(const wb_frame *frame, const char *column, const char *text);
/* What people call the indicator in that row of themes: the theme, and where a theme has
 * more than one the indicator behind it. */
const char *scan_theme(scan_view *v, int64_t theme);
/* The same where the figure beside it is of those with a problem: of workable work, which
 * is having none of several problems, that they have at least one. */
const char *scan_problem(scan_view *v, int64_t theme);
const char *scan_problem_of(scan_view *v, const char *indicator);
/* What people call a group, below those it is in: "Production › Night shift". "" and
 * "all": everyone. */
const char *scan_group(scan_view *v, const char *path);
/* What a reference is called, as its first row says; what the library calls a pool that
 * has no name of its own, in the page's language. */
const char *scan_source(scan_view *v, const wb_frame *reference, const char *column);
/* The rows of themes that are of sensitive matters, or of the whole alone, are left out
 * of tables by group when every group hides them. */
int scan_theme_is_shown(const scan_view *v, int64_t theme);

/* Can somebody have this problem acutely, so that there is a red light? Of having one of
 * several problems: if any of them can be. */
int scan_has_acute(const scan_view *v, int64_t theme);
int scan_any_acute(const scan_view *v);

/* Does the scan say that something in it is not validated or verified? */
int scan_is_preset(const scan_view *v);

/* ---- markup ---- */

void scan_style(page *p);
void scan_heading(scan_view *v, const char *id, const char *nl, const char *en);
void scan_paragraph(scan_view *v, const char *nl, const char *en);
void scan_td_count(scan_view *v, const wb_frame *frame, const char *column, int64_t row);
/* A share as a whole percentage with its sign: 43 %. */
void scan_percent(scan_view *v, double share);
/* "[lower; upper]" of shares as percentages. */
void scan_interval(scan_view *v, double lower, double upper);
/* The mark of what is hidden, for eyes and for who listens. */
void scan_hidden(scan_view *v);
/* The last entry of a key, which is that of what is hidden. */
void scan_key_end(scan_view *v);

/* ---- sections ---- */

void section_scan_response(scan_view *v);
void section_scan_lights(scan_view *v);
void section_scan_certainty(scan_view *v);
void section_scan_groups(scan_view *v);
void section_scan_differences(scan_view *v);
void section_scan_findings(scan_view *v);
void section_scan_measures(scan_view *v);
void section_scan_records(scan_view *v);
void section_scan_guide(scan_view *v);
void section_scan_benchmark(scan_view *v);
void section_scan_method(scan_view *v);

#endif
