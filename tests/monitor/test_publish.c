/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What may be shown, and what can be subtracted to get at the rest. */
#include "monitoring.h"

#define WAVES                                                                            \
    "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"},{\"id\":\"2013\"},{"     \
    "\"id\":\"2016\"}]}"
#define GROUPS                                                                           \
    "\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"man\",\"codes\":[1]},"     \
    "{\"id\":\"woman\",\"codes\":[2]}]},{\"id\":\"age\",\"bands\":[{\"id\":\"-26\","     \
    "\"below\":27},{\"id\":\"27-50\",\"from\":27,\"below\":51},{\"id\":\"51+\","         \
    "\"from\":51}]}]"
#define BREAKDOWNS "\"breakdowns\":[\"sex\",\"age\",\"sex*age\"]"
#define DESIGN     "\"design\":{\"weights\":\"weight\",\"strata\":[\"stratum\"]}"
#define RULES(mode, protect)                                                             \
    "\"publication\":{\"min_n\":30,\"mode\":\"" mode "\",\"protect\":\"" protect "\"}"
#define MONITOR(rules) DEFINITION(WAVES "," GROUPS "," BREAKDOWNS "," DESIGN "," rules)

/* 200 a wave, 80 of them men: 14 or so of these are under 27. */
static wb_frame *part_from(const char *definition, const char *part)
{
    wb_monitor *monitor = monitor_of(definition);
    wb_frame *answers = people(3, 200);

    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *frame = part_of(results, part);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
    return frame;
}

static int is_hidden(const wb_frame *cells, const char *wave, const char *variable,
                     const char *sex, const char *age)
{
    const char *const where[][2] = {
        {"wave", wave}, {"variable", variable}, {"sex", sex}, {"age", age}};
    int64_t row = row_where(cells, where, 4);

    assert_true(row >= 0);
    assert_int_equal(is_missing(cells, "estimate", row),
                     strcmp(text_at(cells, "status", row), "hidden") == 0);
    return is_missing(cells, "n", row);
}

/* 0: shown; 1: hidden; 2: by a rule, which `alone` tells, a monitor that protects
 * nothing. */
static int hidden_how(const wb_frame *cells, const wb_frame *alone, const char *wave,
                      const char *variable, const char *sex, const char *age)
{
    return is_hidden(cells, wave, variable, sex, age) +
           is_hidden(alone, wave, variable, sex, age);
}

/* One part of a shown total that is hidden is what the others leave of it; `least`: how
 * it is hidden for that to matter. */
static int exposed(const int *parts, int n, int total, int least)
{
    int hidden = 0;
    int most = 0;

    for (int i = 0; i < n; i++) {
        hidden += parts[i] > 0;
        most = parts[i] > most ? parts[i] : most;
    }
    return total == 0 && hidden == 1 && most >= least;
}

static const char *const sexes[] = {"man", "woman"};
static const char *const ages[] = {"-26", "27-50", "51+"};

/* Sums of one wave and measure that give a hidden cell away, and how many are hidden. */
static int exposed_sums(const wb_frame *cells, const wb_frame *alone, const char *wave,
                        const char *variable, int least, int *n_hidden)
{
    int of_sex[2], of_age[3], of_both[2][3], n = 0;
    int all = hidden_how(cells, alone, wave, variable, NULL, NULL);

    for (int a = 0; a < 3; a++)
        of_age[a] = hidden_how(cells, alone, wave, variable, NULL, ages[a]);
    for (int s = 0; s < 2; s++) {
        of_sex[s] = hidden_how(cells, alone, wave, variable, sexes[s], NULL);
        for (int a = 0; a < 3; a++) {
            of_both[s][a] = hidden_how(cells, alone, wave, variable, sexes[s], ages[a]);
            *n_hidden += of_both[s][a] > 0;
        }
        n += exposed(of_both[s], 3, of_sex[s], least);
    }
    for (int a = 0; a < 3; a++)
        n += exposed((const int[]){of_both[0][a], of_both[1][a]}, 2, of_age[a], least);
    return n + exposed(of_sex, 2, all, least) + exposed(of_age, 3, all, least);
}

static int all_exposed(const char *definition, int least, int *n_hidden)
{
    static const char *const waves[] = {"2010", "2013", "2016"};
    static const char *const variables[] = {"werkbaar", "ia_problem", "ia_acute",
                                            "ib_problem", "sa"};
    wb_frame *cells = part_from(definition, "cells");
    wb_frame *alone = part_from(MONITOR(RULES("hide", "none")), "cells");
    int n = 0;

    *n_hidden = 0;
    for (size_t w = 0; w < 3; w++) {
        for (size_t v = 0; v < 5; v++)
            n += exposed_sums(cells, alone, waves[w], variables[v], least, n_hidden);
    }
    wb_frame_free(cells);
    wb_frame_free(alone);
    return n;
}

static void
test_wb_monitor_results__a_rule_alone_leaves_what_can_be_subtracted(void **state)
{
    int hidden;

    (void)state;
    assert_true(all_exposed(MONITOR(RULES("hide", "none")), 1, &hidden) > 0);
    assert_true(hidden > 0);
}

/* With "rules" what is hidden for the sake of others may be known. */
static void test_wb_monitor_results__nothing_protected_can_be_subtracted(void **state)
{
    int hidden, more;

    (void)state;
    assert_int_equal(all_exposed(MONITOR(RULES("hide", "rules")), 2, &hidden), 0);
    assert_int_equal(all_exposed(MONITOR(RULES("hide", "all")), 1, &more), 0);
    assert_true(hidden > 0 && hidden < 3 * 5 * 6 && more > 0);
}

/* Who reads "protects" beside "too few" knows which of two is the small one. */
static void test_wb_monitor_results__who_is_few_is_not_told(void **state)
{
    wb_frame *cells = part_from(MONITOR(RULES("hide", "rules")), "cells");

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(cells); row++) {
        if (!is_missing(cells, "flag", row))
            assert_string_equal(text_at(cells, "flag", row), "withheld");
    }
    wb_frame_free(cells);
}

