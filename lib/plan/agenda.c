/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is to happen soon, what is late, and what has no date. */
#include "plan/follow.h"

static const wb_fill_column columns[] = {{"action", WB_TYPE_UTF8},
                                         {"number", WB_TYPE_UTF8},
                                         {"title", WB_TYPE_UTF8},
                                         {"record", WB_TYPE_UTF8},
                                         {"what", WB_TYPE_UTF8},
                                         {"basis", WB_TYPE_DICTIONARY},
                                         {"date", WB_TYPE_UTF8},
                                         {"due", WB_TYPE_DATE32},
                                         {"days", WB_TYPE_INT32},
                                         {"state", WB_TYPE_DICTIONARY},
                                         {"status", WB_TYPE_DICTIONARY},
                                         {"recurring", WB_TYPE_DICTIONARY},
                                         {"actors", WB_TYPE_UTF8},
                                         {"who", WB_TYPE_UTF8},
                                         {NULL, WB_TYPE_NULL}};

/* What a step is called, or an evaluation is about; an end is of the action itself. */
static wb_status add_what(wb_following *following, const wb_entry *entry, wb_error *err)
{
    const wb_record *record = entry->record;

    if (record == entry->action || wb_record_is(record, "block"))
        return wb_fill_missing(&following->sheet, err);
    return wb_following_say(following, record,
                            wb_record_is(record, "evaluation") ? "criteria" : "title",
                            err);
}

static wb_status add_when(wb_following *following, const wb_entry *entry, wb_error *err)
{
    wb_fill *sheet = &following->sheet;
    wb_status st;

    WB_TRY(wb_fill_text(sheet, entry->basis, err));
    WB_TRY(wb_fill_text(sheet, entry->date, err));
    if (entry->has_due) {
        WB_TRY(wb_fill_int64(sheet, entry->due, err));
        WB_TRY(wb_fill_int64(sheet, entry->due - following->today, err));
    } else {
        WB_TRY(wb_fill_missing(sheet, err));
        WB_TRY(wb_fill_missing(sheet, err));
    }
    WB_TRY(wb_fill_text(sheet, wb_standing_name(entry->standing), err));
done:
    return st;
}

wb_status wb_entry_who(wb_who *who, const wb_following *following, const wb_entry *entry,
                       wb_error *err)
{
    const char *by = wb_record_text(entry->record, "by");

    if (by != NULL)
        return wb_who_add(who, following, by, err);
    return entry->action != NULL ? wb_who_acts(who, following, entry->action, err)
                                 : WB_OK;
}

static wb_status add_row(wb_following *following, const wb_entry *entry, wb_error *err)
{
    const wb_record *action = entry->action;
    wb_fill *sheet = &following->sheet;
    wb_who who = {0};
    wb_status st;

    WB_TRY(wb_following_action(following, action, err));
    WB_TRY(wb_fill_text(sheet, entry->record->id, err));
    WB_TRY(add_what(following, entry, err));
    WB_TRY(add_when(following, entry, err));
    WB_TRY(
        wb_fill_text(sheet, action != NULL ? wb_action_status(action, NULL) : NULL, err));
    WB_TRY(wb_fill_text(sheet, entry->recurring, err));
    WB_TRY(wb_entry_who(&who, following, entry, err));
    WB_TRY(wb_following_who(following, &who, err));
done:
    wb_who_free(&who);
    return st;
}

wb_status wb_entries_collect(const wb_following *following, wb_entries *entries,
                             wb_error *err)
{
    wb_status st = WB_OK;

    for (const wb_record *a = wb_action_next(following->plan, NULL); a != NULL;
         a = wb_action_next(following->plan, a))
        WB_TRY(wb_entries_add_action(following, a, entries, err));
    WB_TRY(wb_entries_add_plan(following, entries, err));
    wb_entries_sort(entries);
done:
    return st;
}

wb_status wb_plan_agenda(const wb_plan *plan, const char *today, int32_t days,
                         const char *language, wb_frame **out, wb_error *err)
{
    wb_following following = {0};
    wb_entries entries = {0};
    wb_status st;

    WB_TRY(wb_following_open(&following, plan, language, columns, out, err));
    WB_TRY(wb_following_set_today(&following, today, err));
    following.within = days;
    if (days < 0)
        WB_TRY(wb_fail(err, WB_E_ARG, "days is %d, where 0 or more is expected", days));
    WB_TRY(wb_entries_collect(&following, &entries, err));
    for (size_t i = 0; i < entries.n; i++) {
        if (entries.items[i].standing != WB_STANDING_LATER)
            WB_TRY(add_row(&following, &entries.items[i], err));
    }
    WB_TRY(wb_fill_finish(&following.sheet, out, err));
done:
    wb_fill_close(&following.sheet);
    wb_release(entries.items);
    return st;
}
