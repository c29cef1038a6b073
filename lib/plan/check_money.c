/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Money: shares that make a whole, amounts that agree with their parts. What is not known
 * is never taken for zero: an unknown part leaves a sum unknown, but never too large. */
#include "plan/finding.h"

#include <stdio.h>
#include <string.h>

/* ---- shares ---- */

typedef struct fraction {
    int64_t part, of;
    bool exact; /* false: the sum did not fit */
} fraction;

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

static void add_fraction(fraction *sum, int64_t part, int64_t of)
{
    int64_t left, right, bottom, top;

    if (!sum->exact || __builtin_mul_overflow(sum->part, of, &left) ||
        __builtin_mul_overflow(part, sum->of, &right) ||
        __builtin_mul_overflow(sum->of, of, &bottom) ||
        __builtin_add_overflow(left, right, &top)) {
        sum->exact = false;
        return;
    }
    int64_t divisor = common_divisor(top, bottom);
    sum->part = top / divisor;
    sum->of = bottom / divisor;
}

static bool share_of(const wb_record *funding, int64_t *part, int64_t *of)
{
    const json_t *share = json_object_get(funding->body, "share");

    *part = json_integer_value(json_object_get(share, "part"));
    *of = json_integer_value(json_object_get(share, "of"));
    return share != NULL;
}

static wb_status check_share(wb_checking *checking, const wb_record *funding,
                             wb_error *err)
{
    int64_t part, of;
    char text[WB_MONEY_CHARS];

    if (!share_of(funding, &part, &of) || (of > 0 && part <= of))
        return WB_OK;
    snprintf(text, sizeof text, "%lld/%lld", (long long)part, (long long)of);
    return wb_finding_add(checking, WB_SHARE_INVALID, funding, "share",
                          (const char *const[WB_MAX_WORDS_SAID]){text}, err);
}

/* The shares of what holds for an action (NULL: of the whole list). */
static fraction sum_shares(const wb_record *bearer, const wb_record *action,
                           size_t *n_with, size_t *n_without)
{
    fraction sum = {0, 1, true};
    int64_t part, of;

    *n_with = *n_without = 0;
    for (const wb_record *r = wb_record_first(bearer, "funding"); r != NULL;
         r = wb_record_next(r)) {
        bool counts = action == NULL || wb_record_holds_for(r, action);
        bool has = share_of(r, &part, &of);

        *n_with += counts && has;
        *n_without += counts && !has;
        if (counts && has && of > 0)
            add_fraction(&sum, part, of);
    }
    return sum;
}

static wb_status check_shares(wb_checking *checking, const wb_record *at,
                              const wb_record *bearer, const wb_record *action,
                              wb_error *err)
{
    size_t n_with, n_without;
    fraction sum = sum_shares(bearer, action, &n_with, &n_without);
    char text[WB_MONEY_CHARS];
    bool whole = sum.exact && sum.part == sum.of;
    bool may_become = sum.exact && n_without > 0 && sum.part < sum.of;

    if (n_with == 0 || whole || may_become)
        return WB_OK;
    snprintf(text, sizeof text, sum.exact ? "%lld/%lld" : "?", (long long)sum.part,
             (long long)sum.of);
    return wb_finding_add(checking, WB_SHARES_NOT_WHOLE, at, "funding",
                          (const char *const[WB_MAX_WORDS_SAID]){text}, err);
}

static bool has_exceptions(const wb_record *bearer)
{
    const wb_record *r = wb_record_first(bearer, "funding");

    while (r != NULL && json_object_get(r->body, "only_for") == NULL)
        r = wb_record_next(r);
    return r != NULL;
}

/* A block whose funding is the same for all its actions is checked once, as a block. */
static wb_status check_funding(wb_checking *checking, const wb_record *record,
                               wb_error *err)
{
    bool is_action = wb_record_is(record, "action");
    const wb_record *bearer =
        is_action ? wb_action_bearer(checking->plan, record, "funding") : record;

    if (bearer == NULL)
        return WB_OK;
    if (has_exceptions(bearer))
        return is_action ? check_shares(checking, record, bearer, record, err) : WB_OK;
    return bearer == record ? check_shares(checking, record, record, NULL, err) : WB_OK;
}

