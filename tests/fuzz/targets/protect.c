/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Disclosure control of small tables, held against all tables there can be: a whole and
 * its parts, of which some people may be in none. What is released must leave every
 * hidden count as uncertain as it promises, for somebody who knows the numbers of staff,
 * who adds and subtracts, and who tries every whole number. */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

enum {
    PARTS = 4,
    STAFF = 11,
    MOST = PARTS * STAFF + STAFF,
    CELLS = PARTS + 2,
    WHOLE = 0
};

/* Counts of a cell: those who answered, and those of them with the problem. */
typedef struct counted {
    int n, problem, staff;
    bool shown;
} counted;

/* Cell 0 is the whole, then the parts, then the remainder, which has no name. */
typedef struct table {
    counted cells[CELLS];
    int parts;
    bool has_rest; /* the remainder is not known to be empty */
    wb_disclose_options options;
} table;

/* Which sums (n, problem) there can be: bit `problem` of can[n]. */
typedef struct sums {
    uint64_t can[MOST + 1];
} sums;
_Static_assert(MOST < 64, "a word has a bit for every number of problems");

void fuzz_start(void)
{
}

/* ---- a table of bytes ---- */

static void cell_make(counted *cell, fuzz_bytes *bytes)
{
    cell->staff = (int)fuzz_below(bytes, STAFF + 1);
    cell->n = (int)fuzz_below(bytes, (unsigned)cell->staff + 1);
    cell->problem = (int)fuzz_below(bytes, (unsigned)cell->n + 1);
}

static void table_make(table *t, fuzz_bytes *bytes)
{
    *t = (table){.parts = 2 + (int)fuzz_below(bytes, PARTS - 1)};
    t->options = (wb_disclose_options)WB_DISCLOSE_OPTIONS_INIT;
    t->options.min_n = 5 + (int32_t)fuzz_below(bytes, 3);
    t->options.extreme = (int32_t)fuzz_below(bytes, 4) - 1;
    bool rest = fuzz_below(bytes, 3) == 0;
    for (int i = 1; i <= t->parts + (rest ? 1 : 0); i++) {
        cell_make(&t->cells[i], bytes);
        t->cells[WHOLE].n += t->cells[i].n;
        t->cells[WHOLE].problem += t->cells[i].problem;
        t->cells[WHOLE].staff += t->cells[i].staff;
    }
    /* Who did not say of which part they are, is of any. */
    t->cells[t->parts + 1].staff = t->cells[WHOLE].staff;
    t->has_rest = rest && t->cells[t->parts + 1].n > 0;
}

static void name_of(int i, char name[4])
{
    snprintf(name, 4, "c%d", i);
}

static wb_frame *frame_read(const char *csv)
{
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err;
    wb_reader *reader = fuzz_reader(csv, strlen(csv));
    if (reader == NULL) {
        return NULL;
    }
    if (!fuzz_must(wb_csv_read(reader, NULL, &source, &err), &err, source)) {
        wb_reader_free(reader);
        return NULL;
    }
    (void)fuzz_must(wb_source_collect(source, NULL, &frame, &err), &err, frame);
    wb_source_free(source);
    return frame;
}

static wb_frame *counts_frame(const table *t)
{
    char csv[512] = "cell,measure,n,problem,staff\n";
    size_t at = strlen(csv);
    for (int i = 0; i <= t->parts; i++) {
        const counted *c = &t->cells[i];
        at += (size_t)snprintf(csv + at, sizeof csv - at, "c%d,m,%d,%d,%d\n", i, c->n,
                               c->problem, c->staff);
    }
    return frame_read(csv);
}

static wb_frame *relations_frame(const table *t)
{
    char csv[512] = "kind,partition,total,part\n";
    size_t at = strlen(csv);
    for (int i = 1; i <= t->parts; i++) {
        at += (size_t)snprintf(csv + at, sizeof csv - at, "sum,p,c0,c%d\n", i);
    }
    return frame_read(csv);
}

/* ---- what was released ---- */

static bool text_is(const wb_frame *frame, const char *column, int64_t row,
                    const char *word)
{
    size_t n = 0;
    const char *text =
        wb_frame_text(frame, (size_t)wb_frame_find(frame, column), row, &n);
    return text != NULL && n == strlen(word) && memcmp(text, word, n) == 0;
}

static void released_take(table *t, const wb_frame *released)
{
    size_t n = (size_t)wb_frame_find(released, "n"),
           problem = (size_t)wb_frame_find(released, "problem");
    fuzz_expect(wb_frame_row_count(released) == t->parts + 1, "every row is released");
    for (int i = 0; i <= t->parts; i++) {
        char name[4];
        int64_t row = 0;
        name_of(i, name);
        while (!text_is(released, "cell", row, name)) {
            row++;
        }
        counted *c = &t->cells[i];
        c->shown = !text_is(released, "status", row, "hidden");
        fuzz_expect(wb_frame_is_missing(released, n, row) == !c->shown &&
                        wb_frame_is_missing(released, problem, row) == !c->shown,
                    "what is hidden has no number");
        fuzz_expect(!c->shown || (wb_frame_int64(released, n, row) == c->n &&
                                  wb_frame_int64(released, problem, row) == c->problem),
                    "what is shown is so");
        fuzz_expect(!c->shown || c->n >= t->options.min_n,
                    "what is shown is of enough people");
    }
}

