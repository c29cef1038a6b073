/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What every part of the results says of itself. */
#include "monitor/publish.h"
#include "monitor/table.h"

wb_status wb_table_describe(const wb_monitor_results *results, const char *part,
                            wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_instrument *instrument = results->instrument;
    json_t *root = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:f}", "kind", "monitor", "part",
        part, "library", wb_version(), "definition", results->definition->id,
        "definition_hash", results->definition->hash, "instrument", instrument->id,
        "instrument_version", instrument->version, "instrument_hash", instrument->hash,
        "verified", (int)wb_instrument_verified(instrument), "level", results->level);

    if (root != NULL)
        WB_TRY(wb_json_put(root, "publication", wb_results_rules(results), err));
    if (root != NULL && results->synthetic)
        WB_TRY(wb_json_put(root, "synthetic", json_true(), err));
    if (root != NULL)
        WB_TRY(wb_table_sheet(results, part, frame, root, err));
    WB_TRY(wb_frame_describe(frame, root, err));
done:
    json_decref(root);
    return st;
}
