/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Topics that are asked of some groups only or made of other topics, and what a value may
 * be called by to be of a group. Numbers are counted by hand. */
#include "monitoring.h"

#include "monitor/grouping.h"

#define WAVES                                                                            \
    "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"},{\"id\":\"2013\"}]},"
#define SEX                                                                              \
    "\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"man\",\"codes\":[1]},{"    \
    "\"id\":\"woman\",\"codes\":[2]}]}],"
#define FOUND          "\"variables\":[{\"id\":\"sex\"}],"
#define OF(categories) "\"within\":{\"variable\":\"sex\",\"categories\":" categories "}"

/* Of women one has it and one does not; the man who has it is not asked. The last tells
 * no sex. */
static const char few[] = "year,sex,it,hours,way,a1,a2,b1,b2\n"
                          "2010,1,1,40,car,0,0,0,0\n2010,2,1,20,car,1,0,0,1\n"
                          "2010,2,0,30,foot,0,0,1,1\n2010,,1,99,foot,0,1,0,1\n";

static wb_frame *cells_of(const char *json, const char *csv)
{
    wb_monitor *monitor = monitor_of(json);
    wb_frame *answers = frame_of(csv);

    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *cells = part_of(results, "cells");
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
    wb_frame_free(answers);
    return cells;
}

static int64_t row_of(const wb_frame *cells, const char *variable, const char *category)
{
    const char *const where[][2] = {
        {"wave", "2010"}, {"variable", variable}, {"category", category}};
    int64_t row = row_where(cells, where, 3);

    if (row < 0)
        fail_msg("%s %s is not there", variable, category != NULL ? category : "");
    return row;
}

static void assert_cell(const wb_frame *cells, const char *variable, const char *category,
                        double estimate, double n)
{
    int64_t row = row_of(cells, variable, category);

    assert_close(number_at(cells, "estimate", row), estimate, 1e-14);
    assert_close(number_at(cells, "n", row), n, 0);
}

/* ---- within ---- */

#define TOPICS(within)                                                                   \
    "\"topics\":[{\"id\":\"it\",\"kind\":\"share\"," within                              \
    "},{\"id\":\"hours\",\"kind\":\"mean\"," within                                      \
    "},{\"id\":\"way\",\"kind\":\"categories\",\"categories\":[{\"id\":\"car\"},{"       \
    "\"id\":\"foot\"}]," within "}]"

static void assert_women_only(const char *json)
{
    wb_frame *cells = cells_of(json, few);

    assert_cell(cells, "it", NULL, 0.5, 2);
    assert_cell(cells, "hours", NULL, 25, 2);
    assert_cell(cells, "way", "car", 0.5, 2);
    assert_cell(cells, "way", "foot", 0.5, 2);
    wb_frame_free(cells);
}

static void test_wb_monitor_add__a_topic_is_asked_of_its_groups_only(void **state)
{
    (void)state;
    assert_women_only(DEFINITION(WAVES SEX TOPICS(OF("[\"woman\"]"))));
    assert_women_only(DEFINITION(WAVES FOUND TOPICS(OF("[\"2\"]"))));
}

/* A group that the answers call 2 is named by the number as well. */
static void test_wb_monitor_add__groups_to_ask_may_be_numbers(void **state)
{
    (void)state;
    assert_women_only(DEFINITION(WAVES FOUND TOPICS(OF("[2]"))));
}

static void test_wb_monitor_add__all_groups_together_leave_out_the_unknown(void **state)
{
    wb_frame *cells =
        cells_of(DEFINITION(WAVES SEX TOPICS(OF("[\"man\",\"woman\"]"))), few);

    (void)state;
    assert_cell(cells, "it", NULL, 2 / 3.0, 3);
    assert_cell(cells, "hours", NULL, 30, 3);
    wb_frame_free(cells);
}

/* ---- any of ---- */

/* Any of two: yes by either, no by both, and unknown where the one that is there says no.
 */
static void test_wb_monitor_add__any_of_two_topics(void **state)
{
    wb_frame *cells = cells_of(
        DEFINITION(WAVES
                   "\"topics\":[{\"id\":\"one\",\"kind\":\"share\"},{\"id\":\"other\","
                   "\"kind\":\"share\"},{\"id\":\"any\",\"kind\":\"share\",\"any_of\":["
                   "\"one\",\"other\"]}]"),
        "year,one,other,a1,a2,b1,b2\n2010,1,0,0,0,0,0\n2010,0,1,0,0,0,0\n2010,0,0,0,0,0,"
        "0\n"
        "2010,0,0,0,0,0,0\n2010,,1,0,0,0,0\n2010,0,,0,0,0,0\n2010,,0,0,0,0,0\n");

    (void)state;
    assert_cell(cells, "any", NULL, 0.6, 5);
    wb_frame_free(cells);
}

/* ---- codes ---- */

#define CODES(codes) "\"topics\":[{\"id\":\"it\",\"kind\":\"share\",\"event\":" codes "}]"

static void assert_share(const char *json, const char *csv, double share)
{
    wb_frame *cells = cells_of(json, csv);

    assert_cell(cells, "it", NULL, share, 3);
    wb_frame_free(cells);
}

#define THREE(a, b, c)                                                                   \
    "year,it,a1,a2,b1,b2\n2010," a ",0,0,0,0\n2010," b ",0,0,0,0\n2010," c ",0,0,0,0\n"

static void test_wb_monitor_add__codes_are_texts_numbers_or_truths(void **state)
{
    (void)state;
    assert_share(DEFINITION(WAVES CODES("[3]")), THREE("3", "2", "1"), 1 / 3.0);
    assert_share(DEFINITION(WAVES CODES("[\"3\"]")), THREE("3", "2", "1"), 1 / 3.0);
    assert_share(DEFINITION(WAVES CODES("[\"3.0\",\"x\"]")), THREE("3", "2", "1"),
                 1 / 3.0);
    assert_share(DEFINITION(WAVES CODES("[true]")), THREE("1", "0", "1"), 2 / 3.0);
    assert_share(DEFINITION(WAVES CODES("[false]")), THREE("1", "0", "1"), 1 / 3.0);
    assert_share(DEFINITION(WAVES CODES("[true]")), THREE("true", "x", "truth"), 1 / 3.0);
    assert_share(DEFINITION(WAVES CODES("[false]")), THREE("false", "x", "false"),
                 2 / 3.0);
    assert_share(DEFINITION(WAVES CODES("[\"a\",\"b\"]")), THREE("a", "b", "c"), 2 / 3.0);
}

/* Without events, true and false are what they say, also in a column that is of text. */
static void test_wb_monitor_add__true_and_false_say_it_themselves(void **state)
{
    const char *json =
        DEFINITION(WAVES "\"topics\":[{\"id\":\"it\",\"kind\":\"share\"}]");

    (void)state;
    assert_share(json, THREE("true", "false", "true"), 2 / 3.0);
    assert_share(json, THREE("true", "nee", "oui"), 2 / 3.0);
}

/* A category whose id is a number has every way to write it. */
static void test_wb_monitor_add__a_number_may_be_written_otherwise(void **state)
{
    wb_frame *cells =
        cells_of(DEFINITION(WAVES "\"topics\":[{\"id\":\"it\",\"kind\":\"categories\","
                                  "\"categories\":[{\"id\":\"1.0\"},{\"id\":\"02\"}]}]"),
                 THREE("1", "2", "2"));

    (void)state;
    assert_cell(cells, "it", "1.0", 1 / 3.0, 3);
    assert_cell(cells, "it", "02", 2 / 3.0, 3);
    wb_frame_free(cells);
}

/* ---- labels of answers that are none ---- */

#define ANSWERS "year,sex,a1,a2,b1,b2\n2010,1,0,0,0,0\n2010,2,1,0,0,1\n2010,9,1,0,0,1\n"

/* A code that is declared missing may be called anything, in an item and in a group. */
static void test_wb_monitor_add__labels_of_what_is_missing_are_let_be(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES SEX "\"breakdowns\":[\"sex\"]"));
    wb_frame *answers = frame_of(ANSWERS);
    size_t sex = column_of(answers, "sex"), item = column_of(answers, "a1");
    wb_error err = {0};

    (void)state;
    assert_ok(wb_frame_set_value_label(answers, sex, 9, "woman", NULL));
    assert_ok(wb_frame_set_value_label(answers, item, 9, "no answer", NULL));
    assert_fails(add_try(monitor, NULL, NULL, answers, 0, &err), WB_E_DATA);
    assert_string_equal(err.item, "a1");
    assert_ok(wb_frame_add_missing_range(answers, item, 9, 9, NULL));
    assert_fails(add_try(monitor, NULL, NULL, answers, 0, &err), WB_E_DATA);
    assert_says(err.message, "code 9 of 'sex' has the label 'woman'");
    assert_ok(wb_frame_add_missing_range(answers, sex, 8, 10, NULL));
    add(monitor, NULL, answers);
    assert_int_equal(wb_monitor_row_count(monitor), 3);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
}

