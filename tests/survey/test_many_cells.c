/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* More cells than rows are in most of them. Numbers of a cell are those of the same rows
 * in a tally of few cells; chunks and threads change no bit, merging less than 1e-13. */
#include "tally_support.h"

#include <math.h>
#include <stdbool.h>

static const double WITHIN = 1e-13;
enum { STRATA = 12, UNITS = 2400, CELLS = 900, FEW_CELLS = 4, NO_ANSWER = -1 };

typedef struct rows {
    int64_t n;
    double *weight, *score;
    int32_t *unit;
    int16_t *cell;
    int8_t *stratum, *kind, *problem, *light;
} rows;

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static int below(uint64_t *state, int limit)
{
    return (int)((next_random(state) >> 33) % (uint64_t)limit);
}

static void *room(int64_t n, size_t size)
{
    void *block = calloc((size_t)n + 1, size);

    assert_non_null(block);
    return block;
}

static rows rows_new(int64_t n)
{
    return (rows){n,          room(n, 8), room(n, 8), room(n, 4), room(n, 2),
                  room(n, 1), room(n, 1), room(n, 1), room(n, 1)};
}

static void rows_free(rows *made)
{
    free(made->weight);
    free(made->score);
    free(made->unit);
    free(made->cell);
    free(made->stratum);
    free(made->kind);
    free(made->problem);
    free(made->light);
}

/* ordered: the rows of a unit behind one another. */
static rows invent(int64_t n, bool ordered)
{
    rows made = rows_new(n);
    uint64_t state = 7;

    for (int64_t i = 0; i < n; i++) {
        made.unit[i] = ordered ? (int32_t)(i * UNITS / n) : below(&state, UNITS);
        made.stratum[i] = (int8_t)(made.unit[i] % STRATA);
        made.cell[i] = (int16_t)below(&state, below(&state, 2) == 0 ? 20 : CELLS);
        made.weight[i] = below(&state, 60) == 0 ? 0 : 0.5 + below(&state, 1000) / 300.0;
        made.score[i] = below(&state, 25) == 0 ? NAN : 50 + below(&state, 4000) / 170.0;
        made.kind[i] = (int8_t)below(&state, 3);
        made.problem[i] =
            (int8_t)(below(&state, 30) == 0 ? NO_ANSWER : below(&state, 3) == 0);
        made.light[i] = (int8_t)(below(&state, 2));
    }
    return made;
}

static void add_column(wb_frame *frame, const char *name, int32_t type, int32_t flags,
                       const void *values)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = type;
    column.flags = flags;
    column.values = values;
    column.sentinel = NO_ANSWER;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

static wb_frame *frame_of_rows(const rows *made)
{
    const int32_t answers = WB_COLUMN_BOOL_BYTES | WB_COLUMN_SENTINEL;
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(made->n, &frame, NULL));
    add_column(frame, "weight", WB_TYPE_FLOAT64, 0, made->weight);
    add_column(frame, "stratum", WB_TYPE_INT8, 0, made->stratum);
    add_column(frame, "unit", WB_TYPE_INT32, 0, made->unit);
    add_column(frame, "cell", WB_TYPE_INT16, 0, made->cell);
    add_column(frame, "score", WB_TYPE_FLOAT64, 0, made->score);
    add_column(frame, "kind", WB_TYPE_INT8, 0, made->kind);
    add_column(frame, "problem", WB_TYPE_BOOL, answers, made->problem);
    add_column(frame, "light", WB_TYPE_BOOL, answers, made->light);
    return frame;
}

typedef struct design {
    bool clusters;
    int32_t units;
    const char *stratum; /* NULL: "stratum" */
} design;

static wb_tally *tally_new(design what)
{
    static const char *const by[] = {"cell"};
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;

    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "weight", NULL));
    assert_ok(
        wb_spec_add_stratum(spec, what.stratum != NULL ? what.stratum : "stratum", NULL));
    if (what.clusters)
        assert_ok(wb_spec_add_cluster(spec, "unit", NULL));
    assert_ok(wb_spec_set_units(spec, what.units, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "problem", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "light", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "score", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "kind", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    wb_spec_free(spec);
    return tally;
}

static wb_tally *tally_rows(design what, const rows *made, int64_t chunk, int32_t threads)
{
    wb_run run = WB_RUN_INIT;
    wb_frame *frame = frame_of_rows(made);
    wb_source *source = NULL;
    wb_tally *tally = tally_new(what);

    run.threads = threads;
    assert_ok(wb_source_from_frame(frame, chunk, &source, NULL));
    assert_ok(wb_tally_update_source(tally, source, &run, NULL));
    wb_source_free(source);
    wb_frame_free(frame);
    return tally;
}

static wb_frame *estimates_of(const wb_tally *tally)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *estimates = NULL;

    options.lonely = WB_LONELY_AVERAGE;
    assert_ok(wb_tally_estimate(tally, &options, NULL, &estimates, NULL));
    return estimates;
}

