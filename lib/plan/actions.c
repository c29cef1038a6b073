/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The actions frame. */
#include "plan/fill_json.h"
#include "plan/record.h"

#include <string.h>

static const wb_fill_column columns[] = {{"id", WB_TYPE_UTF8},
                                         {"part_of", WB_TYPE_UTF8},
                                         {"number", WB_TYPE_UTF8},
                                         {"number_certainty", WB_TYPE_DICTIONARY},
                                         {"objective", WB_TYPE_UTF8},
                                         {"section", WB_TYPE_UTF8},
                                         {"block", WB_TYPE_UTF8},
                                         {"heading", WB_TYPE_UTF8},
                                         {"title", WB_TYPE_UTF8},
                                         {"force", WB_TYPE_DICTIONARY},
                                         {"force_certainty", WB_TYPE_DICTIONARY},
                                         {"kind", WB_TYPE_DICTIONARY},
                                         {"levels", WB_TYPE_UTF8},
                                         {"target_groups", WB_TYPE_UTF8},
                                         {"themes", WB_TYPE_UTF8},
                                         {"indicators", WB_TYPE_UTF8},
                                         {"addressed_to", WB_TYPE_UTF8},
                                         {"responsible", WB_TYPE_UTF8},
                                         {"partners", WB_TYPE_UTF8},
                                         {"funders", WB_TYPE_UTF8},
                                         {"timing", WB_TYPE_UTF8},
                                         {"from", WB_TYPE_DATE32},
                                         {"to", WB_TYPE_DATE32},
                                         {"open_end", WB_TYPE_BOOL},
                                         {"to_be_determined", WB_TYPE_BOOL},
                                         {"cost", WB_TYPE_INT64},
                                         {"status", WB_TYPE_DICTIONARY},
                                         {"status_date", WB_TYPE_DATE32},
                                         {"origin", WB_TYPE_DICTIONARY},
                                         {"discussed", WB_TYPE_DATE32},
                                         {"response", WB_TYPE_DICTIONARY},
                                         {NULL, WB_TYPE_NULL}};

typedef struct filling {
    const wb_plan *plan;
    const char *language;
    wb_fill sheet;
} filling;

static wb_status add_above(filling *fill, const wb_record *action, const char *kind,
                           wb_error *err)
{
    const wb_record *found = wb_record_above(action->parent, kind);

    return wb_fill_text(&fill->sheet, found != NULL ? found->id : NULL, err);
}

static const char *member(const json_t *object, const char *field)
{
    return json_string_value(json_object_get(object, field));
}

/* Ids in `field` of the records of a list that hold for the action: those with this role,
 * or all of them (role NULL). */
static wb_status add_actors(filling *fill, const wb_record *action, const char *list,
                            const char *role, const char *field, wb_error *err)
{
    const wb_record *bearer = wb_action_bearer(fill->plan, action, list);
    json_t *ids = json_array();
    wb_status st = ids == NULL ? wb_fail_nomem(err) : WB_OK;

    for (const wb_record *r = bearer != NULL ? wb_record_first(bearer, list) : NULL;
         r != NULL && st == WB_OK; r = wb_record_next(r)) {
        bool wanted = wb_record_holds_for(r, action) &&
                      wb_record_text(r, field) != NULL &&
                      (role == NULL || strcmp(wb_record_text(r, "role"), role) == 0);

        if (wanted && json_array_append(ids, json_object_get(r->body, field)) != 0)
            st = wb_fail_nomem(err);
    }
    if (st == WB_OK)
        st = wb_fill_json_words(&fill->sheet, ids, err);
    json_decref(ids);
    return st;
}

static wb_status add_who(filling *fill, const wb_record *action, wb_error *err)
{
    wb_status st;

    WB_TRY(add_actors(fill, action, "assignments", "responsible", "actor", err));
    WB_TRY(add_actors(fill, action, "assignments", "partner", "actor", err));
    WB_TRY(add_actors(fill, action, "funding", NULL, "source", err));
done:
    return st;
}

static wb_status add_place(filling *fill, const wb_record *action, wb_error *err)
{
    wb_fill *sheet = &fill->sheet;
    wb_status st;

    WB_TRY(wb_fill_text(sheet, action->id, err));
    WB_TRY(add_above(fill, action, "action", err));
    WB_TRY(wb_fill_text(sheet, wb_record_text(action, "number"), err));
    WB_TRY(wb_fill_text(sheet, wb_record_text(action, "number_certainty"), err));
    WB_TRY(add_above(fill, action, "objective", err));
    WB_TRY(add_above(fill, action, "section", err));
    WB_TRY(wb_fill_text(
        sheet, json_string_value(wb_action_field(fill->plan, action, "block")), err));
done:
    return st;
}

