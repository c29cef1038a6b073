/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A catalogue shown as frames: sectors and measures. */
#include "compose/catalogue_tables.h"

/* ---- sectors ---- */

const wb_fill_column wb_sector_columns[] = {
    {"id", WB_TYPE_UTF8},     {"version", WB_TYPE_UTF8},    {"title", WB_TYPE_UTF8},
    {"nace", WB_TYPE_UTF8},   {"committees", WB_TYPE_UTF8}, {"modules", WB_TYPE_UTF8},
    {"source", WB_TYPE_UTF8}, {"note", WB_TYPE_UTF8},       {"builtin", WB_TYPE_BOOL},
    {NULL, WB_TYPE_NULL}};

static wb_status put_sector(wb_show *show, const wb_definition *file, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_show_file(show, file, err));
    WB_TRY(wb_show_text(show, file->root, "title", err));
    WB_TRY(wb_show_list(show, json_object_get(file->root, "nace"), err));
    WB_TRY(wb_show_list(show, json_object_get(file->root, "committees"), err));
    WB_TRY(wb_show_members(show, json_object_get(file->root, "modules"), "id", err));
    WB_TRY(wb_show_word(show, file->root, "source", err));
    WB_TRY(wb_show_text(show, file->root, "note", err));
    WB_TRY(wb_fill_int64(&show->fill, file->builtin, err));

done:
    return st;
}

wb_status wb_show_sectors(wb_show *show, const void *what, wb_error *err)
{
    return wb_show_files(show, what, WB_SECTOR, put_sector, err);
}

/* ---- measures ---- */

const wb_fill_column wb_measure_columns[] = {
    {"file", WB_TYPE_UTF8},    {"version", WB_TYPE_UTF8}, {"id", WB_TYPE_UTF8},
    {"title", WB_TYPE_UTF8},   {"text", WB_TYPE_UTF8},    {"kind", WB_TYPE_UTF8},
    {"themes", WB_TYPE_UTF8},  {"levels", WB_TYPE_UTF8},  {"actions", WB_TYPE_UTF8},
    {"support", WB_TYPE_UTF8}, {"tools", WB_TYPE_UTF8},   {"source", WB_TYPE_UTF8},
    {NULL, WB_TYPE_NULL}};

/* "title (source); title (source)" */
static wb_status put_tools(wb_show *show, const json_t *tools, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(tools); i++) {
        const json_t *tool = json_array_get(tools, i);

        WB_TRY(
            wb_text_format(&show->text, err, "%s%s (%s)", i == 0 ? "" : "; ",
                           wb_json_text(tool, "title", show->language, show->languages),
                           wb_text_member(tool, "source")));
    }
    WB_TRY(wb_show_gathered(show, err));

done:
    return st;
}

static wb_status put_measure(wb_show *show, const json_t *measure, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_show_word(show, measure, "id", err));
    WB_TRY(wb_show_text(show, measure, "title", err));
    WB_TRY(wb_show_text(show, measure, "text", err));
    WB_TRY(wb_show_word(show, measure, "kind", err));
    WB_TRY(wb_show_list(show, json_object_get(measure, "themes"), err));
    WB_TRY(wb_show_list(show, json_object_get(measure, "levels"), err));
    WB_TRY(wb_show_list(show, json_object_get(measure, "actions"), err));
    WB_TRY(wb_show_list(show, json_object_get(measure, "support"), err));
    WB_TRY(put_tools(show, json_object_get(measure, "tools"), err));
    WB_TRY(wb_show_word(show, measure, "source", err));

done:
    return st;
}

static wb_status put_measures(wb_show *show, const wb_definition *file, wb_error *err)
{
    const json_t *measures = json_object_get(file->root, "measures");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(measures); i++) {
        WB_TRY(wb_show_file(show, file, err));
        WB_TRY(put_measure(show, json_array_get(measures, i), err));
    }
done:
    return st;
}

wb_status wb_show_measures(wb_show *show, const void *what, wb_error *err)
{
    return wb_show_files(show, what, WB_MEASURES, put_measures, err);
}
