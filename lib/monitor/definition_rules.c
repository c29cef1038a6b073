/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The rules of a definition: its design, what is compared, targets, publication. */
#include "monitor/definition.h"

#include "base/text.h"
#include "disclose/circle.h"

#include <werkbaar/infer.h>

#include <string.h>

/* ---- the design ---- */

static wb_status read_columns(const wb_json_at *object, const char *key, wb_names *names,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(object, key, false, 64, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&list, i);
        const char *name;
        WB_TRY(wb_json_column_name(&element, &name, err));
        WB_TRY(wb_names_add(names, name, err));
    }
done:
    return st;
}

static wb_status read_design(wb_monitor_definition *made, const wb_json_at *root,
                             wb_error *err)
{
    static const char *const keys[] = {"weights", "strata", "clusters",
                                       "fpc",     "nested", NULL};
    wb_status st = WB_OK;
    wb_json_at at;

    WB_TRY(wb_json_object(root, "design", false, &at, err));
    if (at.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_string(&at, "weights", false, &made->weights, err));
    WB_TRY(read_columns(&at, "strata", &made->strata, err));
    WB_TRY(read_columns(&at, "clusters", &made->clusters, err));
    WB_TRY(read_columns(&at, "fpc", &made->fpc, err));
    WB_TRY(wb_json_bool(&at, "nested", false, &made->nested, err));
    if (made->shared_units && made->clusters.count == 0)
        return wb_json_fail(&at, WB_E_DATA, err,
                            "waves that share units need clusters: the people or "
                            "workplaces that are asked again");
done:
    return st;
}

/* ---- targets ---- */

static wb_status read_target(wb_monitor_definition *made, const wb_json_at *at,
                             wb_error *err)
{
    static const char *const keys[] = {"measure", "value",   "date",   "direction",
                                       "label",   "towards", "source", NULL};
    static const char *const directions[] = {"at_least", "at_most", NULL};
    wb_status st = WB_OK;
    wb_target *target = &made->targets[made->n_targets++];
    int32_t direction;
    int32_t day;
    wb_json_at place = wb_json_member(at, "date");

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "measure", &target->measure, err));
    WB_TRY(wb_json_double(at, "value", true, &target->value, err));
    WB_TRY(wb_json_string(at, "date", true, &target->date, err));
    WB_TRY(wb_json_choice(at, "direction", directions, &direction, err));
    target->at_least = direction == 0;
    WB_TRY(wb_json_bool(at, "towards", false, &target->towards, err));
    WB_TRY(wb_json_string(at, "source", true, &target->source, err));
    WB_TRY(wb_json_texts(at, "label", false, wb_definition_languages(made), err));
    if (!wb_parse_date(target->date, strlen(target->date), &day))
        return wb_json_fail(&place, WB_E_DATA, err,
                            "'%.40s' is no date such as 2020-12-31", target->date);
done:
    return st;
}

static wb_status read_targets(wb_monitor_definition *made, const wb_json_at *root,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "targets", false, WB_MAX_TARGETS, &list, &n, err));
    made->targets = wb_allocate(n, sizeof *made->targets);
    if (made->targets == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&list, i);
        WB_TRY(read_target(made, &element, err));
    }
done:
    return st;
}

/* ---- publication ---- */

const char *const wb_publish_protect_names[] = {"none", "rules", "all", NULL};

/* Counts are what protection works on. */
static wb_status read_protection(const wb_json_at *at, wb_publication *rule,
                                 wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at extreme = wb_json_member(at, "extreme");
    wb_json_at protect = wb_json_member(at, "protect");

    WB_TRY(wb_json_int(at, "extreme", false, 1, 1000, &rule->extreme, err));
    if (protect.value != NULL)
        WB_TRY(
            wb_json_choice(at, "protect", wb_publish_protect_names, &rule->protect, err));
    if (rule->extreme > 0 && rule->protect == WB_PUBLISH_PROTECT_NONE)
        return wb_json_fail(&extreme, WB_E_DATA, err,
                            "counts that are extreme are hidden with 'protect' only");
    if (rule->protect != WB_PUBLISH_PROTECT_NONE && rule->min_n == 0)
        return wb_json_fail(&protect, WB_E_DATA, err,
                            "what is hidden is protected with a 'min_n' only");
done:
    return st;
}

/* Groups of one column in two ways (below 27, below 28) leave few people between them,
 * and no relation that protection works with says so. */
