/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Histograms of groups and slots: the same bits as sums that are made one by one,
 * whatever registers are used. */
#include "num/pair.h"
#include "num/two_pairs.h"
#include "support.h"
#include "survey/histogram.h"

#include <string.h>

enum { ROWS = 1000, GROUPS = 7, PATTERNS = 9 };

typedef struct rows {
    double w[ROWS];
    double w2_hi[ROWS];
    double w2_lo[ROWS];
    int32_t groups[ROWS];
    uint8_t patterns[ROWS];
    int32_t bins[ROWS + WB_HISTOGRAM_AHEAD];
} rows;

static uint32_t next(uint32_t *state)
{
    return *state = *state * 1664525u + 1013904223u;
}

/* Weights of many sizes, so that what is rounded shows; every fifth row in no group, and
 * `zeros`: every seventh weighs nothing. */
static void invent(rows *r, bool zeros)
{
    uint32_t state = 7;

    for (int i = 0; i < ROWS; i++) {
        double w = (double)(next(&state) | 1) / (double)(1 << i % 30);
        wb_pair square = wb_two_product(w, w);

        r->w[i] = zeros && i % 7 == 0 ? 0 : w;
        r->w2_hi[i] = r->w[i] > 0 ? square.hi : 0;
        r->w2_lo[i] = r->w[i] > 0 ? square.lo : 0;
        r->groups[i] = i % 5 == 0 ? -1 : (int32_t)(next(&state) >> 8) % GROUPS;
        r->patterns[i] = (uint8_t)((next(&state) >> 8) % PATTERNS * 3);
    }
}

static void slots_of(int16_t *slot_of)
{
    memset(slot_of, 0xff, UINT8_MAX * sizeof *slot_of);
    for (int p = 0; p < PATTERNS; p++)
        slot_of[3 * p] = (int16_t)(PATTERNS - 1 - p);
}

/* What a bin has, added row by row. */
static void expect(const wb_histogram *h, const rows *r, const int16_t *slot_of,
                   int32_t group, int32_t slot)
{
    const wb_cell_sum *is = &h->sums[group * h->width + slot];
    wb_pair w = {0, 0};
    wb_pair w2 = {0, 0};
    uint32_t n = 0;

    for (int i = 0; i < ROWS; i++) {
        if (r->groups[i] != group || slot_of[r->patterns[i]] != slot)
            continue;
        w = wb_pair_gather_pair(w, wb_pair_of(r->w[i]));
        w2 = wb_pair_gather_pair(w2, (wb_pair){r->w2_hi[i], r->w2_lo[i]});
        n += r->w[i] > 0;
    }
    assert_memory_equal(is->hi, ((double[]){w.hi, w2.hi}), sizeof is->hi);
    assert_memory_equal(is->lo, ((double[]){w.lo, w2.lo}), sizeof is->lo);
    assert_int_equal(h->n[group * h->width + slot], n);
}

static void check_add(bool zeros)
{
    static rows r;
    int16_t slot_of[UINT8_MAX];
    wb_histogram h = {0};
    wb_histogram_rows add = {r.w, r.w2_hi, r.w2_lo, ROWS, !zeros};

    invent(&r, zeros);
    slots_of(slot_of);
    assert_ok(wb_histogram_reach(&h, GROUPS, PATTERNS, NULL));
    assert_true(wb_histogram_find(&h, r.groups, r.patterns, slot_of, ROWS, r.bins));
    wb_histogram_add(&h, &add, r.bins);
    for (int32_t g = 0; g < GROUPS; g++) {
        for (int32_t slot = 0; slot < PATTERNS; slot++)
            expect(&h, &r, slot_of, g, slot);
    }
    wb_histogram_free(&h);
}

static void test_add__has_the_bits_of_sums_made_one_by_one(void **state)
{
    (void)state;
    check_add(false);
    check_add(true);
}

static void test_find__says_when_a_pattern_has_no_slot_or_no_room(void **state)
{
    const int32_t groups[] = {0, 0, -1};
    const uint8_t patterns[] = {0, 3, 6};
    int32_t bins[3 + WB_HISTOGRAM_AHEAD];
    int16_t slot_of[UINT8_MAX];
    wb_histogram h = {0};

    (void)state;
    slots_of(slot_of);
    assert_false(wb_histogram_find(&h, groups, patterns, slot_of, 3, bins)); /* no room */
    assert_ok(wb_histogram_reach(&h, 1, PATTERNS, NULL));
    assert_true(wb_histogram_find(&h, groups, patterns, slot_of, 3, bins));
    slot_of[6] = (int16_t)h.width; /* of a row in no group, but it must be known */
    assert_false(wb_histogram_find(&h, groups, patterns, slot_of, 3, bins));
    slot_of[6] = -1;
    assert_false(wb_histogram_find(&h, groups, patterns, slot_of, 3, bins));
    wb_histogram_free(&h);
}

