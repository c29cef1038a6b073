/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A deed while memory runs out: nothing comes out, nothing is lost, nothing leaks, and
 * the next call works. Which memory, the program says. */
#ifndef WB_TEST_FAULTS_FAILING_H
#define WB_TEST_FAULTS_FAILING_H

#include "faults/scene.h"

/* Where memory comes from, and how it is made to fail. */
typedef struct memory {
    /* The allocation that fails, from 1, and all after it or not; 0: none does. */
    void (*arm)(int64_t number, bool and_all_after);
    /* Allocations since then; none fails any more. */
    int64_t (*disarm)(void);
    /* Blocks that were taken and not given back; NULL: not known. */
    int64_t (*live)(void);
    /* Whether it is that of wb_set_allocator(), which some deeds ask for nothing. */
    bool is_ours;
    /* Whether a failed call may have this status. */
    bool (*may_be)(wb_status st);
    /* How many of the first are tried one by one, where there is time. */
    int64_t each;
} memory;

/* A program says which tests it has, then runs them; cmocka makes one plan of one group.
 * A test of a deed finds it in *state. */

/* A test per deed that has one of these flags (0: any deed) and none of those. */
void add_deeds(unsigned flags, unsigned without, CMUnitTestFunction test);
/* The same, of a test that lets each of its allocations fail in turn. */
void add_failing(const memory *of, unsigned without);
/* A test that is of no deed. */
void add_test(const char *name, CMUnitTestFunction test, CMFixtureFunction begin,
              CMFixtureFunction end);
/* Run them on a world that is made before and freed after them. */
int run_added(const char *group);

/* Outputs before a call point nowhere in particular, so that what the call leaves in them
 * is seen. */
void spoil_outputs(scene *s);
/* The outputs that the call filled or emptied, one bit each; afterwards what it left
 * alone is NULL. */
uint64_t changed_outputs(scene *s);
/* Nothing came out. */
void assert_nothing_given(const scene *s);

#endif
