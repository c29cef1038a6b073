/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Published figures (docs/formats/reference.md): to stand beside numbers, and to tell
 * which of made-up data rest on one. */
#ifndef WERKBAAR_TOOLS_REFERENCE_H
#define WERKBAAR_TOOLS_REFERENCE_H

#include "../report/report.h"

#include <jansson.h>

typedef struct cli_reference {
    json_t *root; /* the texts of the figures live in it */
    wbr_figure *figures;
    size_t n_figures;
    char (*waves)[24]; /* of each figure, as text */
    char (*categories)[24];
} cli_reference;

/* Read the file; prints what is wrong with it. */
int cli_reference_read(const char *path, cli_reference *reference);
/* The figures in part "published" of a monitor, whose texts are borrowed. */
int cli_reference_of_part(const wb_frame *published, cli_reference *reference);
void cli_reference_free(cli_reference *reference);
/* The instrument the figures are of. */
const char *cli_reference_instrument(const cli_reference *reference);

#endif
