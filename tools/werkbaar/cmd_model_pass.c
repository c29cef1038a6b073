/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A model of rows that lie on different machines: passes made there, brought together,
 * and made into the next pass, until there is a fit. */
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

#include <string.h>

#define CONFIDENTIAL                                                                     \
    "A pass is as confidential as the answers it was made of. See docs/models.md."

typedef struct job {
    const cli_args *args;
    cli_design design;
    wb_estimate_options estimating;
    wb_model *model;
    wb_model_pass *pass;
    wb_fit *fit;
    wb_frame *profiles;
    wb_frame *frame;
    cli_input input;
    cli_output output;
    cli_run run;
    int32_t format;
    int32_t table;
} job;

static const char *const tables[] = {"coefficients", "terms",       "summary",
                                     "covariance",   "predictions", NULL};
enum { PREDICTIONS = 4 };

static int job_end(job *j, int result)
{
    cli_run_end(&j->run);
    cli_output_close(&j->output);
    cli_input_close(&j->input);
    wb_frame_free(j->frame);
    wb_frame_free(j->profiles);
    wb_fit_free(j->fit);
    wb_model_pass_free(j->pass);
    wb_model_free(j->model);
    cli_design_free(&j->design);
    return result;
}

/* `option` names the file that a pass is written to. */
static int file_needed(const cli_args *args, const char *option)
{
    if (!cli_args_has(args, option)) {
        return cli_usage_error(args->command, "'--%s' is missing: a pass is a file",
                               option);
    }
    return CLI_OK;
}

static wb_status pass_save(job *j, const char *option, wb_error *err)
{
    wb_status st = cli_output_open(cli_args_text(j->args, option, NULL), &j->output, err);
    if (st == WB_OK) {
        st = wb_model_pass_write(j->pass, j->output.writer, err);
    }
    return st == WB_OK ? cli_output_finish(&j->output, err) : st;
}

static wb_status pass_load(const char *path, wb_model_pass **pass, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_open(path, &reader, err);
    if (st == WB_OK) {
        st = wb_model_pass_read(reader, pass, err);
    }
    wb_reader_free(reader);
    return st;
}

/* ---- rows of a part ---- */

/* What --after says already. */
static int said_once(const cli_args *args)
{
    static const cli_option said[] = {CLI_MODEL_OPTIONS, CLI_SAMPLE_OPTIONS,
                                      CLI_FIT_OPTIONS};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        if (cli_args_has(args, said[i].name)) {
            return cli_usage_error(args->command,
                                   "'--%s' and '--after' exclude each other: the pass "
                                   "says it all",
                                   said[i].name);
        }
    }
    return CLI_OK;
}

/* A later pass begins with what the earlier ones found. */
static int later_begin(job *j)
{
    const char *path = cli_args_text(j->args, "after", "");
    wb_error err;
    int result = said_once(j->args);
    if (result != CLI_OK) {
        return result;
    }
    if (pass_load(path, &j->pass, &err) != WB_OK ||
        wb_model_pass_model(j->pass, &j->model, &err) != WB_OK) {
        return cli_failed(&err, path);
    }
    if (wb_model_pass_row_count(j->pass) > 0) {
        return cli_usage_error(j->args->command,
                               "'%s' has rows already: '--after' takes what 'model step' "
                               "wrote",
                               path);
    }
    return cli_model_design(j->model, &j->design.spec);
}

static int pass_begin(job *j)
{
    int result = cli_run_read(j->args, &j->run);
    if (result == CLI_OK) {
        result = file_needed(j->args, "output");
    }
    if (result != CLI_OK) {
        return result;
    }
    if (cli_args_has(j->args, "after")) {
        return later_begin(j);
    }
    result = cli_design_read_alone(j->args, &j->design);
    if (result == CLI_OK) {
        result = cli_estimating_read(j->args, &j->estimating);
    }
    return result == CLI_OK ? cli_model_read(j->args, &j->model) : result;
}

/* The columns of the first file say what the design is. */
static wb_status first_make(job *j, wb_error *err)
{
    wb_status st = wb_model_set_design(j->model, j->design.spec, err);
    return st == WB_OK ? wb_model_pass_new(j->model, NULL, &j->estimating, &j->pass, err)
                       : st;
}

