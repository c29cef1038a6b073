/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Where tallies stop: rows that contradict those before, columns of another kind, and
 * more combinations than can be told apart. */
#include "survey/inference.h"
#include "survey/series.h"
#include "tally_support.h"

#include <math.h>

static wb_spec *mean_of_y(const char *stratum, const char *cluster)
{
    wb_spec *spec = new_spec(NULL, stratum);

    if (cluster != NULL)
        assert_ok(wb_spec_add_cluster(spec, cluster, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    return spec;
}

/* Four rows of two strata and two clusters. */
static wb_frame *four_rows(double fpc)
{
    const int32_t h[] = {1, 1, 2, 2}, c[] = {1, 2, 3, 4};
    const double y[] = {1, 2, 5, 3}, sizes[] = {fpc, fpc, 9, 9},
                 all[] = {fpc, fpc, fpc, fpc};
    wb_frame *frame = new_frame(4);

    add_int32s(frame, "h", h);
    add_int32s(frame, "c", c);
    add_doubles(frame, "y", y);
    add_doubles(frame, "n", sizes);
    add_doubles(frame, "all", all);
    return frame;
}

/* The second tally cannot go into the first, which stays as it was. */
static void refuse_merge(const wb_spec *spec, wb_frame *frames[2], const char *item,
                         const char *words)
{
    wb_tally *a = tally_of(spec, frames[0]), *b = tally_of(spec, frames[1]);
    wb_error err;

    assert_fails(wb_tally_merge(a, b, &err), WB_E_CONFLICT);
    assert_string_equal(err.item, item);
    assert_non_null(strstr(err.message, words));
    assert_int_equal(wb_tally_row_count(a), wb_frame_row_count(frames[0]));
    wb_tally_free(b);
    wb_tally_free(a);
}

static void test_tally_merge__names_the_stratum_or_cluster_whose_fpc_differs(void **state)
{
    wb_frame *frames[] = {four_rows(8), four_rows(7)};

    (void)state;
    wb_spec *spec = mean_of_y("h", NULL);
    assert_ok(wb_spec_add_fpc(spec, "n", NULL));
    refuse_merge(spec, frames, "h=1", "in h=1 the fpc is 7 here and 8 before");
    wb_spec_free(spec);
    spec = mean_of_y("h", "c");
    assert_ok(wb_spec_add_cluster(spec, "y", NULL));
    assert_ok(wb_spec_add_fpc(spec, "h", NULL));
    assert_ok(wb_spec_add_fpc(spec, "n", NULL));
    refuse_merge(spec, frames, "h=1, c=1", "in h=1, c=1 the fpc is 7 here and 8 before");
    wb_spec_free(spec);
    spec = mean_of_y(NULL, NULL);
    assert_ok(wb_spec_add_fpc(spec, "all", NULL));
    refuse_merge(spec, frames, "", "in all rows the fpc is 7 here and 8 before");
    wb_spec_free(spec);
    wb_frame_free(frames[0]);
    wb_frame_free(frames[1]);
}

static void test_tally__keeps_rows_that_were_made_in_two_ways_apart(void **state)
{
    static const char words[] = "another instrument, version or options";
    wb_frame *frames[] = {four_rows(8), four_rows(8)};
    wb_spec *spec = mean_of_y("h", NULL);
    wb_error err;

    (void)state;
    assert_ok(wb_frame_set_metadata(frames[0], "{\"a\":1}", NULL));
    assert_ok(wb_frame_set_metadata(frames[1], "{\"a\":2}", NULL));
    refuse_merge(spec, frames, "", words);
    wb_tally *tally = tally_of(spec, frames[0]);
    assert_fails(wb_tally_update(tally, frames[1], NULL, &err), WB_E_CONFLICT);
    assert_non_null(strstr(err.message, words));
    assert_int_equal(wb_tally_row_count(tally), 4);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(frames[0]);
    wb_frame_free(frames[1]);
}

static void refuse_rows(const wb_spec *spec, const wb_frame *frame, int64_t row,
                        const char *item, const char *words)
{
    wb_tally *tally = NULL;
    wb_error err;

    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_fails(wb_tally_update(tally, frame, NULL, &err), WB_E_DATA);
    assert_int_equal(err.row, row);
    assert_string_equal(err.item, item);
    assert_non_null(strstr(err.message, words));
    wb_tally_free(tally);
}

static void test_tally_update__needs_a_number_for_every_fpc(void **state)
{
    static const char *const texts[] = {"8", "8", "9", "9"};
    const int32_t gap[] = {8, 8, 9, INT32_MIN};
    wb_frame *frame = four_rows(8);

    (void)state;
    add_texts(frame, "text", texts);
    add_int32s(frame, "gap", gap);
    wb_spec *spec = mean_of_y("h", NULL);
    assert_ok(wb_spec_add_fpc(spec, "text", NULL));
    refuse_rows(spec, frame, -1, "text", "column 'text' holds");
    wb_spec_free(spec);
    spec = mean_of_y("h", NULL);
    assert_ok(wb_spec_add_fpc(spec, "gap", NULL));
    refuse_rows(spec, frame, 3, "gap", "missing");
    wb_spec_free(spec);
    wb_frame_free(frame);
}

/* Ten columns of 128 values have 2^70 combinations. */
enum { MANY = 128, COLUMNS = 10 };

static const char *const many[COLUMNS] = {"c0", "c1", "c2", "c3", "c4",
                                          "c5", "c6", "c7", "c8", "c9"};

static wb_frame *rows_of_many(void)
{
    int32_t values[MANY];
    double y[MANY];
    wb_frame *frame = new_frame(MANY);

    for (int i = 0; i < MANY; i++) {
        values[i] = i;
        y[i] = i % 7;
    }
    for (int c = 0; c < COLUMNS; c++)
        add_int32s(frame, many[c], values);
    add_doubles(frame, "y", y);
    return frame;
}

static void refuse_estimates(const wb_spec *spec, const wb_frame *frame,
                             const wb_estimate_options *options, wb_status expected,
                             const char *words)
{
    wb_tally *tally = tally_of(spec, frame);
    wb_frame *out = NULL;
    wb_error err;

    assert_fails(wb_tally_estimate(tally, options, NULL, &out, &err), expected);
    assert_non_null(strstr(err.message, words));
    assert_null(out);
    wb_tally_free(tally);
}

static void
test_tally_estimate__counts_no_more_than_2_to_the_62_combinations(void **state)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *frame = rows_of_many();
    wb_spec *spec = mean_of_y(NULL, NULL);

    (void)state;
    options.drop_empty = 1;
    assert_ok(wb_spec_add_breakdown(spec, many, COLUMNS, NULL));
    refuse_estimates(spec, frame, &options, WB_E_LIMIT,
                     "a breakdown has more than 2^62 combinations");
    wb_spec_free(spec);
    spec = mean_of_y(NULL, NULL);
    for (int c = 0; c < COLUMNS; c++)
        assert_ok(wb_spec_add_stratum(spec, many[c], NULL));
    refuse_estimates(spec, frame, NULL, WB_E_LIMIT,
                     "the stratum columns have more than 2^62 combinations");
    wb_spec_free(spec);
    wb_frame_free(frame);
}

static void test_tally_estimate__cannot_collapse_one_row_with_nothing(void **state)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *frame = four_rows(8), *row = NULL;
    wb_spec *spec = mean_of_y("h", NULL);

    (void)state;
    options.lonely = WB_LONELY_COLLAPSE;
    assert_ok(wb_frame_slice(frame, 0, 1, &row, NULL));
    refuse_estimates(spec, row, &options, WB_E_DESIGN,
                     "stratum (h=1) has one sampled row: there is no other to collapse");
    wb_spec_free(spec);
    wb_frame_free(row);
    wb_frame_free(frame);
}

