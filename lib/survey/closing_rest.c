/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The totals of clusters that stay open, without those that closed. */
#include "survey/closing.h"

#include <string.h>

bool wb_closing_stays(const wb_closing *closing, int32_t unit)
{
    int32_t first = 0;
    int32_t end = closing->n_keep;

    while (first < end) {
        int32_t middle = first + (end - first) / 2;
        if (closing->keep[middle] == unit)
            return true;
        if (closing->keep[middle] < unit)
            first = middle + 1;
        else
            end = middle;
    }
    return false;
}

/* pairs: what those of `from` are called in `rest`, -1: nothing. */
static wb_status rest_of_track(const wb_track *from, const wb_combos *pairs,
                               const int32_t *names, int32_t n_rest, int32_t width,
                               bool number, wb_track *rest, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = number ? pairs->count : from->slots.count;

    if (number && from->room == 0)
        return WB_OK;
    if (number)
        WB_TRY(wb_track_reach(rest, n_rest, width, err));
    for (int32_t i = 0; i < n && i < from->room; i++) {
        int32_t at = number ? names[i] : names[from->slots.a[i]];
        if (at < 0)
            continue;
        if (!number) {
            WB_TRY(wb_combos_append(&rest->slots, at, from->slots.b[i], err));
            at = rest->slots.count - 1;
            WB_TRY(wb_track_reach(rest, rest->slots.count, width, err));
        }
        memcpy(rest->sums + (size_t)at * (size_t)width,
               from->sums + (size_t)i * (size_t)width,
               (size_t)width * sizeof *rest->sums);
        rest->n[at] = from->n[i];
    }
done:
    return st;
}

/* Ids are asked for when rows or pieces are added. */
static void expect_more(wb_open *open, size_t b)
{
    wb_combos_drop_table(&open->groups[b]);
    for (size_t t = 0; t < open->n_tracks; t++)
        wb_combos_drop_table(&wb_open_track(open, b, t)->slots);
}

static wb_status rest_of(const wb_closing *closing, const wb_layout *layout, size_t b,
                         wb_open *rest, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_combos *pairs = &closing->from->groups[b];
    int32_t *names = wb_resize(NULL, (size_t)pairs->count + 1, sizeof *names);

    if (names == NULL)
        return wb_fail_nomem(err);
    for (int32_t p = 0; p < pairs->count; p++) {
        names[p] = -1;
        if (!wb_closing_stays(closing, pairs->a[p]))
            continue;
        names[p] = rest->groups[b].count;
        WB_TRY(wb_combos_append(&rest->groups[b], pairs->a[p], pairs->b[p], err));
    }
    for (size_t t = 0; t < layout->n_tracks; t++)
        WB_TRY(rest_of_track(wb_open_track(closing->from, b, t), pairs, names,
                             rest->groups[b].count, wb_track_width(layout, t),
                             layout->tracks[t].kind == WB_TRACK_NUMBER,
                             wb_open_track(rest, b, t), err));
    expect_more(rest, b);
done:
    wb_release(names);
    return st;
}

wb_status wb_closing_rest(const wb_closing *closing, const wb_layout *layout,
                          wb_open *rest, wb_error *err)
{
    wb_status st = WB_OK;
    wb_open made;

    WB_TRY(wb_open_init(&made, layout, err));
    for (size_t b = 0; b < layout->n_breakdowns && st == WB_OK; b++)
        st = rest_of(closing, layout, b, &made, err);
    if (st == WB_OK)
        *rest = made;
    else
        wb_open_free(&made);
done:
    return st;
}
