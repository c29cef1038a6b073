/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A scan with all that its pages and files are made of. */
#ifndef WERKBAAR_TOOLS_SCAN_TABLES_H
#define WERKBAAR_TOOLS_SCAN_TABLES_H

#include "../report/scan_page.h"
#include "scan.h"

#include <jansson.h>

enum { SCAN_PARTS = 8 };

/* What the command line adds to a scan. Starts as {0}. */
typedef struct scan_beside {
    wb_frame *reference;        /* NULL: none is declared */
    wb_frame *weights;          /* NULL: all 1 */
    wb_frame *benchmark;        /* of a pool, for a scan without figures; NULL: none */
    wb_compare_options compare; /* level and margin */
    wb_findings_options findings;
    wb_suggest_options suggest;
} scan_beside;

/* --reference, --earlier-scan, --weights, --benchmark, --level, --margin, --fdr, --most.
 * Prints what is wrong. */
int scan_beside_read(const cli_args *args, scan_beside *beside);
void scan_beside_free(scan_beside *beside);

/* The same for those that find what stands out; tables of pages need no more. */
#define CLI_REFERENCE_OPTIONS                                                            \
    {"reference", "FILE",                                                                \
     "CSV of a reference frame: monitor, pool or earlier; refused where items,\n"        \
     "scales or cut-offs differ (default: none is declared)",                            \
     CLI_READS},                                                                         \
    {                                                                                    \
        "earlier-scan", "FILE", "hold it against an earlier scan file of this company",  \
            CLI_READS                                                                    \
    }

/* Tables of a scan. Starts as {0}. */
typedef struct scan_tables {
    json_t *document; /* the scan file: titles and facts */
    wb_frame *parts[SCAN_PARTS];
    wb_frame *differences, *findings, *suggestions, *drafts;
    wb_frame
        *inside; /* findings beside the rest, where `findings` are beside a reference */
    wb_frame *hierarchies, *actions;
    wbr_scan page; /* borrows from all of these */
} scan_tables;

/* Make them. Prints what is wrong. */
int scan_tables_make(const cli_args *args, const wb_scan *scan, const scan_beside *beside,
                     const char *language, scan_tables *tables);
void scan_tables_free(scan_tables *tables);

/* Is none of the files that a report is made of to be read? Known before the answers are.
 * Prints what is wrong and returns CLI_USAGE. */
int scan_tables_spare(const cli_args *args);

/* Write pages, scan file, ledger and tables into the directory of --output and tell
 * where. */
int scan_tables_write(const cli_args *args, const wb_scan *scan,
                      const scan_tables *tables);

#endif
