/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Variances of totals over trees: by hand, and against the definition written out, dense
 * and in long double, on random trees. */
#include "trees.h"

static const wb_variance_options fail = {WB_DESIGN_FAIL, false, false};

static double variance_of(const wb_tree *tree, const wb_variance_options *options,
                          const int32_t *units, const double *values, int32_t n)
{
    wb_design *design = NULL;
    double v = -1;
    assert_ok(wb_design_new(tree, options, &design, NULL, NULL, NULL));
    assert_ok(wb_design_variance(design, &(wb_variate){units, values, n}, &v, NULL));
    wb_design_free(design);
    return v;
}

/* ---- by hand ---- */

static const int32_t three[] = {0, 1, 2, 3, 4, 5, 6};
static const int32_t in_strata[] = {0, 0, 0, 1, 1};
static const double halves[] = {0.5, 0.25};

static void test_variance__with_replacement(void **state)
{
    (void)state;
    wb_stage stage = {5, in_strata, 2, NULL};
    wb_tree tree = {&stage, 1, NULL, NULL};
    double z[] = {1, 2, 6, 10, 14};
    /* 3/2 (4 + 1 + 9) + 2/1 (4 + 4) */
    assert_close(variance_of(&tree, &fail, three, z, 5), 37, 1e-15);
}

static void test_variance__without_replacement(void **state)
{
    (void)state;
    wb_stage stage = {5, in_strata, 2, halves};
    wb_tree tree = {&stage, 1, NULL, NULL};
    double z[] = {1, 2, 6, 10, 14};
    assert_close(variance_of(&tree, &fail, three, z, 5), 0.5 * 21 + 0.75 * 16, 1e-15);
}

static void test_variance__domain_keeps_units_outside(void **state)
{
    (void)state;
    wb_stage stage = {5, in_strata, 2, NULL};
    wb_tree tree = {&stage, 1, NULL, NULL};
    double z[] = {3};
    /* mean 1 of three units: 3/2 (4 + 1 + 1) */
    assert_close(variance_of(&tree, &fail, three + 2, z, 1), 9, 1e-15);
    assert_close(variance_of(&tree, &fail, three, z, 0), 0, 0);
}

static void test_variance__two_stages(void **state)
{
    (void)state;
    static const int32_t all[] = {0, 0};
    static const int32_t below_units[] = {0, 0, 1, 1, 1};
    static const double first[] = {0.2};
    static const double second[] = {0.5, 0.75};
    wb_stage stages[] = {{2, all, 1, first}, {5, below_units, 2, second}};
    wb_tree tree = {stages, 2, NULL, NULL};
    double z[] = {1, 3, 2, 2, 5};
    /* Totals 4 and 9: 0.8 * 2 * 12.5; within: 0.2 (0.5 * 2 * 2 + 0.25 * 1.5 * 6). */
    double between = 20;
    assert_close(variance_of(&tree, &fail, three, z, 5), between + 0.2 * (2 + 2.25),
                 1e-15);
    wb_variance_options ultimate = {WB_DESIGN_FAIL, false, true};
    assert_close(variance_of(&tree, &ultimate, three, z, 5), between, 1e-15);
}

static void test_variance__later_stages_add_nothing_with_replacement(void **state)
{
    (void)state;
    static const int32_t all[] = {0, 0};
    static const int32_t below_units[] = {0, 0, 1};
    wb_stage stages[] = {{2, all, 1, NULL}, {3, below_units, 2, NULL}};
    wb_tree tree = {stages, 2, NULL, NULL};
    double z[] = {1, 3, 2};
    /* And the single unit below unit 1 is not lonely. */
    assert_close(variance_of(&tree, &fail, three, z, 3), 2 * 2, 1e-15);
}

static void test_variance__large_offset_keeps_its_digits(void **state)
{
    (void)state;
    static const int32_t all[] = {0, 0, 0, 0};
    wb_stage stage = {4, all, 1, NULL};
    wb_tree tree = {&stage, 1, NULL, NULL};
    double z[] = {1e12 + 1, 1e12 + 2, 1e12 + 3, 1e12 + 4};
    assert_close(variance_of(&tree, &fail, three, z, 4), 4.0 / 3 * 5, 1e-14);
}

