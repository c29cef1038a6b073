/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a file of answers meets on its way in: codes with labels, a column for the wave,
 * and what is wrong with it, by file, variable and wave. */
#include "monitoring.h"

#define WAVES                                                                            \
    "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\",\"label\":{\"nl\":"       \
    "\"eerste meting\",\"en\":\"first\"}},{\"id\":\"2013\"},{\"id\":\"2016\"}]}"
#define SEX                                                                              \
    "{\"id\":\"sex\",\"categories\":[{\"id\":\"m\",\"label\":{\"nl\":\"man\",\"en\":"    \
    "\"man\"}},{\"id\":\"f\",\"label\":{\"nl\":\"vrouw\",\"en\":\"Woman \"}}]}"
#define AGE                                                                              \
    "{\"id\":\"age\",\"bands\":[{\"id\":\"-39\",\"label\":{\"nl\":\"jonger dan "         \
    "40\",\"en\":\"under 40\"},\"below\":40},{\"id\":\"40+\",\"label\":{\"nl\":"         \
    "\"40 jaar en ouder\",\"en\":\"40 and over\"},\"from\":40}]}"
#define GROUPS "\"variables\":[" SEX "," AGE "],\"breakdowns\":[\"sex\",\"age\"]"
#define REGION "\"variables\":[{\"id\":\"region\"}],\"breakdowns\":[\"region\"]"
#define TOPIC  "\"topics\":[{\"id\":\"telework\",\"kind\":\"share\"}]"

/* ---- answers with labels ---- */

typedef struct code_label {
    const char *column;
    double code;
    const char *label;
} code_label;

static wb_frame *labelled(const char *csv, const code_label *labels, size_t n)
{
    wb_frame *answers = frame_of(csv);

    for (size_t i = 0; i < n; i++)
        assert_ok(wb_frame_set_value_label(answers, column_of(answers, labels[i].column),
                                           labels[i].code, labels[i].label, NULL));
    return answers;
}

static wb_frame *cells_of(const char *json, const wb_frame *answers)
{
    wb_monitor *monitor = monitor_of(json);

    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *cells = part_of(results, "cells");
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
    return cells;
}

/* Answers of which one is the other in words have the same cells. */
static void assert_same_cells(const char *json, wb_frame *coded, wb_frame *plain)
{
    wb_frame *a = cells_of(json, coded), *b = cells_of(json, plain);

    assert_same_frames(a, b);
    wb_frame_free(a);
    wb_frame_free(b);
    wb_frame_free(coded);
    wb_frame_free(plain);
}

static void assert_refused(const char *json, const char *wave, wb_frame *answers,
                           const char *message)
{
    wb_monitor *monitor = monitor_of(json);
    wb_error err = {0};

    assert_fails(add_try(monitor, wave, "w.sav", answers, 1, &err), WB_E_DATA);
    assert_string_equal(err.message, message);
    assert_int_equal(wb_monitor_row_count(monitor), 0);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
}

#define LABELLED(csv, ...)                                                               \
    labelled(csv, (const code_label[]){__VA_ARGS__},                                     \
             sizeof((const code_label[]){__VA_ARGS__}) / sizeof(code_label))

static const char *const of_sex = "year,sex,a1,a2,b1,b2\n2010,1,0,0,0,0\n2010,2,1,0,0,1\n"
                                  "2010,2,0,0,1,1\n2013,1,1,1,1,0\n2013,2,0,0,1,1\n";
static const char *const named_sex =
    "year,sex,a1,a2,b1,b2\n2010,m,0,0,0,0\n2010,f,1,0,0,1\n"
    "2010,f,0,0,1,1\n2013,m,1,1,1,0\n2013,f,0,0,1,1\n";

static void test_wb_monitor_add__a_code_goes_by_its_label(void **state)
{
    (void)state;
    assert_same_cells(DEFINITION(WAVES "," GROUPS),
                      LABELLED(of_sex, {"sex", 1, "Man"}, {"sex", 2, " VROUW "}),
                      frame_of(named_sex));
    assert_same_cells(
        DEFINITION(WAVES "," GROUPS),
        LABELLED(of_sex, {"sex", 1, "m"}, {"sex", 2, "wo man"}, {"sex", 9, "onbekend"}),
        frame_of(named_sex));
}

