/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows of groups that a histogram of joint answers would be too large for: most of its
 * places would hold one row or none. The rows of a part are kept as they come and are
 * added to the state group by group. */
#ifndef WB_LIB_SURVEY_LOGGED_H
#define WB_LIB_SURVEY_LOGGED_H

#include "survey/state.h"

/* The first groups that a part meets have a histogram, rows of the others are logged. */
enum { WB_HISTOGRAM_GROUPS = 1024 };

typedef struct wb_logged_row {
    double w;
    int32_t group;
    uint8_t pattern;
} wb_logged_row;

/* Of one bundle in one breakdown. */
typedef struct wb_log {
    wb_logged_row *rows;
    int32_t count;
    int32_t capacity;
} wb_log;

void wb_log_free(wb_log *log);
wb_status wb_log_copy(const wb_log *from, wb_log *to, wb_error *err);
int64_t wb_log_bytes(const wb_log *log);

/* Log the rows of groups beyond those of histograms; `rest` gets the groups of the
 * others, -1 for those that were logged. */
wb_status wb_log_take(wb_log *log, const int32_t *groups, const uint8_t *patterns,
                      const double *w, int32_t n, int32_t *rest, wb_error *err);

/* Add the rows to the bins of each true-or-false outcome of the bundle: group g is called
 * groups[g] there, where there is room for it. */
wb_status wb_log_flush(const wb_log *log, const wb_sayings *sayings,
                       const int32_t *groups, wb_sums *const *to, wb_error *err);

#endif
