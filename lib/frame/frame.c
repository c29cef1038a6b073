/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Frames: making, cutting and looking at their columns as a whole. */
#include "frame/column.h"

#include "base/text.h"

#include <string.h>

const char *wb_type_name(int32_t type)
{
    static const char *const names[] = {
        [WB_TYPE_NULL] = "null",       [WB_TYPE_BOOL] = "bool",
        [WB_TYPE_INT8] = "int8",       [WB_TYPE_INT16] = "int16",
        [WB_TYPE_INT32] = "int32",     [WB_TYPE_INT64] = "int64",
        [WB_TYPE_UINT8] = "uint8",     [WB_TYPE_UINT16] = "uint16",
        [WB_TYPE_UINT32] = "uint32",   [WB_TYPE_UINT64] = "uint64",
        [WB_TYPE_FLOAT32] = "float32", [WB_TYPE_FLOAT64] = "float64",
        [WB_TYPE_UTF8] = "utf8",       [WB_TYPE_DICTIONARY] = "dictionary",
        [WB_TYPE_DATE32] = "date32",   [WB_TYPE_TIMESTAMP] = "timestamp",
    };

    if (type < 0 || (size_t)type >= sizeof names / sizeof names[0])
        return "unknown";
    return names[type];
}

static wb_status new_frame(int64_t n_rows, size_t capacity, wb_frame **out, wb_error *err)
{
    wb_frame *frame = wb_allocate(1, sizeof *frame);

    if (frame == NULL)
        return wb_fail_nomem(err);
    frame->n_rows = n_rows;
    if (capacity > 0) {
        frame->columns = wb_resize(NULL, capacity, sizeof *frame->columns);
        if (frame->columns == NULL) {
            wb_release(frame);
            return wb_fail_nomem(err);
        }
        frame->capacity = capacity;
    }
    *out = frame;
    return WB_OK;
}

wb_status wb_frame_new(int64_t n_rows, wb_frame **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "a frame needs a place to go");
    *out = NULL;
    if (n_rows < 0)
        return wb_fail(err, WB_E_ARG,
                       "a frame of %lld rows was asked for, expected 0 or more",
                       (long long)n_rows);
    return new_frame(n_rows, 0, out, err);
}

void wb_frame_free(wb_frame *frame)
{
    if (frame == NULL)
        return;
    for (size_t i = 0; i < frame->n_columns; i++) {
        wb_column_data_drop(frame->columns[i].data);
        wb_labels_drop(frame->columns[i].labels);
    }
    wb_release(frame->columns);
    wb_shared_text_drop(frame->metadata);
    wb_release(frame);
}

static wb_status check_name(const wb_frame *frame, const char *name, wb_error *err)
{
    size_t length;

    if (name == NULL || name[0] == '\0')
        return wb_fail(err, WB_E_ARG, "column %zu has no name", frame->n_columns);
    length = strlen(name);
    if (length >= WB_NAME_BYTES)
        return wb_fail_at(err, WB_E_ARG, -1, name,
                          "the name of column %zu has %zu bytes, at most %d are allowed",
                          frame->n_columns, length, WB_NAME_BYTES - 1);
    if (wb_utf8_valid(name, length) != length)
        return wb_fail(err, WB_E_DATA, "the name of column %zu is not valid UTF-8",
                       frame->n_columns);
    if (wb_frame_find(frame, name) >= 0)
        return wb_fail_at(err, WB_E_ARG, -1, name, "the frame already has a column '%s'",
                          name);
    return WB_OK;
}

wb_status wb_frame_reserve(wb_frame *frame, const char *name, wb_error *err)
{
    size_t capacity;
    wb_slot *columns;
    wb_status st;

    WB_TRY(check_name(frame, name, err));
    if (frame->n_columns < frame->capacity)
        return WB_OK;
    capacity = frame->capacity < 4 ? 8 : frame->capacity * 2;
    columns = wb_resize(frame->columns, capacity, sizeof *columns);
    if (columns == NULL)
        return wb_fail_nomem(err);
    frame->columns = columns;
    frame->capacity = capacity;
done:
    return st;
}

