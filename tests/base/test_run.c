/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support.h"

#include "base/base.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

static void test_run_read__gives_defaults(void **state)
{
    wb_run run;

    (void)state;
    assert_ok(wb_run_read(&run, NULL, NULL));
    assert_int_equal(run.struct_size, sizeof run);
    assert_int_equal(run.threads, 1);
    assert_null(run.progress);
    assert_int_equal(run.memory_limit, 0);
}

static void test_run_read__makes_threads_a_number(void **state)
{
    wb_run theirs = WB_RUN_INIT;
    wb_run run;

    (void)state;
    theirs.threads = 7;
    assert_ok(wb_run_read(&run, &theirs, NULL));
    assert_int_equal(run.threads, 7);
    theirs.threads = -1;
    assert_ok(wb_run_read(&run, &theirs, NULL));
    assert_true(run.threads >= 1);
}

static void test_run_read__refuses_what_it_does_not_know(void **state)
{
    wb_run theirs = WB_RUN_INIT;
    wb_run run = WB_RUN_INIT;
    wb_error err;

    (void)state;
    run.threads = 5;
    theirs.reserved1 = 1;
    assert_fails(wb_run_read(&run, &theirs, &err), WB_E_VERSION);
    theirs = (wb_run)WB_RUN_INIT;
    theirs.memory_limit = -1;
    assert_fails(wb_run_read(&run, &theirs, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, "-1 bytes"));
    theirs = (wb_run){0};
    assert_fails(wb_run_read(&run, &theirs, &err), WB_E_ARG);
    assert_int_equal(run.threads, 5);
}

/* ---- progress ---- */

static int32_t stop_halfway(void *user, double fraction)
{
    *(double *)user = fraction;
    return fraction >= 0.5;
}

static void test_run_progress__stops_when_told(void **state)
{
    double seen = -1;
    wb_run run = WB_RUN_INIT;
    wb_error err;

    (void)state;
    assert_ok(wb_run_progress(&run, 0.9, NULL));
    run.progress = stop_halfway;
    run.user = &seen;
    assert_ok(wb_run_progress(&run, 0.25, &err));
    assert_close(seen, 0.25, 0);
    assert_fails(wb_run_progress(&run, 0.5, &err), WB_E_CANCELLED);
    assert_int_equal(err.status, WB_E_CANCELLED);
}

/* ---- parts ---- */

enum { N_PARTS = 200 };

typedef struct parts {
    atomic_int done[N_PARTS];
    size_t failing[2];
} parts;

static wb_status do_part(void *user, size_t part, wb_error *err)
{
    parts *all = user;

    atomic_fetch_add(&all->done[part], 1);
    if (part == all->failing[0] || part == all->failing[1])
        return wb_fail_at(err, part % 2 == 0 ? WB_E_DATA : WB_E_NUMERIC, (int64_t)part,
                          "", "part %zu fails", part);
    return WB_OK;
}

static void test_run_parts__does_each_part_once(void **state)
{
    (void)state;
    for (int32_t threads = 0; threads <= 8; threads++) {
        parts all = {.failing = {SIZE_MAX, SIZE_MAX}};
        assert_ok(wb_run_parts(threads, N_PARTS, do_part, &all, NULL));
        for (size_t i = 0; i < N_PARTS; i++)
            assert_int_equal(atomic_load(&all.done[i]), 1);
    }
}

static void test_run_parts__reports_the_lowest_part_that_fails(void **state)
{
    (void)state;
    for (int32_t threads = 1; threads <= 8; threads++) {
        for (size_t first = 0; first < 40; first++) {
            parts all = {.failing = {first, first + 1}};
            wb_error err;
            assert_fails(wb_run_parts(threads, N_PARTS, do_part, &all, &err),
                         first % 2 == 0 ? WB_E_DATA : WB_E_NUMERIC);
            assert_int_equal(err.row, first);
            for (size_t i = 0; i <= first; i++)
                assert_int_equal(atomic_load(&all.done[i]), 1);
        }
    }
}

static void test_run_parts__takes_no_error_and_no_parts(void **state)
{
    parts all = {.failing = {3, 3}};

    (void)state;
    assert_ok(wb_run_parts(4, 0, do_part, &all, NULL));
    assert_ok(wb_run_parts(1000, 1, do_part, &all, NULL));
    assert_fails(wb_run_parts(2, N_PARTS, do_part, &all, NULL), WB_E_NUMERIC);
}

/* ---- parts that can be stopped ---- */

typedef struct asking {
    int32_t calls, stops_at;
    double last;
    pthread_t caller;
    bool elsewhere;
} asking;

static int32_t be_asked(void *user, double fraction)
{
    asking *a = user;

    a->elsewhere |= !pthread_equal(a->caller, pthread_self());
    a->last = fraction;
    return ++a->calls == a->stops_at;
}

static void test_run_parts_asking__stops_after_any_part(void **state)
{
    wb_run run = WB_RUN_INIT;
    wb_error err;

    (void)state;
    run.progress = be_asked;
    for (int32_t at = 1; at <= N_PARTS; at++) {
        parts all = {.failing = {SIZE_MAX, SIZE_MAX}};
        asking a = {.stops_at = at, .caller = pthread_self()};
        run.user = &a;
        assert_fails(wb_run_parts_asking(&run, 1, N_PARTS, do_part, &all, &err),
                     WB_E_CANCELLED);
        assert_int_equal(a.calls, at);
        assert_close(a.last, at / (double)N_PARTS, 1e-15);
        assert_int_equal(atomic_load(&all.done[at - 1]), 1);
        if (at < N_PARTS)
            assert_int_equal(atomic_load(&all.done[at]), 0);
    }
}

