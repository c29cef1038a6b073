/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/sample.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the order of keys ---- */

typedef struct wb_ranked {
    int64_t rank;
    int32_t id;
} wb_ranked;

static int by_rank(const void *a, const void *b)
{
    const wb_ranked *x = a;
    const wb_ranked *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* Ids by rank, into `order`. */
static void put_order(wb_ranked *ranked, int32_t n, int32_t *order)
{
    qsort(ranked, (size_t)n, sizeof *ranked, by_rank);
    for (int32_t i = 0; i < n; i++)
        order[i] = ranked[i].id;
}

static wb_status order_strata(wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &sample->state->index;
    const wb_key_list *list = &sample->tally->layout.strata;
    size_t n = (size_t)index->n_strata;
    wb_ranked *ranked = wb_allocate(n, sizeof *ranked);
    int32_t *codes = wb_allocate(list->n, sizeof *codes);

    sample->strata = wb_allocate(n, sizeof *sample->strata);
    if (ranked == NULL || codes == NULL || sample->strata == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t h = 0; h < index->n_strata; h++) {
        wb_tuples_codes(&index->strata, h, codes);
        ranked[h] = (wb_ranked){0, h};
        for (size_t j = 0; j < list->n; j++) {
            const wb_levels *levels = &sample->levels[list->keys[j]];
            if (ranked[h].rank > INT64_MAX / 2 / (levels->count + 1)) {
                st = wb_fail(err, WB_E_LIMIT,
                             "the stratum columns have more than 2^62 combinations");
                goto done;
            }
            ranked[h].rank = ranked[h].rank * levels->count + levels->ranks[codes[j]];
        }
    }
    put_order(ranked, index->n_strata, sample->strata);
done:
    wb_release(ranked);
    wb_release(codes);
    return st;
}

/* Units of the first stage by stratum and key; open rows as they came. */
static wb_status order_units(wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &sample->state->index;
    const wb_layout *layout = &sample->tally->layout;
    const wb_combos *units = &index->tree.stages[0];
    size_t n = (size_t)units->count;
    wb_ranked *ranked = wb_allocate(n, sizeof *ranked);
    int64_t *position = wb_allocate((size_t)index->n_strata, sizeof *position);

    sample->ranked = wb_allocate(n, sizeof *sample->ranked);
    if (ranked == NULL || position == NULL || sample->ranked == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t i = 0; i < index->n_strata; i++)
        position[sample->strata[i]] = i;
    for (int32_t u = 0; u < units->count; u++) {
        int64_t key = units->b[u];
        if (!layout->open_rows)
            key = sample->levels[layout->clusters.keys[0]].ranks[units->b[u]];
        ranked[u] = (wb_ranked){position[units->a[u]] << 32 | key, u};
    }
    put_order(ranked, units->count, sample->ranked);
done:
    wb_release(ranked);
    wb_release(position);
    return st;
}

/* ---- fractions ---- */

/* "stratum (region=north)", "unit (region=north, school=12)". */
static wb_status parent_name(const wb_sample *sample, size_t stage, int32_t parent,
                             wb_text *name, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text values = {0};

    WB_TRY(wb_index_name(&sample->state->index, &sample->tally->layout, stage, parent,
                         &values, err));
    WB_TRY(wb_text_format(name, err, "%s (%s)", stage == 0 ? "stratum" : "cluster",
                          values.length > 0 ? values.bytes : "all"));
done:
    wb_text_free(&values);
    return st;
}

static wb_status too_small(const wb_sample *sample, size_t stage, int32_t parent,
                           double value, int64_t n, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    const char *column = sample->tally->spec->fpc.items[stage];

    WB_TRY(parent_name(sample, stage, parent, &name, err));
    st = wb_fail_at(err, WB_E_DESIGN, -1, column,
                    "the fpc %g in column '%s' is smaller than the %lld units sampled in "
                    "%s",
                    value, column, (long long)n, name.bytes);
done:
    wb_text_free(&name);
    return st;
}

/* Sampled units per parent of a stage. */
static void count_units(const wb_sample *sample, size_t stage, int64_t *counts)
{
    const wb_index *index = &sample->state->index;
    if (stage >= index->tree.n_stages) { /* closed units */
        for (int32_t h = 0; h < index->n_strata; h++)
            counts[h] = index->units[h];
        return;
    }
    const wb_combos *units = &index->tree.stages[stage];
    for (int32_t u = 0; u < units->count; u++)
        counts[units->a[u]]++;
}

static int32_t parents_of(const wb_sample *sample, size_t stage)
{
    const wb_index *index = &sample->state->index;
    return stage == 0 ? index->n_strata : index->tree.stages[stage - 1].count;
}

/* Sizes become fractions: all values of the column at most 1 are fractions already. */
static wb_status find_fractions(wb_sample *sample, size_t stage, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_fpc *fpc = &sample->state->index.tree.fpc[stage];
    int32_t n = parents_of(sample, stage);
    int64_t *counts = wb_allocate((size_t)n, sizeof *counts);
    double *fractions = wb_allocate((size_t)n, sizeof *fractions);
    bool sizes = false;

    sample->fractions[stage] = fractions;
    if (counts == NULL || fractions == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    count_units(sample, stage, counts);
    for (int32_t p = 0; p < fpc->count; p++)
        sizes = sizes || fpc->values[p] > 1;
    for (int32_t p = 0; p < n; p++) {
        double value = p < fpc->count ? fpc->values[p] : NAN;
        if (sizes && value < (double)counts[p]) {
            st = too_small(sample, stage, p, value, counts[p], err);
            goto done;
        }
        fractions[p] = sizes ? (double)counts[p] / value : value;
    }
done:
    wb_release(counts);
    return st;
}

/* ---- a unit in two strata ---- */

static wb_status in_two_strata(const wb_sample *sample, int32_t one, int32_t other,
                               wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &sample->state->index;
    const wb_layout *layout = &sample->tally->layout;
    const char *column = sample->tally->spec->clusters.items[0];
    wb_text first = {0};
    wb_text second = {0};

    WB_TRY(wb_index_name(index, layout, 1, one, &first, err));
    WB_TRY(wb_index_name(index, layout, 1, other, &second, err));
    st = wb_fail_at(err, WB_E_DESIGN, -1, column,
                    "a cluster of column '%s' is in two strata: (%s) and (%s); when ids "
                    "count within strata, say that they are nested",
                    column, first.bytes, second.bytes);
done:
    wb_text_free(&first);
    wb_text_free(&second);
    return st;
}

static wb_status check_nesting(const wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &sample->tally->layout;
    const wb_combos *units = &sample->state->index.tree.stages[0];
    int32_t *seen;

    if (layout->open_rows || sample->tally->spec->nested || layout->strata.n == 0)
        return WB_OK;
    size_t n = (size_t)sample->levels[layout->clusters.keys[0]].count;
    seen = wb_resize(NULL, n, sizeof *seen);
    if (seen == NULL)
        return wb_fail_nomem(err);
    memset(seen, 0xff, n * sizeof *seen);
    for (int32_t u = 0; u < units->count && st == WB_OK; u++) {
        int32_t *before = &seen[units->b[u]];
        if (*before >= 0)
            st = in_two_strata(sample, *before, u, err);
        *before = u;
    }
    wb_release(seen);
    return st;
}

/* ---- lonely strata of closed units ---- */

static wb_status lonely(const wb_sample *sample, size_t stage, int32_t parent,
                        const char *why, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    wb_text values = {0};
    bool rows = sample->tally->layout.clusters.n == 0;

    WB_TRY(wb_index_name(&sample->state->index, &sample->tally->layout, stage, parent,
                         &values, err));
    WB_TRY(parent_name(sample, stage, parent, &name, err));
    st = wb_fail_at(err, WB_E_DESIGN, -1, values.length > 0 ? values.bytes : "",
                    "%s has one sampled %s: %s", name.bytes, rows ? "row" : "unit", why);
done:
    wb_text_free(&name);
    wb_text_free(&values);
    return st;
}

static bool is_lonely(const wb_sample *sample, int32_t h)
{
    return sample->n[h] == 1 && sample->f[h] < WB_DESIGN_CENSUS;
}

/* Take stratum h into `into`: units and populations add up. */
static void join(wb_sample *sample, int32_t h, int32_t into)
{
    bool known = sample->f[h] > 0 && sample->f[into] > 0;
    double population =
        known ? sample->n[h] / sample->f[h] + sample->n[into] / sample->f[into] : 0;
    sample->n[into] += sample->n[h];
    sample->f[into] = known ? sample->n[into] / population : 0;
    sample->place[h] = into;
}

/* In the order of keys: a lonely stratum is joined by the next, until there are two
 * units; a last one joins the one before. Strata sampled whole stay out of it. */
static wb_status collapse(wb_sample *sample, wb_error *err)
{
    int32_t alone = -1; /* a stratum that still needs company */
    int32_t before = -1;

    for (int32_t i = 0; i < sample->state->index.n_strata; i++) {
        int32_t h = sample->strata[i];
        if (sample->f[h] >= WB_DESIGN_CENSUS)
            continue;
        if (alone >= 0) {
            join(sample, h, alone);
            before = alone;
            alone = -1;
        } else if (is_lonely(sample, h)) {
            alone = h;
        } else {
            before = h;
        }
    }
    if (alone >= 0 && before < 0)
        return lonely(sample, 0, alone, "there is no other to collapse it with", err);
    if (alone >= 0)
        join(sample, alone, before);
    return WB_OK;
}

/* What a domain that is taken together says of its strata: follow joins to their end. */
static void settle(wb_sample *sample)
{
    for (int32_t h = 0; h < sample->state->index.n_strata; h++) {
        int32_t to = sample->place[h];
        while (sample->place[to] != to)
            to = sample->place[to];
        sample->place[h] = to;
    }
}

static wb_status init_closed(wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &sample->state->index;
    size_t n = (size_t)index->n_strata;
    int32_t others = 0;

    sample->place = wb_allocate(n, sizeof *sample->place);
    sample->n = wb_allocate(n, sizeof *sample->n);
    sample->f = wb_allocate(n, sizeof *sample->f);
    if (sample->place == NULL || sample->n == NULL || sample->f == NULL)
        return wb_fail_nomem(err);
    for (int32_t h = 0; h < index->n_strata; h++) {
        sample->place[h] = h;
        sample->n[h] = (double)index->units[h];
        sample->f[h] = sample->n_fractions > 0 ? sample->fractions[0][h] : 0;
        sample->n_units += sample->n[h];
    }
    if (sample->options->lonely == WB_LONELY_COLLAPSE) {
        WB_TRY(collapse(sample, err));
        settle(sample);
    }
    for (int32_t h = 0; h < index->n_strata; h++) {
        bool alone = sample->place[h] == h && is_lonely(sample, h);
        if (alone && sample->options->lonely == WB_LONELY_FAIL) {
            st = lonely(sample, 0, h, "its variance cannot be estimated", err);
            goto done;
        }
        sample->n_lonely += alone;
        others += !alone;
    }
    if (sample->options->lonely == WB_LONELY_AVERAGE && sample->n_lonely > 0 &&
        others == 0)
        st = lonely(sample, 0, 0, "and so has every other: there is no average", err);
done:
    return st;
}

/* ---- open units ---- */

static wb_status init_open(wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &sample->state->index;
    const wb_unit_tree *tree = &index->tree;
    const wb_estimate_options *options = sample->options;
    wb_variance_options how = {options->lonely, options->lonely_in_domain != 0,
                               options->ultimate_cluster != 0};
    int32_t alone = -1;
    size_t stage = 0;

    WB_TRY(check_nesting(sample, err));
    WB_TRY(order_units(sample, err));
    sample->stages = wb_allocate(tree->n_stages, sizeof *sample->stages);
    if (sample->stages == NULL)
        return wb_fail_nomem(err);
    for (size_t s = 0; s < tree->n_stages; s++)
        sample->stages[s] =
            (wb_stage){tree->stages[s].count, tree->stages[s].a, parents_of(sample, s),
                       s < sample->n_fractions ? sample->fractions[s] : NULL};
    sample->tree =
        (wb_tree){sample->stages, tree->n_stages, sample->strata, sample->ranked};
    if (sample->tally->layout.calibrated) {
        sample->regression = wb_allocate(1, sizeof *sample->regression);
        if (sample->regression == NULL)
            return wb_fail_nomem(err);
        WB_TRY(wb_regression_init(sample->regression, &sample->state->auxiliary,
                                  wb_units_count(tree), err));
    }
    st = wb_design_new(&sample->tree, &how, &sample->design, &alone, &stage, err);
    if (st == WB_E_DESIGN && alone >= 0)
        st = lonely(sample, stage, alone, "its variance cannot be estimated", err);
done:
    return st;
}

/* ---- replicate weights ---- */

static wb_status init_replicates(wb_sample *sample, wb_error *err)
{
    const wb_replicate_weights *given = &sample->tally->spec->replicates;
    wb_replication_options options = {
        given->options.type,     (int32_t)given->columns.count,
        given->options.mse != 0, given->options.scale,
        given->options.rho,      given->rscales};
    wb_error local;
    wb_status st = wb_replication_init(&sample->given, &options, &local);
    if (st == WB_OK) {
        sample->replication = &sample->given;
        return WB_OK;
    }
    /* the item is the replicate's number: here it has a column */
    const char *column =
        local.item[0] != '\0' ? given->columns.items[strtol(local.item, NULL, 10)] : "";
    return wb_fail_at(err, st, -1, column, "%s%s%s", column, *column != '\0' ? ": " : "",
                      local.message);
}

/* ---- made replicates ---- */

/* Factors kept at once: 256 MB of them. */
enum { MOST_FACTORS = 1 << 25, BOOTSTRAPS = 500 };

static wb_status keep_factors(wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_units = (size_t)wb_units_count(&sample->state->index.tree);
    size_t n = (size_t)sample->replication->n;

    if (n_units > MOST_FACTORS / n)
        return WB_OK;
    sample->factors = wb_resize(NULL, n * n_units, sizeof *sample->factors);
    if (sample->factors == NULL)
        return wb_fail_nomem(err);
    for (size_t r = 0; r < n; r++)
        WB_TRY(wb_replicates_factors(sample->made, (int32_t)r,
                                     sample->factors + r * n_units, err));
done:
    return st;
}

static wb_status check_made(const wb_sample *sample, wb_error *err)
{
    const wb_layout *layout = &sample->tally->layout;

    if (layout->n_replicates > 0)
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "the rows bring replicate weights: no others are made");
    if (sample->tally->spec->calibration.initial != NULL)
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "weights of a calibration would have to be calibrated anew in "
                       "every replicate, which takes the rows: make replicate weights "
                       "before calibrating, or linearise");
    if (!layout->open)
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "replicates are made of open units, and here they close: declare "
                       "open units");
    return WB_OK;
}

