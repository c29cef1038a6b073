/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scoring as the answers are read gives what scoring them whole gives. */
#include "fixtures.h"

#include "frame/frame.h"

static wb_source *scored_in_chunks(const wb_instrument *instrument, const wb_frame *frame,
                                   int64_t chunk_rows)
{
    wb_source *answers = NULL;
    wb_source *scored = NULL;

    assert_ok(wb_source_from_frame(frame, chunk_rows, &answers, NULL));
    assert_ok(wb_score_source(instrument, answers, NULL, &scored, NULL));
    return scored;
}

static void check_chunks(int64_t n_rows, int64_t chunk_rows)
{
    wb_instrument *instrument = employees();
    wb_frame *frame = noisy_answers(instrument, n_rows, WB_TYPE_INT8, false);
    wb_frame *whole = score(instrument, frame);
    wb_source *scored = scored_in_chunks(instrument, frame, chunk_rows);
    wb_frame *first = NULL;
    wb_frame *all = NULL;

    assert_ok(wb_source_next(scored, &first, NULL));
    wb_frame_free(first);
    assert_ok(wb_source_rewind(scored, NULL));
    assert_ok(wb_source_collect(scored, NULL, &all, NULL));
    assert_same(whole, all);
    assert_string_equal(wb_frame_metadata(all), wb_frame_metadata(whole));
    wb_frame_free(all);
    wb_source_free(scored);
    wb_frame_free(whole);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score_source__chunks_are_the_whole(void **state)
{
    const int64_t sizes[][2] = {{60, 1},      {200, 7},     {6000, 1000},
                                {6000, 2048}, {6000, 5000}, {6000, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        check_chunks(sizes[i][0], sizes[i][1]);
}

static void test_wb_score_source__ranges_are_the_whole(void **state)
{
    const int64_t ranges[][2] = {{0, 6000}, {1, 1},    {2047, 2},
                                 {5999, 1}, {6000, 0}, {100, 4999}};
    wb_instrument *instrument = employees();
    wb_frame *frame = noisy_answers(instrument, 6000, WB_TYPE_INT16, false);
    wb_frame *whole = score(instrument, frame);
    wb_source *scored = scored_in_chunks(instrument, frame, 64);

    (void)state;
    assert_true(wb_source_has_range(scored));
    assert_int_equal(wb_source_total_rows(scored), 6000);
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        wb_frame *part = NULL;
        wb_frame *same = NULL;

        assert_ok(wb_source_range(scored, ranges[i][0], ranges[i][1], &part, NULL));
        assert_ok(wb_frame_slice(whole, ranges[i][0], ranges[i][1], &same, NULL));
        assert_same(same, part);
        wb_frame_free(same);
        wb_frame_free(part);
    }
    wb_source_free(scored);
    wb_frame_free(whole);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

typedef struct range_job {
    const wb_source *scored;
    const wb_frame *whole;
} range_job;

static wb_status check_part(void *user, size_t part, wb_error *err)
{
    const range_job *job = user;
    int64_t at = wb_frame_find(job->whole, "knelpunten");
    wb_frame *scores = NULL;
    wb_status st = wb_source_range(job->scored, (int64_t)part * 300, 300, &scores, err);

    for (int64_t row = 0; st == WB_OK && row < 300; row++) {
        double a = wb_frame_double(scores, (size_t)at, row);
        double b = wb_frame_double(job->whole, (size_t)at, (int64_t)part * 300 + row);

        if (a != b && !(isnan(a) && isnan(b)))
            st = wb_fail(err, WB_E_CONFLICT, "another value");
    }
    wb_frame_free(scores);
    return st;
}

static void test_wb_score_source__ranges_may_be_read_by_several_threads(void **state)
{
    wb_instrument *instrument = employees();
    wb_frame *frame = noisy_answers(instrument, 6000, WB_TYPE_INT8, false);
    wb_frame *whole = score(instrument, frame);
    wb_source *scored = scored_in_chunks(instrument, frame, 0);
    range_job job = {scored, whole};

    (void)state;
    assert_ok(wb_run_parts(4, 20, check_part, &job, NULL));
    wb_source_free(scored);
    wb_frame_free(whole);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score_source__outlives_its_instrument(void **state)
{
    wb_instrument *instrument = employees();
    wb_frame *frame = noisy_answers(instrument, 100, WB_TYPE_INT8, false);
    wb_frame *whole = score(instrument, frame);
    wb_source *scored = scored_in_chunks(instrument, frame, 30);
    wb_frame *all = NULL;

    (void)state;
    wb_instrument_free(instrument);
    wb_frame_free(frame);
    assert_ok(wb_source_collect(scored, NULL, &all, NULL));
    wb_source_free(scored);
    assert_same(whole, all);
    wb_frame_free(all);
    wb_frame_free(whole);
}

static void test_wb_score_source__rows_of_faults_count_from_the_start(void **state)
{
    static int8_t answers[5000];
    wb_instrument *instrument =
        make_instrument(1, 0, 1, "", "9", "\"rule\":\"mean\"", "");
    wb_frame *frame;
    wb_source *scored;
    wb_frame *part = NULL;
    wb_error err = {0};

    (void)state;
    answers[4321] = 2;
    frame = make_answers(answers, 1, 5000);
    scored = scored_in_chunks(instrument, frame, 1000);
    for (int i = 0; i < 4; i++) {
        assert_ok(wb_source_next(scored, &part, &err));
        wb_frame_free(part);
    }
    assert_fails(wb_source_next(scored, &part, &err), WB_E_DATA);
    assert_int_equal(err.row, 4321);
    assert_string_equal(err.item, "a1");
    err.row = 0;
    assert_fails(wb_source_range(scored, 4300, 100, &part, &err), WB_E_DATA);
    assert_int_equal(err.row, 4321);
    assert_ok(wb_source_range(scored, 4322, 100, &part, &err));
    wb_frame_free(part);
    wb_source_free(scored);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static wb_status next_of_one(void *user, wb_frame **out, wb_error *err)
{
    wb_frame **left = user;

    (void)err;
    *out = *left;
    *left = NULL;
    return WB_OK;
}

static void test_wb_score_source__a_source_without_ranges_offers_none(void **state)
{
    const int8_t answers[] = {1, 0, 9};
    wb_instrument *instrument =
        make_instrument(1, 0, 1, "", "9", "\"rule\":\"mean\"", "");
    wb_frame *left = make_answers(answers, 1, 3);
    wb_source *source = NULL;
    wb_source *scored = NULL;
    wb_frame *schema = NULL;
    wb_frame *scores = NULL;

    (void)state;
    assert_ok(wb_source_new(next_of_one, NULL, NULL, &left, &source, NULL));
    assert_ok(wb_score_source(instrument, source, NULL, &scored, NULL));
    assert_false(wb_source_has_range(scored));
    assert_ok(wb_source_schema(scored, &schema, NULL));
    assert_int_equal(wb_frame_row_count(schema), 0);
    assert_true(wb_frame_find(schema, "s_reason") >= 0);
    assert_ok(wb_source_next(scored, &scores, NULL));
    assert_close(value_of(scores, "s", 0), 1, 0);
    wb_frame_free(scores);
    assert_ok(wb_source_next(scored, &scores, NULL));
    assert_null(scores);
    assert_true(wb_source_rewind(scored, NULL) != WB_OK);
    wb_frame_free(schema);
    wb_source_free(scored);
    wb_instrument_free(instrument);
}

static void test_wb_score_source__leaves_the_source_alone_when_it_fails(void **state)
{
    const int8_t answers[] = {1};
    const char *const select[] = {"z"};
    wb_instrument *instrument =
        make_instrument(2, 0, 1, "", "9", "\"rule\":\"mean\"", "");
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_frame *frame = make_answers(answers, 1, 1);
    wb_source *source = NULL;
    wb_source *scored = NULL;
    wb_frame *first = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_fails(wb_score_source(instrument, source, NULL, &scored, &err), WB_E_DATA);
    assert_string_equal(err.item, "a2");
    options.select = select;
    options.n_select = 1;
    assert_fails(wb_score_source(instrument, source, &options, &scored, &err), WB_E_ARG);
    assert_fails(wb_score_source(instrument, NULL, NULL, &scored, &err), WB_E_ARG);
    assert_fails(wb_score_source(NULL, source, NULL, &scored, &err), WB_E_ARG);
    assert_fails(wb_score_source(instrument, source, NULL, NULL, &err), WB_E_ARG);
    assert_null(scored);
    assert_ok(wb_source_next(source, &first, NULL));
    assert_int_equal(wb_frame_row_count(first), 1);
    wb_frame_free(first);
    wb_source_free(source);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_score_source__chunks_are_the_whole),
        cmocka_unit_test(test_wb_score_source__ranges_are_the_whole),
        cmocka_unit_test(test_wb_score_source__ranges_may_be_read_by_several_threads),
        cmocka_unit_test(test_wb_score_source__outlives_its_instrument),
        cmocka_unit_test(test_wb_score_source__rows_of_faults_count_from_the_start),
        cmocka_unit_test(test_wb_score_source__a_source_without_ranges_offers_none),
        cmocka_unit_test(test_wb_score_source__leaves_the_source_alone_when_it_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
