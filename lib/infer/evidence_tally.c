/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "infer/evidence_tally.h"

#include "survey/estimate.h"

static wb_status tally_covariance(const void *source, const int64_t *rows, size_t n,
                                  bool by_pair, double *covariance, wb_error *err)
{
    return wb_inference_covariance(source, rows, n, by_pair, covariance, err);
}

static bool tally_has_all(const void *source, const int64_t *rows, size_t n)
{
    return wb_inference_has_all(source, rows, n);
}

static wb_status tally_df(const void *source, const int64_t *rows, size_t n, double *df,
                          wb_error *err)
{
    return wb_inference_df(source, rows, n, df, err);
}

static size_t tally_breakdown(const void *source, int64_t row)
{
    return wb_inference_breakdown(source, row);
}

static const char *tally_last_column(const void *source, int64_t row)
{
    return wb_inference_last_column(source, row);
}

static wb_status tally_counts(const void *source, int64_t row, wb_counts *out,
                              wb_error *err)
{
    return wb_inference_counts(source, row, out, err);
}

static bool tally_is_share(const void *source, int64_t row)
{
    return wb_inference_is_share(source, row);
}

wb_status wb_evidence_begin(const wb_tally *tally, const wb_estimate_options *estimating,
                            const wb_run *run, wb_inference **inference,
                            wb_evidence *evidence, wb_error *err)
{
    wb_status st = WB_OK;
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;

    *evidence = (wb_evidence){.covariance = tally_covariance,
                              .has_all = tally_has_all,
                              .df = tally_df,
                              .is_share = tally_is_share,
                              .breakdown = tally_breakdown,
                              .last_column = tally_last_column,
                              .counts = tally_counts};
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
