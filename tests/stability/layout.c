/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Where the fields of every public struct lie, for ever: a program that was compiled
 * earlier writes there. An options struct carries its size, so it may grow at its end;
 * wb_error may not. A new struct, or field, gets its lines here with the release that
 * brings it (house/stability says which are missing), and no line ever changes.
 *
 * These are the places where pointers and int64_t take 8 bytes and are aligned so. */
#include <werkbaar/werkbaar.h>

/* clang-format off */
#if UINTPTR_MAX == UINT64_MAX

/* ---- of abi-0 ---- */

_Static_assert(sizeof(wb_error) == 1024, "wb_error");
_Static_assert(offsetof(wb_error, status) == 0, "wb_error.status");
_Static_assert(offsetof(wb_error, line) == 4, "wb_error.line");
_Static_assert(offsetof(wb_error, column) == 8, "wb_error.column");
_Static_assert(offsetof(wb_error, reserved0) == 12, "wb_error.reserved0");
_Static_assert(offsetof(wb_error, row) == 16, "wb_error.row");
_Static_assert(offsetof(wb_error, offset) == 24, "wb_error.offset");
_Static_assert(offsetof(wb_error, reserved) == 32, "wb_error.reserved");
_Static_assert(offsetof(wb_error, item) == 72, "wb_error.item");
_Static_assert(offsetof(wb_error, where) == 200, "wb_error.where");
_Static_assert(offsetof(wb_error, message) == 512, "wb_error.message");

_Static_assert(sizeof(wb_run) >= 40, "wb_run");
_Static_assert(offsetof(wb_run, struct_size) == 0, "wb_run.struct_size");
_Static_assert(offsetof(wb_run, reserved) == 4, "wb_run.reserved");
_Static_assert(offsetof(wb_run, threads) == 8, "wb_run.threads");
_Static_assert(offsetof(wb_run, reserved1) == 12, "wb_run.reserved1");
_Static_assert(offsetof(wb_run, progress) == 16, "wb_run.progress");
_Static_assert(offsetof(wb_run, user) == 24, "wb_run.user");
_Static_assert(offsetof(wb_run, memory_limit) == 32, "wb_run.memory_limit");

_Static_assert(sizeof(wb_column) >= 96, "wb_column");
_Static_assert(offsetof(wb_column, struct_size) == 0, "wb_column.struct_size");
_Static_assert(offsetof(wb_column, reserved) == 4, "wb_column.reserved");
_Static_assert(offsetof(wb_column, type) == 8, "wb_column.type");
_Static_assert(offsetof(wb_column, flags) == 12, "wb_column.flags");
_Static_assert(offsetof(wb_column, index_type) == 16, "wb_column.index_type");
_Static_assert(offsetof(wb_column, code_base) == 20, "wb_column.code_base");
_Static_assert(offsetof(wb_column, offset) == 24, "wb_column.offset");
_Static_assert(offsetof(wb_column, values) == 32, "wb_column.values");
_Static_assert(offsetof(wb_column, offsets) == 40, "wb_column.offsets");
_Static_assert(offsetof(wb_column, validity) == 48, "wb_column.validity");
_Static_assert(offsetof(wb_column, sentinel) == 56, "wb_column.sentinel");
_Static_assert(offsetof(wb_column, categories) == 64, "wb_column.categories");
_Static_assert(offsetof(wb_column, n_categories) == 72, "wb_column.n_categories");
_Static_assert(offsetof(wb_column, release) == 80, "wb_column.release");
_Static_assert(offsetof(wb_column, user) == 88, "wb_column.user");

_Static_assert(sizeof(wb_pairs_options) >= 16, "wb_pairs_options");
_Static_assert(offsetof(wb_pairs_options, struct_size) == 0, "wb_pairs_options.struct_size");
_Static_assert(offsetof(wb_pairs_options, reserved) == 4, "wb_pairs_options.reserved");
_Static_assert(offsetof(wb_pairs_options, adjust) == 8, "wb_pairs_options.adjust");
_Static_assert(offsetof(wb_pairs_options, reserved1) == 12, "wb_pairs_options.reserved1");