/* ---- lonely strata, by hand: unit 0 alone in stratum 0, units 1 and 2 in 1, 3 in 2 ----
 */

static const int32_t lonely_strata[] = {0, 1, 1, 2};
static const double lonely_shares[] = {0.5, 0.5, 0.25};
static const wb_stage lonely_stage = {4, lonely_strata, 3, lonely_shares};
static const wb_tree lonely_tree = {&lonely_stage, 1, NULL, NULL};
static const double lonely_z[] = {2, 4, 10, 8};

static double lonely_variance(int32_t policy)
{
    return variance_of(&lonely_tree, &(wb_variance_options){policy, false, false}, three,
                       lonely_z, 4);
}

static void test_lonely__fail_says_which(void **state)
{
    (void)state;
    wb_design *design = NULL;
    wb_error err;
    int32_t lonely = -1;
    size_t stage = 9;
    assert_fails(wb_design_new(&lonely_tree, &fail, &design, &lonely, &stage, &err),
                 WB_E_DESIGN);
    assert_null(design);
    assert_int_equal(lonely, 0);
    assert_int_equal(stage, 0);
    assert_string_equal(err.message, "a stratum has one sampled unit: its variance "
                                     "cannot be estimated");
}

static void test_lonely__fail_says_which_unit_of_a_later_stage(void **state)
{
    (void)state;
    static const int32_t all[] = {0, 0};
    static const int32_t below_units[] = {0, 0, 1};
    static const double half[] = {0.5, 0.5};
    wb_stage stages[] = {{2, all, 1, half}, {3, below_units, 2, half}};
    wb_tree tree = {stages, 2, NULL, NULL};
    wb_design *design = NULL;
    wb_error err;
    int32_t lonely = -1;
    size_t stage = 9;
    assert_fails(wb_design_new(&tree, &fail, &design, &lonely, &stage, &err),
                 WB_E_DESIGN);
    assert_int_equal(lonely, 1);
    assert_int_equal(stage, 1);
    wb_variance_options ultimate = {WB_DESIGN_FAIL, false, true};
    assert_ok(wb_design_new(&tree, &ultimate, &design, NULL, NULL, &err));
    wb_design_free(design);
}

static void test_lonely__not_when_all_were_taken(void **state)
{
    (void)state;
    static const double shares[] = {1, 0.5, 1};
    wb_stage stage = {4, lonely_strata, 3, shares};
    wb_tree tree = {&stage, 1, NULL, NULL};
    assert_close(variance_of(&tree, &fail, three, lonely_z, 4), 0.5 * 2 * 18, 1e-15);
}

static void test_lonely__certainty(void **state)
{
    (void)state;
    assert_close(lonely_variance(WB_DESIGN_CERTAINTY), 18, 1e-15);
}

static void test_lonely__centre_on_the_mean_of_all(void **state)
{
    (void)state;
    /* Mean of all: 6. */
    assert_close(lonely_variance(WB_DESIGN_CENTRE), 18 + 0.5 * 16 + 0.75 * 4, 1e-15);
}

static void test_lonely__average_of_those_that_tell(void **state)
{
    (void)state;
    assert_close(lonely_variance(WB_DESIGN_AVERAGE), 18 * 3, 1e-15);
}

static void test_lonely__average_needs_one_that_tells(void **state)
{
    (void)state;
    static const int32_t each[] = {0, 1};
    wb_stage stage = {2, each, 2, NULL};
    wb_tree tree = {&stage, 1, NULL, NULL};
    wb_variance_options average = {WB_DESIGN_AVERAGE, false, false};
    wb_design *design = NULL;
    int32_t lonely = -1;
    assert_fails(wb_design_new(&tree, &average, &design, &lonely, NULL, NULL),
                 WB_E_DESIGN);
    assert_int_equal(lonely, 0);

    double v = 0;
    assert_ok(wb_design_new(&lonely_tree, &average, &design, NULL, NULL, NULL));
    assert_ok(wb_design_variance(design, &(wb_variate){three, lonely_z, 1}, &v, NULL));
    assert_true(isnan(v)); /* a domain in a lonely stratum alone */
    double c[4];
    wb_variate two[] = {{three, lonely_z, 1}, {three, lonely_z, 4}};
    assert_ok(wb_design_covariance(design, two, 2, c, NULL));
    assert_true(isnan(c[0]) && isnan(c[1]) && isnan(c[2]));
    assert_close(c[3], 54, 1e-15);
    wb_design_free(design);
}

