/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The parts as sheets of one spreadsheet, which is for reading: of a part that is too
 * large for a sheet, or for the file with those before it, crossed groups are in the CSV
 * files only. */
#include "message.h"
#include "monitor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHEET_ROWS = 1048575, MOST_CELLS = 40000000 }; /* some 2 GiB of XML */

typedef struct sheets {
    wb_frame *frames[WBR_PARTS + 1];
    const char *names[WBR_PARTS + 1];
    size_t n;
    int64_t n_cells;
} sheets;

static int fits(const sheets *all, const wb_frame *part, int64_t rows)
{
    return rows <= SHEET_ROWS &&
           all->n_cells + rows * (int64_t)wb_frame_column_count(part) <= MOST_CELLS;
}

/* Rows before the first of a crossed group. */
static int64_t plain_rows(const wb_frame *part)
{
    int64_t n_keys = wb_frame_find(part, "statistic"), row = 0;
    for (; row < wb_frame_row_count(part); row++) {
        int n = 0;
        for (int64_t i = 0; i < n_keys; i++) {
            const char *name = wb_frame_column_name(part, (size_t)i);
            n += strcmp(name, "wave") != 0 && strcmp(name, "reference") != 0 &&
                 !wb_frame_is_missing(part, (size_t)i, row);
        }
        if (n > 1) {
            break;
        }
    }
    return row;
}

static wb_status part_add(sheets *all, const monitor_group *group, wbr_part which,
                          cli_run *run, wb_error *err)
{
    const wb_frame *part = group->parts[which];
    const char *name = wbr_part_name(which);
    int64_t rows = wb_frame_row_count(part);
    if (!fits(all, part, rows)) {
        rows = plain_rows(part);
        cli_notice(run, "%s.xlsx has '%s' without %s, which are in %s-%s.csv", group->id,
                   name, fits(all, part, rows) ? "crossed groups" : "rows", group->id,
                   name);
        rows = fits(all, part, rows) ? rows : 0;
    }
    wb_status st = wb_frame_slice(part, 0, rows, &all->frames[all->n], err);
    if (st == WB_OK) {
        all->names[all->n++] = name;
        all->n_cells += rows * (int64_t)wb_frame_column_count(part);
    }
    return st;
}

/* What the data are, that a preset is no official definition, and how to read the cells.
 * Free it; NULL: no memory. */
static char *note_make(const monitor_group *group, const monitor_options *options)
{
    int is_dutch = options->language == WBR_NL;
    int is_preset = !wb_instrument_verified(group->instrument);
    const char *own = group->note != NULL ? group->note : "";
    const char *preset = is_dutch
                             ? "Preset: niet de officiële definitie van de monitor. "
                             : "Preset: not the official definition of the monitor. ";
    const char *reading =
        is_dutch ? "Aandelen in %, verschillen van aandelen in procentpunten (%-pt); "
                   "hidden = niet getoond volgens de regels van publicatie."
                 : "Shares in %, differences of shares in percentage points (%-pt); "
                   "hidden = not shown by the rules of publication.";
    size_t room = strlen(own) + strlen(preset) + strlen(reading) + 4;
    char *note = malloc(room);
    if (note != NULL) {
        snprintf(note, room, "%s%s%s%s", own, own[0] != '\0' ? ". " : "",
                 is_preset ? preset : "", reading);
    }
    return note;
}

wb_status monitor_sheets_write(const monitor_group *group, const monitor_options *options,
                               cli_run *run, wb_writer *writer, wb_error *err)
{
    sheets all = {.n = 1, .names = {"summary"}};
    char *note = note_make(group, options);
    wb_status st = note != NULL
                       ? monitor_summary_make(group, options, &all.frames[0], err)
                       : cli_no_memory(err);
    for (int i = 0; i < WBR_PARTS && st == WB_OK; i++) {
        st = options->is_chosen[i] ? part_add(&all, group, (wbr_part)i, run, err) : st;
    }
    if (st == WB_OK) {
        st = wb_xlsx_write(writer, (const wb_frame *const *)all.frames, all.n, all.names,
                           all.n, note, err);
    }
    for (size_t i = 0; i < all.n; i++) {
        wb_frame_free(all.frames[i]);
    }
    free(note);
    return st;
}