static wb_status check_apart(const wb_monitor_definition *made, const wb_json_at *root,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;

    WB_TRY(wb_json_array(root, "variables", false, &list, err));
    for (size_t i = 1; i < made->n_variables; i++) {
        const wb_variable *variable = &made->variables[i];
        for (size_t k = 0; k < i; k++) {
            if (strcmp(variable->column, made->variables[k].column) != 0)
                continue;
            wb_json_at element = wb_json_element(&list, i);
            return wb_json_fail(
                &element, WB_E_DATA, err,
                "'%s' and '%s' are both groups of column '%s': groups of one "
                "could be subtracted from those of the other, so with "
                "'protect' a column makes one variable",
                made->variables[k].id, variable->id, variable->column);
        }
    }
done:
    return st;
}

static bool is_by(const wb_breakdown *breakdown, size_t variable)
{
    for (size_t i = 0; i < breakdown->n; i++) {
        if (breakdown->variables[i] == variable)
            return true;
    }
    return false;
}

/* The variables of both. */
static wb_breakdown common_of(const wb_breakdown *a, const wb_breakdown *b)
{
    wb_breakdown common = {.text = ""};

    for (size_t i = 0; i < a->n; i++) {
        if (is_by(b, a->variables[i]))
            common.variables[common.n++] = a->variables[i];
    }
    return common;
}

/* Whether its groups are among those that are protected. */
static bool is_declared(const wb_monitor_definition *made, const wb_breakdown *breakdown)
{
    for (size_t i = 0; i < made->n_breakdowns; i++) {
        const wb_breakdown *other = &made->breakdowns[i];
        if (!other->automatic && other->n == breakdown->n &&
            common_of(other, breakdown).n == other->n)
            return true;
    }
    return false;
}

static wb_status name_breakdown(const wb_monitor_definition *made,
                                const wb_breakdown *breakdown, wb_text *out,
                                wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < breakdown->n; i++)
        WB_TRY(wb_text_format(out, err, "%s%s", i > 0 ? "*" : "",
                              made->variables[breakdown->variables[i]].id));
done:
    return st;
}

static wb_status fail_common(const wb_monitor_definition *made, const wb_json_at *list,
                             const wb_breakdown *common, const wb_breakdown *a,
                             const wb_breakdown *b, wb_error *err)
{
    const wb_breakdown *all[] = {a, b, common};
    wb_text names[3] = {{0}};
    wb_status st = WB_OK;

    for (int i = 0; i < 3; i++)
        WB_TRY(name_breakdown(made, all[i], &names[i], err));
    st = wb_json_fail(list, WB_E_DATA, err,
                      "'%s' and '%s' both add up to '%s': what one hides the other could "
                      "tell, so with 'protect' that is a breakdown too",
                      names[0].bytes, names[1].bytes, names[2].bytes);
done:
    for (int i = 0; i < 3; i++)
        wb_text_free(&names[i]);
    return st;
}

/* Groups that two breakdowns take apart tell what one hides by what the other shows, and
 * protection works with them only where they are declared. */
static wb_status check_common(const wb_monitor_definition *made, const wb_json_at *root,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;

    WB_TRY(wb_json_array(root, "breakdowns", false, &list, err));
    for (size_t i = 1; i < made->n_breakdowns; i++) {
        const wb_breakdown *one = &made->breakdowns[i];
        for (size_t k = 0; k < i && !one->automatic; k++) {
            const wb_breakdown *other = &made->breakdowns[k];
            wb_breakdown common = common_of(other, one);
            if (!other->automatic && !is_declared(made, &common))
                return fail_common(made, &list, &common, other, one, err);
        }
    }
done:
    return st;
}

/* Nothing when none is in one. */
static wb_status refuse_circle(const wb_monitor_definition *made, const wb_json_at *list,
                               const bool *in_circle, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text names = {0};

    for (size_t i = 0; i < made->n_breakdowns; i++) {
        if (!in_circle[i])
            continue;
        if (names.length > 0)
            WB_TRY(wb_text_format(&names, err, ", "));
        WB_TRY(name_breakdown(made, &made->breakdowns[i], &names, err));
    }
    if (names.length == 0)
        goto done;
    st = wb_json_fail(list, WB_E_DATA, err,
                      "these close a circle: %.300s; together they tell more than their "
                      "sums do, so with 'protect' one of them is left out, or all that "
                      "they are of is one breakdown too",
                      names.bytes);
done:
    wb_text_free(&names);
    return st;
}

