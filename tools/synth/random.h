/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Random numbers that are the same on every machine: whole-number arithmetic and one
 * exact division. A row's numbers depend on seed, wave and row only, never on what was
 * made before it, so any part of a file can be made on its own. SplitMix64: Steele, Lea &
 * Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA. */
#ifndef WB_SYNTH_RANDOM_H
#define WB_SYNTH_RANDOM_H

#include <stdint.h>

#define RANDOM_GOLDEN UINT64_C(0x9E3779B97F4A7C15)

typedef struct random_stream {
    uint64_t state;
} random_stream;

static inline uint64_t random_mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* The stream of one row. */
static inline random_stream random_for_row(uint64_t seed, uint64_t wave, uint64_t row)
{
    uint64_t key = random_mix(seed + RANDOM_GOLDEN);

    key = random_mix(key ^ (wave * RANDOM_GOLDEN));
    return (random_stream){random_mix(key ^ (row * RANDOM_GOLDEN))};
}

static inline uint64_t random_bits(random_stream *stream)
{
    stream->state += RANDOM_GOLDEN;
    return random_mix(stream->state);
}

/* Uniform on [0, 1): a multiple of 2^-53. */
static inline double random_uniform(random_stream *stream)
{
    return (double)(random_bits(stream) >> 11) * 0x1.0p-53;
}

#endif
