/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which group a row is of. */
#include "model/crowd.h"

#include <stdlib.h>

wb_status wb_model_groups_init(wb_model_groups *grouping, const wb_names *names,
                               const wb_model_groups *like, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = names->count;

    *grouping = (wb_model_groups){.names = names};
    grouping->keys = wb_allocate(n, sizeof *grouping->keys);
    grouping->columns = wb_allocate(n, sizeof *grouping->columns);
    grouping->codes = wb_allocate(n * WB_MODEL_ROWS, sizeof *grouping->codes);
    grouping->ids = wb_allocate(WB_MODEL_ROWS, sizeof *grouping->ids);
    if (grouping->keys == NULL || grouping->columns == NULL || grouping->codes == NULL ||
        grouping->ids == NULL)
        return wb_fail_nomem(err);
    for (size_t g = 0; g < n; g++) {
        if (like != NULL)
            WB_TRY(wb_keys_copy(like->keys[g], &grouping->keys[g], err));
        else
            WB_TRY(wb_keys_new(names->items[g], &grouping->keys[g], err));
    }
    if (like != NULL)
        WB_TRY(wb_tuples_copy(&like->tuples, &grouping->tuples, err));
    else
        WB_TRY(wb_tuples_init(&grouping->tuples, n, err));
done:
    return st;
}

void wb_model_groups_free(wb_model_groups *grouping)
{
    for (size_t g = 0; grouping->keys != NULL && g < grouping->names->count; g++)
        wb_keys_free(grouping->keys[g]);
    wb_release(grouping->keys);
    wb_release(grouping->columns);
    wb_release(grouping->codes);
    wb_release(grouping->ids);
    wb_tuples_free(&grouping->tuples);
    *grouping = (wb_model_groups){0};
}

wb_status wb_model_groups_bind(wb_model_groups *grouping, const wb_frame *frame,
                               wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t g = 0; g < grouping->names->count; g++)
        WB_TRY(wb_frame_require(frame, grouping->names->items[g], "group",
                                &grouping->columns[g], err));
done:
    return st;
}

wb_status wb_model_groups_take(wb_model_groups *grouping, const wb_frame *frame,
                               int64_t first, int32_t at, int32_t n, wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t g = 0; g < grouping->names->count; g++)
        WB_TRY(wb_keys_codes(grouping->keys[g], frame, grouping->columns[g], first, n,
                             grouping->codes + g * WB_MODEL_ROWS + at, err));
done:
    return st;
}

wb_status wb_model_groups_map(wb_model_groups *grouping, int32_t n, wb_error *err)
{
    wb_status st = WB_OK;
    size_t columns = grouping->names->count;
    const int32_t **lanes = NULL;

    if (columns == 0) {
        for (int32_t i = 0; i < n; i++)
            grouping->ids[i] = 0;
        return WB_OK;
    }
    lanes = wb_allocate(columns, sizeof *lanes);
    if (lanes == NULL)
        return wb_fail_nomem(err);
    for (size_t g = 0; g < columns; g++)
        lanes[g] = grouping->codes + g * WB_MODEL_ROWS;
    WB_TRY(wb_tuples_map(&grouping->tuples, lanes, n, grouping->ids, err));
    for (int32_t i = 0; i < n; i++)
        grouping->ids[i]++;
done:
    wb_release(lanes);
    return st;
}

/* ---- the order they are shown in ---- */

typedef struct wb_ranked_group {
    int32_t crowd;
    const int32_t *ranks; /* per column */
    size_t n;
} wb_ranked_group;

static int compare(const void *a, const void *b)
{
    const wb_ranked_group *x = a;
    const wb_ranked_group *y = b;

    for (size_t g = 0; g < x->n; g++) {
        if (x->ranks[g] != y->ranks[g])
            return x->ranks[g] < y->ranks[g] ? -1 : 1;
    }
    return 0; /* not reached: no two groups have the same values */
}

/* ranks[code] of the values of one column. */
static wb_status rank_values(const wb_keys *keys, int32_t **ranks, wb_error *err)
{
    int32_t n = wb_keys_count(keys);
    int32_t *order = wb_allocate((size_t)n, sizeof *order);

    *ranks = wb_allocate((size_t)n, sizeof **ranks);
    if (order == NULL || *ranks == NULL) {
        wb_release(order);
        return wb_fail_nomem(err);
    }
    wb_keys_order(keys, order);
    for (int32_t i = 0; i < n; i++)
        (*ranks)[order[i]] = i;
    wb_release(order);
    return WB_OK;
}

static wb_status rank_groups(const wb_muster *muster, wb_ranked_group *groups,
                             int32_t *ranks, int32_t n, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model_groups *grouping = &muster->grouping;
    size_t columns = grouping->names->count;
    int32_t *codes = wb_allocate(columns, sizeof *codes);
    int32_t *values = NULL;

    if (codes == NULL)
        return wb_fail_nomem(err);
    for (size_t g = 0; g < columns; g++) {
        WB_TRY(rank_values(grouping->keys[g], &values, err));
        for (int32_t i = 0; i < n; i++) {
            wb_tuples_codes(&grouping->tuples, groups[i].crowd - 1, codes);
            ranks[(size_t)i * columns + g] = values[codes[g]];
        }
        wb_release(values);
        values = NULL;
    }
done:
    wb_release(codes);
    wb_release(values);
    return st;
}

wb_status wb_muster_order(const wb_muster *muster, int32_t **order, int32_t *n,
                          wb_error *err)
{
    wb_status st = WB_OK;
    size_t columns = muster->grouping.names->count;
    size_t room = (size_t)muster->n_crowds;
    wb_ranked_group *groups = wb_allocate(room, sizeof *groups);
    int32_t *ranks = wb_allocate(room * columns, sizeof *ranks);
    int32_t *made = wb_allocate(room, sizeof *made);

    *n = 0;
    if (groups == NULL || ranks == NULL || made == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t c = 1; c < muster->n_crowds; c++) {
        const int32_t *own = ranks + (size_t)*n * columns;
        if (muster->crowds[c].n > 0)
            groups[(*n)++] = (wb_ranked_group){c, own, columns};
    }
    WB_TRY(rank_groups(muster, groups, ranks, *n, err));
    if (*n > 1)
        qsort(groups, (size_t)*n, sizeof *groups, compare);
    for (int32_t i = 0; i < *n; i++)
        made[i] = groups[i].crowd;
    *order = made;
    made = NULL;
done:
    wb_release(groups);
    wb_release(ranks);
    wb_release(made);
    return st;
}
