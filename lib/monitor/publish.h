/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What of the results may be shown. */
#ifndef WB_LIB_MONITOR_PUBLISH_H
#define WB_LIB_MONITOR_PUBLISH_H

#include "monitor/monitor.h"

/* Why an estimate is not shown, or is flagged; in the order of wb_publish_names. */
typedef enum wb_publish {
    WB_PUBLISH_OK,
    WB_PUBLISH_TOO_FEW,
    WB_PUBLISH_TOO_WIDE
} wb_publish;
extern const char *const wb_publish_names[];

/* Judge all estimates: results->published, per breakdown and slot a wb_publish. */
wb_status wb_results_judge(wb_monitor_results *results, const wb_run *run, wb_error *err);

#endif