/* What is protected is told by nothing but sums only where no circle is closed. */
static wb_status check_circles(const wb_monitor_definition *made, const wb_json_at *root,
                               wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = made->n_breakdowns;
    wb_cross *crosses = wb_allocate(n, sizeof *crosses);
    bool *in_circle = wb_allocate(n, sizeof *in_circle);
    wb_json_at list;

    if (crosses == NULL || in_circle == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t i = 0; i < n; i++) {
        const wb_breakdown *b = &made->breakdowns[i];
        crosses[i] = (wb_cross){b->variables, b->automatic ? 0 : b->n};
    }
    WB_TRY(wb_circle_find(crosses, n, made->n_variables, in_circle, err));
    WB_TRY(wb_json_array(root, "breakdowns", false, &list, err));
    WB_TRY(refuse_circle(made, &list, in_circle, err));
done:
    wb_release(crosses);
    wb_release(in_circle);
    return st;
}

static wb_status read_publication(wb_monitor_definition *made, const wb_json_at *root,
                                  wb_error *err)
{
    static const char *const keys[] = {"min_n",   "max_width", "mode", "extreme",
                                       "protect", "source",    NULL};
    static const char *const modes[] = {"hide", "flag", NULL};
    wb_status st = WB_OK;
    wb_publication *rule = &made->publication;
    const char *source;
    wb_json_at at;

    WB_TRY(wb_json_object(root, "publication", false, &at, err));
    if (at.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_int(&at, "min_n", false, 5, INT32_MAX, &rule->min_n, err));
    WB_TRY(wb_json_double(&at, "max_width", false, &rule->max_width, err));
    WB_TRY(wb_json_choice(&at, "mode", modes, &rule->mode, err));
    WB_TRY(wb_json_string(&at, "source", false, &source, err));
    WB_TRY(read_protection(&at, rule, err));
    if (rule->protect != WB_PUBLISH_PROTECT_NONE) {
        WB_TRY(check_apart(made, root, err));
        WB_TRY(check_common(made, root, err));
        WB_TRY(check_circles(made, root, err));
    }
    if (!(rule->max_width >= 0 && rule->max_width <= 1))
        return wb_json_fail(&at, WB_E_DATA, err,
                            "the width of the interval of a share is from 0 to 1");
done:
    return st;
}

/* ---- comparisons ---- */

static wb_status read_named(wb_monitor_definition *made, const wb_json_at *at,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "waves", false, WB_MAX_WAVES, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&list, i);
        const char *id = json_string_value(element.value);
        if (id == NULL || wb_definition_wave(made, id) == WB_NOWHERE)
            return wb_json_fail(&element, WB_E_DATA, err, "there is no wave '%.64s'",
                                id != NULL ? id : "");
        WB_TRY(wb_names_add(&made->named, id, err));
    }
done:
    return st;
}

static wb_status read_comparisons(wb_monitor_definition *made, const wb_json_at *root,
                                  wb_error *err)
{
    static const char *const keys[] = {"previous", "first", "waves",  "rest",
                                       "total",    "trend", "adjust", NULL};
    static const char *const adjustments[] = {"none", "holm", "bh", NULL};
    wb_status st = WB_OK;
    wb_json_at at;

    made->previous = made->first = made->rest = made->total = made->trend = true;
    WB_TRY(wb_json_object(root, "comparisons", false, &at, err));
    if (at.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_bool(&at, "previous", false, &made->previous, err));
    WB_TRY(wb_json_bool(&at, "first", false, &made->first, err));
    WB_TRY(wb_json_bool(&at, "rest", false, &made->rest, err));
    WB_TRY(wb_json_bool(&at, "total", false, &made->total, err));
    WB_TRY(wb_json_bool(&at, "trend", false, &made->trend, err));
    if (json_object_get(at.value, "adjust") != NULL)
        WB_TRY(wb_json_choice(&at, "adjust", adjustments, &made->adjust, err));
    WB_TRY(read_named(made, &at, err));
done:
    return st;
}

wb_status wb_definition_read_rules(wb_monitor_definition *made, const wb_json_at *root,
                                   wb_error *err)
{
    static const char *const keys[] = {"round_to", NULL};
    wb_status st = WB_OK;
    wb_json_at counts;

    WB_TRY(read_design(made, root, err));
    WB_TRY(read_targets(made, root, err));
    WB_TRY(read_publication(made, root, err));
    WB_TRY(read_comparisons(made, root, err));
    WB_TRY(wb_json_object(root, "head_counts", false, &counts, err));
    if (counts.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_check_keys(&counts, keys, err));
    WB_TRY(wb_json_int(&counts, "round_to", false, 1, 1000000, &made->round_to, err));
done:
    return st;
}
