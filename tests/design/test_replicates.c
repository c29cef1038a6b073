/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Made replicates: what their factors are, that they give a linear total the variance
 * that linearisation gives, and that they are the same everywhere. */
#include "trees.h"

#include "design/hadamard.h"
#include "design/replicates.h"

/* ---- Hadamard matrices ---- */

static void test_hadamard__least_order_that_can_be_made(void **state)
{
    (void)state;
    static const int32_t expected[][2] = {{0, 4},   {1, 4},   {3, 4},    {4, 8},
                                          {11, 12}, {12, 16}, {27, 28},  {35, 36},
                                          {51, 56}, {75, 76}, {99, 104}, {1000, 1008}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        wb_hadamard h;
        assert_ok(wb_hadamard_init(&h, expected[i][0], NULL));
        assert_int_equal(h.order, expected[i][1]);
        wb_hadamard_free(&h);
    }
}

static void test_hadamard__rows_are_orthogonal_and_the_first_is_constant(void **state)
{
    (void)state;
    for (int32_t n = 1; n < 90; n += 4) {
        wb_hadamard h;
        assert_ok(wb_hadamard_init(&h, n, NULL));
        for (int32_t a = 0; a < h.order; a++) {
            assert_int_equal(wb_hadamard_entry(&h, 0, a), 1);
            for (int32_t b = 0; b <= a; b++) {
                int sum = 0;
                for (int32_t c = 0; c < h.order; c++)
                    sum += wb_hadamard_entry(&h, a, c) * wb_hadamard_entry(&h, b, c);
                assert_int_equal(sum, a == b ? h.order : 0);
            }
        }
        wb_hadamard_free(&h);
    }
}

static void test_hadamard__too_many_strata_are_refused(void **state)
{
    (void)state;
    wb_hadamard h;
    assert_fails(wb_hadamard_init(&h, INT32_MAX - 1, NULL), WB_E_LIMIT);
}

/* ---- helpers ---- */

static wb_replicates *make(const wb_tree *tree, const wb_replicates_options *options)
{
    wb_replicates *replicates = NULL;
    assert_ok(wb_replicates_new(tree, options, &replicates, NULL, NULL, NULL));
    return replicates;
}

static void check_factors(const wb_replicates *replicates, int32_t r,
                          const double *expected, int32_t n)
{
    double factors[MOST];
    assert_ok(wb_replicates_factors(replicates, r, factors, NULL));
    for (int32_t i = 0; i < n; i++)
        assert_close(factors[i], expected[i], 1e-15);
}

static double z[MOST];

/* Variance of the total of z by replicates. */
static double replicate_variance(const wb_tree *tree, const wb_replicates *replicates)
{
    const wb_replication *replication = wb_replicates_replication(replicates);
    int32_t n = tree->stages[tree->n_stages - 1].n_units;
    double *totals = calloc((size_t)replication->n + 1, sizeof *totals);
    double factors[MOST];
    double estimate = 0;
    for (int32_t u = 0; u < n; u++)
        estimate += z[u];
    for (int32_t r = 0; r < replication->n; r++) {
        assert_ok(wb_replicates_factors(replicates, r, factors, NULL));
        for (int32_t u = 0; u < n; u++)
            totals[r] += factors[u] * z[u];
    }
    double v = wb_replication_variance(replication, totals, estimate, NULL);
    free(totals);
    return v;
}

static double linear_variance(const wb_tree *tree, int32_t lonely, bool ultimate)
{
    int32_t units[MOST];
    double v = -1;
    wb_design *design = NULL;
    wb_variance_options options = {lonely, false, ultimate};
    wb_variate all = {units, z, tree->stages[tree->n_stages - 1].n_units};
    for (int32_t u = 0; u < all.n; u++)
        units[u] = u;
    assert_ok(wb_design_new(tree, &options, &design, NULL, NULL, NULL));
    assert_ok(wb_design_variance(design, &all, &v, NULL));
    wb_design_free(design);
    return v;
}

static void random_values(void)
{
    for (int32_t u = 0; u < MOST; u++)
        z[u] = 10 * uniform() - 2;
}

/* ---- jackknife ---- */

static const int32_t all_in_one[] = {0, 0, 0, 0};
static const double quarter[] = {0.25};

