/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The fields of a record or of a small object against their table. */
#ifndef WB_LIB_PLAN_FIELD_H
#define WB_LIB_PLAN_FIELD_H

#include "plan/schema.h"

enum { WB_PLAN_MAX_KEYS = 64 };    /* that one kind may have, the end included */
enum { WB_PLAN_MAX_WORDS = 1000 }; /* in one list of words */

/* The field of that name in a table; NULL when it has none. */
const wb_field *wb_field_find(const wb_field *fields, const char *name);

wb_status wb_field_check(const wb_json_at *at, const wb_field *field, wb_error *err);
/* Those that are required are there. */
wb_status wb_fields_required(const wb_json_at *object, const wb_field *fields,
                             wb_error *err);

#endif
