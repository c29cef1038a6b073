/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A walk through the dictionary of a SAV file: its bytes are taken piece after piece, and
 * kept. A piece that is not all there is refused. */
#ifndef WB_LIB_IO_SAV_WALK_H
#define WB_LIB_IO_SAV_WALK_H

#include "io/sav.h"

enum { WB_SAV_HEADER_BYTES = 176, WB_SAV_MAX_BYTES = 64 << 20 };

typedef struct wb_sav_walk {
    wb_sav_head *head;
    wb_reader *reader;
    size_t seen; /* bytes taken, also those that were left out again */
    wb_error *err;
} wb_sav_walk;

/* "'answers.sav' ...", at the place where it is. */
wb_status wb_sav_fail(const wb_sav_walk *w, wb_status status, const char *what);

/* Take n bytes more, behind those that are there. */
wb_status wb_sav_take(wb_sav_walk *w, size_t n);
wb_status wb_sav_take_u32(wb_sav_walk *w, uint32_t *value);
/* Where the last `back` bytes begin, until more is taken. */
const unsigned char *wb_sav_at(const wb_sav_walk *w, size_t back);

/* Numbers in the byte order of the file. */
uint32_t wb_sav_u32(const wb_sav_walk *w, const unsigned char *bytes);
uint64_t wb_sav_u64(const wb_sav_walk *w, const unsigned char *bytes);
/* A short name of at most 8 bytes, without the spaces behind it. */
void wb_sav_copy_name(char name[9], const unsigned char *from, size_t length);

/* Of the last n bytes. The header counts as one piece, however it was read. */
void wb_sav_add_to_fingerprint(wb_sav_walk *w, size_t n);

/* A record of type 7, its type taken; left out again when nobody needs it. */
wb_status wb_sav_read_extension(wb_sav_walk *w);

#endif