static void test_jk1__leaves_out_each_unit(void **state)
{
    (void)state;
    wb_stage stage = {3, all_in_one, 1, quarter};
    wb_tree tree = {&stage, 1, NULL, NULL};
    wb_replicates_options options = {.type = WB_DESIGN_JK1};
    wb_replicates *replicates = make(&tree, &options);
    const wb_replication *replication = wb_replicates_replication(replicates);
    assert_int_equal(replication->n, 3);
    assert_close(replication->scale, 0.75 * 2 / 3, 1e-15);
    check_factors(replicates, 0, (double[]){0, 1.5, 1.5}, 3);
    check_factors(replicates, 2, (double[]){1.5, 1.5, 0}, 3);
    assert_close(replication->rscales[2], 1, 0);
    wb_replicates_free(replicates);
}

static void test_jk1__refuses_strata(void **state)
{
    (void)state;
    static const int32_t strata[] = {0, 0, 1, 1};
    wb_stage stage = {4, strata, 2, NULL};
    wb_tree tree = {&stage, 1, NULL, NULL};
    wb_replicates_options options = {.type = WB_DESIGN_JK1};
    wb_replicates *replicates = NULL;
    wb_error err;
    assert_fails(wb_replicates_new(&tree, &options, &replicates, NULL, NULL, &err),
                 WB_E_DESIGN);
    assert_null(replicates);
    assert_string_equal(err.message,
                        "jk1 is for a design without strata, this one has 2: use jkn");
}

static const int32_t in_strata[] = {0, 1, 0, 1, 1, 2};
static const double shares[] = {0.5, 0, 1};
static const wb_stage strata_stage = {6, in_strata, 3, shares};
static const int32_t reversed[] = {2, 1, 0};
static const wb_tree strata_tree = {&strata_stage, 1, reversed, NULL};

static void test_jkn__follows_the_ranks_and_leaves_a_census_alone(void **state)
{
    (void)state;
    wb_replicates_options options = {.type = WB_DESIGN_JKN};
    wb_replicates *replicates = make(&strata_tree, &options);
    const wb_replication *replication = wb_replicates_replication(replicates);
    assert_int_equal(replication->n, 5);
    assert_close(replication->scale, 1, 0);
    assert_close(replication->rscales[0], 2.0 / 3, 1e-15);
    assert_close(replication->rscales[4], 0.25, 1e-15);
    check_factors(replicates, 0, (double[]){1, 0, 1, 1.5, 1.5, 1}, 6);
    check_factors(replicates, 4, (double[]){2, 1, 0, 1, 1, 1}, 6);
    wb_replicates_free(replicates);
}

static void test_jackknife__gives_a_linear_total_its_variance(void **state)
{
    (void)state;
    static random_tree t;
    stream = 11;
    for (int i = 0; i < 100; i++) {
        make_random_tree(&t, 1 + (size_t)(i % 2), false, i % 3 != 0);
        random_values();
        wb_replicates_options options = {.type = WB_DESIGN_JKN, .mse = i % 2 == 0};
        wb_replicates *replicates = make(&t.tree, &options);
        assert_close(replicate_variance(&t.tree, replicates),
                     linear_variance(&t.tree, WB_DESIGN_FAIL, true), 1e-12);
        wb_replicates_free(replicates);
    }
}

/* ---- half-samples ---- */

/* Two units in each of n strata, numbered at random. */
static void make_pairs(random_tree *t, int32_t n)
{
    memset(t, 0, sizeof *t);
    for (int32_t u = 0; u < 2 * n; u++)
        t->parents[0][u] = u / 2;
    shuffle(t->parents[0], 2 * n);
    t->stages[0] = (wb_stage){2 * n, t->parents[0], n, NULL};
    t->tree = (wb_tree){t->stages, 1, NULL, NULL};
    random_ranks(t);
}

