/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file quality.h
 * @brief How well scales measure, and where cut-offs lie.
 */
#ifndef WERKBAAR_QUALITY_H
#define WERKBAAR_QUALITY_H

#include <werkbaar/score.h>
#include <werkbaar/survey.h>

WB_BEGIN_DECLS

WB_END_DECLS
#endif
