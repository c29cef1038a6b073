/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The lines of money in a plan. What a block shares is one line, for all its actions, so
 * that no euro is there twice. */
#include "plan/budget.h"

#include <string.h>

static wb_status add_action(wb_budget_line *line, const wb_record *action, wb_error *err)
{
    bool is_first = line->actions.length == 0;
    wb_status st;

    WB_TRY(wb_text_join(&line->actions, ",", action->id, err));
    WB_TRY(wb_text_join(&line->numbers, ",", wb_record_text(action, "number"), err));
    line->action = is_first ? action : NULL;
done:
    return st;
}

/* Actions that take their funding from this block, among those that it holds for. */
static wb_status add_sharers(wb_budget_line *line, const wb_plan *plan, wb_error *err)
{
    const wb_record *block = line->funding->parent;
    wb_status st = WB_OK;

    for (const wb_record *r = wb_action_next(plan, NULL); r != NULL;
         r = wb_action_next(plan, r)) {
        if (wb_record_holds_for(line->funding, r) &&
            wb_own_bearer(plan, r, "funding") == block)
            WB_TRY(add_action(line, r, err));
    }
done:
    return st;
}

/* What a budget of the plan says that it funds. */
static wb_status add_funded(wb_budget_line *line, const wb_plan *plan, wb_error *err)
{
    const wb_record *r = wb_record_first(line->record, "references");
    wb_status st = WB_OK;

    for (; r != NULL; r = wb_record_next(r)) {
        const wb_record *to = wb_plan_find(plan, wb_record_text(r, "to"));

        if (to == NULL || !wb_record_is(to, "action") ||
            strcmp(wb_record_text(r, "relation"), "funds") != 0)
            continue;
        line->link = wb_record_text(r, "certainty");
        WB_TRY(add_action(line, to, err));
    }
done:
    return st;
}

static wb_status add_actions(wb_budget_line *line, const wb_plan *plan, wb_error *err)
{
    if (line->funding == NULL)
        return add_funded(line, plan, err);
    if (wb_record_is(line->funding->parent, "block"))
        return add_sharers(line, plan, err);
    return add_action(line, line->funding->parent, err);
}

static wb_amount amount_of(const wb_record *record, const char *field)
{
    wb_amount amount = {0};

    amount.is_known = wb_record_cents(record, field, &amount.cents);
    return amount;
}

static void set_money(wb_budget_line *line)
{
    const wb_record *record = line->record;
    wb_amount revised = amount_of(record, "revised");

    line->money[WB_MONEY_ORIGINAL] = amount_of(record, "amount");
    line->money[WB_MONEY_CURRENT] =
        revised.is_known ? revised : line->money[WB_MONEY_ORIGINAL];
    line->money[WB_MONEY_SPENT] = amount_of(record, "spent");
}

/* A general budget is not of this plan; a rate is no amount that can be added. */
static const char *counted_word(const wb_budget_line *line)
{
    static const char *const rates[][2] = {
        {"year", "per_year"}, {"project", "per_project"}, {"applicant", "per_applicant"}};
    const char *per = wb_record_text(line->record, "per");

    if (json_is_true(json_object_get(line->record->body, "general")))
        return "general";
    for (size_t i = 0; per != NULL && i < sizeof rates / sizeof *rates; i++) {
        if (strcmp(per, rates[i][0]) == 0)
            return rates[i][1];
    }
    return "yes";
}

static const char *either(const wb_record *first, const char *field,
                          const wb_record *second, const char *other)
{
    const char *text = wb_record_text(first, field);

    return text != NULL || second == NULL ? text : wb_record_text(second, other);
}

static wb_status fill(wb_budget_line *line, const wb_plan *plan, wb_error *err)
{
    const wb_record *funding = line->funding;

    line->source = either(line->record, "held_by", funding, "source");
    line->certainty = either(line->record, "certainty", funding, "certainty");
    line->counted = counted_word(line);
    set_money(line);
    return add_actions(line, plan, err);
}

/* An empty line behind the others; NULL: no memory. */
static wb_budget_line *push(wb_budget_lines *lines)
{
    if (lines->n == lines->room) {
        size_t room = lines->room > 0 ? 2 * lines->room : 16;
        wb_budget_line *items = wb_resize(lines->items, room, sizeof *items);
        if (items == NULL)
            return NULL;
        lines->items = items;
        lines->room = room;
    }
    lines->items[lines->n] = (wb_budget_line){0};
    return &lines->items[lines->n++];
}

static const wb_record *funding_of(const wb_record *line)
{
    const wb_record *funding = wb_record_is(line, "funding") ? line : line->parent;

    return wb_record_is(funding, "funding") ? funding : NULL;
}

static bool is_line(const wb_record *record)
{
    return wb_record_is(record, "budget") || (wb_record_is(record, "funding") &&
                                              wb_record_first(record, "budgets") == NULL);
}

wb_status wb_budget_collect(const wb_plan *plan, wb_budget_lines *lines, wb_error *err)
{
    wb_status st = WB_OK;

    for (const wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r)) {
        wb_budget_line *line;

        if (!is_line(r))
            continue;
        line = push(lines);
        if (line == NULL)
            return wb_fail_nomem(err);
        line->record = r;
        line->funding = funding_of(r);
        WB_TRY(fill(line, plan, err));
    }
done:
    return st;
}

void wb_budget_lines_free(wb_budget_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++) {
        wb_text_free(&lines->items[i].actions);
        wb_text_free(&lines->items[i].numbers);
    }
    wb_release(lines->items);
    *lines = (wb_budget_lines){0};
}
