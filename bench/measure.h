/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the programs that measure share: clocks, medians, memory, random numbers, columns,
 * how they fail. */
#ifndef WERKBAAR_BENCH_MEASURE_H
#define WERKBAAR_BENCH_MEASURE_H

#include <werkbaar/werkbaar.h>

#include <time.h>

_Noreturn void stop(const char *what);
void demand(wb_status st, const wb_error *err);
void add_column(wb_frame *frame, const char *name, int32_t type, int32_t flags,
                const void *values);

double milliseconds(clockid_t clock);
/* Sorts the times. */
double median(double *times, int n);

/* splitmix64: a state's bits mixed, the next number, one from 0 to below 1. */
uint64_t mix(uint64_t z);
uint64_t next_random(uint64_t *state);
double next_share(uint64_t *state);

/* From here on the library's memory is counted; the most bytes that were alive at once.
 */
void memory_count(void);
size_t memory_peak(void);

#endif
