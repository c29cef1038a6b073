/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Auxiliaries are read twice: for their weighted mean and spread, and to be put in their
 * units, so that the equations are well conditioned whatever the offset of a variable. */
#include "weight/calibration.h"

#include "base/text.h"

#include <math.h>

static wb_status fail_value(const wb_calibration *t, size_t a, int64_t row, double value,
                            wb_error *err)
{
    char text[WB_NUMBER_CHARS];
    const char *name = t->step->auxiliaries[a].column;

    wb_format_double(text, value);
    return wb_fail_at(err, WB_E_DATA, row, name,
                      "auxiliary \'%s\' is %s in a row that has a weight", name,
                      isnan(value) ? "missing" : text);
}

/* x per row, at its place among the values; 0 in rows without weight. */
static wb_status read_column(wb_calibration *t, size_t a, size_t column, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_auxiliaries = t->step->n_auxiliaries;
    int64_t n_rows = t->weighing->n_rows;
    wb_block_scratch scratch;
    wb_block block;

    for (int64_t first = 0; first < n_rows; first += WB_BLOCK_ROWS) {
        int64_t left = n_rows - first;
        int32_t n = left < WB_BLOCK_ROWS ? (int32_t)left : WB_BLOCK_ROWS;
        WB_TRY(wb_frame_block(t->weighing->frame, column, first, n, WB_BLOCK_DOUBLE,
                              &scratch, &block, err));
        for (int32_t i = 0; i < n; i++) {
            bool there = block.present == NULL || block.present[i] != 0;
            double x = there ? block.doubles[i] : NAN;
            if (t->rows[first + i] < 0)
                x = 0;
            else if (!(fabs(x) <= 1e50))
                WB_TRY(fail_value(t, a, first + i, x, err));
            t->values[(size_t)(first + i) * n_auxiliaries + a] = x;
        }
    }
done:
    return st;
}

static void sum_column(wb_calibration *t, size_t a)
{
    wb_auxiliary_sums *sums = &t->sums[a];
    const wb_calibration_options *options = &t->step->calibration;
    wb_pair mass = {0, 0};
    double squares = 0;

    for (int64_t i = 0; i < t->weighing->n_rows; i++) {
        double x = t->values[(size_t)i * t->step->n_auxiliaries + a];
        double d = t->weighing->weights[i];
        if (t->rows[i] < 0)
            continue;
        mass = wb_pair_gather(mass, d);
        sums->before = wb_pair_add(sums->before, wb_two_product(d, x));
        sums->size += d * fabs(x);
        sums->low += d * x * (x > 0 ? options->lower : options->upper);
        sums->high += d * x * (x > 0 ? options->upper : options->lower);
    }
    if (t->step->n_margins > 0)
        sums->centre = wb_pair_value(sums->before) / wb_pair_value(mass);
    for (int64_t i = 0; i < t->weighing->n_rows; i++) {
        double off = t->values[(size_t)i * t->step->n_auxiliaries + a] - sums->centre;
        if (t->rows[i] >= 0)
            squares += t->weighing->weights[i] * off * off;
    }
    sums->spread = sqrt(squares / wb_pair_value(mass));
}

static wb_status check_spread(const wb_calibration *t, size_t a, wb_error *err)
{
    const char *name = t->step->auxiliaries[a].column;
    const wb_auxiliary_sums *sums = &t->sums[a];

    /* A constant beside the constant: what is left of it is rounding. */
    if (sums->spread > 1e-13 * fabs(sums->centre) && sums->spread > 0)
        return WB_OK;
    return wb_fail_at(err, WB_E_NUMERIC, -1, name,
                      t->step->n_margins > 0
                          ? "auxiliary '%s' is the same in all rows, which makes it "
                            "collinear with the margins"
                          : "auxiliary '%s' is 0 in all rows",
                      name);
}

wb_status wb_calibration_read_auxiliaries(wb_calibration *t, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = t->step->n_auxiliaries;
    int64_t n_rows = t->weighing->n_rows;
    size_t column;

    t->values = wb_resize(NULL, (size_t)n_rows * n, sizeof *t->values);
    t->sums = wb_allocate(n, sizeof *t->sums);
    if (t->values == NULL || t->sums == NULL)
        return wb_fail_nomem(err);
    for (size_t a = 0; a < n; a++) {
        WB_TRY(wb_frame_require_numbers(t->weighing->frame,
                                        t->step->auxiliaries[a].column, "an auxiliary",
                                        &column, err));
        WB_TRY(read_column(t, a, column, err));
        sum_column(t, a);
        WB_TRY(check_spread(t, a, err));
        for (int64_t i = 0; i < n_rows; i++) {
            double *value = &t->values[(size_t)i * n + a];
            *value = (*value - t->sums[a].centre) / t->sums[a].spread;
        }
    }
done:
    return st;
}
