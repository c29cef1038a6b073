/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The options of disclosure control, checked, with the defaults filled in. */
#include "disclose/ledger.h"

#include <string.h>

enum {
    LEAST_MIN_N = 5,
    LARGEST_MIN_N = 1000000,
    LARGEST_ROUND = 1000,
    DEFAULT_EXTREME = 2
};

static wb_status fail_option(const char *name, wb_error *err, const char *must)
{
    return wb_fail_at(err, WB_E_ARG, -1, name, "option %s %s", name, must);
}

static wb_status check_numbers(const wb_disclose_options *o, wb_error *err)
{
    if (o->min_n < LEAST_MIN_N || o->min_n > LARGEST_MIN_N)
        return wb_fail_at(
            err, WB_E_ARG, -1, "min_n",
            "option min_n is %d; it is required and at least %d, 10 is advised",
            (int)o->min_n, (int)LEAST_MIN_N);
    if (o->min_n_sensitive != 0 &&
        (o->min_n_sensitive < o->min_n || o->min_n_sensitive > LARGEST_MIN_N))
        return fail_option("min_n_sensitive", err, "is 0 or at least min_n");
    if (o->extreme < -1 || o->extreme > LARGEST_MIN_N)
        return fail_option("extreme", err, "is a number of people, or -1 for off");
    if (o->round_to < 0 || o->round_to > LARGEST_ROUND)
        return fail_option("round_to", err, "is from 0 to 1000");
    if (!(o->dominance >= 0 && o->dominance <= 1))
        return fail_option("dominance", err, "is a share, from 0 (the default) to 1");
    if (o->protect != WB_PROTECT_ALL && o->protect != WB_PROTECT_RULES)
        return fail_option("protect", err, "is a wb_protect");
    return WB_OK;
}

static wb_status check_id(const char *id, const char *name, wb_error *err)
{
    size_t length;

    if (id == NULL)
        return fail_option(name, err, "is required where there is a ledger");
    length = strlen(id);
    if (length < 1 || length > WB_LEDGER_ID || wb_utf8_valid(id, length) != length)
        return fail_option(name, err, "is 1 to 255 bytes of UTF-8");
    return WB_OK;
}

/* The ledger goes with these answers, and has not this report already. */
static wb_status check_earlier(const wb_rules *rules, wb_error *err)
{
    const wb_ledger *ledger = rules->earlier;

    if (strcmp(ledger->scope, rules->scope) != 0)
        return wb_fail_at(
            err, WB_E_CONFLICT, -1, "earlier",
            "the ledger is of '%.80s', these counts are of '%.80s': not the "
            "same answers",
            ledger->scope, rules->scope);
    if (ledger->round_to != rules->round_to)
        return wb_fail_at(err, WB_E_CONFLICT, -1, "round_to",
                          "the ledger shows multiples of %lld, this report is asked for "
                          "multiples of %lld; both must be the same",
                          (long long)ledger->round_to, (long long)rules->round_to);
    for (size_t i = 0; i < ledger->n_releases; i++) {
        if (strcmp(ledger->releases[i].id, rules->release) == 0)
            return wb_fail_at(
                err, WB_E_CONFLICT, -1, "release",
                "the ledger has a report '%.80s' already: give this one another "
                "release",
                rules->release);
    }
    return WB_OK;
}

wb_status wb_rules_read(const wb_disclose_options *options, bool with_ledger,
                        wb_rules *rules, wb_error *err)
{
    wb_status st = WB_OK;
    wb_disclose_options o = WB_DISCLOSE_OPTIONS_INIT;

    WB_TRY(wb_options_read_whole(&o, sizeof o, offsetof(wb_disclose_options, reserved1),
                                 options, err));
    WB_TRY(check_numbers(&o, err));
    *rules = (wb_rules){
        .min_n = o.min_n,
        .min_n_sensitive = o.min_n_sensitive,
        .extreme = o.extreme == 0  ? DEFAULT_EXTREME
                   : o.extreme < 0 ? 0
                                   : o.extreme,
        .round_to = o.round_to == 0 ? 1 : o.round_to,
        .dominance = o.dominance > 0 ? o.dominance : 0.5,
        .only_rules = o.protect == WB_PROTECT_RULES,
        .scope = o.scope,
        .release = o.release,
        .earlier = o.earlier,
    };
    if (with_ledger || o.earlier != NULL) {
        WB_TRY(check_id(o.scope, "scope", err));
        WB_TRY(check_id(o.release, "release", err));
    }
    if (o.earlier != NULL)
        WB_TRY(check_earlier(rules, err));
done:
    return st;
}
