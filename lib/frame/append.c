/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One frame under another. A column is copied in the usual storage of its type; missing
 * values of every kind end up in a bitmap, which is made of one byte a row first, because
 * the frames need not begin at whole bytes of it. */
#include "frame/column.h"

#include <string.h>

typedef struct appended {
    wb_slot *parts; /* the column in every frame, with n_rows[i] rows */
    const wb_frame *const *frames;
    size_t n_parts;
    int64_t n_rows;
    uint8_t *present; /* NULL while nothing is missing */
    wb_column_data *data;
} appended;

static wb_status add_up_rows(const wb_frame *const *frames, size_t n_frames,
                             int64_t *n_rows, wb_error *err)
{
    int64_t total = 0;

    for (size_t i = 0; i < n_frames; i++) {
        if (frames[i]->n_rows > INT64_MAX / 16 - total)
            return wb_fail(err, WB_E_NOMEM, "the frames have too many rows together");
        total += frames[i]->n_rows;
    }
    *n_rows = total;
    return WB_OK;
}

static wb_status find_parts(appended *to, const wb_slot *first, wb_error *err)
{
    for (size_t i = 0; i < to->n_parts; i++) {
        const wb_frame *frame = to->frames[i];
        int64_t column = wb_frame_find(frame, first->name);

        if (column < 0)
            return wb_fail_at(err, WB_E_CONFLICT, -1, first->name,
                              "frame %zu has no column '%s'", i, first->name);
        to->parts[i] = frame->columns[column];
        if (to->parts[i].data->type != first->data->type)
            return wb_fail_at(err, WB_E_CONFLICT, -1, first->name,
                              "column '%s' is %s in frame %zu, expected %s", first->name,
                              wb_type_name((int32_t)to->parts[i].data->type), i,
                              wb_type_name((int32_t)first->data->type));
    }
    return WB_OK;
}

static wb_status gather_present(appended *to, wb_error *err)
{
    uint8_t block[WB_BLOCK_ROWS];
    int64_t at = 0;

    for (size_t i = 0; i < to->n_parts; i++) {
        int64_t n_rows = to->frames[i]->n_rows;

        for (int64_t first = 0; first < n_rows; first += WB_BLOCK_ROWS) {
            int64_t left = n_rows - first;
            int32_t n = (int32_t)(left < WB_BLOCK_ROWS ? left : WB_BLOCK_ROWS);

            if (!wb_slot_load_present(to->parts + i, first, n, block))
                continue;
            if (to->present == NULL) {
                to->present = wb_resize(NULL, (size_t)to->n_rows, 1);
                if (to->present == NULL)
                    return wb_fail_nomem(err);
                memset(to->present, 1, (size_t)to->n_rows);
            }
            memcpy(to->present + at + first, block, (size_t)n);
        }
        at += n_rows;
    }
    return WB_OK;
}

static wb_status make_validity(appended *to, wb_error *err)
{
    wb_column_data *data = to->data;

    if (to->present == NULL || data->type == WB_TYPE_NULL)
        return WB_OK;
    data->owners[2] = wb_buffer_allocate((size_t)(to->n_rows + 7) / 8, 1);
    if (data->owners[2] == NULL)
        return wb_fail_nomem(err);
    wb_bits_pack(to->present, to->n_rows, data->owners[2]->user);
    data->validity = data->owners[2]->user;
    return WB_OK;
}

static wb_status make_values(appended *to, size_t count, size_t width, void **out,
                             wb_error *err)
{
    wb_column_data *data = to->data;

    data->owners[0] = wb_buffer_allocate(count, width);
    if (data->owners[0] == NULL)
        return wb_fail_nomem(err);
    data->values = data->owners[0]->user;
    *out = data->owners[0]->user;
    return WB_OK;
}

/* Values that lie in the usual way of their type. */
static wb_status copy_values(appended *to, wb_error *err)
{
    size_t width = wb_storage_width(to->data->storage);
    void *values = NULL;
    size_t at = 0;
    wb_status st;

    WB_TRY(make_values(to, (size_t)to->n_rows, width, &values, err));
    for (size_t i = 0; i < to->n_parts; i++) {
        const wb_slot *part = to->parts + i;
        size_t n_bytes = (size_t)to->frames[i]->n_rows * width;

        if (n_bytes == 0)
            continue;
        memcpy((char *)values + at,
               (const char *)part->data->values + (size_t)part->offset * width, n_bytes);
        at += n_bytes;
    }
done:
    return st;
}

