/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Changes as sentences. */
#include "plan/changes.h"
#include "plan/fill_json.h"

#include <string.h>

enum { SHOWN = 160 }; /* bytes of a value in a sentence */

/* Dutch for the kinds; in English they have their own names. */
static const char *const dutch[][2] = {
    {"action", "actie"},
    {"actor", "actor"},
    {"adjustment", "bijsturing"},
    {"agreement", "akkoord"},
    {"answer", "antwoord"},
    {"assignment", "opdracht"},
    {"block", "blok"},
    {"budget", "budget"},
    {"consultation", "overleg"},
    {"discussion", "bespreking"},
    {"evaluation", "evaluatie"},
    {"event", "gebeurtenis"},
    {"evidence", "bewijsstuk"},
    {"figure", "cijfer"},
    {"funding", "financiering"},
    {"inquiry", "vraagstelling"},
    {"milestone", "mijlpaal"},
    {"note", "nota"},
    {"objective", "doelstelling"},
    {"party", "partij"},
    {"plan", "plan"},
    {"principle", "principe"},
    {"question", "vraag"},
    {"reference", "verwijzing"},
    {"section", "deel"},
    {"source", "bron"},
    {"status", "status"},
    {"target", "streefdoel"},
};

static bool is_dutch(const wb_telling *t)
{
    return t->language != NULL && strcmp(t->language, "nl") == 0;
}

static const char *kind_of(const wb_telling *t)
{
    const char *kind = t->kind != NULL ? t->kind : "record";

    for (size_t i = 0; is_dutch(t) && i < sizeof dutch / sizeof *dutch; i++) {
        if (strcmp(kind, dutch[i][0]) == 0)
            return dutch[i][1];
    }
    return kind;
}

/* action 'a12' ("Title") */
static wb_status add_subject(const wb_telling *t, wb_text *out, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_text_format(out, err, "%s '%s'", kind_of(t), t->record));
    if (t->title != NULL)
        WB_TRY(wb_text_format(out, err, " (%s)", t->title));
done:
    return st;
}

static wb_status add_value(const wb_telling *t, const json_t *value, wb_text *out,
                           wb_error *err)
{
    if (value == NULL || json_is_null(value))
        return wb_text_add(out, is_dutch(t) ? "leeg" : "empty", err);
    return wb_show_value(value, SHOWN, out, err);
}

/* 'actions' of 's1' */
static wb_status add_place(const wb_telling *t, const json_t *place, wb_text *out,
                           wb_error *err)
{
    const char *list = json_string_value(json_object_get(place, "list"));
    const char *parent = json_string_value(json_object_get(place, "parent"));

    return wb_text_format(out, err, "'%s' %s '%s'", list != NULL ? list : "",
                          is_dutch(t) ? "van" : "of", parent != NULL ? parent : "");
}

static wb_status tell_change(const wb_telling *t, wb_text *out, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_text_format(out, err, "'%s' %s ", t->field, is_dutch(t) ? "van" : "of"));
    WB_TRY(add_subject(t, out, err));
    WB_TRY(wb_text_add(out, is_dutch(t) ? ": van " : ": from ", err));
    WB_TRY(add_value(t, t->before, out, err));
    WB_TRY(wb_text_add(out, is_dutch(t) ? " naar " : " to ", err));
    WB_TRY(add_value(t, t->after, out, err));
done:
    return st;
}

static wb_status tell_move(const wb_telling *t, wb_text *out, wb_error *err)
{
    bool nl = is_dutch(t);
    wb_status st;
    bool within =
        json_equal(json_object_get(t->before, "parent"),
                   json_object_get(t->after, "parent")) &&
        json_equal(json_object_get(t->before, "list"), json_object_get(t->after, "list"));

    WB_TRY(add_subject(t, out, err));
    if (within) {
        WB_TRY(wb_text_add(out, nl ? " is verplaatst binnen " : " moved within ", err));
    } else {
        WB_TRY(wb_text_add(out, nl ? " is verplaatst van " : " moved from ", err));
        WB_TRY(add_place(t, t->before, out, err));
        WB_TRY(wb_text_add(out, nl ? " naar " : " to ", err));
    }
    WB_TRY(add_place(t, t->after, out, err));
done:
    return st;
}

