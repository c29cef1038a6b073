/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Actions along the years. What has no date at all is not in it; what shares the dates of
 * the action it is part of is drawn once. */
#include "plan_view.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 900, LEFT = 345, RIGHT = 880, TOP = 34, ROW = 19, LABEL = 46 };
enum { NOTHING = INT32_MIN };

typedef struct scale {
    int64_t first, last; /* days */
    int64_t today;
} scale;

static int64_t day(const plan_view *v, view_table table, const char *column, int64_t row)
{
    return view_number(v, table, column, row, NOTHING);
}

static double x_of(const scale *s, int64_t when)
{
    double share = (double)(when - s->first) / (double)(s->last - s->first);
    return LEFT + share * (RIGHT - LEFT);
}

/* Days since 1970 of 1 January. */
static int64_t new_year(int64_t year)
{
    int64_t before = year - 1;
    return 365 * (year - 1970) + before / 4 - before / 100 + before / 400 - 477;
}

static int64_t year_of(int64_t when)
{
    int64_t year = 1970 + when / 365;
    while (new_year(year) > when) {
        year--;
    }
    while (new_year(year + 1) <= when) {
        year++;
    }
    return year;
}

/* The first day of a month; month 13 is January of the next year. */
static int64_t month_of(int64_t year, int month)
{
    static const int before[] = {0,   31,  59,  90,  120, 151, 181,
                                 212, 243, 273, 304, 334, 365};
    int is_leap = new_year(year + 1) - new_year(year) == 366;
    return new_year(year) + before[month - 1] + (is_leap && month > 2);
}

/* The last day of "2026", "2026-01" or "2026-01-31"; NOTHING for "". */
static int64_t day_of_text(const char *text)
{
    size_t length = strlen(text);
    int year = atoi(text);
    if (length < 4) {
        return NOTHING;
    }
    int month = length > 4 ? atoi(text + 5) : 12;
    return length > 7 ? month_of(year, month) + atoi(text + 8) - 1
                      : month_of(year, month + 1) - 1;
}

/* For each row that of the action it is part of, -1 for none; NULL: no memory. Rows stand
 * in the order of the plan: it is the row before, or one that the row before is part of.
 */
static const int64_t *wholes_make(plan_view *v)
{
    int64_t n = view_rows(v, VIEW_ACTIONS);
    int64_t *wholes = arena_new(&v->texts, (size_t)n, sizeof *wholes);
    if (wholes == NULL) {
        v->p.status = arena_failed(v->p.err);
        return NULL;
    }
    for (int64_t row = 0; row < n; row++) {
        const char *part_of = view_cell(v, VIEW_ACTIONS, "part_of", row);
        int64_t whole = part_of[0] != '\0' ? row - 1 : -1;
        while (whole >= 0 && !view_is(v, VIEW_ACTIONS, "id", whole, part_of)) {
            whole = wholes[whole];
        }
        wholes[row] = whole;
    }
    return wholes;
}

/* Is it drawn? Not without a date, and not where it only repeats that of its whole. */
static int is_drawn(const plan_view *v, int64_t row, int64_t whole)
{
    int64_t from = day(v, VIEW_ACTIONS, "from", row);
    int64_t to = day(v, VIEW_ACTIONS, "to", row);
    if (from == NOTHING && to == NOTHING) {
        return 0;
    }
    return whole < 0 || day(v, VIEW_ACTIONS, "from", whole) != from ||
           day(v, VIEW_ACTIONS, "to", whole) != to;
}

/* The rows that are drawn, -1 behind the last; NULL: no memory. */
static const int64_t *drawn_make(plan_view *v)
{
    int64_t n = view_rows(v, VIEW_ACTIONS), count = 0;
    const int64_t *wholes = wholes_make(v);
    int64_t *drawn = arena_new(&v->texts, (size_t)n + 1, sizeof *drawn);
    if (wholes == NULL || drawn == NULL) {
        v->p.status = arena_failed(v->p.err);
        return NULL;
    }
    for (int64_t row = 0; row < n; row++) {
        if (is_drawn(v, row, wholes[row])) {
            drawn[count++] = row;
        }
    }
    drawn[count] = -1;
    return drawn;
}

static void stretch(scale *s, int64_t when)
{
    if (when == NOTHING) {
        return;
    }
    s->first = when < s->first ? when : s->first;
    s->last = when > s->last ? when : s->last;
}

/* How many rows are drawn. */
static int64_t scale_make(plan_view *v, const int64_t *drawn, scale *s)
{
    int64_t n = 0;
    s->first = s->last = s->today;
    for (; drawn[n] >= 0; n++) {
        stretch(s, day(v, VIEW_ACTIONS, "from", drawn[n]));
        stretch(s, day(v, VIEW_ACTIONS, "to", drawn[n]));
    }
    s->first = new_year(year_of(s->first));
    s->last = new_year(year_of(s->last) + 1);
    return n;
}

