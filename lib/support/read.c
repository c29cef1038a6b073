/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The parts of a support file: texts, claims, the period, facts, conditions, figures. */
#include "support/support.h"

#include "support/cents.h"

#include <string.h>

const char *const wb_fact_type_names[] = {"count", "number", "cents",
                                          "bool",  "choice", NULL};

wb_status wb_support_read_texts(const wb_json_at *at, const char *key, bool required,
                                wb_error *err)
{
    static const char *const languages[] = {"nl", "en", NULL};
    wb_status st = WB_OK;
    wb_json_at texts;
    const char *text;

    WB_TRY(wb_json_object(at, key, required, &texts, err));
    if (texts.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_check_keys(&texts, languages, err));
    WB_TRY(wb_json_string(&texts, "nl", true, &text, err));
    WB_TRY(wb_json_string(&texts, "en", true, &text, err));

done:
    return st;
}

/* ---- claims ---- */

/* The members source, verified and note of an object. */
static wb_status read_claim(const wb_support *made, const wb_json_at *at, wb_claim *claim,
                            wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *sources = json_object_get(made->document.root, "sources");
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "source", false, WB_MAX_SOURCES, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at source = wb_json_element(&list, i);
        const char *id = json_string_value(source.value);

        if (id == NULL || json_object_get(sources, id) == NULL)
            return wb_json_fail(&source, WB_E_DATA, err,
                                "a source here is the id of one in 'sources'");
    }
    WB_TRY(wb_json_bool(at, "verified", true, &claim->verified, err));
    WB_TRY(wb_support_read_texts(at, "note", !claim->verified, err));
    if (claim->verified && n == 0)
        return wb_json_fail(at, WB_E_DATA, err,
                            "this is called verified, and names no source");
    claim->json = at->value;

done:
    return st;
}

/* ---- the period ---- */

static wb_status read_bound(const wb_support *made, const wb_json_at *period,
                            const char *key, wb_bound *bound, wb_error *err)
{
    static const char *const keys[] = {"date", "source", "verified", "note", NULL};
    wb_status st = WB_OK;
    const char *text = NULL;
    wb_json_at at;

    WB_TRY(wb_json_object(period, key, false, &at, err));
    if (at.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_string(&at, "date", true, &text, err));
    if (!wb_parse_date(text, strlen(text), &bound->day)) {
        wb_json_at date = wb_json_member(&at, "date");
        return wb_json_fail(&date, WB_E_DATA, err,
                            "'%.40s' is no date such as 2020-12-31", text);
    }
    bound->given = true;
    WB_TRY(read_claim(made, &at, &bound->claim, err));

done:
    return st;
}

wb_status wb_support_read_period(wb_support *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"from", "until", NULL};
    wb_status st = WB_OK;
    wb_json_at period;

    WB_TRY(wb_json_object(at, "valid", true, &period, err));
    WB_TRY(wb_json_check_keys(&period, keys, err));
    WB_TRY(read_bound(made, &period, "from", &made->from, err));
    WB_TRY(read_bound(made, &period, "until", &made->until, err));
    if (made->from.given && made->until.given && made->from.day > made->until.day)
        return wb_json_fail(&period, WB_E_DATA, err, "the period ends before it begins");

done:
    return st;
}

/* ---- facts ---- */

static wb_status read_value(const wb_json_at *at, wb_fact *fact, wb_error *err)
{
    static const char *const keys[] = {"id", "label", NULL};
    wb_status st = WB_OK;
    const char *id = NULL;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "id", &id, err));
    if (wb_fact_find_value(fact, id, strlen(id)) < at->index)
        return wb_json_fail(at, WB_E_DATA, err, "value '%s' is there twice", id);
    WB_TRY(wb_support_read_texts(at, "label", true, err));

done:
    return st;
}

static wb_status read_values(const wb_json_at *at, wb_fact *fact, wb_error *err)
{
    wb_status st = WB_OK;
    bool choice = fact->type == WB_FACT_CHOICE;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "values", choice, WB_MAX_VALUES, &list, &n, err));
    if (!choice && list.value != NULL)
        return wb_json_fail(&list, WB_E_DATA, err, "only a choice has values");
    for (size_t i = 0; i < n; i++) {
        wb_json_at value = wb_json_element(&list, i);
        const char *id = NULL;
        /* All have an id before any is looked for. */
        WB_TRY(wb_json_string(&value, "id", true, &id, err));
    }
    fact->values = list.value;
    for (size_t i = 0; i < n; i++) {
        wb_json_at value = wb_json_element(&list, i);
        WB_TRY(read_value(&value, fact, err));
    }
done:
    return st;
}

static wb_status read_fact(wb_support *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id", "label", "type", "values", NULL};
    wb_status st = WB_OK;
    wb_fact *fact = &made->facts[made->n_facts];
    int32_t type = 0;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "id", &fact->id, err));
    if (wb_support_find_fact(made, fact->id) < made->n_facts)
        return wb_json_fail(at, WB_E_DATA, err, "fact '%s' is there twice", fact->id);
    WB_TRY(wb_support_read_texts(at, "label", true, err));
    WB_TRY(wb_json_choice(at, "type", wb_fact_type_names, &type, err));
    fact->type = (wb_fact_type)type;
    fact->json = at->value;
    WB_TRY(read_values(at, fact, err));
    made->n_facts++;

done:
    return st;
}

