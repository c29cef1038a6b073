/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WERKBAAR_TOOLS_NUMBERS_H
#define WERKBAAR_TOOLS_NUMBERS_H

#include "args.h"

#include <werkbaar/werkbaar.h>

/* Add the columns that a specification takes as numbers, whatever their first rows look
 * like: weights, fpc, auxiliaries, and outcomes but those of proportions. */
int cli_numbers_add(const wb_spec *spec, cli_list *numbers);

#endif
