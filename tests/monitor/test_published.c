/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Estimates beside published figures. The answers are few enough to count by hand: in
 * 2010 of ten people four have a problem by `ia` (two acute) and one of the others by
 * `ib`; in 2016 of four people one and one. */
#include "monitoring.h"

#include <math.h>

#define WAVES                                                                            \
    "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"},{\"id\":\"2013\"},{"     \
    "\"id\":\"2016\"}]}"
#define GROUPS                                                                           \
    "\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"man\",\"codes\":[1]},"     \
    "{\"id\":\"woman\",\"codes\":[2]}]},{\"id\":\"trade\",\"column\":\"what\"}],"        \
    "\"breakdowns\":[\"sex\"]"
#define SOURCES                                                                          \
    "\"sources\":{\"a\":{\"title\":\"Report A\",\"where\":\"a.org\"},"                   \
    "\"b\":{\"title\":\"Paper B\",\"where\":\"b.org\"}}"
#define FIGURE(wave, variable, more, value, digits, status)                              \
    "{\"wave\":" wave ",\"variable\":\"" variable "\"" more                              \
    ",\"unit\":\"percent\",\"value\":" value ",\"digits\":" digits                       \
    ",\"status\":\"" status "\",\"source\":[\"a\"]}"
#define PUBLISHED(figures)                                                               \
    "\"published\":{" SOURCES ",\"waves\":[{\"wave\":2007,\"n\":{\"value\":400,"         \
    "\"status\":\"anchored\",\"source\":[\"a\"]}}],\"figures\":[" figures "]}"
#define MONITOR(figures) DEFINITION(WAVES "," GROUPS "," PUBLISHED(figures))

static wb_frame *ten_and_four(void)
{
    return frame_of("year,sex,a1,a2,b1,b2\n"
                    "2010,1,1,1,0,0\n2010,2,1,1,0,0\n2010,1,1,0,1,1\n2010,2,1,0,0,1\n"
                    "2010,1,0,0,1,1\n2010,2,0,0,0,1\n2010,1,0,0,0,0\n2010,2,0,0,0,0\n"
                    "2010,1,0,0,0,0\n2010,2,0,0,0,0\n"
                    "2016,1,1,0,0,0\n2016,2,0,0,1,1\n2016,1,0,0,0,0\n2016,2,0,0,0,0\n");
}

static wb_frame *published_from(const char *definition, wb_frame *answers)
{
    wb_monitor *monitor = monitor_of(definition);

    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *frame = part_of(results, "published");
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
    return frame;
}

static wb_frame *published_of(const char *definition)
{
    return published_from(definition, ten_and_four());
}

static int64_t row_of(const wb_frame *frame, const char *wave, const char *sex,
                      const char *variable, const char *category)
{
    const char *const where[][2] = {
        {"wave", wave}, {"sex", sex}, {"variable", variable}, {"category", category}};
    int64_t row = row_where(frame, where, 4);

    assert_true(row >= 0);
    return row;
}

static void test_wb_monitor_results_table__estimates_stand_beside_figures(void **state)
{
    wb_frame *frame =
        published_of(MONITOR(FIGURE("2010", "ia_problem", "", "30.5", "1", "anchored")));
    int64_t row = row_of(frame, "2010", NULL, "ia_problem", NULL);

    (void)state;
    assert_close(number_at(frame, "estimate", row), 0.4, 1e-14);
    assert_close(number_at(frame, "published", row), 0.305, 1e-14);
    assert_close(number_at(frame, "published_rounding", row), 0.0005, 1e-14);
    assert_close(number_at(frame, "difference", row), 0.095, 1e-14);
    assert_true(number_at(frame, "n", row) == 10);
    assert_true(is_missing(frame, "published_n", row));
    assert_true(is_missing(frame, "published_se", row));
    assert_string_equal(text_at(frame, "status", row), "ok");
    assert_string_equal(text_at(frame, "published_is", row), "inside");
    assert_string_equal(text_at(frame, "published_source", row), "Report A");
    assert_string_equal(text_at(frame, "kind", row), "problem");
    wb_frame_free(frame);
}

/* 2007 is no wave of the definition and 2013 did not come in; 2016 has no figure. */
static void test_wb_monitor_results_table__the_published_series_is_whole(void **state)
{
    wb_frame *frame = published_of(
        MONITOR(FIGURE("2013", "werkbaar", "", "55", "0", "rounded") "," FIGURE(
            "2007", "werkbaar", "", "50.0", "1", "anchored")));

    (void)state;
    assert_int_equal(wb_frame_row_count(frame), 4);
    assert_string_equal(text_at(frame, "wave", 0), "2007");
    assert_string_equal(text_at(frame, "status", 0), "missing");
    assert_true(is_missing(frame, "estimate", 0) && is_missing(frame, "difference", 0));
    assert_true(number_at(frame, "published_n", 0) == 400);
    assert_close(number_at(frame, "published_se", 0), 0.025, 1e-14);
    assert_string_equal(text_at(frame, "wave", 1), "2010");
    assert_string_equal(text_at(frame, "status", 1), "no_figure");
    assert_close(number_at(frame, "estimate", 1), 0.5, 1e-14);
    assert_true(is_missing(frame, "published", 1));
    assert_string_equal(text_at(frame, "wave", 2), "2013");
    assert_close(number_at(frame, "published_rounding", 2), 0.005, 1e-14);
    assert_string_equal(text_at(frame, "wave", 3), "2016");
    assert_close(number_at(frame, "estimate", 3), 0.5, 1e-14);
    wb_frame_free(frame);
}

/* Of five women one has a problem by `ib` in 2010: none; the interval of 2 in 5 is wide.
 */
static void test_wb_monitor_results_table__a_group_has_its_own_figure(void **state)
{
    wb_frame *frame = published_of(MONITOR(FIGURE(
        "2010", "ia_problem", ",\"group\":{\"sex\":[\"woman\"]}", "99.9", "1",
        "anchored") "," FIGURE("2010", "ia_problem",
                               ",\"group\":{\"sex\":[\"man\",\"woman\"]}", "41.0", "1",
                               "derived") "," FIGURE("2010", "ia_problem",
                                                     ",\"group\":{\"what\":[\"x\"]}",
                                                     "1.0", "1", "anchored")));
    int64_t row = row_of(frame, "2010", "woman", "ia_problem", NULL);

    (void)state;
    assert_close(number_at(frame, "estimate", row), 0.4, 1e-14);
    assert_string_equal(text_at(frame, "published_is", row), "above");
    row = row_of(frame, "2010", "man+woman", "ia_problem", NULL);
    assert_string_equal(text_at(frame, "status", row), "no_cell");
    assert_true(is_missing(frame, "estimate", row));
    assert_close(number_at(frame, "published", row), 0.41, 1e-14);
    /* `trade` has no breakdown: two rows of women, two of both together */
    assert_int_equal(wb_frame_row_count(frame), 4);
    wb_frame_free(frame);
}

/* In 2016 no woman answered: there is her figure, and no estimate. */
static void test_wb_monitor_results_table__nobody_of_a_group_has_no_estimate(void **state)
{
    wb_frame *frame = published_from(
        MONITOR(FIGURE("2016", "ia_problem", ",\"group\":{\"sex\":[\"woman\"]}", "30.0",
                       "1", "anchored")),
        frame_of("year,sex,a1,a2,b1,b2\n2010,1,0,0,0,0\n2010,2,1,1,0,0\n"
                 "2016,1,1,1,0,0\n2016,1,0,0,0,0\n"));
    int64_t row = row_of(frame, "2016", "woman", "ia_problem", NULL);

    (void)state;
    assert_true(is_missing(frame, "estimate", row) && is_missing(frame, "n", row));
    assert_true(is_missing(frame, "difference", row));
    assert_close(number_at(frame, "published", row), 0.3, 1e-14);
    assert_string_equal(text_at(frame, "status", row), "missing");
    row = row_of(frame, "2010", "woman", "ia_problem", NULL);
    assert_close(number_at(frame, "estimate", row), 1, 1e-14);
    wb_frame_free(frame);
}

/* In 2010 five people have no problem, four have one, one has two. */
static void test_wb_monitor_results_table__categories_are_taken_together(void **state)
{
    wb_frame *frame = published_of(MONITOR(FIGURE(
        "2010", "knelpunten", ",\"categories\":[1,2]", "49.0", "1",
        "anchored") "," FIGURE("2010", "knelpunten", ",\"categories\":[2]", "10.0", "1",
                               "anchored") "," FIGURE("2010", "knelpunten",
                                                      ",\"categories\":[0,1,2]", "99.9",
                                                      "1", "anchored")));
    int64_t row = row_of(frame, "2010", NULL, "knelpunten", "1+2");
    double lower = number_at(frame, "lower", row);

    (void)state;
    assert_close(number_at(frame, "estimate", row), 0.5, 1e-14);
    assert_close(lower + number_at(frame, "upper", row), 1, 1e-12);
    assert_string_equal(text_at(frame, "published_is", row), "inside");
    row = row_of(frame, "2010", NULL, "knelpunten", "2");
    assert_close(number_at(frame, "estimate", row), 0.1, 1e-14);
    row = row_of(frame, "2010", NULL, "knelpunten", "0+1+2");
    assert_close(number_at(frame, "estimate", row), 1, 1e-14);
    assert_true(is_missing(frame, "lower", row));
    assert_true(is_missing(frame, "published_is", row));
    assert_true(number_at(frame, "n", row) == 10);
    wb_frame_free(frame);
}

/* Two sources of one wave are two rows; a bound has no difference. */
static void test_wb_monitor_results_table__conflicts_and_bounds_are_said(void **state)
{
    wb_frame *frame = published_of(
        MONITOR(FIGURE("2010", "werkbaar", "", "54.3", "1", "anchored") "," FIGURE(
            "2010", "werkbaar", "", "54.1", "1",
            "conflict") "," FIGURE("2010", "ib_problem", "", "19", "0", "bound")));

    (void)state;
    assert_int_equal(wb_frame_row_count(frame), 5);
    assert_string_equal(text_at(frame, "published_status", 0), "anchored");
    assert_string_equal(text_at(frame, "published_status", 1), "conflict");
    assert_close(number_at(frame, "estimate", 1), 0.5, 1e-14);
    assert_string_equal(text_at(frame, "published_status", 3), "bound");
    assert_true(is_missing(frame, "difference", 3));
    assert_true(is_missing(frame, "published_is", 3));
    wb_frame_free(frame);
}

static void
test_wb_monitor_results_table__what_is_hidden_has_its_figure_only(void **state)
{
    wb_frame *frame = published_of(DEFINITION(
        WAVES "," GROUPS ",\"publication\":{\"min_n\":5,\"mode\":\"hide\"}," PUBLISHED(
            FIGURE("2016", "werkbaar", "", "50.0", "1", "anchored") "," FIGURE(
                "2016", "knelpunten", ",\"categories\":[1,2]", "50.0", "1",
                "anchored") "," FIGURE("2016", "knelpunten", ",\"categories\":[0,1]",
                                       "50.0", "1",
                                       "anchored") "," FIGURE("2016", "knelpunten",
                                                              ",\"categories\":[0,1,2]",
                                                              "50.0", "1", "anchored"))));
    static const char *const numbers[] = {"estimate", "se",         "lower",
                                          "upper",    "difference", "published_is"};
    int hidden = 0;

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        if (!is_cell(frame, "wave", row, "2016"))
            continue;
        hidden++;
        assert_string_equal(text_at(frame, "status", row), "hidden");
        assert_true(is_missing(frame, "n", row));
        assert_close(number_at(frame, "published", row), 0.5, 1e-14);
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            assert_true(is_missing(frame, numbers[i], row));
    }
    assert_int_equal(hidden, 4);
    wb_frame_free(frame);
}

