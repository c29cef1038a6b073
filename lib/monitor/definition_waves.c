/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The waves of a definition: what was sent, who answered, how many people there are. */
#include "monitor/definition.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

/* A number with its source: an object, or for what was sent the number alone. */
static wb_status read_stated(const wb_json_at *object, const char *key, double most,
                             wb_stated *stated, wb_error *err)
{
    static const char *const keys[] = {"value", "status", "source", NULL};
    wb_status st = WB_OK;
    wb_json_at at;

    WB_TRY(wb_json_object(object, key, false, &at, err));
    if (at.value == NULL)
        return WB_OK;
    stated->given = true;
    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_double(&at, "value", true, &stated->value, err));
    WB_TRY(wb_json_string(&at, "status", false, &stated->status, err));
    WB_TRY(wb_json_string(&at, "source", false, &stated->source, err));
    if (!(stated->value >= 0 && stated->value <= most))
        return wb_json_fail(&at, WB_E_DATA, err, "'%s' is from 0 to %.0f", key, most);
done:
    return st;
}

static wb_status read_wave(wb_monitor_definition *made, const wb_json_at *at,
                           wb_error *err)
{
    static const char *const keys[] = {"id",       "time",     "label",       "sent",
                                       "response", "answered", "populations", NULL};
    wb_status st = WB_OK;
    wb_wave *wave = &made->waves[made->n_waves];
    size_t before = made->n_waves;

    made->n_waves++;
    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_definition_read_code(at, &wave->id, err));
    if (wb_definition_wave(made, wave->id) != before)
        return wb_json_fail(at, WB_E_DATA, err, "there are two waves '%s'", wave->id);
    wave->time = (double)made->n_waves;
    (void)wb_parse_double(wave->id, strlen(wave->id), '.', &wave->time);
    WB_TRY(wb_json_double(at, "time", false, &wave->time, err));
    if (before > 0 && !(wave->time > made->waves[before - 1].time))
        return wb_json_fail(at, WB_E_DATA, err,
                            "wave '%s' is not after the one before it: waves stand in "
                            "the order of their time",
                            wave->id);
    WB_TRY(wb_json_texts(at, "label", false, wb_definition_languages(made), err));
    WB_TRY(read_stated(at, "sent", 1e12, &wave->sent, err));
    WB_TRY(read_stated(at, "response", 100, &wave->response, err));
    WB_TRY(read_stated(at, "answered", 1e12, &wave->answered, err));
done:
    return st;
}

/* The column of the wave as a variable: its codes are the ids of waves. */
static wb_status group_waves(wb_monitor_definition *made, const wb_json_at *list,
                             wb_error *err)
{
    wb_variable *groups = &made->wave_groups;

    groups->id = "wave";
    groups->column = made->wave_column;
    groups->kind = made->n_waves > 0 ? WB_VARIABLE_CODES : WB_VARIABLE_FOUND;
    groups->categories = wb_allocate(made->n_waves, sizeof *groups->categories);
    if (groups->categories == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < made->n_waves; i++) {
        wb_json_at element = wb_json_element(list, i);
        groups->categories[i].id = made->waves[i].id;
        groups->categories[i].json = element.value;
    }
    groups->n_categories = made->n_waves;
    return WB_OK;
}

wb_status wb_definition_read_waves(wb_monitor_definition *made, const wb_json_at *root,
                                   wb_error *err)
{
    static const char *const keys[] = {"column", "shared_units", "list", NULL};
    wb_status st = WB_OK;
    wb_json_at at;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_object(root, "waves", false, &at, err));
    if (at.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_string(&at, "column", false, &made->wave_column, err));
    WB_TRY(wb_json_bool(&at, "shared_units", false, &made->shared_units, err));
    WB_TRY(wb_json_list(&at, "list", false, WB_MAX_WAVES, &list, &n, err));
    made->waves = wb_allocate(n, sizeof *made->waves);
    if (made->waves == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&list, i);
        WB_TRY(read_wave(made, &element, err));
    }
    WB_TRY(group_waves(made, &list, err));
done:
    return st;
}

/* ---- how many people there are ---- */

/* Where categories are declared, one of them: no other has anybody. */
static bool has_category(const wb_variable *variable, const char *id)
{
    for (size_t i = 0; i < variable->n_categories; i++) {
        if (strcmp(variable->categories[i].id, id) == 0)
            return true;
    }
    return variable->n_categories == 0;
}

