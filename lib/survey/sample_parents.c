/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Strata and units that others were sampled in: what they are called, and how many units
 * they have. */
#include "survey/sample_parts.h"

#include "base/text.h"

wb_status wb_sample_parent_name(const wb_sample *sample, size_t stage, int32_t parent,
                                wb_text *name, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text values = {0};

    WB_TRY(wb_index_name(&sample->state->index, &sample->tally->layout, stage, parent,
                         &values, err));
    WB_TRY(wb_text_format(name, err, "%s (%s)", stage == 0 ? "stratum" : "cluster",
                          values.length > 0 ? values.bytes : "all"));
done:
    wb_text_free(&values);
    return st;
}

void wb_sample_count_units(const wb_sample *sample, size_t stage, int64_t *counts)
{
    const wb_index *index = &sample->state->index;
    if (stage >= index->tree.n_stages) { /* closed rows */
        for (int32_t h = 0; h < index->n_strata; h++)
            counts[h] = index->units[h];
        return;
    }
    const wb_combos *units = &index->tree.stages[stage];
    for (int32_t u = 0; u < units->count; u++)
        counts[units->a[u]]++;
}

wb_status wb_sample_lonely(const wb_sample *sample, size_t stage, int32_t parent,
                           const char *why, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    wb_text values = {0};
    bool rows = sample->tally->layout.clusters.n == 0;

    WB_TRY(wb_index_name(&sample->state->index, &sample->tally->layout, stage, parent,
                         &values, err));
    WB_TRY(wb_sample_parent_name(sample, stage, parent, &name, err));
    st = wb_fail_at(err, WB_E_DESIGN, -1, values.length > 0 ? values.bytes : "",
                    "%s has one sampled %s: %s", name.bytes, rows ? "row" : "unit", why);
done:
    wb_text_free(&name);
    wb_text_free(&values);
    return st;
}
