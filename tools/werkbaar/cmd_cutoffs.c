/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Setting cut-offs: a score against a criterion, and what moves when a cut-off does. */
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

#include <math.h>
#include <string.h>

typedef struct job {
    const cli_args *args;
    cli_design design;
    wb_estimate_options estimating;
    wb_roc_options roc;
    int32_t show;
    wb_cutoff_options moves;
    cli_list select;
    wb_instrument *instrument;
    cli_items items;
    wb_frame *frame;
    cli_input input;
    cli_output output;
    cli_run run;
    int32_t format;
} job;

/* ---- what both commands do ---- */

static int options_read(job *j)
{
    int result = cli_run_read(j->args, &j->run);
    if (result == CLI_OK) {
        result = cli_args_choice(j->args, "format", cli_formats, &j->format);
    }
    if (result == CLI_OK) {
        result = cli_design_read_alone(j->args, &j->design);
    }
    return result == CLI_OK ? cli_estimating_read(j->args, &j->estimating) : result;
}

static int input_open(job *j, const cli_roles *roles)
{
    int result = cli_design_open(&j->design, j->args->operands[0], NULL, &j->input);
    return result == CLI_OK ? cli_input_declare(roles, &j->input) : result;
}

/* Only these columns, of those that are there. */
static wb_status narrow(const char *const *wanted, wb_frame **frame, wb_error *err)
{
    const char *names[64];
    wb_frame *narrowed = NULL;
    size_t n = 0;
    for (size_t i = 0; wanted[i] != NULL; i++) {
        if (wb_frame_find(*frame, wanted[i]) >= 0) {
            names[n++] = wanted[i];
        }
    }
    wb_status st = wb_frame_select(*frame, names, n, &narrowed, err);
    if (st == WB_OK) {
        wb_frame_free(*frame);
        *frame = narrowed;
    }
    return st;
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

static int job_end(job *j, int result, wb_status st, const wb_error *err)
{
    if (result == CLI_OK && st != WB_OK) {
        result = cli_failed(err, j->input.name);
    }
    cli_output_close(&j->output);
    cli_input_close(&j->input);
    wb_frame_free(j->frame);
    cli_list_free(&j->select);
    cli_items_free(&j->items);
    wb_instrument_free(j->instrument);
    cli_design_free(&j->design);
    return result;
}

/* ---- werkbaar roc ---- */

enum { SHOW_CURVE, SHOW_BEST, SHOW_AUC };

static int roc_options_read(job *j)
{
    static const char *const directions[] = {"high", "low", NULL};
    static const char *const shows[] = {"curve", "best", "auc", NULL};
    const struct {
        const char *option;
        double below;
        double *to;
    } numbers[] = {
        {"cost-missed", (double)INFINITY, &j->roc.cost_missed},
        {"cost-false-alarm", (double)INFINITY, &j->roc.cost_false_alarm},
        {"prevalence", 1, &j->roc.prevalence},
        {"cost-missed-acute", (double)INFINITY, &j->roc.cost_missed_acute},
        {"cost-false-alarm-acute", (double)INFINITY, &j->roc.cost_false_alarm_acute},
        {"prevalence-acute", 1, &j->roc.prevalence_acute},
    };
    j->roc = (wb_roc_options)WB_ROC_OPTIONS_INIT;
    j->roc.acute = cli_args_text(j->args, "acute", NULL);
    j->roc.domain = cli_args_text(j->args, "domain", NULL);
    int result = cli_args_choice(j->args, "direction", directions, &j->roc.direction);
    if (result == CLI_OK) {
        result = cli_args_choice(j->args, "show", shows, &j->show);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && result == CLI_OK; i++) {
        result = cli_args_number(j->args, numbers[i].option, 0, numbers[i].below,
                                 numbers[i].to);
    }
    return result;
}

static int roc_check(const cli_args *args)
{
    if (!cli_args_has(args, "score") || !cli_args_has(args, "criterion")) {
        return cli_usage_error(args->command, "'--%s' is missing",
                               cli_args_has(args, "score") ? "criterion" : "score");
    }
    if (cli_args_has(args, "by")) {
        return cli_usage_error(args->command, "a curve has no groups: '--domain' names a "
                                              "column that is true for one of them");
    }
    return CLI_OK;
}

static int is_best(const wb_frame *frame, int64_t row)
{
    return wb_frame_int64(frame, (size_t)wb_frame_find(frame, "best_youden"), row) != 0 ||
           wb_frame_int64(frame, (size_t)wb_frame_find(frame, "best_cost"), row) != 0;
}

static wb_status roc_make(job *j, wb_error *err)
{
    static const char *const shown[] = {
        "level",    "comparison", "cut_exact", "sensitivity", "specificity", "ppv", "npv",
        "positive", "youden",     "cost",      "best_youden", "best_cost",   NULL};
    wb_frame *curve = NULL, *auc = NULL;
    wb_status st = wb_roc(j->input.source, cli_args_text(j->args, "score", ""),
                          cli_args_text(j->args, "criterion", ""), j->design.spec,
                          &j->roc, &j->estimating, &j->run.run, &curve, &auc, err);
    if (st == WB_OK && j->show == SHOW_BEST) {
        st = cli_rows_keep(&curve, is_best, err);
    }
    if (st == WB_OK && j->format == 0) {
        st = narrow(shown, &curve, err);
    }
    j->frame = j->show == SHOW_AUC ? auc : curve;
    wb_frame_free(j->show == SHOW_AUC ? curve : auc);
    return st;
}

static int run_roc(const cli_args *args)
{
    wb_error err = {0};
    wb_status st = WB_OK;
    job j = {.args = args};
    int result = options_read(&j);
    if (result == CLI_OK) {
        result = roc_check(args);
    }
    if (result == CLI_OK) {
        result = roc_options_read(&j);
    }
    if (result == CLI_OK) {
        const char *score = cli_args_text(args, "score", "");
        cli_roles roles = {.numbers = &score, .n_numbers = 1};
        result = input_open(&j, &roles);
    }
    if (result == CLI_OK) {
        st = roc_make(&j, &err);
        if (st == WB_OK) {
            st = results_write(&j, &err);
        }
    }
    cli_run_end(&j.run);
    if (result == CLI_OK && st == WB_OK) {
        cli_notice(&j.run, "a cut-off found here fits this sample better than another: "
                           "it is no official WBM cut-off");
    }
    return job_end(&j, result, st, &err);
}

/* ---- werkbaar cutoffs ---- */

static int moves_options_read(job *j)
{
    j->moves = (wb_cutoff_options)WB_CUTOFF_OPTIONS_INIT;
    if (!cli_args_has(j->args, "instrument")) {
        return cli_usage_error(j->args->command, "'--instrument' is missing");
    }
    int result = cli_args_count(j->args, "steps", 1, 10, &j->moves.steps);
    if (result == CLI_OK && cli_args_has(j->args, "select")) {
        result = cli_args_list(j->args, "select", &j->select);
        j->moves.select = (const char *const *)j->select.items;
        j->moves.n_select = j->select.n;
    }
    if (result == CLI_OK) {
        result =
            cli_instrument_open(cli_args_text(j->args, "instrument", ""), &j->instrument);
    }
    return result == CLI_OK ? cli_items_read(j->instrument, &j->items) : result;
}

/* A table on a screen has no bounds. */
static wb_status moves_narrow(job *j, wb_error *err)
{
    static const char *const left_out[] = {"lower", "upper",        "change_lower",
                                           "df",    "change_upper", "cut"};
    const char *names[64];
    size_t n = 0;
    for (size_t c = 0; c < wb_frame_column_count(j->frame) && n < 63; c++) {
        const char *name = wb_frame_column_name(j->frame, c);
        int out = 0;
        for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++) {
            out = out || strcmp(name, left_out[i]) == 0;
        }
        if (!out) {
            names[n++] = name;
        }
    }
    names[n] = NULL;
    return narrow(names, &j->frame, err);
}

