/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support.h"

#include <stdlib.h>

int wb_test_close(double actual, double expected, double relative)
{
    if (isnan(actual) || isnan(expected)) {
        if (isnan(actual) && isnan(expected))
            return 1;
    } else if (actual == expected ||
               fabs(actual - expected) <= relative * fmax(1, fabs(expected))) {
        return 1;
    }
    print_error("%.17g is not close to %.17g\n", actual, expected);
    return 0;
}

int wb_test_cases(int n)
{
    return getenv("WB_TEST_WATCHED") == NULL ? n : (n + 19) / 20;
}

static int allocations_left;

static void *failing_resize(void *block, size_t bytes)
{
    return allocations_left-- > 0 ? realloc(block, bytes) : NULL;
}

void wb_test_every_allocation(wb_status (*body)(void))
{
    wb_status st = WB_E_NOMEM;

    for (int allowed = 0; st == WB_E_NOMEM; allowed++) {
        assert_true(allowed < 20000);
        allocations_left = allowed;
        wb_set_allocator(failing_resize, NULL);
        st = body();
        wb_set_allocator(NULL, NULL);
    }
    assert_int_equal(st, WB_OK);
}
