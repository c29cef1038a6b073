/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Totals that stay open: first sums per (unit, cell), sparse. A unit is a sampled unit of
 * the last stage; or what else sums are wanted by: a replicate, or an auxiliary variable
 * of a calibration, each with weights of its own. */
#ifndef WB_LIB_SURVEY_OPEN_H
#define WB_LIB_SURVEY_OPEN_H

#include "num/pair.h"
#include "survey/index.h"

/* One track in one breakdown. Of bundles and categories a slot is (group, pattern or
 * code) and has Σ w; of numbers a group has its terms. */
typedef struct wb_track {
    wb_combos slots; /* not of numbers */
    wb_pair *sums;   /* [slot], or [group * n_terms + term] */
    int64_t *n;      /* rows with w > 0 */
    int32_t room;    /* slots or groups there is room for */
} wb_track;

typedef struct wb_open {
    wb_combos *groups; /* per breakdown: (unit, cell) */
    wb_track *tracks;  /* [breakdown * n_tracks + track] */
    size_t n_breakdowns;
    size_t n_tracks;
} wb_open;

wb_status wb_open_init(wb_open *open, const wb_layout *layout, wb_error *err);
void wb_open_free(wb_open *open);
wb_status wb_open_copy(const wb_open *open, const wb_layout *layout, wb_open *out,
                       wb_error *err);

static inline wb_track *wb_open_track(const wb_open *open, size_t breakdown, size_t track)
{
    return &open->tracks[breakdown * open->n_tracks + track];
}

/* Sums a track has per slot or group. */
static inline int32_t wb_track_width(const wb_layout *layout, size_t track)
{
    const wb_track_plan *plan = &layout->tracks[track];
    return plan->kind == WB_TRACK_NUMBER ? layout->outcomes[plan->outcomes[0]].n_terms
                                         : 1;
}

/* Room for n slots or groups of `width` sums, new ones 0. */
wb_status wb_track_reach(wb_track *track, int32_t n, int32_t width, wb_error *err);

void wb_track_free(wb_track *track);
wb_status wb_track_copy(const wb_track *from, int32_t width, wb_track *to, wb_error *err);
/* Add the slots of another: groups and codes (NULL: the same) say what its are called
 * here. */
wb_status wb_track_merge(wb_track *to, const wb_track *from, const int32_t *groups,
                         const int32_t *codes, wb_error *err);
int64_t wb_track_bytes(const wb_track *track, int64_t width);

/* Add what another has: units, and cells per breakdown, and key codes say what its are
 * called here. */
wb_status wb_open_merge(wb_open *open, const wb_open *from, const wb_layout *layout,
                        const int32_t *units, const wb_index_map *map, wb_error *err);

/* All sums become 0; groups may stay, and so may what they are called. */
void wb_open_forget(wb_open *open, const wb_layout *layout);

int64_t wb_open_bytes(const wb_open *open, const wb_layout *layout);

#endif
