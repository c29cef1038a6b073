/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Sums of lines of money. What is not known is never a zero: a sum with an unknown part
 * is no total, and its known part stands beside it. */
#include "plan/budget.h"

#include <stdio.h>
#include <string.h>

enum { MAX_BY = 5 };

/* Behind every value that is there. */
static const char nothing[] = "\x7f";

typedef struct sum {
    int64_t known; /* cents */
    int64_t n_known, n_unknown;
} sum;

typedef struct group {
    const wb_budget_line *example; /* the values it is grouped by are its */
    int64_t lines, left_out;
    sum sums[WB_N_MONEY];
} group;

typedef struct totals {
    wb_following following;
    size_t by[MAX_BY];
    size_t n_by;
    wb_keys *keys;
    group *groups; /* as many as lines; the first wb_keys_count() are used */
} totals;

/* ---- what lines are grouped by ---- */

static const char *year_of(const wb_budget_line *line, char room[24])
{
    const json_t *year = json_object_get(line->record->body, "year");

    if (year == NULL)
        return NULL;
    snprintf(room, 24, "%lld", (long long)json_integer_value(year));
    return room;
}

static const char *source_of(const wb_budget_line *line, char room[24])
{
    (void)room;
    return line->source;
}

static const char *action_of(const wb_budget_line *line, char room[24])
{
    (void)room;
    return line->actions.bytes;
}

static const char *certainty_of(const wb_budget_line *line, char room[24])
{
    (void)room;
    return line->certainty;
}

static const char *status_of(const wb_budget_line *line, char room[24])
{
    (void)room;
    return line->action != NULL ? wb_action_status(line->action, NULL) : NULL;
}

static const struct {
    const char *name;
    wb_type type;
    const char *(*value)(const wb_budget_line *line, char room[24]);
} groupings[MAX_BY] = {{"year", WB_TYPE_INT64, year_of},
                       {"source", WB_TYPE_UTF8, source_of},
                       {"action", WB_TYPE_UTF8, action_of},
                       {"certainty", WB_TYPE_DICTIONARY, certainty_of},
                       {"status", WB_TYPE_DICTIONARY, status_of}};

static wb_status find_grouping(const char *name, size_t *at, wb_error *err)
{
    for (*at = 0; name != NULL && *at < MAX_BY; ++*at) {
        if (strcmp(groupings[*at].name, name) == 0)
            return WB_OK;
    }
    return wb_fail_at(err, WB_E_ARG, -1, name != NULL ? name : "",
                      "budgets are not summed by '%.40s', but by year, source, action, "
                      "certainty and status",
                      name != NULL ? name : "");
}

static wb_status read_groupings(totals *t, const char *const *columns, size_t n_columns,
                                wb_error *err)
{
    wb_status st = WB_OK;

    if (n_columns > MAX_BY || (n_columns > 0 && columns == NULL))
        return wb_fail(err, WB_E_ARG, "budgets are summed by 0 to %d columns", MAX_BY);
    for (; t->n_by < n_columns; t->n_by++) {
        size_t at;
        WB_TRY(find_grouping(columns[t->n_by], &at, err));
        t->by[t->n_by] = at;
        WB_TRY(wb_fill_add_column(&t->following.sheet, groupings[at].name,
                                  groupings[at].type, err));
    }
done:
    return st;
}

/* ---- adding up ---- */

static wb_status add_amount(sum *to, const wb_amount *amount, wb_error *err)
{
    if (!amount->is_known) {
        to->n_unknown++;
        return WB_OK;
    }
    if (amount->cents > INT64_MAX - to->known)
        return wb_fail(err, WB_E_NUMERIC, "the amounts are too large to be summed");
    to->known += amount->cents;
    to->n_known++;
    return WB_OK;
}

static wb_status find_group(totals *t, const wb_budget_line *line, group **out,
                            wb_error *err)
{
    char room[24];
    wb_text key = {0};
    int32_t code;
    wb_status st = WB_OK;

    for (size_t i = 0; i < t->n_by; i++) {
        const char *value = groupings[t->by[i]].value(line, room);
        WB_TRY(wb_text_format(&key, err, "%s\x1f", value != NULL ? value : nothing));
    }
    WB_TRY(wb_keys_add(t->keys, WB_KEY_TEXT, key.bytes != NULL ? key.bytes : "",
                       key.length, 0, &code, err));
    *out = &t->groups[code];
    if ((*out)->example == NULL)
        (*out)->example = line;
done:
    wb_text_free(&key);
    return st;
}

static wb_status add_line(totals *t, const wb_budget_line *line, wb_error *err)
{
    group *to;
    wb_status st;

    WB_TRY(find_group(t, line, &to, err));
    if (strcmp(line->counted, "yes") != 0) {
        to->left_out++;
        return WB_OK;
    }
    to->lines++;
    for (size_t i = 0; i < WB_N_MONEY; i++)
        WB_TRY(add_amount(&to->sums[i], &line->money[i], err));
done:
    return st;
}

