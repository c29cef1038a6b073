/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How every action stands. */
#include "plan/follow.h"

static const wb_fill_column columns[] = {
    {"objective", WB_TYPE_UTF8},   {"section", WB_TYPE_UTF8},
    {"part_of", WB_TYPE_UTF8},     {"action", WB_TYPE_UTF8},
    {"number", WB_TYPE_UTF8},      {"title", WB_TYPE_UTF8},
    {"force", WB_TYPE_DICTIONARY}, {"status", WB_TYPE_DICTIONARY},
    {"since", WB_TYPE_UTF8},       {"why", WB_TYPE_UTF8},
    {"state", WB_TYPE_DICTIONARY}, {"basis", WB_TYPE_DICTIONARY},
    {"due", WB_TYPE_DATE32},       {"actors", WB_TYPE_UTF8},
    {"who", WB_TYPE_UTF8},         {NULL, WB_TYPE_NULL}};

static wb_status add_place(wb_following *following, const wb_record *action,
                           wb_error *err)
{
    const wb_record *section = wb_record_above(action, "section");
    wb_fill *sheet = &following->sheet;
    wb_status st;

    WB_TRY(wb_fill_text(sheet, section->parent->id, err));
    WB_TRY(wb_fill_text(sheet, section->id, err));
    WB_TRY(wb_fill_text(sheet, wb_is_subaction(action) ? action->parent->id : NULL, err));
done:
    return st;
}

static wb_status add_status(wb_following *following, const wb_record *action,
                            wb_error *err)
{
    wb_fill *sheet = &following->sheet;
    const wb_record *entry;
    const char *status = wb_action_status(action, &entry);
    wb_status st;

    WB_TRY(wb_fill_text(sheet, wb_record_text(action, "force"), err));
    WB_TRY(wb_fill_text(sheet, status, err));
    WB_TRY(
        wb_fill_text(sheet, entry != NULL ? wb_record_text(entry, "date") : NULL, err));
    if (entry != NULL)
        WB_TRY(wb_following_say(following, entry, "why", err));
    else
        WB_TRY(wb_fill_missing(sheet, err));
done:
    return st;
}

wb_status wb_following_standing(wb_following *following, const wb_entry *entry,
                                wb_error *err)
{
    wb_fill *sheet = &following->sheet;
    wb_status st;

    WB_TRY(wb_fill_text(sheet, wb_standing_name(entry->standing), err));
    WB_TRY(wb_fill_text(sheet, entry->basis, err));
    WB_TRY(wb_fill_given(sheet, entry->has_due, entry->due, err));
done:
    return st;
}

static wb_status add_action(wb_following *following, const wb_record *action,
                            wb_error *err)
{
    wb_who who = {0};
    wb_entry entry;
    wb_status st;

    WB_TRY(add_place(following, action, err));
    WB_TRY(wb_following_action(following, action, err));
    WB_TRY(add_status(following, action, err));
    WB_TRY(wb_action_standing(following, action, &entry, err));
    WB_TRY(wb_following_standing(following, &entry, err));
    WB_TRY(wb_who_acts(&who, following, action, err));
    WB_TRY(wb_following_who(following, &who, err));
done:
    wb_who_free(&who);
    return st;
}

wb_status wb_plan_status(const wb_plan *plan, const char *today, const char *language,
                         wb_frame **out, wb_error *err)
{
    wb_following following = {0};
    wb_status st;

    WB_TRY(wb_following_open(&following, plan, language, columns, out, err));
    WB_TRY(wb_following_set_today(&following, today, err));
    for (const wb_record *a = wb_action_next(plan, NULL); a != NULL;
         a = wb_action_next(plan, a))
        WB_TRY(add_action(&following, a, err));
    WB_TRY(wb_fill_finish(&following.sheet, out, err));
done:
    wb_fill_close(&following.sheet);
    return st;
}
