/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* scan run, scan page: from answers to pages, and pages again without answers. */
#include "columns.h"
#include "commands.h"
#include "message.h"
#include "scan_tables.h"

#include <string.h>

/* ---- run ---- */

static const char *const protections[] = {"all", "rules", NULL};

typedef struct job {
    wb_questionnaire *questionnaire;
    wb_organisation *organisation;
    wb_frame *answers;
    wb_ledger *earlier;
    wb_scan *scan;
    scan_beside beside;
    scan_tables tables;
    const char *language, *format, *records_format;
} job;

static void job_free(job *j)
{
    scan_tables_free(&j->tables);
    scan_beside_free(&j->beside);
    wb_scan_free(j->scan);
    wb_ledger_free(j->earlier);
    wb_frame_free(j->answers);
    wb_organisation_free(j->organisation);
    wb_questionnaire_free(j->questionnaire);
}

/* Reports go into a directory: what identifies this company does not flow past. */
static int output_check(const cli_args *args)
{
    return cli_args_has(args, "output")
               ? CLI_OK
               : cli_usage_error(args->command,
                                 "'--output' is missing: the directory of the report");
}

static int release_check(const cli_args *args)
{
    return !cli_args_has(args, "earlier") || cli_args_has(args, "release")
               ? CLI_OK
               : cli_usage_error(args->command,
                                 "'--release' is missing: an id of this report, other "
                                 "than that of the report before it");
}

static int inputs_read(const cli_args *args, job *j)
{
    wb_error err;
    const char *earlier = cli_args_text(args, "earlier", NULL);
    int result = cli_questionnaire_open(args, args->operands[0], &j->questionnaire);
    if (result == CLI_OK &&
        wb_organisation_load(args->operands[1], &j->organisation, &err) != WB_OK) {
        result = cli_failed(&err, args->operands[1]);
    }
    if (result == CLI_OK && earlier != NULL &&
        wb_ledger_load(earlier, &j->earlier, &err) != WB_OK) {
        result = cli_failed(&err, earlier);
    }
    return result == CLI_OK
               ? cli_answers_read(args, j->questionnaire, j->organisation, j->format,
                                  "person", args->operands[2], &j->answers)
               : result;
}

static int scan_make(const cli_args *args, job *j)
{
    wb_scan_options options = WB_SCAN_OPTIONS_INIT;
    wb_error err;
    options.release = cli_args_text(args, "release", NULL);
    options.earlier = j->earlier;
    options.no_fpc = cli_args_has(args, "no-fpc");
    options.level = j->beside.compare.level;
    int result = cli_args_choice(args, "protect", protections, &options.protect);
    if (result == CLI_OK) {
        wb_status st = wb_scan_run(j->questionnaire, j->organisation, j->answers,
                                   &options, NULL, &j->scan, &err);
        int by_ledger = st != WB_OK && strcmp(err.item, "earlier") == 0;
        const char *file =
            by_ledger ? cli_args_text(args, "earlier", NULL) : args->operands[2];
        result = st == WB_OK ? CLI_OK : cli_refused(args, &err, file);
    }
    return result;
}

static int records_add(const cli_args *args, job *j, const char *option, const char *unit)
{
    const char *path = cli_args_text(args, option, NULL);
    wb_frame *records = NULL;
    wb_error err;
    if (path == NULL) {
        return CLI_OK;
    }
    int result =
        cli_records_read(args, j->questionnaire, j->records_format, unit, path, &records);
    if (result == CLI_OK) {
        wb_status st =
            wb_scan_add_records(j->scan, j->questionnaire, unit, records, &err);
        result = st == WB_OK ? CLI_OK : cli_refused(args, &err, path);
    }
    wb_frame_free(records);
    return result;
}

static int audit_write(const cli_args *args, const job *j)
{
    const char *path = cli_args_text(args, "audit", NULL);
    wb_frame *audit = NULL, *said = NULL;
    wb_error err;
    if (path == NULL) {
        return CLI_OK;
    }
    wb_status st = wb_scan_table(j->scan, "audit", j->language, &audit, &err);
    if (st == WB_OK) {
        st = wb_scan_table(j->scan, "response", j->language, &said, &err);
    }
    int result = st == WB_OK ? cli_audit_write(path, audit, said, "for the organisation")
                             : cli_failed(&err, NULL);
    wb_frame_free(said);
    wb_frame_free(audit);
    return result;
}

static int options_read(const cli_args *args, job *j)
{
    int32_t from = 0, records_from = 0;
    int result = output_check(args);
    if (result == CLI_OK && !cli_args_has(args, "workposts") &&
        !cli_args_has(args, "records")) {
        result = cli_args_without(args, "records-from",
                                  "goes with '--workposts' or '--records'");
    }
    if (result == CLI_OK) {
        result = release_check(args);
    }
    if (result == CLI_OK) {
        result = cli_language_read(args, &j->language);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "from", cli_answer_formats, &from);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "records-from", cli_answer_formats, &records_from);
    }
    j->format = cli_answer_formats[from];
    j->records_format = cli_answer_formats[records_from];
    if (result == CLI_OK) {
        result = scan_tables_spare(args);
    }
    return result == CLI_OK ? scan_beside_read(args, &j->beside) : result;
}

