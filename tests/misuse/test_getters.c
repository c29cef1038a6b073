/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Functions that cannot fail: numbers outside, names that are not there, languages that a
 * file has not, and freeing nothing. */
#include "faults/scene.h"

static void assert_nan(double value)
{
    assert_true(isnan(value));
}

static void test_numbers__without_a_name(void **state)
{
    (void)state;
    assert_string_equal(wb_status_name(7), "unknown status");
    assert_string_equal(wb_status_name(-99), "unknown status");
    assert_string_equal(wb_type_name(99), "unknown");
    assert_string_equal(wb_type_name(-1), "unknown");
    assert_null(wb_weight_step_name(0));
    assert_null(wb_weight_step_name(99));
    assert_int_equal(wb_statfile_detect(NULL, 0), 0);
    assert_int_equal(wb_statfile_detect("none of these", 13), 0);
    assert_int_equal(wb_statfile_detect("$F", 2), 0);
}

static void test_builtin__outside_there_is_none(void **state)
{
    (void)state;
    assert_null(wb_instrument_builtin_id(wb_instrument_builtin_count()));
    assert_null(wb_instrument_builtin_id(SIZE_MAX));
    assert_null(wb_monitor_builtin_id(wb_monitor_builtin_count()));
    assert_null(wb_monitor_builtin_id(SIZE_MAX));
    assert_null(wb_plan_builtin_id(wb_plan_builtin_count()));
    assert_null(wb_plan_builtin_id(SIZE_MAX));
    assert_null(wb_support_builtin_id(wb_support_builtin_count()));
    assert_null(wb_support_builtin_id(SIZE_MAX));
    assert_null(wb_monitor_part_name(wb_monitor_part_count()));
    assert_null(wb_monitor_part_name(SIZE_MAX));
}

static void test_frame__outside_there_is_nothing(void **state)
{
    const wb_frame *frame = world_make()->people;
    const wb_frame *estimates = world_make()->estimates;

    (void)state;
    assert_int_equal(wb_frame_find(frame, "nowhere"), -1);
    assert_int_equal(wb_frame_find(frame, ""), -1);
    assert_int_equal(wb_frame_category_count(frame, 1), 0); /* no dictionary */
    assert_null(wb_frame_category(frame, 1, 0));
    assert_null(wb_frame_category(estimates, 2, -1));
    assert_null(wb_frame_category(estimates, 2, wb_frame_category_count(estimates, 2)));
    assert_int_equal(wb_frame_is_ordered(frame, 1), 0);
    assert_null(wb_frame_label(frame, 0));
    assert_int_equal(wb_frame_value_label_count(frame, 0), 0);
    assert_nan(wb_frame_value_label_code(frame, 0, 0));
    assert_nan(wb_frame_value_label_code(frame, 0, SIZE_MAX));
    assert_null(wb_frame_value_label_text(frame, 0, 0));
    assert_int_equal(wb_frame_missing_range_count(frame, 0), 0);
    assert_nan(wb_frame_missing_range_low(frame, 0, 0));
    assert_nan(wb_frame_missing_range_high(frame, 0, SIZE_MAX));
    assert_null(wb_frame_metadata(frame));
}

/* The column of texts that is asked for a number, and the reverse; a value that is
 * missing. */
static void test_frame__values_of_another_type(void **state)
{
    const wb_frame *frame = world_make()->people;
    const wb_frame *estimates = world_make()->estimates;
    size_t sex = (size_t)wb_frame_find(frame, "bully"), length = 7;

    (void)state;
    assert_null(wb_frame_text(frame, 1, 0, &length));
    assert_null(wb_frame_text(estimates, 0, 0, &length)); /* "all" is missing */
    assert_int_equal(wb_frame_is_missing(frame, sex, 0), 1);
    assert_nan(wb_frame_double(frame, sex, 0));
    assert_int_equal(wb_frame_int64(frame, sex, 0), 0);
    assert_string_equal(wb_frame_column_name(frame, 0), "year");
    assert_int_equal(wb_frame_column_type(frame, 1), WB_TYPE_FLOAT64);
}

