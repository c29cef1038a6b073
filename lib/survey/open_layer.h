/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One breakdown of open totals, and what adding another to it takes. */
#ifndef WB_LIB_SURVEY_OPEN_LAYER_H
#define WB_LIB_SURVEY_OPEN_LAYER_H

#include "survey/open.h"

/* The pairs of one breakdown and their tracks. */
typedef struct wb_layer {
    wb_combos *groups;
    wb_track *tracks;
} wb_layer;

/* What the ids of a layer are called where it is added; NULL: the same. */
typedef struct wb_naming {
    const int32_t *units;
    const int32_t *cells;
    int32_t *const *codes; /* per key */
} wb_naming;

/* Bits that n takes. */
static inline int wb_bits_of(int64_t n)
{
    int bits = 0;
    while (n >> bits != 0)
        bits++;
    return bits;
}

/* The largest of n ids as they are called. */
static inline int32_t wb_largest(const int32_t *ids, int32_t n, const int32_t *names)
{
    int32_t most = 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t id = wb_called(names, ids[i]);
        most = id > most ? id : most;
    }
    return most;
}

/* Names of the codes of a category; NULL: of a bundle, or the same. */
static inline const int32_t *wb_codes_of(const wb_naming *naming, const wb_layout *layout,
                                         size_t t)
{
    const wb_track_plan *plan = &layout->tracks[t];
    if (plan->kind != WB_TRACK_CATEGORY || naming->codes == NULL)
        return NULL;
    return naming->codes[layout->outcomes[plan->outcomes[0]].key];
}

/* Add `width` sums of slot or group i to those of another. */
static inline void wb_add_sums(wb_track *to, int32_t at, const wb_track *from, int32_t i,
                               int32_t width)
{
    wb_pair *sums = to->sums + (size_t)at * (size_t)width;
    const wb_pair *more = from->sums + (size_t)i * (size_t)width;
    for (int32_t t = 0; t < width; t++)
        sums[t] = wb_pair_add(sums[t], more[t]);
    to->n[at] += from->n[i];
}

/* Add `from`, sorted and laid beside what is there: `to` is in order from then on. */
wb_status wb_layer_lay(const wb_layer *to, const wb_layer *from, const wb_layout *layout,
                       const wb_naming *naming, wb_error *err);

#endif
