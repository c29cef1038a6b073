/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "io/xlsx_look.h"

#include <math.h>
#include <string.h>

/* Points are a difference of shares: "+2.1%-pt". */
static const struct {
    const char *name, *code;
} formats[] = {
    {"percent", "0.0%"},
    {"percent2", "0.00%"},
    {"points", "+0.0%\"-pt\";-0.0%\"-pt\";0.0%\"-pt\""},
    {"points2", "+0.00%\"-pt\";-0.00%\"-pt\";0.00%\"-pt\""},
    {"count", "#,##0"},
    {"tenth", "0.0"},
    {"score", "0.00"},
    {"difference", "+0.00;-0.00;0.00"},
    {"p", "0.000"},
};
enum { N_FORMATS = sizeof formats / sizeof *formats, FIRST_CODE = 166 };

wb_status wb_xlsx_look_styles(wb_text *codes, wb_text *styles, wb_error *err)
{
    wb_status st = WB_OK;

    for (int i = 0; i < N_FORMATS; i++) {
        WB_TRY(wb_text_format(codes, err, "<numFmt numFmtId=\"%d\" formatCode=\"",
                              FIRST_CODE + i));
        WB_TRY(wb_xlsx_escape(codes, formats[i].code, strlen(formats[i].code), err));
        WB_TRY(wb_text_add(codes, "\"/>", err));
        WB_TRY(wb_text_format(
            styles, err,
            "<xf numFmtId=\"%d\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
            "applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment "
            "vertical=\"top\"%s/></xf>",
            FIRST_CODE + i, " horizontal=\"right\""));
    }
done:
    return st;
}

static enum wb_xlsx_format format_named(const json_t *name)
{
    const char *text = json_string_value(name);

    for (int i = 0; text != NULL && i < N_FORMATS; i++) {
        if (strcmp(formats[i].name, text) == 0)
            return (enum wb_xlsx_format)(WB_XLSX_FIRST_LOOK + i);
    }
    return WB_XLSX_PLAIN;
}

/* ---- reading ---- */

static enum wb_xlsx_format format_of(const wb_xlsx_look *look, const char *word,
                                     size_t length)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)look->formats, key, value)
    {
        if (strlen(key) == length && memcmp(key, word, length) == 0)
            return format_named(value);
    }
    return look->format;
}

static wb_status list_categories(const wb_frame *frame, wb_xlsx_look *look, wb_error *err)
{
    int64_t n = wb_frame_category_count(frame, look->by);

    if (n == 0)
        return WB_OK;
    look->of = wb_allocate((size_t)n, sizeof *look->of);
    if (look->of == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < n; i++) {
        const char *word = wb_frame_category(frame, look->by, i);
        look->of[i] = format_of(look, word, strlen(word));
    }
    return WB_OK;
}

/* "percent", or {"by": COLUMN, "of": {WORD: FORMAT}, "else": FORMAT}. */
static wb_status read_look(const wb_frame *frame, const json_t *said, wb_xlsx_look *look,
                           wb_error *err)
{
    const char *by = json_string_value(json_object_get(said, "by"));
    int64_t column = by != NULL ? wb_frame_find(frame, by) : -1;

    look->format =
        format_named(json_is_object(said) ? json_object_get(said, "else") : said);
    look->shown = said != NULL;
    if (column < 0)
        return WB_OK;
    look->by = (size_t)column;
    look->formats = json_object_get(said, "of");
    return list_categories(frame, look, err);
}

wb_status wb_xlsx_looks_read(const wb_frame *frame, wb_xlsx_looks *looks, wb_error *err)
{
    wb_status st = WB_OK;
    const char *metadata = wb_frame_metadata(frame);

    looks->status = -1;
    looks->n = wb_frame_column_count(frame);
    looks->columns = wb_allocate(looks->n, sizeof *looks->columns);
    if (looks->columns == NULL)
        return wb_fail_nomem(err);
    if (metadata == NULL)
        return WB_OK;
    json_error_t error;
    looks->metadata = wb_json_load(metadata, strlen(metadata), 0, NULL, &error);
    if (looks->metadata == NULL)
        return wb_fail_nomem(err);
    const json_t *sheet = json_object_get(looks->metadata, "sheet");
    const json_t *said = json_object_get(sheet, "formats");
    const json_t *hidden = json_object_get(sheet, "hidden");
    if (json_is_string(hidden))
        looks->status = wb_frame_find(frame, json_string_value(hidden));
    for (size_t i = 0; i < looks->n; i++) {
        const char *name = wb_frame_column_name(frame, i);
        looks->columns[i].rows = json_object_get(hidden, name);
        WB_TRY(read_look(frame, json_object_get(said, name), &looks->columns[i], err));
    }
done:
    return st;
}

void wb_xlsx_looks_free(wb_xlsx_looks *looks)
{
    for (size_t i = 0; looks->columns != NULL && i < looks->n; i++)
        wb_release(looks->columns[i].of);
    wb_release(looks->columns);
    json_decref(looks->metadata);
    *looks = (wb_xlsx_looks){0};
}

/* ---- asking ---- */

enum wb_xlsx_format wb_xlsx_look_at(const wb_xlsx_looks *looks, const wb_frame *frame,
                                    size_t column, int64_t row)
{
    const wb_xlsx_look *look = &looks->columns[column];
    size_t length = 0;

    if (look->formats == NULL || wb_frame_is_missing(frame, look->by, row) != 0)
        return look->format;
    if (look->of != NULL)
        return look->of[(size_t)wb_frame_int64(frame, look->by, row)];
    const char *word = wb_frame_text(frame, look->by, row, &length);
    return word != NULL ? format_of(look, word, length) : look->format;
}

static bool is_among(const json_t *rows, int64_t row)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        if (json_integer_value(json_array_get(rows, i)) == row)
            return true;
    }
    return false;
}

bool wb_xlsx_is_hidden(const wb_xlsx_looks *looks, const wb_frame *frame, size_t column,
                       int64_t row)
{
    size_t length = 0;

    if (!looks->columns[column].shown)
        return false;
    if (looks->columns[column].rows != NULL)
        return is_among(looks->columns[column].rows, row);
    if (looks->status < 0)
        return false;
    const char *word = wb_frame_text(frame, (size_t)looks->status, row, &length);
    return word != NULL && length == 6 && memcmp(word, "hidden", 6) == 0;
}
