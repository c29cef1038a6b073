/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows of the tables of a catalogue: a file after another. */
#include "compose/catalogue_tables.h"

wb_status wb_show_files(wb_show *show, const void *what, wb_definition_kind kind,
                        wb_rows_of rows, wb_error *err)
{
    const wb_catalogue *catalogue = what;
    wb_status st = WB_OK;

    for (size_t i = 0; i < catalogue->n; i++) {
        const wb_definition *file;

        if (catalogue->entries[i].kind != kind)
            continue;
        WB_TRY(wb_entry_read(&catalogue->entries[i], &file, err));
        show->languages = json_object_get(file->root, "languages");
        WB_TRY(rows(show, file, err));
    }
done:
    return st;
}

wb_status wb_show_file(wb_show *show, const wb_definition *file, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&show->fill, file->id, err));
    WB_TRY(wb_fill_text(&show->fill, file->version, err));

done:
    return st;
}