static void test_wb_monitor_results_table__nothing_published_is_no_rows(void **state)
{
    wb_frame *frame = published_of(DEFINITION(WAVES "," GROUPS));

    (void)state;
    assert_int_equal(wb_frame_row_count(frame), 0);
    assert_non_null(strstr(wb_frame_metadata(frame), "\"part\":\"published\""));
    wb_frame_free(frame);
}

static void refused(const char *published, const char *message, const char *where)
{
    wb_monitor_definition *definition = NULL;
    wb_error err = {0};
    char json[4096];

    snprintf(json, sizeof json, DEFINITION(WAVES ",\"published\":%s"), published);
    assert_int_equal(definition_try(json, &definition, &err), WB_E_DATA);
    assert_null(definition);
    if (strstr(err.message, message) == NULL || strstr(err.where, where) == NULL)
        fail_msg("%s (%s)", err.message, err.where);
}

static void test_wb_monitor_definition_read__says_what_is_wrong_with_figures(void **state)
{
    (void)state;
    refused("\"wbm\"", "wbm-selfemployed", "/published");
    refused("\"wbm-employees\"", "instrument 'wbm-employees', not 'small'", "/published");
    refused("3", "the id of published figures", "/published");
    refused("{\"figures\":[]}", "sources", "/published");
    refused("{" SOURCES ",\"figures\":[{\"wave\":2010}]}", "variable",
            "/published/figures/0");
    refused("{" SOURCES
            ",\"figures\":[" FIGURE("true", "x", "", "1", "0", "anchored") "]}",
            "a wave is", "/figures/0/wave");
    refused("{" SOURCES
            ",\"figures\":[" FIGURE("2010", "x", "", "1", "7", "anchored") "]}",
            "digits", "/figures/0/digits");
    refused("{" SOURCES ",\"figures\":[" FIGURE("2010", "x", "", "1", "0", "sure") "]}",
            "sure", "/figures/0/status");
    refused("{" SOURCES ",\"figures\":[" FIGURE("2010", "x", ",\"categories\":[]", "1",
                                                "0", "anchored") "]}",
            "a list with something in it", "/figures/0/categories");
    refused("{" SOURCES ",\"figures\":[" FIGURE("2010", "x", ",\"group\":{}", "1", "0",
                                                "anchored") "]}",
            "no variable", "/figures/0/group");
    refused("{" SOURCES
            ",\"figures\":[{\"wave\":2010,\"variable\":\"x\",\"unit\":\"percent\","
            "\"value\":1,\"digits\":0,\"status\":\"anchored\",\"source\":[\"c\"]}]}",
            "no such source", "/figures/0/source/0");
}

