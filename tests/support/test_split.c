/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cents: the splits made by hand (tests/vectors), and what holds of all of them. */
#include "rules.h"

#include "support/cents.h"

static void test_wb_support_split__is_that_made_by_hand(void **state)
{
    wb_frame *table = read_vectors("support_split");
    wb_frame *out = NULL;

    (void)state;
    assert_true(wb_frame_row_count(table) > 20);
    assert_ok(wb_support_split(table, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), wb_frame_row_count(table));
    for (int64_t row = 0; row < wb_frame_row_count(table); row++) {
        if (whole_at(out, "support_cents", row) !=
                whole_at(table, "support_cents", row) ||
            whole_at(out, "own_cents", row) != whole_at(table, "own_cents", row))
            fail_msg("row %d: %lld", (int)row,
                     (long long)whole_at(out, "support_cents", row));
        assert_int_equal(whole_at(out, "available_cents", row),
                         whole_at(table, "available_cents", row));
    }
    wb_frame_free(out);
    wb_frame_free(table);
}

static wb_frame *split(const char *csv)
{
    wb_frame *costs = frame_of(csv);
    wb_frame *out = NULL;
    wb_error err = {0};

    if (wb_support_split(costs, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_frame_free(costs);
    return out;
}

static void test_wb_support_split__what_is_missing_stays_missing(void **state)
{
    wb_frame *out = split("cost_cents,percent,available_cents\n"
                          "NA,60,100\n100,NA,100\n100,60,NA\n100,60,100\n");

    (void)state;
    for (int64_t row = 0; row < 3; row++) {
        assert_true(is_missing(out, "support_cents", row));
        assert_true(is_missing(out, "own_cents", row));
    }
    assert_true(is_missing(out, "percent", 1));
    assert_int_equal(whole_at(out, "support_cents", 3), 60);
    wb_frame_free(out);
    out = split("cost_cents,percent\n500000000,60\n");
    assert_int_equal(whole_at(out, "support_cents", 0), 300000000);
    assert_true(is_missing(out, "available_cents", 0));
    wb_frame_free(out);
    out = split("cost_cents,percent\n");
    assert_int_equal(wb_frame_row_count(out), 0);
    wb_frame_free(out);
}

static void test_wb_support_split__leaves_out_what_is_declared_missing(void **state)
{
    wb_frame *costs = frame_of("cost_cents,percent,available_cents\n"
                               "-9,60,100\n100,-9,100\n100,60,-9\n100,60,100\n");
    wb_frame *out = NULL;

    (void)state;
    for (size_t column = 0; column < 3; column++)
        assert_ok(wb_frame_add_missing_range(costs, column, -9, -9, NULL));
    assert_ok(wb_support_split(costs, &out, NULL));
    for (int64_t row = 0; row < 3; row++) {
        assert_true(is_missing(out, "support_cents", row));
        assert_true(is_missing(out, "own_cents", row));
    }
    assert_true(is_missing(out, "cost_cents", 0));
    assert_true(is_missing(out, "percent", 1));
    assert_int_equal(whole_at(out, "support_cents", 3), 60);
    wb_frame_free(out);
    wb_frame_free(costs);
}

static const struct {
    const char *csv, *item, *says;
    int row;
} faults[] = {
    {"cost_cents\n1\n", "percent", "percent", -1},
    {"percent\n1\n", "cost_cents", "cost_cents", -1},
    {"cost_cents,percent\nmuch,60\n", "cost_cents", "holds utf8, where", -1},
    {"cost_cents,percent\n1,60\n-1,60\n", "cost_cents", "'-1' in row 1", 1},
    {"cost_cents,percent\n1.5,60\n", "cost_cents", "whole number", 0},
    {"cost_cents,percent\n1e300,60\n", "cost_cents", "whole number", 0},
    {"cost_cents,percent\n1,100.5\n", "percent", "100.5 in row 0", 0},
    {"cost_cents,percent\n1,-1\n", "percent", "-1 in row 0", 0},
    {"cost_cents,percent\n1,33.333\n", "percent", "two decimals", 0},
    {"cost_cents,percent,available_cents\n1,60,-5\n", "available_cents", "-5", 0},
};

static void test_wb_support_split__faults_name_row_and_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        wb_frame *costs = frame_of(faults[i].csv);
        wb_frame *out = NULL;
        wb_error err = {0};

        assert_fails(wb_support_split(costs, &out, &err), WB_E_DATA);
        assert_null(out);
        assert_string_equal(err.item, faults[i].item);
        assert_says(err.message, faults[i].says);
        assert_int_equal(err.row, faults[i].row);
        wb_frame_free(costs);
    }
    assert_fails(wb_support_split(NULL, NULL, NULL), WB_E_ARG);
}

