/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows that come piece by piece, some of them without anything to say, and files that are
 * put together of others. */
#include "tally_support.h"

#include <math.h>
#include <stdbool.h>

static void assert_same_estimates(const wb_frame *a, const wb_frame *b, double relative)
{
    static const char *const names[] = {"estimate", "se", "n"};

    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    for (int64_t r = 0; r < wb_frame_row_count(a); r++) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            assert_close(number(a, names[i], r), number(b, names[i], r), relative);
    }
}

static wb_frame *estimates_of(const wb_tally *tally)
{
    wb_frame *out = NULL;
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &out, NULL));
    return out;
}

/* ---- a first pass ---- */

static const double ys[] = {3, 8, 1, 9, 4, 7.5, 2, 6, 11, 5, 10, 7};
static const double ws[] = {1, 2, 1, 3, 2, 1, 2, 1, 1, 2, 3, 1};

static wb_frame *rows_of(const double *y, const double *w, int64_t n)
{
    wb_frame *frame = new_frame(n);
    add_doubles(frame, "y", y);
    add_doubles(frame, "w", w);
    return frame;
}

static wb_spec *median_spec(void)
{
    wb_spec *spec = new_spec("w", NULL);
    assert_ok(wb_spec_add_quantile(spec, "y", 0.5, NULL));
    return spec;
}

static void test_update__of_a_first_pass_goes_on_from_the_rows_before(void **state)
{
    wb_spec *spec = median_spec();
    wb_frame *all = rows_of(ys, ws, 12);
    wb_frame *pieces[] = {rows_of(ys, ws, 5), rows_of(ys + 5, ws + 5, 7)};
    wb_tally *whole = tally_of(spec, all);
    wb_tally *tally = tally_of(spec, pieces[0]);

    (void)state;
    assert_ok(wb_tally_update(tally, pieces[1], NULL, NULL));
    assert_int_equal(wb_tally_row_count(tally), 12);
    wb_frame *expected = estimates_of(whole);
    wb_frame *out = estimates_of(tally);
    assert_string(out, "status", 0, "one_pass");
    assert_true(number(out, "estimate", 0) == 7);
    assert_same_estimates(out, expected, 0);
    wb_frame_free(out);
    wb_frame_free(expected);
    wb_tally_free(tally);
    wb_tally_free(whole);
    wb_frame_free(pieces[1]);
    wb_frame_free(pieces[0]);
    wb_frame_free(all);
    wb_spec_free(spec);
}

/* The second pass of a first that took its rows in so many pieces. */
static wb_tally *second_in(const wb_spec *spec, const double *y, int pieces)
{
    const int64_t n = 12 / pieces;
    wb_frame *frame = rows_of(y, ws, n);
    wb_tally *first = tally_of(spec, frame), *second = NULL;

    wb_frame_free(frame);
    for (int i = 1; i < pieces; i++) {
        frame = rows_of(y + i * n, ws + i * n, n);
        wb_tally *more = tally_of(spec, frame);
        assert_ok(wb_tally_merge(first, more, NULL));
        wb_tally_free(more);
        wb_frame_free(frame);
    }
    assert_int_equal(wb_tally_row_count(first), 12);
    assert_ok(wb_tally_second_pass(first, &second, NULL));
    wb_tally_free(first);
    return second;
}

