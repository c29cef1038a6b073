/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Dates: in order, inside the period of what they belong to, and discussed before done.
 */
#include "plan/finding.h"

#include <string.h>

/* Pairs of fields of which the first does not come after the second. `within` is the
 * object they stand in, NULL for the body. */
typedef struct ordered {
    const char *kind, *within, *before, *after;
} ordered;

static const ordered pairs[] = {
    {"action", "timing", "from", "to"},
    {"block", "timing", "from", "to"},
    {"evaluation", "term", "from", "to"},
    {"event", "when", "from", "to"},
    {"event", "when", "corrected_from", "corrected_to"},
    {"inquiry", "when", "from", "to"},
    {"inquiry", "when", "corrected_from", "corrected_to"},
    {"target", NULL, "from_date", "date"},
};

static const char *date_in(const wb_record *record, const char *within, const char *field)
{
    const json_t *object =
        within != NULL ? json_object_get(record->body, within) : record->body;

    return json_string_value(json_object_get(object, field));
}

/* The first day of a is after the last day of b. */
static bool comes_after(const char *a, const char *b)
{
    int32_t first = 0;
    int32_t last = 0;

    return a != NULL && b != NULL && wb_plan_date(a, false, &first) &&
           wb_plan_date(b, true, &last) && first > last;
}

static wb_status check_pair(wb_checking *checking, const wb_record *record,
                            const ordered *pair, wb_error *err)
{
    const char *before = date_in(record, pair->within, pair->before);
    const char *after = date_in(record, pair->within, pair->after);

    if (!comes_after(before, after))
        return WB_OK;
    return wb_finding_add(
        checking, WB_DATES_REVERSED, record, pair->within != NULL ? pair->within : "date",
        (const char *const[WB_MAX_WORDS_SAID]){pair->before, before, pair->after, after},
        err);
}

/* ---- inside a period ---- */

static wb_status check_inside(wb_checking *checking, const wb_record *record,
                              const char *field, const char *date, const json_t *period,
                              const wb_record *whose, wb_error *err)
{
    const char *from = json_string_value(json_object_get(period, "from"));
    const char *to = json_string_value(json_object_get(period, "to"));
    bool open = json_is_true(json_object_get(period, "open_end"));

    if (!comes_after(from, date) && (open || !comes_after(date, to)))
        return WB_OK;
    return wb_finding_add(
        checking, WB_OUTSIDE_PERIOD, record, strcmp(field, "due") == 0 ? field : "timing",
        (const char *const[WB_MAX_WORDS_SAID]){field, date, whose->id}, err);
}

/* A sub-action inside its action. */
static wb_status check_part(wb_checking *checking, const wb_record *action, wb_error *err)
{
    const wb_record *parent = action->parent;
    const char *from = date_in(action, "timing", "from");
    const char *to = date_in(action, "timing", "to");
    const json_t *period;
    wb_status st = WB_OK;

    if (!wb_record_is(parent, "action"))
        return WB_OK;
    period = wb_action_field(checking->plan, parent, "timing");
    if (from != NULL)
        WB_TRY(check_inside(checking, action, "from", from, period, parent, err));
    if (to != NULL)
        WB_TRY(check_inside(checking, action, "to", to, period, parent, err));
done:
    return st;
}

/* ---- discussed first ---- */

static const char *started_on(const wb_record *action, bool *started)
{
    const char *earliest = NULL;

    *started = false;
    for (const wb_record *r = wb_record_first(action, "statuses"); r != NULL;
         r = wb_record_next(r)) {
        const char *status = wb_record_text(r, "status");
        const char *date = wb_record_text(r, "date");

        if (strcmp(status, "running") != 0 && strcmp(status, "done") != 0)
            continue;
        *started = true;
        if (date != NULL && (earliest == NULL || comes_after(earliest, date)))
            earliest = date;
    }
    return earliest;
}

static bool discussed_before(const wb_record *action, const char *start)
{
    for (const wb_record *r = wb_record_first(action, "discussions"); r != NULL;
         r = wb_record_next(r)) {
        if (!comes_after(wb_record_text(r, "date"), start))
            return true;
    }
    return false;
}

/* Law and plan alike want actions that follow from a scan discussed first. */
static wb_status check_discussed(wb_checking *checking, const wb_record *action,
                                 wb_error *err)
{
    const char *origin = date_in(action, "origin", "from");
    bool started;
    const char *start = started_on(action, &started);

    if (origin == NULL || strcmp(origin, "scan") != 0 || discussed_before(action, start))
        return WB_OK;
    if (!started && strcmp(wb_action_status(action, NULL), "stopped") == 0)
        return WB_OK;
    return wb_finding_add(checking, started ? WB_RUNS_UNDISCUSSED : WB_UNDISCUSSED,
                          action, "", (const char *const[WB_MAX_WORDS_SAID]){NULL}, err);
}

static wb_status check_action(wb_checking *checking, const wb_record *action,
                              wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(check_part(checking, action, err));
    WB_TRY(check_discussed(checking, action, err));
done:
    return st;
}

wb_status wb_check_dates(wb_checking *checking, const wb_record *record, wb_error *err)
{
    const char *kind = record->kind->name;
    const char *due =
        strcmp(kind, "milestone") == 0 ? wb_record_text(record, "due") : NULL;
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (strcmp(pairs[i].kind, kind) == 0)
            WB_TRY(check_pair(checking, record, &pairs[i], err));
    }
    if (due != NULL)
        WB_TRY(check_inside(checking, record, "due", due,
                            wb_action_field(checking->plan, record->parent, "timing"),
                            record->parent, err));
    if (strcmp(kind, "action") == 0)
        WB_TRY(check_action(checking, record, err));
done:
    return st;
}
