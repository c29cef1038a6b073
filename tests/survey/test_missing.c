/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Values in declared missing ranges count as nulls: the tally has the same bits. */
#include "survey/survey_support.h"

#include <stdbool.h>

enum { ROWS = 5000, TAKEN_AWAY = 2 };

/* How a column `x` of 0, 1, 2 loses its 2s. */
typedef enum way { DECLARED, NULLS, UNTOUCHED } way;

typedef struct shape {
    wb_type type;
    size_t width;
    int32_t flags;
    int32_t statistic; /* what can be estimated of it beside proportions; 0: nothing */
} shape;

static const shape SHAPES[] = {
    {WB_TYPE_INT8, 1, 0, WB_STATISTIC_MEAN},
    {WB_TYPE_INT16, 2, 0, WB_STATISTIC_MEAN},
    {WB_TYPE_INT32, 4, 0, WB_STATISTIC_TOTAL},
    {WB_TYPE_INT64, 8, 0, WB_STATISTIC_MEAN},
    {WB_TYPE_UINT8, 1, 0, WB_STATISTIC_MEAN},
    {WB_TYPE_UINT16, 2, 0, WB_STATISTIC_TOTAL},
    {WB_TYPE_UINT32, 4, 0, WB_STATISTIC_MEAN},
    {WB_TYPE_UINT64, 8, 0, WB_STATISTIC_MEAN},
    {WB_TYPE_FLOAT32, 4, 0, WB_STATISTIC_MEAN},
    {WB_TYPE_FLOAT64, 8, 0, WB_STATISTIC_TOTAL},
    {WB_TYPE_DICTIONARY, 4, 0, 0},
    {WB_TYPE_DATE32, 4, 0, 0},
    {WB_TYPE_BOOL, 1, WB_COLUMN_BOOL_BYTES, WB_STATISTIC_MEAN},
    {WB_TYPE_BOOL, 4, WB_COLUMN_BOOL_INT32, WB_STATISTIC_TOTAL},
};

static int value_at(int64_t row)
{
    return (int)(row * 7 % 11 % 3);
}

/* A bool has no 2: it loses its 1s. */
static int taken_away(const shape *s)
{
    return s->type == WB_TYPE_BOOL ? 1 : TAKEN_AWAY;
}

static void set(const shape *s, void *values, int64_t row, int value)
{
    float narrow = (float)value;
    double wide = value;
    int64_t whole = value; /* its low bytes come first */
    const void *from = s->type == WB_TYPE_FLOAT32   ? (const void *)&narrow
                       : s->type == WB_TYPE_FLOAT64 ? (const void *)&wide
                                                    : (const void *)&whole;

    memcpy((char *)values + (size_t)row * s->width, from, s->width);
}

static void add_x(wb_frame *frame, const shape *s, way how)
{
    static const char *const texts[] = {"nooit", "soms", "geen antwoord"};
    int64_t n = wb_frame_row_count(frame);
    char *values = calloc((size_t)n, s->width);
    uint8_t *validity = calloc((size_t)n / 8 + 1, 1);
    wb_column column = WB_COLUMN_INIT;
    size_t at = wb_frame_column_count(frame);

    assert_true(values != NULL && validity != NULL);
    for (int64_t i = 0; i < n; i++) {
        int value = s->type == WB_TYPE_BOOL ? value_at(i) % 2 : value_at(i);

        set(s, values, i, value);
        if (value != taken_away(s))
            validity[i / 8] = (uint8_t)(validity[i / 8] | 1U << (i % 8));
    }
    column.type = (int32_t)s->type;
    column.flags = s->flags | WB_COLUMN_COPY;
    column.values = values;
    column.validity = how == NULLS ? validity : NULL;
    if (s->type == WB_TYPE_DICTIONARY) {
        column.categories = texts;
        column.n_categories = 3;
    }
    assert_ok(wb_frame_add_column(frame, "x", &column, NULL));
    if (how == DECLARED) {
        assert_ok(wb_frame_add_missing_range(frame, at, -INFINITY, -1, NULL));
        assert_ok(wb_frame_add_missing_range(frame, at, taken_away(s), 9, NULL));
    }
    free(values);
    free(validity);
}