static void test_wb_monitor_add__a_text_goes_by_what_it_says(void **state)
{
    (void)state;
    assert_same_cells(
        DEFINITION(WAVES "," GROUPS),
        frame_of("year,sex,a1,a2,b1,b2\n2010,Man,0,0,0,0\n2010,Vrouw,1,0,0,1\n"
                 "2010,woman,0,0,1,1\n2013,M,1,1,1,0\n2013,vrouw,0,0,1,1\n"),
        frame_of(named_sex));
}

static void test_wb_monitor_add__numbers_called_as_bands_are_codes(void **state)
{
    const char *ages = "year,age,a1,a2,b1,b2\n2010,1,0,0,0,0\n2010,2,1,0,0,1\n";

    (void)state;
    assert_same_cells(
        DEFINITION(WAVES "," GROUPS),
        LABELLED(ages, {"age", 1, "jonger dan 40"}, {"age", 2, "40 jaar en ouder"}),
        frame_of("year,age,a1,a2,b1,b2\n2010,30,0,0,0,0\n2010,50,1,0,0,1\n"));
    /* the oldest are put together at 40, which the band holds: these are years */
    assert_same_cells(
        DEFINITION(WAVES "," GROUPS),
        LABELLED("year,age,a1,a2,b1,b2\n2010,30,0,0,0,0\n2010,40,1,0,0,1\n",
                 {"age", 40, "40 and over"}),
        frame_of("year,age,a1,a2,b1,b2\n2010,30,0,0,0,0\n2010,50,1,0,0,1\n"));
    assert_refused(
        DEFINITION(WAVES "," GROUPS), NULL,
        LABELLED("year,age,a1,a2,b1,b2\n2010,3,0,0,0,0\n", {"age", 2, "40 jaar en ouder"},
                 {"age", 3, "onbekend"}),
        "w.sav, wave 2010: column 'age' has the value '3' ('onbekend'), which none of "
        "the categories of 'age' has");
}

static void test_wb_monitor_add__days_are_in_no_band(void **state)
{
    (void)state;
    assert_refused(
        DEFINITION(WAVES "," GROUPS), NULL,
        frame_of("year,age,a1,a2,b1,b2\n2010,1958-03-01,0,0,0,0\n"
                 "2010,1990-07-21,1,0,0,1\n"),
        "w.sav: column 'age' holds date32, and the bands of 'age' are of numbers");
}

/* The mean of the places that words have in a list is none. */
static void test_wb_monitor_add__a_mean_is_of_numbers(void **state)
{
    static const char *const words[] = {"hoog", "laag"};
    static const int8_t codes[] = {0, 1};
    wb_frame *answers = frame_of("year,a1,a2,b1,b2\n2010,0,0,0,0\n2010,1,0,0,1\n");
    wb_column column = WB_COLUMN_INIT;

    (void)state;
    column.type = WB_TYPE_DICTIONARY;
    column.index_type = WB_TYPE_INT8;
    column.values = codes;
    column.categories = words;
    column.n_categories = 2;
    assert_ok(wb_frame_add_column(answers, "strain", &column, NULL));
    assert_refused(
        DEFINITION(WAVES ",\"topics\":[{\"id\":\"strain\",\"kind\":\"mean\"}]"), NULL,
        answers,
        "w.sav: column 'strain' holds dictionary, and the mean of 'strain' needs "
        "numbers");
}

static void test_wb_monitor_add__yes_and_no_go_by_their_label(void **state)
{
    const char *coded = "year,telework,a1,a2,b1,b2\n2010,1,0,0,0,0\n2010,2,1,0,0,1\n";

    (void)state;
    assert_same_cells(
        DEFINITION(WAVES "," TOPIC),
        LABELLED(coded, {"telework", 1, "Ja"}, {"telework", 2, "Nee"}),
        frame_of("year,telework,a1,a2,b1,b2\n2010,true,0,0,0,0\n2010,false,1,0,0,1\n"));
    assert_refused(
        DEFINITION(WAVES "," TOPIC), "2010",
        LABELLED(coded, {"telework", 1, "nee"}, {"telework", 2, "ja"}),
        "w.sav, wave 2010: column 'telework' has the value '1' ('nee'), which is neither "
        "true nor false: say in 'event' which codes count");
}

