/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "instrument.h"

#include "columns.h"
#include "message.h"

static wb_status builtin(const char *id, void **it, wb_error *err)
{
    wb_instrument *found = NULL;
    wb_status st = wb_instrument_builtin(id, &found, err);
    *it = found;
    return st;
}

static wb_status load(const char *path, void **it, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_instrument *found = NULL;
    wb_status st = wb_reader_open(path, &reader, err);
    if (st == WB_OK) {
        st = wb_instrument_read(reader, &found, err);
    }
    wb_reader_free(reader);
    *it = found;
    return st;
}

static void drop(void *it)
{
    wb_instrument_free(it);
}

const cli_kind cli_instruments = {"instrument",
                                  "instruments list",
                                  wb_instrument_builtin_count,
                                  wb_instrument_builtin_id,
                                  builtin,
                                  load,
                                  drop};

int cli_instrument_open(const char *id_or_file, wb_instrument **out)
{
    void *found = NULL;
    int result = cli_kind_open(&cli_instruments, id_or_file, &found);
    *out = found;
    return result;
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
