/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Drawing people from the population of a wave: stratum, group, lights. */
#ifndef WB_SYNTH_SAMPLE_H
#define WB_SYNTH_SAMPLE_H

#include "random.h"
#include "wave.h"

typedef struct sample sample;

typedef struct person {
    size_t stratum, group;
    double weight;
    int light[MAX_INDICATORS]; /* 0 green, 1 problem, 2 acute */
} person;

/* Sizes and weights of the strata for w->n_rows rows. @return WB_OK, WB_E_NOMEM, WB_E_ARG
 * (a stratum gets fewer than two rows). */
wb_status sample_new(const wave *w, sample **out, wb_error *err);
void sample_free(sample *s);

void sample_draw(const sample *s, const wave *w, const definition *d, int64_t row,
                 random_stream *random, person *p);

#endif
