/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support.h"

#include <stdlib.h>
#include <string.h>

/* Changes between published waves, unweighted. The counts are the published percentage of
 * the published (rounded, or where unknown assumed) number of people; the z is that of a
 * two-proportion test as published claims were checked with. Difference, standard error
 * and p by hand in R: d = k1/n1 - k0/n0, se² = Σ p(1-p)/(n-1), p = 2 pt(-|d|/se, n1 + n0
 * - 2). */
static const struct {
    const char *name;
    int32_t k0, n0, k1, n1;
    double difference, se, p, z;
} published[] = {
    {"werkbaarheidsgraad, employees 2013-2016", 9399, 17214, 6120, 12000,
     -0.03600906239107704, 0.0059352896413222131, 1.3196923569645842e-09, -6.1},
    {"werkbaarheidsgraad, employees 2019-2023", 6448, 13000, 4610, 8900,
     0.021977528089887621, 0.0068766084808363718, 0.0013955272766062959, 3.2},
    {"werkstress, employees 2019-2023", 4784, 13000, 3213, 8900, -0.0069887640449438071,
     0.0066192212655226852, 0.29105811368542728, -1.06},
    {"werkbaarheidsgraad, self-employed 2007-2019", 1145, 2400, 1503, 3000,
     0.023916666666666642, 0.013687657247078731, 0.080639350077194694, 1.75},
    {"werk-prive, self-employed 2007-2019", 828, 2400, 912, 3000, -0.040999999999999981,
     0.012835381384930065, 0.0014097876849396274, -3.2},
    {"leermogelijkheden, self-employed 2007-2019", 134, 2400, 105, 3000,
     -0.020833333333333329, 0.0057650873091260714, 0.00030459957075853865, -3.7},
    {"werkstress, self-employed 2013-2016", 1002, 3000, 977, 2700, 0.02785185185185185,
     0.012638374842921024, 0.027581598357613778, 2.2},
    {"werkbaarheidsgraad, self-employed 2016-2019", 1369, 2700, 1503, 3000,
     -0.006037037037037063, 0.013265343504219465, 0.64905576465774173, -0.45},
    {"bullying, employees 2019-2023", 1430, 13000, 863, 8900, -0.01303370786516854,
     0.0041678635743702388, 0.0017671599906339906, -3.1},
    {"physical violence, employees 2019-2023", 819, 13000, 605, 8900,
     0.004977528089887634, 0.0034147785725080898, 0.1449533104138927, 1.47},
    {"intimidation, employees 2019-2023", 2418, 13000, 1593, 8900, -0.0070112359550561776,
     0.0053066608699085067, 0.18644374133401495, -1.32},
    {"sexual harassment, employees 2019-2023", 494, 13000, 320, 8900,
     -0.002044943820224715, 0.0025898442640791097, 0.42976932853309036, -0.77},
    {"any of these, employees 2019-2023", 3354, 13000, 2180, 8900, -0.013056179775280896,
     0.0059590101835058978, 0.028462432618898938, -2.17}};
enum { N_PUBLISHED = sizeof published / sizeof published[0] };

/* One wave: its first k of n people have the problem. */
typedef struct wave {
    int32_t year, k, n;
} wave;

typedef struct rows {
    int64_t n;
    int32_t *year;
    int8_t *problem;
    int8_t *woman;
    double *score;
} rows;

static rows rows_new(int64_t n)
{
    rows made = {0, malloc((size_t)n * 4), malloc((size_t)n), malloc((size_t)n),
                 malloc((size_t)n * 8)};

    assert_non_null(made.year);
    assert_non_null(made.problem);
    assert_non_null(made.woman);
    assert_non_null(made.score);
    return made;
}

static void rows_free(rows *made)
{
    free(made->year);
    free(made->problem);
    free(made->woman);
    free(made->score);
}

static void rows_add(rows *made, int32_t year, int8_t problem, int8_t woman, double score)
{
    made->year[made->n] = year;
    made->problem[made->n] = problem;
    made->woman[made->n] = woman;
    made->score[made->n++] = score;
}

static void add_column(wb_frame *frame, const char *name, int32_t type, int32_t flags,
                       const void *values)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = type;
    column.flags = flags;
    column.values = values;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

