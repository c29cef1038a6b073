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

/* ---- groups ---- */

/* Of the answers, scored, with "rest": everybody but one group of sex, in a column of its
 * own. */
static wb_frame *with_rest(const wb_frame *answers, int64_t group)
{
    wb_instrument *instrument = small();
    wb_frame *scored = NULL;
    int64_t n = wb_frame_row_count(answers);
    int32_t *rest = malloc((size_t)n * sizeof *rest);
    wb_column column = WB_COLUMN_INIT;

    assert_ok(wb_score(instrument, answers, NULL, NULL, &scored, NULL));
    for (int64_t i = 0; i < n; i++)
        rest[i] = is_missing(answers, "sex", i) || whole_at(answers, "sex", i) != group;
    column.type = WB_TYPE_INT32;
    column.flags = WB_COLUMN_COPY;
    column.values = rest;
    assert_ok(wb_frame_add_column(scored, "rest", &column, NULL));
    free(rest);
    wb_instrument_free(instrument);
    return scored;
}

/* Differences as contrasts of one design whose units stay open. */
static wb_frame *contrasts_of(const wb_frame *scored, int clusters, const char *rest,
                              const char *total)
{
    static const char *const columns[] = {"year", "rest"};
    const char *const both[] = {rest, total};
    wb_tally *tally = NULL;
    wb_frame *contrasts = NULL;
    wb_spec *spec = NULL;
    wb_error err = {0};

    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "weight", NULL));
    assert_ok(wb_spec_add_stratum(spec, "year", NULL));
    if (clusters)
        assert_ok(wb_spec_add_cluster(spec, "stratum", NULL));
    else
        assert_ok(wb_spec_add_stratum(spec, "stratum", NULL));
    assert_ok(wb_spec_set_nested(spec, clusters, NULL));
    assert_ok(wb_spec_set_units(spec, WB_UNITS_OPEN, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "ia_problem", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "sb", NULL));
    assert_ok(wb_spec_add_breakdown(spec, columns, 1, NULL));
    assert_ok(wb_spec_add_breakdown(spec, columns, 2, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, scored, NULL, NULL));
    if (wb_tally_contrasts(tally, both, 2, NULL, NULL, &contrasts, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_tally_free(tally);
    wb_spec_free(spec);
    return contrasts;
}

static void assert_groups(const char *design, int clusters)
{
    static const char *const variables[] = {"ia_problem", "sb"};
    static const char *const kinds[] = {"rest", "total"};
    static const char *const ours[] = {"difference", "se", "lower", "upper", "df", "p"};
    static const char *const theirs[] = {"estimate", "se", "lower", "upper", "df", "p"};
    fixture f = open_fixture(design, 150);
    wb_frame *groups = part_of(f.results, "groups");
    wb_frame *scored = with_rest(f.answers, 1);

    for (int v = 0; v < 2; v++) {
        char rest[200], total[200];
        snprintf(rest, sizeof rest,
                 "mean(%s)[year = 2013, rest = 0] - mean(%s)[year = 2013, rest = 1]",
                 variables[v], variables[v]);
        snprintf(total, sizeof total,
                 "mean(%s)[year = 2013, rest = 0] - mean(%s)[year = 2013]", variables[v],
                 variables[v]);
        wb_frame *expected = contrasts_of(scored, clusters, rest, total);
        for (int k = 0; k < 2; k++) {
            const char *const where[][2] = {{"wave", "2013"},
                                            {"sex", "man"},
                                            {"variable", variables[v]},
                                            {"against", kinds[k]}};
            int64_t row = row_where(groups, where, 4);
            assert_true(row >= 0);
            for (size_t i = 0; i < 6; i++)
                assert_close(number_at(groups, ours[i], row),
                             number_at(expected, theirs[i], k), 1e-10);
        }
        wb_frame_free(expected);
    }
    wb_frame_free(scored);
    wb_frame_free(groups);
    close_fixture(&f);
}

static void
test_wb_monitor_results__a_group_and_what_it_is_part_of_vary_together(void **state)
{
    (void)state;
    assert_groups(DEFINITION(WAVES "," GROUPS "," DESIGN), 0);
    assert_groups(DEFINITION(WAVES "," GROUPS
                                   ",\"design\":{\"weights\":\"weight\",\"clusters\":["
                                   "\"stratum\"]}"),
                  1);
}

static void test_wb_monitor_results__a_nested_group_is_held_against_its_own(void **state)
{
    fixture f = open_fixture(
        DEFINITION(WAVES ",\"variables\":[{\"id\":\"sex\"},{\"id\":\"stratum\"}],"
                         "\"breakdowns\":[\"sex>stratum\"]"),
        150);
    wb_frame *groups = part_of(f.results, "groups"), *cells = part_of(f.results, "cells");
    const char *const inner[][2] = {
        {"wave", "2010"}, {"sex", "2"}, {"stratum", "1"}, {"variable", "ia_problem"}};
    const char *const outer[][2] = {
        {"wave", "2010"}, {"sex", "2"}, {"stratum", NULL}, {"variable", "ia_problem"}};
    const char *const total[][2] = {{"wave", "2010"},
                                    {"sex", "2"},
                                    {"stratum", "1"},
                                    {"variable", "ia_problem"},
                                    {"against", "total"}};

    (void)state;
    assert_close(number_at(groups, "difference", row_where(groups, total, 5)),
                 number_at(cells, "estimate", row_where(cells, inner, 4)) -
                     number_at(cells, "estimate", row_where(cells, outer, 4)),
                 1e-14);
    wb_frame_free(groups);
    wb_frame_free(cells);
    close_fixture(&f);
}

static void test_wb_monitor_results__one_group_of_all_has_no_rest(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES "," GROUPS));
    wb_frame *answers = frame_of(
        "year,sex,a1,a2,b1,b2\n2010,1,0,1,0,0\n2010,1,1,1,0,0\n2010,1,0,0,1,1\n");

    (void)state;
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *groups = part_of(results, "groups");
    for (int64_t row = 0; row < wb_frame_row_count(groups); row++) {
        assert_string_equal(text_at(groups, "status", row), "missing");
        assert_true(is_missing(groups, "difference", row));
    }
    wb_frame_free(groups);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

