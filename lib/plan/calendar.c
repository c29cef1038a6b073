/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is to happen as a calendar (RFC 5545): an event of a whole day for each. */
#include "base/text.h"
#include "plan/follow.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_LINE = 75 }; /* octets, without the line end */

static const int64_t micros_per_day = INT64_C(86400) * 1000000;

typedef struct calendar {
    wb_following following;
    wb_text text;
    char stamp[20];
} calendar;

/* ---- content lines ---- */

/* Lines over 75 octets go on in a next one that begins with a space; never within a
 * character. */
static wb_status add_line(calendar *c, const char *line, size_t length, wb_error *err)
{
    size_t room = LONGEST_LINE;
    wb_status st;

    while (length > room) {
        size_t part = wb_utf8_cut(line, length, room);
        WB_TRY(wb_text_append(&c->text, line, part, err));
        WB_TRY(wb_text_add(&c->text, "\r\n ", err));
        line += part;
        length -= part;
        room = LONGEST_LINE - 1;
    }
    WB_TRY(wb_text_append(&c->text, line, length, err));
    WB_TRY(wb_text_add(&c->text, "\r\n", err));
done:
    return st;
}

static wb_status add_fixed(calendar *c, const char *line, wb_error *err)
{
    return add_line(c, line, strlen(line), err);
}

/* Backslash, semicolon, comma and line end are escaped; other controls are left out. */
static wb_status escape(wb_text *out, const char *text, wb_error *err)
{
    wb_status st = WB_OK;

    for (; *text != '\0'; text++) {
        char two[3] = {'\\', *text, '\0'};

        if (*text == '\n')
            WB_TRY(wb_text_add(out, "\\n", err));
        else if (strchr("\\;,", *text) != NULL)
            WB_TRY(wb_text_add(out, two, err));
        else if ((unsigned char)*text >= 0x20 && *text != 0x7f)
            WB_TRY(wb_text_append(out, text, 1, err));
    }
done:
    return st;
}

static wb_status add_text(calendar *c, const char *name, const char *text, wb_error *err)
{
    wb_text line = {0};
    wb_status st;

    WB_TRY(wb_text_format(&line, err, "%s:", name));
    WB_TRY(escape(&line, text, err));
    st = add_line(c, line.bytes, line.length, err);
done:
    wb_text_free(&line);
    return st;
}

/* ---- one event ---- */

static bool is_dutch(const calendar *c)
{
    return c->following.language == NULL || strcmp(c->following.language, "nl") == 0;
}

/* 20260131 */
static void compact(int32_t day, char text[WB_NUMBER_CHARS])
{
    (void)wb_format_date(text, day);
    memmove(text + 4, text + 5, 2);
    memmove(text + 6, text + 8, 3);
}

static const char *say(const calendar *c, const wb_record *record, const char *field)
{
    return wb_record_say(c->following.plan, record, field, c->following.language);
}

/* "8.1 Title: milestone" */
static wb_status add_summary(calendar *c, const wb_entry *entry, wb_error *err)
{
    const wb_record *named =
        entry->action != NULL ? entry->action : c->following.plan->root;
    const char *number = wb_record_text(named, "number");
    bool is_own = entry->record == entry->action || wb_record_is(entry->record, "block");
    bool is_evaluation = wb_record_is(entry->record, "evaluation");
    const char *what = say(c, entry->record, is_evaluation ? "criteria" : "title");
    wb_text text = {0};
    wb_status st;

    WB_TRY(wb_text_format(&text, err, "%s%s%s", number != NULL ? number : "",
                          number != NULL ? " " : "", say(c, named, "title")));
    if (is_evaluation)
        WB_TRY(wb_text_add(&text, is_dutch(c) ? ": evaluatie" : ": evaluation", err));
    if (!is_own && what != NULL)
        WB_TRY(wb_text_format(&text, err, "%s%s", is_evaluation ? ", " : ": ", what));
    st = add_text(c, "SUMMARY", text.bytes, err);
done:
    wb_text_free(&text);
    return st;
}

