/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "compose/import.h"

#include <string.h>

/* KoboToolbox writes group/name, ODK Central group-name: our names have neither sign. */
static const char *without_group(wb_import_tool tool, const char *column)
{
    const char *name = column;

    for (const char *c = column; tool == WB_IMPORT_XLSFORM && *c != '\0'; c++)
        if (*c == '/' || *c == '-' || *c == ':')
            name = c + 1;
    return name;
}

/* The question with this id, or with this name in the tool. */
static wb_status find_question(const wb_import *import, const char *column, size_t *found,
                               wb_error *err)
{
    const wb_form *form = import->form;
    const char *bare = without_group(import->tool, column);
    wb_form_tool tool = wb_import_names(import->tool);
    wb_text code = {0};
    wb_status st = WB_OK;

    *found = WB_NO_QUESTION;
    for (size_t i = 0; i < form->n_asked && *found == WB_NO_QUESTION; i++) {
        wb_text_cut(&code, 0);
        WB_TRY(wb_form_code(form, i, tool, &code, err));
        if ((i < form->n_own && wb_span_is(wb_form_asked(form, 0, i, "id"), column)) ||
            (import->tool != WB_IMPORT_CSV && strcmp(code.bytes, bare) == 0))
            *found = i;
    }
done:
    wb_text_free(&code);
    return st;
}

/* What LimeSurvey keeps of how long a question took: its code and Time. */
static wb_status is_timing(const wb_import *import, const char *column, bool *found,
                           wb_error *err)
{
    size_t n = strlen(column), i = WB_NO_QUESTION;
    wb_text code = {0};
    wb_status st = WB_OK;

    *found = false;
    if (import->tool != WB_IMPORT_LIMESURVEY || n <= 4 ||
        strcmp(column + n - 4, "Time") != 0)
        return WB_OK;
    WB_TRY(wb_text_append(&code, column, n - 4, err));
    WB_TRY(find_question(import, code.bytes, &i, err));
    *found = i != WB_NO_QUESTION || strcmp(code.bytes, WB_FORM_HASH) == 0 ||
             strcmp(code.bytes, WB_FORM_LISTS) == 0 ||
             wb_names_find(&import->keep, code.bytes) < import->keep.count;
done:
    wb_text_free(&code);
    return st;
}

/* Of a file of our own, which has the columns of the organisation file. */
static wb_status add_group_columns(const wb_import *import, wb_text *columns,
                                   wb_error *err)
{
    const wb_form *form = import->form;
    wb_status st = WB_OK;

    for (size_t i = form->n_own; i < form->n_asked && import->tool == WB_IMPORT_CSV;
         i = wb_form_column_end(form, i)) {
        WB_TRY(wb_text_add(
            columns,
            i > form->n_own
                ? ", "
                : ", or, if it is a group, name it as the organisation does: ",
            err));
        WB_TRY(wb_text_add(columns, wb_form_list(form, i)->column, err));
    }
done:
    return st;
}

static wb_status fail_unknown(const wb_import *import, const char *column, wb_error *err)
{
    static const char *const or_of_tool[] = {
        "", " and none that LimeSurvey adds by itself",
        " and none that KoboToolbox or ODK adds by itself"};
    wb_text groups = {0};
    wb_status st = WB_OK;

    WB_TRY(add_group_columns(import, &groups, err));
    st = wb_fail_at(err, WB_E_DATA, -1, column,
                    "column '%.100s' is no question of questionnaire '%.60s' to this "
                    "unit%s: was the file made with this questionnaire%s? Then take it "
                    "out of the file%s%s",
                    column, wb_questionnaire_id(import->form->questionnaire),
                    or_of_tool[import->tool],
                    import->tool == WB_IMPORT_CSV ? " and by no other tool" : "",
                    groups.bytes != NULL ? groups.bytes : "",
                    import->form->lists != NULL
                        ? ""
                        : ", or name it among the columns to keep when it is a group of "
                          "the organisation");
done:
    wb_text_free(&groups);
    return st;
}

static wb_status fail_twice(const char *column, const char *other, wb_error *err)
{
    return wb_fail_at(err, WB_E_DATA, -1, column,
                      "columns '%.100s' and '%.100s' are the same question", other,
                      column);
}

