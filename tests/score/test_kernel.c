/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every set of kernels against loops that are plain to see, for every length of the tail.
 */
#include "support.h"

#include "score/kernel.h"

#include <string.h>

enum { ROOM = 256 };

static uint32_t state_of_noise;

static uint32_t noise(uint32_t below)
{
    state_of_noise = state_of_noise * 1664525u + 1013904223u;
    return (state_of_noise >> 8) % below;
}

static const wb_kernels *sets[2];
static size_t n_sets;

static int find_sets(void **state)
{
    (void)state;
    n_sets = 0;
    sets[n_sets++] = &wb_kernels_plain;
    if (wb_kernels_best() != &wb_kernels_plain)
        sets[n_sets++] = wb_kernels_best();
    return 0;
}

/* What one answer adds to a sum; -1 where it is missing, -2 where it is wrong. */
static int plain_value(int answer, int min, int max, int reversed, int missing)
{
    if (answer >= min && answer <= max)
        return reversed ? max - answer : answer - min;
    return answer == missing ? -1 : -2;
}

typedef struct sums {
    uint8_t index[ROOM];
    uint8_t sum[ROOM];
    uint8_t count[ROOM];
} sums;

static void check_item(const wb_kernels *set, const int8_t *answers,
                       const uint8_t *present, size_t n, int min, int max, int reversed)
{
    enum { MISSING = 99, STEP = 40 };
    sums made = {{0}, {0}, {0}};
    wb_byte_item item = wb_byte_item_make(min, max, reversed, MISSING, STEP);
    wb_byte_item apart = wb_byte_item_make(min, max, reversed, MISSING, 0);
    uint8_t fault = set->add_index(&item, answers, present, n, made.index);
    uint8_t fault_apart = set->add_sum(&apart, answers, present, n, made.sum, made.count);
    int wrong = 0;

    for (size_t i = 0; i < n; i++) {
        int value = plain_value(answers[i], min, max, reversed, MISSING);

        if (present != NULL && !present[i])
            value = -1;
        wrong |= value == -2;
        assert_int_equal(made.index[i], value < 0 ? 0 : value + STEP);
        assert_int_equal(made.sum[i], value < 0 ? 0 : value);
        assert_int_equal(made.count[i], value >= 0);
    }
    assert_int_equal(fault != 0, wrong);
    assert_int_equal(fault_apart != 0, wrong);
}

static void test_add_index__counts_and_sums_as_a_plain_loop(void **state)
{
    int8_t answers[ROOM];
    uint8_t present[ROOM];

    (void)state;
    for (size_t set = 0; set < n_sets; set++) {
        for (size_t n = 0; n <= 100; n++) {
            int min = (int)noise(7) - 3;
            int max = min + 1 + (int)noise(30);
            int wrong = noise(3) == 0;

            for (size_t i = 0; i < n; i++) {
                answers[i] = (int8_t)(min + (int)noise((uint32_t)(max - min + 1)));
                if (noise(9) == 0)
                    answers[i] = wrong ? (int8_t)noise(256) : 99;
                present[i] = noise(5) != 0;
            }
            check_item(sets[set], answers, NULL, n, min, max, (int)noise(2));
            check_item(sets[set], answers, present, n, min, max, (int)noise(2));
        }
    }
}

static void test_add_index__holds_at_the_ends_of_int8(void **state)
{
    int8_t answers[ROOM];

    (void)state;
    for (int i = 0; i < ROOM; i++)
        answers[i] = (int8_t)(i - 128);
    for (size_t set = 0; set < n_sets; set++) {
        uint8_t sum[ROOM] = {0};
        uint8_t count[ROOM] = {0};
        wb_byte_item item = wb_byte_item_make(-128, 127, 0, -128, 0);
        wb_byte_item turned = wb_byte_item_make(-128, 127, 1, -128, 0);

        assert_int_equal(sets[set]->add_sum(&item, answers, NULL, ROOM, sum, count), 0);
        assert_int_equal(sum[0], 0);
        assert_int_equal(sum[255], 255);
        assert_int_equal(sets[set]->add_sum(&turned, answers, NULL, ROOM, sum, count), 0);
        for (int i = 0; i < ROOM; i++) {
            assert_int_equal(sum[i], 255); /* an answer and its reverse */
            assert_int_equal(count[i], 2);
        }
    }
}