static void test_half_samples__give_a_linear_total_its_variance(void **state)
{
    (void)state;
    static random_tree t;
    stream = 12;
    for (int32_t n = 1; n < 60; n += 3) {
        make_pairs(&t, n);
        random_values();
        for (int i = 0; i < 4; i++) {
            double rho = i < 2 ? 0 : 0.3;
            wb_replicates_options options = {.type =
                                                 i < 2 ? WB_DESIGN_BRR : WB_DESIGN_FAY,
                                             .rho = rho,
                                             .mse = i % 2 == 0};
            wb_replicates *replicates = make(&t.tree, &options);
            assert_true(wb_replicates_replication(replicates)->n > n);
            assert_close(replicate_variance(&t.tree, replicates),
                         linear_variance(&t.tree, WB_DESIGN_FAIL, false), 1e-12);
            wb_replicates_free(replicates);
        }
    }
}

static void test_half_samples__factors_sum_to_two_and_differ_between_strata(void **state)
{
    (void)state;
    static random_tree t;
    double factors[MOST];
    double sums[MOST] = {0};
    stream = 13;
    make_pairs(&t, 20);
    wb_replicates_options options = {.type = WB_DESIGN_FAY, .rho = 0.25};
    wb_replicates *replicates = make(&t.tree, &options);
    int32_t n = wb_replicates_replication(replicates)->n;
    assert_int_equal(n, 24);
    assert_close(wb_replicates_replication(replicates)->scale, 1 / (24 * 0.5625), 1e-15);
    for (int32_t r = 0; r < n; r++) {
        double strata[20] = {0};
        assert_ok(wb_replicates_factors(replicates, r, factors, NULL));
        for (int32_t u = 0; u < 40; u++) {
            assert_true(factors[u] == 0.25 || factors[u] == 1.75);
            strata[t.parents[0][u]] += factors[u];
            sums[u] += factors[u];
        }
        for (int32_t h = 0; h < 20; h++)
            assert_close(strata[h], 2, 0);
    }
    for (int32_t u = 0; u < 40; u++) /* full balance */
        assert_close(sums[u], n, 1e-15);
    wb_replicates_free(replicates);
}

static void test_half_samples__need_two_units_in_a_stratum(void **state)
{
    (void)state;
    wb_replicates_options options = {.type = WB_DESIGN_BRR};
    wb_replicates *replicates = NULL;
    wb_error err;
    int32_t stratum = -1;
    assert_fails(
        wb_replicates_new(&strata_tree, &options, &replicates, &stratum, NULL, &err),
        WB_E_DESIGN);
    assert_int_equal(stratum, 1);
    assert_string_equal(err.message, "half-samples need two sampled units in a stratum, "
                                     "this one has 3");
}

static void test_half_samples__lonely_pair_collapses(void **state)
{
    (void)state;
    static const int32_t each[] = {0, 1, 2, 2, 3};
    static const double one[] = {0, 0, 0, 1};
    wb_stage stage = {5, each, 4, one};
    wb_tree tree = {&stage, 1, NULL, NULL};
    wb_replicates_options options = {.type = WB_DESIGN_BRR, .lonely = WB_DESIGN_COLLAPSE};
    stream = 3;
    random_values();
    wb_replicates *replicates = make(&tree, &options);
    assert_close(replicate_variance(&tree, replicates),
                 linear_variance(&tree, WB_DESIGN_COLLAPSE, false), 1e-13);
    wb_replicates_free(replicates);
}

/* ---- bootstrap ---- */

/* The generator as replicates.h has it. */
static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xBF58476D1CE4E5B9u;
    x ^= x >> 27;
    x *= 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static void count_draws(uint64_t seed, uint64_t stage, uint64_t rank, uint64_t r,
                        uint64_t n, int32_t *counts)
{
    const uint64_t g = 0x9E3779B97F4A7C15u;
    uint64_t key = mix(mix(mix(mix(seed) + stage * g) + (rank + 1) * g) + (r + 1) * g);
    uint64_t draws = 0;
    memset(counts, 0, n * sizeof *counts);
    for (uint64_t j = 1; draws < n - 1; j++) {
        uint64_t word = mix(key + j * g);
        if (n > 65536) {
            uint64_t low = (word & UINT32_MAX) * n >> 32;
            counts[((word >> 32) * n + low) >> 32]++;
            draws++;
            continue;
        }
        counts[(word >> 32) * n >> 32]++;
        if (++draws < n - 1) {
            counts[(word & UINT32_MAX) * n >> 32]++;
            draws++;
        }
    }
}

