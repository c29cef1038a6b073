/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tallies of parts that lie on different machines: made there, merged, estimated from. */
#include "columns.h"
#include "commands.h"
#include "design.h"
#include "input.h"
#include "message.h"
#include "note.h"
#include "output.h"
#include "results.h"
#include "run.h"

#include <string.h>

#define CONFIDENTIAL                                                                     \
    "A tally is as confidential as the answers it was made of: a group in it may be "    \
    "one\n"                                                                              \
    "person."

typedef struct job {
    cli_design design;
    cli_results results;
    wb_tally *tally;
    wb_frame *frame;
    cli_input input;
    cli_output output;
    cli_run run;
    const char *file; /* that is being read */
} job;

static void job_close(job *j)
{
    cli_run_end(&j->run);
    cli_output_close(&j->output);
    cli_input_close(&j->input);
    wb_frame_free(j->frame);
    wb_tally_free(j->tally);
    cli_results_free(&j->results);
    cli_design_free(&j->design);
}

static int job_end(job *j, int result)
{
    job_close(j);
    return result;
}

static int output_needed(const cli_args *args)
{
    return cli_args_has(args, "output")
               ? CLI_OK
               : cli_usage_error(args->command,
                                 "'--output' is missing: a tally is a file");
}

static wb_status tally_save(const cli_args *args, job *j, wb_error *err)
{
    wb_status st = cli_output_open(cli_args_text(args, "output", NULL), &j->output, err);
    if (st == WB_OK) {
        st = wb_tally_write(j->tally, j->output.writer, err);
    }
    return st == WB_OK ? cli_output_finish(&j->output, err) : st;
}

static void confidential_tell(const job *j)
{
    cli_notice(&j->run, "%lld rows; the tally is as confidential as the answers",
               (long long)wb_tally_row_count(j->tally));
}

/* ---- tallies that are there ---- */

static wb_status tally_load(const char *path, wb_tally **tally, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_open(path, &reader, err);
    if (st == WB_OK) {
        st = wb_tally_read(reader, tally, err);
    }
    wb_reader_free(reader);
    return st;
}

/* ---- make ---- */

static wb_status rows_take(job *j, wb_error *err)
{
    wb_status st = WB_OK;
    if (j->tally == NULL) {
        st = wb_tally_new(j->design.spec, &j->tally, err);
    }
    return st == WB_OK
               ? wb_tally_update_source(j->tally, j->input.source, &j->run.run, err)
               : st;
}

/* A second pass begins with what the first one found, and does as that was told. */
static int second_begin(const cli_args *args, job *j)
{
    const char *path = cli_args_text(args, "after", "");
    wb_tally *first = NULL;
    wb_error err;
    int result = cli_design_alone(args, "after");
    if (result != CLI_OK) {
        return result;
    }
    wb_status st = tally_load(path, &first, &err);
    if (st == WB_OK) {
        st = wb_tally_spec(first, &j->design.spec, &err);
    }
    if (st == WB_OK) {
        st = wb_tally_second_pass(first, &j->tally, &err);
    }
    wb_tally_free(first);
    return st == WB_OK ? CLI_OK : cli_failed(&err, path);
}

static int run_make(const cli_args *args)
{
    wb_error err;
    job j = {.design = {.args = args}};
    int result = cli_run_read(args, &j.run);
    if (result == CLI_OK) {
        result = output_needed(args);
    }
    if (result == CLI_OK) {
        result = cli_args_has(args, "after") ? second_begin(args, &j)
                                             : cli_design_read(args, &j.design);
    }
    for (size_t i = 0; i < args->n_operands && result == CLI_OK; i++) {
        cli_input_close(&j.input);
        result = cli_design_open(&j.design, args->operands[i], NULL, &j.input);
        if (result == CLI_OK) {
            wb_status st = rows_take(&j, &err);
            cli_run_end(&j.run);
            result = st == WB_OK ? CLI_OK : cli_failed(&err, j.input.name);
        }
    }
    if (result == CLI_OK) {
        result = tally_save(args, &j, &err) == WB_OK ? CLI_OK : cli_failed(&err, NULL);
    }
    if (result == CLI_OK) {
        confidential_tell(&j);
    }
    return job_end(&j, result);
}

/* ---- merge ---- */

/* The tally of all operands; prints which of them is wrong. */
static int tallies_merge(const cli_args *args, job *j)
{
    wb_error err;
    for (size_t i = 0; i < args->n_operands; i++) {
        wb_tally *part = NULL;
        wb_status st = tally_load(args->operands[i], &part, &err);
        if (st == WB_OK && j->tally == NULL) {
            j->tally = part;
            part = NULL;
        } else if (st == WB_OK) {
            st = wb_tally_merge(j->tally, part, &err);
        }
        wb_tally_free(part);
        if (st != WB_OK) {
            return cli_failed(&err, args->operands[i]);
        }
    }
    return CLI_OK;
}

