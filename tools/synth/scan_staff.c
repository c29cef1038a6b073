/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan_staff.h"

#include "fault.h"
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <werkbaar/scan.h>

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* Groups of a level one behind another; who is in none of them has no seat there. */
static void seats_fill(const json_t *groups, size_t level, scan_seat *seats)
{
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = json_array_get(groups, i);
        size_t n = (size_t)json_integer_value(json_object_get(group, "staff"));

        for (size_t k = 0; k < n; k++) {
            seats[k].ids[level] = text_of(group, "id");
        }
        if (level + 1 < SCAN_LEVELS) {
            seats_fill(json_object_get(group, "groups"), level + 1, seats);
        }
        seats += n;
    }
}

/* Fisher and Yates, from the last to the first. */
static void seats_shuffle(scan_seat *seats, size_t n, random_stream stream)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)(random_uniform(&stream) * (double)i);
        scan_seat other = seats[j];

        seats[j] = seats[i - 1];
        seats[i - 1] = other;
    }
}

wb_status scan_staff_read(scan_staff *staff, const char *path, uint64_t seed,
                          wb_error *err)
{
    wb_organisation *checked = NULL;
    wb_status st;

    TRY(wb_organisation_load(path, &checked, err)); /* says what is wrong in it */
    staff->root = json_load_file(path, 0, NULL);
    staff->hierarchies = json_object_get(staff->root, "hierarchies");
    staff->n_hierarchies = json_array_size(staff->hierarchies);
    staff->n = (size_t)wb_organisation_staff(checked);
    TRY(fault_new(staff->n_hierarchies * staff->n + 1, sizeof *staff->seats,
                  &staff->seats, err));
    for (size_t h = 0; h < staff->n_hierarchies; h++) {
        scan_seat *seats = staff->seats + h * staff->n;

        seats_fill(json_object_get(json_array_get(staff->hierarchies, h), "groups"), 0,
                   seats);
        seats_shuffle(seats, staff->n, random_for_row(seed, 2, h));
    }
done:
    wb_organisation_free(checked);
    return st;
}

void scan_staff_free(scan_staff *staff)
{
    json_decref(staff->root);
    free(staff->seats);
    *staff = (scan_staff){0};
}

/* Does the path lead to this group or to one in it? */
static int leads_into(const char *path, const char *group)
{
    size_t length = strlen(group);

    return strncmp(path, group, length) == 0 &&
           (path[length] == '\0' || path[length] == '/');
}

int scan_staff_is_in(const scan_staff *staff, size_t person, const char *group)
{
    char path[SCAN_PATH];

    if (group[0] == '\0' || strcmp(group, "all") == 0) {
        return 1;
    }
    for (size_t h = 0; h < staff->n_hierarchies; h++) {
        const scan_seat *seat = &staff->seats[h * staff->n + person];
        int used = snprintf(path, sizeof path, "%s",
                            text_of(json_array_get(staff->hierarchies, h), "id"));

        for (size_t level = 0; level < SCAN_LEVELS && seat->ids[level] != NULL; level++) {
            used += snprintf(path + used, sizeof path - (size_t)used, "/%s",
                             seat->ids[level]);
        }
        if (leads_into(path, group)) {
            return 1;
        }
    }
    return 0;
}
