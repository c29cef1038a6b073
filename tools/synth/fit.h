/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tables that reproduce given shares exactly. Both fits start from a table with the
 * wanted associations and change only what the shares demand: iterative proportional
 * fitting keeps every odds ratio that no target speaks of (Deming & Stephan 1940; Csiszár
 * 1975). */
#ifndef WB_SYNTH_FIT_H
#define WB_SYNTH_FIT_H

#include "definition.h"

/* The share of `event` among the groups of `in_group` should be `share`. */
typedef struct fit_target {
    const char *variable;
    const unsigned char *in_group; /* a 0 or 1 per group */
    uint32_t event;                /* bit p: pattern p counts (fit_patterns only) */
    double share;
} fit_target;

/* Scale mass (n_groups × n_patterns) until every group has its share and every target
 * holds within 1e-12. @return WB_OK, WB_E_CONVERGENCE (the targets contradict each
 * other). */
wb_status fit_patterns(double *mass, const double *group_share, size_t n_groups,
                       size_t n_patterns, const fit_target *targets, size_t n_targets,
                       wb_error *err);

/* Turn the odds of each cell into a probability, so that the share of all people of the
 * target's groups is as given; only the cells that `eligible` (bit p: pattern p) can be
 * yes. Targets with a share of 0 make their groups never yes. */
wb_status fit_binary(double *odds, const double *mass, size_t n_groups, size_t n_patterns,
                     uint32_t eligible, const fit_target *targets, size_t n_targets,
                     wb_error *err);

#endif
