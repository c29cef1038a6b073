/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tallies of what stays open - clusters, open rows, replicates, calibrated weights - in
 * chunks, in parts and in files. */
#include "tally_support.h"

#include <math.h>

enum { ROWS = 96, SPECS = 4 };

static wb_frame *sample_frame(void)
{
    static const char *const names[] = {"zorg", "bouw", "onderwijs"};
    double w[ROWS], d[ROWS], y[ROWS], x[ROWS], n1[ROWS], n2[ROWS], r[3][ROWS];
    int32_t h[ROWS], psu[ROWS], ssu[ROWS];
    int8_t ill[ROWS];
    const char *sector[ROWS];
    wb_frame *frame = new_frame(ROWS);

    for (int i = 0; i < ROWS; i++) {
        unsigned v = (unsigned)(i + 3) * 2654435761U;
        h[i] = i % 3;
        psu[i] = h[i] * 10 + (int32_t)(v >> 9) % 4;
        ssu[i] = (int32_t)(v >> 14) % 5;
        w[i] = 1 + (v >> 7) % 9 * 0.5;
        d[i] = w[i] * (i % 2 == 0 ? 0.8 : 1.1);
        x[i] = (v >> 11) % 31;
        y[i] = (v >> 5) % 19 == 0 ? NAN : x[i] + (v >> 3) % 7;
        ill[i] = (v >> 16) % 11 == 0 ? MISSING_BOOL : (int8_t)((v >> 17) % 2);
        sector[i] = (v >> 20) % 9 == 0 ? NULL : names[(v >> 21) % 3];
        n1[i] = 12 + h[i];
        n2[i] = 20;
        for (int k = 0; k < 3; k++)
            r[k][i] = (int)(v >> (12 + k)) % 3 == k ? 0 : 1.5 * w[i];
    }
    add_doubles(frame, "w", w);
    add_doubles(frame, "d", d);
    add_doubles(frame, "x", x);
    add_doubles(frame, "y", y);
    add_doubles(frame, "n1", n1);
    add_doubles(frame, "n2", n2);
    add_doubles(frame, "r1", r[0]);
    add_doubles(frame, "r2", r[1]);
    add_doubles(frame, "r3", r[2]);
    add_int32s(frame, "h", h);
    add_int32s(frame, "psu", psu);
    add_int32s(frame, "ssu", ssu);
    add_bools(frame, "ill", ill);
    add_texts(frame, "sector", sector);
    return frame;
}

/* Stages with fpc; open rows; replicates; calibrated. */
static wb_spec *sample_spec(int which)
{
    const char *const by[] = {"sector"};
    const char *const replicates[] = {"r1", "r2", "r3"};
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_spec *spec = new_spec("w", which == 2 ? NULL : "h");

    if (which == 0) {
        assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
        assert_ok(wb_spec_add_cluster(spec, "ssu", NULL));
        assert_ok(wb_spec_add_fpc(spec, "n1", NULL));
        assert_ok(wb_spec_add_fpc(spec, "n2", NULL));
    }
    if (which == 1)
        assert_ok(wb_spec_set_units(spec, WB_UNITS_OPEN, NULL));
    if (which == 2) {
        options.type = WB_REPLICATE_BOOTSTRAP;
        assert_ok(wb_spec_set_replicates(spec, &options, NULL));
        for (int i = 0; i < 3; i++)
            assert_ok(wb_spec_add_replicate(spec, replicates[i], 0, NULL));
    }
    if (which == 3) {
        assert_ok(wb_spec_set_initial_weights(spec, "d", NULL));
        assert_ok(wb_spec_add_margin(spec, NULL, 0, NULL));
        assert_ok(wb_spec_add_auxiliary(spec, "x", NULL));
    }
    assert_ok(wb_spec_set_design_effect(spec, WB_DEFF_WOR, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "ill", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_VARIANCE, "y", NULL));
    assert_ok(wb_spec_add_ratio(spec, "y", "x", NULL));
    assert_ok(wb_spec_add_pair(spec, WB_STATISTIC_CORRELATION, "x", "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "sector", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    return spec;
}

static void update_slice(wb_tally *tally, const wb_frame *frame, int64_t first, int64_t n)
{
    wb_frame *slice = NULL;
    assert_ok(wb_frame_slice(frame, first, n, &slice, NULL));
    assert_ok(wb_tally_update(tally, slice, NULL, NULL));
    wb_frame_free(slice);
}

static wb_frame *estimated(const wb_tally *tally)
{
    wb_frame *out = NULL;
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &out, NULL));
    return out;
}

