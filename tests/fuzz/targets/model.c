/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Models: read and written, and begun to be fitted. */
#include "fuzz.h"

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_model *made = NULL;
    wb_status st = wb_model_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_model_write(document, writer, err);
}

static void release(void *document)
{
    wb_model_free(document);
}

static void use(void *document)
{
    wb_model_pass *pass = NULL;
    wb_error err;
    if (fuzz_ok(wb_model_pass_new(document, NULL, NULL, &pass, &err), &err, pass,
                FUZZ_MAY(WB_E_ARG) | FUZZ_MAY(WB_E_DESIGN) |
                    FUZZ_MAY(WB_E_UNSUPPORTED))) {
        fuzz_expect(wb_model_pass_row_count(pass) == 0, "no rows were seen");
    }
    wb_model_pass_free(pass);
}

static const fuzz_format format = {"a model", 0, read, write, release, use};

void fuzz_start(void)
{
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