static const char *status_of(const calendar *c, const wb_record *action)
{
    static const char *const dutch[][2] = {{"planned", "gepland"},
                                           {"running", "lopend"},
                                           {"done", "afgerond"},
                                           {"stopped", "stopgezet"},
                                           {"unknown", "onbekend"}};
    const char *status = wb_action_status(action, NULL);
    size_t i = 0;

    while (strcmp(dutch[i][0], status) != 0)
        i++;
    return is_dutch(c) ? dutch[i][1] : status;
}

static wb_status add_description(calendar *c, const wb_entry *entry, wb_error *err)
{
    wb_text text = {0};
    wb_who who = {0};
    wb_status st;

    WB_TRY(wb_entry_who(&who, &c->following, entry, err));
    if (who.names.length > 0)
        WB_TRY(wb_text_format(&text, err, "%s: %s\n", is_dutch(c) ? "Wie" : "Who",
                              who.names.bytes));
    if (entry->action != NULL)
        WB_TRY(wb_text_format(&text, err, "Status: %s\n", status_of(c, entry->action)));
    if (entry->date != NULL)
        WB_TRY(wb_text_format(&text, err, "%s: %s\n",
                              is_dutch(c) ? "Datum in het plan" : "Date in the plan",
                              entry->date));
    if (text.length > 0) {
        wb_text_cut(&text, text.length - 1);
        WB_TRY(add_text(c, "DESCRIPTION", text.bytes, err));
    }
done:
    wb_text_free(&text);
    wb_who_free(&who);
    return st;
}

/* The same for the same step for ever: of the ids, which never change. */
static wb_status add_uid(calendar *c, const wb_entry *entry, wb_error *err)
{
    wb_text uid = {0};
    wb_status st;

    WB_TRY(wb_text_format(&uid, err, "%s/%s/%s/%s@werkbaar", c->following.plan->root->id,
                          entry->action != NULL ? entry->action->id : "",
                          entry->record->id, entry->basis));
    st = add_text(c, "UID", uid.bytes, err);
done:
    wb_text_free(&uid);
    return st;
}

/* RFC 5545 passes over a month that lacks the day of DTSTART. What recurs does not: there
 * it is the last day of the month, so of the days up to its own the last that exists. */
static const char *days_of(const wb_entry *entry, bool by_year)
{
    static const char *const by_month[] = {";BYMONTHDAY=28,29;BYSETPOS=-1",
                                           ";BYMONTHDAY=28,29,30;BYSETPOS=-1",
                                           ";BYMONTHDAY=28,29,30,31;BYSETPOS=-1"};
    char first[WB_NUMBER_CHARS];
    const char *day = first + 6;

    compact(entry->first, first);
    if (by_year)
        return strcmp(first + 4, "0229") == 0 ? ";BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"
                                              : "";
    return strcmp(day, "29") < 0    ? ""
           : strcmp(day, "29") == 0 ? by_month[0]
           : strcmp(day, "30") == 0 ? by_month[1]
                                    : by_month[2];
}

static wb_status add_rule(calendar *c, const wb_entry *entry, wb_error *err)
{
    static const struct {
        const char *recurring, *rule;
        bool by_year;
    } rules[] = {{"monthly", "FREQ=MONTHLY", false},
                 {"quarterly", "FREQ=MONTHLY;INTERVAL=3", false},
                 {"half_yearly", "FREQ=MONTHLY;INTERVAL=6", false},
                 {"yearly", "FREQ=YEARLY", true},
                 {"two_yearly", "FREQ=YEARLY;INTERVAL=2", true},
                 {"three_yearly", "FREQ=YEARLY;INTERVAL=3", true}};
    char until[WB_NUMBER_CHARS] = "", line[120];
    size_t i = 0;

    while (strcmp(rules[i].recurring, entry->recurring) != 0)
        i++;
    if (entry->has_until)
        compact(entry->until, until);
    snprintf(line, sizeof line, "RRULE:%s%s%s%s", rules[i].rule,
             days_of(entry, rules[i].by_year), entry->has_until ? ";UNTIL=" : "", until);
    return add_fixed(c, line, err);
}

