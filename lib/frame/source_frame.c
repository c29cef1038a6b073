/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The source that cuts one frame in slices. */
#include "frame/column.h"

typedef struct slices {
    wb_frame *frame;
    int64_t chunk_rows;
    int64_t next_row;
    bool ended;
} slices;

/* A frame without rows is handed out once too, so that its columns are seen. */
static wb_status next_slice(void *user, wb_frame **out, wb_error *err)
{
    slices *from = user;
    int64_t left = from->frame->n_rows - from->next_row;
    int64_t n = left < from->chunk_rows ? left : from->chunk_rows;
    wb_status st;

    *out = NULL;
    if (from->ended)
        return WB_OK;
    WB_TRY(wb_frame_slice(from->frame, from->next_row, n, out, err));
    from->next_row += n;
    from->ended = n == left;
done:
    return st;
}

static int32_t rewind_slices(void *user)
{
    slices *from = user;

    from->next_row = 0;
    from->ended = false;
    return 0;
}

static void close_slices(void *user)
{
    slices *from = user;

    wb_frame_free(from->frame);
    wb_release(from);
}

static wb_status range_of_frame(void *user, int64_t first, int64_t n, wb_frame **out,
                                wb_error *err)
{
    const slices *from = user;

    return wb_frame_slice(from->frame, first, n, out, err);
}

static wb_status columns_of_frame(void *user, wb_frame **out, wb_error *err)
{
    const slices *from = user;

    return wb_frame_slice(from->frame, 0, 0, out, err);
}

wb_status wb_source_from_frame(const wb_frame *frame, int64_t chunk_rows, wb_source **out,
                               wb_error *err)
{
    wb_source_ops ops = {next_slice, rewind_slices,   close_slices, range_of_frame,
                         0,          columns_of_frame};
    slices *from = NULL;
    wb_status st;

    if (out != NULL)
        *out = NULL;
    if (frame == NULL || out == NULL || chunk_rows < 0)
        return wb_fail(
            err, WB_E_ARG,
            "a source needs a frame, chunks of 0 or more rows and a place to go");
    from = wb_allocate(1, sizeof *from);
    if (from == NULL)
        return wb_fail_nomem(err);
    from->chunk_rows = chunk_rows == 0 ? INT64_MAX : chunk_rows;
    ops.total_rows = frame->n_rows;
    WB_TRY(wb_frame_slice(frame, 0, frame->n_rows, &from->frame, err));
    WB_TRY(wb_source_new_ops(&ops, from, out, err));
    from = NULL;
done:
    if (from != NULL)
        close_slices(from);
    return st;
}