static int run(const cli_args *args)
{
    job j = {0};
    int result = options_read(args, &j);
    if (result == CLI_OK) {
        result = inputs_read(args, &j);
    }
    if (result == CLI_OK) {
        result = scan_make(args, &j);
    }
    if (result == CLI_OK) {
        result = records_add(args, &j, "workposts", "workpost");
    }
    if (result == CLI_OK) {
        result = records_add(args, &j, "records", "organisation");
    }
    if (result == CLI_OK) {
        result = scan_tables_make(args, j.scan, &j.beside, j.language, &j.tables);
    }
    if (result == CLI_OK) {
        result = scan_tables_write(args, j.scan, &j.tables);
    }
    if (result == CLI_OK) {
        result = audit_write(args, &j);
    }
    job_free(&j);
    return result;
}

/* ---- page ---- */

static int run_page(const cli_args *args)
{
    job j = {0};
    int result = output_check(args);
    if (result == CLI_OK) {
        result = cli_language_read(args, &j.language);
    }
    if (result == CLI_OK) {
        result = scan_tables_spare(args);
    }
    if (result == CLI_OK) {
        result = scan_beside_read(args, &j.beside);
    }
    if (result == CLI_OK) {
        result = cli_scan_open(args->operands[0], &j.scan);
    }
    if (result == CLI_OK) {
        result = scan_tables_make(args, j.scan, &j.beside, j.language, &j.tables);
    }
    if (result == CLI_OK) {
        result = scan_tables_write(args, j.scan, &j.tables);
    }
    job_free(&j);
    return result;
}

/* ---- descriptions ---- */

#define BESIDE_OPTIONS                                                                   \
    CLI_REFERENCE_OPTIONS,                                                               \
        {"weights", "FILE",                                                              \
         "CSV with theme and weight: how strongly a theme goes with problems of\n"       \
         "workability (default: all 1)",                                                 \
         CLI_READS},                                                                     \
        {"benchmark", "FILE",                                                            \
         "CSV of 'scan pool': shown where a company has no figures of its own",          \
         CLI_READS},                                                                     \
        {"level", "X", "of intervals (default 0.95)"},                                   \
        {"margin", "X",                                                                  \
         "of colours, as a share: below it a difference is orange (default 0.05)"},      \
        {"fdr", "X", "a finding has an adjusted p of at most this (default 0.05)"},      \
        {"most", "N", "measures suggested for a finding (default 3)"}, CLI_ADD_OPTION,   \
    {                                                                                    \
        "lang", "nl|en", "language of the pages (default nl)"                            \
    }

static const cli_option run_options[] = {
    {"output", "DIR",
     "the directory of the report: scan.html, floor.html, scan.json,\n"
     "ledger.json and tables as CSV",
     CLI_WRITES_IN},
    {"from", "F",
     "what the answers come from: csv (default: ids of questions as\n"
     "headings), limesurvey or xlsform"},
    {"keep", "COL,..",
     "take the groups from these columns as they are: those of a survey that\n"
     "asked for them in its own way"},
    {"workposts", "FILE", "CSV of records of work posts: record, and their questions",
     CLI_READS},
    {"records", "FILE", "CSV with the record of the organisation", CLI_READS},
    {"records-from", "F", "what these come from: csv (default), limesurvey or xlsform"},
    {"earlier", "FILE",
     "ledger.json of the report before this one on the same answers; without\n"
     "it this one is not protected against that; with --release",
     CLI_GOES_ON},
    {"release", "ID",
     "id of this report (default 1, without --earlier): another one for every\n"
     "report on the same answers"},
    {"audit", "FILE",
     "write what is hidden and why: CONFIDENTIAL, as the answers are\n"
     "(default: not written)",
     CLI_WRITES},
    {"protect", "P",
     "all (default): every hidden count has two witnesses; rules: those that\n"
     "a rule hides"},
    {"no-fpc", NULL, "take the staff for a sample of a larger one"},
    BESIDE_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_run = {
    .name = "scan run",
    .summary = "a company's scan: from answers to pages in which nobody is recognised",
    .usage = "QUESTIONNAIRE.json|RECIPE.json ORGANISATION.json ANSWERS.csv --output DIR\n"
             "       [--earlier LEDGER.json] [--lang nl|en] ...",
    .about =
        "Scores the answers ('-': standard input), counts in every group, hides what "
        "could\n"
        "tell of a person, and writes into a directory: scan.html (all of it), "
        "floor.html (one\n"
        "sheet for the work floor), scan.json (from which all can be made again without "
        "the\n"
        "answers), ledger.json (which the next report needs) and the tables as CSV. No "
        "answer\n"
        "and no hidden number is in any of them. With fewer than min_n answers: "
        "questions to\n"
        "talk about instead of figures.",
    .example = "werkbaar scan run food.json bakery.json answers.csv --output report",
    .options = run_options,
    .min_operands = 3,
    .max_operands = 3,
    .run = run,
};

static const cli_option page_options[] = {
    {"output", "DIR", "the directory of the report", CLI_WRITES_IN},
    BESIDE_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_page = {
    .name = "scan page",
    .summary = "the pages of a scan again: another language, another reference",
    .usage = "SCAN.json --output DIR [--lang nl|en] [--reference FILE] ...",
    .about =
        "Writes what 'scan run' writes, of a scan file: without the answers, from what "
        "may be\n"
        "shown alone.",
    .example = "werkbaar scan page report/scan.json --lang en --output report-en",
    .options = page_options,
    .min_operands = 1,
    .max_operands = 1,
    .operands = CLI_GOES_ON,
    .run = run_page,
};
