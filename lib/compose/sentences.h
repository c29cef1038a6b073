/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a questionnaire says in our own words, in Dutch, English and French. */
#ifndef WB_LIB_COMPOSE_SENTENCES_H
#define WB_LIB_COMPOSE_SENTENCES_H

#include "base/json.h"

/* The sentence with this id in every one of the languages (English where we have no
 * other), with `what` (texts by language, or NULL) where it has a "%". New; NULL without
 * memory.
 */
json_t *wb_sentence(const json_t *languages, const char *id, const json_t *what);

#endif