static int run_merge(const cli_args *args)
{
    wb_error err;
    job j = {0};
    int result = cli_run_read(args, &j.run);
    if (result == CLI_OK) {
        result = output_needed(args);
    }
    if (result == CLI_OK) {
        result = tallies_merge(args, &j);
    }
    if (result == CLI_OK) {
        result = tally_save(args, &j, &err) == WB_OK ? CLI_OK : cli_failed(&err, NULL);
    }
    if (result == CLI_OK) {
        confidential_tell(&j);
    }
    return job_end(&j, result);
}

/* ---- estimate ---- */

static wb_status results_write(const cli_args *args, int32_t format, job *j,
                               wb_error *err)
{
    wb_status st = cli_results_make(&j->results, j->tally, &j->run.run, &j->frame, err);
    const char *note = st == WB_OK ? cli_note_of(j->frame) : NULL;
    if (st == WB_OK) {
        st = cli_note_set(j->frame, note, err);
    }
    if (st == WB_OK) {
        st = cli_output_open(cli_args_text(args, "output", NULL), &j->output, err);
    }
    if (st == WB_OK) {
        st = cli_frame_write(j->output.writer, j->frame, format, note, err);
    }
    return st == WB_OK ? cli_output_finish(&j->output, err) : st;
}

/* What is of the file of a test or of standardising, and of a test of fit alone. */
static int fit_check(const cli_args *args, const cli_results *results)
{
    int result = strncmp(cli_args_text(args, "test", ""), "fit:", 4) != 0
                     ? cli_args_without(args, "proportion", "goes with '--test fit:FILE'")
                     : CLI_OK;
    return result == CLI_OK && results->file == NULL
               ? cli_args_without(args, CLI_INPUT_NAMES,
                                  "goes with '--test fit:FILE' or '--standardise'")
               : result;
}

static int run_tally_estimate(const cli_args *args)
{
    wb_error err;
    job j = {0};
    int32_t format = 0;
    int result = cli_run_read(args, &j.run);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "format", cli_formats, &format);
    }
    if (result == CLI_OK) {
        result = cli_results_read(args, &j.results);
    }
    if (result == CLI_OK) {
        result = fit_check(args, &j.results);
    }
    if (result == CLI_OK) {
        result = tallies_merge(args, &j);
    }
    if (result == CLI_OK) {
        wb_status st = results_write(args, format, &j, &err);
        cli_run_end(&j.run);
        result = st == WB_OK ? CLI_OK : cli_failed(&err, args->operands[0]);
    }
    return job_end(&j, result);
}

/* ---- descriptions ---- */

static const cli_option make_options[] = {
    {"output", "FILE.tally", "where the tally goes; needed", CLI_WRITES},
    CLI_DESIGN_OPTIONS,
    {"after", "FIRST.tally",
     "a second pass, which standard errors of quantiles and ranks need:\n"
     "FIRST.tally is of all rows, and says what is estimated",
     CLI_READS},
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_tally_make = {
    .name = "tally make",
    .summary = "what one pass over rows leaves behind, to merge with that of others",
    .usage = "DATA.csv ... --output PART.tally --mean A,B ... [--by G,H] ...",
    .about =
        "Reads the files (rows of one after those of the other) and keeps only what the\n"
        "estimates need. Parts that are made with the same options, on any machine, "
        "merge;\n"
        "nothing about the estimates is decided before 'werkbaar tally estimate'. A "
        "cluster\n"
        "may be in several parts.\n\n" CONFIDENTIAL,
    .example = "werkbaar tally make north.csv --output north.tally --mean werkbaar --by "
               "sector \\\n"
               "    --weights w --strata region --clusters company",
    .options = make_options,
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .run = run_make,
};

static const cli_option merge_options[] = {
    {"output", "FILE.tally", "where the tally of all goes; needed", CLI_WRITES},
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_tally_merge = {
    .name = "tally merge",
    .summary = "the tally of all the rows of several tallies",
    .usage = "A.tally B.tally ... --output ALL.tally",
    .about = "Merges tallies of one specification that were made of different rows. "
             "Whether rows\n"
             "were counted twice cannot be seen from a tally.\n\n" CONFIDENTIAL,
    .example = "werkbaar tally merge north.tally south.tally --output all.tally",
    .options = merge_options,
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .run = run_merge,
};

static const cli_option estimate_options[] = {
    CLI_RESULTS_OPTIONS,
    {"proportion", "A", "with --test fit: which proportion"},
    {"mse", NULL, "differences of replicates that are made from the estimate itself"},
    {"rep-rho", "X", "rho of fay, of replicates that are made"},
    {"format", "F", "table (default), csv, json or xlsx"},
    CLI_OUTPUT_OPTION,
    {"delimiter", "C", "of the file of --test fit or --standardise"},
    {"decimal", "C", "the same: its decimal mark"},
    {"types", "NAME:TYPE,..", "the same: its column types"},
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_tally_estimate = {
    .name = "tally estimate",
    .summary = "the estimates of one or more tallies",
    .usage = "A.tally [B.tally ...] [--ci HOW] [--test TEST] ...",
    .about = "Merges the tallies, when there are several, and estimates as 'werkbaar "
             "estimate'\n"
             "does from the rows.",
    .example = "werkbaar tally estimate north.tally south.tally --test pairs:sector",
    .options = estimate_options,
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .run = run_tally_estimate,
};
