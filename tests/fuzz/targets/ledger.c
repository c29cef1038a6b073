/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Ledgers: read, written and shown. */
#include "fuzz.h"

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_ledger *made = NULL;
    wb_status st = wb_ledger_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_ledger_write(document, writer, err);
}

static void release(void *document)
{
    wb_ledger_free(document);
}

static void use(void *document)
{
    wb_frame *frame = NULL;
    wb_error err;
    (void)fuzz_must(wb_ledger_frame(document, &frame, &err), &err, frame);
    fuzz_expect(wb_ledger_scope(document)[0] != '\0', "a ledger is about something");
    fuzz_frame(frame);
}

static const fuzz_format format = {"a ledger", 0, read, write, release, use};

void fuzz_start(void)
{
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