static void assert_same(const wb_frame *a, const wb_frame *b, double relative)
{
    static const char *const columns[] = {"estimate", "se", "lower", "upper",
                                          "df",       "n",  "deff"};
    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    for (int64_t row = 0; row < wb_frame_row_count(a); row++) {
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++)
            assert_close(number(a, columns[c], row), number(b, columns[c], row),
                         relative);
    }
}

static void test_open__chunks_never_show(void **state)
{
    wb_frame *frame = sample_frame();

    (void)state;
    for (int which = 0; which < SPECS; which++) {
        wb_spec *spec = sample_spec(which);
        wb_frame *whole = estimate(spec, frame, NULL);
        wb_tally *tally = NULL;
        assert_ok(wb_tally_new(spec, &tally, NULL));
        update_slice(tally, frame, 0, 1);
        update_slice(tally, frame, 1, 50);
        update_slice(tally, frame, 51, ROWS - 51);
        wb_frame *out = estimated(tally);
        assert_same(out, whole, 0);
        wb_frame_free(out);
        wb_frame_free(whole);
        wb_tally_free(tally);
        wb_spec_free(spec);
    }
    wb_frame_free(frame);
}

static void test_open__parts_merge_in_any_order(void **state)
{
    wb_frame *frame = sample_frame();

    (void)state;
    for (int which = 0; which < SPECS; which++) {
        wb_spec *spec = sample_spec(which);
        wb_frame *whole = estimate(spec, frame, NULL);
        wb_tally *first = NULL;
        wb_tally *second = NULL;
        assert_ok(wb_tally_new(spec, &first, NULL));
        assert_ok(wb_tally_new(spec, &second, NULL));
        update_slice(first, frame, 0, 37);
        update_slice(second, frame, 37, ROWS - 37);
        assert_ok(wb_tally_merge(second, first, NULL));
        wb_frame *out = estimated(second);
        assert_same(out, whole, 1e-12);
        wb_frame_free(out);
        wb_frame_free(whole);
        wb_tally_free(first);
        wb_tally_free(second);
        wb_spec_free(spec);
    }
    wb_frame_free(frame);
}

/* Every call works on a copy, which has the same room. */
static void test_open__many_calls_take_no_more_memory(void **state)
{
    wb_frame *frame = sample_frame();

    (void)state;
    for (int which = 0; which < SPECS; which++) {
        wb_spec *spec = sample_spec(which);
        wb_run run = WB_RUN_INIT;
        wb_tally *tally = NULL;
        run.memory_limit = 4 << 20;
        assert_ok(wb_tally_new(spec, &tally, NULL));
        for (int64_t at = 0; at < ROWS; at++) {
            wb_frame *slice = NULL;
            assert_ok(wb_frame_slice(frame, at, 1, &slice, NULL));
            assert_ok(wb_tally_update(tally, slice, &run, NULL));
            wb_frame_free(slice);
        }
        wb_tally_free(tally);
        wb_spec_free(spec);
    }
    wb_frame_free(frame);
}

/* Rows are taken in by parts of 2^18: an open row of an earlier part is not there again.
 */
