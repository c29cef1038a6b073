/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WERKBAAR_TOOLS_COMMANDS_H
#define WERKBAAR_TOOLS_COMMANDS_H

#include "args.h"

extern const cli_command cli_instruments_list;
extern const cli_command cli_instruments_show;
extern const cli_command cli_instruments_check;
extern const cli_command cli_score;
extern const cli_command cli_variables;
extern const cli_command cli_weight;
extern const cli_command cli_estimate;
extern const cli_command cli_tally_make;
extern const cli_command cli_tally_merge;
extern const cli_command cli_tally_estimate;
extern const cli_command cli_roc;
extern const cli_command cli_cutoffs;
extern const cli_command cli_quality;
extern const cli_command cli_model;
extern const cli_command cli_model_pass;
extern const cli_command cli_model_merge;
extern const cli_command cli_model_step;
extern const cli_command cli_model_weights;
extern const cli_command cli_jobs;
extern const cli_command cli_monitor;
extern const cli_command cli_plan_list;
extern const cli_command cli_plan_show;
extern const cli_command cli_plan_actions;
extern const cli_command cli_plan_check;
extern const cli_command cli_plan_status;
extern const cli_command cli_plan_agenda;
extern const cli_command cli_plan_duties;
extern const cli_command cli_plan_budget;
extern const cli_command cli_plan_answers;
extern const cli_command cli_plan_sheet;
extern const cli_command cli_plan_compare;
extern const cli_command cli_plan_evaluate;
extern const cli_command cli_plan_draft;
extern const cli_command cli_plan_import;
extern const cli_command cli_plan_export;
extern const cli_command cli_plan_set;
extern const cli_command cli_plan_undo;
extern const cli_command cli_plan_history;
extern const cli_command cli_plan_forget;
extern const cli_command cli_plan_diff;
extern const cli_command cli_plan_merge;
extern const cli_command cli_support_list;
extern const cli_command cli_support_show;
extern const cli_command cli_support_assess;
extern const cli_command cli_support_split;
extern const cli_command cli_scan_modules;
extern const cli_command cli_scan_compose;
extern const cli_command cli_scan_export;
extern const cli_command cli_scan_import;
extern const cli_command cli_scan_run;
extern const cli_command cli_scan_page;
extern const cli_command cli_scan_show;
extern const cli_command cli_scan_reference;
extern const cli_command cli_scan_compare;
extern const cli_command cli_scan_findings;
extern const cli_command cli_scan_suggest;
extern const cli_command cli_scan_draft;
extern const cli_command cli_scan_tally;
extern const cli_command cli_scan_pool;
extern const cli_command cli_scan_selftest;
extern const cli_command cli_scan_guide;

#endif
