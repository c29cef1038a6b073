/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Declared shares: how many of a group have a problem with a theme, and how many answer.
 */
#ifndef WB_SYNTH_SCAN_SHARES_H
#define WB_SYNTH_SCAN_SHARES_H

#include "scan_staff.h"

#include <werkbaar/frame.h>

typedef struct scan_shares {
    wb_frame *frame; /* group, theme, share; NULL: nothing is declared */
    const scan_staff *staff;
    const char *const *themes;
    size_t n_themes;
} scan_shares; /* starts as {0} */

/* Borrows staff and themes. */
wb_status scan_shares_read(scan_shares *s, const char *path, const scan_staff *staff,
                           const char *const *themes, size_t n_themes, wb_error *err);
void scan_shares_free(scan_shares *s);

/* What the last row says that is about this theme (or "response") and a group of this
 * person. */
double scan_share_of(const scan_shares *s, size_t person, const char *theme,
                     double otherwise);

#endif
