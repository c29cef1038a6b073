/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What moved since a plan was made, and what a scan proposes for it. */
#include "action_plan.h"
#include "columns.h"
#include "commands.h"
#include "input.h"
#include "message.h"
#include "moment.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- evaluate ---- */

static int options_read(const cli_args *args, cli_list *where,
                        wb_plan_evaluate_options *options)
{
    int result = cli_args_number(args, "level", 0, 1, &options->level);
    if (result == CLI_OK) {
        result = cli_args_number(args, "power", 0, 1, &options->power);
    }
    if (result == CLI_OK) {
        result = cli_args_values(args, "where", where);
    }
    options->variable = cli_args_text(args, "variable", NULL);
    options->statistic = cli_args_text(args, "statistic", NULL);
    options->category = cli_args_text(args, "category", NULL);
    options->unit = cli_args_text(args, "unit", NULL);
    options->where = (const char *const *)where->items;
    options->n_where = where->n;
    return result;
}

static int estimates_read(const cli_args *args, const char *wave, wb_frame **out)
{
    static const char *const numbers[] = {"estimate", "se", "df", "lower", "upper"};
    const char *const texts[] = {wave,        cli_args_text(args, "variable", "variable"),
                                 "statistic", "category",
                                 "status",    "unit"};
    cli_roles roles = {.numbers = numbers,
                       .n_numbers = sizeof numbers / sizeof *numbers,
                       .texts = texts,
                       .n_texts = sizeof texts / sizeof *texts};
    return cli_table_read(args, args->operands[1], &roles, out);
}

static int evaluated_write(const cli_args *args, const cli_plan_asked *a,
                           const wb_frame *estimates, const char *wave,
                           wb_plan_evaluate_options *options)
{
    static const char *const shown[] = {"target", "verdict", "text", NULL};
    char today[CLI_DAY_BYTES];
    wb_frame *found = NULL;
    wb_error err;
    int result = cli_today(args, today);
    options->language = a->language;
    if (result == CLI_OK) {
        wb_status st =
            wb_plan_evaluate(a->plan, estimates, wave, today, options, &found, &err);
        result = st == WB_OK ? cli_frame_show(args, a->format, found, shown)
                             : cli_refused(args, &err, args->operands[1]);
    }
    wb_frame_free(found);
    return result;
}

static int run_evaluate(const cli_args *args)
{
    wb_plan_evaluate_options options = WB_PLAN_EVALUATE_OPTIONS_INIT;
    const char *wave = cli_args_text(args, "wave", NULL);
    cli_plan_asked a = {0};
    cli_list where = {0};
    wb_frame *estimates = NULL;
    int result = wave != NULL ? cli_plan_asked_read(args, cli_formats, &a)
                              : cli_usage_error(args->command,
                                                "'--wave' is missing: the column of "
                                                "waves");
    if (result == CLI_OK) {
        result = options_read(args, &where, &options);
    }
    if (result == CLI_OK) {
        result = estimates_read(args, wave, &estimates);
    }
    if (result == CLI_OK) {
        result = evaluated_write(args, &a, estimates, wave, &options);
    }
    wb_frame_free(estimates);
    cli_list_free(&where);
    wb_plan_free(a.plan);
    return result;
}

/* ---- draft ---- */

static const char *const draft_formats[] = {"changes", "plan", "table", "csv",
                                            "json",    "xlsx", NULL};
enum { AS_PLAN = 1, AS_TABLE = 2 };

static int drafts_read(const cli_args *args, wb_frame **out)
{
    static const char *const numbers[] = {"value", "target", "n"};
    static const char *const texts[] = {
        "scan", "finding", "measure", "theme",     "group", "title_nl", "title_en",
        "kind", "levels",  "unit",    "from_date", "date",  "status",   "indicator"};
    const cli_roles roles = {.numbers = numbers,
                             .n_numbers = sizeof numbers / sizeof *numbers,
                             .texts = texts,
                             .n_texts = sizeof texts / sizeof *texts};
    return cli_table_read(args, args->operands[1], &roles, out);
}

/* How many came in and how many did not: on standard error. */
static void outcomes_tell(const wb_frame *report)
{
    fprintf(stderr, "%" PRId64 " added, %" PRId64 " there already, %" PRId64 " hidden\n",
            cli_cells_count(report, "outcome", "added"),
            cli_cells_count(report, "outcome", "present"),
            cli_cells_count(report, "outcome", "hidden"));
}

