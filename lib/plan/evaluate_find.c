/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The row that is about an indicator, in the latest wave or the first. */
#include "plan/evaluate.h"

#include <math.h>
#include <string.h>

/* The variable of a row is the indicator, or that with "_problem" behind it. */
static bool is_about(const wb_readings *r, size_t i, const char *indicator, bool problem)
{
    static const char behind[] = "_problem";
    size_t length = strlen(indicator), n = 0;
    const char *text = wb_frame_text(r->frame, (size_t)r->variable, r->rows[i], &n);

    if (text == NULL || n != length + (problem ? sizeof behind - 1 : 0))
        return false;
    return memcmp(text, indicator, length) == 0 &&
           (!problem || memcmp(text + length, behind, sizeof behind - 1) == 0);
}

static bool is_true(const wb_readings *r, size_t i)
{
    return wb_cell_holds(r->frame, r->category, r->rows[i], "true", 4) ||
           wb_cell_holds(r->frame, r->category, r->rows[i], "1", 1);
}

static bool same_wave(wb_wave a, wb_wave b)
{
    return a.first == b.first && a.last == b.last;
}

/* Later is what ends later; of two that end together what begins later: its year is a
 * wave of its own beside that of its last month. */
static bool is_later(wb_wave a, wb_wave b)
{
    return a.last != b.last ? a.last > b.last : a.first > b.first;
}

static double number(const wb_readings *r, int64_t column, int64_t row)
{
    return column >= 0 ? wb_frame_double(r->frame, (size_t)column, row) : NAN;
}

static wb_reading read_row(const wb_readings *r, size_t i)
{
    int64_t row = r->rows[i];
    double df = number(r, r->df, row);

    return (wb_reading){.bound = WB_BOUND_ROW,
                        .wave = r->waves[i],
                        .row = row,
                        .estimate = number(r, r->estimate, row),
                        .se = number(r, r->se, row),
                        .df = isnan(df) ? INFINITY : df,
                        .lower = number(r, r->lower, row),
                        .upper = number(r, r->upper, row)};
}

/* Of the rows of one wave the only one, or the only one that counts what is true. */
static wb_reading choose(const wb_readings *r, const char *indicator, bool problem,
                         wb_wave wave)
{
    size_t n = 0, n_true = 0, only = 0, only_true = 0;

    for (size_t i = 0; i < r->n_rows; i++) {
        if (!same_wave(r->waves[i], wave) || !is_about(r, i, indicator, problem))
            continue;
        n++;
        only = i;
        if (is_true(r, i)) {
            n_true++;
            only_true = i;
        }
    }
    if (n == 1 || n_true == 1)
        return read_row(r, n == 1 ? only : only_true);
    return (wb_reading){.bound = WB_BOUND_SEVERAL, .wave = wave};
}

static bool find_wave(const wb_readings *r, const char *indicator, bool problem,
                      int32_t last, bool earliest, wb_wave *wave)
{
    bool found = false;

    for (size_t i = 0; i < r->n_rows; i++) {
        wb_wave own = r->waves[i];

        if (own.last > last || !is_about(r, i, indicator, problem))
            continue;
        if (!found || is_later(earliest ? *wave : own, earliest ? own : *wave))
            *wave = own;
        found = true;
    }
    return found;
}

wb_reading wb_readings_find(const wb_readings *readings, const char *indicator,
                            int32_t last, bool earliest)
{
    wb_wave wave = {0};

    for (int problem = 0; problem < 2; problem++) {
        /* Its own name, in whatever wave, comes before the other. */
        if (find_wave(readings, indicator, problem != 0, INT32_MAX, false, &wave)) {
            if (!find_wave(readings, indicator, problem != 0, last, earliest, &wave))
                break;
            return choose(readings, indicator, problem != 0, wave);
        }
    }
    return (wb_reading){.bound = WB_BOUND_NONE};
}

const char *wb_readings_unit(const wb_readings *readings, int64_t row, const char *given,
                             size_t *length)
{
    const wb_frame *frame = readings->frame;
    const char *text = NULL;

    *length = 0;
    if (given != NULL) {
        *length = strlen(given);
        return given;
    }
    if (readings->unit >= 0)
        text = wb_frame_text(frame, (size_t)readings->unit, row, length);
    if (text == NULL &&
        wb_cell_holds(frame, readings->statistic, row, "proportion", 10)) {
        *length = 5;
        return "share";
    }
    return text;
}
