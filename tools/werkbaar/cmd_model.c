/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A regression of an outcome, from a CSV file that is read several times. */
#include "columns.h"
#include "commands.h"
#include "design.h"
#include "input.h"
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
    wb_model *model;
    wb_fit *fit;
    wb_frame *frame;
    wb_frame *profiles; /* of predictions */
    cli_input input;
    cli_output output;
    cli_run run;
    int32_t format;
    int32_t table;
} job;

static const char *const families[] = {"logit", "linear", "multinomial", "ordered", NULL};
/* Those from RISKS on are made of the rows, or of profiles. */
enum { RISKS = 4, MARGINS = 5, PREDICTIONS = 6 };
static const char *const tables[] = {"coefficients", "terms", "summary",
                                     "covariance",   "risks", "margins",
                                     "predictions",  NULL};
static const char *const kinds[] = {"auto", "numeric", "categorical", NULL};

/* ---- terms ---- */

static int kind_read(const cli_args *args, const char *text, int32_t *kind)
{
    for (*kind = 0; text != NULL && kinds[*kind] != NULL; ++*kind) {
        if (strcmp(kinds[*kind], text) == 0) {
            return CLI_OK;
        }
    }
    if (text == NULL) {
        return CLI_OK;
    }
    return cli_usage_error(args->command,
                           "'--term' cannot be of the kind '%s': numeric or categorical",
                           text);
}

/* "NAME", "NAME:KIND", "NAME=REFERENCE"; the text is cut up. */
static int term_add(job *j, char *text)
{
    char *reference = strchr(text, '=');
    char *kind = NULL;
    int32_t number = WB_TERM_AUTO;
    wb_error err;
    if (reference != NULL) {
        *reference++ = '\0';
        number = WB_TERM_CATEGORICAL;
    } else {
        kind = strrchr(text, ':');
    }
    if (kind != NULL) {
        *kind++ = '\0';
        int result = kind_read(j->args, kind, &number);
        if (result != CLI_OK) {
            return result;
        }
    }
    if (wb_model_add_term(j->model, text, number, reference, &err) != WB_OK) {
        return cli_usage_error(j->args->command, "%s", err.message);
    }
    return CLI_OK;
}

/* "A:B" */
static int interaction_add(job *j, char *text)
{
    const char *columns[16];
    size_t n = 0;
    wb_error err;
    for (char *rest = text; rest != NULL && n < 16;) {
        columns[n++] = rest;
        rest = strchr(rest, ':');
        if (rest != NULL) {
            *rest++ = '\0';
        }
    }
    if (wb_model_add_interaction(j->model, columns, n, &err) != WB_OK) {
        return cli_usage_error(j->args->command, "%s", err.message);
    }
    return CLI_OK;
}

static int each(job *j, const char *option, int (*add)(job *, char *))
{
    cli_list given = {0};
    int result = cli_args_list(j->args, option, &given);
    for (size_t i = 0; i < given.n && result == CLI_OK; i++) {
        result = add(j, given.items[i]);
    }
    cli_list_free(&given);
    return result;
}

static int categories_add(job *j)
{
    cli_list given = {0};
    wb_error err;
    int result = cli_args_list(j->args, "categories", &given);
    if (result == CLI_OK && given.n > 0 &&
        wb_model_set_categories(j->model, (const char *const *)given.items, given.n,
                                &err) != WB_OK) {
        result = cli_usage_error(j->args->command, "%s", err.message);
    }
    cli_list_free(&given);
    return result;
}