wb_status wb_support_read_facts(wb_support *made, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    made->facts[WB_FACT_COST] = (wb_fact){"cost_cents", NULL, WB_FACT_CENTS, NULL};
    made->facts[WB_FACT_EARLIER] =
        (wb_fact){"earlier_support_cents", NULL, WB_FACT_CENTS, NULL};
    made->n_facts = WB_OWN_FACTS;
    WB_TRY(wb_json_list(at, "facts", false, WB_MAX_FACTS - WB_OWN_FACTS, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at fact = wb_json_element(&list, i);
        WB_TRY(read_fact(made, &fact, err));
    }
done:
    return st;
}

/* ---- conditions ---- */

/* Ids of the rows that assessing adds itself. */
static bool is_ours(const char *id)
{
    return strcmp(id, "window") == 0 || strcmp(id, "rate") == 0 ||
           strcmp(id, "ceiling") == 0;
}

static wb_status check_condition_id(const wb_support *made, const wb_json_at *at,
                                    const char *id, wb_error *err)
{
    wb_json_at place = wb_json_member(at, "id");

    if (is_ours(id))
        return wb_json_fail(&place, WB_E_DATA, err,
                            "'%s' is the name of a condition that every rule has", id);
    for (size_t i = 0; i < made->n_conditions; i++) {
        if (strcmp(made->conditions[i].id, id) == 0)
            return wb_json_fail(&place, WB_E_DATA, err, "condition '%s' is there twice",
                                id);
    }
    return WB_OK;
}

static wb_status read_condition(wb_support *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id",     "kind",     "asked", "demand",
                                       "source", "verified", "note",  NULL};
    static const char *const kinds[] = {"applicant", "use",     "joint",
                                        "file",      "history", NULL};
    wb_status st = WB_OK;
    wb_condition *condition = &made->conditions[made->n_conditions];
    wb_json_at demand;
    int32_t kind = 0;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "id", &condition->id, err));
    WB_TRY(check_condition_id(made, at, condition->id, err));
    WB_TRY(wb_json_choice(at, "kind", kinds, &kind, err));
    condition->kind = kinds[kind];
    WB_TRY(wb_support_read_texts(at, "asked", true, err));
    WB_TRY(wb_json_object(at, "demand", true, &demand, err));
    WB_TRY(wb_support_read_demand(made, &demand, &condition->demand, &condition->facts,
                                  err));
    WB_TRY(read_claim(made, at, &condition->claim, err));
    made->n_conditions++;

done:
    return st;
}

wb_status wb_support_read_conditions(wb_support *made, const wb_json_at *at,
                                     wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "conditions", false, WB_MAX_CONDITIONS, &list, &n, err));
    made->conditions = wb_allocate(n, sizeof *made->conditions);
    if (made->conditions == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at condition = wb_json_element(&list, i);
        WB_TRY(read_condition(made, &condition, err));
    }
done:
    return st;
}

/* ---- figures ---- */

/* A percentage: 60, or as text with at most two decimals, "12.5". */
static wb_status read_percent(const wb_json_at *at, int64_t *rate, wb_error *err)
{
    wb_json_at place = wb_json_member(at, "percent");
    const char *text = json_string_value(place.value);
    double percent = -1;

    if (json_is_integer(place.value)) {
        json_int_t whole = json_integer_value(place.value);
        *rate = whole >= 0 && whole <= 100 ? 100 * whole : -1;
    } else if (text != NULL && wb_parse_double(text, strlen(text), '.', &percent)) {
        *rate = wb_rate_of_percent(percent);
    } else {
        *rate = -1;
    }
    if (*rate < 0)
        return wb_json_fail(&place, WB_E_DATA, err,
                            "'percent' is a whole number from 0 to 100, or a text with "
                            "at most two decimals such as \"12.5\"");
    return WB_OK;
}

static wb_status read_rate(wb_support *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id",       "when", "percent", "source",
                                       "verified", "note", NULL};
    wb_status st = WB_OK;
    wb_rate *rate = &made->rates[made->n_rates];
    wb_json_at when;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "id", &rate->id, err));
    for (size_t i = 0; i < made->n_rates; i++) {
        if (strcmp(made->rates[i].id, rate->id) == 0)
            return wb_json_fail(at, WB_E_DATA, err, "rate '%s' is there twice", rate->id);
    }
    WB_TRY(wb_json_object(at, "when", false, &when, err));
    rate->demand = WB_NO_DEMAND;
    if (when.value != NULL)
        WB_TRY(wb_support_read_demand(made, &when, &rate->demand, &rate->facts, err));
    WB_TRY(read_percent(at, &rate->rate, err));
    WB_TRY(read_claim(made, at, &rate->claim, err));
    made->n_rates++;

done:
    return st;
}

wb_status wb_support_read_rates(wb_support *made, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "rates", false, WB_MAX_RATES, &list, &n, err));
    made->rates = wb_allocate(n, sizeof *made->rates);
    if (made->rates == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at rate = wb_json_element(&list, i);
        WB_TRY(read_rate(made, &rate, err));
    }
done:
    return st;
}

wb_status wb_support_read_ceiling(wb_support *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"cents",    "per",  "source",
                                       "verified", "note", NULL};
    wb_status st = WB_OK;
    wb_json_at ceiling;

    WB_TRY(wb_json_object(at, "ceiling", false, &ceiling, err));
    if (ceiling.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_check_keys(&ceiling, keys, err));
    WB_TRY(wb_json_int(&ceiling, "cents", true, 0, (int64_t)1 << 53, &made->ceiling.cents,
                       err));
    WB_TRY(wb_support_read_texts(&ceiling, "per", true, err));
    WB_TRY(read_claim(made, &ceiling, &made->ceiling.claim, err));
    made->ceiling.given = true;

done:
    return st;
}