static void test_inference_counts__are_of_a_proportion_and_not_too_large(void **state)
{
    wb_frame *frame = rows_of_many();
    wb_spec *spec = mean_of_y(NULL, NULL);
    wb_inference *inference = NULL;
    wb_counts counts;
    wb_error err;

    (void)state;
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "c1", NULL));
    assert_ok(wb_spec_add_breakdown(spec, many, 1, NULL));
    wb_tally *tally = tally_of(spec, frame);
    assert_ok(wb_inference_new(tally, NULL, NULL, &inference, NULL));
    assert_fails(wb_inference_counts(inference, 0, &counts, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, "a table is of a proportion"));
    wb_counts_free(&counts);
    assert_fails(wb_inference_counts(inference, 1, &counts, &err), WB_E_LIMIT);
    assert_non_null(strstr(err.message, "a table of 16384 cells is too large"));
    wb_counts_free(&counts);
    wb_inference_free(inference);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(frame);
}

/* Strata of five rows, of one, of six that are all there are, and of four. */
static wb_frame *uneven_rows(void)
{
    int32_t h[16], c[16], k[16];
    double w[16], y[16], n[16];
    wb_frame *frame = new_frame(16);

    for (int i = 0; i < 16; i++) {
        h[i] = i < 5 ? 0 : i < 6 ? 1 : i < 12 ? 2 : 3;
        c[i] = i;
        k[i] = i * 7 % 5 % 2;
        w[i] = 1 + i % 3;
        y[i] = i * i % 11;
        n[i] = h[i] == 2 ? 6 : 30;
    }
    add_int32s(frame, "h", h);
    add_int32s(frame, "c", c);
    add_int32s(frame, "k", k);
    add_doubles(frame, "w", w);
    add_doubles(frame, "y", y);
    add_doubles(frame, "n", n);
    return frame;
}

