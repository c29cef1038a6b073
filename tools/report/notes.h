/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the answers of a monitor lack, in few lines: one for all that the same can be said
 * of, in the same waves. */
#ifndef WERKBAAR_TOOLS_NOTES_H
#define WERKBAAR_TOOLS_NOTES_H

#include "arena.h"
#include "report.h"

typedef struct wbr_note {
    const char *text;   /* what is said, as a sentence without full stop */
    const char *what;   /* of what: ids, with the group where it is of one */
    const char *waves;  /* in which: "2016, 2019", "alle golven" */
    const char *source; /* the file, where no wave tells; "": none */
} wbr_note;

/* The lines live in `memory`. */
wb_status wbr_notes_make(const wbr_model *model, wbr_language language, arena *memory,
                         wbr_note **notes, size_t *n, wb_error *err);

#endif
