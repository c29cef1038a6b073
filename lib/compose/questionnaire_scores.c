/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The instruments that a questionnaire file embeds, and its list of indicators: they are
 * what follows from the questions. */
#include "compose/questionnaire.h"

#include <string.h>

/* ---- instruments ---- */

static wb_status check_origin(const wb_json_at *root, const wb_json_at *at, wb_error *err)
{
    static const char *const same[] = {"version", "languages", "title"};
    wb_status st = WB_OK;
    json_t *id = json_sprintf("%s.%s", wb_text_member(root->value, "id"), at->key);

    if (id == NULL)
        return wb_fail_nomem(err);
    if (!json_equal(json_object_get(at->value, "id"), id) ||
        strcmp(wb_text_member(at->value, "unit"), at->key) != 0)
        st = wb_json_fail(at, WB_E_DATA, err, "the instrument is not '%s', of unit %s",
                          json_string_value(id), at->key);
    json_decref(id);
    for (size_t i = 0; st == WB_OK && i < sizeof same / sizeof same[0]; i++) {
        if (!json_equal(json_object_get(at->value, same[i]),
                        json_object_get(root->value, same[i])))
            st = wb_json_fail(at, WB_E_DATA, err,
                              "the instrument has another '%s' than the questionnaire",
                              same[i]);
    }
    return st;
}

/* Its items are what the questions make of them. */
static wb_status check_items(const wb_json_at *root, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *made = wb_json_copy(at->value);

    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(
        wb_derive_items(json_object_get(root->value, "questions"), at->key, made, err));
    if (!json_equal(json_object_get(made, "items"), json_object_get(at->value, "items")))
        st = wb_json_fail(at, WB_E_DATA, err,
                          "the items of the instrument are not those of the questions");
done:
    json_decref(made);
    return st;
}

static wb_status read_instrument(wb_questionnaire *made, const wb_json_at *root,
                                 const wb_json_at *list, int unit, wb_error *err)
{
    wb_json_at at = wb_json_member(list, wb_unit_names[unit]);
    wb_status st = WB_OK;
    wb_error own = {0};

    if (at.value == NULL)
        return WB_OK;
    st = wb_instrument_of_parts(json_incref((json_t *)at.value), &made->instruments[unit],
                                &own);
    if (st == WB_E_NOMEM)
        return wb_fail_nomem(err);
    if (st != WB_OK)
        return wb_json_fail(&at, st, err, "%s", own.message);
    WB_TRY(check_origin(root, &at, err));
    WB_TRY(check_items(root, &at, err));

done:
    return st;
}

wb_status wb_questionnaire_read_instruments(wb_questionnaire *made,
                                            const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;

    WB_TRY(wb_json_object(root, "instruments", true, &list, err));
    WB_TRY(wb_json_check_keys(&list, wb_unit_names, err));
    for (int unit = 0; unit < WB_N_UNITS; unit++)
        WB_TRY(read_instrument(made, root, &list, unit, err));
done:
    return st;
}

/* ---- indicators ---- */

static wb_status check_indicator(const wb_questionnaire *made, const wb_json_at *root,
                                 const wb_json_at *list, size_t index, wb_error *err)
{
    static const char *const keys[] = {"id",          "theme",    "module",      "unit",
                                       "conditional", "verified", "fingerprint", NULL};
    wb_json_at at = wb_json_element(list, index);
    wb_status st = WB_OK;
    const char *id = NULL;
    int32_t unit = 0;

    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_id(&at, "id", &id, err));
    if (wb_find_id(list->value, id) != at.value)
        return wb_json_fail(&at, WB_E_DATA, err, "indicator '%s' is there twice", id);
    WB_TRY(wb_json_choice(&at, "unit", wb_unit_names, &unit, err));
    WB_TRY(wb_check_home(root, &at, err));
    WB_TRY(wb_check_theme_of(root, &at, err));
    if (made->instruments[unit] == NULL ||
        wb_ids_find(&made->instruments[unit]->ids, id).kind != WB_ID_INDICATOR)
        return wb_json_fail(&at, WB_E_DATA, err,
                            "the instrument of unit %s has no indicator '%s'",
                            wb_unit_names[unit], id);
done:
    return st;
}

/* What follows from the instruments is worked out in place and compared with what was
 * there. */
static wb_status check_fingerprints(wb_questionnaire *made, const wb_json_at *list,
                                    wb_error *err)
{
    wb_status st = WB_OK;
    json_t *before = wb_json_deep_copy(list->value);

    if (before == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_put_fingerprints(made->root, made->instruments, err));
    for (size_t i = 0; i < json_array_size(before); i++) {
        wb_json_at at = wb_json_element(list, i);

        if (!json_equal(json_array_get(before, i), at.value)) {
            st = wb_json_fail(&at, WB_E_DATA, err,
                              "the fingerprint of '%s', or what is said beside it, does "
                              "not follow from the instrument",
                              wb_text_member(at.value, "id"));
            goto done;
        }
    }
done:
    json_decref(before);
    return st;
}

wb_status wb_questionnaire_check_indicators(wb_questionnaire *made,
                                            const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n, expected = 0;

    WB_TRY(wb_json_list(root, "indicators", false, WB_N_UNITS * WB_MAX_DEFINITIONS, &list,
                        &n, err));
    for (size_t i = 0; i < n; i++)
        WB_TRY(check_indicator(made, root, &list, i, err));
    for (int unit = 0; unit < WB_N_UNITS; unit++)
        expected +=
            made->instruments[unit] != NULL ? made->instruments[unit]->n_indicators : 0;
    if (n != expected)
        return wb_json_fail(root, WB_E_DATA, err,
                            "'indicators' has %zu entries, the instruments have %zu", n,
                            expected);
    WB_TRY(check_fingerprints(made, &list, err));

done:
    return st;
}
