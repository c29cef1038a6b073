/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Demands on facts: read into a tree that is never deeper than WB_MAX_DEPTH, and asked of
 * a case with three outcomes (Kleene): what is not known decides only where it must. */
#include "support/assess.h"

#include <string.h>

/* What a file says of it, in the order of wb_demand_kind. */
static const char *const names[] = {"at_least", "above",   "at_most", "below", "is",
                                    "one_of",   "none_of", "all",     "any",   NULL};

/* ---- reading ---- */

/* Which of the kinds the object has; two of them, or none, is refused. */
static wb_status read_kind(const wb_json_at *at, wb_demand_kind *kind, wb_error *err)
{
    static const char *const keys[] = {"fact",  "at_least", "above",  "at_most",
                                       "below", "is",       "one_of", "none_of",
                                       "all",   "any",      NULL};
    int found = 0;
    wb_status st = wb_json_check_keys(at, keys, err);

    for (int i = 0; names[i] != NULL && st == WB_OK; i++) {
        if (json_object_get(at->value, names[i]) == NULL)
            continue;
        *kind = (wb_demand_kind)i;
        found++;
    }
    if (st == WB_OK && found != 1)
        return wb_json_fail(at, WB_E_DATA, err,
                            "a demand has one of: at_least, above, at_most, below, is, "
                            "one_of, none_of (of a fact), all or any (of demands)");
    return st;
}

static wb_status read_number(const wb_json_at *at, const wb_fact *fact, wb_demand *demand,
                             wb_error *err)
{
    const char *key = names[demand->kind];
    wb_json_at place = wb_json_member(at, key);

    if (fact->type == WB_FACT_NUMBER)
        return wb_json_double(at, key, true, &demand->number, err);
    if (fact->type == WB_FACT_COUNT || fact->type == WB_FACT_CENTS)
        return wb_json_int(at, key, true, 0, (int64_t)1 << 53, &demand->whole, err);
    return wb_json_fail(&place, WB_E_DATA, err,
                        "'%s' compares numbers, and fact '%s' is a %s", key, fact->id,
                        wb_fact_type_names[fact->type]);
}

static wb_status read_truth(const wb_json_at *at, const wb_fact *fact, wb_demand *demand,
                            wb_error *err)
{
    bool truth = false;
    wb_status st = wb_json_bool(at, "is", true, &truth, err);

    demand->whole = truth;
    if (st == WB_OK && fact->type != WB_FACT_BOOL)
        return wb_json_fail(at, WB_E_DATA, err, "'is' asks for a bool, and '%s' is a %s",
                            fact->id, wb_fact_type_names[fact->type]);
    return st;
}

static wb_status read_choices(const wb_json_at *at, const wb_fact *fact,
                              wb_demand *demand, wb_error *err)
{
    const char *key = names[demand->kind];
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, key, true, WB_MAX_VALUES, &list, &n, err));
    if (fact->type != WB_FACT_CHOICE)
        return wb_json_fail(&list, WB_E_DATA, err,
                            "'%s' asks for a choice, and '%s' is a %s", key, fact->id,
                            wb_fact_type_names[fact->type]);
    for (size_t i = 0; i < n; i++) {
        wb_json_at word = wb_json_element(&list, i);
        const char *text = json_string_value(word.value);
        size_t value =
            text == NULL ? WB_MAX_VALUES : wb_fact_find_value(fact, text, strlen(text));

        if (value == WB_MAX_VALUES)
            return wb_json_fail(&word, WB_E_DATA, err, "this is no value of fact '%s'",
                                fact->id);
        demand->choices |= (uint64_t)1 << value;
    }
done:
    return st;
}

static wb_status read_of_fact(const wb_support *made, const wb_json_at *at,
                              wb_demand *demand, wb_error *err)
{
    const char *id = NULL;
    wb_json_at place = wb_json_member(at, "fact");
    wb_status st = wb_json_string(at, "fact", true, &id, err);
    const wb_fact *fact;

    if (st != WB_OK)
        return st;
    demand->fact = wb_support_find_fact(made, id);
    if (demand->fact == made->n_facts)
        return wb_json_fail(&place, WB_E_DATA, err, "there is no fact '%.80s'", id);
    fact = &made->facts[demand->fact];
    if (demand->kind == WB_IS)
        return read_truth(at, fact, demand, err);
    if (demand->kind == WB_ONE_OF || demand->kind == WB_NONE_OF)
        return read_choices(at, fact, demand, err);
    return read_number(at, fact, demand, err);
}

