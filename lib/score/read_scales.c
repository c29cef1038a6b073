/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The items of an instrument file, and the scales over them. */
#include "score/instrument.h"

#include <string.h>

const char *const wb_rule_names[] = {"percent", "mean", "sum", "lookup", NULL};

/* ---- items ---- */

static wb_status read_missing(const wb_json_at *at, wb_item *item, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "missing", false, WB_MAX_MISSING, &list, &n, err));
    item->missing = wb_allocate(n, sizeof *item->missing);
    if (item->missing == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at code = wb_json_element(&list, i);
        json_int_t value = json_integer_value(code.value);

        if (!json_is_integer(code.value) || value < -WB_MAX_CODE || value > WB_MAX_CODE)
            return wb_json_fail(&code, WB_E_DATA, err,
                                "a missing code is a whole number in -%d..%d",
                                WB_MAX_CODE, WB_MAX_CODE);
        if (value >= item->min && value <= item->max)
            return wb_json_fail(&code, WB_E_DATA, err,
                                "missing code %d of '%s' is one of its answers %d..%d",
                                (int)value, item->id, (int)item->min, (int)item->max);
        item->missing[item->n_missing++] = (int32_t)value;
    }
done:
    return st;
}

static wb_status read_codes(const wb_json_at *at, wb_item *item, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t min = 0;
    int64_t max = 0;
    wb_json_at place = wb_json_member(at, "max");

    WB_TRY(wb_json_int(at, "min", true, -WB_MAX_CODE, WB_MAX_CODE, &min, err));
    WB_TRY(wb_json_int(at, "max", true, -WB_MAX_CODE, WB_MAX_CODE, &max, err));
    if (min >= max)
        return wb_json_fail(&place, WB_E_DATA, err,
                            "highest code %d of '%s' is not above its lowest code %d",
                            (int)max, item->id, (int)min);
    item->min = (int32_t)min;
    item->max = (int32_t)max;
    WB_TRY(wb_json_bool(at, "reversed", false, &item->reversed, err));
    WB_TRY(read_missing(at, item, err));

done:
    return st;
}

static wb_status read_item(wb_instrument *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id",  "label",    "text",    "min",
                                       "max", "reversed", "missing", "comparable_from",
                                       NULL};
    static const char *const texts[] = {"own", "licensed", "none", NULL};
    wb_status st = WB_OK;
    wb_item *item = &made->items[made->n_items];
    int32_t text = 0;
    int64_t year = 0;

    item->json = at->value;
    item->scale = UINT32_MAX;
    item->last_scale = UINT32_MAX;
    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_read_id(made, at, WB_ID_ITEM, made->n_items, &item->id, err));
    made->n_items++;
    WB_TRY(wb_read_texts(made, at, "label", true, err));
    WB_TRY(wb_json_choice(at, "text", texts, &text, err));
    WB_TRY(wb_json_int(at, "comparable_from", false, 1900, 2200, &year, err));
    WB_TRY(read_codes(at, item, err));
    item->text = texts[text];
    item->comparable_from = (int32_t)year;

done:
    return st;
}

wb_status wb_read_items(wb_instrument *made, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "items", true, WB_MAX_ITEMS, &list, &n, err));
    made->items = wb_allocate(n, sizeof *made->items);
    if (made->items == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at item = wb_json_element(&list, i);

        WB_TRY(read_item(made, &item, err));
    }
done:
    return st;
}

/* ---- scales ---- */

static wb_status add_member(wb_instrument *made, wb_scale *scale, const wb_json_at *at,
                            wb_error *err)
{
    const char *name = json_string_value(at->value);
    wb_id id = name != NULL ? wb_ids_find(&made->ids, name) : (wb_id){0};
    uint32_t at_scale = (uint32_t)(scale - made->scales);
    wb_item *item;

    if (name == NULL)
        return wb_json_fail(at, WB_E_DATA, err, "an item of a scale is named by its id");
    if (id.kind != WB_ID_ITEM)
        return wb_json_fail(at, WB_E_DATA, err, "scale '%s' has item '%.80s', which %s",
                            scale->id, name,
                            id.kind == WB_ID_NONE ? "is not there" : "is not an item");
    item = &made->items[id.index];
    if (item->last_scale == at_scale)
        return wb_json_fail(at, WB_E_DATA, err, "scale '%s' has item '%s' twice",
                            scale->id, name);
    item->last_scale = at_scale;
    if (item->scale == UINT32_MAX)
        item->scale = at_scale;
    scale->items[scale->n_items++] = (uint32_t)id.index;
    scale->sum_min += item->min;
    scale->sum_range += item->max - item->min;
    if (item->min != made->items[scale->items[0]].min ||
        item->max != made->items[scale->items[0]].max)
        scale->uniform = false;
    return WB_OK;
}

