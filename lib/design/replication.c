/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The scales that belong to a type of replicates, and the variance of replicate
 * estimates. */
#include "design/replicates.h"

#include "base/text.h"
#include "num/pair.h"

#include <math.h>

/* What is known of a type. Scales that are "own" cannot be any other. */
static const struct {
    const char *name;
    bool own;
    bool needs_scale;
    bool needs_rscales;
} types[] = {
    [WB_DESIGN_JK1] = {"jk1", false, false, false},
    [WB_DESIGN_JKN] = {"jkn", false, false, true},
    [WB_DESIGN_JK2] = {"jk2", true, false, false},
    [WB_DESIGN_BRR] = {"brr", true, false, false},
    [WB_DESIGN_FAY] = {"fay", true, false, false},
    [WB_DESIGN_BOOTSTRAP] = {"bootstrap", false, false, false},
    [WB_DESIGN_SDR] = {"sdr", true, false, false},
    [WB_DESIGN_OTHER] = {"other", false, true, false},
};

static const double SAME = 1e-9; /* scales that were printed and read again */

static double own_scale(int32_t type, double n, double rho)
{
    switch (type) {
    case WB_DESIGN_JK1:
        return (n - 1) / n;
    case WB_DESIGN_BRR:
        return 1 / n;
    case WB_DESIGN_FAY:
        return 1 / (n * (1 - rho) * (1 - rho));
    case WB_DESIGN_BOOTSTRAP:
        return 1 / (n - 1);
    case WB_DESIGN_SDR:
        return 4 / n;
    default:
        return 1;
    }
}

static bool same(double a, double b)
{
    return fabs(a - b) <= SAME * b;
}

static wb_status check_options(const wb_replication_options *o, wb_error *err)
{
    char number[WB_NUMBER_CHARS];

    if (o->type < WB_DESIGN_JK1 || o->type > WB_DESIGN_OTHER)
        return wb_fail(err, WB_E_ARG, "%d is no type of replicates, which are 1 to %d",
                       (int)o->type, (int)WB_DESIGN_OTHER);
    if (o->n < 2)
        return wb_fail(err, WB_E_ARG,
                       "%d replicate weights tell no variance: at least 2 are needed",
                       (int)o->n);
    wb_format_double(number, o->rho);
    if (o->type != WB_DESIGN_FAY && o->rho != 0)
        return wb_fail(err, WB_E_ARG, "rho is for fay, not for %s: leave out rho %s",
                       types[o->type].name, number);
    if (!(o->rho >= 0 && o->rho < 1))
        return wb_fail(err, WB_E_ARG, "rho %s of fay is not at least 0 and below 1",
                       number);
    wb_format_double(number, o->scale);
    if (!(o->scale >= 0) || isinf(o->scale))
        return wb_fail(err, WB_E_ARG, "scale %s is not a positive number", number);
    if (types[o->type].needs_scale && o->scale == 0)
        return wb_fail(err, WB_E_ARG,
                       "replicates of type %s have no scale of their own: give one",
                       types[o->type].name);
    return WB_OK;
}

static wb_status check_scale(const wb_replication_options *o, double own, wb_error *err)
{
    char given[WB_NUMBER_CHARS];
    char expected[WB_NUMBER_CHARS];

    if (!types[o->type].own || o->scale == 0 || same(o->scale, own))
        return WB_OK;
    wb_format_double(given, o->scale);
    wb_format_double(expected, own);
    return wb_fail(err, WB_E_ARG,
                   "%d replicates of type %s have scale %s, not %s: leave it out, or say "
                   "that the type is other",
                   (int)o->n, types[o->type].name, expected, given);
}

static wb_status read_rscale(const wb_replication_options *o, int32_t r, double *rscale,
                             wb_error *err)
{
    char item[WB_NUMBER_CHARS];
    char number[WB_NUMBER_CHARS];
    double given = o->rscales != NULL ? o->rscales[r] : 0;

    *rscale = given == 0 ? 1 : given;
    bool positive = given >= 0 && !isinf(given);
    bool missing = types[o->type].needs_rscales && given == 0;
    bool other = types[o->type].own && !same(*rscale, 1);
    if (positive && !missing && !other)
        return WB_OK;
    wb_format_int64(item, r);
    wb_format_double(number, given);
    if (!positive)
        return wb_fail_at(err, WB_E_ARG, -1, item,
                          "rscale %s of replicate %d is not a positive number", number,
                          (int)r + 1);
    if (missing)
        return wb_fail_at(err, WB_E_ARG, -1, item,
                          "replicate %d of type %s has no rscale: give (n-1)/n of the "
                          "stratum whose unit it leaves out",
                          (int)r + 1, types[o->type].name);
    return wb_fail_at(err, WB_E_ARG, -1, item,
                      "replicates of type %s have rscale 1, not %s (replicate %d): leave "
                      "it out, or say that the type is other",
                      types[o->type].name, number, (int)r + 1);
}

