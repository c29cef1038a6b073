/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The people of an organisation file: in which group of each hierarchy everyone is. */
#ifndef WB_SYNTH_SCAN_STAFF_H
#define WB_SYNTH_SCAN_STAFF_H

#include <jansson.h>
#include <werkbaar/base.h>

enum { SCAN_LEVELS = 8, SCAN_PATH = 640 };

/* Where somebody is in a hierarchy: ids from the top down, NULL below the last. */
typedef struct scan_seat {
    const char *ids[SCAN_LEVELS];
} scan_seat;

typedef struct scan_staff {
    json_t *root;
    const json_t *hierarchies;
    size_t n, n_hierarchies;
    scan_seat *seats; /* [hierarchy * n + person] */
} scan_staff;         /* starts as {0} */

/* Read the file and give everybody a seat in each hierarchy, one apart from the other. */
wb_status scan_staff_read(scan_staff *staff, const char *path, uint64_t seed,
                          wb_error *err);
void scan_staff_free(scan_staff *staff);

/* Is this person in the group of that path ("" and "all": everyone)? */
int scan_staff_is_in(const scan_staff *staff, size_t person, const char *group);

#endif
