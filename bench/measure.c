/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "measure.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

_Noreturn void stop(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

void demand(wb_status st, const wb_error *err)
{
    if (st != WB_OK) {
        fprintf(stderr, "bench: %s: %s %s\n", wb_status_name(st), err->message,
                err->where);
        exit(1);
    }
}

void add_column(wb_frame *frame, const char *name, int32_t type, int32_t flags,
                const void *values)
{
    wb_error err = {0};
    wb_column column = WB_COLUMN_INIT;

    column.type = type;
    column.flags = flags;
    column.values = values;
    demand(wb_frame_add_column(frame, name, &column, &err), &err);
}

double milliseconds(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double median(double *times, int n)
{
    qsort(times, (size_t)n, sizeof *times, by_size);
    return n % 2 ? times[n / 2] : (times[n / 2 - 1] + times[n / 2]) / 2;
}

uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t next_random(uint64_t *state)
{
    return mix(*state += 0x9e3779b97f4a7c15u);
}

double next_share(uint64_t *state)
{
    return (double)(next_random(state) >> 11) * 0x1p-53;
}

static size_t live_bytes, peak_bytes;

static void *counting_resize(void *block, size_t bytes)
{
    size_t before = malloc_usable_size(block);
    void *moved = realloc(block, bytes);

    if (moved != NULL) {
        live_bytes = live_bytes - before + malloc_usable_size(moved);
        if (live_bytes > peak_bytes)
            peak_bytes = live_bytes;
    }
    return moved;
}

static void counting_release(void *block)
{
    live_bytes -= malloc_usable_size(block);
    free(block);
}

void memory_count(void)
{
    wb_set_allocator(counting_resize, counting_release);
}

size_t memory_peak(void)
{
    return peak_bytes;
}
