/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "sample.h"

#include "fault.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

struct sample {
    uint64_t stratum_end[MAX_STRATA]; /* cumulative sample shares, in 2^64ths */
    double weight[MAX_STRATA];
    size_t first_group[MAX_STRATA + 1]; /* into the two arrays below */
    size_t *group;                      /* groups by stratum */
    double *group_end;                  /* cumulative shares within the stratum */
    double *pattern_end;                /* cumulative, n_groups × n_patterns */
    double *yes;                        /* n_groups × n_patterns × n_binaries */
};

/* Rows take turns over the strata as the multiples of the golden ratio do over the unit
 * interval, so every stretch of rows is a little sample of the whole. */
static size_t stratum_of_row(const sample *s, size_t n_strata, int64_t row)
{
    uint64_t place = ((uint64_t)row + 1) * RANDOM_GOLDEN;
    size_t h = 0;

    while (h + 1 < n_strata && place >= s->stratum_end[h]) {
        h++;
    }
    return h;
}

static wb_status make_strata(sample *s, const wave *w, wb_error *err)
{
    int64_t count[MAX_STRATA] = {0};
    double total = 0, sum = 0;

    for (size_t h = 0; h < w->n_strata; h++) {
        total += sqrt(w->stratum_share[h]);
    }
    for (size_t h = 0; h + 1 < w->n_strata; h++) {
        sum += sqrt(w->stratum_share[h]) / total;
        s->stratum_end[h] = (uint64_t)(sum * 0x1.0p53) << 11;
    }
    for (int64_t row = 0; row < w->n_rows; row++) {
        count[stratum_of_row(s, w->n_strata, row)]++;
    }
    for (size_t h = 0; h < w->n_strata; h++) {
        if (count[h] < 2) {
            return fault(err, WB_E_ARG,
                         "%" PRId64 " rows for wave %d leave a stratum with %" PRId64
                         "; every stratum needs at least 2, so ask for more rows",
                         w->n_rows, w->year, count[h]);
        }
        s->weight[h] = w->population * w->stratum_share[h] / (double)count[h];
    }
    return WB_OK;
}

static void order_groups(sample *s, const wave *w)
{
    size_t place = 0;

    for (size_t h = 0; h < w->n_strata; h++) {
        double sum = 0;

        s->first_group[h] = place;
        for (size_t g = 0; g < w->n_groups; g++) {
            if (w->stratum[g] == h) {
                sum += w->share[g] / w->stratum_share[h];
                s->group[place] = g;
                s->group_end[place++] = sum;
            }
        }
    }
    s->first_group[w->n_strata] = place;
}

static void order_cells(sample *s, const wave *w)
{
    for (size_t g = 0; g < w->n_groups; g++) {
        double sum = 0;

        for (size_t p = 0; p < w->n_patterns; p++) {
            size_t cell = g * w->n_patterns + p;

            sum += w->mass[cell] / w->share[g];
            s->pattern_end[cell] = sum;
            for (size_t b = 0; b < w->n_binaries; b++) {
                s->yes[cell * w->n_binaries + b] = w->binaries[b].yes[cell];
            }
        }
    }
}

wb_status sample_new(const wave *w, sample **out, wb_error *err)
{
    size_t n_cells = w->n_groups * w->n_patterns;
    sample *s = NULL;
    wb_status st;

    TRY(fault_new(1, sizeof *s, &s, err));
    TRY(fault_new(w->n_groups, sizeof *s->group, &s->group, err));
    TRY(fault_new(w->n_groups, sizeof *s->group_end, &s->group_end, err));
    TRY(fault_new(n_cells, sizeof *s->pattern_end, &s->pattern_end, err));
    TRY(fault_new(n_cells * w->n_binaries, sizeof *s->yes, &s->yes, err));
    TRY(make_strata(s, w, err));
    order_groups(s, w);
    order_cells(s, w);
    *out = s;
    s = NULL;
done:
    sample_free(s);
    return st;
}

void sample_free(sample *s)
{
    if (s == NULL) {
        return;
    }
    free(s->group);
    free(s->group_end);
    free(s->pattern_end);
    free(s->yes);
    free(s);
}

/* The first place in first .. end - 1 whose cumulative share is above u. */
static size_t find_above(const double *cumulative, size_t first, size_t end, double u)
{
    size_t last = end - 1;

    while (first < last) {
        size_t middle = first + (last - first) / 2;

        if (u < cumulative[middle]) {
            last = middle;
        } else {
            first = middle + 1;
        }
    }
    return first;
}

void sample_draw(const sample *s, const wave *w, const definition *d, int64_t row,
                 random_stream *random, person *p)
{
    size_t h = stratum_of_row(s, w->n_strata, row), place, cell, pattern;
    const double *yes;

    p->stratum = h;
    p->weight =
        s->weight[h] * d->weight_factors[random_bits(random) % d->n_weight_factors];
    place = find_above(s->group_end, s->first_group[h], s->first_group[h + 1],
                       random_uniform(random));
    p->group = s->group[place];
    cell = find_above(s->pattern_end, p->group * w->n_patterns,
                      (p->group + 1) * w->n_patterns, random_uniform(random));
    pattern = cell % w->n_patterns;
    for (size_t i = 0; i < d->n_indicators; i++) {
        p->light[i] = i < d->n_lights ? (int)(pattern >> i & 1) : 0;
    }
    yes = s->yes + cell * w->n_binaries;
    for (size_t b = 0; b < w->n_binaries; b++) {
        const binary *drawn = &w->binaries[b];
        int is_yes = random_uniform(random) < yes[b];

        p->light[drawn->indicator] += is_yes && (drawn->eligible >> pattern & 1);
    }
}