static void test_bootstrap__draws_as_written(void **state)
{
    (void)state;
    enum { LARGE = 70000 };
    static const int32_t sizes[] = {2, 3, 17, 18, 40, 300, 1000, LARGE};
    static int32_t parents[LARGE];
    static int32_t counts[LARGE];
    static double factors[LARGE];
    static const uint64_t seed = 20240229;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        int32_t n = sizes[i];
        wb_stage stage = {n, parents, 1, NULL};
        wb_tree tree = {&stage, 1, NULL, NULL};
        wb_replicates_options options = {
            .type = WB_DESIGN_BOOTSTRAP, .n = 8, .seed = seed};
        wb_replicates *replicates = make(&tree, &options);
        for (int32_t r = 0; r < 8; r += 7) {
            assert_ok(wb_replicates_factors(replicates, r, factors, NULL));
            count_draws(seed, 1, 0, (uint64_t)r, (uint64_t)n, counts);
            for (int32_t u = 0; u < n; u++)
                assert_close(factors[u], counts[u] * (double)n / (n - 1), 1e-15);
        }
        wb_replicates_free(replicates);
    }
}

static void test_bootstrap__is_pinned(void **state)
{
    (void)state;
    static const int32_t all[8] = {0};
    wb_stage stage = {8, all, 1, NULL};
    wb_tree tree = {&stage, 1, NULL, NULL};
    wb_replicates_options options = {.type = WB_DESIGN_BOOTSTRAP, .n = 500, .seed = 1};
    wb_replicates *replicates = make(&tree, &options);
    double seventh = 8.0 / 7;
    assert_close(wb_replicates_replication(replicates)->scale, 1.0 / 499, 1e-15);
    check_factors(
        replicates, 0,
        (double[]){0, 0, 1 * seventh, 0, 0, 2 * seventh, 2 * seventh, 2 * seventh}, 8);
    check_factors(replicates, 499,
                  (double[]){1 * seventh, 1 * seventh, 0, 1 * seventh, 3 * seventh,
                             1 * seventh, 0, 0},
                  8);
    wb_replicates_free(replicates);
}

static void test_bootstrap__later_stages_draw_as_written(void **state)
{
    (void)state;
    static random_tree t;
    double factors[MOST];
    int32_t counts[MOST];
    stream = 21;
    make_random_tree(&t, 2, false, true);
    for (int32_t h = 0; h < t.stages[0].n_parents; h++)
        t.fractions[0][h] = 0.5;
    for (int32_t u = 0; u < t.stages[0].n_units; u++)
        t.fractions[1][u] = 0.25;
    wb_replicates_options options = {.type = WB_DESIGN_BOOTSTRAP, .n = 4, .seed = 7};
    wb_replicates *replicates = make(&t.tree, &options);
    assert_ok(wb_replicates_factors(replicates, 3, factors, NULL));
    wb_replicates_free(replicates);
    for (int32_t rank = 0, first = 0; rank < t.stages[0].n_parents; rank++) {
        int32_t n = 0;
        while (first + n < t.stages[0].n_units &&
               t.parents[0][t.units[first + n]] == t.strata[rank])
            n++;
        count_draws(7, 1, (uint64_t)rank, 3, (uint64_t)n, counts);
        for (int32_t i = 0; i < n; i++) {
            int32_t psu = t.units[first + i];
            double above = 1 + sqrt(0.5) * (n / (n - 1.0) * counts[i] - 1);
            int32_t below_counts[MOST];
            int32_t leaves[MOST];
            int32_t m = 0;
            for (int32_t u = 0; u < t.stages[1].n_units; u++) {
                if (t.parents[1][u] == psu)
                    leaves[m++] = u;
            }
            count_draws(7, 2, (uint64_t)(first + i), 3, (uint64_t)m, below_counts);
            for (int32_t j = 0; j < m; j++) {
                double b = 1 + sqrt(0.75) * (m / (m - 1.0) * below_counts[j] - 1);
                assert_close(factors[leaves[j]], above * (1 + sqrt(0.5 / 1.5) * (b - 1)),
                             1e-14);
            }
        }
        first += n;
    }
}

