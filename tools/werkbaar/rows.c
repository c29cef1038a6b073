/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "rows.h"

#include <string.h>
#include <strings.h>

static int ends_in(const char *path, const char *ending)
{
    size_t n = strlen(path), length = strlen(ending);
    return n > length && strcasecmp(path + n - length, ending) == 0;
}

/* By the name of the file; 0: CSV. */
static int32_t format_of(const char *path)
{
    if (path == NULL) {
        return 0;
    }
    if (ends_in(path, ".sav")) {
        return WB_STATFILE_SAV;
    }
    if (ends_in(path, ".zsav")) {
        return WB_STATFILE_ZSAV;
    }
    return ends_in(path, ".dta") ? WB_STATFILE_DTA : 0;
}

/* As much of the note as the label of a file holds: 64 bytes, whole characters. */
static const char *label_cut(const char *note, char room[65])
{
    if (note == NULL) {
        return NULL;
    }
    size_t n = strlen(note) < 64 ? strlen(note) : 64;
    while (n > 0 && ((unsigned char)note[n] & 0xC0) == 0x80) {
        n--;
    }
    memcpy(room, note, n);
    room[n] = '\0';
    return room;
}

int cli_rows_check(const cli_args *args)
{
    return format_of(cli_args_text(args, "output", NULL)) == 0
               ? CLI_OK
               : cli_args_without(args, "labels",
                                  "is of CSV: such a file has codes and their labels");
}

static wb_status statfile_write(wb_writer *writer, int32_t format, wb_source *source,
                                const char *note, const wb_run *run, wb_error *err)
{
    wb_statfile_write_options options = WB_STATFILE_WRITE_OPTIONS_INIT;
    char room[65];
    options.format = format;
    options.label = label_cut(note, room);
    return wb_statfile_write(writer, source, &options, run, err);
}

wb_status cli_rows_write(const char *path, wb_source *source, const char *note,
                         int labels, const wb_run *run, cli_output *output, wb_error *err)
{
    wb_csv_write_options csv = WB_CSV_WRITE_OPTIONS_INIT;
    int32_t format = format_of(path);
    wb_status st = cli_output_open(path, output, err);
    if (st != WB_OK) {
        return st;
    }
    if (format != 0) {
        return statfile_write(output->writer, format, source, note, run, err);
    }
    csv.comment = note;
    csv.labels = labels;
    return wb_csv_write(output->writer, source, &csv, run, err);
}
