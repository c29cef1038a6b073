/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scores, lights and bottlenecks worked out by hand. */
#include "fixtures.h"

#define PROBLEM                                                                          \
    ",\"indicators\":[{\"id\":\"i\"," LABEL ",\"kind\":\"other\",\"scale\":\"s\","       \
    "\"direction\":\"high\",\"problem\":{\"comparison\":\"at_least\",\"value\":\"50\","  \
    "\"source\":\"t\"},\"acute\":{\"comparison\":\"above\",\"value\":\"200/3\","         \
    "\"source\":\"t\"}}]"

static void test_wb_score__percent_by_hand(void **state)
{
    /* Codes 1..4, item 2 reversed. Rows: 1 4 1 -> 0+0+0; 4 1 4 -> 9 of 9; 2 - 3 -> 3 of
     * 6; 4 4 4 -> 6 of 9, all missing. */
    const int8_t answers[] = {1, 4, 2, 4, 99, 4, 1, 99, 4, 99, 1, 4, 3, 4, 99};
    const double expected[] = {0, 100, 50, 100 * 6 / 9.0, NAN};
    const double problem[] = {0, 1, 1, 1, NAN};
    const double acute[] = {0, 1, 0, 0, NAN};
    wb_instrument *instrument = make_instrument(
        3, 1, 4, "2", "99", "\"rule\":\"percent\",\"min_answered\":2", PROBLEM);
    wb_frame *frame = make_answers(answers, 3, 5);
    wb_frame *scores = score(instrument, frame);

    (void)state;
    for (int64_t row = 0; row < 5; row++) {
        assert_close(value_of(scores, "s", row), expected[row], 0);
        assert_close(value_of(scores, "i_problem", row), problem[row], 0);
        assert_close(value_of(scores, "i_acute", row), acute[row], 0);
        assert_string_equal(text_of(scores, "s_reason", row),
                            row == 4 ? "too_few_answers" : "");
    }
    assert_int_equal(wb_frame_column_count(scores), 4);
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__mean_sum_and_lookup_by_hand(void **state)
{
    const int8_t answers[] = {1, 5, 2, 1, 5, 99};
    const struct {
        const char *rule;
        double expected[3];
    } cases[] = {
        {"\"rule\":\"mean\"", {3, 3, NAN}}, /* item 1 reversed: 5 and 1, 1 and 5 */
        {"\"rule\":\"mean\",\"min_answered\":1", {3, 3, 4}},
        {"\"rule\":\"sum\",\"min_answered\":1", {6, 6, 8}},
        {"\"rule\":\"lookup\",\"lookup\":[0,1,2,\"5/2\",\"4.25\",5,6,7,8]",
         {4.25, 4.25, NAN}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_instrument *instrument =
            make_instrument(2, 1, 5, "1", "99", cases[i].rule, "");
        wb_frame *frame = make_answers(answers, 2, 3);
        wb_frame *scores = score(instrument, frame);

        for (int64_t row = 0; row < 3; row++)
            assert_close(value_of(scores, "s", row), cases[i].expected[row], 0);
        wb_frame_free(scores);
        wb_frame_free(frame);
        wb_instrument_free(instrument);
    }
}

/* ---- cut-offs on the lattice ---- */

/* 11 yes/no items, of which the first `yes` are 1 and the last `gone` are missing (9). */
static void fill_row(int8_t *answers, int64_t n_rows, int64_t row, int yes, int gone)
{
    for (int item = 0; item < 11; item++)
        answers[item * n_rows + row] = (int8_t)(item >= 11 - gone ? 9 : item < yes);
}

static const char *const eleven_cutoffs[] = {"54.5", "600/11", "54.55", "100", "1/1000"};

static wb_instrument *eleven(int cutoff, const char *comparison)
{
    char rest[512];

    snprintf(rest, sizeof rest,
             ",\"indicators\":[{\"id\":\"i\"," LABEL
             ",\"kind\":\"other\",\"scale\":\"s\",\"direction\":\"%s\","
             "\"problem\":{\"comparison\":\"%s\",\"value\":\"%s\",\"source\":\"t\"}}]",
             strcmp(comparison, "at_least") == 0 || strcmp(comparison, "above") == 0
                 ? "high"
                 : "low",
             comparison, eleven_cutoffs[cutoff]);
    return make_instrument(11, 0, 1, "", "9", "\"rule\":\"percent\",\"min_answered\":1",
                           rest);
}

/* Is 100 * yes / n on the cut-off's side, in whole numbers. */
static int expected_light(int cutoff, const char *comparison, int yes, int n)
{
    const int64_t top[] = {545, 600, 5455, 100, 1};
    const int64_t bottom[] = {10, 11, 100, 1, 1000};
    int64_t left = 100 * yes * bottom[cutoff];
    int64_t right = top[cutoff] * n;

    if (strcmp(comparison, "at_least") == 0)
        return left >= right;
    if (strcmp(comparison, "above") == 0)
        return left > right;
    return strcmp(comparison, "at_most") == 0 ? left <= right : left < right;
}

static void check_lattice(int cutoff, const char *comparison)
{
    static int8_t answers[11 * 256];
    wb_instrument *instrument = eleven(cutoff, comparison);
    wb_frame *frame;
    wb_frame *scores;
    int64_t row = 0;

    for (int gone = 0; gone <= 11; gone++) {
        for (int yes = 0; yes <= 11 - gone; yes++)
            fill_row(answers, 78, row++, yes, gone);
    }
    assert_int_equal(row, 78);
    frame = make_answers(answers, 11, 78);
    scores = score(instrument, frame);
    row = 0;
    for (int gone = 0; gone < 11; gone++) {
        for (int yes = 0; yes <= 11 - gone; yes++, row++) {
            assert_close(value_of(scores, "s", row), 100.0 * yes / (11 - gone), 0);
            assert_close(value_of(scores, "i_problem", row),
                         expected_light(cutoff, comparison, yes, 11 - gone), 0);
        }
    }
    assert_true(isnan(value_of(scores, "i_problem", row)));
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__cutoffs_are_exact_on_every_lattice(void **state)
{
    static const char *const comparisons[] = {"at_least", "above", "at_most", "below"};

    (void)state;
    for (int cutoff = 0; cutoff < 5; cutoff++) {
        for (int i = 0; i < 4; i++)
            check_lattice(cutoff, comparisons[i]);
    }
}

static void test_wb_score__54_5_of_eleven_is_six(void **state)
{
    int8_t answers[11 * 12];
    wb_instrument *instrument = eleven(0, "at_least");
    wb_frame *frame;
    wb_frame *scores;

    (void)state;
    for (int yes = 0; yes < 12; yes++)
        fill_row(answers, 12, yes, yes, 0);
    frame = make_answers(answers, 11, 12);
    scores = score(instrument, frame);
    for (int yes = 0; yes < 12; yes++)
        assert_close(value_of(scores, "i_problem", yes), yes >= 6, 0);
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

/* ---- what does not matter ---- */

enum { N_NOISE = 5000 };

static void test_wb_score__type_of_the_answers_is_irrelevant(void **state)
{
    const int types[] = {WB_TYPE_UINT8, WB_TYPE_INT16,   WB_TYPE_INT32,
                         WB_TYPE_INT64, WB_TYPE_FLOAT32, WB_TYPE_FLOAT64};
    wb_instrument *instrument = employees();
    wb_frame *frame = noisy_answers(instrument, N_NOISE, WB_TYPE_INT8, false);
    wb_frame *scores = score(instrument, frame);

    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        wb_frame *other = noisy_answers(instrument, N_NOISE, types[i], false);
        wb_frame *same = score(instrument, other);

        assert_same(scores, same);
        wb_frame_free(same);
        wb_frame_free(other);
    }
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__order_of_the_item_columns_is_irrelevant(void **state)
{
    wb_instrument *instrument = employees();
    wb_frame *frame = noisy_answers(instrument, 3000, WB_TYPE_INT8, false);
    wb_frame *turned = noisy_answers(instrument, 3000, WB_TYPE_INT8, true);
    wb_frame *scores = score(instrument, frame);
    wb_frame *same = score(instrument, turned);

    (void)state;
    assert_same(scores, same);
    wb_frame_free(same);
    wb_frame_free(scores);
    wb_frame_free(turned);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__threads_are_irrelevant(void **state)
{
    enum { N = 600000 };
    const char *const select[] = {"werkbaar", "vermoeidheid_acute", "autonomie"};
    wb_instrument *instrument = employees();
    wb_frame *frame = noisy_answers(instrument, N, WB_TYPE_INT8, false);
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_run run = WB_RUN_INIT;
    wb_frame *one = NULL;
    wb_frame *many = NULL;

    (void)state;
    options.select = select;
    options.n_select = 3;
    run.threads = 3;
    assert_ok(wb_score(instrument, frame, &options, NULL, &one, NULL));
    assert_ok(wb_score(instrument, frame, &options, &run, &many, NULL));
    assert_same(one, many);
    wb_frame_free(many);
    wb_frame_free(one);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

/* ---- what counts as missing, and what is wrong ---- */

static void test_wb_score__missing_codes_ranges_bitmaps_and_bools(void **state)
{
    const int8_t first[] = {1, 0, 8, 9, 77, 1, 55, 0};
    const uint8_t bits = 0xb2;     /* 0 1 0 0 1 1 0 1 */
    const uint8_t validity = 0xdf; /* all but row 5 */
    wb_instrument *instrument =
        make_instrument(2, 0, 1, "", "8,9,1000", "\"rule\":\"mean\"", "");
    wb_frame *frame = make_answers(first, 1, 8);
    wb_column column = WB_COLUMN_INIT;
    wb_frame *scores;
    const double expected[] = {0.5, 0.5, NAN, NAN, NAN, NAN, NAN, 0.5};

    (void)state;
    column.type = WB_TYPE_BOOL;
    column.values = &bits;
    column.validity = &validity;
    assert_ok(wb_frame_add_column(frame, "a2", &column, NULL));
    assert_ok(wb_frame_add_missing_range(frame, 0, 50, 60, NULL));
    assert_ok(wb_frame_add_missing_range(frame, 0, 77, 77, NULL));
    scores = score(instrument, frame);
    for (int64_t row = 0; row < 8; row++)
        assert_close(value_of(scores, "s", row), expected[row], 0);
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__columns_of_type_null_are_all_missing(void **state)
{
    wb_instrument *instrument =
        make_instrument(1, 0, 1, "", "9", "\"rule\":\"mean\"", "");
    wb_frame *frame = NULL;
    wb_frame *scores;
    wb_column column = WB_COLUMN_INIT;

    (void)state;
    assert_ok(wb_frame_new(3, &frame, NULL));
    column.type = WB_TYPE_NULL;
    assert_ok(wb_frame_add_column(frame, "a1", &column, NULL));
    scores = score(instrument, frame);
    for (int64_t row = 0; row < 3; row++)
        assert_string_equal(text_of(scores, "s_reason", row), "too_few_answers");
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__big_missing_codes_in_wide_columns(void **state)
{
    const int32_t values[] = {1, 1000, 99999, 0};
    wb_instrument *instrument =
        make_instrument(1, 0, 1, "1", "1000,99999", "\"rule\":\"sum\"", "");
    wb_frame *frame = NULL;
    wb_frame *scores;
    wb_column column = WB_COLUMN_INIT;

    (void)state;
    assert_ok(wb_frame_new(4, &frame, NULL));
    column.type = WB_TYPE_INT32;
    column.values = values;
    assert_ok(wb_frame_add_column(frame, "a1", &column, NULL));
    scores = score(instrument, frame);
    assert_close(value_of(scores, "s", 0), 0, 0);
    assert_true(isnan(value_of(scores, "s", 1)) && isnan(value_of(scores, "s", 2)));
    assert_close(value_of(scores, "s", 3), 1, 0);
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__wrong_answer_names_its_row_and_item(void **state)
{
    enum { N = 6000 };
    static double answers[3][N];
    const struct {
        int item;
        int row;
        double value;
        const char *message;
    } cases[] = {
        {0, 0, 6, "answer 6 to 'a1' is not a whole number in 1..5"},
        {2, 5999, 0, "answer 0 to 'a3'"},
        {1, 2048, 2.5, "answer 2.5 to 'a2'"},
        {1, 2047, -3e30, "answer -3e+30 to 'a2'"},
        {0, 4100, 1e300, "answer 1e+300 to 'a1'"},
        {2, 3, INFINITY, "answer Infinity to 'a3'"},
    };
    wb_instrument *instrument =
        make_instrument(3, 1, 5, "", "99", "\"rule\":\"mean\"", "");
    wb_column column = WB_COLUMN_INIT;

    (void)state;
    column.type = WB_TYPE_FLOAT64;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_frame *frame = NULL;
        wb_frame *scores = NULL;
        wb_error err = {0};
        char name[16];

        for (int j = 0; j < 3 * N; j++)
            answers[j / N][j % N] = 1 + j % 5;
        answers[1][5999] = 77; /* a later fault, in an earlier item for one case */
        answers[cases[i].item][cases[i].row] = cases[i].value;
        if (cases[i].row == 5999)
            answers[1][5999] = 1;
        assert_ok(wb_frame_new(N, &frame, NULL));
        for (int item = 0; item < 3; item++) {
            snprintf(name, sizeof name, "a%d", item + 1);
            column.values = answers[item];
            assert_ok(wb_frame_add_column(frame, name, &column, NULL));
        }
        assert_fails(wb_score(instrument, frame, NULL, NULL, &scores, &err), WB_E_DATA);
        assert_null(scores);
        assert_int_equal(err.row, cases[i].row);
        snprintf(name, sizeof name, "a%d", cases[i].item + 1);
        assert_string_equal(err.item, name);
        if (strstr(err.message, cases[i].message) == NULL)
            fail_msg("%s", err.message);
        wb_frame_free(frame);
    }
    wb_instrument_free(instrument);
}

static void test_wb_score__int8_faults_are_found_in_every_path(void **state)
{
    /* 1 item (bytes), 11 items of 0..100 (whole sums), 5 items of 0..9 (sum and count).
     */
    const struct {
        int n;
        int max;
    } shapes[] = {{1, 1}, {11, 100}, {5, 9}};
    static int8_t answers[11 * 3000];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        wb_instrument *instrument = make_instrument(shapes[i].n, 0, shapes[i].max, "", "",
                                                    "\"rule\":\"percent\"", "");
        wb_frame *frame;
        wb_frame *scores = NULL;
        wb_error err = {0};

        memset(answers, 1, sizeof answers);
        answers[(shapes[i].n - 1) * 3000 + 2222] = -1;
        frame = make_answers(answers, shapes[i].n, 3000);
        assert_fails(wb_score(instrument, frame, NULL, NULL, &scores, &err), WB_E_DATA);
        assert_int_equal(err.row, 2222);
        wb_frame_free(frame);
        wb_instrument_free(instrument);
    }
}

static void test_wb_score__missing_and_text_items_are_refused(void **state)
{
    const int8_t one[] = {1};
    const char *const categories[] = {"x", "y"};
    wb_instrument *instrument =
        make_instrument(2, 0, 1, "", "9", "\"rule\":\"mean\"", "");
    wb_frame *frame = make_answers(one, 1, 1);
    wb_frame *scores = NULL;
    wb_column column = WB_COLUMN_INIT;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_score(instrument, frame, NULL, NULL, &scores, &err), WB_E_DATA);
    assert_string_equal(err.item, "a2");
    column.type = WB_TYPE_DICTIONARY;
    column.index_type = WB_TYPE_INT8;
    column.values = one;
    column.categories = categories;
    column.n_categories = 2;
    assert_ok(wb_frame_add_column(frame, "a2", &column, NULL));
    assert_fails(wb_score(instrument, frame, NULL, NULL, &scores, &err), WB_E_DATA);
    assert_non_null(strstr(err.message, "dictionary, expected numbers"));
    assert_fails(wb_score(NULL, frame, NULL, NULL, &scores, &err), WB_E_ARG);
    assert_fails(wb_score(instrument, NULL, NULL, NULL, &scores, &err), WB_E_ARG);
    assert_fails(wb_score(instrument, frame, NULL, NULL, NULL, &err), WB_E_ARG);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_score__percent_by_hand),
        cmocka_unit_test(test_wb_score__mean_sum_and_lookup_by_hand),
        cmocka_unit_test(test_wb_score__cutoffs_are_exact_on_every_lattice),
        cmocka_unit_test(test_wb_score__54_5_of_eleven_is_six),
        cmocka_unit_test(test_wb_score__type_of_the_answers_is_irrelevant),
        cmocka_unit_test(test_wb_score__order_of_the_item_columns_is_irrelevant),
        cmocka_unit_test(test_wb_score__threads_are_irrelevant),
        cmocka_unit_test(test_wb_score__missing_codes_ranges_bitmaps_and_bools),
        cmocka_unit_test(test_wb_score__columns_of_type_null_are_all_missing),
        cmocka_unit_test(test_wb_score__big_missing_codes_in_wide_columns),
        cmocka_unit_test(test_wb_score__wrong_answer_names_its_row_and_item),
        cmocka_unit_test(test_wb_score__int8_faults_are_found_in_every_path),
        cmocka_unit_test(test_wb_score__missing_and_text_items_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
