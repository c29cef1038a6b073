/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "instrument.h"

#include "message.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int cli_instrument_read(const char *path, wb_instrument **out)
{
    wb_reader *reader = NULL;
    wb_error err;
    wb_status st = wb_reader_open(path, &reader, &err);
    if (st == WB_OK) {
        st = wb_instrument_read(reader, out, &err);
    }
    wb_reader_free(reader);
    return st == WB_OK ? CLI_OK : cli_failed(&err, path);
}

int cli_instrument_open(const char *id_or_file, wb_instrument **out)
{
    wb_error err;
    for (size_t i = 0; i < wb_instrument_builtin_count(); i++) {
        if (strcmp(wb_instrument_builtin_id(i), id_or_file) == 0) {
            return wb_instrument_builtin(id_or_file, out, &err) == WB_OK
                       ? CLI_OK
                       : cli_failed(&err, NULL);
        }
    }
    if (access(id_or_file, F_OK) != 0) {
        fprintf(stderr,
                "werkbaar: '%s' is no built-in instrument (see 'werkbaar instruments "
                "list') and no file either: %s\n",
                id_or_file, strerror(errno));
        return CLI_FAILED;
    }
    return cli_instrument_read(id_or_file, out);
}

char *cli_cell_text(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(frame, column);
    size_t length = 0;
    const char *text = at >= 0 ? wb_frame_text(frame, (size_t)at, row, &length) : NULL;
    return text != NULL ? strndup(text, length) : NULL;
}

int cli_items_read(const wb_instrument *instrument, cli_items *items)
{
    wb_error err;
    *items = (cli_items){0};
    if (wb_instrument_table(instrument, "items", "nl", &items->table, &err) != WB_OK) {
        return cli_failed(&err, NULL);
    }
    int result = CLI_OK;
    for (int64_t i = 0; i < wb_frame_row_count(items->table) && result == CLI_OK; i++) {
        result = cli_list_take(&items->ids, cli_cell_text(items->table, "id", i));
    }
    return result;
}

void cli_items_free(cli_items *items)
{
    wb_frame_free(items->table);
    cli_list_free(&items->ids);
    *items = (cli_items){0};
}