/* The estimates of `problem` (mean) and `score` (mean) by the breakdowns asked for. */
static wb_frame *estimate(const rows *made, const char *const *by, size_t n_by)
{
    wb_frame *frame = NULL, *estimates = NULL;
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;

    assert_ok(wb_frame_new(made->n, &frame, NULL));
    add_column(frame, "year", WB_TYPE_INT32, 0, made->year);
    add_column(frame, "problem", WB_TYPE_BOOL, WB_COLUMN_BOOL_BYTES, made->problem);
    add_column(frame, "woman", WB_TYPE_BOOL, WB_COLUMN_BOOL_BYTES, made->woman);
    add_column(frame, "score", WB_TYPE_FLOAT64, 0, made->score);
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_add_stratum(spec, "year", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "problem", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "score", NULL));
    for (size_t i = 0; i <= n_by; i++)
        assert_ok(wb_spec_add_breakdown(spec, by, i, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &estimates, NULL));
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(frame);
    return estimates;
}

static wb_frame *estimate_waves(const wave *waves, size_t n_waves)
{
    static const char *const by[] = {"year"};
    rows made = rows_new(100000);
    wb_frame *estimates;

    for (size_t w = 0; w < n_waves; w++) {
        for (int32_t i = 0; i < waves[w].n; i++)
            rows_add(&made, waves[w].year, i < waves[w].k, 0, i % 7);
    }
    estimates = estimate(&made, by, 1);
    rows_free(&made);
    return estimates;
}

static double number(const wb_frame *frame, const char *column, int64_t row)
{
    assert_true(wb_frame_find(frame, column) >= 0);
    return wb_frame_double(frame, (size_t)wb_frame_find(frame, column), row);
}

static int text_is(const wb_frame *frame, const char *column, int64_t row,
                   const char *text)
{
    size_t length = 0;
    const char *bytes =
        wb_frame_text(frame, (size_t)wb_frame_find(frame, column), row, &length);

    return bytes != NULL && length == strlen(text) && memcmp(bytes, text, length) == 0;
}

/* The row about `variable` that compares year with reference. */
static int64_t row_of(const wb_frame *change, const char *variable, int32_t year,
                      int32_t reference)
{
    for (int64_t row = 0; row < wb_frame_row_count(change); row++) {
        if (number(change, "year", row) == year &&
            text_is(change, "variable", row, variable) &&
            number(change, "reference", row) == reference)
            return row;
    }
    return -1;
}

static void test_wb_estimates_change__agrees_with_published_changes(void **state)
{
    (void)state;
    for (int i = 0; i < N_PUBLISHED; i++) {
        wave waves[] = {{2019, published[i].k0, published[i].n0},
                        {2023, published[i].k1, published[i].n1}};
        wb_frame *estimates = estimate_waves(waves, 2), *change = NULL;
        int64_t row;

        print_message("# %s\n", published[i].name);
        assert_ok(wb_estimates_change(estimates, "year", NULL, &change, NULL));
        row = row_of(change, "problem", 2023, 2019);
        assert_true(row >= 0);
        assert_close(number(change, "difference", row), published[i].difference, 1e-14);
        assert_close(number(change, "se", row) / published[i].se, 1, 1e-12);
        assert_close(number(change, "p", row) / published[i].p, 1, 1e-9);
        assert_true(number(change, "df", row) == published[i].n0 + published[i].n1 - 2);
        assert_true(text_is(change, "status", row, "ok"));
        /* The published z pools the two shares, which differs a little when they do. */
        assert_close(number(change, "difference", row) / number(change, "se", row),
                     published[i].z, 0.1 / fmax(1, fabs(published[i].z)));
        wb_frame_free(change);
        wb_frame_free(estimates);
    }
}

static void test_wb_estimates_change__interval_and_p_say_the_same(void **state)
{
    (void)state;
    for (int i = 0; i < N_PUBLISHED; i++) {
        wave waves[] = {{1, published[i].k0, published[i].n0},
                        {2, published[i].k1, published[i].n1}};
        wb_frame *estimates = estimate_waves(waves, 2), *change = NULL;
        wb_change_options options = WB_CHANGE_OPTIONS_INIT;
        int64_t row;

        /* At level 1 - p the interval ends exactly at no change. */
        options.level = 1 - published[i].p;
        assert_ok(wb_estimates_change(estimates, "year", &options, &change, NULL));
        row = row_of(change, "problem", 2, 1);
        assert_close(number(change, published[i].difference < 0 ? "upper" : "lower", row),
                     0, 1e-8);
        assert_close(number(change, "lower", row) + number(change, "upper", row),
                     2 * published[i].difference, 1e-13);
        wb_frame_free(change);
        wb_frame_free(estimates);
    }
}

