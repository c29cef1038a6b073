/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How much of a questionnaire a scan file holds. Who composes more is told so at once,
 * and not when the answers are in. */
#ifndef WB_LIB_COMPOSE_LIMITS_H
#define WB_LIB_COMPOSE_LIMITS_H

enum {
    WB_MAX_SCANNED_THEMES = 1024,
    WB_MAX_SCANNED_INDICATORS = 1024, /* with composites of persons */
    WB_MAX_SCANNED_CHECKS = 1024,
    WB_MAX_SCANNED_DISCUSSION = 256, /* of a theme */
    WB_MAX_SCANNED_NOTICES = 256
};

#endif
