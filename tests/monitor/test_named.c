/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a definition names: a wave to compare with, groups that totals are of, variables
 * and topics beside the scores of the instrument, and a design in place of its own. */
#include "monitoring.h"

#define THREE                                                                            \
    "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"},{\"id\":\"2013\"},{"     \
    "\"id\":\"2016\"}]}"
#define GROUPS                                                                           \
    "\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"man\",\"codes\":[1]},"     \
    "{\"id\":\"woman\",\"codes\":[2]}]},{\"id\":\"stratum\"}],"                          \
    "\"breakdowns\":[\"sex\",\"sex*stratum\"]"

static wb_monitor_results *results_from(const char *json, int n_waves)
{
    wb_monitor *monitor = monitor_of(json);
    wb_frame *answers = people(n_waves, 80);

    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
    return results;
}

/* ---- waves ---- */

#define COMPARED(with, waves)                                                            \
    DEFINITION(THREE "," GROUPS                                                          \
                     ",\"comparisons\":{\"previous\":false,\"first\":false," with        \
                     "\"rest\":false,\"total\":false,\"waves\":[" waves "]}")

static double estimate_of(const wb_frame *cells, const char *wave)
{
    const char *const where[][2] = {
        {"wave", wave}, {"sex", NULL}, {"stratum", NULL}, {"variable", "ia_problem"}};
    int64_t row = row_where(cells, where, 4);

    assert_true(row >= 0);
    return number_at(cells, "estimate", row);
}

/* 2010 and 2016 against 2013, which is named, and nothing else is compared. */
static void test_wb_monitor_results__each_wave_is_compared_with_one_named(void **state)
{
    wb_monitor_results *results = results_from(COMPARED("", "\"2013\""), 3);
    wb_frame *changes = part_of(results, "changes");
    wb_frame *cells = part_of(results, "cells");
    wb_frame *groups = part_of(results, "groups");
    static const char *const waves[] = {"2010", "2016"};

    (void)state;
    assert_int_equal(wb_frame_row_count(groups), 0);
    for (int64_t row = 0; row < wb_frame_row_count(changes); row++) {
        assert_true(is_cell(changes, "compared_with", row, "named"));
        assert_true(is_cell(changes, "reference", row, "2013"));
        assert_false(is_cell(changes, "wave", row, "2013"));
    }
    for (int i = 0; i < 2; i++) {
        const char *const where[][2] = {{"wave", waves[i]},
                                        {"sex", NULL},
                                        {"stratum", NULL},
                                        {"variable", "ia_problem"}};
        int64_t row = row_where(changes, where, 4);
        assert_true(row >= 0);
        assert_close(number_at(changes, "difference", row),
                     estimate_of(cells, waves[i]) - estimate_of(cells, "2013"), 1e-14);
    }
    wb_frame_free(groups);
    wb_frame_free(cells);
    wb_frame_free(changes);
    wb_monitor_results_free(results);
}

/* A wave that is named and did not come in is nothing to compare with. */
static void test_wb_monitor_results__a_wave_that_did_not_come_is_missing(void **state)
{
    wb_monitor_results *results = results_from(COMPARED("", "\"2016\""), 2);
    wb_frame *changes = part_of(results, "changes");

    (void)state;
    assert_true(wb_frame_row_count(changes) > 0);
    for (int64_t row = 0; row < wb_frame_row_count(changes); row++) {
        assert_true(is_missing(changes, "difference", row));
        assert_false(is_cell(changes, "status", row, "ok"));
    }
    wb_frame_free(changes);
    wb_monitor_results_free(results);
}

/* ---- the page of it ---- */

static char *page_of(const wb_monitor_results *results)
{
    const wb_monitor_results *const one[] = {results};
    wb_writer *writer = NULL;
    wb_error err = {0};
    size_t n = 0;

    assert_ok(wb_writer_to_memory(&writer, &err));
    wb_status st = wb_monitor_explore(one, 1, NULL, writer, &err);
    if (st == WB_E_UNSUPPORTED) {
        wb_writer_free(writer);
        return NULL;
    }
    assert_ok(st);
    const char *bytes = wb_writer_bytes(writer, &n);
    char *page = malloc(n + 1);
    assert_non_null(page);
    memcpy(page, bytes, n);
    page[n] = '\0';
    wb_writer_free(writer);
    return page;
}

static void test_wb_monitor_explore__has_what_is_compared_and_no_more(void **state)
{
    wb_monitor_results *results =
        results_from(COMPARED("\"trend\":false,", "\"2013\",\"2010\""), 3);
    char *page = page_of(results);

    (void)state;
    if (page == NULL) {
        wb_monitor_results_free(results);
        skip();
    }
    assert_non_null(strstr(page, "\"trend\":null"));
    assert_non_null(strstr(page, "\"differences\":[]"));
    assert_non_null(strstr(page, "{\"with\":\"named\",\"reference\":[1,-1,1]"));
    assert_non_null(strstr(page, "{\"with\":\"named\",\"reference\":[-1,0,0]"));
    assert_null(strstr(page, "{\"with\":\"previous\",\"reference\""));
    assert_null(strstr(page, "{\"with\":\"first\",\"reference\""));
    free(page);
    wb_monitor_results_free(results);
}

/* More groups than a page makes room for at first. */
static void test_wb_monitor_explore__takes_many_groups(void **state)
{
    wb_monitor_results *results =
        results_from(DEFINITION(THREE ",\"variables\":[{\"id\":\"person\"}],"
                                      "\"breakdowns\":[\"person\"]"),
                     2);
    char *page = page_of(results);

    (void)state;
    if (page == NULL) {
        wb_monitor_results_free(results);
        skip();
    }
    assert_non_null(strstr(page, "{\"id\":\"0\""));
    assert_non_null(strstr(page, "{\"id\":\"119\""));
    assert_null(strstr(page, "{\"id\":\"120\""));
    free(page);
    wb_monitor_results_free(results);
}

/* ---- totals ---- */

#define TOTAL(id, total, group)                                                          \
    "{\"id\":\"" id "\",\"total\":" total ",\"source\":\"us\",\"group\":{" group         \
    "},\"measures\":[\"werkbaar\"]}"

/* Totals of a crossed group, in either order; of a group that nobody is in, and of one
 * that no breakdown has, there is no count. */
static void test_wb_monitor_results__totals_are_of_their_group(void **state)
{
    wb_monitor_results *results = results_from(
        DEFINITION(
            "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\",\"populations\":"
            "[" TOTAL("a", "5000", "\"sex\":\"woman\",\"stratum\":\"1\"") "," TOTAL("b", "700", "\"stratum\":\"2\",\"sex\":\"man\"") "," TOTAL(
                "c", "60",
                "\"stratum\":\"9\",\"sex\":\"man\"") "," TOTAL("d", "50",
                                                               "\"stratum\":"
                                                               "\"2\"") "," TOTAL("e",
                                                                                  "9000",
                                                                                  "\"sex"
                                                                                  "\":"
                                                                                  "\"woma"
                                                                                  "n\"") "]}]}," GROUPS),
        1);
    static const char *const groups[][3] = {
        {"a", "woman", "1"}, {"b", "man", "2"}, {"e", "woman", NULL}};
    static const double totals[] = {5000, 700, 9000};
    wb_frame *counts = part_of(results, "counts");
    wb_frame *cells = part_of(results, "cells");

    (void)state;
    assert_int_equal(wb_frame_row_count(counts), 3);
    for (int64_t i = 0; i < 3; i++) {
        const char *const where[][2] = {
            {"sex", groups[i][1]}, {"stratum", groups[i][2]}, {"variable", "werkbaar"}};
        int64_t row = row_where(cells, where, 3);
        assert_true(is_cell(counts, "population", i, groups[i][0]));
        assert_true(is_cell(counts, "sex", i, groups[i][1]));
        assert_true(is_cell(counts, "stratum", i, groups[i][2]));
        assert_close(number_at(counts, "total", i), totals[i], 0);
        assert_true(row >= 0);
        assert_close(number_at(counts, "count", i),
                     round(totals[i] * number_at(cells, "estimate", row)), 0);
    }
    wb_frame_free(cells);
    wb_frame_free(counts);
    wb_monitor_results_free(results);
}

/* Two totals of one id are of two groups, also where they share a condition. */
static void test_wb_monitor_definition_read__totals_of_other_groups_differ(void **state)
{
    wb_monitor_definition *definition = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(definition_try(
        DEFINITION("\"waves\":{\"list\":[{\"id\":\"2010\",\"populations\":"
                   "[" TOTAL("a", "5", "\"sex\":\"man\",\"stratum\":\"1\"") "," TOTAL(
                       "a", "6",
                       "\"sex\":\"man\",\"stratum\":"
                       "\"2\"") "," TOTAL("a", "7",
                                          "\"sex\":"
                                          "\"man\"") "]}]}," GROUPS),
        &definition, &err));
    wb_monitor_definition_free(definition);
}

/* ---- names ---- */

static void assert_taken(const char *json, const char *id, const char *says)
{
    wb_monitor_definition *definition = NULL;
    wb_instrument *instrument = small();
    wb_monitor *monitor = NULL;
    wb_error err = {0};

    assert_ok(definition_try(json, &definition, &err));
    assert_fails(wb_monitor_new(definition, instrument, &monitor, &err), WB_E_CONFLICT);
    assert_null(monitor);
    assert_string_equal(err.item, id);
    assert_says(err.message, says);
    wb_monitor_definition_free(definition);
    wb_instrument_free(instrument);
}

static void test_wb_monitor_new__a_name_that_is_taken_is_refused(void **state)
{
    (void)state;
    assert_taken(DEFINITION("\"variables\":[{\"id\":\"estimate\"}]"), "estimate",
                 "is the name of a column of the results");
    assert_taken(DEFINITION("\"variables\":[{\"id\":\"published_n\"}]"), "published_n",
                 "is the name of a column of the results");
    assert_taken(DEFINITION("\"topics\":[{\"id\":\"p\",\"kind\":\"share\"}]"), "p",
                 "is the name of a column of the results");
    assert_taken(DEFINITION("\"variables\":[{\"id\":\"ia\"}]"), "ia",
                 "is the name of a score of instrument 'small'");
    assert_taken(DEFINITION("\"topics\":[{\"id\":\"werkbaar\",\"kind\":\"share\"}]"),
                 "werkbaar", "is the name of a score of instrument 'small'");
}

/* ---- what an instrument names ---- */

static wb_instrument *changed(const char *const (*pieces)[2], size_t n)
{
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;
    wb_error err = {0};
    char json[8192];
    char other[8192];

    snprintf(json, sizeof json, "%s", small_instrument);
    for (size_t i = 0; i < n; i++) {
        const char *at = strstr(json, pieces[i][0]);
        assert_non_null(at);
        snprintf(other, sizeof other, "%.*s%s%s", (int)(at - json), json, pieces[i][1],
                 at + strlen(pieces[i][0]));
        memcpy(json, other, sizeof json);
    }
    assert_ok(wb_reader_from_memory(json, strlen(json), "small", &reader, NULL));
    if (wb_instrument_read(reader, &instrument, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_reader_free(reader);
    return instrument;
}

/* Two indicators of one scale have one score; a code that the item says is missing may be
 * called anything. */
static void test_wb_monitor_new__a_scale_of_two_indicators_has_one_score(void **state)
{
    static const char *const pieces[][2] = {
        {"\"scale\":\"sb\"", "\"scale\":\"sa\""},
        {"\"text\":\"none\",\"min\":0,\"max\":1}",
         "\"text\":\"none\",\"min\":0,\"max\":1,\"missing\":[9]}"}};
    wb_instrument *instrument = changed(pieces, 2);
    wb_monitor_definition *definition = NULL;
    wb_monitor *monitor = NULL;
    wb_frame *answers = people(1, 40);
    wb_error err = {0};
    int n = 0;

    (void)state;
    assert_ok(wb_frame_set_value_label(answers, column_of(answers, "a1"), 9, "?", NULL));
    assert_ok(definition_try(DEFINITION(THREE), &definition, &err));
    assert_ok(wb_monitor_new(definition, instrument, &monitor, &err));
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *cells = part_of(results, "cells");
    for (int64_t row = 0; row < wb_frame_row_count(cells); row++) {
        if (!is_cell(cells, "kind", row, "score"))
            continue;
        n++;
        assert_true(is_cell(cells, "measure", row, "ia"));
        assert_true(is_cell(cells, "variable", row, "sa"));
    }
    assert_int_equal(n, 1);
    wb_frame_free(cells);
    wb_monitor_results_free(results);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
    wb_monitor_definition_free(definition);
    wb_instrument_free(instrument);
}

/* ---- another design ---- */

static wb_status set_design(wb_spec *spec, wb_monitor *monitor, wb_error *err)
{
    wb_status st = wb_monitor_set_design(monitor, spec, err);

    wb_spec_free(spec);
    return st;
}

static wb_spec *weighted(void)
{
    wb_spec *spec = NULL;

    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "weight", NULL));
    return spec;
}

static void test_wb_monitor_set_design__what_waves_cannot_have_is_refused(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(THREE "," GROUPS));
    wb_spec *spec = weighted();
    wb_error err = {0};

    (void)state;
    assert_ok(wb_spec_set_units(spec, WB_UNITS_ORDERED, NULL));
    assert_fails(set_design(spec, monitor, &err), WB_E_UNSUPPORTED);
    assert_says(err.message, "give the units as they come");
    spec = weighted();
    assert_ok(wb_spec_add_auxiliary(spec, "age", NULL));
    assert_fails(set_design(spec, monitor, &err), WB_E_UNSUPPORTED);
    assert_says(err.message, "use margins");
    wb_monitor_free(monitor);
}

