/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WERKBAAR_TOOLS_INSTRUMENT_H
#define WERKBAAR_TOOLS_INSTRUMENT_H

#include "args.h"
#include "kind.h"

#include <werkbaar/werkbaar.h>

extern const cli_kind cli_instruments;

/* A built-in instrument, or the one in a file. Prints what is wrong. */
int cli_instrument_open(const char *id_or_file, wb_instrument **out);

/* The ids of an instrument's items, borrowed from `table` (free both). */
typedef struct cli_items {
    wb_frame *table;
    cli_list ids;
} cli_items;
int cli_items_read(const wb_instrument *instrument, cli_items *items);
void cli_items_free(cli_items *items);

#endif
