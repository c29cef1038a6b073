/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Measures beside findings, and draft actions of them. */
#ifndef WB_LIB_SCAN_SUGGEST_H
#define WB_LIB_SCAN_SUGGEST_H

#include "scan/findings.h"

/* What a catalogue has, in the language of the reader and in both of plans. */
typedef struct wb_inspiration {
    const wb_frame *measures;        /* texts in the language */
    const wb_frame *dutch, *english; /* the same rows */
    const wb_frame *themes;          /* theme, title in the language; NULL: ids alone */
} wb_inspiration;

/* The frame of wb_scan_suggest(): at most `most` measures for each problem. */
wb_status wb_suggest(const wb_findings *findings, const wb_inspiration *from,
                     int32_t most, bool dutch, wb_frame **out, wb_error *err);

/* The frame of docs/formats/draft-actions.md. Titles in Dutch, English or both. */
wb_status wb_draft_suggestions(const wb_findings *findings, const wb_frame *suggestions,
                               bool dutch, bool english, wb_frame **out, wb_error *err);

#endif
