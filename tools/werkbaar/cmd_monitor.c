/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "commands.h"
#include "message.h"
#include "monitor.h"
#include "output.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct job {
    monitor_options options;
    cli_list definitions, instruments, reference_files;
    cli_reference *references;
    monitor_group *groups;
    size_t n_groups, n_references;
    cli_run run;
} job;

/* ---- which answers are of which group ---- */

/* "2023=answers.csv": a wave in a file of its own. With --wave, or where a folder comes
 * before the '=', it is a file name. */
static int answers_read(const cli_args *args, const monitor_options *options,
                        const char *operand, monitor_answers *answers)
{
    const char *equals = options->wave == NULL ? strchr(operand, '=') : NULL;
    size_t length = equals != NULL ? (size_t)(equals - operand) : 0;
    answers->path = operand;
    if (length > 0 && memchr(operand, '/', length) == NULL) {
        answers->wave = calloc(length + 1, 1);
        if (answers->wave == NULL) {
            return cli_out_of_memory();
        }
        memcpy(answers->wave, operand, length);
        answers->path = equals + 1;
    }
    return answers->wave == NULL && options->is_own && options->wave == NULL
               ? cli_usage_error(args->command,
                                 "'--wave' is missing: the column of the wave; or say "
                                 "WAVE=%s when it is one wave",
                                 operand)
               : CLI_OK;
}

static int group_fill(const cli_args *args, job *j, size_t index, size_t first, size_t n)
{
    monitor_group *group = &j->groups[index];
    int result = CLI_OK;
    if (j->definitions.n > 0) {
        group->definition_name = j->definitions.items[index];
    }
    if (j->instruments.n > 0) {
        group->instrument_name = j->instruments.items[index];
    }
    group->answers = calloc(n, sizeof *group->answers);
    if (group->answers == NULL) {
        return cli_out_of_memory();
    }
    for (size_t i = 0; i < n && result == CLI_OK; i++) {
        group->n_answers = i + 1;
        result = answers_read(args, &j->options, args->operands[first + i],
                              &group->answers[i]);
    }
    return result;
}

/* How many groups there are; 0 is an error that was printed. */
static size_t groups_count(const cli_args *args, const job *j)
{
    const char *word = j->definitions.n > 0 ? "definition" : "instrument";
    size_t n = j->definitions.n > 0 ? j->definitions.n : j->instruments.n;
    if (n == 0) {
        (void)cli_usage_error(args->command,
                              "'--definition' is missing: what there is to monitor; or "
                              "'--instrument': what the answers are to");
        return 0;
    }
    if (j->instruments.n > 0 && j->instruments.n != n) {
        (void)cli_usage_error(args->command,
                              "%zu '--definition' and %zu '--instrument': each "
                              "definition has its instrument, in the same order",
                              n, j->instruments.n);
        return 0;
    }
    if (n > 1 && n != args->n_operands) {
        (void)cli_usage_error(args->command,
                              "%zu '--%s' and %zu data files: each file has its %s, in "
                              "the same order",
                              n, word, args->n_operands, word);
        return 0;
    }
    return n;
}

/* One group takes all files; of several each has one, in the order they were typed. */
static int groups_read(const cli_args *args, job *j)
{
    int result = cli_args_values(args, "definition", &j->definitions);
    if (result == CLI_OK) {
        result = cli_args_values(args, "instrument", &j->instruments);
    }
    size_t n = result == CLI_OK ? groups_count(args, j) : 0;
    if (n == 0) {
        return result == CLI_OK ? CLI_USAGE : result;
    }
    j->groups = calloc(n, sizeof *j->groups);
    if (j->groups == NULL) {
        return cli_out_of_memory();
    }
    j->n_groups = n;
    for (size_t i = 0, stdins = 0; i < n && result == CLI_OK; i++) {
        size_t of_group = n == 1 ? args->n_operands : 1;
        result = group_fill(args, j, i, i, of_group);
        for (size_t k = 0; k < of_group && result == CLI_OK; k++) {
            stdins += strcmp(j->groups[i].answers[k].path, "-") == 0;
        }
        if (result == CLI_OK && stdins > 1) {
            result =
                cli_usage_error(args->command, "'-' (standard input) can be read once");
        }
    }
    return result;
}