void wb_frame_push(wb_frame *frame, const char *name, wb_column_data *data,
                   int64_t offset, wb_labels *labels)
{
    wb_slot *slot = frame->columns + frame->n_columns++;
    size_t length = strlen(name);

    memcpy(slot->name, name, length + 1);
    slot->hash = wb_hash_bytes(name, length);
    slot->data = data;
    slot->labels = labels;
    slot->offset = offset;
    slot->declared_missing = false;
}

wb_status wb_frame_share_column(wb_frame *frame, const char *name, const wb_frame *from,
                                size_t column, wb_error *err)
{
    const wb_slot *slot;
    wb_status st;

    if (frame == NULL)
        return wb_fail(err, WB_E_ARG, "sharing a column needs a frame to put it in");
    WB_TRY(wb_frame_check_column(from, column, err));
    if (name == NULL)
        name = from->columns[column].name;
    if (frame->n_rows != from->n_rows)
        return wb_fail_at(err, WB_E_ARG, -1, name,
                          "column '%s' has %lld rows, the frame has %lld", name,
                          (long long)from->n_rows, (long long)frame->n_rows);
    WB_TRY(wb_frame_reserve(frame, name, err));
    slot = from->columns + column; /* only now: the two may be one frame */
    wb_frame_push(frame, name, wb_column_data_share(slot->data), slot->offset,
                  wb_labels_share(slot->labels));
done:
    return st;
}

/* A copy of a slot that holds references of its own. */
static void copy_slot(const wb_slot *from, int64_t first, wb_frame *to)
{
    wb_slot *slot = to->columns + to->n_columns++;

    *slot = *from;
    slot->offset += first;
    wb_column_data_share(slot->data);
    wb_labels_share(slot->labels);
}

wb_status wb_frame_slice(const wb_frame *frame, int64_t first, int64_t n_rows,
                         wb_frame **out, wb_error *err)
{
    wb_frame *slice = NULL;
    wb_status st;

    if (out != NULL)
        *out = NULL;
    if (frame == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "a slice needs a frame and a place to go");
    if (first < 0 || n_rows < 0 || first > frame->n_rows ||
        n_rows > frame->n_rows - first)
        return wb_fail(
            err, WB_E_ARG,
            "a slice of %lld rows from row %lld is outside a frame of %lld rows",
            (long long)n_rows, (long long)first, (long long)frame->n_rows);
    WB_TRY(new_frame(n_rows, frame->n_columns, &slice, err));
    for (size_t i = 0; i < frame->n_columns; i++)
        copy_slot(frame->columns + i, first, slice);
    slice->metadata = wb_shared_text_share(frame->metadata);
    *out = slice;
done:
    return st;
}

wb_status wb_frame_select(const wb_frame *frame, const char *const *names, size_t n_names,
                          wb_frame **out, wb_error *err)
{
    wb_frame *selection = NULL;
    wb_status st;

    if (out != NULL)
        *out = NULL;
    if (frame == NULL || out == NULL || (names == NULL && n_names > 0))
        return wb_fail(err, WB_E_ARG,
                       "a selection needs a frame, names and a place to go");
    WB_TRY(new_frame(frame->n_rows, n_names, &selection, err));
    for (size_t i = 0; i < n_names; i++) {
        int64_t column = names[i] == NULL ? -1 : wb_frame_find(frame, names[i]);

        if (column < 0) {
            const char *name = names[i] == NULL ? "" : names[i];

            st =
                wb_fail_at(err, WB_E_ARG, -1, name, "the frame has no column '%s'", name);
            goto done;
        }
        WB_TRY(wb_frame_reserve(selection, names[i], err));
        copy_slot(frame->columns + column, 0, selection);
    }
    selection->metadata = wb_shared_text_share(frame->metadata);
    *out = selection;
    selection = NULL;
done:
    wb_frame_free(selection);
    return st;
}

wb_status wb_frame_apply_ranges(const wb_frame *frame, wb_frame **out, wb_error *err)
{
    size_t column = 0;
    wb_status st = WB_OK;

    *out = NULL;
    while (column < frame->n_columns &&
           !wb_labels_have_ranges(frame->columns[column].labels))
        column++;
    if (column == frame->n_columns)
        return WB_OK;
    WB_TRY(wb_frame_slice(frame, 0, frame->n_rows, out, err));
    for (; column < frame->n_columns; column++)
        (*out)->columns[column].declared_missing =
            wb_labels_have_ranges(frame->columns[column].labels);
done:
    return st;
}