/* ---- trend ---- */

/* By hand: slope and variance of independent waves, weights (x - 2013)/18. */
static void test_wb_monitor_results__a_trend_is_the_slope_over_the_waves(void **state)
{
    fixture f = open_fixture(DEFINITION(WAVES "," GROUPS "," DESIGN), 150);
    wb_frame *trend = part_of(f.results, "trend"), *cells = part_of(f.results, "cells");
    const char *const one[][2] = {{"sex", "man"}, {"variable", "ia_acute"}};
    int64_t row = row_where(trend, one, 2);
    double slope = 0, variance = 0, df = 0;

    (void)state;
    for (int w = 0; w < 3; w++) {
        static const char *const waves[] = {"2010", "2013", "2016"};
        const char *const where[][2] = {
            {"wave", waves[w]}, {"sex", "man"}, {"variable", "ia_acute"}};
        int64_t cell = row_where(cells, where, 3);
        double c = (w - 1) * 3 / 18.0, se = number_at(cells, "se", cell);
        slope += c * number_at(cells, "estimate", cell);
        variance += c * c * se * se;
        df += number_at(cells, "df", cell);
    }
    assert_close(number_at(trend, "slope", row), slope, 1e-13);
    assert_close(number_at(trend, "se", row), sqrt(variance), 1e-13);
    assert_close(number_at(trend, "df", row), df, 1e-13);
    assert_int_equal(whole_at(trend, "waves", row), 3);
    wb_frame_free(trend);
    wb_frame_free(cells);
    close_fixture(&f);
}

static void
test_wb_monitor_results__a_trend_of_shared_people_is_that_of_infer(void **state)
{
    fixture f = open_fixture(DEFINITION(SHARED "," GROUPS), 120);
    static const char *const both[] = {"year", "sex"};
    wb_frame *trend = part_of(f.results, "trend"), *expected = NULL;
    wb_frame *scored = with_rest(f.answers, 1);
    wb_tally *tally = NULL;
    wb_spec *spec = NULL;

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "weight", NULL));
    assert_ok(wb_spec_add_cluster(spec, "person", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "sa", NULL));
    assert_ok(wb_spec_add_breakdown(spec, both, 2, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, scored, NULL, NULL));
    assert_ok(wb_tally_trend(tally, "year", NULL, NULL, NULL, &expected, NULL));
    for (int64_t i = 0; i < 2; i++) {
        const char *const where[][2] = {{"sex", i == 0 ? "man" : "woman"},
                                        {"variable", "sa"}};
        int64_t row = row_where(trend, where, 2);
        assert_close(number_at(trend, "slope", row), number_at(expected, "estimate", i),
                     1e-11);
        assert_close(number_at(trend, "se", row), number_at(expected, "se", i), 1e-11);
        assert_close(number_at(trend, "df", row), number_at(expected, "df2", i), 1e-11);
        assert_close(number_at(trend, "p", row), number_at(expected, "p", i), 1e-10);
    }
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(scored);
    wb_frame_free(expected);
    wb_frame_free(trend);
    close_fixture(&f);
}

