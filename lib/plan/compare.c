/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Many plans side by side: in how many is there an action about a theme, of a kind.
 *
 * What is counted are cells: a combination of a theme and a kind, each of which may be
 * left open, in a sector or in all. Cells are found in a first walk and counted in a
 * second. */
#include "plan/changes.h"
#include "plan/follow.h"

#include <string.h>

/* The theme and the kind of a cell, as a key that sorts as the table does: what it is
 * broken down by, then the values, those that are not said last. */
enum { OVER_ALL = 0, BY_THEME = 1, BY_KIND = 2, BY_BOTH = 3, N_BREAKDOWNS = 4 };
static const char unsaid[] = "\x7f";

typedef struct cell {
    int64_t plans, actions, done;
    size_t last_plan;             /* counted from 1 */
    const wb_record *last_action; /* of that plan */
} cell;

typedef struct comparing {
    wb_fill sheet;
    const char *language;
    wb_keys *keys;    /* cells */
    wb_keys *sectors; /* with `unsaid` */
    cell *cells;      /* [key][sector], sector 0: all; NULL in the first walk */
    int64_t *plans;   /* [sector] */
    size_t n_sectors; /* "all" included */
    size_t plan;      /* that is walked, from 1 */
    size_t sector;
} comparing;

static const wb_fill_column columns[] = {{"breakdown", WB_TYPE_DICTIONARY},
                                         {"theme", WB_TYPE_UTF8},
                                         {"kind", WB_TYPE_DICTIONARY},
                                         {"sector", WB_TYPE_UTF8},
                                         {"plans", WB_TYPE_INT64},
                                         {"of", WB_TYPE_INT64},
                                         {"share", WB_TYPE_FLOAT64},
                                         {"text", WB_TYPE_UTF8},
                                         {"actions", WB_TYPE_INT64},
                                         {"done", WB_TYPE_INT64},
                                         {NULL, WB_TYPE_NULL}};

/* ---- the walks ---- */

static const wb_record *whole_action(const wb_record *action)
{
    while (wb_is_subaction(action))
        action = action->parent;
    return action;
}

static void count(cell *c, size_t plan, const wb_record *action)
{
    if (c->last_plan != plan) {
        c->plans++;
        c->last_plan = plan;
        c->last_action = NULL; /* the plan before may be this one */
    }
    if (c->last_action != action) {
        c->actions++;
        c->done += strcmp(wb_action_status(action, NULL), "done") == 0;
        c->last_action = action;
    }
}

static wb_status find_cell(comparing *c, int breakdown, const char *theme,
                           const char *kind, int32_t *code, wb_error *err)
{
    wb_text key = {0};
    wb_status st;

    WB_TRY(wb_text_format(&key, err, "%d\x1f%s\x1f%s", breakdown, theme, kind));
    WB_TRY(wb_keys_add(c->keys, WB_KEY_TEXT, key.bytes, key.length, 0, code, err));
done:
    wb_text_free(&key);
    return st;
}

static wb_status visit(comparing *c, int breakdown, const char *theme, const char *kind,
                       const wb_record *action, wb_error *err)
{
    int32_t code;
    wb_status st;

    WB_TRY(find_cell(c, breakdown, theme, kind, &code, err));
    if (c->cells != NULL) {
        cell *cells = &c->cells[(size_t)code * c->n_sectors];
        count(&cells[0], c->plan, action);
        count(&cells[c->sector], c->plan, action);
    }
done:
    return st;
}

static wb_status visit_theme(comparing *c, const char *theme, const char *kind,
                             const wb_record *action, wb_error *err)
{
    wb_status st;

    WB_TRY(visit(c, BY_THEME, theme, "", action, err));
    WB_TRY(visit(c, BY_BOTH, theme, kind, action, err));
done:
    return st;
}

