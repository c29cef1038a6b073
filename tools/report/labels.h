/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WERKBAAR_TOOLS_LABELS_H
#define WERKBAAR_TOOLS_LABELS_H

#include "arena.h"

/* The label of part "labels" for an id (`variable` NULL: it is of none), the id itself
 * when there is none; NULL: no memory. */
char *label_find(arena *a, const wb_frame *labels, const char *what, const char *variable,
                 const char *id);

#endif
