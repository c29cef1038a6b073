/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a monitor's definition says, for those who show it. */
#ifndef WERKBAAR_TOOLS_DEFINITION_H
#define WERKBAAR_TOOLS_DEFINITION_H

#include "report.h"

/* The text of an object in the language, else in its first; NULL: it has none. */
const char *definition_text(const json_t *object, const char *key, wbr_language language);
/* The object of a list ("variables", "topics") with this id, or NULL. */
const json_t *definition_find(const json_t *definition, const char *list, const char *id);

#endif