_Static_assert(sizeof(wb_trend_options) >= 16, "wb_trend_options");
_Static_assert(offsetof(wb_trend_options, struct_size) == 0, "wb_trend_options.struct_size");
_Static_assert(offsetof(wb_trend_options, reserved) == 4, "wb_trend_options.reserved");
_Static_assert(offsetof(wb_trend_options, degree) == 8, "wb_trend_options.degree");
_Static_assert(offsetof(wb_trend_options, reserved1) == 12, "wb_trend_options.reserved1");

_Static_assert(sizeof(wb_test_options) >= 16, "wb_test_options");
_Static_assert(offsetof(wb_test_options, struct_size) == 0, "wb_test_options.struct_size");
_Static_assert(offsetof(wb_test_options, reserved) == 4, "wb_test_options.reserved");
_Static_assert(offsetof(wb_test_options, test) == 8, "wb_test_options.test");
_Static_assert(offsetof(wb_test_options, all_tests) == 12, "wb_test_options.all_tests");

_Static_assert(sizeof(wb_csv_options) >= 48, "wb_csv_options");
_Static_assert(offsetof(wb_csv_options, struct_size) == 0, "wb_csv_options.struct_size");
_Static_assert(offsetof(wb_csv_options, reserved) == 4, "wb_csv_options.reserved");
_Static_assert(offsetof(wb_csv_options, delimiter) == 8, "wb_csv_options.delimiter");
_Static_assert(offsetof(wb_csv_options, decimal) == 12, "wb_csv_options.decimal");
_Static_assert(offsetof(wb_csv_options, chunk_rows) == 16, "wb_csv_options.chunk_rows");
_Static_assert(offsetof(wb_csv_options, infer_rows) == 24, "wb_csv_options.infer_rows");
_Static_assert(offsetof(wb_csv_options, missing) == 32, "wb_csv_options.missing");
_Static_assert(offsetof(wb_csv_options, types) == 40, "wb_csv_options.types");

_Static_assert(sizeof(wb_csv_write_options) >= 32, "wb_csv_write_options");
_Static_assert(offsetof(wb_csv_write_options, struct_size) == 0, "wb_csv_write_options.struct_size");
_Static_assert(offsetof(wb_csv_write_options, reserved) == 4, "wb_csv_write_options.reserved");
_Static_assert(offsetof(wb_csv_write_options, delimiter) == 8, "wb_csv_write_options.delimiter");
_Static_assert(offsetof(wb_csv_write_options, decimal) == 12, "wb_csv_write_options.decimal");
_Static_assert(offsetof(wb_csv_write_options, no_header) == 16, "wb_csv_write_options.no_header");
_Static_assert(offsetof(wb_csv_write_options, crlf) == 20, "wb_csv_write_options.crlf");
_Static_assert(offsetof(wb_csv_write_options, comment) == 24, "wb_csv_write_options.comment");

_Static_assert(sizeof(wb_table_options) >= 24, "wb_table_options");
_Static_assert(offsetof(wb_table_options, struct_size) == 0, "wb_table_options.struct_size");
_Static_assert(offsetof(wb_table_options, reserved) == 4, "wb_table_options.reserved");
_Static_assert(offsetof(wb_table_options, max_rows) == 8, "wb_table_options.max_rows");
_Static_assert(offsetof(wb_table_options, digits) == 16, "wb_table_options.digits");
_Static_assert(offsetof(wb_table_options, max_width) == 20, "wb_table_options.max_width");

_Static_assert(sizeof(wb_score_options) >= 32, "wb_score_options");
_Static_assert(offsetof(wb_score_options, struct_size) == 0, "wb_score_options.struct_size");
_Static_assert(offsetof(wb_score_options, reserved) == 4, "wb_score_options.reserved");
_Static_assert(offsetof(wb_score_options, keep) == 8, "wb_score_options.keep");
_Static_assert(offsetof(wb_score_options, reserved1) == 12, "wb_score_options.reserved1");
_Static_assert(offsetof(wb_score_options, select) == 16, "wb_score_options.select");
_Static_assert(offsetof(wb_score_options, n_select) == 24, "wb_score_options.n_select");

