/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Action plans of the commands: where they come from. */
#ifndef WERKBAAR_TOOLS_ACTION_PLAN_H
#define WERKBAAR_TOOLS_ACTION_PLAN_H

#include "args.h"
#include "kind.h"

#include <werkbaar/werkbaar.h>

extern const cli_kind cli_plans;

/* What every command about a plan reads first. */
typedef struct cli_plan_asked {
    wb_plan *plan;
    const char *language;
    int32_t format;
} cli_plan_asked;

/* --lang, --format (one of `formats`), and the plan that the first operand names, if
 * there is one. Prints what is wrong. */
int cli_plan_asked_read(const cli_args *args, const char *const *formats,
                        cli_plan_asked *asked);

/* A built-in plan, or the one in a plan file or in a store. Prints what is wrong. */
int cli_action_plan_open(const char *id_or_file, wb_plan **out);

/* The store that the first operand names, as `mode` says (WB_STORE_READ, ...). Prints
 * what is wrong. */
int cli_store_open(const cli_args *args, int32_t mode, wb_store **store);

/* Write a plan file, a file of changes, or the plan file with the changes in it, to
 * --output. Prints what is wrong. */
int cli_plan_file_write(const cli_args *args, const wb_plan *plan);
int cli_changes_file_write(const cli_args *args, const wb_changes *changes);
int cli_changed_file_write(const cli_args *args, const wb_plan *plan,
                           const wb_changes *changes);

/* Tell the conflicts of a merge on standard error; returns CLI_FAILED. */
int cli_conflicts_tell(const wb_frame *conflicts);

#endif