static void test_reach__keeps_what_was_counted(void **state)
{
    static rows r;
    int16_t slot_of[UINT8_MAX];
    wb_histogram h = {0};
    wb_histogram copy = {0};
    wb_histogram_rows add = {r.w, r.w2_hi, r.w2_lo, ROWS, true};

    (void)state;
    invent(&r, false);
    slots_of(slot_of);
    assert_ok(wb_histogram_reach(&h, GROUPS, PATTERNS, NULL));
    assert_true(wb_histogram_find(&h, r.groups, r.patterns, slot_of, ROWS, r.bins));
    wb_histogram_add(&h, &add, r.bins);
    assert_ok(wb_histogram_reach(&h, 10 * GROUPS, 10 * PATTERNS, NULL));
    assert_ok(wb_histogram_copy(&h, &copy, NULL));
    wb_histogram_clear(&h);
    for (int32_t g = 0; g < GROUPS; g++) {
        for (int32_t slot = 0; slot < PATTERNS; slot++)
            expect(&copy, &r, slot_of, g, slot);
    }
    for (size_t i = 0; i < (size_t)h.groups * (size_t)h.width; i++) {
        assert_int_equal(h.n[i], 0);
        assert_true(h.sums[i].hi[0] == 0 && h.sums[i].lo[1] == 0);
    }
    wb_histogram_free(&h);
    wb_histogram_free(&copy);
}

static void test_codes__have_the_bits_of_sums_made_one_by_one(void **state)
{
    static rows r;
    static int32_t codes[ROWS];
    int16_t slot_of[UINT8_MAX];
    wb_histogram h = {0};
    wb_histogram_rows add = {r.w, r.w2_hi, r.w2_lo, ROWS, false};

    (void)state;
    invent(&r, true);
    slots_of(slot_of);
    for (int i = 0; i < ROWS; i++)
        codes[i] = slot_of[r.patterns[i]];
    assert_ok(wb_histogram_reach(&h, GROUPS, PATTERNS, NULL));
    wb_histogram_add_codes(&h, &add, r.groups, codes);
    for (int32_t g = 0; g < GROUPS; g++) {
        for (int32_t slot = 0; slot < PATTERNS; slot++)
            expect(&h, &r, slot_of, g, slot);
    }
    wb_histogram_free(&h);
}

static void test_two_pairs__have_the_bits_of_pairs(void **state)
{
    static rows r;

    (void)state;
    invent(&r, false);
    for (int i = 1; i < ROWS; i++) {
        wb_pair a = wb_two_product(r.w[i], r.w[i - 1]);
        wb_pair b = {-r.w2_hi[i], -r.w2_lo[i]};
        wb_pair x = {-r.w2_hi[i - 1], r.w2_lo[i]};
        wb_pair y = wb_two_product(r.w[i], 1.0 / 3);
        wb_pair sums[] = {wb_pair_add(a, x), wb_pair_add(b, y)};
        wb_two_pairs both = wb_two_pairs_add((wb_two_pairs){{a.hi, b.hi}, {a.lo, b.lo}},
                                             (wb_two_pairs){{x.hi, y.hi}, {x.lo, y.lo}});
        double bits[] = {both.hi[0], both.lo[0], both.hi[1], both.lo[1]};

        assert_memory_equal(bits, sums, sizeof bits);
    }
}

static wb_status make_all(void)
{
    wb_histogram h = {0};
    wb_histogram copy = {0};
    wb_status st = wb_histogram_reach(&h, GROUPS, PATTERNS, NULL);

    if (st == WB_OK)
        st = wb_histogram_reach(&h, 2 * GROUPS, PATTERNS, NULL);
    if (st == WB_OK)
        st = wb_histogram_copy(&h, &copy, NULL);
    wb_histogram_free(&h);
    wb_histogram_free(&copy);
    return st;
}

static void test_histogram__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(make_all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_add__has_the_bits_of_sums_made_one_by_one),
        cmocka_unit_test(test_find__says_when_a_pattern_has_no_slot_or_no_room),
        cmocka_unit_test(test_reach__keeps_what_was_counted),
        cmocka_unit_test(test_codes__have_the_bits_of_sums_made_one_by_one),
        cmocka_unit_test(test_two_pairs__have_the_bits_of_pairs),
        cmocka_unit_test(test_histogram__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests_name("survey/histogram", tests, NULL, NULL);
}