static void test_lonely__collapse_joins_the_next_and_the_last_the_one_before(void **state)
{
    (void)state;
    /* 0 joins 1: n = 3, N = 6; the last, 2, joins them: n = 4, N = 10. */
    double squares = 16 + 4 + 16 + 4;
    assert_close(lonely_variance(WB_DESIGN_COLLAPSE), 0.6 * 4 / 3 * squares, 1e-15);
}

static void test_lonely__collapse_follows_the_ranks(void **state)
{
    (void)state;
    static const int32_t ranks[] = {2, 0, 1};
    wb_tree tree = {&lonely_stage, 1, ranks, NULL};
    wb_variance_options options = {WB_DESIGN_COLLAPSE, false, false};
    /* 2 joins 0: n = 2, N = 6, mean 5; 1 stays. */
    assert_close(variance_of(&tree, &options, three, lonely_z, 4),
                 2.0 / 3 * 2 * (9 + 9) + 18, 1e-15);
}

static void test_lonely__collapse_passes_over_a_census(void **state)
{
    (void)state;
    static const double shares[] = {0.5, 1, 0.25};
    wb_stage stage = {4, lonely_strata, 3, shares};
    wb_tree tree = {&stage, 1, NULL, NULL};
    wb_variance_options options = {WB_DESIGN_COLLAPSE, false, false};
    assert_close(variance_of(&tree, &options, three, lonely_z, 4), 2.0 / 3 * 2 * (9 + 9),
                 1e-15);
}

static void test_lonely__collapse_needs_another(void **state)
{
    (void)state;
    static const int32_t one[] = {0};
    wb_stage stage = {1, one, 1, NULL};
    wb_tree tree = {&stage, 1, NULL, NULL};
    wb_variance_options options = {WB_DESIGN_COLLAPSE, false, false};
    wb_design *design = NULL;
    int32_t lonely = -1;
    assert_fails(wb_design_new(&tree, &options, &design, &lonely, NULL, NULL),
                 WB_E_DESIGN);
    assert_int_equal(lonely, 0);
}

static void test_lonely__collapse_of_siblings(void **state)
{
    (void)state;
    static const int32_t all[] = {0, 0};
    static const int32_t below_units[] = {0, 1, 1};
    static const double half[] = {0.5};
    static const double shares[] = {0.25, 0.5};
    wb_stage stages[] = {{2, all, 1, half}, {3, below_units, 2, shares}};
    wb_tree tree = {stages, 2, NULL, NULL};
    wb_variance_options options = {WB_DESIGN_COLLAPSE, false, false};
    double z[] = {1, 4, 7};
    /* Totals 1 and 11. Below: n = 3, N = 8, mean 4. */
    assert_close(variance_of(&tree, &options, three, z, 3),
                 0.5 * 2 * 50 + 0.5 * (5.0 / 8 * 3 / 2 * 18), 1e-15);
}

static void test_lonely__unknown_policy_is_refused(void **state)
{
    (void)state;
    wb_design *design = NULL;
    wb_error err;
    wb_variance_options options = {5, false, false};
    assert_fails(wb_design_new(&lonely_tree, &options, &design, NULL, NULL, &err),
                 WB_E_ARG);
    assert_string_equal(err.message, "5 is no policy for lonely units, which are 0 to 4");
}

/* ---- degrees of freedom ---- */

