/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/sample_parts.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- replicate weights ---- */

wb_status wb_sample_take_replicates(wb_sample *sample, wb_error *err)
{
    const wb_replicate_weights *given = &sample->tally->spec->replicates;
    wb_replication_options options = {
        given->options.type,     (int32_t)given->columns.count,
        given->options.mse != 0, given->options.scale,
        given->options.rho,      given->rscales};
    wb_error local;
    wb_status st = wb_replication_init(&sample->given, &options, &local);
    if (st == WB_OK) {
        sample->replication = &sample->given;
        return WB_OK;
    }
    /* the item is the replicate's number: here it has a column */
    const char *column =
        local.item[0] != '\0' ? given->columns.items[strtol(local.item, NULL, 10)] : "";
    return wb_fail_at(err, st, -1, column, "%s%s%s", column, *column != '\0' ? ": " : "",
                      local.message);
}

/* ---- made replicates ---- */

enum { BOOTSTRAPS = 500 };

static wb_status check_made(const wb_sample *sample, wb_error *err)
{
    const wb_layout *layout = &sample->tally->layout;

    if (layout->n_replicates > 0)
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "the rows bring replicate weights: no others are made");
    if (sample->tally->spec->calibration.initial != NULL)
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "weights of a calibration would have to be calibrated anew in "
                       "every replicate, which takes the rows: make replicate weights "
                       "before calibrating, or linearise");
    if (layout->ordered)
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "replicates are made of open units, and ordered clusters close: "
                       "leave out that units are ordered");
    if (!layout->open)
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "replicates are made of open units, and here they close: declare "
                       "open units");
    return WB_OK;
}

wb_status wb_sample_make_replicates(wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_estimate_options *o = sample->options;
    wb_replicates_options how = {.type = o->replicates,
                                 .n = o->n_replicates,
                                 .lonely = o->lonely,
                                 .mse = o->mse != 0,
                                 .ultimate_cluster = o->ultimate_cluster != 0,
                                 .rho = o->rho,
                                 .seed = o->seed};
    int32_t stratum = -1;
    size_t stage = 0;
    char why[sizeof err->message] = "";

    WB_TRY(check_made(sample, err));
    if (how.type == WB_REPLICATE_BOOTSTRAP && how.n == 0)
        how.n = BOOTSTRAPS;
    st = wb_replicates_new(&sample->tree, &how, &sample->made, &stratum, &stage, err);
    if (st == WB_E_DESIGN && stratum >= 0 && err != NULL) {
        wb_text name = {0};
        memcpy(why, err->message, sizeof why);
        WB_TRY(wb_sample_parent_name(sample, stage, stratum, &name, err));
        st = wb_fail_at(err, WB_E_DESIGN, -1, name.bytes, "%s: %s", name.bytes, why);
        wb_text_free(&name);
    }
    WB_TRY(st);
    sample->replication = wb_replicates_replication(sample->made);
    WB_TRY(wb_kept_make(&sample->kept, sample->made,
                        (size_t)wb_units_count(&sample->state->index.tree), err));
done:
    return st;
}
