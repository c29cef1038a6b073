/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scales that are too wide for tables, lookups with cut-offs, more members than there may
 * be: where scoring goes another way than it mostly does. */
#include "fixtures.h"

#define INDICATOR(problem, acute)                                                        \
    ",\"indicators\":[{\"id\":\"i\"," LABEL ",\"kind\":\"other\",\"scale\":\"s\","       \
    "\"direction\":\"high\",\"problem\":{\"comparison\":\"at_least\",\"value\":" problem \
    ",\"source\":\"t\"}" acute "}]"
#define ACUTE(value)                                                                     \
    ",\"acute\":{\"comparison\":\"above\",\"value\":" value ",\"source\":\"t\"}"

/* Columns a1, a2 of a type, of which a bitmap says which are there. */
static wb_frame *wide_answers(int32_t type, const void *first, const void *second,
                              int64_t n_rows, const uint8_t *validity)
{
    wb_frame *frame = NULL;
    wb_column column = WB_COLUMN_INIT;

    assert_ok(wb_frame_new(n_rows, &frame, NULL));
    column.type = type;
    column.flags = WB_COLUMN_COPY;
    column.validity = validity;
    column.values = first;
    assert_ok(wb_frame_add_column(frame, "a1", &column, NULL));
    column.values = second;
    assert_ok(wb_frame_add_column(frame, "a2", &column, NULL));
    return frame;
}

static void check_scores(const wb_instrument *instrument, const wb_frame *answers,
                         int64_t n_rows, const double *expected, const double *problem,
                         const double *acute)
{
    wb_frame *scores = score(instrument, answers);

    for (int64_t row = 0; row < n_rows; row++) {
        assert_close(value_of(scores, "s", row), expected[row], 0);
        assert_close(value_of(scores, "i_problem", row), problem[row], 0);
        assert_string_equal(text_of(scores, "s_reason", row),
                            isnan(expected[row]) ? "too_few_answers" : "");
        if (acute != NULL)
            assert_close(value_of(scores, "i_acute", row), acute[row], 0);
    }
    wb_frame_free(scores);
}

