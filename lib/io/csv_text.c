/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Fields as texts and as categories. */
#include "io/csv_cursor.h"

#include "base/text.h"

/* Copy the bytes of a field, doubled quotes as one; returns how many. */
static size_t copy_text(char *to, const char *text, wb_csv_field field)
{
    size_t length = field.size & WB_CSV_LENGTH, n = 0;

    if ((field.size & WB_CSV_DOUBLED) == 0) {
        memcpy(to, text, length);
        return length;
    }
    for (size_t i = 0; i < length; i++) {
        to[n++] = text[i];
        i += text[i] == '"';
    }
    return n;
}

static wb_status reserve_text(wb_csv_column *column, size_t length, wb_error *err)
{
    size_t used = (size_t)column->buffers->offsets[column->n_rows];

    if (length > (size_t)INT32_MAX - used)
        return wb_fail_at(err, WB_E_LIMIT, -1, /* not reached: tests have no 2 GiB */
                          column->name,
                          "column '%s' holds more than 2 GiB of text in one chunk; read "
                          "fewer rows at a time",
                          column->name);
    if (used + length <= column->text_capacity)
        return WB_OK;
    size_t capacity = used + length + column->text_capacity;
    void *larger = wb_resize(column->buffers->values, capacity, 1);
    if (larger == NULL)
        return wb_fail_nomem(err);
    column->buffers->values = larger;
    column->text_capacity = capacity;
    return WB_OK;
}

wb_status wb_csv_read_texts(wb_csv_column *column, wb_csv_cursor at, size_t n_rows,
                            size_t *n_good, wb_error *err)
{
    wb_status st = WB_OK;
    size_t total = 0, i = 0;

    for (; i < n_rows; i++)
        total += at.field[i * at.stride].size & WB_CSV_LENGTH;
    WB_TRY(reserve_text(column, total, err));
    int32_t *offsets = column->buffers->offsets + column->n_rows;
    for (i = 0; i < n_rows; i++, at.field += at.stride) {
        wb_csv_field field = *at.field;
        const char *text = at.bytes + field.start;
        size_t length = field.size & WB_CSV_LENGTH, copied = 0;

        if (field.size == 0 || wb_csv_is_missing_word(&at, field)) {
            WB_TRY(wb_csv_mark_missing(column, column->n_rows + (int64_t)i, err));
        } else {
            if (wb_utf8_valid(text, length) != length)
                break;
            copied = copy_text((char *)column->buffers->values + offsets[i], text, field);
        }
        offsets[i + 1] = offsets[i] + (int32_t)copied;
    }
    *n_good = i;
done:
    return st;
}

/* The code of a category; *code is -1 when the text is none. */
static wb_status find_category(wb_csv_column *column, const char *text,
                               wb_csv_field field, wb_text *scratch, int32_t *code,
                               wb_error *err)
{
    size_t length = field.size & WB_CSV_LENGTH;
    wb_status st = WB_OK;

    *code = -1;
    if (wb_utf8_valid(text, length) != length)
        return WB_OK;
    if ((field.size & WB_CSV_DOUBLED) != 0) {
        scratch->length = 0;
        WB_TRY(wb_text_append(scratch, text, length, err));
        length = copy_text(scratch->bytes, text, field);
        text = scratch->bytes;
    }
    WB_TRY(wb_keys_add(column->categories, WB_KEY_TEXT, text, length, 0, code, err));
    if (column->n_declared > 0 && *code >= column->n_declared)
        *code = -1;
done:
    return st;
}

wb_status wb_csv_read_categories(wb_csv_column *column, wb_csv_cursor at, size_t n_rows,
                                 size_t *n_good, wb_error *err)
{
    int32_t *codes = (int32_t *)column->buffers->values + column->n_rows;
    wb_text scratch = {0};
    wb_status st = WB_OK;
    size_t i = 0;

    for (; i < n_rows; i++, at.field += at.stride) {
        codes[i] = 0;
        if (wb_csv_is_missing(&at, *at.field)) {
            WB_TRY(wb_csv_mark_missing(column, column->n_rows + (int64_t)i, err));
            continue;
        }
        WB_TRY(find_category(column, at.bytes + at.field->start, *at.field, &scratch,
                             &codes[i], err));
        if (codes[i] < 0)
            break;
    }
    *n_good = i;
done:
    wb_text_free(&scratch);
    return st;
}