static void test_wb_estimates_change__compares_with_previous_or_first(void **state)
{
    static const wave waves[] = {{2004, 52, 100}, {2007, 54, 100}, {2010, 57, 100}};
    wb_frame *estimates = estimate_waves(waves, 3), *previous = NULL, *first = NULL;
    wb_change_options options = WB_CHANGE_OPTIONS_INIT;

    (void)state;
    assert_ok(wb_estimates_change(estimates, "year", &options, &previous, NULL));
    options.reference = WB_REFERENCE_FIRST;
    assert_ok(wb_estimates_change(estimates, "year", &options, &first, NULL));
    assert_close(number(previous, "difference", row_of(previous, "problem", 2010, 2007)),
                 0.03, 1e-14);
    assert_close(number(previous, "difference", row_of(previous, "problem", 2007, 2004)),
                 0.02, 1e-14);
    assert_int_equal(row_of(previous, "problem", 2010, 2004), -1);
    assert_close(number(first, "difference", row_of(first, "problem", 2010, 2004)), 0.05,
                 1e-14);
    assert_close(number(first, "difference", row_of(first, "problem", 2007, 2004)), 0.02,
                 1e-14);
    assert_int_equal(row_of(first, "problem", 2010, 2007), -1);
    assert_int_equal(wb_frame_row_count(first), wb_frame_row_count(previous));
    wb_frame_free(first);
    wb_frame_free(previous);
    wb_frame_free(estimates);
}

