/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Questionnaires: read, written, shown, exported in every form, and scored with. */
#include "fuzz.h"

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

static void show(const wb_questionnaire *asked)
{
    static const char *const parts[] = {"modules",    "questions",  "answers", "scales",
                                        "indicators", "composites", "themes",  "notices",
                                        "discussion", "terms"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        wb_frame *table = NULL;
        wb_error err;
        (void)fuzz_must(
            wb_questionnaire_table(asked, parts[i], i % 2 ? "en" : NULL, &table, &err),
            &err, table);
        fuzz_frame(table);
    }
    fuzz_expect(wb_questionnaire_minutes(asked, "nl") >= 0, "answering takes time");
}

/* To persons in every form; what is licensed or too long for a tool is refused. */
static void export(const wb_questionnaire *asked)
{
    static const char *const forms[] = {"html", "limesurvey", "xlsform"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        wb_writer *writer = NULL;
        wb_error err;
        if (fuzz_must(wb_writer_to_memory(&writer, &err), &err, writer)) {
            (void)fuzz_ok(
                wb_questionnaire_export(asked, forms[i], NULL, NULL, writer, &err), &err,
                NULL, FUZZ_MAY(WB_E_ARG) | FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_LIMIT));
        }
        wb_writer_free(writer);
    }
}

static void use(void *document)
{
    wb_instrument *instrument = NULL;
    wb_error err;
    show(document);
    export(document);
    (void)fuzz_ok(wb_questionnaire_instrument(document, "person", &instrument, &err),
                  &err, instrument, FUZZ_MAY(WB_E_ARG));
    wb_instrument_free(instrument);
}

static const fuzz_format format = {"a questionnaire", 0, read, write, release, use};

void fuzz_start(void)
{
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
