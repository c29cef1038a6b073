/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The estimates frame while it is filled, row by row. */
#ifndef WB_LIB_SURVEY_SHEET_H
#define WB_LIB_SURVEY_SHEET_H

#include "survey/estimate.h"
#include "survey/sample.h"

/* Columns behind the breakdown columns. */
enum {
    WB_C_STATISTIC,
    WB_C_VARIABLE,
    WB_C_CATEGORY,
    WB_C_ESTIMATE,
    WB_C_SE,
    WB_C_LOWER,
    WB_C_UPPER,
    WB_C_DF,
    WB_C_N,
    WB_C_DEFF,
    WB_C_STATUS,
    WB_C_CV,
    WB_C_PRECISION,
    WB_SHEET_COLUMNS
};

typedef struct wb_sheet {
    const wb_layout *layout;
    const wb_index *index;
    const wb_levels *levels; /* per key: its values in the order they are shown */
    bool precision;          /* with the columns cv and precision */
    wb_builder *builder;
    size_t *by_keys; /* keys that are breakdown columns, in order of first mention */
    size_t n_by;
    size_t columns[WB_SHEET_COLUMNS];
    int64_t n_rows;
} wb_sheet;

/* The sheet borrows from the sample. Free it also after a failure. */
wb_status wb_sheet_init(wb_sheet *sheet, const wb_sample *sample, wb_error *err);
void wb_sheet_free(wb_sheet *sheet);

/* A row is made of these three: the breakdown columns (rank counts the cells of the
 * breakdown), the category (code -1: none), the numbers. */
wb_status wb_sheet_cell(wb_sheet *sheet, const wb_key_list *columns, int64_t rank,
                        wb_error *err);
wb_status wb_sheet_category(wb_sheet *sheet, const wb_keys *keys, int32_t code,
                            wb_error *err);
/* A category that is no value of a key: the probability of a quantile, a score. */
wb_status wb_sheet_word(wb_sheet *sheet, const char *word, wb_error *err);
wb_status wb_sheet_numbers(wb_sheet *sheet, const wb_estimand *estimand,
                           const wb_estimate *e, wb_error *err);
/* WB_E_LIMIT when a result of so many rows is too long. */
wb_status wb_sheet_check_rows(int64_t n_rows, wb_error *err);

#endif