/* Bools in any storage become bytes. Missing ones become 0. */
static wb_status copy_bools(appended *to, wb_error *err)
{
    int32_t block[WB_BLOCK_ROWS];
    void *values = NULL;
    int64_t at = 0;
    wb_status st;

    WB_TRY(make_values(to, (size_t)to->n_rows, 1, &values, err));
    for (size_t i = 0; i < to->n_parts; i++) {
        int64_t n_rows = to->frames[i]->n_rows;

        for (int64_t first = 0; first < n_rows; first += WB_BLOCK_ROWS) {
            int64_t left = n_rows - first;
            int32_t n = (int32_t)(left < WB_BLOCK_ROWS ? left : WB_BLOCK_ROWS);

            wb_slot_load_int32(to->parts + i, first, n, block);
            for (int32_t r = 0; r < n; r++)
                ((int8_t *)values)[at + r] = block[r] == 1;
            at += n;
        }
    }
done:
    return st;
}

/* The codes of one frame in the united dictionary, by the code they had. */
static wb_status map_categories(const wb_dictionary *from, wb_dictionary *united,
                                wb_category_index *index, int32_t **out, wb_error *err)
{
    int64_t n = wb_dictionary_count(from);
    int32_t *map = wb_resize(*out, (size_t)n, sizeof *map);
    wb_status st = WB_OK;

    if (map == NULL)
        return wb_fail_nomem(err);
    *out = map;
    for (int64_t i = 0; i < n; i++) {
        size_t length;
        const char *text = wb_dictionary_text(from, i, &length);

        WB_TRY(wb_category_find_or_add(index, united, text, length, map + i, err));
    }
done:
    return st;
}

static void map_codes(const wb_slot *part, int64_t n_rows, const int32_t *map,
                      int32_t *codes)
{
    uint8_t present[WB_BLOCK_ROWS];

    for (int64_t first = 0; first < n_rows; first += WB_BLOCK_ROWS) {
        int64_t left = n_rows - first;
        int32_t n = (int32_t)(left < WB_BLOCK_ROWS ? left : WB_BLOCK_ROWS);

        wb_slot_load_int32(part, first, n, codes + first);
        if (!wb_slot_load_present(part, first, n, present))
            memset(present, 1, (size_t)n);
        for (int64_t r = first; r < first + n; r++)
            codes[r] = present[r - first] ? map[codes[r]] : 0;
    }
}

static wb_status copy_codes(appended *to, wb_error *err)
{
    wb_category_index index = {0};
    int32_t *map = NULL;
    void *codes = NULL;
    int64_t at = 0;
    wb_status st;

    to->data->ordered = to->parts[0].data->ordered;
    to->data->dictionary = wb_dictionary_new();
    if (to->data->dictionary == NULL)
        return wb_fail_nomem(err);
    WB_TRY(make_values(to, (size_t)to->n_rows, sizeof(int32_t), &codes, err));
    for (size_t i = 0; i < to->n_parts; i++) {
        WB_TRY(map_categories(to->parts[i].data->dictionary, to->data->dictionary, &index,
                              &map, err));
        map_codes(to->parts + i, to->frames[i]->n_rows, map, (int32_t *)codes + at);
        at += to->frames[i]->n_rows;
    }
done:
    wb_category_index_free(&index);
    wb_release(map);
    return st;
}

/* Text of every frame in turn: the bytes of all present rows, and where each ends. */
static wb_status copy_text(appended *to, wb_error *err)
{
    wb_text bytes = {0};
    void *offsets = NULL;
    int64_t at = 0;
    wb_status st;

    WB_TRY(make_values(to, (size_t)to->n_rows + 1, sizeof(int64_t), &offsets, err));
    ((int64_t *)offsets)[0] = 0;
    for (size_t i = 0; i < to->n_parts; i++)
        for (int64_t row = 0; row < to->frames[i]->n_rows; row++) {
            size_t length;

            if (to->present == NULL || to->present[at]) {
                const char *text = wb_slot_text(to->parts + i, row, &length);

                WB_TRY(wb_text_append(&bytes, text, length, err));
            }
            ((int64_t *)offsets)[++at] = (int64_t)bytes.length;
        }
    to->data->offsets = offsets;
    to->data->values = bytes.bytes;
    if (bytes.bytes != NULL) {
        to->data->owners[1] = wb_buffer_adopt(bytes.bytes);
        if (to->data->owners[1] == NULL) {
            st = wb_fail_nomem(err);
            goto done;
        }
        bytes = (wb_text){0};
    }
done:
    wb_text_free(&bytes);
    return st;
}