static void test_wb_support_split__refuses_what_int64_does_not_hold(void **state)
{
    static const uint64_t cost[] = {UINT64_MAX};
    static const double percent[] = {60};
    wb_column column = WB_COLUMN_INIT;
    wb_frame *costs = NULL;
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_frame_new(1, &costs, NULL));
    column.type = WB_TYPE_UINT64;
    column.values = cost;
    assert_ok(wb_frame_add_column(costs, "cost_cents", &column, NULL));
    column.type = WB_TYPE_FLOAT64;
    column.values = percent;
    assert_ok(wb_frame_add_column(costs, "percent", &column, NULL));
    assert_fails(wb_support_split(costs, &out, &err), WB_E_DATA);
    assert_string_equal(err.item, "cost_cents");
    wb_frame_free(costs);
}

/* The sum, the ceiling, and that neither part falls, for every cost and rate of a range.
 */
static void test_wb_cents_support__holds_its_promises(void **state)
{
    (void)state;
    for (int64_t rate = 0; rate <= WB_WHOLE_RATE; rate += 7) {
        int64_t before = 0;

        for (int64_t cost = 0; cost < 300; cost++) {
            int64_t support = wb_cents_support(cost, rate, 100);

            assert_in_range(support, 0, cost < 100 ? cost : 100);
            assert_true(support - before == 0 || support - before == 1);
            before = support;
        }
    }
}

static void test_wb_rate_of_percent__takes_two_decimals(void **state)
{
    (void)state;
    for (int64_t rate = 0; rate <= WB_WHOLE_RATE; rate++)
        assert_int_equal(wb_rate_of_percent((double)rate / 100), rate);
    assert_int_equal(wb_rate_of_percent(33.333), -1);
    assert_int_equal(wb_rate_of_percent(100.01), -1);
    assert_int_equal(wb_rate_of_percent(-0.01), -1);
    assert_int_equal(wb_rate_of_percent((double)NAN), -1);
    assert_int_equal(wb_rate_of_percent((double)INFINITY), -1);
}

/* ---- budget lines ---- */

/* The rows of one case of the vectors, which stand together. */
static void check_case(const wb_frame *table, int64_t first, int64_t n)
{
    wb_frame *lines = NULL;
    wb_frame *out = NULL;
    int64_t sum = 0;

    assert_ok(wb_frame_slice(table, first, n, &lines, NULL));
    assert_ok(
        wb_support_cofinance(whole_at(table, "cost_cents", first), lines, &out, NULL));
    for (int64_t row = 0; row < n; row++) {
        if (whole_at(out, "cents", row) != whole_at(lines, "cents", row))
            fail_msg("%s, line %s: %lld", text_at(table, "case", first),
                     text_at(out, "line", row), (long long)whole_at(out, "cents", row));
        sum += whole_at(out, "cents", row);
    }
    assert_true(sum == whole_at(table, "cost_cents", first));
    wb_frame_free(out);
    wb_frame_free(lines);
}

static void test_wb_support_cofinance__is_that_made_by_hand(void **state)
{
    wb_frame *table = read_vectors("support_cofinance");
    int64_t n_rows = wb_frame_row_count(table);
    int n_cases = 0;

    (void)state;
    for (int64_t first = 0, next; first < n_rows; first = next) {
        for (next = first + 1; next < n_rows; next++) {
            if (strcmp(text_at(table, "case", first), text_at(table, "case", next)) != 0)
                break;
        }
        check_case(table, first, next - first);
        n_cases++;
    }
    assert_int_equal(n_cases, 13);
    wb_frame_free(table);
}

