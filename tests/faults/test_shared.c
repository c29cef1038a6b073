/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Const handles are for any number of threads at once: all deeds on several threads,
 * which share one world, give what one thread gets. ThreadSanitizer watches it in a build
 * of its own. */
#include "faults/failing.h"
#include "faults/getters.h"

#include <pthread.h>
#include <stdlib.h>

enum { N_THREADS = 4, MAX_DEEDS = 400 };

typedef struct task {
    const deed *d;
    uint64_t well;
} task;

typedef struct worker {
    pthread_t thread;
    size_t number;
    const char *wrong; /* the deed whose result was another; NULL: none */
} worker;

static task tasks[MAX_DEEDS];
static size_t n_tasks;
static double looked; /* what the getters of one thread add up to */
static pthread_barrier_t together;

/* Half of the threads begin together with the same deed, the others somewhere else. */
static void *play_all(void *user)
{
    worker *self = user;
    const world *w = world_make();

    for (size_t i = 0; i < n_tasks; i++) {
        const task *t = &tasks[(i + self->number / 2 * 37) % n_tasks];

        (void)pthread_barrier_wait(&together);
        if (scene_play(t->d, w) != t->well)
            self->wrong = t->d->name;
        double sum = look_at_all(w);
        if (!(sum >= looked && sum <= looked))
            self->wrong = "the getters";
    }
    return NULL;
}

static void test_const_handles__are_shared_by_threads(void **state)
{
    worker workers[N_THREADS];
    const world *w = world_make();

    (void)state;
    for (size_t i = 0; all_deeds[i] != NULL; i++) {
        for (const deed *d = all_deeds[i]; d->name != NULL; d++)
            tasks[n_tasks++] = (task){d, scene_play(d, w)};
    }
    looked = look_at_all(w);
    assert_int_equal(pthread_barrier_init(&together, NULL, N_THREADS), 0);
    for (size_t i = 0; i < N_THREADS; i++) {
        workers[i] = (worker){.number = i};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, play_all, workers + i),
                         0);
    }
    for (size_t i = 0; i < N_THREADS; i++)
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    for (size_t i = 0; i < N_THREADS; i++) {
        if (workers[i].wrong != NULL)
            fail_msg("%s gives something else on thread %zu", workers[i].wrong, i);
    }
    (void)pthread_barrier_destroy(&together);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_const_handles__are_shared_by_threads),
    };

    return cmocka_run_group_tests_name("faults/shared", tests, NULL, world_end);
}
