/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Update sheets, out and in; and many plans side by side. */
#include "action_plan.h"
#include "columns.h"
#include "commands.h"
#include "input.h"
#include "message.h"
#include "moment.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- out ---- */

static const char *const sheet_formats[] = {"csv",     "json", "xlsx",
                                            "changes", "plan", NULL};
enum { AS_CSV = 0, AS_CHANGES = 3, AS_PLAN = 4 };

static int sheet_write(const cli_args *args, const cli_plan_asked *a)
{
    wb_frame *sheet = NULL;
    wb_error err;
    wb_status st = wb_plan_sheet(a->plan, cli_args_text(args, "actor", NULL), a->language,
                                 &sheet, &err);
    int result = st == WB_OK ? cli_frame_show(args, a->format + 1, sheet, NULL)
                             : cli_refused(args, &err, NULL);
    wb_frame_free(sheet);
    return result;
}

/* ---- in ---- */

/* Every problem in a line of its own. */
static int problems_tell(const char *path, const wb_frame *problems)
{
    size_t row_at = (size_t)wb_frame_find(problems, "row");
    size_t column_at = (size_t)wb_frame_find(problems, "column");
    size_t text_at = (size_t)wb_frame_find(problems, "text");
    for (int64_t i = 0; i < wb_frame_row_count(problems); i++) {
        size_t n_column = 0, n_text = 0;
        const char *column = wb_frame_text(problems, column_at, i, &n_column);
        const char *text = wb_frame_text(problems, text_at, i, &n_text);
        fprintf(stderr, "werkbaar: %s, row %" PRId64 ", %.*s: ", path,
                wb_frame_int64(problems, row_at, i), (int)n_column, column);
        cli_text_tell(text, n_text);
        fputc('\n', stderr);
    }
    return wb_frame_row_count(problems) > 0 ? CLI_FAILED : CLI_OK;
}

static int problems_find(const cli_plan_asked *a, const char *path, const wb_frame *sheet)
{
    wb_frame *problems = NULL;
    wb_error err;
    int result =
        wb_plan_sheet_check(a->plan, sheet, a->language, &problems, &err) == WB_OK
            ? problems_tell(path, problems)
            : cli_failed(&err, path);
    wb_frame_free(problems);
    return result;
}

static int changes_write(const cli_args *args, const cli_plan_asked *a,
                         const wb_frame *sheet)
{
    char today[CLI_DAY_BYTES];
    wb_changes *changes = NULL;
    wb_error err;
    if (cli_today(args, today) != CLI_OK) {
        return CLI_USAGE;
    }
    if (wb_plan_sheet_changes(a->plan, sheet, today, cli_args_text(args, "actor", NULL),
                              a->language, &changes, &err) != WB_OK) {
        return cli_failed(&err, NULL);
    }
    int result = a->format == AS_PLAN ? cli_changed_file_write(args, a->plan, changes)
                                      : cli_changes_file_write(args, changes);
    if (result == CLI_OK) {
        fprintf(stderr, "%" PRId64 " changes\n", wb_changes_count(changes));
    }
    wb_changes_free(changes);
    return result;
}

static int sheet_collect(const cli_args *args, const cli_plan_asked *a, const char *path)
{
    wb_frame *sheet = NULL;
    int result = cli_table_read(args, path, NULL, &sheet);
    if (result == CLI_OK) {
        result = problems_find(a, path, sheet);
    }
    if (result == CLI_OK) {
        result = changes_write(args, a, sheet);
    }
    wb_frame_free(sheet);
    return result;
}

static int run_sheet(const cli_args *args)
{
    cli_plan_asked a = {0};
    const char *path = cli_args_text(args, "collect", NULL);
    int result = cli_plan_asked_read(args, sheet_formats, &a);
    if (result == CLI_OK && path == NULL && a.format >= AS_CHANGES) {
        result = cli_usage_error(args->command,
                                 "'--format %s' is of what comes back, with --collect",
                                 sheet_formats[a.format]);
    }
    if (result == CLI_OK && path != NULL && a.format > AS_CSV && a.format < AS_CHANGES) {
        result = cli_usage_error(args->command,
                                 "what comes back is written as changes or as plan");
    }
    if (result == CLI_OK) {
        result = path != NULL ? sheet_collect(args, &a, path) : sheet_write(args, &a);
    }
    wb_plan_free(a.plan);
    return result;
}

/* ---- compare ---- */

