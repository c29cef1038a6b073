/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Plans and estimates for the tests of what moved. */
#ifndef WB_TEST_EVALUATE_SUPPORT_H
#define WB_TEST_EVALUATE_SUPPORT_H

#include "plan/plan_support.h"

#define TODAY "2026-03-15"

/* A plan whose only objective has these targets. */
#define TARGETS(targets)                                                                 \
    HEADING                                                                              \
    "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"targets\":[" targets "]}]" \
    "}"
/* Target "t" of indicator "i". */
#define TARGET(rest)                                                                     \
    "{\"id\":\"t\",\"title\":{\"nl\":\"Doel\",\"en\":\"Aim\"},\"indicator\":\"i\"" rest  \
    "}"

static inline wb_frame *read_csv(const char *text)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;

    assert_ok(wb_reader_from_memory(text, strlen(text), "estimates.csv", &reader, NULL));
    assert_ok(wb_csv_read(reader, NULL, &source, NULL));
    assert_ok(wb_source_collect(source, NULL, &frame, NULL));
    wb_source_free(source);
    return frame;
}

static inline wb_frame *read_vectors(const char *name)
{
    char path[512];
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;

    snprintf(path, sizeof path, WB_TEST_SOURCE_DIR "/tests/vectors/%s.csv", name);
    assert_ok(wb_reader_open(path, &reader, NULL));
    assert_ok(wb_csv_read(reader, NULL, &source, NULL));
    assert_ok(wb_source_collect(source, NULL, &frame, NULL));
    wb_source_free(source);
    return frame;
}

static inline double number(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(frame, column);

    assert_true(at >= 0);
    return wb_frame_double(frame, (size_t)at, row);
}

#endif
