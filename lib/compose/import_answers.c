/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "compose/import.h"

#include <string.h>

/* ---- the answers that a question offers ---- */

static wb_span trimmed(wb_span span)
{
    while (span.length > 0 && strchr(" \t\r\n", span.bytes[span.length - 1]) != NULL)
        span.length--;
    while (span.length > 0 && strchr(" \t\r\n", span.bytes[0]) != NULL) {
        span.bytes++;
        span.length--;
    }
    return span;
}

/* A code as a number, also 3.0, and as LimeSurvey has one below zero: m1. */
static bool parse_code(wb_import_tool tool, wb_span span, int64_t *code)
{
    bool below = tool == WB_IMPORT_LIMESURVEY && span.length > 1 &&
                 span.bytes[0] == 'm' && span.bytes[1] >= '0' && span.bytes[1] <= '9';
    double value = 0;

    if (below)
        span = (wb_span){span.bytes + 1, span.length - 1};
    if (!wb_parse_double(span.bytes, span.length, '.', &value) || value < INT32_MIN ||
        value > INT32_MAX || value != (double)(int64_t)value)
        return false;
    *code = below ? -(int64_t)value : (int64_t)value;
    return true;
}

static bool has_label(const wb_form *form, size_t i, int64_t k, wb_span label)
{
    for (size_t l = 0; l < form->n_languages; l++)
        if (wb_span_compare(wb_form_answer_label(form, l, i, k), label) == 0)
            return true;
    return false;
}

/* Answers to lists have names, which only LimeSurvey has numbers for. */
static bool has_code(const wb_import *import, size_t i, int64_t k, wb_span span)
{
    const wb_list *list = wb_form_list(import->form, i);
    int64_t code = 0;

    if (list != NULL && import->tool != WB_IMPORT_LIMESURVEY)
        return wb_span_is(span, list->answers[k].name);
    return parse_code(import->tool, span, &code) &&
           code == wb_form_answer_code(import->form, i, k);
}

/* By code, or else by the text of one answer alone. */
static bool find_answer(const wb_import *import, size_t i, wb_span span, int64_t *code)
{
    const wb_form *form = import->form;
    int64_t n = form->asked[i].n_answers;
    int n_found = 0;

    for (int64_t k = 0; k < n; k++)
        if (has_code(import, i, k, span)) {
            *code = wb_form_answer_code(form, i, k);
            return true;
        }
    for (int64_t k = 0; k < n && span.length > 0; k++)
        if (has_label(form, i, k, span)) {
            *code = wb_form_answer_code(form, i, k);
            n_found++;
        }
    return n_found == 1;
}

static wb_status fail_answer(const wb_import *import, size_t i, int64_t row, wb_span span,
                             wb_error *err)
{
    const wb_form *form = import->form;
    wb_span id = wb_form_asked(form, 0, i, "id");
    char item[128] = "";
    wb_form_tool tool = wb_import_names(import->tool);
    wb_text codes = {0};
    wb_status st = WB_OK;

    memcpy(item, id.bytes, wb_utf8_cut(id.bytes, id.length, sizeof item - 1));
    for (int64_t k = 0; k < form->asked[i].n_answers; k++) {
        WB_TRY(wb_text_add(&codes, k > 0 ? ", " : "", err));
        WB_TRY(wb_form_answer_name(form, i, k, tool, &codes, err));
    }
    st = wb_fail_at(err, WB_E_DATA, row, item,
                    "answer '%.*s' to '%s' in row %lld is none of the codes %s, nor the "
                    "text of one of these answers alone",
                    (int)wb_utf8_cut(span.bytes, span.length, 60), span.bytes, item,
                    (long long)row, codes.bytes);
done:
    wb_text_free(&codes);
    return st;
}

/* In full answers LimeSurvey writes N/A where a question was not asked. */
static bool is_empty(const wb_import *import, wb_span span)
{
    return span.length == 0 ||
           (import->tool == WB_IMPORT_LIMESURVEY && wb_span_is(span, "N/A"));
}

static wb_span cell_at(const wb_import *import, int64_t column, int64_t row)
{
    return trimmed(wb_span_at(import->file, column, row));
}

/* By its rule, as far as the answers before it are read. */
static bool is_asked(const wb_import *import, size_t i, int64_t row)
{
    const wb_form *form = import->form;
    const int32_t *codes = import->codes + (size_t)row * form->n_asked;
    size_t on = form->asked[i].depends_on;

    return on == WB_NO_QUESTION ||
           (codes[on] != WB_NO_CODE && wb_form_shown_by(form, i, codes[on]));
}