/* ---- waves without a list ---- */

/* A monitor to which three waves of `n` people come by these names, the last one first.
 */
static fixture open_named(const char *json, const char *const names[3], int n)
{
    static const char *const columns[] = {"weight", "stratum", "sex", "person", "bully",
                                          "a1",     "a2",      "b1",  "b2"};
    fixture f = {monitor_of(json), people(3, n), NULL};

    for (int w = 2; w >= 0; w--) {
        wb_frame *rows = NULL, *wave = NULL;
        assert_ok(wb_frame_slice(f.answers, w * n, n, &rows, NULL));
        assert_ok(wb_frame_select(rows, columns, sizeof columns / sizeof *columns, &wave,
                                  NULL));
        add(f.monitor, names[w], wave);
        wb_frame_free(wave);
        wb_frame_free(rows);
    }
    f.results = results_of(f.monitor);
    return f;
}

#define LIST "\"list\":[{\"id\":\"8\"},{\"id\":\"9\"},{\"id\":\"10\"}]"
#define COMING_BACK                                                                      \
    "\"shared_units\":true},\"design\":{\"weights\":\"weight\",\"clusters\":["           \
    "\"person\"]}"
#define PROTECTED "\"publication\":{\"min_n\":30,\"mode\":\"hide\",\"protect\":\"rules\"}"

/* As if they had been declared in the order of these numbers: "10" is not before "8". */
static void
test_wb_monitor_results__waves_that_are_numbers_are_in_their_order(void **state)
{
    static const char *const names[] = {"8", "9", "10"};
    static const char *const parts[] = {"cells",  "changes",  "groups",  "trend",
                                        "labels", "response", "released"};
    static const char *const pairs[][2] = {
        {DEFINITION("\"waves\":{" LIST "}," GROUPS "," DESIGN "," PROTECTED),
         DEFINITION(GROUPS "," DESIGN "," PROTECTED)},
        {DEFINITION("\"waves\":{" LIST "," COMING_BACK "," GROUPS),
         DEFINITION("\"waves\":{" COMING_BACK "," GROUPS)}};

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        fixture declared = open_named(pairs[i][0], names, 120);
        fixture found = open_named(pairs[i][1], names, 120);
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
            wb_frame *expected = part_of(declared.results, parts[k]);
            wb_frame *frame = part_of(found.results, parts[k]);
            assert_same_frames(expected, frame);
            wb_frame_free(expected);
            wb_frame_free(frame);
        }
        close_fixture(&declared);
        close_fixture(&found);
    }
}

/* One name that is no number: their places are their times, of all of them. */
static void test_wb_monitor_results__waves_with_other_names_have_places(void **state)
{
    static const char *const names[] = {"2016", "2019b", "2022"};
    fixture f = open_named(DEFINITION(DESIGN), names, 120);
    wb_frame *trend = part_of(f.results, "trend"), *cells = part_of(f.results, "cells");
    wb_frame *changes = part_of(f.results, "changes");
    const char *const of[][2] = {{"variable", "ia_acute"}};
    double estimates[3];

    (void)state;
    for (int w = 0; w < 3; w++) {
        const char *const where[][2] = {{"wave", names[w]}, {"variable", "ia_acute"}};
        const char *const change[][2] = {{"wave", names[w]},
                                         {"reference", names[w > 0 ? w - 1 : 0]},
                                         {"compared_with", "previous"}};
        estimates[w] = number_at(cells, "estimate", row_where(cells, where, 2));
        assert_int_equal(row_where(changes, change, 3) >= 0, w > 0);
    }
    assert_close(number_at(trend, "slope", row_where(trend, of, 1)),
                 (estimates[2] - estimates[0]) / 2, 1e-13);
    wb_frame_free(changes);
    wb_frame_free(cells);
    wb_frame_free(trend);
    close_fixture(&f);
}