static void test_run_parts_asking__asks_on_the_thread_of_the_caller(void **state)
{
    wb_run run = WB_RUN_INIT;

    (void)state;
    run.progress = be_asked;
    for (int32_t threads = 1; threads <= 6; threads++) {
        parts all = {.failing = {SIZE_MAX, SIZE_MAX}};
        asking a = {.caller = pthread_self()};
        run.user = &a;
        assert_ok(wb_run_parts_asking(&run, threads, N_PARTS, do_part, &all, NULL));
        assert_false(a.elsewhere);
        assert_in_range(a.calls, threads == 1 ? N_PARTS : 0, N_PARTS);
        for (size_t i = 0; i < N_PARTS; i++)
            assert_int_equal(atomic_load(&all.done[i]), 1);
    }
}

static wb_status run_on_threads(void)
{
    parts all = {.failing = {SIZE_MAX, SIZE_MAX}};

    return wb_run_parts(3, N_PARTS, do_part, &all, NULL);
}

static void test_run_parts__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(run_on_threads);
}

/* ---- parts that finish in order ---- */

enum { N_ORDERED = 200, N_SLOTS = 5 };

typedef struct ordered {
    atomic_int in_slot[N_SLOTS]; /* parts under way that have it */
    atomic_int worked[N_ORDERED];
    size_t finished[N_ORDERED]; /* in the order they finished */
    size_t n_finished;
    size_t fails_at_work;
    size_t fails_at_finish;
    int shared_slots;
} ordered;

static wb_status work_ordered(void *user, size_t part, size_t slot, wb_error *err)
{
    ordered *all = user;
    volatile unsigned spin = (unsigned)(part * 7919 % 13) * 1000;

    while (spin > 0) /* parts take unequal times */
        spin--;
    if (slot >= N_SLOTS || atomic_fetch_add(&all->in_slot[slot], 1) != 0)
        all->shared_slots++;
    atomic_fetch_add(&all->worked[part], 1);
    if (part >= all->fails_at_work)
        return wb_fail_at(err, WB_E_DATA, (int64_t)part, "", "part %zu", part);
    return WB_OK;
}

static wb_status finish_ordered(void *user, size_t part, size_t slot, wb_error *err)
{
    ordered *all = user;

    if (part >= all->fails_at_finish)
        return wb_fail_at(err, WB_E_NUMERIC, (int64_t)part, "", "part %zu", part);
    all->finished[all->n_finished++] = part;
    atomic_fetch_sub(&all->in_slot[slot], 1);
    return WB_OK;
}

static void test_run_ordered__finishes_in_order_and_shares_no_slot(void **state)
{
    (void)state;
    for (int32_t threads = 1; threads <= N_SLOTS; threads++) {
        ordered all = {.fails_at_work = SIZE_MAX, .fails_at_finish = SIZE_MAX};

        assert_ok(
            wb_run_ordered(threads, N_ORDERED, work_ordered, finish_ordered, &all, NULL));
        assert_int_equal(all.n_finished, N_ORDERED);
        assert_int_equal(all.shared_slots, 0);
        for (size_t i = 0; i < N_ORDERED; i++) {
            assert_int_equal(all.finished[i], i);
            assert_int_equal(atomic_load(&all.worked[i]), 1);
        }
    }
}

static void test_run_ordered__reports_the_lowest_part_that_fails(void **state)
{
    (void)state;
    for (int32_t threads = 1; threads <= N_SLOTS; threads++) {
        ordered work = {.fails_at_work = 61, .fails_at_finish = SIZE_MAX};
        ordered finish = {.fails_at_work = 90, .fails_at_finish = 37};
        wb_error err;

        assert_fails(
            wb_run_ordered(threads, N_ORDERED, work_ordered, finish_ordered, &work, &err),
            WB_E_DATA);
        assert_int_equal(err.row, 61);
        assert_int_equal(work.n_finished, 61);
        assert_fails(wb_run_ordered(threads, N_ORDERED, work_ordered, finish_ordered,
                                    &finish, &err),
                     WB_E_NUMERIC);
        assert_int_equal(err.row, 37);
        assert_int_equal(finish.n_finished, 37);
    }
}

static void test_run_ordered__takes_no_error_and_no_parts(void **state)
{
    ordered all = {.fails_at_work = 0, .fails_at_finish = SIZE_MAX};

    (void)state;
    assert_ok(wb_run_ordered(3, 0, work_ordered, finish_ordered, &all, NULL));
    assert_fails(wb_run_ordered(3, 2, work_ordered, finish_ordered, &all, NULL),
                 WB_E_DATA);
    assert_int_equal(all.n_finished, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_read__gives_defaults),
        cmocka_unit_test(test_run_read__makes_threads_a_number),
        cmocka_unit_test(test_run_read__refuses_what_it_does_not_know),
        cmocka_unit_test(test_run_progress__stops_when_told),
        cmocka_unit_test(test_run_parts__does_each_part_once),
        cmocka_unit_test(test_run_parts__reports_the_lowest_part_that_fails),
        cmocka_unit_test(test_run_parts__takes_no_error_and_no_parts),
        cmocka_unit_test(test_run_parts__survives_every_failing_allocation),
        cmocka_unit_test(test_run_parts_asking__stops_after_any_part),
        cmocka_unit_test(test_run_parts_asking__asks_on_the_thread_of_the_caller),
        cmocka_unit_test(test_run_ordered__finishes_in_order_and_shares_no_slot),
        cmocka_unit_test(test_run_ordered__reports_the_lowest_part_that_fails),
        cmocka_unit_test(test_run_ordered__takes_no_error_and_no_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