static wb_status add_times(calendar *c, const wb_entry *entry, wb_error *err)
{
    char day[WB_NUMBER_CHARS], line[80];
    wb_status st;

    snprintf(line, sizeof line, "DTSTAMP:%s", c->stamp);
    WB_TRY(add_fixed(c, line, err));
    compact(entry->due, day);
    snprintf(line, sizeof line, "DTSTART;VALUE=DATE:%s", day);
    WB_TRY(add_fixed(c, line, err));
    if (strcmp(entry->basis, "recurring") == 0)
        WB_TRY(add_rule(c, entry, err));
done:
    return st;
}

static wb_status add_event(calendar *c, const wb_entry *entry, wb_error *err)
{
    wb_status st;

    WB_TRY(add_fixed(c, "BEGIN:VEVENT", err));
    WB_TRY(add_uid(c, entry, err));
    WB_TRY(add_times(c, entry, err));
    WB_TRY(add_summary(c, entry, err));
    WB_TRY(add_description(c, entry, err));
    WB_TRY(add_fixed(c, "TRANSP:TRANSPARENT", err));
    WB_TRY(add_fixed(c, "END:VEVENT", err));
done:
    return st;
}

/* ---- the calendar ---- */

/* 20260131T235959Z, and the day, of which microseconds have no more than 32 bits. */
static wb_status set_now(calendar *c, int64_t now, wb_error *err)
{
    int64_t day = now / micros_per_day - (now % micros_per_day < 0);
    char text[WB_NUMBER_CHARS], date[WB_NUMBER_CHARS];
    int32_t read;

    (void)wb_format_date(date, (int32_t)day);
    if (!wb_parse_date(date, strlen(date), &read))
        return wb_fail(err, WB_E_ARG, "now is no time of the years 1 to 9999");
    (void)wb_format_timestamp(text, now);
    compact((int32_t)day, date);
    snprintf(c->stamp, sizeof c->stamp, "%.8sT%.2s%.2s%.2sZ", date, text + 11, text + 14,
             text + 17);
    c->following.today = (int32_t)day;
    return WB_OK;
}

static wb_status add_calendar(calendar *c, const wb_entries *entries, wb_error *err)
{
    const char *title = say(c, c->following.plan->root, "title");
    wb_status st;

    WB_TRY(add_fixed(c, "BEGIN:VCALENDAR", err));
    WB_TRY(add_fixed(c, "VERSION:2.0", err));
    WB_TRY(add_fixed(c, "PRODID:-//libwerkbaar//werkbaar//EN", err));
    WB_TRY(add_text(c, "X-WR-CALNAME", title, err));
    for (size_t i = 0; i < entries->n; i++) {
        if (entries->items[i].has_due)
            WB_TRY(add_event(c, &entries->items[i], err));
    }
    WB_TRY(add_fixed(c, "END:VCALENDAR", err));
done:
    return st;
}

wb_status wb_plan_calendar(const wb_plan *plan, int64_t now, const char *language,
                           wb_writer *writer, wb_error *err)
{
    static const wb_fill_column none[] = {{NULL, WB_TYPE_NULL}};
    calendar c = {0};
    wb_entries entries = {0};
    wb_frame *unused;
    wb_status st;

    WB_TRY(wb_following_open(&c.following, plan, language, none, &unused, err));
    if (writer == NULL)
        WB_TRY(wb_fail(err, WB_E_ARG, "a writer is required"));
    WB_TRY(set_now(&c, now, err));
    WB_TRY(wb_entries_collect(&c.following, &entries, err));
    WB_TRY(add_calendar(&c, &entries, err));
    st = wb_writer_write(writer, c.text.bytes, c.text.length, err);
done:
    wb_fill_close(&c.following.sheet);
    wb_release(entries.items);
    wb_text_free(&c.text);
    return st;
}
