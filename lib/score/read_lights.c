/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The indicators of an instrument file (cut-offs over a scale) and the composites. */
#include "score/instrument.h"

const char *const wb_comparison_names[] = {"at_least", "above", "at_most", "below", NULL};

/* ---- indicators ---- */

static wb_ratio smaller(wb_ratio a, wb_ratio b)
{
    return wb_ratio_compare(a, b) <= 0 ? a : b;
}

static wb_ratio larger(wb_ratio a, wb_ratio b)
{
    return wb_ratio_compare(a, b) >= 0 ? a : b;
}

/* The lowest and highest score the scale can give, with as few answers as it allows. */
static void score_range(const wb_instrument *made, const wb_scale *scale, wb_ratio *low,
                        wb_ratio *high)
{
    int64_t min = INT64_MAX;
    int64_t max = INT64_MIN;
    int64_t times = scale->rule == WB_RULE_SUM ? (int64_t)scale->n_items : 1;

    *low = (wb_ratio){0, 1};
    *high = (wb_ratio){100, 1};
    if (scale->rule == WB_RULE_LOOKUP) {
        *low = *high = scale->lookup[0];
        for (int64_t i = 1; i <= scale->sum_range; i++) {
            *low = smaller(*low, scale->lookup[i]);
            *high = larger(*high, scale->lookup[i]);
        }
    } else if (scale->rule == WB_RULE_SUM && scale->min_answered == scale->n_items) {
        *low = (wb_ratio){scale->sum_min, 1};
        *high = (wb_ratio){scale->sum_min + scale->sum_range, 1};
    } else if (scale->rule != WB_RULE_PERCENT) {
        for (size_t i = 0; i < scale->n_items; i++) {
            const wb_item *item = &made->items[scale->items[i]];

            min = item->min < min ? item->min : min;
            max = item->max > max ? item->max : max;
        }
        *low = (wb_ratio){times * min, 1};
        *high = (wb_ratio){times * max, 1};
    }
}

static wb_status check_cutoff(const wb_instrument *made, const wb_indicator *indicator,
                              const wb_cutoff *cutoff, const wb_json_at *at,
                              wb_error *err)
{
    const wb_scale *scale = &made->scales[indicator->scale];
    bool upward = cutoff->comparison == WB_AT_LEAST || cutoff->comparison == WB_ABOVE;
    wb_json_at comparison = wb_json_member(at, "comparison");
    wb_json_at value = wb_json_member(at, "value");
    wb_ratio low;
    wb_ratio high;

    if (upward != indicator->high)
        return wb_json_fail(
            &comparison, WB_E_DATA, err,
            "the problem of '%s' is at the %s end, which needs %s, not %s", indicator->id,
            indicator->high ? "high" : "low",
            indicator->high ? "at_least or above" : "at_most or below",
            wb_comparison_names[cutoff->comparison]);
    score_range(made, scale, &low, &high);
    if (wb_ratio_compare(cutoff->value, low) < 0 ||
        wb_ratio_compare(cutoff->value, high) > 0)
        return wb_json_fail(&value, WB_E_DATA, err,
                            "the cut-off of '%s' is outside the scores of '%s'",
                            indicator->id, scale->id);
    return WB_OK;
}

static wb_status read_cutoff(const wb_instrument *made, const wb_indicator *indicator,
                             const wb_json_at *at, wb_cutoff *cutoff, wb_error *err)
{
    static const char *const keys[] = {"comparison", "value", "source", "verified", NULL};
    wb_status st = WB_OK;
    wb_json_at value = wb_json_member(at, "value");
    int32_t comparison = 0;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_choice(at, "comparison", wb_comparison_names, &comparison, err));
    cutoff->comparison = (wb_comparison)comparison;
    WB_TRY(wb_read_ratio(&value, &cutoff->value, err));
    cutoff->written = value.value;
    WB_TRY(wb_json_string(at, "source", true, &cutoff->source, err));
    WB_TRY(wb_json_bool(at, "verified", false, &cutoff->verified, err));
    WB_TRY(check_cutoff(made, indicator, cutoff, at, err));
    cutoff->given = true;

done:
    return st;
}

/* Whoever is acute has a problem: the acute cut-off asks at least as much. */
static bool acute_implies_problem(const wb_indicator *indicator)
{
    const wb_cutoff *acute = &indicator->acute;
    const wb_cutoff *problem = &indicator->problem;
    int order = wb_ratio_compare(acute->value, problem->value);
    bool problem_strict =
        problem->comparison == WB_ABOVE || problem->comparison == WB_BELOW;
    bool acute_strict = acute->comparison == WB_ABOVE || acute->comparison == WB_BELOW;

    if (order == 0)
        return acute_strict || !problem_strict;
    return (order > 0) == indicator->high;
}