_Static_assert(sizeof(wb_replicate_options) >= 32, "wb_replicate_options");
_Static_assert(offsetof(wb_replicate_options, struct_size) == 0, "wb_replicate_options.struct_size");
_Static_assert(offsetof(wb_replicate_options, reserved) == 4, "wb_replicate_options.reserved");
_Static_assert(offsetof(wb_replicate_options, type) == 8, "wb_replicate_options.type");
_Static_assert(offsetof(wb_replicate_options, mse) == 12, "wb_replicate_options.mse");
_Static_assert(offsetof(wb_replicate_options, scale) == 16, "wb_replicate_options.scale");
_Static_assert(offsetof(wb_replicate_options, rho) == 24, "wb_replicate_options.rho");

_Static_assert(sizeof(wb_estimate_options) >= 80, "wb_estimate_options");
_Static_assert(offsetof(wb_estimate_options, struct_size) == 0, "wb_estimate_options.struct_size");
_Static_assert(offsetof(wb_estimate_options, reserved) == 4, "wb_estimate_options.reserved");
_Static_assert(offsetof(wb_estimate_options, interval) == 8, "wb_estimate_options.interval");
_Static_assert(offsetof(wb_estimate_options, drop_empty) == 12, "wb_estimate_options.drop_empty");
_Static_assert(offsetof(wb_estimate_options, level) == 16, "wb_estimate_options.level");
_Static_assert(offsetof(wb_estimate_options, lonely) == 24, "wb_estimate_options.lonely");
_Static_assert(offsetof(wb_estimate_options, lonely_in_domain) == 28, "wb_estimate_options.lonely_in_domain");
_Static_assert(offsetof(wb_estimate_options, ultimate_cluster) == 32, "wb_estimate_options.ultimate_cluster");
_Static_assert(offsetof(wb_estimate_options, precision) == 36, "wb_estimate_options.precision");
_Static_assert(offsetof(wb_estimate_options, df) == 40, "wb_estimate_options.df");
_Static_assert(offsetof(wb_estimate_options, replicates) == 48, "wb_estimate_options.replicates");
_Static_assert(offsetof(wb_estimate_options, n_replicates) == 52, "wb_estimate_options.n_replicates");
_Static_assert(offsetof(wb_estimate_options, seed) == 56, "wb_estimate_options.seed");
_Static_assert(offsetof(wb_estimate_options, rho) == 64, "wb_estimate_options.rho");
_Static_assert(offsetof(wb_estimate_options, mse) == 72, "wb_estimate_options.mse");
_Static_assert(offsetof(wb_estimate_options, quantile_rule) == 76, "wb_estimate_options.quantile_rule");

_Static_assert(sizeof(wb_change_options) >= 24, "wb_change_options");
_Static_assert(offsetof(wb_change_options, struct_size) == 0, "wb_change_options.struct_size");
_Static_assert(offsetof(wb_change_options, reserved) == 4, "wb_change_options.reserved");
_Static_assert(offsetof(wb_change_options, reference) == 8, "wb_change_options.reference");
_Static_assert(offsetof(wb_change_options, reserved1) == 12, "wb_change_options.reserved1");
_Static_assert(offsetof(wb_change_options, level) == 16, "wb_change_options.level");

_Static_assert(sizeof(wb_calibration_options) >= 32, "wb_calibration_options");
_Static_assert(offsetof(wb_calibration_options, struct_size) == 0, "wb_calibration_options.struct_size");
_Static_assert(offsetof(wb_calibration_options, reserved) == 4, "wb_calibration_options.reserved");
_Static_assert(offsetof(wb_calibration_options, max_iterations) == 8, "wb_calibration_options.max_iterations");
_Static_assert(offsetof(wb_calibration_options, positive) == 12, "wb_calibration_options.positive");
_Static_assert(offsetof(wb_calibration_options, lower) == 16, "wb_calibration_options.lower");
_Static_assert(offsetof(wb_calibration_options, upper) == 24, "wb_calibration_options.upper");

