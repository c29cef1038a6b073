/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the tables that follow a plan up have in common. */
#include "plan/follow.h"

#include "plan/changes.h"

#include <string.h>

wb_status wb_day_read(const char *text, const char *name, int32_t *days, wb_error *err)
{
    if (text == NULL)
        return wb_fail_at(err, WB_E_ARG, -1, name, "%s is required", name);
    if (!wb_parse_date(text, strlen(text), days))
        return wb_fail_at(err, WB_E_ARG, -1, name,
                          "%s is '%.40s', where a day such as 2026-01-31 is expected",
                          name, text);
    return WB_OK;
}

wb_status wb_following_open(wb_following *following, const wb_plan *plan,
                            const char *language, const wb_fill_column *columns,
                            wb_frame **out, wb_error *err)
{
    wb_status st;

    *following = (wb_following){.plan = plan, .language = language};
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (plan == NULL)
        return wb_fail(err, WB_E_ARG, "a plan is required");
    WB_TRY(wb_language_check(language, err));
    WB_TRY(wb_fill_columns(&following->sheet, columns, err));
done:
    return st;
}

wb_status wb_following_set_today(wb_following *following, const char *today,
                                 wb_error *err)
{
    return wb_day_read(today, "today", &following->today, err);
}

/* ---- actions ---- */

const wb_record *wb_own_bearer(const wb_plan *plan, const wb_record *action,
                               const char *list)
{
    const wb_record *block = wb_block_of(plan, action);

    if (wb_record_first(action, list) != NULL)
        return action;
    return block != NULL && wb_record_first(block, list) != NULL ? block : NULL;
}

const json_t *wb_own_field(const wb_plan *plan, const wb_record *action,
                           const char *field, const wb_record **bearer)
{
    const json_t *value = json_object_get(action->body, field);

    *bearer = value != NULL ? action : wb_block_of(plan, action);
    if (value == NULL && *bearer != NULL)
        value = json_object_get((*bearer)->body, field);
    return value;
}

bool wb_is_closed(const char *status)
{
    return strcmp(status, "done") == 0 || strcmp(status, "stopped") == 0;
}

/* ---- cells ---- */

wb_status wb_following_say(wb_following *following, const wb_record *record,
                           const char *field, wb_error *err)
{
    return wb_fill_text(
        &following->sheet,
        wb_record_say(following->plan, record, field, following->language), err);
}

wb_status wb_following_action(wb_following *following, const wb_record *action,
                              wb_error *err)
{
    wb_fill *sheet = &following->sheet;
    wb_status st;

    WB_TRY(wb_fill_text(sheet, action != NULL ? action->id : NULL, err));
    WB_TRY(wb_fill_text(sheet, action != NULL ? wb_record_text(action, "number") : NULL,
                        err));
    if (action != NULL)
        WB_TRY(wb_following_say(following, action, "title", err));
    else
        WB_TRY(wb_fill_missing(sheet, err));
done:
    return st;
}

wb_status wb_text_join(wb_text *list, const char *separator, const char *item,
                       wb_error *err)
{
    wb_status st = WB_OK;

    if (item == NULL)
        return WB_OK;
    if (list->length > 0)
        WB_TRY(wb_text_add(list, separator, err));
    st = wb_text_add(list, item, err);
done:
    return st;
}

wb_status wb_who_add(wb_who *who, const wb_following *following, const char *actor,
                     wb_error *err)
{
    const wb_record *record = actor != NULL ? wb_plan_find(following->plan, actor) : NULL;
    const char *name = actor;
    wb_status st;

    if (record != NULL && wb_record_is(record, "actor"))
        name = wb_record_say(following->plan, record, "name", following->language);
    WB_TRY(wb_text_join(&who->ids, ",", actor, err));
    WB_TRY(wb_text_join(&who->names, "; ", name, err));
done:
    return st;
}

wb_status wb_who_add_all(wb_who *who, const wb_following *following, const json_t *actors,
                         wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(actors); i++)
        WB_TRY(wb_who_add(who, following, json_string_value(json_array_get(actors, i)),
                          err));
done:
    return st;
}

wb_status wb_who_acts(wb_who *who, const wb_following *following, const wb_record *action,
                      wb_error *err)
{
    const wb_plan *plan = following->plan;
    const wb_record *bearer = wb_action_bearer(plan, action, "assignments");
    wb_status st = WB_OK;

    for (const wb_record *r = bearer != NULL ? wb_record_first(bearer, "assignments")
                                             : NULL;
         r != NULL; r = wb_record_next(r)) {
        if (strcmp(wb_record_text(r, "role"), "responsible") == 0 &&
            wb_record_holds_for(r, action))
            WB_TRY(wb_who_add(who, following, wb_record_text(r, "actor"), err));
    }
    if (who->ids.length == 0)
        WB_TRY(wb_who_add_all(who, following,
                              wb_action_field(plan, action, "addressed_to"), err));
done:
    return st;
}

void wb_who_free(wb_who *who)
{
    wb_text_free(&who->ids);
    wb_text_free(&who->names);
}

wb_status wb_following_who(wb_following *following, const wb_who *who, wb_error *err)
{
    wb_status st = wb_fill_text(&following->sheet, who->ids.bytes, err);

    return st == WB_OK ? wb_fill_text(&following->sheet, who->names.bytes, err) : st;
}

wb_status wb_following_actor(wb_following *following, const char *actor, wb_error *err)
{
    wb_who who = {0};
    wb_status st;

    WB_TRY(wb_who_add(&who, following, actor, err));
    WB_TRY(wb_following_who(following, &who, err));
done:
    wb_who_free(&who);
    return st;
}
