/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What users read: Dutch, or English. */
#include "support/assess.h"

#include <string.h>

const char *const wb_outcome_names[] = {"met", "not_met", "unknown"};

bool wb_is_english(const char *language)
{
    return language != NULL && strcmp(language, "en") == 0;
}

const char *wb_text_or_empty(const wb_text *text)
{
    return text->bytes != NULL ? text->bytes : "";
}

static const char *pick(const char *language, const char *nl, const char *en)
{
    return wb_is_english(language) ? en : nl;
}

const char *wb_support_text(const json_t *object, const char *key, const char *language)
{
    const json_t *text = json_object_get(json_object_get(object, key),
                                         wb_is_english(language) ? "en" : "nl");

    return text != NULL ? json_string_value(text) : "";
}

const char *wb_fact_label(const wb_support *support, size_t fact, const char *language)
{
    if (fact == WB_FACT_COST)
        return pick(language, "kostprijs", "cost");
    if (fact == WB_FACT_EARLIER)
        return pick(language, "eerder toegekende steun", "support granted earlier");
    return wb_support_text(support->facts[fact].json, "label", language);
}

/* ---- values ---- */

wb_status wb_say_cents(wb_text *out, int64_t cents, const char *language, wb_error *err)
{
    return wb_text_format(out, err, "EUR %lld%s%02d", (long long)(cents / 100),
                          pick(language, ",", "."), (int)(cents % 100));
}

static wb_status say_number(wb_text *out, double number, const char *language,
                            wb_error *err)
{
    char room[WB_NUMBER_CHARS];
    char *point;

    (void)wb_format_double(room, number);
    point = strchr(room, '.');
    if (point != NULL && !wb_is_english(language))
        *point = ',';
    return wb_text_add(out, room, err);
}

static wb_status say_value(wb_text *out, const wb_fact *fact, const wb_value *value,
                           const char *language, wb_error *err)
{
    switch (fact->type) {
    case WB_FACT_COUNT:
        return wb_text_format(out, err, "%lld", (long long)value->whole);
    case WB_FACT_NUMBER:
        return say_number(out, value->number, language, err);
    case WB_FACT_CENTS:
        return wb_say_cents(out, value->whole, language, err);
    case WB_FACT_BOOL:
        return wb_text_add(
            out, value->whole ? pick(language, "ja", "yes") : pick(language, "nee", "no"),
            err);
    case WB_FACT_CHOICE:
        break;
    }
    return wb_text_add(out,
                       wb_support_text(json_array_get(fact->values, (size_t)value->whole),
                                       "label", language),
                       err);
}

wb_status wb_say_facts(wb_text *out, const wb_support *support, uint64_t facts,
                       const wb_value *values, bool all, const char *language,
                       wb_error *err)
{
    wb_status st = WB_OK;
    const char *separator = "";

    for (size_t i = 0; i < support->n_facts; i++) {
        if ((facts >> i & 1) == 0 || (!all && !values[i].known))
            continue;
        WB_TRY(wb_text_format(out, err, "%s%s: ", separator,
                              wb_fact_label(support, i, language)));
        if (values[i].known)
            WB_TRY(say_value(out, &support->facts[i], &values[i], language, err));
        else
            WB_TRY(wb_text_add(out, pick(language, "niet opgegeven", "not given"), err));
        separator = "; ";
    }
done:
    return st;
}

/* ---- the rule ---- */

wb_status wb_say_sources(wb_text *out, const wb_support *support, const wb_claim *claim,
                         wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *sources = json_object_get(support->document.root, "sources");
    const json_t *ids = json_object_get(claim->json, "source");

    for (size_t i = 0; i < json_array_size(ids); i++) {
        const json_t *source =
            json_object_get(sources, json_string_value(json_array_get(ids, i)));

        WB_TRY(wb_text_format(out, err, "%s%s (%s)", i == 0 ? "" : "; ",
                              json_string_value(json_object_get(source, "title")),
                              json_string_value(json_object_get(source, "where"))));
    }
done:
    return st;
}

static const char *say_bound(const wb_bound *bound, char room[WB_NUMBER_CHARS],
                             const char *language)
{
    if (!bound->given)
        return pick(language, "een onbekende dag", "an unknown day");
    (void)wb_format_date(room, bound->day);
    return room;
}

wb_status wb_say_period(wb_text *out, const wb_support *support, const char *language,
                        wb_error *err)
{
    char from[WB_NUMBER_CHARS];
    char until[WB_NUMBER_CHARS];

    return wb_text_format(out, err, "%s %s %s %s",
                          pick(language, "een aanvraag van", "an application from"),
                          say_bound(&support->from, from, language),
                          pick(language, "tot en met", "up to and including"),
                          say_bound(&support->until, until, language));
}

/* ---- outcomes ---- */

wb_status wb_say_outcome(wb_text *out, wb_outcome outcome, const char *asked,
                         const char *given, const char *language, wb_error *err)
{
    static const char *const nl[] = {"Voldaan", "Niet voldaan", "Niet bekend"};
    static const char *const en[] = {"Met", "Not met", "Not known"};
    const char *word = (wb_is_english(language) ? en : nl)[outcome];

    if (outcome == WB_MET || given[0] == '\0')
        return wb_text_format(out, err, "%s: %s.", word, asked);
    return wb_text_format(out, err, "%s: %s (%s).", word, asked, given);
}

wb_status wb_say_verdict(wb_text *out, wb_outcome verdict, int32_t n_not_met,
                         int32_t n_unknown, const char *language, wb_error *err)
{
    if (verdict == WB_MET)
        return wb_text_add(out,
                           pick(language, "Komt in aanmerking, naar wat is opgegeven.",
                                "Eligible, by what was given."),
                           err);
    if (verdict == WB_NOT_MET)
        return wb_text_format(out, err,
                              pick(language,
                                   "Komt niet in aanmerking, naar wat is opgegeven; "
                                   "voorwaarden waaraan niet is voldaan: %d.",
                                   "Not eligible, by what was given; conditions that "
                                   "are not met: %d."),
                              (int)n_not_met);
    return wb_text_format(
        out, err,
        pick(language, "Niet te beslissen; voorwaarden waarvan te weinig bekend is: %d.",
             "Undecided; conditions of which too little is known: %d."),
        (int)n_unknown);
}

wb_status wb_say_remark(wb_text *out, const wb_support *support, const char *language,
                        wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(out,
                       pick(language, "indicatief, geen juridisch advies",
                            "indicative, no legal advice"),
                       err));
    if (support->historical)
        WB_TRY(wb_text_add(
            out, pick(language, "; historische regel", "; historical rule"), err));
    if (wb_support_verified(support) == 0)
        WB_TRY(wb_text_add(out,
                           pick(language, "; niet alles is in een bron nagelezen",
                                "; not everything was read in a source"),
                           err));
done:
    return st;
}
