/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Questionnaires that the tests of exports and imports ask. Every helper asserts. */
#ifndef WB_TEST_COMPOSE_ASKED_H
#define WB_TEST_COMPOSE_ASKED_H

#include "questionnaires.h"

#define SCAN(modules)                                                                    \
    "{'format':'werkbaar-recipe/1.0','id':'scan','version':'1.2','languages':['nl','en'" \
    "],'title':" TEXTS("Werk & wij", "Work & us") ",'modules':[" modules "]}"

static inline wb_questionnaire *compose_of(const char *recipe, const char *module)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_questionnaire *out = NULL;
    wb_error err = {0};

    must_add(catalogue, MODULE_A);
    must_add(catalogue, MODULE_B);
    if (module != NULL)
        must_add(catalogue, module);
    if (compose(catalogue, recipe, &out, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    wb_catalogue_free(catalogue);
    return out;
}

/* Three questions to persons, a3 asked of those who answered a2 with 1 or 2; one item and
 * a check of work posts. */
static inline wb_questionnaire *asked(void)
{
    return compose_of(SCAN("{'id':'a'},{'id':'b'}"), NULL);
}

/* What is exported; free it. Ends in NUL besides its length. */
static inline char *exported(const wb_questionnaire *q, const char *format,
                             const char *unit, const char *language, size_t *length)
{
    wb_writer *writer = NULL;
    wb_error err = {0};
    size_t n = 0;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    if (wb_questionnaire_export(q, format, unit, language, writer, &err) != WB_OK)
        fail_msg("%s", err.message);
    const char *bytes = wb_writer_bytes(writer, &n);
    char *copy = malloc(n + 1);
    assert_non_null(copy);
    memcpy(copy, bytes, n);
    copy[n] = '\0';
    if (length != NULL)
        *length = n;
    wb_writer_free(writer);
    return copy;
}

/* What is read of a text. */
static inline wb_status import_text(const wb_questionnaire *q, const char *format,
                                    const char *unit, const char *text,
                                    const char *const *keep, size_t n_keep,
                                    wb_frame **out, wb_error *err)
{
    wb_reader *reader = NULL;

    assert_ok(wb_reader_from_memory(text, strlen(text), NULL, &reader, NULL));
    wb_status st =
        wb_questionnaire_import(q, format, unit, reader, keep, n_keep, out, err);
    wb_reader_free(reader);
    return st;
}

#endif
