/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Plans and estimates for the tests of what moved. */
#ifndef WB_TEST_EVALUATE_SUPPORT_H
#define WB_TEST_EVALUATE_SUPPORT_H

#include "frames.h"
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

static inline double number(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(frame, column);

    assert_true(at >= 0);
    return wb_frame_double(frame, (size_t)at, row);
}

#endif