static void test_bootstrap__factors_of_a_stratum_sum_to_its_units(void **state)
{
    (void)state;
    static random_tree t;
    double factors[MOST];
    stream = 22;
    for (int i = 0; i < 40; i++) {
        make_random_tree(&t, 1, i % 2 == 0, true);
        wb_replicates_options options = {.type = WB_DESIGN_BOOTSTRAP,
                                         .n = 5,
                                         .seed = (uint64_t)i,
                                         .lonely = WB_DESIGN_CERTAINTY};
        wb_replicates *replicates = make(&t.tree, &options);
        for (int32_t r = 0; r < 5; r++) {
            double sums[MOST] = {0};
            int32_t n[MOST] = {0};
            assert_ok(wb_replicates_factors(replicates, r, factors, NULL));
            for (int32_t u = 0; u < t.stages[0].n_units; u++) {
                assert_true(factors[u] >= 0);
                sums[t.parents[0][u]] += factors[u];
                n[t.parents[0][u]]++;
                if (t.fractions[0][t.parents[0][u]] == 1)
                    assert_close(factors[u], 1, 0);
            }
            for (int32_t h = 0; h < t.stages[0].n_parents; h++)
                assert_close(sums[h], n[h], 1e-14);
        }
        wb_replicates_free(replicates);
    }
}

static void test_bootstrap__draws_say_all_factors_of_one_stage(void **state)
{
    (void)state;
    static random_tree t;
    double factors[MOST], base[MOST], step[MOST];
    uint8_t draws[MOST];
    stream = 25;
    for (int i = 0; i < 40; i++) {
        make_random_tree(&t, 1 + (size_t)(i % 2), i % 4 < 2, true);
        wb_replicates_options options = {.type = WB_DESIGN_BOOTSTRAP,
                                         .n = 5,
                                         .seed = (uint64_t)i,
                                         .lonely = WB_DESIGN_CERTAINTY};
        wb_replicates *replicates = make(&t.tree, &options);
        assert_int_equal(wb_replicates_are_draws(replicates), i % 2 == 0);
        for (int32_t r = 0; i % 2 == 0 && r < 5; r++) {
            wb_replicates_lots(replicates, base, step);
            assert_ok(wb_replicates_draws(replicates, r, draws, NULL));
            assert_ok(wb_replicates_factors(replicates, r, factors, NULL));
            for (int32_t u = 0; u < t.stages[0].n_units; u++)
                assert_true(factors[u] == base[u] + step[u] * draws[u]);
        }
        wb_replicates_free(replicates);
    }
}

static void test_bootstrap__approaches_the_linear_variance(void **state)
{
    (void)state;
    static random_tree t;
    enum { MANY = 4000 };
    stream = 23;
    for (int i = 0; i < 9; i++) {
        make_random_tree(&t, 1 + (size_t)(i % 3), i % 2 == 0, true);
        random_values();
        int32_t lonely = i % 2 == 0 ? WB_DESIGN_COLLAPSE : WB_DESIGN_FAIL;
        wb_replicates_options options = {
            .type = WB_DESIGN_BOOTSTRAP, .n = MANY, .seed = 5, .lonely = lonely};
        wb_replicates *replicates = NULL;
        if (wb_replicates_new(&t.tree, &options, &replicates, NULL, NULL, NULL) ==
            WB_E_DESIGN)
            continue; /* nothing to collapse with */
        double linear = linear_variance(&t.tree, lonely, false);
        double made = replicate_variance(&t.tree, replicates);
        /* sd of a ratio of such variances: about √(2/4000) and some kurtosis */
        assert_true(fabs(made - linear) <= 0.12 * linear + 1e-12);
        wb_replicates_free(replicates);
    }
}

static void test_bootstrap__ultimate_cluster_is_the_first_stage_alone(void **state)
{
    (void)state;
    static random_tree t;
    double factors[MOST];
    stream = 24;
    make_random_tree(&t, 3, false, true);
    wb_replicates_options options = {
        .type = WB_DESIGN_BOOTSTRAP, .n = 2, .ultimate_cluster = true};
    wb_replicates *replicates = make(&t.tree, &options);
    assert_ok(wb_replicates_factors(replicates, 1, factors, NULL));
    wb_replicates_free(replicates);
    double by_psu[MOST];
    for (int32_t u = 0; u < MOST; u++)
        by_psu[u] = -1;
    for (int32_t u = 0; u < t.stages[2].n_units; u++) {
        int32_t psu = t.parents[1][t.parents[2][u]];
        assert_true(by_psu[psu] == -1 || by_psu[psu] == factors[u]);
        by_psu[psu] = factors[u];
    }
}