static void test_wb_monitor_add__labels_that_contradict_are_named(void **state)
{
    (void)state;
    assert_refused(
        DEFINITION(WAVES ",\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":"
                         "\"man\",\"codes\":[1]},{\"id\":\"vrouw\",\"codes\":[2]}]}]"),
        "2010", LABELLED(of_sex, {"sex", 1, "Vrouw"}, {"sex", 2, "Man"}),
        "w.sav, wave 2010: code 1 of 'sex' has the label 'Vrouw', which is that of "
        "another category, 'vrouw', in the definition");
    assert_refused(DEFINITION(WAVES), "2013", LABELLED(of_sex, {"b2", 5, "altijd"}),
                   "w.sav, wave 2013: code 5 of 'b2' has the label 'altijd', and the "
                   "instrument has answers from 0 to 1");
    assert_refused(DEFINITION(WAVES), NULL, LABELLED(of_sex, {"year", 2013, "2016"}),
                   "w.sav: code 2013 of 'year' has the label '2016', which is that of "
                   "another category, '2016', in the definition");
    /* two categories that differ by a capital: which one is meant is not known */
    assert_refused(
        DEFINITION(WAVES ",\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":"
                         "\"a\"},{\"id\":\"A\"},{\"id\":\"b\"}]}]"),
        "2010", LABELLED(of_sex, {"sex", 1, " a "}),
        "w.sav, wave 2010: code 1 of 'sex' has the label ' a ', which is that of another "
        "category, 'a', in the definition");
}

static void test_wb_monitor_add__labels_that_moved_between_files_are_named(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES "," REGION));
    const char *csv = "region,a1,a2,b1,b2\n1,0,0,0,0\n2,1,0,0,1\n";
    wb_frame *first = LABELLED(csv, {"region", 1, "Antwerpen"}, {"region", 2, "Limburg"});
    wb_frame *moved = LABELLED(csv, {"region", 1, "limburg"});
    wb_frame *reworded =
        LABELLED(csv, {"region", 1, "ANTWERPEN"}, {"region", 2, "Prov. Limburg"});
    const char *const where[][2] = {{"kind", "other_label"},
                                    {"wave", "2016"},
                                    {"source", "c.sav"},
                                    {"variable", "region"},
                                    {"category", "2"}};
    wb_error err = {0};

    (void)state;
    assert_ok(add_try(monitor, "2010", "a.sav", first, 0, &err));
    assert_fails(add_try(monitor, "2013", "b.sav", moved, 0, &err), WB_E_DATA);
    assert_string_equal(err.message,
                        "b.sav, wave 2013: code 1 of 'region' has the label 'limburg', "
                        "which is that of code 2 in answers that came before");
    assert_ok(add_try(monitor, "2016", "c.sav", reworded, 0, &err));
    wb_monitor_results *results = results_of(monitor);
    wb_frame *notes = part_of(results, "notes");
    assert_true(row_where(notes, where, 5) >= 0);
    assert_int_equal(wb_frame_row_count(notes), 1);
    wb_frame_free(notes);
    wb_frame_free(first);
    wb_frame_free(moved);
    wb_frame_free(reworded);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

/* ---- the wave ---- */

static void test_wb_monitor_add__a_wave_goes_by_its_label(void **state)
{
    (void)state;
    assert_same_cells(
        DEFINITION(WAVES),
        LABELLED("year,a1,a2,b1,b2\n1,0,0,0,0\n1,1,0,0,1\n2,1,0,0,1\n2,0,0,1,1\n",
                 {"year", 1, "Eerste meting"}, {"year", 2, "2013"}),
        frame_of("year,a1,a2,b1,b2\n2010,0,0,0,0\n2010,1,0,0,1\n2013,1,0,0,1\n2013,0,0,1,"
                 "1\n"));
}

static void test_wb_monitor_add__a_file_of_another_wave_is_refused(void **state)
{
    const char *csv = "year,a1,a2,b1,b2\n2013,0,0,0,0\n2010,0,0,0,0\n";

    (void)state;
    assert_refused(DEFINITION(WAVES), "2013", frame_of(csv),
                   "w.sav, wave 2013: column 'year' has the wave '2010', and these "
                   "answers are said to be of wave '2013'");
    assert_refused(DEFINITION(WAVES), "2013",
                   LABELLED("year,a1,a2,b1,b2\n1,0,0,0,0\n", {"year", 1, "first"}),
                   "w.sav, wave 2013: column 'year' has the wave '1', and these answers "
                   "are said to be of wave '2013'");
    assert_refused(DEFINITION("\"waves\":{\"column\":\"year\"}"), "2013", frame_of(csv),
                   "w.sav, wave 2013: column 'year' has the wave '2010', and these "
                   "answers are said to be of wave '2013'");
}

