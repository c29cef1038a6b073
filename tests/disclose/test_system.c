/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What an attacker may know, as values under demands: what a witness is, and how many
 * values there may be. */
#include "support.h"

#include "disclose/system.h"

/* Two parts and their total: total - a - b = 0, a - b >= 0. */
typedef struct small {
    wb_system system;
    int64_t truth[3], most[3], value[3];
    uint8_t there[3], fixed[3], exact[2];
    wb_addend terms[5];
    int32_t first[3], used[4];
    wb_use uses[5];
} small;

static void make_small(small *s)
{
    *s = (small){.truth = {9, 5, 4},
                 .most = {20, 8, 8},
                 .value = {9, 5, 4},
                 .there = {1, 1, 1},
                 .fixed = {1, 0, 0},
                 .exact = {1, 0},
                 .terms = {{0, 1}, {1, -1}, {2, -1}, {1, 1}, {2, -1}},
                 .first = {0, 3, 5},
                 .used = {0, 1, 3, 5},
                 .uses = {{0, 1}, {0, -1}, {1, 1}, {0, -1}, {1, -1}}};
    s->system = (wb_system){.n_values = 3,
                            .n_demands = 2,
                            .truth = s->truth,
                            .most = s->most,
                            .there = s->there,
                            .fixed = s->fixed,
                            .terms = s->terms,
                            .first = s->first,
                            .exact = s->exact,
                            .uses = s->uses,
                            .used = s->used,
                            .value = s->value};
}

static bool is_witness(int64_t total, int64_t a, int64_t b)
{
    static const int32_t moved[] = {0, 1, 2};
    small s;

    make_small(&s);
    s.value[0] = total;
    s.value[1] = a;
    s.value[2] = b;
    return wb_system_is_witness(&s.system, moved, 3);
}

static void test_wb_system_is_witness__looks_at_bounds_and_demands(void **state)
{
    (void)state;
    assert_true(is_witness(9, 5, 4));
    assert_true(is_witness(9, 6, 3));
    assert_true(is_witness(9, 8, 1));
    assert_false(is_witness(9, 9, 0));   /* more than there is room for */
    assert_false(is_witness(9, 10, -1)); /* fewer than nobody */
    assert_false(is_witness(9, 4, 5));   /* one is no more than the other */
    assert_false(is_witness(9, 6, 4));   /* not the sum */
    assert_false(is_witness(10, 6, 4));  /* the total was shown */
}

static void test_wb_system_is_witness__has_nothing_that_is_not_there(void **state)
{
    static const int32_t moved[] = {2};
    small s;

    (void)state;
    make_small(&s);
    assert_true(wb_system_is_witness(&s.system, moved, 1));
    s.there[2] = 0;
    assert_false(wb_system_is_witness(&s.system, moved, 1));
}

/* Where nothing was moved there is nothing to look at. */
static void test_wb_system_is_witness__looks_at_what_was_moved(void **state)
{
    small s;

    (void)state;
    make_small(&s);
    s.value[0] = 10;
    assert_true(wb_system_is_witness(&s.system, NULL, 0));
}

static void test_wb_system_make__refuses_more_values_than_it_can_number(void **state)
{
    const wb_headcounts counts = {.n_cells = 2, .n_measures = 100000, .n_rows = 1};
    const wb_relations relations = {.n_splits = 1000};
    wb_system system = {0};
    wb_error err = {0};

    (void)state;
    assert_fails(wb_system_make(&counts, &relations, &system, &err), WB_E_LIMIT);
    assert_string_equal(err.message, "300000003 counts and remainders are too many");
    assert_null(system.truth);
    wb_system_free(&system);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_system_is_witness__looks_at_bounds_and_demands),
        cmocka_unit_test(test_wb_system_is_witness__has_nothing_that_is_not_there),
        cmocka_unit_test(test_wb_system_is_witness__looks_at_what_was_moved),
        cmocka_unit_test(test_wb_system_make__refuses_more_values_than_it_can_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
