/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/margin.h"

#include <math.h>

/* ---- estimates ---- */

static double value_of(const wb_muster *muster, const wb_margin *margin, size_t weight)
{
    double below = wb_muster_weight(muster, margin->crowd, weight);
    double sum =
        wb_muster_sum(muster, margin->crowd, weight, margin->scene, margin->category);
    double other =
        wb_muster_sum(muster, margin->crowd, weight, margin->other, margin->category);

    if (!muster->usable[weight])
        return NAN;
    if (margin->kind == WB_MARGIN_ATTRIBUTABLE)
        return other > 0 ? 1 - sum / other : NAN;
    if (margin->kind == WB_MARGIN_DIFFERENCE)
        sum -= other;
    return below > 0 ? sum / below : NAN;
}

/* ---- by replicates ---- */

static wb_status by_replicates(const wb_muster *muster, wb_margin *margin, wb_error *err)
{
    size_t n = muster->n_weights - 1;
    const wb_replication *replication = muster->pass->sample.replication;
    double *values = wb_allocate(n, sizeof *values);

    if (values == NULL)
        return wb_fail_nomem(err);
    for (size_t r = 0; r < n; r++)
        values[r] = value_of(muster, margin, 1 + r);
    margin->se =
        sqrt(wb_replication_variance(replication, values, margin->estimate, NULL));
    wb_release(values);
    return WB_OK;
}

/* ---- all of them ---- */

static wb_status by_influence(const wb_muster *muster, wb_margin *margins, size_t n,
                              wb_source *source, const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    wb_margin *batch[WB_MARGIN_BATCH];
    size_t in = 0;

    for (size_t i = 0; i <= n; i++) {
        if (in == WB_MARGIN_BATCH || (i == n && in > 0)) {
            WB_TRY(wb_source_rewind(source, err));
            WB_TRY(wb_margins_influence(muster, batch, in, source, run, err));
            in = 0;
        }
        if (i < n && !isnan(margins[i].estimate))
            batch[in++] = &margins[i];
    }
done:
    return st;
}

static void find_status(const wb_fit *fit, wb_margin *margin)
{
    if (isnan(margin->estimate) || !(margin->se >= 0))
        margin->status = WB_COEFFICIENT_NO_VARIANCE;
    else if (!(fit->df > 0))
        margin->status = WB_COEFFICIENT_NO_DF;
}

wb_status wb_margins_estimate(const wb_muster *muster, wb_margin *margins, size_t n,
                              wb_source *source, const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    bool replicates = muster->n_weights > 1;

    for (size_t i = 0; i < n; i++) {
        wb_margin *margin = &margins[i];
        margin->estimate = margin->se = NAN;
        if (margin->status != WB_COEFFICIENT_OK)
            continue;
        margin->estimate = value_of(muster, margin, 0);
        if (replicates && !isnan(margin->estimate))
            WB_TRY(by_replicates(muster, margin, err));
    }
    if (!replicates)
        WB_TRY(by_influence(muster, margins, n, source, run, err));
    for (size_t i = 0; i < n; i++) {
        if (margins[i].status == WB_COEFFICIENT_OK)
            find_status(muster->fit, &margins[i]);
    }
done:
    return st;
}
