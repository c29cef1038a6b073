/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "infer/table_frame.h"

#include "infer/names.h"

#include <string.h>

static wb_status read_options(const wb_test_options *theirs, wb_test_options *ours,
                              wb_error *err)
{
    *ours = (wb_test_options)WB_TEST_OPTIONS_INIT;
    wb_status st = wb_options_read(ours, sizeof *ours, theirs, err);
    if (st != WB_OK)
        return st;
    if (wb_table_test_name(ours->test) == NULL)
        return wb_fail(err, WB_E_ARG, "unknown test %d of a table", (int)ours->test);
    return WB_OK;
}

static wb_status add_status_column(wb_results *results, wb_error *err)
{
    wb_status st = wb_results_column(results, "status", WB_TYPE_DICTIONARY, err);

    for (int s = 0; st == WB_OK && s < WB_TABLE_STATUSES; s++)
        st = wb_results_category(results, wb_table_status_name((wb_table_status)s), err);
    return st;
}

static wb_status make_columns(wb_table_task *task, wb_error *err)
{
    static const char *const numbers[] = {"pearson", "value", "df1", "df2", "p", NULL};
    static const char *const counts[] = {"rows", "columns", "empty_rows",
                                         "empty_columns"};
    wb_status st = WB_OK;
    wb_results *results = &task->results;

    for (size_t j = 0; j < task->statistic; j++)
        WB_TRY(wb_results_column_like(results, NULL, task->frame, j, err));
    WB_TRY(wb_results_column(results, "statistic", WB_TYPE_DICTIONARY, err));
    WB_TRY(wb_results_column_like(results, NULL, task->frame, task->variable, err));
    if (task->crossed)
        WB_TRY(wb_results_column(results, "by", WB_TYPE_DICTIONARY, err));
    WB_TRY(wb_results_column(results, "test", WB_TYPE_DICTIONARY, err));
    WB_TRY(wb_results_numbers(results, numbers, err));
    for (size_t i = 0; i < 4; i++)
        if (task->crossed || i % 2 == 1)
            WB_TRY(wb_results_column(results, counts[i], WB_TYPE_INT64, err));
    WB_TRY(wb_results_column(results, "n", WB_TYPE_INT64, err));
    st = add_status_column(results, err);
done:
    return st;
}

wb_status wb_table_task_init(wb_table_task *task, const wb_evidence *evidence,
                             const wb_test_options *options, bool crossed, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_frame *frame = evidence->estimates;

    *task = (wb_table_task){.evidence = evidence, .frame = frame, .crossed = crossed};
    WB_TRY(read_options(options, &task->options, err));
    WB_TRY(wb_frame_require(frame, "statistic", "estimates", &task->statistic, err));
    WB_TRY(wb_frame_require(frame, "variable", "estimates", &task->variable, err));
    WB_TRY(wb_frame_require(frame, "category", "estimates", &task->category, err));
    WB_TRY(make_columns(task, err));
    task->done = wb_allocate((size_t)wb_frame_row_count(frame), sizeof *task->done);
    if (task->done == NULL)
        st = wb_fail_nomem(err);
done:
    return st;
}

void wb_table_task_free(wb_table_task *task)
{
    wb_results_free(&task->results);
    wb_release(task->done);
    *task = (wb_table_task){0};
}

bool wb_table_is_proportion(const wb_table_task *task, int64_t row)
{
    return wb_cell_is(task->frame, task->statistic, row, "proportion");
}

int64_t wb_table_next(const wb_table_task *task, int64_t row)
{
    int64_t n = wb_frame_row_count(task->frame);
    while (row < n && (task->done[row] || !wb_table_is_proportion(task, row)))
        row++;
    return row;
}

void wb_table_mark(wb_table_task *task, int64_t row, const wb_counts *counts)
{
    task->done[row] = true;
    for (size_t k = 0; k < counts->n_rows * counts->n_columns; k++)
        if (counts->estimates[k] >= 0)
            task->done[counts->estimates[k]] = true;
}

/* ---- rows ---- */

/* A value like that of the estimates; missing in the column that the table is by. */
static wb_status copy(wb_table_task *task, size_t column, const wb_table_place *place,
                      wb_error *err)
{
    if (place->by != NULL &&
        strcmp(place->by, wb_frame_column_name(task->frame, column)) == 0)
        return wb_results_missing(&task->results, err);
    return wb_results_copy(&task->results, task->frame, column, place->row, err);
}

static wb_status put_counts(wb_table_task *task, const wb_table_place *place,
                            const wb_table *table, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t rows = (int64_t)table->n_rows;
    int64_t columns = (int64_t)table->n_columns;

    if (task->crossed)
        WB_TRY(wb_results_int64(&task->results, rows, err));
    WB_TRY(wb_results_int64(&task->results, columns, err));
    if (task->crossed)
        WB_TRY(wb_results_int64(&task->results, place->n_rows - rows, err));
    WB_TRY(wb_results_int64(&task->results, place->n_columns - columns, err));
    st = wb_results_int64(&task->results, place->n, err);
done:
    return st;
}

static wb_status put_test(wb_table_task *task, const wb_table_place *place,
                          wb_table *table, int32_t test, wb_error *err)
{
    wb_status st = WB_OK;
    wb_results *results = &task->results;
    wb_table_result r;

    WB_TRY(wb_table_result_of(table, test, &r, err));
    for (size_t j = 0; j < task->statistic; j++)
        WB_TRY(copy(task, j, place, err));
    WB_TRY(wb_results_text(results, place->statistic, err));
    WB_TRY(copy(task, task->variable, place, err));
    if (task->crossed)
        WB_TRY(wb_results_text(results, place->by, err));
    WB_TRY(wb_results_text(results, wb_table_test_name(test), err));
    WB_TRY(wb_results_doubles(
        results, (const double[]){table->pearson, r.value, r.df1, r.df2, r.p}, 5, err));
    WB_TRY(put_counts(task, place, table, err));
    st = wb_results_text(results, wb_table_status_name(r.status), err);
done:
    return st;
}

wb_status wb_table_put(wb_table_task *task, const wb_table_place *place, wb_table *table,
                       wb_error *err)
{
    wb_status st = WB_OK;

    if (!task->options.all_tests)
        return put_test(task, place, table, task->options.test, err);
    for (int32_t test = 0; wb_table_test_name(test) != NULL; test++)
        WB_TRY(put_test(task, place, table, test, err));
done:
    return st;
}

wb_status wb_table_finish(wb_table_task *task, const char *kind, wb_frame **out,
                          wb_error *err)
{
    const char *test =
        task->options.all_tests ? "all" : wb_table_test_name(task->options.test);
    return wb_results_finish(&task->results, kind, json_pack("{s:s}", "test", test),
                             task->evidence, out, err);
}
