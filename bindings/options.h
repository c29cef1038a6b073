/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file options.h
 * @brief The library's option structs from a dict or a named list. Keys are the names of
 * the fields; what is not named keeps its default. Texts are borrowed from the object.
 */
#ifndef BINDINGS_OPTIONS_H
#define BINDINGS_OPTIONS_H

#include "port.h"

int options_csv(port_object x, wb_csv_options *out, port_scratch *scratch);
int options_csv_write(port_object x, wb_csv_write_options *out, port_scratch *scratch);
int options_statfile(port_object x, wb_statfile_options *out, port_scratch *scratch);
int options_statfile_write(port_object x, wb_statfile_write_options *out,
                           port_scratch *scratch);
int options_table(port_object x, wb_table_options *out, port_scratch *scratch);
int options_score(port_object x, wb_score_options *out, port_scratch *scratch);
int options_replicates(port_object x, wb_replicate_options *out, port_scratch *scratch);
int options_estimate(port_object x, wb_estimate_options *out, port_scratch *scratch);
int options_change(port_object x, wb_change_options *out, port_scratch *scratch);
int options_pairs(port_object x, wb_pairs_options *out, port_scratch *scratch);
int options_trend(port_object x, wb_trend_options *out, port_scratch *scratch);
int options_test(port_object x, wb_test_options *out, port_scratch *scratch);
int options_fit(port_object x, wb_fit_options *out, port_scratch *scratch);
int options_calibration(port_object x, wb_calibration_options *out,
                        port_scratch *scratch);
int options_trim(port_object x, wb_trim_options *out, port_scratch *scratch);
int options_store(port_object x, wb_store_options *out, port_scratch *scratch);
int options_plan_check(port_object x, wb_plan_check_options *out, port_scratch *scratch);
int options_plan_evaluate(port_object x, wb_plan_evaluate_options *out,
                          port_scratch *scratch);
int options_plan_draft(port_object x, wb_plan_draft_options *out, port_scratch *scratch);
int options_scan(port_object x, wb_scan_options *out, port_scratch *scratch);
int options_compare(port_object x, wb_compare_options *out, port_scratch *scratch);
int options_findings(port_object x, wb_findings_options *out, port_scratch *scratch);
int options_suggest(port_object x, wb_suggest_options *out, port_scratch *scratch);
int options_reliability(port_object x, wb_reliability_options *out,
                        port_scratch *scratch);
int options_pool(port_object x, wb_pool_options *out, port_scratch *scratch);
int options_monitor(port_object x, wb_monitor_options *out, port_scratch *scratch);
int options_explore(port_object x, wb_explore_options *out, port_scratch *scratch);
int options_scan_tally(port_object x, wb_scan_tally_options *out, port_scratch *scratch);
int options_roc(port_object x, wb_roc_options *out, port_scratch *scratch);
int options_cutoff(port_object x, wb_cutoff_options *out, port_scratch *scratch);
int options_disclose(port_object x, wb_disclose_options *out, port_scratch *scratch);
/** `x` may be nothing: the defaults, with a look for the user's interrupt. */
int options_run(port_object x, wb_run *out, port_progress *progress);

#endif
