/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#define _GNU_SOURCE 1 /* fopencookie(), memmem() */
#include "support.h"

#include "record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- what is skipped ---- */

#ifdef __GLIBC__
/* A line of the plan. cmocka before 2.0 says "not ok" of what is skipped, a failure. */
static ssize_t put_line(void *cookie, const char *line, size_t n)
{
    static const char prefix[] = "not ";
    size_t left = sizeof prefix - 1;
    size_t at = 0;

    (void)cookie;
    if (n > left && memcmp(line, prefix, left) == 0 &&
        memmem(line, n, " # SKIP", 7) != NULL)
        at = left;
    while (at < n) {
        ssize_t put = write(STDOUT_FILENO, line + at, n - at);
        if (put <= 0)
            return 0;
        at += (size_t)put;
    }
    return (ssize_t)n;
}

__attribute__((constructor)) static void watch_lines(void)
{
    static char line[BUFSIZ];
    FILE *watched = fopencookie(NULL, "w", (cookie_io_functions_t){.write = put_line});

    if (watched == NULL)
        abort();
    setvbuf(watched, line, _IOLBF, sizeof line);
    stdout = watched;
}

#endif

/* ---- numbers ---- */

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

static record kept;
static const char *recorded; /* what `kept` is of */

static void end_record(void)
{
    if (recorded != NULL)
        record_write(&kept, recorded);
    memset(&kept, 0, sizeof kept);
}

void wb_test_record(const char *of)
{
    if (recorded == NULL)
        assert_int_equal(atexit(end_record), 0);
    end_record();
    recorded = of;
}

void wb_test_next_case(void)
{
    record_next_case(&kept);
}

int wb_test_agrees(const char *kind, double actual, double expected, double least,
                   double relative)
{
    double difference =
        actual == expected ? 0 : fabs(actual - expected) / fmax(fabs(expected), least);

    if (isnan(actual) && isnan(expected))
        return 1;
    if (recorded != NULL)
        record_note(&kept, kind, "", difference, relative);
    if (difference <= relative)
        return 1;
    print_error("%s is %.17g, expected %.17g\n", kind, actual, expected);
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

int wb_test_next_allowed(int allowed)
{
    return allowed + (getenv("WB_TEST_WATCHED") == NULL ? 1 : 1 + allowed / 4);
}

void wb_test_every_allocation(wb_status (*body)(void))
{
    wb_status st = WB_E_NOMEM;

    for (int allowed = 0; st == WB_E_NOMEM; allowed = wb_test_next_allowed(allowed)) {
        assert_true(allowed < 20000);
        allocations_left = allowed;
        wb_set_allocator(failing_resize, NULL);
        st = body();
        wb_set_allocator(NULL, NULL);
    }
    assert_int_equal(st, WB_OK);
}
