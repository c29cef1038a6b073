/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the programs that compare with R share: files, values as text, a list of the
 * largest differences. */
#ifndef WB_TESTS_ORACLE_H
#define WB_TESTS_ORACLE_H

#include <werkbaar/werkbaar.h>

#include "../record.h"

#include <stdbool.h>

enum { ORACLE_TEXT = RECORD_TEXT };

/* A failure of the library where there should be none: say it and stop. */
void oracle_demand(wb_status st, const wb_error *err, const char *what);

/* The rows of FOLDER/NAME.csv; NULL when there is no such file. */
wb_frame *oracle_read(const char *folder, const char *name);

/* The rows of FOLDER/NAMEENDING.csv; ends the program when there is no such file. */
wb_frame *oracle_need(const char *folder, const char *name, const char *ending);

/* A column that must be there. */
size_t oracle_column(const wb_frame *frame, const char *name);

/* Any value as text, "" when missing: whole numbers and categories compare as they read.
 */
void oracle_show(const wb_frame *frame, size_t column, int64_t row,
                 char text[ORACLE_TEXT]);

/* Cut the next part off a list; NULL at its end. */
char *oracle_next(char **rest, char separator);

/* The largest differences seen, and how many were too large. */
typedef struct oracle_checks {
    record kept;
    long faults;
} oracle_checks;

/* Note |a - b| / max(|b|, scale); a fault when it is more than the tolerance. Missing
 * differs from any number. */
void oracle_compare(oracle_checks *checks, const char *kind, const char *place, double a,
                    double b, double scale, double tolerance);

/* Something that differs and is no number. The first twenty are printed. */
void oracle_fault(oracle_checks *checks, const char *place, const char *what,
                  const char *ours, const char *expected);

/* Print the largest differences, a line per kind, and leave them in the record of what
 * was compared (record_write). */
void oracle_report(const oracle_checks *checks, const char *of);

/* ---- cases of designs (tests/vectors/README.md) ---- */

typedef struct oracle_cases {
    const char *folder;
    const char *more; /* another folder of data, or NULL */
    wb_frame *list;
    char data_name[ORACLE_TEXT];
    wb_frame *data; /* of the case loaded last: cases in a row share files */
    wb_frame *expected;
    int64_t next; /* row of `expected` where the next case begins */
} oracle_cases;

/* FOLDER/NAME_cases.csv and NAME_expected.csv; ends the program when one is not there. */
void oracle_open(oracle_cases *cases, const char *folder, const char *more,
                 const char *name);
void oracle_close(oracle_cases *cases);

/* A field of a case as text. */
void oracle_field(const oracle_cases *cases, const char *column, int64_t row,
                  char text[ORACLE_TEXT]);
double oracle_tolerance(const oracle_cases *cases, int64_t row);

/* Is the row `next` of a case? */
bool oracle_is_of(const oracle_cases *cases, const char *name);
/* A fault when expected rows are left that no case took. */
void oracle_check_end(const oracle_cases *cases, oracle_checks *checks);

/* The data of a case; false when there is no such file. */
bool oracle_load(oracle_cases *cases, int64_t row);

/* What its options say, its specification, and the tally of the data loaded; NULL when
 * that fails. */
wb_estimate_options oracle_options(const oracle_cases *cases, int64_t row);
wb_spec *oracle_spec(const oracle_cases *cases, int64_t row);
wb_status oracle_tally(const oracle_cases *cases, int64_t row, wb_tally **out,
                       wb_error *err);

#endif
