/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every call inside the library that can fail does so, wherever it is made from, in every
 * public function. Most of them would take an allocation that is due at that very moment,
 * or a fault that nothing in a test can bring about. */
#include "faults/failing.h"
#include "faults/refusals.h"

#include <stdlib.h>

static int64_t live;

static void *resize(void *block, size_t n)
{
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
    if (number == 0)
        refusals_find();
    else
        refusals_arm(number, and_all_after);
}

static int64_t count_live(void)
{
    return live;
}

static bool is_of_memory(wb_status st)
{
    return st == WB_E_NOMEM;
}

static const memory calls = {arm, refusals_end, count_live, false, is_of_memory, 30};

int main(void)
{
    wb_set_allocator(resize, release);
    add_failing(&calls, 0);
    return run_added("faults/refusals");
}
