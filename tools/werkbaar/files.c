/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "files.h"

#include "columns.h"
#include "message.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int cli_files_begin(cli_files *files, const cli_args *args, const char *option)
{
    struct stat status;
    const char *directory = cli_args_text(args, option, "");
    *files = (cli_files){.args = args, .option = option, .directory = directory};
    if (mkdir(directory, 0777) == 0 ||
        (errno == EEXIST && stat(directory, &status) == 0 && S_ISDIR(status.st_mode))) {
        return CLI_OK;
    }
    fprintf(stderr, "werkbaar: '%s' cannot be made a directory for the results: %s\n",
            directory, strerror(errno));
    return CLI_FAILED;
}

static wb_status room_make(cli_files *files, wb_error *err)
{
    if (files->n < files->room) {
        return WB_OK;
    }
    size_t room = files->room > 0 ? 2 * files->room : 8;
    cli_output *outputs = realloc(files->outputs, room * sizeof *outputs);
    if (outputs == NULL) {
        return cli_no_memory(err);
    }
    files->outputs = outputs;
    files->room = room;
    return WB_OK;
}

/* `other`: the option that names the file to be written; NULL: it is read. */
static wb_status would_be_lost(cli_files *files, const char *stem, const char *suffix,
                               const char *other, wb_error *err)
{
    files->is_refused = 1;
    *err = (wb_error){.status = WB_E_ARG, .row = -1, .offset = -1};
    snprintf(err->message, sizeof err->message,
             "'--%s' cannot be '%s': '%s%s' in it is %s%s%s", files->option,
             files->directory, stem, suffix,
             other != NULL ? "that of '--" : "a file to read, which would be lost",
             other != NULL ? other : "", other != NULL ? "'" : "");
    return WB_E_ARG;
}

wb_status cli_files_open(cli_files *files, const char *stem, const char *suffix,
                         wb_writer **writer, wb_error *err)
{
    size_t length = strlen(files->directory) + strlen(stem) + strlen(suffix) + 2;
    wb_status st = room_make(files, err);
    char *path = st == WB_OK ? malloc(length) : NULL;
    if (path == NULL) {
        return cli_no_memory(err);
    }
    snprintf(path, length, "%s/%s%s", files->directory, stem, suffix);
    files->outputs[files->n] = (cli_output){0};
    const char *other = cli_also_written(files->args, path);
    st = other != NULL || cli_would_be_lost(files->args, path)
             ? would_be_lost(files, stem, suffix, other, err)
             : cli_output_open(path, &files->outputs[files->n], err);
    if (st == WB_OK) {
        *writer = files->outputs[files->n++].writer;
    }
    free(path);
    return st;
}

wb_status cli_files_csv(cli_files *files, const char *stem, const char *suffix,
                        const wb_frame *frame, const char *comment, wb_error *err)
{
    wb_writer *writer = NULL;
    wb_status st = cli_files_open(files, stem, suffix, &writer, err);
    return st == WB_OK ? cli_frame_write(writer, frame, 1, comment, err) : st;
}

int cli_files_end(cli_files *files, wb_status st, wb_error *err)
{
    for (size_t i = 0; i < files->n && st == WB_OK; i++) {
        st = cli_output_finish(&files->outputs[i], err);
    }
    for (size_t i = 0; i < files->n; i++) {
        cli_output_close(&files->outputs[i]);
    }
    free(files->outputs);
    files->outputs = NULL;
    return st == WB_OK         ? CLI_OK
           : files->is_refused ? cli_refused(files->args, err, NULL)
                               : cli_failed(err, files->directory);
}