static wb_status take(wb_support *made, const wb_json_at *at, const wb_demand *demand,
                      int64_t *place, wb_error *err)
{
    wb_demand *wider;

    if (made->n_demands == WB_MAX_DEMANDS)
        return wb_json_fail(at, WB_E_LIMIT, err, "there are more than %d demands",
                            WB_MAX_DEMANDS);
    if ((made->n_demands & (made->n_demands - 1)) == 0) { /* full at each power of 2 */
        wider = wb_resize(made->demands, made->n_demands == 0 ? 1 : 2 * made->n_demands,
                          sizeof *wider);
        if (wider == NULL)
            return wb_fail_nomem(err);
        made->demands = wider;
    }
    *place = (int64_t)made->n_demands;
    made->demands[made->n_demands++] = *demand;
    return WB_OK;
}

static wb_status read_at_depth(wb_support *made, const wb_json_at *at, int depth,
                               int64_t *place, uint64_t *facts, wb_error *err);

/* The demands of ALL and ANY, the last one first, so that each knows the next. */
static wb_status read_within(wb_support *made, const wb_json_at *at, int depth,
                             wb_demand *demand, uint64_t *facts, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    if (json_object_get(at->value, "fact") != NULL)
        return wb_json_fail(at, WB_E_DATA, err, "'%s' is asked of demands, not of a fact",
                            names[demand->kind]);
    WB_TRY(wb_json_list(at, names[demand->kind], true, WB_MAX_DEMANDS, &list, &n, err));
    for (size_t i = n; i > 0; i--) {
        wb_json_at one = wb_json_element(&list, i - 1);
        int64_t place = 0;

        WB_TRY(read_at_depth(made, &one, depth + 1, &place, facts, err));
        made->demands[place].next = demand->first;
        demand->first = place;
    }
done:
    return st;
}

static wb_status read_at_depth(wb_support *made, const wb_json_at *at, int depth,
                               int64_t *place, uint64_t *facts, wb_error *err)
{
    wb_status st = WB_OK;
    wb_demand demand = {.first = WB_NO_DEMAND, .next = WB_NO_DEMAND};

    if (depth > WB_MAX_DEPTH)
        return wb_json_fail(at, WB_E_LIMIT, err, "demands are nested more than %d deep",
                            WB_MAX_DEPTH);
    WB_TRY(read_kind(at, &demand.kind, err));
    if (demand.kind == WB_ALL || demand.kind == WB_ANY) {
        WB_TRY(read_within(made, at, depth, &demand, facts, err));
    } else {
        WB_TRY(read_of_fact(made, at, &demand, err));
        *facts |= (uint64_t)1 << demand.fact;
    }
    WB_TRY(take(made, at, &demand, place, err));

done:
    return st;
}

wb_status wb_support_read_demand(wb_support *made, const wb_json_at *at, int64_t *demand,
                                 uint64_t *facts, wb_error *err)
{
    *facts = 0;
    return read_at_depth(made, at, 1, demand, facts, err);
}

/* ---- asking ---- */

static int order_of(const wb_demand *demand, wb_fact_type type, const wb_value *value)
{
    if (type == WB_FACT_NUMBER)
        return (value->number > demand->number) - (value->number < demand->number);
    return (value->whole > demand->whole) - (value->whole < demand->whole);
}

static bool is_met(const wb_demand *demand, wb_fact_type type, const wb_value *value)
{
    switch (demand->kind) {
    case WB_AT_LEAST:
        return order_of(demand, type, value) >= 0;
    case WB_ABOVE:
        return order_of(demand, type, value) > 0;
    case WB_AT_MOST:
        return order_of(demand, type, value) <= 0;
    case WB_BELOW:
        return order_of(demand, type, value) < 0;
    case WB_IS:
        return value->whole == demand->whole;
    case WB_ONE_OF:
        return (demand->choices >> value->whole & 1) == 1;
    case WB_NONE_OF:
        return (demand->choices >> value->whole & 1) == 0;
    case WB_ALL: /* not reached: demands within demands are asked one by one */
    case WB_ANY:
        break; /* not reached: as of all */
    }
    return false; /* not reached: each case of a fact has returned */
}

wb_outcome wb_demand_ask(const wb_support *support, int64_t demand,
                         const wb_value *values)
{
    const wb_demand *asked = &support->demands[demand];
    wb_outcome decides = asked->kind == WB_ALL ? WB_NOT_MET : WB_MET;
    wb_outcome outcome = asked->kind == WB_ALL ? WB_MET : WB_NOT_MET;

    if (asked->kind != WB_ALL && asked->kind != WB_ANY) {
        const wb_value *value = &values[asked->fact];
        if (!value->known)
            return WB_UNKNOWN;
        return is_met(asked, support->facts[asked->fact].type, value) ? WB_MET
                                                                      : WB_NOT_MET;
    }
    for (int64_t i = asked->first; i != WB_NO_DEMAND; i = support->demands[i].next) {
        wb_outcome one = wb_demand_ask(support, i, values);
        if (one == decides)
            return decides;
        outcome = one == WB_UNKNOWN ? WB_UNKNOWN : outcome;
    }
    return outcome;
}
