/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_FUNCTIONS = 100, MAX_SIZE = 400 };

static int n_wrong; /* of the test that runs */

static bool is_nothing_given(const scene *s)
{
    static const things none;

    return memcmp(&s->out, &none, sizeof none) == 0 && s->count == -1 &&
           s->numbers[0] >= -1 && s->numbers[0] <= -1;
}

void refused(scene *s, wb_status st, wb_status wanted, const char *word)
{
    bool says = strstr(s->err.message, word) != NULL || strcmp(s->err.item, word) == 0;

    if (st != wanted || s->err.status != st || !says || !is_nothing_given(s)) {
        n_wrong++;
        print_message("# '%s': %s where %s is wanted: '%s' (%s)\n", word,
                      wb_status_name(st), wb_status_name(wanted), s->err.message,
                      s->err.item);
    }
    things_free(&s->out);
    s->err = (wb_error){0};
}

/* ---- options ---- */

/* What they are with another word at a place. */
static const void *with_word(const void *plain, size_t size, size_t at, uint32_t word)
{
    static _Alignas(16) unsigned char room[MAX_SIZE];

    assert_true(size + 16 <= sizeof room);
    memset(room, 0, sizeof room);
    memcpy(room, plain, size);
    memcpy(room + at, &word, sizeof word);
    return room;
}

/* Larger ones of a newer library, with a word in what is new. */
static const void *with_tail(const void *plain, size_t size, uint32_t word)
{
    unsigned char *longer = (unsigned char *)with_word(plain, size, size + 4, word);
    uint32_t said = (uint32_t)size + 16;

    memcpy(longer, &said, sizeof said);
    return longer;
}

void options_refused(scene *s, options_fn call, const void *plain, size_t size,
                     size_t reserved1)
{
    refused(s, call(s, with_word(plain, size, 0, 0)), WB_E_ARG, "struct_size");
    refused(s, call(s, with_word(plain, size, 0, 7)), WB_E_ARG, "struct_size");
    refused(s, call(s, with_word(plain, size, 4, 1)), WB_E_VERSION, "reserved");
    if (reserved1 > 0)
        refused(s, call(s, with_word(plain, size, reserved1, 1)), WB_E_VERSION,
                "reserved");
    refused(s, call(s, with_tail(plain, size, 1)), WB_E_VERSION, "newer");
}

/* ---- all ---- */

static const deed *find(const deed *list, const char *name)
{
    for (const deed *d = list; d->name != NULL; d++) {
        if (strcmp(d->name, name) == 0)
            return d;
    }
    return NULL;
}

/* Skips what the library was built without. */
static const deed *deed_of(const char *name)
{
    const deed *found = NULL;

    for (size_t i = 0; found == NULL && all_deeds[i] != NULL; i++)
        found = find(all_deeds[i], name);
    if (found == NULL) {
        if (find(deeds_store, name) == NULL && find(deeds_statfile, name) == NULL)
            fail_msg("%s is no deed", name);
        skip();
    }
    return found;
}

static void check(void **state)
{
    const misuse *m = *state;
    const deed *d = deed_of(m->name);
    uint64_t well = scene_play(d, world_make());
    scene s = {.run = WB_RUN_INIT};

    n_wrong = 0;
    scene_begin(&s, d, world_make());
    m->wrong(&s);
    if (n_wrong == 0) {
        must(d->call(&s), &s.err);
        assert_true((scene_given(&s) ^ scene_taken(&s) * 31) == well);
    }
    scene_end(&s);
    assert_int_equal(n_wrong, 0);
}

int run_misuses(const char *group, const misuse *list, size_t n)
{
    struct CMUnitTest tests[MAX_FUNCTIONS];

    assert_true(n <= MAX_FUNCTIONS);
    for (size_t i = 0; i < n; i++)
        tests[i] = (struct CMUnitTest){list[i].name, check, NULL, NULL,
                                       (void *)(uintptr_t)&list[i]};
    return _cmocka_run_group_tests(group, tests, n, world_begin, world_end);
}
