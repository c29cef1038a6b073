/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is to happen when: milestones, ends, recurrences and evaluations. */
#include "base/text.h"
#include "plan/follow.h"

#include <stdlib.h>
#include <string.h>

const char *wb_standing_name(wb_standing standing)
{
    static const char *const names[] = {"late",        "past",     "due",
                                        "later",       "open_end", "to_be_determined",
                                        "unscheduled", "closed"};

    return names[standing];
}

static wb_status push(wb_entries *entries, const wb_entry *entry, wb_error *err)
{
    if (entries->n == entries->room) {
        size_t room = entries->room > 0 ? 2 * entries->room : 16;
        wb_entry *items = wb_resize(entries->items, room, sizeof *items);
        if (items == NULL)
            return wb_fail_nomem(err);
        entries->items = items;
        entries->room = room;
    }
    entries->items[entries->n++] = *entry;
    return WB_OK;
}

/* How a day stands to today. `underway`: it is known that it was not done yet. */
static wb_standing stand(const wb_following *following, int32_t due, bool underway)
{
    if (due < following->today)
        return underway ? WB_STANDING_LATE : WB_STANDING_PAST;
    return due - following->today <= following->within ? WB_STANDING_DUE
                                                       : WB_STANDING_LATER;
}

static bool is_underway(const wb_record *action)
{
    const char *status = wb_action_status(action, NULL);

    return strcmp(status, "planned") == 0 || strcmp(status, "running") == 0;
}

static void set_due(const wb_following *following, wb_entry *entry, const char *date,
                    bool underway)
{
    entry->date = date;
    entry->has_due = wb_plan_date(date, true, &entry->due);
    if (entry->has_due)
        entry->standing = stand(following, entry->due, underway);
}

/* ---- recurrences ---- */

static const struct {
    const char *word;
    int months;
} steps[] = {{"monthly", 1}, {"quarterly", 3},   {"half_yearly", 6},
             {"yearly", 12}, {"two_yearly", 24}, {"three_yearly", 36}};

static int months_of(const char *recurring)
{
    size_t i = 0;

    while (strcmp(steps[i].word, recurring) != 0)
        i++;
    return steps[i].months;
}

static int number_at(const char *text, int digits)
{
    int value = 0;

    while (digits-- > 0)
        value = value * 10 + (*text++ - '0');
    return value;
}

/* The day so many months after another, the last of its month where that is shorter;
 * false beyond the year 9999. */
static bool add_months(int32_t days, int months, int32_t *out)
{
    char text[WB_NUMBER_CHARS];
    int year, month, day;

    (void)wb_format_date(text, days);
    month = number_at(text, 4) * 12 + number_at(text + 5, 2) - 1 + months;
    day = number_at(text + 8, 2);
    year = month / 12;
    month = month % 12 + 1;
    if (year > 9999)
        return false;
    for (;; day--) {
        for (int i = 3, rest = year; i >= 0; i--, rest /= 10)
            text[i] = (char)('0' + rest % 10);
        text[5] = (char)('0' + month / 10);
        text[6] = (char)('0' + month % 10);
        text[8] = (char)('0' + day / 10);
        text[9] = (char)('0' + day % 10);
        if (wb_parse_date(text, 10, out))
            return true;
    }
}

/* The first time on or after today, counted from the first. */
static bool next_time(const wb_following *following, const char *from, int months,
                      wb_entry *entry)
{
    int done = 0;

    if (!wb_plan_date(from, false, &entry->first))
        return false; /* not reached: the reader of plans checked the date */
    if (entry->first < following->today) /* a month has at most 31 days */
        done = (following->today - entry->first) / 31 / months * months;
    do {
        if (!add_months(entry->first, done, &entry->due))
            return false;
        done += months;
    } while (entry->due < following->today);
    return true;
}

static bool recurs(const wb_following *following, const json_t *timing, wb_entry *entry)
{
    const char *from = json_string_value(json_object_get(timing, "from"));
    const char *to = json_string_value(json_object_get(timing, "to"));

    entry->recurring = json_string_value(json_object_get(timing, "recurring"));
    if (entry->recurring == NULL || from == NULL ||
        !next_time(following, from, months_of(entry->recurring), entry))
        return false;
    entry->has_until = to != NULL && wb_plan_date(to, true, &entry->until);
    if (entry->has_until && entry->due > entry->until)
        return false;
    entry->basis = "recurring";
    entry->has_due = true;
    entry->standing = stand(following, entry->due, true);
    return true;
}

/* ---- what an action has ---- */

static wb_standing undated(const json_t *timing)
{
    if (json_is_true(json_object_get(timing, "to_be_determined")))
        return WB_STANDING_UNDETERMINED;
    return json_is_true(json_object_get(timing, "open_end")) ? WB_STANDING_OPEN_END
                                                             : WB_STANDING_UNSCHEDULED;
}