/* The code of a category may be called as the category is. */
static void test_wb_monitor_add__a_code_with_its_own_label_is_taken(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES SEX "\"breakdowns\":[\"sex\"]"));
    wb_frame *answers = frame_of("year,sex,a1,a2,b1,b2\n2010,1,0,0,0,0\n");

    (void)state;
    assert_ok(
        wb_frame_set_value_label(answers, column_of(answers, "sex"), 1, " MAN", NULL));
    add(monitor, NULL, answers);
    assert_int_equal(wb_monitor_row_count(monitor), 1);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
}

/* ---- too many groups ---- */

static void test_wb_monitor_add__values_without_end_are_a_limit(void **state)
{
    enum { N = 10001, ROOM = 40 * N };
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES FOUND "\"breakdowns\":[\"sex\"]"));
    char *csv = malloc(ROOM);
    wb_error err = {0};

    (void)state;
    assert_non_null(csv);
    size_t at = (size_t)snprintf(csv, ROOM, "year,sex,a1,a2,b1,b2\n");
    for (int i = 0; i < N; i++)
        at += (size_t)snprintf(csv + at, ROOM - at, "2010,%d,0,0,0,0\n", i);
    wb_frame *answers = frame_of(csv);
    assert_fails(add_try(monitor, NULL, NULL, answers, 0, &err), WB_E_LIMIT);
    assert_string_equal(err.item, "sex");
    assert_says(err.message, "column 'sex' has more than 10000 values");
    assert_int_equal(wb_monitor_row_count(monitor), 0);
    free(csv);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
}