static wb_status read_group(const wb_monitor_definition *made, const wb_json_at *at,
                            wb_population *population, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at group;
    const char *key;
    json_t *value;

    WB_TRY(wb_json_object(at, "group", false, &group, err));
    if (group.value == NULL)
        return WB_OK;
    json_object_foreach((json_t *)group.value, key, value)
    {
        wb_json_at member = wb_json_member(&group, key);
        size_t v = wb_definition_variable(made, key);
        if (v == WB_NOWHERE)
            return wb_json_fail(&member, WB_E_DATA, err, "there is no variable '%.64s'",
                                key);
        if (!json_is_string(value) || population->n_conditions == WB_MAX_CROSSED)
            return wb_json_fail(&member, WB_E_DATA, err,
                                "a group names one category of each of at most %d "
                                "variables",
                                (int)WB_MAX_CROSSED);
        if (!has_category(&made->variables[v], json_string_value(value)))
            return wb_json_fail(&member, WB_E_DATA, err, "'%s' has no group '%.64s'", key,
                                json_string_value(value));
        population->variables[population->n_conditions] = v;
        population->categories[population->n_conditions++] = json_string_value(value);
    }
done:
    return st;
}

static wb_status read_population(const wb_monitor_definition *made, const wb_json_at *at,
                                 wb_population *population, wb_error *err)
{
    static const char *const keys[] = {"id",    "total",    "source",
                                       "group", "measures", NULL};
    wb_status st = WB_OK;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "id", &population->id, err));
    WB_TRY(wb_json_double(at, "total", true, &population->total, err));
    if (!(population->total > 0 && population->total <= 1e12))
        return wb_json_fail(at, WB_E_DATA, err, "a population total is above 0");
    WB_TRY(wb_json_string(at, "source", false, &population->source, err));
    if (population->source == NULL || population->source[0] == '\0')
        return wb_json_fail(at, WB_E_DATA, err,
                            "the population total '%s' has no source: head counts say "
                            "what they are counted with",
                            population->id);
    WB_TRY(wb_definition_read_codes(at, "measures", false, &population->measures, err));
    WB_TRY(read_group(made, at, population, err));
done:
    return st;
}

static bool same_group(const wb_population *a, const wb_population *b)
{
    if (strcmp(a->id, b->id) != 0 || a->n_conditions != b->n_conditions)
        return false;
    for (size_t i = 0; i < a->n_conditions; i++) {
        size_t j = 0;
        while (j < b->n_conditions && (a->variables[i] != b->variables[j] ||
                                       strcmp(a->categories[i], b->categories[j]) != 0))
            j++;
        if (j == b->n_conditions)
            return false;
    }
    return true;
}

/* Totals of one id are of one source; another source is another id. */
static wb_status check_source(const wb_wave *wave, const wb_json_at *at,
                              const wb_population *new, wb_error *err)
{
    for (size_t i = 0; i < wave->n_populations; i++) {
        const wb_population *old = &wave->populations[i];
        if (strcmp(old->id, new->id) == 0 && strcmp(old->source, new->source) != 0)
            return wb_json_fail(at, WB_E_DATA, err,
                                "totals '%s' of wave '%s' are from two sources, '%.80s' "
                                "and '%.80s': give each an id of its own",
                                new->id, wave->id, old->source, new->source);
        if (same_group(old, new))
            return wb_json_fail(at, WB_E_DATA, err,
                                "there are two totals '%s' of this group in wave '%s'",
                                new->id, wave->id);
    }
    return WB_OK;
}

static wb_status read_wave_populations(wb_monitor_definition *made, wb_wave *wave,
                                       const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "populations", false, WB_MAX_POPULATIONS, &list, &n, err));
    wave->populations = wb_allocate(n, sizeof *wave->populations);
    if (wave->populations == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&list, i);
        WB_TRY(read_population(made, &element, &wave->populations[i], err));
        WB_TRY(check_source(wave, &element, &wave->populations[i], err));
        wave->n_populations++;
    }
done:
    return st;
}

wb_status wb_definition_read_populations(wb_monitor_definition *made,
                                         const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at waves = wb_json_member(root, "waves");
    wb_json_at list = wb_json_member(&waves, "list");

    for (size_t i = 0; i < made->n_waves; i++) {
        wb_json_at element = wb_json_element(&list, i);
        WB_TRY(read_wave_populations(made, &made->waves[i], &element, err));
    }
done:
    return st;
}
