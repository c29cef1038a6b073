/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Ids of a definition, and the codes of the answers that it names. */
#include "monitor/definition.h"

#include <string.h>

wb_status wb_definition_read_code(const wb_json_at *at, const char **id, wb_error *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_.+-<>=";
    wb_status st = WB_OK;
    wb_json_at place = wb_json_member(at, "id");

    WB_TRY(wb_json_string(at, "id", true, id, err));
    size_t length = strlen(*id);
    if (length == 0 || length > 64 || strspn(*id, letters) != length)
        return wb_json_fail(&place, WB_E_DATA, err,
                            "'%.80s' is no id: letters, digits, '_', '.', '-', '+', '<', "
                            "'>' and '=', at most 64",
                            *id);
done:
    return st;
}

static wb_status check_code(const wb_json_at *at, wb_error *err)
{
    if (json_is_string(at->value) || json_is_integer(at->value) ||
        json_is_boolean(at->value) || json_is_real(at->value))
        return WB_OK;
    return wb_json_fail(at, WB_E_DATA, err, "a code is a text, a number, true or false");
}

wb_status wb_definition_read_codes(const wb_json_at *object, const char *key,
                                   bool required, const json_t **codes, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(object, key, required, WB_MAX_CATEGORIES, &list, &n, err));
    *codes = list.value;
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&list, i);
        WB_TRY(check_code(&element, err));
    }
done:
    return st;
}