/* Women and men change by different amounts; everyone together is a third comparison. */
static void test_wb_estimates_change__keeps_other_breakdowns_apart(void **state)
{
    static const char *const by[] = {"year", "woman"};
    rows made = rows_new(1000);
    wb_frame *estimates, *change = NULL;
    int found = 0;

    (void)state;
    for (int i = 0; i < 200; i++) {
        int8_t woman = (int8_t)(i % 2);

        rows_add(&made, 2019, (i / 2) % 10 < (woman ? 5 : 3), woman, i);
        rows_add(&made, 2023, (i / 2) % 10 < (woman ? 4 : 7), woman, i);
    }
    estimates = estimate(&made, by, 2);
    assert_ok(wb_estimates_change(estimates, "year", NULL, &change, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(change); row++) {
        size_t woman = (size_t)wb_frame_find(change, "woman");
        double expected = 0.15;

        if (!text_is(change, "variable", row, "problem"))
            continue;
        if (!wb_frame_is_missing(change, woman, row))
            expected = wb_frame_int64(change, woman, row) ? -0.1 : 0.4;
        assert_close(number(change, "difference", row), expected, 1e-14);
        assert_true(number(change, "df", row) ==
                    (wb_frame_is_missing(change, woman, row) ? 398 : 198));
        found++;
    }
    assert_int_equal(found, 3);
    wb_frame_free(change);
    wb_frame_free(estimates);
    rows_free(&made);
}

static void test_wb_estimates_change__says_why_there_is_no_test(void **state)
{
    static const char *const by[] = {"year"};
    rows made = rows_new(100);
    wb_frame *estimates, *change = NULL;

    (void)state;
    /* 1 and 2: nobody and everybody has the problem; 3: a score that nobody gave. */
    for (int i = 0; i < 4; i++) {
        rows_add(&made, 1, 0, 0, i);
        rows_add(&made, 2, 1, 0, 5 + i);
        rows_add(&made, 3, (int8_t)(i % 2), 0, NAN);
        rows_add(&made, 4, (int8_t)(i % 2), 0, i == 0 ? 1 : NAN);
    }
    estimates = estimate(&made, by, 1);
    assert_ok(wb_estimates_change(estimates, "year", NULL, &change, NULL));
    assert_true(text_is(change, "status", row_of(change, "problem", 2, 1), "constant"));
    assert_close(number(change, "difference", row_of(change, "problem", 2, 1)), 1, 0);
    assert_true(isnan(number(change, "p", row_of(change, "problem", 2, 1))));
    assert_true(text_is(change, "status", row_of(change, "problem", 3, 2), "ok"));
    assert_true(text_is(change, "status", row_of(change, "score", 2, 1), "ok"));
    assert_true(text_is(change, "status", row_of(change, "score", 3, 2), "missing"));
    assert_true(isnan(number(change, "difference", row_of(change, "score", 3, 2))));
    assert_true(text_is(change, "status", row_of(change, "score", 4, 3), "missing"));
    wb_frame_free(change);
    wb_frame_free(estimates);
    rows_free(&made);
}

/* 9 stands for a wave that is not known, what is near 0.54 for an estimate that is not.
 */
static void test_wb_estimates_change__leaves_out_what_is_declared_missing(void **state)
{
    static const wave waves[] = {{1, 52, 100}, {2, 54, 100}, {3, 57, 100}, {9, 57, 100}};
    wb_frame *estimates = estimate_waves(waves, 4), *change = NULL;
    size_t year = (size_t)wb_frame_find(estimates, "year");
    size_t column = (size_t)wb_frame_find(estimates, "estimate");

    (void)state;
    assert_ok(wb_frame_add_missing_range(estimates, year, 9, 9, NULL));
    assert_ok(wb_frame_add_missing_range(estimates, column, 0.535, 0.545, NULL));
    assert_ok(wb_estimates_change(estimates, "year", NULL, &change, NULL));
    assert_int_equal(row_of(change, "problem", 9, 3), -1);
    assert_true(text_is(change, "status", row_of(change, "problem", 2, 1), "missing"));
    assert_true(text_is(change, "status", row_of(change, "problem", 3, 2), "missing"));
    assert_true(text_is(change, "status", row_of(change, "score", 2, 1), "ok"));
    wb_frame_free(change);
    wb_frame_free(estimates);
}

/* One person in each wave: two estimates without any degree of freedom. */
static void test_wb_estimates_change__has_no_df_where_domains_have_none(void **state)
{
    static const char *const by[] = {"year"};
    rows made = rows_new(10);
    wb_frame *estimates, *change = NULL;

    (void)state;
    for (int32_t year = 1; year <= 2; year++) {
        rows_add(&made, year, 1, 0, 3 * year);
        rows_add(&made, year, 0, 0, NAN);
    }
    estimates = estimate(&made, by, 1);
    assert_ok(wb_estimates_change(estimates, "year", NULL, &change, NULL));
    assert_true(text_is(change, "status", row_of(change, "score", 2, 1), "no_df"));
    assert_close(number(change, "difference", row_of(change, "score", 2, 1)), 3, 0);
    assert_true(isnan(number(change, "p", row_of(change, "score", 2, 1))));
    assert_true(isnan(number(change, "lower", row_of(change, "score", 2, 1))));
    wb_frame_free(change);
    wb_frame_free(estimates);
    rows_free(&made);
}

static void test_wb_estimates_change__of_one_wave_is_empty(void **state)
{
    static const wave waves[] = {{2023, 3, 9}};
    wb_frame *estimates = estimate_waves(waves, 1), *change = NULL;

    (void)state;
    assert_ok(wb_estimates_change(estimates, "year", NULL, &change, NULL));
    assert_int_equal(wb_frame_row_count(change), 0);
    assert_true(wb_frame_find(change, "difference") >= 0);
    wb_frame_free(change);
    wb_frame_free(estimates);
}

static void test_wb_estimates_change__refuses_what_is_no_estimates_frame(void **state)
{
    static const wave waves[] = {{2019, 3, 9}, {2023, 4, 9}};
    wb_frame *estimates = estimate_waves(waves, 2), *empty = NULL, *change = NULL;
    wb_change_options options = WB_CHANGE_OPTIONS_INIT;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_frame_new(0, &empty, NULL));
    assert_fails(wb_estimates_change(empty, "year", NULL, &change, &err), WB_E_DATA);
    assert_fails(wb_estimates_change(estimates, "month", NULL, &change, &err), WB_E_DATA);
    assert_non_null(strstr(err.message, "month"));
    options.level = 1;
    assert_fails(wb_estimates_change(estimates, "year", &options, &change, NULL),
                 WB_E_ARG);
    options.level = NAN;
    assert_fails(wb_estimates_change(estimates, "year", &options, &change, NULL),
                 WB_E_ARG);
    options.level = 0;
    options.reference = 7;
    assert_fails(wb_estimates_change(estimates, "year", &options, &change, NULL),
                 WB_E_ARG);
    assert_null(change);
    wb_frame_free(empty);
    wb_frame_free(estimates);
}

/* Two estimates that differ in their wave, which is of this type. */
static wb_frame *waves_of_type(wb_type type, const void *values)
{
    static const char *const y[] = {"y"};
    static const int8_t codes[] = {0, 0};
    static const double numbers[] = {1, 2};
    static const char *const texts[] = {"statistic", "variable", "category"};
    static const char *const doubles[] = {"estimate", "se", "df"};
    wb_column time = {
        .struct_size = sizeof time, .type = (int32_t)type, .values = values};
    wb_column text = {.struct_size = sizeof text, .type = WB_TYPE_DICTIONARY};
    wb_column number = {.struct_size = sizeof number, .type = WB_TYPE_FLOAT64};
    wb_frame *frame = NULL;

    text.index_type = WB_TYPE_INT8;
    text.values = codes;
    text.categories = y;
    text.n_categories = 1;
    number.values = numbers;
    assert_ok(wb_frame_new(2, &frame, NULL));
    assert_ok(wb_frame_add_column(frame, "wave", &time, NULL));
    for (int i = 0; i < 3; i++)
        assert_ok(wb_frame_add_column(frame, texts[i], &text, NULL));
    for (int i = 0; i < 3; i++)
        assert_ok(wb_frame_add_column(frame, doubles[i], &number, NULL));
    return frame;
}

