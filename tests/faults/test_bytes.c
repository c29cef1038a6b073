/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Readers that fail at any byte, or give one byte at a time; writers that fail at any
 * byte. Nothing comes out, and the next call works. */
#include "faults/failing.h"

#include <stdlib.h>

/* Of n places a few tens, or in long tests hundreds. */
static int64_t step(int64_t n)
{
    int64_t places = getenv("WB_TEST_LONG") != NULL ? 400 : 25;

    return n < places ? 1 : n / places;
}

/* ---- readers ---- */

/* The faults of a source come when its rows are asked for, and again until it is rewound.
 */
static wb_status drain(scene *s)
{
    wb_status st = WB_OK, again;
    wb_frame *frame = NULL;

    do {
        wb_frame_free(frame);
        frame = NULL;
        st = wb_source_next(s->out.source, &frame, &s->err);
    } while (st == WB_OK && frame != NULL);
    if (st != WB_OK) {
        assert_null(frame);
        again = wb_source_next(s->out.source, &frame, &s->err);
        assert_int_equal(again, st);
        assert_null(frame);
    }
    wb_frame_free(frame);
    return st;
}

/* How often it reads when one byte comes at a time. */
static int64_t read_slowly(const deed *d, uint64_t well)
{
    scene s = {.run = WB_RUN_INIT, .reading = {.most = 1}};
    int64_t calls;

    scene_begin(&s, d, world_make());
    must(d->call(&s), &s.err);
    assert_true((scene_given(&s) ^ scene_taken(&s) * 31) == well);
    calls = s.reading.calls;
    scene_end(&s);
    return calls;
}

static void fail_to_read(const deed *d, int64_t number)
{
    scene s = {.run = WB_RUN_INIT, .reading = {.most = 1}};
    uint64_t before;

    scene_begin(&s, d, world_make());
    before = scene_taken(&s);
    s.reading.fails_at = number;
    wb_status st = d->call(&s);
    if (st == WB_OK && s.out.source != NULL)
        st = drain(&s);
    else if (st != WB_OK)
        assert_nothing_given(&s);
    if (st != WB_E_IO)
        fail_msg("%s: read %lld fails: %s: %s", d->name, (long long)number,
                 wb_status_name(st), s.err.message);
    assert_int_equal(s.err.status, WB_E_IO);
    assert_true(scene_taken(&s) == before);
    scene_end(&s);
}

static void check_reader(void **state)
{
    const deed *d = *state;
    uint64_t well = scene_play(d, world_make());
    int64_t calls = read_slowly(d, well);

    assert_true(calls > 0);
    for (int64_t n = 1; n <= calls; n += step(calls))
        fail_to_read(d, n);
    fail_to_read(d, calls);
    assert_true(scene_play(d, world_make()) == well);
}

/* ---- writers ---- */

enum { BLOCK = 65536 }; /* what a writer keeps before it asks its callback */

/* A writer that will fail as soon as so many bytes more come. */
static void fill_up(scene *s, int64_t left)
{
    static const char filler[BLOCK];

    must(wb_writer_write(s->mine.writer, filler, (size_t)(BLOCK - left), &s->err),
         &s->err);
    s->writing.calls = 0;
    s->writing.fails_at = 1;
}

static void fail_to_write(const deed *d, int64_t number)
{
    scene s = {.run = WB_RUN_INIT};
    uint64_t before;

    scene_begin(&s, d, world_make());
    before = scene_taken(&s);
    fill_up(&s, number);
    wb_status st = d->call(&s);
    if (st != WB_E_IO)
        fail_msg("%s: byte %lld fails: %s: %s", d->name, (long long)number,
                 wb_status_name(st), s.err.message);
    assert_nothing_given(&s);
    assert_true(scene_taken(&s) == before);
    assert_fails(wb_writer_finish(s.mine.writer, &s.err), WB_E_IO);
    assert_fails(wb_writer_write(s.mine.writer, "x", 1, &s.err), WB_E_IO);
    scene_end(&s);
}

/* What is kept until the end fails there. */
static void fail_to_finish(const deed *d)
{
    scene s = {.run = WB_RUN_INIT, .writing = {.fails_at = 1}};

    scene_begin(&s, d, world_make());
    wb_status st = d->call(&s);
    if (st == WB_OK)
        st = wb_writer_finish(s.mine.writer, &s.err);
    assert_fails(st, WB_E_IO);
    scene_end(&s);
}

/* How many bytes it writes. */
static int64_t count_bytes(const deed *d)
{
    scene s = {.run = WB_RUN_INIT};
    int64_t n;

    scene_begin(&s, d, world_make());
    must(d->call(&s), &s.err);
    must(wb_writer_finish(s.mine.writer, &s.err), &s.err);
    n = (int64_t)s.writing.n_bytes;
    scene_end(&s);
    return n;
}

static void check_writer(void **state)
{
    const deed *d = *state;
    uint64_t well = scene_play(d, world_make());
    int64_t n = count_bytes(d);

    if (n == 0)
        skip(); /* what this build cannot write */
    for (int64_t i = 1; i <= n && i < BLOCK; i += step(n))
        fail_to_write(d, i);
    fail_to_finish(d);
    assert_true(scene_play(d, world_make()) == well);
}

int main(void)
{
    add_deeds(READS, 0, check_reader);
    add_deeds(WRITES, 0, check_writer);
    return run_added("faults/bytes");
}