/* ---- many at once ---- */

/* Benjamini & Hochberg of two: max(p, ...) by hand. */
static void
test_wb_monitor_results__p_is_adjusted_over_the_groups_of_a_breakdown(void **state)
{
    fixture f = open_fixture(
        DEFINITION(WAVES "," GROUPS "," DESIGN ",\"comparisons\":{\"adjust\":\"bh\"}"),
        150);
    wb_frame *changes = part_of(f.results, "changes");
    const char *const of_men[][2] = {{"wave", "2013"},
                                     {"sex", "man"},
                                     {"variable", "ia_problem"},
                                     {"compared_with", "previous"}};
    const char *const of_women[][2] = {{"wave", "2013"},
                                       {"sex", "woman"},
                                       {"variable", "ia_problem"},
                                       {"compared_with", "previous"}};
    int64_t man = row_where(changes, of_men, 4);
    int64_t woman = row_where(changes, of_women, 4);
    double p = number_at(changes, "p", man), q = number_at(changes, "p", woman);

    (void)state;
    assert_close(number_at(changes, "p_adjusted", man), p < q ? fmin(2 * p, q) : p,
                 1e-14);
    assert_close(number_at(changes, "p_adjusted", woman), q < p ? fmin(2 * q, p) : q,
                 1e-14);
    wb_frame_free(changes);
    close_fixture(&f);
}

/* ---- targets and head counts ---- */

#define TARGET                                                                           \
    "\"targets\":[{\"measure\":\"werkbaar\",\"value\":0.6,\"date\":\"2020-12-31\","      \
    "\"direction\":\"at_least\",\"towards\":true,\"source\":\"pact\"}]"

/* t and pt() by R of the estimate, its se and df. */
static void test_wb_monitor_results__a_target_is_tested_on_one_side(void **state)
{
    fixture f = open_fixture(DEFINITION(WAVES "," GROUPS "," TARGET), 150);
    wb_frame *targets = part_of(f.results, "targets"),
             *cells = part_of(f.results, "cells");
    const char *const where[][2] = {
        {"wave", "2016"}, {"sex", NULL}, {"variable", "werkbaar"}};
    int64_t row = row_where(targets, where, 3), cell = row_where(cells, where, 3);
    double t = (number_at(cells, "estimate", cell) - 0.6) / number_at(cells, "se", cell);

    (void)state;
    assert_close(number_at(targets, "difference", row),
                 number_at(cells, "estimate", cell) - 0.6, 1e-14);
    assert_string_equal(text_at(targets, "goal", row), "towards");
    assert_true((t > 0) == (number_at(targets, "p", row) < 0.5));
    assert_close(number_at(targets, "upper", row) - number_at(targets, "lower", row),
                 2 * 1.976013177679094 * number_at(cells, "se", cell),
                 1e-12); /* qt(.975, 149) */
    wb_frame_free(targets);
    wb_frame_free(cells);
    close_fixture(&f);
}

static void
test_wb_monitor_results__head_counts_are_shares_of_a_stated_total(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(
        "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\",\"populations\":[{"
        "\"id\":"
        "\"rsz\",\"total\":2280000,\"source\":\"register\"},{\"id\":\"rsz\",\"total\":"
        "1000000,\"source\":\"register\",\"group\":{\"sex\":\"man\"}},{\"id\":\"other\","
        "\"total\":2360000,\"source\":\"page\",\"measures\":[\"ia\"]}]}]},\"head_"
        "counts\":{"
        "\"round_to\":1000}," GROUPS));
    wb_frame *answers = people(1, 150);

    (void)state;
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *counts = part_of(results, "counts"), *cells = part_of(results, "cells");
    const char *const all[][2] = {
        {"sex", NULL}, {"variable", "ia_problem"}, {"population", "rsz"}};
    const char *const men[][2] = {
        {"sex", "man"}, {"variable", "ia_problem"}, {"population", "rsz"}};
    const char *const other[][2] = {{"variable", "werkbaar"}, {"population", "other"}};
    const char *const cell[][2] = {{"sex", "man"}, {"variable", "ia_problem"}};
    double share = number_at(cells, "estimate", row_where(cells, cell, 2));
    assert_close(number_at(counts, "count", row_where(counts, men, 3)),
                 1000 * round(share * 1000), 1e-14);
    assert_true(row_where(counts, all, 3) >= 0);
    assert_int_equal(row_where(counts, other, 2), -1);
    wb_frame_free(counts);
    wb_frame_free(cells);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

