/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small organisations and frames for the tests of this room. Every helper asserts. */
#ifndef WB_TEST_SCAN_SUPPORT_H
#define WB_TEST_SCAN_SUPPORT_H

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ORGANISATION                                                                     \
    "'format':'werkbaar-organisation/1.0','id':'bakery',"                                \
    "'title':{'nl':'Bakkerij','en':'Bakery'},'synthetic':true,"                          \
    "'fieldwork':{'id':'2030','from':'2030-03-01','until':'2030-03-31'},"

/* Text with ' for ", in room of its own; freed with free(). */
static inline char *quoted(const char *text)
{
    char *json = malloc(strlen(text) + 1);

    assert_non_null(json);
    strcpy(json, text);
    for (char *at = json; *at != '\0'; at++) {
        if (*at == '\'')
            *at = '"';
    }
    return json;
}

static inline wb_status read_organisation(const char *text, wb_organisation **out,
                                          wb_error *err)
{
    char *json = quoted(text);
    wb_reader *reader = NULL;
    wb_status st = wb_reader_from_memory(json, strlen(json), "file", &reader, err);

    if (st == WB_OK)
        st = wb_organisation_read(reader, out, err);
    wb_reader_free(reader);
    free(json);
    return st;
}

static inline wb_organisation *organisation_of(const char *text)
{
    wb_organisation *made = NULL;
    wb_error err = {0};

    if (read_organisation(text, &made, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return made;
}

static inline wb_frame *frame_of(const char *csv)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err = {0};

    assert_ok(wb_reader_from_memory(csv, strlen(csv), "csv", &reader, NULL));
    if (wb_csv_read(reader, NULL, &source, &err) != WB_OK ||
        wb_source_collect(source, NULL, &frame, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_source_free(source);
    return frame;
}

static inline size_t column_of(const wb_frame *frame, const char *name)
{
    int64_t column = wb_frame_find(frame, name);

    if (column < 0)
        fail_msg("there is no column '%s'", name);
    return (size_t)column;
}

/* A copy of the text of a cell in one of eight places that are used in turn; "" when it
 * is missing. */
static inline const char *text_at(const wb_frame *frame, const char *name, int64_t row)
{
    static char texts[8][512];
    static int next;
    char *text = texts[next++ % 8];
    size_t length = 0;
    const char *bytes = wb_frame_text(frame, column_of(frame, name), row, &length);

    snprintf(text, sizeof texts[0], "%.*s", (int)length, bytes != NULL ? bytes : "");
    return text;
}

static inline int64_t whole_at(const wb_frame *frame, const char *name, int64_t row)
{
    return wb_frame_int64(frame, column_of(frame, name), row);
}

static inline double number_at(const wb_frame *frame, const char *name, int64_t row)
{
    return wb_frame_double(frame, column_of(frame, name), row);
}

static inline int is_missing(const wb_frame *frame, const char *name, int64_t row)
{
    return wb_frame_is_missing(frame, column_of(frame, name), row);
}

#define assert_says(text, part)                                                          \
    do {                                                                                 \
        if (strstr((text), (part)) == NULL)                                              \
            fail_msg("'%s' does not say '%s'", (text), (part));                          \
    } while (0)

#endif