static void test_bootstrap__does_not_depend_on_how_units_are_numbered(void **state)
{
    (void)state;
    static random_tree t;
    static random_tree other;
    int32_t new_number[MOST];
    double factors[MOST];
    double others[MOST];
    stream = 25;
    make_random_tree(&t, 1, false, true);
    int32_t n = t.stages[0].n_units;
    other = t;
    for (int32_t u = 0; u < n; u++)
        new_number[u] = u;
    shuffle(new_number, n);
    for (int32_t u = 0; u < n; u++) {
        other.parents[0][new_number[u]] = t.parents[0][u];
        other.units[u] = new_number[t.units[u]];
    }
    other.stages[0].parents = other.parents[0];
    other.stages[0].fractions = other.fractions[0];
    other.tree = (wb_tree){other.stages, 1, other.strata, other.units};
    wb_replicates_options options = {.type = WB_DESIGN_BOOTSTRAP, .n = 50, .seed = 99};
    wb_replicates *a = make(&t.tree, &options);
    wb_replicates *b = make(&other.tree, &options);
    for (int32_t r = 49; r >= 0; r--) { /* in any order */
        assert_ok(wb_replicates_factors(a, r, factors, NULL));
        assert_ok(wb_replicates_factors(b, r, others, NULL));
        for (int32_t u = 0; u < n; u++)
            assert_true(factors[u] == others[new_number[u]]);
    }
    wb_replicates_free(a);
    wb_replicates_free(b);
}

static void test_bootstrap__another_seed_draws_otherwise(void **state)
{
    (void)state;
    static random_tree t;
    double factors[MOST];
    double others[MOST];
    stream = 26;
    make_random_tree(&t, 1, false, false);
    wb_replicates_options options = {.type = WB_DESIGN_BOOTSTRAP, .n = 50, .seed = 1};
    wb_replicates *a = make(&t.tree, &options);
    options.seed = 2;
    wb_replicates *b = make(&t.tree, &options);
    int differ = 0;
    for (int32_t r = 0; r < 50; r++) {
        assert_ok(wb_replicates_factors(a, r, factors, NULL));
        assert_ok(wb_replicates_factors(b, r, others, NULL));
        differ +=
            memcmp(factors, others, (size_t)t.stages[0].n_units * sizeof *factors) != 0;
    }
    assert_true(differ > 40);
    wb_replicates_free(a);
    wb_replicates_free(b);
}

/* ---- lonely strata: units 0 and 1 in stratum 0, 2 in 1, 3 and 4 in 2 ---- */

static const int32_t lonely_strata[] = {0, 0, 1, 2, 2};
static const wb_stage lonely_stage = {5, lonely_strata, 3, NULL};
static const wb_tree lonely_tree = {&lonely_stage, 1, NULL, NULL};

static void test_lonely__fail_says_which(void **state)
{
    (void)state;
    static const int32_t types[] = {WB_DESIGN_JKN, WB_DESIGN_BRR, WB_DESIGN_BOOTSTRAP};
    for (int i = 0; i < 3; i++) {
        wb_replicates *replicates = NULL;
        int32_t stratum = -1;
        size_t stage = 9;
        wb_replicates_options options = {.type = types[i], .n = i == 2 ? 9 : 0};
        assert_fails(wb_replicates_new(&lonely_tree, &options, &replicates, &stratum,
                                       &stage, NULL),
                     WB_E_DESIGN);
        assert_int_equal(stratum, 1);
        assert_int_equal(stage, 0);
    }
}

static void test_lonely__certainty_and_collapse_as_linear(void **state)
{
    (void)state;
    stream = 31;
    random_values();
    for (int32_t lonely = WB_DESIGN_CERTAINTY; lonely <= WB_DESIGN_COLLAPSE;
         lonely += 3) {
        wb_replicates_options options = {.type = WB_DESIGN_JKN, .lonely = lonely};
        wb_replicates *replicates = make(&lonely_tree, &options);
        assert_close(replicate_variance(&lonely_tree, replicates),
                     linear_variance(&lonely_tree, lonely, false), 1e-13);
        wb_replicates_free(replicates);
    }
}