/* ---- all tables there can be ---- */

/* A sum has no more problems than people, so no bit is lost. */
static void shown_add(const counted *c, const sums *from, sums *to)
{
    for (int i = 0; i + c->n <= MOST; i++) {
        to->can[i + c->n] = from->can[i] << c->problem;
    }
}

/* Any number of people up to the staff, of whom any have the problem: `some` has what
 * there can be with 0 to n problems more. */
static void hidden_add(const counted *c, const sums *from, sums *to)
{
    sums some = {{0}};
    for (int n = 0; n <= c->staff; n++) {
        for (int i = 0; i + n <= MOST; i++) {
            some.can[i] |= from->can[i] << n;
            to->can[i + n] |= some.can[i];
        }
    }
}

/* All that a cell can be, beside what others are. */
static void cell_add(const counted *c, sums *all)
{
    sums next = {{0}};
    if (c->shown) {
        shown_add(c, all, &next);
    } else {
        hidden_add(c, all, &next);
    }
    *all = next;
}

/* The sums of all but the whole and this one. */
static void others_sum(const table *t, int without, sums *all)
{
    memset(all, 0, sizeof *all);
    all->can[0] = 1;
    for (int i = 1; i <= t->parts + (t->has_rest ? 1 : 0); i++) {
        if (i != without) {
            cell_add(&t->cells[i], all);
        }
    }
}

static bool can_sum(const sums *all, int n, int problem)
{
    return n >= 0 && n <= MOST && problem >= 0 && (all->can[n] >> problem & 1) != 0;
}

/* With these counts of cell i, and sums of all other cells but the whole: is a whole of
 * them what is known of it? */
static bool can_be(const table *t, int i, const sums *others, int n, int problem)
{
    const counted *whole = &t->cells[WHOLE];
    bool found = false;
    if (i == WHOLE) {
        return can_sum(others, n, problem);
    }
    if (whole->shown) {
        return can_sum(others, whole->n - n, whole->problem - problem);
    }
    for (int a = 0; a + n <= whole->staff && !found; a++) {
        found = others->can[a] != 0;
    }
    return found;
}

/* The least and the most that a count of a cell can be. */
typedef struct bounds {
    int low, high;
} bounds;

static void range_take(bounds *range, int value)
{
    range->low = value < range->low ? value : range->low;
    range->high = value > range->high ? value : range->high;
}

/* The most that a count could be before anything was released. */
static int most_before(const table *t, int i)
{
    int most = 0;
    for (int k = 1; k <= t->parts + (t->has_rest ? 1 : 0); k++) {
        most += t->cells[k].staff;
    }
    return most < t->cells[i].staff ? most : t->cells[i].staff;
}

static void range_check(const table *t, int i, const bounds *range, const char *what)
{
    int before = most_before(t, i);
    int least = t->options.min_n < before ? t->options.min_n : before;
    if (range->high - range->low < least) {
        fuzz_fail("%s of cell %d, of %d people, is known to be %d to %d, min_n %d", what,
                  i, t->cells[i].staff, range->low, range->high, (int)t->options.min_n);
    }
}

static void hidden_check(const table *t, int i)
{
    static sums others;
    bounds n = {MOST, 0}, problem = {MOST, 0}, without = {MOST, 0};
    others_sum(t, i, &others);
    for (int a = 0; a <= t->cells[i].staff; a++) {
        for (int b = 0; b <= a; b++) {
            if (can_be(t, i, &others, a, b)) {
                range_take(&n, a);
                range_take(&problem, b);
                range_take(&without, a - b);
            }
        }
    }
    range_check(t, i, &n, "the number of answers");
    range_check(t, i, &problem, "the number of problems");
    range_check(t, i, &without, "the number without the problem");
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    static table t;
    fuzz_bytes from = {bytes, n};
    wb_frame *released = NULL;
    wb_error err;
    table_make(&t, &from);
    wb_frame *counts = counts_frame(&t);
    wb_frame *relations = relations_frame(&t);
    if (counts != NULL && relations != NULL &&
        fuzz_must(
            wb_disclose(counts, relations, &t.options, NULL, &released, NULL, NULL, &err),
            &err, released)) {
        fuzz_accept();
        released_take(&t, released);
        for (int i = 0; i <= t.parts; i++) {
            if (!t.cells[i].shown) {
                hidden_check(&t, i);
            }
        }
    }
    wb_frame_free(released);
    wb_frame_free(relations);
    wb_frame_free(counts);
}
