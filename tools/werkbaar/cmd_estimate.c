/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The estimates frame of one CSV file, read once in constant memory, or twice; calibrated
 * weights take all its rows. */
#include "columns.h"
#include "commands.h"
#include "design.h"
#include "input.h"
#include "message.h"
#include "note.h"
#include "output.h"
#include "results.h"
#include "run.h"
#include "weighting.h"

#include <string.h>

typedef struct job {
    cli_design design;
    cli_results results;
    wb_weighting *weighting; /* NULL: weights are as they are */
    wb_frame *rows;          /* of weights that are calibrated */
    wb_frame *weighted;
    wb_source *source; /* of them */
    wb_tally *tally;
    wb_frame *frame;
    cli_input input;
    cli_output output;
    cli_run run;
    int32_t format;
} job;

static int calibration_open(const cli_args *args, job *j)
{
    static const char *const others[] = {"weights", "spec", "replicates",
                                         "make-replicates"};
    if (!cli_args_has(args, "calibrate")) {
        return CLI_OK;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (cli_args_has(args, others[i])) {
            return cli_usage_error(args->command,
                                   "'--%s' and '--calibrate' exclude each other: the "
                                   "weighting file says what the weights are",
                                   others[i]);
        }
    }
    return cli_weighting_open(cli_args_text(args, "calibrate", ""), &j->weighting);
}

static int options_read(const cli_args *args, job *j)
{
    int result = cli_run_read(args, &j->run);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "format", cli_formats, &j->format);
    }
    if (result == CLI_OK) {
        result = cli_design_read(args, &j->design);
    }
    if (result == CLI_OK) {
        result = calibration_open(args, j);
    }
    if (result == CLI_OK && strcmp(args->operands[0], "-") == 0 &&
        j->design.quantiles.n + j->design.ranks.n > 0 && j->weighting == NULL) {
        result = cli_usage_error(args->command,
                                 "'--quantile' and '--rank' read the rows twice, and "
                                 "standard input can be read once: give a file");
    }
    return result == CLI_OK ? cli_results_read(args, &j->results) : result;
}

/* Weights are calibrated on all rows at once. */
static wb_status rows_weigh(job *j, wb_error *err)
{
    wb_status st = wb_source_collect(j->input.source, &j->run.run, &j->rows, err);
    if (st == WB_OK) {
        st = wb_weighting_apply(j->weighting, j->rows, &j->run.run, &j->weighted, NULL,
                                err);
    }
    return st == WB_OK ? wb_source_from_frame(j->weighted, 0, &j->source, err) : st;
}

/* The tally of a second pass over the source takes the place of the first one's. */
static wb_status read_again(job *j, wb_source *source, wb_error *err)
{
    wb_tally *second = NULL;
    wb_status st = wb_tally_second_pass(j->tally, &second, err);
    if (st == WB_E_ARG) {
        return WB_OK; /* nothing needs it */
    }
    if (st == WB_OK && wb_source_rewind(source, NULL) != WB_OK) {
        *err = (wb_error){.status = WB_E_UNSUPPORTED,
                          .row = -1,
                          .message = "quantiles and ranks need the rows twice, and these "
                                     "can be read once only: give a file"};
        st = WB_E_UNSUPPORTED;
    }
    if (st == WB_OK) {
        st = wb_tally_update_source(second, source, &j->run.run, err);
    }
    if (st == WB_OK) {
        wb_tally *first = j->tally;
        j->tally = second;
        second = first;
    }
    wb_tally_free(second);
    return st;
}

static wb_status results_make(job *j, wb_error *err)
{
    wb_status st = wb_tally_new(j->design.spec, &j->tally, err);
    if (st == WB_OK && j->weighting != NULL) {
        st = rows_weigh(j, err);
    }
    if (st == WB_OK) {
        wb_source *source = j->source != NULL ? j->source : j->input.source;
        st = wb_tally_update_source(j->tally, source, &j->run.run, err);
        if (st == WB_OK) {
            st = read_again(j, source, err);
        }
    }
    if (st == WB_OK) {
        st = cli_results_make(&j->results, j->tally, &j->run.run, &j->frame, err);
    }
    return st;
}

static wb_status results_write(const cli_args *args, job *j, wb_error *err)
{
    const char *note = j->input.preamble.note;
    wb_status st = cli_note_set(j->frame, note, err);
    if (st == WB_OK) {
        st = cli_output_open(cli_args_text(args, "output", NULL), &j->output, err);
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
    wb_source_free(j->source);
    cli_input_close(&j->input);
    wb_frame_free(j->frame);
    wb_frame_free(j->weighted);
    wb_frame_free(j->rows);
    wb_tally_free(j->tally);
    wb_weighting_free(j->weighting);
    cli_results_free(&j->results);
    cli_design_free(&j->design);
}

static int run_estimate(const cli_args *args)
{
    wb_error err;
    job j = {0};
    int result = options_read(args, &j);
    if (result == CLI_OK) {
        result = cli_design_open(&j.design, args->operands[0], j.weighting, &j.input);
    }
    if (result == CLI_OK) {
        wb_status st = results_make(&j, &err);
        if (st == WB_OK) {
            st = results_write(args, &j, &err);
        }
        cli_run_end(&j.run);
        result = st == WB_OK ? CLI_OK : cli_failed(&err, j.input.name);
    }
    job_close(&j);
    return result;
}

static const cli_option options[] = {
    CLI_DESIGN_OPTIONS,
    {"calibrate", "FILE.json",
     "calibrate the weights with a weighting file (see 'werkbaar weight'),\n"
     "with a variance that knows of it",
     CLI_READS},
    CLI_RESULTS_OPTIONS,
    {"format", "F", "table (default), csv, json or xlsx"},
    CLI_OUTPUT_OPTION,
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_estimate = {
    .name = "estimate",
    .summary = "estimates of any design with standard errors, intervals and tests",
    .usage = "DATA.csv --mean A,B | --total A,B | --proportion C ... [--by G,H] ...",
    .about =
        "Reads DATA.csv ('-': standard input) and estimates for the population, by\n"
        "linearisation or replicates. Units are drawn with replacement within strata "
        "unless\n"
        "--fpc says otherwise. Columns of the result: those of --by, then statistic,\n"
        "variable (of a ratio: A/B), category, estimate, se, lower, upper, df, n, deff,\n"
        "status. A missing outcome leaves its row out of that outcome alone; a missing\n"
        "weight, stratum or cluster is an error. Differences say what goes together, "
        "never\n"
        "what causes what.\n\n"
        "A list (A,B,..) is split at its commas; to give names that hold a comma, quote\n"
        "the name (\"a,b\") or repeat the option, once for each name.",
    .example =
        "werkbaar estimate scores.csv --mean werkbaar --by sector --weights w \\\n"
        "    --strata region --clusters company,team --test pairs:sector --adjust holm",
    .options = options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_estimate,
};
