/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Several files in one directory. All are written in full beside their names first; only
 * when the last one is there do they appear. */
#ifndef WERKBAAR_TOOLS_FILES_H
#define WERKBAAR_TOOLS_FILES_H

#include "output.h"

typedef struct cli_files {
    const cli_args *args;
    const char *option; /* that names the directory */
    const char *directory;
    int is_refused; /* a file in it is one that the command reads */
    cli_output *outputs;
    size_t n, room;
} cli_files; /* starts as {0} */

/* Make the directory that an option names, unless it is there. Prints what is wrong. */
int cli_files_begin(cli_files *files, const cli_args *args, const char *option);
/* A file of this name (its parts: "monitor", ".html") in it. WB_E_ARG: the command reads
 * that file, or another option names it. */
wb_status cli_files_open(cli_files *files, const char *stem, const char *suffix,
                         wb_writer **writer, wb_error *err);
/* A frame as CSV; `comment` as in cli_frame_write(). */
wb_status cli_files_csv(cli_files *files, const char *stem, const char *suffix,
                        const wb_frame *frame, const char *comment, wb_error *err);
/* With st WB_OK the files appear, else nothing does. Prints what is wrong and frees. */
int cli_files_end(cli_files *files, wb_status st, wb_error *err);

#endif
