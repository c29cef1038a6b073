/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From the first pass to the second. */
#include "survey/tally.h"

wb_status wb_tally_second_pass(const wb_tally *first, wb_tally **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_state room = {0};
    const wb_state *state = NULL;
    wb_first *found = NULL;

    if (out != NULL)
        *out = NULL;
    if (first == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "first and out are required");
    if (first->first != NULL)
        return wb_fail(err, WB_E_ARG,
                       "this is the tally of a second pass: there is no third");
    if (!wb_layout_is_partial(&first->layout))
        return wb_fail(err, WB_E_ARG,
                       "the specification asks for no quantile and no rank: one pass is "
                       "all it needs");
    WB_TRY(wb_tally_whole(first, &room, &state, err));
    if (state->n_rows == 0) {
        st = wb_fail(err, WB_E_DATA, "the first pass has seen no rows");
        goto done;
    }
    WB_TRY(wb_first_new(&first->layout, first->spec, state, &found, err));
    WB_TRY(wb_tally_make(first->spec, found, out, err));
done:
    wb_state_free(&room);
    return st;
}

wb_status wb_estimate_source(const wb_spec *spec, wb_source *source,
                             const wb_estimate_options *options, const wb_run *run,
                             wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_tally *tally = NULL;
    wb_tally *second = NULL;

    if (out != NULL)
        *out = NULL;
    if (spec == NULL || source == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "spec, source and out are required");
    WB_TRY(wb_tally_new(spec, &tally, err));
    WB_TRY(wb_tally_update_source(tally, source, run, err));
    WB_TRY(wb_tally_finish(tally, err));
    if (wb_layout_is_partial(&tally->layout)) {
        WB_TRY(wb_tally_second_pass(tally, &second, err));
        wb_tally_free(tally);
        tally = second;
        second = NULL;
        WB_TRY(wb_source_rewind(source, err));
        WB_TRY(wb_tally_update_source(tally, source, run, err));
        WB_TRY(wb_tally_finish(tally, err));
    }
    WB_TRY(wb_tally_estimate(tally, options, run, out, err));
done:
    wb_tally_free(tally);
    wb_tally_free(second);
    return st;
}
