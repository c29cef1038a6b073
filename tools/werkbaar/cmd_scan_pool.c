/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* scan tally, scan pool, scan selftest: many companies together, and one person alone. */
#include "columns.h"
#include "commands.h"
#include "input.h"
#include "message.h"
#include "scan.h"

#include <stdio.h>

/* ---- tally ---- */

typedef struct tally {
    const wb_scan *scan;
    wb_scan_tally_options options;
} tally;

static wb_status tally_write(const void *it, wb_writer *writer, wb_error *err)
{
    const tally *t = it;
    return wb_scan_tally(t->scan, &t->options, writer, err);
}

static int chosen_read(const cli_args *args, wb_frame **out)
{
    static const char *const texts[] = {"measure", "status"};
    const cli_roles roles = {.texts = texts, .n_texts = 2};
    const char *path = cli_args_text(args, "chosen", NULL);
    return path != NULL ? cli_table_read(args, path, &roles, out) : CLI_OK;
}

static int run_tally(const cli_args *args)
{
    tally t = {.options = WB_SCAN_TALLY_OPTIONS_INIT};
    wb_scan *scan = NULL;
    wb_frame *chosen = NULL;
    t.options.company = cli_args_text(args, "company", NULL);
    if (t.options.company == NULL) {
        return cli_usage_error(
            args->command, "'--company' is missing: a pseudonym, the same every time");
    }
    int result = chosen_read(args, &chosen);
    if (result == CLI_OK) {
        result = cli_scan_open(args->operands[0], &scan);
    }
    t.scan = scan;
    t.options.measures = chosen;
    if (result == CLI_OK) {
        result = cli_json_file_write(args, tally_write, &t);
    }
    wb_frame_free(chosen);
    wb_scan_free(scan);
    return result;
}

/* ---- pool ---- */

static int pool_read(const cli_args *args, wb_pool **out)
{
    wb_error err;
    int result = wb_pool_new(out, &err) == WB_OK ? CLI_OK : cli_failed(&err, NULL);
    for (size_t i = 0; i < args->n_operands && result == CLI_OK; i++) {
        if (wb_pool_load(*out, args->operands[i], &err) != WB_OK) {
            result = cli_failed(&err, args->operands[i]);
        }
    }
    return result;
}

static int pool_options_read(const cli_args *args, wb_pool_options *options)
{
    int result =
        cli_args_count(args, "min-companies", 5, 1000000, &options->min_companies);
    if (result == CLI_OK) {
        result = cli_args_number(args, "level", 0, 1, &options->level);
    }
    if (result == CLI_OK) {
        result = cli_args_number(args, "dominance", 0, 1.0000001, &options->dominance);
    }
    options->company = cli_args_text(args, "company", NULL);
    options->staff_class = cli_args_text(args, "staff-class", NULL);
    options->source = cli_args_text(args, "source", NULL);
    return result;
}

static int pool_show(const cli_args *args, const wb_pool *pool,
                     const wb_pool_options *options, int is_measures, int32_t format)
{
    static const char *const shown[] = {"group", "indicator", "companies",
                                        "n",     "estimate",  "lower",
                                        "upper", "status",    NULL};
    wb_frame *out = NULL;
    wb_error err;
    wb_status st = is_measures ? wb_pool_measures(pool, options, &out, &err)
                               : wb_pool_benchmark(pool, options, NULL, &out, &err);
    int result = st == WB_OK
                     ? cli_frame_show(args, format, out, is_measures ? NULL : shown)
                     : cli_refused(args, &err, NULL);
    wb_frame_free(out);
    return result;
}

static int run_pool(const cli_args *args)
{
    static const char *const parts[] = {"benchmark", "measures", NULL};
    enum { MEASURES = 1 };
    wb_pool_options options = WB_POOL_OPTIONS_INIT;
    wb_pool *pool = NULL;
    int32_t format = 0, part = 0;
    int result = cli_args_choice(args, "format", cli_formats, &format);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "part", parts, &part);
    }
    if (result == CLI_OK && part == MEASURES) {
        result = cli_args_without(args, "company staff-class dominance source level",
                                  "is of a benchmark");
    }
    if (result == CLI_OK) {
        result = pool_options_read(args, &options);
    }
    if (result == CLI_OK) {
        result = pool_read(args, &pool);
    }
    if (result == CLI_OK) {
        result = pool_show(args, pool, &options, part == MEASURES, format);
    }
    wb_pool_free(pool);
    return result;
}

