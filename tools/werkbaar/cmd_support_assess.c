/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* support assess: cases laid beside a rule. */
#include "columns.h"
#include "commands.h"
#include "input.h"
#include "message.h"
#include "output.h"
#include "support.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const parts[] = {"verdicts", "conditions", NULL};

typedef struct job {
    wb_support *support;
    const char *language;
    int32_t format;
    int32_t part; /* of `parts`; -1: both */
    cli_input input;
    wb_frame *cases;
    wb_frame *verdicts, *conditions;
    wb_writer *writer;
} job;

/* ---- what is read ---- */

static int options_read(const cli_args *args, job *j)
{
    int result = cli_args_choice(args, "format", cli_formats, &j->format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &j->language);
    }
    j->part = -1;
    if (result == CLI_OK && cli_args_has(args, "part")) {
        result = cli_args_choice(args, "part", parts, &j->part);
    }
    if (result == CLI_OK && (j->format == 1 || j->format == 3) && j->part < 0) {
        return cli_usage_error(args->command,
                               "'--format %s' writes one table: name it "
                               "with --part",
                               cli_formats[j->format]);
    }
    if (result == CLI_OK && (args->n_operands == 2) == cli_args_has(args, "set")) {
        return cli_usage_error(args->command,
                               "the facts come from CASES.csv or from --set FACT=VALUE");
    }
    return result == CLI_OK && args->n_operands < 2
               ? cli_args_without(args, CLI_INPUT_NAMES, "goes with CASES.csv")
               : result;
}

static int cases_read(const cli_args *args, job *j)
{
    wb_error err;
    if (args->n_operands < 2) {
        return cli_support_facts(args, &j->cases);
    }
    int result = cli_input_open(args, args->operands[1], NULL, &j->input);
    if (result == CLI_OK &&
        wb_source_collect(j->input.source, NULL, &j->cases, &err) != WB_OK) {
        result = cli_failed(&err, j->input.name);
    }
    return result;
}

/* ---- what is written ---- */

static const char *pick(const job *j, const char *nl, const char *en)
{
    return strcmp(j->language, "en") == 0 ? en : nl;
}

static int64_t whole_of(const wb_frame *frame, const char *column, int64_t row)
{
    return wb_frame_int64(frame, (size_t)wb_frame_find(frame, column), row);
}

static wb_status euros_print(const job *j, const char *label, const char *column,
                             int64_t row, wb_error *err)
{
    int64_t cents = whole_of(j->verdicts, column, row);
    return cli_print(j->writer, err, "%s EUR %" PRId64 "%s%02" PRId64, label, cents / 100,
                     pick(j, ",", "."), cents % 100);
}

/* "cost EUR 10.00 = support EUR 6.00 + own part EUR 4.00", where all of it is known. */
static wb_status money_print(const job *j, int64_t row, wb_error *err)
{
    size_t support = (size_t)wb_frame_find(j->verdicts, "support_cents");
    if (wb_frame_is_missing(j->verdicts, support, row)) {
        return WB_OK;
    }
    wb_status st =
        euros_print(j, pick(j, "  kostprijs", "  cost"), "cost_cents", row, err);
    if (st == WB_OK) {
        st = euros_print(j, pick(j, " = steun", " = support"), "support_cents", row, err);
    }
    if (st == WB_OK) {
        st = euros_print(j, pick(j, " + eigen deel", " + own part"), "own_cents", row,
                         err);
    }
    return st == WB_OK ? cli_print(j->writer, err, "\n") : st;
}

static wb_status cell_print(const job *j, const char *format, const wb_frame *frame,
                            const char *column, int64_t row, wb_error *err)
{
    char *text = cli_cell_text(frame, column, row);
    wb_status st = cli_print(j->writer, err, format, text != NULL ? text : "");
    free(text);
    return st;
}

static wb_status case_print(const job *j, int64_t row, int64_t *condition, wb_error *err)
{
    int64_t n = wb_frame_row_count(j->conditions);
    wb_status st = cli_print(j->writer, err, "\n%s %" PRId64 ": ",
                             pick(j, "geval", "case"), row + 1);
    if (st == WB_OK) {
        st = cell_print(j, "%s\n", j->verdicts, "sentence", row, err);
    }
    if (st == WB_OK) {
        st = money_print(j, row, err);
    }
    for (; st == WB_OK && *condition < n &&
           whole_of(j->conditions, "case", *condition) == row + 1;
         ++*condition) {
        st = cell_print(j, "  %-20s ", j->conditions, "condition", *condition, err);
        if (st == WB_OK) {
            st = cell_print(j, "%s\n", j->conditions, "sentence", *condition, err);
        }
    }
    return st;
}

