/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/sample_parts.h"

#include <stdlib.h>

typedef struct wb_ranked {
    int64_t rank;
    int32_t id;
} wb_ranked;

/* No two have the same. */
static int by_rank(const void *a, const void *b)
{
    const wb_ranked *x = a;
    const wb_ranked *y = b;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

/* Ids by rank, into `order`. */
static void put_order(wb_ranked *ranked, int32_t n, int32_t *order)
{
    qsort(ranked, (size_t)n, sizeof *ranked, by_rank);
    for (int32_t i = 0; i < n; i++)
        order[i] = ranked[i].id;
}

wb_status wb_sample_order_strata(wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &sample->state->index;
    const wb_key_list *list = &sample->tally->layout.strata;
    size_t n = (size_t)index->n_strata;
    wb_ranked *ranked = wb_allocate(n, sizeof *ranked);
    int32_t *codes = wb_allocate(list->n, sizeof *codes);

    sample->strata = wb_allocate(n, sizeof *sample->strata);
    if (ranked == NULL || codes == NULL || sample->strata == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t h = 0; h < index->n_strata; h++) {
        wb_tuples_codes(&index->strata, h, codes);
        ranked[h] = (wb_ranked){0, h};
        for (size_t j = 0; j < list->n; j++) {
            const wb_levels *levels = &sample->levels[list->keys[j]];
            if (ranked[h].rank > INT64_MAX / 2 / (levels->count + 1)) {
                st = wb_fail(err, WB_E_LIMIT,
                             "the stratum columns have more than 2^62 combinations");
                goto done;
            }
            ranked[h].rank = ranked[h].rank * levels->count + levels->ranks[codes[j]];
        }
    }
    put_order(ranked, index->n_strata, sample->strata);
done:
    wb_release(ranked);
    wb_release(codes);
    return st;
}

wb_status wb_sample_order_units(wb_sample *sample, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_index *index = &sample->state->index;
    const wb_layout *layout = &sample->tally->layout;
    const wb_combos *units = &index->tree.stages[0];
    size_t n = (size_t)units->count;
    wb_ranked *ranked = wb_allocate(n, sizeof *ranked);
    int64_t *position = wb_allocate((size_t)index->n_strata, sizeof *position);

    sample->ranked = wb_allocate(n, sizeof *sample->ranked);
    if (ranked == NULL || position == NULL || sample->ranked == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t i = 0; i < index->n_strata; i++)
        position[sample->strata[i]] = i;
    for (int32_t u = 0; u < units->count; u++) {
        int64_t key = units->b[u];
        if (!layout->open_rows)
            key = sample->levels[layout->clusters.keys[0]].ranks[units->b[u]];
        ranked[u] = (wb_ranked){position[units->a[u]] << 32 | key, u};
    }
    put_order(ranked, units->count, sample->ranked);
done:
    wb_release(ranked);
    wb_release(position);
    return st;
}
