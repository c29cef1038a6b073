/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The public verbs: evidence of a tally, then the verb, then the evidence is freed. */
#include "infer/evidence.h"
#include "survey/estimate.h"
#include "survey/inference.h"

static wb_status tally_covariance(const void *source, const int64_t *rows, size_t n,
                                  double *covariance, wb_error *err)
{
    return wb_inference_covariance(source, rows, n, covariance, err);
}

static wb_status tally_df(const void *source, const int64_t *rows, size_t n, double *df,
                          wb_error *err)
{
    return wb_inference_df(source, rows, n, df, err);
}

static bool tally_is_share(const void *source, int64_t row)
{
    return wb_inference_is_share(source, row);
}

static wb_status begin(const wb_tally *tally, const wb_estimate_options *estimating,
                       const wb_run *run, wb_inference **inference, wb_evidence *evidence,
                       wb_error *err)
{
    wb_status st = WB_OK;
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;

    *evidence = (wb_evidence){
        .covariance = tally_covariance, .df = tally_df, .is_share = tally_is_share};
    WB_TRY(wb_run_read(&evidence->run, run, err));
    WB_TRY(wb_options_read(&options, sizeof options, estimating, err));
    WB_TRY(wb_level_read(&options.level, err));
    WB_TRY(wb_inference_new(tally, estimating, run, inference, err));
    evidence->source = *inference;
    evidence->estimates = wb_inference_frame(*inference);
    evidence->level = options.level;
    evidence->interval = options.interval;
    evidence->precision = options.precision != 0;
done:
    return st;
}

wb_status wb_tally_covariances(const wb_tally *tally,
                               const wb_estimate_options *estimating, const wb_run *run,
                               wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_inference *inference = NULL;
    wb_evidence evidence;

    if (out != NULL)
        *out = NULL;
    if (tally == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "tally and out are required");
    WB_TRY(begin(tally, estimating, run, &inference, &evidence, err));
    st = wb_evidence_covariances(&evidence, out, err);
done:
    wb_inference_free(inference);
    return st;
}

wb_status wb_tally_contrasts(const wb_tally *tally, const char *const *expressions,
                             size_t n_expressions, const wb_estimate_options *estimating,
                             const wb_run *run, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_inference *inference = NULL;
    wb_evidence evidence;

    if (out != NULL)
        *out = NULL;
    if (tally == NULL || out == NULL || (expressions == NULL && n_expressions > 0))
        return wb_fail(err, WB_E_ARG, "tally, expressions and out are required");
    WB_TRY(begin(tally, estimating, run, &inference, &evidence, err));
    st = wb_evidence_contrasts(&evidence, expressions, n_expressions, out, err);
done:
    wb_inference_free(inference);
    return st;
}

wb_status wb_tally_pairs(const wb_tally *tally, const char *column,
                         const wb_pairs_options *options,
                         const wb_estimate_options *estimating, const wb_run *run,
                         wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_inference *inference = NULL;
    wb_evidence evidence;

    if (out != NULL)
        *out = NULL;
    if (tally == NULL || column == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "tally, column and out are required");
    WB_TRY(begin(tally, estimating, run, &inference, &evidence, err));
    st = wb_evidence_pairs(&evidence, column, options, out, err);
done:
    wb_inference_free(inference);
    return st;
}

wb_status wb_tally_trend(const wb_tally *tally, const char *column,
                         const wb_trend_options *options,
                         const wb_estimate_options *estimating, const wb_run *run,
                         wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_inference *inference = NULL;
    wb_evidence evidence;

    if (out != NULL)
        *out = NULL;
    if (tally == NULL || column == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "tally, column and out are required");
    WB_TRY(begin(tally, estimating, run, &inference, &evidence, err));
    st = wb_evidence_trend(&evidence, column, options, out, err);
done:
    wb_inference_free(inference);
    return st;
}

wb_status wb_tally_equal(const wb_tally *tally, const char *column,
                         const wb_estimate_options *estimating, const wb_run *run,
                         wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_inference *inference = NULL;
    wb_evidence evidence;

    if (out != NULL)
        *out = NULL;
    if (tally == NULL || column == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "tally, column and out are required");
    WB_TRY(begin(tally, estimating, run, &inference, &evidence, err));
    st = wb_evidence_equal(&evidence, column, out, err);
done:
    wb_inference_free(inference);
    return st;
}

wb_status wb_tally_standardise(const wb_tally *tally, const char *column,
                               const wb_frame *standard,
                               const wb_estimate_options *estimating, const wb_run *run,
                               wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_inference *inference = NULL;
    wb_evidence evidence;

    if (out != NULL)
        *out = NULL;
    if (tally == NULL || column == NULL || standard == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "tally, column, standard and out are required");
    WB_TRY(begin(tally, estimating, run, &inference, &evidence, err));
    st = wb_evidence_standardise(&evidence, column, standard, out, err);
done:
    wb_inference_free(inference);
    return st;
}
