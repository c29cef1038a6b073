/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/measuring.h"

#include "survey/estimate.h"

static wb_status read_options(const wb_reliability_options *theirs,
                              const wb_estimate_options *estimating,
                              wb_reliability_options *ours, wb_estimate_options *how,
                              wb_error *err)
{
    wb_status st = WB_OK;

    *ours = (wb_reliability_options)WB_RELIABILITY_OPTIONS_INIT;
    *how = (wb_estimate_options)WB_ESTIMATE_OPTIONS_INIT;
    WB_TRY(wb_options_read_whole(
        ours, sizeof *ours, offsetof(wb_reliability_options, reserved1), theirs, err));
    WB_TRY(wb_options_read(how, sizeof *how, estimating, err));
    WB_TRY(wb_level_read(&how->level, err));
    if (ours->pairs != 0 && ours->pairs != 1)
        st = wb_fail(err, WB_E_ARG, "pairs is 0 or 1, not %d", (int)ours->pairs);
done:
    return st;
}

wb_status wb_reliability_source(const wb_scales *scales, const wb_spec *spec,
                                wb_source *source, const wb_reliability_options *options,
                                const wb_estimate_options *estimating, const wb_run *run,
                                wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_measuring at = {0};
    wb_reliability_options ours;
    wb_estimate_options how;
    wb_run how_run;

    if (out != NULL)
        *out = NULL;
    if (scales == NULL || spec == NULL || source == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "scales, spec, source and out are required");
    WB_TRY(read_options(options, estimating, &ours, &how, err));
    WB_TRY(wb_run_read(&how_run, run, err));
    WB_TRY(wb_measuring_init(&at, scales, spec, ours.pairs != 0, &how_run, err));
    WB_TRY(wb_measuring_first(&at, source, err));
    WB_TRY(wb_measuring_check_size(&at, err));
    WB_TRY(wb_source_rewind(source, err));
    WB_TRY(wb_measuring_second(&at, source, &how, err));
    WB_TRY(wb_measuring_frame(&at, &how, out, err));
done:
    if (at.scales != NULL)
        wb_measuring_free(&at);
    return st;
}
