/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What every test file includes: cmocka in the order it wants, and our few helpers. */
#ifndef WB_TEST_SUPPORT_H
#define WB_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include <werkbaar/werkbaar.h>

#define assert_ok(call)            assert_int_equal((call), WB_OK)
#define assert_fails(call, status) assert_int_equal((call), (status))

/* |actual - expected| <= relative * max(1, |expected|); NaN equals NaN. */
#define assert_close(actual, expected, relative)                                         \
    assert_true(wb_test_close((actual), (expected), (relative)))
int wb_test_close(double actual, double expected, double relative);

/* Is |actual - expected| <= relative * max(least, |expected|), or are both NaN? Keeps how
 * close it came as one of a kind (tests/record.h), once a record has begun. A record ends
 * where the next begins, and with the program. */
int wb_test_agrees(const char *kind, double actual, double expected, double least,
                   double relative);
void wb_test_record(const char *of);
/* What is compared from here on is of another case of the record. */
void wb_test_next_case(void);

/* How many of n random cases to do: all, or a twentieth where every instruction is
 * watched (WB_TEST_WATCHED is set) and only faults of memory are looked for. */
int wb_test_cases(int n);

/* Run body once per allocation, failing the 1st, 2nd, ... until it succeeds; where every
 * instruction is watched, ever fewer of them. body must free whatever it got and return
 * the status it saw; anything but WB_E_NOMEM fails. */
void wb_test_every_allocation(wb_status (*body)(void));
/* After a run in which this many allocations went well: how many do in the next. */
int wb_test_next_allowed(int allowed);

#endif
