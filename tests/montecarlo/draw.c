/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "draw.h"

#include <math.h>

/* The finaliser of SplitMix64: Steele, Lea & Flood (2014), OOPSLA, 453-472. */
static uint64_t mixed(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);

draw draw_begin(uint64_t seed, const char *setting, uint64_t trial)
{
    uint64_t key = mixed(seed + golden);

    for (; *setting != '\0'; setting++)
        key = mixed(key + golden * (unsigned char)*setting);
    return (draw){mixed(key ^ mixed(trial + golden)), 0};
}

double draw_uniform(draw *random)
{
    uint64_t bits = mixed(random->key + golden * ++random->counter);
    return ((double)(bits >> 11) + 0.5) * 0x1p-53;
}

/* Box & Muller (1958), Ann. Math. Statist. 29, 610-611. */
double draw_normal(draw *random)
{
    static const double turn = 6.283185307179586;
    double u = draw_uniform(random);
    return sqrt(-2 * log(u)) * cos(turn * draw_uniform(random));
}

bool draw_event(draw *random, double chance)
{
    return draw_uniform(random) < chance;
}

int32_t draw_below(draw *random, int32_t n)
{
    return (int32_t)(draw_uniform(random) * n);
}

int32_t draw_binomial_at(double u, int32_t n, double chance)
{
    double term = pow(1 - chance, n), sum = term;
    int32_t k = 0;

    while (sum < u && k < n) {
        term *= (double)(n - k) / (k + 1) * chance / (1 - chance);
        sum += term;
        k++;
    }
    return k;
}

double draw_alike(draw *random, double group, double share)
{
    double z = sqrt(share) * group + sqrt(1 - share) * draw_normal(random);
    return erfc(-z / sqrt(2.0)) / 2;
}

void draw_sample(draw *random, int32_t *all, int32_t n_all, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        int32_t other = i + draw_below(random, n_all - i), kept = all[i];
        all[i] = all[other];
        all[other] = kept;
    }
}