static void test_wb_score__a_scale_too_wide_for_tables_is_worked_out(void **state)
{
    const int32_t first[] = {0, 1000, 600, 500, 77, 251};
    const int32_t second[] = {0, 1000, 402, 500, 77, 249};
    const uint8_t validity = 0x2f; /* all but row 4 */
    const double expected[] = {0, 1000, 501, 500, NAN, 250};
    const double problem[] = {0, 1, 1, 1, NAN, 0};
    const double acute[] = {0, 1, 1, 0, NAN, 0};
    wb_instrument *instrument = make_instrument(2, 0, 1000, "", "", "\"rule\":\"mean\"",
                                                INDICATOR("500", ACUTE("500")));
    wb_frame *frame = wide_answers(WB_TYPE_INT32, first, second, 6, &validity);

    (void)state;
    check_scores(instrument, frame, 6, expected, problem, acute);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

/* Few steps, so that tables would do, but codes that are no bytes. */
static void test_wb_score__codes_beyond_a_byte_are_worked_out(void **state)
{
    const int16_t first[] = {200, 204, 201, 202};
    const int16_t second[] = {200, 204, 203, 201};
    const double expected[] = {200, 204, 202, 201.5};
    const double problem[] = {0, 1, 1, 0};
    wb_instrument *instrument =
        make_instrument(2, 200, 204, "", "", "\"rule\":\"mean\"", INDICATOR("202", ""));
    wb_frame *frame = wide_answers(WB_TYPE_INT16, first, second, 4, NULL);

    (void)state;
    check_scores(instrument, frame, 4, expected, problem, NULL);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__a_bitmap_says_which_doubles_are_there(void **state)
{
    const double first[] = {1, 5, 3, 4};
    const double second[] = {2, 5, -7, 1};
    const uint8_t validity = 0x0b; /* all but row 2, which holds what is no answer */
    const double expected[] = {1.5, 5, NAN, 2.5};
    const double problem[] = {0, 1, NAN, 0};
    wb_instrument *instrument =
        make_instrument(2, 1, 5, "", "", "\"rule\":\"mean\"", INDICATOR("3", ""));
    wb_frame *frame = wide_answers(WB_TYPE_FLOAT64, first, second, 4, &validity);

    (void)state;
    check_scores(instrument, frame, 4, expected, problem, NULL);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

/* On at every other sum: more runs of sums than are kept as runs. */
static void test_wb_score__a_light_may_go_on_and_off_with_the_sum(void **state)
{
    const int8_t sums[] = {0, 1, 2, 19, 20, 37, 38};
    int8_t answers[2 * 7];
    const double expected[] = {0, 10, 0, 10, 0, 10, 0};
    const double problem[] = {0, 1, 0, 1, 0, 1, 0};
    char rule[256] = "\"rule\":\"lookup\",\"lookup\":[0";
    wb_instrument *instrument;
    wb_frame *frame;

    (void)state;
    for (int sum = 1; sum <= 38; sum++)
        strcat(rule, sum % 2 == 0 ? ",0" : ",10");
    strcat(rule, "]");
    for (int row = 0; row < 7; row++) {
        answers[row] = (int8_t)(sums[row] / 2);
        answers[7 + row] = (int8_t)(sums[row] - sums[row] / 2);
    }
    instrument = make_instrument(2, 0, 19, "", "", rule, INDICATOR("5", ""));
    frame = make_answers(answers, 2, 7);
    check_scores(instrument, frame, 7, expected, problem, NULL);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

/* One yes/no item with this rule and cut-off: is it an instrument? */
static wb_status read_cutoff(const char *rule, const char *value, wb_error *err)
{
    char text[1024];
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;
    wb_status st;

    snprintf(text, sizeof text,
             HEADING
             "\"items\":[{\"id\":\"a\"," LABEL
             ",\"text\":\"none\",\"min\":1,\"max\":3}],\"scales\":[{\"id\":\"s\"," LABEL
             ",%s,\"items\":[\"a\"]}],\"indicators\":[{\"id\":\"i\"," LABEL
             ",\"kind\":\"other\",\"scale\":\"s\",\"direction\":\"high\","
             "\"problem\":{\"comparison\":\"at_least\",\"value\":%s,"
             "\"source\":\"t\"}}]}",
             rule, value);
    assert_ok(wb_reader_from_memory(text, strlen(text), "test", &reader, NULL));
    st = wb_instrument_read(reader, &instrument, err);
    wb_instrument_free(instrument);
    wb_reader_free(reader);
    return st;
}

static void test_wb_instrument_read__cut_offs_lie_within_what_a_rule_gives(void **state)
{
    static const char lookup[] = "\"rule\":\"lookup\",\"lookup\":[20,-10,5]";
    static const char sum[] = "\"rule\":\"sum\"";
    static const char percent[] = "\"rule\":\"percent\"";
    const struct {
        const char *rule;
        const char *value;
        wb_status status;
    } cases[] = {
        {lookup, "-10", WB_OK},
        {lookup, "20", WB_OK},
        {lookup, "\"-10.1\"", WB_E_DATA},
        {lookup, "\"20.1\"", WB_E_DATA},
        {sum, "1", WB_OK},
        {sum, "3", WB_OK},
        {sum, "\"0.9\"", WB_E_DATA},
        {sum, "\"3.1\"", WB_E_DATA},
        {percent, "0", WB_OK},
        {percent, "100", WB_OK},
        {percent, "-1", WB_E_DATA},
        {percent, "101", WB_E_DATA},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_error err = {0};
        wb_status st = read_cutoff(cases[i].rule, cases[i].value, &err);

        if (st != cases[i].status)
            fail_msg("%s with %s: %s", cases[i].rule, cases[i].value, err.message);
    }
}

static void
test_wb_instrument_table__shows_from_when_and_composites_in_composites(void **state)
{
    static const char text[] = HEADING
        "\"items\":[{\"id\":\"a\"," LABEL ",\"text\":\"none\",\"min\":0,\"max\":1,"
        "\"comparable_from\":2016}],\"scales\":[{\"id\":\"s\"," LABEL
        ",\"rule\":\"sum\",\"items\":[\"a\"]}]" INDICATOR(
            "1", "") ",\"composites\":[{\"id\":\"c\"," LABEL
                     ",\"rule\":\"none_of\",\"of\":[\"i\"]},{\"id\":\"d\"," LABEL
                     ",\"rule\":\"count_of\",\"of\":[\"c\",\"i\"]}]}";
    wb_instrument *instrument = read_text(text);
    wb_frame *table = NULL;

    (void)state;
    assert_ok(wb_instrument_table(instrument, "items", "en", &table, NULL));
    assert_close(value_of(table, "comparable_from", 0), 2016, 0);
    wb_frame_free(table);
    table = NULL;
    assert_ok(wb_instrument_table(instrument, "composites", "en", &table, NULL));
    assert_string_equal(text_of(table, "of", 0), "i");
    assert_string_equal(text_of(table, "of", 1), "c,i");
    wb_frame_free(table);
    assert_fails(wb_instrument_table(instrument, "items", "en", NULL, NULL), WB_E_ARG);
    wb_instrument_free(instrument);
}

static void test_wb_instrument_read__takes_a_reader_and_a_place(void **state)
{
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;

    (void)state;
    assert_ok(wb_reader_from_memory("{}", 2, "test", &reader, NULL));
    assert_fails(wb_instrument_read(reader, NULL, NULL), WB_E_ARG);
    assert_fails(wb_instrument_read(NULL, &instrument, NULL), WB_E_ARG);
    assert_null(instrument);
    wb_reader_free(reader);
}

/* 64 items in each of 2049 scales: 64 more than may be. */
static void test_wb_instrument_read__refuses_more_members_than_there_may_be(void **state)
{
    enum { N_ITEMS = 64, N_SCALES = 2049, ROOM = 1 << 21 };
    char *text = test_malloc(ROOM);
    size_t at = (size_t)snprintf(text, ROOM, HEADING "\"items\":[");
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;
    wb_error err = {0};

    (void)state;
    for (int i = 0; i < N_ITEMS; i++)
        at += (size_t)snprintf(text + at, ROOM - at,
                               "%s{\"id\":\"a%d\"," LABEL
                               ",\"text\":\"none\",\"min\":0,\"max\":1}",
                               i == 0 ? "" : ",", i);
    at += (size_t)snprintf(text + at, ROOM - at, "],\"scales\":[");
    for (int s = 0; s < N_SCALES; s++) {
        at += (size_t)snprintf(text + at, ROOM - at,
                               "%s{\"id\":\"s%d\"," LABEL ",\"rule\":\"sum\",\"items\":[",
                               s == 0 ? "" : ",", s);
        for (int i = 0; i < N_ITEMS; i++)
            at +=
                (size_t)snprintf(text + at, ROOM - at, "%s\"a%d\"", i == 0 ? "" : ",", i);
        at += (size_t)snprintf(text + at, ROOM - at, "]}");
    }
    at += (size_t)snprintf(text + at, ROOM - at, "]}");
    assert_ok(wb_reader_from_memory(text, at, "test", &reader, NULL));
    assert_fails(wb_instrument_read(reader, &instrument, &err), WB_E_LIMIT);
    assert_non_null(strstr(err.where, "#/scales/2048"));
    assert_non_null(strstr(err.message, "131072"));
    wb_reader_free(reader);
    test_free(text);
}

static void test_wb_score__more_threads_than_rows_are_no_matter(void **state)
{
    const int8_t answers[] = {0, 1, 1};
    wb_instrument *instrument = make_instrument(1, 0, 1, "", "", "\"rule\":\"sum\"", "");
    wb_frame *frame = make_answers(answers, 1, 3);
    wb_run run = WB_RUN_INIT;
    wb_frame *scores = NULL;

    (void)state;
    run.threads = 64;
    assert_ok(wb_score(instrument, frame, NULL, &run, &scores, NULL));
    for (int64_t row = 0; row < 3; row++)
        assert_close(value_of(scores, "s", row), answers[row], 0);
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_score__a_scale_too_wide_for_tables_is_worked_out),
        cmocka_unit_test(test_wb_score__codes_beyond_a_byte_are_worked_out),
        cmocka_unit_test(test_wb_score__a_bitmap_says_which_doubles_are_there),
        cmocka_unit_test(test_wb_score__a_light_may_go_on_and_off_with_the_sum),
        cmocka_unit_test(test_wb_instrument_read__cut_offs_lie_within_what_a_rule_gives),
        cmocka_unit_test(
            test_wb_instrument_table__shows_from_when_and_composites_in_composites),
        cmocka_unit_test(test_wb_instrument_read__takes_a_reader_and_a_place),
        cmocka_unit_test(test_wb_instrument_read__refuses_more_members_than_there_may_be),
        cmocka_unit_test(test_wb_score__more_threads_than_rows_are_no_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
