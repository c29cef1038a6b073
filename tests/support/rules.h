/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small rules and frames for the tests of this room. Every helper asserts. */
#ifndef WB_TEST_SUPPORT_RULES_H
#define WB_TEST_SUPPORT_RULES_H

#include "support.h"

#include <stdio.h>
#include <string.h>

#define TEXTS "{'nl':'n','en':'e'}"
#define NOTE  "'verified':false,'note':" TEXTS
#define HEAD                                                                             \
    "'format':'werkbaar-support/1.0','id':'r','measure':'m','version':'1',"              \
    "'licence':'MIT','title':{'nl':'Regel','en':'Rule'},'historical':false,"             \
    "'sources':{'s':{'title':'Source','where':'page'}},"
#define PERIOD                                                                           \
    "'valid':{'from':{'date':'2020-01-01','source':['s'],'verified':true},"              \
    "'until':{'date':'2020-12-31','source':['s'],'verified':true}}"
#define FACTS                                                                            \
    "'facts':[{'id':'n','label':{'nl':'aantal','en':'number'},'type':'count'},"          \
    "{'id':'x','label':{'nl':'maat','en':'size'},'type':'number'},"                      \
    "{'id':'b','label':{'nl':'wel','en':'so'},'type':'bool'},"                           \
    "{'id':'c','label':{'nl':'keuze','en':'choice'},'type':'choice','values':["          \
    "{'id':'p','label':{'nl':'de p','en':'the p'}},"                                     \
    "{'id':'q','label':{'nl':'de q','en':'the q'}}]}]"

/* A rule from JSON with ' for ", whole. */
static inline wb_status read_rule(const char *text, wb_support **out, wb_error *err)
{
    char json[16384];
    wb_reader *reader = NULL;
    wb_status st;

    assert_true(strlen(text) < sizeof json);
    strcpy(json, text);
    for (char *at = json; *at != '\0'; at++) {
        if (*at == '\'')
            *at = '"';
    }
    st = wb_reader_from_memory(json, strlen(json), "file", &reader, err);
    if (st == WB_OK)
        st = wb_support_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

static inline wb_support *rule_of(const char *text)
{
    wb_support *rule = NULL;
    wb_error err = {0};

    if (read_rule(text, &rule, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return rule;
}

static inline wb_support *builtin_rule(const char *id)
{
    wb_support *rule = NULL;

    assert_ok(wb_support_builtin(id, &rule, NULL));
    return rule;
}

static inline wb_frame *frame_of_reader(wb_reader *reader)
{
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err = {0};

    if (wb_csv_read(reader, NULL, &source, &err) != WB_OK ||
        wb_source_collect(source, NULL, &frame, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_source_free(source);
    return frame;
}

static inline wb_frame *frame_of(const char *csv)
{
    wb_reader *reader = NULL;

    assert_ok(wb_reader_from_memory(csv, strlen(csv), "csv", &reader, NULL));
    return frame_of_reader(reader);
}

/* The table tests/vectors/NAME.csv. */
static inline wb_frame *vectors(const char *name)
{
    char path[512];
    wb_reader *reader = NULL;

    snprintf(path, sizeof path, WB_TEST_SOURCE_DIR "/tests/vectors/%s.csv", name);
    assert_ok(wb_reader_open(path, &reader, NULL));
    return frame_of_reader(reader);
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
    static char texts[8][2048];
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