_Static_assert(sizeof(wb_trim_options) >= 40, "wb_trim_options");
_Static_assert(offsetof(wb_trim_options, struct_size) == 0, "wb_trim_options.struct_size");
_Static_assert(offsetof(wb_trim_options, reserved) == 4, "wb_trim_options.reserved");
_Static_assert(offsetof(wb_trim_options, unit) == 8, "wb_trim_options.unit");
_Static_assert(offsetof(wb_trim_options, equally) == 12, "wb_trim_options.equally");
_Static_assert(offsetof(wb_trim_options, once) == 16, "wb_trim_options.once");
_Static_assert(offsetof(wb_trim_options, reserved1) == 20, "wb_trim_options.reserved1");
_Static_assert(offsetof(wb_trim_options, lower) == 24, "wb_trim_options.lower");
_Static_assert(offsetof(wb_trim_options, upper) == 32, "wb_trim_options.upper");

/* ---- of 0.9 ---- */

_Static_assert(sizeof(wb_disclose_options) >= 64, "wb_disclose_options");
_Static_assert(offsetof(wb_disclose_options, struct_size) == 0, "wb_disclose_options.struct_size");
_Static_assert(offsetof(wb_disclose_options, reserved) == 4, "wb_disclose_options.reserved");
_Static_assert(offsetof(wb_disclose_options, min_n) == 8, "wb_disclose_options.min_n");
_Static_assert(offsetof(wb_disclose_options, min_n_sensitive) == 12, "wb_disclose_options.min_n_sensitive");
_Static_assert(offsetof(wb_disclose_options, extreme) == 16, "wb_disclose_options.extreme");
_Static_assert(offsetof(wb_disclose_options, round_to) == 20, "wb_disclose_options.round_to");
_Static_assert(offsetof(wb_disclose_options, dominance) == 24, "wb_disclose_options.dominance");
_Static_assert(offsetof(wb_disclose_options, scope) == 32, "wb_disclose_options.scope");
_Static_assert(offsetof(wb_disclose_options, release) == 40, "wb_disclose_options.release");
_Static_assert(offsetof(wb_disclose_options, earlier) == 48, "wb_disclose_options.earlier");
_Static_assert(offsetof(wb_disclose_options, protect) == 56, "wb_disclose_options.protect");
_Static_assert(offsetof(wb_disclose_options, reserved1) == 60, "wb_disclose_options.reserved1");

/* what wb_csv_write_options got at its end */
_Static_assert(sizeof(wb_csv_write_options) >= 40, "wb_csv_write_options");
_Static_assert(offsetof(wb_csv_write_options, labels) == 32, "wb_csv_write_options.labels");
_Static_assert(offsetof(wb_csv_write_options, reserved1) == 36, "wb_csv_write_options.reserved1");

_Static_assert(sizeof(wb_statfile_options) >= 48, "wb_statfile_options");
_Static_assert(offsetof(wb_statfile_options, struct_size) == 0, "wb_statfile_options.struct_size");
_Static_assert(offsetof(wb_statfile_options, reserved) == 4, "wb_statfile_options.reserved");
_Static_assert(offsetof(wb_statfile_options, format) == 8, "wb_statfile_options.format");
_Static_assert(offsetof(wb_statfile_options, no_tags) == 12, "wb_statfile_options.no_tags");
_Static_assert(offsetof(wb_statfile_options, chunk_rows) == 16, "wb_statfile_options.chunk_rows");
_Static_assert(offsetof(wb_statfile_options, encoding) == 24, "wb_statfile_options.encoding");
_Static_assert(offsetof(wb_statfile_options, columns) == 32, "wb_statfile_options.columns");
_Static_assert(offsetof(wb_statfile_options, n_columns) == 40, "wb_statfile_options.n_columns");

_Static_assert(sizeof(wb_statfile_write_options) >= 24, "wb_statfile_write_options");
_Static_assert(offsetof(wb_statfile_write_options, struct_size) == 0, "wb_statfile_write_options.struct_size");
_Static_assert(offsetof(wb_statfile_write_options, reserved) == 4, "wb_statfile_write_options.reserved");
_Static_assert(offsetof(wb_statfile_write_options, format) == 8, "wb_statfile_write_options.format");
_Static_assert(offsetof(wb_statfile_write_options, reserved1) == 12, "wb_statfile_write_options.reserved1");
_Static_assert(offsetof(wb_statfile_write_options, label) == 16, "wb_statfile_write_options.label");

