/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The public tests on tables. */
#include "infer/evidence_tally.h"
#include "infer/table_frame.h"

typedef struct source {
    const wb_tally *tally;
    const wb_inference *inference;
} source;

static wb_status tally_counts(const void *from, int64_t row, wb_counts *out,
                              wb_error *err)
{
    const source *s = from;
    return wb_inference_counts(s->inference, row, out, err);
}

static const char *tally_by(const void *from, int64_t row)
{
    const source *s = from;
    const wb_layout *layout = &s->tally->layout;
    const wb_key_list *columns =
        &layout->breakdowns[wb_inference_breakdown(s->inference, row)];
    return columns->n > 0 ? layout->key_names[columns->keys[columns->n - 1]] : NULL;
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
    source from = {tally, inference};
    st = wb_evidence_independence(
        &(wb_table_evidence){&evidence, tally_counts, tally_by, &from}, options, out,
        err);
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
    source from = {tally, inference};
    st = wb_evidence_fit(&(wb_table_evidence){&evidence, tally_counts, tally_by, &from},
                         variable, expected, options, out, err);
done:
    wb_inference_free(inference);
    return st;
}
