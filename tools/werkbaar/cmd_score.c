/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "commands.h"
#include "input.h"
#include "instrument.h"
#include "message.h"
#include "output.h"
#include "rows.h"
#include "run.h"

static const char *const keeps[] = {"others", "all", "none", NULL};

/* Everything that is open while scoring. */
typedef struct job {
    wb_instrument *instrument;
    cli_items items;
    cli_list select;
    cli_input input;
    cli_output output;
    cli_run run;
} job;

static int job_open(const cli_args *args, job *j, wb_score_options *options)
{
    int result = cli_run_read(args, &j->run);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "keep", keeps, &options->keep);
    }
    if (result == CLI_OK && cli_args_has(args, "select")) {
        result = cli_args_list(args, "select", &j->select);
        options->select = (const char *const *)j->select.items;
        options->n_select = j->select.n;
    }
    if (result == CLI_OK && !cli_args_has(args, "instrument")) {
        result = cli_usage_error(args->command, "'--instrument' is missing");
    }
    if (result == CLI_OK) {
        result = cli_rows_check(args);
    }
    if (result == CLI_OK) {
        result =
            cli_instrument_open(cli_args_text(args, "instrument", ""), &j->instrument);
    }
    if (result == CLI_OK) {
        result = cli_items_read(j->instrument, &j->items);
    }
    if (result == CLI_OK) {
        cli_roles roles = {.items = (const char *const *)j->items.ids.items,
                           .n_items = j->items.ids.n};
        result = cli_input_open(args, args->operands[0], &roles, &j->input);
    }
    return result;
}

static void job_close(job *j)
{
    cli_run_end(&j->run);
    cli_output_close(&j->output);
    cli_input_close(&j->input);
    cli_list_free(&j->select);
    cli_items_free(&j->items);
    wb_instrument_free(j->instrument);
}

static int run_score(const cli_args *args)
{
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_source *scores = NULL;
    wb_error err;
    job j = {0};
    int result = job_open(args, &j, &options);
    if (result == CLI_OK) {
        wb_status st =
            wb_score_source(j.instrument, j.input.source, &options, &scores, &err);
        if (st == WB_OK) {
            j.input.source = NULL; /* now of the scores */
            st = cli_rows_write(cli_args_text(args, "output", NULL), scores,
                                j.input.preamble.note, cli_args_has(args, "labels"),
                                &j.run.run, &j.output, &err);
        }
        if (st == WB_OK) {
            st = cli_output_finish(&j.output, &err);
        }
        cli_run_end(&j.run);
        result = st == WB_OK ? CLI_OK : cli_failed(&err, j.input.name);
    }
    if (result == CLI_OK && wb_instrument_verified(j.instrument) == 0) {
        cli_notice(&j.run, "scored with %s %s: preset, not the official WBM definition",
                   wb_instrument_id(j.instrument), wb_instrument_version(j.instrument));
    }
    wb_source_free(scores);
    job_close(&j);
    return result;
}

static const cli_option options[] = {
    {"instrument", "ID|FILE", "a built-in instrument, or an instrument file (JSON)",
     CLI_READS},
    {"output", "FILE",
     "write there, when all is done (default: standard output);\n"
     "a file of SPSS or Stata when FILE ends in .sav, .zsav or .dta",
     CLI_WRITES},
    {"keep", "WHICH",
     "columns of the data to carry along: others (those that are no\n"
     "items; default), all or none"},
    {"labels", NULL, "write the labels of coded columns in place of their codes (CSV)"},
    {"select", "A,B,..", "score columns to write, in this order (default: all of them)"},
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_score = {
    .name = "score",
    .summary = "answers to scores, problems and bottlenecks",
    .usage = "--instrument ID|FILE DATA.csv [--output FILE]",
    .about =
        "Scores every row of DATA.csv ('-': standard input): a column per item, named "
        "like\n"
        "the item. It may be a file of SPSS, Stata or SAS as well, wherever CSV may.\n"
        "Writes CSV, a row for each row read, in constant memory: per scale "
        "the\n"
        "score and, where it is missing, the reason; per indicator whether it is a "
        "problem\n"
        "and whether an acute one; per composite its value.\n\n"
        "A list (A,B,..) is split at its commas; to give names that hold a comma, quote\n"
        "the name (\"a,b\") or repeat the option, once for each name.",
    .example =
        "werkbaar score --instrument wbm-employees answers.csv --output scores.csv",
    .options = options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_score,
};
