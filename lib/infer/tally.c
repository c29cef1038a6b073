/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The public verbs: evidence of a tally, then the verb, then the evidence is freed. */
#include "infer/evidence_tally.h"

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
    WB_TRY(wb_evidence_begin(tally, estimating, run, &inference, &evidence, err));
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
    WB_TRY(wb_evidence_begin(tally, estimating, run, &inference, &evidence, err));
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
    WB_TRY(wb_evidence_begin(tally, estimating, run, &inference, &evidence, err));
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
    WB_TRY(wb_evidence_begin(tally, estimating, run, &inference, &evidence, err));
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
    WB_TRY(wb_evidence_begin(tally, estimating, run, &inference, &evidence, err));
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
    WB_TRY(wb_evidence_begin(tally, estimating, run, &inference, &evidence, err));
    st = wb_evidence_standardise(&evidence, column, standard, out, err);
done:
    wb_inference_free(inference);
    return st;
}

wb_status wb_tally_independence(const wb_tally *tally, const wb_test_options *options,
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
    WB_TRY(wb_evidence_begin(tally, estimating, run, &inference, &evidence, err));
    st = wb_evidence_independence(&evidence, options, out, err);
done:
    wb_inference_free(inference);
    return st;
}

wb_status wb_tally_fit(const wb_tally *tally, const char *variable,
                       const wb_frame *expected, const wb_test_options *options,
                       const wb_estimate_options *estimating, const wb_run *run,
                       wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_inference *inference = NULL;
    wb_evidence evidence;

    if (out != NULL)
        *out = NULL;
    if (tally == NULL || variable == NULL || expected == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "tally, variable, expected and out are required");
    WB_TRY(wb_evidence_begin(tally, estimating, run, &inference, &evidence, err));
    st = wb_evidence_fit(&evidence, variable, expected, options, out, err);
done:
    wb_inference_free(inference);
    return st;
}
