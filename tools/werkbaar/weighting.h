/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Weighting files, and what their columns are in the data. */
#ifndef WERKBAAR_TOOLS_WEIGHTING_H
#define WERKBAAR_TOOLS_WEIGHTING_H

#include "args.h"

#include <werkbaar/werkbaar.h>

/* Read a weighting file. Prints what is wrong. */
int cli_weighting_open(const char *path, wb_weighting **out);

/* Columns of weights and auxiliaries: numbers, whatever their first rows look like. */
int cli_weighting_numbers(const wb_weighting *weighting, cli_list *numbers);

/* Tell a specification that its weights are those that the weighting makes. */
wb_status cli_weighting_declare(const wb_weighting *weighting, wb_spec *spec,
                                wb_error *err);

#endif
