/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The estimates frame of one CSV file, read once in constant memory. */
#include "columns.h"
#include "commands.h"
#include "input.h"
#include "message.h"
#include "note.h"
#include "output.h"
#include "run.h"

#include <stdlib.h>

static const char *const intervals[] = {"logit",         "wald",       "wilson",
                                        "beta",          "likelihood", "asin",
                                        "agresti_coull", "jeffreys",   NULL};

typedef struct job {
    cli_list means, totals, proportions, by, strata;
    wb_spec *spec;
    wb_tally *tally;
    wb_frame *estimates;
    cli_input input;
    cli_output output;
    cli_run run;
    wb_estimate_options options;
    int32_t format;
} job;

static int lists_read(const cli_args *args, job *j)
{
    const struct {
        const char *name;
        cli_list *list;
    } lists[] = {{"mean", &j->means},
                 {"total", &j->totals},
                 {"proportion", &j->proportions},
                 {"by", &j->by},
                 {"strata", &j->strata}};
    int result = CLI_OK;
    for (size_t i = 0; i < sizeof lists / sizeof *lists && result == CLI_OK; i++) {
        result = cli_args_list(args, lists[i].name, lists[i].list);
    }
    if (result == CLI_OK && j->means.n + j->totals.n + j->proportions.n == 0) {
        result =
            cli_usage_error(args->command, "nothing to estimate: give --mean, --total "
                                           "or --proportion");
    }
    return result;
}

static int options_read(const cli_args *args, job *j)
{
    j->options = (wb_estimate_options)WB_ESTIMATE_OPTIONS_INIT;
    int result = cli_run_read(args, &j->run);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "ci", intervals, &j->options.interval);
    }
    if (result == CLI_OK) {
        result = cli_args_number(args, "level", 0, 1, &j->options.level);
    }
    if (result == CLI_OK) {
        result = cli_args_number(args, "interval-level", 0, 1, &j->options.level);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "format", cli_formats, &j->format);
    }
    return result;
}

static wb_status estimands_add(wb_spec *spec, int32_t statistic, const cli_list *columns,
                               wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t i = 0; i < columns->n && st == WB_OK; i++) {
        st = wb_spec_add_estimand(spec, statistic, columns->items[i], err);
    }
    return st;
}

static wb_status spec_make(const cli_args *args, job *j, wb_error *err)
{
    wb_status st = wb_spec_new(&j->spec, err);
    if (st == WB_OK) {
        st = wb_spec_set_weights(j->spec, cli_args_text(args, "weights", NULL), err);
    }
    for (size_t i = 0; i < j->strata.n && st == WB_OK; i++) {
        st = wb_spec_add_stratum(j->spec, j->strata.items[i], err);
    }
    if (st == WB_OK) {
        st = estimands_add(j->spec, WB_STATISTIC_MEAN, &j->means, err);
    }
    if (st == WB_OK) {
        st = estimands_add(j->spec, WB_STATISTIC_TOTAL, &j->totals, err);
    }
    if (st == WB_OK) {
        st = estimands_add(j->spec, WB_STATISTIC_PROPORTION, &j->proportions, err);
    }
    if (st == WB_OK && j->by.n > 0) {
        st = wb_spec_add_breakdown(j->spec, (const char *const *)j->by.items, j->by.n,
                                   err);
    }
    return st == WB_OK ? wb_tally_new(j->spec, &j->tally, err) : st;
}

/* Means, totals and weights are numbers, whatever their first rows look like. */
static int data_open(const cli_args *args, job *j)
{
    const char *weights = cli_args_text(args, "weights", NULL);
    size_t n = 0;
    const char **numbers = calloc(j->means.n + j->totals.n + 1, sizeof *numbers);
    if (numbers == NULL) {
        return cli_out_of_memory();
    }
    for (size_t i = 0; i < j->means.n; i++) {
        numbers[n++] = j->means.items[i];
    }
    for (size_t i = 0; i < j->totals.n; i++) {
        numbers[n++] = j->totals.items[i];
    }
    if (weights != NULL) {
        numbers[n++] = weights;
    }
    cli_roles roles = {.numbers = numbers, .n_numbers = n};
    int result = cli_input_open(args, args->operands[0], &roles, &j->input);
    free(numbers);
    return result;
}

