/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How a plan stands, and the questions that were asked about it. */
#include "action_plan.h"
#include "columns.h"
#include "commands.h"
#include "message.h"
#include "moment.h"
#include "plan_pages.h"

static const char *const shows[] = {"actions", "objectives", "open",
                                    "since",   "changes",    NULL};
enum { SHOW_ACTIONS, SHOW_OBJECTIVES, SHOW_OPEN, SHOW_SINCE, SHOW_CHANGES };

/* The columns that a table on a terminal has. */
static const char *const shown[][8] = {
    {"number", "title", "status", "since", "state", "due", "who", NULL},
    {"title", "actions", "done", "running", "unknown", "late", "share_done", NULL},
    {"state", "number", "title", "field", "awaited", "text", NULL},
    {"date", "kind", "number", "title", "status", "text", "by", NULL},
    {"operation", "kind", "text", NULL}};

typedef struct asking {
    cli_plan_asked asked;
    wbr_plan page;
    char today[CLI_DAY_BYTES], since[CLI_DAY_BYTES];
    int64_t now;
    int32_t show;
    wb_frame *changes;
} asking;

/* What makes this plan of an earlier one. */
static int changes_make(asking *a, const char *earlier)
{
    wb_plan *before = NULL;
    wb_changes *changes = NULL;
    wb_error err;
    int result = cli_action_plan_open(earlier, &before);
    if (result == CLI_OK) {
        wb_status st = wb_plan_diff(before, a->asked.plan, &changes, &err);
        if (st == WB_OK) {
            st = wb_changes_frame(changes, before, a->asked.language, &a->changes, &err);
        }
        result = st == WB_OK ? CLI_OK : cli_failed(&err, earlier);
    }
    wb_changes_free(changes);
    wb_plan_free(before);
    return result;
}

static int show_check(const cli_args *args, const asking *a)
{
    if (a->show == SHOW_SINCE && a->page.since == NULL) {
        return cli_usage_error(args->command, "'--show since' needs --since DAY");
    }
    if (a->show == SHOW_CHANGES && !cli_args_has(args, "before")) {
        return cli_usage_error(args->command, "'--show changes' needs --before FILE");
    }
    return CLI_OK;
}

/* --report writes files of its own, with all tables; a table is of what it shows. */
static int report_check(const cli_args *args, const asking *a)
{
    if (cli_args_has(args, "report")) {
        return cli_args_without(args, "show format output",
                                "is of one table: '--report' writes all to files of "
                                "their own");
    }
    int result = cli_args_without(args, "days", "goes with '--report'");
    if (result == CLI_OK && a->show != SHOW_SINCE) {
        result =
            cli_args_without(args, "since", "goes with '--show since' or '--report'");
    }
    return result == CLI_OK && a->show != SHOW_CHANGES
               ? cli_args_without(args, "before",
                                  "goes with '--show changes' or '--report'")
               : result;
}

static int asking_read(const cli_args *args, asking *a)
{
    int result = cli_today(args, a->today);
    a->page.days = 90;
    if (result == CLI_OK) {
        result = cli_now(args, &a->now);
    }
    if (result == CLI_OK) {
        result = cli_day(args, "since", a->since, &a->page.since);
    }
    if (result == CLI_OK && cli_args_has(args, "days")) {
        result = cli_args_count(args, "days", 0, 100000, &a->page.days);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "show", shows, &a->show);
    }
    if (result == CLI_OK) {
        result = show_check(args, a);
    }
    if (result == CLI_OK) {
        result = report_check(args, a);
    }
    if (result == CLI_OK) {
        result = cli_plan_asked_read(args, cli_formats, &a->asked);
    }
    if (result == CLI_OK && cli_args_has(args, "before")) {
        result = changes_make(a, cli_args_text(args, "before", NULL));
    }
    a->page.plan = a->asked.plan;
    a->page.today = a->today;
    a->page.changes = a->changes;
    a->page.language =
        a->asked.language != NULL && a->asked.language[0] == 'e' ? WBR_EN : WBR_NL;
    return result;
}

