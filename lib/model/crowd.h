/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Groups of rows, and what a fit expects of each in every scene: sums of one pass. */
#ifndef WB_LIB_MODEL_CROWD_H
#define WB_LIB_MODEL_CROWD_H

#include "model/scene.h"

enum { WB_MODEL_GROUPS = 100000 }; /* at most */

/* Codes of the columns of groups. Of one thread. */
typedef struct wb_model_groups {
    const wb_names *names; /* borrowed */
    wb_keys **keys;
    wb_tuples tuples;
    size_t *columns; /* of the frame at hand */
    int32_t *codes;  /* [column * WB_MODEL_ROWS + row] */
    int32_t *ids;    /* per row of the block: its group, from 1; 0: none */
} wb_model_groups;

/* What `like` knows (NULL: nothing). Free it also after a failure. */
wb_status wb_model_groups_init(wb_model_groups *grouping, const wb_names *names,
                               const wb_model_groups *like, wb_error *err);
void wb_model_groups_free(wb_model_groups *grouping);
wb_status wb_model_groups_bind(wb_model_groups *grouping, const wb_frame *frame,
                               wb_error *err);
/* Rows of the frame, as rows at, at + 1, ... of the block. */
wb_status wb_model_groups_take(wb_model_groups *grouping, const wb_frame *frame,
                               int64_t first, int32_t at, int32_t n, wb_error *err);
/* The ids of the n rows of the block. */
wb_status wb_model_groups_map(wb_model_groups *grouping, int32_t n, wb_error *err);

/* Sums over the rows of a group. The weight 0 is that of the design, 1 + r that of
 * replicate r. */
typedef struct wb_crowd {
    int64_t n;         /* rows with a positive weight */
    wb_pair *weights;  /* per weight: Σ w */
    wb_pair *sums;     /* [(weight * scenes + scene) * m + category]: Σ w expected */
    wb_pair *levels;   /* Σ w per level of every categorical variable */
    double *gradients; /* [(scene * m + category) * coefficients]; NULL with replicates */
} wb_crowd;

typedef struct wb_muster {
    const wb_fit *fit;
    const wb_model_pass *pass;
    wb_set set;
    wb_model_groups grouping;
    const wb_scene *scenes; /* borrowed */
    size_t n_scenes;
    size_t n_weights;
    size_t *levels; /* per variable: where its levels begin */
    size_t n_levels;
    double *beta; /* [weight * coefficients], as columns are inside */
    bool *usable; /* per weight: there are coefficients */
    wb_crowd *crowds;
    int32_t n_crowds; /* the first is of rows without a group */
    int32_t room;
    int64_t n_rows;
} wb_muster;

/* Free it also after a failure. */
wb_status wb_muster_init(wb_muster *muster, const wb_fit *fit, const wb_names *groups,
                         const wb_scene *scenes, size_t n_scenes, wb_error *err);
void wb_muster_free(wb_muster *muster);
/* All rows of a source. WB_E_CONFLICT: they are not those of the fit. */
wb_status wb_muster_take(wb_muster *muster, wb_source *source, const wb_run *run,
                         wb_error *err);

/* Sums of a group, or of all rows (crowd < 0). */
int64_t wb_muster_rows(const wb_muster *muster, int32_t crowd);
double wb_muster_weight(const wb_muster *muster, int32_t crowd, size_t weight);
double wb_muster_sum(const wb_muster *muster, int32_t crowd, size_t weight, size_t scene,
                     size_t category);
double wb_muster_level(const wb_muster *muster, int32_t crowd, size_t variable,
                       int32_t level);
/* Adds `by` times the gradient. */
void wb_muster_gradient(const wb_muster *muster, int32_t crowd, size_t scene,
                        size_t category, double by, double *gradient);

/* Groups with rows in the order they are shown; *order is the caller's. */
wb_status wb_muster_order(const wb_muster *muster, int32_t **order, int32_t *n,
                          wb_error *err);

#endif
