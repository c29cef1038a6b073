/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/moves.h"

/* A change in a row is a small whole number. */
enum { NO_CHANGE_KNOWN = INT8_MIN };

static bool is_there(const wb_block *block, int32_t i)
{
    return block->present == NULL || block->present[i];
}

typedef struct two_blocks {
    wb_block_scratch moved;
    wb_block_scratch base;
} two_blocks;

static wb_status subtract(const wb_frame *scored, size_t moved, size_t base,
                          two_blocks *scratch, int8_t *changes, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n_rows = wb_frame_row_count(scored);
    wb_block a, b;

    for (int64_t first = 0; first < n_rows; first += WB_BLOCK_ROWS) {
        int64_t left = n_rows - first;
        int32_t n = left < WB_BLOCK_ROWS ? (int32_t)left : WB_BLOCK_ROWS;
        WB_TRY(wb_frame_block(scored, moved, first, n, WB_BLOCK_DOUBLE, &scratch->moved,
                              &a, err));
        WB_TRY(wb_frame_block(scored, base, first, n, WB_BLOCK_DOUBLE, &scratch->base, &b,
                              err));
        for (int32_t i = 0; i < n; i++)
            changes[first + i] = is_there(&a, i) && is_there(&b, i)
                                     ? (int8_t)(a.doubles[i] - b.doubles[i])
                                     : NO_CHANGE_KNOWN;
    }
done:
    return st;
}

static wb_status add_change(const wb_moved_measure *measure, wb_frame *scored,
                            two_blocks *scratch, wb_error *err)
{
    wb_status st = WB_OK;
    size_t moved, base;
    wb_column column = WB_COLUMN_INIT;
    int8_t *changes = wb_allocate((size_t)wb_frame_row_count(scored), 1);

    if (changes == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_frame_require(scored, measure->moved, "light", &moved, err));
    WB_TRY(wb_frame_require(scored, measure->base, "light", &base, err));
    WB_TRY(subtract(scored, moved, base, scratch, changes, err));
    column.type = WB_TYPE_INT8;
    column.flags = WB_COLUMN_SENTINEL;
    column.sentinel = NO_CHANGE_KNOWN;
    column.values = changes;
    column.release = wb_release;
    column.user = changes;
    WB_TRY(wb_frame_add_trusted(scored, measure->change, &column, err));
    changes = NULL;
done:
    wb_release(changes);
    return st;
}

wb_status wb_moves_add_changes(const wb_moves *moves, wb_frame *scored, wb_error *err)
{
    wb_status st = WB_OK;
    two_blocks *room = wb_resize(NULL, 1, sizeof *room);

    if (room == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < moves->n_measures; i++) {
        const wb_moved_measure *measure = &moves->measures[i];
        if (measure->change[0] != '\0' && measure->moved[0] != '\0')
            WB_TRY(add_change(measure, scored, room, err));
    }
done:
    wb_release(room);
    return st;
}
