/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/tuples.h"

#include <string.h>

wb_status wb_tuples_init(wb_tuples *tuples, size_t n_columns, wb_error *err)
{
    *tuples = (wb_tuples){n_columns, NULL};
    if (n_columns < 2)
        return WB_OK;
    tuples->folds = wb_allocate(n_columns - 1, sizeof *tuples->folds);
    return tuples->folds != NULL ? WB_OK : wb_fail_nomem(err);
}

void wb_tuples_free(wb_tuples *tuples)
{
    if (tuples->folds != NULL) {
        for (size_t j = 0; j + 1 < tuples->n_columns; j++)
            wb_combos_free(&tuples->folds[j]);
    }
    wb_release(tuples->folds);
    tuples->folds = NULL;
}

wb_status wb_tuples_copy(const wb_tuples *tuples, wb_tuples *out, wb_error *err)
{
    wb_tuples copy;
    wb_status st = wb_tuples_init(&copy, tuples->n_columns, err);
    for (size_t j = 0; st == WB_OK && j + 1 < tuples->n_columns; j++)
        st = wb_combos_copy(&tuples->folds[j], &copy.folds[j], err);
    if (st == WB_OK)
        *out = copy;
    else
        wb_tuples_free(&copy);
    return st;
}

wb_status wb_tuples_id(wb_tuples *tuples, const int32_t *codes, int32_t *id,
                       wb_error *err)
{
    wb_status st = WB_OK;
    int32_t folded = tuples->n_columns == 0 ? 0 : codes[0];

    for (size_t j = 1; j < tuples->n_columns; j++)
        WB_TRY(wb_combos_id(&tuples->folds[j - 1], folded, codes[j], &folded, err));
    *id = folded;
done:
    return st;
}

wb_status wb_tuples_map(wb_tuples *tuples, const int32_t *const *columns, int32_t n,
                        int32_t *ids, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t folded[WB_TUPLES_ROWS];

    if (tuples->n_columns == 0)
        memset(ids, 0, (size_t)n * sizeof *ids);
    else
        memcpy(ids, columns[0], (size_t)n * sizeof *ids);
    for (size_t j = 1; j < tuples->n_columns; j++) {
        memcpy(folded, ids, (size_t)n * sizeof *ids);
        WB_TRY(wb_combos_map(&tuples->folds[j - 1], folded, columns[j], n, ids, err));
    }
done:
    return st;
}

int32_t wb_tuples_count(const wb_tuples *tuples, int32_t n_codes)
{
    if (tuples->n_columns == 0)
        return 1;
    return tuples->n_columns == 1 ? n_codes : tuples->folds[tuples->n_columns - 2].count;
}

void wb_tuples_codes(const wb_tuples *tuples, int32_t id, int32_t *codes)
{
    for (size_t j = tuples->n_columns; j-- > 1;) {
        codes[j] = tuples->folds[j - 1].b[id];
        id = tuples->folds[j - 1].a[id];
    }
    if (tuples->n_columns > 0)
        codes[0] = id;
}
