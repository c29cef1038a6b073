/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Quantiles and ranks in two passes: what each pass says, that parts and threads do not
 * matter, what is refused. How they agree with R is in tests/vectors/quantile_*.csv. */
#include "tally_support.h"

#include <werkbaar/infer.h>

enum { N = 12 };

static const double ys[] = {3, 8, 1, 9, 4, 7.5, 2, 6, 11, 5, 10, 7};
static const double ws[] = {1, 2, 1, 3, 2, 1, 2, 1, 1, 2, 3, 1};
static const char *const strata[] = {"n", "n", "n", "n", "n", "n",
                                     "z", "z", "z", "z", "z", "z"};
static const char *const groups[] = {"a", "b", "a", "b", "a", "b",
                                     "a", "a", "b", "b", "b", "a"};

static wb_frame *people(void)
{
    wb_frame *frame = new_frame(N);
    add_doubles(frame, "y", ys);
    add_doubles(frame, "w", ws);
    add_texts(frame, "h", strata);
    add_texts(frame, "g", groups);
    return frame;
}

static wb_tally *second_of(const wb_tally *first)
{
    wb_tally *second = NULL;
    assert_ok(wb_tally_second_pass(first, &second, NULL));
    return second;
}

static wb_frame *estimates_of(const wb_tally *tally, int32_t rule)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *out = NULL;
    options.quantile_rule = rule;
    assert_ok(wb_tally_estimate(tally, &options, NULL, &out, NULL));
    return out;
}

/* Both passes over one frame. */
static wb_frame *in_two(const wb_spec *spec, const wb_frame *frame, int32_t rule)
{
    wb_tally *first = tally_of(spec, frame);
    wb_tally *second = second_of(first);
    wb_tally_free(first);
    assert_ok(wb_tally_update(second, frame, NULL, NULL));
    wb_frame *out = estimates_of(second, rule);
    wb_tally_free(second);
    return out;
}

static void assert_same_estimates(const wb_frame *a, const wb_frame *b, double relative)
{
    static const char *const names[] = {"estimate", "se", "lower", "upper", "df"};
    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    for (int64_t r = 0; r < wb_frame_row_count(a); r++) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            assert_close(number(a, names[i], r), number(b, names[i], r), relative);
    }
}

static wb_spec *median_spec(void)
{
    wb_spec *spec = new_spec("w", "h");
    assert_ok(wb_spec_add_quantile(spec, "y", 0.5, NULL));
    return spec;
}

/* ---- what the passes say ---- */

