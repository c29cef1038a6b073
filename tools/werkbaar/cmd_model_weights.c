/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Risk profiles as weights of the themes of a scan. */
#include "columns.h"
#include "commands.h"
#include "input.h"
#include "message.h"
#include "note.h"
#include "output.h"
#include "run.h"

#include <stdlib.h>
#include <string.h>

typedef struct job {
    const cli_args *args;
    wb_frame **profiles; /* one per operand */
    size_t n_profiles;
    wb_frame *themes;
    wb_frame *weights;
    char *note; /* of the first profile that has one */
    cli_output output;
    cli_run run;
    int32_t format;
} job;

static int job_end(job *j, int result)
{
    cli_run_end(&j->run);
    cli_output_close(&j->output);
    for (size_t i = 0; i < j->n_profiles; i++) {
        wb_frame_free(j->profiles[i]);
    }
    free(j->profiles);
    free(j->note);
    wb_frame_free(j->themes);
    wb_frame_free(j->weights);
    return result;
}

static int profile_read(job *j, const char *path)
{
    static const char *const numbers[] = {"attributable"}, *const texts[] = {"risk"};
    const cli_roles roles = {
        .numbers = numbers, .n_numbers = 1, .texts = texts, .n_texts = 1};
    cli_input input = {0};
    wb_error err;
    int result = cli_input_open(j->args, path, &roles, &input);
    if (result == CLI_OK &&
        wb_source_collect(input.source, NULL, &j->profiles[j->n_profiles], &err) !=
            WB_OK) {
        result = cli_failed(&err, input.name);
    }
    if (result == CLI_OK) {
        j->n_profiles++;
    }
    if (result == CLI_OK && j->note == NULL) {
        j->note = input.preamble.note;
        input.preamble.note = NULL;
    }
    cli_input_close(&input);
    return result;
}

static int profiles_read(job *j)
{
    int result = CLI_OK;
    j->profiles = calloc(j->args->n_operands, sizeof *j->profiles);
    if (j->profiles == NULL) {
        return cli_out_of_memory();
    }
    for (size_t i = 0; i < j->args->n_operands && result == CLI_OK; i++) {
        result = profile_read(j, j->args->operands[i]);
    }
    return result;
}

static int themes_read(job *j)
{
    static const char *const texts[] = {"risk", "theme"};
    const cli_roles roles = {.texts = texts, .n_texts = 2};
    const char *path = cli_args_text(j->args, "themes", NULL);
    return path != NULL ? cli_table_read(j->args, path, &roles, &j->themes) : CLI_OK;
}

static int options_read(job *j)
{
    int result = cli_run_read(j->args, &j->run);
    if (result == CLI_OK) {
        result = cli_args_choice(j->args, "format", cli_formats, &j->format);
    }
    if (result == CLI_OK) {
        result = profiles_read(j);
    }
    return result == CLI_OK ? themes_read(j) : result;
}

static wb_status weights_write(job *j, wb_error *err)
{
    wb_status st = wb_risk_weights((const wb_frame *const *)j->profiles, j->n_profiles,
                                   j->themes, &j->weights, err);
    if (st == WB_OK) {
        st = cli_note_set(j->weights, j->note, err);
    }
    if (st == WB_OK) {
        st = cli_output_open(cli_args_text(j->args, "output", NULL), &j->output, err);
    }
    if (st == WB_OK) {
        st = cli_frame_write(j->output.writer, j->weights, j->format, j->note, err);
    }
    return st == WB_OK ? cli_output_finish(&j->output, err) : st;
}

static int run_weights(const cli_args *args)
{
    wb_error err;
    job j = {.args = args};
    int result = options_read(&j);
    if (result == CLI_OK && weights_write(&j, &err) != WB_OK) {
        result = cli_failed(&err, args->operands[0]);
    }
    return job_end(&j, result);
}

static const cli_option options[] = {
    {"themes", "FILE.csv",
     "columns risk and theme: the theme of each risk; others do not count\n"
     "(default: a risk has the name of its theme)",
     CLI_READS},
    {"format", "F", "table (default), csv, json or xlsx"},
    CLI_OUTPUT_OPTION,
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_model_weights = {
    .name = "model weights",
    .summary = "how strongly the themes of a scan go with problems, from risk profiles",
    .usage = "RISKS.csv [RISKS.csv ...] [--themes FILE.csv] [--format F]",
    .about =
        "Takes what 'model --table risks --format csv' wrote, one file per problem, "
        "and\n"
        "writes the weights that 'scan run' and 'scan findings' take as --weights. Of "
        "a theme\n"
        "and a problem counts the largest share of its risks; these are averaged "
        "over the\n"
        "problems. Weight 1 is a theme like others, 0.1 the least. Rows of groups "
        "are not\n"
        "looked at. See docs/models.md.",
    .example =
        "werkbaar model weights stress.csv fatigue.csv --themes themes.csv --format "
        "csv --output weights.csv",
    .options = options,
    .min_operands = 1,
    .max_operands = SIZE_MAX,
    .run = run_weights,
};