static void test_lonely__average_scales_the_jackknife(void **state)
{
    (void)state;
    wb_replicates_options options = {.type = WB_DESIGN_JKN, .lonely = WB_DESIGN_AVERAGE};
    wb_replicates *replicates = make(&lonely_tree, &options);
    assert_int_equal(wb_replicates_replication(replicates)->n, 4);
    assert_close(wb_replicates_replication(replicates)->scale, 5.0 / 4, 1e-15);
    wb_replicates_free(replicates);
}

static void test_lonely__centred_stratum_is_left_out_as_a_unit(void **state)
{
    (void)state;
    wb_replicates_options options = {.type = WB_DESIGN_JKN, .lonely = WB_DESIGN_CENTRE};
    wb_replicates *replicates = make(&lonely_tree, &options);
    assert_int_equal(wb_replicates_replication(replicates)->n, 5);
    assert_close(wb_replicates_replication(replicates)->rscales[2], 2.0 / 3, 1e-15);
    check_factors(replicates, 2, (double[]){1.5, 1.5, 0, 1.5, 1.5}, 5);
    check_factors(replicates, 3, (double[]){1, 1, 1, 0, 2}, 5);
    wb_replicates_free(replicates);
}

static void test_lonely__what_cannot_be_done_is_refused(void **state)
{
    (void)state;
    static const int32_t each[] = {0, 1};
    wb_stage stage = {2, each, 2, NULL};
    wb_tree tree = {&stage, 1, NULL, NULL};
    wb_replicates *replicates = NULL;
    wb_error err;
    int32_t stratum = -1;
    wb_replicates_options options = {
        .type = WB_DESIGN_BOOTSTRAP, .n = 9, .lonely = WB_DESIGN_AVERAGE};
    assert_fails(
        wb_replicates_new(&lonely_tree, &options, &replicates, &stratum, NULL, &err),
        WB_E_UNSUPPORTED);
    assert_int_equal(stratum, 1);
    assert_string_equal(err.message,
                        "one sampled unit can be centred or averaged in jkn replicates "
                        "alone: use certainty or collapse");
    options = (wb_replicates_options){.type = WB_DESIGN_JKN, .lonely = WB_DESIGN_AVERAGE};
    assert_fails(wb_replicates_new(&tree, &options, &replicates, &stratum, NULL, &err),
                 WB_E_DESIGN);
    assert_int_equal(stratum, 0);
    stage.n_units = stage.n_parents = 1;
    options.lonely = WB_DESIGN_CENTRE;
    assert_fails(wb_replicates_new(&tree, &options, &replicates, NULL, NULL, &err),
                 WB_E_DESIGN);
}

/* ---- options ---- */

