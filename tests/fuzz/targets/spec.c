/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Specifications: read, written, and tallied by without rows. */
#include "fuzz.h"

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_spec *made = NULL;
    wb_status st = wb_spec_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_spec_write(document, writer, err);
}

static void release(void *document)
{
    wb_spec_free(document);
}

static void use(void *document)
{
    wb_frame *columns = NULL;
    wb_tally *tally = NULL;
    wb_frame *estimates = NULL;
    wb_error err;
    (void)fuzz_must(wb_spec_columns(document, &columns, &err), &err, columns);
    if (fuzz_ok(wb_tally_new(document, &tally, &err), &err, tally,
                FUZZ_MAY(WB_E_ARG) | FUZZ_MAY(WB_E_DESIGN))) {
        (void)fuzz_ok(wb_tally_estimate(tally, NULL, NULL, &estimates, &err), &err,
                      estimates, FUZZ_MAY(WB_E_DATA));
        fuzz_expect(estimates == NULL, "nothing is estimated without rows");
    }
    wb_tally_free(tally);
    fuzz_frame(columns);
}

static const fuzz_format format = {"a specification", 0, read, write, release, use};

void fuzz_start(void)
{
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
