/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The questions of all modules, each once, without those that the recipe leaves out. */
#include "compose/composing.h"
#include "compose/sentences.h"

#include <stdio.h>
#include <string.h>

/* ---- leaving out ---- */

/* All that the modules say about leaving out this item. */
static wb_status check_left_out(const wb_composing *c, const wb_json_at *at,
                                wb_error *err)
{
    const char *id = json_string_value(at->value);
    bool found = false;

    for (size_t i = 0; i < c->recipe.n_picks; i++) {
        const wb_definition *module = c->recipe.picks[i].module;
        const json_t *item = wb_find_id(json_object_get(module->root, "items"), id);

        if (item == NULL)
            item = wb_find_id(json_object_get(module->root, "checklist"), id);
        found = found || item != NULL;
        if (item != NULL && !wb_bool_member(item, "optional"))
            return wb_json_fail(at, WB_E_DATA, err,
                                "'%s' cannot be left out: it is not optional in module "
                                "'%s'",
                                id, module->id);
    }
    if (!found)
        return wb_json_fail(at, WB_E_DATA, err,
                            "'%s' is left out, and is no question of these modules", id);
    return WB_OK;
}

static wb_status check_all_left_out(const wb_composing *c, wb_error *err)
{
    wb_json_at root = wb_json_root(&c->recipe.document);
    wb_json_at list = wb_json_member(&root, "exclude");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(list.value); i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(check_left_out(c, &at, err));
    }
done:
    return st;
}

/* A question that waits for one that is left out would never be asked. */
static wb_status check_asked(const wb_composing *c, const json_t *item, wb_error *err)
{
    wb_json_at root = wb_json_root(&c->recipe.document);
    wb_json_at list = wb_json_member(&root, "exclude");
    const char *asked = wb_text_member(json_object_get(item, "show_if"), "item");
    size_t place = asked != NULL ? wb_left_out(c, asked) : SIZE_MAX;
    wb_json_at at = wb_json_element(&list, place);

    if (at.value == NULL)
        return WB_OK;
    return wb_json_fail(&at, WB_E_DATA, err,
                        "'%s' cannot be left out: '%s' is shown by an answer to it; "
                        "leave out both",
                        asked, wb_text_member(item, "id"));
}

/* ---- answers ---- */

/* The set under its own name, or where another module gave that to other answers, the
 * name with the first number that is free. *name points into the document. */
static wb_status put_set(wb_composing *c, const char *wanted, json_t *answers,
                         const char **name, wb_error *err)
{
    json_t *sets = json_object_get(c->made, "answer_sets");
    char tried[80];
    json_t *there;
    wb_status st = WB_OK;

    snprintf(tried, sizeof tried, "%s", wanted);
    for (int i = 2; (there = json_object_get(sets, tried)) != NULL; i++) {
        if (json_equal(there, answers))
            break;
        snprintf(tried, sizeof tried, "%.60s_%d", wanted, i);
    }
    if (there == NULL)
        st = wb_json_put(sets, tried, json_incref(answers), err);
    *name = json_object_iter_key(json_object_iter_at(sets, tried));
    return st;
}

static wb_status cut_set(const wb_composing *c, const json_t *set, json_t **out,
                         wb_error *err)
{
    wb_status st = WB_OK;
    json_t *made = json_array();

    *out = made;
    if (made == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < json_array_size(set); i++)
        WB_TRY(wb_json_push(
            made, wb_cut_member(c->recipe.languages, json_array_get(set, i), "label"),
            err));
done:
    return st;
}

/* Yes, no, does not apply: our own words. */
static wb_status checklist_set(const wb_composing *c, json_t **out, wb_error *err)
{
    static const struct answer {
        int code;
        const char *text;
    } answers[] = {{1, "yes"}, {0, "no"}, {9, "not_applicable"}};
    wb_status st = WB_OK;
    json_t *made = json_array();

    *out = made;
    if (made == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        json_t *answer;

        WB_TRY(wb_json_push_object(made, &answer, err));
        WB_TRY(wb_json_put(answer, "code", json_integer(answers[i].code), err));
        WB_TRY(wb_json_put(answer, "label",
                           wb_sentence(c->recipe.languages, answers[i].text, NULL), err));
    }
done:
    return st;
}

/* answers, min, max */
static wb_status put_answers(wb_composing *c, const wb_pick *pick, const json_t *item,
                             bool check, json_t *question, wb_error *err)
{
    const char *wanted = check ? "checklist" : wb_text_member(item, "answers");
    wb_status st = WB_OK;
    json_t *set = NULL;
    const char *name = NULL;
    int64_t min = 0, max = 0;

    WB_TRY(check
               ? checklist_set(c, &set, err)
               : cut_set(c,
                         json_object_get(
                             json_object_get(pick->module->root, "answer_sets"), wanted),
                         &set, err));
    WB_TRY(put_set(c, wanted, set, &name, err));
    (void)wb_answer_range(set, json_object_get(question, "missing"), &min, &max);
    WB_TRY(wb_json_put(question, "answers", json_string(name), err));
    WB_TRY(wb_json_put(question, "min", json_integer(min), err));
    WB_TRY(wb_json_put(question, "max", json_integer(max), err));

done:
    json_decref(set);
    return st;
}

