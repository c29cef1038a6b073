/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From a tally to the estimates frame. */
#include "survey/estimate.h"

#include "survey/make.h"

wb_status wb_tally_estimate(const wb_tally *tally, const wb_estimate_options *options,
                            const wb_run *run, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_state room = {0};
    const wb_state *state = NULL;
    wb_sample sample = {0};
    wb_estimate_options how;
    wb_run ours;

    if (out != NULL)
        *out = NULL;
    if (tally == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "tally and out are required");
    WB_TRY(wb_run_read(&ours, run, err));
    WB_TRY(wb_estimate_options_read(options, &how, err));
    WB_TRY(wb_tally_closed(tally, &room, &state, err));
    WB_TRY(wb_sample_init(&sample, tally, state, &how, err));
    WB_TRY(wb_make_estimates(&sample, &ours, NULL, out, err));
done:
    wb_sample_free(&sample);
    wb_state_free(&room);
    return st;
}