/* A file of our own has a column for all lists that share one; a tool has one for each.
 */
static bool place_lists(wb_import *import, const char *column, int64_t at)
{
    const wb_form *form = import->form;
    bool found = false;

    for (size_t i = form->n_own; import->tool == WB_IMPORT_CSV && i < form->n_asked; i++)
        if (strcmp(wb_form_list(form, i)->column, column) == 0) {
            import->asked[i] = at;
            found = true;
        }
    return found;
}

/* Where it stands which questionnaire and which lists were answered. */
static bool place_hash(wb_import *import, const char *column, int64_t at)
{
    const char *bare = without_group(import->tool, column);

    if (strcmp(bare, WB_FORM_HASH) == 0)
        import->hash = at;
    else if (import->tool == WB_IMPORT_LIMESURVEY && import->form->lists != NULL &&
             strcmp(bare, WB_FORM_LISTS) == 0)
        import->lists = at;
    else
        return false;
    return true;
}

static wb_status place_column(wb_import *import, int64_t at, wb_error *err)
{
    const char *column = wb_frame_column_name(import->file, (size_t)at);
    size_t kept = wb_names_find(&import->keep, column);
    size_t i = WB_NO_QUESTION;
    bool timing = false;
    wb_status st = WB_OK;

    if (kept < import->keep.count) {
        import->kept[kept] = at;
        return WB_OK;
    }
    if (place_lists(import, column, at) || place_hash(import, column, at))
        return WB_OK;
    WB_TRY(find_question(import, column, &i, err));
    WB_TRY(is_timing(import, column, &timing, err));
    if (i == WB_NO_QUESTION)
        return timing || wb_import_is_known(import->tool, column)
                   ? WB_OK
                   : fail_unknown(import, column, err);
    if (import->asked[i] >= 0)
        return fail_twice(
            column, wb_frame_column_name(import->file, (size_t)import->asked[i]), err);
    import->asked[i] = at;
done:
    return st;
}

static wb_status fail_absent(const wb_import *import, size_t i, wb_error *err)
{
    wb_span id = wb_form_asked(import->form, 0, i, "id");
    wb_text code = {0};
    wb_status st = WB_OK;

    if (import->tool == WB_IMPORT_CSV && i >= import->form->n_own)
        return wb_fail(
            err, WB_E_DATA,
            "column '%.100s' is not in the file: a file of answers has one for "
            "every level of groups of the organisation",
            wb_form_list(import->form, i)->column);
    if (import->tool == WB_IMPORT_CSV)
        return wb_fail(
            err, WB_E_DATA,
            "question '%.*s' is not in the file: a file of answers has a column "
            "for every question",
            (int)id.length, id.bytes);
    WB_TRY(wb_form_code(import->form, i, wb_import_names(import->tool), &code, err));
    st =
        wb_fail(err, WB_E_DATA,
                "question '%.*s' (column '%s') is not in the file: was it made with this "
                "questionnaire, and are the headings question codes",
                (int)id.length, id.bytes, code.bytes);
done:
    wb_text_free(&code);
    return st;
}

static wb_status check_all_found(const wb_import *import, wb_error *err)
{
    for (size_t i = 0; i < import->keep.count; i++)
        if (import->kept[i] < 0)
            return wb_fail_at(err, WB_E_DATA, -1, import->keep.items[i],
                              "column '%.100s', which is to be kept, is not in the file",
                              import->keep.items[i]);
    for (size_t i = 0; i < import->form->n_asked; i++)
        if (import->asked[i] < 0)
            return fail_absent(import, i, err);
    return WB_OK;
}

wb_status wb_import_columns(wb_import *import, wb_error *err)
{
    size_t n = wb_frame_column_count(import->file);
    wb_status st = WB_OK;

    import->hash = import->lists = -1;
    for (size_t i = 0; i < import->form->n_asked; i++)
        import->asked[i] = -1;
    for (size_t i = 0; i < import->keep.count; i++)
        import->kept[i] = -1;
    for (size_t at = 0; at < n; at++)
        WB_TRY(place_column(import, (int64_t)at, err));
    WB_TRY(check_all_found(import, err));
done:
    return st;
}
