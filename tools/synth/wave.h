/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One wave as a population: groups (every combination of the factors), the joint
 * distribution of the lights in each, and every other indicator given group and lights.
 */
#ifndef WB_SYNTH_WAVE_H
#define WB_SYNTH_WAVE_H

#include "definition.h"
#include "fit.h"

enum { MAX_STRATA = 64, MAX_TARGETS = 128, MAX_BINARIES = MAX_INDICATORS };

/* A yes/no drawn after the lights: a light that is acute, or a risk that is a problem. */
typedef struct binary {
    size_t indicator;
    int acute;         /* 1: acute; 0: problem */
    uint32_t eligible; /* patterns in which it can be yes */
    double *yes;       /* probability per group × pattern */
} binary;

typedef struct wave_target {
    fit_target fit;
    char variable[128];
    int anchored; /* published, and not merely plausible */
    int overall;  /* about everyone */
} wave_target;

typedef struct wave {
    int year;
    int64_t n_rows;
    double population;
    size_t n_groups, n_patterns;
    unsigned char *level; /* n_groups × n_factors */
    double *share;        /* of the population, per group */
    double *mass;         /* of the population, per group × pattern */
    size_t n_binaries;
    binary binaries[MAX_BINARIES];
    double attribute[MAX_ATTRIBUTES]; /* share or mean */
    size_t n_strata;
    unsigned char *stratum;           /* per group */
    double stratum_share[MAX_STRATA]; /* of the population */
    size_t n_targets;
    wave_target targets[MAX_TARGETS];
} wave;

/* Make the wave of `year`; rows < 0: the default number. *w must be zeroed. */
wb_status wave_make(wave *w, const definition *d, int year, int64_t rows, wb_error *err);
void wave_clear(wave *w);

/* Default number of rows: the real n where it is known, else a stated invented one. */
wb_status wave_default_rows(const definition *d, int year, int64_t *rows, wb_error *err);

#endif
