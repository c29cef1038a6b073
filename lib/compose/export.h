/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The formats that a questionnaire leaves in, a file each. */
#ifndef WB_LIB_COMPOSE_EXPORT_H
#define WB_LIB_COMPOSE_EXPORT_H

#include "compose/form.h"

/* Each writes the whole form; wb_questionnaire_export() has checked that it may. */
wb_status wb_export_html(const wb_form *form, wb_writer *writer, wb_error *err);
wb_status wb_export_limesurvey(const wb_form *form, wb_writer *writer, wb_error *err);
wb_status wb_export_xlsform(const wb_form *form, wb_writer *writer, wb_error *err);

/* The words of our own that a form has, in a language; English where it is none of ours.
 */
typedef struct wb_form_words {
    const char *language;
    const char *name;    /* of the language, in itself */
    const char *minutes; /* of the whole; has a %d */
    const char *instruction;
    const char
        *condition;     /* before the answers at which a question is asked; has a %zu */
    const char *either; /* between the last two of them */
    const char *version;
    const char *thanks;
    const char *post;   /* before the place for the name of a work post */
    const char *groups; /* above lists */
    const char *why;    /* these are asked; has a %lld */
} wb_form_words;

const wb_form_words *wb_form_words_in(const char *language);

/* What stands above the page that question i opens, in language l: of a theme its title;
 * and under that heading, of lists why they are asked (else nothing). Appended. */
wb_status wb_form_heading(const wb_form *form, size_t l, size_t i, wb_text *out,
                          wb_error *err);
wb_status wb_form_preface(const wb_form *form, size_t l, size_t i, wb_text *out,
                          wb_error *err);

/* Tools show more answers than this folded. */
enum { WB_MOST_OPEN_ANSWERS = 12 };

#endif
