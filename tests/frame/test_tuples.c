/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Ids of pairs against a plain search, in each of the tables behind them. */
#include "frame/tuples.h"
#include "support.h"

#include <stdlib.h>

/* Pairs that a dense table holds; of many a with few b; of few a with many b; and many b
 * of one a after few of many. */
enum { DENSE, CHAINS, HASH, LONG_CHAIN, SHAPES };

static void pair_at(int shape, int32_t i, int32_t *a, int32_t *b)
{
    uint32_t mixed = (uint32_t)i * 2654435761u >> 7;

    *a = (int32_t)(mixed % (shape == DENSE || shape == HASH ? 30 : 90000));
    *b = (int32_t)(mixed / 97 % (shape == DENSE ? 50 : shape == HASH ? 100000 : 3));
    if (shape == CHAINS || shape == LONG_CHAIN)
        *b += 40; /* too many for a dense table */
    if (shape == LONG_CHAIN && i >= 60000) {
        *a = 11;
        *b = i - 60000;
    }
}

/* The same ids by sorting: an id per distinct pair, in order of first sight. */
typedef struct seen {
    uint64_t key;
    int32_t at;
} seen;

static int by_key(const void *x, const void *y)
{
    const seen *p = x, *q = y;

    if (p->key != q->key)
        return p->key < q->key ? -1 : 1;
    return (p->at > q->at) - (p->at < q->at);
}

enum { PAIRS = 120000 };

static int32_t expected_ids(int shape, int32_t *ids)
{
    seen *all = malloc(PAIRS * sizeof *all);
    int32_t *first = malloc(PAIRS * sizeof *first);
    int32_t n = 0;

    assert_non_null(all);
    assert_non_null(first);
    for (int32_t i = 0; i < PAIRS; i++) {
        int32_t a = 0, b = 0;

        pair_at(shape, i, &a, &b);
        all[i] = (seen){(uint64_t)(uint32_t)a << 32 | (uint32_t)b, i};
    }
    qsort(all, PAIRS, sizeof *all, by_key);
    for (int32_t i = 0; i < PAIRS; i++)
        first[all[i].at] =
            i > 0 && all[i].key == all[i - 1].key ? first[all[i - 1].at] : all[i].at;
    for (int32_t i = 0; i < PAIRS; i++)
        ids[i] = first[i] == i ? n++ : ids[first[i]];
    free(all);
    free(first);
    return n;
}

static void assert_ids(wb_combos *combos, int shape, const int32_t *ids, int32_t n)
{
    enum { BLOCK = 500 };
    int32_t a[BLOCK], b[BLOCK], found[BLOCK];

    for (int32_t i = 0; i < PAIRS; i += BLOCK) {
        for (int32_t k = 0; k < BLOCK; k++)
            pair_at(shape, i + k, &a[k], &b[k]);
        assert_ok(wb_combos_map(combos, a, b, BLOCK, found, NULL));
        assert_memory_equal(found, ids + i, sizeof found);
    }
    assert_int_equal(combos->count, n);
}

static void test_wb_combos_map__ids_are_in_order_of_first_sight(void **state)
{
    static int32_t ids[PAIRS];

    (void)state;
    for (int shape = 0; shape < SHAPES; shape++) {
        int32_t n = expected_ids(shape, ids);
        wb_combos combos = {0}, copy = {0};

        assert_ids(&combos, shape, ids, n);
        assert_true(shape == DENSE    ? combos.height > 0
                    : shape == CHAINS ? combos.n_heads > 0
                                      : combos.n_slots > 0);
        assert_ids(&combos, shape, ids, n); /* all are known now */
        assert_ok(wb_combos_copy(&combos, &copy, NULL));
        assert_ids(&copy, shape, ids, n);
        wb_combos_free(&copy);
        wb_combos_drop_table(&combos);
        assert_ids(&combos, shape, ids, n);
        wb_combos_clear(&combos);
        assert_int_equal(combos.count, 0);
        assert_ids(&combos, shape, ids, n);
        wb_combos_free(&combos);
    }
}

static void test_wb_combos_map__of_negative_codes_is_minus_one(void **state)
{
    const int32_t a[] = {0, -1, 2, 0}, b[] = {-1, 3, 5, 1};
    const int32_t expected[] = {-1, -1, 0, 1};
    int32_t ids[4];
    wb_combos combos = {0};

    (void)state;
    assert_ok(wb_combos_map(&combos, a, b, 4, ids, NULL));
    assert_memory_equal(ids, expected, sizeof ids);
    wb_combos_free(&combos);
}

static void test_wb_combos_append__is_asked_for_ids_after_a_table_is_dropped(void **state)
{
    wb_combos combos = {0};
    int32_t id = -1;

    (void)state;
    for (int32_t i = 0; i < 100; i++)
        assert_ok(wb_combos_append(&combos, 3 * i, 100 - i, NULL));
    wb_combos_drop_table(&combos);
    assert_ok(wb_combos_id(&combos, 3 * 42, 100 - 42, &id, NULL));
    assert_int_equal(id, 42);
    assert_ok(wb_combos_id(&combos, 1, 1, &id, NULL));
    assert_int_equal(id, 100);
    wb_combos_free(&combos);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_combos_map__ids_are_in_order_of_first_sight),
        cmocka_unit_test(test_wb_combos_map__of_negative_codes_is_minus_one),
        cmocka_unit_test(
            test_wb_combos_append__is_asked_for_ids_after_a_table_is_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
