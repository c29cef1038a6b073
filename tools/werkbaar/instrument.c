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
    char *copy = text != NULL ? malloc(length + 1) : NULL;
    if (copy != NULL) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

int cli_items_read(const wb_instrument *instrument, cli_items *items)
{
    wb_error err;
    *items = (cli_items){0};
    if (wb_instrument_table(instrument, "items", "nl", &items->table, &err) != WB_OK) {
        return cli_failed(&err, NULL);
    }
    size_t n = (size_t)wb_frame_row_count(items->table);
    items->ids.items = calloc(n + 1, sizeof *items->ids.items);
    if (items->ids.items == NULL) {
        return cli_out_of_memory();
    }
    for (; items->ids.n < n; items->ids.n++) {
        char *id = cli_cell_text(items->table, "id", (int64_t)items->ids.n);
        if (id == NULL) {
            return cli_out_of_memory();
        }
        items->ids.items[items->ids.n] = id;
    }
    return CLI_OK;
}

void cli_items_free(cli_items *items)
{
    wb_frame_free(items->table);
    cli_list_free(&items->ids);
    *items = (cli_items){0};
}
