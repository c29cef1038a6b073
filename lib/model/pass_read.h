/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Sections of the file of a pass, read: WB_E_DATA with err->offset for what cannot be. */
#ifndef WB_LIB_MODEL_PASS_READ_H
#define WB_LIB_MODEL_PASS_READ_H

#include "model/pass_file.h"

/* n bytes that are 0 or 1. */
wb_status wb_pass_get_flags(wb_bytes *from, uint8_t *flags, size_t n, wb_error *err);

/* The section of the roster, into one that is as wb_roster_init() left it. */
wb_status wb_pass_get_roster(wb_bytes *file, wb_roster *roster, wb_error *err);

#endif
