/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Seeing a plan store: the plan it holds or held, its history, and a name that is erased.
 */
#include "action_plan.h"
#include "columns.h"
#include "commands.h"
#include "message.h"
#include "moment.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- export ---- */

/* The plan of a store as the options --seq and --at ask for. */
static int plan_as_of(const cli_args *args, wb_store *store, wb_plan **plan)
{
    int64_t when = INT64_MAX;
    int64_t seq = 0;
    wb_error err;
    int32_t number = 0;
    if (cli_args_has(args, "seq") && cli_args_has(args, "at")) {
        return cli_usage_error(args->command, "'--seq' and '--at' exclude each other: "
                                              "both say which plan it is");
    }
    int result = cli_args_count(args, "seq", 1, INT32_MAX, &number);
    seq = number;
    if (result == CLI_OK) {
        result = cli_moment(args, "at", 1, &when);
    }
    if (result != CLI_OK) {
        return result;
    }
    if (when != INT64_MAX && wb_store_seq(store, when, &seq, &err) != WB_OK) {
        return cli_failed(&err, NULL);
    }
    if (when != INT64_MAX && seq == 0) {
        fprintf(stderr, "werkbaar: '%s' has no plan yet on %s\n", args->operands[0],
                cli_args_text(args, "at", ""));
        return CLI_FAILED;
    }
    return wb_store_plan(store, seq, plan, &err) == WB_OK ? CLI_OK
                                                          : cli_failed(&err, NULL);
}

static int run_export(const cli_args *args)
{
    wb_store *store = NULL;
    wb_plan *plan = NULL;
    int result = cli_store_open(args, WB_STORE_READ, &store);
    if (result == CLI_OK) {
        result = plan_as_of(args, store, &plan);
    }
    if (result == CLI_OK) {
        result = cli_plan_file_write(args, plan);
    }
    wb_plan_free(plan);
    wb_store_free(store);
    return result;
}

/* ---- history ---- */

static int history_write(const cli_args *args, wb_store *store, const char *language,
                         int32_t format)
{
    static const char *const shown[] = {"seq", "at", "editor", "why", "text", NULL};
    wb_frame *history = NULL;
    wb_error err;
    int64_t since = INT64_MIN, after = 0;
    int result = cli_moment(args, "since", 0, &since);
    if (result != CLI_OK) {
        return result;
    }
    wb_status st = WB_OK;
    if (since != INT64_MIN) {
        st = wb_store_seq(store, since - 1, &after, &err);
    }
    if (st == WB_OK) {
        st = wb_store_history(store, after, cli_args_text(args, "record", NULL), language,
                              &history, &err);
    }
    result = st == WB_OK ? cli_frame_show(args, format, history, shown)
                         : cli_failed(&err, NULL);
    wb_frame_free(history);
    return result;
}

static int run_history(const cli_args *args)
{
    wb_store *store = NULL;
    wb_error err;
    const char *language = NULL;
    int32_t format = 0;
    int result = cli_args_choice(args, "format", cli_formats, &format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &language);
    }
    if (result == CLI_OK) {
        result = cli_store_open(args, WB_STORE_READ, &store);
    }
    if (result == CLI_OK && cli_args_has(args, "verify")) {
        result = wb_store_verify(store, &err) == WB_OK ? CLI_OK : cli_failed(&err, NULL);
    }
    if (result == CLI_OK) {
        result = history_write(args, store, language, format);
    }
    wb_store_free(store);
    return result;
}

/* ---- forget ---- */

static int run_forget(const cli_args *args)
{
    wb_store *store = NULL;
    wb_error err;
    int result = cli_store_open(args, WB_STORE_EXISTING, &store);
    if (result == CLI_OK &&
        wb_store_erase_name(store, args->operands[1], &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    wb_store_free(store);
    return result;
}

/* ---- descriptions ---- */

static const cli_option export_options[] = {
    {"at", "DAY", "as it was at the end of that day (UTC), or at a moment"},
    {"seq", "SEQ", "as it was after that entry of the history"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_export = {
    .name = "plan export",
    .summary = "the plan of a store as a plan file, now or as of a day",
    .usage = "STORE [--at DAY | --seq SEQ] [--output FILE]",
    .about = "Writes the plan of a store as canonical JSON: the bytes that were "
             "imported, with\n"
             "what changed since.",
    .example = "werkbaar plan export actions.plan --at 2027-03-31 --output march.json",
    .options = export_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_export,
};

static const cli_option history_options[] = {
    {"record", "ID", "what happened to one record"},
    {"since", "DAY", "since that day (UTC), or a moment"},
    {"verify", NULL, "first check that nothing was changed past the history"},
    {"lang", "nl|en", "language of the sentences (default nl)"},
    {"format", "F",
     "table (default: the columns that tell most), csv, json or xlsx (all)"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_history = {
    .name = "plan history",
    .summary = "who changed what in a store, when and why",
    .usage = "STORE [--record ID] [--since DAY] [--verify] [--lang nl|en] [--format F]",
    .about =
        "A row for each entry of the history of a store: who, when, why, what was there\n"
        "before and after, as a sentence; in CSV and JSON also the hash that chains it "
        "to\n"
        "the entry before. --verify fails when the history or the plan was changed by\n"
        "anything else.",
    .example = "werkbaar plan history actions.plan --since 2027-01-01 --lang en",
    .options = history_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_history,
};

static const cli_option forget_options[] = {
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_forget = {
    .name = "plan forget",
    .summary = "erase the name that belongs to a pseudonym in a store",
    .usage = "STORE ID",
    .about = "Overwrites the name of an editor in the file. The pseudonym stays in the "
             "history.\n"
             "Copies of the file, and backups, are not reached.",
    .example = "werkbaar plan forget actions.plan e1",
    .options = forget_options,
    .min_operands = 2,
    .max_operands = 2,
    .run = run_forget,
};
