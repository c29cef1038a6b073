/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* SYNTHETIC answers to the questionnaire of a company's scan. All of them invented. */
#ifndef WB_SYNTH_SCAN_H
#define WB_SYNTH_SCAN_H

#include <werkbaar/base.h>

typedef struct scan_request {
    const char *questionnaire, *organisation; /* paths */
    const char *shares;                       /* path of a CSV file; NULL: the defaults */
    uint64_t seed;
} scan_request;

/* Answers of everybody on the staff who answers, as CSV. */
wb_status scan_write(const scan_request *asked, wb_writer *writer, wb_error *err);

#endif
