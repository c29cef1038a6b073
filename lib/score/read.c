/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the parts of an instrument file have in common: ids, texts, lists, fractions. */
#include "score/instrument.h"

#include <stdio.h>
#include <string.h>

static const char *const kind_names[] = {"nothing",     "an item",
                                         "a scale",     "an indicator",
                                         "a composite", "a column that scoring makes"};

static wb_status take_name(wb_instrument *made, const wb_json_at *at, const char *name,
                           wb_id_kind kind, size_t index, wb_error *err)
{
    wb_id taken = wb_ids_find(&made->ids, name);

    if (taken.kind != WB_ID_NONE)
        return wb_json_fail(at, WB_E_DATA, err, "'%s' is already the name of %s", name,
                            kind_names[taken.kind]);
    return wb_ids_add(&made->ids, name, kind, index, err);
}

wb_status wb_read_id(wb_instrument *made, const wb_json_at *at, wb_id_kind kind,
                     size_t index, const char **id, wb_error *err)
{
    wb_status st = WB_OK;
    const char *name = NULL;
    wb_json_at place = wb_json_member(at, "id");

    WB_TRY(wb_json_id(at, "id", &name, err));
    WB_TRY(take_name(made, &place, name, kind, index, err));
    *id = name;

done:
    return st;
}

wb_status wb_read_derived(wb_instrument *made, const wb_json_at *at, const char *id,
                          const char *suffix, wb_error *err)
{
    char name[96];
    wb_json_at place = wb_json_member(at, "id");

    snprintf(name, sizeof name, "%s%s", id, suffix);
    return take_name(made, &place, name, WB_ID_DERIVED, 0, err);
}

wb_status wb_read_texts(const wb_instrument *made, const wb_json_at *at, const char *key,
                        bool required, wb_error *err)
{
    return wb_json_texts(at, key, required,
                         json_object_get(made->document.root, "languages"), err);
}

wb_status wb_read_ratio(const wb_json_at *at, wb_ratio *ratio, wb_error *err)
{
    enum { MAX_WHOLE = 1000000000 };

    if (json_is_string(at->value)) {
        if (wb_ratio_parse(json_string_value(at->value), json_string_length(at->value),
                           ratio))
            return WB_OK;
    } else if (json_is_integer(at->value)) {
        *ratio = (wb_ratio){json_integer_value(at->value), 1};
        if (ratio->top >= -MAX_WHOLE && ratio->top <= MAX_WHOLE)
            return WB_OK;
    }
    return wb_json_fail(at, WB_E_DATA, err,
                        "a value here is a whole number, or a text with a decimal such "
                        "as \"54.5\" or a fraction such as \"600/11\"");
}