/* Weights that were calibrated to strata within each wave have the errors that a sample
 * of each wave by itself has. */
static void test_wb_monitor_set_design__margins_are_within_a_wave(void **state)
{
    static const char *const margin[] = {"stratum"};
    wb_monitor *both = monitor_of(DEFINITION(THREE "," GROUPS));
    wb_monitor *one = monitor_of(DEFINITION(THREE "," GROUPS));
    wb_frame *answers = people(2, 80), *first = people(1, 80);
    wb_spec *spec = weighted(), *same = weighted();

    (void)state;
    assert_ok(wb_spec_set_initial_weights(spec, "weight", NULL));
    assert_ok(wb_spec_set_initial_weights(same, "weight", NULL));
    assert_ok(wb_spec_add_margin(spec, margin, 1, NULL));
    assert_ok(wb_spec_add_margin(same, margin, 1, NULL));
    assert_ok(set_design(spec, both, NULL));
    assert_ok(set_design(same, one, NULL));
    add(both, NULL, answers);
    add(one, NULL, first);
    wb_monitor_results *of_both = results_of(both), *of_one = results_of(one);
    wb_frame *a = part_of(of_both, "cells"), *b = part_of(of_one, "cells");
    const char *const where[][2] = {
        {"wave", "2010"}, {"sex", "man"}, {"stratum", NULL}, {"variable", "werkbaar"}};
    int64_t at = row_where(a, where, 4), as = row_where(b, where, 4);
    assert_true(at >= 0 && as >= 0);
    assert_close(number_at(a, "estimate", at), number_at(b, "estimate", as), 1e-13);
    assert_close(number_at(a, "se", at), number_at(b, "se", as), 1e-12);
    wb_frame_free(a);
    wb_frame_free(b);
    wb_monitor_results_free(of_both);
    wb_monitor_results_free(of_one);
    wb_frame_free(answers);
    wb_frame_free(first);
    wb_monitor_free(both);
    wb_monitor_free(one);
}

