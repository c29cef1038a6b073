/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A regression of an outcome, from a CSV file that is read several times. */
#include "columns.h"
#include "commands.h"
#include "design.h"
#include "input.h"
#include "message.h"
#include "modelling.h"
#include "note.h"
#include "output.h"
#include "results.h"
#include "run.h"

#include <stdlib.h>
#include <string.h>

typedef struct job {
    const cli_args *args;
    cli_design design;
    wb_estimate_options estimating;
    wb_model *model;
    wb_fit *fit;
    wb_frame *frame;
    wb_frame *profiles; /* of predictions */
    cli_list of;        /* risks or terms */
    cli_input input;
    cli_output output;
    cli_run run;
    int32_t format;
    int32_t table;
} job;

/* Those from RISKS on are made of the rows, or of profiles. */
enum { RISKS = 4, MARGINS = 5, PREDICTIONS = 6 };
static const char *const tables[] = {"coefficients", "terms", "summary",
                                     "covariance",   "risks", "margins",
                                     "predictions",  NULL};

static int options_read(job *j)
{
    int result = cli_run_read(j->args, &j->run);
    if (result == CLI_OK) {
        result = cli_args_choice(j->args, "format", cli_formats, &j->format);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(j->args, "table", tables, &j->table);
    }
    if (result == CLI_OK &&
        (j->table == PREDICTIONS) != cli_args_has(j->args, "profiles")) {
        result = cli_usage_error(
            j->args->command, "'--table predictions' and '--profiles FILE' go together");
    }
    if (result == CLI_OK && j->table != RISKS && j->table != MARGINS) {
        result = cli_args_without(j->args, "of by",
                                  "goes with '--table risks' or '--table margins'");
    }
    if (result == CLI_OK) {
        result = cli_args_list(j->args, "of", &j->of);
    }
    if (result == CLI_OK && strcmp(j->args->operands[0], "-") == 0) {
        result = cli_usage_error(
            j->args->command, "the rows are read several times, and standard input can "
                              "be read once: give a file");
    }
    if (result == CLI_OK) {
        result = cli_design_read_alone(j->args, &j->design);
    }
    if (result == CLI_OK) {
        result = cli_estimating_read(j->args, &j->estimating);
    }
    return result == CLI_OK ? cli_model_read(j->args, &j->model) : result;
}

/* Of the rows: the terms of --of, by the groups of --by. */
static wb_status rows_table(job *j, wb_error *err)
{
    const char *const *terms = (const char *const *)j->of.items;
    const cli_list *by = &j->design.by;
    const char *const *groups = (const char *const *)by->items;
    return j->table == RISKS ? wb_fit_risks(j->fit, j->input.source, terms, j->of.n,
                                            groups, by->n, &j->run.run, &j->frame, err)
                             : wb_fit_margins(j->fit, j->input.source, terms, j->of.n,
                                              groups, by->n, &j->run.run, &j->frame, err);
}

static wb_status table_make(job *j, wb_error *err)
{
    wb_status st = wb_model_set_design(j->model, j->design.spec, err);
    if (st == WB_OK) {
        st = wb_model_fit_source(j->model, j->input.source, NULL, &j->estimating,
                                 &j->run.run, &j->fit, err);
    }
    if (st != WB_OK) {
        return st;
    }
    if (j->table == PREDICTIONS) {
        return wb_fit_predict(j->fit, j->profiles, &j->frame, err);
    }
    return j->table < RISKS ? wb_fit_table(j->fit, j->table + 1, &j->frame, err)
                            : rows_table(j, err);
}

static wb_status results_write(job *j, wb_error *err)
{
    const char *note = j->input.preamble.note;
    wb_status st = cli_note_set(j->frame, note, err);
    if (st == WB_OK) {
        st = cli_output_open(cli_args_text(j->args, "output", NULL), &j->output, err);
    }
    if (st == WB_OK) {
        st = cli_frame_write(j->output.writer, j->frame, j->format, note, err);
    }
    return st == WB_OK ? cli_output_finish(&j->output, err) : st;
}

static void job_close(job *j)
{
    cli_run_end(&j->run);
    cli_output_close(&j->output);
    cli_input_close(&j->input);
    wb_frame_free(j->frame);
    wb_frame_free(j->profiles);
    wb_fit_free(j->fit);
    wb_model_free(j->model);
    cli_list_free(&j->of);
    cli_design_free(&j->design);
}

static int run_model(const cli_args *args)
{
    wb_error err;
    job j = {.args = args};
    int result = options_read(&j);
    if (result == CLI_OK && j.table == PREDICTIONS) {
        result = cli_table_read(args, cli_args_text(args, "profiles", NULL), NULL,
                                &j.profiles);
    }
    if (result == CLI_OK) {
        result = cli_design_open(&j.design, args->operands[0], NULL, &j.input);
    }
    if (result == CLI_OK) {
        wb_status st = table_make(&j, &err);
        if (st == WB_OK) {
            st = results_write(&j, &err);
        }
        cli_run_end(&j.run);
        result = st == WB_OK ? CLI_OK : cli_failed(&err, j.input.name);
    }
    job_close(&j);
    return result;
}

static const cli_option options[] = {
    CLI_MODEL_OPTIONS,
    {"table", "T",
     "coefficients (default), terms, summary, covariance; risks: the share of\n"
     "the problems that goes with each risk, ranked; margins: average marginal\n"
     "effects; predictions: what is expected of --profiles"},
    {"of", "A,B,..", "the risks or terms of those tables (default: all)"},
    {"by", "A,B,..", "columns whose combinations are the groups of risks and margins"},
    {"profiles", "FILE.csv", "rows with a value of every term, to predict", CLI_READS},
    CLI_SAMPLE_OPTIONS,
    CLI_FIT_OPTIONS,
    {"format", "F", "table (default), csv, json or xlsx"},
    CLI_OUTPUT_OPTION,
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_model = {
    .name = "model",
    .summary = "what goes with an outcome: regression, risk profiles, predictions",
    .usage = "DATA.csv --outcome COL --term A,B ... [--interaction A:B] ...",
    .about =
        "Reads DATA.csv several times and fits a regression with the variance of the "
        "design.\n"
        "Rows with a missing outcome or term are left out of the model and stay in the\n"
        "design. A status tells which category is the reference, which coefficient is\n"
        "aliased (those above it determine it) and which is separated (no finite "
        "estimate).\n"
        "Coefficients say what goes together in these rows, never what causes what. "
        "Rows\n"
        "in several places: 'model pass'. See docs/models.md.",
    .example =
        "werkbaar model scores.csv --outcome stress --term sector=zorg,age,night \\\n"
        "    --weights w --strata region --table terms",
    .options = options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_model,
};
