/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The types of the file of a statistics package are its own. Of CSV a column's type is
 * inferred from the first rows. Where a later row could overturn that
 * (a weight that starts as whole numbers, an item that was added in a later wave) the
 * command knows how the column will be used, and the file is opened again with that type
 * declared. What can be read once only keeps its inferred types; --types declares them.
 */
#include "input.h"
#include "message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int character_read(const cli_args *args, const char *name, const char *allowed,
                          int32_t *character)
{
    const char *value = cli_args_text(args, name, NULL);
    if (value == NULL) {
        return CLI_OK;
    }
    if (strcmp(value, "tab") == 0 || strcmp(value, "\\t") == 0) {
        value = "\t";
    }
    if (value[0] == '\0' || value[1] != '\0' || strchr(allowed, value[0]) == NULL) {
        return cli_usage_error(args->command, "'--%s' cannot be '%s': it is %s", name,
                               value,
                               strcmp(allowed, ".,") == 0 ? ". or ," : ", ; or tab");
    }
    *character = value[0];
    return CLI_OK;
}

static int csv_options_read(const cli_args *args, wb_csv_options *options)
{
    int result = character_read(args, "delimiter", ",;\t", &options->delimiter);
    return result == CLI_OK ? character_read(args, "decimal", ".,", &options->decimal)
                            : result;
}

/* Made-up data say so, whatever file they come in. */
static wb_status statfile_note(cli_input *input, wb_error *err)
{
    wb_frame *schema = NULL;
    wb_status st = wb_source_schema(input->source, &schema, err);
    const char *metadata = st == WB_OK ? wb_frame_metadata(schema) : NULL;
    if (metadata != NULL && strstr(metadata, "\"synthetic\":true") != NULL) {
        input->preamble.note = strdup("SYNTHETIC: nobody gave these answers");
        st = input->preamble.note != NULL ? WB_OK : cli_no_memory(err);
    }
    wb_frame_free(schema);
    return st;
}

static wb_status source_open(cli_input *input, wb_error *err)
{
    wb_reader *reader = NULL;
    cli_preamble_free(&input->preamble);
    wb_status st = cli_reader_open(input->path, &input->preamble, &reader, err);
    int is_statfile = st == WB_OK && input->preamble.statfile != 0;
    if (is_statfile) {
        st = wb_statfile_read(reader, NULL, &input->source, err);
    } else if (st == WB_OK) {
        st = wb_csv_read(reader, &input->options, &input->source, err);
    }
    if (st != WB_OK) {
        wb_reader_free(reader);
    }
    return st == WB_OK && is_statfile ? statfile_note(input, err) : st;
}

static int is_number(int32_t type)
{
    return type >= WB_TYPE_BOOL && type <= WB_TYPE_FLOAT64;
}

enum { NUMBERS, ITEMS, TEXTS };

static int type_fits(int32_t type, int role)
{
    if (role == TEXTS) {
        return type == WB_TYPE_UTF8;
    }
    return role == ITEMS ? is_number(type)
                         : type == WB_TYPE_BOOL || type == WB_TYPE_FLOAT64;
}

/* Declare a type for the named columns that need it; *changed when there is any. */
static wb_status roles_declare(const wb_frame *schema, const char *const *names, size_t n,
                               int role, wb_frame *types, int *changed, wb_error *err)
{
    for (size_t i = 0; i < n; i++) {
        int64_t at = wb_frame_find(schema, names[i]);
        if (at < 0 || wb_frame_find(types, names[i]) >= 0) {
            continue;
        }
        if (type_fits(wb_frame_column_type(schema, (size_t)at), role)) {
            continue;
        }
        wb_status st = cli_types_add(types, names[i],
                                     role == TEXTS ? WB_TYPE_UTF8 : WB_TYPE_FLOAT64, err);
        if (st != WB_OK) {
            return st;
        }
        *changed = 1;
    }
    return WB_OK;
}

static wb_status roles_apply(const cli_roles *roles, cli_input *input, wb_error *err)
{
    wb_frame *schema = NULL;
    int changed = 0;
    if (input->preamble.statfile != 0) {
        return WB_OK;
    }
    wb_status st = wb_source_schema(input->source, &schema, err);
    if (st == WB_OK && input->types == NULL) {
        st = wb_frame_new(0, &input->types, err);
    }
    if (st == WB_OK) {
        st = roles_declare(schema, roles->numbers, roles->n_numbers, NUMBERS,
                           input->types, &changed, err);
    }
    if (st == WB_OK) {
        st = roles_declare(schema, roles->items, roles->n_items, ITEMS, input->types,
                           &changed, err);
    }
    if (st == WB_OK) {
        st = roles_declare(schema, roles->texts, roles->n_texts, TEXTS, input->types,
                           &changed, err);
    }
    if (st == WB_OK && changed && wb_source_rewind(input->source, NULL) == WB_OK) {
        wb_source_free(input->source);
        input->source = NULL;
        input->options.types = input->types;
        st = source_open(input, err);
    }
    wb_frame_free(schema);
    return st;
}

int cli_input_declare(const cli_roles *roles, cli_input *input)
{
    wb_error err;
    wb_status st = roles_apply(roles, input, &err);
    return st == WB_OK ? CLI_OK : cli_failed(&err, input->name);
}

static int input_failed(wb_error *err, const cli_input *input, const cli_roles *roles)
{
    char message[sizeof err->message];
    if (roles != NULL && roles->wave != NULL) {
        snprintf(message, sizeof message, "wave %.60s: %.*s", roles->wave,
                 (int)sizeof message - 80, err->message);
        memcpy(err->message, message, sizeof message);
    }
    return cli_failed(err, input->name);
}

int cli_input_open(const cli_args *args, const char *path, const cli_roles *roles,
                   cli_input *input)
{
    wb_error err;
    *input = (cli_input){.name = strcmp(path, "-") == 0 ? "standard input" : path,
                         .path = path,
                         .options = WB_CSV_OPTIONS_INIT};
    int result = csv_options_read(args, &input->options);
    if (result == CLI_OK) {
        result = cli_types_read(args, &input->types);
    }
    if (result != CLI_OK) {
        return result;
    }
    input->options.types = input->types;
    if (source_open(input, &err) != WB_OK) {
        return input_failed(&err, input, roles);
    }
    return roles != NULL ? cli_input_declare(roles, input) : CLI_OK;
}

void cli_input_close(cli_input *input)
{
    wb_source_free(input->source);
    wb_frame_free(input->types);
    cli_preamble_free(&input->preamble);
    *input = (cli_input){0};
}

int cli_table_read(const cli_args *args, const char *path, const cli_roles *roles,
                   wb_frame **out)
{
    cli_input input = {0};
    wb_error err;
    int result = cli_input_open(args, path, roles, &input);
    if (result == CLI_OK && wb_source_collect(input.source, NULL, out, &err) != WB_OK) {
        result = cli_failed(&err, input.name);
    }
    cli_input_close(&input);
    return result;
}