static double df_of(const wb_tree *tree, int32_t policy, bool in_domain,
                    const int32_t *units, int32_t n)
{
    wb_design *design = NULL;
    double df = -9;
    wb_variance_options options = {policy, in_domain, false};
    assert_ok(wb_design_new(tree, &options, &design, NULL, NULL, NULL));
    assert_ok(wb_design_df(design, units, n, &df, NULL));
    wb_design_free(design);
    return df;
}

static void test_df__units_less_strata_of_the_domain(void **state)
{
    (void)state;
    static const int32_t some[] = {0, 1, 4};
    wb_stage stage = {5, in_strata, 2, NULL};
    wb_tree tree = {&stage, 1, NULL, NULL};
    assert_close(df_of(&tree, WB_DESIGN_FAIL, false, three, 5), 3, 0);
    assert_close(df_of(&tree, WB_DESIGN_FAIL, false, some, 3), 1, 0);
    assert_close(df_of(&tree, WB_DESIGN_FAIL, false, some, 0), 0, 0);
    assert_close(df_of(&tree, WB_DESIGN_COLLAPSE, true, some, 3), 2, 0);
}

static void test_df__collapsed_strata_are_one(void **state)
{
    (void)state;
    assert_close(df_of(&lonely_tree, WB_DESIGN_CERTAINTY, false, three, 4), 1, 0);
    assert_close(df_of(&lonely_tree, WB_DESIGN_COLLAPSE, false, three, 4), 3, 0);
}

static void test_df__counts_first_stage_units(void **state)
{
    (void)state;
    static const int32_t all[] = {0, 0, 1, 1};
    static const int32_t below_units[] = {0, 0, 1, 2, 3, 3, 3};
    static const int32_t some[] = {0, 1, 4, 5};
    wb_stage stages[] = {{4, all, 2, NULL}, {7, below_units, 4, NULL}};
    wb_tree tree = {stages, 2, NULL, NULL};
    assert_close(df_of(&tree, WB_DESIGN_FAIL, false, three, 7), 2, 0);
    assert_close(df_of(&tree, WB_DESIGN_FAIL, false, some, 4), 0, 0);
}

/* ---- against the definition ---- */

/* Deviations √g (z - centre) of every unit of every stage, by the definition: families
 * are lists of parents, pools lists of those. */
typedef struct definition {
    const random_tree *t;
    wb_variance_options options;
    long double z[STAGES][MOST];
    bool touched[STAGES][MOST];
    long double e[STAGES][MOST];
    bool undefined;
} definition;

typedef struct group {
    int32_t parents[MOST];
    int32_t n_parents;
    int32_t n;  /* units */
    int32_t nt; /* touched */
    long double size;
    long double total;
    bool lonely;
} group;

static int32_t rank_in(const int32_t *ranks, int32_t of)
{
    int32_t r = 0;
    while (ranks[r] != of)
        r++;
    return r;
}

/* Parents of a stage by rank; from the third stage on by that of their own, then number.
 */
static int32_t order_of(const random_tree *t, size_t stage, int32_t parent)
{
    if (stage == 0)
        return rank_in(t->strata, parent);
    if (stage == 1)
        return rank_in(t->units, parent);
    return rank_in(t->units, t->parents[1][parent]) * MOST + parent;
}

static long double fraction_of(const group *g)
{
    return isinf((double)g->size) ? 0 : g->n / g->size;
}

static void add_parent(definition *d, size_t s, group *g, int32_t p)
{
    const wb_stage *stage = &d->t->stages[s];
    int32_t n = 0;
    for (int32_t u = 0; u < stage->n_units; u++) {
        if (stage->parents[u] != p)
            continue;
        n++;
        g->total += d->z[s][u];
        g->nt += d->touched[s][u];
    }
    long double f = stage->fractions != NULL ? stage->fractions[p] : 0;
    g->parents[g->n_parents++] = p;
    g->n += n;
    g->size += f > 0 ? n / f : INFINITY;
}

static void absorb(group *into, const group *from)
{
    for (int32_t i = 0; i < from->n_parents; i++)
        into->parents[into->n_parents++] = from->parents[i];
    into->n += from->n;
    into->nt += from->nt;
    into->size += from->size;
    into->total += from->total;
}