/* What a file says of itself in notes: the value, or NULL when nothing is noted. */
static void assert_noted(const char *json, const char *csv, const char *column,
                         const char *value)
{
    wb_monitor *monitor = monitor_of(json);
    wb_frame *answers = frame_of(csv);
    const char *const where[][2] = {{"kind", "other_wave"},
                                    {"wave", "2013"},
                                    {"source", "w.sav"},
                                    {"variable", column},
                                    {"category", value}};

    assert_ok(add_try(monitor, "2013", "w.sav", answers, 1, NULL));
    wb_monitor_results *results = results_of(monitor);
    wb_frame *notes = part_of(results, "notes");
    assert_int_equal(wb_frame_row_count(notes), value != NULL);
    assert_true((row_where(notes, where, 5) == 0) == (value != NULL));
    wb_frame_free(notes);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

static void test_wb_monitor_add__what_may_be_another_wave_is_noted(void **state)
{
    const char *no_column = DEFINITION("\"waves\":{\"list\":[{\"id\":\"2010\"},"
                                       "{\"id\":\"2013\"}]}");

    (void)state;
    assert_noted(DEFINITION(WAVES), "year,a1,a2,b1,b2\n7,0,0,0,0\n7,0,0,0,0\n", "year",
                 "7");
    assert_noted(DEFINITION(WAVES), "year,a1,a2,b1,b2\n2013,0,0,0,0\n,0,0,0,0\n", "year",
                 NULL);
    assert_noted(no_column, "JAAR,a1,a2,b1,b2\n2010,0,0,0,0\n2010,0,0,0,0\n", "JAAR",
                 "2010");
    assert_noted(no_column, "Year,a1,a2,b1,b2\n2013,0,0,0,0\n2013,0,0,0,0\n", "Year",
                 NULL);
    assert_noted(no_column, "year,a1,a2,b1,b2\n1987,0,0,0,0\n1988,0,0,0,0\n", "year",
                 NULL);
    assert_noted(DEFINITION("\"licence\":\"MIT\""),
                 "golf,a1,a2,b1,b2\n2010,0,0,0,0\n2010,0,0,0,0\n", "golf", "2010");
}

/* ---- what is wrong, and where ---- */

static void test_wb_monitor_add__errors_name_the_wave_of_a_column(void **state)
{
    (void)state;
    assert_refused(
        DEFINITION(WAVES "," GROUPS), NULL,
        frame_of("year,sex,a1,a2,b1,b2\n2010,m,0,0,0,0\n2013,x,0,0,0,0\n"),
        "w.sav, wave 2013: column 'sex' has the value 'x', which none of the categories "
        "of 'sex' has");
    assert_refused(DEFINITION(WAVES), NULL,
                   frame_of("year,a1,a2,b1,b2\n2010,0,0,0,0\n2011,0,0,0,0\n"),
                   "w.sav: column 'year' has the value '2011', which none of the "
                   "categories of 'wave' has");
    assert_refused(DEFINITION(WAVES ",\"design\":{\"weights\":\"weight\"}"), "2016",
                   frame_of("a1,a2,b1,b2\n0,0,0,0\n"),
                   "w.sav, wave 2016: the data have no column 'weight', which is "
                   "needed as a column of the design");
}

static void test_wb_monitor_add__a_bad_row_is_told_with_its_wave(void **state)
{
    wb_monitor *monitor =
        monitor_of(DEFINITION(WAVES ",\"design\":{\"weights\":\"weight\"}"));
    wb_frame *codes =
        frame_of("year,weight,a1,a2,b1,b2\n2010,1,0,0,0,0\n2013,1,0,0,7,0\n");
    wb_frame *weights =
        frame_of("year,weight,a1,a2,b1,b2\n2010,1,0,0,0,0\n2016,-1,0,0,1,0\n");
    wb_error err = {0};

    (void)state;
    for (int64_t chunk = 1; chunk <= 2; chunk++) {
        assert_fails(add_try(monitor, NULL, "w.sav", codes, chunk, &err), WB_E_DATA);
        assert_says(err.message, "w.sav, wave 2013: ");
        assert_says(err.message, "b1");
        assert_int_equal(err.row, 1);
        assert_fails(add_try(monitor, NULL, "w.sav", weights, chunk, &err), WB_E_DATA);
        assert_says(err.message, "w.sav, wave 2016: ");
        assert_says(err.message, "weight");
        assert_int_equal(err.row, 1);
    }
    wb_frame_free(codes);
    wb_frame_free(weights);
    wb_monitor_free(monitor);
}

static void test_wb_monitor_results__what_one_wave_of_a_file_lacks_is_said(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES "," GROUPS));
    wb_frame *answers =
        frame_of("year,sex,a1,a2,b1,b2\n2010,m,0,0,0,\n2010,f,0,0,1,\n2013,,0,1,0,1\n"
                 "2013,,1,1,1,0\n");
    const char *const expected[][2] = {{"item_missing", "b2"},
                                       {"variable_missing", "sex"}};
    const char *const waves[] = {"2010", "2013"};

    (void)state;
    for (int64_t chunk = 0; chunk < 3; chunk++) {
        monitor = chunk == 0 ? monitor : monitor_of(DEFINITION(WAVES "," GROUPS));
        assert_ok(add_try(monitor, NULL, "all.sav", answers, chunk, NULL));
        wb_monitor_results *results = results_of(monitor);
        wb_frame *notes = part_of(results, "notes");
        for (size_t i = 0; i < 2; i++) {
            const char *const where[][2] = {{"kind", expected[i][0]},
                                            {"wave", waves[i]},
                                            {"source", "all.sav"},
                                            {"variable", expected[i][1]}};
            assert_true(row_where(notes, where, 4) >= 0);
        }
        /* age is in no wave: said once */
        const char *const age[][2] = {{"kind", "variable_missing"},
                                      {"wave", NULL},
                                      {"source", "all.sav"},
                                      {"variable", "age"}};
        assert_true(row_where(notes, age, 4) >= 0);
        wb_frame_free(notes);
        wb_monitor_results_free(results);
        wb_monitor_free(monitor);
    }
    wb_frame_free(answers);
}

