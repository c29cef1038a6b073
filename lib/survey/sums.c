/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Room for what is kept of an outcome, group by group, and for the clusters at the edges.
 */
#include "survey/state.h"

#include <string.h>

/* Room for the clusters of more groups, new ones 0. */
static wb_status reach_units(wb_sums *sums, int32_t groups)
{
    if (!sums->clusters || groups <= sums->groups)
        return WB_OK;
    int64_t *units = wb_resize(sums->units, (size_t)groups, sizeof *units);
    if (units == NULL)
        return WB_E_NOMEM;
    memset(units + sums->groups, 0, (size_t)(groups - sums->groups) * sizeof *units);
    sums->units = units;
    return WB_OK;
}

/* Slots of more groups and perhaps wider ones: laid out anew when the width changes. */
static wb_status reach_bins(wb_sums *sums, int32_t groups, int32_t width, wb_error *err)
{
    size_t n = (size_t)groups * (size_t)width;
    wb_bin *bins = wb_allocate(n, sizeof *bins);
    wb_pair *cross = sums->clusters ? wb_allocate(n, sizeof *cross) : NULL;
    if (bins == NULL || (sums->clusters && cross == NULL) ||
        reach_units(sums, groups) != WB_OK) {
        wb_release(bins);
        wb_release(cross);
        return wb_fail_nomem(err);
    }
    for (int32_t g = 0; g < sums->groups && sums->width > 0; g++) {
        size_t to = (size_t)g * (size_t)width;
        size_t from = (size_t)g * (size_t)sums->width;
        memcpy(&bins[to], &sums->bins[from], (size_t)sums->width * sizeof *bins);
        if (sums->clusters)
            memcpy(&cross[to], &sums->cross[from], (size_t)sums->width * sizeof *cross);
    }
    wb_release(sums->bins);
    wb_release(sums->cross);
    sums->bins = bins;
    sums->cross = cross;
    sums->groups = groups;
    sums->width = width;
    return WB_OK;
}

static wb_status reach_moments(wb_sums *sums, int32_t groups, int32_t width,
                               wb_error *err)
{
    size_t before = (size_t)sums->groups;
    size_t after = (size_t)groups;
    wb_pair *moments = wb_resize(sums->moments, after * (size_t)width, sizeof *moments);
    if (moments == NULL)
        return wb_fail_nomem(err);
    sums->moments = moments;
    int64_t *n = wb_resize(sums->n, after, sizeof *n);
    if (n == NULL)
        return wb_fail_nomem(err);
    sums->n = n;
    if (reach_units(sums, groups) != WB_OK)
        return wb_fail_nomem(err);
    memset(moments + before * (size_t)width, 0,
           (after - before) * (size_t)width * sizeof *moments);
    memset(n + before, 0, (after - before) * sizeof *n);
    sums->groups = groups;
    sums->width = width;
    return WB_OK;
}

void wb_sums_free(wb_sums *sums)
{
    wb_release(sums->bins);
    wb_release(sums->moments);
    wb_release(sums->n);
    wb_release(sums->cross);
    wb_release(sums->units);
    *sums = (wb_sums){0};
}

wb_status wb_sums_reach(wb_sums *sums, wb_outcome_kind kind, int32_t groups,
                        int32_t width, wb_error *err)
{
    int32_t room = sums->groups;
    if (groups > room)
        room = groups + groups / 4;
    if (kind == WB_OUTCOME_NUMBER)
        return room > sums->groups ? reach_moments(sums, room, width, err) : WB_OK;
    if (width < sums->width)
        width = sums->width; /* not reached: no category is forgotten */
    if (room == sums->groups && width == sums->width)
        return WB_OK;
    return reach_bins(sums, room, width, err);
}

wb_status wb_sums_copy(const wb_sums *from, wb_sums *to, wb_error *err)
{
    size_t n = (size_t)from->groups * (size_t)from->width;
    bool failed = false;

    *to = *from;
    to->bins = wb_copy_array(from->bins, n, sizeof *to->bins, &failed);
    to->moments = wb_copy_array(from->moments, n, sizeof *to->moments, &failed);
    to->n = wb_copy_array(from->n, (size_t)from->groups, sizeof *to->n, &failed);
    to->cross = wb_copy_array(from->cross, n, sizeof *to->cross, &failed);
    to->units =
        wb_copy_array(from->units, (size_t)from->groups, sizeof *to->units, &failed);
    return failed ? wb_fail_nomem(err) : WB_OK;
}

wb_status wb_state_set_edges(wb_state *state, const int32_t *edges, int32_t n,
                             wb_error *err)
{
    int32_t *copy = wb_resize(NULL, (size_t)n + 1, sizeof *copy);
    if (copy == NULL)
        return wb_fail_nomem(err);
    if (n > 0)
        memcpy(copy, edges, (size_t)n * sizeof *copy);
    wb_release(state->edges);
    state->edges = copy;
    state->n_edges = n;
    return WB_OK;
}
