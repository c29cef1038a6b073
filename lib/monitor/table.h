/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Results as frames. A table has a row per breakdown, something that is compared (a wave,
 * a pair of waves), group and measure; breakdowns are filled in side by side. */
#ifndef WB_LIB_MONITOR_TABLE_H
#define WB_LIB_MONITOR_TABLE_H

#include "frame/fill.h"
#include "infer/effect.h"
#include "monitor/board.h"
#include "monitor/monitor.h"

/* Where the columns are that say which cell and measure a row is of. */
typedef struct wb_row_keys {
    size_t wave, reference; /* WB_NOWHERE: the table has none */
    size_t *variables; /* per variable of the definition; WB_NOWHERE: in no breakdown */
    size_t statistic, variable, category, measure, kind;
} wb_row_keys;

typedef struct wb_table_work {
    const wb_monitor_results *results;
    wb_board *board;
    wb_row_keys keys;
    size_t n_waves; /* that came in */
    size_t *waves;
    size_t n_measures;
    int32_t *categories; /* per measure its code in the column `category`, or -1 */
    void *own;           /* of the part */
} wb_table_work;

/* A part of the results. */
typedef struct wb_monitor_part {
    const char *name;
    bool has_waves; /* columns `wave` and `reference` */
    bool has_references;
    /* Columns behind the keys. */
    wb_status (*columns)(wb_table_work *work, wb_error *err);
    /* Rows for each group and measure of a breakdown. */
    size_t (*blocks)(const wb_table_work *work, size_t breakdown);
    /* Fill in block k, whose first row is `row`. */
    wb_status (*fill)(const wb_table_work *work, size_t breakdown, size_t k, size_t row,
                      wb_effect_memo *memo, wb_error *err);
} wb_monitor_part;

/* Make a frame of a part; `own` is what it keeps of its own. */
wb_status wb_monitor_part_make(const wb_monitor_results *results,
                               const wb_monitor_part *part, void *own, wb_frame **out,
                               wb_error *err);

/* Which cell the rows of group `cell` are of, `wave` and `reference` being places among
 * the panel's waves; all measures from `row` on. */
void wb_table_keys(const wb_table_work *work, size_t breakdown, int64_t cell, size_t wave,
                   size_t reference, size_t row);

/* A row of a table that is a list. */
typedef struct wb_table_row {
    size_t breakdown;
    int64_t cell;
    size_t wave;
    size_t measure;
    size_t of; /* what the part knows it for */
} wb_table_row;

typedef struct wb_table_list {
    wb_table_row *rows;
    size_t n;
    size_t room;
} wb_table_list; /* starts as {0} */

wb_status wb_table_list_add(wb_table_list *list, const wb_table_row *row, wb_error *err);

/* A part whose rows are chosen one by one, by `list`; put() fills in what is behind the
 * keys. */
typedef struct wb_monitor_list {
    const char *name;
    wb_status (*columns)(wb_table_work *work, wb_error *err);
    wb_status (*list)(const wb_table_work *work, wb_table_list *list, wb_error *err);
    void (*put)(const wb_table_work *work, const wb_table_row *of, size_t row);
} wb_monitor_list;

wb_status wb_monitor_list_make(const wb_monitor_results *results,
                               const wb_monitor_list *part, void *own, wb_frame **out,
                               wb_error *err);

/* Where the values of a cell and wave are in a part of the panel. */
static inline size_t wb_table_slot(const wb_table_work *work, int64_t cell, size_t wave)
{
    return ((size_t)cell * wb_panel_wave_count(work->results->panel) + wave) *
           work->n_measures;
}

/* Where the covariance of waves i and j of a measure of a cell is. */
static inline size_t wb_table_pair(const wb_table_work *work, int64_t cell, size_t m,
                                   size_t i, size_t j)
{
    size_t n = wb_panel_wave_count(work->results->panel);
    return (((size_t)cell * work->n_measures + m) * n + i) * n + j;
}

/* A measure of the panel. */
const wb_measure *wb_table_measure(const wb_monitor_results *results, size_t m);

/* Whether a breakdown has a variable, and so parts a column of it. */
bool wb_table_has_variable(const wb_monitor_definition *definition, size_t variable);

/* Estimates that are compared, as columns and their closed list of statuses. */
typedef enum wb_compared {
    WB_COMPARED_OK,
    WB_COMPARED_MISSING,
    WB_COMPARED_NO_DF,
    WB_COMPARED_CONSTANT,
    WB_COMPARED_NOT_COMPARABLE,
    WB_COMPARED_HIDDEN
} wb_compared;

typedef struct wb_effect_columns {
    size_t value, se, lower, upper, df, p, p_adjusted, status;
} wb_effect_columns;

/* `value` names the first column: "difference", "slope". */
wb_status wb_effect_columns_add(wb_board *board, const char *value,
                                wb_effect_columns *columns, wb_error *err);
/* A row of them, but p_adjusted. */
void wb_effect_put(wb_board *board, const wb_effect_columns *columns, size_t row,
                   const wb_effect *effect, wb_compared status);
wb_compared wb_compared_of(wb_effect_status status);
/* p_adjusted of n cells from row `first` on, each measure a family. */
wb_status wb_effect_adjust(const wb_table_work *work, const wb_effect_columns *columns,
                           size_t first, size_t n, wb_error *err);

/* ---- the parts ---- */

wb_status wb_table_cells(const wb_monitor_results *results, const char *language,
                         wb_frame **out, wb_error *err);
wb_status wb_table_changes(const wb_monitor_results *results, const char *language,
                           wb_frame **out, wb_error *err);
wb_status wb_table_groups(const wb_monitor_results *results, const char *language,
                          wb_frame **out, wb_error *err);
wb_status wb_table_trend(const wb_monitor_results *results, const char *language,
                         wb_frame **out, wb_error *err);
wb_status wb_table_targets(const wb_monitor_results *results, const char *language,
                           wb_frame **out, wb_error *err);
wb_status wb_table_published(const wb_monitor_results *results, const char *language,
                             wb_frame **out, wb_error *err);
wb_status wb_table_counts(const wb_monitor_results *results, const char *language,
                          wb_frame **out, wb_error *err);
wb_status wb_table_response(const wb_monitor_results *results, const char *language,
                            wb_frame **out, wb_error *err);
wb_status wb_table_notes(const wb_monitor_results *results, const char *language,
                         wb_frame **out, wb_error *err);
wb_status wb_table_released(const wb_monitor_results *results, const char *language,
                            wb_frame **out, wb_error *err);
wb_status wb_table_audit(const wb_monitor_results *results, const char *language,
                         wb_frame **out, wb_error *err);
wb_status wb_table_labels(const wb_monitor_results *results, const char *language,
                          wb_frame **out, wb_error *err);

/* How its numbers look in a spreadsheet: "sheet" of the metadata. */
wb_status wb_table_sheet(const wb_monitor_results *results, const char *part,
                         const wb_frame *frame, json_t *root, wb_error *err);
/* Metadata of a part. */
wb_status wb_table_describe(const wb_monitor_results *results, const char *part,
                            wb_frame *frame, wb_error *err);

#endif
