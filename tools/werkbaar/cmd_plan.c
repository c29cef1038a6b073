/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What an action plan says, its actions, and whether it is sound. */
#include "action_plan.h"
#include "columns.h"
#include "commands.h"
#include "message.h"
#include "output.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const show_formats[] = {"table", "csv", "json", "xlsx", "plan", NULL};
enum { AS_CSV = 1, AS_XLSX = 3, AS_PLAN = 4 };

/* ---- list ---- */

static const char *id_of(const void *plan, const char *language)
{
    (void)language;
    return wb_plan_id(plan);
}

static const char *version_of(const void *plan, const char *language)
{
    (void)language;
    return wb_plan_version(plan);
}

static const char *scope_of(const void *plan, const char *language)
{
    (void)language;
    return wb_plan_scope(plan);
}

static const char *title_of(const void *plan, const char *language)
{
    return wb_plan_title(plan, language);
}

static int run_list(const cli_args *args)
{
    static const cli_kind_column columns[] = {{"id", id_of},
                                              {"version", version_of},
                                              {"scope", scope_of},
                                              {"title", title_of},
                                              {NULL, NULL}};
    return cli_kind_list(args, &cli_plans, columns);
}

/* ---- show ---- */

/* What `show` tells of a plan as a whole, in this order. */
static const char *const kinds[] = {
    "plan",       "source",   "party",  "principle",    "event",      "figure",
    "objective",  "section",  "block",  "action",       "assignment", "milestone",
    "funding",    "budget",   "target", "status",       "reference",  "agreement",
    "inquiry",    "question", "answer", "consultation", "discussion", "adjustment",
    "evaluation", "evidence", "note",   "actor",        NULL};

static wb_status head_write(const cli_plan_asked *a, wb_writer *writer, wb_error *err)
{
    return cli_print(
        writer, err, "%s\n\nid       %s\nversion  %s\nscope    %s\nSHA-256  %s\n\n",
        wb_plan_title(a->plan, a->language), wb_plan_id(a->plan),
        wb_plan_version(a->plan), wb_plan_scope(a->plan), wb_plan_hash(a->plan));
}

static wb_status count_write(const cli_plan_asked *a, const char *kind, wb_writer *writer,
                             wb_error *err)
{
    wb_frame *table = NULL;
    wb_status st = wb_plan_table(a->plan, kind, a->language, &table, err);
    if (st == WB_OK && wb_frame_row_count(table) > 0) {
        st =
            cli_print(writer, err, "%6" PRId64 "  %s\n", wb_frame_row_count(table), kind);
    }
    wb_frame_free(table);
    return st;
}

static wb_status overview_write(const cli_plan_asked *a, wb_writer *writer, wb_error *err)
{
    wb_status st = head_write(a, writer, err);
    for (size_t i = 1; kinds[i] != NULL && st == WB_OK; i++) {
        st = count_write(a, kinds[i], writer, err);
    }
    if (st == WB_OK) {
        st = cli_print(writer, err,
                       "\n--kind shows the records of one kind, 'werkbaar "
                       "plan actions' the actions.\n");
    }
    return st;
}

static wb_status json_write(const cli_plan_asked *a, wb_writer *writer, wb_error *err)
{
    wb_status st = cli_print(writer, err, "{\"hash\": \"%s\"", wb_plan_hash(a->plan));
    for (size_t i = 0; kinds[i] != NULL && st == WB_OK; i++) {
        wb_frame *table = NULL;
        st = wb_plan_table(a->plan, kinds[i], a->language, &table, err);
        if (st == WB_OK) {
            st = cli_print(writer, err, ",\n\"%s\": ", kinds[i]);
        }
        if (st == WB_OK) {
            st = wb_json_write(writer, table, err);
        }
        wb_frame_free(table);
    }
    return st == WB_OK ? cli_print(writer, err, "}\n") : st;
}

static int show_whole(const cli_args *args, const cli_plan_asked *a)
{
    cli_output output = {0};
    wb_error err;
    if (a->format == AS_PLAN) {
        return cli_plan_file_write(args, a->plan);
    }
    wb_status st = cli_output_open(cli_args_text(args, "output", NULL), &output, &err);
    if (st == WB_OK) {
        st = a->format == 0 ? overview_write(a, output.writer, &err)
                            : json_write(a, output.writer, &err);
    }
    return cli_output_end(&output, st, &err);
}

static int show_kind(const cli_args *args, const cli_plan_asked *a, const char *kind)
{
    wb_frame *table = NULL;
    wb_error err;
    int result = CLI_OK;
    if (wb_plan_table(a->plan, kind, a->language, &table, &err) != WB_OK) {
        return cli_refused(args, &err, NULL);
    }
    result = cli_frame_show(args, a->format, table, NULL);
    wb_frame_free(table);
    return result;
}

static int show_check(const cli_args *args, const cli_plan_asked *a)
{
    int kind = cli_args_has(args, "kind");
    if ((a->format == AS_CSV || a->format == AS_XLSX) && !kind) {
        return cli_usage_error(args->command,
                               "'--format %s' shows one table: name it with --kind",
                               show_formats[a->format]);
    }
    if (a->format == AS_PLAN && kind) {
        return cli_usage_error(args->command,
                               "'--format plan' is the whole plan, without --kind");
    }
    return CLI_OK;
}

