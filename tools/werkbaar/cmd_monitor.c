/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "commands.h"
#include "message.h"
#include "monitor.h"
#include "note.h"
#include "output.h"
#include "results.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const languages[] = {"nl", "en", NULL};

typedef struct job {
    monitor_options options;
    cli_list instruments, reference_files;
    cli_reference *references;
    monitor_group *groups;
    size_t n_groups, n_references;
    cli_run run;
} job;

static int is_in(const cli_list *list, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list->items[i], text) == 0) {
            return 1;
        }
    }
    return 0;
}

/* No list names anything twice, nor the wave, which is a breakdown and a stratum anyway.
 */
static int list_check(const cli_args *args, const char *name, const cli_list *list,
                      const char *wave)
{
    for (size_t i = 0; i < list->n; i++) {
        if (strcmp(list->items[i], wave) == 0) {
            return cli_usage_error(args->command,
                                   "'--%s' need not name the wave column '%s': it is "
                                   "there already",
                                   name, wave);
        }
        if (is_in(list, i, list->items[i])) {
            return cli_usage_error(args->command, "'--%s' names '%s' twice", name,
                                   list->items[i]);
        }
    }
    return CLI_OK;
}

static char *list_text(const cli_list *list)
{
    size_t room = 1;
    for (size_t i = 0; i < list->n; i++) {
        room += strlen(list->items[i]) + 2;
    }
    char *text = calloc(room, 1);
    for (size_t i = 0; i < list->n && text != NULL; i++) {
        strcat(text, i > 0 ? ", " : "");
        strcat(text, list->items[i]);
    }
    return text;
}

static int columns_read(const cli_args *args, monitor_options *o)
{
    o->wave = cli_args_text(args, "wave", NULL);
    o->weights = cli_args_text(args, "weights", NULL);
    if (o->wave == NULL) {
        return cli_usage_error(args->command,
                               "'--wave' is missing: the column of the wave");
    }
    int result = cli_args_list(args, "by", &o->by);
    if (result == CLI_OK) {
        result = cli_args_list(args, "strata", &o->strata);
    }
    if (result == CLI_OK) {
        result = list_check(args, "by", &o->by, o->wave);
    }
    if (result == CLI_OK) {
        result = list_check(args, "strata", &o->strata, o->wave);
    }
    if (result == CLI_OK) {
        o->strata_text = list_text(&o->strata);
        result = o->strata_text != NULL ? CLI_OK : cli_out_of_memory();
    }
    return result;
}

static int options_read(const cli_args *args, job *j)
{
    monitor_options *o = &j->options;
    int32_t language = 0;
    o->estimate = (wb_estimate_options)WB_ESTIMATE_OPTIONS_INIT;
    o->estimate.drop_empty = 1;
    o->report.level = 0.95;
    o->note = cli_args_text(args, "note", NULL);
    int result = cli_run_read(args, &j->run);
    if (result == CLI_OK && o->note != NULL && !cli_note_is_line(o->note)) {
        result = cli_usage_error(args->command, "'--note' is one line of UTF-8 text");
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "ci", cli_intervals, &o->report.interval);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "lang", languages, &language);
    }
    if (result == CLI_OK) {
        result = cli_args_number(args, "level", 0, 1, &o->report.level);
    }
    if (result == CLI_OK) {
        result = cli_args_number(args, "interval-level", 0, 1, &o->report.level);
    }
    o->report.language = language == 0 ? WBR_NL : WBR_EN;
    o->estimate.interval = o->report.interval;
    o->estimate.level = o->report.level;
    return result == CLI_OK ? columns_read(args, o) : result;
}

