/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/** @file werkbaar.h  @brief The only header an application needs to include. */
#ifndef WERKBAAR_H
#define WERKBAAR_H
#include <werkbaar/base.h>
#include <werkbaar/frame.h>
#include <werkbaar/infer.h>
#include <werkbaar/io.h>
#include <werkbaar/score.h>
#include <werkbaar/survey.h>
#include <werkbaar/weight.h>
#endif
