/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What has to be said about the answers. */
#ifndef WB_LIB_MONITOR_NOTES_H
#define WB_LIB_MONITOR_NOTES_H

#include "base/base.h"

/* In the order of wb_note_kind_names. */
typedef enum wb_note_kind {
    WB_NOTE_ITEM_MISSING,
    WB_NOTE_VARIABLE_MISSING,
    WB_NOTE_TOPIC_MISSING,
    WB_NOTE_NO_ANSWERS,
    WB_NOTE_ONE_WAVE,
    WB_NOTE_OTHER_WAVE,
    WB_NOTE_OTHER_LABEL,
    WB_NOTE_KINDS
} wb_note_kind;
extern const char *const wb_note_kind_names[];

/* NULL: about all, or none. */
typedef struct wb_note {
    wb_note_kind kind;
    char *wave;
    char *source;
    char *variable;
    char *category;
} wb_note;

typedef struct wb_notes {
    wb_note *items;
    size_t n;
    size_t room;
} wb_notes; /* starts as {0} */

wb_status wb_notes_add(wb_notes *notes, const wb_note *like, wb_error *err);
wb_status wb_notes_copy(const wb_notes *notes, wb_notes *out, wb_error *err);
void wb_notes_cut(wb_notes *notes, size_t n);
void wb_notes_free(wb_notes *notes);

#endif