static wb_entry of_timing(const wb_following *following, const wb_record *action,
                          const wb_record *bearer, const json_t *timing)
{
    wb_entry entry = {.action = action, .record = bearer, .standing = undated(timing)};
    const char *to = json_string_value(json_object_get(timing, "to"));

    if (!recurs(following, timing, &entry) && to != NULL) {
        entry.basis = "end";
        set_due(following, &entry, to, is_underway(action));
    }
    return entry;
}

static wb_status add_timing(const wb_following *following, const wb_record *action,
                            wb_entries *entries, wb_error *err)
{
    const wb_record *bearer;
    const json_t *timing = wb_own_field(following->plan, action, "timing", &bearer);
    wb_entry entry =
        of_timing(following, action, timing != NULL ? bearer : action, timing);

    if (timing == NULL && wb_is_subaction(action))
        return WB_OK;
    /* Milestones are a date to go by. */
    if (entry.standing == WB_STANDING_UNSCHEDULED && entries->n > 0)
        return WB_OK;
    return push(entries, &entry, err);
}

static wb_status add_milestones(const wb_following *following, const wb_record *action,
                                wb_entries *entries, wb_error *err)
{
    wb_status st = WB_OK;

    for (const wb_record *r = wb_record_first(action, "milestones"); r != NULL;
         r = wb_record_next(r)) {
        wb_entry entry = {.action = action,
                          .record = r,
                          .basis = "milestone",
                          .standing = WB_STANDING_UNSCHEDULED};
        const char *due = wb_record_text(r, "due");

        if (wb_record_text(r, "done") != NULL)
            continue;
        if (due != NULL)
            set_due(following, &entry, due, is_underway(action));
        WB_TRY(push(entries, &entry, err));
    }
done:
    return st;
}

/* Those without a verdict. Whether one was held is not known. */
static wb_status add_evaluations(const wb_following *following, const wb_record *parent,
                                 const wb_record *action, wb_entries *entries,
                                 wb_error *err)
{
    wb_status st = WB_OK;

    for (const wb_record *r = wb_record_first(parent, "evaluations"); r != NULL;
         r = wb_record_next(r)) {
        const json_t *term = json_object_get(r->body, "term");
        const char *to = json_string_value(json_object_get(term, "to"));
        wb_entry entry = {.action = action,
                          .record = r,
                          .basis = "evaluation",
                          .standing = undated(term)};

        if (wb_record_text(r, "verdict") != NULL)
            continue;
        if (to == NULL)
            to = json_string_value(json_object_get(term, "from"));
        if (to != NULL)
            set_due(following, &entry, to, false);
        WB_TRY(push(entries, &entry, err));
    }
done:
    return st;
}

wb_status wb_entries_add_action(const wb_following *following, const wb_record *action,
                                wb_entries *entries, wb_error *err)
{
    wb_entries own = {0};
    wb_status st = WB_OK;

    if (!wb_is_closed(wb_action_status(action, NULL))) {
        WB_TRY(add_milestones(following, action, &own, err));
        WB_TRY(add_timing(following, action, &own, err));
    }
    WB_TRY(add_evaluations(following, action, action, &own, err));
    for (size_t i = 0; i < own.n; i++)
        WB_TRY(push(entries, &own.items[i], err));
done:
    wb_release(own.items);
    return st;
}

wb_status wb_entries_add_plan(const wb_following *following, wb_entries *entries,
                              wb_error *err)
{
    return add_evaluations(following, following->plan->root, NULL, entries, err);
}

/* ---- order ---- */

static int compare(const void *left, const void *right)
{
    const wb_entry *a = left, *b = right;

    if (a->has_due != b->has_due)
        return a->has_due ? -1 : 1;
    if (a->has_due && a->due != b->due)
        return a->due < b->due ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

void wb_entries_sort(wb_entries *entries)
{
    for (size_t i = 0; i < entries->n; i++)
        entries->items[i].order = i;
    if (entries->n > 0)
        qsort(entries->items, entries->n, sizeof *entries->items, compare);
}

static bool is_more_pressing(const wb_entry *a, const wb_entry *b)
{
    if (a->standing != b->standing)
        return a->standing < b->standing;
    return a->has_due && b->has_due && a->due < b->due;
}

wb_status wb_action_standing(const wb_following *following, const wb_record *action,
                             wb_entry *out, wb_error *err)
{
    wb_entries entries = {0};
    wb_status st = WB_OK;

    *out = (wb_entry){.action = action, .record = action, .standing = WB_STANDING_CLOSED};
    if (wb_is_closed(wb_action_status(action, NULL)))
        return WB_OK;
    *out = of_timing(following, action, action,
                     wb_action_field(following->plan, action, "timing"));
    WB_TRY(add_milestones(following, action, &entries, err));
    for (size_t i = 0; i < entries.n; i++) {
        if (is_more_pressing(&entries.items[i], out))
            *out = entries.items[i];
    }
done:
    wb_release(entries.items);
    return st;
}