static wb_status moves_make(job *j, wb_error *err)
{
    wb_status st =
        wb_cutoff_moves(j->instrument, j->input.source, j->design.spec, &j->moves,
                        &j->estimating, &j->run.run, &j->frame, err);
    return st == WB_OK && j->format == 0 ? moves_narrow(j, err) : st;
}

static int run_cutoffs(const cli_args *args)
{
    wb_error err = {0};
    wb_status st = WB_OK;
    job j = {.args = args};
    int result = options_read(&j);
    if (result == CLI_OK) {
        result = moves_options_read(&j);
    }
    if (result == CLI_OK) {
        cli_roles roles = {.items = (const char *const *)j.items.ids.items,
                           .n_items = j.items.ids.n};
        result = input_open(&j, &roles);
    }
    if (result == CLI_OK) {
        st = moves_make(&j, &err);
        if (st == WB_OK) {
            st = results_write(&j, &err);
        }
    }
    cli_run_end(&j.run);
    if (result == CLI_OK && st == WB_OK && wb_instrument_verified(j.instrument) == 0) {
        cli_notice(&j.run, "scored with %s %s: preset, not the official WBM definition",
                   wb_instrument_id(j.instrument), wb_instrument_version(j.instrument));
    }
    return job_end(&j, result, st, &err);
}

