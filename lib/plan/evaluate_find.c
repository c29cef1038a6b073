/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The row that is about an indicator, in the latest wave or the first. */
#include "plan/evaluate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- rows by what they are about ---- */

static const char *about(const wb_readings *r, size_t i, size_t *length)
{
    return wb_frame_text(r->frame, (size_t)r->variable, r->rows[i], length);
}

static size_t *head_of(const wb_readings *r, const char *name, size_t length)
{
    return &r->heads[(size_t)wb_hash_bytes(name, length) & (r->n_heads - 1)];
}

wb_status wb_readings_index(wb_readings *readings, wb_error *err)
{
    size_t n = readings->n_rows, n_heads = 1;

    while (n_heads < n)
        n_heads *= 2;
    readings->n_heads = n_heads;
    readings->next = wb_allocate(n, sizeof *readings->next);
    readings->heads = wb_allocate(n_heads, sizeof *readings->heads);
    if (readings->next == NULL || readings->heads == NULL)
        return wb_fail_nomem(err);
    for (size_t i = n; i-- > 0;) {
        size_t length = 0;
        const char *name = about(readings, i, &length);
        size_t *head = head_of(readings, name != NULL ? name : "", length);

        readings->next[i] = *head;
        *head = i + 1;
    }
    return WB_OK;
}

/* The rows about `name`, counted from 1: 0 gives the first, and comes at the end. */
static size_t next_about(const wb_readings *r, const char *name, size_t after)
{
    size_t length = strlen(name);
    size_t i = after == 0 ? *head_of(r, name, length) : r->next[after - 1];

    while (i != 0) {
        size_t n = 0;
        const char *text = about(r, i - 1, &n);

        if (text != NULL && n == length && memcmp(text, name, n) == 0)
            break;
        i = r->next[i - 1];
    }
    return i;
}

/* ---- one row ---- */

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
static wb_reading choose(const wb_readings *r, const char *name, wb_wave wave)
{
    size_t n = 0, n_true = 0, only = 0, only_true = 0;

    for (size_t i = 0; (i = next_about(r, name, i)) != 0;) {
        if (!same_wave(r->waves[i - 1], wave))
            continue;
        n++;
        only = i - 1;
        if (is_true(r, i - 1)) {
            n_true++;
            only_true = i - 1;
        }
    }
    if (n == 1 || n_true == 1)
        return read_row(r, n == 1 ? only : only_true);
    return (wb_reading){.bound = WB_BOUND_SEVERAL, .wave = wave};
}

static bool find_wave(const wb_readings *r, const char *name, int32_t last, bool earliest,
                      wb_wave *wave)
{
    bool found = false;

    for (size_t i = 0; (i = next_about(r, name, i)) != 0;) {
        wb_wave own = r->waves[i - 1];

        if (own.last > last)
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
    static const char *const behind[] = {"", "_problem"};
    char name[80]; /* an indicator is an id of at most 64 bytes */
    wb_wave wave = {0};

    for (size_t k = 0; k < 2; k++) {
        snprintf(name, sizeof name, "%s%s", indicator, behind[k]);
        if (next_about(readings, name, 0) == 0)
            continue; /* its own name, in whatever wave, comes before the other */
        if (!find_wave(readings, name, last, earliest, &wave))
            break;
        return choose(readings, name, wave);
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