static void test_wb_monitor_results__flags_tell_what_would_be_hidden(void **state)
{
    wb_frame *shown = part_from(MONITOR(RULES("flag", "rules")), "cells");
    wb_frame *hidden = part_from(MONITOR(RULES("hide", "rules")), "cells");
    int protects = 0;

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(shown); row++) {
        assert_false(is_missing(shown, "estimate", row));
        assert_int_equal(is_missing(shown, "flag", row), is_missing(hidden, "flag", row));
        if (!is_missing(shown, "flag", row))
            protects += strcmp(text_at(shown, "flag", row), "protects") == 0;
    }
    assert_true(protects > 0);
    wb_frame_free(shown);
    wb_frame_free(hidden);
}

#define EXTREME(value, protect)                                                          \
    DEFINITION(WAVES "," GROUPS ",\"breakdowns\":[\"sex\",\"age\"],\"publication\":{"    \
                     "\"min_n\":10,\"mode\":\"hide\","                                   \
                     "\"extreme\":" value ",\"protect\":\"" protect "\"}")

/* 120 people: of the 60 men two have problem A, of the women 20; none of both acute. */
static wb_frame *cells_of_few_problems(const char *definition)
{
    char csv[4000];
    size_t at = (size_t)snprintf(csv, sizeof csv, "year,sex,age,a1,a2,b1,b2\n");
    wb_monitor *monitor = monitor_of(definition);

    for (int i = 0; i < 120; i++)
        at += (size_t)snprintf(csv + at, sizeof csv - at, "2016,%d,30,%d,0,%d,1\n",
                               1 + i % 2, i % 2 == 0 ? i < 4 : i % 3 == 0, i % 5 == 0);
    wb_frame *answers = frame_of(csv);
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *cells = part_of(results, "cells");
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
    return cells;
}

/* Two of 60 is hidden below three; with it the women, whom everybody less them tells. */
static void test_wb_monitor_results__extreme_hides_what_nearly_nobody_has(void **state)
{
    static const char *const definitions[] = {EXTREME("3", "rules"), EXTREME("3", "all"),
                                              EXTREME("2", "all")};

    (void)state;
    for (int i = 0; i < 3; i++) {
        wb_frame *cells = cells_of_few_problems(definitions[i]);
        assert_int_equal(is_hidden(cells, "2016", "ia_problem", "man", NULL), i < 2);
        assert_int_equal(is_hidden(cells, "2016", "ia_acute", "man", NULL), i < 2);
        assert_int_equal(is_hidden(cells, "2016", "sa", "man", NULL), i < 2);
        assert_true(i > 1 || is_hidden(cells, "2016", "ia_problem", "woman", NULL) ||
                    is_hidden(cells, "2016", "ia_problem", NULL, NULL));
        assert_false(is_hidden(cells, "2016", "ib_problem", "man", NULL));
        wb_frame_free(cells);
    }
}

