/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Composites, scales too wide for tables, and the frame that scoring makes. */
#include "fixtures.h"

#include "frame/frame.h"

/* Two yes/no items, a scale and an indicator on each; then `composites`. */
static wb_instrument *two_lights(const char *composites)
{
    static char text[8192];
    size_t at = (size_t)snprintf(text, sizeof text, HEADING "\"items\":[");

    for (int i = 1; i <= 2; i++)
        at += (size_t)snprintf(text + at, sizeof text - at,
                               "%s{\"id\":\"a%d\"," LABEL
                               ",\"text\":\"own\",\"min\":0,\"max\":2,\"missing\":[9]}",
                               i == 1 ? "" : ",", i);
    at += (size_t)snprintf(text + at, sizeof text - at, "],\"scales\":[");
    for (int i = 1; i <= 2; i++)
        at += (size_t)snprintf(text + at, sizeof text - at,
                               "%s{\"id\":\"s%d\"," LABEL
                               ",\"rule\":\"sum\",\"items\":[\"a%d\"]}",
                               i == 1 ? "" : ",", i, i);
    at += (size_t)snprintf(text + at, sizeof text - at, "],\"indicators\":[");
    for (int i = 1; i <= 2; i++)
        at += (size_t)snprintf(
            text + at, sizeof text - at,
            "%s{\"id\":\"i%d\"," LABEL ",\"kind\":\"other\",\"scale\":\"s%d\","
            "\"direction\":\"high\",\"problem\":{\"comparison\":\"at_least\",\"value\":1,"
            "\"source\":\"t\"},\"acute\":{\"comparison\":\"at_least\",\"value\":2,"
            "\"source\":\"t\"}}",
            i == 1 ? "" : ",", i, i);
    snprintf(text + at, sizeof text - at, "],\"composites\":[%s]}", composites);
    return read_text(text);
}

#define COMPOSITE(id, rule, of, more)                                                    \
    "{\"id\":\"" id "\"," LABEL ",\"rule\":\"" rule "\",\"of\":[" of "]" more "}"

/* Every pair of an answer 0, 1, 2 and missing. */
static wb_frame *all_pairs(void)
{
    static const int8_t codes[] = {0, 1, 2, 9};
    int8_t answers[32];

    for (int i = 0; i < 16; i++) {
        answers[i] = codes[i / 4];
        answers[16 + i] = codes[i % 4];
    }
    return make_answers(answers, 2, 16);
}

