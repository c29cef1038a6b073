/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scores, lights and bottlenecks worked out by hand. */
#include "fixtures.h"

#define PROBLEM                                                                          \
    ",\"indicators\":[{\"id\":\"i\"," LABEL ",\"kind\":\"other\",\"scale\":\"s\","       \
    "\"direction\":\"high\",\"problem\":{\"comparison\":\"at_least\",\"value\":\"50\","  \
    "\"source\":\"t\"},\"acute\":{\"comparison\":\"above\",\"value\":\"200/3\","         \
    "\"source\":\"t\"}}]"

static void test_wb_score__percent_by_hand(void **state)
{
    /* Codes 1..4, item 2 reversed. Rows: 1 4 1 -> 0+0+0; 4 1 4 -> 9 of 9; 2 - 3 -> 3 of
     * 6; 4 4 4 -> 6 of 9, all missing. */
    const int8_t answers[] = {1, 4, 2, 4, 99, 4, 1, 99, 4, 99, 1, 4, 3, 4, 99};
    const double expected[] = {0, 100, 50, 100 * 6 / 9.0, NAN};
    const double problem[] = {0, 1, 1, 1, NAN};
    const double acute[] = {0, 1, 0, 0, NAN};
    wb_instrument *instrument = make_instrument(
        3, 1, 4, "2", "99", "\"rule\":\"percent\",\"min_answered\":2", PROBLEM);
    wb_frame *frame = make_answers(answers, 3, 5);
    wb_frame *scores = score(instrument, frame);

    (void)state;
    for (int64_t row = 0; row < 5; row++) {
        assert_close(value_of(scores, "s", row), expected[row], 0);
        assert_close(value_of(scores, "i_problem", row), problem[row], 0);
        assert_close(value_of(scores, "i_acute", row), acute[row], 0);
        assert_string_equal(text_of(scores, "s_reason", row),
                            row == 4 ? "too_few_answers" : "");
    }
    assert_int_equal(wb_frame_column_count(scores), 4);
    wb_frame_free(scores);
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void test_wb_score__mean_sum_and_lookup_by_hand(void **state)
{
    const int8_t answers[] = {1, 5, 2, 1, 5, 99};
    const struct {
        const char *rule;
        double expected[3];
    } cases[] = {
        {"\"rule\":\"mean\"", {3, 3, NAN}}, /* item 1 reversed: 5 and 1, 1 and 5 */
        {"\"rule\":\"mean\",\"min_answered\":1", {3, 3, 4}},
        {"\"rule\":\"sum\",\"min_answered\":1", {6, 6, 8}},
        {"\"rule\":\"lookup\",\"lookup\":[0,1,2,\"5/2\",\"4.25\",5,6,7,8]",
         {4.25, 4.25, NAN}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_instrument *instrument =
            make_instrument(2, 1, 5, "1", "99", cases[i].rule, "");
        wb_frame *frame = make_answers(answers, 2, 3);
        wb_frame *scores = score(instrument, frame);

        for (int64_t row = 0; row < 3; row++)
            assert_close(value_of(scores, "s", row), cases[i].expected[row], 0);
        wb_frame_free(scores);
        wb_frame_free(frame);
        wb_instrument_free(instrument);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_score__percent_by_hand),
        cmocka_unit_test(test_wb_score__mean_sum_and_lookup_by_hand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
