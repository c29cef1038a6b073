/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitoring.h"

#define WAVES                                                                            \
    "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"},{\"id\":\"2013\"},{"     \
    "\"id\":\"2016\"}]}"
#define SHARED                                                                           \
    "\"waves\":{\"column\":\"year\",\"shared_units\":true,\"list\":[{\"id\":\"2010\"},{" \
    "\"id\":\"2013\"},{\"id\":\"2016\"}]},\"design\":{\"weights\":\"weight\","           \
    "\"clusters\":[\"person\"]}"
#define GROUPS                                                                           \
    "\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"man\",\"codes\":[1]},"     \
    "{\"id\":\"woman\",\"codes\":[2]}]}],\"breakdowns\":[\"sex\"]"
#define DESIGN "\"design\":{\"weights\":\"weight\",\"strata\":[\"stratum\"]}"
#define TOPIC                                                                            \
    "\"topics\":[{\"id\":\"bullied\",\"kind\":\"share\",\"column\":\"bully\","           \
    "\"comparable_from\":\"2016\"}]"

typedef struct fixture {
    wb_monitor *monitor;
    wb_frame *answers;
    wb_monitor_results *results;
} fixture;

static fixture open_fixture(const char *json, int n)
{
    fixture f = {monitor_of(json), people(3, n), NULL};
    add(f.monitor, NULL, f.answers);
    f.results = results_of(f.monitor);
    return f;
}

static void close_fixture(fixture *f)
{
    wb_monitor_results_free(f->results);
    wb_monitor_free(f->monitor);
    wb_frame_free(f->answers);
}

/* ---- changes ---- */

static void assert_change(const wb_frame *changes, const wb_frame *expected, int64_t i,
                          const char *with)
{
    static const char *const numbers[] = {"difference", "se", "lower",
                                          "upper",      "df", "p"};
    const char *const where[][2] = {
        {"wave", text_at(expected, "wave", i)},
        {"reference", text_at(expected, "reference", i)},
        {"sex", is_missing(expected, "sex", i) ? NULL : text_at(expected, "sex", i)},
        {"variable", text_at(expected, "variable", i)},
        {"category",
         is_missing(expected, "category", i) ? NULL : text_at(expected, "category", i)},
        {"compared_with", with}};
    int64_t row = row_where(changes, where, 6);

    assert_true(row >= 0);
    if (strcmp(text_at(changes, "status", row), "not_comparable") == 0)
        return;
    assert_string_equal(text_at(changes, "status", row), text_at(expected, "status", i));
    for (size_t k = 0; k < 6; k++)
        assert_close(number_at(changes, numbers[k], row),
                     number_at(expected, numbers[k], i), 1e-13);
}

static void test_wb_monitor_results__changes_are_those_of_independent_waves(void **state)
{
    static const char *const names[] = {"previous", "first"};
    fixture f = open_fixture(DEFINITION(WAVES "," GROUPS "," DESIGN), 200);
    wb_frame *cells = part_of(f.results, "cells");
    wb_frame *changes = part_of(f.results, "changes");

    (void)state;
    for (int32_t reference = 0; reference < 2; reference++) {
        wb_change_options options = WB_CHANGE_OPTIONS_INIT;
        wb_frame *expected = NULL;
        options.reference = reference;
        assert_ok(wb_estimates_change(cells, "wave", &options, &expected, NULL));
        for (int64_t i = 0; i < wb_frame_row_count(expected); i++)
            assert_change(changes, expected, i, names[reference]);
        wb_frame_free(expected);
    }
    wb_frame_free(cells);
    wb_frame_free(changes);
    close_fixture(&f);
}

static void test_wb_monitor_results__no_change_over_what_is_not_comparable(void **state)
{
    fixture f = open_fixture(DEFINITION(WAVES "," DESIGN "," TOPIC), 100);
    wb_frame *changes = part_of(f.results, "changes");
    int64_t n = 0;

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(changes); row++) {
        const char *variable = text_at(changes, "variable", row);
        int not_comparable =
            strcmp(text_at(changes, "status", row), "not_comparable") == 0;
        /* b2 is comparable from 2016 on, so are the scores that need it */
        assert_int_equal(not_comparable, variable[0] != 'i' || variable[1] != 'a'
                                             ? strcmp(variable, "sa") != 0
                                             : 0);
        if (not_comparable) {
            assert_true(is_missing(changes, "difference", row));
            assert_true(is_missing(changes, "p_adjusted", row));
        }
        n += not_comparable;
    }
    assert_true(n > 0);
    wb_frame_free(changes);
    close_fixture(&f);
}

/* The same by wb_tally_pairs(): one sample in which people come back. */
static wb_frame *pairs_by_hand(const wb_frame *answers)
{
    static const char *const both[] = {"year", "sex"};
    wb_instrument *instrument = small();
    wb_frame *scored = NULL, *pairs = NULL;
    wb_tally *tally = NULL;
    wb_spec *spec = NULL;

    assert_ok(wb_score(instrument, answers, NULL, NULL, &scored, NULL));
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "weight", NULL));
    assert_ok(wb_spec_add_cluster(spec, "person", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "ia_problem", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "sa", NULL));
    assert_ok(wb_spec_add_breakdown(spec, both, 2, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, scored, NULL, NULL));
    assert_ok(wb_tally_pairs(tally, "year", NULL, NULL, NULL, &pairs, NULL));
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(scored);
    wb_instrument_free(instrument);
    return pairs;
}

static void
test_wb_monitor_results__changes_of_waves_that_share_people_know_it(void **state)
{
    static const char *const numbers[] = {"difference", "se", "lower",
                                          "upper",      "df", "p"};
    fixture f = open_fixture(DEFINITION(SHARED "," GROUPS), 120);
    wb_frame *changes = part_of(f.results, "changes");
    wb_frame *pairs = pairs_by_hand(f.answers);

    (void)state;
    for (int64_t i = 0; i < wb_frame_row_count(pairs); i++) {
        char year[16], reference[16];
        snprintf(year, sizeof year, "%d", (int)whole_at(pairs, "year", i));
        snprintf(reference, sizeof reference, "%d", (int)whole_at(pairs, "reference", i));
        const char *const where[][2] = {
            {"wave", year},
            {"reference", reference},
            {"sex", whole_at(pairs, "sex", i) == 1 ? "man" : "woman"},
            {"variable", text_at(pairs, "variable", i)}};
        int64_t row = row_where(changes, where, 4);
        assert_true(row >= 0);
        for (size_t k = 0; k < 6; k++)
            assert_close(number_at(changes, numbers[k], row),
                         number_at(pairs, numbers[k], i), 1e-11);
    }
    wb_frame_free(changes);
    wb_frame_free(pairs);
    close_fixture(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_monitor_results__changes_are_those_of_independent_waves),
        cmocka_unit_test(test_wb_monitor_results__no_change_over_what_is_not_comparable),
        cmocka_unit_test(
            test_wb_monitor_results__changes_of_waves_that_share_people_know_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