static void test_find_runs__is_the_table_they_stand_for(void **state)
{
    const wb_light_runs runs = {3, 50, {60, 90, 255}, {5, 0, 0}};
    uint8_t index[ROOM];
    int8_t out[ROOM + 1];

    (void)state;
    for (int i = 0; i < ROOM; i++)
        index[i] = (uint8_t)(255 - i);
    for (size_t set = 0; set < n_sets; set++) {
        for (size_t n = 0; n <= ROOM; n++) {
            memset(out, 77, sizeof out);
            sets[set]->find_runs(&runs, index, n, out);
            for (size_t i = 0; i < n; i++) {
                int at = index[i];
                int on = (at >= 60 && at <= 65) || at == 90 || at == 255;

                assert_int_equal(out[i], at < 50 ? WB_NO_LIGHT : on);
            }
            assert_int_equal(out[n], 77);
        }
    }
}

static void test_composites__count_what_is_known_and_on(void **state)
{
    const int8_t lights[3] = {0, 1, WB_NO_LIGHT};
    int8_t light[2][ROOM];

    (void)state;
    for (size_t i = 0; i < ROOM; i++) {
        light[0][i] = lights[i % 3];
        light[1][i] = lights[i / 3 % 3];
    }
    for (size_t set = 0; set < n_sets; set++) {
        for (size_t n = 1; n <= 70; n++) {
            uint8_t known[ROOM] = {0};
            uint8_t on[ROOM] = {0};
            int8_t none[ROOM];
            int8_t reason[ROOM];
            int32_t count[ROOM];
            uint8_t min_known = (uint8_t)(1 + n % 2);

            none[n] = reason[n] = 77;
            count[n] = 77;
            for (int part = 0; part < 2; part++)
                sets[set]->add_light(light[part], n, known, on);
            sets[set]->none_of(known, on, min_known, n, none);
            sets[set]->count_of(known, on, min_known, n, count);
            sets[set]->reason_of(known, min_known, n, reason);
            for (size_t i = 0; i < n; i++) {
                int n_known = (light[0][i] >= 0) + (light[1][i] >= 0);
                int n_on = (light[0][i] == 1) + (light[1][i] == 1);
                int there = n_known >= min_known;

                assert_int_equal(none[i], there ? n_on == 0 : WB_NO_LIGHT);
                assert_int_equal(count[i], there ? n_on : WB_NO_COUNT);
                assert_int_equal(reason[i], there ? WB_NO_LIGHT : 0);
            }
            assert_true(none[n] == 77 && reason[n] == 77 && count[n] == 77);
        }
    }
}

static void test_join_index__is_count_times_step_plus_sum(void **state)
{
    const uint8_t count[3] = {0, 11, 3};
    const uint8_t sum[3] = {0, 200, 9};
    uint16_t index[3];
    double doubles[3];
    int8_t bytes[3];
    double table[16] = {[9] = 0.5};
    int8_t small[16] = {[9] = 7};

    (void)state;
    for (size_t set = 0; set < n_sets; set++) {
        sets[set]->join_index(count, sum, 201, 3, index);
        assert_true(index[0] == 0 && index[1] == 11 * 201 + 200 && index[2] == 612);
        sets[set]->widen_index(sum, 3, index);
        assert_true(index[0] == 0 && index[1] == 200 && index[2] == 9);
    }
    wb_look_up_doubles(table, index + 2, 1, doubles);
    wb_look_up_bytes(small, index + 2, 1, bytes);
    assert_true(doubles[0] == 0.5 && bytes[0] == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_add_index__counts_and_sums_as_a_plain_loop),
        cmocka_unit_test(test_add_index__holds_at_the_ends_of_int8),
        cmocka_unit_test(test_find_runs__is_the_table_they_stand_for),
        cmocka_unit_test(test_composites__count_what_is_known_and_on),
        cmocka_unit_test(test_join_index__is_count_times_step_plus_sum),
    };

    return cmocka_run_group_tests(tests, find_sets, NULL);
}
