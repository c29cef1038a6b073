/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A measure fits a finding when it is about its theme and for a level that can act on the
 * group: for everybody the organisation, then its sector; for a group of people their
 * team, then who leads it. Nothing is suggested for one person of a group. Of those that
 * fit the first level comes first, then what is about fewer themes, then ids. */
#include "scan/suggest.h"

#include "frame/fill.h"
#include "scan/origin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct level {
    const char *id, *dutch, *english;
} level;

static const level of_everyone[] = {
    {"organisation", "de organisatie", "the organisation"},
    {"sector", "de sector", "the sector"}};
static const level of_group[] = {{"team", "het team", "the team"},
                                 {"leader", "de leidinggevende", "the manager"}};
enum { N_LEVELS = 2 };

static const wb_fill_column columns[] = {
    {"scan", WB_TYPE_DICTIONARY},     {"finding", WB_TYPE_UTF8},
    {"group", WB_TYPE_DICTIONARY},    {"group_title", WB_TYPE_DICTIONARY},
    {"theme", WB_TYPE_DICTIONARY},    {"finding_rank", WB_TYPE_INT64},
    {"number", WB_TYPE_INT64},        {"measure", WB_TYPE_DICTIONARY},
    {"title", WB_TYPE_DICTIONARY},    {"title_nl", WB_TYPE_DICTIONARY},
    {"title_en", WB_TYPE_DICTIONARY}, {"text", WB_TYPE_DICTIONARY},
    {"kind", WB_TYPE_DICTIONARY},     {"level", WB_TYPE_DICTIONARY},
    {"actions", WB_TYPE_DICTIONARY},  {"support", WB_TYPE_DICTIONARY},
    {"tools", WB_TYPE_DICTIONARY},    {"source", WB_TYPE_DICTIONARY},
    {"explanation", WB_TYPE_UTF8},    {NULL, WB_TYPE_NULL}};

/* Columns of the measures that are copied as they are. */
static const char *const copied[] = {"actions", "support", "tools", "source"};
enum { N_COPIED = sizeof copied / sizeof *copied };

typedef struct measure {
    int64_t row;
    wb_span id, themes, levels;
    size_t n_themes;
} measure;

typedef struct task {
    const wb_findings *findings;
    const wb_inspiration *from;
    int32_t most;
    bool dutch;
    int64_t id, title, text, kind, themes, levels, at[N_COPIED];
    int64_t title_nl, title_en, theme, theme_title;
    measure *measures;
    size_t n_measures;
    int64_t *problems; /* rows of findings, by rank */
    size_t n_problems;
    wb_fill sheet;
} task;

/* ---- lists with commas ---- */

static wb_span next_word(wb_span *list)
{
    wb_span word = *list;
    const char *comma;

    while (word.length > 0 && *word.bytes == ' ') {
        word.bytes++;
        word.length--;
    }
    comma = word.length > 0 ? memchr(word.bytes, ',', word.length) : NULL;
    list->length = comma != NULL ? word.length - (size_t)(comma + 1 - word.bytes) : 0;
    list->bytes = comma != NULL ? comma + 1 : NULL;
    if (comma != NULL)
        word.length = (size_t)(comma - word.bytes);
    while (word.length > 0 && word.bytes[word.length - 1] == ' ')
        word.length--;
    return word;
}

static bool list_has(wb_span list, wb_span word)
{
    while (list.length > 0) {
        if (wb_span_compare(next_word(&list), word) == 0)
            return true;
    }
    return false;
}

static size_t count_words(wb_span list)
{
    size_t n = 0;

    for (; list.length > 0; n++)
        (void)next_word(&list);
    return n;
}

/* ---- measures ---- */

static wb_status find_columns(task *t, wb_error *err)
{
    const wb_inspiration *from = t->from;
    const wb_wanted_column wanted[] = {
        {"id", &t->id, true, true},         {"title", &t->title, true, true},
        {"text", &t->text, true, true},     {"kind", &t->kind, true, true},
        {"themes", &t->themes, true, true}, {"levels", &t->levels, true, true}};
    const wb_wanted_column nl = {"title", &t->title_nl, true, true};
    const wb_wanted_column en = {"title", &t->title_en, true, true};
    const wb_wanted_column themes[] = {{"theme", &t->theme, true, true},
                                       {"title", &t->theme_title, true, true}};
    wb_status st;

    WB_TRY(wb_columns_find(from->measures, "the measures", wanted, 6, err));
    for (size_t i = 0; i < N_COPIED; i++) {
        const wb_wanted_column one = {copied[i], &t->at[i], true, false};

        WB_TRY(wb_columns_find(from->measures, "the measures", &one, 1, err));
    }
    WB_TRY(wb_columns_find(from->dutch, "the measures", &nl, 1, err));
    WB_TRY(wb_columns_find(from->english, "the measures", &en, 1, err));
    if (from->themes != NULL)
        WB_TRY(wb_columns_find(from->themes, "the themes", themes, 2, err));
done:
    return st;
}

