/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A part of a questionnaire in every language at once, and its cells as JSON. */
#ifndef WB_LIB_SCAN_GATHER_H
#define WB_LIB_SCAN_GATHER_H

#include "base/json.h"
#include "scan/lookup.h"

#include <werkbaar/compose.h>

/* Those that a scan keeps texts in. */
enum { WB_N_LANGUAGES = 3 };
extern const char *const wb_languages[];

/* Rows are the same in each, texts differ. Only those are there that the questionnaire is
 * in; the first always is, in the language that takes its place. */
typedef struct wb_gather {
    wb_frame *frames[WB_N_LANGUAGES];
    bool is_in[WB_N_LANGUAGES];
    int64_t n;
} wb_gather; /* starts as {0}; wb_gather_close() when done */

/* Which of them a questionnaire is in; the first when it is in none. */
void wb_gather_languages(const wb_questionnaire *questionnaire,
                         bool is_in[WB_N_LANGUAGES]);

wb_status wb_gather_open(wb_gather *s, const wb_questionnaire *questionnaire,
                         const char *part, wb_error *err);
void wb_gather_close(wb_gather *s);

/* A text of a row; missing when its column is not there, too. */
wb_span wb_gather_cell(const wb_frame *frame, const char *name, int64_t row);
bool wb_gather_says(const wb_frame *frame, const char *name, int64_t row,
                    const char *word);

/* Put a text, or true: nothing is put where there is none. */
wb_status wb_gather_text(json_t *object, const char *key, const wb_frame *frame,
                         const char *name, int64_t row, wb_error *err);
wb_status wb_gather_flag(json_t *object, const char *key, const wb_frame *frame,
                         int64_t row, wb_error *err);
/* Texts by language: into an object, or as one of its members. */
wb_status wb_gather_fill(json_t *words, const wb_gather *s, const char *name, int64_t row,
                         wb_error *err);
wb_status wb_gather_words(json_t *object, const char *key, const wb_gather *s,
                          const char *name, int64_t row, wb_error *err);

#endif
