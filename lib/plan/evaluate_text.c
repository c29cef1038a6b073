/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Evaluated targets as sentences: what was measured, how that stands against the plan,
 * what moved since. Never why. */
#include "base/text.h"
#include "plan/evaluate.h"

#include <math.h>
#include <string.h>

/* $T the target with its date, $P the path, $I the indicator, $U the unit of the target,
 * $V that of the estimate, $W the wave. */
static const struct {
    const char *dutch, *english;
} sentences[WB_N_VERDICTS] = {
    [WB_NO_INDICATOR] = {"het streefdoel noemt geen indicator: er is niets aan te meten",
                         "the target names no indicator: nothing can be measured"},
    [WB_NO_VALUE] = {"het plan noemt geen te bereiken waarde",
                     "the plan gives no value to reach"},
    [WB_NO_ESTIMATE] = {"over ‘$I’ is er geen schatting", "there is no estimate of '$I'"},
    [WB_SEVERAL_ROWS] = {"meer dan één rij van de schattingen gaat over ‘$I’: kies een "
                         "statistiek of categorie",
                         "several rows of the estimates are about '$I': choose a "
                         "statistic or category"},
    [WB_NO_NUMBER] = {"de schatting van ‘$I’ in $W heeft geen getal",
                      "the estimate of '$I' in $W has no number"},
    [WB_UNIT_UNKNOWN] = {"het streefdoel is in $U, de schatting in $V: dat is niet te "
                         "vergelijken",
                         "the target is in $U, the estimate in $V: these cannot be "
                         "compared"},
    [WB_UNIT_DIFFERS] = {"het streefdoel is in $U, de schatting in $V: dat is niet te "
                         "vergelijken",
                         "the target is in $U, the estimate in $V: these cannot be "
                         "compared"},
    [WB_NO_DIRECTION] =
        {"niets zegt waar het begint, en dus niet of hoger of lager beter "
         "is",
         "nothing says where it starts, so not whether higher or lower "
         "is better"},
    [WB_NOT_MEASURED_SINCE] = {"sinds het begin is er niet opnieuw gemeten",
                               "nothing was measured since the start"},
    [WB_NOT_MEASURED] = {"de datum van het streefdoel van $T is voorbij, en sindsdien is "
                         "er niet gemeten",
                         "the date of the target of $T has passed, and nothing was "
                         "measured since"},
    [WB_REACHED_EARLY] = {"het streefdoel van $T is voor die datum bereikt",
                          "the target of $T is reached before that date"},
    [WB_AHEAD_OF_PATH] = {"voor op het rechte pad ($P) naar het streefdoel van $T",
                          "ahead of the straight path ($P) to the target of $T"},
    [WB_ON_PATH] = {"het rechte pad ($P) naar het streefdoel van $T ligt binnen de "
                    "onzekerheid",
                    "the straight path ($P) to the target of $T lies within the "
                    "uncertainty"},
    [WB_BEHIND_PATH] = {"achter op het rechte pad ($P) naar het streefdoel van $T",
                        "behind the straight path ($P) to the target of $T"},
    [WB_UNDERWAY] = {"het streefdoel van $T is nog niet bereikt; een pad ernaartoe is er "
                     "niet",
                     "the target of $T is not reached so far; there is no path to it"},
    [WB_REACHED] = {"het streefdoel van $T is bereikt", "the target of $T is reached"},
    [WB_UNDECIDED] = {"het streefdoel van $T ligt binnen de onzekerheid: of het bereikt "
                      "is, valt niet te zeggen",
                      "the target of $T lies within the uncertainty: whether it is "
                      "reached cannot be said"},
    [WB_NOT_REACHED] = {"het streefdoel van $T is niet bereikt",
                        "the target of $T is not reached"},
    [WB_NOT_YET] =
        {"het streefdoel van $T is nog niet bereikt; het plan noemt geen datum",
         "the target of $T is not reached so far; the plan gives no date"},
};

typedef struct wb_words {
    const wb_evaluated *evaluated;
    const wb_readings *readings;
    bool nl;
    wb_text *out;
} wb_words;

static const char *say(const wb_words *w, const char *dutch, const char *english)
{
    return w->nl ? dutch : english;
}

/* ---- numbers ---- */

static bool has_unit(const wb_words *w, const char *unit)
{
    return w->evaluated->unit != NULL && strcmp(w->evaluated->unit, unit) == 0;
}

/* Estimates to a tenth of a percent, a thousandth of a share; a number of the plan as it
 * is there. */
static wb_status add_number(const wb_words *w, double value, bool of_plan, bool sign,
                            wb_error *err)
{
    char text[WB_NUMBER_CHARS];
    char *point;
    wb_status st;

    if (of_plan)
        wb_format_double(text, value);
    else
        wb_format_fixed(text, value,
                        has_unit(w, "percent") ? 1
                        : has_unit(w, "share") ? 3
                                               : 2);
    point = strchr(text, '.');
    if (point != NULL && w->nl)
        *point = ',';
    WB_TRY(wb_text_add(w->out, sign && text[0] != '-' ? "+" : "", err));
    WB_TRY(wb_text_add(w->out, text, err));
done:
    return st;
}

static wb_status add_unit(const wb_words *w, bool difference, wb_error *err)
{
    const char *unit = w->evaluated->unit;

    if (has_unit(w, "percent"))
        return wb_text_add(
            w->out, difference ? say(w, " procentpunt", " percentage points") : "%", err);
    if (unit == NULL || has_unit(w, "share"))
        return WB_OK;
    return wb_text_format(w->out, err, " %s", unit);
}

