/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows that are declared to come cluster by cluster: results are those of clusters in any
 * order, and a cluster that comes back is refused. */
#include "tally_support.h"

#include <math.h>
#include <stdbool.h>

enum { PART_ROWS = 1 << 18 }; /* rows that are worked on together */

typedef struct rows {
    int64_t n;
    int32_t *unit;
    int8_t *stratum, *group;
    double *weight, *score;
} rows;

static void *room(int64_t n, size_t size)
{
    void *block = calloc((size_t)n + 1, size);

    assert_non_null(block);
    return block;
}

/* `each` rows of a cluster behind one another. */
static rows in_order(int64_t n, int each)
{
    rows made = {n, room(n, 4), room(n, 1), room(n, 1), room(n, 8), room(n, 8)};

    for (int64_t i = 0; i < n; i++) {
        made.unit[i] = (int32_t)(i / each) + 100;
        made.stratum[i] = (int8_t)(i / each % 2 + 1);
        made.group[i] = (int8_t)(i * 7 % 5);
        made.weight[i] = 1 + (double)(i * 13 % 11) / 8;
        made.score[i] =
            i % 19 == 0 ? NAN : (double)(i * 31 % 23) + (double)(i / each % 3);
    }
    return made;
}

static void rows_free(rows *made)
{
    free(made->unit);
    free(made->stratum);
    free(made->group);
    free(made->weight);
    free(made->score);
}

static void add_column(wb_frame *frame, const char *name, int32_t type,
                       const void *values)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = type;
    column.values = values;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

/* Rows first .. end - 1. */
static wb_frame *slice_of(const rows *made, int64_t first, int64_t end)
{
    wb_frame *frame = NULL, *slice = NULL;

    assert_ok(wb_frame_new(made->n, &frame, NULL));
    add_column(frame, "psu", WB_TYPE_INT32, made->unit);
    add_column(frame, "stratum", WB_TYPE_INT8, made->stratum);
    add_column(frame, "group", WB_TYPE_INT8, made->group);
    add_column(frame, "weight", WB_TYPE_FLOAT64, made->weight);
    add_column(frame, "score", WB_TYPE_FLOAT64, made->score);
    assert_ok(wb_frame_slice(frame, first, end - first, &slice, NULL));
    wb_frame_free(frame);
    return slice;
}

