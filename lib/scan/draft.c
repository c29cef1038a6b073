/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Suggestions as the draft actions that a plan takes in. Who, when and with what money is
 * for people to say: those fields are not there. */
#include "frame/fill.h"
#include "scan/origin.h"
#include "scan/suggest.h"

#include <math.h>

static const wb_fill_column columns[] = {{"scan", WB_TYPE_DICTIONARY},
                                         {"finding", WB_TYPE_UTF8},
                                         {"measure", WB_TYPE_DICTIONARY},
                                         {"theme", WB_TYPE_DICTIONARY},
                                         {"group", WB_TYPE_DICTIONARY},
                                         {"title_nl", WB_TYPE_DICTIONARY},
                                         {"title_en", WB_TYPE_DICTIONARY},
                                         {"kind", WB_TYPE_DICTIONARY},
                                         {"levels", WB_TYPE_DICTIONARY},
                                         {"indicator", WB_TYPE_DICTIONARY},
                                         {"value", WB_TYPE_FLOAT64},
                                         {"unit", WB_TYPE_DICTIONARY},
                                         {"n", WB_TYPE_INT64},
                                         {"status", WB_TYPE_DICTIONARY},
                                         {NULL, WB_TYPE_NULL}};

typedef struct task {
    const wb_findings *findings;
    const wb_frame *suggestions;
    bool dutch, english;
    int64_t finding, measure, title_nl, title_en, kind, level;
    wb_row_index ids; /* of findings */
    wb_fill sheet;
} task;

static wb_status find_columns(task *t, wb_error *err)
{
    const wb_wanted_column wanted[] = {
        {"finding", &t->finding, true, true},   {"measure", &t->measure, true, true},
        {"title_nl", &t->title_nl, true, true}, {"title_en", &t->title_en, true, true},
        {"kind", &t->kind, true, true},         {"level", &t->level, true, true}};

    return wb_columns_find(t->suggestions, "the suggestions", wanted, 6, err);
}

/* The group as people read it; everyone is missing. */
static wb_span group_of(const wb_findings *f, int64_t row)
{
    wb_span group = wb_finding_text(f, WB_FINDING_GROUP, row);
    wb_span title = wb_finding_text(f, WB_FINDING_TITLE, row);

    return group.bytes != NULL && title.bytes != NULL ? title : group;
}

/* A plan has no level of its own for who leads a team. */
static wb_span level_of(wb_span level)
{
    return wb_span_is(level, "leader") ? wb_span_of("team") : level;
}

static wb_status add_texts(task *t, int64_t row, int64_t suggestion, wb_error *err)
{
    const wb_findings *f = t->findings;
    const wb_span none = {NULL, 0};
    const wb_frame *s = t->suggestions;
    wb_status st;

    WB_TRY(wb_span_fill(&t->sheet, wb_finding_text(f, WB_FINDING_SCAN, row), err));
    WB_TRY(wb_span_fill(&t->sheet, wb_finding_text(f, WB_FINDING_ID, row), err));
    WB_TRY(wb_span_fill(&t->sheet, wb_span_at(s, t->measure, suggestion), err));
    WB_TRY(wb_span_fill(&t->sheet, wb_finding_text(f, WB_FINDING_THEME, row), err));
    WB_TRY(wb_span_fill(&t->sheet, group_of(f, row), err));
    WB_TRY(wb_span_fill(&t->sheet,
                        t->dutch ? wb_span_at(s, t->title_nl, suggestion) : none, err));
    WB_TRY(wb_span_fill(&t->sheet,
                        t->english ? wb_span_at(s, t->title_en, suggestion) : none, err));
    WB_TRY(wb_span_fill(&t->sheet, wb_span_at(s, t->kind, suggestion), err));
    WB_TRY(wb_span_fill(&t->sheet, level_of(wb_span_at(s, t->level, suggestion)), err));
    st = wb_span_fill(&t->sheet, wb_finding_text(f, WB_FINDING_INDICATOR, row), err);
done:
    return st;
}

static wb_status add_row(task *t, int64_t row, int64_t suggestion, wb_error *err)
{
    double share = wb_finding_number(t->findings, WB_FINDING_SHARE, row);
    double n = wb_finding_number(t->findings, WB_FINDING_N, row);
    wb_status st;

    WB_TRY(add_texts(t, row, suggestion, err));
    WB_TRY(wb_fill_double(&t->sheet, 100 * share, err));
    WB_TRY(wb_fill_text(&t->sheet, !isnan(share) ? "percent" : NULL, err));
    WB_TRY(wb_fill_given(&t->sheet, !isnan(n), isnan(n) ? 0 : (int64_t)n, err));
    st = wb_fill_text(&t->sheet, "ok", err);
done:
    return st;
}

/* Of what is hidden nothing is proposed. */
static wb_status add_suggestion(task *t, int64_t suggestion, wb_error *err)
{
    wb_span id = wb_span_at(t->suggestions, t->finding, suggestion);
    int64_t row = wb_row_index_find(&t->ids, id, (wb_span){NULL, 0});

    if (row < 0)
        return wb_fail_at(err, WB_E_CONFLICT, suggestion, "finding",
                          "the suggestions name finding '%.*s', which is not among the "
                          "findings",
                          (int)(id.length < 64 ? id.length : 64),
                          id.bytes != NULL ? id.bytes : "");
    if (wb_span_is(wb_finding_text(t->findings, WB_FINDING_STATUS, row), "hidden"))
        return WB_OK;
    return add_row(t, row, suggestion, err);
}

static wb_status fill(task *t, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_fill_columns(&t->sheet, columns, err));
    for (int64_t i = 0; i < wb_frame_row_count(t->suggestions); i++)
        WB_TRY(add_suggestion(t, i, err));
done:
    return st;
}

static wb_status finish(task *t, wb_frame **out, wb_error *err)
{
    wb_frame *frame = NULL;
    wb_status st;

    WB_TRY(wb_fill_finish(&t->sheet, &frame, err));
    WB_TRY(wb_describe_origin(frame, "draft-actions", json_object(), t->findings->frame,
                              NULL, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    return st;
}

wb_status wb_draft_suggestions(const wb_findings *findings, const wb_frame *suggestions,
                               bool dutch, bool english, wb_frame **out, wb_error *err)
{
    task t = {.findings = findings,
              .suggestions = suggestions,
              .dutch = dutch,
              .english = english};
    wb_status st;

    WB_TRY(find_columns(&t, err));
    WB_TRY(wb_row_index_init(&t.ids, findings->frame, "a findings frame",
                             findings->at[WB_FINDING_ID], -1, err));
    WB_TRY(fill(&t, err));
    st = finish(&t, out, err);
done:
    wb_row_index_free(&t.ids);
    wb_fill_close(&t.sheet);
    return st;
}
