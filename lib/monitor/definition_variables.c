/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The variables of a definition, their groups, and the breakdowns they make. */
#include "monitor/definition.h"

#include <math.h>
#include <string.h>

/* ---- groups ---- */

static wb_status read_category(const wb_monitor_definition *made, const wb_json_at *at,
                               bool band, wb_category *category, wb_error *err)
{
    static const char *const band_keys[] = {"id",    "label", "from",
                                            "below", "codes", NULL};
    static const char *const code_keys[] = {"id", "label", "codes", NULL};
    wb_status st = WB_OK;

    category->json = at->value;
    category->from = -INFINITY;
    category->below = INFINITY;
    WB_TRY(wb_json_check_keys(at, band ? band_keys : code_keys, err));
    WB_TRY(wb_definition_read_code(at, &category->id, err));
    WB_TRY(wb_json_texts(at, "label", false, wb_definition_languages(made), err));
    WB_TRY(wb_definition_read_codes(at, "codes", false, &category->codes, err));
    if (!band)
        return WB_OK;
    WB_TRY(wb_json_double(at, "from", false, &category->from, err));
    WB_TRY(wb_json_double(at, "below", false, &category->below, err));
    if (!(category->from < category->below))
        return wb_json_fail(at, WB_E_DATA, err, "band '%s' is empty", category->id);
done:
    return st;
}

/* Ids once; bands one behind another. */
static wb_status check_category(const wb_variable *variable, size_t i,
                                const wb_json_at *at, wb_error *err)
{
    const wb_category *new = &variable->categories[i];

    for (size_t j = 0; j < i; j++) {
        if (strcmp(variable->categories[j].id, new->id) == 0)
            return wb_json_fail(at, WB_E_DATA, err, "'%s' has two groups '%s'",
                                variable->id, new->id);
    }
    if (variable->kind == WB_VARIABLE_BANDS && i > 0 &&
        new->from < variable->categories[i - 1].below)
        return wb_json_fail(at, WB_E_DATA, err,
                            "band '%s' begins before the one before it ends", new->id);
    return WB_OK;
}

static wb_status read_categories(const wb_monitor_definition *made,
                                 const wb_json_at *list, size_t n, wb_variable *variable,
                                 wb_error *err)
{
    wb_status st = WB_OK;
    bool band = variable->kind == WB_VARIABLE_BANDS;

    variable->categories = wb_allocate(n, sizeof *variable->categories);
    if (variable->categories == NULL)
        return wb_fail_nomem(err);
    variable->n_categories = n;
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(list, i);
        WB_TRY(read_category(made, &element, band, &variable->categories[i], err));
        WB_TRY(check_category(variable, i, &element, err));
    }
done:
    return st;
}

wb_status wb_definition_read_groups(const wb_monitor_definition *made,
                                    const wb_json_at *at, wb_variable *variable,
                                    wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at bands;
    wb_json_at categories;
    size_t n_bands;
    size_t n;

    WB_TRY(wb_json_list(at, "bands", false, WB_MAX_CATEGORIES, &bands, &n_bands, err));
    WB_TRY(
        wb_json_list(at, "categories", false, WB_MAX_CATEGORIES, &categories, &n, err));
    if (n_bands > 0 && n > 0)
        return wb_json_fail(at, WB_E_DATA, err, "'%s' has bands or categories, not both",
                            variable->id);
    variable->kind = n_bands > 0 ? WB_VARIABLE_BANDS
                     : n > 0     ? WB_VARIABLE_CODES
                                 : WB_VARIABLE_FOUND;
    if (n_bands + n > 0)
        WB_TRY(read_categories(made, n_bands > 0 ? &bands : &categories, n_bands + n,
                               variable, err));
done:
    return st;
}

/* ---- variables ---- */

static wb_status read_variable(wb_monitor_definition *made, const wb_json_at *at,
                               wb_error *err)
{
    static const char *const keys[] = {"id",         "column", "label", "bands",
                                       "categories", "source", NULL};
    wb_status st = WB_OK;
    wb_variable *variable = &made->variables[made->n_variables];
    const char *source;

    made->n_variables++;
    variable->json = at->value;
    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "id", &variable->id, err));
    if (wb_definition_variable(made, variable->id) != made->n_variables - 1)
        return wb_json_fail(at, WB_E_DATA, err, "there are two variables '%s'",
                            variable->id);
    variable->column = variable->id;
    WB_TRY(wb_json_string(at, "column", false, &variable->column, err));
    WB_TRY(wb_json_string(at, "source", false, &source, err));
    WB_TRY(wb_json_texts(at, "label", false, wb_definition_languages(made), err));
    WB_TRY(wb_definition_read_groups(made, at, variable, err));
done:
    return st;
}

wb_status wb_definition_read_variables(wb_monitor_definition *made,
                                       const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "variables", false, WB_MAX_VARIABLES, &list, &n, err));
    made->variables = wb_allocate(n, sizeof *made->variables);
    if (made->variables == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&list, i);
        WB_TRY(read_variable(made, &element, err));
    }
done:
    return st;
}

/* ---- breakdowns ---- */

