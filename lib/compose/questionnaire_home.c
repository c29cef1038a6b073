/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Where the parts of a questionnaire come from: one of the modules that it names. */
#include "compose/questionnaire.h"

const json_t *wb_home_of(const wb_json_at *root, const wb_json_at *at)
{
    const char *id = wb_text_member(at->value, "module");

    return id != NULL ? wb_find_id(json_object_get(root->value, "modules"), id) : NULL;
}

wb_status wb_check_home(const wb_json_at *root, const wb_json_at *at, wb_error *err)
{
    wb_json_at place = wb_json_member(at, "module");
    wb_json_at unit = wb_json_member(at, "unit");
    const json_t *module = wb_home_of(root, at);

    if (module == NULL)
        return wb_json_fail(&place, WB_E_DATA, err, "this is of none of the modules");
    if (!json_equal(unit.value, json_object_get(module, "unit")))
        return wb_json_fail(&unit, WB_E_DATA, err, "the unit of module '%s' is %s",
                            wb_text_member(module, "id"), wb_text_member(module, "unit"));
    return WB_OK;
}
