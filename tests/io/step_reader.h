/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A reader that hands out a text a few bytes at a time and may fail on the way. */
#ifndef WB_TEST_STEP_READER_H
#define WB_TEST_STEP_READER_H

#include "support.h"

#include <string.h>

typedef struct step_bytes {
    const char *text;
    size_t length;
    size_t step;    /* bytes a call; 0: as many as asked for */
    size_t fail_at; /* reading past this byte fails; 0: never */
    size_t at;
    int n_closed;
} step_bytes;

static inline int64_t step_read(void *user, void *buffer, size_t capacity)
{
    step_bytes *bytes = user;
    size_t n = bytes->length - bytes->at;

    if (bytes->step > 0 && n > bytes->step)
        n = bytes->step;
    if (n > capacity)
        n = capacity;
    if (bytes->fail_at > 0 && bytes->at + n > bytes->fail_at)
        return -1;
    if (n > 0)
        memcpy(buffer, bytes->text + bytes->at, n);
    bytes->at += n;
    return (int64_t)n;
}

static inline int32_t step_rewind(void *user)
{
    ((step_bytes *)user)->at = 0;
    return 0;
}

static inline void step_close(void *user)
{
    ((step_bytes *)user)->n_closed++;
}

#endif