/* As many rows, and fewer values, of rows that came together or not. */
static void test_merge__refuses_second_passes_that_know_fewer_values(void **state)
{
    double fewer[12];
    wb_spec *spec = median_spec();
    wb_frame *frame = rows_of(ys, ws, 12);
    wb_tally *second = second_in(spec, ys, 1);

    (void)state;
    memcpy(fewer, ys, sizeof fewer);
    fewer[3] = NAN;
    assert_ok(wb_tally_update(second, frame, NULL, NULL));
    for (int pieces = 1; pieces <= 3; pieces++) {
        wb_tally *other = second_in(spec, fewer, pieces);
        wb_error err = {0};
        assert_fails(wb_tally_merge(second, other, &err), WB_E_CONFLICT);
        assert_int_equal(wb_tally_row_count(second), 12);
        wb_tally_free(other);
    }
    wb_tally *same = second_in(spec, ys, 1);
    assert_ok(wb_tally_merge(second, same, NULL));
    wb_tally_free(same);
    wb_tally_free(second);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* The first group has rows and no value. */
static void test_read__a_first_pass_has_groups_without_values(void **state)
{
    static const double y[] = {NAN, NAN, 3, 5, 8};
    static const int32_t g[] = {1, 1, 2, 2, 2};
    const char *const by[] = {"g"};
    wb_spec *spec = median_spec();
    wb_frame *frame = rows_of(y, ws, 5);
    wb_tally *back = NULL;
    char *bytes;
    size_t n;

    (void)state;
    add_int32s(frame, "g", g);
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    wb_tally *tally = tally_of(spec, frame);
    bytes_of(tally, &bytes, &n);
    assert_ok(read_bytes(bytes, n, &back, NULL));
    wb_frame *out = estimates_of(back), *expected = estimates_of(tally);
    assert_string(out, "status", 0, "empty");
    assert_true(number(out, "estimate", 1) == 5);
    assert_same_estimates(out, expected, 0);
    wb_frame_free(expected);
    wb_frame_free(out);
    wb_tally_free(back);
    free(bytes);
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* ---- a section of another file ---- */

static size_t section_at(const char *bytes, size_t n, const char *tag)
{
    size_t at = 0;

    while (memcmp(bytes + at, tag, 4) != 0)
        assert_true(++at + 4 < n);
    return at;
}

static size_t section_length(const char *bytes, size_t at)
{
    size_t length = 0;

    for (size_t i = 8; i-- > 0;)
        length = length << 8 | (unsigned char)bytes[at + 4 + i];
    return 12 + length;
}

static void test_read__refuses_what_a_first_pass_found_where_none_was_asked(void **state)
{
    wb_spec *spec = median_spec(), *plain = new_spec("w", NULL);
    wb_frame *frame = rows_of(ys, ws, 12);
    wb_tally *first = tally_of(spec, frame), *second = NULL, *back = NULL;
    wb_error err = {0};
    char *with, *without;
    size_t n_with, n_without;

    (void)state;
    assert_ok(wb_spec_add_estimand(plain, WB_STATISTIC_MEAN, "y", NULL));
    wb_tally *other = tally_of(plain, frame);
    assert_ok(wb_tally_second_pass(first, &second, NULL));
    bytes_of(second, &with, &n_with);
    bytes_of(other, &without, &n_without);
    size_t from = section_at(with, n_with, "FIRS");
    size_t length = section_length(with, from);
    size_t to = section_at(without, n_without, "SPEC");
    to += section_length(without, to);
    char *both = malloc(n_without + length);
    assert_non_null(both);
    memcpy(both, without, to);
    memcpy(both + to, with + from, length);
    memcpy(both + to + length, without + to, n_without - to);
    put_crc(both, n_without + length);
    assert_fails(read_bytes(both, n_without + length, &back, &err), WB_E_DATA);
    assert_null(back);
    assert_non_null(strstr(err.message, "asks for no second pass"));
    free(both);
    free(without);
    free(with);
    wb_tally_free(other);
    wb_tally_free(second);
    wb_tally_free(first);
    wb_frame_free(frame);
    wb_spec_free(plain);
    wb_spec_free(spec);
}

/* ---- rows that do not say what kind an outcome is of ---- */

enum { SILENT = 40 };

/* Group 0 with values, or many other groups where nobody has one. */
static wb_frame *group_rows(bool silent)
{
    static const double y[] = {1, 2, 4};
    static const int8_t yes[] = {1, 0, 1};
    static const char *const k[] = {"a", "b", "a"};
    int32_t g[SILENT] = {0};
    wb_column none = WB_COLUMN_INIT;
    wb_frame *frame = new_frame(silent ? SILENT : 3);

    for (int i = 0; silent && i < SILENT; i++)
        g[i] = 1 + i;
    add_int32s(frame, "g", g);
    none.type = WB_TYPE_NULL;
    if (silent) {
        assert_ok(wb_frame_add_column(frame, "y", &none, NULL));
        assert_ok(wb_frame_add_column(frame, "yes", &none, NULL));
        assert_ok(wb_frame_add_column(frame, "k", &none, NULL));
        return frame;
    }
    add_doubles(frame, "y", y);
    add_bools(frame, "yes", yes);
    add_texts(frame, "k", k);
    return frame;
}

static void assert_groups(const wb_tally *tally, double n)
{
    wb_frame *out = estimates_of(tally);

    for (int64_t r = 0; r < wb_frame_row_count(out); r++) {
        bool first = number(out, "g", r) == 0;
        assert_string(out, "status", r, first ? "ok" : "empty");
        assert_close(number(out, "n", r), first ? n : 0, 0);
    }
    assert_int_equal(wb_frame_row_count(out), 4 * (1 + SILENT));
    assert_close(number(out, "estimate", 0), 7.0 / 3, 1e-15);
    assert_close(number(out, "estimate", 1), 2.0 / 3, 1e-15);
    wb_frame_free(out);
}

static void test_merge__takes_groups_in_which_nobody_says_anything(void **state)
{
    const char *const by[] = {"g"};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *says = group_rows(false), *silent = group_rows(true);

    (void)state;
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "yes", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "k", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    wb_tally *tally = tally_of(spec, says);
    wb_tally *other = tally_of(spec, silent);
    assert_ok(wb_tally_merge(tally, other, NULL));
    assert_groups(tally, 3);
    wb_tally *again = tally_of(spec, says); /* what was merged is merged */
    assert_ok(wb_tally_merge(again, tally, NULL));
    assert_groups(again, 6);
    wb_tally_free(again);
    wb_tally_free(other);
    wb_tally_free(tally);
    wb_frame_free(silent);
    wb_frame_free(says);
    wb_spec_free(spec);
}

/* ---- frames of many rows, one after another ---- */

enum { PART = 1 << 18, FRAMES = 2 };

typedef struct repeated {
    wb_frame *frame;
    int left;
} repeated;

static wb_status next_frame(void *user, wb_frame **out, wb_error *err)
{
    repeated *of = user;

    *out = NULL;
    if (of->left == 0)
        return WB_OK;
    of->left--;
    return wb_frame_slice(of->frame, 0, wb_frame_row_count(of->frame), out, err);
}

static wb_status take_frames(wb_tally *tally, wb_frame *frame, int32_t threads,
                             int64_t limit, wb_error *err)
{
    repeated of = {frame, FRAMES};
    wb_run run = WB_RUN_INIT;
    wb_source *source = NULL;

    run.threads = threads;
    run.memory_limit = limit;
    assert_ok(wb_source_new(next_frame, NULL, NULL, &of, &source, NULL));
    wb_status st = wb_tally_update_source(tally, source, &run, err);
    wb_source_free(source);
    return st;
}

/* Two parts each, so that none is left open and every frame goes to the threads. */
static void test_update_source__gives_each_frame_to_all_threads(void **state)
{
    wb_spec *spec = new_spec(NULL, NULL);
    double *y = calloc(2 * PART, sizeof *y);
    wb_tally *tallies[2] = {NULL, NULL}, *small = NULL;
    wb_error err = {0};

    (void)state;
    assert_non_null(y);
    for (int i = 0; i < 2 * PART; i++)
        y[i] = (double)(i % 1009) / 7;
    wb_frame *frame = new_frame(2 * PART);
    add_doubles(frame, "y", y);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    for (int i = 0; i < 2; i++) {
        assert_ok(wb_tally_new(spec, &tallies[i], NULL));
        assert_ok(take_frames(tallies[i], frame, i + 1, (int64_t)1 << 30, NULL));
        assert_int_equal(wb_tally_row_count(tallies[i]), 2 * FRAMES * PART);
    }
    wb_frame *expected = estimates_of(tallies[0]), *out = estimates_of(tallies[1]);
    assert_same_estimates(out, expected, 0);
    assert_ok(wb_tally_new(spec, &small, NULL));
    assert_fails(take_frames(small, frame, 2, 1000, &err), WB_E_LIMIT);
    assert_non_null(strstr(err.message, "the limit is 1000"));
    assert_int_equal(wb_tally_row_count(small), 0);
    wb_frame_free(out);
    wb_frame_free(expected);
    wb_tally_free(small);
    wb_tally_free(tallies[1]);
    wb_tally_free(tallies[0]);
    wb_frame_free(frame);
    free(y);
    wb_spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_update__of_a_first_pass_goes_on_from_the_rows_before),
        cmocka_unit_test(test_merge__refuses_second_passes_that_know_fewer_values),
        cmocka_unit_test(test_read__a_first_pass_has_groups_without_values),
        cmocka_unit_test(test_read__refuses_what_a_first_pass_found_where_none_was_asked),
        cmocka_unit_test(test_merge__takes_groups_in_which_nobody_says_anything),
        cmocka_unit_test(test_update_source__gives_each_frame_to_all_threads),
    };
    return cmocka_run_group_tests_name("survey/updates", tests, NULL, NULL);
}
