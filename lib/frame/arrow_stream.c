/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Arrow streams as sources, and sources as Arrow streams. */
#include "frame/arrow.h"

#include <errno.h>
#include <string.h>

/* ---- streams in ---- */

typedef struct imported_stream {
    struct ArrowArrayStream stream; /* empty until the source has it */
    struct ArrowSchema schema;
    wb_frame *columns; /* of the schema, for their labels; NULL before the first batch */
    bool ended;
} imported_stream;

static void close_stream(void *user)
{
    imported_stream *from = user;

    if (from->schema.release != NULL)
        from->schema.release(&from->schema);
    if (from->stream.release != NULL)
        from->stream.release(&from->stream);
    wb_frame_free(from->columns);
    wb_release(from);
}

static wb_status stream_failed(struct ArrowArrayStream *stream, int code,
                               const char *what, wb_error *err)
{
    const char *reason = NULL;

    if (code == ENOMEM)
        return wb_fail_nomem(err);
    if (stream->get_last_error != NULL)
        reason = stream->get_last_error(stream);
    return wb_fail(err, WB_E_IO, "the Arrow stream could not give its %s: %.400s", what,
                   reason == NULL ? "it does not say why" : reason);
}

static wb_status next_batch(void *user, wb_frame **out, wb_error *err)
{
    imported_stream *from = user;
    struct ArrowArray batch = {0};
    int code;
    wb_status st;

    *out = NULL;
    if (from->ended)
        return WB_OK;
    code = from->stream.get_next(&from->stream, &batch);
    if (code != 0)
        return stream_failed(&from->stream, code, "next batch", err);
    if (batch.release == NULL) {
        from->ended = true;
        return WB_OK;
    }
    st = WB_OK;
    if (from->columns == NULL)
        st = wb_arrow_import_columns(&from->schema, &from->columns, err);
    if (st == WB_OK)
        st = wb_arrow_import_array(&batch, &from->schema, from->columns, out, err);
    if (st != WB_OK)
        batch.release(&batch);
    return st;
}

static wb_status columns_of_stream(void *user, wb_frame **out, wb_error *err)
{
    const imported_stream *from = user;

    return wb_arrow_import_columns(&from->schema, out, err);
}

static wb_status read_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema,
                             wb_error *err)
{
    int code = stream->get_schema(stream, schema);

    if (code != 0) {
        schema->release = NULL; /* nothing was filled in */
        return stream_failed(stream, code, "columns", err);
    }
    return wb_arrow_check_schema(schema, err);
}

wb_status wb_source_import_arrow(struct ArrowArrayStream *stream, wb_source **out,
                                 wb_error *err)
{
    const wb_source_ops ops = {.next = next_batch,
                               .close = close_stream,
                               .total_rows = -1,
                               .schema = columns_of_stream};
    imported_stream *from = NULL;
    wb_status st;

    if (out != NULL)
        *out = NULL;
    if (out == NULL || stream == NULL || stream->release == NULL)
        return wb_fail(err, WB_E_ARG,
                       "a source needs an Arrow stream that was not released and a place "
                       "to go");
    from = wb_allocate(1, sizeof *from);
    if (from == NULL)
        return wb_fail_nomem(err);
    WB_TRY(read_schema(stream, &from->schema, err));
    WB_TRY(wb_source_new_ops(&ops, from, out, err));
    from->stream = *stream;
    stream->release = NULL;
    from = NULL;
done:
    if (from != NULL)
        close_stream(from);
    return st;
}

/* ---- streams out ---- */

typedef struct exported_stream {
    wb_source *source;
    wb_error error;
} exported_stream;

static int error_code(wb_status status)
{
    switch (status) {
    case WB_OK:
        return 0;
    case WB_E_NOMEM:
        return ENOMEM;
    case WB_E_IO:
        return EIO;
    case WB_E_CANCELLED:
        return ECANCELED;
    case WB_E_UNSUPPORTED:
        return ENOSYS;
    case WB_E_ARG:
    case WB_E_DATA:
    case WB_E_DESIGN:
    case WB_E_NUMERIC:
    case WB_E_CONVERGENCE:
    case WB_E_VERSION:
    case WB_E_CONFLICT:
    case WB_E_LIMIT:
        return EINVAL;
    }
    return EINVAL; /* not reached: each case has returned */
}

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    exported_stream *from = stream->private_data;
    wb_frame *columns = NULL;
    wb_status st;

    WB_TRY(wb_source_schema(from->source, &columns, &from->error));
    WB_TRY(wb_arrow_export_schema(columns, out, &from->error));
done:
    wb_frame_free(columns);
    return error_code(st);
}

/* The schema has gone out already and says int32 offsets. */
static wb_status check_text_size(const wb_frame *frame, wb_error *err)
{
    for (size_t i = 0; i < frame->n_columns; i++)
        if (wb_arrow_is_large(frame->columns + i, frame->n_rows))
            return wb_fail_at(err, WB_E_LIMIT, -1, frame->columns[i].name,
                              "the text of column '%s' exceeds 2 GiB in one frame, make "
                              "the frames smaller",
                              frame->columns[i].name);
    return WB_OK;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    exported_stream *from = stream->private_data;
    wb_frame *frame = NULL;
    wb_status st;

    WB_TRY(wb_source_next(from->source, &frame, &from->error));
    if (frame == NULL) {
        *out = (struct ArrowArray){0};
        return 0;
    }
    WB_TRY(check_text_size(frame, &from->error));
    WB_TRY(wb_arrow_export_array(frame, out, &from->error));
done:
    wb_frame_free(frame);
    return error_code(st);
}

static const char *stream_last_error(struct ArrowArrayStream *stream)
{
    const exported_stream *from = stream->private_data;

    return from->error.status == WB_OK ? NULL : from->error.message;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    exported_stream *from = stream->private_data;

    wb_source_free(from->source);
    wb_release(from);
    stream->release = NULL;
}

wb_status wb_source_export_arrow(wb_source *source, struct ArrowArrayStream *stream,
                                 wb_error *err)
{
    exported_stream *from;

    if (source == NULL || stream == NULL)
        return wb_fail(err, WB_E_ARG, "an export needs a source and an Arrow stream");
    from = wb_allocate(1, sizeof *from);
    if (from == NULL)
        return wb_fail_nomem(err);
    from->source = source;
    *stream = (struct ArrowArrayStream){
        .get_schema = stream_schema,
        .get_next = stream_next,
        .get_last_error = stream_last_error,
        .release = release_stream,
        .private_data = from,
    };
    return WB_OK;
}