static void years_write(plan_view *v, const scale *s, int64_t bottom)
{
    int64_t first = year_of(s->first), last = year_of(s->last);
    int64_t step = (last - first) / 12 + 1;
    for (int64_t year = first; year <= last; year += step) {
        double x = x_of(s, new_year(year));
        page_format(&v->p,
                    "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%lld\"/>"
                    "<text class=\"year\" x=\"%.1f\" y=\"%d\">%lld</text>",
                    x, x, TOP - 8, (long long)bottom, x, TOP - 14, (long long)year);
    }
}

static void today_write(plan_view *v, const scale *s, int64_t bottom)
{
    double x = x_of(s, s->today);
    page_format(&v->p,
                "<line class=\"now\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%lld\"/>"
                "<text class=\"today\" x=\"%.1f\" y=\"%lld\">",
                x, x, TOP - 8, (long long)bottom, x, (long long)bottom + 13);
    page_text(&v->p, v->asked->today);
    page_raw(&v->p, "</text>");
}

/* As much of a title as there is room for, whole characters. */
static void label_write(plan_view *v, int64_t row, int64_t y)
{
    const char *title = view_cell(v, VIEW_ACTIONS, "title", row);
    char some[LABEL * 4 + 1];
    size_t bytes = 0, characters = 0;
    while (title[bytes] != '\0' && characters < LABEL) {
        bytes++;
        while (((unsigned char)title[bytes] & 0xc0) == 0x80) {
            bytes++;
        }
        characters++;
    }
    memcpy(some, title, bytes);
    some[bytes] = '\0';
    page_format(&v->p, "<text x=\"0\" y=\"%lld\">", (long long)y + 4);
    page_text(&v->p, view_cell(v, VIEW_ACTIONS, "number", row));
    page_format(&v->p, "</text><text x=\"30\" y=\"%lld\">", (long long)y + 4);
    page_text(&v->p, some);
    page_raw(&v->p, title[bytes] != '\0' ? "…</text>" : "</text>");
}

/* From a first day without a last one: a dotted line to the edge when the plan says that
 * it goes on, to a sign when it comes back, to a question mark when it says nothing. */
static void endless_write(plan_view *v, const scale *s, int64_t row, int64_t y)
{
    double x = x_of(s, day(v, VIEW_ACTIONS, "from", row));
    int goes_on = view_number(v, VIEW_ACTIONS, "open_end", row, 0) != 0;
    int recurs = !view_is(v, VIEW_RECORDS, "timing_recurring", row, "");
    double end = goes_on ? RIGHT : x + 40 < RIGHT ? x + 40 : RIGHT;
    page_format(&v->p,
                "<path class=\"open\" d=\"M%.1f %lldH%.1f\"/>"
                "<circle class=\"stone\" cx=\"%.1f\" cy=\"%lld\" r=\"4\"/>"
                "<text x=\"%.1f\" y=\"%lld\">%s</text>",
                x, (long long)y, end, x, (long long)y, end + 2, (long long)y + 4,
                goes_on  ? "→"
                : recurs ? "↻"
                         : "?");
}

static void span_write(plan_view *v, const scale *s, int64_t row, int64_t y)
{
    int64_t from = day(v, VIEW_ACTIONS, "from", row);
    int64_t to = day(v, VIEW_ACTIONS, "to", row);
    if (to == NOTHING) {
        endless_write(v, s, row, y);
        return;
    }
    double end = x_of(s, to + 1);
    double x = from != NOTHING ? x_of(s, from) : end - 4;
    page_format(&v->p,
                "<rect class=\"span %s\" x=\"%.1f\" y=\"%lld\" width=\"%.1f\" "
                "height=\"9\"/>",
                view_cell(v, VIEW_ACTIONS, "status", row), x, (long long)y - 5,
                end > x + 3 ? end - x : 3);
}

/* ---- milestones ---- */

/* A milestone, found by what it is a milestone of. */
typedef struct stone {
    const char *parent;
    int64_t row;
} stone;

static int stone_compare(const void *left, const void *right)
{
    const stone *a = left, *b = right;
    int order = strcmp(a->parent, b->parent);
    return order != 0 ? order : a->row < b->row ? -1 : a->row > b->row;
}

/* All of them sorted, the last one behind them without a parent; NULL: no memory. */
static const stone *stones_sort(plan_view *v)
{
    int64_t n = view_rows(v, VIEW_MILESTONES);
    stone *all = arena_new(&v->texts, (size_t)n + 1, sizeof *all);
    if (all == NULL) {
        v->p.status = arena_failed(v->p.err);
        return NULL;
    }
    for (int64_t row = 0; row < n; row++) {
        all[row] = (stone){view_cell(v, VIEW_MILESTONES, "parent", row), row};
    }
    qsort(all, (size_t)n, sizeof *all, stone_compare);
    return all;
}

