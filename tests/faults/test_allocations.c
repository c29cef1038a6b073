/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every allocation of the library fails in turn, in every public function that allocates;
 * those that do not, do not. */
#include "faults/failing.h"

#include <stdlib.h>

static int64_t allocations, fails_at, live;
static bool fails_on;

static void *resize(void *block, size_t n)
{
    allocations++;
    if (fails_at > 0 && (fails_on ? allocations >= fails_at : allocations == fails_at))
        return NULL;
    void *made = realloc(block, n);
    live += block == NULL && made != NULL;
    return made;
}

static void release(void *block)
{
    live -= block != NULL;
    free(block);
}

static void arm(int64_t number, bool and_all_after)
{
    allocations = 0;
    fails_at = number;
    fails_on = and_all_after;
}

static int64_t disarm(void)
{
    fails_at = 0;
    return allocations;
}

static int64_t count_live(void)
{
    return live;
}

static bool is_of_memory(wb_status st)
{
    return st == WB_E_NOMEM;
}

static const memory ours = {arm, disarm, count_live, true, is_of_memory, 15};

int main(void)
{
    wb_set_allocator(resize, release);
    add_failing(&ours, 0);
    return run_added("faults/allocations");
}
