/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Factors of made replicates, kept for all domains: as they are or, of a bootstrap of one
 * stage, as the times that a unit is drawn, which is an eighth of the bytes to read. */
#ifndef WB_LIB_SURVEY_KEPT_H
#define WB_LIB_SURVEY_KEPT_H

#include "design/replicates.h"

typedef struct wb_kept {
    size_t n_units;
    double *factors; /* replicate after replicate, a factor per open unit; or */
    uint8_t *draws;  /* the times drawn, where a factor is base + step (times drawn); */
    double *base;    /* both NULL: too many to keep, they are made as they are needed */
    double *step;
} wb_kept;

/* Free it also after a failure. */
wb_status wb_kept_make(wb_kept *kept, const wb_replicates *made, size_t n_units,
                       wb_error *err);
void wb_kept_free(wb_kept *kept);

static inline bool wb_kept_has_any(const wb_kept *kept)
{
    return kept->factors != NULL || kept->draws != NULL;
}

/* The factors of n units in a replicate: those of `ids`, or from `first` on when ids is
 * NULL. In `room` of n, or where they are. */
const double *wb_kept_factors(const wb_kept *kept, int32_t r, const int32_t *ids,
                              int32_t first, int32_t n, double *room);

#endif