/* 53.2% (51.0 to 55.4) */
static wb_status add_estimate(const wb_words *w, double value, double lower, double upper,
                              bool difference, wb_error *err)
{
    wb_status st;

    WB_TRY(add_number(w, value, false, difference, err));
    WB_TRY(add_unit(w, difference, err));
    if (!isfinite(lower) || !isfinite(upper))
        return WB_OK;
    WB_TRY(wb_text_add(w->out, " (", err));
    WB_TRY(add_number(w, lower, false, difference, err));
    WB_TRY(wb_text_add(w->out, say(w, " tot ", " to "), err));
    WB_TRY(add_number(w, upper, false, difference, err));
    WB_TRY(wb_text_add(w->out, ")", err));
done:
    return st;
}

/* ---- pieces ---- */

static wb_status add_wave(const wb_words *w, const wb_reading *reading, wb_error *err)
{
    char room[WB_NUMBER_CHARS];
    size_t length = 0;
    const char *text = wb_cell_text(w->readings->frame, (size_t)w->readings->wave,
                                    reading->row, room, &length);

    return wb_text_append(w->out, text, length, err);
}

static wb_status add_target(const wb_words *w, wb_error *err)
{
    const wb_evaluated *x = w->evaluated;
    wb_status st;

    WB_TRY(add_number(w, x->to, true, false, err));
    WB_TRY(add_unit(w, false, err));
    if (x->date != NULL)
        WB_TRY(wb_text_format(w->out, err, "%s%s", say(w, " tegen ", " by "), x->date));
done:
    return st;
}

static wb_status add_path(const wb_words *w, wb_error *err)
{
    wb_status st;

    WB_TRY(add_number(w, w->evaluated->path, false, false, err));
    WB_TRY(add_unit(w, false, err));
done:
    return st;
}

static const char *unit_name(const wb_words *w, const char *unit)
{
    if (unit == NULL)
        return say(w, "een onbekende eenheid", "an unknown unit");
    if (strcmp(unit, "percent") == 0)
        return say(w, "procent", "percent");
    if (strcmp(unit, "share") == 0)
        return say(w, "aandelen van 1", "shares of 1");
    return unit;
}

static wb_status add_estimate_unit(const wb_words *w, wb_error *err)
{
    const wb_evaluated *x = w->evaluated;
    char *unit = NULL;
    wb_status st;

    if (x->estimate_unit != NULL) {
        unit = wb_copy_text(x->estimate_unit, x->estimate_unit_length);
        if (unit == NULL)
            return wb_fail_nomem(err);
    }
    st = wb_text_add(w->out, unit_name(w, unit), err);
    wb_release(unit);
    return st;
}

static wb_status add_mark(const wb_words *w, char mark, wb_error *err)
{
    switch (mark) {
    case 'T':
        return add_target(w, err);
    case 'P':
        return add_path(w, err);
    case 'I':
        return wb_text_add(w->out, w->evaluated->indicator, err);
    case 'U':
        return wb_text_add(w->out, unit_name(w, w->evaluated->unit), err);
    case 'V':
        return add_estimate_unit(w, err);
    default:
        return add_wave(w, &w->evaluated->now, err);
    }
}

/* ---- sentences ---- */

static wb_status add_verdict(const wb_words *w, wb_error *err)
{
    wb_verdict verdict = w->evaluated->verdict;
    const char *pattern = say(w, sentences[verdict].dutch, sentences[verdict].english);
    wb_status st;

    for (const char *mark; (mark = strchr(pattern, '$')) != NULL; pattern = mark + 2) {
        WB_TRY(wb_text_append(w->out, pattern, (size_t)(mark - pattern), err));
        WB_TRY(add_mark(w, mark[1], err));
    }
    WB_TRY(wb_text_add(w->out, pattern, err));
done:
    return st;
}

static wb_status add_measured(const wb_words *w, wb_error *err)
{
    const wb_reading *now = &w->evaluated->now;
    wb_status st;

    WB_TRY(add_estimate(w, now->estimate, now->lower, now->upper, false, err));
    WB_TRY(wb_text_add(w->out, " in ", err));
    WB_TRY(add_wave(w, now, err));
    if (!wb_reading_has_interval(now))
        WB_TRY(wb_text_add(
            w->out, say(w, ", zonder gekende onzekerheid", ", its uncertainty not known"),
            err));
    WB_TRY(wb_text_add(w->out, ": ", err));
done:
    return st;
}

static wb_status add_moved(const wb_words *w, wb_error *err)
{
    const wb_moved *m = &w->evaluated->moved;
    wb_status st;

    if (isnan(m->change))
        return WB_OK;
    WB_TRY(wb_text_add(w->out, say(w, "; verschoven sinds ", "; moved since "), err));
    WB_TRY(add_wave(w, &w->evaluated->then, err));
    WB_TRY(wb_text_add(w->out, say(w, " met ", " by "), err));
    WB_TRY(add_estimate(w, m->change, m->lower, m->upper, true, err));
    if (m->lower <= 0 && m->upper >= 0)
        WB_TRY(wb_text_add(w->out,
                           say(w, ", binnen de onzekerheid van beide metingen",
                               ", within the uncertainty of both measurements"),
                           err));
done:
    return st;
}

wb_status wb_evaluated_tell(const wb_evaluated *evaluated, const wb_readings *readings,
                            const char *language, wb_text *out, wb_error *err)
{
    wb_words w = {evaluated, readings, strcmp(language, "nl") == 0, out};
    wb_status st = WB_OK;

    if (isfinite(evaluated->now.estimate))
        WB_TRY(add_measured(&w, err));
    WB_TRY(add_verdict(&w, err));
    WB_TRY(add_moved(&w, err));
done:
    return st;
}
