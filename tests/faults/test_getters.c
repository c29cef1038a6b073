/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Functions that cannot fail allocate nothing, so that memory that ran out does not
 * matter to them. */
#include "faults/getters.h"

#include <stdlib.h>

static int64_t allocations;

static void *resize(void *block, size_t n)
{
    allocations++;
    return realloc(block, n);
}

static int64_t heard;

static void after_one(const char *name)
{
    heard++;
    if (name[0] == '\0') /* something was made to look at */
        allocations = 0;
    if (allocations > 0)
        fail_msg("%s allocates", name);
}

static void test_getters__allocate_nothing(void **state)
{
    const world *w = world_make();
    double usual = look_at_all(w), without;

    (void)state;
    wb_set_allocator(resize, NULL);
    without = look_at_each(w, after_one);
    wb_set_allocator(NULL, NULL);
    assert_true(without >= usual && without <= usual);
    assert_true(heard > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_getters__allocate_nothing),
    };

    return cmocka_run_group_tests_name("faults/getters", tests, NULL, world_end);
}
