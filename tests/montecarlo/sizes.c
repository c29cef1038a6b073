/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tests where nothing is the matter: how often they reject all the same. */
#include "trials.h"

#include <math.h>
#include <stdio.h>

/* The p of a row. */
static void count_p(trials *t, const char *name, const wb_frame *out, int64_t row)
{
    count_test(t, name, number_of(out, "p", row));
}

/* ---- tables ---- */

static const char *const test_names[] = {
    "Rao-Scott F",   "Rao-Scott χ², first order", "Wald",
    "adjusted Wald", "linear combination",        "saddlepoint",
    "Satterthwaite"};
enum { TABLE_TESTS = 7 };

/* The category of three of the rows of a cluster are alike, and so is which of two groups
 * they are in; the two have nothing to do with each other. */
static void draw_table(trials *t, sample *rows, int32_t clusters)
{
    int64_t i = 0;

    for (int32_t k = 0; k < clusters; k++) {
        double of_category = draw_normal(&t->random);
        double of_group = draw_normal(&t->random);
        for (int32_t j = 0; j < 15; j++, i++) {
            double u = draw_alike(&t->random, of_category, 0.2);
            rows->part[i] = u < 0.5 ? 1 : u < 0.8 ? 2 : 3;
            rows->wave[i] = draw_alike(&t->random, of_group, 0.5) < 0.5;
            rows->unit[i] = k;
        }
    }
    rows->n = i;
}

static wb_tally *table_of(const wb_frame *frame, const char *unit, const char *by)
{
    wb_error err = {0};
    wb_spec *spec = design_of(NULL, NULL, unit);

    expect(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "part", &err), &err,
           "table");
    if (by != NULL)
        ask_by(spec, by);
    return tally_of(spec, frame);
}

static wb_frame *independence_of(const wb_frame *frame, const char *unit)
{
    wb_error err = {0};
    wb_test_options options = WB_TEST_OPTIONS_INIT;
    wb_tally *tally = table_of(frame, unit, "wave");
    wb_frame *out = NULL;

    options.all_tests = 1;
    expect(wb_tally_independence(tally, &options, NULL, NULL, &out, &err), &err,
           "independence");
    wb_tally_free(tally);
    return out;
}

static void independence(trials *t)
{
    static sample rows;
    char name[TRIALS_NAME];

    for (int32_t clusters = 15; clusters <= 60; clusters += 45) {
        draw_table(t, &rows, clusters);
        wb_frame *frame = frame_of_sample(&rows);
        wb_frame *out = independence_of(frame, "unit");
        for (int64_t test = 0; test < TABLE_TESTS; test++) {
            snprintf(name, sizeof name, "%s, %d clusters", test_names[test],
                     (int)clusters);
            count_p(t, name, out, test);
        }
        wb_frame_free(out);
        out = independence_of(frame, NULL);
        snprintf(name, sizeof name, "%s, %d clusters left out", test_names[0],
                 (int)clusters);
        count_p(t, name, out, 0);
        wb_frame_free(out);
        wb_frame_free(frame);
    }
}

static wb_frame *shares_of_three(void)
{
    static const int32_t codes[] = {0, 1, 2};
    static const char *const categories[] = {"1", "2", "3"};
    static const double shares[] = {0.5, 0.3, 0.2};
    wb_error err = {0};
    wb_frame *frame = NULL;

    expect(wb_frame_new(3, &frame, &err), &err, "shares");
    borrow_categories(frame, "category", codes, categories, 3);
    borrow_doubles(frame, "weight", shares);
    return frame;
}

static void goodness_of_fit(trials *t)
{
    static sample rows;
    wb_error err = {0};
    wb_test_options options = WB_TEST_OPTIONS_INIT;
    wb_frame *expected = shares_of_three(), *out = NULL;

    draw_table(t, &rows, 30);
    options.all_tests = 1;
    wb_frame *frame = frame_of_sample(&rows);
    wb_tally *tally = table_of(frame, "unit", NULL);
    expect(wb_tally_fit(tally, "part", expected, &options, NULL, NULL, &out, &err), &err,
           "goodness of fit");
    for (int64_t test = 0; test < TABLE_TESTS; test++)
        count_p(t, test_names[test], out, test);
    wb_frame_free(out);
    wb_frame_free(expected);
    wb_tally_free(tally);
    wb_frame_free(frame);
}

/* ---- groups, waves, models ---- */

