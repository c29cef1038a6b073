/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* scan compose: modules become a questionnaire. */
#include "columns.h"
#include "commands.h"
#include "message.h"
#include "scan.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const parts[] = {"questions",  "modules", "answers", "scales",
                                    "indicators", "themes",  "notices", "discussion",
                                    "terms",      NULL};
static const char *const formats[] = {"questionnaire", "table", "csv",
                                      "json",          "xlsx",  NULL};
enum { AS_TABLE = 1 };

static const char *const questions_shown[] = {"number", "id",       "module",
                                              "unit",   "question", NULL};

static wb_status file_write(const void *it, wb_writer *writer, wb_error *err)
{
    return wb_questionnaire_write(it, writer, err);
}

static int table_show(const cli_args *args, const wb_questionnaire *q, int32_t format,
                      const char *language)
{
    wb_frame *table = NULL;
    wb_error err;
    int32_t part = 0;
    int result = cli_args_choice(args, "part", parts, &part);
    if (result == CLI_OK) {
        wb_status st = wb_questionnaire_table(q, parts[part], language, &table, &err);
        result = st == WB_OK ? cli_frame_show(args, format, table,
                                              part == 0 ? questions_shown : NULL)
                             : cli_failed(&err, NULL);
    }
    wb_frame_free(table);
    return result;
}

/* What it is, on standard error: standard output holds the questionnaire alone. */
static int tell(const wb_questionnaire *q, const char *language)
{
    wb_frame *questions = NULL, *modules = NULL;
    wb_error err;
    wb_status st = wb_questionnaire_table(q, "questions", language, &questions, &err);
    if (st == WB_OK) {
        st = wb_questionnaire_table(q, "modules", language, &modules, &err);
    }
    if (st == WB_OK) {
        fprintf(stderr,
                "questionnaire %s, version %s: %" PRId64 " modules, %" PRId64
                " questions, about %d minutes for a person (%s)\n",
                wb_questionnaire_id(q), wb_questionnaire_version(q),
                wb_frame_row_count(modules), wb_frame_row_count(questions),
                (int)wb_questionnaire_minutes(q, language), language);
    }
    wb_frame_free(modules);
    wb_frame_free(questions);
    return st == WB_OK ? CLI_OK : cli_failed(&err, NULL);
}

static int run(const cli_args *args)
{
    wb_questionnaire *q = NULL;
    const char *language = NULL;
    int32_t format = 0;
    int result = cli_args_choice(args, "format", formats, &format);
    if (result == CLI_OK && format < AS_TABLE) {
        result = cli_args_without(args, "part",
                                  "is of a table: give '--format table', csv, json or "
                                  "xlsx");
    }
    if (result == CLI_OK) {
        result = cli_module_language_read(args, &language);
    }
    if (result == CLI_OK) {
        result = cli_questionnaire_open(args, args->operands[0], &q);
    }
    if (result == CLI_OK) {
        result = format == 0 ? cli_json_file_write(args, file_write, q)
                             : table_show(args, q, format - AS_TABLE, language);
    }
    if (result == CLI_OK) {
        result = tell(q, language);
    }
    wb_questionnaire_free(q);
    return result;
}

static const cli_option options[] = {
    CLI_ADD_OPTION,
    {"format", "F",
     "questionnaire (default): the file that all else takes, canonical; or a\n"
     "part of it as table, csv, json or xlsx"},
    {"part", "P",
     "questions (default), modules, answers, scales, indicators, themes,\n"
     "notices, discussion or terms"},
    {"lang", "nl|en|fr", "language of a part (default nl)"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_compose = {
    .name = "scan compose",
    .summary = "a questionnaire from a recipe of modules",
    .usage = "RECIPE.json [--add FILE] [--format F] [--output FILE]",
    .about =
        "Composes the questionnaire that a recipe asks for, or shows part of it (also of "
        "a\n"
        "questionnaire file). The same recipe and modules give the same bytes. What does "
        "not\n"
        "go together is an error that names the place and both parts.",
    .example = "werkbaar scan compose recipe.json --output questionnaire.json",
    .options = options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run,
};