static int compare_measures(const void *a, const void *b)
{
    const measure *one = a, *two = b;
    int order = (one->n_themes > two->n_themes) - (one->n_themes < two->n_themes);

    return order != 0 ? order : wb_span_compare(one->id, two->id);
}

/* A measure that comes again, in a later version or file, is what it is there. */
static bool comes_again(const task *t, wb_span id, int64_t row)
{
    int64_t n = wb_frame_row_count(t->from->measures);

    while (++row < n) {
        if (wb_span_compare(wb_span_at(t->from->measures, t->id, row), id) == 0)
            return true;
    }
    return false;
}

static wb_status list_measures(task *t, wb_error *err)
{
    const wb_frame *frame = t->from->measures;
    int64_t n = wb_frame_row_count(frame);

    t->measures = wb_resize(NULL, (size_t)n, sizeof *t->measures);
    if (t->measures == NULL)
        return wb_fail_nomem(err);
    for (int64_t row = 0; row < n; row++) {
        measure m = {row, wb_span_at(frame, t->id, row),
                     wb_span_at(frame, t->themes, row), wb_span_at(frame, t->levels, row),
                     0};

        m.n_themes = count_words(m.themes);
        if (!comes_again(t, m.id, row))
            t->measures[t->n_measures++] = m;
    }
    qsort(t->measures, t->n_measures, sizeof *t->measures, compare_measures);
    return WB_OK;
}

/* ---- problems ---- */

typedef struct ranked {
    double rank; /* infinite: none */
    wb_span id;
    int64_t row;
} ranked;

/* Those without a rank behind, by their ids. */
static int compare_ranked(const void *a, const void *b)
{
    const ranked *one = a, *two = b;
    int order = (one->rank > two->rank) - (one->rank < two->rank);

    return order != 0 ? order : wb_span_compare(one->id, two->id);
}

static wb_status list_problems(task *t, wb_error *err)
{
    int64_t n = wb_frame_row_count(t->findings->frame);
    ranked *list = wb_resize(NULL, (size_t)n, sizeof *list);

    t->problems = wb_resize(NULL, (size_t)n, sizeof *t->problems);
    if (list == NULL || t->problems == NULL) {
        wb_release(list);
        return wb_fail_nomem(err);
    }
    for (int64_t row = 0; row < n; row++) {
        double rank = wb_finding_number(t->findings, WB_FINDING_RANK, row);

        if (wb_finding_is(t->findings, row, WB_PROBLEM))
            list[t->n_problems++] =
                (ranked){isnan(rank) ? INFINITY : rank,
                         wb_finding_text(t->findings, WB_FINDING_ID, row), row};
    }
    qsort(list, t->n_problems, sizeof *list, compare_ranked);
    for (size_t i = 0; i < t->n_problems; i++)
        t->problems[i] = list[i].row;
    wb_release(list);
    return WB_OK;
}

/* ---- rows ---- */

static wb_span title_of_theme(const task *t, wb_span theme)
{
    const wb_frame *themes = t->from->themes;
    int64_t n = themes != NULL ? wb_frame_row_count(themes) : 0;

    for (int64_t row = 0; row < n; row++) {
        if (wb_span_compare(wb_span_at(themes, t->theme, row), theme) == 0)
            return wb_span_at(themes, t->theme_title, row);
    }
    return theme;
}

static wb_status add_explanation(task *t, int64_t row, const level *at, wb_error *err)
{
    wb_span theme =
        title_of_theme(t, wb_finding_text(t->findings, WB_FINDING_THEME, row));
    double rank = wb_finding_number(t->findings, WB_FINDING_RANK, row);
    wb_text text = {0};
    wb_status st;

    WB_TRY(
        wb_text_add(&text, t->dutch ? "Past bij het thema ‘" : "Fits the theme '", err));
    WB_TRY(wb_text_append(&text, theme.bytes, theme.length, err));
    WB_TRY(wb_text_format(&text, err,
                          t->dutch ? "’ en is iets voor %s" : "' and is for %s to do",
                          t->dutch ? at->dutch : at->english));
    if (!isnan(rank))
        WB_TRY(wb_text_format(&text, err,
                              t->dutch ? "; dit aandachtspunt is nummer %lld"
                                       : "; this point of attention is number %lld",
                              (long long)rank));
    WB_TRY(wb_text_add(&text, ".", err));
    st = wb_fill_bytes(&t->sheet, text.bytes, text.length, err);
done:
    wb_text_free(&text);
    return st;
}