/* Without protection nothing is subtracted, and extreme needs it. */
static void test_wb_monitor_results__extreme_is_flagged_as_such(void **state)
{
    wb_frame *cells = cells_of_few_problems(DEFINITION(
        WAVES "," GROUPS
              ",\"breakdowns\":[\"sex\",\"age\"],\"publication\":{\"min_n\":10,"
              "\"extreme\":3,\"protect\":\"rules\",\"mode\":\"flag\"}"));
    const char *const where[][2] = {
        {"wave", "2016"}, {"variable", "ia_problem"}, {"sex", "man"}};
    int64_t row = row_where(cells, where, 3);

    (void)state;
    assert_string_equal(text_at(cells, "flag", row), "extreme");
    assert_int_equal(whole_at(cells, "n", row), 60);
    wb_frame_free(cells);
}

/* A comparison is hidden when what it is made of is. */
static void test_wb_monitor_results__what_protects_is_hidden_in_every_part(void **state)
{
    static const char *const parts[] = {"changes", "groups", "trend"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        wb_frame *alone = part_from(MONITOR(RULES("hide", "none")), parts[i]);
        wb_frame *both = part_from(MONITOR(RULES("hide", "rules")), parts[i]);
        int more = 0;
        for (int64_t row = 0; row < wb_frame_row_count(alone); row++) {
            int was = strcmp(text_at(alone, "status", row), "hidden") == 0;
            int is = strcmp(text_at(both, "status", row), "hidden") == 0;
            assert_true(is >= was);
            assert_true(!is || is_missing(both, "p", row));
            more += is - was;
        }
        assert_true(more > 0);
        wb_frame_free(alone);
        wb_frame_free(both);
    }
}

static void test_wb_monitor_results_table__no_problem_at_all_has_a_label(void **state)
{
    static const char *const languages[][2] = {{"nl", "geen enkel knelpunt"},
                                               {"en", "no bottleneck"}};
    wb_frame *answers = people(3, 200);
    wb_monitor *monitor = monitor_of(MONITOR(RULES("hide", "none")));

    (void)state;
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    for (int i = 0; i < 2; i++) {
        const char *const where[][2] = {{"what", "measure_category"}, {"id", "none"}};
        wb_frame *labels = NULL;
        assert_ok(
            wb_monitor_results_table(results, "labels", languages[i][0], &labels, NULL));
        assert_string_equal(text_at(labels, "label", row_where(labels, where, 2)),
                            languages[i][1]);
        wb_frame_free(labels);
    }
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

/* Who sees which problems come together sees each of them. */
static void test_wb_monitor_results__together_goes_with_each(void **state)
{
    static const char *const together[] = {"bottlenecks", "combination"};
    wb_frame *cells = part_from(MONITOR(RULES("hide", "all")), "cells");
    int hidden = 0;

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(cells); row++) {
        const char *kind = text_at(cells, "kind", row);
        if (strcmp(kind, together[0]) != 0 && strcmp(kind, together[1]) != 0)
            continue;
        for (int i = 0; i < 2; i++) {
            const char *sex = text_at(cells, "sex", row);
            const char *age = text_at(cells, "age", row);
            int part_hidden = is_hidden(
                cells, text_at(cells, "wave", row), i == 0 ? "ia_problem" : "ib_problem",
                sex[0] != '\0' ? sex : NULL, age[0] != '\0' ? age : NULL);
            assert_true(!part_hidden || is_missing(cells, "estimate", row));
            hidden += part_hidden;
        }
    }
    assert_true(hidden > 0);
    wb_frame_free(cells);
}

