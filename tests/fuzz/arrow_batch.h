/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Record batches made of bytes. They keep what the Arrow C data interface asks of memory,
 * since nobody can check it: every buffer is as long as the lengths in its array say, and
 * no longer, so that a sanitizer sees what reads beyond. All else may be a lie: formats,
 * names, numbers of buffers and children, counts of nulls, codes, offsets that run
 * backwards, bytes that are no text, metadata. */
#ifndef WB_FUZZ_ARROW_BATCH_H
#define WB_FUZZ_ARROW_BATCH_H

#include "fuzz.h"

enum { ARROW_COLUMNS = 5, ARROW_ROWS = 9, ARROW_BLOCKS = 128, ARROW_BUFFERS = 5 };

typedef struct arrow_batch {
    struct ArrowArray array, arrays[ARROW_COLUMNS], dictionaries[ARROW_COLUMNS];
    struct ArrowArray *array_list[ARROW_COLUMNS];
    struct ArrowSchema schema, schemas[ARROW_COLUMNS], texts[ARROW_COLUMNS];
    struct ArrowSchema *schema_list[ARROW_COLUMNS];
    const void *buffers[2 * ARROW_COLUMNS + 1][ARROW_BUFFERS];
    void *blocks[ARROW_BLOCKS];
    size_t n_blocks;
    int arrays_released, schemas_released;
} arrow_batch;

/* `batch` stays where it is: what is in it points into it. */
void arrow_batch_make(arrow_batch *batch, fuzz_bytes *bytes);
/* Release what was not moved; then each must have been released once. */
void arrow_batch_end(arrow_batch *batch);

#endif