static wb_status add_finding(task *t, int64_t row, wb_error *err)
{
    const wb_findings *f = t->findings;
    double rank = wb_finding_number(f, WB_FINDING_RANK, row);
    wb_status st;

    WB_TRY(wb_span_fill(&t->sheet, wb_finding_text(f, WB_FINDING_SCAN, row), err));
    WB_TRY(wb_span_fill(&t->sheet, wb_finding_text(f, WB_FINDING_ID, row), err));
    WB_TRY(wb_span_fill_group(&t->sheet, wb_finding_text(f, WB_FINDING_GROUP, row), err));
    WB_TRY(wb_span_fill(&t->sheet, wb_finding_text(f, WB_FINDING_TITLE, row), err));
    WB_TRY(wb_span_fill(&t->sheet, wb_finding_text(f, WB_FINDING_THEME, row), err));
    st = wb_fill_given(&t->sheet, !isnan(rank), isnan(rank) ? 0 : (int64_t)rank, err);
done:
    return st;
}

static wb_status add_row(task *t, int64_t row, int32_t number, const measure *m,
                         const level *at, wb_error *err)
{
    const wb_inspiration *from = t->from;
    wb_status st;

    WB_TRY(add_finding(t, row, err));
    WB_TRY(wb_fill_int64(&t->sheet, number, err));
    WB_TRY(wb_span_fill(&t->sheet, m->id, err));
    WB_TRY(wb_span_fill(&t->sheet, wb_span_at(from->measures, t->title, m->row), err));
    WB_TRY(wb_span_fill(&t->sheet, wb_span_at(from->dutch, t->title_nl, m->row), err));
    WB_TRY(wb_span_fill(&t->sheet, wb_span_at(from->english, t->title_en, m->row), err));
    WB_TRY(wb_span_fill(&t->sheet, wb_span_at(from->measures, t->text, m->row), err));
    WB_TRY(wb_span_fill(&t->sheet, wb_span_at(from->measures, t->kind, m->row), err));
    WB_TRY(wb_fill_text(&t->sheet, at->id, err));
    for (size_t i = 0; i < N_COPIED; i++)
        WB_TRY(
            wb_span_fill(&t->sheet, wb_span_at(from->measures, t->at[i], m->row), err));
    st = add_explanation(t, row, at, err);
done:
    return st;
}

/* The first level of `levels` that a measure is for; N_LEVELS for none. */
static size_t level_of(const measure *m, const level *levels)
{
    size_t i = 0;

    while (i < N_LEVELS && !list_has(m->levels, wb_span_of(levels[i].id)))
        i++;
    return i;
}

static wb_status suggest_for(task *t, int64_t row, wb_error *err)
{
    wb_span theme = wb_finding_text(t->findings, WB_FINDING_THEME, row);
    wb_span group = wb_finding_text(t->findings, WB_FINDING_GROUP, row);
    const level *levels = group.bytes == NULL ? of_everyone : of_group;
    int32_t number = 0;
    wb_status st = WB_OK;

    for (size_t at = 0; at < N_LEVELS; at++) {
        for (size_t i = 0; i < t->n_measures && number < t->most; i++) {
            const measure *m = &t->measures[i];

            if (level_of(m, levels) == at && list_has(m->themes, theme))
                WB_TRY(add_row(t, row, ++number, m, &levels[at], err));
        }
    }
done:
    return st;
}

static wb_status finish(task *t, wb_frame **out, wb_error *err)
{
    wb_frame *frame = NULL;
    wb_status st;

    WB_TRY(wb_fill_finish(&t->sheet, &frame, err));
    WB_TRY(wb_describe_origin(frame, "suggestions", json_pack("{s:i}", "most", t->most),
                              t->findings->frame, NULL, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    return st;
}

wb_status wb_suggest(const wb_findings *findings, const wb_inspiration *from,
                     int32_t most, bool dutch, wb_frame **out, wb_error *err)
{
    task t = {.findings = findings, .from = from, .most = most, .dutch = dutch};
    wb_status st;

    WB_TRY(find_columns(&t, err));
    WB_TRY(list_measures(&t, err));
    WB_TRY(list_problems(&t, err));
    WB_TRY(wb_fill_columns(&t.sheet, columns, err));
    for (size_t i = 0; i < t.n_problems; i++)
        WB_TRY(suggest_for(&t, t.problems[i], err));
    st = finish(&t, out, err);
done:
    wb_release(t.measures);
    wb_release(t.problems);
    wb_fill_close(&t.sheet);
    return st;
}
