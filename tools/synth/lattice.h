/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which light the library shows for every sum of answers. */
#ifndef WB_SYNTH_LATTICE_H
#define WB_SYNTH_LATTICE_H

#include "scale.h"

/* light[n][sum] of n answered items: 0 green, 1 problem, 2 acute, -1 no score given. */
typedef struct lattice {
    signed char light[MAX_ITEMS + 1][MAX_SUM + 1];
} lattice;

/* Score every (n, sum) of every scale; lattices[i] belongs to indicator i of d. */
wb_status lattice_score(lattice *lattices, const scale *scales, const definition *d,
                        wb_error *err);

void lattice_free(lattice *lattices);

#endif