static wb_status make_replicates(wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_estimate_options *o = sample->options;
    wb_replicates_options how = {.type = o->replicates,
                                 .n = o->n_replicates,
                                 .lonely = o->lonely,
                                 .mse = o->mse != 0,
                                 .ultimate_cluster = o->ultimate_cluster != 0,
                                 .rho = o->rho,
                                 .seed = o->seed};
    int32_t stratum = -1;
    size_t stage = 0;
    char why[sizeof err->message] = "";

    WB_TRY(check_made(sample, err));
    if (how.type == WB_REPLICATE_BOOTSTRAP && how.n == 0)
        how.n = BOOTSTRAPS;
    st = wb_replicates_new(&sample->tree, &how, &sample->made, &stratum, &stage, err);
    if (st == WB_E_DESIGN && stratum >= 0 && err != NULL) {
        wb_text name = {0};
        memcpy(why, err->message, sizeof why);
        WB_TRY(parent_name(sample, stage, stratum, &name, err));
        st = wb_fail_at(err, WB_E_DESIGN, -1, name.bytes, "%s: %s", name.bytes, why);
        wb_text_free(&name);
    }
    WB_TRY(st);
    sample->replication = wb_replicates_replication(sample->made);
    WB_TRY(keep_factors(sample, err));
done:
    return st;
}