/* A crossing that all pairs bring is judged alone, and hidden in a hidden group. */
static void test_wb_monitor_results__pairs_show_nothing_of_hidden_groups(void **state)
{
    wb_frame *cells = part_from(
        DEFINITION(WAVES "," GROUPS
                         ",\"breakdowns\":[\"sex\",\"age\"],\"all_pairs\":true,"
                         "\"publication\":{\"min_n\":45,\"mode\":\"hide\",\"protect\":"
                         "\"rules\"}"),
        "cells");
    static const char *const waves[] = {"2010", "2013", "2016"};
    int hidden = 0;

    (void)state;
    assert_non_null(strstr(wb_frame_metadata(cells), "min_n and hidden groups"));
    for (int w = 0; w < 3; w++) {
        for (int a = 0; a < 3; a++) {
            if (!is_hidden(cells, waves[w], "ia_problem", NULL, ages[a]))
                continue;
            hidden++;
            assert_true(is_hidden(cells, waves[w], "ia_problem", "man", ages[a]));
            assert_true(is_hidden(cells, waves[w], "ia_problem", "woman", ages[a]));
        }
    }
    assert_true(hidden > 1);
    wb_frame_free(cells);
}

/* Of files by wave the same comes out as of one file. */
/* ---- a crossing of five variables, and all pairs of them ---- */

#define HALVES(id, below)                                                                \
    "{\"id\":\"" id "\",\"bands\":[{\"id\":\"low\",\"below\":" below                     \
    "},{\"id\":\"high\",\"from\":" below "}]}"
#define FIVE                                                                             \
    "\"variables\":[" HALVES("sex", "2") "," HALVES("age", "43") "," HALVES(             \
        "stratum",                                                                       \
        "1") "," HALVES("weight",                                                        \
                        "2") "," HALVES("person",                                        \
                                        "200") "],"                                      \
                                               "\"breakdowns\":[\"sex\",\"age\","        \
                                               "\"stratum\",\"weight\",\"person\","      \
                                               "\"sex*age\",\"sex*stratum\",\"sex*"      \
                                               "weight\",\"sex*person\",\"age*"          \
                                               "stratum\","                              \
                                               "\"age*weight\",\"age*person\","          \
                                               "\"stratum*weight\",\"stratum*person\","  \
                                               "\"weight*person\",\"sex*age*stratum*"    \
                                               "weight*person\"]"
#define FIVE_OF(protect)                                                                 \
    DEFINITION("\"waves\":{\"column\":\"year\"}," FIVE                                   \
               ",\"publication\":{\"min_n\":12,\"mode\":\"hide\",\"protect\":\"" protect \
               "\"}")

static const char *const five[] = {"sex", "age", "stratum", "weight", "person"};

/* Whether the share of werkbaar is hidden where the variables of `known` are low or high
 * as the bits of `levels` say, and the others are not told apart. */
static int is_five_hidden(const wb_frame *cells, unsigned known, unsigned levels)
{
    const char *where[6][2] = {{"variable", "werkbaar"}};
    int64_t row;

    for (unsigned v = 0; v < 5; v++) {
        where[v + 1][0] = five[v];
        where[v + 1][1] = (known >> v & 1) == 0    ? NULL
                          : (levels >> v & 1) == 0 ? "low"
                                                   : "high";
    }
    row = row_where(cells, (const char *const(*)[2])where, 6);
    assert_true(row >= 0);
    return strcmp(text_at(cells, "status", row), "hidden") == 0;
}

/* Shown groups of two variables of which just one part is hidden. */
static int exposed_pairs(const wb_frame *cells)
{
    int n = 0;

    for (unsigned pair = 0; pair < 32; pair++) {
        if (__builtin_popcount(pair) != 2)
            continue;
        for (unsigned group = 0; group < 32; group++) {
            int n_hidden = 0;
            if ((group & ~pair) != 0 || is_five_hidden(cells, pair, group))
                continue;
            for (unsigned cell = 0; cell < 32; cell++)
                n_hidden += (cell & pair) == group && is_five_hidden(cells, 31, cell);
            n += n_hidden == 1;
        }
    }
    return n;
}

static int exposed_in_five(const char *definition)
{
    wb_monitor *monitor = monitor_of(definition);
    wb_frame *answers = people(1, 400);

    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *cells = part_of(results, "cells");
    int n = exposed_pairs(cells);
    wb_frame_free(cells);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
    return n;
}

