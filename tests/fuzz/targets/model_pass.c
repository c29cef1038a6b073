/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Passes of a model: read, written, merged with themselves, and stepped on from. */
#include "fuzz.h"

enum {
    /* What fitting may refuse, whatever the sums of a pass are. */
    FITTING = FUZZ_MAY(WB_E_ARG) | FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_DESIGN) |
              FUZZ_MAY(WB_E_CONVERGENCE) | FUZZ_MAY(WB_E_CONFLICT) |
              FUZZ_MAY(WB_E_UNSUPPORTED) | FUZZ_MAY(WB_E_LIMIT) | FUZZ_MAY(WB_E_NUMERIC)
};

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_model_pass *made = NULL;
    wb_status st = wb_model_pass_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_model_pass_write(document, writer, err);
}

static void release(void *document)
{
    wb_model_pass_free(document);
}

static void show(const wb_fit *fit)
{
    for (int32_t part = WB_FIT_COEFFICIENTS; part <= WB_FIT_COVARIANCE; part++) {
        wb_frame *table = NULL;
        wb_error err;
        if (fuzz_ok(wb_fit_table(fit, part, &table, &err), &err, table, FITTING)) {
            fuzz_look(table);
        }
        wb_frame_free(table);
    }
}

static void use(void *document)
{
    wb_model *model = NULL;
    wb_fit *fit = NULL;
    wb_error err;
    fuzz_expect(wb_model_pass_number(document) >= 1, "passes count from 1");
    (void)fuzz_must(wb_model_pass_model(document, &model, &err), &err, model);
    if (fuzz_ok(wb_model_pass_step(document, &fit, &err), &err, fit, FITTING) &&
        fit != NULL) {
        show(fit);
    }
    wb_fit_free(fit);
    wb_model_free(model);
}

static const fuzz_format format = {"a pass", 0, read, write, release, use};

void fuzz_start(void)
{
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
