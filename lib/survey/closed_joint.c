/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/closed_joint.h"

#include <math.h>

/* What is known of the places (strata taken together) of the domain. */
typedef struct wb_joint_places {
    int32_t n_strata;
    int64_t *counts; /* per place */
    wb_pair *totals; /* [place * k] */
    wb_pair *grand;  /* mean over all units of the strata the domain is in */
} wb_joint_places;

static int64_t *place_counts(const wb_sample *sample, const int64_t *counts)
{
    int32_t n = sample->state->index.n_strata;
    int64_t *found = wb_allocate((size_t)n, sizeof *found);

    for (int32_t h = 0; found != NULL && h < n; h++)
        found[sample->place[h]] += counts[h];
    return found;
}

wb_status wb_closed_joint_factors(const wb_sample *sample, const int64_t *counts,
                                  double *factors, wb_error *err)
{
    int64_t *rows = place_counts(sample, counts);

    if (rows == NULL)
        return wb_fail_nomem(err);
    for (int32_t h = 0; h < sample->state->index.n_strata; h++) {
        int32_t place = sample->place[h];
        factors[h] = wb_pair_value(wb_closed_factor(sample, place, rows[place]));
    }
    wb_release(rows);
    return WB_OK;
}

static void free_places(wb_joint_places *places)
{
    wb_release(places->counts);
    wb_release(places->totals);
    wb_release(places->grand);
}

static wb_status gather(wb_joint_places *places, const wb_sample *sample,
                        const wb_closed_joint *joint, wb_error *err)
{
    size_t k = joint->k;
    double n_units = 0;

    places->n_strata = sample->state->index.n_strata;
    places->counts = place_counts(sample, joint->counts);
    places->totals = wb_allocate((size_t)places->n_strata * k, sizeof *places->totals);
    places->grand = wb_allocate(k, sizeof *places->grand);
    if (places->counts == NULL || places->totals == NULL || places->grand == NULL)
        return wb_fail_nomem(err);
    for (int32_t h = 0; h < places->n_strata; h++) {
        wb_pair *to = places->totals + (size_t)sample->place[h] * k;
        const wb_pair *from = joint->totals + (size_t)h * k;
        for (size_t j = 0; j < k; j++) {
            to[j] = wb_pair_add(to[j], from[j]);
            places->grand[j] = wb_pair_add(places->grand[j], from[j]);
        }
        if (places->counts[h] > 0)
            n_units += sample->n[h];
    }
    for (size_t j = 0; j < k; j++)
        places->grand[j] = wb_pair_divide(places->grand[j], wb_pair_of(n_units));
    return WB_OK;
}

/* What is left of factor Σ z z' when its units are taken around their centre. */
static void centre_place(const wb_joint_places *places, const wb_sample *sample,
                         int32_t place, size_t k, wb_pair *sums)
{
    const wb_pair *totals = places->totals + (size_t)place * k;
    int64_t rows = places->counts[place];
    wb_pair factor = wb_closed_factor(sample, place, rows);
    wb_pair n = wb_pair_of(sample->n[place]);
    bool centred = wb_closed_is_centred(sample, place, rows);

    if (wb_pair_value(factor) == 0)
        return;
    for (size_t i = 0; i < k; i++) {
        wb_pair ci = centred ? places->grand[i] : wb_pair_divide(totals[i], n);
        for (size_t j = 0; j < k; j++) {
            wb_pair cj = centred ? places->grand[j] : wb_pair_divide(totals[j], n);
            wb_pair change = wb_pair_multiply(wb_pair_multiply(ci, cj), n);
            change = wb_pair_subtract(change, wb_pair_multiply(ci, totals[j]));
            change = wb_pair_subtract(change, wb_pair_multiply(cj, totals[i]));
            sums[i * k + j] =
                wb_pair_add(sums[i * k + j], wb_pair_multiply(factor, change));
        }
    }
}

/* What the average of lonely strata multiplies all by. */
static double multiplier(const wb_joint_places *places, const wb_sample *sample)
{
    int64_t n = 0;
    int64_t counting = 0;

    if (sample->options->lonely != WB_LONELY_AVERAGE)
        return 1;
    for (int32_t h = 0; h < places->n_strata; h++) {
        n += places->counts[h] > 0;
        counting +=
            places->counts[h] > 0 && !wb_closed_left_out(sample, h, places->counts[h]);
    }
    return counting == n ? 1 : (double)n / (double)counting;
}

wb_status wb_closed_joint_covariance(const wb_sample *sample,
                                     const wb_closed_joint *joint, double *covariance,
                                     wb_error *err)
{
    wb_status st = WB_OK;
    size_t k = joint->k;
    wb_joint_places places = {0};
    wb_pair *sums = wb_resize(NULL, k * k, sizeof *sums);

    if (sums == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(gather(&places, sample, joint, err));
    for (size_t i = 0; i < k * k; i++)
        sums[i] = joint->products[i];
    for (int32_t h = 0; h < places.n_strata; h++) {
        if (places.counts[h] > 0)
            centre_place(&places, sample, h, k, sums);
    }
    double times = multiplier(&places, sample);
    for (size_t i = 0; i < k * k; i++)
        covariance[i] = wb_pair_value(sums[i]) * times;
done:
    free_places(&places);
    wb_release(sums);
    return st;
}
