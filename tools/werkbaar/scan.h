/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the commands about scans read: catalogues, recipes, questionnaires. */
#ifndef WERKBAAR_TOOLS_SCAN_H
#define WERKBAAR_TOOLS_SCAN_H

#include "args.h"

#include <werkbaar/werkbaar.h>

/* Modules, sectors and measures of one's own beside those that are built in. */
#define CLI_ADD_OPTION                                                                   \
    {                                                                                    \
        "add", "FILE",                                                                   \
            "a file of a module, a sector or measures of your own, beside "              \
            "those\nthat are built in; may be repeated",                                 \
            CLI_READS                                                                    \
    }

/* The built-in catalogue with the files of --add. Prints what is wrong. */
int cli_catalogue_open(const cli_args *args, wb_catalogue **out);

/* The questionnaire of a file: as it is, or composed of the recipe that the file holds
 * and the catalogue with --add. Prints what is wrong. */
int cli_questionnaire_open(const cli_args *args, const char *path,
                           wb_questionnaire **out);

/* The scan of a file. Prints what is wrong. */
int cli_scan_open(const char *path, wb_scan **out);

/* Answers of a file ("-": standard input) that a tool exported: `format` is csv,
 * limesurvey or xlsform. With an organisation (not NULL) they come with the ids of its
 * groups, else with the columns of --keep. Prints what is wrong. */
int cli_answers_read(const cli_args *args, const wb_questionnaire *questionnaire,
                     const wb_organisation *organisation, const char *format,
                     const char *unit, const char *path, wb_frame **out);
/* Records of experts, of the unit "workpost" or "organisation": a table ("csv"), or what
 * a tool exported. Prints what is wrong. */
int cli_records_read(const cli_args *args, const wb_questionnaire *questionnaire,
                     const char *format, const char *unit, const char *path,
                     wb_frame **out);
extern const char *const cli_answer_formats[]; /* csv, limesurvey, xlsform */
extern const char *const cli_units[];          /* person, workpost, organisation */

/* --lang of texts that are there in French, too. Prints what is wrong. */
int cli_module_language_read(const cli_args *args, const char **language);

/* What writes a JSON file, without the line end that text files end with. */
typedef wb_status (*cli_write_fn)(const void *it, wb_writer *writer, wb_error *err);
/* Write it to --output. Prints what is wrong. */
int cli_json_file_write(const cli_args *args, cli_write_fn write, const void *it);

#endif
