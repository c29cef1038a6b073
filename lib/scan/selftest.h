/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scores and lights of one person. */
#ifndef WB_LIB_SCAN_SELFTEST_H
#define WB_LIB_SCAN_SELFTEST_H

#include "frame/frame.h"

#include <werkbaar/score.h>

/* What a self-test knows of its questionnaire: tables of it, in the language. */
typedef struct wb_asked {
    const wb_instrument *instrument; /* of persons */
    const wb_frame *questions;       /* id, unit */
    const wb_frame *indicators;      /* id, label, theme, unit, scale */
    const wb_frame *themes;          /* theme, title, kind */
} wb_asked;

wb_status wb_selftest_of(const wb_asked *asked, const wb_frame *answers, bool dutch,
                         wb_frame **out, wb_error *err);

#endif
