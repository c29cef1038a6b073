/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What two figures must have in common before they compare, as one hash. Wording, labels,
 * sources and missing codes are not in it: they decide no figure. */
#include "compose/derive.h"

#include <stdlib.h>
#include <string.h>

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* "109/2": in lowest terms, so that 54.5 and 109/2 are the same. */
static json_t *fraction(wb_ratio ratio)
{
    int64_t divisor = common_divisor(ratio.top, ratio.bottom);

    return json_sprintf("%lld/%lld", (long long)(ratio.top / divisor),
                        (long long)(ratio.bottom / divisor));
}

static wb_status put_cutoff(json_t *made, const char *key, const wb_cutoff *cutoff,
                            wb_error *err)
{
    wb_status st = WB_OK;
    json_t *object;

    if (!cutoff->given)
        return WB_OK;
    WB_TRY(wb_json_put_object(made, key, &object, err));
    WB_TRY(wb_json_put(object, "comparison",
                       json_string(wb_comparison_names[cutoff->comparison]), err));
    WB_TRY(wb_json_put(object, "value", fraction(cutoff->value), err));

done:
    return st;
}

static int by_id(const void *a, const void *b)
{
    return strcmp((*(const wb_item *const *)a)->id, (*(const wb_item *const *)b)->id);
}

static wb_status put_item(json_t *list, const wb_item *item, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *object;

    WB_TRY(wb_json_push_object(list, &object, err));
    WB_TRY(wb_json_put(object, "id", json_string(item->id), err));
    WB_TRY(wb_json_put(object, "min", json_integer(item->min), err));
    WB_TRY(wb_json_put(object, "max", json_integer(item->max), err));
    WB_TRY(wb_json_put(object, "reversed", json_boolean(item->reversed), err));

done:
    return st;
}

/* In order of their ids: the order of a scale's items decides nothing. */
static wb_status put_items(json_t *made, const wb_instrument *instrument,
                           const wb_scale *scale, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *list;
    const wb_item **items = wb_allocate(scale->n_items, sizeof *items);

    if (items == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < scale->n_items; i++)
        items[i] = &instrument->items[scale->items[i]];
    qsort(items, scale->n_items, sizeof *items, by_id);
    WB_TRY(wb_json_put_array(made, "items", &list, err));
    for (size_t i = 0; i < scale->n_items; i++)
        WB_TRY(put_item(list, items[i], err));

done:
    wb_release(items);
    return st;
}

static wb_status put_lookup(json_t *made, const wb_scale *scale, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *list;

    if (scale->lookup == NULL)
        return WB_OK;
    WB_TRY(wb_json_put_array(made, "lookup", &list, err));
    for (int64_t i = 0; i <= scale->sum_range; i++)
        WB_TRY(wb_json_push(list, fraction(scale->lookup[i]), err));

done:
    return st;
}

wb_status wb_fingerprint(const wb_instrument *instrument, const wb_indicator *indicator,
                         char out[65], wb_error *err)
{
    wb_status st = WB_OK;
    const wb_scale *scale = &instrument->scales[indicator->scale];
    wb_text canonical = {0};
    json_t *made = json_object();

    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_put(made, "rule", json_string(wb_rule_names[scale->rule]), err));
    WB_TRY(put_items(made, instrument, scale, err));
    WB_TRY(wb_json_put(made, "min_answered",
                       json_integer((json_int_t)scale->min_answered), err));
    WB_TRY(put_lookup(made, scale, err));
    WB_TRY(wb_json_put(made, "direction", json_string(indicator->high ? "high" : "low"),
                       err));
    WB_TRY(put_cutoff(made, "problem", &indicator->problem, err));
    WB_TRY(put_cutoff(made, "acute", &indicator->acute, err));
    WB_TRY(wb_json_hash(made, &canonical, out, err));

done:
    wb_text_free(&canonical);
    json_decref(made);
    return st;
}

bool wb_indicator_verified(const wb_instrument *instrument, const wb_indicator *indicator)
{
    return instrument->scales[indicator->scale].structure_verified &&
           indicator->problem.verified &&
           (!indicator->acute.given || indicator->acute.verified);
}
