/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Goodness of fit in every cell of a proportion. */
#include "infer/names.h"
#include "infer/standard.h"
#include "infer/table_frame.h"

typedef struct fit {
    wb_table_task task;
    size_t n;             /* column of rows */
    wb_frame *categories; /* of the variable's rows */
    wb_standard standard;
    int64_t
        *place; /* per row of the estimates that of `categories`, -1: another variable */
} fit;

static void clean(fit *f)
{
    wb_table_task_free(&f->task);
    wb_frame_free(f->categories);
    wb_standard_free(&f->standard);
    wb_release(f->place);
}

/* The categories of the rows of the variable, which the expected ones must be. */
static wb_status take_categories(fit *f, const char *variable, wb_error *err)
{
    wb_status st = WB_OK;
    wb_builder *builder = NULL;
    const wb_frame *frame = f->task.frame;
    int64_t n_rows = wb_frame_row_count(frame);
    int64_t n = 0;

    f->place = wb_allocate((size_t)n_rows, sizeof *f->place);
    if (f->place == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_builder_new(&builder, err));
    WB_TRY(wb_series_add_like(builder, "category", frame, f->task.category, err));
    for (int64_t row = 0; row < n_rows; row++) {
        bool ours = wb_table_is_proportion(&f->task, row) &&
                    wb_cell_is(frame, f->task.variable, row, variable);
        f->place[row] = ours ? n++ : -1;
        f->task.done[row] = !ours;
        if (ours)
            WB_TRY(wb_series_copy(builder, 0, frame, f->task.category, row, err));
    }
    if (n == 0) {
        st = wb_fail_at(err, WB_E_DATA, -1, variable,
                        "there is no proportion of '%s' to test", variable);
        goto done;
    }
    st = wb_builder_finish(builder, &f->categories, err);
done:
    wb_builder_free(builder);
    return st;
}

/* The estimates and expected shares of row i of a table; false: its cell was left out. */
static bool take_row(const wb_counts *counts, size_t i, const fit *f, int64_t *rows,
                     double *shares)
{
    for (size_t j = 0; j < counts->n_columns; j++) {
        rows[j] = counts->estimates[i * counts->n_columns + j];
        if (rows[j] < 0)
            return false;
        shares[j] = f->standard.shares[f->standard.levels[f->place[rows[j]]]];
    }
    return counts->n_columns > 0;
}

static wb_status check_shares(const double *shares, size_t n, wb_error *err)
{
    for (size_t j = 0; j < n; j++) {
        if (!(shares[j] > 0))
            return wb_fail_at(err, WB_E_DATA, -1, "weight",
                              "an expected share is 0: a category that cannot occur "
                              "has no place in a test of fit");
    }
    return WB_OK;
}

static wb_status test_cell(fit *f, const wb_counts *counts, size_t i, int64_t *rows,
                           double *shares, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_evidence *evidence = f->task.evidence;
    wb_table table = {0};
    double df = 0;

    if (!take_row(counts, i, f, rows, shares))
        return WB_OK;
    int64_t n = wb_frame_int64(f->task.frame, f->n, rows[0]);
    WB_TRY(check_shares(shares, counts->n_columns, err));
    WB_TRY(evidence->df(evidence->source, rows, counts->n_columns, &df, err));
    WB_TRY(wb_table_fit(&table, counts, i, shares, n, df, err));
    st = wb_table_put(
        &f->task,
        &(wb_table_place){"fit", rows[0], NULL, n, 1, (int64_t)counts->n_columns}, &table,
        err);
done:
    wb_table_free(&table);
    return st;
}

static wb_status test_table(fit *f, int64_t row, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_evidence *evidence = f->task.evidence;
    wb_counts counts = {0};
    int64_t *rows = NULL;
    double *shares = NULL;

    WB_TRY(evidence->counts(evidence->source, row, &counts, err));
    wb_table_mark(&f->task, row, &counts);
    rows = wb_allocate(counts.n_columns, sizeof *rows);
    shares = wb_allocate(counts.n_columns, sizeof *shares);
    if (rows == NULL || shares == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t i = 0; i < counts.n_rows; i++)
        WB_TRY(test_cell(f, &counts, i, rows, shares, err));
done:
    wb_release(rows);
    wb_release(shares);
    wb_counts_free(&counts);
    return st;
}

wb_status wb_evidence_fit(const wb_evidence *evidence, const char *variable,
                          const wb_frame *expected, const wb_test_options *options,
                          wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_frame *estimates = evidence->estimates;
    int64_t n_rows = wb_frame_row_count(estimates);
    fit f = {0};

    WB_TRY(wb_table_task_init(&f.task, evidence, options, false, err));
    WB_TRY(wb_frame_require(estimates, "n", "estimates", &f.n, err));
    WB_TRY(take_categories(&f, variable, err));
    WB_TRY(wb_standard_init(&f.standard, "category", expected, f.categories, 0, err));
    for (int64_t row = wb_table_next(&f.task, 0); row < n_rows;
         row = wb_table_next(&f.task, row + 1)) {
        WB_TRY(test_table(&f, row, err));
        WB_TRY(wb_run_progress(&evidence->run, (double)(row + 1) / (double)n_rows, err));
    }
    st = wb_table_finish(&f.task, "fit", out, err);
done:
    clean(&f);
    return st;
}