/* Weight, stratum, y and x. */
static wb_frame *make_frame(const shape *s, int64_t n, way how)
{
    wb_frame *frame = new_frame(n);
    double *w = calloc((size_t)n, sizeof *w), *y = calloc((size_t)n, sizeof *y);
    int32_t *h = calloc((size_t)n, sizeof *h);

    assert_true(w != NULL && y != NULL && h != NULL);
    for (int64_t i = 0; i < n; i++) {
        w[i] = 1 + (double)(i % 13) / 8;
        y[i] = (double)(i % 101) / 7;
        h[i] = (int32_t)(i % 4);
    }
    add_doubles(frame, "w", w);
    add_doubles(frame, "y", y);
    add_int32s(frame, "h", h);
    add_x(frame, s, how);
    free(w);
    free(y);
    free(h);
    return frame;
}

static wb_tally *tally_new(const shape *s)
{
    const char *const by[] = {"x"};
    wb_spec *spec = new_spec("w", "h");
    wb_tally *tally = NULL;

    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "x", NULL));
    if (s->statistic != 0)
        assert_ok(wb_spec_add_estimand(spec, s->statistic, "x", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    wb_spec_free(spec);
    return tally;
}

static wb_tally *tally_of(const shape *s, const wb_frame *frame, int64_t chunk_rows,
                          int32_t threads)
{
    wb_tally *tally = tally_new(s);
    wb_run run = WB_RUN_INIT;
    wb_source *source = NULL;

    run.threads = threads;
    if (chunk_rows < 0) {
        assert_ok(wb_tally_update(tally, frame, &run, NULL));
        return tally;
    }
    assert_ok(wb_source_from_frame(frame, chunk_rows, &source, NULL));
    assert_ok(wb_tally_update_source(tally, source, &run, NULL));
    wb_source_free(source);
    return tally;
}

static bool same_bits(const wb_tally *one, const wb_tally *other)
{
    wb_writer *a = NULL, *b = NULL;
    size_t n_a = 0, n_b = 0;
    bool same;

    assert_ok(wb_writer_to_memory(&a, NULL));
    assert_ok(wb_writer_to_memory(&b, NULL));
    assert_ok(wb_tally_write(one, a, NULL));
    assert_ok(wb_tally_write(other, b, NULL));
    const void *bytes_a = wb_writer_bytes(a, &n_a), *bytes_b = wb_writer_bytes(b, &n_b);
    same = n_a == n_b && memcmp(bytes_a, bytes_b, n_a) == 0;
    wb_writer_free(a);
    wb_writer_free(b);
    return same;
}

static void test_declared_missing__is_null_in_columns_of_every_type(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) {
        const shape *s = &SHAPES[i];
        wb_tally *tallies[3];

        for (int how = DECLARED; how <= UNTOUCHED; how++) {
            wb_frame *frame = make_frame(s, ROWS, (way)how);

            tallies[how] = tally_of(s, frame, -1, 1);
            wb_frame_free(frame);
        }
        if (!same_bits(tallies[DECLARED], tallies[NULLS]))
            fail_msg("%s of %zu bytes", wb_type_name((int32_t)s->type), s->width);
        assert_false(same_bits(tallies[DECLARED], tallies[UNTOUCHED]));
        for (int how = DECLARED; how <= UNTOUCHED; how++)
            wb_tally_free(tallies[how]);
    }
}

/* Enough rows for several parts at once, and for threads that read a source themselves.
 */
static void test_declared_missing__is_null_for_any_chunks_and_threads(void **state)
{
    static const int64_t chunks[] = {-1, -1, 0, 0, 10007, 300000};
    static const int32_t threads[] = {1, 2, 1, 3, 1, 2};
    enum { MANY = 530000 };
    const shape *s = &SHAPES[2];
    wb_frame *declared = make_frame(s, MANY, DECLARED);
    wb_frame *nulls = make_frame(s, MANY, NULLS);
    wb_tally *expected = tally_of(s, nulls, -1, 1);

    (void)state;
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        wb_tally *tally = tally_of(s, declared, chunks[i], threads[i]);

        assert_true(same_bits(tally, expected));
        wb_tally_free(tally);
    }
    wb_tally_free(expected);
    wb_frame_free(nulls);
    wb_frame_free(declared);
}