static wb_status add_wording(filling *fill, const wb_record *action, wb_error *err)
{
    static const char *const words[] = {"force", "force_certainty", "kind", NULL};
    static const char *const lists[] = {"levels",     "target_groups", "themes",
                                        "indicators", "addressed_to",  NULL};
    wb_fill *sheet = &fill->sheet;
    wb_status st;

    WB_TRY(wb_fill_text(
        sheet, json_string_value(wb_action_field(fill->plan, action, "heading")), err));
    WB_TRY(wb_fill_text(sheet, wb_record_say(fill->plan, action, "title", fill->language),
                        err));
    for (size_t i = 0; words[i] != NULL; i++)
        WB_TRY(wb_fill_text(sheet, wb_record_text(action, words[i]), err));
    for (size_t i = 0; lists[i] != NULL; i++)
        WB_TRY(wb_fill_json_words(sheet, json_object_get(action->body, lists[i]), err));
done:
    return st;
}

static wb_status add_timing(filling *fill, const wb_record *action, wb_error *err)
{
    const json_t *timing = wb_action_field(fill->plan, action, "timing");
    wb_fill *sheet = &fill->sheet;
    wb_status st;

    WB_TRY(wb_fill_text(sheet, member(timing, "text"), err));
    WB_TRY(wb_fill_date(sheet, member(timing, "from"), false, err));
    WB_TRY(wb_fill_date(sheet, member(timing, "to"), true, err));
    WB_TRY(wb_fill_json_bool(sheet, json_object_get(timing, "open_end"), err));
    WB_TRY(wb_fill_json_bool(sheet, json_object_get(timing, "to_be_determined"), err));
done:
    return st;
}

/* The date of the earliest discussion. */
static const char *discussed_on(const wb_record *action)
{
    const char *earliest = NULL;
    int32_t first = INT32_MAX;

    for (const wb_record *r = wb_record_first(action, "discussions"); r != NULL;
         r = wb_record_next(r)) {
        const char *date = wb_record_text(r, "date");
        int32_t day;

        if (date != NULL && wb_plan_date(date, false, &day) && day < first) {
            earliest = date;
            first = day;
        }
    }
    return earliest;
}

static wb_status add_progress(filling *fill, const wb_record *action, wb_error *err)
{
    wb_fill *sheet = &fill->sheet;
    const wb_record *entry;
    const json_t *body = action->body;
    wb_status st;

    WB_TRY(wb_fill_json_whole(sheet, json_object_get(body, "cost"), err));
    WB_TRY(wb_fill_text(sheet, wb_action_status(action, &entry), err));
    WB_TRY(wb_fill_date(sheet, entry != NULL ? wb_record_text(entry, "date") : NULL,
                        false, err));
    WB_TRY(wb_fill_text(sheet, member(json_object_get(body, "origin"), "from"), err));
    WB_TRY(wb_fill_date(sheet, discussed_on(action), false, err));
    WB_TRY(
        wb_fill_text(sheet, member(json_object_get(body, "response"), "verdict"), err));
done:
    return st;
}

static wb_status add_action(filling *fill, const wb_record *action, wb_error *err)
{
    wb_status st;

    WB_TRY(add_place(fill, action, err));
    WB_TRY(add_wording(fill, action, err));
    WB_TRY(add_who(fill, action, err));
    WB_TRY(add_timing(fill, action, err));
    WB_TRY(add_progress(fill, action, err));
done:
    return st;
}

wb_status wb_plan_actions(const wb_plan *plan, const char *language, wb_frame **out,
                          wb_error *err)
{
    filling fill = {.plan = plan, .language = language};
    wb_status st;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (plan == NULL)
        return wb_fail(err, WB_E_ARG, "a plan is required");
    WB_TRY(wb_fill_columns(&fill.sheet, columns, err));
    for (const wb_record *a = wb_action_next(plan, NULL); a != NULL;
         a = wb_action_next(plan, a))
        WB_TRY(add_action(&fill, a, err));
    WB_TRY(wb_fill_finish(&fill.sheet, out, err));
done:
    wb_fill_close(&fill.sheet);
    return st;
}