/* Sentences are for reading: as text, a case after the other. */
static wb_status text_print(const job *j, wb_error *err)
{
    int64_t condition = 0;
    int64_t n = wb_frame_row_count(j->verdicts);
    const char *note = j->input.preamble.note;
    wb_status st = note != NULL ? cli_print(j->writer, err, "%s\n", note) : WB_OK;
    if (st == WB_OK) {
        st = cli_print(j->writer, err, "%s (%s)\n",
                       wb_support_title(j->support, j->language),
                       wb_support_id(j->support));
    }
    if (st == WB_OK && n > 0) {
        st = cell_print(j, "%s\n", j->verdicts, "remark", 0, err);
    }
    for (int64_t row = 0; row < n && st == WB_OK; row++) {
        st = case_print(j, row, &condition, err);
    }
    return st;
}

static wb_status both_write(const job *j, wb_error *err)
{
    wb_status st = cli_print(j->writer, err, "{\"verdicts\": ");
    if (st == WB_OK) {
        st = wb_json_write(j->writer, j->verdicts, err);
    }
    if (st == WB_OK) {
        st = cli_print(j->writer, err, ",\n\"conditions\": ");
    }
    if (st == WB_OK) {
        st = wb_json_write(j->writer, j->conditions, err);
    }
    return st == WB_OK ? cli_print(j->writer, err, "}\n") : st;
}

static wb_status result_write(const job *j, wb_error *err)
{
    const wb_frame *frame = j->part == 1 ? j->conditions : j->verdicts;
    if (j->part >= 0) {
        return cli_frame_write(j->writer, frame, j->format, j->input.preamble.note, err);
    }
    return j->format == 2 ? both_write(j, err) : text_print(j, err);
}

static int assess(const cli_args *args, job *j)
{
    cli_output output = {0};
    wb_error err;
    wb_status st =
        wb_support_assess(j->support, j->cases, cli_args_text(args, "date", NULL),
                          j->language, &j->verdicts, &j->conditions, &err);
    if (st != WB_OK) {
        return cli_failed(&err, args->n_operands == 2 ? j->input.name : "--set");
    }
    st = cli_output_open(cli_args_text(args, "output", NULL), &output, &err);
    j->writer = output.writer;
    if (st == WB_OK) {
        st = result_write(j, &err);
    }
    return cli_output_end(&output, st, &err);
}

static int run_assess(const cli_args *args)
{
    job j = {0};
    int result = options_read(args, &j);
    if (result == CLI_OK) {
        result = cli_support_open(args->operands[0], &j.support);
    }
    if (result == CLI_OK) {
        result = cases_read(args, &j);
    }
    if (result == CLI_OK) {
        result = assess(args, &j);
    }
    wb_frame_free(j.conditions);
    wb_frame_free(j.verdicts);
    wb_frame_free(j.cases);
    cli_input_close(&j.input);
    wb_support_free(j.support);
    return result;
}

static const cli_option options[] = {
    {"set", "FACT=VALUE", "a fact of the one case; may be repeated"},
    {"date", "YYYY-MM-DD", "of the application (default: not known)"},
    {"part", "P", "one table: verdicts or conditions (default: both)"},
    {"lang", "nl|en", "language of the texts (default nl)"},
    {"format", "F", "table (default), csv, xlsx (with --part) or json"},
    CLI_OUTPUT_OPTION,
    CLI_INPUT_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_support_assess = {
    .name = "support assess",
    .summary = "does a company's case fit a rule, and how is its cost split?",
    .usage = "ID|FILE (CASES.csv | --set FACT=VALUE ...) [--date YYYY-MM-DD]",
    .about =
        "Lays cases beside a rule: a row per case in CASES.csv ('-': standard input), a\n"
        "column per fact ('werkbaar support show ID --part facts' lists them), amounts "
        "in\n"
        "cents. A case is eligible when every condition is met, not eligible when one "
        "is\n"
        "not, and undecided while facts are missing; each condition says what was "
        "asked,\n"
        "what was given and where it is from. The cost is split exactly, under what\n"
        "earlier support leaves of the ceiling. Indicative, no legal advice.",
    .example = "werkbaar support assess werkbaarheidscheque-2022 --date 2022-06-15 "
               "--set employees=12 --set cost_cents=1000000 --lang en",
    .options = options,
    .min_operands = 1,
    .max_operands = 2,
    .run = run_assess,
};
