/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the file of a statistics package says of its variables. */
#include "columns.h"
#include "commands.h"
#include "message.h"

static const char *const parts[] = {"variables", "labels", "file", NULL};

static int run_variables(const cli_args *args)
{
    const char *path = args->operands[0];
    int32_t part = 0, format = 0;
    wb_reader *reader = NULL;
    wb_frame *frame = NULL;
    wb_error err;
    int result = cli_args_choice(args, "format", cli_formats, &format);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "part", parts, &part);
    }
    if (result == CLI_OK) {
        wb_status st = wb_reader_open(path, &reader, &err);
        if (st == WB_OK) {
            st = wb_statfile_describe(reader, NULL, parts[part], &frame, &err);
        }
        result = st == WB_OK ? cli_frame_show(args, format, frame, NULL)
                             : cli_failed(&err, path);
    }
    wb_frame_free(frame);
    wb_reader_free(reader);
    return result;
}

static const cli_option options[] = {
    {"part", "PART",
     "variables (name, label, type, format, missing; default),\n"
     "labels (every value label) or file (format, encoding, rows)"},
    {"format", "FORMAT", "table (default), csv, json or xlsx"},
    {"output", "FILE", "write there (default: standard output)", CLI_WRITES},
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_variables = {
    .name = "variables",
    .summary = "what a file of SPSS, Stata or SAS says of its variables",
    .usage = "DATA.sav [--part PART]",
    .about =
        "Shows what the file of a statistics package holds, without reading its rows:\n"
        "SAV, ZSAV and POR of SPSS, DTA of Stata, XPT and SAS7BDAT of SAS. Every\n"
        "command that reads rows from CSV reads them from these files as well; their\n"
        "codes that mean \"missing\" are kept apart, and count as missing.",
    .example = "werkbaar variables wave.sav --part labels",
    .options = options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_variables,
};