static wb_status check_rows(const wb_sample *sample, wb_error *err)
{
    const wb_spec *spec = sample->tally->spec;

    if (sample->state->n_rows == 0)
        return wb_fail(err, WB_E_DATA, "there are no rows to estimate from");
    if (!sample->state->any_weight)
        return wb_fail_at(err, WB_E_DATA, -1, spec->weights != NULL ? spec->weights : "",
                          "all weights are 0");
    return WB_OK;
}

wb_status wb_sample_init(wb_sample *sample, const wb_tally *tally, const wb_state *state,
                         const wb_estimate_options *options, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &state->index;

    *sample = (wb_sample){.tally = tally, .state = state, .options = options};
    WB_TRY(check_rows(sample, err));
    sample->levels = wb_allocate(index->n_keys, sizeof *sample->levels);
    sample->fractions = wb_allocate(index->tree.n_fpc, sizeof *sample->fractions);
    if (sample->levels == NULL || sample->fractions == NULL)
        return wb_fail_nomem(err);
    for (; sample->n_keys < index->n_keys; sample->n_keys++) {
        const char *name = tally->layout.key_names[sample->n_keys];
        WB_TRY(wb_levels_init(&sample->levels[sample->n_keys],
                              index->keys[sample->n_keys],
                              wb_spec_declared(tally->spec, name), err));
    }
    WB_TRY(order_strata(sample, err));
    for (; sample->n_fractions < index->tree.n_fpc; sample->n_fractions++)
        WB_TRY(find_fractions(sample, sample->n_fractions, err));
    if (tally->layout.open)
        WB_TRY(init_open(sample, err));
    else if (tally->layout.n_replicates > 0)
        WB_TRY(init_replicates(sample, err));
    else
        WB_TRY(init_closed(sample, err));
    if (options->replicates != WB_REPLICATE_NONE)
        WB_TRY(make_replicates(sample, err));
done:
    return st;
}

void wb_sample_free(wb_sample *sample)
{
    for (size_t k = 0; k < sample->n_keys; k++)
        wb_levels_free(&sample->levels[k]);
    wb_release(sample->levels);
    for (size_t s = 0; sample->fractions != NULL && s < sample->state->index.tree.n_fpc;
         s++)
        wb_release(sample->fractions[s]);
    wb_release(sample->fractions);
    wb_release(sample->strata);
    wb_release(sample->ranked);
    wb_release(sample->place);
    wb_release(sample->n);
    wb_release(sample->f);
    wb_design_free(sample->design);
    wb_replication_free(&sample->given);
    if (sample->regression != NULL)
        wb_regression_free(sample->regression);
    wb_release(sample->regression);
    wb_replicates_free(sample->made);
    wb_release(sample->factors);
    wb_release(sample->stages);
    *sample = (wb_sample){0};
}