static void test_first_pass__has_the_quantile_and_says_so(void **state)
{
    wb_spec *spec = median_spec();
    wb_frame *frame = people();
    wb_tally *first = tally_of(spec, frame);
    wb_frame *out = estimates_of(first, WB_QUANTILE_MATH);

    (void)state;
    assert_string(out, "statistic", 0, "quantile");
    assert_string(out, "variable", 0, "y");
    assert_string(out, "category", 0, "0.5");
    assert_string(out, "status", 0, "one_pass");
    assert_true(number(out, "estimate", 0) == 7);
    assert_true(isnan(number(out, "se", 0)) && isnan(number(out, "lower", 0)));
    assert_true(number(out, "n", 0) == N);
    wb_frame_free(out);
    out = estimates_of(first, WB_QUANTILE_SCHOOL);
    assert_true(number(out, "estimate", 0) == 7.25);
    wb_frame_free(out);
    wb_tally_free(first);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_second_pass__adds_what_woodruff_does(void **state)
{
    wb_spec *spec = median_spec();
    wb_frame *frame = people();

    (void)state; /* R's svyquantile() */
    wb_frame *out = in_two(spec, frame, WB_QUANTILE_MATH);
    assert_string(out, "status", 0, "ok");
    assert_true(number(out, "estimate", 0) == 7);
    assert_close(number(out, "se", 0), 1.7952202558804631, 1e-13);
    assert_true(number(out, "lower", 0) == 2 && number(out, "upper", 0) == 10);
    assert_true(number(out, "df", 0) == 10);
    wb_frame_free(out);
    out = in_two(spec, frame, WB_QUANTILE_HF7);
    assert_close(number(out, "estimate", 0), 7.25, 1e-13);
    assert_close(number(out, "lower", 0), 2.6453354481964344, 1e-13);
    assert_close(number(out, "upper", 0), 10.236443034535711, 1e-13);
    assert_close(number(out, "se", 0), 1.7034637629455152, 1e-13);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_a_bound_beyond_the_sample__is_open(void **state)
{
    wb_spec *spec = new_spec("w", "h");
    wb_frame *frame = people();

    (void)state; /* F(q) - t se is below 0 */
    assert_ok(wb_spec_add_quantile(spec, "y", 0.25, NULL));
    wb_frame *out = in_two(spec, frame, WB_QUANTILE_MATH);
    assert_string(out, "status", 0, "open");
    assert_true(number(out, "estimate", 0) == 4);
    assert_true(isnan(number(out, "lower", 0)) && isnan(number(out, "se", 0)));
    assert_true(number(out, "upper", 0) == 8);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_the_largest_value__has_nothing_above_it(void **state)
{
    wb_spec *spec = new_spec("w", "h");
    wb_frame *frame = people();

    (void)state;
    assert_ok(wb_spec_add_quantile(spec, "y", 0.99, NULL));
    wb_frame *out = in_two(spec, frame, WB_QUANTILE_MATH);
    assert_string(out, "status", 0, "extreme");
    assert_true(number(out, "estimate", 0) == 11);
    assert_true(isnan(number(out, "lower", 0)) && isnan(number(out, "upper", 0)));
    assert_true(isnan(number(out, "se", 0)));
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_one_value_for_all__is_constant(void **state)
{
    static const double same[] = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4};
    wb_spec *spec = median_spec();
    wb_frame *frame = new_frame(N);

    (void)state;
    add_doubles(frame, "y", same);
    add_doubles(frame, "w", ws);
    add_texts(frame, "h", strata);
    for (int32_t rule = WB_QUANTILE_MATH; rule <= WB_QUANTILE_HF7; rule++) {
        wb_frame *out = in_two(spec, frame, rule);
        assert_string(out, "status", 0, "constant");
        assert_true(number(out, "estimate", 0) == 4 && number(out, "se", 0) == 0);
        assert_true(number(out, "lower", 0) == 4 && number(out, "upper", 0) == 4);
        wb_frame_free(out);
    }
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_cells_without_values__are_empty_in_both_passes(void **state)
{
    double some[N];
    const char *const by[] = {"g"};
    wb_spec *spec = median_spec();
    wb_frame *frame = new_frame(N);

    (void)state;
    for (int i = 0; i < N; i++)
        some[i] = groups[i][0] == 'b' ? NAN : ys[i];
    add_doubles(frame, "y", some);
    add_doubles(frame, "w", ws);
    add_texts(frame, "h", strata);
    add_texts(frame, "g", groups);
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_spec_add_category(spec, "g", "declared", NULL));
    wb_tally *first = tally_of(spec, frame);
    wb_frame *one = estimates_of(first, WB_QUANTILE_MATH);
    wb_frame *out = in_two(spec, frame, WB_QUANTILE_MATH);
    for (int64_t r = 0; r < 3; r++) {
        assert_string(one, "status", r, r == 1 ? "one_pass" : "empty");
        assert_true(isnan(number(out, "estimate", r)) == (r != 1));
        assert_true(number(out, "n", r) == (r == 1 ? 6 : 0));
    }
    assert_string(out, "status", 0, "empty");
    assert_string(out, "status", 2, "empty");
    wb_frame_free(one);
    wb_frame_free(out);
    wb_tally_free(first);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_other_estimands__are_in_both_passes_alike(void **state)
{
    wb_spec *spec = median_spec();
    wb_frame *frame = people();

    (void)state;
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "g", NULL));
    wb_tally *first = tally_of(spec, frame);
    wb_frame *one = estimates_of(first, WB_QUANTILE_MATH);
    wb_frame *two = in_two(spec, frame, WB_QUANTILE_MATH);
    assert_int_equal(wb_frame_row_count(one), 4);
    for (int64_t r = 1; r < 4; r++) {
        assert_true(number(one, "estimate", r) == number(two, "estimate", r));
        assert_true(number(one, "se", r) == number(two, "se", r));
    }
    wb_frame_free(one);
    wb_frame_free(two);
    wb_tally_free(first);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* ---- ranks ---- */

static void test_ranks__make_the_rank_tests(void **state)
{
    /* R's svyranktest(): difference and standard error per score. */
    static const double expected[][2] = {{0.45833333333333331, 0.10792658684563389},
                                         {1.46589535184679498, 0.36836763000094125},
                                         {0.83333333333333304, 0.16101529717988264}};
    const char *const by[] = {"g"};
    wb_spec *spec = new_spec("w", "h");
    wb_frame *frame = people();
    wb_frame *pairs = NULL;

    (void)state;
    for (int32_t score = 0; score < 3; score++)
        assert_ok(wb_spec_add_rank(spec, "y", score, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    wb_tally *first = tally_of(spec, frame);
    wb_frame *one = estimates_of(first, WB_QUANTILE_MATH);
    assert_string(one, "status", 0, "one_pass");
    assert_true(isnan(number(one, "estimate", 0)));
    wb_frame_free(one);
    wb_tally *second = second_of(first);
    assert_ok(wb_tally_update(second, frame, NULL, NULL));
    assert_ok(wb_tally_pairs(second, "g", NULL, NULL, NULL, &pairs, NULL));
    assert_int_equal(wb_frame_row_count(pairs), 3);
    for (int64_t r = 0; r < 3; r++) {
        assert_string(pairs, "statistic", r, "rank");
        assert_close(number(pairs, "difference", r), expected[r][0], 1e-13);
        assert_close(number(pairs, "se", r), expected[r][1], 1e-13);
    }
    wb_frame_free(pairs);
    wb_tally_free(first);
    wb_tally_free(second);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_ranks_of_everyone__have_the_mean_one_half(void **state)
{
    wb_spec *spec = new_spec("w", "h");
    wb_frame *frame = people();

    (void)state;
    assert_ok(wb_spec_add_rank(spec, "y", WB_RANK_WILCOXON, NULL));
    wb_frame *out = in_two(spec, frame, WB_QUANTILE_MATH);
    assert_string(out, "category", 0, "wilcoxon");
    assert_close(number(out, "estimate", 0), 0.5, 1e-15);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* ---- parts ---- */

enum { MANY = 600001 };

typedef struct crowd {
    double *y, *z, *w;
    int32_t *h, *g;
    wb_frame *frame;
} crowd;

static wb_frame *crowd_frame(const crowd *c, int64_t first, int64_t n)
{
    wb_frame *frame = new_frame(n);
    add_doubles(frame, "y", c->y + first);
    add_doubles(frame, "z", c->z + first);
    add_doubles(frame, "w", c->w + first);
    add_int32s(frame, "h", c->h + first);
    add_int32s(frame, "g", c->g + first);
    return frame;
}

static crowd make_crowd(int64_t n)
{
    size_t count = (size_t)n;
    crowd c = {calloc(count, 8), calloc(count, 8), calloc(count, 8),
               calloc(count, 4), calloc(count, 4), NULL};
    unsigned seed = 5;
    for (int64_t i = 0; i < n; i++) {
        seed = seed * 1664525U + 1013904223U;
        c.h[i] = (int32_t)(seed >> 10) % 7;
        c.w[i] = 0.1 + (seed >> 20) / 777.0;
        seed = seed * 1664525U + 1013904223U;
        c.g[i] = (int32_t)(seed >> 12) % 3;
        c.y[i] = seed % 97 == 0 ? NAN : (seed >> 4) / 1e5 + c.g[i];
        c.z[i] = (seed >> 9) % 11;
    }
    c.frame = crowd_frame(&c, 0, n);
    return c;
}

static void crowd_free(crowd *c)
{
    wb_frame_free(c->frame);
    free(c->y);
    free(c->z);
    free(c->w);
    free(c->h);
    free(c->g);
}

static wb_spec *crowd_spec(int clusters)
{
    const char *const by[] = {"g"};
    wb_spec *spec = new_spec("w", clusters ? NULL : "h");
    if (clusters)
        assert_ok(wb_spec_add_cluster(spec, "h", NULL));
    assert_ok(wb_spec_add_quantile(spec, "y", 0.5, NULL));
    assert_ok(wb_spec_add_quantile(spec, "y", 0.9, NULL));
    assert_ok(wb_spec_add_quantile(spec, "z", 0.25, NULL));
    assert_ok(wb_spec_add_rank(spec, "y", WB_RANK_VAN_DER_WAERDEN, NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    return spec;
}

static void test_chunks_and_threads__give_the_same_bits(void **state)
{
    static const struct {
        int64_t chunk;
        int32_t threads;
    } ways[] = {{0, 1}, {0, 3}, {70000, 1}, {100003, 2}};
    crowd c = make_crowd(wb_test_cases(MANY));
    wb_spec *spec = crowd_spec(0);
    wb_frame *expected = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        wb_run run = WB_RUN_INIT;
        wb_source *source = NULL;
        wb_frame *out = NULL;
        run.threads = ways[i].threads;
        assert_ok(wb_source_from_frame(c.frame, ways[i].chunk, &source, NULL));
        assert_ok(wb_estimate_source(spec, source, NULL, &run, &out, NULL));
        wb_source_free(source);
        if (expected != NULL)
            assert_same_estimates(out, expected, 0);
        wb_frame_free(expected);
        expected = out;
    }
    wb_frame_free(expected);
    wb_spec_free(spec);
    crowd_free(&c);
}

static void test_parts_of_both_passes__merge(void **state)
{
    enum { ROWS = 5000, CUT = 1700 };
    crowd c = make_crowd(ROWS);
    wb_frame *parts[] = {crowd_frame(&c, 0, CUT), crowd_frame(&c, CUT, ROWS - CUT)};

    (void)state;
    for (int clusters = 0; clusters < 2; clusters++) {
        wb_spec *spec = crowd_spec(clusters);
        wb_tally *first = tally_of(spec, parts[1]);
        wb_tally *other = tally_of(spec, parts[0]);
        wb_frame *expected = in_two(spec, c.frame, WB_QUANTILE_SCHOOL);
        assert_ok(wb_tally_merge(first, other, NULL));
        wb_tally *second = second_of(first);
        wb_tally *more = second_of(first);
        assert_ok(wb_tally_update(second, parts[0], NULL, NULL));
        assert_ok(wb_tally_update(more, parts[1], NULL, NULL));
        assert_ok(wb_tally_merge(second, more, NULL));
        wb_frame *out = estimates_of(second, WB_QUANTILE_SCHOOL);
        assert_same_estimates(out, expected, 1e-13);
        wb_frame_free(out);
        wb_frame_free(expected);
        wb_tally_free(first);
        wb_tally_free(other);
        wb_tally_free(second);
        wb_tally_free(more);
        wb_spec_free(spec);
    }
    wb_frame_free(parts[0]);
    wb_frame_free(parts[1]);
    crowd_free(&c);
}

/* ---- what is refused ---- */

static void test_second_passes_of_other_rows__do_not_merge(void **state)
{
    enum { ROWS = 400 };
    crowd c = make_crowd(ROWS);
    wb_spec *spec = crowd_spec(0);
    wb_frame *less = crowd_frame(&c, 0, ROWS - 1);
    wb_tally *first = tally_of(spec, c.frame);
    wb_tally *other = tally_of(spec, less);
    wb_tally *second = second_of(first);
    wb_tally *stranger = second_of(other);
    wb_error err;

    (void)state;
    assert_fails(wb_tally_merge(second, stranger, &err), WB_E_CONFLICT);
    assert_fails(wb_tally_merge(second, first, &err), WB_E_CONFLICT);
    assert_fails(wb_tally_merge(first, second, &err), WB_E_CONFLICT);
    assert_non_null(strstr(err.message, "second pass"));
    assert_int_equal(wb_tally_row_count(second), 0);
    wb_tally_free(first);
    wb_tally_free(other);
    wb_tally_free(second);
    wb_tally_free(stranger);
    wb_frame_free(less);
    wb_spec_free(spec);
    crowd_free(&c);
}

static void test_a_second_pass_over_other_rows__is_refused(void **state)
{
    static const double other[] = {3, 8, NAN, 9, 4, 7.5, 2, 6, 11, 5, 10, 7};
    wb_spec *spec = median_spec();
    wb_frame *frame = people();
    wb_frame *changed = new_frame(N);
    wb_tally *first = tally_of(spec, frame);
    wb_frame *out = NULL;
    wb_error err;

    (void)state;
    add_doubles(changed, "y", other);
    add_doubles(changed, "w", ws);
    add_texts(changed, "h", strata);
    wb_tally *second = second_of(first);
    assert_ok(wb_tally_update(second, changed, NULL, NULL));
    assert_fails(wb_tally_estimate(second, NULL, NULL, &out, &err), WB_E_DATA);
    assert_string_equal(err.item, "y");
    assert_null(out);
    assert_ok(wb_tally_update(second, frame, NULL, NULL));
    assert_fails(wb_tally_estimate(second, NULL, NULL, &out, &err), WB_E_DATA);
    assert_non_null(strstr(err.message, "24 rows, and the first 12"));
    wb_tally_free(first);
    wb_tally_free(second);
    wb_frame_free(changed);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_second_pass__is_for_those_who_need_one(void **state)
{
    wb_spec *plain = new_spec("w", "h");
    wb_spec *spec = median_spec();
    wb_frame *frame = people();
    wb_tally *empty = NULL;
    wb_tally *out = NULL;

    (void)state;
    assert_ok(wb_spec_add_estimand(plain, WB_STATISTIC_MEAN, "y", NULL));
    wb_tally *one = tally_of(plain, frame);
    assert_fails(wb_tally_second_pass(one, &out, NULL), WB_E_ARG);
    assert_null(out);
    assert_ok(wb_tally_new(spec, &empty, NULL));
    assert_fails(wb_tally_second_pass(empty, &out, NULL), WB_E_DATA);
    wb_tally *first = tally_of(spec, frame);
    wb_tally *second = second_of(first);
    assert_fails(wb_tally_second_pass(second, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_second_pass(NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_second_pass(first, NULL, NULL), WB_E_ARG);
    wb_tally_free(one);
    wb_tally_free(empty);
    wb_tally_free(first);
    wb_tally_free(second);
    wb_frame_free(frame);
    wb_spec_free(plain);
    wb_spec_free(spec);
}

static void test_quantiles__are_of_numbers(void **state)
{
    static const double big[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1e51};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_spec *of_y = new_spec(NULL, NULL);
    wb_frame *frame = people();
    wb_frame *large = new_frame(N);
    wb_tally *tally = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_spec_add_quantile(spec, "g", 0.5, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_fails(wb_tally_update(tally, frame, NULL, &err), WB_E_DATA);
    assert_string_equal(err.item, "g");
    wb_tally_free(tally);
    add_doubles(large, "y", big);
    assert_ok(wb_spec_add_quantile(of_y, "y", 0.5, NULL));
    assert_ok(wb_tally_new(of_y, &tally, NULL));
    assert_fails(wb_tally_update(tally, large, NULL, &err), WB_E_DATA);
    assert_int_equal(err.row, 11);
    wb_tally_free(tally);
    wb_frame_free(large);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_spec_free(of_y);
}

static void test_an_unknown_rule__is_refused(void **state)
{
    wb_spec *spec = median_spec();
    wb_frame *frame = people();
    wb_tally *first = tally_of(spec, frame);
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *out = NULL;

    (void)state;
    options.quantile_rule = 3;
    assert_fails(wb_tally_estimate(first, &options, NULL, &out, NULL), WB_E_ARG);
    wb_tally_free(first);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* ---- files ---- */

/* Written and read: it takes the place of the one it was. */
static wb_tally *reread(wb_tally *tally)
{
    wb_tally *out = NULL;
    char *bytes;
    size_t n;
    bytes_of(tally, &bytes, &n);
    assert_ok(read_bytes(bytes, n, &out, NULL));
    wb_tally_free(tally);
    free(bytes);
    return out;
}

static void test_tallies_of_both_passes__go_on_from_their_files(void **state)
{
    enum { ROWS = 3000, CUT = 1100 };
    crowd c = make_crowd(ROWS);
    wb_frame *parts[] = {crowd_frame(&c, 0, CUT), crowd_frame(&c, CUT, ROWS - CUT)};

    (void)state;
    for (int clusters = 0; clusters < 2; clusters++) {
        wb_spec *spec = crowd_spec(clusters);
        wb_frame *expected = in_two(spec, c.frame, WB_QUANTILE_HF7);
        wb_tally *first = reread(tally_of(spec, parts[0]));
        assert_ok(wb_tally_update(first, parts[1], NULL, NULL));
        first = reread(first);
        wb_tally *second = reread(second_of(first));
        wb_tally *more = second_of(first);
        assert_ok(wb_tally_update(second, parts[0], NULL, NULL));
        second = reread(second);
        assert_ok(wb_tally_update(more, parts[1], NULL, NULL));
        assert_ok(wb_tally_merge(second, more, NULL));
        second = reread(second);
        wb_frame *out = estimates_of(second, WB_QUANTILE_HF7);
        assert_same_estimates(out, expected, 1e-13);
        wb_frame_free(out);
        wb_frame_free(expected);
        wb_tally_free(first);
        wb_tally_free(second);
        wb_tally_free(more);
        wb_spec_free(spec);
    }
    wb_frame_free(parts[0]);
    wb_frame_free(parts[1]);
    crowd_free(&c);
}

/* Whatever a byte becomes, the file is refused or can be worked with. */
static void try_damaged(const wb_frame *frame, char *bytes, size_t n, size_t at, int by)
{
    wb_tally *tally = NULL;
    wb_tally *second = NULL;
    wb_frame *out = NULL;
    char before = bytes[at];

    bytes[at] = (char)(bytes[at] ^ by);
    put_crc(bytes, n);
    if (read_bytes(bytes, n, &tally, NULL) == WB_OK) {
        if (wb_tally_second_pass(tally, &second, NULL) == WB_OK &&
            wb_tally_update(second, frame, NULL, NULL) == WB_OK &&
            wb_tally_estimate(second, NULL, NULL, &out, NULL) == WB_OK)
            assert_true(wb_frame_row_count(out) > 0);
        wb_frame_free(out);
        out = NULL;
        if (wb_tally_estimate(tally, NULL, NULL, &out, NULL) == WB_OK)
            assert_true(wb_frame_row_count(out) > 0);
    } else {
        assert_null(tally);
    }
    wb_frame_free(out);
    wb_tally_free(second);
    wb_tally_free(tally);
    bytes[at] = before;
}

static void test_damaged_files__are_refused_or_of_use(void **state)
{
    const char *const by[] = {"g"};
    wb_spec *spec = median_spec();
    wb_frame *frame = people();

    (void)state;
    assert_ok(wb_spec_add_rank(spec, "y", WB_RANK_WILCOXON, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    wb_tally *first = tally_of(spec, frame);
    wb_tally *second = second_of(first);
    assert_ok(wb_tally_update(second, frame, NULL, NULL));
    for (int pass = 0; pass < 2; pass++) {
        char *bytes;
        size_t n;
        bytes_of(pass == 0 ? first : second, &bytes, &n);
        for (size_t at = 48; at < n - 4; at++) {
            try_damaged(frame, bytes, n, at, 1);
            try_damaged(frame, bytes, n, at, 0x80);
        }
        for (size_t length = 0; length < n; length += 7) {
            wb_tally *tally = NULL;
            assert_int_not_equal(read_bytes(bytes, length, &tally, NULL), WB_OK);
        }
        free(bytes);
    }
    wb_tally_free(first);
    wb_tally_free(second);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

typedef struct once {
    wb_frame *frame;
} once;

static wb_status give_once(void *user, wb_frame **out, wb_error *err)
{
    once *self = user;
    (void)err;
    *out = self->frame;
    self->frame = NULL;
    return WB_OK;
}

static void test_estimate_source__needs_a_source_that_starts_again(void **state)
{
    wb_spec *spec = median_spec();
    wb_spec *plain = new_spec("w", "h");
    wb_frame *out = NULL;

    (void)state;
    assert_ok(wb_spec_add_estimand(plain, WB_STATISTIC_MEAN, "y", NULL));
    for (int i = 0; i < 2; i++) {
        once user = {people()};
        wb_source *source = NULL;
        assert_ok(wb_source_new(give_once, NULL, NULL, &user, &source, NULL));
        wb_status st =
            wb_estimate_source(i == 0 ? spec : plain, source, NULL, NULL, &out, NULL);
        assert_int_equal(st, i == 0 ? WB_E_UNSUPPORTED : WB_OK);
        assert_true((out != NULL) == (i == 1));
        wb_source_free(source);
    }
    wb_frame_free(out);
    assert_fails(wb_estimate_source(spec, NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_null(out);
    wb_spec_free(spec);
    wb_spec_free(plain);
}

static void test_values__count_for_the_memory_limit(void **state)
{
    enum { ROWS = 20000 };
    crowd c = make_crowd(ROWS);
    wb_spec *spec = crowd_spec(0);
    wb_tally *tally = NULL;
    wb_run run = WB_RUN_INIT;

    (void)state;
    run.memory_limit = 500000;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_fails(wb_tally_update(tally, c.frame, &run, NULL), WB_E_LIMIT);
    assert_int_equal(wb_tally_row_count(tally), 0);
    wb_tally_free(tally);
    wb_spec_free(spec);
    crowd_free(&c);
}

/* One row is little, and what the first pass found of all rows is much. */
static void test_first_results__count_for_the_memory_limit(void **state)
{
    enum { ROWS = 20000 };
    crowd c = make_crowd(ROWS);
    wb_frame *row = crowd_frame(&c, 0, 1);
    wb_spec *spec = crowd_spec(0);
    wb_tally *empty = NULL;
    wb_tally *first = tally_of(spec, c.frame);
    wb_tally *second = NULL;
    wb_run run = WB_RUN_INIT;

    (void)state;
    run.memory_limit = 1000000;
    assert_ok(wb_tally_new(spec, &empty, NULL));
    assert_ok(wb_tally_update(empty, row, &run, NULL));
    assert_ok(wb_tally_second_pass(first, &second, NULL));
    assert_fails(wb_tally_update(second, row, &run, NULL), WB_E_LIMIT);
    run.memory_limit *= 10;
    assert_ok(wb_tally_update(second, row, &run, NULL));
    wb_tally_free(second);
    wb_tally_free(first);
    wb_tally_free(empty);
    wb_spec_free(spec);
    wb_frame_free(row);
    crowd_free(&c);
}

static wb_frame *shared_frame;

static wb_status through_a_file(wb_tally **tally, wb_error *err)
{
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    wb_tally *out = NULL;
    size_t n = 0;
    wb_status st = wb_writer_to_memory(&writer, err);
    if (st == WB_OK)
        st = wb_tally_write(*tally, writer, err);
    if (st == WB_OK) {
        const char *bytes = wb_writer_bytes(writer, &n);
        st = wb_reader_from_memory(bytes, n, "t", &reader, err);
    }
    if (st == WB_OK)
        st = wb_tally_read(reader, &out, err);
    wb_reader_free(reader);
    wb_writer_free(writer);
    if (st == WB_OK) {
        wb_tally_free(*tally);
        *tally = out;
    }
    return st;
}

static wb_status write_and_read(void)
{
    wb_tally *tally = NULL;
    wb_tally *second = NULL;
    wb_spec *spec = NULL;
    wb_error err;
    wb_status st = wb_spec_new(&spec, &err);
    if (st == WB_OK)
        st = wb_spec_add_quantile(spec, "y", 0.5, &err);
    if (st == WB_OK)
        st = wb_tally_new(spec, &tally, &err);
    if (st == WB_OK)
        st = wb_tally_update(tally, shared_frame, NULL, &err);
    if (st == WB_OK)
        st = through_a_file(&tally, &err);
    if (st == WB_OK)
        st = wb_tally_second_pass(tally, &second, &err);
    if (st == WB_OK)
        st = through_a_file(&second, &err);
    wb_tally_free(tally);
    wb_tally_free(second);
    wb_spec_free(spec);
    return st;
}

static wb_status both_passes(void)
{
    wb_status st = WB_OK;
    const char *const by[] = {"g"};
    wb_spec *spec = NULL;
    wb_source *source = NULL;
    wb_frame *out = NULL;
    wb_error err;

    st = wb_spec_new(&spec, &err);
    if (st == WB_OK)
        st = wb_spec_set_weights(spec, "w", &err);
    if (st == WB_OK)
        st = wb_spec_add_cluster(spec, "h", &err);
    if (st == WB_OK)
        st = wb_spec_add_quantile(spec, "y", 0.5, &err);
    if (st == WB_OK)
        st = wb_spec_add_rank(spec, "y", WB_RANK_MEDIAN, &err);
    if (st == WB_OK)
        st = wb_spec_add_breakdown(spec, by, 1, &err);
    if (st == WB_OK)
        st = wb_source_from_frame(shared_frame, 7, &source, &err);
    if (st == WB_OK)
        st = wb_estimate_source(spec, source, NULL, NULL, &out, &err);
    wb_frame_free(out);
    wb_source_free(source);
    wb_spec_free(spec);
    return st;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    shared_frame = people();
    wb_test_every_allocation(both_passes);
    wb_test_every_allocation(write_and_read);
    wb_frame_free(shared_frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_pass__has_the_quantile_and_says_so),
        cmocka_unit_test(test_second_pass__adds_what_woodruff_does),
        cmocka_unit_test(test_a_bound_beyond_the_sample__is_open),
        cmocka_unit_test(test_the_largest_value__has_nothing_above_it),
        cmocka_unit_test(test_one_value_for_all__is_constant),
        cmocka_unit_test(test_cells_without_values__are_empty_in_both_passes),
        cmocka_unit_test(test_other_estimands__are_in_both_passes_alike),
        cmocka_unit_test(test_ranks__make_the_rank_tests),
        cmocka_unit_test(test_ranks_of_everyone__have_the_mean_one_half),
        cmocka_unit_test(test_chunks_and_threads__give_the_same_bits),
        cmocka_unit_test(test_parts_of_both_passes__merge),
        cmocka_unit_test(test_second_passes_of_other_rows__do_not_merge),
        cmocka_unit_test(test_a_second_pass_over_other_rows__is_refused),
        cmocka_unit_test(test_second_pass__is_for_those_who_need_one),
        cmocka_unit_test(test_quantiles__are_of_numbers),
        cmocka_unit_test(test_an_unknown_rule__is_refused),
        cmocka_unit_test(test_tallies_of_both_passes__go_on_from_their_files),
        cmocka_unit_test(test_damaged_files__are_refused_or_of_use),
        cmocka_unit_test(test_estimate_source__needs_a_source_that_starts_again),
        cmocka_unit_test(test_values__count_for_the_memory_limit),
        cmocka_unit_test(test_first_results__count_for_the_memory_limit),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