static wb_status read_cutoffs(const wb_instrument *made, wb_indicator *indicator,
                              const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at problem;
    wb_json_at acute;
    wb_json_at value;

    WB_TRY(wb_json_object(at, "problem", true, &problem, err));
    WB_TRY(read_cutoff(made, indicator, &problem, &indicator->problem, err));
    WB_TRY(wb_json_object(at, "acute", false, &acute, err));
    if (acute.value == NULL)
        return WB_OK;
    WB_TRY(read_cutoff(made, indicator, &acute, &indicator->acute, err));
    value = wb_json_member(&acute, "value");
    if (!acute_implies_problem(indicator))
        return wb_json_fail(&value, WB_E_DATA, err,
                            "a score can be acute for '%s' without being a problem: the "
                            "acute cut-off is the stricter one",
                            indicator->id);
done:
    return st;
}

static wb_status read_scale_name(const wb_instrument *made, wb_indicator *indicator,
                                 const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at place = wb_json_member(at, "scale");
    const char *name = NULL;
    wb_id id;

    WB_TRY(wb_json_string(at, "scale", true, &name, err));
    id = wb_ids_find(&made->ids, name);
    if (id.kind != WB_ID_SCALE)
        return wb_json_fail(&place, WB_E_DATA, err,
                            "indicator '%s' is over scale '%.80s', which %s",
                            indicator->id, name,
                            id.kind == WB_ID_NONE ? "is not there" : "is not a scale");
    indicator->scale = (uint32_t)id.index;

done:
    return st;
}

static wb_status read_indicator(wb_instrument *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id",        "label",   "kind",  "scale",
                                       "direction", "problem", "acute", NULL};
    static const char *const kinds[] = {"workability", "risk", "other", NULL};
    static const char *const directions[] = {"low", "high", NULL};
    wb_status st = WB_OK;
    wb_indicator *indicator = &made->indicators[made->n_indicators];
    int32_t kind = 0;
    int32_t direction = 0;

    indicator->json = at->value;
    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(
        wb_read_id(made, at, WB_ID_INDICATOR, made->n_indicators, &indicator->id, err));
    made->n_indicators++;
    WB_TRY(wb_read_texts(made, at, "label", true, err));
    WB_TRY(wb_json_choice(at, "kind", kinds, &kind, err));
    WB_TRY(wb_json_choice(at, "direction", directions, &direction, err));
    indicator->kind = kinds[kind];
    indicator->high = direction == 1;
    WB_TRY(read_scale_name(made, indicator, at, err));
    WB_TRY(read_cutoffs(made, indicator, at, err));
    WB_TRY(wb_read_derived(made, at, indicator->id, "_problem", err));
    if (indicator->acute.given)
        WB_TRY(wb_read_derived(made, at, indicator->id, "_acute", err));

done:
    return st;
}

wb_status wb_read_indicators(wb_instrument *made, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "indicators", false, WB_MAX_DEFINITIONS, &list, &n, err));
    made->indicators = wb_allocate(n, sizeof *made->indicators);
    if (made->indicators == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at indicator = wb_json_element(&list, i);

        WB_TRY(read_indicator(made, &indicator, err));
    }
done:
    return st;
}

/* ---- composites ---- */

static wb_status read_part(const wb_instrument *made, wb_composite *composite,
                           const wb_json_at *at, wb_error *err)
{
    const char *name = json_string_value(at->value);
    wb_id id = name != NULL ? wb_ids_find(&made->ids, name) : (wb_id){0};
    wb_composite_part part = {id.kind == WB_ID_COMPOSITE, (uint32_t)id.index};

    if (name == NULL)
        return wb_json_fail(at, WB_E_DATA, err,
                            "a part of a composite is named by its id");
    if (id.kind != WB_ID_INDICATOR && id.kind != WB_ID_COMPOSITE)
        return wb_json_fail(
            at, WB_E_DATA, err, "composite '%s' has part '%.80s', which %s",
            composite->id, name,
            id.kind == WB_ID_NONE ? "is not there" : "is no indicator or composite");
    if (part.is_composite && made->composites[part.index].counts)
        return wb_json_fail(
            at, WB_E_DATA, err,
            "composite '%s' has part '%s', which is a number, not yes or no",
            composite->id, name);
    if (!part.is_composite && composite->acute && !made->indicators[id.index].acute.given)
        return wb_json_fail(at, WB_E_DATA, err,
                            "composite '%s' is over acute lights, '%s' has none",
                            composite->id, name);
    for (size_t i = 0; i < composite->n_parts; i++) {
        if (composite->parts[i].index == part.index &&
            composite->parts[i].is_composite == part.is_composite)
            return wb_json_fail(at, WB_E_DATA, err, "composite '%s' has part '%s' twice",
                                composite->id, name);
    }
    composite->parts[composite->n_parts++] = part;
    return WB_OK;
}

