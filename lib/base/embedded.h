/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files of data/ that travel inside the library as bytes (data/embed.py writes them). */
#ifndef WB_LIB_BASE_EMBEDDED_H
#define WB_LIB_BASE_EMBEDDED_H

#include <stddef.h>

typedef struct wb_embedded {
    const char *name; /* file name without its suffix */
    const unsigned char *bytes;
    size_t n_bytes;
} wb_embedded;

extern const wb_embedded wb_embedded_instruments[];
extern const size_t wb_embedded_instruments_count;

#endif
