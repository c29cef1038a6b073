/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From a questionnaire to one of its formats, unless it has words that may not leave. */
#include "compose/export.h"

#include <string.h>

/* ---- what may not leave ---- */

static wb_status list_closed(const wb_form *form, wb_text *list, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < form->n_asked; i++) {
        wb_span id = wb_form_asked(form, 0, i, "id");
        if (wb_span_is(wb_form_asked(form, 0, i, "text"), "own"))
            continue;
        WB_TRY(wb_text_format(list, err, "%s%.*s", list->length > 0 ? ", " : "",
                              (int)id.length, id.bytes));
    }
done:
    return st;
}

/* Questions whose words are somebody else's, or not there, cannot be asked from here. */
static wb_status check_open(const wb_form *form, wb_error *err)
{
    wb_text list = {0};
    wb_status st = WB_OK;

    WB_TRY(list_closed(form, &list, err));
    if (list.length > 0)
        st = wb_fail(err, WB_E_DATA,
                     "these questions have no text that may be written (their text is "
                     "licensed or not there): %.*s",
                     (int)wb_utf8_cut(list.bytes, list.length, 350), list.bytes);
done:
    wb_text_free(&list);
    return st;
}

/* ---- formats ---- */

typedef struct export_format {
    const char *name;
    bool one_language; /* the first when none is named */
    wb_status (*write)(const wb_form *form, wb_writer *writer, wb_error *err);
} export_format;

static const export_format formats[] = {
    {"html", true, wb_export_html},
    {"limesurvey", false, wb_export_limesurvey},
    {"xlsform", false, wb_export_xlsform},
};

static const export_format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

wb_status wb_questionnaire_export(const wb_questionnaire *questionnaire,
                                  const char *format, const char *unit,
                                  const char *language, wb_writer *writer, wb_error *err)
{
    return wb_lists_export(questionnaire, NULL, format, unit, language, writer, err);
}

wb_status wb_lists_export(const wb_questionnaire *questionnaire, const wb_lists *lists,
                          const char *format, const char *unit, const char *language,
                          wb_writer *writer, wb_error *err)
{
    const export_format *as = format != NULL ? find_format(format) : NULL;
    wb_form form = {0};
    wb_status st = WB_OK;

    if (questionnaire == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "%s must not be NULL",
                       writer == NULL ? "writer" : "questionnaire");
    if (as == NULL)
        return wb_fail(err, WB_E_ARG,
                       "a questionnaire is not exported as '%.40s'; it is as html, "
                       "limesurvey or xlsform",
                       format != NULL ? format : "NULL");
    WB_TRY(wb_form_open(questionnaire, lists, unit, language, &form, err));
    WB_TRY(check_open(&form, err));
    WB_TRY(as->write(&form, writer, err));
done:
    wb_form_close(&form);
    return st;
}
