/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support.h"

#include "message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static wb_status builtin(const char *id, void **it, wb_error *err)
{
    wb_support *found = NULL;
    wb_status st = wb_support_builtin(id, &found, err);
    *it = found;
    return st;
}

static wb_status load(const char *path, void **it, wb_error *err)
{
    wb_support *found = NULL;
    wb_status st = wb_support_load(path, &found, err);
    *it = found;
    return st;
}

static void drop(void *it)
{
    wb_support_free(it);
}

const cli_kind cli_supports = {"rule",
                               "support list",
                               wb_support_builtin_count,
                               wb_support_builtin_id,
                               builtin,
                               load,
                               drop};

int cli_support_open(const char *id_or_file, wb_support **out)
{
    void *found = NULL;
    int result = cli_kind_open(&cli_supports, id_or_file, &found);
    *out = found;
    return result;
}

/* ---- one case on the command line ---- */

/* The facts become a table of two lines, which is read as any other file of cases is. */
typedef struct lines {
    char *names, *values;
} lines;

static int line_add(char **line, const char *text, size_t length)
{
    size_t before = *line == NULL ? 0 : strlen(*line);
    char *longer = realloc(*line, before + length + 2);
    if (longer == NULL) {
        return cli_out_of_memory();
    }
    *line = longer;
    if (before > 0) {
        longer[before++] = ',';
    }
    memcpy(longer + before, text, length);
    longer[before + length] = '\0';
    return CLI_OK;
}

static int fact_add(const cli_args *args, const char *item, lines *l)
{
    const char *sign = strchr(item, '=');
    if (sign == NULL || sign == item || strpbrk(item, ",\"\r\n") != NULL) {
        return cli_usage_error(
            args->command, "'--set' has '%s': it is FACT=VALUE, without , or \"", item);
    }
    const char *value = sign[1] == '\0' ? "NA" : sign + 1;
    int result = line_add(&l->names, item, (size_t)(sign - item));
    return result == CLI_OK ? line_add(&l->values, value, strlen(value)) : result;
}

static wb_status lines_read(const lines *l, wb_frame **out, wb_error *err)
{
    size_t length = strlen(l->names) + strlen(l->values) + 3;
    char *text = malloc(length);
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    if (text == NULL) {
        return cli_no_memory(err);
    }
    snprintf(text, length, "%s\n%s\n", l->names, l->values);
    wb_status st = wb_reader_from_memory(text, length - 1, "--set", &reader, err);
    if (st == WB_OK) {
        st = wb_csv_read(reader, NULL, &source, err);
        if (st != WB_OK) {
            wb_reader_free(reader);
        }
    }
    if (st == WB_OK) {
        st = wb_source_collect(source, NULL, out, err);
    }
    wb_source_free(source);
    free(text);
    return st;
}

int cli_support_facts(const cli_args *args, wb_frame **out)
{
    cli_list list = {0};
    lines l = {NULL, NULL};
    wb_error err;
    int result = cli_args_values(args, "set", &list);
    for (size_t i = 0; i < list.n && result == CLI_OK; i++) {
        result = fact_add(args, list.items[i], &l);
    }
    if (result == CLI_OK && lines_read(&l, out, &err) != WB_OK) {
        result = cli_failed(&err, "--set");
    }
    free(l.names);
    free(l.values);
    cli_list_free(&list);
    return result;
}
