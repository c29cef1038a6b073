/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Instruments: read, written, shown, and used to score rows of answers. */
#include "fuzz.h"

#include <math.h>
#include <stdio.h>

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_instrument *made = NULL;
    wb_status st = wb_instrument_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_instrument_write(document, writer, err);
}

static void release(void *document)
{
    wb_instrument_free(document);
}

enum { ROWS = 4 };

/* Answers to every item: of row 0 the lowest codes, of row 1 the highest, of row 2 what
 * is outside them, of row 3 none. */
static bool answers_make(const wb_frame *items, int64_t n_rows, wb_frame **out)
{
    wb_error err;
    size_t id = (size_t)wb_frame_find(items, "id"),
           low = (size_t)wb_frame_find(items, "min"),
           high = (size_t)wb_frame_find(items, "max");
    bool good = fuzz_must(wb_frame_new(n_rows, out, &err), &err, *out);
    for (int64_t row = 0; row < wb_frame_row_count(items) && good; row++) {
        char name[128] = "";
        size_t length = 0;
        const char *text = wb_frame_text(items, id, row, &length);
        double values[ROWS] = {wb_frame_double(items, low, row),
                               wb_frame_double(items, high, row), -1e9, (double)NAN};
        wb_column column = WB_COLUMN_INIT;
        column.type = WB_TYPE_FLOAT64;
        column.flags = WB_COLUMN_COPY;
        column.values = values;
        snprintf(name, sizeof name, "%.*s", (int)length, text);
        good = fuzz_must(wb_frame_add_column(*out, name, &column, &err), &err, NULL);
    }
    return good;
}

static void score(const wb_instrument *instrument, const wb_frame *items, int64_t n_rows)
{
    wb_frame *answers = NULL;
    wb_frame *scores = NULL;
    wb_error err;
    /* An item may have the name of a score. */
    if (answers_make(items, n_rows, &answers) &&
        fuzz_ok(wb_score(instrument, answers, NULL, NULL, &scores, &err), &err, scores,
                FUZZ_MAY(WB_E_DATA))) {
        fuzz_look(scores);
    }
    wb_frame_free(answers);
    wb_frame_free(scores);
}

static void use(void *document)
{
    static const char *const parts[] = {"items", "scales", "indicators", "composites"};
    const wb_instrument *instrument = document;
    fuzz_expect(wb_instrument_title(instrument, "nl") != NULL,
                "an instrument has a title");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        wb_frame *table = NULL;
        wb_error err;
        if (fuzz_must(wb_instrument_table(instrument, parts[i], i % 2 ? "en" : NULL,
                                          &table, &err),
                      &err, table) &&
            i == 0) {
            score(instrument, table, 2);
            score(instrument, table, ROWS);
        }
        fuzz_frame(table);
    }
}

static const fuzz_format format = {"an instrument", 0, read, write, release, use};

void fuzz_start(void)
{
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
