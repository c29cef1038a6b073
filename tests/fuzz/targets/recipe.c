/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Recipes: a questionnaire is composed of what is built in, written, and read back. */
#include "fuzz.h"

static wb_catalogue *catalogue;

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_questionnaire *made = NULL;
    wb_status st = wb_questionnaire_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_questionnaire_write(document, writer, err);
}

static void release(void *document)
{
    wb_questionnaire_free(document);
}

static const fuzz_format format = {
    "what was composed", FUZZ_NOTHING, read, write, release, NULL};

void fuzz_start(void)
{
    wb_error err;
    (void)fuzz_must(wb_catalogue_new(&catalogue, &err), &err, catalogue);
}

/* What is composed is a questionnaire file, and reads as one. */
static void file_check(const wb_questionnaire *asked)
{
    wb_writer *writer = NULL;
    wb_error err;
    if (fuzz_must(wb_writer_to_memory(&writer, &err), &err, writer) &&
        fuzz_must(wb_questionnaire_write(asked, writer, &err), &err, NULL)) {
        size_t length = 0;
        const char *text = wb_writer_bytes(writer, &length);
        fuzz_document(&format, (const uint8_t *)text, length);
    }
    wb_writer_free(writer);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    wb_questionnaire *asked = NULL;
    wb_error err;
    wb_reader *reader = fuzz_reader(bytes, n);
    if (reader != NULL &&
        fuzz_ok(wb_compose(catalogue, reader, &asked, &err), &err, asked, FUZZ_FILE)) {
        file_check(asked);
    }
    wb_questionnaire_free(asked);
    wb_reader_free(reader);
}
