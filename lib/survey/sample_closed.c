/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Strata of closed units, and what is done with those that stand alone. */
#include "survey/sample_parts.h"

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
 * units; a last one joins the one before. Strata sampled whole stay out of it. What is
 * joined to stays its own place: nothing is two joins away. */
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
        return wb_sample_lonely(sample, 0, alone, "there is no other to collapse it with",
                                err);
    if (alone >= 0)
        join(sample, alone, before);
    return WB_OK;
}

static void find_factors(wb_sample *sample)
{
    for (int32_t h = 0; h < sample->state->index.n_strata; h++) {
        wb_pair n = wb_pair_of(sample->n[h]);
        wb_pair factor = wb_pair_of(1 - sample->f[h]);
        sample->inverse[h] = wb_pair_divide(wb_pair_of(1), n);
        if (sample->n[h] > 1)
            factor =
                wb_pair_multiply(factor, wb_pair_divide(n, wb_pair_of(sample->n[h] - 1)));
        if (sample->f[h] < WB_DESIGN_CENSUS)
            sample->factor[h] = factor;
    }
}

/* Within a domain other strata are joined, by the units that it has in each. */
static wb_status check_policy(const wb_sample *sample, wb_error *err)
{
    bool ordered = sample->tally->layout.ordered;

    if (sample->options->lonely == WB_LONELY_COLLAPSE &&
        sample->options->lonely_in_domain != 0)
        return wb_fail(
            err, WB_E_UNSUPPORTED, "strata are not collapsed within a domain when %s: %s",
            ordered ? "ordered clusters close" : "rows close",
            ordered ? "leave out that units are ordered" : "declare that units are open");
    return WB_OK;
}

wb_status wb_sample_init_closed(wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &sample->state->index;
    size_t n = (size_t)index->n_strata;
    int32_t n_lonely = 0;
    int32_t others = 0;
    int64_t *counts = wb_allocate(n, sizeof *counts);

    WB_TRY(check_policy(sample, err));
    sample->place = wb_allocate(n, sizeof *sample->place);
    sample->n = wb_allocate(n, sizeof *sample->n);
    sample->f = wb_allocate(n, sizeof *sample->f);
    sample->inverse = wb_allocate(n, sizeof *sample->inverse);
    sample->factor = wb_allocate(n, sizeof *sample->factor);
    if (sample->place == NULL || sample->n == NULL || sample->f == NULL ||
        sample->inverse == NULL || sample->factor == NULL || counts == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    wb_sample_count_units(sample, 0, counts);
    for (int32_t h = 0; h < index->n_strata; h++) {
        sample->place[h] = h;
        sample->n[h] = (double)counts[h];
        sample->f[h] = sample->n_fractions > 0 ? sample->fractions[0][h] : 0;
    }
    if (sample->options->lonely == WB_LONELY_COLLAPSE)
        WB_TRY(collapse(sample, err));
    find_factors(sample);
    for (int32_t h = 0; h < index->n_strata; h++) {
        bool alone = sample->place[h] == h && is_lonely(sample, h);
        if (alone && sample->options->lonely == WB_LONELY_FAIL) {
            st = wb_sample_lonely(sample, 0, h, "its variance cannot be estimated", err);
            goto done;
        }
        n_lonely += alone;
        others += !alone;
    }
    if (sample->options->lonely == WB_LONELY_AVERAGE && n_lonely > 0 && others == 0)
        st = wb_sample_lonely(sample, 0, 0, "and so has every other: there is no average",
                              err);
done:
    wb_release(counts);
    return st;
}
