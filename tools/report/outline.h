/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WERKBAAR_TOOLS_OUTLINE_H
#define WERKBAAR_TOOLS_OUTLINE_H

#include "arena.h"
#include "report.h"

struct wbr_outline {
    arena memory;
    wbr_measure *measures;
    wbr_indicator *indicators;
    wbr_scale *scales;
    wbr_composite *composites;
    wbr_mix *mixes;
    wbr_topic *topics;
    size_t n_measures, n_indicators, n_scales, n_composites, n_mixes, n_topics;
};

#endif
