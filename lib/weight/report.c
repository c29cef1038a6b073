/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "num/pair.h"
#include "weight/weighing.h"

#include <math.h>
#include <string.h>

enum {
    C_STEP,
    C_KIND,
    C_MARGIN,
    C_CATEGORY,
    C_N,
    C_TARGET,
    C_BEFORE,
    C_AFTER,
    C_DEVIATION,
    C_G_MIN,
    C_G_MAX,
    C_ITERATIONS,
    C_CHANGED,
    C_NEGATIVE,
    C_DEFF,
    N_COLUMNS
};

wb_status wb_report_new(wb_builder **report, wb_error *err)
{
    static const struct {
        const char *name;
        wb_type type;
    } columns[N_COLUMNS] = {
        [C_STEP] = {"step", WB_TYPE_INT32},
        [C_KIND] = {"kind", WB_TYPE_DICTIONARY},
        [C_MARGIN] = {"margin", WB_TYPE_UTF8},
        [C_CATEGORY] = {"category", WB_TYPE_UTF8},
        [C_N] = {"n", WB_TYPE_INT64},
        [C_TARGET] = {"target", WB_TYPE_FLOAT64},
        [C_BEFORE] = {"before", WB_TYPE_FLOAT64},
        [C_AFTER] = {"after", WB_TYPE_FLOAT64},
        [C_DEVIATION] = {"deviation", WB_TYPE_FLOAT64},
        [C_G_MIN] = {"g_min", WB_TYPE_FLOAT64},
        [C_G_MAX] = {"g_max", WB_TYPE_FLOAT64},
        [C_ITERATIONS] = {"iterations", WB_TYPE_INT32},
        [C_CHANGED] = {"changed", WB_TYPE_INT64},
        [C_NEGATIVE] = {"negative", WB_TYPE_INT64},
        [C_DEFF] = {"deff", WB_TYPE_FLOAT64},
    };
    wb_status st = WB_OK;
    size_t column;

    WB_TRY(wb_builder_new(report, err));
    for (int c = 0; c < N_COLUMNS; c++)
        WB_TRY(wb_builder_add_column(*report, columns[c].name, columns[c].type, &column,
                                     err));
done:
    return st;
}

wb_report_row wb_report_row_new(void)
{
    return (wb_report_row){
        .target = NAN,
        .before = NAN,
        .after = NAN,
        .g_min = NAN,
        .g_max = NAN,
        .iterations = -1,
        .changed = -1,
        .negative = -1,
        .deff = NAN,
    };
}

static wb_status put_text(wb_builder *report, size_t column, const char *text,
                          wb_error *err)
{
    return text != NULL ? wb_builder_text(report, column, text, strlen(text), err)
                        : wb_builder_missing(report, column, err);
}

static wb_status put_count(wb_builder *report, size_t column, int64_t count,
                           wb_error *err)
{
    return count >= 0 ? wb_builder_int64(report, column, count, err)
                      : wb_builder_missing(report, column, err);
}

wb_status wb_report_add(const wb_weighing *weighing, const wb_report_row *row,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_builder *report = weighing->report;
    double deviation = row->target != 0 ? row->after / row->target - 1 : NAN;

    WB_TRY(wb_builder_int64(report, C_STEP, (int64_t)weighing->number + 1, err));
    WB_TRY(put_text(report, C_KIND, wb_weight_step_name(weighing->step->kind), err));
    WB_TRY(put_text(report, C_MARGIN, row->margin, err));
    WB_TRY(put_text(report, C_CATEGORY, row->category, err));
    WB_TRY(wb_builder_int64(report, C_N, row->n, err));
    WB_TRY(wb_builder_double(report, C_TARGET, row->target, err));
    WB_TRY(wb_builder_double(report, C_BEFORE, row->before, err));
    WB_TRY(wb_builder_double(report, C_AFTER, row->after, err));
    WB_TRY(wb_builder_double(report, C_DEVIATION, deviation, err));
    WB_TRY(wb_builder_double(report, C_G_MIN, row->g_min, err));
    WB_TRY(wb_builder_double(report, C_G_MAX, row->g_max, err));
    WB_TRY(put_count(report, C_ITERATIONS, row->iterations, err));
    WB_TRY(put_count(report, C_CHANGED, row->changed, err));
    WB_TRY(put_count(report, C_NEGATIVE, row->negative, err));
    WB_TRY(wb_builder_double(report, C_DEFF, row->deff, err));
done:
    return st;
}

void wb_report_row_of_weights(wb_report_row *row, const double *before,
                              const double *after, int64_t n_rows)
{
    wb_pair sum_before = {0, 0};
    wb_pair sum_after = {0, 0};
    double squares = 0;
    double left = 0; /* rows of another weight than 0 after the step */

    row->n = 0;
    row->negative = 0;
    row->g_min = INFINITY;
    row->g_max = -INFINITY;
    for (int64_t i = 0; i < n_rows; i++) {
        if (before[i] == 0)
            continue;
        double g = after[i] / before[i];
        row->n++;
        row->g_min = g < row->g_min ? g : row->g_min;
        row->g_max = g > row->g_max ? g : row->g_max;
        row->negative += after[i] < 0;
        left += after[i] != 0;
        squares += after[i] * after[i];
        sum_before = wb_pair_gather(sum_before, before[i]);
        sum_after = wb_pair_gather(sum_after, after[i]);
    }
    row->before = wb_pair_value(sum_before);
    row->after = wb_pair_value(sum_after);
    row->deff = row->after != 0 ? left * squares / (row->after * row->after) : NAN;
}