static void test_wb_estimates_change__takes_waves_of_any_whole_type(void **state)
{
    static const int8_t bytes[] = {4, 7};
    static const uint32_t words[] = {2004, 2007};
    static const double fractions[] = {4.5, 7.5};
    wb_frame *change = NULL;
    wb_error err = {0};

    (void)state;
    wb_frame *frame = waves_of_type(WB_TYPE_INT8, bytes);
    assert_ok(wb_estimates_change(frame, "wave", NULL, &change, NULL));
    assert_int_equal(wb_frame_int64(change, 0, 0), 7);
    assert_int_equal(wb_frame_int64(change, 1, 0), 4);
    wb_frame_free(change);
    wb_frame_free(frame);
    frame = waves_of_type(WB_TYPE_UINT32, words);
    assert_ok(wb_estimates_change(frame, "wave", NULL, &change, NULL));
    assert_int_equal(wb_frame_int64(change, 1, 0), 2004);
    wb_frame_free(change);
    wb_frame_free(frame);
    frame = waves_of_type(WB_TYPE_FLOAT64, fractions);
    assert_fails(wb_estimates_change(frame, "wave", NULL, &change, &err), WB_E_DATA);
    assert_string_equal(err.item, "wave");
    assert_null(change);
    wb_frame_free(frame);
}

/* The number of a day is no estimate. */
static void test_wb_estimates_change__refuses_days_where_numbers_are_due(void **state)
{
    static const char *const kept[] = {"wave",     "statistic", "variable",
                                       "category", "se",        "df"};
    static const int8_t years[] = {4, 7};
    static const int32_t days[] = {18262, 19000};
    wb_column day = {.struct_size = sizeof day, .type = WB_TYPE_DATE32, .values = days};
    wb_frame *frame = waves_of_type(WB_TYPE_INT8, years), *other = NULL, *change = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_frame_select(frame, kept, 6, &other, NULL));
    assert_ok(wb_frame_add_column(other, "estimate", &day, NULL));
    assert_fails(wb_estimates_change(other, "wave", NULL, &change, &err), WB_E_DATA);
    assert_string_equal(err.item, "estimate");
    assert_non_null(strstr(err.message, "holds date32"));
    assert_null(change);
    wb_frame_free(other);
    wb_frame_free(frame);
}

static wb_frame *shared_estimates;

static wb_status change_shared(void)
{
    wb_frame *change = NULL;
    wb_status st = wb_estimates_change(shared_estimates, "year", NULL, &change, NULL);

    wb_frame_free(change);
    return st;
}

static void test_wb_estimates_change__survives_every_failing_allocation(void **state)
{
    static const wave waves[] = {{2019, 3, 9}, {2023, 4, 9}};

    (void)state;
    shared_estimates = estimate_waves(waves, 2);
    wb_test_every_allocation(change_shared);
    wb_frame_free(shared_estimates);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_estimates_change__agrees_with_published_changes),
        cmocka_unit_test(test_wb_estimates_change__interval_and_p_say_the_same),
        cmocka_unit_test(test_wb_estimates_change__compares_with_previous_or_first),
        cmocka_unit_test(test_wb_estimates_change__keeps_other_breakdowns_apart),
        cmocka_unit_test(test_wb_estimates_change__says_why_there_is_no_test),
        cmocka_unit_test(test_wb_estimates_change__leaves_out_what_is_declared_missing),
        cmocka_unit_test(test_wb_estimates_change__has_no_df_where_domains_have_none),
        cmocka_unit_test(test_wb_estimates_change__of_one_wave_is_empty),
        cmocka_unit_test(test_wb_estimates_change__refuses_what_is_no_estimates_frame),
        cmocka_unit_test(test_wb_estimates_change__refuses_days_where_numbers_are_due),
        cmocka_unit_test(test_wb_estimates_change__takes_waves_of_any_whole_type),
        cmocka_unit_test(test_wb_estimates_change__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
