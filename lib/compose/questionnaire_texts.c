/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A questionnaire shown as frames: its themes, and what it says. */
#include "compose/questionnaire_tables.h"

#include <string.h>

/* ---- themes ---- */

const wb_fill_column wb_theme_columns[] = {
    {"theme", WB_TYPE_UTF8},     {"title", WB_TYPE_UTF8},     {"kind", WB_TYPE_UTF8},
    {"sensitive", WB_TYPE_BOOL}, {"indicator", WB_TYPE_UTF8}, {"module", WB_TYPE_UTF8},
    {"unit", WB_TYPE_UTF8},      {NULL, WB_TYPE_NULL}};

/* The unit of a theme without indicators is that of the module that has it. */
static const json_t *home_of(const wb_questionnaire *of, const json_t *theme)
{
    return wb_find_id(json_object_get(of->root, "modules"),
                      wb_text_member(theme, "module"));
}

static wb_status put_theme_row(wb_show *show, const json_t *theme,
                               const json_t *indicator, const json_t *home, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_show_word(show, theme, "id", err));
    WB_TRY(wb_show_text(show, theme, "title", err));
    WB_TRY(wb_show_word(show, theme, "kind", err));
    WB_TRY(wb_show_flag(show, theme, "sensitive", err));
    WB_TRY(wb_fill_text(&show->fill, wb_text_member(indicator, "id"), err));
    WB_TRY(wb_show_word(show, indicator != NULL ? indicator : theme, "module", err));
    WB_TRY(wb_show_word(show, indicator != NULL ? indicator : home, "unit", err));

done:
    return st;
}

static wb_status put_theme(wb_show *show, const wb_questionnaire *of, const json_t *theme,
                           wb_error *err)
{
    const json_t *indicators = json_object_get(of->root, "indicators");
    wb_status st = WB_OK;
    size_t n = 0;

    for (size_t i = 0; i < json_array_size(indicators); i++) {
        const json_t *indicator = json_array_get(indicators, i);

        if (wb_theme_of(of, indicator) != theme)
            continue;
        WB_TRY(put_theme_row(show, theme, indicator, NULL, err));
        n++;
    }
    if (n == 0)
        WB_TRY(put_theme_row(show, theme, NULL, home_of(of, theme), err));
done:
    return st;
}

wb_status wb_show_themes(wb_show *show, const void *what, wb_error *err)
{
    return wb_fill_each(show, what, "themes", put_theme, err);
}

/* ---- what is said ---- */

const wb_fill_column wb_notice_columns[] = {{"id", WB_TYPE_UTF8},
                                            {"kind", WB_TYPE_UTF8},
                                            {"unit", WB_TYPE_UTF8},
                                            {"text", WB_TYPE_UTF8},
                                            {NULL, WB_TYPE_NULL}};

static wb_status put_notice(wb_show *show, const wb_questionnaire *of,
                            const json_t *notice, wb_error *err)
{
    wb_status st = WB_OK;

    (void)of;
    WB_TRY(wb_show_word(show, notice, "id", err));
    WB_TRY(wb_show_word(show, notice, "kind", err));
    WB_TRY(wb_fill_text(&show->fill, wb_text_member(notice, "unit"), err));
    WB_TRY(wb_show_text(show, notice, "text", err));

done:
    return st;
}

wb_status wb_show_notices(wb_show *show, const void *what, wb_error *err)
{
    return wb_fill_each(show, what, "notices", put_notice, err);
}

const wb_fill_column wb_discussion_columns[] = {{"theme", WB_TYPE_UTF8},
                                                {"number", WB_TYPE_INT32},
                                                {"text", WB_TYPE_UTF8},
                                                {NULL, WB_TYPE_NULL}};

static wb_status put_discussion(wb_show *show, const wb_questionnaire *of,
                                const json_t *theme, wb_error *err)
{
    const json_t *talk = json_object_get(theme, "discussion");
    wb_status st = WB_OK;

    (void)of;
    for (size_t i = 0; i < json_array_size(talk); i++) {
        WB_TRY(wb_show_word(show, theme, "id", err));
        WB_TRY(wb_fill_int64(&show->fill, (int64_t)i + 1, err));
        WB_TRY(wb_show_element(show, talk, i, err));
    }
done:
    return st;
}

wb_status wb_show_discussion(wb_show *show, const void *what, wb_error *err)
{
    return wb_fill_each(show, what, "themes", put_discussion, err);
}

const wb_fill_column wb_term_columns[] = {{"term", WB_TYPE_UTF8},
                                          {"text", WB_TYPE_UTF8},
                                          {"own", WB_TYPE_BOOL},
                                          {NULL, WB_TYPE_NULL}};

/* In the order of the canonical file. */
wb_status wb_show_terms(wb_show *show, const void *what, wb_error *err)
{
    const wb_questionnaire *of = what;
    json_t *terms = json_object_get(of->root, "terms");
    const json_t *own = json_object_get(of->root, "own_terms");
    const char *before = NULL;
    wb_status st = WB_OK;

    show->languages = json_object_get(of->root, "languages");
    for (size_t i = 0; i < json_object_size(terms); i++) {
        const char *next = NULL;
        const char *name;
        json_t *texts;

        json_object_foreach(terms, name, texts)
        {
            if ((before == NULL || strcmp(name, before) > 0) &&
                (next == NULL || strcmp(name, next) < 0))
                next = name;
        }
        WB_TRY(wb_fill_text(&show->fill, next, err));
        WB_TRY(wb_show_text(show, terms, next, err));
        WB_TRY(wb_show_flag(show, own, next, err));
        before = next;
    }
done:
    return st;
}