static wb_status read_parts(const wb_instrument *made, wb_composite *composite,
                            const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;
    int64_t min_known;

    WB_TRY(wb_json_list(at, "of", true, WB_MAX_PARTS, &list, &n, err));
    composite->parts = wb_allocate(n, sizeof *composite->parts);
    if (composite->parts == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at part = wb_json_element(&list, i);

        WB_TRY(read_part(made, composite, &part, err));
    }
    min_known = (int64_t)n;
    WB_TRY(wb_json_int(at, "min_known", false, 1, (int64_t)n, &min_known, err));
    composite->min_known = (size_t)min_known;

done:
    return st;
}

/* All but the parts, which may name composites further on. */
static wb_status read_composite(wb_instrument *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id",    "label",     "rule", "of",
                                       "level", "min_known", NULL};
    static const char *const rules[] = {"none_of", "count_of", NULL};
    static const char *const levels[] = {"problem", "acute", NULL};
    wb_status st = WB_OK;
    wb_composite *composite = &made->composites[made->n_composites];
    int32_t rule = 0;
    int32_t level = 0;

    composite->json = at->value;
    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(
        wb_read_id(made, at, WB_ID_COMPOSITE, made->n_composites, &composite->id, err));
    made->n_composites++;
    WB_TRY(wb_read_derived(made, at, composite->id, "_reason", err));
    WB_TRY(wb_read_texts(made, at, "label", true, err));
    WB_TRY(wb_json_choice(at, "rule", rules, &rule, err));
    if (wb_json_member(at, "level").value != NULL)
        WB_TRY(wb_json_choice(at, "level", levels, &level, err));
    composite->counts = rule == 1;
    composite->acute = level == 1;

done:
    return st;
}

static bool parts_are_placed(const wb_composite *composite, const bool *placed)
{
    for (size_t i = 0; i < composite->n_parts; i++) {
        if (composite->parts[i].is_composite && !placed[composite->parts[i].index])
            return false;
    }
    return true;
}

/* Place composites after their parts, in rounds; a round that places none leaves a cycle.
 */
static wb_status order_composites(wb_instrument *made, const wb_json_at *list,
                                  wb_error *err)
{
    wb_status st = WB_OK;
    bool *placed = wb_allocate(made->n_composites, sizeof *placed);
    size_t n_placed = 0;

    made->order = wb_allocate(made->n_composites, sizeof *made->order);
    if (placed == NULL || made->order == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t before = SIZE_MAX; n_placed < made->n_composites && before != n_placed;) {
        before = n_placed;
        for (size_t i = 0; i < made->n_composites; i++) {
            if (!placed[i] && parts_are_placed(&made->composites[i], placed)) {
                placed[i] = true;
                made->order[n_placed++] = (uint32_t)i;
            }
        }
    }
    for (size_t i = 0; i < made->n_composites && n_placed < made->n_composites; i++) {
        if (!placed[i]) {
            wb_json_at at = wb_json_element(list, i);

            st = wb_json_fail(&at, WB_E_DATA, err,
                              "composite '%s' is made of itself, by way of its parts",
                              made->composites[i].id);
            goto done;
        }
    }
done:
    wb_release(placed);
    return st;
}

wb_status wb_read_composites(wb_instrument *made, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "composites", false, WB_MAX_DEFINITIONS, &list, &n, err));
    made->composites = wb_allocate(n, sizeof *made->composites);
    if (made->composites == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at composite = wb_json_element(&list, i);

        WB_TRY(read_composite(made, &composite, err));
    }
    for (size_t i = 0; i < n; i++) {
        wb_json_at composite = wb_json_element(&list, i);

        WB_TRY(read_parts(made, &made->composites[i], &composite, err));
    }
    WB_TRY(order_composites(made, &list, err));

done:
    return st;
}
