/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WERKBAAR_TOOLS_NOTE_H
#define WERKBAAR_TOOLS_NOTE_H

#include <werkbaar/werkbaar.h>

/* Say in a frame's metadata what its data are ("note"; and "synthetic": true when the
 * note starts with SYNTHETIC), beside what is there. NULL: nothing changes. */
wb_status cli_note_set(wb_frame *frame, const char *note, wb_error *err);

/* What is made of rows that were read elsewhere: the note, when its metadata say that any
 * of them were made up, else NULL. */
const char *cli_note_of(const wb_frame *frame);

/* Is it one line of UTF-8, that a comment in a file can hold? */
int cli_note_is_line(const char *note);

/* Does a note say that the data were made up? */
int cli_note_is_synthetic(const char *note);

#endif
