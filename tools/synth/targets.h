/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a wave has to reproduce: every anchored published figure, and for whatever has
 * none the invented value of data/synthetic. */
#ifndef WB_SYNTH_TARGETS_H
#define WB_SYNTH_TARGETS_H

#include "wave.h"

/* Collect the targets of w (which has its groups) into w->targets. */
wb_status targets_collect(wave *w, const definition *d, wb_error *err);

/* The score column of an indicator: "<id>_problem" or "<id>_acute". */
void targets_variable(const definition *d, size_t indicator, int acute, char *name,
                      size_t size);

#endif
