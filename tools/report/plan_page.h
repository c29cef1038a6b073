/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Pages about an action plan: how it stands, and the questions that were asked about it.
 * No ABI promise; part of the tools. */
#ifndef WERKBAAR_TOOLS_PLAN_PAGE_H
#define WERKBAAR_TOOLS_PLAN_PAGE_H

#include "report.h"

typedef struct wbr_plan {
    const wb_plan *plan;
    const char *today;       /* YYYY-MM-DD */
    int32_t days;            /* how far ahead the agenda looks */
    const char *since;       /* YYYY-MM-DD: what is new since; NULL: not asked */
    const wb_frame *changes; /* of wb_changes_frame(); NULL: no earlier plan was given */
    wbr_language language;
} wbr_plan;

/* How the plan stands: counts, timeline, actions by objective, agenda, money, who, what
 * changed, what is open. */
wb_status wbr_plan_write(const wbr_plan *asked, wb_writer *writer, wb_error *err);

/* The questions with their answers, or that there is none, and what the plan itself has
 * on what an answer refers to. */
wb_status wbr_answers_write(const wbr_plan *asked, wb_writer *writer, wb_error *err);

#endif
