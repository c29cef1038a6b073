/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every deed while clocks jump: far ahead, far back, and back at every look. These are
 * functions of the C library with the same names, which the dynamic linker finds first,
 * so that also SQLite, zlib and ReadStat look at these clocks. */
#include "faults/failing.h"

#include <sys/time.h>
#include <time.h>

static time_t now, step;
static int64_t looks;
static bool jumping;

static time_t look(void)
{
    looks++;
    now += step;
    return now;
}

time_t time(time_t *out)
{
    struct timespec real;

    if (jumping)
        real.tv_sec = look();
    else
        (void)timespec_get(&real, TIME_UTC);
    if (out != NULL)
        *out = real.tv_sec;
    return real.tv_sec;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone)
{
    struct timespec real;

    (void)zone;
    if (jumping)
        real = (struct timespec){look(), 0};
    else
        (void)timespec_get(&real, TIME_UTC);
    *out = (struct timeval){real.tv_sec, (suseconds_t)(real.tv_nsec / 1000)};
    return 0;
}

static uint64_t play_at(const deed *d, time_t from, time_t each)
{
    uint64_t hash;

    now = from;
    step = each;
    jumping = true;
    hash = scene_play(d, world_make());
    jumping = false;
    return hash;
}

static void check_deed(void **state)
{
    const deed *d = *state;
    uint64_t hash = scene_play(d, world_make());

    assert_true(play_at(d, 4102444800, 86400) == hash); /* 2100, a day at a look */
    assert_true(play_at(d, 1700000000, -3600) == hash); /* an hour back at a look */
    assert_true(play_at(d, 1, 0) == hash);              /* 1970, standing still */
}

/* These clocks are those that the process looks at. */
static void test_clock__is_in_place(void **state)
{
    (void)state;
    looks = 0;
    now = 5;
    step = 1;
    jumping = true;
    assert_int_equal(time(NULL), 6);
    jumping = false;
    assert_int_equal(looks, 1);
}

/* ---- `now` that goes back ---- */

static int64_t edit(wb_store *store, int64_t at, const char *title)
{
    wb_changes *changes = NULL;
    wb_error err = {0};
    int64_t seq = -1;

    must(wb_changes_new(&changes, &err), &err);
    must(wb_changes_set(changes, "b", "title/nl", title, NULL, 1000, &err), &err);
    must(wb_store_apply(store, changes, at, "e", NULL, &seq, &err), &err);
    wb_changes_free(changes);
    return seq;
}

static void check_history(wb_store *store, const int64_t *at, size_t n)
{
    wb_frame *history = NULL;
    size_t column;

    assert_ok(wb_store_history(store, 3, NULL, NULL, &history, NULL));
    column = (size_t)wb_frame_find(history, "at");
    assert_int_equal(wb_frame_row_count(history), n);
    for (size_t i = 0; i < n; i++) /* as it was said, in the order of the calls */
        assert_int_equal(wb_frame_int64(history, column, (int64_t)i), at[i]);
    wb_frame_free(history);
}

static void test_store__takes_editors_whose_clocks_go_back(void **state)
{
    static const int64_t at[] = {9000, 5000, -7000, 9000};
    static const char *const titles[] = {"\"p\"", "\"q\"", "\"r\"", "\"s\""};
    const world *w = world_make();
    scene s = {.run = WB_RUN_INIT};
    int64_t before = 3, seq = 0; /* entries that are there */

    (void)state;
    if (w->files[FILE_STORE].at == NULL)
        skip();
    for (const deed *d = deeds_store; s.mine.store == NULL; d++) {
        if (strcmp(d->name, "wb_store_seq") == 0)
            scene_begin(&s, d, w);
    }
    for (size_t i = 0; i < 4; i++) {
        int64_t made = edit(s.mine.store, at[i], titles[i]);
        assert_true(made > before);
        before = made;
    }
    assert_ok(wb_store_verify(s.mine.store, NULL));
    check_history(s.mine.store, at, 4);
    assert_ok(wb_store_seq(s.mine.store, INT64_MAX, &seq, NULL));
    assert_int_equal(seq, before);
    scene_end(&s);
}

int main(void)
{
    add_deeds(0, 0, check_deed);
    add_test("the clock is in place", test_clock__is_in_place, NULL, NULL);
    add_test("a store takes editors whose clocks go back",
             test_store__takes_editors_whose_clocks_go_back, NULL, NULL);
    return run_added("faults/clock");
}
