/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small plans for the tests. */
#ifndef WB_TEST_PLAN_SUPPORT_H
#define WB_TEST_PLAN_SUPPORT_H

#include "support.h"

#include "plan/record.h"

#include <stdio.h>
#include <string.h>

/* From the opening brace to a comma: what a plan must have. */
#define HEADING                                                                          \
    "{\"format\":\"werkbaar-plan/1.0\",\"id\":\"p\",\"version\":\"1\","                  \
    "\"languages\":[\"nl\",\"en\"],\"scope\":\"organisation\","                          \
    "\"title\":{\"nl\":\"P\"},"
/* An objective with a section with these actions, and the end of the file. */
#define ACTIONS(actions)                                                                 \
    "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{\"id\":"      \
    "\"s\",\"title\":{\"nl\":\"S\"},\"actions\":[" actions "]}]}]}"
#define ACTION(id, rest) "{\"id\":\"" id "\",\"title\":{\"nl\":\"A\"}" rest "}"

/* A plan with something of everything that frames show. */
#define RICH                                                                             \
    HEADING                                                                              \
    "\"actors\":[{\"id\":\"x\",\"name\":{\"nl\":\"Iks\",\"en\":\"Ex\"},\"type\":"        \
    "\"role\"}"                                                                          \
    ","                                                                                  \
    "{\"id\":\"y\",\"name\":{\"nl\":\"Y\"},\"type\":\"group\",\"part_of\":\"x\"}],"      \
    "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{\"id\":"      \
    "\"s\","                                                                             \
    "\"title\":{\"nl\":\"S\"},\"blocks\":[{\"id\":\"k\",\"title\":{\"nl\":\"K\"},"       \
    "\"heading\":\"KOP\",\"timing\":{\"text\":\"in 2018\",\"from\":\"2018\",\"to\":"     \
    "\"2018\"},\"funding\":[{\"id\":\"k.f\",\"source\":\"y\"},{\"id\":\"k.g\","          \
    "\"source\":"                                                                        \
    "\"x\",\"only_for\":[\"b\"]}]}],\"actions\":[{\"id\":\"a\",\"number\":\"1\","        \
    "\"title\":"                                                                         \
    "{\"nl\":\"Een\",\"en\":\"One\"},\"block\":\"k\",\"force\":\"request\",\"levels\":[" \
    "\"team\",\"individual\"],\"addressed_to\":[\"x\",\"y\"],\"cost\":12345,\"origin\":" \
    "{"                                                                                  \
    "\"from\":\"scan\"},\"response\":{\"by\":\"x\",\"verdict\":\"adapted\"},"            \
    "\"assignments\":[{\"id\":\"a.1\",\"actor\":\"x\",\"role\":\"responsible\"},{"       \
    "\"id\":"                                                                            \
    "\"a.2\",\"actor\":\"y\",\"role\":\"partner\"},{\"id\":\"a.3\",\"actor\":\"y\","     \
    "\"role\":\"responsible\"}],\"discussions\":[{\"id\":\"d1\",\"body\":\"staff\"},{"   \
    "\"id\":\"d2\",\"body\":\"staff\",\"date\":\"2018-03\"},{\"id\":\"d3\",\"body\":"    \
    "\"staff\",\"date\":\"2018-02-05\"}],\"statuses\":[{\"id\":\"st\",\"status\":"       \
    "\"running\",\"date\":\"2018-04\"}],\"actions\":[" ACTION("a1", "") "]}," ACTION(    \
        "b", ",\"block\":\"k\"") "," ACTION("c", "") "]}]}]}"

static inline wb_status try_plan(const char *text, wb_plan **plan, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st;

    assert_ok(wb_reader_from_memory(text, strlen(text), "plan.json", &reader, NULL));
    st = wb_plan_read(reader, plan, err);
    wb_reader_free(reader);
    return st;
}

static inline wb_plan *read_plan(const char *text)
{
    wb_plan *plan = NULL;
    wb_error err = {0};

    if (try_plan(text, &plan, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return plan;
}

/* The canonical bytes, ended by a NUL; to be freed with wb_writer_free(). */
static inline const char *written(const wb_plan *plan, wb_writer **writer)
{
    const char *bytes;

    assert_ok(wb_writer_to_memory(writer, NULL));
    assert_ok(wb_plan_write(plan, *writer, NULL));
    assert_ok(wb_writer_write(*writer, "", 1, NULL));
    assert_ok(wb_writer_finish(*writer, NULL));
    bytes = wb_writer_bytes(*writer, NULL);
    assert_non_null(bytes);
    return bytes;
}

/* A body made from JSON text. */
static inline json_t *body(const char *text)
{
    json_t *made = json_loads(text, 0, NULL);

    assert_non_null(made);
    return made;
}

/* A text cell, ended by a NUL, in memory that the next eight calls leave alone. */
static inline const char *cell(const wb_frame *frame, const char *column, int64_t row)
{
    static char room[8][400];
    static int next;
    int64_t at = wb_frame_find(frame, column);
    size_t length = 0;
    const char *text;

    assert_true(at >= 0);
    text = wb_frame_text(frame, (size_t)at, row, &length);
    if (text == NULL)
        return "";
    assert_true(length < sizeof room[0]);
    next = (next + 1) % 8;
    memcpy(room[next], text, length);
    room[next][length] = '\0';
    return room[next];
}

#endif
