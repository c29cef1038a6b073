/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Result frames written row by row, value after value. */
#ifndef WB_LIB_INFER_RESULTS_H
#define WB_LIB_INFER_RESULTS_H

#include "base/json.h"
#include "infer/effect.h"
#include "infer/evidence.h"
#include "survey/series.h"

enum { WB_MOST_RESULTS = 1000000 };

typedef struct wb_results {
    wb_builder *builder;
    size_t n_columns;
    size_t at; /* the column that the next value goes to */
} wb_results;  /* starts as {0}; wb_results_free() when done */

wb_status wb_results_column(wb_results *results, const char *name, wb_type type,
                            wb_error *err);
/* float64 columns by name, up to a NULL. */
wb_status wb_results_numbers(wb_results *results, const char *const *names,
                             wb_error *err);
/* A column of the type and with the categories of column `from` of a frame; name NULL:
 * its own. */
wb_status wb_results_column_like(wb_results *results, const char *name,
                                 const wb_frame *frame, size_t from, wb_error *err);
/* Declare a category of the column that was added last. */
wb_status wb_results_category(wb_results *results, const char *category, wb_error *err);
wb_status wb_results_status_column(wb_results *results, wb_error *err);
/* The columns that say what a series is: other breakdown columns; with `levels` the level
 * and `reference`; statistic, variable, category. */
wb_status wb_results_series_columns(wb_results *results, const wb_series_list *list,
                                    bool levels, wb_error *err);

wb_status wb_results_text(wb_results *results, const char *text, wb_error *err);
wb_status wb_results_double(wb_results *results, double value, wb_error *err);
wb_status wb_results_doubles(wb_results *results, const double *values, size_t n,
                             wb_error *err);
wb_status wb_results_int64(wb_results *results, int64_t value, wb_error *err);
wb_status wb_results_key(wb_results *results, const wb_keys *keys, int32_t code,
                         wb_error *err);
wb_status wb_results_missing(wb_results *results, wb_error *err);
/* The value in a row of column `from` of a frame, for a column like it. */
wb_status wb_results_copy(wb_results *results, const wb_frame *frame, size_t from,
                          int64_t row, wb_error *err);
/* Values of the columns above: of `row`, and its level and that of `reference` where
 * they were asked for (reference >= 0). */
wb_status wb_results_series(wb_results *results, const wb_series_list *list, int64_t row,
                            int64_t reference, wb_error *err);
wb_status wb_results_status(wb_results *results, wb_effect_status status, wb_error *err);

/* The frame, with metadata: kind, library, level, what `words` says (taken over, may be
 * NULL when out of memory) and the metadata of the estimates as source. */
wb_status wb_results_finish(wb_results *results, const char *kind, json_t *words,
                            const wb_evidence *evidence, wb_frame **out, wb_error *err);
void wb_results_free(wb_results *results);

#endif
