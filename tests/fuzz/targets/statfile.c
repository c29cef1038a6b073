/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files of SPSS, Stata and SAS: read whole and in small chunks, described, and written.
 */
#include "fuzz.h"

/* ReadStat has one word for no memory and for a file that asks for more than it gives. */
enum {
    READING = FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_UNSUPPORTED) | FUZZ_MAY(WB_E_LIMIT) |
              FUZZ_MAY(WB_E_NOMEM),
    WRITING = FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_LIMIT)
};

void fuzz_start(void)
{
}

static wb_frame *read(const void *bytes, size_t n, int64_t chunk_rows, unsigned may)
{
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err;
    wb_reader *reader =
        chunk_rows > 0 ? fuzz_slow_reader(bytes, n) : fuzz_reader(bytes, n);
    options.chunk_rows = chunk_rows;
    if (reader == NULL) {
        return NULL;
    }
    if (!fuzz_ok(wb_statfile_read(reader, &options, &source, &err), &err, source, may)) {
        wb_reader_free(reader);
        return NULL;
    }
    (void)fuzz_ok(wb_source_collect(source, NULL, &frame, &err), &err, frame, may);
    wb_source_free(source);
    return frame;
}

static void describe(const uint8_t *bytes, size_t n)
{
    static const char *const parts[] = {"file", "variables", "labels"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        wb_frame *table = NULL;
        wb_error err;
        wb_reader *reader = fuzz_reader(bytes, n);
        if (reader != NULL &&
            fuzz_ok(wb_statfile_describe(reader, NULL, parts[i], &table, &err), &err,
                    table, READING)) {
            fuzz_look(table);
        }
        wb_frame_free(table);
        wb_reader_free(reader);
    }
}

/* What is written is such a file, with as many rows. */
static void write(const wb_frame *frame, int32_t format)
{
    wb_statfile_write_options options = WB_STATFILE_WRITE_OPTIONS_INIT;
    wb_source *source = NULL;
    wb_writer *writer = NULL;
    wb_error err;
    options.format = format;
    if (fuzz_must(wb_source_from_frame(frame, 0, &source, &err), &err, source) &&
        fuzz_must(wb_writer_to_memory(&writer, &err), &err, writer) &&
        fuzz_ok(wb_statfile_write(writer, source, &options, NULL, &err), &err, NULL,
                WRITING)) {
        size_t n = 0;
        const char *bytes = wb_writer_bytes(writer, &n);
        wb_frame *back = read(bytes, n, 0, FUZZ_NOTHING);
        fuzz_expect(wb_statfile_detect(bytes, n) == format, "its first bytes tell");
        fuzz_expect(back == NULL || wb_frame_row_count(back) == wb_frame_row_count(frame),
                    "every row is written");
        fuzz_frame(back);
    }
    wb_writer_free(writer);
    wb_source_free(source);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    wb_frame *frame = read(bytes, n, 0, READING);
    wb_frame *chunks = read(bytes, n, 2, READING);
    if (frame != NULL) {
        fuzz_accept();
        fuzz_expect(chunks == NULL ||
                        wb_frame_row_count(chunks) == wb_frame_row_count(frame),
                    "chunks have as many rows as the whole");
        fuzz_look(frame);
        write(frame, n % 3 == 0   ? WB_STATFILE_SAV
                     : n % 3 == 1 ? WB_STATFILE_ZSAV
                                  : WB_STATFILE_DTA);
    }
    describe(bytes, n);
    wb_frame_free(frame);
    wb_frame_free(chunks);
}
