/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Counts of people in every place, before anything is hidden. They never leave the call
 * that makes them. */
#ifndef WB_LIB_SCAN_COUNTING_H
#define WB_LIB_SCAN_COUNTING_H

#include "scan/people.h"
#include "scan/subject.h"

typedef struct wb_count {
    int64_t n;       /* with a value */
    int64_t problem; /* of them with a problem */
    int64_t acute;   /* of them with an acute one */
} wb_count;

/* counts[place * (n_measures + 1)] is who answered at all, behind it stand the measures.
 */
typedef struct wb_counting {
    wb_count *counts;
    size_t n_places;
    size_t n_columns;
} wb_counting; /* starts as {0}; wb_counting_free() when done */

/* Score and count. WB_E_DATA where more people answered than are on the staff. */
wb_status wb_counting_init(wb_counting *counting, const wb_places *layout,
                           const wb_measures *measures, const wb_instrument *instrument,
                           const wb_frame *answers, const wb_run *run, wb_error *err);
void wb_counting_free(wb_counting *counting);

/* The frames that wb_disclose() takes. */
wb_status wb_counting_frame(const wb_counting *counting, const wb_places *layout,
                            const wb_measures *measures, wb_frame **out, wb_error *err);
wb_status wb_relations_frame(const wb_places *layout, const wb_measures *measures,
                             wb_frame **out, wb_error *err);

#endif
