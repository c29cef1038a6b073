/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The parts of a scan as frames: wb_scan_table() in werkbaar/scan.h says what is in them.
 */
#ifndef WB_LIB_SCAN_SHOWING_H
#define WB_LIB_SCAN_SHOWING_H

#include "frame/fill.h"
#include "scan/scan.h"

typedef struct wb_showing {
    const wb_scan *scan;
    const char *language;
    wb_fill fill;
} wb_showing;

typedef struct wb_scan_part {
    const char *name;
    const wb_fill_column *columns;
    wb_status (*fill)(wb_showing *show, wb_error *err);
} wb_scan_part;

extern const wb_scan_part wb_part_groups;
extern const wb_scan_part wb_part_themes;
extern const wb_scan_part wb_part_response;
extern const wb_scan_part wb_part_results;
extern const wb_scan_part wb_part_records;
extern const wb_scan_part wb_part_checklists;
extern const wb_scan_part wb_part_guide;
extern const wb_scan_part wb_part_method;

/* A member that is text, NULL where it is not there. */
static inline const char *wb_showing_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* The title of a place: of a cross those of its groups. */
wb_status wb_place_title(const wb_showing *show, size_t place, wb_text *out,
                         wb_error *err);
bool wb_showing_english(const wb_showing *show);

#endif