static bool is_open(const group *g)
{
    return g->n > 0 && fraction_of(g) < 1;
}

/* Join open groups until `count` of each is two; what is joined is left with n = 0. False
 * when there is nothing to join. */
static bool join_groups(group *groups, int32_t n, bool by_touched)
{
    int32_t at = -1;
    int32_t before = -1;
    for (int32_t i = 0; i < n; i++) {
        if (!is_open(&groups[i]) || (by_touched && groups[i].nt == 0))
            continue;
        if (at < 0) {
            at = i;
        } else {
            absorb(&groups[at], &groups[i]);
            groups[i] = (group){0};
        }
        if ((by_touched ? groups[at].nt : groups[at].n) >= 2) {
            before = at;
            at = -1;
        }
    }
    if (at < 0)
        return true;
    if (before < 0)
        return false;
    absorb(&groups[before], &groups[at]);
    groups[at] = (group){0};
    return true;
}

static void set_deviations(definition *d, size_t s, const group *g, long double factor,
                           long double centre)
{
    const wb_stage *stage = &d->t->stages[s];
    for (int32_t u = 0; u < stage->n_units; u++) {
        for (int32_t i = 0; i < g->n_parents; i++) {
            if (stage->parents[u] == g->parents[i])
                d->e[s][u] = sqrtl(factor) * (d->z[s][u] - centre);
        }
    }
}

static void add_stage(definition *d, size_t s, const group *groups, int32_t n,
                      long double share)
{
    long double total = 0;
    int32_t units = 0;
    int32_t strata = 0;
    int32_t lonely = 0;
    for (int32_t i = 0; i < n; i++) {
        if (groups[i].nt == 0)
            continue;
        total += groups[i].total;
        units += groups[i].n;
        strata++;
        lonely += groups[i].lonely;
    }
    for (int32_t i = 0; i < n; i++) {
        const group *g = &groups[i];
        if (g->nt == 0 || !is_open(g))
            continue;
        long double factor = share * (1 - fraction_of(g));
        long double centre = g->total / g->n;
        if (g->n > 1)
            factor *= (long double)g->n / (g->n - 1);
        if (g->lonely && d->options.lonely == WB_DESIGN_CENTRE)
            centre = total / units;
        else if (g->lonely)
            factor = 0;
        else if (d->options.lonely == WB_DESIGN_AVERAGE)
            factor *= (long double)strata / (strata - lonely);
        set_deviations(d, s, g, factor, centre);
    }
    if (d->options.lonely == WB_DESIGN_AVERAGE && s == 0 && strata > 0 &&
        strata == lonely)
        d->undefined = true;
}

/* The units of a group, by order. */
static int32_t list_units(const definition *d, size_t s, const group *g, int32_t *units)
{
    const wb_stage *stage = &d->t->stages[s];
    int32_t n = 0;
    for (int32_t u = 0; u < stage->n_units; u++) {
        for (int32_t j = 0; j < g->n_parents; j++) {
            if (stage->parents[u] != g->parents[j])
                continue;
            int32_t at = n++;
            for (; at > 0 &&
                   order_of(d->t, s + 1, units[at - 1]) > order_of(d->t, s + 1, u);
                 at--)
                units[at] = units[at - 1];
            units[at] = u;
        }
    }
    return n;
}

/* What is lonely in the sample. False: and nothing can be done. */
static bool find_lonely(const definition *d, group *groups, int32_t n)
{
    bool tells = false;
    bool any = false;
    for (int32_t i = 0; i < n; i++) {
        groups[i].lonely = is_open(&groups[i]) && groups[i].n == 1;
        any = any || groups[i].lonely;
        tells = tells || (groups[i].n > 0 && !groups[i].lonely);
    }
    return !any || !(d->options.lonely == WB_DESIGN_FAIL ||
                     (d->options.lonely == WB_DESIGN_AVERAGE && !tells));
}