static int references_read(const cli_args *args, job *j)
{
    int result = cli_args_values(args, "reference", &j->reference_files);
    j->references = calloc(j->reference_files.n + 1, sizeof *j->references);
    if (j->references == NULL) {
        return cli_out_of_memory();
    }
    for (; j->n_references < j->reference_files.n && result == CLI_OK;
         j->n_references++) {
        result = cli_reference_read(j->reference_files.items[j->n_references],
                                    &j->references[j->n_references]);
    }
    return result;
}

/* Leave what stands in the name of a file wherever there are files. */
static void name_clean(char *name)
{
    for (char *c = name; *c != '\0'; c++) {
        *c = isalnum((unsigned char)*c) || strchr("-_.", *c) != NULL ? *c : '_';
    }
}

static int is_taken(const job *j, size_t index, const char *name)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(j->groups[i].id, name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The instrument's id as the first part of file names; a second of that id is "id-2",
 * unless that is the id of another one. */
static int id_make(job *j, size_t index)
{
    const char *id = wb_instrument_id(j->groups[index].instrument);
    size_t room = strlen(id) + 24;
    char *text = malloc(room);
    if (text == NULL) {
        return cli_out_of_memory();
    }
    snprintf(text, room, "%s", id);
    name_clean(text);
    for (size_t n = 2; is_taken(j, index, text); n++) {
        snprintf(text, room, "%s-%zu", id, n);
        name_clean(text);
    }
    j->groups[index].id = text;
    return CLI_OK;
}

static int groups_run(const cli_args *args, job *j)
{
    int result = CLI_OK;
    for (size_t i = 0; i < j->n_groups && result == CLI_OK; i++) {
        result = monitor_group_run(args, &j->options, j->references, j->n_references,
                                   &j->run, &j->groups[i]);
        if (result == CLI_OK) {
            result = id_make(j, i);
        }
    }
    return result;
}

/* Figures that no group takes would be shown nowhere. */
static int references_check(const cli_args *args, const job *j)
{
    for (size_t r = 0; r < j->n_references; r++) {
        size_t i = 0;
        while (i < j->n_groups && j->groups[i].reference != &j->references[r]) {
            i++;
        }
        if (i == j->n_groups) {
            return cli_usage_error(args->command,
                                   "'--reference' cannot be '%s': of '%s' there are no "
                                   "answers here, or figures of a file before it",
                                   j->reference_files.items[r],
                                   cli_reference_instrument(&j->references[r]));
        }
    }
    return CLI_OK;
}

static int tables_write(job *j)
{
    cli_output output = {0};
    wb_error err;
    wb_status st = cli_output_open(NULL, &output, &err);
    for (size_t i = 0; i < j->n_groups && st == WB_OK; i++) {
        st = i > 0 ? cli_print(output.writer, &err, "\n\n") : WB_OK;
        if (st == WB_OK) {
            st = monitor_tables_write(&j->groups[i], &j->options, output.writer, &err);
        }
    }
    if (st == WB_OK) {
        st = cli_output_finish(&output, &err);
    }
    cli_output_close(&output);
    return st == WB_OK ? CLI_OK : cli_failed(&err, NULL);
}

static void job_free(job *j)
{
    for (size_t i = 0; i < j->n_groups; i++) {
        monitor_group_free(&j->groups[i]);
    }
    for (size_t i = 0; j->references != NULL && i <= j->n_references; i++) {
        cli_reference_free(&j->references[i]);
    }
    wb_ledger_free(j->options.earlier);
    free(j->groups);
    free(j->references);
    cli_list_free(&j->options.by);
    cli_list_free(&j->options.strata);
    cli_list_free(&j->definitions);
    cli_list_free(&j->instruments);
    cli_list_free(&j->reference_files);
}

static int run_monitor(const cli_args *args)
{
    job j = {0};
    const char *explored = cli_args_text(args, "explore", NULL);
    int result = monitor_options_read(args, &j.run, &j.options);
    if (result == CLI_OK) {
        result = groups_read(args, &j);
    }
    if (result == CLI_OK) {
        result = monitor_release_read(args, j.n_groups, &j.options);
    }
    if (result == CLI_OK) {
        result = monitor_explore_check(args);
    }
    if (result == CLI_OK) {
        result = references_read(args, &j);
    }
    if (result == CLI_OK) {
        result = groups_run(args, &j);
    }
    if (result == CLI_OK) {
        result = references_check(args, &j);
    }
    if (result == CLI_OK && cli_args_has(args, "output")) {
        result = monitor_files_write(args, j.groups, j.n_groups, &j.options, &j.run);
    }
    if (result == CLI_OK && explored != NULL) {
        result =
            monitor_explore_write(explored, j.groups, j.n_groups, &j.options, &j.run);
    }
    if (result == CLI_OK) {
        result = monitor_audit_write(args, &j.groups[0]);
    }
    if (result == CLI_OK) {
        result = tables_write(&j);
    }
    job_free(&j);
    return result;
}

static const cli_option options[] = {
    {"definition", "ID|FILE",
     "what there is to monitor: waves, breakdowns, design, topics, targets\nand rules of "
     "publication, built in or from a file (default: the one\nthat is built in for the "
     "instrument)",
     CLI_READS},
    {"instrument", "ID|FILE",
     "instrument of the data (default: that of the definition); like\n--definition, "
     "repeat it for more groups, one for each data file, in\nthe same order",
     CLI_READS},
    {"wave", "COLUMN",
     "instead of a definition: the wave; each wave is a sample of its own"},
    {"by", "A,B,..", "instead of a definition: breakdowns; A*B crosses two"},
    {"weights", "W", "instead of a definition: column of weights (default: all 1)"},
    {"strata", "S,T,..", "instead of a definition: strata within a wave (default: none)"},
    {"ci", "HOW",
     "instead of a definition: intervals of proportions: logit (default),\nwald, wilson, "
     "beta, likelihood, asin, agresti_coull or jeffreys"},
    {"output", "DIR",
     "write monitor.html and, per group, ID.xlsx and a CSV file of each part\nof the "
     "results there",
     CLI_WRITES_IN},
    {"formats", "A,B,..",
     "of the files: html, xlsx, csv, json (monitor.json with all groups), or\nall "
     "(default: html,xlsx,csv)"},
    {"parts", "A,B,..",
     "of the results in xlsx, csv and json: cells, changes, groups, trend,\ntargets, "
     "published, counts, response, notes, labels (default: all)"},
    {"explore", "FILE",
     "write a page there in which a reader picks indicator, groups, wave "
     "and\ncomparison: "
     "charts and tables of what is released, in one file that\nneeds no network",
     CLI_WRITES},
    {"lang", "nl|en", "language of tables and pages (default nl)"},
    {"level", "L",
     "level of the intervals, and 1 minus the level of the tests (default:\nthe "
     "definition's, else 0.95); also --interval-level"},
    {"interval-level", "L", "the same"},
    {"note", "TEXT", "say this about the data on every page and in every file"},
    {"reference", "FILE",
     "published figures (JSON) to show instead of those of the definition;\n"
     "numbers of SYNTHETIC data that rest on none are marked invented; may\nbe repeated",
     CLI_READS},
    MONITOR_RELEASE_OPTIONS,
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_monitor = {
    .name = "monitor",
    .summary = "waves of answers to tables, a page, CSV, JSON and XLSX",
    .usage = "--definition ID|FILE [WAVE=]DATA.. [--output DIR] ...\n"
             "       werkbaar monitor --instrument ID|FILE DATA --wave COLUMN ...",
    .about =
        "Scores the answers and estimates, per wave and for each breakdown: the share\n"
        "that is problematic and acute on each indicator, the share without any\n"
        "bottleneck (werkbaarheidsgraad), the number of bottlenecks and which ones, the\n"
        "mean scores, the further topics; with intervals, with the change to the\n"
        "previous and the first wave, and with what else the definition asks for\n"
        "(docs/monitor.md). What its rules hide is hidden everywhere.\n\n"
        "A file ('-': standard input) holds one wave (2023=DATA) or has a column that\n"
        "tells waves apart; each is read once, in constant memory. Tables go to "
        "standard\n"
        "output.\n\n"
        "Data whose first line is a comment '# SYNTHETIC ...' say so wherever they are\n"
        "shown. A list (A,B,..) is split at its commas; to give names that hold a "
        "comma,\n"
        "quote the name (\"a,b\") or repeat the option, once for each name.",
    .example =
        "werkbaar monitor --definition wbm-employees 2019=w2019.csv 2023=w2023.csv \\\n"
        "      --output report\n"
        "  werkbaar monitor --instrument wbm-employees answers.csv --wave year \\\n"
        "      --by sector,sex --output report",
    .options = options,
    .min_operands = 1,
    .max_operands = 400,
    .operands = CLI_READS_OF_WAVE,
    .run = run_monitor,
};