static const wb_monitor_results *made;

static wb_status make_it(void)
{
    wb_frame *frame = NULL;
    wb_status st = wb_monitor_results_table(made, "published", "en", &frame, NULL);

    wb_frame_free(frame);
    return st;
}

static void
test_wb_monitor_results_table__published_survives_every_allocation(void **state)
{
    wb_monitor *monitor = monitor_of(
        MONITOR(FIGURE("2007", "werkbaar", "", "50.0", "1", "anchored") "," FIGURE(
            "2010", "knelpunten", ",\"categories\":[1,2]", "49.0", "1", "anchored")));
    wb_frame *answers = ten_and_four();

    (void)state;
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    made = results;
    wb_test_every_allocation(make_it);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_monitor_results_table__estimates_stand_beside_figures),
        cmocka_unit_test(test_wb_monitor_results_table__the_published_series_is_whole),
        cmocka_unit_test(test_wb_monitor_results_table__a_group_has_its_own_figure),
        cmocka_unit_test(
            test_wb_monitor_results_table__nobody_of_a_group_has_no_estimate),
        cmocka_unit_test(test_wb_monitor_results_table__categories_are_taken_together),
        cmocka_unit_test(test_wb_monitor_results_table__conflicts_and_bounds_are_said),
        cmocka_unit_test(
            test_wb_monitor_results_table__what_is_hidden_has_its_figure_only),
        cmocka_unit_test(test_wb_monitor_results_table__nothing_published_is_no_rows),
        cmocka_unit_test(
            test_wb_monitor_definition_read__says_what_is_wrong_with_figures),
        cmocka_unit_test(
            test_wb_monitor_results_table__published_survives_every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