/* A sub-action counts for the action it is part of. */
static wb_status visit_action(comparing *c, const wb_plan *plan, const wb_record *action,
                              wb_error *err)
{
    const wb_record *whole = whole_action(action);
    const json_t *themes = wb_action_field(plan, action, "themes");
    const char *kind = json_string_value(wb_action_field(plan, action, "kind"));
    wb_status st;

    if (kind == NULL)
        kind = unsaid;
    WB_TRY(visit(c, OVER_ALL, "", "", whole, err));
    WB_TRY(visit(c, BY_KIND, "", kind, whole, err));
    if (json_array_size(themes) == 0)
        WB_TRY(visit_theme(c, unsaid, kind, whole, err));
    for (size_t i = 0; i < json_array_size(themes); i++)
        WB_TRY(visit_theme(c, json_string_value(json_array_get(themes, i)), kind, whole,
                           err));
done:
    return st;
}

static wb_status visit_plan(comparing *c, const wb_plan *plan, wb_error *err)
{
    const char *sector = wb_record_text(plan->root, "sector");
    int32_t code;
    wb_status st;

    if (sector == NULL)
        sector = unsaid;
    WB_TRY(wb_keys_add(c->sectors, WB_KEY_TEXT, sector, strlen(sector), 0, &code, err));
    c->plan++;
    c->sector = (size_t)code + 1;
    if (c->plans != NULL) {
        c->plans[0]++;
        c->plans[c->sector]++;
    }
    WB_TRY(find_cell(c, OVER_ALL, "", "", &code, err)); /* without actions, too */
    for (const wb_record *a = wb_action_next(plan, NULL); a != NULL;
         a = wb_action_next(plan, a))
        WB_TRY(visit_action(c, plan, a, err));
done:
    return st;
}

static wb_status visit_plans(comparing *c, const wb_plan *const *plans, size_t n_plans,
                             wb_error *err)
{
    wb_status st = WB_OK;

    c->plan = 0;
    for (size_t i = 0; i < n_plans; i++)
        WB_TRY(visit_plan(c, plans[i], err));
done:
    return st;
}

static wb_status make_cells(comparing *c, wb_error *err)
{
    c->n_sectors = (size_t)wb_keys_count(c->sectors) + 1;
    c->cells = wb_allocate((size_t)wb_keys_count(c->keys) * c->n_sectors, sizeof(cell));
    c->plans = wb_allocate(c->n_sectors, sizeof(int64_t));
    return c->cells != NULL && c->plans != NULL ? WB_OK : wb_fail_nomem(err);
}

/* ---- the table ---- */

static wb_status add_value(wb_fill *sheet, const char *text, size_t length, wb_error *err)
{
    char *value;
    wb_status st;

    if (length == 0 || (length == 1 && text[0] == unsaid[0]))
        return wb_fill_missing(sheet, err);
    value = wb_copy_text(text, length);
    if (value == NULL)
        return wb_fail_nomem(err);
    st = wb_fill_text(sheet, value, err);
    wb_release(value);
    return st;
}

static wb_status add_place(comparing *c, const char *key, size_t sector, wb_error *err)
{
    static const char *const names[2][N_BREAKDOWNS] = {
        {"all", "theme", "kind", "theme*kind"},
        {"sector", "sector*theme", "sector*kind", "sector*theme*kind"}};
    const char *theme = key + 2;
    const char *kind = strchr(theme, '\x1f') + 1;
    size_t length = 0;
    const char *name =
        sector > 0 ? wb_keys_text(c->sectors, (int32_t)sector - 1, &length) : NULL;
    wb_status st;

    WB_TRY(wb_fill_text(&c->sheet, names[sector > 0][key[0] - '0'], err));
    WB_TRY(add_value(&c->sheet, theme, (size_t)(kind - 1 - theme), err));
    WB_TRY(add_value(&c->sheet, kind, strlen(kind), err));
    WB_TRY(add_value(&c->sheet, name, length, err));
done:
    return st;
}

