/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Texts by language in the files of this room: objects such as {"nl": ..., "en": ...}. */
#ifndef WB_LIB_SCAN_WORDS_H
#define WB_LIB_SCAN_WORDS_H

#include "base/json.h"

/* An object of texts by language, at least one; absent is fine unless required. */
wb_status wb_words_read(const wb_json_at *object, const char *key, bool required,
                        wb_error *err);
/* The same of an object at hand. */
wb_status wb_words_check(const wb_json_at *texts, wb_error *err);
/* The one in `language` (NULL: "nl"), else in Dutch, English, or the first there is; NULL
 * when there is none. */
const char *wb_words_pick(const json_t *texts, const char *language);

/* Where there are texts in Dutch and English alone: English when that is asked for. */
bool wb_words_english(const char *language);

#endif