static wb_inference *shares_of(const wb_frame *frame, int32_t units, int32_t lonely,
                               wb_tally **tally)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_spec *spec = new_spec("w", "h");
    wb_inference *inference = NULL;

    options.lonely = lonely;
    assert_ok(wb_spec_add_fpc(spec, "n", NULL));
    assert_ok(wb_spec_set_units(spec, units, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "k", NULL));
    *tally = tally_of(spec, frame);
    assert_ok(wb_inference_new(*tally, &options, NULL, &inference, NULL));
    wb_spec_free(spec);
    return inference;
}

/* What is said of one row in a stratum, and of a stratum that is there as a whole, is the
 * same whether rows close or stay open. */
static void test_inference__lonely_rows_vary_alike_closed_and_open(void **state)
{
    wb_frame *frame = uneven_rows();
    const int64_t rows[] = {0, 1};

    (void)state;
    for (int32_t lonely = WB_LONELY_CERTAINTY; lonely <= WB_LONELY_COLLAPSE; lonely++) {
        wb_inference *of[2];
        wb_tally *tallies[2];
        wb_counts counts[2];
        double v[2][4];
        for (int open = 0; open < 2; open++) {
            of[open] = shares_of(frame, open ? WB_UNITS_OPEN : WB_UNITS_AUTO, lonely,
                                 &tallies[open]);
            assert_ok(wb_inference_covariance(of[open], rows, 2, false, v[open], NULL));
            assert_ok(wb_inference_counts(of[open], 0, &counts[open], NULL));
        }
        assert_true(v[0][0] > 0 && counts[0].covariance[0] > 0);
        for (int i = 0; i < 4; i++) {
            assert_close(v[0][i] / v[1][i], 1, 1e-12);
            assert_close(counts[0].covariance[i] / counts[1].covariance[i], 1, 1e-12);
        }
        for (int open = 0; open < 2; open++) {
            wb_counts_free(&counts[open]);
            wb_inference_free(of[open]);
            wb_tally_free(tallies[open]);
        }
    }
    wb_frame_free(frame);
}

/* Of two breakdowns no products are kept when rows close at once. */
static void test_inference__of_two_breakdowns_takes_open_units(void **state)
{
    const char *const by[] = {"h"};
    const int64_t rows[] = {0, 1};
    wb_frame *frame = four_rows(8);
    wb_spec *spec = mean_of_y(NULL, NULL);
    wb_inference *inference = NULL;
    double v[4];
    wb_error err;

    (void)state;
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    wb_tally *tally = tally_of(spec, frame);
    assert_ok(wb_inference_new(tally, NULL, NULL, &inference, NULL));
    assert_fails(wb_inference_covariance(inference, rows, 2, false, v, &err),
                 WB_E_UNSUPPORTED);
    assert_non_null(strstr(err.message, "how estimates of two breakdowns vary"));
    wb_inference_free(inference);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(frame);
}

