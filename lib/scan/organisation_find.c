/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What an organisation file names: hierarchies, found by id or by column, and codes. */
#include "scan/organisation.h"

#include <string.h>

size_t wb_organisation_find(const wb_organisation *organisation, const char *id)
{
    size_t h = 0;

    while (h < organisation->n_hierarchies &&
           strcmp(organisation->hierarchies[h].id, id) != 0)
        h++;
    return h;
}

bool wb_organisation_find_column(const wb_organisation *organisation, const char *column,
                                 size_t *hierarchy, size_t *level)
{
    for (size_t h = 0; h < organisation->n_hierarchies; h++) {
        for (size_t l = 0; l < organisation->hierarchies[h].n_levels; l++) {
            if (strcmp(organisation->hierarchies[h].columns[l], column) == 0) {
                *hierarchy = h;
                *level = l;
                return true;
            }
        }
    }
    return false;
}

static bool is_code(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_.-";
    size_t length = strlen(text);

    return length >= 1 && length <= 64 && strspn(text, letters) == length;
}

wb_status wb_organisation_read_code(const wb_json_at *at, const char **id, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at place = wb_json_member(at, "id");

    WB_TRY(wb_json_string(at, "id", true, id, err));
    if (!is_code(*id))
        return wb_json_fail(&place, WB_E_DATA, err,
                            "'%.80s' is not a code: letters, digits, '_', '.' "
                            "and '-', at most 64",
                            *id);
done:
    return st;
}
