/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Weightings: read, written and shown. */
#include "fuzz.h"

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_weighting *made = NULL;
    wb_status st = wb_weighting_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_weighting_write(document, writer, err);
}

static void release(void *document)
{
    wb_weighting_free(document);
}

static void use(void *document)
{
    const wb_weighting *weighting = document;
    wb_frame *columns = NULL;
    wb_error err;
    (void)fuzz_must(wb_weighting_columns(weighting, &columns, &err), &err, columns);
    for (size_t i = 0; i < wb_weighting_margin_count(weighting); i++) {
        for (size_t k = 0; k < wb_weighting_margin_column_count(weighting, i); k++) {
            fuzz_expect(wb_weighting_margin_column(weighting, i, k) != NULL,
                        "a column of a margin has a name");
        }
    }
    for (size_t i = 0; i < wb_weighting_step_count(weighting); i++) {
        fuzz_expect(wb_weighting_step(weighting, i) != 0, "a step is of some kind");
    }
    fuzz_frame(columns);
}

static const fuzz_format format = {"a weighting", 0, read, write, release, use};

void fuzz_start(void)
{
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