/* Estimates of two waves, all columns numbers or all texts as is said of each. */
static wb_frame *estimates_by(const wb_column *group, const char *wrong)
{
    static const char *const columns[] = {"statistic", "variable", "category",
                                          "estimate",  "se",       "df"};
    static const char *const texts[] = {"mean", "mean"};
    const int32_t years[] = {2019, 2023};
    const double numbers[] = {1, 2};
    wb_frame *frame = new_frame(2);

    add_int32s(frame, "year", years);
    assert_ok(wb_frame_add_column(frame, "group", group, NULL));
    for (int i = 0; i < 6; i++) {
        if ((i < 3) == (strcmp(columns[i], wrong) != 0))
            add_texts(frame, columns[i], texts);
        else
            add_doubles(frame, columns[i], numbers);
    }
    return frame;
}

/* Of everyone. */
static wb_frame *estimates_with(const char *wrong)
{
    wb_column none = WB_COLUMN_INIT;
    none.type = WB_TYPE_NULL;
    return estimates_by(&none, wrong);
}

static void test_wb_estimates_change__says_which_column_is_of_another_kind(void **state)
{
    static const char *const wrong[] = {"statistic", "variable", "category",
                                        "estimate",  "se",       "df"};
    wb_frame *out = NULL;
    wb_error err;

    (void)state;
    for (int i = 0; i < 6; i++) {
        wb_frame *frame = estimates_with(wrong[i]);
        assert_fails(wb_estimates_change(frame, "year", NULL, &out, &err), WB_E_DATA);
        assert_string_equal(err.item, wrong[i]);
        assert_non_null(strstr(err.message, i < 3 ? "holds float64" : "holds utf8"));
        assert_null(out);
        wb_frame_free(frame);
    }
}