_Static_assert(sizeof(wb_fit_options) >= 24, "wb_fit_options");
_Static_assert(offsetof(wb_fit_options, struct_size) == 0, "wb_fit_options.struct_size");
_Static_assert(offsetof(wb_fit_options, reserved) == 4, "wb_fit_options.reserved");
_Static_assert(offsetof(wb_fit_options, max_iterations) == 8, "wb_fit_options.max_iterations");
_Static_assert(offsetof(wb_fit_options, reserved1) == 12, "wb_fit_options.reserved1");
_Static_assert(offsetof(wb_fit_options, tolerance) == 16, "wb_fit_options.tolerance");

_Static_assert(sizeof(wb_monitor_options) >= 48, "wb_monitor_options");
_Static_assert(offsetof(wb_monitor_options, struct_size) == 0, "wb_monitor_options.struct_size");
_Static_assert(offsetof(wb_monitor_options, reserved) == 4, "wb_monitor_options.reserved");
_Static_assert(offsetof(wb_monitor_options, level) == 8, "wb_monitor_options.level");
_Static_assert(offsetof(wb_monitor_options, lonely) == 16, "wb_monitor_options.lonely");
_Static_assert(offsetof(wb_monitor_options, reserved1) == 20, "wb_monitor_options.reserved1");
_Static_assert(offsetof(wb_monitor_options, earlier) == 24, "wb_monitor_options.earlier");
_Static_assert(offsetof(wb_monitor_options, release) == 32, "wb_monitor_options.release");
_Static_assert(offsetof(wb_monitor_options, scope) == 40, "wb_monitor_options.scope");

_Static_assert(sizeof(wb_explore_options) >= 32, "wb_explore_options");
_Static_assert(offsetof(wb_explore_options, struct_size) == 0, "wb_explore_options.struct_size");
_Static_assert(offsetof(wb_explore_options, reserved) == 4, "wb_explore_options.reserved");
_Static_assert(offsetof(wb_explore_options, language) == 8, "wb_explore_options.language");
_Static_assert(offsetof(wb_explore_options, title) == 16, "wb_explore_options.title");
_Static_assert(offsetof(wb_explore_options, note) == 24, "wb_explore_options.note");

_Static_assert(sizeof(wb_plan_check_options) >= 16, "wb_plan_check_options");
_Static_assert(offsetof(wb_plan_check_options, struct_size) == 0, "wb_plan_check_options.struct_size");
_Static_assert(offsetof(wb_plan_check_options, reserved) == 4, "wb_plan_check_options.reserved");
_Static_assert(offsetof(wb_plan_check_options, language) == 8, "wb_plan_check_options.language");

_Static_assert(sizeof(wb_plan_evaluate_options) >= 80, "wb_plan_evaluate_options");
_Static_assert(offsetof(wb_plan_evaluate_options, struct_size) == 0, "wb_plan_evaluate_options.struct_size");
_Static_assert(offsetof(wb_plan_evaluate_options, reserved) == 4, "wb_plan_evaluate_options.reserved");
_Static_assert(offsetof(wb_plan_evaluate_options, level) == 8, "wb_plan_evaluate_options.level");
_Static_assert(offsetof(wb_plan_evaluate_options, power) == 16, "wb_plan_evaluate_options.power");
_Static_assert(offsetof(wb_plan_evaluate_options, language) == 24, "wb_plan_evaluate_options.language");
_Static_assert(offsetof(wb_plan_evaluate_options, variable) == 32, "wb_plan_evaluate_options.variable");
_Static_assert(offsetof(wb_plan_evaluate_options, statistic) == 40, "wb_plan_evaluate_options.statistic");
_Static_assert(offsetof(wb_plan_evaluate_options, category) == 48, "wb_plan_evaluate_options.category");
_Static_assert(offsetof(wb_plan_evaluate_options, unit) == 56, "wb_plan_evaluate_options.unit");
_Static_assert(offsetof(wb_plan_evaluate_options, where) == 64, "wb_plan_evaluate_options.where");
_Static_assert(offsetof(wb_plan_evaluate_options, n_where) == 72, "wb_plan_evaluate_options.n_where");

