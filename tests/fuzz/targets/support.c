/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Support rules: read, written, shown, and asked about cases. */
#include "fuzz.h"

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_support *made = NULL;
    wb_status st = wb_support_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_support_write(document, writer, err);
}

static void release(void *document)
{
    wb_support_free(document);
}

/* A case of which nothing is known. */
static void assess(const wb_support *support)
{
    wb_frame *cases = NULL;
    wb_frame *verdicts = NULL;
    wb_frame *conditions = NULL;
    wb_error err;
    if (fuzz_must(wb_frame_new(1, &cases, &err), &err, cases)) {
        (void)fuzz_must(wb_support_assess(support, cases, "2023-06-15", "nl", &verdicts,
                                          &conditions, &err),
                        &err, verdicts);
    }
    fuzz_frame(verdicts);
    fuzz_frame(conditions);
    wb_frame_free(cases);
}

static void use(void *document)
{
    static const char *const parts[] = {"facts", "conditions", "figures", "sources"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        wb_frame *table = NULL;
        wb_error err;
        (void)fuzz_must(wb_support_table(document, parts[i], "en", &table, &err), &err,
                        table);
        fuzz_frame(table);
    }
    assess(document);
}

static const fuzz_format format = {"a support rule", 0, read, write, release, use};

void fuzz_start(void)
{
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
