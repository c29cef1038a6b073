/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan.h"

#include "input.h"
#include "message.h"
#include "output.h"

#include <jansson.h>
#include <string.h>

const char *const cli_answer_formats[] = {"csv", "limesurvey", "xlsform", NULL};
const char *const cli_units[] = {"person", "workpost", "organisation", NULL};

int cli_module_language_read(const cli_args *args, const char **language)
{
    static const char *const languages[] = {"nl", "en", "fr", NULL};
    int32_t which = 0;
    int result = cli_args_choice(args, "lang", languages, &which);
    *language = languages[which];
    return result;
}

int cli_catalogue_open(const cli_args *args, wb_catalogue **out)
{
    cli_list files = {0};
    wb_error err;
    int result = cli_args_values(args, "add", &files);
    if (result == CLI_OK && wb_catalogue_new(out, &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    for (size_t i = 0; i < files.n && result == CLI_OK; i++) {
        if (wb_catalogue_load(*out, files.items[i], &err) != WB_OK) {
            result = cli_failed(&err, files.items[i]);
        }
    }
    cli_list_free(&files);
    return result;
}

/* Does the file say that it is a recipe? What is no JSON is told by who reads it next. */
static int is_recipe(const char *path)
{
    static const char format[] = "werkbaar-recipe/";
    json_t *root = json_load_file(path, 0, NULL);
    const char *said = json_string_value(json_object_get(root, "format"));
    int is = said != NULL && strncmp(said, format, sizeof format - 1) == 0;
    json_decref(root);
    return is;
}

static wb_status compose(const wb_catalogue *catalogue, const char *path,
                         wb_questionnaire **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_open(path, &reader, err);
    if (st == WB_OK) {
        st = wb_compose(catalogue, reader, out, err);
    }
    wb_reader_free(reader);
    return st;
}

int cli_questionnaire_open(const cli_args *args, const char *path, wb_questionnaire **out)
{
    wb_catalogue *catalogue = NULL;
    wb_error err;
    wb_status st = WB_OK;
    int result = CLI_OK;
    if (!is_recipe(path)) {
        return wb_questionnaire_load(path, out, &err) == WB_OK ? CLI_OK
                                                               : cli_failed(&err, path);
    }
    result = cli_catalogue_open(args, &catalogue);
    if (result == CLI_OK) {
        st = compose(catalogue, path, out, &err);
        result = st == WB_OK ? CLI_OK : cli_failed(&err, path);
    }
    wb_catalogue_free(catalogue);
    return result;
}

int cli_scan_open(const char *path, wb_scan **out)
{
    wb_error err;
    return wb_scan_load(path, out, &err) == WB_OK ? CLI_OK : cli_failed(&err, path);
}

/* What a file of answers is read with. */
typedef struct answers_of {
    const wb_questionnaire *questionnaire;
    const wb_organisation *organisation;
    const char *format, *unit;
    cli_list keep;
} answers_of;

static wb_status answers_import(const answers_of *of, wb_reader *reader, int with_scan,
                                wb_frame **out, wb_error *err)
{
    return with_scan
               ? wb_scan_import(of->questionnaire, of->organisation, of->format, of->unit,
                                reader, out, err)
               : wb_questionnaire_import(of->questionnaire, of->format, of->unit, reader,
                                         (const char *const *)of->keep.items, of->keep.n,
                                         out, err);
}

static int answers_read(const cli_args *args, const answers_of *of, const char *path,
                        int with_scan, wb_frame **out)
{
    cli_preamble preamble = {0};
    wb_reader *reader = NULL;
    wb_error err;
    int result = cli_reader_open(path, &preamble, &reader, &err) == WB_OK
                     ? CLI_OK
                     : cli_failed(&err, path);
    if (result == CLI_OK) {
        wb_status st = answers_import(of, reader, with_scan, out, &err);
        result = st == WB_OK ? CLI_OK : cli_refused(args, &err, path);
    }
    wb_reader_free(reader);
    cli_preamble_free(&preamble);
    return result;
}

int cli_answers_read(const cli_args *args, const wb_questionnaire *questionnaire,
                     const wb_organisation *organisation, const char *format,
                     const char *unit, const char *path, wb_frame **out)
{
    answers_of of = {questionnaire, organisation, format, unit, {0}};
    int result = cli_args_list(args, "keep", &of.keep);
    int with_scan =
        of.keep.n == 0 && (organisation != NULL || strcmp(unit, "person") != 0);
    if (result == CLI_OK) {
        result = answers_read(args, &of, path, with_scan, out);
    }
    cli_list_free(&of.keep);
    return result;
}

int cli_records_read(const cli_args *args, const wb_questionnaire *questionnaire,
                     const char *format, const char *unit, const char *path,
                     wb_frame **out)
{
    static const char *const texts[] = {"record"};
    const cli_roles roles = {.texts = texts, .n_texts = 1};
    const answers_of of = {questionnaire, NULL, format, unit, {0}};
    return strcmp(format, "csv") == 0 ? cli_table_read(args, path, &roles, out)
                                      : answers_read(args, &of, path, 1, out);
}

int cli_json_file_write(const cli_args *args, cli_write_fn write, const void *it)
{
    cli_output output = {0};
    wb_error err;
    wb_status st = cli_output_open(cli_args_text(args, "output", NULL), &output, &err);
    if (st == WB_OK) {
        st = write(it, output.writer, &err);
    }
    if (st == WB_OK) {
        st = cli_print(output.writer, &err, "\n");
    }
    return cli_output_end(&output, st, &err);
}