static void test_weighting__outside_there_is_nothing(void **state)
{
    const wb_weighting *weighting = world_make()->has.weighting;

    (void)state;
    assert_int_equal(wb_weighting_step(weighting, wb_weighting_step_count(weighting)), 0);
    assert_int_equal(wb_weighting_step(weighting, SIZE_MAX), 0);
    assert_int_equal(wb_weighting_margin_column_count(weighting, 9), 0);
    assert_null(wb_weighting_margin_column(weighting, 0, 9));
    assert_null(wb_weighting_margin_column(weighting, 9, 0));
    assert_null(wb_weighting_auxiliary(weighting, 9));
}

/* A language that a file has not, one that is none, and none. */
static void test_title__in_another_language(void **state)
{
    static const char *const languages[] = {"xx", "", "a language", NULL};
    const things *has = &world_make()->has;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const char *language = languages[i];

        assert_non_null(wb_instrument_title(has->instrument, language));
        assert_non_null(wb_monitor_definition_title(has->definition, language));
        assert_non_null(wb_questionnaire_title(has->questionnaire, language));
        assert_true(wb_questionnaire_minutes(has->questionnaire, language) > 0);
        assert_non_null(wb_organisation_title(has->organisation, language));
        assert_non_null(wb_plan_title(has->plan, language));
        assert_non_null(wb_support_title(has->support, language));
    }
}

static void test_writer_bytes__of_another_kind_there_are_none(void **state)
{
    scene s = {.run = WB_RUN_INIT};
    size_t n = 7;

    (void)state;
    scene_begin(&s, &deeds_base[0], world_make());
    scene_write(&s);
    assert_null(wb_writer_bytes(s.mine.writer, &n));
    assert_null(wb_writer_bytes(NULL, &n));
    assert_int_equal(n, 7);
    assert_string_equal(wb_reader_name(NULL), "");
    scene_end(&s);
}

static void test_free__of_nothing_does_nothing(void **state)
{
    (void)state;
    wb_reader_free(NULL);
    wb_writer_free(NULL);
    wb_frame_free(NULL);
    wb_source_free(NULL);
    wb_instrument_free(NULL);
    wb_spec_free(NULL);
    wb_tally_free(NULL);
    wb_weighting_free(NULL);
    wb_scales_free(NULL);
    wb_model_free(NULL);
    wb_model_pass_free(NULL);
    wb_fit_free(NULL);
    wb_ledger_free(NULL);
    wb_monitor_definition_free(NULL);
    wb_monitor_free(NULL);
    wb_monitor_results_free(NULL);
    wb_plan_free(NULL);
    wb_changes_free(NULL);
    wb_store_free(NULL);
    wb_support_free(NULL);
    wb_catalogue_free(NULL);
    wb_questionnaire_free(NULL);
    wb_organisation_free(NULL);
    wb_scan_free(NULL);
    wb_pool_free(NULL);
}

/* NULL brings the usual memory back, again and again. */
static void test_set_allocator__takes_nothing(void **state)
{
    wb_frame *frame = NULL;

    (void)state;
    wb_set_allocator(NULL, NULL);
    wb_set_allocator(NULL, NULL);
    assert_ok(wb_frame_new(1, &frame, NULL));
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers__without_a_name),
        cmocka_unit_test(test_builtin__outside_there_is_none),
        cmocka_unit_test(test_frame__outside_there_is_nothing),
        cmocka_unit_test(test_frame__values_of_another_type),
        cmocka_unit_test(test_weighting__outside_there_is_nothing),
        cmocka_unit_test(test_title__in_another_language),
        cmocka_unit_test(test_writer_bytes__of_another_kind_there_are_none),
        cmocka_unit_test(test_free__of_nothing_does_nothing),
        cmocka_unit_test(test_set_allocator__takes_nothing),
    };

    return cmocka_run_group_tests_name("misuse/getters", tests, NULL, world_end);
}