static wb_status find_variable(const wb_monitor_definition *made, const wb_json_at *at,
                               const char *name, size_t length, size_t *variable,
                               wb_error *err)
{
    for (size_t v = 0; v < made->n_variables; v++) {
        const char *id = made->variables[v].id;
        if (strlen(id) == length && memcmp(id, name, length) == 0) {
            *variable = v;
            return WB_OK;
        }
    }
    return wb_json_fail(at, WB_E_DATA, err,
                        "there is no variable '%.*s' to break down by",
                        (int)(length < 64 ? length : 64), name);
}

static wb_status add_variable(wb_breakdown *breakdown, const wb_json_at *at,
                              size_t variable, wb_error *err)
{
    for (size_t i = 0; i < breakdown->n; i++) {
        if (breakdown->variables[i] == variable)
            return wb_json_fail(at, WB_E_DATA, err, "'%.80s' names a variable twice",
                                breakdown->text);
    }
    if (breakdown->n == WB_MAX_CROSSED)
        return wb_json_fail(at, WB_E_DATA, err, "'%.80s' crosses more than %d variables",
                            breakdown->text, (int)WB_MAX_CROSSED);
    breakdown->variables[breakdown->n++] = variable;
    return WB_OK;
}

/* "sex", "sex*age" or "sector>occupation". */
static wb_status parse_breakdown(const wb_monitor_definition *made, const wb_json_at *at,
                                 wb_breakdown *breakdown, wb_error *err)
{
    wb_status st = WB_OK;
    const char *text = json_string_value(at->value);
    char joint = '\0';

    if (text == NULL)
        return wb_json_fail(at, WB_E_DATA, err,
                            "a breakdown is a text such as \"sex*age\"");
    *breakdown = (wb_breakdown){.text = text};
    for (;;) {
        size_t length = strcspn(text, "*>");
        size_t variable = WB_NOWHERE;
        WB_TRY(find_variable(made, at, text, length, &variable, err));
        WB_TRY(add_variable(breakdown, at, variable, err));
        text += length;
        if (*text == '\0')
            break;
        if (joint != '\0' && *text != joint)
            return wb_json_fail(at, WB_E_DATA, err,
                                "'%.80s' crosses (*) and nests (>) at once",
                                breakdown->text);
        joint = *text++;
    }
    breakdown->nested = joint == '>';
done:
    return st;
}

static wb_status put_breakdown(wb_monitor_definition *made, const wb_json_at *at,
                               const wb_breakdown *breakdown, wb_error *err)
{
    if (made->n_breakdowns == WB_MAX_BREAKDOWNS)
        return wb_json_fail(at, WB_E_LIMIT, err, "more than %d breakdowns",
                            (int)WB_MAX_BREAKDOWNS);
    wb_breakdown *grown =
        wb_resize(made->breakdowns, made->n_breakdowns + 1, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    made->breakdowns = grown;
    grown[made->n_breakdowns++] = *breakdown;
    return WB_OK;
}

/* What a nested breakdown is nested in is one too. */
static wb_status put_with_outer(wb_monitor_definition *made, const wb_json_at *at,
                                const wb_breakdown *breakdown, wb_error *err)
{
    wb_status st = WB_OK;
    wb_breakdown outer = *breakdown;

    if (wb_definition_breakdown(made, breakdown->variables, breakdown->n) != WB_NOWHERE)
        return WB_OK;
    if (breakdown->nested) {
        outer.n--;
        outer.nested = outer.n > 1;
        WB_TRY(put_with_outer(made, at, &outer, err));
    }
    st = put_breakdown(made, at, breakdown, err);
done:
    return st;
}

static wb_status read_breakdown(wb_monitor_definition *made, const wb_json_at *at,
                                wb_error *err)
{
    wb_status st = WB_OK;
    wb_breakdown breakdown;

    WB_TRY(parse_breakdown(made, at, &breakdown, err));
    WB_TRY(put_with_outer(made, at, &breakdown, err));
done:
    return st;
}

/* Every two variables that have a breakdown of their own are crossed. */
static wb_status add_pairs(wb_monitor_definition *made, const wb_json_at *at,
                           wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = made->n_breakdowns;

    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            wb_breakdown pair = {.text = "",
                                 .n = 2,
                                 .automatic = true,
                                 .variables = {made->breakdowns[a].variables[0],
                                               made->breakdowns[b].variables[0]}};
            if (made->breakdowns[a].n == 1 && made->breakdowns[b].n == 1)
                WB_TRY(put_with_outer(made, at, &pair, err));
        }
    }
done:
    return st;
}

wb_status wb_definition_read_breakdowns(wb_monitor_definition *made,
                                        const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_breakdown all = {.text = ""};
    wb_json_at list;
    bool pairs = false;
    size_t n;

    WB_TRY(put_breakdown(made, root, &all, err));
    WB_TRY(wb_json_list(root, "breakdowns", false, WB_MAX_BREAKDOWNS, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&list, i);
        WB_TRY(read_breakdown(made, &element, err));
    }
    WB_TRY(wb_json_bool(root, "all_pairs", false, &pairs, err));
    if (pairs)
        WB_TRY(add_pairs(made, root, err));
done:
    return st;
}
