/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Where the people of a frame of answers are: the places that each row counts in. */
#ifndef WB_LIB_SCAN_PEOPLE_H
#define WB_LIB_SCAN_PEOPLE_H

#include "base/names.h"
#include "scan/places.h"

typedef struct wb_people {
    int64_t n;
    int32_t *places; /* grid * n + row: a place, or WB_NOWHERE */
} wb_people;         /* starts as {0}; wb_people_free() when done */

/* Answers say of which questionnaire and unit they are, or nothing: WB_E_CONFLICT when
 * they are not of the one that the scan is `about`. */
wb_status wb_people_check_origin(const wb_frame *answers, const json_t *about,
                                 const char *unit, wb_error *err);

/* Every column is one of `questions`, one of the organisation's, or begins with "x_";
 * WB_E_DATA names another, and one of the organisation's that is not there. */
wb_status wb_people_check_columns(const wb_frame *answers, const wb_names *questions,
                                  const wb_organisation *organisation, wb_error *err);

/* WB_E_DATA for a group that there is not, or that lies in another one. */
wb_status wb_people_find(wb_people *people, const wb_frame *answers,
                         const wb_places *layout, wb_error *err);
void wb_people_free(wb_people *people);

#endif