/* ---- self-test ---- */

static int run_selftest(const cli_args *args)
{
    static const char *const shown[] = {"label", "score", "light", "text", NULL};
    wb_questionnaire *q = NULL;
    wb_frame *answers = NULL, *out = NULL;
    wb_error err;
    const char *language = NULL;
    int32_t format = 0;
    int result = cli_args_choice(args, "format", cli_formats, &format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &language);
    }
    if (result == CLI_OK) {
        result = cli_questionnaire_open(args, args->operands[0], &q);
    }
    if (result == CLI_OK) {
        result = cli_table_read(args, args->operands[1], NULL, &answers);
    }
    if (result == CLI_OK) {
        wb_status st = wb_selftest(q, answers, language, &out, &err);
        result = st == WB_OK ? cli_frame_show(args, format, out, shown)
                             : cli_refused(args, &err, args->operands[1]);
    }
    wb_frame_free(out);
    wb_frame_free(answers);
    wb_questionnaire_free(q);
    return result;
}

/* ---- descriptions ---- */

static const cli_option tally_options[] = {
    {"company", "ID", "a pseudonym of the company, the same every time"},
    {"chosen", "FILE",
     "CSV with measure and status (planned, running, done, stopped): what was\n"
     "chosen (default: nothing is said)",
     CLI_READS},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_tally = {
    .name = "scan tally",
    .summary = "what a company leaves a pool: released counts, coarsened",
    .usage = "SCAN.json --company ID [--chosen FILE] [--output FILE]",
    .about =
        "Writes the pool file of a scan: counts of the whole organisation and of the "
        "groups\n"
        "that mean the same throughout the sector. No name, no answer, nothing hidden.",
    .example = "werkbaar scan tally report/scan.json --company c17 --output c17.json",
    .options = tally_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_tally,
};

static const cli_option pool_options[] = {
    {"part", "P", "benchmark (default): a reference; measures: what companies chose"},
    {"company", "ID", "who asks: how many of its people are in each figure"},
    {"staff-class", "C", "only companies of 1-9, 10-49, 50-249 or 250+ people"},
    {"min-companies", "N", "fewest of which a figure is shown (default and least 5)"},
    {"dominance", "X", "most that one company may be (default 0.5)"},
    {"source", "TEXT", "what the reference is called (default: pool of N companies)"},
    {"level", "X", "of intervals (default 0.95)"},
    {"format", "F",
     "table (default: the columns that tell most), csv, json or xlsx (all)"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_pool = {
    .name = "scan pool",
    .summary = "companies of one questionnaire together: a benchmark",
    .usage = "POOL.json ... [--part P] [--company ID] [--format F]",
    .about = "Puts the files of 'scan tally' together. The benchmark as CSV is what "
             "'--reference'\n"
             "takes. Figures of few companies, or of one that dominates, are hidden.",
    .example = "werkbaar scan pool c*.json --format csv --output sector.csv",
    .options = pool_options,
    .min_operands = 1,
    .max_operands = 1000000,
    .run = run_pool,
};

static const cli_option selftest_options[] = {
    CLI_ADD_OPTION,
    {"lang", "nl|en", "language of the texts (default nl)"},
    {"format", "F",
     "table (default: the columns that tell most), csv, json or xlsx (all)"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_selftest = {
    .name = "scan selftest",
    .summary = "scores and lights of one person, for that person",
    .usage = "QUESTIONNAIRE.json|RECIPE.json ANSWERS.csv [--lang nl|en] [--format F]",
    .about =
        "Scores one row of answers ('-': standard input): who works alone, or a career\n"
        "coach's client. Nothing is kept, nothing is compared, and a light is no "
        "diagnosis.",
    .example = "werkbaar scan selftest selfemployed.json mine.csv --lang en",
    .options = selftest_options,
    .min_operands = 2,
    .max_operands = 2,
    .run = run_selftest,
};
