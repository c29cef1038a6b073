/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the tables of a questionnaire have in common. */
#ifndef WB_LIB_COMPOSE_QUESTIONNAIRE_TABLES_H
#define WB_LIB_COMPOSE_QUESTIONNAIRE_TABLES_H

#include "compose/questionnaire.h"
#include "compose/show.h"

/* What fills the rows of one element. */
typedef wb_status (*wb_row_of)(wb_show *show, const wb_questionnaire *of,
                               const json_t *element, wb_error *err);

/* Rows for every element of a member of the document. */
wb_status wb_fill_each(wb_show *show, const wb_questionnaire *of, const char *key,
                       wb_row_of put, wb_error *err);
/* The theme that an indicator or a question is about. */
const json_t *wb_theme_of(const wb_questionnaire *of, const json_t *object);

extern const wb_fill_column wb_composite_columns[];
extern const wb_fill_column wb_theme_columns[];
extern const wb_fill_column wb_notice_columns[];
extern const wb_fill_column wb_discussion_columns[];
extern const wb_fill_column wb_term_columns[];
wb_status wb_show_composites(wb_show *show, const void *what, wb_error *err);
wb_status wb_show_themes(wb_show *show, const void *what, wb_error *err);
wb_status wb_show_notices(wb_show *show, const void *what, wb_error *err);
wb_status wb_show_discussion(wb_show *show, const void *what, wb_error *err);
wb_status wb_show_terms(wb_show *show, const void *what, wb_error *err);

#endif