static void find_lonely_in_domain(const definition *d, group *groups, int32_t n)
{
    int32_t policy = d->options.lonely;
    if (policy == WB_DESIGN_COLLAPSE)
        join_groups(groups, n, true);
    for (int32_t i = 0; i < n; i++) {
        if (is_open(&groups[i]) && groups[i].nt == 1 &&
            (policy == WB_DESIGN_CENTRE || policy == WB_DESIGN_AVERAGE))
            groups[i].lonely = true;
    }
}

/* A family of parents, in order, at a stage. False: lonely, and nothing can be done. */
static bool define_family(definition *d, size_t s, const int32_t *family, int32_t n,
                          long double share)
{
    bool ok = true;
    group *groups = calloc(2 * (size_t)n, sizeof *groups);
    group *joined = groups + n;

    for (int32_t i = 0; i < n; i++)
        add_parent(d, s, &groups[i], family[i]);
    if (d->options.lonely == WB_DESIGN_COLLAPSE)
        ok = join_groups(groups, n, false);
    ok = find_lonely(d, groups, n) && ok;
    memcpy(joined, groups, (size_t)n * sizeof *groups);
    if (d->options.lonely_in_domain)
        find_lonely_in_domain(d, joined, n);
    add_stage(d, s, joined, n, share);
    bool last = s + 1 == d->t->tree.n_stages || d->options.ultimate_cluster;
    for (int32_t i = 0; ok && !last && i < n; i++) {
        int32_t units[MOST];
        if (groups[i].n == 0 || fraction_of(&groups[i]) == 0)
            continue;
        int32_t m = list_units(d, s, &groups[i], units);
        ok = define_family(d, s + 1, units, m, share * fraction_of(&groups[i]));
    }
    free(groups);
    return ok;
}

/* False: the policy refuses the tree. */
static bool define(definition *d, const random_tree *t,
                   const wb_variance_options *options, const wb_variate *variate)
{
    size_t last = t->tree.n_stages - 1;
    memset(d, 0, sizeof *d);
    d->t = t;
    d->options = *options;
    for (int32_t i = 0; i < variate->n; i++) {
        d->z[last][variate->units[i]] = variate->values[i];
        d->touched[last][variate->units[i]] = true;
    }
    for (size_t s = last; s > 0; s--) {
        for (int32_t u = 0; u < t->stages[s].n_units; u++) {
            d->z[s - 1][t->parents[s][u]] += d->z[s][u];
            d->touched[s - 1][t->parents[s][u]] |= d->touched[s][u];
        }
    }
    return define_family(d, 0, t->strata, t->stages[0].n_parents, 1);
}

static double defined_covariance(const definition *a, const definition *b)
{
    long double sum = 0;
    for (size_t s = 0; s < STAGES; s++) {
        for (int32_t u = 0; u < MOST; u++)
            sum += a->e[s][u] * b->e[s][u];
    }
    return a->undefined || b->undefined ? (double)NAN : (double)sum;
}

enum { VARIATES = 4 };

static int32_t variate_units[VARIATES][MOST];
static double variate_values[VARIATES][MOST];

/* Of all leaves, of most, of few, of those of one stratum. */
static wb_variate random_variate(const random_tree *t, int v)
{
    static const double shares[] = {1, 0.7, 0.15, 1};
    size_t last = t->tree.n_stages - 1;
    int32_t n = 0;
    for (int32_t u = 0; u < t->stages[last].n_units; u++) {
        int32_t up = u;
        for (size_t s = last + 1; s-- > 0;)
            up = t->parents[s][up];
        if (uniform() >= shares[v] || (v == 3 && up > 0))
            continue;
        variate_units[v][n] = u;
        variate_values[v][n++] = 1000 * (v == 1) + 10 * uniform() - 5;
    }
    return (wb_variate){variate_units[v], variate_values[v], n};
}