static int rows_take(job *j, const char *path)
{
    wb_error err;
    wb_status st = WB_OK;
    cli_input_close(&j->input);
    int result = cli_design_open(&j->design, path, NULL, &j->input);
    if (result != CLI_OK) {
        return result;
    }
    if (j->pass == NULL) {
        st = first_make(j, &err);
    }
    if (st == WB_OK) {
        st = wb_model_pass_update_source(j->pass, j->input.source, &j->run.run, &err);
    }
    cli_run_end(&j->run);
    return st == WB_OK ? CLI_OK : cli_failed(&err, j->input.name);
}

static int pass_end(job *j)
{
    wb_error err;
    if (pass_save(j, "output", &err) != WB_OK) {
        return cli_failed(&err, NULL);
    }
    cli_notice(&j->run, "pass %d, %lld rows; as confidential as the answers",
               (int)wb_model_pass_number(j->pass),
               (long long)wb_model_pass_row_count(j->pass));
    return CLI_OK;
}

static int run_pass(const cli_args *args)
{
    job j = {.args = args, .design = {.args = args}};
    int result = pass_begin(&j);
    for (size_t i = 0; i < args->n_operands && result == CLI_OK; i++) {
        result = rows_take(&j, args->operands[i]);
    }
    return job_end(&j, result == CLI_OK ? pass_end(&j) : result);
}

/* ---- merge ---- */

/* The pass of all operands. */
static int passes_merge(job *j)
{
    wb_error err;
    for (size_t i = 0; i < j->args->n_operands; i++) {
        wb_model_pass *part = NULL;
        wb_status st = pass_load(j->args->operands[i], &part, &err);
        if (st == WB_OK && j->pass == NULL) {
            j->pass = part;
            part = NULL;
        } else if (st == WB_OK) {
            st = wb_model_pass_merge(j->pass, part, &err);
        }
        wb_model_pass_free(part);
        if (st != WB_OK) {
            return cli_failed(&err, j->args->operands[i]);
        }
    }
    return CLI_OK;
}

static int run_merge(const cli_args *args)
{
    job j = {.args = args};
    int result = cli_run_read(args, &j.run);
    if (result == CLI_OK) {
        result = file_needed(args, "output");
    }
    if (result == CLI_OK) {
        result = passes_merge(&j);
    }
    return job_end(&j, result == CLI_OK ? pass_end(&j) : result);
}

/* ---- step ---- */

static int step_read(job *j)
{
    const cli_args *args = j->args;
    int result = cli_run_read(args, &j->run);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "format", cli_formats, &j->format);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "table", tables, &j->table);
    }
    if (result == CLI_OK && (j->table == PREDICTIONS) != cli_args_has(args, "profiles")) {
        result = cli_usage_error(
            args->command, "'--table predictions' and '--profiles FILE' go together");
    }
    if (result == CLI_OK && j->table != PREDICTIONS) {
        result = cli_args_without(args, CLI_INPUT_NAMES, "goes with '--profiles'");
    }
    if (result == CLI_OK) {
        result = file_needed(args, "next");
    }
    return result == CLI_OK && j->table == PREDICTIONS
               ? cli_table_read(args, cli_args_text(args, "profiles", NULL), NULL,
                                &j->profiles)
               : result;
}

static wb_status table_write(job *j, wb_error *err)
{
    wb_status st = j->table == PREDICTIONS
                       ? wb_fit_predict(j->fit, j->profiles, &j->frame, err)
                       : wb_fit_table(j->fit, j->table + 1, &j->frame, err);
    const char *note = st == WB_OK ? cli_note_of(j->frame) : NULL;
    if (st == WB_OK) {
        st = cli_note_set(j->frame, note, err);
    }
    if (st == WB_OK) {
        st = cli_output_open(cli_args_text(j->args, "output", NULL), &j->output, err);
    }
    if (st == WB_OK) {
        st = cli_frame_write(j->output.writer, j->frame, j->format, note, err);
    }
    return st == WB_OK ? cli_output_finish(&j->output, err) : st;
}