static void test_wb_monitor_results__every_sum_of_a_crossing_is_protected(void **state)
{
    (void)state;
    assert_true(exposed_in_five(FIVE_OF("none")) > 0);
    assert_int_equal(exposed_in_five(FIVE_OF("all")), 0);
}

/* ---- composites of the same parts ---- */

static wb_frame *released_of(const char *instrument)
{
    wb_monitor_definition *definition = NULL;
    wb_instrument *made = NULL;
    wb_reader *reader = NULL;
    wb_monitor *monitor = NULL;
    wb_frame *answers = people(3, 200);

    assert_ok(
        wb_reader_from_memory(instrument, strlen(instrument), "small", &reader, NULL));
    assert_ok(wb_instrument_read(reader, &made, NULL));
    assert_ok(definition_try(MONITOR(RULES("hide", "all")), &definition, NULL));
    assert_ok(wb_monitor_new(definition, made, &monitor, NULL));
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *released = part_of(results, "released");
    wb_frame_free(answers);
    wb_reader_free(reader);
    wb_instrument_free(made);
    wb_monitor_definition_free(definition);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
    return released;
}

/* One that takes fewer known parts is of other people, and protected by itself. */
static void
test_wb_monitor_results__composites_of_other_people_are_protected_apart(void **state)
{
    static const char rule[] = "\"rule\":\"none_of\",";
    static const char *const composites[][1][2] = {{{"measure", "werkbaar"}},
                                                   {{"measure", "knelpunten"}}};
    char text[sizeof rule + 4000];
    const char *at = strstr(small_instrument, rule);
    wb_frame *same = released_of(small_instrument);
    wb_frame *other;

    (void)state;
    assert_non_null(at);
    snprintf(text, sizeof text, "%.*s\"min_known\":1,%s", (int)(at - small_instrument),
             small_instrument, at);
    other = released_of(text);
    assert_true(row_where(same, composites[0], 1) >= 0);
    assert_int_equal(row_where(same, composites[1], 1), -1);
    assert_true(row_where(other, composites[0], 1) >= 0);
    assert_true(row_where(other, composites[1], 1) >= 0);
    wb_frame_free(same);
    wb_frame_free(other);
}

static void test_wb_monitor_results__protection_is_of_all_that_came_in(void **state)
{
    wb_frame *whole = part_from(MONITOR(RULES("hide", "all")), "cells");
    wb_monitor *monitor = monitor_of(MONITOR(RULES("hide", "all")));
    wb_frame *answers = people(3, 200);
    wb_error err = {0};

    (void)state;
    assert_ok(add_try(monitor, NULL, NULL, answers, 37, &err));
    wb_monitor_results *results = results_of(monitor);
    wb_frame *cells = part_of(results, "cells");
    for (int64_t row = 0; row < wb_frame_row_count(whole); row++)
        assert_string_equal(text_at(whole, "status", row), text_at(cells, "status", row));
    wb_frame_free(whole);
    wb_frame_free(cells);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_wb_monitor_results__a_rule_alone_leaves_what_can_be_subtracted),
        cmocka_unit_test(test_wb_monitor_results__nothing_protected_can_be_subtracted),
        cmocka_unit_test(test_wb_monitor_results__who_is_few_is_not_told),
        cmocka_unit_test(test_wb_monitor_results__flags_tell_what_would_be_hidden),
        cmocka_unit_test(test_wb_monitor_results__extreme_hides_what_nearly_nobody_has),
        cmocka_unit_test(test_wb_monitor_results__extreme_is_flagged_as_such),
        cmocka_unit_test(test_wb_monitor_results__what_protects_is_hidden_in_every_part),
        cmocka_unit_test(test_wb_monitor_results_table__no_problem_at_all_has_a_label),
        cmocka_unit_test(test_wb_monitor_results__together_goes_with_each),
        cmocka_unit_test(test_wb_monitor_results__pairs_show_nothing_of_hidden_groups),
        cmocka_unit_test(test_wb_monitor_results__every_sum_of_a_crossing_is_protected),
        cmocka_unit_test(
            test_wb_monitor_results__composites_of_other_people_are_protected_apart),
        cmocka_unit_test(test_wb_monitor_results__protection_is_of_all_that_came_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
