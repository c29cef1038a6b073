/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The monitor command, in parts: options, definition, a group's results, tables, files.
 */
#ifndef WERKBAAR_TOOLS_MONITOR_H
#define WERKBAAR_TOOLS_MONITOR_H

#include "../report/report.h"
#include "args.h"
#include "files.h"
#include "input.h"
#include "instrument.h"
#include "reference.h"
#include "run.h"

/* Files that --output leaves. */
typedef enum monitor_format {
    MONITOR_HTML,
    MONITOR_XLSX,
    MONITOR_CSV,
    MONITOR_JSON,
    MONITOR_FORMATS
} monitor_format;

/* What the options say, the same for every group. */
typedef struct monitor_options {
    int is_own; /* the options make the definition */
    const char *wave, *weights;
    cli_list by;     /* "sector", "sector*sex" */
    cli_list strata; /* beside the wave */
    const char *note;
    int32_t interval;
    double level; /* 0: the definition's */
    const char *release;
    wb_ledger *earlier; /* NULL: none */
    int is_written[MONITOR_FORMATS];
    int is_chosen[WBR_PARTS]; /* parts in files */
    wbr_language language;
} monitor_options;

/* Answers, of one wave (NULL: a column tells). */
typedef struct monitor_answers {
    char *wave;
    const char *path;
} monitor_answers;

/* One definition with its instrument and answers. */
typedef struct monitor_group {
    const char *definition_name; /* id or file; NULL: none is named */
    const char *instrument_name; /* id or file; NULL: the definition's */
    monitor_answers *answers;
    size_t n_answers;
    char *id; /* names its files: the instrument's id, numbered when it comes again */
    char *note;
    char *data_name;
    int64_t n_rows;
    wb_instrument *instrument;
    wb_monitor_definition *definition;
    json_t *document; /* the definition's */
    wb_monitor_results *results;
    wbr_outline *outline;
    wb_frame *parts[WBR_PARTS];
    wb_frame *released, *audit;     /* no rows when nothing is protected */
    wb_ledger *ledger;              /* NULL: not asked for */
    const cli_reference *reference; /* of --reference; NULL: what the definition has */
    cli_reference published;        /* what the definition has, of everyone and groups */
    wbr_model *model;
} monitor_group;

/* Prints what is wrong. */
int monitor_options_read(const cli_args *args, cli_run *run, monitor_options *options);

/* The definition and the instrument of a group: of the options, or those it names. Prints
 * what is wrong. */
int monitor_definition_open(const cli_args *args, const monitor_options *options,
                            monitor_group *group);

/* Say which columns the answers of a group lack, as its notes have it. */
void monitor_missing_tell(const monitor_group *group, const cli_run *run);

/* Read the answers of a group, each file once, and make all that is shown of them. Prints
 * what is wrong. */
int monitor_group_run(const cli_args *args, const monitor_options *options,
                      const cli_reference *references, size_t n_references, cli_run *run,
                      monitor_group *group);
void monitor_group_free(monitor_group *group);

/* The tables of a group, for a terminal. */
wb_status monitor_tables_write(const monitor_group *group, const monitor_options *options,
                               wb_writer *writer, wb_error *err);

/* Write the page, the numbers of all groups as JSON, and per group its parts as CSV and
 * as one spreadsheet into the directory of --output, which is made when it is not there.
 * Prints what is wrong; nothing appears before all is written. */
int monitor_files_write(const cli_args *args, const monitor_group *groups,
                        size_t n_groups, const monitor_options *options, cli_run *run);

/* --explore names a file. Prints what is wrong. */
int monitor_explore_check(const cli_args *args);
/* Write the page in which the results of all groups are explored. Prints what is wrong.
 */
int monitor_explore_write(const char *path, const monitor_group *groups, size_t n_groups,
                          const monitor_options *options, cli_run *run);

/* Everyone: a row per measure, a column per wave. */
wb_status monitor_summary_make(const monitor_group *group, const monitor_options *options,
                               wb_frame **out, wb_error *err);
/* The parts of a group as one spreadsheet, a sheet each; says which are too large. */
wb_status monitor_sheets_write(const monitor_group *group, const monitor_options *options,
                               cli_run *run, wb_writer *writer, wb_error *err);

/* ---- what is released ---- */

#define MONITOR_RELEASE_OPTIONS                                                          \
    {"release", "ID",                                                                    \
     "id of this report: ID-ledger.json in the directory says what it\nshows, for the "  \
     "report that comes after it"},                                                      \
        {"earlier", "FILE",                                                              \
         "ledger of the report before this one on the same answers; without\nit this "   \
         "one is not protected against that; with --release",                            \
         CLI_GOES_ON},                                                                   \
    {                                                                                    \
        "audit", "FILE", "write what is hidden and why; as confidential as the answers", \
            CLI_WRITES                                                                   \
    }

/* --release, --earlier, --audit. Prints what is wrong. */
int monitor_release_read(const cli_args *args, size_t n_groups, monitor_options *options);
wb_status monitor_release_make(const monitor_options *options,
                               const wb_monitor_results *results, monitor_group *group,
                               wb_error *err);
/* Into the directory: what is released, and the ledger. */
wb_status monitor_release_write(cli_files *files, const monitor_group *group,
                                wb_error *err);
/* --audit. Prints what is wrong. */
int monitor_audit_write(const cli_args *args, const monitor_group *group);

#endif