static void compare(const random_tree *t, const wb_variance_options *options)
{
    static definition defined[VARIATES];
    wb_variate variates[VARIATES];
    wb_design *design = NULL;
    double c[VARIATES * VARIATES];
    bool can = true;

    for (int v = 0; v < VARIATES; v++) {
        variates[v] = random_variate(t, v);
        can = define(&defined[v], t, options, &variates[v]);
    }
    wb_status st = wb_design_new(&t->tree, options, &design, NULL, NULL, NULL);
    assert_int_equal(st, can ? WB_OK : WB_E_DESIGN);
    if (!can)
        return;
    assert_ok(wb_design_covariance(design, variates, VARIATES, c, NULL));
    for (int a = 0; a < VARIATES; a++) {
        double v = -1;
        double scale = defined_covariance(&defined[a], &defined[a]);
        assert_ok(wb_design_variance(design, &variates[a], &v, NULL));
        assert_close(v, scale, 1e-12);
        for (int b = 0; b < VARIATES; b++) {
            double other = defined_covariance(&defined[b], &defined[b]);
            double expected = defined_covariance(&defined[a], &defined[b]);
            double actual = c[a * VARIATES + b];
            if (isnan(expected))
                assert_true(isnan(actual));
            else
                assert_true(fabs(actual - expected) <= 1e-11 * (1 + sqrt(scale * other)));
        }
    }
    wb_design_free(design);
}

static void test_random_trees__agree_with_the_definition(void **state)
{
    (void)state;
    static random_tree t;
    stream = 4;
    for (int i = 0; i < wb_test_cases(600); i++) {
        make_random_tree(&t, 1 + (size_t)below(STAGES), i % 3 != 0, i % 4 != 0);
        for (int32_t policy = WB_DESIGN_FAIL; policy <= WB_DESIGN_COLLAPSE; policy++) {
            compare(&t, &(wb_variance_options){policy, false, false});
            compare(&t, &(wb_variance_options){policy, true, false});
            compare(&t, &(wb_variance_options){policy, i % 2 == 0, true});
        }
    }
}

static void test_covariance__rounding_cannot_make_it_asymmetric(void **state)
{
    (void)state;
    static random_tree t;
    wb_variate variates[VARIATES];
    wb_design *design = NULL;
    double c[VARIATES * VARIATES];
    wb_variance_options options = {WB_DESIGN_CENTRE, true, false};
    stream = 9;
    make_random_tree(&t, 3, true, true);
    for (int v = 0; v < VARIATES; v++)
        variates[v] = random_variate(&t, v);
    assert_ok(wb_design_new(&t.tree, &options, &design, NULL, NULL, NULL));
    assert_ok(wb_design_covariance(design, variates, VARIATES, c, NULL));
    assert_ok(wb_design_covariance(design, variates, 0, NULL, NULL));
    wb_design_free(design);
    for (int a = 0; a < VARIATES; a++) {
        for (int b = 0; b < a; b++)
            assert_true(c[a * VARIATES + b] == c[b * VARIATES + a]);
    }
}

/* ---- threads ---- */

typedef struct sharing {
    const wb_design *design;
    wb_variate variates[VARIATES];
    double expected[VARIATES];
} sharing;

static wb_status share(void *user, size_t part, wb_error *err)
{
    const sharing *s = user;
    for (int i = 0; i < 200; i++) {
        double v = -1;
        int at = (i + (int)part) % VARIATES;
        wb_status st = wb_design_variance(s->design, &s->variates[at], &v, err);
        if (st != WB_OK)
            return st;
        if (v != s->expected[at])
            return wb_fail(err, WB_E_CONFLICT, "another variance");
    }
    return WB_OK;
}

static void test_threads__may_share_a_design(void **state)
{
    (void)state;
    static random_tree t;
    sharing s;
    wb_design *design = NULL;
    wb_variance_options options = {WB_DESIGN_CENTRE, true, false};
    stream = 8;
    make_random_tree(&t, 3, true, true);
    assert_ok(wb_design_new(&t.tree, &options, &design, NULL, NULL, NULL));
    s.design = design;
    for (int v = 0; v < VARIATES; v++) {
        s.variates[v] = random_variate(&t, v);
        assert_ok(wb_design_variance(design, &s.variates[v], &s.expected[v], NULL));
    }
    assert_ok(wb_run_parts(2, 8, share, &s, NULL));
    wb_design_free(design);
}