static const struct {
    const char *csv, *item, *says;
    wb_status status;
    int row;
} line_faults[] = {
    {"line\na\n", "share", "share", WB_E_DATA, -1},
    {"share\n1\n", "line", "line", WB_E_DATA, -1},
    {"line,share\na,NA\nb,1\n", "share", "missing in row 0", WB_E_DATA, 0},
    {"line,share\n,1\nb,1\n", "line", "missing in row 0", WB_E_DATA, 0},
    {"line,share\na,1\nb,-1\n", "share", "'-1' in row 1", WB_E_DATA, 1},
    {"line,share\na,0.6\nb,0.4\n", "share", "whole number", WB_E_DATA, 0},
    {"line,share\na,half\n", "share", "utf8", WB_E_DATA, -1},
    {"line,share\na,0\nb,0\n", "", "sum to 0", WB_E_DATA, -1},
    {"line,share\n", "", "sum to 0", WB_E_DATA, -1},
    {"line,share\na,9223372036854775807\nb,1\n", "", "largest whole number", WB_E_LIMIT,
     -1},
};

static void test_wb_support_cofinance__faults_name_row_and_column(void **state)
{
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof line_faults / sizeof *line_faults; i++) {
        wb_frame *lines = frame_of(line_faults[i].csv);

        assert_fails(wb_support_cofinance(100, lines, &out, &err), line_faults[i].status);
        assert_null(out);
        assert_string_equal(err.item, line_faults[i].item);
        assert_says(err.message, line_faults[i].says);
        assert_int_equal(err.row, line_faults[i].row);
        wb_frame_free(lines);
    }
    wb_frame *lines = frame_of("line,share\na,1\n");
    assert_fails(wb_support_cofinance(-1, lines, &out, &err), WB_E_ARG);
    assert_says(err.message, "-1");
    assert_fails(wb_support_cofinance(1, lines, NULL, NULL), WB_E_ARG);
    assert_fails(wb_support_cofinance(1, NULL, &out, NULL), WB_E_ARG);
    wb_frame_free(lines);
}

/* Nobody's share is made up, also where 99 says that it is not known. */
static void test_wb_support_cofinance__refuses_what_is_declared_missing(void **state)
{
    wb_frame *lines = frame_of("line,share\n1,1\n2,99\n99,1\n");
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_frame_add_missing_range(lines, 1, 99, 99, NULL));
    assert_fails(wb_support_cofinance(100, lines, &out, &err), WB_E_DATA);
    assert_string_equal(err.item, "share");
    assert_int_equal(err.row, 1);
    assert_ok(wb_frame_add_missing_range(lines, 0, 99, 99, NULL));
    assert_fails(wb_support_cofinance(100, lines, &out, &err), WB_E_DATA);
    assert_string_equal(err.item, "line");
    assert_int_equal(err.row, 2);
    assert_null(out);
    wb_frame_free(lines);
}

/* Each part within a cent of cost * share / total, in numbers that multiply in int64. */
static void test_wb_cents_divide__keeps_the_quota(void **state)
{
    int64_t shares[7];
    int64_t parts[7];
    uint32_t random = 1;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        int64_t total = 0;
        int64_t cost;
        int64_t sum = 0;

        for (int i = 0; i < 7; i++) {
            random = random * 1664525 + 1013904223;
            shares[i] = random >> 12;
            total += shares[i];
        }
        cost = random >> (round % 20);
        assert_ok(wb_cents_divide(cost, shares, 7, parts, NULL));
        for (int i = 0; i < 7; i++) {
            int64_t exact = cost * shares[i] / total;
            assert_true(parts[i] == exact || parts[i] == exact + 1);
            sum += parts[i];
        }
        assert_true(sum == cost);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_support_split__is_that_made_by_hand),
        cmocka_unit_test(test_wb_support_split__what_is_missing_stays_missing),
        cmocka_unit_test(test_wb_support_split__leaves_out_what_is_declared_missing),
        cmocka_unit_test(test_wb_support_split__faults_name_row_and_column),
        cmocka_unit_test(test_wb_support_split__refuses_what_int64_does_not_hold),
        cmocka_unit_test(test_wb_cents_support__holds_its_promises),
        cmocka_unit_test(test_wb_rate_of_percent__takes_two_decimals),
        cmocka_unit_test(test_wb_support_cofinance__is_that_made_by_hand),
        cmocka_unit_test(test_wb_support_cofinance__faults_name_row_and_column),
        cmocka_unit_test(test_wb_support_cofinance__refuses_what_is_declared_missing),
        cmocka_unit_test(test_wb_cents_divide__keeps_the_quota),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
