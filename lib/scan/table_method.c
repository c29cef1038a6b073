/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How a scan was made and how to read it, in sentences. */
#include "scan/showing.h"

#include "base/text.h"
#include "scan/words.h"

#include <string.h>

static const wb_fill_column method_columns[] = {
    {"id", WB_TYPE_UTF8}, {"text", WB_TYPE_UTF8}, {NULL, WB_TYPE_NULL}};

/* A sentence with at most one number or label in it, as %s. */
typedef struct sentence {
    const char *id;
    const char *nl;
    const char *en;
} sentence;

static const sentence voluntary = {"answers",
                                   "Deze resultaten zijn gemaakt van antwoorden die "
                                   "mensen vrijwillig gaven. De antwoorden "
                                   "zelf staan niet in dit bestand.",
                                   "These results are made of answers that people gave "
                                   "of their own free will. The answers "
                                   "themselves are not in this file."};
static const sentence too_small = {
    "too_small",
    "Minder dan %s mensen antwoordden. Er zijn geen cijfers; de vragen per thema helpen "
    "om "
    "er samen over te praten.",
    "Fewer than %s people answered. There are no figures; the questions by theme help to "
    "talk about it together."};
static const sentence hidden = {
    "hidden",
    "Van groepen met minder dan %s antwoorden worden geen cijfers getoond. Verder is "
    "verborgen waaruit iemand zulke cijfers kan afleiden, en waar bijna niemand of "
    "bijna iedereen het probleem heeft.",
    "No figures are shown of groups with fewer than %s answers. Hidden too is what such "
    "figures could be worked out from, and where hardly anybody or nearly "
    "everybody has the problem."};
static const sentence sensitive_whole = {
    "sensitive", "Gevoelige thema’s worden alleen voor de hele organisatie getoond.",
    "Sensitive themes are shown for the whole organisation alone."};
static const sentence sensitive_n = {
    "sensitive",
    "Gevoelige thema’s worden vanaf %s antwoorden getoond, van de hele organisatie en "
    "van "
    "een groep.",
    "Sensitive themes are shown from %s answers on, of the whole organisation and of a "
    "group."};
static const sentence share = {
    "share", "Een percentage is het deel van wie antwoordde dat het probleem heeft.",
    "A percentage is the part of those who answered that has the problem."};
static const sentence share_lights = {
    "share",
    "Een percentage is het deel van wie antwoordde dat het probleem heeft: oranje en "
    "rood samen.",
    "A percentage is the part of those who answered that has the problem: orange and red "
    "together."};
static const sentence composite = {"composite",
                                   "Bij '%s' is het percentage het deel met minstens één "
                                   "van de problemen; groen heeft er "
                                   "geen.",
                                   "Of '%s' the percentage is the part with at least one "
                                   "of the problems; green has none."};
static const sentence interval = {"interval",
                                  "Het interval (%s %%) zegt binnen welke grenzen het "
                                  "percentage van de hele groep ligt, "
                                  "als wie niet antwoordde lijkt op wie wel antwoordde.",
                                  "The interval (%s %%) says between which bounds the "
                                  "percentage of the whole group lies, "
                                  "if those who did not answer resemble those who did."};
static const sentence interval_larger = {
    "interval",
    "Het interval (%s %%) neemt de groep als een steekproef van een grotere, waarin "
    "mensen "
    "antwoorden zoals in deze.",
    "The interval (%s %%) takes the group for a sample of a larger one, in which people "
    "answer as in this one."};
static const sentence bounds = {
    "bounds", "De uiterste grenzen gelden wat ook de anderen hadden geantwoord.",
    "The outer bounds hold whatever the others would have answered."};
static const sentence response = {
    "response",
    "Een groep heet ondervertegenwoordigd als zo weinig antwoorden zelden voorkomen "
    "wanneer "
    "iedereen even vaak antwoordt (p hoogstens 0,05, gecorrigeerd voor het aantal "
    "groepen).",
    "A group is called under-represented if so few answers are rare when everybody "
    "answers "
    "as often (p at most 0.05, adjusted for the number of groups)."};
static const sentence weighted = {
    "weighted",
    "Het gewogen percentage telt elke groep mee naar het aantal mensen dat er werkt.",
    "The weighted percentage counts each group for the number of people who work there."};
