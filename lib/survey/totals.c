/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/totals.h"

wb_status wb_totals_init(wb_totals *totals, const wb_layout *layout, const wb_spec *spec,
                         wb_error *err)
{
    wb_status st = WB_OK;

    *totals = (wb_totals){0};
    if (layout->n_stages > 0)
        WB_TRY(wb_open_init(&totals->units, layout, err));
    if (layout->n_replicates > 0)
        WB_TRY(wb_open_init(&totals->replicates, layout, err));
    if (layout->calibrated)
        WB_TRY(wb_auxiliary_init(&totals->auxiliary, layout, spec, err));
done:
    if (st != WB_OK)
        wb_totals_free(totals);
    return st;
}

void wb_totals_free(wb_totals *totals)
{
    wb_open_free(&totals->units);
    wb_open_free(&totals->replicates);
    wb_auxiliary_free(&totals->auxiliary);
}

wb_status wb_totals_copy(const wb_totals *totals, const wb_layout *layout, wb_totals *out,
                         wb_error *err)
{
    wb_status st = WB_OK;
    wb_totals copy = {0};

    if (layout->n_stages > 0)
        WB_TRY(wb_open_copy(&totals->units, layout, &copy.units, err));
    if (layout->n_replicates > 0)
        WB_TRY(wb_open_copy(&totals->replicates, layout, &copy.replicates, err));
    if (layout->calibrated)
        WB_TRY(wb_auxiliary_copy(&totals->auxiliary, layout, &copy.auxiliary, err));
    *out = copy;
    copy = (wb_totals){0};
done:
    wb_totals_free(&copy);
    return st;
}

void wb_totals_forget(wb_totals *totals, const wb_layout *layout)
{
    wb_open_forget(&totals->units, layout);
    wb_open_forget(&totals->replicates, layout);
    wb_auxiliary_forget(&totals->auxiliary, layout);
}

static wb_status merge_replicates(wb_open *to, const wb_open *from,
                                  const wb_layout *layout, const wb_index_map *map,
                                  wb_error *err)
{
    int32_t *same = wb_allocate(layout->n_replicates + 1, sizeof *same);
    if (same == NULL)
        return wb_fail_nomem(err);
    for (size_t r = 0; r <= layout->n_replicates; r++)
        same[r] = (int32_t)r;
    wb_status st = wb_open_merge(to, from, layout, same, map, err);
    wb_release(same);
    return st;
}

wb_status wb_totals_merge(wb_totals *totals, const wb_totals *from,
                          const wb_layout *layout, const wb_index_map *map, wb_error *err)
{
    wb_status st = WB_OK;

    if (layout->n_stages > 0)
        WB_TRY(wb_open_merge(&totals->units, &from->units, layout, map->units, map, err));
    if (layout->n_replicates > 0)
        WB_TRY(
            merge_replicates(&totals->replicates, &from->replicates, layout, map, err));
    if (layout->calibrated)
        WB_TRY(
            wb_auxiliary_merge(&totals->auxiliary, &from->auxiliary, layout, map, err));
done:
    return st;
}

int64_t wb_totals_bytes(const wb_totals *totals, const wb_layout *layout)
{
    return wb_open_bytes(&totals->units, layout) +
           wb_open_bytes(&totals->replicates, layout) +
           wb_auxiliary_bytes(&totals->auxiliary, layout);
}
