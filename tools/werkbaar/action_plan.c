/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "action_plan.h"

#include "columns.h"
#include "message.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A store begins as every SQLite file does. */
static int is_store(const char *path)
{
    static const char magic[16] = "SQLite format 3";
    char head[sizeof magic];
    FILE *file = fopen(path, "rb");
    size_t n = file != NULL ? fread(head, 1, sizeof head, file) : 0;
    if (file != NULL) {
        fclose(file);
    }
    return n == sizeof head && memcmp(head, magic, sizeof head) == 0;
}

static wb_status load(const char *path, wb_plan **out, wb_error *err)
{
    wb_store_options options = WB_STORE_OPTIONS_INIT;
    wb_store *store = NULL;
    if (!is_store(path)) {
        return wb_plan_load(path, out, err);
    }
    options.mode = WB_STORE_READ;
    wb_status st = wb_store_open(path, &options, &store, err);
    if (st == WB_OK) {
        st = wb_store_plan(store, 0, out, err);
    }
    wb_store_free(store);
    return st;
}

int cli_action_plan_open(const char *id_or_file, wb_plan **out)
{
    wb_error err;
    for (size_t i = 0; i < wb_plan_builtin_count(); i++) {
        if (strcmp(wb_plan_builtin_id(i), id_or_file) == 0) {
            return wb_plan_builtin(id_or_file, out, &err) == WB_OK
                       ? CLI_OK
                       : cli_failed(&err, NULL);
        }
    }
    if (access(id_or_file, F_OK) != 0) {
        fprintf(stderr,
                "werkbaar: '%s' is no built-in plan (see 'werkbaar plan list') and no "
                "file either: %s\n",
                id_or_file, strerror(errno));
        return CLI_FAILED;
    }
    return load(id_or_file, out, &err) == WB_OK ? CLI_OK : cli_failed(&err, id_or_file);
}

int cli_plan_asked_read(const cli_args *args, const char *const *formats,
                        cli_plan_asked *asked)
{
    int result = cli_args_choice(args, "format", formats, &asked->format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &asked->language);
    }
    if (result == CLI_OK && args->n_operands > 0) {
        result = cli_action_plan_open(args->operands[0], &asked->plan);
    }
    return result;
}
