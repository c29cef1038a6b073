/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the C of the pages takes for granted: answers, scores, a design. */
#ifndef WERKBAAR_TESTS_SNIPPETS_SAMPLE_H
#define WERKBAAR_TESTS_SNIPPETS_SAMPLE_H

#include <werkbaar/werkbaar.h>

typedef struct sample {
    wb_instrument *instrument;
    wb_spec *spec;     /* its weights and strata */
    wb_frame *rows;    /* the answers, or their scores */
    wb_source *source; /* of these rows, as often as needed */
} sample;

/* Open the sample answers of `path`, scored or as they are. */
wb_status sample_open(sample *of, const char *path, int scored, wb_error *err);
void sample_close(sample *of);
/* The status of the program: prints what went wrong, or the rows and first column of the
 * table (NULL: none). Frees the table. */
int sample_end(wb_status st, const wb_error *err, const char *name, wb_frame *table);

#endif