static wb_status read_answer(wb_import *import, size_t i, int64_t row, wb_error *err)
{
    size_t n = import->form->n_asked;
    wb_span span = cell_at(import, import->asked[i], row);
    int64_t code = WB_NO_CODE;

    if (wb_form_list(import->form, i) != NULL && !is_asked(import, i, row))
        span = (wb_span){0};
    if (!find_answer(import, i, span, &code)) {
        if (!is_empty(import, span))
            return fail_answer(import, i, row, span, err);
        code = WB_NO_CODE;
    }
    import->codes[(size_t)row * n + i] = (int32_t)code;
    return WB_OK;
}

/* ---- rows ---- */

/* Nothing, or this; *span is what stands there. */
static bool holds(const wb_import *import, int64_t column, int64_t row, const char *hash,
                  wb_span *span)
{
    *span = cell_at(import, column, row);
    return span->length == 0 || wb_span_is(*span, hash);
}

static wb_status check_lists(const wb_import *import, int64_t row, wb_error *err)
{
    wb_span span;

    if (import->lists < 0 ||
        holds(import, import->lists, row, import->form->lists->hash, &span))
        return WB_OK;
    return wb_fail_at(err, WB_E_CONFLICT, row, WB_FORM_LISTS,
                      "row %lld answers a survey with other groups than these: import it "
                      "with the organisation file that the survey was made with",
                      (long long)row);
}

static wb_status check_hash(const wb_import *import, int64_t row, wb_error *err)
{
    const char *hash = wb_questionnaire_hash(import->form->questionnaire);
    wb_span span;

    if (holds(import, import->hash, row, hash, &span))
        return check_lists(import, row, err);
    return wb_fail_at(err, WB_E_CONFLICT, row, WB_FORM_HASH,
                      "row %lld answers another questionnaire: its hash is %.*s, that of "
                      "'%.60s' is %s",
                      (long long)row, (int)wb_utf8_cut(span.bytes, span.length, 64),
                      span.bytes, wb_questionnaire_id(import->form->questionnaire), hash);
}

/* A question that its rule does not ask has no answer, whatever the file holds; a
 * question comes after the one that decides. */
static void apply_rules(wb_import *import, int64_t row)
{
    int32_t *codes = import->codes + (size_t)row * import->form->n_asked;

    for (size_t i = 0; i < import->form->n_asked; i++)
        if (codes[i] != WB_NO_CODE && !is_asked(import, i, row))
            codes[i] = WB_NO_CODE;
}

/* In a column that lists share, one of them knows what stands there. */
static wb_status check_taken(const wb_import *import, size_t first, size_t end,
                             int64_t row, wb_error *err)
{
    const int32_t *codes = import->codes + (size_t)row * import->form->n_asked;
    const char *column = wb_form_list(import->form, first)->column;
    wb_span span = cell_at(import, import->asked[first], row);
    size_t i = first;

    while (i < end && codes[i] == WB_NO_CODE)
        i++;
    if (span.length == 0 || i < end)
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, row, column,
                      "'%.*s' in column '%s' in row %lld is no group within those that "
                      "the row names before it",
                      (int)wb_utf8_cut(span.bytes, span.length, 60), span.bytes, column,
                      (long long)row);
}

static wb_status check_lists_taken(const wb_import *import, int64_t row, wb_error *err)
{
    const wb_form *form = import->form;
    wb_status st = WB_OK;

    for (size_t i = form->n_own; i < form->n_asked && import->tool == WB_IMPORT_CSV;) {
        size_t end = wb_form_column_end(form, i);

        WB_TRY(check_taken(import, i, end, row, err));
        i = end;
    }
done:
    return st;
}

wb_status wb_import_answers(wb_import *import, wb_error *err)
{
    int64_t n_rows = wb_frame_row_count(import->file);
    wb_status st = WB_OK;

    for (int64_t row = 0; row < n_rows; row++) {
        WB_TRY(check_hash(import, row, err));
        for (size_t i = 0; i < import->form->n_asked; i++)
            WB_TRY(read_answer(import, i, row, err));
        apply_rules(import, row);
        WB_TRY(check_lists_taken(import, row, err));
    }
done:
    return st;
}
