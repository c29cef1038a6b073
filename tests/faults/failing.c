/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/failing.h"

#include <stdio.h>
#include <stdlib.h>

enum { N_THINGS = sizeof(things) / sizeof(void *), MAX_TESTS = 400 };
_Static_assert(N_THINGS <= 64, "a bit for each of the things");

static char nowhere;
static const memory *mem;

/* ---- outputs ---- */

void spoil_outputs(scene *s)
{
    void *all[N_THINGS];

    for (size_t i = 0; i < N_THINGS; i++)
        all[i] = &nowhere;
    memcpy(&s->out, all, sizeof all);
}

uint64_t changed_outputs(scene *s)
{
    void *all[N_THINGS];
    uint64_t changed = 0;

    memcpy(all, &s->out, sizeof all);
    for (size_t i = 0; i < N_THINGS; i++) {
        if (all[i] != &nowhere)
            changed |= UINT64_C(1) << i;
        else
            all[i] = NULL;
    }
    memcpy(&s->out, all, sizeof all);
    return changed;
}

void assert_nothing_given(const scene *s)
{
    static const things none;

    assert_memory_equal(&s->out, &none, sizeof none);
    assert_int_equal(s->count, -1);
    for (size_t i = 0; i < sizeof s->numbers / sizeof *s->numbers; i++)
        assert_true(s->numbers[i] >= -1 && s->numbers[i] <= -1);
    assert_true(s->err.status < 0 && s->err.message[0] != '\0');
}

/* ---- one deed ---- */

typedef struct outcome {
    uint64_t hash;    /* of what is there when all goes well */
    uint64_t outputs; /* that it has */
    int64_t n;        /* allocations */
} outcome;

static outcome when_well(const deed *d)
{
    outcome well = {0};
    scene s = {.run = WB_RUN_INIT};

    scene_begin(&s, d, world_make());
    spoil_outputs(&s);
    mem->arm(0, false);
    wb_status st = d->call(&s);
    well.n = mem->disarm();
    well.outputs = changed_outputs(&s);
    must(st, &s.err);
    well.hash = scene_given(&s) ^ scene_taken(&s) * 31;
    scene_end(&s);
    return well;
}

/* What failed can be done now, with the same handles. */
static void do_again(const deed *d, scene *s, const outcome *well)
{
    must(d->call(s), &s->err);
    assert_true((scene_given(s) ^ scene_taken(s) * 31) == well->hash);
}

static void check_failed(const deed *d, scene *s, wb_status st, uint64_t before,
                         uint64_t outputs, const outcome *well)
{
    if (!mem->may_be(st))
        fail_msg("%s: %s: %s", d->name, wb_status_name(st), s->err.message);
    assert_int_equal(s->err.status, st);
    assert_nothing_given(s);
    assert_true(outputs == well->outputs); /* they are NULL now */
    if ((d->flags & CHANGES) == 0)
        assert_true(scene_taken(s) == before);
    if ((d->flags & (SPENT | READS | WRITES)) == 0)
        do_again(d, s, well);
}

/* Whether it failed. */
static bool try_failure(const deed *d, int64_t number, bool and_all_after,
                        const outcome *well)
{
    scene s = {.run = WB_RUN_INIT};
    uint64_t before, outputs;

    scene_begin(&s, d, world_make());
    before = scene_taken(&s);
    spoil_outputs(&s);
    mem->arm(number, and_all_after);
    wb_status st = d->call(&s);
    (void)mem->disarm();
    outputs = changed_outputs(&s);
    if (st != WB_OK)
        check_failed(d, &s, st, before, outputs, well);
    else /* it did without that memory, and the result is the same */
        assert_true((scene_given(&s) ^ scene_taken(&s) * 31) == well->hash);
    scene_end(&s);
    return st != WB_OK;
}

/* Each of the first allocations, then ever larger steps; in long tests each of many, and
 * where every instruction is watched few. */
static int64_t next_number(int64_t number)
{
    bool watched = getenv("WB_TEST_WATCHED") != NULL;
    int64_t each = watched ? 6 : getenv("WB_TEST_LONG") != NULL ? 1500 : mem->each;

    return number < each ? number + 1 : number + 1 + number / (watched ? 2 : 4);
}

static void check_deed(void **state)
{
    const deed *d = *state;
    outcome well = when_well(d); /* caches, if any, are made now */
    int64_t live = mem->live != NULL ? mem->live() : 0, n_failed = 0, n = 1;

    well = when_well(d);
    if (mem->is_ours)
        assert_int_equal(well.n == 0, (d->flags & NO_MEMORY) != 0);
    for (; n <= well.n; n = next_number(n)) {
        n_failed += try_failure(d, n, false, &well);
        n_failed += try_failure(d, n, true, &well);
    }
    assert_true(scene_play(d, world_make()) == well.hash);
    if (mem->live != NULL)
        assert_int_equal(mem->live(), live);
    assert_true(n_failed > 0 || well.n == 0);
}

/* ---- all ---- */

static struct CMUnitTest tests[MAX_TESTS];
static size_t n_tests;

static void add(struct CMUnitTest test)
{
    assert_true(n_tests < MAX_TESTS);
    tests[n_tests++] = test;
}

void add_deeds(unsigned flags, unsigned without, CMUnitTestFunction test)
{
    const char *only = getenv("WB_TEST_DEED");

    for (size_t i = 0; all_deeds[i] != NULL; i++) {
        for (const deed *d = all_deeds[i]; d->name != NULL; d++) {
            bool wanted = flags == 0 || (d->flags & flags) != 0;

            if (wanted && (d->flags & without) == 0 &&
                (only == NULL || strcmp(only, d->name) == 0))
                add((struct CMUnitTest){d->name, test, NULL, NULL, (void *)(uintptr_t)d});
        }
    }
}

void add_failing(const memory *of, unsigned without)
{
    mem = of;
    add_deeds(0, without, check_deed);
}

void add_test(const char *name, CMUnitTestFunction test, CMFixtureFunction begin,
              CMFixtureFunction end)
{
    add((struct CMUnitTest){name, test, begin, end, NULL});
}

int run_added(const char *group)
{
    return _cmocka_run_group_tests(group, tests, n_tests, world_begin, world_end);
}
