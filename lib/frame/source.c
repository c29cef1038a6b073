/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Sources: frames one by one. A source remembers the columns of its first frame and holds
 * every later one to them. */
#include "frame/column.h"

struct wb_source {
    wb_source_ops ops;
    void *user;
    wb_frame *schema; /* no rows; NULL until the columns are known */
    wb_frame *peeked; /* read to learn the columns, not handed out yet */
    bool started;     /* a frame was handed out */
    bool skipped;     /* read by range: nothing is left */
};

wb_status wb_source_new_ops(const wb_source_ops *ops, void *user, wb_source **out,
                            wb_error *err)
{
    wb_source *source;

    if (out != NULL)
        *out = NULL;
    if (out == NULL || ops == NULL || ops->next == NULL)
        return wb_fail(err, WB_E_ARG,
                       "a source needs a function for the next frame and a place to go");
    if (ops->range != NULL && ops->total_rows < 0)
        return wb_fail(err, WB_E_ARG, "a source that serves ranges must know its rows");
    source = wb_allocate(1, sizeof *source);
    if (source == NULL)
        return wb_fail_nomem(err);
    source->ops = *ops;
    source->user = user;
    *out = source;
    return WB_OK;
}

wb_status wb_source_new(wb_source_next_fn next, wb_rewind_fn rewind, wb_close_fn close,
                        void *user, wb_source **out, wb_error *err)
{
    wb_source_ops ops = {
        .next = next, .rewind = rewind, .close = close, .total_rows = -1};

    return wb_source_new_ops(&ops, user, out, err);
}

void wb_source_free(wb_source *source)
{
    if (source == NULL)
        return;
    wb_frame_free(source->schema);
    wb_frame_free(source->peeked);
    if (source->ops.close != NULL)
        source->ops.close(source->user);
    wb_release(source);
}

/* The column without rows: its buffers may go while the source lives on. */
static wb_status add_empty_column(const wb_slot *slot, wb_frame *frame, wb_error *err)
{
    wb_column_data *data = wb_column_data_new(slot->data->type, slot->data->storage);
    wb_status st;

    if (data == NULL)
        return wb_fail_nomem(err);
    data->ordered = slot->data->ordered;
    data->dictionary = wb_dictionary_share(slot->data->dictionary);
    WB_TRY(wb_frame_reserve(frame, slot->name, err));
    wb_frame_push(frame, slot->name, data, 0, wb_labels_share(slot->labels));
    data = NULL;
done:
    wb_column_data_drop(data);
    return st;
}

static wb_status remember_columns(wb_source *source, const wb_frame *frame, wb_error *err)
{
    wb_frame *schema = NULL;
    wb_status st;

    WB_TRY(wb_frame_new(0, &schema, err));
    for (size_t i = 0; i < frame->n_columns; i++)
        WB_TRY(add_empty_column(frame->columns + i, schema, err));
    schema->metadata = wb_shared_text_share(frame->metadata);
    source->schema = schema;
    schema = NULL;
done:
    wb_frame_free(schema);
    return st;
}

/* Read a frame and hold it to the columns of the first. */
static wb_status read_frame(wb_source *source, wb_frame **out, wb_error *err)
{
    wb_frame *frame = NULL;
    wb_status st;

    WB_TRY(source->ops.next(source->user, &frame, err));
    if (frame != NULL && source->schema == NULL)
        WB_TRY(remember_columns(source, frame, err));
    else if (frame != NULL)
        WB_TRY(wb_frame_same_columns(source->schema, frame, "a later frame", err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    return st;
}

wb_status wb_source_next(wb_source *source, wb_frame **out, wb_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (source == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "the next frame needs a source and a place to go");
    if (source->skipped)
        return WB_OK;
    source->started = true;
    if (source->peeked != NULL) {
        *out = source->peeked;
        source->peeked = NULL;
        return WB_OK;
    }
    return read_frame(source, out, err);
}

wb_status wb_source_rewind(wb_source *source, wb_error *err)
{
    if (source == NULL)
        return wb_fail(err, WB_E_ARG, "there is no source");
    if (source->ops.rewind == NULL)
        return wb_fail(err, WB_E_UNSUPPORTED, "the source can be read once only");
    wb_frame_free(source->peeked);
    source->peeked = NULL;
    if (source->ops.rewind(source->user) != 0)
        return wb_fail(err, WB_E_IO, "the source could not start again");
    source->started = false;
    source->skipped = false;
    return WB_OK;
}

static wb_status learn_columns(wb_source *source, wb_error *err)
{
    wb_status st;

    if (source->ops.schema != NULL)
        return source->ops.schema(source->user, &source->schema, err);
    WB_TRY(read_frame(source, &source->peeked, err));
    if (source->schema == NULL)
        WB_TRY(wb_frame_new(0, &source->schema, err));
done:
    return st;
}

wb_status wb_source_schema(wb_source *source, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;

    if (out != NULL)
        *out = NULL;
    if (source == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "the columns need a source and a place to go");
    if (source->schema == NULL)
        WB_TRY(learn_columns(source, err));
    WB_TRY(wb_frame_slice(source->schema, 0, 0, out, err));
done:
    return st;
}

bool wb_source_has_range(const wb_source *source)
{
    return source->ops.range != NULL;
}

int64_t wb_source_total_rows(const wb_source *source)
{
    return source->ops.total_rows;
}

bool wb_source_at_start(const wb_source *source)
{
    return !source->started && !source->skipped;
}

void wb_source_skip_all(wb_source *source)
{
    wb_frame_free(source->peeked);
    source->peeked = NULL;
    source->skipped = true;
}

wb_status wb_source_range(const wb_source *source, int64_t first, int64_t n,
                          wb_frame **out, wb_error *err)
{
    int64_t total = source->ops.total_rows;

    *out = NULL;
    if (source->ops.range == NULL)
        return wb_fail(err, WB_E_UNSUPPORTED, "the source can be read in order only");
    if (first < 0 || n < 0 || first > total || n > total - first)
        return wb_fail(err, WB_E_ARG,
                       "%lld rows from row %lld are outside a source of %lld rows",
                       (long long)n, (long long)first, (long long)total);
    return source->ops.range(source->user, first, n, out, err);
}
