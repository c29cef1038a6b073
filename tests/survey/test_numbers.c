/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Means of several numbers in one tally: each has the bits it has alone. */
#include "tally_support.h"

#include <math.h>
#include <stdbool.h>

enum { OUTCOMES = 6, MOST_UPDATES = 3 };

/* Whole; whole with a large offset; missing in the second half only; whole numbers some
 * of which are missing; whole; nothing but missing. */
static const char *const outcomes[OUTCOMES] = {"whole", "large", "late",
                                               "code",  "other", "none"};

static unsigned mixed(int i, unsigned salt)
{
    unsigned v = ((unsigned)i + salt) * 2654435761U;
    v ^= v >> 15;
    v *= 2246822519U;
    return v ^ v >> 13;
}

static double *room(int n)
{
    double *values = calloc((size_t)n, sizeof *values);
    assert_non_null(values);
    return values;
}

static void add_numbers(wb_frame *frame, int n)
{
    double *values = room(n);
    int32_t *codes = (int32_t *)(void *)room(n);

    for (int i = 0; i < n; i++)
        values[i] = mixed(i, 1) % 50 == 0 ? 0 : 0.1 + mixed(i, 2) % 977 / 7.0;
    add_doubles(frame, "w", values);
    for (int o = 0; o < OUTCOMES; o++) {
        double offset = o == 1 ? 1e12 : -3;
        for (int i = 0; i < n; i++) {
            bool missing = o == 5 || (o == 2 && i >= n / 2 && mixed(i, 3) % 7 == 0);
            values[i] = missing ? NAN : offset + mixed(i, 10 + (unsigned)o) % 1009 / 3.0;
            codes[i] = mixed(i, 4) % 11 == 0 ? INT32_MIN : (int32_t)(mixed(i, 5) % 90);
        }
        if (o == 3)
            add_int32s(frame, outcomes[o], codes);
        else
            add_doubles(frame, outcomes[o], values);
    }
    free(values);
    free(codes);
}

/* n rows in units that come back in any order. */
static wb_frame *numbers_frame(int n, int n_units)
{
    wb_frame *frame = new_frame(n);
    int32_t *codes = (int32_t *)(void *)room(n);

    add_numbers(frame, n);
    for (int i = 0; i < n; i++)
        codes[i] = (int32_t)(mixed(i, 6) % (unsigned)n_units);
    add_int32s(frame, "psu", codes);
    for (int i = 0; i < n; i++)
        codes[i] = codes[i] % 4;
    add_int32s(frame, "h", codes);
    for (int i = 0; i < n; i++)
        codes[i] = mixed(i, 7) % 9 == 0 ? INT32_MIN : (int32_t)(mixed(i, 8) % 3);
    add_int32s(frame, "grp", codes);
    free(codes);
    return frame;
}

/* Of outcomes first .. last - 1. */
static wb_spec *numbers_spec(int first, int last)
{
    const char *const by[] = {"grp"};
    wb_spec *spec = new_spec("w", "h");

    assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
    for (int o = first; o < last; o++)
        assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, outcomes[o], NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    return spec;
}

/* Rows in updates that end at these rows, the last one 0, from sources of chunks. */
static wb_tally *numbers_tally(const wb_spec *spec, const wb_frame *frame,
                               const int64_t *ends, int64_t chunk, int32_t threads)
{
    int64_t n = wb_frame_row_count(frame);
    wb_tally *tally = NULL;
    wb_run run = WB_RUN_INIT;

    run.threads = threads;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    for (int64_t first = 0, last; first < n; first = last, ends++) {
        wb_frame *slice = NULL;
        wb_source *source = NULL;
        last = *ends > 0 ? *ends : n;
        assert_ok(wb_frame_slice(frame, first, last - first, &slice, NULL));
        assert_ok(wb_source_from_frame(slice, chunk, &source, NULL));
        assert_ok(wb_tally_update_source(tally, source, &run, NULL));
        wb_source_free(source);
        wb_frame_free(slice);
    }
    return tally;
}

static wb_frame *estimated(const wb_tally *tally)
{
    wb_frame *out = NULL;
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &out, NULL));
    return out;
}

/* Row `i` of one outcome alone, in estimates of all: cell after cell. */
static void assert_row(const wb_frame *all, int64_t row, const wb_frame *alone, int64_t i)
{
    static const char *const columns[] = {"estimate", "se", "df", "n"};
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        double a = number(all, columns[c], row);
        double b = number(alone, columns[c], i);
        assert_true(a == b || (isnan(a) && isnan(b)));
    }
}