_Static_assert(sizeof(wb_plan_draft_options) >= 24, "wb_plan_draft_options");
_Static_assert(offsetof(wb_plan_draft_options, struct_size) == 0, "wb_plan_draft_options.struct_size");
_Static_assert(offsetof(wb_plan_draft_options, reserved) == 4, "wb_plan_draft_options.reserved");
_Static_assert(offsetof(wb_plan_draft_options, parent) == 8, "wb_plan_draft_options.parent");
_Static_assert(offsetof(wb_plan_draft_options, language) == 16, "wb_plan_draft_options.language");

_Static_assert(sizeof(wb_reliability_options) >= 16, "wb_reliability_options");
_Static_assert(offsetof(wb_reliability_options, struct_size) == 0, "wb_reliability_options.struct_size");
_Static_assert(offsetof(wb_reliability_options, reserved) == 4, "wb_reliability_options.reserved");
_Static_assert(offsetof(wb_reliability_options, pairs) == 8, "wb_reliability_options.pairs");
_Static_assert(offsetof(wb_reliability_options, reserved1) == 12, "wb_reliability_options.reserved1");

_Static_assert(sizeof(wb_roc_options) >= 80, "wb_roc_options");
_Static_assert(offsetof(wb_roc_options, struct_size) == 0, "wb_roc_options.struct_size");
_Static_assert(offsetof(wb_roc_options, reserved) == 4, "wb_roc_options.reserved");
_Static_assert(offsetof(wb_roc_options, direction) == 8, "wb_roc_options.direction");
_Static_assert(offsetof(wb_roc_options, reserved1) == 12, "wb_roc_options.reserved1");
_Static_assert(offsetof(wb_roc_options, domain) == 16, "wb_roc_options.domain");
_Static_assert(offsetof(wb_roc_options, acute) == 24, "wb_roc_options.acute");
_Static_assert(offsetof(wb_roc_options, cost_missed) == 32, "wb_roc_options.cost_missed");
_Static_assert(offsetof(wb_roc_options, cost_false_alarm) == 40, "wb_roc_options.cost_false_alarm");
_Static_assert(offsetof(wb_roc_options, prevalence) == 48, "wb_roc_options.prevalence");
_Static_assert(offsetof(wb_roc_options, cost_missed_acute) == 56, "wb_roc_options.cost_missed_acute");
_Static_assert(offsetof(wb_roc_options, cost_false_alarm_acute) == 64, "wb_roc_options.cost_false_alarm_acute");
_Static_assert(offsetof(wb_roc_options, prevalence_acute) == 72, "wb_roc_options.prevalence_acute");

_Static_assert(sizeof(wb_cutoff_options) >= 32, "wb_cutoff_options");
_Static_assert(offsetof(wb_cutoff_options, struct_size) == 0, "wb_cutoff_options.struct_size");
_Static_assert(offsetof(wb_cutoff_options, reserved) == 4, "wb_cutoff_options.reserved");
_Static_assert(offsetof(wb_cutoff_options, steps) == 8, "wb_cutoff_options.steps");
_Static_assert(offsetof(wb_cutoff_options, reserved1) == 12, "wb_cutoff_options.reserved1");
_Static_assert(offsetof(wb_cutoff_options, select) == 16, "wb_cutoff_options.select");
_Static_assert(offsetof(wb_cutoff_options, n_select) == 24, "wb_cutoff_options.n_select");

_Static_assert(sizeof(wb_scan_options) >= 40, "wb_scan_options");
_Static_assert(offsetof(wb_scan_options, struct_size) == 0, "wb_scan_options.struct_size");
_Static_assert(offsetof(wb_scan_options, reserved) == 4, "wb_scan_options.reserved");
_Static_assert(offsetof(wb_scan_options, level) == 8, "wb_scan_options.level");
_Static_assert(offsetof(wb_scan_options, release) == 16, "wb_scan_options.release");
_Static_assert(offsetof(wb_scan_options, earlier) == 24, "wb_scan_options.earlier");
_Static_assert(offsetof(wb_scan_options, no_fpc) == 32, "wb_scan_options.no_fpc");
_Static_assert(offsetof(wb_scan_options, protect) == 36, "wb_scan_options.protect");