static int step_make(job *j)
{
    wb_error err;
    wb_status st = wb_model_pass_step(j->pass, &j->fit, &err);
    int more = st == WB_OK && j->fit == NULL;
    if (st == WB_OK) {
        st = more ? pass_save(j, "next", &err) : table_write(j, &err);
    }
    if (st != WB_OK) {
        return cli_failed(&err, NULL);
    }
    if (more) {
        cli_notice(&j->run,
                   "pass %d is next: 'werkbaar model pass --after %s' where "
                   "there are rows",
                   (int)wb_model_pass_number(j->pass),
                   cli_args_text(j->args, "next", ""));
    }
    return CLI_OK;
}

static int run_step(const cli_args *args)
{
    job j = {.args = args};
    int result = step_read(&j);
    if (result == CLI_OK) {
        result = passes_merge(&j);
    }
    return job_end(&j, result == CLI_OK ? step_make(&j) : result);
}

/* ---- descriptions ---- */

static const cli_option pass_options[] = {
    {"output", "FILE.pass", "where the pass goes; needed", CLI_WRITES},
    {"after", "NEXT.pass",
     "a later pass: what 'model step' wrote, which says which model it is of", CLI_READS},
    CLI_MODEL_OPTIONS,
    CLI_SAMPLE_OPTIONS,
    CLI_FIT_OPTIONS,
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_model_pass = {
    .name = "model pass",
    .summary = "one pass of fitting a model over the rows that are here",
    .usage = "DATA.csv ... --output PART.pass --outcome COL --term A,B ... | --after "
             "NEXT.pass",
    .about =
        "Fitting a model takes eight passes over its rows or so. Where these are in "
        "several\n"
        "places, each makes its part of a pass with the same options; 'model step' "
        "brings\n"
        "the parts together and makes the next pass of them, to be taken where there "
        "are\n"
        "rows with '--after'. The fit is that of all rows at once.\n\n" CONFIDENTIAL,
    .example =
        "werkbaar model pass north.csv --output north.pass --outcome stress --term "
        "sector,age \\\n"
        "    --weights w --strata region",
    .options = pass_options,
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .run = run_pass,
};

static const cli_option merge_options[] = {
    {"output", "FILE.pass", "where the pass of all goes; needed", CLI_WRITES},
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_model_merge = {
    .name = "model merge",
    .summary = "the parts of one pass of fitting a model brought together",
    .usage = "A.pass B.pass ... --output ALL.pass",
    .about =
        "Merges parts of one pass that were made of different rows, for who hands "
        "them on.\n"
        "Whether rows were counted twice cannot be seen from a pass.\n\n" CONFIDENTIAL,
    .example = "werkbaar model merge north.pass south.pass --output all.pass",
    .options = merge_options,
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .run = run_merge,
};

static const cli_option step_options[] = {
    {"next", "FILE.pass", "where the next pass goes, when there is one; needed",
     CLI_WRITES},
    {"table", "T",
     "of the fit: coefficients (default), terms, summary, covariance, or\n"
     "predictions of --profiles"},
    {"profiles", "FILE.csv", "rows with a value of every term, to predict", CLI_READS},
    {"format", "F", "table (default), csv, json or xlsx"},
    {"output", "FILE", "write the fit there, when it is there (default: standard output)",
     CLI_WRITES},
    {"delimiter", "C", "of the file of --profiles"},
    {"decimal", "C", "the same: its decimal mark"},
    {"types", "NAME:TYPE,..", "the same: its column types"},
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_model_step = {
    .name = "model step",
    .summary = "from all parts of a pass to the next pass, or to the fit",
    .usage = "A.pass [B.pass ...] --next NEXT.pass [--table T] [--output FILE]",
    .about =
        "Merges the parts of a pass. Either NEXT.pass is written, to be taken to the "
        "rows, or\n"
        "there is nothing more to ask of them and the table of the fit is written: "
        "repeat\n"
        "'model pass --after' and 'model step' until it is there. Another table needs "
        "no\n"
        "further pass: step once more with the same parts.\n\n" CONFIDENTIAL,
    .example = "werkbaar model step north.pass south.pass --next next.pass --output "
               "fit.csv --format csv",
    .options = step_options,
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .run = run_step,
};
