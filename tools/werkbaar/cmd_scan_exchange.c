/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* scan export, scan import: to the tools that ask the questions, and back. */
#include "columns.h"
#include "commands.h"
#include "message.h"
#include "output.h"
#include "scan.h"

#include <inttypes.h>
#include <string.h>

static int organisation_open(const cli_args *args, wb_organisation **out)
{
    const char *path = cli_args_text(args, "organisation", NULL);
    wb_error err;
    return path == NULL || wb_organisation_load(path, out, &err) == WB_OK
               ? CLI_OK
               : cli_failed(&err, path);
}

/* ---- export ---- */

typedef struct leaving {
    wb_questionnaire *questionnaire;
    wb_organisation *organisation;
    const char *format, *unit, *language;
} leaving;

/* Of a work post its name is asked whatever is known of the organisation. */
static wb_status leave(const leaving *l, wb_writer *writer, wb_error *err)
{
    return l->organisation != NULL || strcmp(l->unit, "person") != 0
               ? wb_scan_export(l->questionnaire, l->organisation, l->format, l->unit,
                                l->language, writer, err)
               : wb_questionnaire_export(l->questionnaire, l->format, l->unit,
                                         l->language, writer, err);
}

static int export_write(const cli_args *args, const leaving *l)
{
    cli_output output = {0};
    wb_error err;
    wb_status st = cli_output_open(cli_args_text(args, "output", NULL), &output, &err);
    if (st == WB_OK) {
        st = leave(l, output.writer, &err);
    }
    int result = st == WB_OK || st == WB_E_IO
                     ? cli_output_end(&output, st, &err)
                     : cli_refused(args, &err, args->operands[0]);
    cli_output_close(&output);
    return result;
}

static int run_export(const cli_args *args)
{
    static const char *const formats[] = {"html", "limesurvey", "xlsform", NULL};
    leaving l = {.language = cli_args_text(args, "lang", NULL)};
    int32_t format = 0, unit = 0;
    int result = cli_args_choice(args, "format", formats, &format);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "unit", cli_units, &unit);
    }
    l.format = formats[format];
    l.unit = cli_units[unit];
    if (result == CLI_OK) {
        result = cli_questionnaire_open(args, args->operands[0], &l.questionnaire);
    }
    if (result == CLI_OK) {
        result = organisation_open(args, &l.organisation);
    }
    if (result == CLI_OK) {
        result = export_write(args, &l);
    }
    wb_organisation_free(l.organisation);
    wb_questionnaire_free(l.questionnaire);
    return result;
}

/* ---- import ---- */

static int run_import(const cli_args *args)
{
    static const char *const formats[] = {"csv", "json", "xlsx", "table", NULL};
    static const int32_t as[] = {1, 2, 3, 0};
    wb_questionnaire *q = NULL;
    wb_organisation *organisation = NULL;
    wb_frame *answers = NULL;
    int32_t format = 0, unit = 0, from = 0;
    int result = cli_args_choice(args, "format", formats, &format);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "unit", cli_units, &unit);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "from", cli_answer_formats, &from);
    }
    if (result == CLI_OK && cli_args_has(args, "keep")) {
        result = cli_args_without(args, "organisation",
                                  "and '--keep' exclude each other: the groups are those "
                                  "of the organisation, or what the columns hold");
    }
    if (result == CLI_OK) {
        result = cli_questionnaire_open(args, args->operands[0], &q);
    }
    if (result == CLI_OK) {
        result = organisation_open(args, &organisation);
    }
    if (result == CLI_OK) {
        result = cli_answers_read(args, q, organisation, cli_answer_formats[from],
                                  cli_units[unit], args->operands[1], &answers);
    }
    if (result == CLI_OK) {
        result = cli_frame_show(args, as[format], answers, NULL);
    }
    if (result == CLI_OK) {
        fprintf(stderr, "%" PRId64 " came in, in the order of what stands in them\n",
                wb_frame_row_count(answers));
    }
    wb_frame_free(answers);
    wb_organisation_free(organisation);
    wb_questionnaire_free(q);
    return result;
}

/* ---- descriptions ---- */

static const cli_option export_options[] = {
    {"format", "F",
     "html (default): a page to print; limesurvey: the survey structure (.txt)\n"
     "to import there; xlsform: a workbook for KoboToolbox and ODK"},
    {"unit", "U", "person (default), workpost or organisation"},
    {"organisation", "FILE", "ask persons for its groups, too, on a last page",
     CLI_READS},
    {"lang", "L", "this language alone (default: all; of html the first)"},
    CLI_ADD_OPTION,
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_export = {
    .name = "scan export",
    .summary = "a questionnaire for paper, LimeSurvey or XLSForm",
    .usage = "QUESTIONNAIRE.json|RECIPE.json [--organisation FILE] [--format F] ...",
    .about =
        "Writes the questions in the form that another tool takes. It opens with the\n"
        "information, every question may be skipped, and nothing asks for who answers, "
        "when\n"
        "or from where. Questions of which the wording is licensed are refused.",
    .example = "werkbaar scan export food.json --organisation bakery.json --format "
               "limesurvey --output food.txt",
    .options = export_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_export,
};

static const cli_option import_options[] = {
    {"from", "F", "csv (default: ids of questions as headings), limesurvey or xlsform"},
    {"unit", "U", "person (default), workpost or organisation"},
    {"organisation", "FILE", "of persons with its groups, as ids", CLI_READS},
    {"keep", "COL,..", "keep these columns, as they are, and no others of groups"},
    CLI_ADD_OPTION,
    {"format", "F", "csv (default), json, xlsx or table"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_import = {
    .name = "scan import",
    .summary = "answers as those tools export them, without who gave them",
    .usage = "QUESTIONNAIRE.json ANSWERS.csv [--from F] [--organisation FILE]",
    .about =
        "Reads the answers that another tool exported ('-': standard input) and drops "
        "what it\n"
        "keeps of who answered, when and from where. A column that is neither a "
        "question, nor\n"
        "one of these, nor kept is refused: it may well be a name. 'scan run' does this, "
        "too.",
    .example = "werkbaar scan import food.json export.csv --from limesurvey "
               "--organisation bakery.json",
    .options = import_options,
    .min_operands = 2,
    .max_operands = 2,
    .run = run_import,
};
