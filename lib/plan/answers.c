/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Questions that were asked about a plan, with their answers, or what there is in place
 * of one. */
#include "plan/follow.h"

static const wb_fill_column columns[] = {{"inquiry", WB_TYPE_UTF8},
                                         {"question", WB_TYPE_UTF8},
                                         {"number", WB_TYPE_UTF8},
                                         {"question_text", WB_TYPE_UTF8},
                                         {"answer", WB_TYPE_UTF8},
                                         {"part_of", WB_TYPE_UTF8},
                                         {"about", WB_TYPE_UTF8},
                                         {"status", WB_TYPE_DICTIONARY},
                                         {"awaited_from", WB_TYPE_UTF8},
                                         {"awaited", WB_TYPE_UTF8},
                                         {"text", WB_TYPE_UTF8},
                                         {"by", WB_TYPE_UTF8},
                                         {"by_name", WB_TYPE_UTF8},
                                         {"date", WB_TYPE_UTF8},
                                         {"refers_to", WB_TYPE_UTF8},
                                         {"refers", WB_TYPE_UTF8},
                                         {"source", WB_TYPE_UTF8},
                                         {"lines", WB_TYPE_UTF8},
                                         {NULL, WB_TYPE_NULL}};

static wb_status add_awaited(wb_following *following, const wb_record *answer,
                             wb_error *err)
{
    wb_who who = {0};
    wb_status st;

    WB_TRY(wb_who_add_all(&who, following, json_object_get(answer->body, "awaited_from"),
                          err));
    WB_TRY(wb_following_who(following, &who, err));
done:
    wb_who_free(&who);
    return st;
}

/* What a record is called: a title in own words or as printed, a name, what it is about.
 */
static const char *called(const wb_following *following, const wb_record *record)
{
    static const char *const fields[] = {"title", "name", "about", "criteria", "heading"};

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const json_t *value = json_object_get(record->body, fields[i]);

        if (json_is_string(value))
            return json_string_value(value);
        if (value != NULL)
            return wb_plan_text(following->plan, value, following->language);
    }
    return record->id;
}

static wb_status add_references(wb_following *following, const wb_record *answer,
                                wb_error *err)
{
    wb_who to_what = {0};
    wb_status st = WB_OK;

    for (const wb_record *r = wb_record_first(answer, "references"); r != NULL;
         r = wb_record_next(r)) {
        const char *to = wb_record_text(r, "to");
        const wb_record *record = wb_plan_find(following->plan, to);

        WB_TRY(wb_text_join(&to_what.ids, ",", to, err));
        WB_TRY(wb_text_join(&to_what.names, "; ",
                            record != NULL ? called(following, record) : to, err));
    }
    WB_TRY(wb_following_who(following, &to_what, err));
done:
    wb_who_free(&to_what);
    return st;
}

static wb_status add_question(wb_following *following, const wb_record *question,
                              wb_error *err)
{
    wb_fill *sheet = &following->sheet;
    wb_status st;

    WB_TRY(wb_fill_text(sheet, question->parent->id, err));
    WB_TRY(wb_fill_text(sheet, question->id, err));
    WB_TRY(wb_fill_text(sheet, wb_record_text(question, "number"), err));
    WB_TRY(wb_following_say(following, question, "text", err));
done:
    return st;
}

static wb_status add_answer(wb_following *following, const wb_record *answer,
                            wb_error *err)
{
    const json_t *cited = json_object_get(answer->body, "cited");
    bool is_part = wb_record_is(answer->parent, "answer");
    wb_fill *sheet = &following->sheet;
    wb_status st;

    WB_TRY(wb_fill_text(sheet, answer->id, err));
    WB_TRY(wb_fill_text(sheet, is_part ? answer->parent->id : NULL, err));
    WB_TRY(wb_following_say(following, answer, "about", err));
    WB_TRY(wb_fill_text(sheet, wb_record_text(answer, "status"), err));
    WB_TRY(add_awaited(following, answer, err));
    WB_TRY(wb_following_say(following, answer, "text", err));
    WB_TRY(wb_following_actor(following, wb_record_text(answer, "by"), err));
    WB_TRY(wb_fill_text(sheet, wb_record_text(answer, "date"), err));
    WB_TRY(add_references(following, answer, err));
    WB_TRY(wb_fill_text(sheet, json_string_value(json_object_get(cited, "source")), err));
    WB_TRY(wb_fill_text(sheet, json_string_value(json_object_get(cited, "lines")), err));
done:
    return st;
}

/* A question without an answer is there, with nothing behind it. */
static wb_status add_rows(wb_following *following, const wb_record *question,
                          wb_error *err)
{
    const wb_record *r = wb_record_walk(question, question);
    wb_status st = WB_OK;

    if (wb_record_first(question, "answers") == NULL) {
        WB_TRY(add_question(following, question, err));
        while (following->sheet.next != 0)
            WB_TRY(wb_fill_missing(&following->sheet, err));
    }
    for (; r != NULL; r = wb_record_walk(question, r)) {
        if (!wb_record_is(r, "answer"))
            continue;
        WB_TRY(add_question(following, question, err));
        WB_TRY(add_answer(following, r, err));
    }
done:
    return st;
}

wb_status wb_plan_answers(const wb_plan *plan, const char *language, wb_frame **out,
                          wb_error *err)
{
    wb_following following = {0};
    wb_status st;

    WB_TRY(wb_following_open(&following, plan, language, columns, out, err));
    for (const wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r)) {
        if (wb_record_is(r, "question"))
            WB_TRY(add_rows(&following, r, err));
    }
    WB_TRY(wb_fill_finish(&following.sheet, out, err));
done:
    wb_fill_close(&following.sheet);
    return st;
}