static int model_read(job *j)
{
    const char *outcome = cli_args_text(j->args, "outcome", NULL);
    const char *event = cli_args_text(j->args, "event", NULL);
    int32_t family = 0;
    wb_error err;
    if (outcome == NULL) {
        return cli_usage_error(j->args->command, "'--outcome' is missing");
    }
    int result = cli_args_choice(j->args, "family", families, &family);
    if (result != CLI_OK) {
        return result;
    }
    wb_status st = wb_model_new(family + 1, outcome, &j->model, &err);
    if (st == WB_OK && event != NULL) {
        st = wb_model_set_event(j->model, event, &err);
    }
    if (st == WB_OK) {
        st = wb_model_set_domain(j->model, cli_args_text(j->args, "domain", NULL), &err);
    }
    if (st == WB_OK) {
        st = wb_model_set_intercept(j->model, !cli_args_has(j->args, "no-intercept"),
                                    &err);
    }
    if (st != WB_OK) {
        return cli_usage_error(j->args->command, "%s", err.message);
    }
    result = categories_add(j);
    if (result == CLI_OK) {
        result = each(j, "term", term_add);
    }
    return result == CLI_OK ? each(j, "interaction", interaction_add) : result;
}

/* ---- all of it ---- */

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
    if (result == CLI_OK) {
        result = cli_inputs_spared(j->args);
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
    return result == CLI_OK ? model_read(j) : result;
}

/* Of the rows: the terms of --of, by the groups of --by. */
static wb_status rows_table(job *j, wb_error *err)
{
    cli_list terms = {0};
    cli_list groups = {0};
    wb_status st = WB_OK;
    if (cli_args_list(j->args, "of", &terms) != CLI_OK ||
        cli_args_list(j->args, "by", &groups) != CLI_OK) {
        st = WB_E_NOMEM;
    } else if (j->table == RISKS) {
        st = wb_fit_risks(j->fit, j->input.source, (const char *const *)terms.items,
                          terms.n, (const char *const *)groups.items, groups.n,
                          &j->run.run, &j->frame, err);
    } else {
        st = wb_fit_margins(j->fit, j->input.source, (const char *const *)terms.items,
                            terms.n, (const char *const *)groups.items, groups.n,
                            &j->run.run, &j->frame, err);
    }
    cli_list_free(&terms);
    cli_list_free(&groups);
    return st;
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
    {"outcome", "COL", "what is modelled"},
    {"family", "F",
     "logit (default): log odds of an event; linear: the mean of a number;\n"
     "multinomial: log odds of every category against the first; ordered: of a\n"
     "category above a threshold"},
    {"event", "VALUE", "of a logit: the value that is the event (default: true, or 1)"},
    {"categories", "A,B,..",
     "of several categories: their order (default: by their text); the first\n"
     "is what others are compared with, or the lowest"},
    {"term", "A,B,..",
     "columns that may go with it: numbers as numbers, others as categories.\n"
     "A:categorical makes categories of numbers, A=VALUE compares with VALUE;\n"
     "may be repeated"},
    {"interaction", "A:B,..", "terms whose products are in the model; may be repeated"},
    {"domain", "COL",
     "a column that is true in the rows the model is of; the others stay in\n"
     "the design"},
    {"no-intercept", NULL, "without one"},
    {"table", "T",
     "coefficients (default), terms, summary, covariance; risks: the share of\n"
     "the problems that goes with each risk, ranked; margins: average marginal\n"
     "effects; predictions: what is expected of --profiles"},
    {"of", "A,B,..", "the risks or terms of those tables (default: all)"},
    {"by", "A,B,..", "columns whose combinations are the groups of risks and margins"},
    {"profiles", "FILE.csv", "rows with a value of every term, to predict"},
    CLI_SAMPLE_OPTIONS,
    {"level", "L", "level of the intervals (default 0.95)"},
    {"df", "N", "degrees of freedom (default: counted)"},
    {"lonely", "HOW",
     "a stratum with one unit: fail (default), certainty, centre,\n"
     "average or collapse"},
    {"lonely-in-domain", NULL, "also where the domain has one unit in a stratum"},
    {"ultimate-cluster", NULL, "the variance of the first stage alone"},
    {"format", "F", "table (default), csv, json or xlsx"},
    {"output", "FILE", "write there, when all is done (default: standard output)"},
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
        "Coefficients say what goes together in these rows, never what causes what. See\n"
        "docs/models.md.",
    .example =
        "werkbaar model scores.csv --outcome stress --term sector=zorg,age,night \\\n"
        "    --weights w --strata region --table terms",
    .options = options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_model,
};