/* ---- other instruments and designs ---- */

/* A monitor with an instrument that has one composite more. */
static wb_monitor *monitor_with(const char *composite, const char *json)
{
    wb_monitor_definition *definition = NULL;
    wb_instrument *instrument = NULL;
    wb_monitor *monitor = NULL;
    wb_reader *reader = NULL;
    wb_error err = {0};
    char text[8000];
    int end = (int)strlen(small_instrument) - 2;

    int n = snprintf(text, sizeof text, "%.*s,%s]}", end, small_instrument, composite);
    assert_ok(wb_reader_from_memory(text, (size_t)n, "more", &reader, NULL));
    if (wb_instrument_read(reader, &instrument, &err) != WB_OK ||
        definition_try(json, &definition, &err) != WB_OK ||
        wb_monitor_new(definition, instrument, &monitor, &err) != WB_OK)
        fail_msg("%s (%s)", err.message, err.where);
    wb_reader_free(reader);
    wb_monitor_definition_free(definition);
    wb_instrument_free(instrument);
    return monitor;
}

/* Of ten people four have a problem by `ia`, and five have none at all: nine have one of
 * the two. Which composites they have at once is not asked. */
static void test_wb_monitor_new__a_number_of_a_composite_has_no_combinations(void **state)
{
    wb_monitor *monitor =
        monitor_with("{\"id\":\"mixed\",\"label\":{\"nl\":\"gemengd\",\"en\":\"mixed\"},"
                     "\"rule\":\"count_of\",\"of\":[\"ia\",\"werkbaar\"]}",
                     DEFINITION(THREE ",\"publication\":{\"min_n\":5,\"mode\":\"hide\","
                                      "\"protect\":\"rules\"}"));
    wb_frame *answers = frame_of("year,a1,a2,b1,b2\n"
                                 "2010,1,1,0,0\n2010,1,1,0,0\n2010,1,0,1,1\n"
                                 "2010,1,0,0,1\n2010,0,0,1,1\n2010,0,0,0,1\n"
                                 "2010,0,0,0,0\n2010,0,0,0,0\n2010,0,0,0,0\n"
                                 "2010,0,0,0,0\n");
    const char *const one[][2] = {{"variable", "mixed"}, {"category", "1"}};
    const char *const none[][2] = {{"variable", "mixed"}, {"category", "none"}};

    (void)state;
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *cells = part_of(results, "cells");
    int64_t row = row_where(cells, one, 2);
    assert_true(row >= 0);
    assert_close(number_at(cells, "estimate", row), 0.9, 1e-14);
    assert_true(row_where(cells, none, 2) < 0);
    wb_frame_free(cells);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

/* An item is a stratum as any other column is. */
static void test_wb_monitor_results__strata_may_be_answers(void **state)
{
    wb_frame *answers = frame_of("year,copy,a1,a2,b1,b2\n"
                                 "2010,1,1,1,0,0\n2010,1,1,0,1,1\n2010,1,1,0,0,0\n"
                                 "2010,0,0,1,0,0\n2010,0,0,0,1,1\n2010,0,0,0,0,1\n");
    const char *const json[] = {DEFINITION(THREE ",\"design\":{\"strata\":[\"a1\"]}"),
                                DEFINITION(THREE ",\"design\":{\"strata\":[\"copy\"]}"),
                                DEFINITION(THREE)};
    const char *const where[][2] = {{"wave", "2010"}, {"variable", "ia_problem"}};
    double se[3];

    (void)state;
    for (int i = 0; i < 3; i++) {
        wb_monitor *monitor = monitor_of(json[i]);
        add(monitor, NULL, answers);
        wb_monitor_results *results = results_of(monitor);
        wb_frame *cells = part_of(results, "cells");
        int64_t row = row_where(cells, where, 2);
        assert_true(row >= 0);
        se[i] = number_at(cells, "se", row);
        wb_frame_free(cells);
        wb_monitor_results_free(results);
        wb_monitor_free(monitor);
    }
    assert_close(se[0], se[1], 1e-14);
    assert_true(se[0] < se[2] * 0.9);
    wb_frame_free(answers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_monitor_results__each_wave_is_compared_with_one_named),
        cmocka_unit_test(test_wb_monitor_results__a_wave_that_did_not_come_is_missing),
        cmocka_unit_test(test_wb_monitor_explore__has_what_is_compared_and_no_more),
        cmocka_unit_test(test_wb_monitor_explore__takes_many_groups),
        cmocka_unit_test(test_wb_monitor_results__totals_are_of_their_group),
        cmocka_unit_test(test_wb_monitor_definition_read__totals_of_other_groups_differ),
        cmocka_unit_test(test_wb_monitor_new__a_name_that_is_taken_is_refused),
        cmocka_unit_test(test_wb_monitor_new__a_scale_of_two_indicators_has_one_score),
        cmocka_unit_test(test_wb_monitor_set_design__what_waves_cannot_have_is_refused),
        cmocka_unit_test(test_wb_monitor_set_design__margins_are_within_a_wave),
        cmocka_unit_test(
            test_wb_monitor_new__a_number_of_a_composite_has_no_combinations),
        cmocka_unit_test(test_wb_monitor_results__strata_may_be_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