int64_t wb_frame_row_count(const wb_frame *frame)
{
    return frame->n_rows;
}

size_t wb_frame_column_count(const wb_frame *frame)
{
    return frame->n_columns;
}

const char *wb_frame_column_name(const wb_frame *frame, size_t column)
{
    return frame->columns[column].name;
}

int32_t wb_frame_column_type(const wb_frame *frame, size_t column)
{
    return (int32_t)frame->columns[column].data->type;
}

int64_t wb_frame_find(const wb_frame *frame, const char *name)
{
    uint64_t hash = wb_hash_bytes(name, strlen(name));

    for (size_t i = 0; i < frame->n_columns; i++)
        if (frame->columns[i].hash == hash && strcmp(frame->columns[i].name, name) == 0)
            return (int64_t)i;
    return -1;
}

static unsigned char small_letter(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool same_letters(const char *a, const char *b)
{
    while (*a != '\0' && small_letter(*a) == small_letter(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

const char *wb_frame_find_capitals(const wb_frame *frame, const char *name)
{
    for (size_t i = 0; i < frame->n_columns; i++)
        if (same_letters(frame->columns[i].name, name) &&
            strcmp(frame->columns[i].name, name) != 0)
            return frame->columns[i].name;
    return NULL;
}

wb_status wb_frame_require(const wb_frame *frame, const char *name, const char *purpose,
                           size_t *column, wb_error *err)
{
    int64_t found = wb_frame_find(frame, name);
    const char *near = found < 0 ? wb_frame_find_capitals(frame, name) : NULL;

    if (found < 0)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "the data have no column '%s', which is needed as %s%s%s%s",
                          name, purpose, near != NULL ? ", but '" : "",
                          near != NULL ? near : "",
                          near != NULL ? "': capitals count" : "");
    *column = (size_t)found;
    return WB_OK;
}

bool wb_frame_has_numbers(const wb_frame *frame, size_t column)
{
    return wb_frame_column_type(frame, column) < WB_TYPE_UTF8;
}

bool wb_frame_has_texts(const wb_frame *frame, size_t column)
{
    int32_t type = wb_frame_column_type(frame, column);

    return type == WB_TYPE_UTF8 || type == WB_TYPE_DICTIONARY || type == WB_TYPE_NULL;
}

wb_status wb_frame_require_numbers(const wb_frame *frame, const char *name,
                                   const char *purpose, size_t *column, wb_error *err)
{
    wb_status st = wb_frame_require(frame, name, purpose, column, err);

    if (st != WB_OK || wb_frame_has_numbers(frame, *column))
        return st;
    return wb_fail_at(err, WB_E_DATA, -1, name,
                      "column '%s' holds %s, where numbers are expected: it is needed as "
                      "%s",
                      name, wb_type_name(wb_frame_column_type(frame, *column)), purpose);
}

wb_status wb_frame_same_columns(const wb_frame *a, const wb_frame *b, const char *what,
                                wb_error *err)
{
    if (a->n_columns != b->n_columns)
        return wb_fail(err, WB_E_CONFLICT, "%s has %zu columns, expected %zu", what,
                       b->n_columns, a->n_columns);
    for (size_t i = 0; i < a->n_columns; i++) {
        const wb_slot *x = a->columns + i, *y = b->columns + i;

        if (strcmp(x->name, y->name) != 0)
            return wb_fail_at(err, WB_E_CONFLICT, -1, y->name,
                              "column %zu of %s is '%s', expected '%s'", i, what, y->name,
                              x->name);
        if (x->data->type != y->data->type)
            return wb_fail_at(err, WB_E_CONFLICT, -1, y->name,
                              "column '%s' of %s is %s, expected %s", y->name, what,
                              wb_type_name((int32_t)y->data->type),
                              wb_type_name((int32_t)x->data->type));
    }
    return WB_OK;
}
