/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Arrow: a record batch made of bytes comes in, alone or as a stream, goes out and comes
 * in again. */
#include "arrow_batch.h"

#include <string.h>

enum {
    IMPORTING = FUZZ_MAY(WB_E_ARG) | FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_UNSUPPORTED)
};

void fuzz_start(void)
{
}

static void values_compare(const wb_frame *a, const wb_frame *b, size_t column)
{
    for (int64_t row = 0; row < wb_frame_row_count(a); row++) {
        size_t n = 0, m = 0;
        const char *text = wb_frame_text(a, column, row, &n);
        const char *same = wb_frame_text(b, column, row, &m);
        bool equal =
            wb_frame_is_missing(a, column, row) == wb_frame_is_missing(b, column, row) &&
            wb_frame_int64(a, column, row) == wb_frame_int64(b, column, row) && n == m &&
            (text == NULL || memcmp(text, same, n) == 0);
        fuzz_expect(equal, "a value that goes out comes in again");
    }
}

/* Out and in: the same rows. A whole number beyond int64 cannot go out. */
static void again(const wb_frame *frame)
{
    struct ArrowArray array;
    struct ArrowSchema schema;
    wb_frame *back = NULL;
    wb_error err;
    if (!fuzz_ok(wb_frame_export_arrow(frame, &array, &schema, &err), &err, NULL,
                 FUZZ_MAY(WB_E_DATA))) {
        return;
    }
    if (fuzz_must(wb_frame_import_arrow(&array, &schema, &back, &err), &err, back)) {
        fuzz_expect(wb_frame_column_count(back) == wb_frame_column_count(frame) &&
                        wb_frame_row_count(back) == wb_frame_row_count(frame),
                    "all that goes out comes in again");
        for (size_t i = 0; i < wb_frame_column_count(frame); i++) {
            values_compare(frame, back, i);
        }
    } else {
        array.release(&array);
        schema.release(&schema);
    }
    wb_frame_free(back);
}

/* What is taken of a frame shares its memory, and outlives it. */
static void slices(wb_frame *frame)
{
    wb_frame *slice = NULL;
    wb_error err;
    int64_t n = wb_frame_row_count(frame);
    (void)fuzz_must(wb_frame_slice(frame, n / 2, n - n / 2, &slice, &err), &err, slice);
    wb_frame_free(frame);
    if (slice != NULL) {
        fuzz_look(slice);
        again(slice);
    }
    wb_frame_free(slice);
}

/* ---- a stream of one batch ---- */

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    arrow_batch *batch = stream->private_data;
    *out = batch->schema;
    batch->schema.release = NULL;
    return 0;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    arrow_batch *batch = stream->private_data;
    *out = batch->array; /* at the end: one that is released */
    batch->array.release = NULL;
    return 0;
}

static const char *stream_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "none";
}

static void stream_release(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
}

static wb_frame *stream_import(arrow_batch *batch)
{
    struct ArrowArrayStream stream = {stream_schema, stream_next, stream_error,
                                      stream_release, batch};
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err;
    unsigned may = IMPORTING | FUZZ_MAY(WB_E_CONFLICT) | FUZZ_MAY(WB_E_IO);
    if (fuzz_ok(wb_source_import_arrow(&stream, &source, &err), &err, source, may)) {
        fuzz_expect(stream.release == NULL, "a stream that is taken over is moved");
        (void)fuzz_ok(wb_source_collect(source, NULL, &frame, &err), &err, frame, may);
    } else {
        stream.release(&stream);
    }
    wb_source_free(source);
    return frame;
}

static wb_frame *batch_import(arrow_batch *batch)
{
    wb_frame *frame = NULL;
    wb_error err;
    bool good =
        fuzz_ok(wb_frame_import_arrow(&batch->array, &batch->schema, &frame, &err), &err,
                frame, IMPORTING);
    fuzz_expect((batch->array.release == NULL) == good &&
                    (batch->schema.release == NULL) == good,
                "a batch is moved when it is taken over, and only then");
    return frame;
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    static arrow_batch batch;
    fuzz_bytes from = {bytes, n};
    unsigned how = fuzz_below(&from, 4);
    arrow_batch_make(&batch, &from);
    wb_frame *frame = how == 0 ? stream_import(&batch) : batch_import(&batch);
    if (frame != NULL) {
        fuzz_accept();
        fuzz_look(frame);
        again(frame);
        slices(frame);
    }
    arrow_batch_end(&batch);
}
