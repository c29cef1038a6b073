/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Answers on their way in: which columns of a file are which, and what stands in them. */
#ifndef WB_LIB_COMPOSE_IMPORT_H
#define WB_LIB_COMPOSE_IMPORT_H

#include "compose/form.h"

#include "base/names.h"

typedef enum wb_import_tool {
    WB_IMPORT_CSV,
    WB_IMPORT_LIMESURVEY,
    WB_IMPORT_XLSFORM
} wb_import_tool;

/* The file, all of it text, and where in it what is kept stands. */
typedef struct wb_import {
    const wb_form *form;
    wb_import_tool tool;
    wb_names keep; /* columns that stay, besides the questions */
    wb_frame *file;
    int64_t *asked; /* column of each question, -1 while not found */
    int64_t *kept;  /* column of each name of `keep`, -1 while not found */
    int64_t hash;   /* column of the hash, or -1 */
    int64_t lists;  /* column of that of the lists, or -1 */
    int32_t *codes; /* row by row, a code per question */
} wb_import;

enum { WB_NO_CODE = INT32_MIN };

/* Whose names columns and answers have; in a file of our own answers have those of
 * XLSForm. */
wb_form_tool wb_import_names(wb_import_tool tool);

/* Whether a tool adds this column itself: who answered, when, from where, how long. */
bool wb_import_is_known(wb_import_tool tool, const char *column);

/* Find a place for every column; refuse what has none. */
wb_status wb_import_columns(wb_import *import, wb_error *err);

/* Read every answer; what was skipped by rule is no answer. */
wb_status wb_import_answers(wb_import *import, wb_error *err);

/* The frame: rows in the order of what stands in them, not in that of the file. */
wb_status wb_import_frame(const wb_import *import, wb_frame **out, wb_error *err);

#endif