/* The rows of one breakdown follow each other. */
static wb_status breakdown_slice(const wb_frame *table, const char *breakdown,
                                 wb_frame **out, wb_error *err)
{
    int64_t first = 0, n = cli_cells_count(table, "breakdown", breakdown);
    while (n > 0 && !cli_cell_is(table, "breakdown", first, breakdown)) {
        first++;
    }
    return wb_frame_slice(table, first, n, out, err);
}

/* The first one is open: it was asked for. */
static int plans_open(const cli_args *args, wb_plan **plans)
{
    int result = CLI_OK;
    for (size_t i = 1; i < args->n_operands && result == CLI_OK; i++) {
        result = cli_action_plan_open(args->operands[i], &plans[i]);
    }
    return result;
}

static int plans_compare(const cli_args *args, const cli_plan_asked *a,
                         wb_plan *const *plans, const char *breakdown)
{
    wb_frame *table = NULL, *some = NULL;
    wb_error err;
    wb_status st = wb_plan_compare((const wb_plan *const *)plans, args->n_operands,
                                   a->language, &table, &err);
    if (st == WB_OK && breakdown != NULL) {
        st = breakdown_slice(table, breakdown, &some, &err);
    }
    int result = st == WB_OK
                     ? cli_frame_show(args, a->format, some != NULL ? some : table, NULL)
                     : cli_failed(&err, NULL);
    wb_frame_free(some);
    wb_frame_free(table);
    return result;
}

static int run_compare(const cli_args *args)
{
    static const char *const breakdowns[] = {
        "all",    "theme",        "kind",        "theme*kind",
        "sector", "sector*theme", "sector*kind", "sector*theme*kind",
        NULL};
    wb_plan **plans = calloc(args->n_operands + 1, sizeof *plans);
    cli_plan_asked a = {0};
    int32_t breakdown = 0;
    int result = plans != NULL ? CLI_OK : cli_out_of_memory();
    if (result == CLI_OK) {
        result = cli_args_choice(args, "by", breakdowns, &breakdown);
    }
    if (result == CLI_OK) {
        result = cli_plan_asked_read(args, cli_formats, &a);
    }
    if (result == CLI_OK) {
        plans[0] = a.plan;
        result = plans_open(args, plans);
    }
    if (result == CLI_OK) {
        result = plans_compare(args, &a, plans,
                               cli_args_has(args, "by") ? breakdowns[breakdown] : NULL);
    }
    for (size_t i = 1; plans != NULL && i < args->n_operands; i++) {
        wb_plan_free(plans[i]);
    }
    free(plans);
    wb_plan_free(a.plan);
    return result;
}

/* ---- descriptions ---- */

static const cli_option sheet_options[] = {
    {"actor", "ID", "the actor who reports (default: a sheet of everything)"},
    {"collect", "SHEET.csv", "read a sheet that came back", CLI_READS},
    CLI_NOW_OPTION,
    {"lang", "nl|en", "language of the texts (default nl)"},
    {"format", "F",
     "of a sheet: csv (default), json or xlsx; of what comes back: changes (default)\n"
     "or plan, the plan file with them"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_sheet = {
    .name = "plan sheet",
    .summary = "an update sheet for an actor, and what it changes when it comes back",
    .usage = "ID|FILE [--actor ID] [--collect SHEET.csv [--format changes|plan]]",
    .about =
        "Writes a CSV file with a row for every field that the actor can report on: "
        "fill\n"
        "in 'new', and 'reason' where you like. With --collect it reads the sheet back: "
        "each\n"
        "wrong row is told with its column, also where the plan was changed since, and\n"
        "nothing is written then; else the changes are.",
    .example = "werkbaar plan sheet my-plan.json --actor hr --output hr.csv",
    .options = sheet_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_sheet,
};

static const cli_option compare_options[] = {
    {"by", "B",
     "these rows only: all, theme, kind, theme*kind, sector, sector*theme,\n"
     "sector*kind, sector*theme*kind"},
    {"lang", "nl|en", "language of the texts (default nl)"},
    {"format", "F", "table (default), csv, json or xlsx"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_compare = {
    .name = "plan compare",
    .summary = "many plans side by side: in how many is there an action about it?",
    .usage = "ID|FILE ... [--by B] [--lang nl|en] [--format table|csv|json|xlsx]",
    .about = "Counts, as covenants of sectors are judged, in how many plans there is an\n"
             "action about a theme, of a kind, in each sector and in all: \"29 of 33\".",
    .example = "werkbaar plan compare covenants/*.json --by theme",
    .options = compare_options,
    .min_operands = 1,
    .max_operands = 10000,
    .run = run_compare,
};
