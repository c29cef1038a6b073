/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How close comparisons with a reference came, kind by kind. Where WERKBAAR_RECORD names
 * a file it is left there, of which scripts/validate makes docs/validation.md. */
#ifndef WB_TESTS_RECORD_H
#define WB_TESTS_RECORD_H

#include <stddef.h>

enum { RECORD_TEXT = 512, RECORD_KINDS = 192 };

/* The largest difference of a kind (a statistic and a quantity), and where it was. */
typedef struct record_worst {
    char kind[64];
    char place[RECORD_TEXT];
    double difference;
    double tolerance; /* the widest that was allowed */
    long n;           /* comparisons */
    long n_cases;     /* in so many cases: data sets, designs, models */
    long last_case;
} record_worst;

typedef struct record {
    record_worst worst[RECORD_KINDS];
    size_t n_kinds;
    long this_case; /* from 0 */
} record;

/* What is compared from here on is of another case. */
void record_next_case(record *kept);

/* Keep a difference that is this part of what it is measured against. Ends the program
 * when there are more kinds than it has room for. */
void record_note(record *kept, const char *kind, const char *place, double difference,
                 double tolerance);

/* Add a line per kind to the file that WERKBAAR_RECORD names, if it does: of what, kind,
 * cases, comparisons, largest difference, tolerance, separated by tabs. */
void record_write(const record *kept, const char *of);

#endif
