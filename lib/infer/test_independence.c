/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Independence in every table of the estimates. */
#include "infer/table_frame.h"

static wb_status test_table(wb_table_task *task, int64_t row, const char *by,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_counts counts = {0};
    wb_table table = {0};

    WB_TRY(task->evidence->counts(task->evidence->source, row, &counts, err));
    wb_table_mark(task, row, &counts);
    WB_TRY(wb_table_independence(&table, &counts, err));
    st =
        wb_table_put(task,
                     &(wb_table_place){"independence", row, by, counts.n,
                                       (int64_t)counts.n_rows, (int64_t)counts.n_columns},
                     &table, err);
done:
    wb_table_free(&table);
    wb_counts_free(&counts);
    return st;
}

wb_status wb_evidence_independence(const wb_evidence *evidence,
                                   const wb_test_options *options, wb_frame **out,
                                   wb_error *err)
{
    wb_status st = WB_OK;
    wb_table_task task = {0};
    int64_t n_rows = wb_frame_row_count(evidence->estimates);
    int64_t n_tables = 0;

    WB_TRY(wb_table_task_init(&task, evidence, options, true, err));
    for (int64_t row = wb_table_next(&task, 0); row < n_rows;
         row = wb_table_next(&task, row + 1)) {
        const char *by = evidence->last_column(evidence->source, row);
        if (by == NULL)
            continue;
        WB_TRY(test_table(&task, row, by, err));
        WB_TRY(wb_run_progress(&evidence->run, (double)(row + 1) / (double)n_rows, err));
        n_tables++;
    }
    if (n_tables == 0) {
        st = wb_fail(err, WB_E_DATA,
                     "there is no table to test: a proportion with a breakdown by at "
                     "least one column makes one");
        goto done;
    }
    st = wb_table_finish(&task, "independence", out, err);
done:
    wb_table_task_free(&task);
    return st;
}