/* A claim that any of the pairs differs. */
static bool any_pair(const wb_tally *tally, int32_t adjust)
{
    wb_error err = {0};
    wb_pairs_options options = WB_PAIRS_OPTIONS_INIT;
    wb_frame *out = NULL;
    bool any = false;

    options.adjust = adjust;
    expect(wb_tally_pairs(tally, "part", &options, NULL, NULL, &out, &err), &err,
           "pairs");
    for (int64_t row = 0; row < wb_frame_row_count(out); row++)
        any = any || number_of(out, "p_adjusted", row) <= 0.05;
    wb_frame_free(out);
    return any;
}

static void count_any(trials *t, const char *people, const wb_tally *tally)
{
    static const struct {
        int32_t adjust;
        const char *name;
    } kinds[] = {{WB_ADJUST_NONE, "not adjusted"},
                 {WB_ADJUST_HOLM, "Holm"},
                 {WB_ADJUST_BH, "Benjamini & Hochberg"}};
    char name[TRIALS_NAME];

    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s: any of ten pairs, %s", people, kinds[i].name);
        count_test(t, name, any_pair(tally, kinds[i].adjust) ? 0 : 1);
    }
}

/* Five groups of about 50 people, and of 200, of which a score of the same skew is asked.
 */
static void groups(trials *t)
{
    static sample rows;
    wb_error err = {0};
    char name[TRIALS_NAME];

    for (int large = 0; large < 2; large++) {
        const char *people = large ? "1,000 people" : "250 people";
        wb_frame *out = NULL;
        rows.n = large ? 1000 : 250;
        for (int64_t i = 0; i < rows.n; i++) {
            rows.part[i] = draw_below(&t->random, 5);
            rows.y[i] = -log(draw_uniform(&t->random));
        }
        wb_frame *frame = frame_of_sample(&rows);
        wb_spec *spec = design_of(NULL, NULL, NULL);
        ask_mean(spec, "y");
        ask_by(spec, "part");
        wb_tally *tally = tally_of(spec, frame);
        expect(wb_tally_equal(tally, "part", NULL, NULL, &out, &err), &err, "equal");
        snprintf(name, sizeof name, "%s: equal means, adjusted Wald", people);
        count_p(t, name, out, 0);
        count_any(t, people, tally);
        wb_frame_free(out);
        wb_tally_free(tally);
        wb_frame_free(frame);
    }
}

/* Ranks of groups in clusters: Wilcoxon's of two, Kruskal and Wallis's of three. */
static void ranks(trials *t)
{
    static sample rows;
    wb_error err = {0};

    draw_table(t, &rows, 40);
    for (int64_t i = 0; i < rows.n; i++) {
        double u = draw_uniform(&t->random);
        rows.y[i] = floor(5 * u * u) + rows.unit[i] % 3;
        rows.part[i] = draw_below(&t->random, 3);
    }
    wb_frame *frame = frame_of_sample(&rows);
    static const char *const columns[] = {"wave", "part"};
    static const char *const names[] = {"Wilcoxon", "Kruskal-Wallis"};
    for (int i = 0; i < 2; i++) {
        wb_tally *second = NULL;
        wb_frame *out = NULL;
        wb_spec *spec = design_of(NULL, NULL, "unit");
        expect(wb_spec_add_rank(spec, "y", WB_RANK_WILCOXON, &err), &err, "ranks");
        ask_by(spec, columns[i]);
        wb_tally *first = tally_of(spec, frame);
        expect(wb_tally_second_pass(first, &second, &err), &err, "ranks");
        expect(wb_tally_update(second, frame, NULL, &err), &err, "ranks");
        expect(wb_tally_equal(second, columns[i], NULL, NULL, &out, &err), &err, "ranks");
        count_p(t, names[i], out, 0);
        wb_frame_free(out);
        wb_tally_free(second);
        wb_tally_free(first);
    }
    wb_frame_free(frame);
}

/* Of 200 people asked twice 30 % are a hit either time, most of them both times: what
 * McNemar's test is about. */
