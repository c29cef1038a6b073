/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Karasek's job types as a column, to break outcomes down by. */
#include "commands.h"
#include "input.h"
#include "message.h"
#include "output.h"
#include "rows.h"
#include "run.h"

#include <jansson.h>
#include <stdlib.h>

typedef struct job {
    const cli_args *args;
    const char *demands, *control, *weights;
    int32_t cut;
    double cuts[2];
    cli_input input;
    wb_frame *rows;
    wb_frame *types;
    cli_output output;
    cli_run run;
} job;

static int job_end(job *j, int result)
{
    cli_run_end(&j->run);
    cli_output_close(&j->output);
    cli_input_close(&j->input);
    wb_frame_free(j->rows);
    wb_frame_free(j->types);
    return result;
}

/* "D,C" */
static int cuts_read(job *j)
{
    cli_list given = {0};
    int result = cli_args_list(j->args, "cuts", &given);
    j->cut = given.n > 0 ? WB_JOB_CUT_FIXED : WB_JOB_CUT_MEDIAN;
    int good = given.n == 0 || given.n == 2;
    for (size_t i = 0; i < given.n && good; i++) {
        char *end = NULL;
        j->cuts[i] = strtod(given.items[i], &end);
        good = end != given.items[i] && *end == '\0';
    }
    if (result == CLI_OK && !good) {
        result = cli_usage_error(j->args->command,
                                 "'--cuts' are two numbers: of demands and of control");
    }
    cli_list_free(&given);
    return result;
}

static int options_read(job *j)
{
    j->demands = cli_args_text(j->args, "demands", NULL);
    j->control = cli_args_text(j->args, "control", NULL);
    j->weights = cli_args_text(j->args, "weights", NULL);
    int result = cli_run_read(j->args, &j->run);
    if (result == CLI_OK && (j->demands == NULL || j->control == NULL)) {
        result = cli_usage_error(j->args->command, "'--%s' is missing",
                                 j->demands == NULL ? "demands" : "control");
    }
    if (result == CLI_OK) {
        result = cuts_read(j);
    }
    return result == CLI_OK ? cli_rows_check(j->args) : result;
}

/* All rows: a median is of them all. */
static int rows_read(job *j)
{
    const char *numbers[] = {j->demands, j->control, j->weights};
    const cli_roles roles = {.numbers = numbers, .n_numbers = j->weights != NULL ? 3 : 2};
    wb_error err;
    int result = cli_input_open(j->args, j->args->operands[0], &roles, &j->input);
    if (result == CLI_OK) {
        wb_status st = wb_source_collect(j->input.source, &j->run.run, &j->rows, &err);
        cli_run_end(&j->run);
        result = st == WB_OK ? CLI_OK : cli_failed(&err, j->input.name);
    }
    return result;
}

static wb_status types_write(job *j, wb_error *err)
{
    wb_source *source = NULL;
    wb_status st = wb_job_types(j->rows, j->demands, j->control, j->weights, j->cut,
                                j->cuts[0], j->cuts[1],
                                cli_args_has(j->args, "control-is-lack"), &j->types, err);
    if (st == WB_OK) {
        st = wb_frame_share_column(j->rows, NULL, j->types, 0, err);
    }
    if (st == WB_OK) {
        st = wb_source_from_frame(j->rows, 0, &source, err);
    }
    if (st == WB_OK) {
        st = cli_rows_write(cli_args_text(j->args, "output", NULL), source,
                            j->input.preamble.note, cli_args_has(j->args, "labels"),
                            &j->run.run, &j->output, err);
    }
    wb_source_free(source);
    return st == WB_OK ? cli_output_finish(&j->output, err) : st;
}

/* To be fixed for the next wave. */
static void cuts_tell(const job *j)
{
    json_t *metadata = json_loads(wb_frame_metadata(j->types), 0, NULL);
    cli_notice(&j->run, "high is above %.17g (%s) and %.17g (%s)",
               json_number_value(json_object_get(metadata, "demands_cut")), j->demands,
               json_number_value(json_object_get(metadata, "control_cut")), j->control);
    json_decref(metadata);
}

static int run_jobs(const cli_args *args)
{
    wb_error err;
    job j = {.args = args};
    int result = options_read(&j);
    if (result == CLI_OK) {
        result = rows_read(&j);
    }
    if (result == CLI_OK) {
        wb_status st = types_write(&j, &err);
        cli_run_end(&j.run);
        result = st == WB_OK ? CLI_OK : cli_failed(&err, j.input.name);
    }
    if (result == CLI_OK) {
        cuts_tell(&j);
    }
    return job_end(&j, result);
}

static const cli_option options[] = {
    {"demands", "COL", "the score of demands; needed"},
    {"control", "COL", "the score of control; needed"},
    {"control-is-lack", NULL,
     "a high score of control says that there is little of it (as VBBA scales\n"
     "score)"},
    {"cuts", "D,C",
     "high is above these, of demands and of control (default: the medians of\n"
     "these rows; fix them when waves are compared)"},
    {"weights", "W", "column of weights of the medians (default: all 1)"},
    {"output", "FILE",
     "write there, when all is done (default: standard output);\n"
     "a file of SPSS or Stata when FILE ends in .sav, .zsav or .dta",
     CLI_WRITES},
    {"labels", NULL, "write the labels of coded columns in place of their codes (CSV)"},
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_jobs = {
    .name = "jobs",
    .summary = "the job type of every row, by demands and control",
    .usage = "SCORES.csv --demands COL --control COL [--cuts D,C] [--output FILE]",
    .about =
        "Writes the rows with a column job_type behind them (Karasek 1979): low demands "
        "with\n"
        "much control (low_strain) or little (passive), high demands with much (active) "
        "or\n"
        "little (high_strain); missing where a score is. A cut itself is low; standard "
        "error\n"
        "tells the cuts. To cross the types with outcomes: 'estimate --by job_type', or "
        "as a\n"
        "term of a model. All rows are in memory.",
    .example =
        "werkbaar jobs scores.csv --demands workload --control autonomy --weights w "
        "--output jobs.csv",
    .options = options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_jobs,
};
