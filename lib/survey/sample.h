/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The whole sample, once all rows are in: what no part can know. Sampling fractions,
 * strata that stand alone, the tree of open units. */
#ifndef WB_LIB_SURVEY_SAMPLE_H
#define WB_LIB_SURVEY_SAMPLE_H

#include "design/replicates.h"
#include "survey/cells.h"
#include "survey/kept.h"
#include "survey/regression.h"
#include "survey/tally.h"

typedef struct wb_sample {
    const wb_tally *tally;
    const wb_state *state;
    const wb_estimate_options *options;
    wb_levels *levels; /* per key: its values in the order they are shown */
    size_t n_keys;
    double **fractions; /* per stage with fpc: sampled share of each parent's units */
    size_t n_fractions;
    int32_t *strata; /* by rank: strata in the order of their keys */
    int32_t *ranked; /* open units of the first stage, by stratum and key; or NULL */
    /* closed units: strata that are taken together */
    int32_t *place;   /* per stratum: the stratum it is taken into, itself when alone */
    double *n;        /* per place: units */
    double *f;        /* per place: fraction */
    wb_pair *inverse; /* per place: 1/n */
    wb_pair *factor;  /* per place: (1 - f) n/(n-1), or 1 - f when n = 1; 0 of a census */
    /* open units */
    wb_stage *stages;
    wb_tree tree;
    wb_design *design;
    wb_regression *regression; /* of calibrated weights, else NULL; worked in */
    /* replicates, the user's or made */
    wb_replication given;
    wb_replicates *made;
    wb_kept kept;                      /* what is kept of made ones */
    const wb_replication *replication; /* NULL: linearised */
} wb_sample;

/* Borrows tally, state and options. Free it also after a failure. WB_E_DATA: no rows, all
 * weights 0; WB_E_DESIGN: what the units or the fpc cannot be, or a lonely stratum. */
wb_status wb_sample_init(wb_sample *sample, const wb_tally *tally, const wb_state *state,
                         const wb_estimate_options *options, wb_error *err);
void wb_sample_free(wb_sample *sample);

#endif
