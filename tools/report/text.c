/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Dutch, then English. A %s stands for a number or a name; the code that prints the text
 * knows how many there are. */
#include "text.h"

#include <string.h>

static const char *const texts[WBR_TEXT_COUNT][2] = {
    [WBR_TEXT_TITLE] = {"Werkbaarheidsmonitor", "Workability monitor"},
    [WBR_TEXT_WHAT_IS_THIS] = {"Wat is dit?", "What is this?"},
    [WBR_TEXT_INTRODUCTION] =
        {"Deze pagina toont per golf van de bevraging hoeveel procent van de werkenden "
         "een "
         "knelpunt heeft op elke indicator van werkbaar werk, en hoeveel procent geen "
         "enkel "
         "knelpunt heeft: de werkbaarheidsgraad. “Problematisch” omvat “acuut "
         "problematisch”. Elk cijfer is een schatting uit een steekproef "
         "en staat naast zijn betrouwbaarheidsinterval en het aantal antwoorden (n).",
         "This page shows, for each wave of the survey, what percentage of the people at "
         "work has a problem on each indicator of workable work, and what percentage has "
         "no "
         "bottleneck at all: the workability rate. “Problematic” "
         "includes “"
         "acutely problematic”. Each figure is an estimate from a sample and "
         "stands beside its confidence interval and the number of answers (n)."},
    [WBR_TEXT_CARE] =
        {"De cijfers zijn momentopnamen. Een verschil tussen groepen of golven zegt dat "
         "cijfers samenhangen of verschoven zijn, niet waardoor.",
         "The figures are cross-sections. A difference between groups or waves says that "
         "figures are associated or have moved, not what made them move."},
    [WBR_TEXT_SYNTHETIC_EXPLAINED] =
        {"Deze antwoorden zijn door een programma gemaakt, niet door mensen gegeven. De "
         "cijfers tonen hoe de monitor werkt; ze zeggen niets over echte werkenden.",
         "These answers were made by a program, not given by people. The figures show "
         "how "
         "the monitor works; they say nothing about real people at work."},
    [WBR_TEXT_PRESET] = {"voorinstelling, niet de officiële WBM-definitie",
                         "preset, not the official WBM definition"},
    [WBR_TEXT_PRESET_EXPLAINED] =
        {"Het aantal items van een schaal en de grenswaarden hieronder zijn niet "
         "bevestigd "
         "door een bron over de Vlaamse werkbaarheidsmonitor.",
         "The number of items of a scale and the cut-offs below are not confirmed by a "
         "source on the Flemish workability monitor."},
    [WBR_TEXT_UNVERIFIED] = {"Wat niet bevestigd is", "What is not verified"},
    [WBR_TEXT_NOTHING_UNVERIFIED] =
        {"Alle schalen en grenswaarden van dit instrument zijn bevestigd.",
         "All scales and cut-offs of this instrument are verified."},
    [WBR_TEXT_VERIFIED] = {"bevestigd", "verified"},
    [WBR_TEXT_GROUPS] = {"Groepen", "Groups"},
    [WBR_TEXT_DATA] = {"Gegevens", "Data"},
    [WBR_TEXT_INSTRUMENT] = {"Instrument", "Instrument"},
    [WBR_TEXT_VERSION] = {"versie", "version"},
    [WBR_TEXT_WAVE] = {"Golf", "Wave"},
    [WBR_TEXT_INTERVAL] = {"%s %-interval", "%s % interval"},
    [WBR_TEXT_N] = {"n", "n"},
    [WBR_TEXT_WORKABLE] = {"Werkbaarheidsgraad", "Workability rate"},
    [WBR_TEXT_WORKABLE_EXPLAINED] =
        {"Het percentage zonder enig knelpunt op deze indicatoren: %s.",
         "The percentage without any bottleneck on these indicators: %s."},
    [WBR_TEXT_NONE_ACUTE_EXPLAINED] =
        {"Het percentage zonder enig acuut knelpunt op deze indicatoren: %s.",
         "The percentage without any acute bottleneck on these indicators: %s."},
    [WBR_TEXT_INDICATORS] = {"Per indicator", "By indicator"},
    [WBR_TEXT_INDICATORS_EXPLAINED] = {"Alle grafieken hebben dezelfde verticale as.",
                                       "All charts have the same vertical axis."},
    [WBR_TEXT_INDICATOR] = {"Indicator", "Indicator"},
    [WBR_TEXT_OVERVIEW] = {"Alle indicatoren en golven", "All indicators and waves"},
    [WBR_TEXT_OVERVIEW_CAPTION] = {"% problematisch (% acuut)",
                                   "% problematic (% acute)"},
    [WBR_TEXT_PROBLEM] = {"problematisch", "problematic"},
    [WBR_TEXT_ACUTE] = {"acuut", "acute"},
    [WBR_TEXT_KIND_WORKABILITY] = {"werkbaarheidsindicator", "workability indicator"},
    [WBR_TEXT_KIND_RISK] = {"risico-indicator", "risk indicator"},
    [WBR_TEXT_PUBLISHED] = {"gepubli­ceerd", "published"},
    [WBR_TEXT_BOTTLENECKS] = {"Aantal knelpunten", "Number of bottlenecks"},
    [WBR_TEXT_BOTTLENECKS_CAPTION] =
        {"% van de werkenden met zoveel knelpunten, per golf",
         "% of the people at work with that many bottlenecks, by wave"},
    [WBR_TEXT_ACUTE_BOTTLENECKS] = {"Aantal acute knelpunten",
                                    "Number of acute bottlenecks"},
    [WBR_TEXT_ACUTE_BOTTLENECKS_CAPTION] =
        {"% van de werkenden met zoveel acute knelpunten, per golf",
         "% of the people at work with that many acute bottlenecks, by wave"},
    [WBR_TEXT_CHANGES] = {"Verschil met vorige en eerste golf",
                          "Change to the previous and the first wave"},
    [WBR_TEXT_CHANGES_EXPLAINED] =
        {"Verschil in procentpunten, met interval en p-waarde. “Significant” betekent p "
         "< %s, zonder correctie voor het aantal vergelijkingen.",
         "Difference in percentage points, with interval and p-value. “"
         "Significant” means p < %s, without correction for the number of "
         "comparisons."},
    [WBR_TEXT_CHANGES_CAPTION] = {"Golf %s vergeleken met %s en met %s",
                                  "Wave %s compared with %s and with %s"},
    [WBR_TEXT_CHANGES_ALL] =
        {"Verschil met de vorige golf, in procentpunten, alle golven (* = significant)",
         "Change to the previous wave, in percentage points, all waves (* = "
         "significant)"},
    [WBR_TEXT_TO_PREVIOUS] = {"met vorige golf", "to previous wave"},
    [WBR_TEXT_TO_FIRST] = {"met eerste golf", "to first wave"},
    [WBR_TEXT_DIFFERENCE] = {"verschil", "difference"},
    [WBR_TEXT_P] = {"p", "p"},
    [WBR_TEXT_FINDING] = {"besluit", "finding"},
    [WBR_TEXT_SIGNIFICANT] = {"significant", "significant"},
    [WBR_TEXT_NOT_SIGNIFICANT] = {"niet significant", "not significant"},
    [WBR_TEXT_NO_TEST] = {"geen toets", "no test"},
    [WBR_TEXT_BREAKDOWNS] = {"Uitsplitsingen", "Breakdowns"},
    [WBR_TEXT_BREAKDOWN_CAPTION] = {"Naar %s, golf %s: % zonder knelpunt; % "
                                    "problematisch (% acuut) met het interval van % "
                                    "problematisch",
                                    "By %s, wave %s: % without bottleneck; % problematic "
                                    "(% acute) with the interval of % "
                                    "problematic"},
    [WBR_TEXT_SCALES] = {"Schaalscores", "Scale scores"},
    [WBR_TEXT_SCALES_CAPTION] = {"Gemiddelde schaalscore per golf, met interval",
                                 "Mean scale score by wave, with interval"},
    [WBR_TEXT_METHOD] = {"Hoe dit berekend is", "How this was calculated"},
    [WBR_TEXT_METHOD_DESIGN] =
        {"Elke golf (kolom %s) is een eigen steekproef: golven zijn strata en worden als "
         "onafhankelijk behandeld.",
         "Each wave (column %s) is a sample of its own: waves are strata and are treated "
         "as "
         "independent."},
    [WBR_TEXT_METHOD_UNWEIGHTED] = {"De cijfers zijn niet gewogen.",
                                    "The figures are not weighted."},
    [WBR_TEXT_METHOD_WEIGHTED] = {"De cijfers zijn gewogen met de kolom %s.",
                                  "The figures are weighted by the column %s."},
    [WBR_TEXT_METHOD_INTERVAL_LOGIT] =
        {"Standaardfouten volgen uit linearisatie; de intervallen van aandelen (%s %) "
         "zijn "
         "gemaakt op de logitschaal, die van verschillen en gemiddelde scores zijn "
         "symmetrisch.",
         "Standard errors are by linearisation; the intervals of shares (%s %) are made "
         "on "
         "the logit scale, those of differences and mean scores are symmetric."},
    [WBR_TEXT_METHOD_INTERVAL_WALD] =
        {"Standaardfouten volgen uit linearisatie; de intervallen (%s %) zijn "
         "symmetrisch "
         "(Wald).",
         "Standard errors are by linearisation; the intervals (%s %) are symmetric "
         "(Wald)."},
    [WBR_TEXT_METHOD_INTERVAL_OTHER] =
        {"Standaardfouten volgen uit linearisatie; de intervallen van aandelen (%s %) "
         "volgen de methode %s, die van verschillen en gemiddelde scores zijn "
         "symmetrisch.",
         "Standard errors are by linearisation; the intervals of shares (%s %) are by "
         "the "
         "method %s, those of differences and mean scores are symmetric."},
    [WBR_TEXT_METHOD_DF] =
        {"Intervallen en toetsen gebruiken de t-verdeling; het aantal vrijheidsgraden is "
         "het aantal antwoorden min het aantal strata, en bij een verschil de som van "
         "beide golven.",
         "Intervals and tests use the t distribution; the degrees of freedom are the "
         "number of answers minus the number of strata, and for a difference the sum of "
         "both waves."},
    [WBR_TEXT_METHOD_DF_CLUSTERS] =
        {"Intervallen en toetsen gebruiken de t-verdeling; het aantal vrijheidsgraden is "
         "het aantal clusters van de eerste trap min het aantal strata, en bij een "
         "verschil de som van beide golven.",
         "Intervals and tests use the t distribution; the degrees of freedom are the "
         "number of clusters of the first stage minus the number of strata, and for a "
         "difference the sum of both waves."},
    [WBR_TEXT_METHOD_DF_SHARED] =
        {"Intervallen en toetsen gebruiken de t-verdeling; het aantal vrijheidsgraden is "
         "het aantal clusters van de eerste trap min het aantal strata, ook bij een "
         "verschil, van beide golven samen.",
         "Intervals and tests use the t distribution; the degrees of freedom are the "
         "number of clusters of the first stage minus the number of strata, for a "
         "difference too, of both waves together."},
    [WBR_TEXT_METHOD_MISSING] =
        {"Een score met te weinig antwoorden ontbreekt. Wie een score mist, telt bij die "
         "indicator niet mee, maar blijft in de steekproef; de werkbaarheidsgraad en het "
         "aantal knelpunten vragen alle indicatoren waarop ze steunen.",
         "A score with too few answers is missing. Whoever misses a score is not counted "
         "for "
         "that indicator but stays in the sample; the workability rate and the number of "
         "bottlenecks need all the indicators they rest on."},
    [WBR_TEXT_METHOD_CHANGE] =
        {"Een verschil tussen golven heeft als variantie de som van beide varianties; de "
         "p-waarde is tweezijdig.",
         "The variance of a difference between waves is the sum of both variances; the "
         "p-value is two-sided."},
    [WBR_TEXT_METHOD_CHANGE_SHARED] =
        {"Een verschil tussen golven heeft als variantie de som van beide varianties min "
         "tweemaal hun covariantie; de p-waarde is tweezijdig.",
         "The variance of a difference between waves is the sum of both variances minus "
         "twice their covariance; the p-value is two-sided."},
    [WBR_TEXT_METHOD_LIBRARY] = {"Gemaakt met libwerkbaar %s.",
                                 "Made with libwerkbaar %s."},
    [WBR_TEXT_INVENTED] = {"verzonnen", "invented"},
    [WBR_TEXT_ROUGH] = {"alleen afgerond of afgeleid gepubliceerd",
                        "published rounded or derived only"},
    [WBR_TEXT_INVENTED_EXPLAINED] =
        {"° = verzonnen: voor deze cel is geen gepubliceerd cijfer bekend. ≈ = er is "
         "alleen een afgerond, afgeleid of tegengesproken cijfer bekend.",
         "° = invented: no published figure is known for this cell. ≈ = "
         "only a rounded, derived or contradicted figure is known."},
    [WBR_TEXT_INVENTED_ALL] = {"Welke cellen op een gepubliceerd cijfer steunen, is hier "
                               "niet opgegeven: beschouw "
                               "ze alle als verzonnen (°).",
                               "Which cells rest on a published figure was not stated "
                               "here: take all of them as "
                               "invented (°)."},
    [WBR_TEXT_INVENTED_GROUP] =
        {"Verschillen tussen deze groepen zijn verzonnen, behalve waar geen ° staat.",
         "Differences between these groups are invented, except where there is no "
         "°."},
    [WBR_TEXT_AXIS_CUT] = {"De verticale as begint niet bij 0.",
                           "The vertical axis does not start at 0."},
    [WBR_TEXT_CHART_EXPLAINED] = {"Lijn: schatting; band en streepjes: %s %-interval.",
                                  "Line: estimate; band and bars: %s % interval."},
    [WBR_TEXT_CHART_HOLLOW] = {"Open punt: verzonnen.", "Open point: invented."},
    [WBR_TEXT_ITEM_SCALE] = {"schaal", "scale"},
    [WBR_TEXT_CUTOFF] = {"grenswaarde", "cut-off"},
    [WBR_TEXT_LEVEL] = {"niveau", "level"},
    [WBR_TEXT_SOURCE] = {"herkomst", "source"},
    [WBR_TEXT_SCALE] = {"Schaal", "Scale"},
    [WBR_TEXT_POINTS] = {"procentpunten", "percentage points"},
    [WBR_TEXT_AT_LEAST] = {"minstens", "at least"},
    [WBR_TEXT_ABOVE] = {"meer dan", "above"},
    [WBR_TEXT_AT_MOST] = {"hoogstens", "at most"},
    [WBR_TEXT_BELOW] = {"minder dan", "below"},
    [WBR_TEXT_STRUCTURE] = {"aantal items", "number of items"},
    [WBR_TEXT_CONTENTS] = {"Inhoud", "Contents"},
    [WBR_TEXT_VERSUS_PREVIOUS] = {"t.o.v. vorige", "vs previous"},
    [WBR_TEXT_VERSUS_FIRST] = {"t.o.v. eerste", "vs first"},
    [WBR_TEXT_STAR] = {"Verschillen in procentpunten; * significant, p <",
                       "Differences in percentage points; * significant, p <"},
};

const char *wbr_language_code(wbr_language language)
{
    return language == WBR_NL ? "nl" : "en";
}

const char *wbr_text(wbr_language language, wbr_text_id id)
{
    return texts[id][language];
}

const char *wbr_rate_title(wbr_language language, const wbr_composite *composite)
{
    return strcmp(composite->id, "werkbaar") == 0 ? wbr_text(language, WBR_TEXT_WORKABLE)
                                                  : composite->label;
}