/* ---- amounts ---- */

typedef struct sum {
    int64_t cents; /* of what is known */
    size_t n_known, n_unknown;
} sum;

static void add_amount(sum *to, const wb_record *record)
{
    int64_t cents = 0;
    bool known = wb_record_cents(record, "revised", &cents) ||
                 wb_record_cents(record, "amount", &cents);

    to->n_known += known;
    to->n_unknown += !known;
    if (__builtin_add_overflow(to->cents, cents, &to->cents))
        to->cents = INT64_MAX;
}

static sum sum_list(const wb_record *record, const char *list)
{
    sum made = {0};

    for (const wb_record *r = wb_record_first(record, list); r != NULL;
         r = wb_record_next(r)) {
        const char *per = wb_record_text(r, "per");

        if (per == NULL || strcmp(per, "total") == 0)
            add_amount(&made, r);
        else
            made.n_unknown++;
    }
    return made;
}

/* An amount against the parts in a list. */
static wb_status check_sum(wb_checking *checking, const wb_record *record,
                           const char *field, const char *list, wb_error *err)
{
    sum parts = sum_list(record, list);
    char said[WB_MONEY_CHARS];
    char found[WB_MONEY_CHARS];
    int64_t cents;
    bool differs;

    if (!wb_record_cents(record, field, &cents) || parts.n_known == 0)
        return WB_OK;
    differs = parts.n_unknown == 0 && parts.cents != cents;
    if (!differs && parts.cents <= cents)
        return WB_OK;
    wb_checking_money(checking, cents, said);
    wb_checking_money(checking, parts.cents, found);
    return wb_finding_add(checking, differs ? WB_AMOUNTS_DIFFER : WB_AMOUNTS_EXCEED,
                          record, field,
                          (const char *const[WB_MAX_WORDS_SAID]){said, found}, err);
}

static wb_status check_spent(wb_checking *checking, const wb_record *record,
                             wb_error *err)
{
    char out[WB_MONEY_CHARS];
    char of[WB_MONEY_CHARS];
    int64_t spent;
    int64_t cents;

    if (!wb_record_cents(record, "spent", &spent) ||
        (!wb_record_cents(record, "revised", &cents) &&
         !wb_record_cents(record, "amount", &cents)) ||
        spent <= cents)
        return WB_OK;
    wb_checking_money(checking, spent, out);
    wb_checking_money(checking, cents, of);
    return wb_finding_add(checking, WB_SPENT_EXCEEDS, record, "spent",
                          (const char *const[WB_MAX_WORDS_SAID]){out, of}, err);
}

/* To be determined, and an amount all the same. */
static wb_status check_determined(wb_checking *checking, const wb_record *record,
                                  wb_error *err)
{
    const char *certainty = wb_record_text(record, "certainty");
    int64_t cents;

    if (certainty == NULL || strcmp(certainty, "to_be_determined") != 0 ||
        !wb_record_cents(record, "amount", &cents))
        return WB_OK;
    return wb_finding_add(checking, WB_DETERMINED, record, "amount",
                          (const char *const[WB_MAX_WORDS_SAID]){"amount"}, err);
}

wb_status wb_check_money(wb_checking *checking, const wb_record *record, wb_error *err)
{
    const char *kind = record->kind->name;
    bool is_funding = strcmp(kind, "funding") == 0;
    wb_status st = WB_OK;

    if (is_funding || strcmp(kind, "budget") == 0) {
        WB_TRY(check_determined(checking, record, err));
        WB_TRY(check_spent(checking, record, err));
    }
    if (is_funding) {
        WB_TRY(check_share(checking, record, err));
        WB_TRY(check_sum(checking, record, "amount", "budgets", err));
    }
    if (strcmp(kind, "action") == 0 || strcmp(kind, "block") == 0)
        WB_TRY(check_funding(checking, record, err));
    if (strcmp(kind, "action") == 0)
        WB_TRY(check_sum(checking, record, "cost", "funding", err));
done:
    return st;
}