static wb_storage storage_of(wb_type type)
{
    switch (type) {
    case WB_TYPE_BOOL:
        return WB_STORE_INT8;
    case WB_TYPE_UTF8:
        return WB_STORE_TEXT64;
    case WB_TYPE_DICTIONARY:
    case WB_TYPE_DATE32:
        return WB_STORE_INT32;
    case WB_TYPE_TIMESTAMP:
        return WB_STORE_INT64;
    case WB_TYPE_NULL:
    case WB_TYPE_INT8:
    case WB_TYPE_INT16:
    case WB_TYPE_INT32:
    case WB_TYPE_INT64:
    case WB_TYPE_UINT8:
    case WB_TYPE_UINT16:
    case WB_TYPE_UINT32:
    case WB_TYPE_UINT64:
    case WB_TYPE_FLOAT32:
    case WB_TYPE_FLOAT64:
        break;
    }
    return (wb_storage)type;
}

static wb_status copy_column(appended *to, wb_error *err)
{
    wb_type type = to->data->type;

    if (type == WB_TYPE_NULL)
        return WB_OK;
    if (type == WB_TYPE_BOOL)
        return copy_bools(to, err);
    if (type == WB_TYPE_DICTIONARY)
        return copy_codes(to, err);
    if (type == WB_TYPE_UTF8)
        return copy_text(to, err);
    return copy_values(to, err);
}

static wb_status append_column(appended *to, const wb_slot *first, wb_frame *frame,
                               wb_error *err)
{
    wb_status st;

    to->data = wb_column_data_new(first->data->type, storage_of(first->data->type));
    if (to->data == NULL)
        return wb_fail_nomem(err);
    WB_TRY(find_parts(to, first, err));
    WB_TRY(gather_present(to, err));
    WB_TRY(copy_column(to, err));
    WB_TRY(make_validity(to, err));
    WB_TRY(wb_frame_reserve(frame, first->name, err));
    wb_frame_push(frame, first->name, to->data, 0, wb_labels_share(first->labels));
    to->data = NULL;
done:
    wb_column_data_drop(to->data);
    to->data = NULL;
    wb_release(to->present);
    to->present = NULL;
    return st;
}

static wb_status check_frames(const wb_frame *const *frames, size_t n_frames,
                              wb_error *err)
{
    if (frames == NULL || n_frames == 0)
        return wb_fail(err, WB_E_ARG, "there are no frames to append");
    for (size_t i = 0; i < n_frames; i++) {
        if (frames[i] == NULL)
            return wb_fail(err, WB_E_ARG, "frame %zu is missing", i);
        if (frames[i]->n_columns == frames[0]->n_columns)
            continue;
        return wb_fail(err, WB_E_CONFLICT, "frame %zu has %zu columns, expected %zu", i,
                       frames[i]->n_columns, frames[0]->n_columns);
    }
    return WB_OK;
}

wb_status wb_frame_append(const wb_frame *const *frames, size_t n_frames, wb_frame **out,
                          wb_error *err)
{
    appended to = {.frames = frames, .n_parts = n_frames};
    wb_frame *frame = NULL;
    wb_status st;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "the frame needs a place to go");
    *out = NULL;
    WB_TRY(check_frames(frames, n_frames, err));
    WB_TRY(add_up_rows(frames, n_frames, &to.n_rows, err));
    to.parts = wb_resize(NULL, n_frames, sizeof *to.parts);
    if (to.parts == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_frame_new(to.n_rows, &frame, err));
    for (size_t i = 0; i < frames[0]->n_columns; i++)
        WB_TRY(append_column(&to, frames[0]->columns + i, frame, err));
    frame->metadata = wb_shared_text_share(frames[0]->metadata);
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_release(to.parts);
    return st;
}
