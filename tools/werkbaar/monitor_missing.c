/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the answers lack, said while they are computed with: a line per file and kind. */
#include "columns.h"
#include "monitor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMED = 3 };

static int is_like(const wb_frame *notes, const char *column, int64_t row, int64_t other)
{
    char *a = cli_cell_text(notes, column, row);
    char *b = cli_cell_text(notes, column, other);
    int same = a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
    free(a);
    free(b);
    return same;
}

static int goes_on(const wb_frame *notes, int64_t row, int64_t other)
{
    return other < wb_frame_row_count(notes) && is_like(notes, "kind", row, other) &&
           is_like(notes, "source", row, other) && is_like(notes, "wave", row, other);
}

/* "'a1', 'a2', 'a3' and 8 more". */
static void names_write(const wb_frame *notes, int64_t row, int64_t end, char *to,
                        size_t room)
{
    size_t length = 0;
    to[0] = '\0';
    for (int64_t i = row; i < end && i < row + NAMED && length < room; i++) {
        char *name = cli_cell_text(notes, "variable", i);
        length += (size_t)snprintf(to + length, room - length, "%s'%s'",
                                   i > row ? ", " : "", name != NULL ? name : "");
        free(name);
    }
    if (end > row + NAMED && length < room) {
        snprintf(to + length, room - length, " and %lld more",
                 (long long)(end - row - NAMED));
    }
}

static void line_write(const wb_frame *notes, const char *what, int64_t row, int64_t end,
                       const cli_run *run)
{
    char names[600];
    char *source = cli_cell_text(notes, "source", row);
    char *wave = cli_cell_text(notes, "wave", row);
    names_write(notes, row, end, names, sizeof names);
    cli_notice(run, "%s%s%s: no column for %s %s: missing, see the notes",
               source != NULL ? source : "the data", wave != NULL ? ", wave " : "",
               wave != NULL ? wave : "", what, names);
    free(source);
    free(wave);
}

void monitor_missing_tell(const monitor_group *group, const cli_run *run)
{
    static const char *const kinds[][2] = {{"item_missing", "item"},
                                           {"variable_missing", "variable"},
                                           {"topic_missing", "topic"}};
    const wb_frame *notes = group->parts[WBR_NOTES];
    int64_t end = 0;
    for (int64_t row = 0; row < wb_frame_row_count(notes); row = end) {
        for (end = row + 1; goes_on(notes, row, end);) {
            end++;
        }
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            if (cli_cell_is(notes, "kind", row, kinds[k][0])) {
                line_write(notes, kinds[k][1], row, end, run);
            }
        }
    }
}