/* The first n rows of two frames of estimates. */
static void assert_same_rows(const wb_frame *a, const wb_frame *b, int64_t n)
{
    for (size_t column = 0; column < wb_frame_column_count(a); column++) {
        for (int64_t row = 0; row < n; row++) {
            double x = wb_frame_double(a, column, row);
            double y = wb_frame_double(b, column, row);
            if (!(isnan(x) && isnan(y)) && !(fabs(x - y) <= WITHIN * fabs(x)))
                fail_msg("row %lld, %s: %.17g and %.17g", (long long)row,
                         wb_frame_column_name(a, column), x, y);
        }
    }
}

static void assert_same_estimates(const wb_tally *one, const wb_tally *other)
{
    wb_frame *a = estimates_of(one), *b = estimates_of(other);

    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    assert_same_rows(a, b, wb_frame_row_count(a));
    wb_frame_free(a);
    wb_frame_free(b);
}

static void assert_same_bytes(const wb_tally *one, const wb_tally *other)
{
    char *a = NULL, *b = NULL;
    size_t n_a = 0, n_b = 0;

    bytes_of(one, &a, &n_a);
    bytes_of(other, &b, &n_b);
    assert_int_equal(n_a, n_b);
    assert_memory_equal(a, b, n_a);
    free(a);
    free(b);
}

static const design designs[] = {{false, WB_UNITS_AUTO, NULL},
                                 {true, WB_UNITS_AUTO, NULL},
                                 {true, WB_UNITS_ORDERED, NULL},
                                 {false, WB_UNITS_OPEN, NULL}};
enum { N_DESIGNS = sizeof designs / sizeof *designs };

static rows rows_for(design what, int64_t n)
{
    return invent(n, what.units == WB_UNITS_ORDERED);
}

static void test_wb_tally_estimate__of_a_cell_is_that_of_its_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < (size_t)wb_test_cases(N_DESIGNS); i++) {
        rows made = rows_for(designs[i], 100000);
        wb_tally *many = tally_rows(designs[i], &made, 0, 1), *few;
        wb_frame *a = estimates_of(many), *b;

        for (int64_t row = 0; row < made.n; row++) {
            if (made.cell[row] > FEW_CELLS)
                made.cell[row] = FEW_CELLS; /* all others together */
        }
        few = tally_rows(designs[i], &made, 0, 1);
        b = estimates_of(few);
        assert_int_equal(wb_frame_row_count(a), CELLS * 6);
        assert_same_rows(a, b, FEW_CELLS * 6);
        wb_frame_free(a);
        wb_frame_free(b);
        wb_tally_free(many);
        wb_tally_free(few);
        rows_free(&made);
    }
}

/* One unit has rows of every one of 60 kinds in one cell: more than most groups have. */
static void test_wb_tally_estimate__of_a_unit_with_many_answers(void **state)
{
    enum { KINDS = 60, ROWS_OF_A_CELL = 3 + KINDS };
    const design what = {true, WB_UNITS_AUTO, NULL};
    rows made = rows_for(what, 300000);

    (void)state;
    for (int64_t row = 0; row < made.n; row += 10) {
        made.unit[row] = 1;
        made.stratum[row] = 1;
        made.cell[row] = 1;
        made.kind[row] = (int8_t)(KINDS - 1 - row / 10 % KINDS);
    }
    wb_tally *many = tally_rows(what, &made, 0, 1), *few;
    wb_frame *a = estimates_of(many), *b;

    for (int64_t row = 0; row < made.n; row++) {
        if (made.cell[row] > FEW_CELLS)
            made.cell[row] = FEW_CELLS;
    }
    few = tally_rows(what, &made, 0, 1);
    b = estimates_of(few);
    assert_int_equal(wb_frame_row_count(a), CELLS * ROWS_OF_A_CELL);
    assert_same_rows(a, b, FEW_CELLS * ROWS_OF_A_CELL);
    wb_frame_free(a);
    wb_frame_free(b);
    wb_tally_free(many);
    wb_tally_free(few);
    rows_free(&made);
}

