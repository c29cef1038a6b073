/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every allocation of the process fails in turn: also those of jansson, SQLite, ReadStat
 * and zlib, which do not ask the library's allocator. These are functions of the C
 * library with the same names, which the dynamic linker finds first. */
#include "faults/failing.h"

#include <errno.h>
#include <stdlib.h>

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *block, size_t n);
void __libc_free(void *block);

static int64_t allocations, fails_at, live;
static bool fails_on, armed;

static bool refuses(void)
{
    if (!armed)
        return false;
    allocations++;
    if (fails_at == 0 || (fails_on ? allocations < fails_at : allocations != fails_at))
        return false;
    errno = ENOMEM;
    return true;
}

static void *count(void *block)
{
    live += block != NULL;
    return block;
}

void *malloc(size_t n)
{
    return refuses() ? NULL : count(__libc_malloc(n));
}

void *calloc(size_t number, size_t n)
{
    return refuses() ? NULL : count(__libc_calloc(number, n));
}

void *realloc(void *block, size_t n)
{
    if (refuses())
        return NULL;
    void *made = __libc_realloc(block, n);
    live += block == NULL && made != NULL;
    return made;
}

void free(void *block)
{
    live -= block != NULL;
    __libc_free(block);
}

static void arm(int64_t number, bool and_all_after)
{
    allocations = 0;
    fails_at = number;
    fails_on = and_all_after;
    armed = true;
}

static int64_t disarm(void)
{
    armed = false;
    return allocations;
}

static int64_t count_live(void)
{
    return live;
}

/* Where jansson runs out of memory while it reads, it may say that the text is wrong. */
static bool is_of_memory(wb_status st)
{
    return st == WB_E_NOMEM || st == WB_E_DATA;
}

static const memory everything = {arm, disarm, count_live, false, is_of_memory, 15};

/* Tools that watch memory put their own functions before these. */
static bool is_in_place(void)
{
    wb_frame *frame = NULL;

    arm(0, false);
    must(wb_frame_new(1, &frame, NULL), NULL);
    int64_t n = disarm();
    wb_frame_free(frame);
    return n > 0;
}

static void say_why_not(void **state)
{
    (void)state;
    print_message("# something else stands between the program and its memory\n");
    skip();
}

int main(void)
{
    if (is_in_place())
        add_failing(&everything, IN_READSTAT);
    else
        add_test("memory of others", say_why_not, NULL, NULL);
    return run_added("faults/system_memory");
}
