/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WERKBAAR_TOOLS_ORDER_H
#define WERKBAAR_TOOLS_ORDER_H

#include <stddef.h>

/* Sort the labels of groups as people read them: when each has a number ("<30", "30-39",
 * "55+"), by the first; otherwise they stay. new_places[i] receives where label i went.
 * -1: no memory. */
int order_sort(const char **labels, size_t n, size_t *new_places);

#endif
