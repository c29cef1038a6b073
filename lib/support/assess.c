/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cases laid beside a rule: a row per condition, a row per case. */
#include "support/assess.h"

#include <string.h>

/* ---- conditions ---- */

static const wb_fill_column condition_columns[] = {{"case", WB_TYPE_INT64},
                                                   {"rule", WB_TYPE_DICTIONARY},
                                                   {"condition", WB_TYPE_DICTIONARY},
                                                   {"kind", WB_TYPE_DICTIONARY},
                                                   {"status", WB_TYPE_DICTIONARY},
                                                   {"asked", WB_TYPE_DICTIONARY},
                                                   {"given", WB_TYPE_UTF8},
                                                   {"sentence", WB_TYPE_UTF8},
                                                   {"source", WB_TYPE_DICTIONARY},
                                                   {"verified", WB_TYPE_BOOL},
                                                   {NULL, WB_TYPE_NULL}};

/* The row of a condition of which asked, given and source are said. */
static wb_status put_condition(wb_assessing *a, const char *id, const char *kind,
                               wb_outcome outcome, bool verified, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill *fill = &a->conditions;

    a->counts[outcome]++;
    WB_TRY(wb_say_outcome(&a->sentence, outcome, wb_text_or_empty(&a->asked),
                          wb_text_or_empty(&a->given), a->language, err));
    WB_TRY(wb_fill_int64(fill, a->row + 1, err));
    WB_TRY(wb_fill_text(fill, a->support->id, err));
    WB_TRY(wb_fill_text(fill, id, err));
    WB_TRY(wb_fill_text(fill, kind, err));
    WB_TRY(wb_fill_text(fill, wb_outcome_names[outcome], err));
    WB_TRY(wb_fill_text(fill, wb_text_or_empty(&a->asked), err));
    WB_TRY(wb_fill_text(fill, wb_text_or_empty(&a->given), err));
    WB_TRY(wb_fill_text(fill, wb_text_or_empty(&a->sentence), err));
    WB_TRY(wb_fill_text(fill, wb_text_or_empty(&a->source), err));
    WB_TRY(wb_fill_int64(fill, verified, err));
    wb_text_cut(&a->asked, 0);
    wb_text_cut(&a->given, 0);
    wb_text_cut(&a->sentence, 0);
    wb_text_cut(&a->source, 0);

done:
    return st;
}

static wb_status say_bound_source(wb_assessing *a, const wb_bound *bound, wb_error *err)
{
    if (!bound->given)
        return WB_OK;
    if (a->source.length > 0) {
        wb_status st = wb_text_add(&a->source, "; ", err);
        if (st != WB_OK)
            return st;
    }
    return wb_say_sources(&a->source, a->support, &bound->claim, err);
}

static wb_status assess_window(wb_assessing *a, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_support *support = a->support;
    char day[WB_NUMBER_CHARS];
    bool verified = support->from.given && support->from.claim.verified &&
                    support->until.given && support->until.claim.verified;

    WB_TRY(wb_say_period(&a->asked, support, a->language, err));
    if (a->dated)
        (void)wb_format_date(day, a->day);
    WB_TRY(wb_text_format(&a->given, err, "%s: %s",
                          wb_is_english(a->language) ? "date" : "datum",
                          a->dated                     ? day
                          : wb_is_english(a->language) ? "not given"
                                                       : "niet opgegeven"));
    WB_TRY(say_bound_source(a, &support->from, err));
    WB_TRY(say_bound_source(a, &support->until, err));
    WB_TRY(put_condition(a, "window", "window",
                         wb_support_in_period(support, a->dated, a->day), verified, err));
done:
    return st;
}

static wb_status assess_condition(wb_assessing *a, const wb_condition *condition,
                                  wb_error *err)
{
    wb_status st = WB_OK;
    wb_outcome outcome = wb_demand_ask(a->support, condition->demand, a->values);

    WB_TRY(wb_text_add(
        &a->asked, wb_support_text(condition->claim.json, "asked", a->language), err));
    WB_TRY(wb_say_facts(&a->given, a->support, condition->facts, a->values,
                        outcome == WB_UNKNOWN, a->language, err));
    WB_TRY(wb_say_sources(&a->source, a->support, &condition->claim, err));
    WB_TRY(put_condition(a, condition->id, condition->kind, outcome,
                         condition->claim.verified, err));
done:
    return st;
}

static wb_status assess_rate(wb_assessing *a, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_rate *found;
    wb_outcome outcome = wb_assessing_rate(a, &found);
    const wb_rate *rate = found != NULL ? found : a->support->rates;
    uint64_t facts = 0;
    bool verified = true;

    for (size_t i = 0; i < a->support->n_rates; i++) {
        facts |= a->support->rates[i].facts;
        verified = verified && a->support->rates[i].claim.verified;
    }
    if (facts == 0)
        return WB_OK;
    WB_TRY(wb_text_add(&a->asked,
                       wb_is_english(a->language)
                           ? "a percentage that holds for this applicant"
                           : "een percentage dat voor deze aanvrager geldt",
                       err));
    WB_TRY(wb_say_facts(&a->given, a->support, facts, a->values, outcome == WB_UNKNOWN,
                        a->language, err));
    WB_TRY(wb_say_sources(&a->source, a->support, &rate->claim, err));
    WB_TRY(put_condition(a, "rate", "money", outcome, verified, err));
done:
    return st;
}

