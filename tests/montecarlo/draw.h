/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Random numbers by counting: the n-th number of a trial is a hash of seed, setting,
 * trial and n, so a trial is the same whichever trials are run beside it. */
#ifndef WB_TESTS_DRAW_H
#define WB_TESTS_DRAW_H

#include <stdbool.h>
#include <stdint.h>

typedef struct draw {
    uint64_t key, counter;
} draw;

draw draw_begin(uint64_t seed, const char *setting, uint64_t trial);

/* Between 0 and 1, neither of them. */
double draw_uniform(draw *random);
double draw_normal(draw *random);
bool draw_event(draw *random, double chance);
/* 0 to n - 1. */
int32_t draw_below(draw *random, int32_t n);

/* The number of `n` events of this chance of which the distribution function passes u. */
int32_t draw_binomial_at(double u, int32_t n, double chance);

/* A uniform number of which those of one group are alike: Φ(√share g + √(1-share) e),
 * with g the standard normal number of the group. */
double draw_alike(draw *random, double group, double share);

/* Put `n` of the numbers 0 to n_all - 1, drawn without replacement, first in `all`. */
void draw_sample(draw *random, int32_t *all, int32_t n_all, int32_t n);

#endif
