/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Memory that is freed all at once, for structures of many small parts. */
#ifndef WERKBAAR_TOOLS_ARENA_H
#define WERKBAAR_TOOLS_ARENA_H

#include <werkbaar/werkbaar.h>

typedef struct arena {
    struct arena_block *first;
} arena;

/* Zeroed room for n things of `size` bytes; NULL when there is no memory. */
void *arena_new(arena *a, size_t n, size_t size);
/* A copy of `length` bytes of text with a NUL behind it; NULL when there is no memory. */
char *arena_text(arena *a, const char *text, size_t length);
void arena_free(arena *a);

/* Fill in `err` for a failed allocation and return WB_E_NOMEM. */
wb_status arena_failed(wb_error *err);

/* A cell of any type as text, an empty one when it is missing; NULL: no memory. */
char *arena_cell(arena *a, const wb_frame *frame, size_t column, int64_t row);

#endif
