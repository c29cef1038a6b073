/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* CSV: read as a first byte says, in chunks or whole, and written in every form there is.
 */
#include "fuzz.h"

#include <jansson.h>
#include <string.h>

enum { READING = FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_LIMIT) };

void fuzz_start(void)
{
}

static wb_csv_options options_of(uint8_t how)
{
    static const int32_t delimiters[] = {0, ',', ';', '\t'};
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    options.delimiter = delimiters[how & 3];
    options.decimal = (how & 4) != 0 ? ',' : 0;
    options.infer_rows = (how & 8) != 0 ? 2 : 0;
    options.chunk_rows = (how & 16) != 0 ? 3 : 0;
    options.missing = (how & 32) != 0 ? "" : NULL;
    return options;
}

/* What is read of bytes, or NULL when it is refused. */
static wb_frame *read(const void *bytes, size_t n, const wb_csv_options *options,
                      bool slowly, unsigned may)
{
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err;
    wb_reader *reader = slowly ? fuzz_slow_reader(bytes, n) : fuzz_reader(bytes, n);
    if (reader == NULL) {
        return NULL;
    }
    if (!fuzz_ok(wb_csv_read(reader, options, &source, &err), &err, source, may)) {
        wb_reader_free(reader);
        return NULL;
    }
    (void)fuzz_ok(wb_source_collect(source, NULL, &frame, &err), &err, frame, may);
    wb_source_free(source);
    return frame;
}

/* NULL: no memory. */
static wb_writer *write(const wb_frame *frame)
{
    wb_source *source = NULL;
    wb_writer *writer = NULL;
    wb_error err;
    bool good = fuzz_must(wb_source_from_frame(frame, 0, &source, &err), &err, source) &&
                fuzz_must(wb_writer_to_memory(&writer, &err), &err, writer) &&
                fuzz_must(wb_csv_write(writer, source, NULL, NULL, &err), &err, NULL);
    wb_source_free(source);
    if (good) {
        return writer;
    }
    wb_writer_free(writer);
    return NULL;
}

/* With the types it had, what was written reads back and is written the same. */
static void again(const wb_frame *frame, const wb_writer *first)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    size_t n = 0, length = 0;
    const char *bytes = wb_writer_bytes(first, &n);
    options.types = frame;
    options.delimiter = ',';
    options.decimal = '.';
    wb_frame *back = read(bytes, n, &options, false, FUZZ_NOTHING);
    wb_writer *second = back != NULL ? write(back) : NULL;
    if (second != NULL) {
        const char *text = wb_writer_bytes(second, &length);
        if (length != n || memcmp(text, bytes, n) != 0) {
            fuzz_fail("a frame is written in two ways:\n%.*s\n%.*s", (int)n, bytes,
                      (int)length, text);
        }
    }
    wb_writer_free(second);
    wb_frame_free(back);
}

static void json_check(const wb_frame *frame)
{
    wb_writer *writer = NULL;
    wb_error err;
    if (fuzz_must(wb_writer_to_memory(&writer, &err), &err, writer) &&
        fuzz_must(wb_json_write(writer, frame, &err), &err, NULL)) {
        size_t n = 0;
        const char *bytes = wb_writer_bytes(writer, &n);
        json_t *root = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, NULL);
        fuzz_expect(root != NULL, "a frame is written as JSON");
        fuzz_expect((int64_t)json_array_size(json_object_get(root, "rows")) ==
                        wb_frame_row_count(frame),
                    "JSON has every row");
        json_decref(root);
    }
    wb_writer_free(writer);
}

/* A table for a terminal has no character in it that a terminal obeys. */
static void table_check(const wb_frame *frame)
{
    wb_writer *writer = NULL;
    wb_error err;
    if (fuzz_must(wb_writer_to_memory(&writer, &err), &err, writer) &&
        fuzz_must(wb_table_print(writer, frame, NULL, &err), &err, NULL)) {
        size_t n = 0;
        const char *bytes = wb_writer_bytes(writer, &n);
        for (size_t i = 0; i < n; i++) {
            uint8_t c = (uint8_t)bytes[i];
            fuzz_expect(c == '\n' || (c >= ' ' && c != 0x7f),
                        "a table has no control characters");
            fuzz_expect(c != 0xc2 || i + 1 >= n || (uint8_t)bytes[i + 1] >= 0xa0,
                        "a table has no control characters of two bytes");
        }
    }
    wb_writer_free(writer);
}

static void sheet_check(const wb_frame *frame)
{
    wb_writer *writer = NULL;
    wb_error err;
    if (fuzz_must(wb_writer_to_memory(&writer, &err), &err, writer)) {
        (void)fuzz_ok(wb_xlsx_write(writer, &frame, 1, NULL, 0, NULL, &err), &err, NULL,
                      FUZZ_MAY(WB_E_LIMIT));
    }
    wb_writer_free(writer);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    uint8_t how = n > 0 ? bytes[0] : 0;
    wb_csv_options options = options_of(how);
    /* a comma cannot be both */
    unsigned may = options.decimal == ',' ? READING | FUZZ_MAY(WB_E_ARG) : READING;
    wb_frame *frame =
        n > 0 ? read(bytes + 1, n - 1, &options, (how & 64) != 0, may) : NULL;
    if (frame == NULL) {
        return;
    }
    fuzz_accept();
    fuzz_look(frame);
    wb_writer *writer = write(frame);
    if (writer != NULL) {
        again(frame, writer);
    }
    wb_writer_free(writer);
    json_check(frame);
    table_check(frame);
    if ((how & 128) != 0) { /* compressing takes time */
        sheet_check(frame);
    }
    wb_frame_free(frame);
}