static int run_show(const cli_args *args)
{
    cli_plan_asked a = {0};
    const char *kind = cli_args_text(args, "kind", NULL);
    int result = cli_plan_asked_read(args, show_formats, &a);
    if (result == CLI_OK) {
        result = show_check(args, &a);
    }
    if (result == CLI_OK) {
        result = kind != NULL ? show_kind(args, &a, kind) : show_whole(args, &a);
    }
    wb_plan_free(a.plan);
    return result;
}

/* ---- actions ---- */

static int run_actions(const cli_args *args)
{
    static const char *const shown[] = {"number", "title",  "force", "responsible",
                                        "timing", "status", NULL};
    wb_frame *actions = NULL;
    wb_error err;
    cli_plan_asked a = {0};
    int result = cli_plan_asked_read(args, cli_formats, &a);
    if (result == CLI_OK) {
        result = wb_plan_actions(a.plan, a.language, &actions, &err) == WB_OK
                     ? cli_frame_show(args, a.format, actions, shown)
                     : cli_failed(&err, NULL);
    }
    wb_frame_free(actions);
    wb_plan_free(a.plan);
    return result;
}

/* ---- check ---- */

/* A summary goes to standard error: standard output holds the findings alone. */
static int check_tell(const wb_plan *plan, const wb_frame *findings)
{
    int64_t errors = cli_cells_count(findings, "severity", "error");
    fprintf(stderr,
            "%s: plan %s, version %s: %" PRId64 " errors, %" PRId64 " warnings, %" PRId64
            " notices\n",
            errors > 0 ? "not sound" : "OK", wb_plan_id(plan), wb_plan_version(plan),
            errors, cli_cells_count(findings, "severity", "warning"),
            cli_cells_count(findings, "severity", "notice"));
    return errors > 0 ? CLI_FAILED : CLI_OK;
}

static int run_check(const cli_args *args)
{
    static const char *const shown[] = {"severity", "text", "where", NULL};
    wb_plan_check_options options = WB_PLAN_CHECK_OPTIONS_INIT;
    wb_frame *findings = NULL;
    wb_error err;
    cli_plan_asked a = {0};
    int result = cli_plan_asked_read(args, cli_formats, &a);
    if (result == CLI_OK) {
        options.language = a.language;
        result = wb_plan_check(a.plan, &options, &findings, &err) == WB_OK
                     ? cli_frame_show(args, a.format, findings, shown)
                     : cli_failed(&err, NULL);
    }
    if (result == CLI_OK) {
        result = check_tell(a.plan, findings);
    }
    wb_frame_free(findings);
    wb_plan_free(a.plan);
    return result;
}

/* ---- descriptions ---- */

static const cli_option list_options[] = {
    {"lang", "nl|en", "language of the titles (default nl)"},
    {"format", "F", "table (default), csv, json or xlsx"},
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_list = {
    .name = "plan list",
    .summary = "the action plans that are built in",
    .usage = "[--lang nl|en] [--format table|csv|json|xlsx]",
    .about = "Lists the built-in action plans: id, version, scope, title.",
    .example = "werkbaar plan list --lang en",
    .options = list_options,
    .run = run_list,
};

static const cli_option show_options[] = {
    {"kind", "K",
     "the records of one kind: action, actor, funding, budget, answer, ...\n"
     "(default: how many there are of each)"},
    {"lang", "nl|en", "language of the texts (default nl)"},
    {"format", "F",
     "table (default), csv, xlsx (with --kind), json, or plan: the plan file\n"
     "itself, canonical"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_show = {
    .name = "plan show",
    .summary = "what an action plan holds, or its records of one kind",
    .usage = "ID|FILE [--kind K] [--lang nl|en] [--format F]",
    .about =
        "Shows a built-in action plan, or that of a plan file: what it holds, or all\n"
        "records of one kind with every field. What the source leaves empty is empty.",
    .example = "werkbaar plan show actieplan-werkbaar-werk --kind budget --lang en",
    .options = show_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_show,
};

static const cli_option frame_options[] = {
    CLI_FRAME_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_actions = {
    .name = "plan actions",
    .summary = "the actions of a plan: who, when, status, a row for each",
    .usage = "ID|FILE [--lang nl|en] [--format table|csv|json|xlsx]",
    .about =
        "A row per action and sub-action: number, title, force (commitment, request or\n"
        "possibility), who, timing, status, and in CSV and JSON 25 columns more. What\n"
        "is printed once for several actions counts for each.",
    .example = "werkbaar plan actions actieplan-werkbaar-werk --format csv",
    .options = frame_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_actions,
};

const cli_command cli_plan_check = {
    .name = "plan check",
    .summary = "is an action plan sound, and what does it leave open?",
    .usage = "ID|FILE [--lang nl|en] [--format table|csv|json|xlsx]",
    .about =
        "Reads an action plan (JSON, werkbaar-plan/1.x) and checks what it says: broken\n"
        "references, cycles, shares and amounts that do not add up, dates out of order,\n"
        "targets without an indicator, actions that came from a scan and run without\n"
        "having been discussed. What is empty, to be determined or corrected is a "
        "notice.\n"
        "The exit status is 1 when there are errors.",
    .example = "werkbaar plan check my-plan.json --lang en",
    .options = frame_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_check,
};
