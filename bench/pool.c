/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* pool_program [COMPANIES [GROUPS [REPEATS]]]: pool files in memory, put together and
 * estimated. 1,000 companies (SYNTHETIC), 15 indicators, the whole and 12 groups of each.
 */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INDICATORS = 15, HEAD = 256, COUNT = 64 };

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static wb_error err;
static uint64_t state = 2030;

static int draw(int below)
{
    return (int)(next_share(&state) * below);
}

/* ---- files ---- */

static size_t write_indicator(char *text, size_t room, int indicator, int groups)
{
    size_t at = (size_t)snprintf(text, room, "%s{\"counts\":[{\"n\":200,\"problem\":%d}",
                                 indicator > 0 ? "," : "", 20 + draw(100));

    for (int g = 0; g < groups; g++)
        at += (size_t)snprintf(text + at, room - at,
                               ",{\"group\":\"age/g%03d\",\"n\":20,\"problem\":%d}", g,
                               draw(20));
    at += (size_t)snprintf(text + at, room - at,
                           "],\"fingerprint\":\"" HASH "\",\"id\":\"i%02d\"}", indicator);
    return at;
}

static char *write_company(int company, int groups)
{
    size_t room = HEAD + INDICATORS * (HEAD + (size_t)(groups + 1) * COUNT);
    char *text = malloc(room);
    size_t at;

    if (text == NULL)
        stop("no memory");
    at = (size_t)snprintf(text, room,
                          "{\"company\":\"c%d\",\"format\":\"werkbaar-pool/1.0\","
                          "\"indicators\":[",
                          company);
    for (int i = 0; i < INDICATORS; i++)
        at += write_indicator(text + at, room - at, i, groups);
    snprintf(text + at, room - at,
             "],\"min_n\":10,\"questionnaire\":\"" HASH
             "\",\"staff_class\":\"50-249\",\"synthetic\":true}");
    return text;
}

/* ---- what is measured ---- */

static void add_all(wb_pool *pool, char **files, int n)
{
    for (int i = 0; i < n; i++) {
        wb_reader *reader = NULL;

        demand(wb_reader_from_memory(files[i], strlen(files[i]), "pool", &reader, &err),
               &err);
        demand(wb_pool_add(pool, reader, &err), &err);
        wb_reader_free(reader);
    }
}

static void time_run(char **files, int n, double *adding, double *estimating)
{
    wb_pool *pool = NULL;
    wb_frame *out = NULL;
    double begin = milliseconds(CLOCK_MONOTONIC), between;

    demand(wb_pool_new(&pool, &err), &err);
    add_all(pool, files, n);
    between = milliseconds(CLOCK_MONOTONIC);
    demand(wb_pool_benchmark(pool, NULL, NULL, &out, &err), &err);
    *adding = between - begin;
    *estimating = milliseconds(CLOCK_MONOTONIC) - between;
    wb_frame_free(out);
    wb_pool_free(pool);
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 1000;
    int groups = argc > 2 ? atoi(argv[2]) : 12;
    int repeats = argc > 3 ? atoi(argv[3]) : 5;
    double adding[100], estimating[100];
    char **files;

    if (n < 5 || groups < 0 || groups > 999 || repeats < 1 || repeats > 100)
        stop("usage: pool_program [COMPANIES from 5 [GROUPS to 999 [REPEATS to 100]]]");
    files = malloc((size_t)n * sizeof *files);
    if (files == NULL)
        stop("no memory");
    for (int i = 0; i < n; i++)
        files[i] = write_company(i, groups);
    for (int i = 0; i < repeats; i++)
        time_run(files, n, &adding[i], &estimating[i]);
    printf("%d companies read and put together: %.0f ms, benchmark: %.0f ms\n", n,
           median(adding, repeats), median(estimating, repeats));
    for (int i = 0; i < n; i++)
        free(files[i]);
    free(files);
    return 0;
}
