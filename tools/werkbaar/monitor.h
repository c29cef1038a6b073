/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The monitor command, in parts: options, a group's estimates, tables, files. */
#ifndef WERKBAAR_TOOLS_MONITOR_H
#define WERKBAAR_TOOLS_MONITOR_H

#include "../report/report.h"
#include "args.h"
#include "input.h"
#include "instrument.h"
#include "reference.h"
#include "run.h"

/* What the options say, the same for every group. */
typedef struct monitor_options {
    const char *wave, *weights;
    cli_list by;     /* "sector", "sector*sex" */
    cli_list strata; /* beside the wave */
    char *strata_text;
    const char *note;
    wb_estimate_options estimate;
    wbr_options report; /* language, interval, level */
} monitor_options;

/* One instrument with its data. */
typedef struct monitor_group {
    const char *file;
    char *id; /* names its files: the instrument's id, numbered when it comes again */
    char *note;
    int64_t n_rows;
    wb_instrument *instrument;
    cli_items items;
    wbr_outline *outline;
    wb_frame *estimates;
    wb_frame *changes[2];           /* by wb_reference */
    const cli_reference *reference; /* NULL: none */
    wbr_model *model;
} monitor_group;

/* Read and estimate a group in one pass. Prints what is wrong. */
int monitor_group_run(const cli_args *args, const monitor_options *options,
                      const char *instrument, const char *file,
                      const cli_reference *references, size_t n_references, cli_run *run,
                      monitor_group *group);
void monitor_group_free(monitor_group *group);

/* The tables of a group, for a terminal. */
wb_status monitor_tables_write(const monitor_group *group, const monitor_options *options,
                               wb_writer *writer, wb_error *err);

/* Write monitor.html, monitor.json and per group its CSV files into a directory, which is
 * made when it is not there. Prints what is wrong; nothing appears before all is written.
 */
int monitor_files_write(const char *directory, const monitor_group *groups,
                        size_t n_groups, const monitor_options *options, cli_run *run);

/* Both changes of a group in one frame, with a column `compared_with`. */
wb_status monitor_changes_join(const monitor_group *group, wb_frame **out, wb_error *err);

#endif