static void asked_twice(trials *t)
{
    static sample rows;
    wb_error err = {0};
    wb_frame *out = NULL;

    rows.n = 400;
    for (int64_t i = 0; i < rows.n; i += 2) {
        double person = draw_normal(&t->random);
        for (int64_t wave = 0; wave < 2; wave++) {
            rows.unit[i + wave] = (int32_t)i;
            rows.wave[i + wave] = (int32_t)wave;
            rows.hit[i + wave] = draw_alike(&t->random, person, 0.6) < 0.3;
        }
    }
    wb_frame *frame = frame_of_sample(&rows);
    wb_spec *spec = design_of(NULL, NULL, "unit");
    ask_mean(spec, "hit");
    ask_by(spec, "wave");
    wb_tally *tally = tally_of(spec, frame);
    expect(wb_tally_pairs(tally, "wave", NULL, NULL, NULL, &out, &err), &err, "twice");
    count_p(t, "change of a share of people asked twice", out, 0);
    wb_frame_free(out);
    wb_tally_free(tally);
    wb_frame_free(frame);
}

/* Six waves of 120 people, drawn apart, in which nothing changes. */
static void no_trend(trials *t)
{
    static sample rows;
    wb_error err = {0};
    wb_trend_options options = WB_TREND_OPTIONS_INIT;
    wb_frame *out = NULL;

    rows.n = 720;
    for (int64_t i = 0; i < rows.n; i++) {
        rows.wave[i] = (int32_t)(i % 6);
        rows.hit[i] = draw_event(&t->random, 0.2);
    }
    wb_frame *frame = frame_of_sample(&rows);
    wb_spec *spec = design_of(NULL, "wave", NULL);
    ask_mean(spec, "hit");
    ask_by(spec, "wave");
    wb_tally *tally = tally_of(spec, frame);
    options.degree = 2;
    expect(wb_tally_trend(tally, "wave", &options, NULL, NULL, &out, &err), &err,
           "trend");
    count_p(t, "linear trend", out, 0);
    count_p(t, "quadratic trend", out, 1);
    count_p(t, "both", out, 2);
    wb_frame_free(out);
    wb_tally_free(tally);
    wb_frame_free(frame);
}

static wb_frame *tests_of_terms(const wb_frame *frame)
{
    wb_error err = {0};
    wb_model *model = NULL;
    wb_spec *spec = design_of(NULL, NULL, "unit");
    wb_source *source = NULL;
    wb_fit *fit = NULL;
    wb_frame *out = NULL;

    expect(wb_model_new(WB_FAMILY_LOGIT, "hit", &model, &err), &err, "terms");
    expect(wb_model_add_term(model, "part", WB_TERM_CATEGORICAL, NULL, &err), &err,
           "terms");
    expect(wb_model_add_term(model, "x", WB_TERM_NUMERIC, NULL, &err), &err, "terms");
    expect(wb_model_set_design(model, spec, &err), &err, "terms");
    expect(wb_source_from_frame(frame, 0, &source, &err), &err, "terms");
    expect(wb_model_fit_source(model, source, NULL, NULL, NULL, &fit, &err), &err,
           "terms");
    expect(wb_fit_table(fit, WB_FIT_TERMS, &out, &err), &err, "terms");
    wb_fit_free(fit);
    wb_source_free(source);
    wb_model_free(model);
    wb_spec_free(spec);
    return out;
}

/* A factor of four levels that has nothing to do with the outcome, and a number that has,
 * in 40 clusters of 15. */
static void terms(trials *t)
{
    static sample rows;
    int64_t i = 0;

    for (int32_t k = 0; k < 40; k++) {
        double of_outcome = draw_normal(&t->random), of_level = draw_normal(&t->random);
        for (int32_t j = 0; j < 15; j++, i++) {
            double x = draw_normal(&t->random), odds = exp(-0.5 + 0.5 * x);
            rows.x[i] = x;
            rows.hit[i] = draw_alike(&t->random, of_outcome, 0.1) < odds / (1 + odds);
            rows.part[i] = (int32_t)(4 * draw_alike(&t->random, of_level, 0.2));
            rows.unit[i] = k;
        }
    }
    rows.n = i;
    wb_frame *frame = frame_of_sample(&rows);
    wb_frame *out = tests_of_terms(frame);
    count_p(t, "factor in a logit model, Wald F", out, 0);
    wb_frame_free(out);
    wb_frame_free(frame);
}

const setting settings_of_tests[] = {{"independence", independence},
                                     {"fit", goodness_of_fit},
                                     {"groups", groups},
                                     {"ranks", ranks},
                                     {"twice", asked_twice},
                                     {"no-trend", no_trend},
                                     {"terms", terms},
                                     {NULL, NULL}};
