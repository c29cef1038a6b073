/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How a row moves each figure of its cell: z such that the figure moves as the weighted
 * total of z (Deville 1999, Survey Methodology 25, 193-203; Demnati & Rao 2004, 30,
 * 17-26). */
#ifndef WB_LIB_QUALITY_INFLUENCE_H
#define WB_LIB_QUALITY_INFLUENCE_H

#include "quality/figures.h"

typedef struct wb_influence {
    const wb_moment_plan *plan;
    bool pairs;
    size_t n;           /* figures */
    wb_figure *figures; /* of the cell */
    double factor;
    double weight; /* of complete rows */
    double *means;
    double *factors;     /* per item n/(n-1) of its own answers */
    double *weights;     /* per figure: of the rows it is over */
    double *covariances; /* pairs i <= j */
    double
        *gradients; /* per coefficient the same pairs, those off the diagonal doubled */
    double *constants; /* per coefficient */
    wb_scalability scalability;
} wb_influence;

/* From a desk that has just made the figures, which are copied. */
wb_status wb_influence_new(wb_figure_desk *desk, const double *sums,
                           const int64_t *counts, const wb_figure *figures,
                           wb_influence **out, wb_error *err);
void wb_influence_free(wb_influence *influence);

/* Room for one row of a scale of k items. */
typedef struct wb_influence_room {
    double *d;        /* k */
    double *products; /* pairs i <= j */
    double *moves;    /* k x k */
    size_t *codes;    /* k */
} wb_influence_room;
wb_status wb_influence_room_init(wb_influence_room *room, size_t k, wb_error *err);
void wb_influence_room_free(wb_influence_room *room);

/* z of row r of a block, per figure; NaN where the row is not among those the figure is
 * over, or the figure is missing. */
void wb_influence_row(const wb_influence *influence, const wb_answers *answers, int32_t r,
                      wb_influence_room *room, double *z);

#endif
