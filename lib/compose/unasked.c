/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "compose/unasked.h"

#include "compose/questionnaire.h"
#include "frame/frame.h"

#include <math.h>
#include <string.h>

typedef struct rule {
    const json_t *in; /* codes at which it is asked */
    const json_t *missing;
    double min, max;
    int64_t decider, asked;
} rule;

/* The column of a question with its codes, or -1. */
static int64_t column_of(const wb_frame *answers, const char *id)
{
    int64_t column = id != NULL ? wb_frame_find(answers, id) : -1;
    int32_t type = column >= 0 ? wb_frame_column_type(answers, (size_t)column) : 0;

    return type >= WB_TYPE_BOOL && type <= WB_TYPE_FLOAT64 ? column : -1;
}

static bool rule_of(const json_t *question, const char *unit, const wb_frame *answers,
                    rule *out)
{
    const json_t *show = json_object_get(question, "show_if");

    if (show == NULL || strcmp(wb_text_member(question, "unit"), unit) != 0)
        return false;
    out->in = json_object_get(show, "in");
    out->missing = json_object_get(question, "missing");
    out->min = json_number_value(json_object_get(question, "min"));
    out->max = json_number_value(json_object_get(question, "max"));
    out->decider = column_of(answers, wb_text_member(show, "item"));
    out->asked = column_of(answers, wb_text_member(question, "id"));
    return out->decider >= 0 && out->asked >= 0;
}

static bool is_among(const json_t *codes, double code)
{
    for (size_t i = 0; i < json_array_size(codes); i++) {
        if (json_number_value(json_array_get(codes, i)) == code)
            return true;
    }
    return false;
}

static bool is_code(const rule *r, double code)
{
    bool whole = floor(code) == code;

    return (whole && code >= r->min && code <= r->max) || is_among(r->missing, code);
}

/* An answer to what was not asked. */
static bool is_unasked(const rule *r, const wb_frame *answers, int64_t row)
{
    return !is_among(r->in, wb_frame_double(answers, (size_t)r->decider, row)) &&
           is_code(r, wb_frame_double(answers, (size_t)r->asked, row));
}

/* The number of rows when there is none. */
static int64_t first_unasked(const rule *r, const wb_frame *answers)
{
    int64_t n = wb_frame_row_count(answers), row = 0;

    while (row < n && !is_unasked(r, answers, row))
        row++;
    return row;
}

/* The column without those answers. */
static wb_status add_blanked(const rule *r, const wb_frame *answers, wb_frame *made,
                             wb_error *err)
{
    size_t at = (size_t)r->asked;
    int64_t n = wb_frame_row_count(answers);
    wb_builder *builder = NULL;
    wb_frame *column = NULL;
    size_t only;
    wb_status st;

    WB_TRY(wb_builder_new(&builder, err));
    WB_TRY(wb_builder_add_column(builder, wb_frame_column_name(answers, at),
                                 WB_TYPE_FLOAT64, &only, err));
    for (int64_t row = 0; row < n; row++)
        WB_TRY(wb_builder_double(
            builder, only,
            is_unasked(r, answers, row) ? NAN : wb_frame_double(answers, at, row), err));
    WB_TRY(wb_builder_finish(builder, &column, err));
    WB_TRY(wb_frame_copy_labels(column, only, answers, at, err));
    st = wb_frame_share_column(made, NULL, column, only, err);
done:
    wb_builder_free(builder);
    wb_frame_free(column);
    return st;
}

static wb_status blank(const rule *r, const wb_frame *answers, wb_frame **out,
                       wb_error *err)
{
    wb_frame *made = NULL;
    wb_status st;

    WB_TRY(wb_frame_new(wb_frame_row_count(answers), &made, err));
    for (size_t i = 0; i < wb_frame_column_count(answers); i++)
        WB_TRY(i == (size_t)r->asked
                   ? add_blanked(r, answers, made, err)
                   : wb_frame_share_column(made, NULL, answers, i, err));
    if (wb_frame_metadata(answers) != NULL)
        WB_TRY(wb_frame_set_metadata(made, wb_frame_metadata(answers), err));
    *out = made;
    made = NULL;
done:
    wb_frame_free(made);
    return st;
}

/* A question comes after the one that decides, which may have been left out by then. */
wb_status wb_answers_asked(const wb_questionnaire *questionnaire, const char *unit,
                           const wb_frame *answers, wb_frame **out, wb_error *err)
{
    const json_t *questions = json_object_get(questionnaire->root, "questions");
    wb_frame *now = NULL;
    wb_status st = WB_OK;

    *out = NULL;
    for (size_t i = 0; i < json_array_size(questions); i++) {
        const wb_frame *from = now != NULL ? now : answers;
        wb_frame *next = NULL;
        rule r;

        if (!rule_of(json_array_get(questions, i), unit, from, &r) ||
            first_unasked(&r, from) == wb_frame_row_count(from))
            continue;
        WB_TRY(blank(&r, from, &next, err));
        wb_frame_free(now);
        now = next;
    }
    *out = now;
    now = NULL;
done:
    wb_frame_free(now);
    return st;
}
