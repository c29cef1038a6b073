/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files of data/ that travel inside the library as bytes (data/embed.py writes them). */
#ifndef WB_LIB_BASE_EMBEDDED_H
#define WB_LIB_BASE_EMBEDDED_H

#include "base/base.h"

typedef struct wb_embedded {
    const char *name; /* file name without its suffix */
    const unsigned char *bytes;
    size_t n_bytes;
} wb_embedded;

extern const wb_embedded wb_embedded_instruments[];
extern const size_t wb_embedded_instruments_count;
extern const wb_embedded wb_embedded_plans[];
extern const size_t wb_embedded_plans_count;
extern const wb_embedded wb_embedded_support[];
extern const size_t wb_embedded_support_count;
extern const wb_embedded wb_embedded_modules[];
extern const size_t wb_embedded_modules_count;
extern const wb_embedded wb_embedded_sectors[];
extern const size_t wb_embedded_sectors_count;
extern const wb_embedded wb_embedded_measures[];
extern const size_t wb_embedded_measures_count;
extern const wb_embedded wb_embedded_monitors[];
extern const size_t wb_embedded_monitors_count;
extern const wb_embedded wb_embedded_references[];
extern const size_t wb_embedded_references_count;
extern const wb_embedded wb_embedded_explorer[];
extern const size_t wb_embedded_explorer_count;
/* What draws charts in explorer pages: none in a build without it. */
extern const wb_embedded wb_embedded_charts[];
extern const size_t wb_embedded_charts_count;

/* A reader of the file of this name. WB_E_ARG names those there are; `what` is what they
 * are called in it ("instrument"). */
wb_status wb_embedded_open(const wb_embedded *files, size_t n, const char *what,
                           const char *id, wb_reader **out, wb_error *err);

#endif
