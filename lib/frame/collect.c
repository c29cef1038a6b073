/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* All frames of a source as one. */
#include "frame/column.h"

typedef struct collected {
    wb_frame **frames;
    size_t n_frames;
    size_t capacity;
    int64_t n_rows;
    int64_t n_bytes; /* about what the result will take */
} collected;

static void free_collected(collected *all)
{
    for (size_t i = 0; i < all->n_frames; i++)
        wb_frame_free(all->frames[i]);
    wb_release(all->frames);
}

static int64_t text_bytes(const wb_frame *frame, size_t column)
{
    int64_t total = 0;

    for (int64_t row = 0; row < frame->n_rows; row++) {
        size_t length;

        (void)wb_frame_text(frame, column, row, &length);
        total += (int64_t)(length + sizeof(int64_t));
    }
    return total;
}

/* About what the values of a frame take; counted only when there is a limit. */
static int64_t count_bytes(const wb_frame *frame)
{
    int64_t total = 0;

    for (size_t i = 0; i < frame->n_columns; i++) {
        const wb_column_data *data = frame->columns[i].data;
        int64_t width = (int64_t)wb_storage_width(data->storage);

        if (data->type == WB_TYPE_UTF8)
            total += text_bytes(frame, i);
        else
            total += frame->n_rows * (data->storage == WB_STORE_BITS ? 1 : width);
    }
    return total;
}

static wb_status keep(collected *all, wb_frame *frame, const wb_run *run, wb_error *err)
{
    if (all->n_frames == all->capacity) {
        size_t capacity = all->capacity == 0 ? 8 : all->capacity * 2;
        wb_frame **frames = wb_resize(all->frames, capacity, sizeof *frames);

        if (frames == NULL) {
            wb_frame_free(frame);
            return wb_fail_nomem(err);
        }
        all->frames = frames;
        all->capacity = capacity;
    }
    all->frames[all->n_frames++] = frame;
    all->n_rows += frame->n_rows;
    if (run->memory_limit <= 0)
        return WB_OK;
    all->n_bytes += count_bytes(frame);
    if (all->n_bytes > run->memory_limit)
        return wb_fail(
            err, WB_E_LIMIT,
            "the frame takes more than the %lld bytes allowed, after %lld rows",
            (long long)run->memory_limit, (long long)all->n_rows);
    return WB_OK;
}

static wb_status read_all(wb_source *source, const wb_run *run, collected *all,
                          wb_error *err)
{
    int64_t total = wb_source_total_rows(source);
    wb_frame *frame = NULL;
    wb_status st;

    for (;;) {
        WB_TRY(wb_source_next(source, &frame, err));
        if (frame == NULL)
            break;
        WB_TRY(keep(all, frame, run, err));
        WB_TRY(wb_run_progress(run, total > 0 ? (double)all->n_rows / (double)total : -1,
                               err));
    }
done:
    return st;
}

wb_status wb_source_collect(wb_source *source, const wb_run *run, wb_frame **out,
                            wb_error *err)
{
    wb_run ours = WB_RUN_INIT;
    collected all = {0};
    wb_status st;

    if (out != NULL)
        *out = NULL;
    if (source == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "collecting needs a source and a place to go");
    WB_TRY(wb_run_read(&ours, run, err));
    WB_TRY(read_all(source, &ours, &all, err));
    if (all.n_frames == 0) {
        WB_TRY(wb_source_schema(source, out, err));
    } else if (all.n_frames == 1) {
        *out = all.frames[0];
        all.n_frames = 0;
    } else {
        WB_TRY(
            wb_frame_append((const wb_frame *const *)all.frames, all.n_frames, out, err));
    }
done:
    free_collected(&all);
    return st;
}
