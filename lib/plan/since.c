/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a plan itself dates since a day: statuses, decisions, steps that were done. */
#include "plan/follow.h"
#include "plan/operation.h"

#include <stdlib.h>

static const wb_fill_column columns[] = {
    {"date", WB_TYPE_UTF8},   {"day", WB_TYPE_DATE32},
    {"record", WB_TYPE_UTF8}, {"kind", WB_TYPE_DICTIONARY},
    {"action", WB_TYPE_UTF8}, {"number", WB_TYPE_UTF8},
    {"title", WB_TYPE_UTF8},  {"status", WB_TYPE_DICTIONARY},
    {"text", WB_TYPE_UTF8},   {"by", WB_TYPE_UTF8},
    {NULL, WB_TYPE_NULL}};

/* Where a kind keeps its day, the word for how it ended, and what it says: fields, also
 * of a small object. */
typedef struct telling {
    const char *kind, *date, *status, *texts[3];
} telling;

static const telling tellings[] = {
    {"status", "date", "status", {"why"}},
    {"milestone", "done", NULL, {"title"}},
    {"note", "date", NULL, {"text"}},
    {"consultation", "date", NULL, {"decisions", "priorities", "title"}},
    {"discussion", "date", "outcome", {"text"}},
    {"adjustment", "date", NULL, {"what"}},
    {"evaluation", "date", "verdict", {"text", "criteria"}},
    {"evidence", "date", NULL, {"title"}},
    {"answer", "date", "status", {"text", "about"}},
    {"action", "response/date", "response/verdict", {"response/text"}},
    {"event", "when/from", NULL, {"title"}}};
enum { N_TELLINGS = sizeof tellings / sizeof *tellings };

typedef struct dated {
    const wb_record *record;
    const telling *how;
    const char *date;
    int32_t day;
    size_t order;
} dated;

static const telling *telling_of(const wb_record *record)
{
    for (size_t i = 0; i < N_TELLINGS; i++) {
        if (wb_record_is(record, tellings[i].kind))
            return &tellings[i];
    }
    return NULL;
}

/* What was corrected is dated by that. */
static const char *date_of(const wb_record *record, const telling *how)
{
    const json_t *corrected =
        json_object_get(json_object_get(record->body, "when"), "corrected_from");

    return json_string_value(corrected != NULL ? corrected
                                               : wb_field_value(record->body, how->date));
}

static const char *text_of(const wb_following *following, const dated *one)
{
    const char *text = NULL;

    for (size_t i = 0; i < 3 && text == NULL && one->how->texts[i] != NULL; i++) {
        const json_t *texts = wb_field_value(one->record->body, one->how->texts[i]);
        if (texts != NULL)
            text = wb_plan_text(following->plan, texts, following->language);
    }
    return text;
}

static int compare(const void *left, const void *right)
{
    const dated *a = left, *b = right;

    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

/* A month or a year counts by its last day: it may have been then. */
static bool is_since(const wb_record *record, int32_t since, dated *out)
{
    *out = (dated){.record = record, .how = telling_of(record)};
    if (out->how == NULL)
        return false;
    out->date = date_of(record, out->how);
    return out->date != NULL && wb_plan_date(out->date, true, &out->day) &&
           out->day >= since;
}

static wb_status add_row(wb_following *following, const dated *one, wb_error *err)
{
    const wb_record *record = one->record;
    const char *status = one->how->status;
    wb_fill *sheet = &following->sheet;
    wb_who who = {0};
    wb_status st;

    WB_TRY(wb_fill_text(sheet, one->date, err));
    WB_TRY(wb_fill_int64(sheet, one->day, err));
    WB_TRY(wb_fill_text(sheet, record->id, err));
    WB_TRY(wb_fill_text(sheet, record->kind->name, err));
    WB_TRY(wb_following_action(following, wb_action_of(record), err));
    WB_TRY(wb_fill_text(
        sheet,
        status != NULL ? json_string_value(wb_field_value(record->body, status)) : NULL,
        err));
    WB_TRY(wb_fill_text(sheet, text_of(following, one), err));
    WB_TRY(wb_who_add(&who, following, wb_record_text(record, "by"), err));
    WB_TRY(wb_fill_text(sheet, who.names.bytes, err));
done:
    wb_who_free(&who);
    return st;
}

static wb_status collect(const wb_plan *plan, int32_t since, dated **out, size_t *n,
                         wb_error *err)
{
    dated *found = wb_allocate(plan->n_records, sizeof *found);

    if (found == NULL)
        return wb_fail_nomem(err);
    *n = 0;
    for (const wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r)) {
        if (is_since(r, since, &found[*n])) {
            found[*n].order = *n;
            ++*n;
        }
    }
    qsort(found, *n, sizeof *found, compare);
    *out = found;
    return WB_OK;
}

wb_status wb_plan_since(const wb_plan *plan, const char *since, const char *language,
                        wb_frame **out, wb_error *err)
{
    wb_following following = {0};
    dated *found = NULL;
    size_t n = 0;
    int32_t day;
    wb_status st;

    WB_TRY(wb_following_open(&following, plan, language, columns, out, err));
    WB_TRY(wb_day_read(since, "since", &day, err));
    WB_TRY(collect(plan, day, &found, &n, err));
    for (size_t i = 0; i < n; i++)
        WB_TRY(add_row(&following, &found[i], err));
    WB_TRY(wb_fill_finish(&following.sheet, out, err));
done:
    wb_fill_close(&following.sheet);
    wb_release(found);
    return st;
}
