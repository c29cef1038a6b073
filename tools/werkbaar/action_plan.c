/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "action_plan.h"

#include "columns.h"
#include "message.h"
#include "output.h"

#include <stdio.h>
#include <string.h>

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

static wb_status builtin(const char *id, void **it, wb_error *err)
{
    wb_plan *found = NULL;
    wb_status st = wb_plan_builtin(id, &found, err);
    *it = found;
    return st;
}

static wb_status store_read(const char *path, wb_plan **out, wb_error *err)
{
    wb_store_options options = WB_STORE_OPTIONS_INIT;
    wb_store *store = NULL;
    options.mode = WB_STORE_READ;
    wb_status st = wb_store_open(path, &options, &store, err);
    if (st == WB_OK) {
        st = wb_store_plan(store, 0, out, err);
    }
    wb_store_free(store);
    return st;
}

static wb_status load(const char *path, void **it, wb_error *err)
{
    wb_plan *found = NULL;
    wb_status st =
        is_store(path) ? store_read(path, &found, err) : wb_plan_load(path, &found, err);
    *it = found;
    return st;
}

static void drop(void *it)
{
    wb_plan_free(it);
}

const cli_kind cli_plans = {
    "plan", "plan list", wb_plan_builtin_count, wb_plan_builtin_id, builtin, load, drop};

int cli_action_plan_open(const char *id_or_file, wb_plan **out)
{
    void *found = NULL;
    int result = cli_kind_open(&cli_plans, id_or_file, &found);
    *out = found;
    return result;
}

int cli_store_open(const cli_args *args, int32_t mode, wb_store **store)
{
    wb_store_options options = WB_STORE_OPTIONS_INIT;
    wb_error err;
    options.mode = mode;
    return wb_store_open(args->operands[0], &options, store, &err) == WB_OK
               ? CLI_OK
               : cli_failed(&err, NULL);
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

static int file_end(cli_output *output, wb_status st, wb_error *err)
{
    if (st == WB_OK) {
        st = cli_print(output->writer, err, "\n");
    }
    return cli_output_end(output, st, err);
}

int cli_plan_file_write(const cli_args *args, const wb_plan *plan)
{
    cli_output output = {0};
    wb_error err;
    wb_status st = cli_output_open(cli_args_text(args, "output", NULL), &output, &err);
    if (st == WB_OK) {
        st = wb_plan_write(plan, output.writer, &err);
    }
    return file_end(&output, st, &err);
}

int cli_changes_file_write(const cli_args *args, const wb_changes *changes)
{
    cli_output output = {0};
    wb_error err;
    wb_status st = cli_output_open(cli_args_text(args, "output", NULL), &output, &err);
    if (st == WB_OK) {
        st = wb_changes_write(changes, output.writer, &err);
    }
    return file_end(&output, st, &err);
}

int cli_changed_file_write(const cli_args *args, const wb_plan *plan,
                           const wb_changes *changes)
{
    wb_plan *after = NULL;
    wb_error err;
    int result = wb_plan_apply(plan, changes, &after, &err) == WB_OK
                     ? cli_plan_file_write(args, after)
                     : cli_failed(&err, NULL);
    wb_plan_free(after);
    return result;
}