wb_status wb_replication_init(wb_replication *replication,
                              const wb_replication_options *options, wb_error *err)
{
    wb_status st = WB_OK;
    wb_replication made = {options->n, options->mse, 0, NULL};

    *replication = (wb_replication){0};
    WB_TRY(check_options(options, err));
    made.mse = made.mse || options->type == WB_DESIGN_SDR;
    made.scale = own_scale(options->type, options->n, options->rho);
    WB_TRY(check_scale(options, made.scale, err));
    if (!types[options->type].own && options->scale > 0)
        made.scale = options->scale;
    made.rscales = wb_allocate((size_t)options->n, sizeof *made.rscales);
    if (made.rscales == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t r = 0; r < options->n; r++)
        WB_TRY(read_rscale(options, r, &made.rscales[r], err));
    *replication = made;
    made.rscales = NULL;
done:
    wb_release(made.rscales);
    return st;
}

void wb_replication_free(wb_replication *replication)
{
    wb_release(replication->rscales);
    *replication = (wb_replication){0};
}

/* The mean of the replicates that count and are kept (NULL: the finite ones). */
static double centre_of(const wb_replication *replication, const double *values,
                        const bool *kept, double estimate, int32_t *n_kept)
{
    wb_pair sum = {0, 0};
    int32_t n = 0;

    *n_kept = 0;
    for (int32_t r = 0; r < replication->n; r++) {
        if (kept != NULL ? !kept[r] : !isfinite(values[r]))
            continue;
        ++*n_kept;
        if (!(replication->rscales[r] > 0))
            continue;
        sum = wb_pair_gather(sum, values[r]);
        n++;
    }
    return replication->mse ? estimate : wb_pair_value(sum) / n;
}

double wb_replication_variance(const wb_replication *replication, const double *values,
                               double estimate, int32_t *n_used)
{
    int32_t n;
    double centre = centre_of(replication, values, NULL, estimate, &n);
    double sum = 0;

    for (int32_t r = 0; r < replication->n; r++) {
        double deviation = values[r] - centre;
        if (isfinite(values[r]) && replication->rscales[r] > 0)
            sum += replication->rscales[r] * (deviation * deviation);
    }
    if (n_used != NULL)
        *n_used = n;
    return n > 0 || replication->n == 0 ? replication->scale * sum : (double)NAN;
}

wb_status wb_replication_covariance(const wb_replication *replication,
                                    const double *const *values, const double *estimates,
                                    size_t k, double *covariance, int32_t *n_used,
                                    wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n_kept = 0;
    bool *kept = wb_allocate((size_t)replication->n, sizeof *kept);
    double *centres = wb_allocate(k, sizeof *centres);

    if (kept == NULL || centres == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t r = 0; r < replication->n; r++) {
        kept[r] = true;
        for (size_t j = 0; j < k; j++)
            kept[r] = kept[r] && isfinite(values[j][r]);
    }
    for (size_t j = 0; j < k; j++)
        centres[j] = centre_of(replication, values[j], kept, estimates[j], &n_kept);
    for (size_t a = 0; a < k; a++) {
        for (size_t b = 0; b <= a; b++) {
            double sum = 0;
            for (int32_t r = 0; r < replication->n; r++) {
                if (kept[r] && replication->rscales[r] > 0)
                    sum += replication->rscales[r] *
                           ((values[a][r] - centres[a]) * (values[b][r] - centres[b]));
            }
            if (n_kept == 0 && replication->n > 0)
                sum = (double)NAN;
            covariance[a * k + b] = covariance[b * k + a] = replication->scale * sum;
        }
    }
    if (n_used != NULL)
        *n_used = n_kept;
done:
    wb_release(kept);
    wb_release(centres);
    return st;
}

wb_status wb_replication_covariance_by_pair(const wb_replication *replication,
                                            const double *const *values,
                                            const double *estimates, size_t k,
                                            double *covariance, wb_error *err)
{
    int32_t n_used = 0;
    wb_status st = wb_replication_covariance(replication, values, estimates, k,
                                             covariance, &n_used, err);
    if (n_used == replication->n)
        return st;
    for (size_t a = 0; st == WB_OK && a < k; a++) {
        for (size_t b = 0; st == WB_OK && b <= a; b++) {
            double two[4];
            st = wb_replication_covariance(
                replication, (const double *[]){values[a], values[b]},
                (double[]){estimates[a], estimates[b]}, 2, two, NULL, err);
            if (st == WB_OK)
                covariance[a * k + b] = covariance[b * k + a] = two[1];
        }
    }
    return st;
}
