/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows into totals that stay open: of sampled units, and of replicates. */
#include "survey/rows.h"

/* The weights themselves, then every column of replicate weights. */
static wb_status add_replicates(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    const double *weights = lanes->w;

    for (size_t r = 0; r <= rows->layout->n_replicates; r++) {
        for (int32_t i = 0; i < rows->n; i++)
            lanes->units[i] = (int32_t)r;
        if (r > 0)
            WB_TRY(wb_rows_weights(rows, rows->binding->replicates[r - 1],
                                   "replicate weight", &lanes->replicate, &lanes->w,
                                   err));
        WB_TRY(wb_rows_layer(part, rows, &part->totals.replicates, err));
    }
done:
    lanes->w = weights;
    return st;
}

wb_status wb_rows_open(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;

    if (rows->layout->n_stages > 0)
        WB_TRY(wb_rows_layer(part, rows, &part->totals.units, err));
    if (rows->layout->calibrated)
        WB_TRY(wb_rows_auxiliary(part, rows, err));
    if (rows->layout->n_replicates > 0)
        WB_TRY(add_replicates(part, rows, err));
done:
    return st;
}
