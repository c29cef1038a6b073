/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Text that is written piece by piece grows when it is full: whichever piece it is that
 * finds no more memory, nothing leaks and no page is said to be whole. A title of another
 * length fills it at another piece. */
#include "monitoring.h"

#include <stdbool.h>
#include <stdlib.h>

#define RICH                                                                             \
    DEFINITION(                                                                          \
        "\"source\":\"us\",\"note\":{\"nl\":\"n\",\"en\":\"n\"},"                        \
        "\"published\":{\"sources\":{\"a\":{\"title\":\"A\"}},\"figures\":[{\"wave\":"   \
        "2010,\"variable\":\"werkbaar\",\"unit\":\"percent\",\"value\":50,\"digits\":"   \
        "0,\"status\":\"anchored\",\"note\":\"of old\",\"source\":[\"a\"]}]},"           \
        "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"},{\"id\":"            \
        "\"2013\"}]},\"targets\":[{\"measure\":\"werkbaar\",\"value\":0.6,\"date\":"     \
        "\"2030-12-31\",\"direction\":\"at_least\",\"source\":\"us\"}],"                 \
        "\"publication\":{\"min_n\":5,\"mode\":\"hide\"}")

/* ---- memory that does not grow beyond ---- */

typedef struct bound {
    size_t most;  /* bytes that a text may have, which grows by doubling */
    bool refused; /* twice as many were asked for */
} bound;

static bound limit;

static void *bounded(void *block, size_t bytes)
{
    if (block != NULL && bytes == 2 * limit.most) {
        limit.refused = true;
        return NULL;
    }
    return realloc(block, bytes);
}

static wb_status page_into(const wb_monitor_results *results, const char *title,
                           wb_writer *writer)
{
    const wb_monitor_results *const one[] = {results};
    wb_explore_options options = WB_EXPLORE_OPTIONS_INIT;

    options.title = title;
    return wb_monitor_explore(one, 1, &options, writer, NULL);
}

static int32_t let_go(void *user, const void *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)user += n;
    return 0;
}

/* Whether more memory was asked for than there is: then there is no page. */
static bool is_refused(const wb_monitor_results *results, const char *title, size_t most)
{
    wb_writer *writer = NULL;
    size_t written = 0;

    assert_ok(wb_writer_new(let_go, NULL, &written, "nowhere", &writer, NULL));
    limit = (bound){most, false};
    wb_set_allocator(bounded, NULL);
    wb_status st = page_into(results, title, writer);
    wb_set_allocator(NULL, NULL);
    wb_writer_free(writer);
    assert_int_equal(st, limit.refused ? WB_E_NOMEM : WB_OK);
    assert_int_equal(written > 0, !limit.refused);
    return limit.refused;
}

static void test_wb_monitor_explore__grows_or_fails_at_any_piece(void **state)
{
    enum { MOST = 8192 };
    static char title[MOST + 1];
    wb_monitor *monitor = monitor_of(RICH);
    wb_frame *answers = people(2, 20);
    size_t written = 0, n = MOST;
    size_t step = getenv("WB_TEST_WATCHED") == NULL ? 1 : 101;
    wb_writer *writer = NULL;

    (void)state;
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    assert_ok(wb_writer_new(let_go, NULL, &written, "nowhere", &writer, NULL));
    wb_status st = page_into(results, "", writer);
    wb_writer_free(writer);
    memset(title, 't', MOST);
    while (st == WB_OK && n > step && is_refused(results, title + MOST - n, MOST))
        n -= step;
    wb_monitor_results_free(results);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
    if (st == WB_E_UNSUPPORTED)
        skip();
    assert_ok(st);
    assert_true(n < MOST - 2000 &&
                n > step); /* figures were cut off, and in the end none */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_monitor_explore__grows_or_fails_at_any_piece),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
