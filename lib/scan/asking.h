/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The groups of an organisation as questions: a list for the first level of a hierarchy,
 * and for every level below one for each group that has groups in it. */
#ifndef WB_LIB_SCAN_ASKING_H
#define WB_LIB_SCAN_ASKING_H

#include "compose/lists.h"
#include "scan/organisation.h"

typedef struct wb_asking {
    wb_lists lists;
    const wb_organisation *organisation; /* borrowed, and so are the texts */
    wb_list *made;
    wb_list_answer *answers; /* of all lists, one behind the other */
    size_t n_answers;
    size_t *list_of;   /* of each group: the list that offers it, */
    int64_t *place_of; /* and where in that, from 1 */
    char hash[65];
} wb_asking; /* starts as {0}; wb_asking_close when done */

/* WB_E_DATA: a column of the organisation that tells no group. */
wb_status wb_asking_open(const wb_organisation *organisation, wb_asking *asking,
                         wb_error *err);
void wb_asking_close(wb_asking *asking);

#endif
