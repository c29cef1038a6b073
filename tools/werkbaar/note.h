/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WERKBAAR_TOOLS_NOTE_H
#define WERKBAAR_TOOLS_NOTE_H

#include <werkbaar/werkbaar.h>

/* Say in a frame's metadata what its data are ("note"; and "synthetic": true when the
 * note starts with SYNTHETIC), beside what is there. NULL: nothing changes. */
wb_status cli_note_set(wb_frame *frame, const char *note, wb_error *err);

/* Is it one line of UTF-8, that a comment in a file can hold? */
int cli_note_is_line(const char *note);

/* Does a note say that the data were made up? */
int cli_note_is_synthetic(const char *note);

#endif
