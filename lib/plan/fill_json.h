/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cells from the JSON of a plan. NULL and absent are missing. */
#ifndef WB_LIB_PLAN_FILL_JSON_H
#define WB_LIB_PLAN_FILL_JSON_H

#include "frame/fill.h"

#include <jansson.h>

wb_status wb_fill_json_whole(wb_fill *fill, const json_t *number, wb_error *err);
wb_status wb_fill_json_number(wb_fill *fill, const json_t *number, wb_error *err);
wb_status wb_fill_json_bool(wb_fill *fill, const json_t *value, wb_error *err);
/* A list of texts, joined by commas. */
wb_status wb_fill_json_words(wb_fill *fill, const json_t *words, wb_error *err);
/* Any value, as canonical JSON; null is missing. */
wb_status wb_fill_json_value(wb_fill *fill, const json_t *value, wb_error *err);
/* A date in a file, as the first or the last day of what it names. */
wb_status wb_fill_date(wb_fill *fill, const char *date, bool last, wb_error *err);

#endif
