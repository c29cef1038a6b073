/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is to happen when, who has a part in it, and the money. */
#include "action_plan.h"
#include "columns.h"
#include "commands.h"
#include "message.h"
#include "moment.h"
#include "output.h"

/* Show a frame that was made, or tell why not, and free it with its plan. */
static int show(const cli_args *args, cli_plan_asked *a, wb_status st, wb_frame *frame,
                const char *const *columns, const wb_error *err)
{
    int result = st == WB_OK ? cli_frame_show(args, a->format, frame, columns)
                             : cli_refused(args, err, NULL);
    wb_frame_free(frame);
    wb_plan_free(a->plan);
    return result;
}

/* ---- agenda ---- */

static const char *const agenda_formats[] = {"table", "csv", "json", "xlsx", "ics", NULL};
enum { AS_CALENDAR = 4 };

static int calendar_show(const cli_args *args, cli_plan_asked *a)
{
    cli_output output = {0};
    int64_t now = 0;
    wb_error err;
    if (cli_args_without(args, "days", "is of the agenda: a calendar has all dates") !=
        CLI_OK) {
        wb_plan_free(a->plan);
        return CLI_USAGE;
    }
    (void)cli_now(args, &now); /* was read once before */
    wb_status st = cli_output_open(cli_args_text(args, "output", NULL), &output, &err);
    if (st == WB_OK) {
        st = wb_plan_calendar(a->plan, now, a->language, output.writer, &err);
    }
    wb_plan_free(a->plan);
    return cli_output_end(&output, st, &err);
}

static int run_agenda(const cli_args *args)
{
    static const char *const columns[] = {"state", "due",    "number", "title",
                                          "what",  "status", "who",    NULL};
    char today[CLI_DAY_BYTES];
    cli_plan_asked a = {0};
    wb_frame *agenda = NULL;
    wb_error err;
    int32_t days = 90;
    int result = cli_today(args, today);
    if (result == CLI_OK && cli_args_has(args, "days")) {
        result = cli_args_count(args, "days", 0, 100000, &days);
    }
    if (result == CLI_OK) {
        result = cli_plan_asked_read(args, agenda_formats, &a);
    }
    if (result != CLI_OK || a.format == AS_CALENDAR) {
        return result == CLI_OK ? calendar_show(args, &a) : result;
    }
    wb_status st = wb_plan_agenda(a.plan, today, days, a.language, &agenda, &err);
    return show(args, &a, st, agenda, columns, &err);
}

/* ---- duties ---- */

static int run_duties(const cli_args *args)
{
    static const char *const columns[] = {"name",   "role",  "number", "title",
                                          "status", "state", "due",    NULL};
    static const char *const counts[] = {"name", "role", "actions", "open",
                                         "late", "done", "unknown", NULL};
    char today[CLI_DAY_BYTES];
    cli_plan_asked a = {0};
    wb_frame *duties = NULL;
    wb_error err;
    int is_counted = cli_args_has(args, "count");
    const char *actor = cli_args_text(args, "actor", NULL);
    int result = cli_today(args, today);
    if (result == CLI_OK && is_counted && actor != NULL) {
        result = cli_usage_error(args->command, "--count tells of all actors, without "
                                                "--actor");
    }
    if (result == CLI_OK) {
        result = cli_plan_asked_read(args, cli_formats, &a);
    }
    if (result != CLI_OK) {
        return result;
    }
    wb_status st = is_counted
                       ? wb_plan_duty_counts(a.plan, today, a.language, &duties, &err)
                       : wb_plan_duties(a.plan, today, actor, a.language, &duties, &err);
    return show(args, &a, st, duties, is_counted ? counts : columns, &err);
}

/* ---- budget ---- */

static int run_budget(const cli_args *args)
{
    static const char *const columns[] = {"year",   "title",     "source_name",
                                          "number", "certainty", "current",
                                          "spent",  "counted",   NULL};
    cli_plan_asked a = {0};
    cli_list by = {0};
    wb_frame *budget = NULL;
    wb_error err;
    int is_total = cli_args_has(args, "total");
    int is_summed = cli_args_has(args, "by") || is_total;
    int result = cli_args_list(args, "by", &by);
    if (result == CLI_OK && by.n > 0 && is_total) {
        result = cli_usage_error(args->command,
                                 "'--total' is one sum over all, without '--by'");
    }
    if (result == CLI_OK) {
        result = cli_plan_asked_read(args, cli_formats, &a);
    }
    if (result == CLI_OK) {
        wb_status st = is_summed
                           ? wb_plan_budget_totals(a.plan, (const char *const *)by.items,
                                                   by.n, &budget, &err)
                           : wb_plan_budget(a.plan, a.language, &budget, &err);
        result = show(args, &a, st, budget, is_summed ? NULL : columns, &err);
    }
    cli_list_free(&by);
    return result;
}

/* ---- descriptions ---- */

static const cli_option agenda_options[] = {
    CLI_NOW_OPTION,
    {"days", "N", "how many days ahead something is due (default 90)"},
    {"lang", "nl|en", "language of the texts (default nl)"},
    {"format", "F",
     "table (default: the columns that tell most), csv, json, xlsx, or ics: a\n"
     "calendar of all dates"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_agenda = {
    .name = "plan agenda",
    .summary = "what is due, late, past or without a date; as a calendar, too",
    .usage = "ID|FILE [--now DAY] [--days N] [--format table|csv|json|xlsx|ics]",
    .about =
        "Milestones, ends and recurrences of actions that are not done or stopped, and\n"
        "evaluations without a verdict: what is late, what has passed without a word on "
        "it,\n"
        "what is due, and what has no date.",
    .example = "werkbaar plan agenda my-plan.json --days 30 --lang en",
    .options = agenda_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_agenda,
};

static const cli_option duties_options[] = {
    CLI_NOW_OPTION,
    {"actor", "ID", "of one actor (see 'plan show --kind actor')"},
    {"count", NULL, "count them, by actor and role"},
    CLI_FRAME_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_duties = {
    .name = "plan duties",
    .summary = "who has which part in which actions, and how these stand",
    .usage = "ID|FILE [--now DAY] [--actor ID | --count] [--format F]",
    .about =
        "A row per actor, role and action; 'addressed' are those to whom a request is\n"
        "put. What a sub-action shares with its action is told at that action.",
    .example = "werkbaar plan duties actieplan-werkbaar-werk --actor stia --lang en",
    .options = duties_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_duties,
};

static const cli_option budget_options[] = {
    {"by", "A,B,..", "sums by these: year, source, action, certainty, status"},
    {"total", NULL, "one sum over all"},
    CLI_FRAME_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_budget = {
    .name = "plan budget",
    .summary = "the money of a plan, line by line or summed",
    .usage = "ID|FILE [--by A,B,.. | --total] [--format F]",
    .about =
        "Amounts are in cents. What is not known is never a zero: a sum with an unknown\n"
        "part is no total, and its known part stands beside it. General budgets and\n"
        "amounts per project, applicant or year are in no sum.",
    .example = "werkbaar plan budget actieplan-werkbaar-werk --by year,certainty",
    .options = budget_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_budget,
};