/* The instruments and the data files pair up in the order they were typed. */
static int pairs_read(const cli_args *args, job *j)
{
    int result = cli_args_values(args, "instrument", &j->instruments);
    if (result == CLI_OK && j->instruments.n != args->n_operands) {
        result =
            cli_usage_error(args->command,
                            "%zu '--instrument' and %zu data files: each file has its "
                            "instrument, in the same order",
                            j->instruments.n, args->n_operands);
    }
    for (size_t i = 0, n = 0; i < args->n_operands && result == CLI_OK; i++) {
        n += strcmp(args->operands[i], "-") == 0;
        if (n > 1) {
            result =
                cli_usage_error(args->command, "'-' (standard input) can be read once");
        }
    }
    j->groups = calloc(args->n_operands, sizeof *j->groups);
    return result == CLI_OK && j->groups == NULL ? cli_out_of_memory() : result;
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

/* The instrument's id as the first part of file names; a second of that id is "id-2". */
static int id_make(job *j, size_t index)
{
    const char *id = wb_instrument_id(j->groups[index].instrument);
    size_t same = 1, room = strlen(id) + 24;
    for (size_t i = 0; i < index; i++) {
        same += strcmp(wb_instrument_id(j->groups[i].instrument), id) == 0;
    }
    char *text = malloc(room);
    if (text == NULL) {
        return cli_out_of_memory();
    }
    if (same > 1) {
        snprintf(text, room, "%s-%zu", id, same);
    } else {
        snprintf(text, room, "%s", id);
    }
    for (char *c = text; *c != '\0'; c++) {
        *c = isalnum((unsigned char)*c) || strchr("-_.", *c) != NULL ? *c : '_';
    }
    j->groups[index].id = text;
    return CLI_OK;
}

static int groups_run(const cli_args *args, job *j)
{
    int result = CLI_OK;
    for (size_t i = 0; i < args->n_operands && result == CLI_OK; i++) {
        j->n_groups = i + 1;
        result = monitor_group_run(args, &j->options, j->instruments.items[i],
                                   args->operands[i], j->references, j->n_references,
                                   &j->run, &j->groups[i]);
        if (result == CLI_OK) {
            result = id_make(j, i);
        }
    }
    return result;
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
    free(j->groups);
    free(j->references);
    free(j->options.strata_text);
    cli_list_free(&j->options.by);
    cli_list_free(&j->options.strata);
    cli_list_free(&j->instruments);
    cli_list_free(&j->reference_files);
}

static int run_monitor(const cli_args *args)
{
    job j = {0};
    const char *directory = cli_args_text(args, "output", NULL);
    int result = options_read(args, &j);
    if (result == CLI_OK) {
        result = pairs_read(args, &j);
    }
    if (result == CLI_OK) {
        result = references_read(args, &j);
    }
    if (result == CLI_OK) {
        result = groups_run(args, &j);
    }
    if (result == CLI_OK && directory != NULL) {
        result = monitor_files_write(directory, j.groups, j.n_groups, &j.options, &j.run);
    }
    if (result == CLI_OK) {
        result = tables_write(&j);
    }
    job_free(&j);
    return result;
}

static const cli_option options[] = {
    {"instrument", "ID|FILE",
     "instrument of the data; repeat it for more groups, one for\n"
     "each data file, in the same order"},
    {"wave", "COLUMN", "the wave: each wave is a sample of its own"},
    {"by", "A,B,..", "breakdowns, each its own; A*B crosses two"},
    {"weights", "W", "column of weights (default: all 1)"},
    {"strata", "S,T,..", "strata within a wave (default: none)"},
    {"output", "DIR",
     "write monitor.html, monitor.json and, per group,\n"
     "ID-estimates.csv and ID-changes.csv there"},
    {"lang", "nl|en", "language of tables and page (default nl)"},
    CLI_INTERVAL_OPTION,
    {"level", "L",
     "level of the intervals, and 1 minus the level of the tests (default\n"
     "0.95); also --interval-level"},
    {"interval-level", "L", "the same"},
    {"note", "TEXT", "say this about the data on every page and in every file"},
    {"reference", "FILE",
     "published figures (JSON): numbers of SYNTHETIC data that rest\n"
     "on none are marked invented; may be repeated"},
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_monitor = {
    .name = "monitor",
    .summary = "waves of answers to tables, a page, CSV and JSON",
    .usage = "--instrument ID|FILE DATA.csv --wave COLUMN [--output DIR] ...",
    .about =
        "Scores DATA.csv ('-': standard input) and estimates, per wave and for each\n"
        "breakdown: the share that is problematic and acute on each indicator, the "
        "share\n"
        "without any bottleneck (werkbaarheidsgraad), the number of bottlenecks, the "
        "mean\n"
        "scores; with intervals, and with the change to the previous and the first "
        "wave.\n"
        "Reads each file once, in constant memory. Tables go to standard output.\n\n"
        "Data whose first line is a comment '# SYNTHETIC ...' say so wherever they are\n"
        "shown. A list (A,B,..) is split at its commas; to give names that hold a "
        "comma,\n"
        "quote the name (\"a,b\") or repeat the option, once for each name.",
    .example =
        "werkbaar monitor --instrument wbm-employees answers.csv --wave year \\\n      "
        "--by sector,sex --output report",
    .options = options,
    .min_operands = 1,
    .max_operands = 64,
    .run = run_monitor,
};