_Static_assert(sizeof(wb_compare_options) >= 24, "wb_compare_options");
_Static_assert(offsetof(wb_compare_options, struct_size) == 0, "wb_compare_options.struct_size");
_Static_assert(offsetof(wb_compare_options, reserved) == 4, "wb_compare_options.reserved");
_Static_assert(offsetof(wb_compare_options, level) == 8, "wb_compare_options.level");
_Static_assert(offsetof(wb_compare_options, margin) == 16, "wb_compare_options.margin");

_Static_assert(sizeof(wb_findings_options) >= 24, "wb_findings_options");
_Static_assert(offsetof(wb_findings_options, struct_size) == 0, "wb_findings_options.struct_size");
_Static_assert(offsetof(wb_findings_options, reserved) == 4, "wb_findings_options.reserved");
_Static_assert(offsetof(wb_findings_options, level) == 8, "wb_findings_options.level");
_Static_assert(offsetof(wb_findings_options, fdr) == 16, "wb_findings_options.fdr");

_Static_assert(sizeof(wb_suggest_options) >= 16, "wb_suggest_options");
_Static_assert(offsetof(wb_suggest_options, struct_size) == 0, "wb_suggest_options.struct_size");
_Static_assert(offsetof(wb_suggest_options, reserved) == 4, "wb_suggest_options.reserved");
_Static_assert(offsetof(wb_suggest_options, most) == 8, "wb_suggest_options.most");
_Static_assert(offsetof(wb_suggest_options, reserved1) == 12, "wb_suggest_options.reserved1");

_Static_assert(sizeof(wb_scan_tally_options) >= 24, "wb_scan_tally_options");
_Static_assert(offsetof(wb_scan_tally_options, struct_size) == 0, "wb_scan_tally_options.struct_size");
_Static_assert(offsetof(wb_scan_tally_options, reserved) == 4, "wb_scan_tally_options.reserved");
_Static_assert(offsetof(wb_scan_tally_options, company) == 8, "wb_scan_tally_options.company");
_Static_assert(offsetof(wb_scan_tally_options, measures) == 16, "wb_scan_tally_options.measures");

_Static_assert(sizeof(wb_pool_options) >= 56, "wb_pool_options");
_Static_assert(offsetof(wb_pool_options, struct_size) == 0, "wb_pool_options.struct_size");
_Static_assert(offsetof(wb_pool_options, reserved) == 4, "wb_pool_options.reserved");
_Static_assert(offsetof(wb_pool_options, min_companies) == 8, "wb_pool_options.min_companies");
_Static_assert(offsetof(wb_pool_options, reserved1) == 12, "wb_pool_options.reserved1");
_Static_assert(offsetof(wb_pool_options, dominance) == 16, "wb_pool_options.dominance");
_Static_assert(offsetof(wb_pool_options, level) == 24, "wb_pool_options.level");
_Static_assert(offsetof(wb_pool_options, company) == 32, "wb_pool_options.company");
_Static_assert(offsetof(wb_pool_options, staff_class) == 40, "wb_pool_options.staff_class");
_Static_assert(offsetof(wb_pool_options, source) == 48, "wb_pool_options.source");

_Static_assert(sizeof(wb_store_options) >= 16, "wb_store_options");
_Static_assert(offsetof(wb_store_options, struct_size) == 0, "wb_store_options.struct_size");
_Static_assert(offsetof(wb_store_options, reserved) == 4, "wb_store_options.reserved");
_Static_assert(offsetof(wb_store_options, mode) == 8, "wb_store_options.mode");
_Static_assert(offsetof(wb_store_options, wait_ms) == 12, "wb_store_options.wait_ms");

#endif

/* Everywhere: the room that callers set aside for an error. */
_Static_assert(sizeof(wb_error) == 1024, "wb_error");
/* clang-format on */
