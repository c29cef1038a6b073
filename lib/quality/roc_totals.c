/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/roc.h"

#include <string.h>

/* The table of one criterion: two rows (false, true), a column per score in ascending
 * order. */
typedef struct table {
    const wb_inference *inference;
    wb_counts counts;
    size_t *columns; /* those that have weight, from the least to the most serious */
    size_t n;
} table;

/* The first row of the estimates of a level's criterion, -1 when there is none. */
static int64_t find_first(const wb_frame *frame, size_t level)
{
    int64_t column = wb_frame_find(frame, wb_roc_criterion_names[level]);

    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        if (!wb_frame_is_missing(frame, (size_t)column, row))
            return row;
    }
    return -1;
}

/* Of class 0 (true) or 1 (false), as the totals have them. */
static size_t cell_of(const table *from, size_t class, size_t column)
{
    return (1 - class) * from->counts.n_columns + column;
}

static double sum_of(const table *from, size_t class)
{
    double sum = 0;

    for (size_t j = 0; j < from->counts.n_columns; j++)
        sum += from->counts.totals[cell_of(from, class, j)];
    return sum;
}

static wb_status check_classes(const wb_roc_asked *asked, size_t level, const table *from,
                               wb_error *err)
{
    const char *name = asked->criteria[level];
    bool both = from->counts.n_rows == 2 && sum_of(from, 0) > 0 && sum_of(from, 1) > 0;

    if (!both)
        return wb_fail_at(
            err, WB_E_DATA, -1, name,
            "criterion '%s' has one value in all rows that have score '%s': "
            "a curve needs rows in which it is true and rows in which it is "
            "false",
            name, asked->score);
    return WB_OK;
}

/* Scores that only rows without weight have are no points of the curve. */
static wb_status list_columns(const wb_roc_asked *asked, table *from, wb_error *err)
{
    size_t n = from->counts.n_columns;
    bool high = asked->options.direction == WB_ROC_HIGH;

    from->columns = wb_allocate(n, sizeof *from->columns);
    if (from->columns == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        size_t j = high ? i : n - 1 - i;
        if (from->counts.totals[cell_of(from, 0, j)] > 0 ||
            from->counts.totals[cell_of(from, 1, j)] > 0)
            from->columns[from->n++] = j;
    }
    if (from->n < 2)
        return wb_fail_at(err, WB_E_DATA, -1, asked->score,
                          "score '%s' has one value in all rows that have a criterion",
                          asked->score);
    return WB_OK;
}

/* ---- what is taken from the table ---- */

static wb_status make_room(const table *from, wb_roc_totals *out, wb_error *err)
{
    size_t n = 2 * from->n;
    bool replicated = from->counts.n_replicates > 0;

    out->n = from->n;
    out->n_replicates = from->counts.n_replicates;
    out->scores = wb_allocate(from->n, sizeof *out->scores);
    out->totals = wb_allocate(n, sizeof *out->totals);
    if (replicated)
        out->replicates = wb_allocate(n * out->n_replicates, sizeof *out->replicates);
    else
        out->covariance = wb_allocate(n * n, sizeof *out->covariance);
    if (out->scores == NULL || out->totals == NULL ||
        (replicated ? out->replicates == NULL : out->covariance == NULL))
        return wb_fail_nomem(err);
    return WB_OK;
}

/* The cell of the table that total i is. */
static size_t source_of(const table *from, size_t i)
{
    return cell_of(from, i / from->n, from->columns[i % from->n]);
}

static void copy_numbers(const table *from, wb_roc_totals *out)
{
    size_t n = 2 * from->n;
    size_t n_cells = from->counts.n_rows * from->counts.n_columns;
    size_t n_replicates = out->n_replicates;

    for (size_t i = 0; i < n; i++) {
        size_t cell = source_of(from, i);
        out->totals[i] = from->counts.totals[cell];
        if (n_replicates > 0)
            memcpy(out->replicates + i * n_replicates,
                   from->counts.replicates + cell * n_replicates,
                   n_replicates * sizeof *out->replicates);
        for (size_t j = 0; n_replicates == 0 && j < n; j++)
            out->covariance[i * n + j] =
                from->counts.covariance[cell * n_cells + source_of(from, j)];
    }
}

static double score_at(const wb_frame *frame, int64_t row)
{
    size_t length;
    int64_t column = wb_frame_find(frame, "category");
    const char *text = wb_frame_text(frame, (size_t)column, row, &length);
    int64_t key = 0;

    (void)wb_parse_int64(text, length, &key);
    return wb_roc_score(key);
}

/* Degrees of freedom and rows of one class. */
static wb_status describe_class(const table *from, size_t class, wb_roc_totals *out,
                                wb_error *err)
{
    const wb_frame *frame = wb_inference_frame(from->inference);
    const int64_t *rows = from->counts.estimates + cell_of(from, class, 0);

    out->rows[class] = wb_frame_int64(frame, (size_t)wb_frame_find(frame, "n"), rows[0]);
    return wb_inference_df(from->inference, rows, from->counts.n_columns,
                           &out->dfs[class], err);
}

static wb_status describe(const table *from, wb_roc_totals *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_frame *frame = wb_inference_frame(from->inference);

    for (size_t k = 0; k < from->n; k++)
        out->scores[k] = score_at(frame, from->counts.estimates[source_of(from, k)]);
    WB_TRY(describe_class(from, 0, out, err));
    WB_TRY(describe_class(from, 1, out, err));
    out->df = from->counts.df;
    out->inference = from->inference;
done:
    return st;
}

/* ---- all of it ---- */

/* How many distinct scores there are: rows of the estimates before the next cell. */
static wb_status check_scores(const wb_roc_asked *asked, const wb_frame *frame,
                              int64_t first, wb_error *err)
{
    size_t column = (size_t)wb_frame_find(frame, "category");
    int64_t n = wb_frame_category_count(frame, column);

    (void)first;
    if (n > WB_ROC_MOST_SCORES)
        return wb_fail_at(err, WB_E_LIMIT, -1, asked->score,
                          "score '%s' has %lld distinct values, and a curve takes %d at "
                          "most: round it to a lattice",
                          asked->score, (long long)n, (int)WB_ROC_MOST_SCORES);
    return WB_OK;
}

wb_status wb_roc_totals_init(const wb_roc_asked *asked, size_t level,
                             const wb_inference *inference, wb_roc_totals *out,
                             wb_error *err)
{
    wb_status st = WB_OK;
    const wb_frame *frame = wb_inference_frame(inference);
    int64_t first = find_first(frame, level);
    table from = {.inference = inference};

    if (first < 0)
        return wb_fail_at(err, WB_E_DATA, -1, asked->criteria[level],
                          "no row has both score '%s' and criterion '%s'", asked->score,
                          asked->criteria[level]);
    WB_TRY(check_scores(asked, frame, first, err));
    WB_TRY(wb_inference_counts(inference, first, &from.counts, err));
    WB_TRY(check_classes(asked, level, &from, err));
    WB_TRY(list_columns(asked, &from, err));
    WB_TRY(make_room(&from, out, err));
    copy_numbers(&from, out);
    WB_TRY(describe(&from, out, err));
done:
    wb_counts_free(&from.counts);
    wb_release(from.columns);
    if (st != WB_OK)
        wb_roc_totals_free(out);
    return st;
}

void wb_roc_totals_free(wb_roc_totals *totals)
{
    wb_release(totals->scores);
    wb_release(totals->totals);
    wb_release(totals->covariance);
    wb_release(totals->replicates);
    *totals = (wb_roc_totals){0};
}
