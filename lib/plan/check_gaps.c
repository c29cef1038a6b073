/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is not there: empty in the source, to be determined, corrected, not answered. */
#include "plan/finding.h"

#include <string.h>

static wb_status say(wb_checking *checking, wb_rule_id rule, const wb_record *record,
                     const char *field, const char *what, const char *more, wb_error *err)
{
    return wb_finding_add(checking, rule, record, field,
                          (const char *const[WB_MAX_WORDS_SAID]){what, more}, err);
}

static bool has_funding(const wb_plan *plan, const wb_record *action)
{
    const wb_record *bearer = wb_action_bearer(plan, action, "funding");
    const wb_record *r = bearer != NULL ? wb_record_first(bearer, "funding") : NULL;

    while (r != NULL && !wb_record_holds_for(r, action))
        r = wb_record_next(r);
    return r != NULL;
}

/* Who, when and with what money: of an action as a whole. A sub-action takes them from
 * it, and has no empty rows of its own. */
static wb_status check_action(wb_checking *checking, const wb_record *action,
                              wb_error *err)
{
    const wb_plan *plan = checking->plan;
    wb_status st = WB_OK;

    if (wb_is_subaction(action))
        return WB_OK;
    if (wb_action_bearer(plan, action, "assignments") == NULL)
        WB_TRY(say(checking, WB_EMPTY, action, "assignments",
                   wb_checking_say(checking, "uitvoerder", "actor"), NULL, err));
    if (wb_action_field(plan, action, "timing") == NULL)
        WB_TRY(say(checking, WB_EMPTY, action, "timing",
                   wb_checking_say(checking, "timing", "timing"), NULL, err));
    if (!has_funding(plan, action))
        WB_TRY(say(checking, WB_EMPTY, action, "funding",
                   wb_checking_say(checking, "financiering", "funding"), NULL, err));
done:
    return st;
}

static wb_status check_timing(wb_checking *checking, const wb_record *record,
                              wb_error *err)
{
    const json_t *timing = json_object_get(record->body, "timing");
    bool dated =
        json_object_get(timing, "from") != NULL || json_object_get(timing, "to") != NULL;

    if (!json_is_true(json_object_get(timing, "to_be_determined")))
        return WB_OK;
    if (dated)
        return say(checking, WB_DETERMINED, record, "timing",
                   json_object_get(timing, "from") != NULL ? "from" : "to", NULL, err);
    return say(checking, WB_TO_BE_DETERMINED, record, "timing",
               wb_checking_say(checking, "de timing", "the timing"), NULL, err);
}

static wb_status check_amount(wb_checking *checking, const wb_record *record,
                              wb_error *err)
{
    const char *certainty = wb_record_text(record, "certainty");

    if (certainty == NULL || strcmp(certainty, "to_be_determined") != 0 ||
        json_object_get(record->body, "amount") != NULL)
        return WB_OK;
    return say(checking, WB_TO_BE_DETERMINED, record, "amount",
               wb_checking_say(checking, "het bedrag", "the amount"), NULL, err);
}

static wb_status check_correction(wb_checking *checking, const wb_record *record,
                                  wb_error *err)
{
    static const char *const printed[] = {"from", "to"};
    static const char *const corrected[] = {"corrected_from", "corrected_to"};
    const json_t *when = json_object_get(record->body, "when");
    wb_status st = WB_OK;

    for (size_t i = 0; i < 2; i++) {
        const char *was = json_string_value(json_object_get(when, printed[i]));
        const char *is = json_string_value(json_object_get(when, corrected[i]));

        if (is != NULL)
            WB_TRY(say(checking, WB_CORRECTED, record, "when",
                       was != NULL ? was : wb_checking_say(checking, "niets", "nothing"),
                       is, err));
    }
done:
    return st;
}

/* The name of an actor, or its id when it is not there. */
static const char *name_of(const wb_checking *checking, const char *id)
{
    const wb_record *actor = wb_plan_find(checking->plan, id);
    const char *name =
        actor != NULL ? wb_record_say(checking->plan, actor, "name", checking->language)
                      : NULL;

    return name != NULL ? name : id;
}

static wb_status check_awaited(wb_checking *checking, const wb_record *answer,
                               wb_error *err)
{
    const json_t *from = json_object_get(answer->body, "awaited_from");
    wb_text names = {0};
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(from); i++)
        WB_TRY(wb_text_format(
            &names, err, "%s%s", i == 0 ? "" : ", ",
            name_of(checking, json_string_value(json_array_get(from, i)))));
    WB_TRY(say(checking, WB_AWAITED, answer, "status",
               names.bytes != NULL ? names.bytes
                                   : wb_checking_say(checking, "iemand", "someone"),
               NULL, err));
done:
    wb_text_free(&names);
    return st;
}

static wb_status check_answer(wb_checking *checking, const wb_record *answer,
                              wb_error *err)
{
    const char *status = wb_record_text(answer, "status");

    if (strcmp(status, "not_answered") == 0)
        return say(checking, WB_NOT_ANSWERED, answer, "status", NULL, NULL, err);
    return strcmp(status, "awaited") == 0 ? check_awaited(checking, answer, err) : WB_OK;
}

wb_status wb_check_gaps(wb_checking *checking, const wb_record *record, wb_error *err)
{
    const char *kind = record->kind->name;
    wb_status st = WB_OK;

    if (strcmp(kind, "action") == 0)
        WB_TRY(check_action(checking, record, err));
    if (json_object_get(record->body, "timing") != NULL)
        WB_TRY(check_timing(checking, record, err));
    if (strcmp(kind, "funding") == 0 || strcmp(kind, "budget") == 0)
        WB_TRY(check_amount(checking, record, err));
    if (json_object_get(record->body, "when") != NULL)
        WB_TRY(check_correction(checking, record, err));
    if (strcmp(kind, "answer") == 0)
        WB_TRY(check_answer(checking, record, err));
    if (strcmp(kind, "target") == 0 && wb_record_text(record, "indicator") == NULL)
        WB_TRY(say(checking, WB_TARGET_WITHOUT_INDICATOR, record, "indicator", NULL, NULL,
                   err));
done:
    return st;
}