/* The row of a cell and outcome in other estimates. */
static int64_t row_of(const wb_frame *all, const wb_frame *alone, int64_t i)
{
    size_t n;
    const char *variable = wb_frame_text(alone, column_of(alone, "variable"), i, &n);
    double grp = number(alone, "grp", i);

    for (int64_t row = 0; row < wb_frame_row_count(all); row++) {
        const char *other = wb_frame_text(all, column_of(all, "variable"), row, &n);
        double there = number(all, "grp", row);
        if (strcmp(variable, other) == 0 &&
            (grp == there || (isnan(grp) && isnan(there))))
            return row;
    }
    fail_msg("no such row");
    return -1;
}

/* All at once and one by one. */
static void assert_as_alone(const wb_frame *frame, const int64_t *ends, int64_t chunk,
                            int32_t threads)
{
    wb_spec *spec = numbers_spec(0, OUTCOMES);
    wb_tally *tally = numbers_tally(spec, frame, ends, chunk, threads);
    wb_frame *all = estimated(tally);

    for (int o = 0; o < OUTCOMES; o++) {
        wb_spec *one = numbers_spec(o, o + 1);
        wb_tally *of_one = numbers_tally(one, frame, ends, 0, 1);
        wb_frame *alone = estimated(of_one);
        assert_int_equal(wb_frame_row_count(all), OUTCOMES * wb_frame_row_count(alone));
        for (int64_t i = 0; i < wb_frame_row_count(alone); i++)
            assert_row(all, row_of(all, alone, i), alone, i);
        wb_frame_free(alone);
        wb_tally_free(of_one);
        wb_spec_free(one);
    }
    wb_frame_free(all);
    wb_tally_free(tally);
    wb_spec_free(spec);
}

static void test_wb_tally_update__numbers_have_the_bits_they_have_alone(void **state)
{
    static const int64_t chunks[] = {1, 700, 2048, 0};
    static const int64_t ends[][MOST_UPDATES] = {{0}, {1, 0}, {2500, 4000, 0}, {4999, 0}};
    wb_frame *frame = numbers_frame(6000, 150);

    (void)state;
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++)
        assert_as_alone(frame, ends[i], chunks[i], 1);
    wb_frame_free(frame);
}

static void test_wb_tally_update__numbers_of_many_parts(void **state)
{
    static const int64_t ends[] = {550000, 0};
    wb_frame *frame = numbers_frame(700000, 1000);

    (void)state;
    assert_as_alone(frame, ends, 0, 1);
    assert_as_alone(frame, ends, 50000, 2);
    wb_frame_free(frame);
}

/* More than 2^16 units: side by side no more. */
static void test_wb_tally_update__numbers_in_many_units(void **state)
{
    static const int64_t ends[] = {1000, 0};
    wb_frame *frame = numbers_frame(300000, 90000);

    (void)state;
    assert_as_alone(frame, ends, 0, 1);
    wb_frame_free(frame);
}

static wb_spec *of_allocations;
static wb_frame *rows_of_allocations;

static wb_status update_twice(void)
{
    wb_tally *tally = NULL;
    wb_status st = wb_tally_new(of_allocations, &tally, NULL);

    if (st == WB_OK)
        st = wb_tally_update(tally, rows_of_allocations, NULL, NULL);
    if (st == WB_OK)
        st = wb_tally_update(tally, rows_of_allocations, NULL, NULL);
    wb_tally_free(tally);
    return st;
}

static void test_wb_tally_update__numbers_when_any_allocation_fails(void **state)
{
    (void)state;
    of_allocations = numbers_spec(0, OUTCOMES);
    rows_of_allocations = numbers_frame(300, 150);
    wb_test_every_allocation(update_twice);
    wb_frame_free(rows_of_allocations);
    wb_spec_free(of_allocations);
}

/* What stands in for the sums while rows come in counts as memory. */
static void test_wb_tally_update__numbers_count_for_the_limit(void **state)
{
    wb_spec *spec = numbers_spec(0, OUTCOMES);
    wb_frame *frame = numbers_frame(30000, 10000);
    wb_tally *tally = NULL;
    wb_run run = WB_RUN_INIT;

    (void)state;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    run.memory_limit = 17 << 20;
    assert_fails(wb_tally_update(tally, frame, &run, NULL), WB_E_LIMIT);
    run.memory_limit = 64 << 20;
    assert_ok(wb_tally_update(tally, frame, &run, NULL));
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_tally_update__numbers_have_the_bits_they_have_alone),
        cmocka_unit_test(test_wb_tally_update__numbers_of_many_parts),
        cmocka_unit_test(test_wb_tally_update__numbers_in_many_units),
        cmocka_unit_test(test_wb_tally_update__numbers_when_any_allocation_fails),
        cmocka_unit_test(test_wb_tally_update__numbers_count_for_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
