/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every verb that takes a wb_run is stopped at each call of its progress callback. */
#include "faults/failing.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct watch {
    int64_t calls, stops_at;
    pthread_t caller;
    bool strange; /* called on another thread, or with what is no fraction */
} watch;

static int32_t watching(void *user, double fraction)
{
    watch *w = user;

    if (!pthread_equal(w->caller, pthread_self()) || !(fraction <= 1))
        w->strange = true;
    return ++w->calls == w->stops_at;
}

static scene scene_with(watch *w, int32_t threads)
{
    scene s = {.run = WB_RUN_INIT};

    s.run.progress = watching;
    s.run.user = w;
    s.run.threads = threads;
    return s;
}

static uint64_t count_calls(const deed *d, int32_t threads, int64_t *calls)
{
    watch w = {0, 0, pthread_self(), false};
    scene s = scene_with(&w, threads);
    uint64_t hash;

    scene_begin(&s, d, world_make());
    w.calls = 0;
    must(d->call(&s), &s.err);
    *calls = w.calls;
    assert_false(w.strange);
    hash = scene_given(&s) ^ scene_taken(&s) * 31;
    scene_end(&s);
    return hash;
}

static void stop_at(const deed *d, int32_t threads, int64_t number, uint64_t well)
{
    watch w = {0, 0, pthread_self(), false};
    scene s = scene_with(&w, threads);
    uint64_t before;

    scene_begin(&s, d, world_make());
    before = scene_taken(&s);
    w = (watch){0, number, pthread_self(), false};
    wb_status st = d->call(&s);
    if (threads > 1 && st == WB_OK && w.calls < number) {
        scene_end(&s); /* how often it asks there depends on which thread does what */
        return;
    }
    assert_fails(st, WB_E_CANCELLED);
    assert_int_equal(w.calls, number); /* nobody is asked after that */
    assert_false(w.strange);
    assert_nothing_given(&s);
    w.stops_at = 0;
    if ((d->flags & CHANGES) == 0)
        assert_true(scene_taken(&s) == before);
    if ((d->flags & (SPENT | READS | WRITES)) == 0) {
        must(d->call(&s), &s.err);
        assert_true((scene_given(&s) ^ scene_taken(&s) * 31) == well);
    }
    scene_end(&s);
}

static void check_deed(void **state)
{
    const deed *d = *state;
    int64_t calls = 0, on_threads = 0;
    uint64_t well = count_calls(d, 1, &calls);

    assert_true(calls > 0);
    for (int64_t n = 1; n <= calls; n++)
        stop_at(d, 1, n, well);
    assert_true(count_calls(d, 3, &on_threads) == well); /* the same bits */
    for (int64_t n = 1; n <= on_threads; n++)
        stop_at(d, 3, n, well);
    assert_true(scene_play(d, world_make()) == well);
}

int main(void)
{
    add_deeds(RUNS, 0, check_deed);
    return run_added("faults/cancel");
}
