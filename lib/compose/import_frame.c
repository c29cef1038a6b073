/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The order of a file is often that in which people answered, which tells who: rows come
 * out in the order of what stands in them, the same for any order in. */
#include "compose/import.h"

#include "base/json.h"
#include "frame/fill.h"

#include <stdlib.h>

typedef struct line {
    const wb_import *import;
    int64_t row;
} line;

static wb_span kept_cell(const wb_import *import, size_t i, int64_t row)
{
    wb_span span = wb_span_at(import->file, import->kept[i], row);

    return span.length > 0 ? span : (wb_span){0};
}

static int compare_lines(const void *a, const void *b)
{
    const line *one = a, *other = b;
    const wb_import *import = one->import;
    size_t n = import->form->n_asked;
    const int32_t *codes = import->codes + (size_t)one->row * n;
    const int32_t *others = import->codes + (size_t)other->row * n;

    for (size_t i = 0; i < import->keep.count; i++) {
        int order = wb_span_compare(kept_cell(import, i, one->row),
                                    kept_cell(import, i, other->row));
        if (order != 0)
            return order;
    }
    for (size_t i = 0; i < n; i++)
        if (codes[i] != others[i])
            return codes[i] < others[i] ? -1 : 1;
    return 0;
}

/* Somebody who opened the form and answered nothing has not taken part. */
static bool has_answer(const wb_import *import, int64_t row)
{
    const int32_t *codes = import->codes + (size_t)row * import->form->n_asked;

    for (size_t i = 0; i < import->form->n_own; i++)
        if (codes[i] != WB_NO_CODE)
            return true;
    return false;
}

/* ---- lists: a column for all that share it ---- */

static wb_status add_lists(const wb_form *form, wb_fill *fill, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = form->n_own; i < form->n_asked; i = wb_form_column_end(form, i))
        WB_TRY(
            wb_fill_add_column(fill, wb_form_list(form, i)->column, WB_TYPE_UTF8, err));
done:
    return st;
}

static wb_status fill_lists(const wb_form *form, const int32_t *codes, wb_fill *fill,
                            wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = form->n_own; i < form->n_asked;) {
        size_t end = wb_form_column_end(form, i);
        const char *name = NULL;

        for (; i < end; i++)
            if (codes[i] != WB_NO_CODE)
                name = wb_form_list(form, i)->answers[codes[i] - 1].name;
        WB_TRY(wb_fill_text(fill, name, err));
    }
done:
    return st;
}

/* ---- columns and rows ---- */

static wb_status add_columns(const wb_import *import, wb_fill *fill, wb_error *err)
{
    wb_text id = {0};
    wb_status st = WB_OK;

    for (size_t i = 0; i < import->keep.count; i++)
        WB_TRY(wb_fill_add_column(fill, import->keep.items[i], WB_TYPE_UTF8, err));
    WB_TRY(add_lists(import->form, fill, err));
    for (size_t i = 0; i < import->form->n_own; i++) {
        wb_span span = wb_form_asked(import->form, 0, i, "id");
        wb_text_cut(&id, 0);
        WB_TRY(wb_text_append(&id, span.bytes, span.length, err));
        WB_TRY(wb_fill_add_column(fill, id.bytes, WB_TYPE_INT32, err));
    }
done:
    wb_text_free(&id);
    return st;
}

static wb_status fill_line(const wb_import *import, int64_t row, wb_fill *fill,
                           wb_text *text, wb_error *err)
{
    const int32_t *codes = import->codes + (size_t)row * import->form->n_asked;
    wb_status st = WB_OK;

    for (size_t i = 0; i < import->keep.count; i++) {
        wb_span span = kept_cell(import, i, row);
        wb_text_cut(text, 0);
        WB_TRY(wb_text_append(text, span.bytes, span.length, err));
        WB_TRY(wb_fill_text(fill, span.length > 0 ? text->bytes : NULL, err));
    }
    WB_TRY(fill_lists(import->form, codes, fill, err));
    for (size_t i = 0; i < import->form->n_own; i++)
        WB_TRY(wb_fill_given(fill, codes[i] != WB_NO_CODE, codes[i], err));
done:
    return st;
}

static wb_status fill_lines(const wb_import *import, const line *lines, int64_t n,
                            wb_fill *fill, wb_error *err)
{
    wb_text text = {0};
    wb_status st = WB_OK;

    WB_TRY(add_columns(import, fill, err));
    for (int64_t i = 0; i < n; i++)
        WB_TRY(fill_line(import, lines[i].row, fill, &text, err));
done:
    wb_text_free(&text);
    return st;
}

/* Which questionnaire the answers are of; made-up ones stay known as such. */
static wb_status describe(const wb_import *import, wb_frame *frame, wb_error *err)
{
    wb_span unit = wb_form_asked(import->form, 0, 0, "unit");
    wb_text json = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_text_format(
        &json, err, "{\"questionnaire\":\"%s\",\"unit\":\"%.*s\"%s}",
        wb_questionnaire_hash(import->form->questionnaire), (int)unit.length, unit.bytes,
        wb_frame_is_synthetic(import->file) ? ",\"synthetic\":true" : ""));
    WB_TRY(wb_frame_set_metadata(frame, json.bytes, err));
done:
    wb_text_free(&json);
    return st;
}

wb_status wb_import_frame(const wb_import *import, wb_frame **out, wb_error *err)
{
    int64_t n_rows = wb_frame_row_count(import->file), n = 0;
    line *lines = wb_allocate((size_t)n_rows, sizeof *lines);
    wb_fill fill = {0};
    wb_frame *frame = NULL;
    wb_status st = WB_OK;

    if (lines == NULL)
        return wb_fail_nomem(err);
    for (int64_t row = 0; row < n_rows; row++)
        if (has_answer(import, row))
            lines[n++] = (line){import, row};
    qsort(lines, (size_t)n, sizeof *lines, compare_lines);
    WB_TRY(fill_lines(import, lines, n, &fill, err));
    WB_TRY(wb_fill_finish(&fill, &frame, err));
    WB_TRY(describe(import, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_fill_close(&fill);
    wb_release(lines);
    return st;
}
