/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/open.h"

#include <string.h>

wb_status wb_open_init(wb_open *open, const wb_layout *layout, wb_error *err)
{
    *open = (wb_open){0};
    open->groups = wb_allocate(layout->n_breakdowns, sizeof *open->groups);
    open->tracks =
        wb_allocate(layout->n_breakdowns * layout->n_tracks, sizeof *open->tracks);
    if (open->groups == NULL || open->tracks == NULL) {
        wb_open_free(open);
        return wb_fail_nomem(err);
    }
    open->n_breakdowns = layout->n_breakdowns;
    open->n_tracks = layout->n_tracks;
    return WB_OK;
}

void wb_open_free(wb_open *open)
{
    for (size_t b = 0; b < open->n_breakdowns; b++)
        wb_combos_free(&open->groups[b]);
    for (size_t i = 0; i < open->n_breakdowns * open->n_tracks; i++) {
        wb_track_free(&open->tracks[i]);
    }
    wb_release(open->groups);
    wb_release(open->tracks);
    *open = (wb_open){0};
}

wb_status wb_track_reach(wb_track *track, int32_t n, int32_t width, wb_error *err)
{
    if (n <= track->room)
        return WB_OK;
    int32_t room = n + n / 2;
    size_t before = (size_t)track->room;
    size_t each = (size_t)width;
    wb_pair *sums = wb_resize(track->sums, (size_t)room * each, sizeof *sums);
    if (sums == NULL)
        return wb_fail_nomem(err);
    track->sums = sums;
    int64_t *counts = wb_resize(track->n, (size_t)room, sizeof *counts);
    if (counts == NULL)
        return wb_fail_nomem(err);
    track->n = counts;
    memset(sums + before * each, 0, ((size_t)room - before) * each * sizeof *sums);
    memset(counts + before, 0, ((size_t)room - before) * sizeof *counts);
    track->room = room;
    return WB_OK;
}

void wb_track_free(wb_track *track)
{
    wb_combos_free(&track->slots);
    wb_release(track->sums);
    wb_release(track->n);
    *track = (wb_track){0};
}

wb_status wb_track_copy(const wb_track *from, int32_t width, wb_track *to, wb_error *err)
{
    wb_status st = WB_OK;
    size_t room = (size_t)from->room;
    bool failed = false;

    WB_TRY(wb_combos_copy(&from->slots, &to->slots, err));
    to->sums = wb_copy_array(from->sums, room * (size_t)width, sizeof *to->sums, &failed);
    to->n = wb_copy_array(from->n, room, sizeof *to->n, &failed);
    to->room = from->room;
    if (failed)
        st = wb_fail_nomem(err);
done:
    return st;
}

wb_status wb_open_copy(const wb_open *open, const wb_layout *layout, wb_open *out,
                       wb_error *err)
{
    wb_status st = WB_OK;
    wb_open copy;

    WB_TRY(wb_open_init(&copy, layout, err));
    for (size_t b = 0; b < open->n_breakdowns && st == WB_OK; b++)
        st = wb_combos_copy(&open->groups[b], &copy.groups[b], err);
    for (size_t i = 0; i < open->n_breakdowns * open->n_tracks && st == WB_OK; i++)
        st = wb_track_copy(&open->tracks[i], wb_track_width(layout, i % open->n_tracks),
                           &copy.tracks[i], err);
    if (st == WB_OK)
        *out = copy;
    else
        wb_open_free(&copy);
done:
    return st;
}

/* Ids of so many groups or slots are kept for the rows to come: they are seen again. More
 * are forgotten: then most are not. */
enum { FEW = 1 << 17 };

static void forget_track(wb_track *track, int32_t width, int32_t n, bool keep)
{
    n = n < track->room ? n : track->room;
    if (!keep || track->slots.count > FEW)
        wb_combos_clear(&track->slots);
    if (n > 0) { /* room behind them was never used */
        memset(track->sums, 0, (size_t)n * (size_t)width * sizeof *track->sums);
        memset(track->n, 0, (size_t)n * sizeof *track->n);
    }
}

void wb_open_forget(wb_open *open, const wb_layout *layout)
{
    for (size_t b = 0; b < open->n_breakdowns; b++) {
        wb_combos *groups = &open->groups[b];
        int32_t n = groups->count;
        bool keep = n <= FEW && !wb_layout_units_pass(layout);
        if (!keep)
            wb_combos_clear(groups);
        for (size_t t = 0; t < open->n_tracks; t++) {
            wb_track *track = wb_open_track(open, b, t);
            bool number = layout->tracks[t].kind == WB_TRACK_NUMBER;
            forget_track(track, wb_track_width(layout, t),
                         number ? n : track->slots.count, keep);
        }
    }
}

int64_t wb_track_bytes(const wb_track *track, int64_t width)
{
    return wb_combos_bytes(&track->slots) + track->room * (8 + 16 * width);
}

int64_t wb_open_bytes(const wb_open *open, const wb_layout *layout)
{
    int64_t bytes = 0;
    for (size_t b = 0; b < open->n_breakdowns; b++)
        bytes += wb_combos_bytes(&open->groups[b]);
    for (size_t i = 0; i < open->n_breakdowns * open->n_tracks; i++) {
        int64_t width = wb_track_width(layout, i % open->n_tracks);
        bytes += wb_track_bytes(&open->tracks[i], width);
    }
    return bytes;
}