static void test_open__rows_of_many_parts_count_once(void **state)
{
    const int many = wb_test_cases(600000);
    double *y = calloc((size_t)many, sizeof *y);
    int32_t *h = calloc((size_t)many, sizeof *h);
    wb_frame *frame = new_frame(many);
    wb_frame *out[3];

    (void)state;
    assert_true(y != NULL && h != NULL);
    for (int i = 0; i < many; i++) {
        y[i] = (unsigned)i * 2654435761U >> 12;
        h[i] = i % 7;
    }
    add_doubles(frame, "y", y);
    add_int32s(frame, "h", h);
    for (int which = 0; which < 3; which++) {
        wb_spec *spec = new_spec(NULL, "h");
        wb_tally *tally = NULL;
        wb_run run = WB_RUN_INIT;
        assert_ok(wb_spec_set_units(spec, which > 0 ? WB_UNITS_OPEN : 0, NULL));
        assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
        assert_ok(wb_tally_new(spec, &tally, NULL));
        run.threads = which == 2 ? 3 : 1;
        assert_ok(wb_tally_update(tally, frame, &run, NULL));
        out[which] = estimated(tally);
        wb_tally_free(tally);
        wb_spec_free(spec);
    }
    assert_same(out[1], out[0], 1e-12);
    assert_same(out[2], out[1], 0);
    for (int which = 0; which < 3; which++)
        wb_frame_free(out[which]);
    wb_frame_free(frame);
    free(y);
    free(h);
}

static void test_open__files_go_on_as_if_they_had_never_left(void **state)
{
    wb_frame *frame = sample_frame();

    (void)state;
    for (int which = 0; which < SPECS; which++) {
        wb_spec *spec = sample_spec(which);
        wb_frame *whole = estimate(spec, frame, NULL);
        wb_tally *tally = NULL;
        wb_tally *again = NULL;
        char *bytes = NULL;
        char *same = NULL;
        size_t n, m;
        assert_ok(wb_tally_new(spec, &tally, NULL));
        update_slice(tally, frame, 0, 40);
        bytes_of(tally, &bytes, &n);
        assert_int_equal(bytes[10], 1); /* minor version */
        assert_ok(read_bytes(bytes, n, &again, NULL));
        bytes_of(again, &same, &m);
        assert_int_equal(n, m);
        assert_memory_equal(bytes, same, n);
        update_slice(again, frame, 40, ROWS - 40);
        wb_frame *out = estimated(again);
        assert_same(out, whole, 1e-12);
        wb_frame_free(out);
        wb_frame_free(whole);
        free(bytes);
        free(same);
        wb_tally_free(tally);
        wb_tally_free(again);
        wb_spec_free(spec);
    }
    wb_frame_free(frame);
}

/* Bytes that lie, with a checksum that fits: refused, or a tally that works. */
static void test_open__files_survive_hostile_bytes(void **state)
{
    wb_frame *frame = sample_frame();

    (void)state;
    for (int which = 0; which < SPECS; which++) {
        wb_spec *spec = sample_spec(which);
        wb_tally *tally = NULL;
        char *bytes = NULL;
        size_t n;
        assert_ok(wb_tally_new(spec, &tally, NULL));
        update_slice(tally, frame, 0, 12);
        bytes_of(tally, &bytes, &n);
        for (size_t at = 48; at + 4 < n; at += 1 + at % 5) {
            wb_tally *read = NULL;
            wb_frame *out = NULL;
            char kept = bytes[at];
            bytes[at] = (char)(kept ^ (1 << at % 8));
            put_crc(bytes, n);
            if (read_bytes(bytes, n, &read, NULL) == WB_OK) {
                (void)!wb_tally_estimate(read, NULL, NULL, &out, NULL);
                wb_frame_free(out);
                wb_tally_free(read);
            } else {
                assert_null(read);
            }
            bytes[at] = kept;
        }
        for (size_t length = 0; length < n; length += 7) {
            wb_tally *read = NULL;
            assert_true(read_bytes(bytes, length, &read, NULL) != WB_OK);
            assert_null(read);
        }
        free(bytes);
        wb_tally_free(tally);
        wb_spec_free(spec);
    }
    wb_frame_free(frame);
}

