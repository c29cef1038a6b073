/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Distributions: sorted runs, their store, quantiles, scores and the way back, against
 * the same worked out one value at a time. */
#include "support.h"

#include "num/num.h"
#include "num/pair.h"
#include "survey/ecdf.h"
#include "survey/scores.h"

#include <stdlib.h>
#include <string.h>

static unsigned draw(unsigned *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

typedef struct sample {
    double *y;
    double *w;
    int32_t *cells;
    int32_t n;
} sample;

/* Values of very different sizes with ties, weights that are not round, some of them 0.
 */
static sample invent(int32_t n, int32_t n_cells, unsigned n_values, unsigned seed)
{
    sample s = {calloc((size_t)n, sizeof(double)), calloc((size_t)n, sizeof(double)),
                calloc((size_t)n, sizeof(int32_t)), n};
    static const double sizes[] = {1, -1, 1e-40, -1e40, 1e49, 0.1};
    for (int32_t i = 0; i < n; i++) {
        unsigned value = draw(&seed) % n_values;
        s.y[i] = sizes[value % 6] * (value / 7.0);
        s.w[i] = draw(&seed) % 10 == 0 ? 0 : (1 + draw(&seed) % 1000) / 7.0;
        s.cells[i] = (int32_t)(draw(&seed) % (unsigned)(n_cells + 1)) - 1;
    }
    return s;
}

static void sample_free(sample *s)
{
    free(s->y);
    free(s->w);
    free(s->cells);
}

static wb_value_run make_run(const sample *s, int32_t first, int32_t n)
{
    wb_value_rows rows = {0};
    wb_value_sorter sorter = {0};
    wb_value_run run = {0};
    assert_ok(wb_value_rows_add(&rows, s->y + first, NULL, s->w + first, s->cells + first,
                                n, NULL));
    assert_ok(wb_value_run_make(&rows, &sorter, &run, NULL));
    assert_int_equal(rows.count, 0);
    wb_value_rows_free(&rows);
    wb_value_sorter_free(&sorter);
    return run;
}

static wb_value_run sort_rows(const sample *s, int32_t first, int32_t n)
{
    wb_value_sorter sorter = {0};
    wb_value_run run = make_run(s, first, n);
    assert_ok(wb_value_run_sort(&run, &sorter, NULL));
    assert_true(run.sorted || run.length == 0);
    wb_value_sorter_free(&sorter);
    return run;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Everything a run says about a cell, found by looking at every row for every value. */
static void assert_cell(const wb_value_run *sorted, int32_t cell, const sample *s)
{
    double *values = malloc((size_t)s->n * sizeof *values);
    int64_t n = 0;
    int64_t distinct = 0;

    for (int32_t i = 0; i < s->n; i++) {
        if (s->cells[i] == cell && s->w[i] > 0)
            values[n++] = s->y[i];
    }
    qsort(values, (size_t)n, sizeof *values, by_value);
    int64_t at = cell < sorted->n_cells ? sorted->first[cell] : 0;
    for (int64_t v = 0; v < n; v++) {
        if (v > 0 && values[v] == values[v - 1])
            continue;
        wb_pair sum = {0, 0};
        int64_t rows = 0;
        for (int32_t i = 0; i < s->n; i++) {
            if (s->cells[i] != cell || !(s->w[i] > 0) || s->y[i] != values[v])
                continue;
            sum = wb_pair_add(sum, wb_pair_of(s->w[i]));
            rows++;
        }
        assert_true(sorted->y[at + distinct] == values[v]);
        assert_true(sorted->w[at + distinct] == sum.hi);
        assert_true(fabs((sorted->low != NULL ? sorted->low[at + distinct] : 0) -
                         sum.lo) <= 1e-30 * sum.hi);
        assert_int_equal(sorted->n != NULL ? sorted->n[at + distinct] : 1, rows);
        distinct++;
    }
    assert_int_equal(cell < sorted->n_cells ? sorted->count[cell] : 0, distinct);
    free(values);
}

static void test_a_run_holds_each_value_once_with_its_weight(void **state)
{
    (void)state;
    static const struct {
        int32_t n, cells;
        unsigned values;
    } cases[] = {{0, 1, 1},     {1, 1, 1},          {2, 1, 1},    {50, 3, 5},
                 {900, 1, 400}, {900, 40, 1000000}, {700, 7, 20}, {3000, 1, 3}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        sample s = invent(cases[c].n, cases[c].cells, cases[c].values, (unsigned)c + 3);
        wb_value_run sorted = sort_rows(&s, 0, s.n);
        int64_t length = 0;
        for (int32_t cell = 0; cell < cases[c].cells; cell++) {
            assert_cell(&sorted, cell, &s);
            length += cell < sorted.n_cells ? sorted.count[cell] : 0;
        }
        assert_int_equal(sorted.length, length);
        wb_value_run_free(&sorted);
        sample_free(&s);
    }
}

static void test_cells_beyond_one_digit_are_sorted_too(void **state)
{
    (void)state;
    enum { N = 6000 };
    sample s = invent(N, 1, 50, 9);
    for (int32_t i = 0; i < N; i++)
        s.cells[i] = (i * 37) % 5000;
    wb_value_run sorted = sort_rows(&s, 0, N);
    assert_int_equal(sorted.n_cells, 5000);
    for (int32_t cell = 0; cell < 5000; cell += 611)
        assert_cell(&sorted, cell, &s);
    wb_value_run_free(&sorted);
    sample_free(&s);
}

static void test_values_close_together_far_from_one_are_sorted(void **state)
{
    (void)state;
    enum { N = 1000 };
    sample s = invent(N, 1, 1, 13);
    unsigned seed = 5;
    for (int32_t i = 0; i < N; i++)
        s.y[i] = i == 500 ? 1e50 : (draw(&seed) % 700) / 7.0;
    wb_value_run sorted = sort_rows(&s, 0, N);
    assert_cell(&sorted, 0, &s);
    wb_value_run_free(&sorted);
    sample_free(&s);
}

static void test_equal_values_that_are_too_many_to_count_are_sorted(void **state)
{
    (void)state; /* one in two has its equal, of more values than a table of them holds */
    enum { DISTINCT = 12000 };
    sample s = invent(2 * DISTINCT, 1, 1, 9);
    for (int32_t i = 0; i < s.n; i++) {
        s.y[i] = i % 4 < 2 ? 0.5 : i;
        s.w[i] = 1 + i % 3;
        s.cells[i] = 0;
    }
    wb_value_run run = make_run(&s, 0, s.n);
    assert_true(run.sorted);
    assert_int_equal(run.length, DISTINCT + 1);
    assert_true(run.y[0] == 0.5 && run.n[0] == DISTINCT);
    assert_true(run.w[0] == 2 * DISTINCT);
    for (int64_t i = 1; i < run.length; i++) {
        double y = (double)(4 * ((i - 1) / 2) + 2 + (i - 1) % 2);
        assert_true(run.y[i] == y && run.w[i] == 1 + (int64_t)y % 3 && run.n[i] == 1);
    }
    wb_value_run_free(&run);
    sample_free(&s);
}

static void test_rows_of_a_distribution_have_a_limit(void **state)
{
    (void)state;
    wb_value_rows rows = {0};
    wb_error err = {0};
    assert_int_equal(wb_value_rows_reach(&rows, (int64_t)INT32_MAX + 1, &err),
                     WB_E_LIMIT);
    assert_string_equal(err.message, "a distribution has more than 2^31 - 1 values");
    assert_null(rows.y);
    assert_int_equal(rows.capacity, 0);
    wb_value_rows_free(&rows);
}

static void test_zero_has_one_sign(void **state)
{
    (void)state;
    double y[] = {0.0, -0.0, -5e-324, 5e-324, -0.0};
    double w[] = {1, 2, 4, 8, 16};
    int32_t cells[] = {0, 0, 0, 0, 0};
    sample s = {y, w, cells, 5};
    wb_value_run sorted = sort_rows(&s, 0, 5);

    assert_int_equal(sorted.length, 3);
    assert_true(sorted.y[0] == -5e-324 && sorted.y[1] == 0 && sorted.y[2] == 5e-324);
    assert_false(signbit(sorted.y[1]));
    assert_true(sorted.w[1] == 19);
    assert_int_equal(sorted.n[1], 3);
    wb_value_run_free(&sorted);
}

static void test_rows_that_do_not_count_are_left_out(void **state)
{
    (void)state;
    double y[] = {1, 2, 3, 4};
    double w[] = {1, 0, 1, 1};
    int32_t cells[] = {0, 0, -1, 0};
    uint8_t present[] = {1, 1, 1, 0};
    wb_value_rows rows = {0};

    assert_ok(wb_value_rows_add(&rows, y, present, w, cells, 4, NULL));
    assert_int_equal(rows.count, 1);
    assert_true(rows.y[0] == 1);
    wb_value_rows copy = {0};
    assert_ok(wb_value_rows_copy(&rows, &copy, NULL));
    assert_int_equal(copy.count, 1);
    assert_true(copy.y[0] == 1 && copy.w[0] == 1 && copy.cells[0] == 0);
    wb_value_rows_free(&copy);
    wb_value_rows_free(&rows);
}

static void assert_same(const wb_value_run *a, const wb_value_run *b)
{
    size_t n = (size_t)a->length;
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->y, b->y, n * sizeof *a->y);
    assert_memory_equal(a->w, b->w, n * sizeof *a->w);
    assert_true((a->n == NULL) == (b->n == NULL));
    if (a->n != NULL)
        assert_memory_equal(a->n, b->n, n * sizeof *a->n);
}

/* The store of a sample in pieces of `step` rows. */
static wb_values store(const sample *s, int32_t step)
{
    wb_values values = {0};
    for (int32_t first = 0; first < s->n; first += step) {
        int32_t n = s->n - first < step ? s->n - first : step;
        wb_value_run run = make_run(s, first, n);
        assert_ok(wb_values_push(&values, &run, NULL));
        assert_int_equal(run.length, 0);
        wb_value_run_free(&run);
    }
    return values;
}

/* All runs as one. */
static wb_value_run whole_of(const wb_values *values)
{
    static const wb_value_run none = {.sorted = true};
    wb_value_run whole = {0};
    wb_value_run merged = {0};
    assert_ok(wb_value_run_copy(&none, &whole, NULL));
    for (size_t i = 0; i < values->n_runs; i++) {
        wb_value_sorter sorter = {0};
        wb_value_run run = {0};
        assert_ok(wb_value_run_copy(&values->runs[i], &run, NULL));
        assert_ok(wb_value_run_sort(&run, &sorter, NULL));
        assert_ok(wb_value_run_merge(&whole, &run, &merged, NULL));
        wb_value_run_free(&whole);
        wb_value_run_free(&run);
        wb_value_sorter_free(&sorter);
        whole = merged;
    }
    return whole;
}

static void test_pieces_give_the_whole(void **state)
{
    (void)state;
    static const unsigned n_values[] = {4, 90, 100000000};
    for (size_t v = 0; v < 3; v++) {
        sample s = invent(2000, 6, n_values[v], 17);
        for (int32_t step = 1; step <= 2000; step = step * 3 + 1) {
            wb_values values = store(&s, step);
            wb_value_run whole = whole_of(&values);
            for (int32_t cell = 0; cell < 6; cell++)
                assert_cell(&whole, cell, &s);
            assert_true(values.n_runs <= 28);
            assert_true(wb_values_bytes(&values) >= 16 * whole.length);
            wb_value_run_free(&whole);
            wb_values_free(&values);
        }
        sample_free(&s);
    }
}

static void test_few_values_take_little_room(void **state)
{
    (void)state;
    sample s = invent(50000, 3, 20, 23);
    wb_values values = store(&s, 500);
    assert_true(values.n_runs < 15);
    for (size_t i = 0; i < values.n_runs; i++)
        assert_true(values.runs[i].length <= 60);
    assert_true(wb_values_bytes(&values) < 15 * 60 * 32 + 5000);
    wb_values_free(&values);
    sample_free(&s);
}

static void test_an_empty_store_and_an_empty_run(void **state)
{
    (void)state;
    wb_values values = {0};
    sample s = invent(0, 1, 1, 1);
    wb_value_run run = sort_rows(&s, 0, 0);
    wb_ecdf ecdf;

    assert_int_equal(run.length, 0);
    assert_ok(wb_values_push(&values, &run, NULL));
    assert_int_equal(values.n_runs, 0);
    double q = 0;
    assert_ok(wb_ecdf_init(&ecdf, &values, 0, NULL));
    assert_ok(wb_ecdf_quantile(&ecdf, WB_QUANTILE_MATH, 0.5, &q, NULL));
    assert_true(isnan(q));
    wb_ecdf_free(&ecdf);
    wb_values_free(&values);
    sample_free(&s);
}

static void test_stores_merge_under_other_names_of_cells(void **state)
{
    (void)state;
    static const int32_t names[] = {4, 0, 2, 1, 3};
    sample s = invent(3000, 5, 300, 31);
    sample half = {s.y + 1500, s.w + 1500, s.cells + 1500, 1500};
    sample first = {s.y, s.w, s.cells, 1500};
    wb_values values = {0};
    wb_values a = store(&first, 400);
    wb_values b = store(&half, 700);
    wb_values copy = {0};

    assert_ok(wb_values_merge(&values, &a, names, 5, NULL));
    assert_ok(wb_values_copy(&b, &copy, NULL));
    assert_ok(wb_values_merge(&values, &copy, names, 5, NULL));
    wb_value_run whole = whole_of(&values);
    for (int32_t i = 0; i < s.n; i++)
        s.cells[i] = s.cells[i] >= 0 ? names[s.cells[i]] : -1;
    for (int32_t cell = 0; cell < 5; cell++)
        assert_cell(&whole, cell, &s);
    wb_value_run_free(&whole);
    wb_values_free(&values);
    wb_values_free(&copy);
    wb_values_free(&a);
    wb_values_free(&b);
    sample_free(&s);
}

static void test_the_same_pieces_give_the_same_bits(void **state)
{
    (void)state;
    sample s = invent(4000, 4, 1500, 41);
    wb_values a = store(&s, 600);
    wb_values b = store(&s, 600);
    wb_value_run x = whole_of(&a);
    wb_value_run y = whole_of(&b);
    assert_same(&x, &y);
    wb_value_run_free(&x);
    assert_ok(wb_value_run_copy(&y, &x, NULL));
    assert_same(&x, &y);
    wb_value_run_free(&x);
    wb_value_run_free(&y);
    wb_values_free(&a);
    wb_values_free(&b);
    sample_free(&s);
}

/* ---- quantiles ---- */

static wb_value_run sort_values(const double *y, const double *w, int32_t n)
{
    double values[64];
    double weights[64];
    int32_t cells[64] = {0};
    assert_true(n <= 64);
    memcpy(values, y, (size_t)n * sizeof *y);
    memcpy(weights, w, (size_t)n * sizeof *w);
    sample s = {values, weights, cells, n};
    return sort_rows(&s, 0, n);
}

static double quantile_in(const wb_ecdf *ecdf, int32_t rule, double p)
{
    double q = 0;
    assert_ok(wb_ecdf_quantile(ecdf, rule, p, &q, NULL));
    return q;
}

/* One that lies in several runs gives the same quantile. */
static double quantile_of(const double *y, const double *w, int32_t n, int32_t rule,
                          double p)
{
    double q = NAN;
    for (int32_t step = n; step > 0; step = step > 1 ? step / 2 : 0) {
        wb_values values = {0};
        wb_ecdf ecdf;
        for (int32_t first = 0; first < n; first += step) {
            wb_value_run run =
                sort_values(y + first, w + first, n - first < step ? n - first : step);
            assert_ok(wb_values_push(&values, &run, NULL));
        }
        assert_ok(wb_ecdf_init(&ecdf, &values, 0, NULL));
        double found = quantile_in(&ecdf, rule, p);
        assert_true(isnan(q) || fabs(found - q) <= 1e-15 * fabs(q));
        q = found;
        wb_ecdf_free(&ecdf);
        wb_values_free(&values);
    }
    return q;
}

static const double ones[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

static void test_quantiles_of_equal_weights(void **state)
{
    (void)state;
    /* The seventh definition: R's quantile(). */
    static const double y[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
    assert_true(quantile_of(y, ones, 10, WB_QUANTILE_MATH, 0.5) == 3);
    assert_true(quantile_of(y, ones, 10, WB_QUANTILE_SCHOOL, 0.5) == 3.5);
    assert_true(quantile_of(y, ones, 10, WB_QUANTILE_HF7, 0.5) == 3.5);
    assert_true(quantile_of(y, ones, 10, WB_QUANTILE_HF7, 0.25) == 2.25);
    assert_true(quantile_of(y, ones, 10, WB_QUANTILE_MATH, 0.7) == 5);
    assert_true(quantile_of(y, ones, 10, WB_QUANTILE_SCHOOL, 0.2) == 1.5);
    assert_true(quantile_of(y, ones, 10, WB_QUANTILE_MATH, 0.21) == 2);
    assert_true(quantile_of(y, ones, 9, WB_QUANTILE_SCHOOL, 0.5) == 4);
}

static void test_quantiles_at_the_ends(void **state)
{
    (void)state;
    static const double y[] = {7, 8, 9, 10};
    for (int32_t rule = WB_QUANTILE_MATH; rule <= WB_QUANTILE_HF7; rule++) {
        assert_true(quantile_of(y, ones, 4, rule, 0) == 7);
        assert_true(quantile_of(y, ones, 4, rule, -1) == 7);
        assert_true(quantile_of(y, ones, 4, rule, 1) == 10);
        assert_true(quantile_of(y, ones, 4, rule, 2) == 10);
        assert_true(quantile_of(y, ones, 1, rule, 0.3) == 7);
    }
}

/* More equal ones than are looked at one by one, in a run that is not sorted: the middle
 * of all lies among them. */
static void test_quantiles_among_many_equal_values(void **state)
{
    (void)state;
    enum { OTHERS = 4000, EQUAL = 400 };
    sample s = invent(OTHERS + EQUAL, 1, 1, 5);
    wb_values values = {0};
    wb_ecdf ecdf;
    for (int32_t i = 0; i < s.n; i++) {
        s.y[i] = i < OTHERS ? i : OTHERS / 2;
        s.w[i] = 1;
        s.cells[i] = 0;
    }
    wb_value_run run = make_run(&s, 0, s.n);
    assert_false(run.sorted);
    assert_ok(wb_values_push(&values, &run, NULL));
    assert_ok(wb_ecdf_init(&ecdf, &values, 0, NULL));
    for (int32_t rule = WB_QUANTILE_MATH; rule <= WB_QUANTILE_HF7; rule++) {
        assert_true(quantile_in(&ecdf, rule, 0.5) == OTHERS / 2);
        assert_true(quantile_in(&ecdf, rule, 0.46) == OTHERS / 2);
    }
    assert_true(quantile_in(&ecdf, WB_QUANTILE_MATH, 0.25) == 1099);
    assert_true(quantile_in(&ecdf, WB_QUANTILE_MATH, 0.75) == 2899);
    wb_ecdf_free(&ecdf);
    wb_values_free(&values);
    sample_free(&s);
}

/* Of 16 values three steps are made, and 49 times 2/49 is a little below 2: the largest
 * value lies in the second of them, also for targets that nothing reaches. */
static void test_quantiles_where_the_last_step_is_empty(void **state)
{
    (void)state;
    double y[16], w[16];
    for (int i = 0; i < 16; i++) {
        y[i] = i < 15 ? i : 49;
        w[i] = 1;
    }
    assert_true(49.0 * (2.0 / 49.0) < 2);
    for (int32_t rule = WB_QUANTILE_MATH; rule <= WB_QUANTILE_HF7; rule++) {
        assert_true(quantile_of(y, w, 16, rule, 1) == 49);
        assert_true(quantile_of(y, w, 16, rule, 2) == 49);
    }
    assert_true(quantile_of(y, w, 16, WB_QUANTILE_MATH, 0.5) == 7);
}

static void test_weights_that_are_decimals_do_not_miss_a_step(void **state)
{
    (void)state;
    /* 0.1 + 0.2 is not 0.3 in doubles, and yet F(2) is a half. */
    static const double y[] = {1, 2, 3};
    static const double w[] = {0.1, 0.2, 0.3};
    assert_true(quantile_of(y, w, 3, WB_QUANTILE_MATH, 0.5) == 2);
    assert_true(quantile_of(y, w, 3, WB_QUANTILE_SCHOOL, 0.5) == 2.5);
}

static void test_hf7_with_weights(void **state)
{
    (void)state;
    /* C = 1, 3, 6: points (0, 10), (1/3, 20), (1, 40). */
    static const double y[] = {40, 10, 20};
    static const double w[] = {3, 1, 2};
    assert_close(quantile_of(y, w, 3, WB_QUANTILE_HF7, 1.0 / 6), 15, 1e-15);
    assert_close(quantile_of(y, w, 3, WB_QUANTILE_HF7, 1.0 / 3), 20, 1e-15);
    assert_close(quantile_of(y, w, 3, WB_QUANTILE_HF7, 0.5), 25, 1e-15);
}

static void test_quantiles_do_not_depend_on_the_order_of_ties(void **state)
{
    (void)state;
    static const double y[] = {1, 2, 2, 3};
    static const double w[] = {1, 2, 6, 1};
    static const double turned[] = {1, 6, 2, 1};
    for (double p = 0; p <= 1; p += 0.03125)
        assert_true(quantile_of(y, w, 4, WB_QUANTILE_HF7, p) ==
                    quantile_of(y, turned, 4, WB_QUANTILE_HF7, p));
}

/* inf{y: F(y) >= p} by looking at every value. */
static double brute_quantile(const sample *s, int32_t cell, double p)
{
    double total = 0;
    double best = NAN;
    for (int32_t i = 0; i < s->n; i++)
        total += s->cells[i] == cell ? s->w[i] : 0;
    for (int32_t i = 0; i < s->n; i++) {
        double upto = 0;
        if (s->cells[i] != cell || !(s->w[i] > 0))
            continue;
        for (int32_t j = 0; j < s->n; j++)
            upto += s->cells[j] == cell && s->y[j] <= s->y[i] ? s->w[j] : 0;
        if (upto >= p * total && !(best <= s->y[i]))
            best = s->y[i];
    }
    return best;
}

/* Of values over many orders of size, all in the first step of the range. */
static void test_quantiles_of_values_of_all_sizes_are_exact(void **state)
{
    (void)state;
    enum { N = 1500 };
    sample s = invent(N, 1, 1, 77);
    unsigned seed = 3;
    for (int32_t i = 0; i < N; i++) {
        s.cells[i] = 0;
        s.y[i] = pow(10, (draw(&seed) % 9000) / 100.0 - 45) + (i % 7 == 0);
    }
    wb_values values = store(&s, 400);
    wb_ecdf ecdf;
    assert_ok(wb_ecdf_init(&ecdf, &values, 0, NULL));
    for (double p = 0.0123; p < 1; p += 0.0777)
        assert_true(quantile_in(&ecdf, WB_QUANTILE_MATH, p) == brute_quantile(&s, 0, p));
    wb_ecdf_free(&ecdf);
    wb_values_free(&values);
    sample_free(&s);
}

static void test_quantiles_are_exact(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 10; seed++) {
        sample s = invent(300, 2, seed % 2 == 0 ? 30 : 1000000, seed);
        wb_values values = store(&s, seed % 3 == 0 ? 300 : 70);
        for (int32_t cell = 0; cell < 2; cell++) {
            wb_ecdf ecdf;
            assert_ok(wb_ecdf_init(&ecdf, &values, cell, NULL));
            for (int i = 0; i < 20; i++) {
                double p = (draw(&seed) % 9999 + 0.5) / 10000.1234;
                assert_true(quantile_in(&ecdf, WB_QUANTILE_MATH, p) ==
                            brute_quantile(&s, cell, p));
            }
            wb_ecdf_free(&ecdf);
        }
        wb_values_free(&values);
        sample_free(&s);
    }
}

/* ---- scores ---- */

static void test_scores_of_mid_ranks(void **state)
{
    (void)state;
    /* Mid-ranks 1/2, 1 + 3/2, 4 + 4/2 of 8. */
    static const double y[] = {3, 1, 2, 2};
    static const double w[] = {4, 1, 1, 2};
    wb_value_run sorted = sort_values(y, w, 4);
    double scores[3];

    wb_scores_of(&sorted, 0, WB_RANK_WILCOXON, scores);
    assert_close(scores[0], 0.0625, 1e-15);
    assert_close(scores[1], 0.3125, 1e-15);
    assert_close(scores[2], 0.75, 1e-15);
    wb_scores_of(&sorted, 0, WB_RANK_VAN_DER_WAERDEN, scores);
    assert_close(scores[1], wb_normal_quantile(0.3125), 1e-15);
    wb_scores_of(&sorted, 0, WB_RANK_MEDIAN, scores);
    assert_true(scores[0] == 0 && scores[1] == 0 && scores[2] == 1);
    wb_value_run_free(&sorted);
}

static void test_the_middle_rank_is_not_above_the_median(void **state)
{
    (void)state;
    static const double y[] = {1, 2, 3};
    static const double w[] = {0.1, 0.7, 0.1};
    wb_value_run sorted = sort_values(y, w, 3);
    double scores[3];
    wb_scores_of(&sorted, 0, WB_RANK_MEDIAN, scores);
    assert_true(scores[1] == 0 && scores[2] == 1);
    wb_value_run_free(&sorted);
}

static void test_normal_scores_are_finite_at_the_ends(void **state)
{
    (void)state;
    static const double y[] = {1, 2, 3};
    static const double w[] = {1e-40, 1e40, 1e-40};
    wb_value_run sorted = sort_values(y, w, 3);
    double scores[3];
    wb_scores_of(&sorted, 0, WB_RANK_VAN_DER_WAERDEN, scores);
    for (int i = 0; i < 3; i++)
        assert_true(isfinite(scores[i]));
    wb_value_run_free(&sorted);
}

/* ---- the way back ---- */

static void test_every_value_is_found_at_its_place(void **state)
{
    (void)state;
    static const int64_t lengths[] = {0,   1,   2,   15,   16,   17,
                                      255, 256, 257, 4096, 5000, 70000};
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        int64_t n = lengths[l];
        double *y = malloc((size_t)(n + 1) * sizeof *y);
        wb_lookup lookups[2] = {{0}, {0}};
        int32_t which[] = {1, 1, -1, 0};
        int64_t places[4];
        for (int64_t i = 0; i < n; i++)
            y[i] = (double)(i - n / 3) / 3 * (i < n / 3 ? 1e30 : 1);
        assert_ok(wb_lookup_init(&lookups[0], y, 0, NULL));
        assert_ok(wb_lookup_init(&lookups[1], y, n, NULL));
        for (int64_t i = 0; i < n; i++) {
            double wanted[] = {y[i], nextafter(y[i], INFINITY), y[i], y[i]};
            wb_lookup_find(lookups, which, wanted, 4, places);
            assert_int_equal(places[0], i);
            assert_int_equal(places[1], -1);
            assert_int_equal(places[2], -1);
            assert_int_equal(places[3], -1);
        }
        double outside[] = {-1e60, 1e60, 0, 1e60};
        wb_lookup_find(lookups, which, outside, 4, places);
        for (int i = 0; i < 4; i++)
            assert_int_equal(places[i], -1);
        wb_lookup_free(&lookups[0]);
        wb_lookup_free(&lookups[1]);
        free(y);
    }
}

static void test_minus_zero_is_found_as_zero(void **state)
{
    (void)state;
    static const double y[] = {-1, 0, 1};
    wb_lookup lookup = {0};
    int32_t which = 0;
    int64_t place;
    double minus_zero = -0.0;
    assert_ok(wb_lookup_init(&lookup, y, 3, NULL));
    wb_lookup_find(&lookup, &which, &minus_zero, 1, &place);
    assert_int_equal(place, 1);
    wb_lookup_free(&lookup);
}

/* ---- allocations ---- */

static wb_status push_rows(wb_values *values, wb_value_rows *rows,
                           wb_value_sorter *sorter, wb_error *err)
{
    wb_value_run run = {0};
    wb_status st = wb_value_run_make(rows, sorter, &run, err);
    if (st == WB_OK)
        st = wb_values_push(values, &run, err);
    wb_value_run_free(&run);
    return st;
}

static wb_status fill_merge_and_look_up(void)
{
    wb_status st = WB_OK;
    double y[] = {3, 1, 2, 2};
    double more[] = {9, 2, 3, 0};
    double w[] = {1, 2, 3, 4};
    int32_t cells[] = {0, 1, 0, 0};
    static const int32_t names[] = {1, 0};
    wb_value_rows rows = {0};
    wb_value_rows copy = {0};
    wb_value_sorter sorter = {0};
    wb_values values = {0};
    wb_values others = {0};
    wb_values third = {0};
    wb_ecdf ecdf = {0};
    wb_lookup lookup = {0};
    wb_error err;
    double q;

    WB_TRY(wb_value_rows_add(&rows, y, NULL, w, cells, 4, &err));
    WB_TRY(wb_value_rows_copy(&rows, &copy, &err));
    WB_TRY(push_rows(&values, &copy, &sorter, &err));
    rows.count = 0;
    for (int i = 0; i < 7; i++) {
        WB_TRY(wb_value_rows_add(&rows, i % 2 == 0 ? more : y, NULL, w, cells, 4, &err));
        WB_TRY(push_rows(&others, &rows, &sorter, &err));
    }
    WB_TRY(wb_values_copy(&others, &third, &err));
    WB_TRY(wb_values_merge(&values, &third, names, 2, &err));
    WB_TRY(wb_ecdf_init(&ecdf, &values, 0, &err));
    WB_TRY(wb_ecdf_quantile(&ecdf, WB_QUANTILE_HF7, 0.3, &q, &err));
    WB_TRY(wb_lookup_init(&lookup, values.runs[0].y, values.runs[0].length, &err));
done:
    wb_value_rows_free(&rows);
    wb_value_rows_free(&copy);
    wb_value_sorter_free(&sorter);
    wb_values_free(&values);
    wb_values_free(&others);
    wb_values_free(&third);
    wb_ecdf_free(&ecdf);
    wb_lookup_free(&lookup);
    return st;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    wb_test_every_allocation(fill_merge_and_look_up);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_run_holds_each_value_once_with_its_weight),
        cmocka_unit_test(test_cells_beyond_one_digit_are_sorted_too),
        cmocka_unit_test(test_values_close_together_far_from_one_are_sorted),
        cmocka_unit_test(test_equal_values_that_are_too_many_to_count_are_sorted),
        cmocka_unit_test(test_rows_of_a_distribution_have_a_limit),
        cmocka_unit_test(test_zero_has_one_sign),
        cmocka_unit_test(test_rows_that_do_not_count_are_left_out),
        cmocka_unit_test(test_pieces_give_the_whole),
        cmocka_unit_test(test_few_values_take_little_room),
        cmocka_unit_test(test_an_empty_store_and_an_empty_run),
        cmocka_unit_test(test_stores_merge_under_other_names_of_cells),
        cmocka_unit_test(test_the_same_pieces_give_the_same_bits),
        cmocka_unit_test(test_quantiles_of_equal_weights),
        cmocka_unit_test(test_quantiles_at_the_ends),
        cmocka_unit_test(test_quantiles_among_many_equal_values),
        cmocka_unit_test(test_quantiles_where_the_last_step_is_empty),
        cmocka_unit_test(test_weights_that_are_decimals_do_not_miss_a_step),
        cmocka_unit_test(test_hf7_with_weights),
        cmocka_unit_test(test_quantiles_do_not_depend_on_the_order_of_ties),
        cmocka_unit_test(test_quantiles_are_exact),
        cmocka_unit_test(test_quantiles_of_values_of_all_sizes_are_exact),
        cmocka_unit_test(test_scores_of_mid_ranks),
        cmocka_unit_test(test_the_middle_rank_is_not_above_the_median),
        cmocka_unit_test(test_normal_scores_are_finite_at_the_ends),
        cmocka_unit_test(test_every_value_is_found_at_its_place),
        cmocka_unit_test(test_minus_zero_is_found_as_zero),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