/* ---- memory ---- */

static struct {
    wb_frame *answers;
    wb_monitor_definition *definition;
    wb_instrument *instrument;
} given;

static wb_status add_given(void)
{
    wb_monitor *monitor = NULL;
    wb_source *source = NULL;

    wb_status st = wb_monitor_new(given.definition, given.instrument, &monitor, NULL);
    if (st == WB_OK)
        st = wb_source_from_frame(given.answers, 1, &source, NULL);
    if (st == WB_OK)
        st = wb_monitor_add(monitor, "2013", "w.sav", source, NULL, NULL);
    wb_source_free(source);
    wb_monitor_free(monitor);
    return st;
}

static void test_wb_monitor_add__survives_every_allocation_that_fails(void **state)
{
    (void)state;
    given.instrument = small();
    given.answers =
        LABELLED("year,sex,telework,region,a1,a2,b1,b2\n7,1,1,3,0,0,0,\n7,2,2,4,1,0,0,\n",
                 {"sex", 1, "Man"}, {"sex", 2, "Vrouw"}, {"telework", 2, "nee"},
                 {"region", 3, "Antwerpen"});
    assert_ok(definition_try(
        DEFINITION(WAVES ",\"variables\":[" SEX ",{\"id\":\"region\"}]," TOPIC),
        &given.definition, NULL));
    wb_test_every_allocation(add_given);
    wb_frame_free(given.answers);
    wb_monitor_definition_free(given.definition);
    wb_instrument_free(given.instrument);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_monitor_add__a_code_goes_by_its_label),
        cmocka_unit_test(test_wb_monitor_add__a_text_goes_by_what_it_says),
        cmocka_unit_test(test_wb_monitor_add__numbers_called_as_bands_are_codes),
        cmocka_unit_test(test_wb_monitor_add__days_are_in_no_band),
        cmocka_unit_test(test_wb_monitor_add__a_mean_is_of_numbers),
        cmocka_unit_test(test_wb_monitor_add__yes_and_no_go_by_their_label),
        cmocka_unit_test(test_wb_monitor_add__labels_that_contradict_are_named),
        cmocka_unit_test(test_wb_monitor_add__labels_that_moved_between_files_are_named),
        cmocka_unit_test(test_wb_monitor_add__a_wave_goes_by_its_label),
        cmocka_unit_test(test_wb_monitor_add__a_file_of_another_wave_is_refused),
        cmocka_unit_test(test_wb_monitor_add__what_may_be_another_wave_is_noted),
        cmocka_unit_test(test_wb_monitor_add__errors_name_the_wave_of_a_column),
        cmocka_unit_test(test_wb_monitor_add__a_bad_row_is_told_with_its_wave),
        cmocka_unit_test(test_wb_monitor_results__what_one_wave_of_a_file_lacks_is_said),
        cmocka_unit_test(test_wb_monitor_add__survives_every_allocation_that_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
