/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The area under the curve: the chance that of two people, one of each kind, the one in
 * whom the criterion is true has the more serious score, ties counting for half. As a
 * function of the totals by score it has a gradient, which is the influence of a row:
 * its mid-rank among the others (Binder 1983; DeLong, DeLong & Clarke-Pearson 1988,
 * Biometrics 44, 837-845, have the same components without weights). */
#include "num/num.h"
#include "quality/roc.h"

#include <math.h>

/* The totals t[i * stride] of 2 n: the area, and per total how much of the other kind is
 * less serious (of those in which it is true) or more serious (of the others), ties
 * half; below may be NULL. */
static double area_of(const double *t, size_t n, size_t stride, double *beside)
{
    double negatives = 0, positives = 0, pairs = 0, above = 0;

    for (size_t k = 0; k < n; k++)
        positives += t[k * stride];
    for (size_t k = 0; k < n; k++) {
        double yes = t[k * stride], no = t[(n + k) * stride];
        double below = negatives + no / 2;
        pairs += yes * below;
        if (beside != NULL) {
            beside[k] = below;
            beside[n + k] = positives - above - yes / 2;
        }
        negatives += no;
        above += yes;
    }
    return pairs / (positives * negatives);
}

static void sums_of(const wb_roc_totals *totals, double sums[2])
{
    for (size_t class = 0; class < 2; class ++) {
        sums[class] = 0;
        for (size_t k = 0; k < totals->n; k++)
            sums[class] += totals->totals[class * totals->n + k];
    }
}

static wb_status linear_variance(const wb_roc_totals *totals, double auc,
                                 double *variance, wb_error *err)
{
    size_t n = totals->n;
    double sums[2];
    double *g = wb_allocate(2 * n, sizeof *g);

    if (g == NULL)
        return wb_fail_nomem(err);
    sums_of(totals, sums);
    (void)area_of(totals->totals, n, 1, g);
    for (size_t i = 0; i < 2 * n; i++)
        g[i] = (g[i] - auc * sums[i < n]) / (sums[0] * sums[1]);
    *variance = wb_roc_variance(g, totals->covariance, 2 * n);
    wb_release(g);
    return WB_OK;
}

static wb_status replicate_variance(const wb_roc_totals *totals, double auc,
                                    double *variance, wb_error *err)
{
    double *values = wb_allocate(totals->n_replicates, sizeof *values);

    if (values == NULL)
        return wb_fail_nomem(err);
    for (size_t r = 0; r < totals->n_replicates; r++)
        values[r] =
            area_of(totals->replicates + r, totals->n, totals->n_replicates, NULL);
    *variance = wb_inference_replicate_variance(totals->inference, values, auc);
    wb_release(values);
    return WB_OK;
}

static void set_bounds(wb_roc_area *area, wb_bounds bounds)
{
    area->lower = fmax(bounds.lower, 0);
    area->upper = fmin(bounds.upper, 1);
    if (isnan(bounds.lower))
        area->lower = area->upper = (double)NAN;
    area->status = bounds.status;
}

wb_status wb_roc_area_of(const wb_roc_totals *totals, double level, wb_roc_area *out,
                         wb_error *err)
{
    wb_status st = WB_OK;
    double variance = (double)NAN;

    *out = (wb_roc_area){.auc = area_of(totals->totals, totals->n, 1, NULL),
                         .df = totals->df};
    if (totals->n_replicates > 0)
        WB_TRY(replicate_variance(totals, out->auc, &variance, err));
    else
        WB_TRY(linear_variance(totals, out->auc, &variance, err));
    out->se = sqrt(variance);
    if (isnan(out->se)) {
        out->lower = out->upper = (double)NAN;
        out->status = WB_ESTIMATE_NO_VARIANCE;
        return WB_OK;
    }
    set_bounds(out, wb_interval_of_number(out->auc, out->se, out->df,
                                          totals->rows[0] + totals->rows[1], level));
done:
    return st;
}

void wb_roc_delong(const wb_roc_totals *counts, double level, wb_roc_area *out)
{
    size_t n = counts->n;
    const double *t = counts->totals;
    double sums[2], squares[2] = {0, 0};
    double below = 0, above = 0;

    *out = (wb_roc_area){.auc = area_of(t, n, 1, NULL), .df = (double)INFINITY};
    sums_of(counts, sums);
    for (size_t k = 0; k < n; k++) {
        double v10 = (below + t[n + k] / 2) / sums[1] - out->auc;
        double v01 = (sums[0] - above - t[k] / 2) / sums[0] - out->auc;
        squares[0] += t[k] * v10 * v10;
        squares[1] += t[n + k] * v01 * v01;
        above += t[k];
        below += t[n + k];
    }
    /* S10/m + S01/n; of one row of a kind there is no variance. */
    out->se =
        sqrt(squares[0] / (sums[0] - 1) / sums[0] + squares[1] / (sums[1] - 1) / sums[1]);
    if (sums[0] < 2 || sums[1] < 2) {
        out->se = out->lower = out->upper = (double)NAN;
        out->status = WB_ESTIMATE_NO_VARIANCE;
        return;
    }
    set_bounds(out, wb_interval_of_number(out->auc, out->se, out->df,
                                          counts->rows[0] + counts->rows[1], level));
}
