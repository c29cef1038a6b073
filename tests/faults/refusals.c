/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "refusals.h"

#include <execinfo.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Callers that make a site; more of them in long tests. Before them come refusals_next()
 * and the function that asks. */
enum { ASKING = 2, MAX_CALLERS = 4, MAX_SITES = 1 << 16 };

typedef struct site {
    void *callers[MAX_CALLERS];
    int64_t number; /* in order of first calls, from 1; 0: none here */
} site;

static struct {
    pthread_mutex_t lock; /* calls come from all threads of the library */
    enum { OFF, FINDING, ARMED } mode;
    site sites[MAX_SITES]; /* by hash */
    int64_t n_sites, refused;
    int64_t depth;       /* calls that are under way */
    const void *outside; /* where the program made the first of them */
    bool and_all_after, began;
} all = {.lock = PTHREAD_MUTEX_INITIALIZER};

void refusals_find(void)
{
    memset(all.sites, 0, sizeof all.sites);
    all.n_sites = 0;
    all.depth = 0;
    all.mode = FINDING;
}

void refusals_arm(int64_t number, bool and_all_after)
{
    all.refused = number;
    all.and_all_after = and_all_after;
    all.began = false;
    all.depth = 0;
    all.mode = ARMED;
}

int64_t refusals_end(void)
{
    all.mode = OFF;
    return all.n_sites;
}

/* The site of these callers, or the place for it. */
static site *find(void *const *callers)
{
    uint64_t hash = 0;

    for (int i = 0; i < MAX_CALLERS; i++)
        hash = (hash ^ (uint64_t)(uintptr_t)callers[i]) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 40) % MAX_SITES;
    while (all.sites[at].number != 0 &&
           memcmp(all.sites[at].callers, callers, sizeof all.sites[at].callers) != 0)
        at = (at + 1) % MAX_SITES;
    return &all.sites[at];
}

static bool decide(void *const *callers)
{
    site *here = find(callers);

    if (all.mode == FINDING) {
        if (here->number == 0 && all.n_sites < MAX_SITES / 2) {
            memcpy(here->callers, callers, sizeof here->callers);
            here->number = ++all.n_sites;
        }
        return false;
    }
    if (all.began)
        return all.and_all_after;
    all.began = here->number == all.refused;
    return all.began;
}

/* The callers that are the library's: where the program calls it from is no matter. */
static void cut_callers(void **callers)
{
    int n = 0;

    while (n < MAX_CALLERS && callers[n] != all.outside)
        n++;
    for (; n < MAX_CALLERS; n++)
        callers[n] = NULL;
}

bool refusals_next(void)
{
    void *stack[ASKING + MAX_CALLERS] = {0};
    bool refuses = false;

    if (all.mode == OFF)
        return false;
    int n_callers = getenv("WB_TEST_LONG") != NULL ? MAX_CALLERS : 2;
    (void)backtrace(stack, ASKING + n_callers);
    pthread_mutex_lock(&all.lock);
    if (all.depth > 0) {
        cut_callers(stack + ASKING);
        refuses = decide(stack + ASKING);
    }
    pthread_mutex_unlock(&all.lock);
    return refuses;
}

void refusals_enter(const void *from)
{
    if (all.mode == OFF)
        return;
    pthread_mutex_lock(&all.lock);
    if (all.depth++ == 0)
        all.outside = from;
    pthread_mutex_unlock(&all.lock);
}

wb_status refusals_leave(wb_status status)
{
    if (all.mode == OFF)
        return status;
    pthread_mutex_lock(&all.lock);
    all.depth--;
    pthread_mutex_unlock(&all.lock);
    return status;
}
