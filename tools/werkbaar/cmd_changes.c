/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What two plans differ by, and two plans brought together. */
#include "action_plan.h"
#include "columns.h"
#include "commands.h"
#include "message.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const diff_formats[] = {"table", "csv",     "json",
                                           "xlsx",  "changes", NULL};
enum { AS_CHANGES = 4 };

/* ---- diff ---- */

static int diff_write(const cli_args *args, const wb_plan *before, const wb_plan *after,
                      const char *language, int32_t format)
{
    static const char *const shown[] = {"operation", "text", NULL};
    wb_changes *changes = NULL;
    wb_frame *frame = NULL;
    wb_error err;
    int result = CLI_OK;
    wb_status st = wb_plan_diff(before, after, &changes, &err);
    if (st == WB_OK && format != AS_CHANGES) {
        st = wb_changes_frame(changes, before, language, &frame, &err);
    }
    if (st != WB_OK) {
        result = cli_failed(&err, NULL);
    } else if (format == AS_CHANGES) {
        result = cli_changes_file_write(args, changes);
    } else {
        result = cli_frame_show(args, format, frame, shown);
    }
    wb_frame_free(frame);
    wb_changes_free(changes);
    return result;
}

static int run_diff(const cli_args *args)
{
    wb_plan *before = NULL, *after = NULL;
    const char *language = NULL;
    int32_t format = 0;
    int result = cli_args_choice(args, "format", diff_formats, &format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &language);
    }
    if (result == CLI_OK) {
        result = cli_action_plan_open(args->operands[0], &before);
    }
    if (result == CLI_OK) {
        result = cli_action_plan_open(args->operands[1], &after);
    }
    if (result == CLI_OK) {
        result = diff_write(args, before, after, language, format);
    }
    wb_plan_free(before);
    wb_plan_free(after);
    return result;
}

/* ---- merge ---- */

int cli_conflicts_tell(const wb_frame *conflicts)
{
    size_t column = (size_t)wb_frame_find(conflicts, "text");
    int64_t n = wb_frame_row_count(conflicts);
    for (int64_t row = 0; row < n; row++) {
        size_t length = 0;
        const char *text = wb_frame_text(conflicts, column, row, &length);
        fputs("conflict: ", stderr);
        cli_text_tell(text, length);
        fputc('\n', stderr);
    }
    fprintf(stderr, "werkbaar: %" PRId64 " conflict%s\n", n, n == 1 ? "" : "s");
    return CLI_FAILED;
}

static int run_merge(const cli_args *args)
{
    wb_plan *plans[3] = {NULL}, *merged = NULL;
    wb_frame *conflicts = NULL;
    wb_error err;
    const char *language = NULL;
    int result = cli_language_read(args, &language);
    for (size_t i = 0; i < 3 && result == CLI_OK; i++) {
        result = cli_action_plan_open(args->operands[i], &plans[i]);
    }
    if (result == CLI_OK && wb_plan_merge(plans[0], plans[1], plans[2], language, &merged,
                                          &conflicts, &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    if (result == CLI_OK) {
        result = cli_plan_file_write(args, merged);
    }
    if (result == CLI_OK && wb_frame_row_count(conflicts) > 0) {
        result = cli_conflicts_tell(conflicts);
    }
    wb_frame_free(conflicts);
    wb_plan_free(merged);
    for (size_t i = 0; i < 3; i++) {
        wb_plan_free(plans[i]);
    }
    return result;
}

/* ---- descriptions ---- */

static const cli_option diff_options[] = {
    {"lang", "nl|en", "language of the sentences (default nl)"},
    {"format", "F",
     "table (default: a sentence each), csv, json or xlsx (all columns), or\n"
     "changes: the file of changes that makes the second of the first"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_diff = {
    .name = "plan diff",
    .summary = "what two versions of a plan differ by, in words",
    .usage = "BEFORE AFTER [--lang nl|en] [--format table|csv|json|xlsx|changes]",
    .about =
        "Compares two versions of one plan: built-in plans, plan files or stores. A row "
        "for\n"
        "each record that came, went or moved and each field that changed, language by\n"
        "language.",
    .example = "werkbaar plan diff actieplan-werkbaar-werk actions.plan --lang en",
    .options = diff_options,
    .min_operands = 2,
    .max_operands = 2,
    .run = run_diff,
};

static const cli_option merge_options[] = {
    {"lang", "nl|en", "language of the conflicts (default nl)"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_merge = {
    .name = "plan merge",
    .summary = "two edited versions of a plan brought together",
    .usage = "BASE OURS THEIRS [--output FILE] [--lang nl|en]",
    .about =
        "Writes OURS with what THEIRS changed since BASE: built-in plans, plan files or\n"
        "stores. Where both changed the same thing, OURS stands, the conflict is told "
        "on\n"
        "standard error, and the exit status is 1.",
    .example =
        "werkbaar plan merge march.json ours.json theirs.json --output merged.json",
    .options = merge_options,
    .min_operands = 3,
    .max_operands = 3,
    .run = run_merge,
};