static void test_options__are_checked(void **state)
{
    (void)state;
    static const struct {
        wb_replicates_options options;
        const char *message;
    } wrong[] = {
        {{.type = WB_DESIGN_SDR},
         "replicates of type 7 cannot be made: jk1, jkn, brr, fay and bootstrap can"},
        {{.type = WB_DESIGN_BOOTSTRAP, .n = 1},
         "1 bootstrap replicates tell no variance: at least 2 are needed"},
        {{.type = WB_DESIGN_JKN, .n = 10},
         "the design says how many replicates there are; only of a bootstrap can they be "
         "10"},
        {{.type = WB_DESIGN_BRR, .rho = 0.5}, "rho is for fay alone: leave out rho 0.5"},
        {{.type = WB_DESIGN_FAY, .rho = 1}, "rho 1 of fay is not at least 0 and below 1"},
        {{.type = WB_DESIGN_JKN, .lonely = 9},
         "9 is no policy for lonely units, which are 0 to 4"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        wb_replicates *replicates = NULL;
        wb_error err;
        assert_fails(wb_replicates_new(&strata_tree, &wrong[i].options, &replicates, NULL,
                                       NULL, &err),
                     WB_E_ARG);
        assert_string_equal(err.message, wrong[i].message);
    }
}

static void test_census__has_no_variance(void **state)
{
    (void)state;
    static const double one[] = {1};
    wb_stage stage = {3, all_in_one, 1, one};
    wb_tree tree = {&stage, 1, NULL, NULL};
    static const int32_t types[] = {WB_DESIGN_JK1, WB_DESIGN_JKN, WB_DESIGN_BRR,
                                    WB_DESIGN_BOOTSTRAP};
    stream = 1;
    random_values();
    for (int i = 0; i < 4; i++) {
        wb_replicates_options options = {.type = types[i], .n = i == 3 ? 7 : 0};
        wb_replicates *replicates = make(&tree, &options);
        assert_close(replicate_variance(&tree, replicates), 0, 0);
        wb_replicates_free(replicates);
    }
}

static random_tree memory_tree;

static wb_status every_call(void)
{
    static const int32_t types[] = {WB_DESIGN_JKN, WB_DESIGN_BRR, WB_DESIGN_BOOTSTRAP};
    wb_status st = WB_OK;
    double factors[MOST];
    for (int i = 0; i < 3 && st == WB_OK; i++) {
        wb_replicates *replicates = NULL;
        wb_replicates_options options = {.type = types[i], .n = i == 2 ? 3 : 0};
        st =
            wb_replicates_new(&memory_tree.tree, &options, &replicates, NULL, NULL, NULL);
        if (st == WB_OK)
            st = wb_replicates_factors(replicates, 1, factors, NULL);
        wb_replicates_free(replicates);
    }
    return st;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    stream = 2;
    make_pairs(&memory_tree, 4);
    memory_tree.tree.units = NULL;
    for (int32_t h = 0; h < 4; h++)
        memory_tree.fractions[0][h] = 0.5;
    for (int32_t u = 0; u < 16; u++)
        memory_tree.parents[1][u] = u / 2;
    memory_tree.stages[0].fractions = memory_tree.fractions[0];
    memory_tree.stages[1] = (wb_stage){16, memory_tree.parents[1], 8, NULL};
    memory_tree.tree.n_stages = 2;
    wb_test_every_allocation(every_call);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hadamard__least_order_that_can_be_made),
        cmocka_unit_test(test_hadamard__rows_are_orthogonal_and_the_first_is_constant),
        cmocka_unit_test(test_hadamard__too_many_strata_are_refused),
        cmocka_unit_test(test_jk1__leaves_out_each_unit),
        cmocka_unit_test(test_jk1__refuses_strata),
        cmocka_unit_test(test_jkn__follows_the_ranks_and_leaves_a_census_alone),
        cmocka_unit_test(test_jackknife__gives_a_linear_total_its_variance),
        cmocka_unit_test(test_half_samples__give_a_linear_total_its_variance),
        cmocka_unit_test(test_half_samples__factors_sum_to_two_and_differ_between_strata),
        cmocka_unit_test(test_half_samples__need_two_units_in_a_stratum),
        cmocka_unit_test(test_half_samples__lonely_pair_collapses),
        cmocka_unit_test(test_bootstrap__draws_as_written),
        cmocka_unit_test(test_bootstrap__is_pinned),
        cmocka_unit_test(test_bootstrap__later_stages_draw_as_written),
        cmocka_unit_test(test_bootstrap__factors_of_a_stratum_sum_to_its_units),
        cmocka_unit_test(test_bootstrap__draws_say_all_factors_of_one_stage),
        cmocka_unit_test(test_bootstrap__approaches_the_linear_variance),
        cmocka_unit_test(test_bootstrap__ultimate_cluster_is_the_first_stage_alone),
        cmocka_unit_test(test_bootstrap__does_not_depend_on_how_units_are_numbered),
        cmocka_unit_test(test_bootstrap__another_seed_draws_otherwise),
        cmocka_unit_test(test_lonely__fail_says_which),
        cmocka_unit_test(test_lonely__certainty_and_collapse_as_linear),
        cmocka_unit_test(test_lonely__average_scales_the_jackknife),
        cmocka_unit_test(test_lonely__centred_stratum_is_left_out_as_a_unit),
        cmocka_unit_test(test_lonely__what_cannot_be_done_is_refused),
        cmocka_unit_test(test_options__are_checked),
        cmocka_unit_test(test_census__has_no_variance),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