static wb_status assess_ceiling(wb_assessing *a, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_ceiling *ceiling = &a->support->ceiling;
    const wb_value *earlier = &a->values[WB_FACT_EARLIER];
    wb_outcome outcome = !earlier->known                   ? WB_UNKNOWN
                         : earlier->whole < ceiling->cents ? WB_MET
                                                           : WB_NOT_MET;

    if (!ceiling->given)
        return WB_OK;
    WB_TRY(wb_text_add(&a->asked,
                       wb_is_english(a->language)
                           ? "support granted earlier below the ceiling of "
                           : "eerder toegekende steun onder het plafond van ",
                       err));
    WB_TRY(wb_say_cents(&a->asked, ceiling->cents, a->language, err));
    WB_TRY(wb_text_format(&a->asked, err, " %s",
                          wb_support_text(ceiling->claim.json, "per", a->language)));
    WB_TRY(wb_say_facts(&a->given, a->support, (uint64_t)1 << WB_FACT_EARLIER, a->values,
                        true, a->language, err));
    WB_TRY(wb_say_sources(&a->source, a->support, &ceiling->claim, err));
    WB_TRY(put_condition(a, "ceiling", "money", outcome, ceiling->claim.verified, err));
done:
    return st;
}

/* ---- all of it ---- */

static wb_status assess_case(wb_assessing *a, wb_error *err)
{
    wb_status st = WB_OK;

    memset(a->counts, 0, sizeof a->counts);
    WB_TRY(wb_cases_read(a->support, &a->cases, a->row, a->values, err));
    WB_TRY(assess_window(a, err));
    for (size_t i = 0; i < a->support->n_conditions; i++)
        WB_TRY(assess_condition(a, &a->support->conditions[i], err));
    WB_TRY(assess_rate(a, err));
    WB_TRY(assess_ceiling(a, err));
    WB_TRY(wb_assessing_verdict(a, err));
done:
    return st;
}

static wb_status start_frames(wb_assessing *a, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_columns(&a->conditions, condition_columns, err));
    WB_TRY(wb_fill_declare(&a->conditions, condition_columns, "status", wb_outcome_names,
                           3, err));
    WB_TRY(wb_verdicts_start(&a->verdicts, err));
done:
    return st;
}

/* What a result says of itself. */
static wb_status describe(const wb_assessing *a, wb_frame *frame, const char *kind,
                          wb_error *err)
{
    wb_status st = WB_OK;
    wb_text remark = {0};
    json_t *root = NULL;

    WB_TRY(wb_say_remark(&remark, a->support, "en", err));
    root = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "kind", kind, "library",
                     wb_version(), "rule", a->support->id, "version", a->support->version,
                     "hash", a->support->hash, "remark", remark.bytes);
    if (root != NULL && wb_frame_is_synthetic(a->cases.frame))
        WB_TRY(wb_json_put(root, "synthetic", json_true(), err));
    WB_TRY(wb_frame_describe(frame, root, err));
done:
    json_decref(root);
    wb_text_free(&remark);
    return st;
}

static wb_status assess_all(wb_assessing *a, const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_cases_bind(a->support, frame, &a->cases, err));
    WB_TRY(start_frames(a, err));
    for (a->row = 0; a->row < wb_frame_row_count(frame); a->row++)
        WB_TRY(assess_case(a, err));
done:
    return st;
}

static wb_status finish(wb_assessing *a, wb_frame **verdicts, wb_frame **conditions,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *first = NULL;
    wb_frame *second = NULL;

    WB_TRY(wb_fill_finish(&a->verdicts, &first, err));
    WB_TRY(wb_fill_finish(&a->conditions, &second, err));
    WB_TRY(describe(a, first, "support_verdicts", err));
    WB_TRY(describe(a, second, "support_conditions", err));
    *verdicts = first;
    *conditions = second;
    return WB_OK;
done:
    wb_frame_free(first);
    wb_frame_free(second);
    return st;
}

wb_status wb_support_assess(const wb_support *support, const wb_frame *cases,
                            const char *date, const char *language, wb_frame **verdicts,
                            wb_frame **conditions, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *ranged = NULL;
    wb_assessing a = {.support = support, .language = language};

    if (verdicts != NULL)
        *verdicts = NULL;
    if (conditions != NULL)
        *conditions = NULL;
    if (support == NULL || cases == NULL || verdicts == NULL || conditions == NULL)
        return wb_fail(err, WB_E_ARG,
                       "a rule, cases, verdicts and conditions are required");
    WB_TRY(wb_support_date(date, &a.dated, &a.day, err));
    WB_TRY(wb_frame_apply_ranges(cases, &ranged, err));
    WB_TRY(assess_all(&a, ranged != NULL ? ranged : cases, err));
    WB_TRY(finish(&a, verdicts, conditions, err));
done:
    wb_fill_close(&a.conditions);
    wb_fill_close(&a.verdicts);
    wb_text_free(&a.asked);
    wb_text_free(&a.given);
    wb_text_free(&a.sentence);
    wb_text_free(&a.source);
    wb_frame_free(ranged);
    return st;
}
