/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Expressions of estimates: any text is a contrast or is refused, with the place. */
#include "fuzz.h"

#include <string.h>

enum { ROWS = 24, MOST = 4096 };

static wb_tally *tally;

static const char spec_text[] =
    "{\"format\":\"werkbaar-spec/1.0\",\"weights\":\"w\",\"units\":\"open\","
    "\"estimands\":[{\"statistic\":\"mean\",\"variable\":\"y\"},"
    "{\"statistic\":\"total\",\"variable\":\"y\"},"
    "{\"statistic\":\"ratio\",\"numerator\":\"y\",\"denominator\":\"w\"},"
    "{\"statistic\":\"proportion\",\"variable\":\"g\"}],"
    "\"breakdowns\":[[],[\"g\"],[\"g\",\"day\"]]}";

static const char *const categories[] = {"a", "b c", "\"q\"\\"};

static void column_add(wb_frame *frame, const char *name, int32_t type,
                       const void *values)
{
    wb_column column = WB_COLUMN_INIT;
    wb_error err;
    column.type = type;
    column.flags = WB_COLUMN_COPY;
    column.values = values;
    if (type == WB_TYPE_DICTIONARY) {
        column.categories = categories;
        column.n_categories = 3;
    }
    (void)fuzz_must(wb_frame_add_column(frame, name, &column, &err), &err, NULL);
}

void fuzz_start(void)
{
    double w[ROWS], y[ROWS];
    int32_t g[ROWS], day[ROWS];
    wb_frame *rows = NULL;
    wb_spec *spec = NULL;
    wb_error err;
    wb_reader *reader = fuzz_reader(spec_text, sizeof spec_text - 1);
    for (int i = 0; i < ROWS; i++) {
        w[i] = 1 + i % 3;
        y[i] = i * i % 7;
        g[i] = i % 3;
        day[i] = 19000 + i % 2;
    }
    (void)fuzz_must(wb_frame_new(ROWS, &rows, &err), &err, rows);
    column_add(rows, "w", WB_TYPE_FLOAT64, w);
    column_add(rows, "y", WB_TYPE_FLOAT64, y);
    column_add(rows, "g", WB_TYPE_DICTIONARY, g);
    column_add(rows, "day", WB_TYPE_DATE32, day);
    (void)fuzz_must(wb_spec_read(reader, &spec, &err), &err, spec);
    (void)fuzz_must(wb_tally_new(spec, &tally, &err), &err, tally);
    (void)fuzz_must(wb_tally_update(tally, rows, NULL, &err), &err, NULL);
    wb_spec_free(spec);
    wb_frame_free(rows);
    wb_reader_free(reader);
}

/* The bytes are an expression, up to a NUL byte in them. */
void fuzz_target(const uint8_t *bytes, size_t n)
{
    char text[MOST + 1];
    const char *expression = text;
    wb_frame *contrast = NULL;
    wb_error err;
    n = n < MOST ? n : MOST;
    memcpy(text, bytes, n);
    text[n] = '\0';
    unsigned may = FUZZ_MAY(WB_E_ARG) | FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_LIMIT);
    if (fuzz_ok(wb_tally_contrasts(tally, &expression, 1, NULL, NULL, &contrast, &err),
                &err, contrast, may)) {
        fuzz_accept();
        fuzz_expect(wb_frame_row_count(contrast) == 1, "an expression gives a row");
        fuzz_look(contrast);
    } else if (err.status == WB_E_ARG) {
        fuzz_expect(err.column >= 0 && (size_t)err.column <= strlen(text) + 1,
                    "the place of a fault lies in the expression");
    }
    wb_frame_free(contrast);
}
