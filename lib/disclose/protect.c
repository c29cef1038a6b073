/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Hide until every count that must be protected is: of rows that hang together, all. */
#include "disclose/disclose.h"

wb_status wb_protect_counts(const wb_rules *rules, wb_headcounts *counts,
                            const wb_relations *relations, const uint8_t *frozen,
                            const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t *groups = wb_allocate((size_t)counts->n_rows, sizeof *groups);
    uint8_t *hidden = wb_allocate((size_t)counts->n_rows, sizeof *hidden);

    (void)rules;
    if (groups == NULL || hidden == NULL)
        WB_TRY(wb_fail_nomem(err));
    WB_TRY(wb_run_progress(run, 0, err));
    wb_groups_find(counts, relations, groups);
    for (int64_t i = 0; i < counts->n_rows; i++) {
        const wb_count_state *acute = &counts->rows[i].counts[WB_COUNT_ACUTE];
        if (wb_counted_hidden(&counts->rows[i]) || acute->why != WB_SHOWN)
            hidden[groups[i]] = 1;
    }
    for (int64_t i = 0; i < counts->n_rows; i++) {
        bool alone = groups[i] == i && (i + 1 == counts->n_rows || groups[i + 1] != i);
        for (int64_t k = i + 1; alone && k < counts->n_rows; k++)
            alone = groups[k] != i;
        if (hidden[groups[i]] && !alone && !frozen[i] &&
            !counts->rows[i].counts[WB_COUNT_N].known)
            wb_counted_hide(&counts->rows[i], WB_WHY_PROTECTS, -1);
    }
done:
    wb_release(groups);
    wb_release(hidden);
    return st;
}