/* The first milestone of an action, or where it would stand. */
static const stone *stones_of(const plan_view *v, const stone *all, const char *action)
{
    size_t first = 0, behind = (size_t)view_rows(v, VIEW_MILESTONES);
    while (first < behind) {
        size_t middle = first + (behind - first) / 2;
        if (strcmp(all[middle].parent, action) < 0) {
            first = middle + 1;
        } else {
            behind = middle;
        }
    }
    return all + first;
}

static void stone_write(plan_view *v, const scale *s, int64_t row, int64_t y)
{
    int64_t when = day_of_text(view_cell(v, VIEW_MILESTONES, "due", row));
    if (when >= s->first && when <= s->last) {
        page_format(&v->p, "<path class=\"stone %s\" d=\"M%.1f %lldl4 5l-4 5l-4 -5z\"/>",
                    view_is(v, VIEW_MILESTONES, "done", row, "") ? "" : "done",
                    x_of(s, when), (long long)y - 5);
    }
}

static void stones_write(plan_view *v, const scale *s, const stone *all, int64_t action,
                         int64_t y)
{
    const char *id = view_cell(v, VIEW_ACTIONS, "id", action);
    const stone *at = stones_of(v, all, id);
    for (; at->parent != NULL && strcmp(at->parent, id) == 0; at++) {
        stone_write(v, s, at->row, y);
    }
}

/* ---- the chart ---- */

static void row_write(plan_view *v, const scale *s, const stone *all, int64_t row,
                      int64_t y)
{
    page_raw(&v->p, "<g><title>");
    page_text(&v->p, view_cell(v, VIEW_ACTIONS, "title", row));
    page_raw(&v->p, ": ");
    page_text(&v->p, view_cell(v, VIEW_ACTIONS, "timing", row));
    page_raw(&v->p, "</title>");
    label_write(v, row, y);
    span_write(v, s, row, y);
    stones_write(v, s, all, row, y);
    page_raw(&v->p, "</g>\n");
}

static void rows_write(plan_view *v, const scale *s, const int64_t *drawn)
{
    int64_t y = TOP + ROW / 2;
    const stone *all = stones_sort(v);
    for (; all != NULL && *drawn >= 0; drawn++, y += ROW) {
        row_write(v, s, all, *drawn, y);
    }
}

static void chart_of_years(plan_view *v, const scale *s, const int64_t *drawn, int64_t n)
{
    int64_t bottom = TOP + n * ROW;
    page_format(&v->p,
                "<div class=\"box timeline\" tabindex=\"0\"><svg viewBox=\"0 0 %d %lld\" "
                "role=\"img\" "
                "aria-labelledby=\"tl-t tl-d\"><title id=\"tl-t\">",
                WIDTH, (long long)bottom + 22);
    view_say(v, "Tijdlijn van de acties met een datum",
             "Timeline of the actions with a date");
    page_raw(&v->p, "</title><desc id=\"tl-d\">");
    view_say(v, "De tabellen hieronder zeggen hetzelfde in woorden.",
             "The tables below say the same in words.");
    page_raw(&v->p, "</desc>\n");
    years_write(v, s, bottom);
    rows_write(v, s, drawn);
    today_write(v, s, bottom);
    page_raw(&v->p, "</svg></div>\n");
}

static void left_out_write(plan_view *v, int64_t drawn)
{
    int64_t without = 0;
    for (int64_t row = 0; row < view_rows(v, VIEW_ACTIONS); row++) {
        without += day(v, VIEW_ACTIONS, "from", row) == NOTHING &&
                   day(v, VIEW_ACTIONS, "to", row) == NOTHING &&
                   view_is(v, VIEW_ACTIONS, "part_of", row, "");
    }
    page_format(&v->p, "<p class=\"small\">%lld ", (long long)drawn);
    view_say(v, "met een datum; zonder datum in het plan: ",
             "with a date; without a date in the plan: ");
    page_format(&v->p, "%lld. ", (long long)without);
    view_say(v,
             "Stippellijn met →: loopt door zonder einde. Met ↻: keert terug. Met ?: "
             "enkel een begin "
             "bekend. "
             "Gestreepte rand: stand onbekend. Ruit: mijlpaal.",
             "Dotted line with →: goes on without end. With ↻: comes back. With ?: only "
             "a start is "
             "known. "
             "Dashed edge: status unknown. Diamond: milestone.");
    page_raw(&v->p, "</p>\n");
}

void section_plan_timeline(plan_view *v)
{
    scale s = {.today = day_of_text(v->asked->today)};
    const int64_t *drawn = drawn_make(v);
    int64_t n = drawn != NULL ? scale_make(v, drawn, &s) : 0;
    view_heading(v, "timeline", "Tijdlijn", "Timeline");
    if (n > 0) {
        chart_of_years(v, &s, drawn, n);
    }
    left_out_write(v, n);
}
