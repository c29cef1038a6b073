/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* --explore: the page in which a reader explores the results of all groups. */
#include "message.h"
#include "monitor.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>

int monitor_explore_check(const cli_args *args)
{
    return strcmp(cli_args_text(args, "explore", ""), "-") != 0
               ? CLI_OK
               : cli_usage_error(args->command, "'--explore' takes a file: tables go to "
                                                "standard output");
}

/* What is said of the data, each note once. NULL: no memory. */
static char *notes_join(const monitor_group *groups, size_t n_groups)
{
    size_t room = 1;
    for (size_t i = 0; i < n_groups; i++) {
        room += groups[i].note != NULL ? strlen(groups[i].note) + 2 : 0;
    }
    char *notes = calloc(room, 1);
    for (size_t i = 0; i < n_groups && notes != NULL; i++) {
        if (groups[i].note != NULL && strstr(notes, groups[i].note) == NULL) {
            strcat(notes, notes[0] != '\0' ? ". " : "");
            strcat(notes, groups[i].note);
        }
    }
    return notes;
}

static wb_status page_write(const char *path, const wb_monitor_results *const *results,
                            size_t n_results, const wb_explore_options *options,
                            wb_error *err)
{
    cli_output output = {0};
    wb_status st = cli_output_open(path, &output, err);
    if (st == WB_OK) {
        st = wb_monitor_explore(results, n_results, options, output.writer, err);
    }
    if (st == WB_OK) {
        st = cli_output_finish(&output, err);
    }
    cli_output_close(&output);
    return st;
}

int monitor_explore_write(const char *path, const monitor_group *groups, size_t n_groups,
                          const monitor_options *options, cli_run *run)
{
    wb_explore_options making = WB_EXPLORE_OPTIONS_INIT;
    char *notes = notes_join(groups, n_groups);
    const wb_monitor_results **results = calloc(n_groups, sizeof *results);
    int result = notes == NULL || results == NULL ? cli_out_of_memory() : CLI_OK;
    for (size_t i = 0; i < n_groups && result == CLI_OK; i++) {
        results[i] = groups[i].results;
    }
    making.language = wbr_language_code(options->language);
    making.note = notes != NULL && notes[0] != '\0' ? notes : NULL;
    wb_error err;
    if (result == CLI_OK && page_write(path, results, n_groups, &making, &err) != WB_OK) {
        result = cli_failed(&err, path);
    }
    if (result == CLI_OK) {
        cli_notice(run, "a page to explore the results is in %s", path);
    }
    free(results);
    free(notes);
    return result;
}