/* ---- the table ---- */

static wb_status add_columns(wb_fill *sheet, wb_error *err)
{
    static const char *const money[] = {"original", "current", "spent"};
    static const wb_fill_column first[] = {
        {"lines", WB_TYPE_INT64}, {"left_out", WB_TYPE_INT64}, {NULL, WB_TYPE_NULL}};
    static const wb_fill_column each[] = {{"", WB_TYPE_INT64},
                                          {"_known", WB_TYPE_INT64},
                                          {"_unknown", WB_TYPE_INT64},
                                          {"_status", WB_TYPE_DICTIONARY}};
    char name[40];
    wb_status st;

    WB_TRY(wb_fill_columns(sheet, first, err));
    for (size_t i = 0; i < WB_N_MONEY; i++) {
        for (size_t j = 0; j < sizeof each / sizeof *each; j++) {
            snprintf(name, sizeof name, "%s%s", money[i], each[j].name);
            WB_TRY(wb_fill_add_column(sheet, name, each[j].type, err));
        }
    }
done:
    return st;
}

static wb_status show_sum(wb_fill *sheet, const sum *s, wb_error *err)
{
    bool is_whole = s->n_unknown == 0 && s->n_known > 0;
    const char *status = is_whole           ? "complete"
                         : s->n_known > 0   ? "part"
                         : s->n_unknown > 0 ? "unknown"
                                            : "no_lines";
    wb_status st;

    WB_TRY(wb_fill_given(sheet, is_whole, s->known, err));
    WB_TRY(wb_fill_given(sheet, s->n_known > 0, s->known, err));
    WB_TRY(wb_fill_int64(sheet, s->n_unknown, err));
    WB_TRY(wb_fill_text(sheet, status, err));
done:
    return st;
}

static wb_status show_group(totals *t, const group *g, wb_error *err)
{
    wb_fill *sheet = &t->following.sheet;
    char room[24];
    wb_status st = WB_OK;

    for (size_t i = 0; i < t->n_by; i++) {
        const char *value = groupings[t->by[i]].value(g->example, room);
        if (t->by[i] == 0)
            WB_TRY(wb_fill_json_whole(
                sheet, json_object_get(g->example->record->body, "year"), err));
        else
            WB_TRY(wb_fill_text(sheet, value, err));
    }
    WB_TRY(wb_fill_int64(sheet, g->lines, err));
    WB_TRY(wb_fill_int64(sheet, g->left_out, err));
    for (size_t i = 0; i < WB_N_MONEY; i++)
        WB_TRY(show_sum(sheet, &g->sums[i], err));
done:
    return st;
}

static wb_status show_groups(totals *t, wb_error *err)
{
    size_t n = (size_t)wb_keys_count(t->keys);
    int32_t *order = wb_allocate(n, sizeof *order);
    wb_status st = WB_OK;

    if (order == NULL)
        return wb_fail_nomem(err);
    wb_keys_order(t->keys, order);
    for (size_t i = 0; i < n; i++)
        WB_TRY(show_group(t, &t->groups[order[i]], err));
done:
    wb_release(order);
    return st;
}

wb_status wb_plan_budget_totals(const wb_plan *plan, const char *const *columns,
                                size_t n_columns, wb_frame **out, wb_error *err)
{
    static const wb_fill_column none[] = {{NULL, WB_TYPE_NULL}};
    totals t = {0};
    wb_budget_lines lines = {0};
    group *everything;
    wb_status st;

    WB_TRY(wb_following_open(&t.following, plan, NULL, none, out, err));
    WB_TRY(read_groupings(&t, columns, n_columns, err));
    WB_TRY(add_columns(&t.following.sheet, err));
    WB_TRY(wb_budget_collect(plan, &lines, err));
    WB_TRY(wb_keys_new("budget", &t.keys, err));
    t.groups = wb_allocate(lines.n + 1, sizeof *t.groups);
    if (t.groups == NULL)
        WB_TRY(wb_fail_nomem(err));
    if (n_columns == 0) /* the sum over all is there without lines, too */
        WB_TRY(find_group(&t, NULL, &everything, err));
    for (size_t i = 0; i < lines.n; i++)
        WB_TRY(add_line(&t, &lines.items[i], err));
    WB_TRY(show_groups(&t, err));
    WB_TRY(wb_fill_finish(&t.following.sheet, out, err));
done:
    wb_fill_close(&t.following.sheet);
    wb_keys_free(t.keys);
    wb_release(t.groups);
    wb_budget_lines_free(&lines);
    return st;
}
