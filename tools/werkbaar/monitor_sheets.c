/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The parts as sheets of one spreadsheet; a part of more rows than a sheet can hold goes
 * on in the next ("cells 2"). */
#include "message.h"
#include "monitor.h"

#include <stdio.h>
#include <stdlib.h>

enum { SHEET_ROWS = 1048575, NAME_BYTES = 32 };

typedef struct sheets {
    wb_frame **frames;
    char (*names)[NAME_BYTES];
    size_t n;
} sheets;

static size_t sheets_of(const wb_frame *part)
{
    int64_t n = wb_frame_row_count(part);
    return n == 0 ? 1 : (size_t)((n - 1) / SHEET_ROWS + 1);
}

static wb_status part_add(sheets *all, const wb_frame *part, const char *name,
                          wb_error *err)
{
    int64_t n = wb_frame_row_count(part);
    wb_status st = WB_OK;
    for (size_t i = 0; i < sheets_of(part) && st == WB_OK; i++) {
        int64_t first = (int64_t)i * SHEET_ROWS;
        int64_t rows = n - first < SHEET_ROWS ? n - first : SHEET_ROWS;
        st = wb_frame_slice(part, first, rows, &all->frames[all->n], err);
        if (i == 0) {
            snprintf(all->names[all->n], NAME_BYTES, "%s", name);
        } else {
            snprintf(all->names[all->n], NAME_BYTES, "%s %zu", name, i + 1);
        }
        all->n += st == WB_OK;
    }
    return st;
}

static wb_status all_write(const sheets *all, const char *note, wb_writer *writer,
                           wb_error *err)
{
    const char **names = calloc(all->n, sizeof *names);
    if (names == NULL) {
        return cli_no_memory(err);
    }
    for (size_t i = 0; i < all->n; i++) {
        names[i] = all->names[i];
    }
    wb_status st = wb_xlsx_write(writer, (const wb_frame *const *)all->frames, all->n,
                                 names, all->n, note, err);
    free(names);
    return st;
}

wb_status monitor_sheets_write(const monitor_group *group, wb_writer *writer,
                               wb_error *err)
{
    sheets all = {0};
    size_t room = 0;
    wb_status st = WB_OK;
    for (int i = 0; i < WBR_PARTS; i++) {
        room += sheets_of(group->parts[i]);
    }
    all.frames = calloc(room, sizeof *all.frames);
    all.names = calloc(room, sizeof *all.names);
    if (all.frames == NULL || all.names == NULL) {
        st = cli_no_memory(err);
    }
    for (int i = 0; i < WBR_PARTS && st == WB_OK; i++) {
        st = part_add(&all, group->parts[i], wbr_part_name((wbr_part)i), err);
    }
    if (st == WB_OK) {
        st = all_write(&all, group->note, writer, err);
    }
    for (size_t i = 0; i < all.n; i++) {
        wb_frame_free(all.frames[i]);
    }
    free(all.frames);
    free(all.names);
    return st;
}