static wb_status tell_presence(const wb_telling *t, wb_text *out, wb_error *err)
{
    bool nl = is_dutch(t), added = t->verb == WB_VERB_ADD;
    wb_status st;

    WB_TRY(add_subject(t, out, err));
    if (added)
        WB_TRY(wb_text_add(out, nl ? " is toegevoegd aan " : " was added to ", err));
    else
        WB_TRY(wb_text_add(out, nl ? " is verwijderd uit " : " was removed from ", err));
    WB_TRY(add_place(t, added ? t->after : t->before, out, err));
done:
    return st;
}

static wb_status tell(const wb_telling *telling, wb_text *out, wb_error *err)
{
    if (telling->what != NULL) {
        wb_status st = add_subject(telling, out, err);
        return st == WB_OK ? wb_text_add(out, telling->what, err) : st;
    }
    if (telling->verb == WB_VERB_CHANGE)
        return tell_change(telling, out, err);
    if (telling->verb == WB_VERB_MOVE)
        return tell_move(telling, out, err);
    return tell_presence(telling, out, err);
}

/* A title or name: a text as it is, or by language. */
static const char *title_in(const json_t *body, const char *language)
{
    const json_t *title = json_object_get(body, "title");

    if (title == NULL)
        title = json_object_get(body, "name");
    if (json_is_object(title)) {
        const json_t *said = language != NULL ? json_object_get(title, language) : NULL;
        title = said != NULL ? said
                             : json_object_iter_value(json_object_iter((json_t *)title));
    }
    return json_string_value(title);
}

/* The kind of what stood in a place, if the plan still has it. */
static const char *kind_at(const wb_plan *plan, const json_t *place)
{
    const char *parent = json_string_value(json_object_get(place, "parent"));
    const char *name = json_string_value(json_object_get(place, "list"));
    const wb_record *above =
        plan != NULL && parent != NULL ? wb_plan_find(plan, parent) : NULL;
    const wb_list *list =
        above != NULL && name != NULL ? wb_kind_list(above->kind, name) : NULL;

    return list != NULL ? list->kind->name : NULL;
}

void wb_tell_about(wb_telling *telling, const wb_plan *plan, const json_t *placed)
{
    const wb_record *record = plan != NULL ? wb_plan_find(plan, telling->record) : NULL;

    if (record != NULL) {
        telling->kind = record->kind->name;
        telling->title = title_in(record->body, telling->language);
    } else {
        telling->kind = kind_at(plan, placed);
        telling->title = title_in(json_object_get(placed, "value"), telling->language);
    }
}

/* ---- as rows ---- */

const wb_fill_column wb_tell_columns[] = {{"operation", WB_TYPE_DICTIONARY},
                                          {"record", WB_TYPE_UTF8},
                                          {"kind", WB_TYPE_DICTIONARY},
                                          {"title", WB_TYPE_UTF8},
                                          {"field", WB_TYPE_UTF8},
                                          {"before", WB_TYPE_UTF8},
                                          {"after", WB_TYPE_UTF8},
                                          {"text", WB_TYPE_UTF8},
                                          {NULL, WB_TYPE_NULL}};

wb_status wb_tell_row(wb_fill *fill, const wb_telling *t, wb_error *err)
{
    wb_text sentence = {0};
    wb_status st;

    WB_TRY(tell(t, &sentence, err));
    WB_TRY(wb_fill_text(fill, t->operation != NULL ? t->operation : wb_verb_name(t->verb),
                        err));
    WB_TRY(wb_fill_text(fill, t->record, err));
    WB_TRY(wb_fill_text(fill, t->kind, err));
    WB_TRY(wb_fill_text(fill, t->title, err));
    WB_TRY(wb_fill_text(fill, t->field, err));
    WB_TRY(wb_fill_json_value(fill, t->before, err));
    WB_TRY(wb_fill_json_value(fill, t->after, err));
    WB_TRY(wb_fill_text(fill, sentence.bytes, err));
done:
    wb_text_free(&sentence);
    return st;
}