/* ---- waves ---- */

static void test_wb_monitor_add__waves_without_end_are_a_limit(void **state)
{
    enum { N = 201 };
    wb_monitor *monitor = monitor_of(DEFINITION("\"waves\":{\"column\":\"year\"}"));
    char csv[20 * N + 100];
    wb_error err = {0};

    (void)state;
    size_t at = (size_t)snprintf(csv, sizeof csv, "year,a1,a2,b1,b2\n");
    for (int i = 0; i < N; i++)
        at += (size_t)snprintf(csv + at, sizeof csv - at, "%d,0,0,0,0\n", 1800 + i);
    wb_frame *answers = frame_of(csv);
    assert_fails(add_try(monitor, NULL, NULL, answers, 0, &err), WB_E_LIMIT);
    assert_says(err.message, "more than 200 waves");
    assert_int_equal(wb_monitor_row_count(monitor), 0);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
}

/* The first row that is of another wave is named. */
static void test_wb_monitor_add__the_row_of_another_wave_is_named(void **state)
{
    wb_monitor *monitor = monitor_of(
        DEFINITION("\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"},{\"id\":"
                   "\"2013\"}]}"));
    wb_frame *answers = frame_of("year,a1,a2,b1,b2\n2010,0,0,0,0\n2010,0,0,0,0\n"
                                 "2013,0,0,0,0\n2013,0,0,0,0\n");
    wb_error err = {0};

    (void)state;
    assert_fails(add_try(monitor, "2010", NULL, answers, 0, &err), WB_E_DATA);
    assert_int_equal(err.row, 2);
    assert_says(err.message, "column 'year' has the wave '2013'");
    wb_frame_free(answers);
    wb_monitor_free(monitor);
}

/* A text without letters is no answer, and no event either. */
static void test_wb_share_make__an_empty_text_is_missing(void **state)
{
    static const char texts[] = "truefalse";
    static const int32_t offsets[] = {0, 4, 4, 9};
    const char *const names[] = {"t"};
    wb_column column = WB_COLUMN_INIT;
    int8_t shares[3] = {7, 7, 7};

    (void)state;
    column.type = WB_TYPE_UTF8;
    column.values = texts;
    column.offsets = offsets;
    wb_frame *frame = frame_of_columns(3, names, &column, 1);
    assert_ok(wb_share_make(frame, "t", NULL, shares, NULL));
    assert_true(shares[0] == 1 && shares[1] == -1 && shares[2] == 0);
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_monitor_add__a_topic_is_asked_of_its_groups_only),
        cmocka_unit_test(test_wb_monitor_add__groups_to_ask_may_be_numbers),
        cmocka_unit_test(test_wb_monitor_add__all_groups_together_leave_out_the_unknown),
        cmocka_unit_test(test_wb_monitor_add__any_of_two_topics),
        cmocka_unit_test(test_wb_monitor_add__codes_are_texts_numbers_or_truths),
        cmocka_unit_test(test_wb_monitor_add__true_and_false_say_it_themselves),
        cmocka_unit_test(test_wb_share_make__an_empty_text_is_missing),
        cmocka_unit_test(test_wb_monitor_add__a_number_may_be_written_otherwise),
        cmocka_unit_test(test_wb_monitor_add__labels_of_what_is_missing_are_let_be),
        cmocka_unit_test(test_wb_monitor_add__a_code_with_its_own_label_is_taken),
        cmocka_unit_test(test_wb_monitor_add__values_without_end_are_a_limit),
        cmocka_unit_test(test_wb_monitor_add__waves_without_end_are_a_limit),
        cmocka_unit_test(test_wb_monitor_add__the_row_of_another_wave_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
