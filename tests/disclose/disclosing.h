/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Counts, relations and what is released of them. Every helper asserts. */
#ifndef WB_TEST_DISCLOSE_DISCLOSING_H
#define WB_TEST_DISCLOSE_DISCLOSING_H

#include "frames.h"

#include <stdio.h>
#include <string.h>

/* A frame as CSV in one of four places that are used in turn. */
static inline const char *csv_of(const wb_frame *frame)
{
    static char texts[4][65536];
    static int next;
    char *text = texts[next++ % 4];
    wb_source *source = NULL;
    wb_writer *writer = NULL;
    size_t n = 0;

    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_csv_write(writer, source, NULL, NULL, NULL));
    assert_true(wb_writer_bytes(writer, &n) != NULL && n < sizeof texts[0]);
    memcpy(text, wb_writer_bytes(writer, NULL), n);
    text[n] = '\0';
    wb_writer_free(writer);
    wb_source_free(source);
    return text;
}

static inline wb_disclose_options options_of(int32_t min_n)
{
    wb_disclose_options options = WB_DISCLOSE_OPTIONS_INIT;

    options.min_n = min_n;
    options.scope = "scan";
    options.release = "one";
    return options;
}

/* What comes out; `relations` NULL: none. */
typedef struct disclosed {
    wb_frame *released, *audit;
    wb_ledger *ledger;
} disclosed;

static inline wb_status try_to_disclose(const char *counts, const char *relations,
                                        const wb_disclose_options *options,
                                        disclosed *out, wb_error *err)
{
    wb_frame *cells = frame_of(counts);
    wb_frame *sums = relations != NULL ? frame_of(relations) : NULL;
    wb_status st = wb_disclose(cells, sums, options, NULL, &out->released, &out->audit,
                               &out->ledger, err);

    wb_frame_free(cells);
    wb_frame_free(sums);
    return st;
}

static inline disclosed disclose(const char *counts, const char *relations,
                                 const wb_disclose_options *options)
{
    disclosed out = {NULL, NULL, NULL};
    wb_error err = {0};

    if (try_to_disclose(counts, relations, options, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    return out;
}

static inline void disclosed_free(disclosed *out)
{
    wb_frame_free(out->released);
    wb_frame_free(out->audit);
    wb_ledger_free(out->ledger);
    *out = (disclosed){NULL, NULL, NULL};
}

/* What is released as CSV, without the first line and the column `release`. */
static inline const char *released(const char *counts, const char *relations,
                                   const wb_disclose_options *options)
{
    static const char *const columns[] = {"cell",    "measure", "n",
                                          "problem", "acute",   "status"};
    disclosed out = disclose(counts, relations, options);
    wb_frame *part = NULL;
    const char *text;

    assert_ok(wb_frame_select(out.released, columns, 6, &part, NULL));
    text = strchr(csv_of(part), '\n') + 1;
    wb_frame_free(part);
    disclosed_free(&out);
    return text;
}

#endif
