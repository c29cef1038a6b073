/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The data files the generator carries along (data/reference, data/synthetic). */
#ifndef WB_SYNTH_EMBEDDED_H
#define WB_SYNTH_EMBEDDED_H

#include <base/embedded.h>

extern const wb_embedded wb_embedded_reference[];
extern const size_t wb_embedded_reference_count;
extern const wb_embedded wb_embedded_synthetic[];
extern const size_t wb_embedded_synthetic_count;

#endif
