/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Questions that are asked with a questionnaire and are none of it: which groups a person
 * belongs to, or which post a record is of. They come on a page behind it, and what is
 * answered to them are texts. The scan, which knows the groups, hands them in. */
#ifndef WB_LIB_COMPOSE_LISTS_H
#define WB_LIB_COMPOSE_LISTS_H

#include "base/json.h"

#include <werkbaar/compose.h>

/* What somebody reads: texts by language (NULL: none) and what stands for them. */
typedef struct wb_list_title {
    const json_t *texts;
    const char *otherwise;
} wb_list_title;

typedef struct wb_list_answer {
    const char *name; /* what is kept: letters, digits, '_', '.' and '-' */
    wb_list_title title;
} wb_list_answer;

/* One of these answers. Lists of one column stand together: at most one of them is asked
 * of anybody. */
typedef struct wb_list {
    const char *column; /* of the answers that come in */
    wb_list_title title;
    size_t decider; /* the list before it that decides whether it is asked, or SIZE_MAX */
    int64_t decides_at; /* asked at this answer to that one, from 1 */
    const wb_list_answer *answers;
    size_t n_answers;
} wb_list;

typedef struct wb_lists {
    const wb_list *lists;
    size_t n_lists;
    const char *hash; /* of the names, where a tool keeps numbers instead */
    int64_t min_n;    /* fewest answers of which anything is shown */
    const char *(*pick)(const json_t *texts, const char *language); /* NULL: no texts */
    const char *record; /* column of the name of what a record is of, or NULL */
} wb_lists;

/* wb_questionnaire_export() and wb_questionnaire_import(), with lists; NULL: without. Of
 * answers, the columns of lists come first, as the names of answers. */
wb_status wb_lists_export(const wb_questionnaire *questionnaire, const wb_lists *lists,
                          const char *format, const char *unit, const char *language,
                          wb_writer *writer, wb_error *err);
wb_status wb_lists_import(const wb_questionnaire *questionnaire, const wb_lists *lists,
                          const char *format, const char *unit, wb_reader *reader,
                          const char *const *keep, size_t n_keep, wb_frame **out,
                          wb_error *err);

#endif