static wb_status table_make(const asking *a, wb_frame **out, wb_error *err)
{
    const wb_plan *plan = a->asked.plan;
    const char *language = a->asked.language;
    switch (a->show) {
    case SHOW_OBJECTIVES:
        return wb_plan_progress(plan, a->today, language, out, err);
    case SHOW_OPEN:
        return wb_plan_open(plan, language, out, err);
    case SHOW_SINCE:
        return wb_plan_since(plan, a->page.since, language, out, err);
    default:
        return wb_plan_status(plan, a->today, language, out, err);
    }
}

static int table_show(const cli_args *args, asking *a)
{
    wb_frame *table = NULL;
    wb_error err;
    int result = CLI_OK;
    if (a->show == SHOW_CHANGES) {
        return cli_frame_show(args, a->asked.format, a->changes, shown[SHOW_CHANGES]);
    }
    result = table_make(a, &table, &err) == WB_OK
                 ? cli_frame_show(args, a->asked.format, table, shown[a->show])
                 : cli_failed(&err, NULL);
    wb_frame_free(table);
    return result;
}

static void asking_free(asking *a)
{
    wb_frame_free(a->changes);
    wb_plan_free(a->asked.plan);
}

static int run_status(const cli_args *args)
{
    asking a = {0};
    int result = asking_read(args, &a);
    if (result == CLI_OK) {
        result = cli_args_has(args, "report") ? plan_status_files(args, &a.page, a.now)
                                              : table_show(args, &a);
    }
    asking_free(&a);
    return result;
}

static int run_answers(const cli_args *args)
{
    static const char *const columns[] = {"number", "about",   "status",
                                          "text",   "awaited", NULL};
    asking a = {0};
    wb_frame *answers = NULL;
    wb_error err;
    int result = asking_read(args, &a);
    if (result == CLI_OK && cli_args_has(args, "report")) {
        result = plan_answers_files(args, &a.page);
    } else if (result == CLI_OK) {
        result = wb_plan_answers(a.asked.plan, a.asked.language, &answers, &err) == WB_OK
                     ? cli_frame_show(args, a.asked.format, answers, columns)
                     : cli_failed(&err, NULL);
    }
    wb_frame_free(answers);
    asking_free(&a);
    return result;
}

static const cli_option status_options[] = {
    CLI_NOW_OPTION,
    {"show", "WHAT",
     "actions (default); objectives: counts; open: what is to be determined\n"
     "or unanswered; since: what is dated since --since; changes: against\n"
     "--before"},
    {"since", "DAY", "what the plan dates on or after this day"},
    {"before", "ID|FILE", "an earlier plan, to tell what changed", CLI_READS},
    {"days", "N", "how far ahead the agenda of the page looks (default 90)"},
    {"report", "DIR", "write status.html, agenda.ics and a CSV file per table there",
     CLI_WRITES_IN},
    CLI_FRAME_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_status = {
    .name = "plan status",
    .summary = "how a plan stands: actions, objectives, what is open or changed; a page",
    .usage = "ID|FILE [--now DAY] [--show WHAT] [--report DIR] ...",
    .about =
        "Tells how every action stands on a day: its status, and whether its date is "
        "late\n"
        "(known not to be done), past (nobody says), due, later, or not there. With\n"
        "--report it writes the state of affairs as one page that loads nothing: "
        "counts,\n"
        "timeline, actions by objective, agenda, money, who does what, what changed, "
        "what\n"
        "is open. What the plan does not say is unknown: never zero, done or late.",
    .example =
        "werkbaar plan status actieplan-werkbaar-werk --now 2020-03-01 --report out",
    .options = status_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_status,
};

static const cli_option answers_options[] = {
    CLI_NOW_OPTION,
    {"report", "DIR", "write answers.html and answers.csv there", CLI_WRITES_IN},
    CLI_FRAME_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_answers = {
    .name = "plan answers",
    .summary = "questions that were asked about a plan, answered or not",
    .usage = "ID|FILE [--report DIR] [--lang nl|en] [--format table|csv|json|xlsx]",
    .about =
        "A row per answer, or part of one, to the questions in a plan: answered, not\n"
        "answered in the source, or awaited and from whom. The page has what the plan\n"
        "itself says of what an answer names: budgets, consultations, evaluations.",
    .example = "werkbaar plan answers actieplan-werkbaar-werk --lang en --report out",
    .options = answers_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_answers,
};