static wb_tally *tally_new(int32_t units)
{
    static const char *const by[] = {"group"};
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;

    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "weight", NULL));
    assert_ok(wb_spec_add_stratum(spec, "stratum", NULL));
    assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
    assert_ok(wb_spec_set_units(spec, units, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "score", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "group", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    wb_spec_free(spec);
    return tally;
}

static wb_status take(wb_tally *tally, const rows *made, int64_t first, int64_t end,
                      wb_error *err)
{
    wb_frame *slice = slice_of(made, first, end);
    wb_status st = wb_tally_update(tally, slice, NULL, err);

    wb_frame_free(slice);
    return st;
}

static void assert_same(const wb_tally *one, const wb_tally *other)
{
    wb_frame *a = NULL, *b = NULL;

    assert_ok(wb_tally_estimate(one, NULL, NULL, &a, NULL));
    assert_ok(wb_tally_estimate(other, NULL, NULL, &b, NULL));
    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    for (size_t column = 0; column < wb_frame_column_count(a); column++) {
        for (int64_t row = 0; row < wb_frame_row_count(a); row++) {
            double x = wb_frame_double(a, column, row);
            double y = wb_frame_double(b, column, row);

            if (!isnan(x) || !isnan(y))
                assert_true(fabs(x - y) <= 1e-13 * fabs(x));
        }
    }
    wb_frame_free(a);
    wb_frame_free(b);
}

static void test_wb_units_ordered__gives_what_any_order_gives(void **state)
{
    static const int each[] = {1, 37, 5000, 300000}; /* more than a part */

    (void)state;
    for (int i = 0; i < wb_test_cases(4); i++) {
        rows made = in_order(i < 3 ? PART_ROWS + 30000 : 4 * PART_ROWS, each[i]);
        wb_tally *any = tally_new(WB_UNITS_AUTO), *ordered = tally_new(WB_UNITS_ORDERED);
        wb_tally *pieces = tally_new(WB_UNITS_ORDERED);

        assert_ok(take(any, &made, 0, made.n, NULL));
        assert_ok(take(ordered, &made, 0, made.n, NULL));
        assert_same(any, ordered);
        for (int64_t at = 0; at < made.n;
             at += 70001) /* clusters go on in the next call */
            assert_ok(
                take(pieces, &made, at, at + 70001 < made.n ? at + 70001 : made.n, NULL));
        assert_same(ordered, pieces);
        wb_tally_free(pieces);
        wb_tally_free(ordered);
        wb_tally_free(any);
        rows_free(&made);
    }
}

/* The row, column and cluster that are named, and a tally that is as it was. */
static void assert_refused(wb_tally *tally, const rows *made, int64_t first, int64_t row,
                           const char *cluster)
{
    wb_error err = {0};
    int64_t before = wb_tally_row_count(tally);

    assert_int_equal(take(tally, made, first, made->n, &err), WB_E_DATA);
    assert_int_equal(err.row, row);
    assert_non_null(strstr(err.message, cluster));
    assert_non_null(strstr(err.message, "comes back"));
    assert_int_equal(wb_tally_row_count(tally), before);
}

static void test_wb_units_ordered__a_cluster_that_comes_back_is_refused(void **state)
{
    rows made = in_order(1000, 10);
    wb_tally *tally = tally_new(WB_UNITS_ORDERED);

    (void)state;
    made.unit[523] = 107; /* stratum 2, as those that begin at 70 */
    made.stratum[523] = 2;
    assert_refused(tally, &made, 0, 523, "stratum=2, psu=107");
    assert_ok(take(tally, &made, 0, 400, NULL));
    assert_refused(tally, &made, 400, 523, "stratum=2, psu=107");
    wb_tally_free(tally);
    rows_free(&made);
}

/* A whole cluster is another one, that was long ago: the first row of it. */
static int64_t bring_back(rows *made, int64_t cluster, int each, int32_t unit)
{
    for (int64_t i = cluster * each; i < (cluster + 1) * each; i++) {
        made->unit[i] = unit;
        made->stratum[i] = (int8_t)(unit % 2 + 1);
    }
    return cluster * each;
}

static void test_wb_units_ordered__also_when_many_rows_lie_between(void **state)
{
    enum { EACH = 40 };
    const int64_t after = PART_ROWS / EACH + 3; /* clusters */
    rows made = in_order(2 * PART_ROWS + 5000, EACH);
    wb_tally *tally = tally_new(WB_UNITS_ORDERED);
    int64_t row = bring_back(&made, 2 * after, EACH, 105);

    (void)state;
    assert_refused(tally, &made, 0, row, "stratum=2, psu=105");
    assert_ok(take(tally, &made, 0, row, NULL));
    assert_refused(tally, &made, row, row, "stratum=2, psu=105");
    wb_tally_free(tally);
    tally = tally_new(WB_UNITS_ORDERED);
    row = bring_back(&made, after, EACH, 104);
    assert_ok(take(tally, &made, 0, 1000, NULL));
    assert_refused(tally, &made, 1000, row, "stratum=1, psu=104");
    wb_tally_free(tally);
    rows_free(&made);
}

static void test_wb_units_ordered__are_refused_by_threads_too(void **state)
{
    rows made = in_order(3 * PART_ROWS, 64);
    int64_t row = bring_back(&made, 2 * PART_ROWS / 64 + 9, 64, 104);
    wb_tally *tally = tally_new(WB_UNITS_ORDERED);
    wb_frame *frame = slice_of(&made, 0, made.n);
    wb_source *source = NULL;
    wb_run run = WB_RUN_INIT;
    wb_error err = {0};

    (void)state;
    run.threads = 2;
    assert_ok(wb_source_from_frame(frame, 9000, &source, NULL));
    assert_int_equal(wb_tally_update_source(tally, source, &run, &err), WB_E_DATA);
    assert_int_equal(err.row, row);
    assert_int_equal(wb_tally_row_count(tally), 0);
    wb_source_free(source);
    wb_frame_free(frame);
    wb_tally_free(tally);
    rows_free(&made);
}

/* Tallies were made apart: which rows come first is not known. */
static void test_wb_units_ordered__a_cluster_may_be_in_tallies_that_merge(void **state)
{
    rows made = in_order(3000, 50);
    wb_tally *whole = tally_new(WB_UNITS_ORDERED), *one = tally_new(WB_UNITS_ORDERED);
    wb_tally *other = tally_new(WB_UNITS_ORDERED);

    (void)state;
    assert_ok(take(whole, &made, 0, made.n, NULL));
    assert_ok(take(one, &made, 0, 1025, NULL)); /* the middle of a cluster */
    assert_ok(take(other, &made, 1025, made.n, NULL));
    assert_ok(wb_tally_merge(other, one, NULL));
    assert_same(whole, other);
    wb_tally_free(other);
    wb_tally_free(one);
    wb_tally_free(whole);
    rows_free(&made);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_units_ordered__gives_what_any_order_gives),
        cmocka_unit_test(test_wb_units_ordered__a_cluster_that_comes_back_is_refused),
        cmocka_unit_test(test_wb_units_ordered__also_when_many_rows_lie_between),
        cmocka_unit_test(test_wb_units_ordered__are_refused_by_threads_too),
        cmocka_unit_test(test_wb_units_ordered__a_cluster_may_be_in_tallies_that_merge),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
