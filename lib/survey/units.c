/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/units.h"

#include <math.h>
#include <string.h>

wb_status wb_units_init(wb_unit_tree *units, const wb_layout *layout, const wb_spec *spec,
                        wb_error *err)
{
    *units = (wb_unit_tree){0};
    units->stages = wb_allocate(layout->n_stages, sizeof *units->stages);
    units->fpc = wb_allocate(spec->fpc.count, sizeof *units->fpc);
    if (units->stages == NULL || units->fpc == NULL) {
        wb_units_free(units);
        return wb_fail_nomem(err);
    }
    units->n_stages = layout->n_stages;
    units->n_fpc = spec->fpc.count;
    return WB_OK;
}

void wb_units_free(wb_unit_tree *units)
{
    for (size_t s = 0; s < units->n_stages; s++)
        wb_combos_free(&units->stages[s]);
    for (size_t s = 0; s < units->n_fpc; s++)
        wb_release(units->fpc[s].values);
    wb_release(units->stages);
    wb_release(units->fpc);
    *units = (wb_unit_tree){0};
}

wb_status wb_fpc_reach(wb_fpc *fpc, int32_t n, wb_error *err)
{
    if (n > fpc->capacity) {
        int32_t capacity = n + n / 2;
        double *values = wb_resize(fpc->values, (size_t)capacity, sizeof *values);
        if (values == NULL)
            return wb_fail_nomem(err);
        fpc->values = values;
        fpc->capacity = capacity;
    }
    while (fpc->count < n)
        fpc->values[fpc->count++] = NAN;
    return WB_OK;
}

wb_status wb_units_copy(const wb_unit_tree *units, wb_unit_tree *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_unit_tree copy = {0};

    copy.stages = wb_allocate(units->n_stages, sizeof *copy.stages);
    copy.fpc = wb_allocate(units->n_fpc, sizeof *copy.fpc);
    if (copy.stages == NULL || copy.fpc == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    copy.n_fpc = units->n_fpc;
    for (; copy.n_stages < units->n_stages; copy.n_stages++)
        WB_TRY(wb_combos_copy(&units->stages[copy.n_stages], &copy.stages[copy.n_stages],
                              err));
    for (size_t s = 0; s < units->n_fpc; s++) {
        const wb_fpc *fpc = &units->fpc[s];
        WB_TRY(wb_fpc_reach(&copy.fpc[s], fpc->count, err));
        if (fpc->count > 0)
            memcpy(copy.fpc[s].values, fpc->values,
                   (size_t)fpc->count * sizeof *fpc->values);
    }
    *out = copy;
    copy = (wb_unit_tree){0};
done:
    wb_units_free(&copy);
    return st;
}

/* parents: of from's in `to`. */
static wb_status merge_stage(wb_combos *to, const wb_combos *from, const int32_t *parents,
                             const int32_t *codes, int32_t *ids, wb_error *err)
{
    wb_status st = WB_OK;

    for (int32_t u = 0; u < from->count; u++) {
        int32_t parent = parents[from->a[u]];
        if (codes != NULL) {
            WB_TRY(wb_combos_id(to, parent, codes[from->b[u]], &ids[u], err));
            continue;
        }
        ids[u] = to->count; /* open rows: none was seen before */
        WB_TRY(wb_combos_append(to, parent, to->count, err));
    }
done:
    return st;
}

static wb_status merge_fpc(wb_fpc *to, const wb_fpc *from, const int32_t *parents,
                           int32_t *parent, wb_error *err)
{
    wb_status st = WB_OK;

    for (int32_t p = 0; p < from->count; p++) {
        double value = from->values[p];
        if (isnan(value))
            continue;
        WB_TRY(wb_fpc_reach(to, parents[p] + 1, err));
        double *there = &to->values[parents[p]];
        if (!isnan(*there) && *there != value) {
            *parent = parents[p];
            return wb_fail(err, WB_E_CONFLICT, "the fpc is %g here and %g before", value,
                           *there);
        }
        *there = value;
    }
done:
    return st;
}

wb_status wb_units_merge(wb_unit_tree *units, const wb_unit_tree *from,
                         const wb_layout *layout, const int32_t *strata,
                         int32_t *const *codes, int32_t *ids, size_t *stage,
                         int32_t *parent, wb_error *err)
{
    wb_status st = WB_OK;
    const int32_t *parents = strata;
    int32_t *room = NULL;
    size_t n_stages = units->n_stages > units->n_fpc ? units->n_stages : units->n_fpc;

    *parent = -1;
    for (size_t s = 0; s < n_stages; s++) {
        *stage = s;
        if (s < units->n_fpc)
            WB_TRY(merge_fpc(&units->fpc[s], &from->fpc[s], parents, parent, err));
        if (s == units->n_stages)
            break;
        const int32_t *keys = layout->open_rows ? NULL : codes[layout->clusters.keys[s]];
        int32_t *made = ids;
        if (s + 1 < units->n_stages) {
            made = wb_allocate((size_t)from->stages[s].count, sizeof *made);
            if (made == NULL) {
                st = wb_fail_nomem(err);
                goto done;
            }
        }
        st = merge_stage(&units->stages[s], &from->stages[s], parents, keys, made, err);
        wb_release(room);
        room = made == ids ? NULL : made;
        parents = made;
        WB_TRY(st);
    }
done:
    wb_release(room);
    return st;
}

int64_t wb_units_bytes(const wb_unit_tree *units)
{
    int64_t bytes = 0;
    for (size_t s = 0; s < units->n_stages; s++) {
        bytes += wb_combos_bytes(&units->stages[s]);
    }
    for (size_t s = 0; s < units->n_fpc; s++)
        bytes += (int64_t)units->fpc[s].capacity * 8;
    return bytes;
}