static void
test_declared_missing__changes_nothing_where_no_value_is_in_range(void **state)
{
    const shape *s = &SHAPES[0];
    wb_frame *frame = make_frame(s, ROWS, UNTOUCHED);
    wb_tally *expected = tally_of(s, frame, -1, 1), *tally;

    (void)state;
    for (size_t column = 0; column < wb_frame_column_count(frame); column++)
        assert_ok(wb_frame_add_missing_range(frame, column, 98, 99, NULL));
    tally = tally_of(s, frame, -1, 1);
    assert_true(same_bits(tally, expected));
    wb_tally_free(tally);
    wb_tally_free(expected);
    wb_frame_free(frame);
}

/* By hand: of y = 1, 3, 99, 5 with 99 declared, three rows count and the mean is 3; the
 * fourth row stays in the design. */
static void test_declared_missing__leaves_the_domain_and_stays_in_the_design(void **state)
{
    static const double y[] = {1, 3, 99, 5};
    wb_frame *frame = new_frame(4), *out;
    wb_spec *spec = new_spec(NULL, NULL);

    (void)state;
    add_doubles(frame, "y", y);
    assert_ok(wb_frame_add_missing_range(frame, 0, 99, 99, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    out = estimate(spec, frame, NULL);
    assert_close(number(out, "estimate", 0), 3, 1e-15);
    assert_close(number(out, "n", 0), 3, 0);
    /* u = (-2, 0, 0, 2) / 3, V = 4/3 * 8/9 */
    assert_close(number(out, "se", 0), sqrt(4.0 / 3 * 8 / 9), 1e-14);
    wb_frame_free(out);
    wb_spec_free(spec);
    wb_frame_free(frame);
}

/* Declare one code in a column of the design, and expect the update to say so. */
static void assert_refused(const char *column, double code, int64_t row,
                           const char *message)
{
    const shape *s = &SHAPES[0];
    wb_frame *frame = make_frame(s, ROWS, UNTOUCHED);
    wb_tally *tally = tally_new(s);
    wb_error err;

    assert_ok(
        wb_frame_add_missing_range(frame, column_of(frame, column), code, code, NULL));
    assert_fails(wb_tally_update(tally, frame, NULL, &err), WB_E_DATA);
    assert_int_equal(err.row, row);
    assert_string_equal(err.item, column);
    assert_string_equal(err.message, message);
    assert_int_equal(wb_tally_row_count(tally), 0);
    wb_tally_free(tally);
    wb_frame_free(frame);
}

static void test_declared_missing__is_an_error_in_weights_and_strata(void **state)
{
    (void)state;
    assert_refused(
        "w", 1.5, 4,
        "the weight in column 'w' is missing: its code 1.5 is declared missing");
    assert_refused(
        "h", 3, 3,
        "the stratum in column 'h' is missing: its code 3 is declared missing");
}

static wb_frame *shared;

static wb_status update(void)
{
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;
    wb_status st = wb_spec_new(&spec, NULL);

    if (st == WB_OK)
        st = wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "x", NULL);
    if (st == WB_OK)
        st = wb_tally_new(spec, &tally, NULL);
    if (st == WB_OK)
        st = wb_tally_update(tally, shared, NULL, NULL);
    wb_tally_free(tally);
    wb_spec_free(spec);
    return st;
}

static void test_declared_missing__survives_failing_allocations(void **state)
{
    (void)state;
    shared = make_frame(&SHAPES[0], 10, DECLARED);
    wb_test_every_allocation(update);
    wb_frame_free(shared);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_declared_missing__is_null_in_columns_of_every_type),
        cmocka_unit_test(test_declared_missing__is_null_for_any_chunks_and_threads),
        cmocka_unit_test(
            test_declared_missing__changes_nothing_where_no_value_is_in_range),
        cmocka_unit_test(
            test_declared_missing__leaves_the_domain_and_stays_in_the_design),
        cmocka_unit_test(test_declared_missing__is_an_error_in_weights_and_strata),
        cmocka_unit_test(test_declared_missing__survives_failing_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