static void refuse_row(wb_spec *spec, wb_frame *frame, int64_t row, const char *item,
                       const char *words)
{
    wb_tally *tally = NULL;
    wb_error err;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_fails(wb_tally_update(tally, frame, NULL, &err), WB_E_DATA);
    assert_int_equal(err.row, row);
    assert_string_equal(err.item, item);
    assert_non_null(strstr(err.message, words));
    assert_int_equal(wb_tally_row_count(tally), 0);
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_update__names_the_row_and_column_of_a_bad_design(void **state)
{
    const int32_t h[] = {1, 1, 2, 2}, c[] = {1, INT32_MIN, 3, 4};
    const double good[] = {9, 9, 8, 8}, varies[] = {9, 9, 8, 7}, none[] = {9, 9, -1, -1},
                 r[] = {1, 2, -3, 1}, y[] = {1, 2, 3, 4};
    wb_replicate_options options = {sizeof options, 0, WB_REPLICATE_JK1, 0, 0, 0};

    (void)state;
    for (int which = 0; which < 4; which++) {
        wb_spec *spec = new_spec(NULL, which == 3 ? NULL : "h");
        wb_frame *frame = new_frame(4);
        add_int32s(frame, "h", h);
        add_int32s(frame, "c", c);
        add_doubles(frame, "y", y);
        add_doubles(frame, "good", good);
        add_doubles(frame, "r", r);
        add_doubles(frame, "fpc", which == 1 ? varies : none);
        assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
        if (which == 0) {
            assert_ok(wb_spec_add_cluster(spec, "c", NULL));
            refuse_row(spec, frame, 1, "c", "cluster");
        } else if (which < 3) {
            assert_ok(wb_spec_add_fpc(spec, "fpc", NULL));
            refuse_row(spec, frame, which == 1 ? 3 : 2, "fpc",
                       which == 1 ? "varies within a stratum (h=2): 7 here, 8 before"
                                  : "-1");
        } else {
            assert_ok(wb_spec_set_replicates(spec, &options, NULL));
            assert_ok(wb_spec_add_replicate(spec, "good", 0, NULL));
            assert_ok(wb_spec_add_replicate(spec, "r", 0, NULL));
            refuse_row(spec, frame, 2, "r", "replicate weight");
        }
    }
}

static void refuse_estimate(wb_spec *spec, wb_frame *frame, const char *item,
                            const char *words)
{
    wb_tally *tally = NULL;
    wb_frame *out = NULL;
    wb_error err;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_fails(wb_tally_estimate(tally, NULL, NULL, &out, &err), WB_E_DESIGN);
    assert_string_equal(err.item, item);
    assert_non_null(strstr(err.message, words));
    assert_null(out);
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static wb_frame *small_frame(double fpc)
{
    const int32_t h[] = {1, 1, 1, 1, 2, 2}, c[] = {1, 2, 2, 3, 3, 4};
    const double y[] = {1, 2, 3, 4, 5, 6};
    const double sizes[] = {fpc, fpc, fpc, fpc, fpc, fpc};
    wb_frame *frame = new_frame(6);
    add_int32s(frame, "h", h);
    add_int32s(frame, "c", c);
    add_doubles(frame, "y", y);
    add_doubles(frame, "fpc", sizes);
    return frame;
}

static void test_estimate__names_the_stratum_and_unit_of_a_design_that_cannot_be(void **s)
{
    (void)s;
    wb_spec *spec = new_spec(NULL, "h");
    assert_ok(wb_spec_add_cluster(spec, "c", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    refuse_estimate(spec, small_frame(9), "c", "(h=1, c=3) and (h=2, c=3)");

    spec = new_spec(NULL, "h");
    assert_ok(wb_spec_add_cluster(spec, "c", NULL));
    assert_ok(wb_spec_set_nested(spec, 1, NULL));
    assert_ok(wb_spec_add_fpc(spec, "fpc", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    refuse_estimate(spec, small_frame(2), "fpc",
                    "smaller than the 3 units sampled in stratum (h=1)");

    spec = new_spec(NULL, "c");
    assert_ok(wb_spec_add_cluster(spec, "h", NULL));
    assert_ok(wb_spec_set_nested(spec, 1, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    refuse_estimate(spec, small_frame(9), "c=1", "stratum (c=1) has one sampled unit");
}

/* A jackknife of strata needs to be told what its replicates weigh. */
static void test_estimate__names_the_column_of_a_replicate_that_lacks_its_scale(void **s)
{
    const double r[] = {1, 2, 3, 1, 2, 3};
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = small_frame(9);
    wb_tally *tally = NULL;
    wb_frame *out = NULL;
    wb_error err;

    (void)s;
    options.type = WB_REPLICATE_JKN;
    add_doubles(frame, "r1", r);
    add_doubles(frame, "r2", r);
    assert_ok(wb_spec_set_replicates(spec, &options, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r1", 0.5, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r2", 0, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_fails(wb_tally_estimate(tally, NULL, NULL, &out, &err), WB_E_ARG);
    assert_string_equal(err.item, "r2");
    assert_non_null(strstr(err.message, "rscale"));
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static wb_frame *frame_used;
static int spec_used;

static wb_status whole_life(void)
{
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;
    wb_tally *again = NULL;
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    wb_frame *out = NULL;
    size_t n;
    wb_status st = wb_spec_new(&spec, NULL);
    if (st == WB_OK)
        st = wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "ill", NULL);
    if (st == WB_OK && spec_used == 0)
        st = wb_spec_add_cluster(spec, "psu", NULL);
    if (st == WB_OK && spec_used == 0)
        st = wb_spec_add_fpc(spec, "n2", NULL);
    if (st == WB_OK && spec_used == 1)
        st = wb_spec_set_units(spec, WB_UNITS_OPEN, NULL);
    if (st == WB_OK)
        st = wb_tally_new(spec, &tally, NULL);
    if (st == WB_OK)
        st = wb_tally_update(tally, frame_used, NULL, NULL);
    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_tally_write(tally, writer, NULL);
    if (st == WB_OK) {
        const char *bytes = wb_writer_bytes(writer, &n);
        st = wb_reader_from_memory(bytes, n, NULL, &reader, NULL);
    }
    if (st == WB_OK)
        st = wb_tally_read(reader, &again, NULL);
    if (st == WB_OK)
        st = wb_tally_merge(again, tally, NULL);
    if (st == WB_OK)
        st = wb_tally_estimate(again, NULL, NULL, &out, NULL);
    wb_frame_free(out);
    wb_reader_free(reader);
    wb_writer_free(writer);
    wb_tally_free(again);
    wb_tally_free(tally);
    wb_spec_free(spec);
    return st;
}

static void test_open__survives_every_failing_allocation(void **state)
{
    (void)state;
    frame_used = sample_frame();
    for (spec_used = 0; spec_used < 2; spec_used++)
        wb_test_every_allocation(whole_life);
    wb_frame_free(frame_used);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open__chunks_never_show),
        cmocka_unit_test(test_open__parts_merge_in_any_order),
        cmocka_unit_test(test_open__many_calls_take_no_more_memory),
        cmocka_unit_test(test_open__rows_of_many_parts_count_once),
        cmocka_unit_test(test_open__files_go_on_as_if_they_had_never_left),
        cmocka_unit_test(test_open__files_survive_hostile_bytes),
        cmocka_unit_test(test_update__names_the_row_and_column_of_a_bad_design),
        cmocka_unit_test(
            test_estimate__names_the_stratum_and_unit_of_a_design_that_cannot_be),
        cmocka_unit_test(
            test_estimate__names_the_column_of_a_replicate_that_lacks_its_scale),
        cmocka_unit_test(test_open__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests_name("survey/tally_open", tests, NULL, NULL);
}