static int drafted_write(const cli_args *args, const cli_plan_asked *a,
                         const wb_frame *drafts)
{
    static const char *const shown[] = {"finding", "outcome", "action", "text", NULL};
    wb_plan_draft_options options = WB_PLAN_DRAFT_OPTIONS_INIT;
    wb_changes *changes = NULL;
    wb_frame *report = NULL;
    wb_error err;
    options.parent = cli_args_text(args, "parent", NULL);
    options.language = a->language;
    wb_status st = wb_plan_draft(a->plan, drafts, &options, &changes, &report, &err);
    int result = st != WB_OK ? cli_refused(args, &err, args->operands[1])
                 : a->format >= AS_TABLE
                     ? cli_frame_show(args, a->format - AS_TABLE, report, shown)
                 : a->format == AS_PLAN ? cli_changed_file_write(args, a->plan, changes)
                                        : cli_changes_file_write(args, changes);
    if (result == CLI_OK) {
        outcomes_tell(report);
    }
    wb_frame_free(report);
    wb_changes_free(changes);
    return result;
}

static int run_draft(const cli_args *args)
{
    cli_plan_asked a = {0};
    wb_frame *drafts = NULL;
    int result = cli_plan_asked_read(args, draft_formats, &a);
    if (result == CLI_OK) {
        result = drafts_read(args, &drafts);
    }
    if (result == CLI_OK) {
        result = drafted_write(args, &a, drafts);
    }
    wb_frame_free(drafts);
    wb_plan_free(a.plan);
    return result;
}

/* ---- descriptions ---- */

static const cli_option evaluate_options[] = {
    {"wave", "COL", "the column of waves: years, or dates such as 2019-05"},
    CLI_NOW_OPTION,
    {"where", "COL=VALUE",
     "this group of a breakdown column, which stands before statistic and\n"
     "variable; may be repeated. Of others the rows for everyone count"},
    {"statistic", "S", "only rows of this statistic"},
    {"category", "C", "only rows of this category"},
    {"variable", "COL", "the column with the ids of indicators (default: variable)"},
    {"unit", "U",
     "what estimates are in: share, percent, ... (default: the column unit,\n"
     "else proportions are shares)"},
    {"level", "X", "of intervals (default 0.95)"},
    {"power", "X", "of the smallest change that is detectable (default 0.8)"},
    {"lang", "nl|en", "language of titles and sentences (default nl)"},
    {"format", "F",
     "table (default: verdict and sentence), csv, json or xlsx (all columns)"},
    CLI_OUTPUT_OPTION,
    CLI_INPUT_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_evaluate = {
    .name = "plan evaluate",
    .summary = "what moved since: targets beside estimates, with a verdict each",
    .usage = "ID|FILE ESTIMATES.csv --wave COL [--now DAY] [--lang nl|en] [--format F]",
    .about =
        "Lays each target of a plan beside the latest estimate of its indicator and that "
        "at\n"
        "its start ('-': standard input). Takes what 'werkbaar estimate' prints, or any "
        "table\n"
        "with the columns variable, estimate and that of waves; se, df, lower, upper, "
        "n,\n"
        "category, status and unit where there are such. A verdict compares an interval "
        "with\n"
        "a number and a date; it is no proof that the plan moved anything.",
    .example = "werkbaar plan evaluate actieplan-werkbaar-werk waves.csv --wave year "
               "--now 2026-01-31",
    .options = evaluate_options,
    .min_operands = 2,
    .max_operands = 2,
    .run = run_evaluate,
};

static const cli_option draft_options[] = {
    {"parent", "ID",
     "the section or action that they come below (default: the section,\n"
     "where the plan has one only)"},
    {"lang", "nl|en", "language of the report (default nl)"},
    {"format", "F",
     "changes (default), plan: the plan file with them, or as a report\n"
     "table, csv, json or xlsx"},
    CLI_OUTPUT_OPTION,
    CLI_INPUT_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_draft = {
    .name = "plan draft",
    .summary = "actions that a scan proposes, as changes to a plan",
    .usage = "ID|FILE DRAFTS.csv [--parent ID] [--format F] [--output FILE]",
    .about =
        "Makes actions of the draft actions of a scan ('-': standard input), for 'plan "
        "set\n"
        "--changes': planned, and to be discussed in the social dialogue before they "
        "run. A\n"
        "draft comes in once; groups that are too small to be shown never do.",
    .example = "werkbaar plan draft my-plan.json drafts.csv --parent s1 --output "
               "changes.json",
    .options = draft_options,
    .min_operands = 2,
    .max_operands = 2,
    .run = run_draft,
};
