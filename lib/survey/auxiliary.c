/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/auxiliary.h"

#include <string.h>

wb_status wb_auxiliary_init(wb_auxiliary *auxiliary, const wb_layout *layout,
                            const wb_spec *spec, wb_error *err)
{
    wb_status st = WB_OK;

    *auxiliary = (wb_auxiliary){0};
    auxiliary->margins = wb_allocate(layout->n_margins, sizeof *auxiliary->margins);
    if (auxiliary->margins == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (; auxiliary->n_margins < layout->n_margins; auxiliary->n_margins++)
        WB_TRY(wb_tuples_init(&auxiliary->margins[auxiliary->n_margins],
                              layout->margins[auxiliary->n_margins].n, err));
    auxiliary->n_numbers = spec->calibration.auxiliaries.count;
    WB_TRY(wb_open_init(&auxiliary->cross, layout, err));
done:
    if (st != WB_OK)
        wb_auxiliary_free(auxiliary);
    return st;
}

void wb_auxiliary_free(wb_auxiliary *auxiliary)
{
    for (size_t m = 0; m < auxiliary->n_margins; m++)
        wb_tuples_free(&auxiliary->margins[m]);
    wb_release(auxiliary->margins);
    wb_combos_free(&auxiliary->variables);
    wb_track_free(&auxiliary->totals);
    wb_track_free(&auxiliary->products);
    wb_open_free(&auxiliary->cross);
    *auxiliary = (wb_auxiliary){0};
}

wb_status wb_auxiliary_copy(const wb_auxiliary *auxiliary, const wb_layout *layout,
                            wb_auxiliary *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_auxiliary copy = {.n_numbers = auxiliary->n_numbers};

    copy.margins = wb_allocate(auxiliary->n_margins, sizeof *copy.margins);
    if (copy.margins == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (; copy.n_margins < auxiliary->n_margins; copy.n_margins++)
        WB_TRY(wb_tuples_copy(&auxiliary->margins[copy.n_margins],
                              &copy.margins[copy.n_margins], err));
    WB_TRY(wb_combos_copy(&auxiliary->variables, &copy.variables, err));
    WB_TRY(wb_track_copy(&auxiliary->totals, 1, &copy.totals, err));
    WB_TRY(wb_track_copy(&auxiliary->products, 1, &copy.products, err));
    WB_TRY(wb_open_copy(&auxiliary->cross, layout, &copy.cross, err));
    *out = copy;
    copy = (wb_auxiliary){0};
done:
    wb_auxiliary_free(&copy);
    return st;
}

void wb_auxiliary_forget(wb_auxiliary *auxiliary, const wb_layout *layout)
{
    wb_track_free(&auxiliary->totals);
    wb_track_free(&auxiliary->products);
    wb_open_forget(&auxiliary->cross, layout);
}

/* What from's variables are called here. */
static wb_status merge_variables(wb_auxiliary *to, const wb_auxiliary *from,
                                 const wb_layout *layout, int32_t *const *codes,
                                 int32_t *ids, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *buffer = wb_allocate(layout->n_keys, sizeof *buffer);

    if (buffer == NULL)
        return wb_fail_nomem(err);
    for (int32_t j = 0; j < from->variables.count; j++) {
        int32_t m = from->variables.a[j];
        int32_t category = from->variables.b[j];
        if ((size_t)m < from->n_margins) {
            const wb_key_list *list = &layout->margins[m];
            wb_tuples_codes(&from->margins[m], category, buffer);
            for (size_t k = 0; k < list->n; k++)
                buffer[k] = codes[list->keys[k]][buffer[k]];
            WB_TRY(wb_tuples_id(&to->margins[m], buffer, &category, err));
        }
        WB_TRY(wb_combos_id(&to->variables, m, category, &ids[j], err));
    }
done:
    wb_release(buffer);
    return st;
}

wb_status wb_auxiliary_merge(wb_auxiliary *auxiliary, const wb_auxiliary *from,
                             const wb_layout *layout, const wb_index_map *map,
                             wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *ids = wb_allocate((size_t)from->variables.count, sizeof *ids);

    if (ids == NULL)
        return wb_fail_nomem(err);
    WB_TRY(merge_variables(auxiliary, from, layout, map->codes, ids, err));
    WB_TRY(wb_track_merge(&auxiliary->totals, &from->totals, map->units, ids, err));
    WB_TRY(wb_track_merge(&auxiliary->products, &from->products, ids, ids, err));
    WB_TRY(wb_open_merge(&auxiliary->cross, &from->cross, layout, ids, map, err));
done:
    wb_release(ids);
    return st;
}

int64_t wb_auxiliary_bytes(const wb_auxiliary *auxiliary, const wb_layout *layout)
{
    return wb_track_bytes(&auxiliary->totals, 1) +
           wb_track_bytes(&auxiliary->products, 1) +
           wb_open_bytes(&auxiliary->cross, layout);
}
