/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "plan/finding.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

typedef struct rule {
    const char *id;
    const char *severity;
    const char *dutch;
    const char *english;
} rule;

/* $0 is the id of the record, $1 ... $4 what is said of it. */
static const rule rules[] = {
    [WB_BROKEN_REFERENCE] = {"broken_reference", "error",
                             "‘$0’ verwijst in ‘$1’ naar ‘$2’: dat is geen $3 van dit "
                             "plan",
                             "'$0' refers in '$1' to '$2', which is no $3 of this plan"},
    [WB_CYCLE] = {"cycle", "error", "‘$0’ hangt van zichzelf af: $1",
                  "'$0' depends on itself: $1"},
    [WB_SHARES_NOT_WHOLE] = {"shares_not_whole", "error",
                             "de delen in de financiering van ‘$0’ zijn samen $1, niet "
                             "het geheel",
                             "the shares in the funding of '$0' add up to $1, not to "
                             "the whole"},
    [WB_SHARE_INVALID] = {"share_invalid", "error",
                          "het deel $1 van ‘$0’ is geen deel van een geheel",
                          "the share $1 of '$0' is no part of a whole"},
    [WB_AMOUNTS_DIFFER] = {"amounts_differ", "error",
                           "‘$0’ vermeldt $1, de delen zijn samen $2",
                           "'$0' says $1, its parts add up to $2"},
    [WB_AMOUNTS_EXCEED] = {"amounts_exceed", "error",
                           "‘$0’ vermeldt $1, de bekende delen zijn samen al $2",
                           "'$0' says $1, the parts that are known already add up to $2"},
    [WB_SPENT_EXCEEDS] = {"spent_exceeds", "warning",
                          "bij ‘$0’ is $1 uitgegeven van een bedrag van $2",
                          "'$0' has spent $1 of an amount of $2"},
    [WB_DATES_REVERSED] = {"dates_reversed", "error",
                           "bij ‘$0’ komt ‘$1’ ($2) na ‘$3’ ($4)",
                           "in '$0' '$1' ($2) comes after '$3' ($4)"},
    [WB_OUTSIDE_PERIOD] = {"outside_period", "warning",
                           "‘$1’ ($2) van ‘$0’ valt buiten de periode van ‘$3’",
                           "'$1' ($2) of '$0' is outside the period of '$3'"},
    [WB_TARGET_WITHOUT_INDICATOR] = {"target_without_indicator", "warning",
                                     "streefdoel ‘$0’ noemt geen indicator",
                                     "target '$0' names no indicator"},
    [WB_RUNS_UNDISCUSSED] = {"runs_undiscussed", "error",
                             "‘$0’ komt uit een scan en loopt, maar is vooraf niet "
                             "besproken in het sociaal overleg",
                             "'$0' comes from a scan and is under way, but was not "
                             "discussed in the social dialogue first"},
    [WB_UNDISCUSSED] = {"undiscussed", "notice",
                        "‘$0’ komt uit een scan en is nog niet besproken in het sociaal "
                        "overleg: dat moet voor ze begint",
                        "'$0' comes from a scan and was not yet discussed in the social "
                        "dialogue: that comes before it runs"},
    [WB_DETERMINED] = {"determined", "error", "‘$0’ is nog te bepalen en heeft toch ‘$1’",
                       "'$0' is to be determined, and has '$1' all the same"},
    [WB_NUMBER_TWICE] = {"number_twice", "warning", "‘$0’ en ‘$1’ hebben beide nummer $2",
                         "'$0' and '$1' both have number $2"},
    [WB_EMPTY] = {"empty", "notice", "bij ‘$0’ staat geen $1", "no $1 is given for '$0'"},
    [WB_TO_BE_DETERMINED] = {"to_be_determined", "notice",
                             "$1 van ‘$0’ is nog te bepalen",
                             "$1 of '$0' is still to be determined"},
    [WB_CORRECTED] = {"corrected", "notice",
                      "de bron drukt $1 bij ‘$0’; verbeterd tot $2",
                      "the source prints $1 in '$0'; corrected to $2"},
    [WB_NOT_ANSWERED] = {"not_answered", "notice", "de bron geeft geen antwoord bij ‘$0’",
                         "the source gives no answer at '$0'"},
    [WB_AWAITED] = {"awaited", "notice", "het antwoord ‘$0’ wordt verwacht van $1",
                    "the answer '$0' is awaited from $1"},
};

static wb_status write_sentence(const char *pattern, const char *id,
                                const char *const said[WB_MAX_WORDS_SAID], wb_text *out,
                                wb_error *err)
{
    wb_status st = WB_OK;

    for (const char *mark; (mark = strchr(pattern, '$')) != NULL; pattern = mark + 2) {
        int which = mark[1] - '0';

        WB_TRY(wb_text_append(out, pattern, (size_t)(mark - pattern), err));
        WB_TRY(wb_text_add(out, which == 0 ? id : said[which - 1], err));
    }
    WB_TRY(wb_text_add(out, pattern, err));
done:
    return st;
}

static wb_status write_place(const wb_record *record, const char *field, wb_text *out,
                             wb_error *err)
{
    wb_status st = wb_record_pointer(record, out, err);

    if (st == WB_OK && field[0] != '\0')
        st = wb_text_format(out, err, "/%s", field);
    return st != WB_OK ? st : wb_text_add(out, "", err);
}

wb_status wb_finding_add(wb_checking *checking, wb_rule_id id, const wb_record *record,
                         const char *field, const char *const said[WB_MAX_WORDS_SAID],
                         wb_error *err)
{
    const rule *which = &rules[id];
    wb_fill *sheet = &checking->sheet;
    wb_text place = {0};
    wb_text sentence = {0};
    wb_status st;

    WB_TRY(write_place(record, field, &place, err));
    WB_TRY(write_sentence(wb_checking_say(checking, which->dutch, which->english),
                          record->id, said, &sentence, err));
    WB_TRY(wb_fill_text(sheet, which->severity, err));
    WB_TRY(wb_fill_text(sheet, which->id, err));
    WB_TRY(wb_fill_text(sheet, record->id, err));
    WB_TRY(wb_fill_text(sheet, record->kind->name, err));
    WB_TRY(wb_fill_text(sheet, place.length > 0 ? place.bytes : "", err));
    WB_TRY(wb_fill_text(sheet, sentence.bytes, err));
done:
    wb_text_free(&place);
    wb_text_free(&sentence);
    return st;
}

const char *wb_checking_say(const wb_checking *checking, const char *dutch,
                            const char *english)
{
    return strcmp(checking->language, "nl") == 0 ? dutch : english;
}

void wb_checking_money(const wb_checking *checking, int64_t cents,
                       char text[WB_MONEY_CHARS])
{
    bool dutch = strcmp(checking->language, "nl") == 0;
    char digits[WB_NUMBER_CHARS];
    char whole[WB_NUMBER_CHARS];
    size_t n = wb_format_int64(digits, cents / 100);
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            whole[at++] = dutch ? '.' : ',';
        whole[at++] = digits[i];
    }
    whole[at] = '\0';
    snprintf(text, WB_MONEY_CHARS, dutch ? "%s,%02d euro" : "EUR %s.%02d", whole,
             (int)(cents % 100));
}