static wb_status add_cell(comparing *c, const cell *one, int64_t of, wb_error *err)
{
    bool is_dutch = c->language != NULL && strcmp(c->language, "nl") == 0;
    wb_fill *sheet = &c->sheet;
    wb_text said = {0};
    wb_status st;

    WB_TRY(wb_fill_int64(sheet, one->plans, err));
    WB_TRY(wb_fill_int64(sheet, of, err));
    WB_TRY(wb_fill_double(sheet, (double)one->plans / (double)of, err));
    WB_TRY(wb_text_format(&said, err, "%lld %s %lld", (long long)one->plans,
                          is_dutch ? "van" : "of", (long long)of));
    WB_TRY(wb_fill_text(sheet, said.bytes, err));
    WB_TRY(wb_fill_int64(sheet, one->actions, err));
    WB_TRY(wb_fill_int64(sheet, one->done, err));
done:
    wb_text_free(&said);
    return st;
}

static wb_status add_row(comparing *c, int32_t code, size_t sector, wb_error *err)
{
    size_t length;
    const char *key = wb_keys_text(c->keys, code, &length);
    wb_status st;

    WB_TRY(add_place(c, key, sector, err));
    WB_TRY(add_cell(c, &c->cells[(size_t)code * c->n_sectors + sector], c->plans[sector],
                    err));
done:
    return st;
}

static wb_status add_rows(comparing *c, const int32_t *keys, const int32_t *sectors,
                          wb_error *err)
{
    int32_t n = wb_keys_count(c->keys);
    wb_status st = WB_OK;

    for (int32_t i = 0; i < n; i++)
        WB_TRY(add_row(c, keys[i], 0, err));
    for (int32_t i = 0; i < n; i++) {
        for (size_t s = 0; s + 1 < c->n_sectors; s++)
            WB_TRY(add_row(c, keys[i], (size_t)sectors[s] + 1, err));
    }
done:
    return st;
}

static wb_status show(comparing *c, wb_error *err)
{
    int32_t *keys = wb_allocate((size_t)wb_keys_count(c->keys), sizeof *keys);
    int32_t *sectors = wb_allocate(c->n_sectors, sizeof *sectors);
    wb_status st = keys != NULL && sectors != NULL ? WB_OK : wb_fail_nomem(err);

    WB_TRY(st);
    wb_keys_order(c->keys, keys);
    wb_keys_order(c->sectors, sectors);
    WB_TRY(wb_fill_columns(&c->sheet, columns, err));
    st = add_rows(c, keys, sectors, err);
done:
    wb_release(keys);
    wb_release(sectors);
    return st;
}

static wb_status check(const wb_plan *const *plans, size_t n_plans, const char *language,
                       wb_frame **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    for (size_t i = 0; i < n_plans; i++) {
        if (plans == NULL || plans[i] == NULL)
            return wb_fail(err, WB_E_ARG, "plan %zu is missing", i);
    }
    return wb_language_check(language, err);
}

wb_status wb_plan_compare(const wb_plan *const *plans, size_t n_plans,
                          const char *language, wb_frame **out, wb_error *err)
{
    comparing c = {.language = language};
    wb_status st;

    WB_TRY(check(plans, n_plans, language, out, err));
    WB_TRY(wb_keys_new("theme and kind", &c.keys, err));
    WB_TRY(wb_keys_new("sector", &c.sectors, err));
    WB_TRY(visit_plans(&c, plans, n_plans, err));
    WB_TRY(make_cells(&c, err));
    WB_TRY(visit_plans(&c, plans, n_plans, err));
    WB_TRY(show(&c, err));
    WB_TRY(wb_fill_finish(&c.sheet, out, err));
done:
    wb_fill_close(&c.sheet);
    wb_keys_free(c.keys);
    wb_keys_free(c.sectors);
    wb_release(c.cells);
    wb_release(c.plans);
    return st;
}
