/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How well scales measure, from a CSV file that is read several times. */
#include "columns.h"
#include "commands.h"
#include "design.h"
#include "input.h"
#include "instrument.h"
#include "message.h"
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
    wb_reliability_options how;
    wb_scales *scales;
    wb_instrument *instrument;
    cli_items items;  /* of the instrument */
    cli_list columns; /* items given as columns */
    wb_frame *frame;
    cli_input input;
    cli_output output;
    cli_run run;
    int32_t format;
    int32_t show;
} job;

enum { SHOW_ALL, SHOW_SCALES, SHOW_ITEMS };

/* ---- scales ---- */

static int instrument_add(job *j)
{
    cli_list select = {0};
    wb_error err;
    int result =
        cli_instrument_open(cli_args_text(j->args, "instrument", ""), &j->instrument);
    if (result == CLI_OK) {
        result = cli_items_read(j->instrument, &j->items);
    }
    if (result == CLI_OK) {
        result = cli_args_list(j->args, "scale", &select);
    }
    if (result == CLI_OK && wb_scales_add_instrument(j->scales, j->instrument,
                                                     (const char *const *)select.items,
                                                     select.n, &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    cli_list_free(&select);
    return result;
}

/* "LOW:HIGH"; both 0 when the option is not given. */
static int codes_read(const cli_args *args, double *low, double *high)
{
    const char *text = cli_args_text(args, "codes", NULL);
    char *end = NULL;
    *low = 0;
    *high = 0;
    if (text == NULL) {
        return CLI_OK;
    }
    *low = strtod(text, &end);
    if (end != text && *end == ':') {
        const char *rest = end + 1;
        *high = strtod(rest, &end);
        if (end != rest && *end == '\0' && *low < *high) {
            return CLI_OK;
        }
    }
    return cli_usage_error(args->command,
                           "'--codes' cannot be '%s': it is LOWEST:HIGHEST, such as 1:5",
                           text);
}

static int items_add(job *j, const cli_list *items)
{
    wb_error err;
    int result = CLI_OK;
    for (size_t i = 0; i < items->n && result == CLI_OK; i++) {
        int reversed = items->items[i][0] == '-';
        const char *column = items->items[i] + reversed;
        if (wb_scales_add_item(j->scales, column, reversed, &err) != WB_OK) {
            result = cli_failed(&err, NULL);
        } else {
            result = cli_list_add(&j->columns, column, strlen(column));
        }
    }
    return result;
}

/* "NAME=A,-B,C" */
static int scale_add(job *j, const char *text, double low, double high)
{
    const char *sign = strchr(text, '=');
    cli_list items = {0};
    wb_error err;
    if (sign == NULL || sign == text || sign[1] == '\0') {
        return cli_usage_error(j->args->command,
                               "'--items' cannot be '%s': it is NAME=A,B,.. with '-' "
                               "before what is reversed",
                               text);
    }
    char *name = strndup(text, (size_t)(sign - text));
    if (name == NULL) {
        return cli_out_of_memory();
    }
    int result = cli_list_split(sign + 1, &items);
    if (result == CLI_OK && wb_scales_add(j->scales, name, low, high, &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    if (result == CLI_OK) {
        result = items_add(j, &items);
    }
    cli_list_free(&items);
    free(name);
    return result;
}

static int columns_add(job *j)
{
    cli_list given = {0};
    double low, high;
    int result = codes_read(j->args, &low, &high);
    if (result == CLI_OK) {
        result = cli_args_values(j->args, "items", &given);
    }
    for (size_t i = 0; i < given.n && result == CLI_OK; i++) {
        result = scale_add(j, given.items[i], low, high);
    }
    cli_list_free(&given);
    return result;
}

static int scales_read(job *j)
{
    wb_error err;
    int declared = cli_args_has(j->args, "instrument");
    if (declared == cli_args_has(j->args, "items")) {
        return cli_usage_error(j->args->command, "give '--instrument' or '--items'%s",
                               declared ? ", not both" : "");
    }
    if (declared && cli_args_has(j->args, "codes")) {
        return cli_usage_error(j->args->command, "'--codes' goes with '--items'");
    }
    if (!declared && cli_args_has(j->args, "scale")) {
        return cli_usage_error(j->args->command, "'--scale' goes with '--instrument'");
    }
    if (wb_scales_new(&j->scales, &err) != WB_OK) {
        return cli_failed(&err, NULL);
    }
    return declared ? instrument_add(j) : columns_add(j);
}

/* ---- all of it ---- */

static int options_read(job *j)
{
    static const char *const shows[] = {"all", "scales", "items", NULL};
    int result = cli_run_read(j->args, &j->run);
    if (result == CLI_OK) {
        result = cli_args_choice(j->args, "format", cli_formats, &j->format);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(j->args, "show", shows, &j->show);
    }
    if (result == CLI_OK && strcmp(j->args->operands[0], "-") == 0) {
        result = cli_usage_error(j->args->command,
                                 "the rows are read twice, and standard input can be "
                                 "read once: give a file");
    }
    if (result == CLI_OK) {
        result = cli_design_read_alone(j->args, &j->design);
    }
    if (result == CLI_OK) {
        result = cli_estimating_read(j->args, &j->estimating);
    }
    j->how = (wb_reliability_options)WB_RELIABILITY_OPTIONS_INIT;
    j->how.pairs = cli_args_has(j->args, "pairs");
    return result == CLI_OK ? scales_read(j) : result;
}

static int input_open(job *j)
{
    const cli_list *items = j->instrument != NULL ? &j->items.ids : &j->columns;
    cli_roles roles = {.items = (const char *const *)items->items, .n_items = items->n};
    int result = cli_design_open(&j->design, j->args->operands[0], NULL, &j->input);
    return result == CLI_OK ? cli_input_declare(&roles, &j->input) : result;
}

/* A table on a screen leaves out what is of a simple random sample. */
static wb_status narrow(job *j, wb_error *err)
{
    static const char *const wide[] = {"df", "se_simple", "lower_simple", "upper_simple"};
    const char *names[1024];
    wb_frame *narrowed = NULL;
    size_t n = 0;
    for (size_t c = 0; c < wb_frame_column_count(j->frame) && n < 1024; c++) {
        const char *name = wb_frame_column_name(j->frame, c);
        int left_out = 0;
        for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
            left_out = left_out || strcmp(name, wide[i]) == 0;
        }
        if (!left_out) {
            names[n++] = name;
        }
    }
    wb_status st = wb_frame_select(j->frame, names, n, &narrowed, err);
    if (st == WB_OK) {
        wb_frame_free(j->frame);
        j->frame = narrowed;
    }
    return st;
}

static int is_of_item(const wb_frame *frame, int64_t row)
{
    return !wb_frame_is_missing(frame, (size_t)wb_frame_find(frame, "item"), row);
}

static int is_of_scale(const wb_frame *frame, int64_t row)
{
    return !is_of_item(frame, row);
}

static wb_status results_write(job *j, wb_error *err)
{
    const char *note = j->input.preamble.note;
    wb_status st = WB_OK;
    if (j->show != SHOW_ALL) {
        st = cli_rows_keep(&j->frame, j->show == SHOW_ITEMS ? is_of_item : is_of_scale,
                           err);
    }
    if (st == WB_OK && j->format == 0) {
        st = narrow(j, err);
    }
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

static void job_close(job *j)
{
    cli_run_end(&j->run);
    cli_output_close(&j->output);
    cli_input_close(&j->input);
    wb_frame_free(j->frame);
    cli_list_free(&j->columns);
    cli_items_free(&j->items);
    wb_instrument_free(j->instrument);
    wb_scales_free(j->scales);
    cli_design_free(&j->design);
}

static int run_quality(const cli_args *args)
{
    wb_error err;
    job j = {.args = args};
    int result = options_read(&j);
    if (result == CLI_OK) {
        result = input_open(&j);
    }
    if (result == CLI_OK) {
        wb_status st =
            wb_reliability_source(j.scales, j.design.spec, j.input.source, &j.how,
                                  &j.estimating, &j.run.run, &j.frame, &err);
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
    {"instrument", "ID|FILE",
     "the scales of a built-in instrument, or of an instrument file (JSON)", CLI_READS},
    {"scale", "A,B,..", "scales of the instrument (default: all)"},
    {"items", "NAME=A,-B,..",
     "a scale of columns, '-' before an item that is reversed; may be repeated"},
    {"codes", "LOW:HIGH", "the lowest and highest code of all --items"},
    {"pairs", NULL, "also the scalability of every pair of items"},
    {"show", "WHAT", "all (default), scales (no items) or items"},
    CLI_SAMPLING_OPTIONS,
    {"spec", "FILE.json", "a specification with the design and the groups", CLI_READS},
    CLI_INTERVAL_OPTION,
    {"level", "L", "level of the intervals (default 0.95)"},
    {"df", "N", "degrees of freedom (default: counted)"},
    {"lonely", "HOW",
     "a stratum with one unit: fail (default), certainty, centre,\n"
     "average or collapse"},
    {"lonely-in-domain", NULL, "also where the group has one unit in a stratum"},
    {"ultimate-cluster", NULL, "the variance of the first stage alone"},
    {"make-replicates", "T",
     "make replicates of the design: jk1, jkn, brr, fay or bootstrap"},
    {"n-replicates", "N", "of a bootstrap (default 500)"},
    {"seed", "N", "of a bootstrap (default 0)"},
    {"format", "F", "table (default), csv, json or xlsx"},
    CLI_OUTPUT_OPTION,
    CLI_INPUT_OPTIONS,
    CLI_RUN_OPTIONS,
    {NULL, NULL, NULL},
};

const cli_command cli_quality = {
    .name = "quality",
    .summary = "how well scales measure: alpha, omega, scalability, items",
    .usage = "DATA.csv --instrument ID|FILE | --items NAME=A,-B,.. [--by G,H] ...",
    .about =
        "Reads DATA.csv several times and measures every scale: Cronbach's alpha, "
        "omega,\n"
        "Guttman's lambda 6, Mokken's H, correlations of items with the rest, alpha\n"
        "without each item; mean, missing answers, floor, ceiling, straight-lining. "
        "With\n"
        "standard errors and intervals of the design, and (not in a table) those of a\n"
        "simple random sample: of alpha Feldt's, of H those of R's mokken. Items are\n"
        "reversed as declared; coefficients are over rows with an answer to all items.\n"
        "A status tells why a number is missing, or that an item points the other way\n"
        "(negative). See docs/quality.md.",
    .example = "werkbaar quality answers.csv --instrument wbm-employees --weights w \\\n"
               "    --strata region --by year",
    .options = options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_quality,
};