static void test_composites__need_all_parts_unless_told_otherwise(void **state)
{
    wb_instrument *instrument =
        two_lights(COMPOSITE("none", "none_of", "\"i1\",\"i2\"", "") "," COMPOSITE(
            "count", "count_of", "\"i1\",\"i2\"",
            "") "," COMPOSITE("some", "count_of", "\"i1\",\"i2\"",
                              ",\"min_known\":1") "," COMPOSITE("red", "count_of",
                                                                "\"i1\",\"i2\"",
                                                                ",\"level\":\"acute\""));
    wb_frame *frame = all_pairs();
    wb_frame *scores = score(instrument, frame);

    (void)state;
    for (int row = 0; row < 16; row++) {
        int known[2] = {row / 4 < 3, row % 4 < 3};
        double problem = (known[0] && row / 4 >= 1) + (known[1] && row % 4 >= 1);
        double acute = (known[0] && row / 4 == 2) + (known[1] && row % 4 == 2);
        int n = known[0] + known[1];

        assert_close(value_of(scores, "none", row), n == 2 ? problem == 0 : NAN, 0);
        assert_close(value_of(scores, "count", row), n == 2 ? problem : NAN, 0);
        assert_close(value_of(scores, "red", row), n == 2 ? acute : NAN, 0);
        assert_close(value_of(scores, "some", row), n >= 1 ? problem : NAN, 0);
        assert_string_equal(text_of(scores, "none_reason", row),
                            n == 2 ? "" : "missing_part");
        assert_string_equal(text_of(scores, "some_reason", row),
                            n >= 1 ? "" : "missing_part");
    }
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_composites__may_stand_on_composites_further_on(void **state)
{
    const char *const select[] = {"top_reason", "top"};
    wb_instrument *instrument =
        two_lights(COMPOSITE("top", "count_of", "\"middle\",\"i2\"", "") "," COMPOSITE(
            "middle", "none_of", "\"bottom\"", "") "," COMPOSITE("bottom", "none_of",
                                                                 "\"i1\"", ""));
    wb_frame *frame = all_pairs();
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_frame *scores = NULL;

    (void)state;
    options.select = select;
    options.n_select = 2;
    assert_ok(wb_score(instrument, frame, &options, NULL, &scores, NULL));
    assert_int_equal(wb_frame_column_count(scores), 2);
    assert_string_equal(wb_frame_column_name(scores, 0), "top_reason");
    for (int row = 0; row < 16; row++) {
        int known = row / 4 < 3 && row % 4 < 3;
        double expected =
            (row / 4 >= 1) + (row % 4 >= 1); /* middle is i1, turned twice */

        assert_close(value_of(scores, "top", row), known ? expected : NAN, 0);
    }
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

/* ---- wide scales against the same sums in plain C ---- */

static uint32_t below(uint32_t *seed, uint32_t n)
{
    return noise(seed) % n;
}

/* Items of one range, as many as asked; answers drawn; the scale by rule. The reversed
 * items are those whose number is a digit of `reversed`. */
static void check_against_plain_sums(int n, int min, int max, const char *rule_name,
                                     int min_answered)
{
    enum { N = 2500 };
    static int16_t drawn[200][N];
    char rule[128];
    wb_instrument *instrument;
    wb_frame *frame = NULL;
    wb_frame *scores;
    uint32_t seed = (uint32_t)(n * 31 + max);
    int range = max - min;

    snprintf(rule, sizeof rule, "\"rule\":\"%s\",\"min_answered\":%d", rule_name,
             min_answered);
    instrument = make_instrument(n, min, max, "25", "9999", rule, "");
    assert_ok(wb_frame_new(N, &frame, NULL));
    for (int i = 0; i < n; i++) {
        wb_column column = WB_COLUMN_INIT;
        char name[16];

        for (int row = 0; row < N; row++)
            drawn[i][row] = below(&seed, 12) == 0
                                ? (int16_t)9999
                                : (int16_t)(min + (int)below(&seed, (uint32_t)range + 1));
        snprintf(name, sizeof name, "a%d", i + 1);
        column.type = WB_TYPE_INT16;
        column.values = drawn[i];
        assert_ok(wb_frame_add_column(frame, name, &column, NULL));
    }
    scores = score(instrument, frame);
    for (int row = 0; row < N; row++) {
        double expected = NAN;
        int count = 0;
        int sum = 0;

        for (int i = 0; i < n; i++) {
            int code = drawn[i][row];

            if (code == 9999)
                continue;
            count++;
            sum += i == 1 || i == 4 ? min + max - code : code;
        }
        if (count >= min_answered) {
            expected = (double)sum / count;
            if (strcmp(rule_name, "percent") == 0)
                expected = 100.0 * (sum - min * count) / (range * count);
            else if (strcmp(rule_name, "sum") == 0)
                expected = (double)sum * n / count;
        }
        assert_close(value_of(scores, "s", row), expected, 0);
    }
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__every_size_of_scale_is_a_plain_sum(void **state)
{
    static const char *const rules[] = {"percent", "mean", "sum"};

    (void)state;
    for (int i = 0; i < 3; i++) {
        check_against_plain_sums(1, -100, 100, rules[i], 1);
        check_against_plain_sums(4, 0, 3, rules[i], 2);      /* a byte */
        check_against_plain_sums(11, 1, 4, rules[i], 8);     /* sum and count in bytes */
        check_against_plain_sums(60, 1, 7, rules[i], 30);    /* too many outcomes */
        check_against_plain_sums(200, 0, 3, rules[i], 1);    /* too big a sum */
        check_against_plain_sums(3, -500, 900, rules[i], 3); /* codes beyond int8 */
    }
}

static void test_wb_score__items_of_different_ranges(void **state)
{
    /* a: 0..1, b: 1..5 reversed, c: 0..10 */
    static const char text[] = HEADING
        "\"items\":[{\"id\":\"a1\"," LABEL ",\"text\":\"own\",\"min\":0,\"max\":1,"
        "\"missing\":[99]},{\"id\":\"a2\"," LABEL ",\"text\":\"own\",\"min\":1,"
        "\"max\":5,\"reversed\":true,\"missing\":[99]},{\"id\":\"a3\"," LABEL
        ",\"text\":\"own\",\"min\":0,\"max\":10,\"missing\":[99]}],\"scales\":["
        "{\"id\":\"p\"," LABEL ",\"rule\":\"percent\",\"items\":[\"a1\",\"a2\","
        "\"a3\"],\"min_answered\":1},{\"id\":\"m\"," LABEL
        ",\"rule\":\"mean\",\"items\":[\"a1\",\"a2\",\"a3\"],\"min_answered\":1},"
        "{\"id\":\"u\"," LABEL ",\"rule\":\"sum\",\"items\":[\"a1\",\"a2\",\"a3\"]}],"
        "\"indicators\":[{\"id\":\"i\"," LABEL
        ",\"kind\":\"other\",\"scale\":\"p\",\"direction\":\"low\",\"problem\":"
        "{\"comparison\":\"below\",\"value\":\"160/3\",\"source\":\"t\"}}]}";
    const int8_t answers[] = {1, 99, 1, 99, 1, 5, 99, 99, 5, 10, 3, 99};
    const double percent[] = {100 * 10 / 15.0, 100 * 10 / 14.0, 100 * 4 / 11.0, NAN};
    const double mean[] = {11 / 3.0, 5.5, 2, NAN}; /* 1 5 5; 1 10; 1 3 */
    const double sum[] = {11, NAN, NAN, NAN};
    wb_instrument *instrument = read_text(text);
    wb_frame *frame = make_answers(answers, 3, 4);
    wb_frame *scores = score(instrument, frame);

    (void)state;
    for (int64_t row = 0; row < 4; row++) {
        assert_close(value_of(scores, "m", row), mean[row], 0);
        assert_close(value_of(scores, "u", row), sum[row], 0);
        assert_close(value_of(scores, "p", row), percent[row], 0);
    }
    assert_close(value_of(scores, "i_problem", 0), 0, 0);
    assert_close(value_of(scores, "i_problem", 2), 1, 0);
    assert_true(isnan(value_of(scores, "i_problem", 3)));
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__reversing_an_item_twice_is_as_not_at_all(void **state)
{
    int8_t answers[3 * 64];
    wb_instrument *plain = make_instrument(3, 0, 3, "", "9", "\"rule\":\"percent\"", "");
    wb_instrument *turned =
        make_instrument(3, 0, 3, "123", "9", "\"rule\":\"percent\"", "");
    wb_frame *frame;
    wb_frame *back;
    wb_frame *a;
    wb_frame *b;

    (void)state;
    for (int i = 0; i < 64; i++) {
        answers[i] = (int8_t)(i % 4);
        answers[64 + i] = (int8_t)(i / 4 % 4);
        answers[128 + i] = (int8_t)(i / 16);
    }
    frame = make_answers(answers, 3, 64);
    for (int i = 0; i < 192; i++)
        answers[i] = (int8_t)(3 - answers[i]);
    back = make_answers(answers, 3, 64);
    a = score(plain, frame);
    b = score(turned, back);
    assert_same(a, b);
    wb_frame_free(a);
    wb_frame_free(b);
    wb_frame_free(back);
    wb_frame_free(frame);
    wb_instrument_free(turned);
    wb_instrument_free(plain);
}

/* ---- the frame ---- */

static wb_frame *with_extra(const char *name)
{
    static const double extra[] = {1.5, 2.5};
    const int8_t answers[] = {0, 1, 1, 1};
    wb_frame *frame = make_answers(answers, 2, 2);
    wb_column column = WB_COLUMN_INIT;

    column.type = WB_TYPE_FLOAT64;
    column.values = extra;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
    return frame;
}

static void test_wb_score__carries_the_columns_asked_for(void **state)
{
    const struct {
        int32_t keep;
        size_t n_columns;
    } cases[] = {{WB_KEEP_OTHERS, 3}, {WB_KEEP_ALL, 5}, {WB_KEEP_NONE, 2}};
    wb_instrument *instrument =
        make_instrument(2, 0, 1, "", "9", "\"rule\":\"mean\"", "");
    wb_frame *frame = with_extra("weight");

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        wb_score_options options = WB_SCORE_OPTIONS_INIT;
        wb_frame *scores = NULL;

        options.keep = cases[i].keep;
        assert_ok(wb_score(instrument, frame, &options, NULL, &scores, NULL));
        assert_int_equal(wb_frame_column_count(scores), cases[i].n_columns);
        assert_int_equal(wb_frame_find(scores, "weight") >= 0, i < 2);
        assert_int_equal(wb_frame_find(scores, "a1") >= 0, i == 1);
        assert_close(value_of(scores, "s", 0), 0.5, 0);
        wb_frame_free(scores);
    }
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__a_name_in_use_is_refused_unless_it_is_left_behind(void **state)
{
    wb_instrument *instrument =
        make_instrument(2, 0, 1, "", "9", "\"rule\":\"mean\"", "");
    wb_frame *frame = with_extra("s_reason");
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_frame *scores = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_score(instrument, frame, &options, NULL, &scores, &err), WB_E_DATA);
    assert_string_equal(err.item, "s_reason");
    assert_null(scores);
    options.keep = WB_KEEP_NONE;
    assert_ok(wb_score(instrument, frame, &options, NULL, &scores, &err));
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__options_that_make_no_sense_are_refused(void **state)
{
    const char *const unknown[] = {"s", "z"};
    const char *const twice[] = {"s", "s"};
    wb_instrument *instrument =
        make_instrument(2, 0, 1, "", "9", "\"rule\":\"mean\"", "");
    wb_frame *frame = with_extra("x");
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_frame *scores = NULL;
    wb_error err = {0};

    (void)state;
    options.select = unknown;
    options.n_select = 2;
    assert_fails(wb_score(instrument, frame, &options, NULL, &scores, &err), WB_E_ARG);
    assert_string_equal(err.item, "z");
    options.select = twice;
    assert_fails(wb_score(instrument, frame, &options, NULL, &scores, &err), WB_E_ARG);
    options.select = NULL;
    assert_fails(wb_score(instrument, frame, &options, NULL, &scores, &err), WB_E_ARG);
    options.n_select = 0;
    options.keep = 7;
    assert_fails(wb_score(instrument, frame, &options, NULL, &scores, &err), WB_E_ARG);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__an_empty_selection_makes_no_score(void **state)
{
    const char *const select[] = {"s"};
    wb_instrument *instrument =
        make_instrument(2, 0, 1, "", "9", "\"rule\":\"mean\"", "");
    wb_frame *frame = with_extra("x");
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_frame *scores = NULL;

    (void)state;
    options.select = select;
    options.keep = WB_KEEP_NONE;
    assert_ok(wb_score(instrument, frame, &options, NULL, &scores, NULL));
    assert_int_equal(wb_frame_column_count(scores), 0);
    assert_non_null(strstr(wb_frame_metadata(scores),
                           "\"options\":{\"keep\":\"none\",\"select\":[]}"));
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__only_the_items_that_are_needed_are_asked_for(void **state)
{
    const char *const select[] = {"i1_acute", "s1"};
    const int8_t answers[] = {0, 2};
    wb_instrument *instrument =
        two_lights(COMPOSITE("none", "none_of", "\"i1\",\"i2\"", ""));
    wb_frame *frame = make_answers(answers, 1, 2);
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_frame *scores = NULL;

    (void)state;
    options.select = select;
    options.n_select = 2;
    assert_ok(wb_score(instrument, frame, &options, NULL, &scores, NULL));
    assert_close(value_of(scores, "i1_acute", 0), 0, 0);
    assert_close(value_of(scores, "i1_acute", 1), 1, 0);
    assert_close(value_of(scores, "s1", 1), 2, 0);
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__labels_and_metadata_say_what_was_done(void **state)
{
    wb_instrument *instrument = employees();
    wb_frame *frame = noisy_answers(instrument, 4, WB_TYPE_INT8, false);
    wb_frame *scores;
    const char *metadata;

    (void)state;
    assert_ok(wb_frame_set_metadata(frame, "{\"SYNTHETIC\":true}", NULL));
    scores = score(instrument, frame);
    metadata = wb_frame_metadata(scores);
    assert_string_equal(
        wb_frame_label(scores, (size_t)wb_frame_find(scores, "vermoeidheid_acute")),
        "psychische vermoeidheid: acuut problematisch");
    assert_string_equal(
        wb_frame_label(scores, (size_t)wb_frame_find(scores, "autonomie")), "autonomie");
    assert_string_equal(
        wb_frame_label(scores, (size_t)wb_frame_find(scores, "werkbaar_reason")),
        "werkbaar werk: geen enkel knelpunt: waarom er geen waarde is");
    assert_non_null(strstr(metadata, "\"answers\":{\"SYNTHETIC\":true}"));
    assert_non_null(strstr(metadata, wb_instrument_hash(instrument)));
    assert_non_null(strstr(metadata, "\"verified\":false"));
    assert_non_null(strstr(metadata, "not the official WBM definition"));
    assert_non_null(
        strstr(metadata, "\"options\":{\"keep\":\"others\",\"select\":null}"));
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__a_frame_without_rows_has_all_columns(void **state)
{
    wb_instrument *instrument = employees();
    wb_frame *frame = noisy_answers(instrument, 0, WB_TYPE_INT8, false);
    wb_frame *scores = score(instrument, frame);

    (void)state;
    assert_int_equal(wb_frame_row_count(scores), 0);
    assert_int_equal(wb_frame_column_count(scores), 2 * 10 + 10 + 4 + 2 * 2);
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

/* ---- running ---- */

static int32_t stop_at_once(void *user, double fraction)
{
    *(double *)user = fraction;
    return 1;
}

static void test_wb_score__stops_when_told_and_keeps_to_its_memory(void **state)
{
    wb_instrument *instrument = employees();
    wb_frame *frame = noisy_answers(instrument, 1000, WB_TYPE_INT8, false);
    wb_frame *scores = NULL;
    wb_run run = WB_RUN_INIT;
    double fraction = -1;

    (void)state;
    run.progress = stop_at_once;
    run.user = &fraction;
    assert_fails(wb_score(instrument, frame, NULL, &run, &scores, NULL), WB_E_CANCELLED);
    assert_close(fraction, 1, 0);
    assert_null(scores);
    run.progress = NULL;
    run.memory_limit = 1000;
    assert_fails(wb_score(instrument, frame, NULL, &run, &scores, NULL), WB_E_LIMIT);
    run.memory_limit = 1000000;
    assert_ok(wb_score(instrument, frame, NULL, &run, &scores, NULL));
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

/* Something of everything: tables, whole sums, missing codes, lights, composites. */
static const char small[] = HEADING
    "\"items\":[{\"id\":\"a1\"," LABEL
    ",\"text\":\"own\",\"min\":0,\"max\":1,\"missing\":[8,9]},{\"id\":\"a2\"," LABEL
    ",\"text\":\"own\",\"min\":0,\"max\":500}],\"scales\":[{\"id\":\"s1\"," LABEL
    ",\"rule\":\"sum\",\"items\":[\"a1\"]},{\"id\":\"s2\"," LABEL
    ",\"rule\":\"mean\",\"items\":[\"a2\"]},{\"id\":\"s3\"," LABEL
    ",\"rule\":\"lookup\",\"items\":[\"a1\"],\"lookup\":[1,\"1/2\"]}],\"indicators\":[{"
    "\"id\":\"i\"," LABEL
    ",\"kind\":\"other\",\"scale\":\"s1\",\"direction\":\"high\",\"problem\":{"
    "\"comparison\":\"at_least\",\"value\":1,\"source\":\"t\"}}],\"composites\":"
    "[" COMPOSITE("c", "none_of", "\"i\"", "") "]}";

static wb_status read_small(wb_instrument **instrument)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_from_memory(small, strlen(small), NULL, &reader, NULL);

    if (st == WB_OK)
        st = wb_instrument_read(reader, instrument, NULL);
    wb_reader_free(reader);
    return st;
}

static wb_status small_answers(wb_frame **frame)
{
    static const int8_t one = 1;
    wb_column column = WB_COLUMN_INIT;
    wb_status st = wb_frame_new(1, frame, NULL);

    column.type = WB_TYPE_INT8;
    column.values = &one;
    if (st == WB_OK)
        st = wb_frame_add_column(*frame, "a1", &column, NULL);
    if (st == WB_OK)
        st = wb_frame_add_column(*frame, "a2", &column, NULL);
    if (st == WB_OK)
        st = wb_frame_add_column(*frame, "weight", &column, NULL);
    return st;
}

static wb_status score_whole(const wb_instrument *instrument, const wb_frame *frame)
{
    const char *const select[] = {"c", "s2"};
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_frame *scores = NULL;
    wb_status st = wb_score(instrument, frame, NULL, NULL, &scores, NULL);

    wb_frame_free(scores);
    options.select = select;
    options.n_select = 2;
    if (st == WB_OK) {
        st = wb_score(instrument, frame, &options, NULL, &scores, NULL);
        wb_frame_free(scores);
    }
    return st;
}

static wb_status score_in_parts(const wb_instrument *instrument, const wb_frame *frame)
{
    wb_source *source = NULL;
    wb_source *scored = NULL;
    wb_frame *scores = NULL;
    wb_status st = wb_source_from_frame(frame, 0, &source, NULL);

    if (st == WB_OK)
        st = wb_score_source(instrument, source, NULL, &scored, NULL);
    if (st != WB_OK)
        wb_source_free(source);
    if (st == WB_OK)
        st = wb_source_next(scored, &scores, NULL);
    wb_frame_free(scores);
    scores = NULL;
    if (st == WB_OK)
        st = wb_source_range(scored, 0, 1, &scores, NULL);
    wb_frame_free(scores);
    wb_source_free(scored);
    return st;
}

static wb_status show_all(const wb_instrument *instrument)
{
    static const char *const parts[] = {"items", "scales", "indicators", "composites"};
    wb_status st = WB_OK;

    for (int i = 0; i < 4 && st == WB_OK; i++) {
        wb_frame *table = NULL;

        st = wb_instrument_table(instrument, parts[i], "en", &table, NULL);
        wb_frame_free(table);
    }
    return st;
}

static wb_status read_and_score(void)
{
    wb_instrument *instrument = NULL;
    wb_frame *frame = NULL;
    wb_status st = read_small(&instrument);

    if (st == WB_OK)
        st = small_answers(&frame);
    if (st == WB_OK)
        st = score_whole(instrument, frame);
    if (st == WB_OK)
        st = score_in_parts(instrument, frame);
    if (st == WB_OK)
        st = show_all(instrument);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
    return st;
}

static void test_wb_score__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(read_and_score);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_composites__need_all_parts_unless_told_otherwise),
        cmocka_unit_test(test_composites__may_stand_on_composites_further_on),
        cmocka_unit_test(test_wb_score__every_size_of_scale_is_a_plain_sum),
        cmocka_unit_test(test_wb_score__items_of_different_ranges),
        cmocka_unit_test(test_wb_score__reversing_an_item_twice_is_as_not_at_all),
        cmocka_unit_test(test_wb_score__carries_the_columns_asked_for),
        cmocka_unit_test(
            test_wb_score__a_name_in_use_is_refused_unless_it_is_left_behind),
        cmocka_unit_test(test_wb_score__options_that_make_no_sense_are_refused),
        cmocka_unit_test(test_wb_score__an_empty_selection_makes_no_score),
        cmocka_unit_test(test_wb_score__only_the_items_that_are_needed_are_asked_for),
        cmocka_unit_test(test_wb_score__labels_and_metadata_say_what_was_done),
        cmocka_unit_test(test_wb_score__a_frame_without_rows_has_all_columns),
        cmocka_unit_test(test_wb_score__stops_when_told_and_keeps_to_its_memory),
        cmocka_unit_test(test_wb_score__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
