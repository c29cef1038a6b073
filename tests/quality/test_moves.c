/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frames.h"

#include <stdbool.h>

static wb_instrument *instrument_of(const char *file)
{
    char path[512];
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;
    wb_error err = {0};

    snprintf(path, sizeof path, WB_TEST_SOURCE_DIR "/tests/data/%s", file);
    assert_ok(wb_reader_open(path, &reader, NULL));
    if (wb_instrument_read(reader, &instrument, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    wb_reader_free(reader);
    return instrument;
}

/* Everyone and by sex, in strata with weights; with schools as units or not. */
static wb_spec *spec_of(bool schools)
{
    static const char *const sex[] = {"sex"};
    wb_spec *spec = NULL;

    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "w", NULL));
    assert_ok(wb_spec_add_stratum(spec, "h", NULL));
    if (schools)
        assert_ok(wb_spec_add_cluster(spec, "school", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, sex, 1, NULL));
    return spec;
}

static wb_status ask(const wb_frame *rows, const wb_spec *spec,
                     const wb_cutoff_options *options, wb_frame **out, wb_error *err)
{
    wb_instrument *instrument = instrument_of("moves.json");
    wb_source *source = NULL;

    assert_ok(wb_source_from_frame(rows, 37, &source, NULL));
    wb_status st =
        wb_cutoff_moves(instrument, source, spec, options, NULL, NULL, out, err);
    wb_source_free(source);
    wb_instrument_free(instrument);
    return st;
}

static wb_frame *ask_well(const wb_frame *rows, const wb_spec *spec, int32_t steps)
{
    wb_cutoff_options options = WB_CUTOFF_OPTIONS_INIT;
    wb_frame *out = NULL;
    wb_error err = {0};

    options.steps = steps;
    if (ask(rows, spec, &options, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    return out;
}

static double at(const wb_frame *frame, const char *column, int64_t row)
{
    return wb_frame_double(frame, column_of(frame, column), row);
}

static bool same_row(const wb_frame *expected, int64_t i, const wb_frame *ours, int64_t j)
{
    static const char *const keys[] = {"sex", "indicator", "level", "measure"};

    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        if (strcmp(text_at(expected, keys[k], i), text_at(ours, keys[k], j)) != 0)
            return false;
    }
    return at(expected, "step", i) == at(ours, "step", j);
}

/* ---- against R ---- */

static void compare_row(const wb_frame *expected, int64_t i, const wb_frame *ours)
{
    static const char *const numbers[] = {"cut", "estimate", "se",
                                          "n",   "change",   "change_se"};
    int64_t row = 0;

    while (row < wb_frame_row_count(ours) && !same_row(expected, i, ours, row))
        row++;
    assert_true(row < wb_frame_row_count(ours));
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        assert_true(wb_test_agrees(numbers[k], at(ours, numbers[k], row),
                                   at(expected, numbers[k], i), 1, 1e-10));
}

static void test_moves__shares_and_changes_are_those_of_survey(void **state)
{
    wb_frame *people = read_vectors("moves_people");
    wb_frame *expected = read_vectors("moves_expected");

    (void)state;
    wb_test_record("moves");
    for (int schools = 0; schools < 2; schools++) {
        wb_spec *spec = spec_of(schools == 1);
        wb_frame *ours = ask_well(people, spec, 2);
        int64_t n = 0;
        wb_test_next_case();
        for (int64_t i = 0; i < wb_frame_row_count(expected); i++) {
            if ((strcmp(text_at(expected, "design", i), "schools") == 0) !=
                (schools == 1))
                continue;
            compare_row(expected, i, ours);
            n++;
        }
        assert_int_equal(n, wb_frame_row_count(ours));
        wb_frame_free(ours);
        wb_spec_free(spec);
    }
    wb_frame_free(expected);
    wb_frame_free(people);
}

/* ---- what a move is ---- */

static const char five[] = "y1,y2,y3,y4,y5,m1,m2,m3\n"
                           "1,0,1,0,0,1,2,3\n1,0,0,0,0,4,4,4\n1,0,1,1,,1,1,1\n";

static int64_t find(const wb_frame *frame, const char *measure, int32_t step)
{
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        if (strcmp(text_at(frame, "measure", row), measure) == 0 &&
            at(frame, "step", row) == step)
            return row;
    }
    fail_msg("no row of %s at step %d", measure, (int)step);
    return -1;
}