static void test_wb_tally_update_source__of_many_cells_same_bits(void **state)
{
    (void)state;
    for (size_t i = 0; i < (size_t)wb_test_cases(N_DESIGNS); i++) {
        rows made = rows_for(designs[i], 540001);
        wb_tally *one = tally_rows(designs[i], &made, 0, 1);
        wb_tally *two = tally_rows(designs[i], &made, 0, 2);
        wb_tally *chunks = tally_rows(designs[i], &made, 9999, 1);

        assert_same_bytes(one, two);
        assert_same_bytes(one, chunks);
        wb_tally_free(one);
        wb_tally_free(two);
        wb_tally_free(chunks);
        rows_free(&made);
    }
}

/* Rows first .. first + n - 1, added to a tally. */
static void take(wb_tally *tally, const rows *made, int64_t first, int64_t n)
{
    wb_frame *frame = frame_of_rows(made), *slice = NULL;

    assert_ok(wb_frame_slice(frame, first, n, &slice, NULL));
    assert_ok(wb_tally_update(tally, slice, NULL, NULL));
    wb_frame_free(slice);
    wb_frame_free(frame);
}

static wb_tally *read_back(const wb_tally *tally)
{
    wb_tally *read = NULL;
    char *bytes = NULL;
    size_t n = 0;

    bytes_of(tally, &bytes, &n);
    assert_ok(read_bytes(bytes, n, &read, NULL));
    free(bytes);
    return read;
}

/* Few rows, then many, in either order; and from a file. */
static void test_wb_tally_merge__of_many_cells_is_the_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < (size_t)wb_test_cases(N_DESIGNS); i++) {
        rows made = rows_for(designs[i], 90000);
        wb_tally *whole = tally_rows(designs[i], &made, 0, 1);
        wb_tally *few = tally_new(designs[i]), *many = tally_new(designs[i]), *read;

        take(few, &made, 0, 1234);
        take(many, &made, 1234, made.n - 1234);
        read = read_back(few);
        assert_ok(wb_tally_merge(read, many, NULL));
        assert_same_estimates(whole, read);
        wb_tally_free(read);
        read = read_back(many);
        assert_ok(wb_tally_merge(read, few, NULL));
        assert_same_estimates(whole, read);
        wb_tally_free(read);
        read = read_back(few);
        take(read, &made, 1234, made.n - 1234);
        assert_same_estimates(whole, read);
        wb_tally_free(read);
        wb_tally_free(few);
        wb_tally_free(many);
        wb_tally_free(whole);
        rows_free(&made);
    }
}

static wb_frame *by_policy(const wb_tally *tally, int32_t lonely, int32_t in_domain)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *estimates = NULL;

    options.lonely = lonely;
    options.lonely_in_domain = in_domain;
    assert_ok(wb_tally_estimate(tally, &options, NULL, &estimates, NULL));
    return estimates;
}

/* Rows that close at once keep sums and products, open ones a number each. */
static void test_wb_tally_estimate__of_many_strata_is_that_of_open_rows(void **state)
{
    static const int32_t policies[][2] = {{WB_LONELY_CENTRE, 0},
                                          {WB_LONELY_CENTRE, 1},
                                          {WB_LONELY_AVERAGE, 0},
                                          {WB_LONELY_AVERAGE, 1},
                                          {WB_LONELY_COLLAPSE, 0}};
    const design closed = {false, WB_UNITS_AUTO, "unit"};
    const design open = {false, WB_UNITS_OPEN, "unit"};
    rows made = invent(6000, false); /* 2,400 strata, lonely ones among them */

    (void)state;
    for (int64_t row = 0; row < made.n; row++)
        made.cell[row] = (int16_t)(made.cell[row] % 3);
    wb_tally *one = tally_rows(closed, &made, 0, 1);
    wb_tally *other = tally_rows(open, &made, 0, 1);
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        wb_frame *a = by_policy(one, policies[i][0], policies[i][1]);
        wb_frame *b = by_policy(other, policies[i][0], policies[i][1]);
        int64_t se = wb_frame_find(a, "se");

        assert_int_equal(wb_frame_row_count(a), 3 * 6);
        for (int64_t row = 0; row < 3 * 6; row++)
            assert_close(wb_frame_double(a, (size_t)se, row),
                         wb_frame_double(b, (size_t)se, row), 1e-11);
        wb_frame_free(a);
        wb_frame_free(b);
    }
    wb_tally_free(one);
    wb_tally_free(other);
    rows_free(&made);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_tally_estimate__of_a_cell_is_that_of_its_rows),
        cmocka_unit_test(test_wb_tally_estimate__of_a_unit_with_many_answers),
        cmocka_unit_test(test_wb_tally_update_source__of_many_cells_same_bits),
        cmocka_unit_test(test_wb_tally_merge__of_many_cells_is_the_whole),
        cmocka_unit_test(test_wb_tally_estimate__of_many_strata_is_that_of_open_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
