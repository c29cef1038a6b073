/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The rows of a CSV file with new weights, and the report of what was done to them. */
#include "commands.h"
#include "input.h"
#include "message.h"
#include "output.h"
#include "rows.h"
#include "run.h"
#include "weighting.h"

#include <string.h>

typedef struct job {
    wb_weighting *weighting;
    wb_frame *frame;
    wb_frame *weighted;
    wb_frame *report;
    cli_input input;
    cli_output output;
    cli_output report_output;
    cli_run run;
} job;

static int paths_check(const cli_args *args)
{
    const char *report = cli_args_text(args, "report", NULL);
    if (!cli_args_has(args, "with")) {
        return cli_usage_error(args->command, "'--with' is missing");
    }
    if (report != NULL && strcmp(report, "-") == 0) {
        return cli_usage_error(args->command,
                               "'--report' is a file: the weights go to standard output");
    }
    return CLI_OK;
}

static int data_open(const cli_args *args, job *j)
{
    cli_list numbers = {0};
    int result = cli_weighting_numbers(j->weighting, &numbers);
    if (result == CLI_OK) {
        cli_roles roles = {.numbers = (const char *const *)numbers.items,
                           .n_numbers = numbers.n};
        result = cli_input_open(args, args->operands[0], &roles, &j->input);
    }
    cli_list_free(&numbers);
    return result;
}

static wb_status rows_write(const char *path, const wb_frame *frame, const char *note,
                            const cli_run *run, cli_output *output, wb_error *err)
{
    wb_source *source = NULL;
    wb_status st = wb_source_from_frame(frame, 0, &source, err);
    if (st == WB_OK) {
        st = cli_rows_write(path, source, note, 0, &run->run, output, err);
    }
    wb_source_free(source);
    return st;
}

/* Both files appear, or neither. */
static wb_status results_write(const cli_args *args, job *j, wb_error *err)
{
    const char *report = cli_args_text(args, "report", NULL);
    const char *note = j->input.preamble.note;
    wb_status st = rows_write(cli_args_text(args, "output", NULL), j->weighted, note,
                              &j->run, &j->output, err);
    if (st == WB_OK && report != NULL) {
        st = rows_write(report, j->report, note, &j->run, &j->report_output, err);
    }
    if (st == WB_OK && report != NULL) {
        st = cli_output_finish(&j->report_output, err);
    }
    return st == WB_OK ? cli_output_finish(&j->output, err) : st;
}

static wb_status weigh(job *j, wb_error *err)
{
    wb_status st = wb_source_collect(j->input.source, &j->run.run, &j->frame, err);
    if (st == WB_OK) {
        st = wb_weighting_apply(j->weighting, j->frame, &j->run.run, &j->weighted,
                                &j->report, err);
    }
    return st;
}

static double number_at(const job *j, const char *column, int64_t row)
{
    return wb_frame_double(j->report, (size_t)wb_frame_find(j->report, column), row);
}

/* A line per step: rows of the report without a margin. */
static void steps_tell(const job *j)
{
    size_t margin = (size_t)wb_frame_find(j->report, "margin");
    for (int64_t row = 0; row < wb_frame_row_count(j->report); row++) {
        if (!wb_frame_is_missing(j->report, margin, row)) {
            continue;
        }
        int32_t step = (int32_t)number_at(j, "step", row);
        double negative = number_at(j, "negative", row);
        cli_notice(&j->run,
                   "step %d, %s: %.0f rows, total %.15g, weights times %.4g to %.4g, "
                   "loss by unequal weights %.3f",
                   (int)step,
                   wb_weight_step_name(wb_weighting_step(j->weighting, (size_t)step - 1)),
                   number_at(j, "n", row), number_at(j, "after", row),
                   number_at(j, "g_min", row), number_at(j, "g_max", row),
                   number_at(j, "deff", row));
        if (negative > 0) {
            cli_notice(&j->run, "step %d leaves %.0f negative weights", (int)step,
                       negative);
        }
    }
}

static void job_close(job *j)
{
    cli_run_end(&j->run);
    cli_output_close(&j->output);
    cli_output_close(&j->report_output);
    cli_input_close(&j->input);
    wb_frame_free(j->report);
    wb_frame_free(j->weighted);
    wb_frame_free(j->frame);
    wb_weighting_free(j->weighting);
}

static int run_weight(const cli_args *args)
{
    wb_error err;
    job j = {0};
    int result = cli_run_read(args, &j.run);
    if (result == CLI_OK) {
        result = paths_check(args);
    }
    if (result == CLI_OK) {
        result = cli_weighting_open(cli_args_text(args, "with", ""), &j.weighting);
    }
    if (result == CLI_OK) {
        result = data_open(args, &j);
    }
    if (result == CLI_OK) {
        wb_status st = weigh(&j, &err);
        if (st == WB_OK) {
            st = results_write(args, &j, &err);
        }
        cli_run_end(&j.run);
        result = st == WB_OK ? CLI_OK : cli_failed(&err, j.input.name);
    }
    if (result == CLI_OK) {
        steps_tell(&j);
    }
    job_close(&j);
    return result;
}

static const cli_option options[] = {
    {"with", "FILE", "the weighting file (JSON): its steps and the totals to fit",
     CLI_READS},
    CLI_OUTPUT_OPTION,
    {"report", "FILE",
     "write what every step did there (CSV): per margin and category the\n"
     "total, the sum of weights before and after, and the factors",
     CLI_WRITES},
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_weight = {
    .name = "weight",
    .summary = "weights: non-response, calibration to known totals, trimming",
    .usage = "DATA.csv --with FILE.json [--output FILE] [--report FILE]",
    .about =
        "Takes the steps of a weighting file (non-response cells, post-stratification,\n"
        "raking, linear and bounded logit calibration, trimming) one after another and\n"
        "writes DATA.csv ('-': standard input) with three more columns: weight,\n"
        "weight_before (what entered the last calibration) and weight_g (their "
        "quotient).\n"
        "The file may call them otherwise. Every margin fits to 1e-10, or the command\n"
        "says which category cannot be met and why, and writes nothing.",
    .example = "werkbaar weight answers.csv --with margins.json --output weighted.csv "
               "--report fit.csv",
    .options = options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_weight,
};