/* ---- what may be shown ---- */

#define HIDE "\"publication\":{\"min_n\":55,\"max_width\":0.9,\"mode\":\"hide\"}"

static void assert_hidden_has_no_number(const wb_frame *frame)
{
    int64_t hidden = 0;

    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        if (strcmp(text_at(frame, "status", row), "hidden") != 0)
            continue;
        hidden++;
        for (size_t c = 0; c < wb_frame_column_count(frame); c++) {
            const char *name = wb_frame_column_name(frame, c);
            int32_t type = wb_frame_column_type(frame, c);
            if (type == WB_TYPE_FLOAT64 ||
                (type == WB_TYPE_INT64 && strcmp(name, "waves") != 0))
                assert_true(is_missing(frame, name, row));
        }
    }
    assert_true(hidden > 0);
}

/* About 40 of 100 are men, about 55 women: the men are hidden, and their comparisons. */
static void test_wb_monitor_results__what_is_hidden_has_no_number_anywhere(void **state)
{
    static const char *const parts[] = {"cells", "changes", "groups", "trend"};
    fixture f = open_fixture(DEFINITION(WAVES "," GROUPS "," DESIGN "," HIDE), 100);

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        wb_frame *frame = part_of(f.results, parts[i]);
        assert_hidden_has_no_number(frame);
        wb_frame_free(frame);
    }
    close_fixture(&f);
}

static void test_wb_monitor_results__flags_leave_the_numbers(void **state)
{
    fixture f = open_fixture(
        DEFINITION(WAVES "," GROUPS ",\"publication\":{\"min_n\":55,\"mode\":\"flag\"}"),
        100);
    wb_frame *cells = part_of(f.results, "cells");
    const char *const where[][2] = {{"sex", "man"}, {"variable", "ia_problem"}};
    int64_t row = row_where(cells, where, 2);

    (void)state;
    assert_string_equal(text_at(cells, "flag", row), "too_few");
    assert_false(is_missing(cells, "estimate", row));
    wb_frame_free(cells);
    close_fixture(&f);
}

static void test_wb_monitor_results__response_counts_rows(void **state)
{
    fixture f = open_fixture(
        DEFINITION(
            "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\",\"sent\":{"
            "\"value\":200,\"source\":\"us\"}},{\"id\":\"2013\"},{\"id\":\"2016\"}]}"),
        50);
    wb_frame *response = part_of(f.results, "response");

    (void)state;
    assert_int_equal(whole_at(response, "rows", 0), 50);
    assert_close(number_at(response, "rows_per_sent", 0), 0.25, 1e-15);
    assert_true(is_missing(response, "rows_per_sent", 1));
    wb_frame_free(response);
    close_fixture(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_monitor_results__changes_are_those_of_independent_waves),
        cmocka_unit_test(test_wb_monitor_results__no_change_over_what_is_not_comparable),
        cmocka_unit_test(
            test_wb_monitor_results__changes_of_waves_that_share_people_know_it),
        cmocka_unit_test(
            test_wb_monitor_results__a_group_and_what_it_is_part_of_vary_together),
        cmocka_unit_test(test_wb_monitor_results__a_nested_group_is_held_against_its_own),
        cmocka_unit_test(test_wb_monitor_results__one_group_of_all_has_no_rest),
        cmocka_unit_test(test_wb_monitor_results__a_trend_is_the_slope_over_the_waves),
        cmocka_unit_test(
            test_wb_monitor_results__waves_that_are_numbers_are_in_their_order),
        cmocka_unit_test(test_wb_monitor_results__waves_with_other_names_have_places),
        cmocka_unit_test(
            test_wb_monitor_results__a_trend_of_shared_people_is_that_of_infer),
        cmocka_unit_test(
            test_wb_monitor_results__p_is_adjusted_over_the_groups_of_a_breakdown),
        cmocka_unit_test(test_wb_monitor_results__a_target_is_tested_on_one_side),
        cmocka_unit_test(
            test_wb_monitor_results__head_counts_are_shares_of_a_stated_total),
        cmocka_unit_test(test_wb_monitor_results__what_is_hidden_has_no_number_anywhere),
        cmocka_unit_test(test_wb_monitor_results__flags_leave_the_numbers),
        cmocka_unit_test(test_wb_monitor_results__response_counts_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
