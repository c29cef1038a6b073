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
    WB_PUBLISH_TOO_WIDE,
    WB_PUBLISH_EXTREME,  /* nearly nobody or nearly everybody has the problem */
    WB_PUBLISH_PROTECTS, /* it could be subtracted to get at something that is hidden */
    WB_PUBLISH_WITHHELD  /* one of few, extreme and protects: shown as one */
} wb_publish;
extern const char *const wb_publish_names[];

/* Options that ask for a ledger go with the definition. */
wb_status wb_results_check_ledger(const wb_monitor_definition *definition,
                                  const wb_monitor_options *options, wb_error *err);

/* Judge all estimates; people: counts for disclosure control, NULL when nothing is
 * protected. Makes results->published, per breakdown and slot a wb_publish. */
wb_status wb_results_judge(wb_monitor_results *results, const wb_tally *people,
                           const wb_monitor_options *options, const wb_run *run,
                           wb_error *err);

/* What was promised of what is hidden, for metadata; NULL: memory ran out. */
json_t *wb_results_rules(const wb_monitor_results *results);

#endif
