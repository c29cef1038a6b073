/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/sample_parts.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

/* ---- fractions ---- */

static wb_status too_small(const wb_sample *sample, size_t stage, int32_t parent,
                           double value, int64_t n, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    const char *column = sample->tally->spec->fpc.items[stage];

    WB_TRY(wb_sample_parent_name(sample, stage, parent, &name, err));
    st = wb_fail_at(err, WB_E_DESIGN, -1, column,
                    "the fpc %g in column '%s' is smaller than the %lld units sampled in "
                    "%s",
                    value, column, (long long)n, name.bytes);
done:
    wb_text_free(&name);
    return st;
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
    wb_sample_count_units(sample, stage, counts);
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

/* ---- open units ---- */

/* The order of units tells which collapse and what a generator gives them. */
static bool needs_order(const wb_estimate_options *options)
{
    return options->lonely == WB_LONELY_COLLAPSE ||
           options->replicates != WB_REPLICATE_NONE;
}

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

    if (needs_order(options))
        WB_TRY(wb_sample_order_units(sample, err));
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
        WB_TRY(wb_regression_init(sample->regression, &sample->state->totals.auxiliary,
                                  wb_units_count(tree), err));
    }
    st = wb_design_new(&sample->tree, &how, &sample->design, &alone, &stage, err);
    if (st == WB_E_DESIGN && alone >= 0)
        st = wb_sample_lonely(sample, stage, alone, "its variance cannot be estimated",
                              err);
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
    WB_TRY(wb_sample_order_strata(sample, err));
    for (; sample->n_fractions < index->tree.n_fpc; sample->n_fractions++)
        WB_TRY(find_fractions(sample, sample->n_fractions, err));
    if (tally->layout.n_stages > 0)
        WB_TRY(check_nesting(sample, err));
    if (tally->layout.open)
        WB_TRY(init_open(sample, err));
    else if (tally->layout.n_replicates > 0)
        WB_TRY(wb_sample_take_replicates(sample, err));
    else
        WB_TRY(wb_sample_init_closed(sample, err));
    if (options->replicates != WB_REPLICATE_NONE)
        WB_TRY(wb_sample_make_replicates(sample, err));
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
    wb_release(sample->inverse);
    wb_release(sample->factor);
    wb_design_free(sample->design);
    wb_replication_free(&sample->given);
    if (sample->regression != NULL)
        wb_regression_free(sample->regression);
    wb_release(sample->regression);
    wb_replicates_free(sample->made);
    wb_kept_free(&sample->kept);
    wb_release(sample->stages);
    *sample = (wb_sample){0};
}
