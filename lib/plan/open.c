/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is still open: dates and amounts that the source says are to be determined, and
 * questions without their answer. */
#include "plan/follow.h"

#include <string.h>

static const wb_fill_column columns[] = {
    {"record", WB_TYPE_UTF8},      {"kind", WB_TYPE_DICTIONARY},
    {"action", WB_TYPE_UTF8},      {"number", WB_TYPE_UTF8},
    {"title", WB_TYPE_UTF8},       {"field", WB_TYPE_DICTIONARY},
    {"state", WB_TYPE_DICTIONARY}, {"awaited_from", WB_TYPE_UTF8},
    {"awaited", WB_TYPE_UTF8},     {"text", WB_TYPE_UTF8},
    {NULL, WB_TYPE_NULL}};

/* What is open about a record. */
typedef struct opening {
    const char *field, *state;
    const char *text; /* as printed or in own words */
} opening;

static bool is_word(const wb_record *record, const char *field, const char *word)
{
    const char *text = wb_record_text(record, field);

    return text != NULL && strcmp(text, word) == 0;
}

static bool is_undetermined(const wb_record *record, const char *field, opening *open)
{
    const json_t *timing = json_object_get(record->body, field);

    if (!json_is_true(json_object_get(timing, "to_be_determined")))
        return false;
    *open = (opening){field, "to_be_determined",
                      json_string_value(json_object_get(timing, "text"))};
    return true;
}

/* An answer in parts is as open as its parts. */
static bool is_unanswered(const wb_following *following, const wb_record *record,
                          opening *open)
{
    const char *status = wb_record_text(record, "status");

    if (strcmp(status, "answered") == 0 || wb_record_first(record, "parts") != NULL)
        return false;
    *open =
        (opening){"status", status,
                  wb_record_say(following->plan, record, "text", following->language)};
    return true;
}

static bool is_open(const wb_following *following, const wb_record *record, opening *open)
{
    if (wb_record_is(record, "answer"))
        return is_unanswered(following, record, open);
    if (wb_record_is(record, "funding") || wb_record_is(record, "budget")) {
        *open = (opening){"amount", "to_be_determined", wb_record_text(record, "text")};
        return is_word(record, "certainty", "to_be_determined");
    }
    return is_undetermined(record, "timing", open) ||
           is_undetermined(record, "term", open);
}

/* The nearest title: of the record, its action, its block, at last of the plan. */
static const char *title_above(const wb_following *following, const wb_record *record)
{
    const char *title = NULL;

    if (wb_record_is(record, "answer"))
        title = wb_record_say(following->plan, record, "about", following->language);
    for (; title == NULL && record != NULL; record = record->parent) {
        const char *field = wb_record_is(record, "question") ? "text" : "title";
        title = wb_record_say(following->plan, record, field, following->language);
    }
    return title;
}

static wb_status add_row(wb_following *following, const wb_record *record,
                         const opening *open, wb_error *err)
{
    const wb_record *action = wb_action_of(record);
    wb_fill *sheet = &following->sheet;
    wb_who who = {0};
    wb_status st;

    WB_TRY(wb_fill_text(sheet, record->id, err));
    WB_TRY(wb_fill_text(sheet, record->kind->name, err));
    WB_TRY(wb_fill_text(sheet, action != NULL ? action->id : NULL, err));
    WB_TRY(wb_fill_text(sheet, action != NULL ? wb_record_text(action, "number") : NULL,
                        err));
    WB_TRY(wb_fill_text(sheet, title_above(following, record), err));
    WB_TRY(wb_fill_text(sheet, open->field, err));
    WB_TRY(wb_fill_text(sheet, open->state, err));
    WB_TRY(wb_who_add_all(&who, following, json_object_get(record->body, "awaited_from"),
                          err));
    WB_TRY(wb_following_who(following, &who, err));
    WB_TRY(wb_fill_text(sheet, open->text, err));
done:
    wb_who_free(&who);
    return st;
}

wb_status wb_plan_open(const wb_plan *plan, const char *language, wb_frame **out,
                       wb_error *err)
{
    wb_following following = {0};
    opening open;
    wb_status st;

    WB_TRY(wb_following_open(&following, plan, language, columns, out, err));
    for (const wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r)) {
        if (is_open(&following, r, &open))
            WB_TRY(add_row(&following, r, &open, err));
    }
    WB_TRY(wb_fill_finish(&following.sheet, out, err));
done:
    wb_fill_close(&following.sheet);
    return st;
}
