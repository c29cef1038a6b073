/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a report releases, the ledger that goes on in the next one, and the audit. */
#include "columns.h"
#include "message.h"
#include "monitor.h"
#include "note.h"
#include "results.h"

#include <string.h>

static int one_group(const cli_args *args, const char *option, size_t n_groups)
{
    return n_groups < 2 || !cli_args_has(args, option)
               ? CLI_OK
               : cli_usage_error(args->command,
                                 "'--%s' is of one definition: make a report of each",
                                 option);
}

int monitor_release_read(const cli_args *args, size_t n_groups, monitor_options *options)
{
    wb_error err;
    const char *earlier = cli_args_text(args, "earlier", NULL);
    int result = one_group(args, "earlier", n_groups);
    options->release = cli_args_text(args, "release", NULL);
    if (result == CLI_OK) {
        result = one_group(args, "audit", n_groups);
    }
    if (result == CLI_OK && strcmp(cli_args_text(args, "audit", ""), "-") == 0) {
        result = cli_usage_error(args->command, "'--audit' takes a file: tables go to "
                                                "standard output");
    }
    if (result == CLI_OK && earlier != NULL && options->release == NULL) {
        result = cli_usage_error(args->command,
                                 "'--release' is missing: an id of this report, other "
                                 "than that of the report before it");
    }
    if (result == CLI_OK && options->release != NULL && !cli_args_has(args, "output")) {
        result = cli_usage_error(args->command,
                                 "'--output' is missing: the directory of the report, "
                                 "where its ledger is written too");
    }
    return result == CLI_OK && earlier != NULL &&
                   wb_ledger_load(earlier, &options->earlier, &err) != WB_OK
               ? cli_failed(&err, earlier)
               : result;
}

wb_status monitor_release_make(const monitor_options *options,
                               const wb_monitor_results *results, monitor_group *group,
                               wb_error *err)
{
    const char *language = wbr_language_code(options->language);
    wb_status st =
        wb_monitor_results_table(results, "released", language, &group->released, err);
    if (st == WB_OK) {
        st = wb_monitor_results_table(results, "audit", language, &group->audit, err);
    }
    if (st == WB_OK && options->release != NULL) {
        st = wb_monitor_results_ledger(results, &group->ledger, err);
    }
    if (st == WB_OK) {
        st = cli_note_set(group->audit, group->note, err);
    }
    return st == WB_OK ? cli_note_set(group->released, group->note, err) : st;
}

wb_status monitor_release_write(cli_files *files, const monitor_group *group,
                                wb_error *err)
{
    wb_writer *writer = NULL;
    wb_status st = WB_OK;
    if (wb_frame_row_count(group->released) > 0) {
        st = cli_files_csv(files, group->id, "-released.csv", group->released,
                           group->note, err);
    }
    if (st == WB_OK && group->ledger != NULL) {
        st = cli_files_open(files, group->id, "-ledger.json", &writer, err);
        if (st == WB_OK) {
            st = wb_ledger_write(group->ledger, writer, err);
        }
    }
    return st;
}

int monitor_audit_write(const cli_args *args, const monitor_group *group)
{
    const char *path = cli_args_text(args, "audit", NULL);
    return path != NULL
               ? cli_audit_write(path, group->audit, group->audit, "to be published")
               : CLI_OK;
}
