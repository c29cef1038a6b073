/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "record.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static record_worst *worst_of(record *kept, const char *kind)
{
    size_t i = 0;

    while (i < kept->n_kinds && strcmp(kept->worst[i].kind, kind) != 0)
        i++;
    if (i == kept->n_kinds) {
        if (i == RECORD_KINDS) {
            fprintf(stderr, "more kinds than a record has lines\n");
            exit(1);
        }
        snprintf(kept->worst[i].kind, sizeof kept->worst[i].kind, "%s", kind);
        kept->n_kinds++;
    }
    return &kept->worst[i];
}

void record_next_case(record *kept)
{
    kept->this_case++;
}

void record_note(record *kept, const char *kind, const char *place, double difference,
                 double tolerance)
{
    record_worst *worst = worst_of(kept, kind);

    worst->n_cases += worst->n == 0 || worst->last_case != kept->this_case;
    worst->last_case = kept->this_case;
    worst->n++;
    worst->tolerance = fmax(worst->tolerance, tolerance);
    if (!(difference <= worst->difference)) { /* NaN is worse than anything */
        worst->difference = difference;
        snprintf(worst->place, sizeof worst->place, "%s", place);
    }
}

void record_write(const record *kept, const char *of)
{
    const char *path = getenv("WERKBAAR_RECORD");
    FILE *file = path != NULL ? fopen(path, "a") : NULL;

    if (path != NULL && file == NULL) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(1);
    }
    if (file == NULL)
        return;
    for (size_t i = 0; i < kept->n_kinds; i++)
        fprintf(file, "%s\t%s\t%ld\t%ld\t%.3g\t%.3g\n", of, kept->worst[i].kind,
                kept->worst[i].n_cases, kept->worst[i].n, kept->worst[i].difference,
                kept->worst[i].tolerance);
    if (fclose(file) != 0) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(1);
    }
}
