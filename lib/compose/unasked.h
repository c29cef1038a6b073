/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Skip rules on answers that did not come by way of an import. */
#ifndef WB_LIB_COMPOSE_UNASKED_H
#define WB_LIB_COMPOSE_UNASKED_H

#include <werkbaar/compose.h>

/* A frame of the same columns without the answers to questions of the unit that their
 * `show_if` does not ask: answers come in as wb_questionnaire_import() reads them. NULL
 * when there are none. A rule is left alone where a column of it is not there or holds no
 * numbers; what is none of the codes of the question stays, and scoring refuses it. */
wb_status wb_answers_asked(const wb_questionnaire *questionnaire, const char *unit,
                           const wb_frame *answers, wb_frame **out, wb_error *err);

#endif
