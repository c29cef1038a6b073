/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How long calls run. Threads live inside one call: nothing survives it, so a host may
 * fork between calls, and no user callback is ever called on another thread. */
#include "base/base.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

_Static_assert(sizeof(wb_run) == 24 + 2 * sizeof(void *), "wb_run has no padding");

static int32_t core_count(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    return cores < 1 ? 1 : cores > INT32_MAX ? INT32_MAX : (int32_t)cores;
}

wb_status wb_run_read(wb_run *ours, const wb_run *theirs, wb_error *err)
{
    wb_run run = WB_RUN_INIT;
    wb_status st =
        wb_options_read_whole(&run, sizeof run, offsetof(wb_run, reserved1), theirs, err);

    if (st != WB_OK)
        return st;
    if (run.memory_limit < 0)
        return wb_fail(
            err, WB_E_ARG,
            "the memory limit is %lld bytes, where 0 (none) or more is expected",
            (long long)run.memory_limit);
    if (run.threads < 0)
        run.threads = core_count();
    else if (run.threads == 0)
        run.threads = 1;
    *ours = run;
    return WB_OK;
}

wb_status wb_run_progress(const wb_run *run, double fraction, wb_error *err)
{
    if (run->progress == NULL || run->progress(run->user, fraction) == 0)
        return WB_OK;
    return wb_fail(err, WB_E_CANCELLED, "the call was stopped by its progress callback");
}

/* ---- parts ---- */

typedef struct job {
    wb_part_fn work;
    wb_slot_fn slot_work; /* instead of work, with finish */
    wb_slot_fn finish;
    void *user;
    size_t n_parts;
    atomic_size_t next;  /* the first part that nobody has taken */
    atomic_bool failed;  /* take no more */
    const wb_run *asked; /* after each part of the caller's thread; NULL: nobody is */
    atomic_size_t done;
    pthread_mutex_t turn_mutex;
    pthread_cond_t turn_changed;
    size_t turn; /* the part that may finish */
} job;

typedef struct worker {
    job *job;
    size_t slot;
    pthread_t thread;
    size_t part; /* the part that failed, or n_parts */
    wb_status status;
    wb_error err;
} worker;

/* The thread of the caller is the first. */
static wb_status ask(worker *self)
{
    job *shared = self->job;
    size_t done = atomic_fetch_add(&shared->done, 1) + 1;

    if (self->slot != 0 || shared->asked == NULL)
        return WB_OK;
    return wb_run_progress(shared->asked, (double)done / (double)shared->n_parts,
                           &self->err);
}

/* Parts are taken in order and a part that was taken is finished, so the lowest part that
 * fails is found whatever the number of threads. */
static void *run_worker(void *argument)
{
    worker *self = argument;
    job *shared = self->job;

    self->part = shared->n_parts;
    self->status = WB_OK;
    while (!atomic_load(&shared->failed)) {
        size_t part = atomic_fetch_add(&shared->next, 1);
        if (part >= shared->n_parts)
            break;
        self->status = shared->work(shared->user, part, &self->err);
        if (self->status == WB_OK)
            self->status = ask(self);
        if (self->status != WB_OK) {
            self->part = part;
            atomic_store(&shared->failed, true);
            break;
        }
    }
    return NULL;
}

/* A part finishes, or fails, when those before it have finished: so the first to fail is
 * the lowest, and the others that wait then give up. */
static void *run_ordered_worker(void *argument)
{
    worker *self = argument;
    job *shared = self->job;
    bool stop = false;

    self->part = shared->n_parts;
    self->status = WB_OK;
    while (!stop) {
        size_t part = atomic_fetch_add(&shared->next, 1);
        if (part >= shared->n_parts)
            break;
        wb_status st = shared->slot_work(shared->user, part, self->slot, &self->err);
        (void)pthread_mutex_lock(&shared->turn_mutex);
        while (shared->turn != part && !atomic_load(&shared->failed))
            (void)pthread_cond_wait(&shared->turn_changed, &shared->turn_mutex);
        stop = atomic_load(&shared->failed);
        if (!stop && st == WB_OK)
            st = shared->finish(shared->user, part, self->slot, &self->err);
        if (!stop && st != WB_OK) {
            self->status = st;
            self->part = part;
            atomic_store(&shared->failed, true);
            stop = true;
        }
        shared->turn++;
        (void)pthread_cond_broadcast(&shared->turn_changed);
        (void)pthread_mutex_unlock(&shared->turn_mutex);
    }
    return NULL;
}

/* Start as many as the system gives. They block all signals: those are for the threads of
 * the host. */
static size_t start_workers(worker *workers, size_t count, void *(*body)(void *))
{
    sigset_t all, before;
    size_t started = 0;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    while (started < count &&
           pthread_create(&workers[started].thread, NULL, body, &workers[started]) == 0)
        started++;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

/* Run a job with the caller's thread and at most n_threads - 1 others. */
static wb_status run_job(job *shared, int32_t n_threads, void *(*body)(void *),
                         wb_error *err)
{
    worker own = {.job = shared};
    size_t n_helpers = n_threads > 1 ? (size_t)n_threads - 1 : 0;
    worker *helpers = NULL;
    const worker *lowest = &own;

    if (n_helpers > shared->n_parts - 1)
        n_helpers = shared->n_parts - 1;
    if (n_helpers > 0) {
        helpers = wb_allocate(n_helpers, sizeof *helpers);
        if (helpers == NULL)
            return wb_fail_nomem(err);
        for (size_t i = 0; i < n_helpers; i++) {
            helpers[i].job = shared;
            helpers[i].slot = i + 1;
        }
        n_helpers = start_workers(helpers, n_helpers, body);
    }
    (void)body(&own);
    for (size_t i = 0; i < n_helpers; i++) {
        (void)pthread_join(helpers[i].thread, NULL);
        if (helpers[i].part < lowest->part)
            lowest = &helpers[i];
    }
    wb_status st = lowest->status;
    if (st != WB_OK && err != NULL)
        *err = lowest->err;
    wb_release(helpers);
    return st;
}

wb_status wb_run_parts(int32_t n_threads, size_t n_parts, wb_part_fn work, void *user,
                       wb_error *err)
{
    return wb_run_parts_asking(NULL, n_threads, n_parts, work, user, err);
}

wb_status wb_run_parts_asking(const wb_run *run, int32_t n_threads, size_t n_parts,
                              wb_part_fn work, void *user, wb_error *err)
{
    job shared = {.work = work, .user = user, .n_parts = n_parts, .asked = run};
    return n_parts > 0 ? run_job(&shared, n_threads, run_worker, err) : WB_OK;
}

wb_status wb_run_ordered(int32_t n_threads, size_t n_parts, wb_slot_fn work,
                         wb_slot_fn finish, void *user, wb_error *err)
{
    job shared = {.slot_work = work,
                  .finish = finish,
                  .user = user,
                  .n_parts = n_parts,
                  .turn_mutex = PTHREAD_MUTEX_INITIALIZER,
                  .turn_changed = PTHREAD_COND_INITIALIZER};

    if (n_parts == 0)
        return WB_OK;
    wb_status st = run_job(&shared, n_threads, run_ordered_worker, err);
    (void)pthread_cond_destroy(&shared.turn_changed);
    (void)pthread_mutex_destroy(&shared.turn_mutex);
    return st;
}