static const sentence association = {
    "association", "Cijfers tonen wat samen voorkomt, niet waardoor het komt.",
    "Figures show what goes together, not what it comes from."};
static const sentence synthetic = {"synthetic",
                                   "De antwoorden zijn verzonnen, als voorbeeld.",
                                   "The answers are made up, as an example."};

static wb_status say(wb_showing *show, const sentence *s, const char *word, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    const char *from = wb_showing_english(show) ? s->en : s->nl;

    for (const char *at; (at = strchr(from, '%')) != NULL; from = at + 2) {
        WB_TRY(wb_text_append(&text, from, (size_t)(at - from), err));
        WB_TRY(wb_text_add(&text, at[1] == 's' ? word : "%", err));
    }
    WB_TRY(wb_text_add(&text, from, err));
    WB_TRY(wb_fill_text(&show->fill, s->id, err));
    WB_TRY(wb_fill_text(&show->fill, text.bytes, err));
done:
    wb_text_free(&text);
    return st;
}

static wb_status say_sensitive(wb_showing *show, wb_error *err)
{
    const wb_scan *scan = show->scan;
    char number[WB_NUMBER_CHARS];
    bool any = false;

    for (size_t i = 0; i < scan->measures.n; i++)
        any = any || scan->measures.items[i].sensitive;
    (void)wb_format_int64(number, scan->organisation->min_n_sensitive);
    if (!any)
        return WB_OK;
    if (scan->organisation->min_n_sensitive == 0)
        return say(show, &sensitive_whole, "", err);
    return say(show, &sensitive_n, number, err);
}

static wb_status say_share(wb_showing *show, wb_error *err)
{
    bool any_acute = false;

    for (size_t i = 0; i < show->scan->measures.n; i++)
        any_acute = any_acute || show->scan->measures.items[i].acute;
    return say(show, any_acute ? &share_lights : &share, "", err);
}

static wb_status say_composites(wb_showing *show, wb_error *err)
{
    const wb_measures *measures = &show->scan->measures;
    wb_status st = WB_OK;

    for (size_t i = 0; i < measures->n; i++) {
        const json_t *label = json_object_get(measures->items[i].json, "label");

        if (measures->items[i].parts != NULL)
            WB_TRY(say(show, &composite, wb_words_pick(label, show->language), err));
    }
done:
    return st;
}

static wb_status say_figures(wb_showing *show, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_scan *scan = show->scan;
    char level[WB_NUMBER_CHARS];
    char *point;

    (void)wb_format_double(level, scan->level * 100);
    point = strchr(level, '.');
    if (point != NULL && !wb_showing_english(show))
        *point = ',';
    WB_TRY(say_share(show, err));
    WB_TRY(say_composites(show, err));
    WB_TRY(say(show, scan->no_fpc ? &interval_larger : &interval, level, err));
    WB_TRY(say(show, &bounds, "", err));
    WB_TRY(say(show, &response, "", err));
    if (scan->organisation->calibrate >= 0)
        WB_TRY(say(show, &weighted, "", err));
    WB_TRY(say(show, &association, "", err));
done:
    return st;
}

static wb_status say_notices(wb_showing *show, wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *notices = json_object_get(show->scan->document.root, "notices");

    for (size_t i = 0; i < json_array_size(notices); i++) {
        const json_t *notice = json_array_get(notices, i);
        const json_t *text = json_object_get(notice, "text");

        WB_TRY(wb_fill_text(&show->fill, json_string_value(json_object_get(notice, "id")),
                            err));
        WB_TRY(wb_fill_text(&show->fill, wb_words_pick(text, show->language), err));
    }
done:
    return st;
}

static wb_status fill_method(wb_showing *show, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_scan *scan = show->scan;
    char min_n[WB_NUMBER_CHARS];

    (void)wb_format_int64(min_n, scan->organisation->min_n);
    if (scan->synthetic)
        WB_TRY(say(show, &synthetic, "", err));
    WB_TRY(say(show, &voluntary, "", err));
    WB_TRY(say(show, scan->too_small ? &too_small : &hidden, min_n, err));
    if (!scan->too_small) {
        WB_TRY(say_sensitive(show, err));
        WB_TRY(say_figures(show, err));
    }
    WB_TRY(say_notices(show, err));
done:
    return st;
}

const wb_scan_part wb_part_method = {"method", method_columns, fill_method};