/* ---- the commands ---- */

#define HOW_OPTIONS                                                                      \
    CLI_SAMPLING_OPTIONS,                                                                \
        {"spec", "FILE.json", "a specification with the design and the groups",          \
         CLI_READS},                                                                     \
        CLI_INTERVAL_OPTION, {"level", "L", "level of the intervals (default 0.95)"},    \
        {"df", "N", "degrees of freedom (default: counted)"},                            \
        {"lonely", "HOW",                                                                \
         "a stratum with one unit: fail (default), certainty, centre,\n"                 \
         "average or collapse"},                                                         \
        {"lonely-in-domain", NULL, "also where the group has one unit in a stratum"},    \
        {"ultimate-cluster", NULL, "the variance of the first stage alone"},             \
        {"make-replicates", "T",                                                         \
         "make replicates of the design: jk1, jkn, brr, fay or bootstrap"},              \
        {"n-replicates", "N", "of a bootstrap (default 500)"},                           \
        {"seed", "N", "of a bootstrap (default 0)"},                                     \
        {"format", "F", "table (default), csv, json or xlsx"}, CLI_OUTPUT_OPTION,        \
        CLI_INPUT_OPTIONS, CLI_RUN_OPTIONS,                                              \
    {                                                                                    \
        NULL, NULL, NULL                                                                 \
    }

static const cli_option roc_options[] = {
    {"score", "S", "the column of scores: numbers, at most 1,024 distinct ones"},
    {"criterion", "C", "the column of true and false, or 1 and 0"},
    {"show", "WHAT", "curve (default), best (its best cut-offs) or auc (the area)"},
    {"direction", "D", "the problem is at high (default) or low scores"},
    {"domain", "D", "a column of true and false: the rows that are looked at"},
    {"cost-missed", "X", "of one in whom C is true, not found (default 1)"},
    {"cost-false-alarm", "X",
     "of one in whom C is false, found all the same (default 1)"},
    {"prevalence", "P",
     "of C where the cut-off will be used (default: that of the sample)"},
    {"acute", "C", "also a curve for the acute cut-off, against this criterion"},
    {"cost-missed-acute", "X", "also a curve for the acute cut-off, with this cost"},
    {"cost-false-alarm-acute", "X", "the same"},
    {"prevalence-acute", "P", "the same, with this prevalence"},
    HOW_OPTIONS,
};

const cli_command cli_roc = {
    .name = "roc",
    .summary = "a score against a criterion: curve, area, best cut-offs",
    .usage = "DATA.csv --score S --criterion C [--show curve|best|auc] ...",
    .about =
        "Takes every score as a cut-off and says how well it finds those in whom the\n"
        "criterion is true: sensitivity, specificity, Youden's index, ppv, npv, the "
        "share\n"
        "found, the cost of misses and false alarms; and the area under the curve, "
        "under\n"
        "the design and by DeLong without it. csv, json and xlsx have standard errors "
        "and\n"
        "intervals too. A cut-off found here fits this sample better than it will fit\n"
        "another, and is no official WBM cut-off. See docs/cut-offs.md.",
    .example =
        "werkbaar roc people.csv --score fatigue --criterion absent --weights w \\\n"
        "    --cost-missed 3 --cost-false-alarm-acute 3 --show best",
    .options = roc_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_roc,
};

static const cli_option cutoffs_options[] = {
    {"instrument", "ID|FILE", "a built-in instrument, or an instrument file (JSON)",
     CLI_READS},
    {"select", "A,B,..", "indicators whose cut-offs move (default: all)"},
    {"steps", "N", "so many up and down, 1 to 10 (default 1)"},
    HOW_OPTIONS,
};

const cli_command cli_cutoffs = {
    .name = "cutoffs",
    .summary = "how shares and the werkbaarheidsgraad answer when a cut-off moves",
    .usage = "DATA.csv --instrument ID|FILE [--select A,B] [--steps N] [--by G,H] ...",
    .about =
        "Moves every cut-off of every indicator over the values that its scale can "
        "give,\n"
        "and scores the answers again: the share with the problem, every composite that\n"
        "hangs on it, and what changed in the same people, with its standard error.\n"
        "step 0 is the cut-off as it stands; crossed: it has passed the other one of "
        "its\n"
        "indicator. csv, json and xlsx have intervals too. See docs/cut-offs.md.",
    .example = "werkbaar cutoffs answers.csv --instrument wbm-employees \\\n"
               "    --select vermoeidheid --weights w --strata region",
    .options = cutoffs_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_cutoffs,
};