static void test_moves__cuts_are_values_of_the_lattice(void **state)
{
    wb_frame *rows = frame_of(five);
    wb_frame *out = ask_well(rows, NULL, 3);
    static const struct {
        const char *measure;
        int32_t step;
        const char *cut, *comparison;
    } expected[] = {
        {"tired_problem", 0, "60", "at_least"}, {"tired_problem", 1, "80", "at_least"},
        {"tired_problem", -3, "0", "at_least"}, {"tired_acute", 0, "75", "above"},
        {"tired_acute", 1, "80", "above"},      {"tired_acute", -1, "40", "above"},
        {"bored_problem", 1, "7/3", "at_most"}, {"bored_problem", -3, "1", "at_most"},
        {"bored_acute", 0, "3/2", "below"},     {"bored_acute", 1, "2", "below"},
        {"bored_acute", -1, "4/3", "below"},    {"tired_problem", 3, "", "at_least"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        int64_t row = find(out, expected[i].measure, expected[i].step);
        assert_string_equal(text_at(out, "cut_exact", row), expected[i].cut);
        assert_string_equal(text_at(out, "comparison", row), expected[i].comparison);
    }
    wb_frame_free(out);
    wb_frame_free(rows);
}

static void test_moves__off_the_lattice_has_no_numbers(void **state)
{
    wb_frame *rows = frame_of(five);
    wb_frame *out = ask_well(rows, NULL, 3);
    int64_t row = find(out, "tired_problem", 3);

    (void)state;
    assert_string_equal(text_at(out, "status", row), "off_lattice");
    assert_true(isnan(at(out, "cut", row)));
    assert_true(isnan(at(out, "estimate", row)));
    assert_true(isnan(at(out, "change", row)));
    wb_frame_free(out);
    wb_frame_free(rows);
}

static void test_moves__a_cut_that_passes_the_other_is_marked(void **state)
{
    wb_frame *rows = frame_of(five);
    wb_frame *out = ask_well(rows, NULL, 2);

    (void)state;
    assert_close(at(out, "crossed", find(out, "tired_problem", 0)), 0, 0);
    assert_close(at(out, "crossed", find(out, "tired_problem", 1)), 1, 0);
    assert_close(at(out, "crossed", find(out, "tired_acute", -1)), 1, 0);
    assert_close(at(out, "crossed", find(out, "tired_acute", 1)), 0, 0);
    assert_close(at(out, "crossed", find(out, "bored_acute", 1)), 0, 0);
    assert_close(at(out, "crossed", find(out, "bored_problem", -2)), 1, 0);
    wb_frame_free(out);
    wb_frame_free(rows);
}

static void test_moves__only_the_selected_indicators_move(void **state)
{
    static const char *const select[] = {"bored"};
    wb_cutoff_options options = WB_CUTOFF_OPTIONS_INIT;
    wb_frame *rows = frame_of(five);
    wb_frame *out = NULL;

    (void)state;
    options.select = select;
    options.n_select = 1;
    assert_ok(ask(rows, NULL, &options, &out, NULL));
    /* problem and acute, 3 steps: the light and fine, counted, unwell; the light and calm
     */
    assert_int_equal(wb_frame_row_count(out), 3 * 4 + 3 * 2);
    wb_frame_free(out);
    wb_frame_free(rows);
}

/* The row of three has answered 4 of 5: its score is 100, of 4 answers. */
static void test_moves__fewer_answers_are_compared_exactly(void **state)
{
    wb_frame *rows =
        frame_of("y1,y2,y3,y4,y5,m1,m2,m3\n1,0,1,0,,1,2,3\n1,0,1,1,0,1,2,3\n");
    wb_frame *out = ask_well(rows, NULL, 1);

    (void)state;
    /* 3 of 4 is 75: on at 60, off at 80. */
    assert_close(at(out, "estimate", find(out, "tired_problem", 0)), 1, 0);
    assert_close(at(out, "change", find(out, "tired_problem", 1)), -0.5, 1e-15);
    wb_frame_free(out);
    wb_frame_free(rows);
}

/* ---- what is refused ---- */

static void refused(const char *csv, const wb_cutoff_options *options, wb_status status,
                    const char *item)
{
    wb_frame *rows = frame_of(csv);
    wb_frame *out = NULL;
    wb_error err = {0};

    assert_fails(ask(rows, NULL, options, &out, &err), status);
    assert_null(out);
    assert_string_equal(err.item, item);
    wb_frame_free(rows);
}

static void test_moves__bad_input_is_named(void **state)
{
    static const char *const none[] = {"nobody"};
    wb_cutoff_options options = WB_CUTOFF_OPTIONS_INIT;

    (void)state;
    refused("y1,y2,y3,y4\n1,1,1,1\n", NULL, WB_E_DATA, "y5");
    options.select = none;
    options.n_select = 1;
    refused(five, &options, WB_E_ARG, "nobody");
    options = (wb_cutoff_options)WB_CUTOFF_OPTIONS_INIT;
    options.steps = 11;
    refused(five, &options, WB_E_ARG, "");
    options.steps = -1;
    refused(five, &options, WB_E_ARG, "");
    assert_fails(wb_cutoff_moves(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                 WB_E_ARG);
}

static void test_moves__a_wrong_answer_is_counted_from_the_start(void **state)
{
    static char csv[4096];
    size_t length = (size_t)snprintf(csv, sizeof csv, "y1,y2,y3,y4,y5,m1,m2,m3\n");
    wb_error err = {0};
    wb_frame *out = NULL;

    (void)state;
    for (int i = 0; i < 80; i++)
        length += (size_t)snprintf(csv + length, sizeof csv - length,
                                   "1,0,1,%d,0,1,2,3\n", i == 71 ? 5 : 1);
    wb_frame *rows = frame_of(csv);
    assert_fails(ask(rows, NULL, NULL, &out, &err), WB_E_DATA);
    assert_int_equal(err.row, 71);
    assert_string_equal(err.item, "y4");
    wb_frame_free(rows);
}

static wb_status ask_anything(void)
{
    static const int8_t one[] = {1, 0, 1};
    static const char *const names[] = {"y1", "y2", "y3", "y4", "y5", "m1", "m2", "m3"};
    wb_cutoff_options options = WB_CUTOFF_OPTIONS_INIT;
    wb_instrument *instrument = NULL;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *rows = NULL, *out = NULL;
    wb_status st =
        wb_reader_open(WB_TEST_SOURCE_DIR "/tests/data/moves.json", &reader, NULL);

    if (st == WB_OK)
        st = wb_instrument_read(reader, &instrument, NULL);
    if (st == WB_OK)
        st = wb_frame_new(3, &rows, NULL);
    for (size_t i = 0; st == WB_OK && i < 8; i++) {
        wb_column column = WB_COLUMN_INIT;
        column.type = WB_TYPE_INT8;
        column.values = i < 5 ? one : (const int8_t *)"\1\2\3";
        st = wb_frame_add_column(rows, names[i], &column, NULL);
    }
    if (st == WB_OK)
        st = wb_source_from_frame(rows, 0, &source, NULL);
    if (st == WB_OK)
        st = wb_cutoff_moves(instrument, source, NULL, &options, NULL, NULL, &out, NULL);
    wb_reader_free(reader);
    wb_instrument_free(instrument);
    wb_source_free(source);
    wb_frame_free(rows);
    wb_frame_free(out);
    return st;
}

static void test_moves__every_allocation_may_fail(void **state)
{
    (void)state;
    wb_test_every_allocation(ask_anything);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moves__shares_and_changes_are_those_of_survey),
        cmocka_unit_test(test_moves__cuts_are_values_of_the_lattice),
        cmocka_unit_test(test_moves__off_the_lattice_has_no_numbers),
        cmocka_unit_test(test_moves__a_cut_that_passes_the_other_is_marked),
        cmocka_unit_test(test_moves__only_the_selected_indicators_move),
        cmocka_unit_test(test_moves__fewer_answers_are_compared_exactly),
        cmocka_unit_test(test_moves__bad_input_is_named),
        cmocka_unit_test(test_moves__a_wrong_answer_is_counted_from_the_start),
        cmocka_unit_test(test_moves__every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
