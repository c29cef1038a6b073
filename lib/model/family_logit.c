/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The logit: y is 1 for the event, else 0. What every row of every pass takes is worked
 * out for many rows at a time, by the same plain operations on every machine. */
#include "model/family_logit.h"

#include "base/wide.h"

#include <math.h>
#include <string.h>

/* exp(-x) is 2^k exp(r) with |r| at most half of ln 2, which is taken off in two parts:
 * Cody & Waite (1980), Software manual for the elementary functions. */
static const double log2_e = 0x1.71547652b82fep0;
static const double ln2_high = 0x1.62e42fee00000p-1;
static const double ln2_low = 0x1.a39ef35793c76p-33;
static const double to_whole = 0x1.8p52; /* added, it leaves a whole number below */
static const double beyond = 700;        /* exp(-x) is 1e-304: nothing */

void wb_logit_start(const wb_outcome_totals *totals, double *eta)
{
    eta[0] = log(totals->categories[1] / totals->categories[0]);
}

/* ---- exp and log ---- */

/* exp(r) by its series, and k in the low bits of `whole`. */
WB_WIDE static void reduce(const double *restrict x, int32_t n, double *restrict whole,
                           double *restrict power)
{
    for (int32_t i = 0; i < n; i++) {
        double t = to_whole - fabs(x[i]) * log2_e;
        double k = t - to_whole;
        double r = (-fabs(x[i]) - k * ln2_high) - k * ln2_low;
        double sum = 1.0 / 6227020800;
        sum = sum * r + 1.0 / 479001600;
        sum = sum * r + 1.0 / 39916800;
        sum = sum * r + 1.0 / 3628800;
        sum = sum * r + 1.0 / 362880;
        sum = sum * r + 1.0 / 40320;
        sum = sum * r + 1.0 / 5040;
        sum = sum * r + 1.0 / 720;
        sum = sum * r + 1.0 / 120;
        sum = sum * r + 1.0 / 24;
        sum = sum * r + 1.0 / 6;
        sum = sum * r + 0.5;
        whole[i] = t;
        power[i] = 1 + (r + r * r * sum);
    }
}

/* The bits of 2^k, of those of a double with k in its low bits. */
WB_WIDE static void raise(uint64_t *restrict bits, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        bits[i] = (bits[i] + 1023) << 52;
}

WB_WIDE static void scale(const double *restrict x, const double *restrict power,
                          const double *restrict by, int32_t n, double *restrict e)
{
    for (int32_t i = 0; i < n; i++) {
        double value = power[i] * by[i];
        e[i] = fabs(x[i]) > beyond ? 0 : value;
    }
}

void wb_logit_decay(const double *x, int32_t n, double *e)
{
    double whole[WB_MODEL_ROWS];
    double power[WB_MODEL_ROWS];
    uint64_t bits[WB_MODEL_ROWS];

    reduce(x, n, whole, power);
    memcpy(bits, whole, (size_t)n * sizeof *bits);
    raise(bits, n);
    memcpy(whole, bits, (size_t)n * sizeof *bits);
    scale(x, power, whole, n, e);
}

/* log(1 + e) for e from 0 to 1 is twice the inverse hyperbolic tangent of e / (2 + e), at
 * most a third: its series. */
static inline double log_of_one_and(double e)
{
    double s = e / (2 + e);
    double z = s * s;
    double sum = 1.0 / 33;
    sum = sum * z + 1.0 / 31;
    sum = sum * z + 1.0 / 29;
    sum = sum * z + 1.0 / 27;
    sum = sum * z + 1.0 / 25;
    sum = sum * z + 1.0 / 23;
    sum = sum * z + 1.0 / 21;
    sum = sum * z + 1.0 / 19;
    sum = sum * z + 1.0 / 17;
    sum = sum * z + 1.0 / 15;
    sum = sum * z + 1.0 / 13;
    sum = sum * z + 1.0 / 11;
    sum = sum * z + 1.0 / 9;
    sum = sum * z + 1.0 / 7;
    sum = sum * z + 1.0 / 5;
    sum = sum * z + 1.0 / 3;
    return 2 * s * (1 + z * sum);
}

/* ---- the family ---- */

/* With e = exp(-|η|) nothing overflows and nothing cancels: p is 1/(1+e) or e/(1+e), and
 * -log of the chance of what was seen is log(1+e), plus |η| when that was the other. */
WB_WIDE static void judge(const double *restrict etas, const double *restrict ys,
                          const double *restrict es, int32_t n, double *restrict score,
                          double *restrict information, double *restrict deviance)
{
    for (int32_t i = 0; i < n; i++) {
        double eta = etas[i];
        double e = es[i];
        double likely = 1 / (1 + e);
        double unlikely = e * likely;
        double p = eta < 0 ? unlikely : likely;
        double other = eta < 0 ? likely : unlikely;
        double surprise = eta > 0 ? fabs(eta) : 0; /* for the other outcome */
        double expected = eta > 0 ? 0 : fabs(eta);
        score[i] = ys[i] > 0 ? other : -p;
        information[i] = likely * unlikely;
        deviance[i] = 2 * (log_of_one_and(e) + (ys[i] > 0 ? expected : surprise));
    }
}

void wb_logit_evaluate(const wb_family_block *block)
{
    double e[WB_MODEL_ROWS];

    wb_logit_decay(block->eta, block->n, e);
    judge(block->eta, block->y, e, block->n, block->score, block->information,
          block->deviance);
}

/* p and p (1 - p), without a cancelling 1 - p. */
static double chance(double eta, double *product)
{
    double e = exp(-fabs(eta));
    double likely = 1 / (1 + e);
    *product = likely * (e * likely);
    return eta < 0 ? e * likely : likely;
}

void wb_logit_expect(const wb_expectation *of)
{
    for (int32_t i = 0; i < of->n; i++)
        of->mean[i] = chance(of->eta[i], &of->slope[i]);
}

/* (p (1 - p))' is p (1 - p) (1 - 2p), and 1 - 2p is -tanh(η/2). */
void wb_logit_expect_slope(const wb_expectation *of)
{
    for (int32_t i = 0; i < of->n; i++) {
        double product;
        (void)chance(of->eta[i], &product);
        of->mean[i] = product * of->direction[i];
        of->slope[i] = -tanh(of->eta[i] / 2) * of->mean[i];
    }
}