static wb_status read_members(wb_instrument *made, wb_scale *scale, const wb_json_at *at,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;
    int64_t min_answered;

    WB_TRY(wb_json_list(at, "items", true, WB_MAX_ITEMS, &list, &n, err));
    scale->items = wb_allocate(n, sizeof *scale->items);
    if (scale->items == NULL)
        return wb_fail_nomem(err);
    scale->uniform = true;
    for (size_t i = 0; i < n; i++) {
        wb_json_at member = wb_json_element(&list, i);

        WB_TRY(add_member(made, scale, &member, err));
    }
    min_answered = (int64_t)n;
    WB_TRY(wb_json_int(at, "min_answered", false, 1, (int64_t)n, &min_answered, err));
    scale->min_answered = (size_t)min_answered;

done:
    return st;
}

/* The table stands for complete answers only: a sum over fewer items is another thing. */
static wb_status read_lookup(wb_scale *scale, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list = wb_json_member(at, "lookup");
    wb_json_at answered = wb_json_member(at, "min_answered");
    size_t n;

    if (scale->rule != WB_RULE_LOOKUP && list.value != NULL)
        return wb_json_fail(&list, WB_E_DATA, err,
                            "'lookup' is for the rule lookup, scale '%s' has %s",
                            scale->id, wb_rule_names[scale->rule]);
    if (scale->rule != WB_RULE_LOOKUP)
        return WB_OK;
    if (scale->min_answered != scale->n_items)
        return wb_json_fail(&answered, WB_E_DATA, err,
                            "a lookup needs all %zu answers, not %zu", scale->n_items,
                            scale->min_answered);
    WB_TRY(wb_json_list(at, "lookup", true, WB_MAX_LOOKUP, &list, &n, err));
    if ((int64_t)n != scale->sum_range + 1)
        return wb_json_fail(&list, WB_E_DATA, err,
                            "the lookup of '%s' has %zu values; its sums need %lld",
                            scale->id, n, (long long)scale->sum_range + 1);
    scale->lookup = wb_allocate(n, sizeof *scale->lookup);
    if (scale->lookup == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at value = wb_json_element(&list, i);

        WB_TRY(wb_read_ratio(&value, &scale->lookup[i], err));
    }
done:
    return st;
}

static wb_status read_structure_source(wb_scale *scale, const wb_json_at *at,
                                       wb_error *err)
{
    wb_status st = WB_OK;

    scale->source = "";
    WB_TRY(
        wb_json_bool(at, "structure_verified", false, &scale->structure_verified, err));
    WB_TRY(wb_json_string(at, "source", scale->structure_verified, &scale->source, err));

done:
    return st;
}

static wb_status read_scale(wb_instrument *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id",
                                       "label",
                                       "rule",
                                       "items",
                                       "min_answered",
                                       "lookup",
                                       "structure_verified",
                                       "source",
                                       NULL};
    wb_status st = WB_OK;
    wb_scale *scale = &made->scales[made->n_scales];
    int32_t rule = 0;

    scale->json = at->value;
    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_read_id(made, at, WB_ID_SCALE, made->n_scales, &scale->id, err));
    made->n_scales++;
    WB_TRY(wb_read_derived(made, at, scale->id, "_reason", err));
    WB_TRY(wb_read_texts(made, at, "label", true, err));
    WB_TRY(wb_json_choice(at, "rule", wb_rule_names, &rule, err));
    scale->rule = (wb_rule)rule;
    WB_TRY(read_members(made, scale, at, err));
    WB_TRY(read_lookup(scale, at, err));
    WB_TRY(read_structure_source(scale, at, err));

done:
    return st;
}

static wb_status check_every_item_used(const wb_instrument *made, const wb_json_at *at,
                                       wb_error *err)
{
    wb_json_at list = wb_json_member(at, "items");

    for (size_t i = 0; i < made->n_items; i++) {
        wb_json_at item = wb_json_element(&list, i);

        if (made->items[i].scale == UINT32_MAX)
            return wb_json_fail(&item, WB_E_DATA, err, "item '%s' is in no scale",
                                made->items[i].id);
    }
    return WB_OK;
}

wb_status wb_read_scales(wb_instrument *made, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;
    size_t n_members = 0;

    WB_TRY(wb_json_list(at, "scales", true, WB_MAX_DEFINITIONS, &list, &n, err));
    made->scales = wb_allocate(n, sizeof *made->scales);
    if (made->scales == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at scale = wb_json_element(&list, i);

        WB_TRY(read_scale(made, &scale, err));
        n_members += made->scales[i].n_items;
        if (n_members > WB_MAX_MEMBERS)
            return wb_json_fail(&scale, WB_E_LIMIT, err,
                                "the scales have more than %d items together",
                                WB_MAX_MEMBERS);
    }
    WB_TRY(check_every_item_used(made, at, err));

done:
    return st;
}