/* ---- questions ---- */

static wb_status put_wording(const wb_composing *c, const json_t *item, json_t *question,
                             wb_error *err)
{
    const json_t *languages = c->recipe.languages;
    const json_t *texts = json_object_get(item, "question");
    wb_status st = WB_OK;

    WB_TRY(wb_json_put(question, "label",
                       wb_cut_texts(languages, json_object_get(item, "label"), NULL),
                       err));
    if (texts != NULL)
        WB_TRY(wb_json_put(
            question, "question",
            wb_cut_texts(languages, texts, json_object_get(c->made, "terms")), err));
done:
    return st;
}

/* What only a checklist leaves to us to say. */
static wb_status put_check(json_t *question, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *missing;

    WB_TRY(wb_json_put(question, "text", json_string("own"), err));
    WB_TRY(wb_json_put_array(question, "missing", &missing, err));
    WB_TRY(wb_json_push(missing, json_integer(9), err));

done:
    return st;
}

static wb_status new_question(wb_composing *c, const wb_pick *pick, const json_t *item,
                              bool check, json_t **out, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *made = wb_json_copy(item);

    *out = made;
    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_put(made, "module", json_string(pick->module->id), err));
    WB_TRY(wb_json_put(made, "unit",
                       json_incref(json_object_get(pick->module->root, "unit")), err));
    WB_TRY(wb_json_put(made, "kind", json_string(check ? "check" : "item"), err));
    WB_TRY(put_wording(c, item, made, err));
    if (check)
        WB_TRY(put_check(made, err));
    WB_TRY(put_answers(c, pick, item, check, made, err));

done:
    return st;
}

/* The same question, whichever module it comes from? `module` of the first is compared
 * too, so it is made that of the other. */
static bool same_question(const json_t *there, json_t *question)
{
    json_t *module = json_object_get(there, "module");

    return json_object_set(question, "module", module) == 0 &&
           json_equal(there, question);
}

static wb_status put_question(wb_composing *c, const wb_pick *pick, const json_t *item,
                              bool check, wb_error *err)
{
    const char *id = wb_text_member(item, "id");
    json_t *questions = json_object_get(c->made, "questions");
    wb_status st = WB_OK;
    json_t *question = NULL;
    const wb_pick *other;

    if (wb_left_out(c, id) <
        json_array_size(json_object_get(c->recipe.document.root, "exclude")))
        return WB_OK;
    WB_TRY(check_asked(c, item, err));
    WB_TRY(wb_give_name(c, pick, id, WB_ID_ITEM, &other, err));
    WB_TRY(new_question(c, pick, item, check, &question, err));
    if (other == NULL)
        WB_TRY(wb_json_push(questions, json_incref(question), err));
    else if (!same_question(wb_find_id(questions, id), question))
        st = wb_fail_conflict(c, pick, other->module->id, "question", id, err);
done:
    json_decref(question);
    return st;
}

static wb_status put_module(wb_composing *c, const wb_pick *pick, wb_error *err)
{
    const json_t *items = json_object_get(pick->module->root, "items");
    const json_t *checklist = json_object_get(pick->module->root, "checklist");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(items); i++)
        WB_TRY(put_question(c, pick, json_array_get(items, i), false, err));
    for (size_t i = 0; i < json_array_size(checklist); i++)
        WB_TRY(put_question(c, pick, json_array_get(checklist, i), true, err));
    if (json_array_size(json_object_get(c->made, "questions")) > WB_MAX_ALL_QUESTIONS)
        st = wb_fail(err, WB_E_LIMIT, "the questionnaire has more than %d questions",
                     WB_MAX_ALL_QUESTIONS);
done:
    return st;
}

wb_status wb_compose_questions(wb_composing *c, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *made;

    WB_TRY(check_all_left_out(c, err));
    WB_TRY(wb_json_put_object(c->made, "answer_sets", &made, err));
    WB_TRY(wb_json_put_array(c->made, "questions", &made, err));
    for (size_t i = 0; i < c->recipe.n_picks; i++)
        WB_TRY(put_module(c, &c->recipe.picks[i], err));
    if (json_array_size(made) == 0) {
        wb_json_at root = wb_json_root(&c->recipe.document);

        st = wb_json_fail(&root, WB_E_DATA, err, "no question is left");
    }
done:
    return st;
}