/* ---- memory ---- */

static random_tree memory_tree;

static wb_status every_call(void)
{
    wb_variance_options options = {WB_DESIGN_COLLAPSE, true, false};
    wb_variate variates[] = {random_variate(&memory_tree, 1),
                             random_variate(&memory_tree, 2)};
    double c[4];
    wb_design *design = NULL;
    wb_status st = wb_design_new(&memory_tree.tree, &options, &design, NULL, NULL, NULL);
    if (st == WB_OK)
        st = wb_design_variance(design, &variates[0], c, NULL);
    if (st == WB_OK)
        st = wb_design_df(design, variates[0].units, variates[0].n, c, NULL);
    if (st == WB_OK)
        st = wb_design_covariance(design, variates, 2, c, NULL);
    wb_design_free(design);
    return st;
}

static wb_status average(void)
{
    wb_variance_options options = {WB_DESIGN_AVERAGE, true, false};
    wb_variate variate = random_variate(&memory_tree, 0);
    double v;
    wb_design *design = NULL;
    wb_status st = wb_design_new(&memory_tree.tree, &options, &design, NULL, NULL, NULL);
    if (st == WB_OK)
        st = wb_design_variance(design, &variate, &v, NULL);
    wb_design_free(design);
    return st;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    wb_design *design = NULL;
    wb_variance_options options = {WB_DESIGN_AVERAGE, true, false};
    for (stream = 1;; stream += 7) { /* a tree that averaging can do something with */
        make_random_tree(&memory_tree, 2, true, true);
        memory_tree.tree.units = NULL;
        wb_status st =
            wb_design_new(&memory_tree.tree, &options, &design, NULL, NULL, NULL);
        wb_design_free(design);
        options.lonely = WB_DESIGN_COLLAPSE;
        if (st == WB_OK && wb_design_new(&memory_tree.tree, &options, &design, NULL, NULL,
                                         NULL) == WB_OK)
            break;
        options.lonely = WB_DESIGN_AVERAGE;
    }
    wb_design_free(design);
    wb_test_every_allocation(every_call);
    wb_test_every_allocation(average);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_variance__with_replacement),
        cmocka_unit_test(test_variance__without_replacement),
        cmocka_unit_test(test_variance__domain_keeps_units_outside),
        cmocka_unit_test(test_variance__two_stages),
        cmocka_unit_test(test_variance__later_stages_add_nothing_with_replacement),
        cmocka_unit_test(test_variance__large_offset_keeps_its_digits),
        cmocka_unit_test(test_lonely__fail_says_which),
        cmocka_unit_test(test_lonely__fail_says_which_unit_of_a_later_stage),
        cmocka_unit_test(test_lonely__not_when_all_were_taken),
        cmocka_unit_test(test_lonely__certainty),
        cmocka_unit_test(test_lonely__centre_on_the_mean_of_all),
        cmocka_unit_test(test_lonely__average_of_those_that_tell),
        cmocka_unit_test(test_lonely__average_needs_one_that_tells),
        cmocka_unit_test(
            test_lonely__collapse_joins_the_next_and_the_last_the_one_before),
        cmocka_unit_test(test_lonely__collapse_follows_the_ranks),
        cmocka_unit_test(test_lonely__collapse_passes_over_a_census),
        cmocka_unit_test(test_lonely__collapse_needs_another),
        cmocka_unit_test(test_lonely__collapse_of_siblings),
        cmocka_unit_test(test_lonely__unknown_policy_is_refused),
        cmocka_unit_test(test_df__units_less_strata_of_the_domain),
        cmocka_unit_test(test_df__collapsed_strata_are_one),
        cmocka_unit_test(test_df__counts_first_stage_units),
        cmocka_unit_test(test_random_trees__agree_with_the_definition),
        cmocka_unit_test(test_covariance__rounding_cannot_make_it_asymmetric),
        cmocka_unit_test(test_threads__may_share_a_design),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