static wb_status estimates_write(const cli_args *args, job *j, wb_error *err)
{
    const char *note = j->input.preamble.note;
    wb_status st = wb_tally_update_source(j->tally, j->input.source, &j->run.run, err);
    if (st == WB_OK) {
        st = wb_tally_estimate(j->tally, &j->options, &j->run.run, &j->estimates, err);
    }
    if (st == WB_OK) {
        st = cli_note_set(j->estimates, note, err);
    }
    if (st == WB_OK) {
        st = cli_output_open(cli_args_text(args, "output", NULL), &j->output, err);
    }
    if (st == WB_OK) {
        st = cli_frame_write(j->output.writer, j->estimates, j->format, note, err);
    }
    return st == WB_OK ? cli_output_finish(&j->output, err) : st;
}

static void job_close(job *j)
{
    cli_list *lists[] = {&j->means, &j->totals, &j->proportions, &j->by, &j->strata};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        cli_list_free(lists[i]);
    }
    cli_run_end(&j->run);
    cli_output_close(&j->output);
    cli_input_close(&j->input);
    wb_frame_free(j->estimates);
    wb_tally_free(j->tally);
    wb_spec_free(j->spec);
}

static int run_estimate(const cli_args *args)
{
    wb_error err;
    job j = {0};
    int result = options_read(args, &j);
    if (result == CLI_OK) {
        result = cli_output_spares(args, args->operands[0]);
    }
    if (result == CLI_OK) {
        result = lists_read(args, &j);
    }
    if (result == CLI_OK && spec_make(args, &j, &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    if (result == CLI_OK) {
        result = data_open(args, &j);
    }
    if (result == CLI_OK && estimates_write(args, &j, &err) != WB_OK) {
        cli_run_end(&j.run);
        result = cli_failed(&err, j.input.name);
    }
    job_close(&j);
    return result;
}

static const cli_option options[] = {
    {"mean", "A,B,..",
     "means of these columns (of a bool column: the share that is true)"},
    {"total", "A,B,..", "totals of these columns"},
    {"proportion", "A,B,..", "the share of every value of these columns"},
    {"by", "G,H,..", "for every combination of the values of these columns"},
    {"weights", "W", "column of weights (default: all 1)"},
    {"strata", "S,T,..",
     "columns whose combinations are the strata (default: one stratum)"},
    {"ci", "HOW",
     "intervals of proportions: logit (default), wald, wilson, beta,\n"
     "likelihood, asin, agresti_coull or jeffreys"},
    {"level", "L", "level of the intervals (default 0.95); also --interval-level"},
    {"interval-level", "L", "the same"},
    {"format", "F", "table (default), csv or json"},
    {"output", "FILE", "write there, when all is done (default: standard output)"},
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_estimate = {
    .name = "estimate",
    .summary = "means, totals and proportions with standard errors and intervals",
    .usage = "DATA.csv --mean A,B | --total A,B | --proportion C [--by G,H] ...",
    .about =
        "Reads DATA.csv ('-': standard input) once and estimates for the population, by\n"
        "linearisation with rows drawn with replacement within strata. Columns of the\n"
        "result: those of --by, then statistic, variable, category, estimate, se, "
        "lower,\n"
        "upper, df, n, deff, status. A missing outcome leaves its row out of that "
        "outcome\n"
        "alone; a missing weight or stratum is an error.\n\n"
        "A list (A,B,..) is split at its commas; to give names that hold a comma, quote\n"
        "the name (\"a,b\") or repeat the option, once for each name.",
    .example =
        "werkbaar estimate scores.csv --mean werkbaar --by year,sector --weights w "
        "--strata year",
    .options = options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_estimate,
};