/* A breakdown column that is missing everywhere, as of estimates of everyone. */
static void test_wb_estimates_change__keeps_a_column_without_values(void **state)
{
    wb_frame *frame = estimates_with(""), *out = NULL;

    (void)state;
    assert_ok(wb_estimates_change(frame, "year", NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 1);
    assert_int_equal(wb_frame_column_type(out, column_of(out, "group")),
                     WB_TYPE_DICTIONARY);
    assert_true(wb_frame_is_missing(out, column_of(out, "group"), 0));
    assert_close(number(out, "difference", 0), 1, 0);
    wb_frame_free(out);
    wb_frame_free(frame);
}

static void
test_wb_estimates_change__refuses_breakdowns_by_numbers_with_decimals(void **state)
{
    static const float numbers[] = {2, 2};
    wb_column narrow = WB_COLUMN_INIT;
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    narrow.type = WB_TYPE_FLOAT32;
    narrow.values = numbers;
    wb_frame *frame = estimates_by(&narrow, "");
    assert_fails(wb_estimates_change(frame, "year", NULL, &out, &err), WB_E_DATA);
    assert_non_null(strstr(err.message, "breakdown column 'group' holds float32"));
    assert_null(out);
    wb_frame_free(frame);
}

/* Only wide floats are built: what a narrow one holds, a wide one holds too. */
static void test_wb_series_copy__makes_narrow_floats_wide(void **state)
{
    static const float numbers[] = {0.25F, 1e30F};
    wb_column narrow = WB_COLUMN_INIT;
    wb_builder *builder = NULL;
    wb_frame *frame = new_frame(2), *out = NULL;

    (void)state;
    narrow.type = WB_TYPE_FLOAT32;
    narrow.values = numbers;
    assert_ok(wb_frame_add_column(frame, "x", &narrow, NULL));
    assert_ok(wb_builder_new(&builder, NULL));
    assert_ok(wb_series_add_like(builder, "same", frame, 0, NULL));
    for (int64_t row = 0; row < 2; row++)
        assert_ok(wb_series_copy(builder, 0, frame, 0, row, NULL));
    assert_ok(wb_builder_finish(builder, &out, NULL));
    assert_int_equal(wb_frame_column_type(out, 0), WB_TYPE_FLOAT64);
    for (int64_t row = 0; row < 2; row++)
        assert_true(number(out, "same", row) == (double)numbers[row]);
    wb_builder_free(builder);
    wb_frame_free(out);
    wb_frame_free(frame);
}

/* A second pass over four rows of two groups, whose first has seen them too. */
static wb_tally *second_of(const wb_spec *spec, const int32_t *g, const char *const *k)
{
    wb_frame *frame = four_rows(8);
    wb_tally *second = NULL;

    add_int32s(frame, "g", g);
    add_texts(frame, "k", k);
    wb_tally *first = tally_of(spec, frame);
    assert_ok(wb_tally_second_pass(first, &second, NULL));
    assert_ok(wb_tally_update(second, frame, NULL, NULL));
    wb_tally_free(first);
    wb_frame_free(frame);
    return second;
}

/* First passes that found the same values, of these groups or of others. */
static void test_tally_merge__takes_second_passes_of_the_same_groups_alone(void **state)
{
    static const int32_t g[] = {1, 1, 2, 2}, other[] = {1, 1, 3, 3},
                         turned[] = {2, 2, 1, 1};
    static const char *const
        k[] = {"a", "b", "a", "b"},
        *const l[] = {"a", "c", "a", "c"}, *const longer[] = {"a", "bb", "a", "bb"},
        *const crossed[] = {"a", "b", "b", "a"}, *const more[] = {"a", "b", "a", "c"};
    const char *const by[] = {"g", "k"};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_error err;

    (void)state;
    assert_ok(wb_spec_add_quantile(spec, "y", 0.5, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 2, NULL));
    wb_tally *tally = second_of(spec, g, k);
    wb_tally *others[] = {second_of(spec, other, k),   second_of(spec, turned, k),
                          second_of(spec, g, l),       second_of(spec, g, longer),
                          second_of(spec, g, crossed), second_of(spec, g, more)};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_fails(wb_tally_merge(tally, others[i], &err), WB_E_CONFLICT);
        assert_non_null(strstr(err.message, "not of one second pass"));
        assert_int_equal(wb_tally_row_count(tally), 4);
        wb_tally_free(others[i]);
    }
    wb_tally *same = second_of(spec, g, k);
    assert_ok(wb_tally_merge(tally, same, NULL));
    assert_int_equal(wb_tally_row_count(tally), 8);
    wb_tally_free(same);
    wb_tally_free(tally);
    wb_spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_tally_merge__names_the_stratum_or_cluster_whose_fpc_differs),
        cmocka_unit_test(test_tally__keeps_rows_that_were_made_in_two_ways_apart),
        cmocka_unit_test(test_tally_update__needs_a_number_for_every_fpc),
        cmocka_unit_test(
            test_tally_estimate__counts_no_more_than_2_to_the_62_combinations),
        cmocka_unit_test(test_tally_estimate__cannot_collapse_one_row_with_nothing),
        cmocka_unit_test(test_inference_counts__are_of_a_proportion_and_not_too_large),
        cmocka_unit_test(test_inference__lonely_rows_vary_alike_closed_and_open),
        cmocka_unit_test(test_inference__of_two_breakdowns_takes_open_units),
        cmocka_unit_test(test_wb_estimates_change__says_which_column_is_of_another_kind),
        cmocka_unit_test(test_wb_estimates_change__keeps_a_column_without_values),
        cmocka_unit_test(
            test_wb_estimates_change__refuses_breakdowns_by_numbers_with_decimals),
        cmocka_unit_test(test_wb_series_copy__makes_narrow_floats_wide),
        cmocka_unit_test(test_tally_merge__takes_second_passes_of_the_same_groups_alone),
    };
    return cmocka_run_group_tests_name("survey/limits", tests, NULL, NULL);
}
