/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The parts as sheets of one spreadsheet. A spreadsheet is for reading: a part that is
 * too large for a sheet, or for the file with those before it, is in the CSV files only.
 */
#include "monitor.h"

enum { SHEET_ROWS = 1048575, MOST_CELLS = 40000000 }; /* a file of some 2 GiB */

typedef struct sheets {
    const wb_frame *frames[WBR_PARTS];
    const char *names[WBR_PARTS];
    size_t n;
    int64_t n_cells;
} sheets;

static void part_add(sheets *all, const wb_frame *part, const char *name)
{
    int64_t n = wb_frame_row_count(part);
    int64_t cells = n * (int64_t)wb_frame_column_count(part);
    if (n <= SHEET_ROWS && all->n_cells + cells <= MOST_CELLS) {
        all->frames[all->n] = part;
        all->names[all->n++] = name;
        all->n_cells += cells;
    }
}

wb_status monitor_sheets_write(const monitor_group *group, cli_run *run,
                               wb_writer *writer, wb_error *err)
{
    sheets all = {.n = 0};
    for (int i = 0; i < WBR_PARTS; i++) {
        size_t before = all.n;
        part_add(&all, group->parts[i], wbr_part_name((wbr_part)i));
        if (all.n == before) {
            cli_notice(run, "%s.xlsx is without '%s', which is too large: see %s-%s.csv",
                       group->id, wbr_part_name((wbr_part)i), group->id,
                       wbr_part_name((wbr_part)i));
        }
    }
    return wb_xlsx_write(writer, all.frames, all.n, all.names, all.n, group->note, err);
}
