/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Text and categories leave as utf8 with offsets of int32, or of int64 where the bytes
 * are too many. */
#include "frame/arrow.h"

#include <string.h>

/* Bytes of all texts together. */
static int64_t count_bytes(const wb_slot *slot, int64_t n_rows)
{
    int64_t total = 0;

    for (int64_t row = 0; row < n_rows; row++) {
        size_t length;

        if (wb_slot_missing(slot, row))
            continue;
        (void)wb_slot_text(slot, row, &length);
        total += (int64_t)length;
    }
    return total;
}

bool wb_arrow_is_large(const wb_slot *slot, int64_t n_rows)
{
    const wb_column_data *data = slot->data;

    if (data->type != WB_TYPE_UTF8 || data->storage == WB_STORE_TEXT32 || n_rows == 0)
        return false;
    if (data->storage == WB_STORE_TEXT64) {
        const int64_t *offsets = (const int64_t *)data->offsets + slot->offset;

        return offsets[n_rows] - offsets[0] > INT32_MAX;
    }
    return count_bytes(slot, n_rows) > INT32_MAX;
}

/* The bytes stay, offsets of int64 become int32 from the first row on. */
static wb_status narrow_offsets(const wb_slot *slot, struct ArrowArray *array,
                                wb_error *err)
{
    const int64_t *from = (const int64_t *)slot->data->offsets + slot->offset;
    wb_arrow_exported *kept = array->private_data;
    void *offsets = NULL;
    wb_status st;

    WB_TRY(wb_arrow_make_validity(slot, array, err));
    WB_TRY(wb_arrow_make_buffer(array, 1, (size_t)array->length + 1, sizeof(int32_t),
                                &offsets, err));
    for (int64_t i = 0; i <= array->length; i++)
        ((int32_t *)offsets)[i] = (int32_t)(from[i] - from[0]);
    kept->data = wb_column_data_share(slot->data);
    kept->buffers[2] = slot->data->values == NULL
                           ? (const void *)wb_arrow_nothing
                           : (const char *)slot->data->values + from[0];
done:
    return st;
}

/* Views become one run of bytes. */
static wb_status join_views(const wb_slot *slot, struct ArrowArray *array, wb_error *err)
{
    int64_t total = count_bytes(slot, array->length);
    bool large = total > INT32_MAX;
    void *offsets = NULL, *bytes = NULL;
    int64_t at = 0;
    wb_status st;

    WB_TRY(wb_arrow_make_validity(slot, array, err));
    WB_TRY(wb_arrow_make_buffer(array, 1, (size_t)array->length + 1, large ? 8 : 4,
                                &offsets, err));
    WB_TRY(wb_arrow_make_buffer(array, 2, (size_t)total, 1, &bytes, err));
    for (int64_t row = 0; row <= array->length; row++) {
        size_t length = 0;

        if (large)
            ((int64_t *)offsets)[row] = at; /* not reached: tests have no 2 GiB of text */
        else
            ((int32_t *)offsets)[row] = (int32_t)at;
        if (row == array->length || wb_slot_missing(slot, row))
            continue;
        const char *text = wb_slot_text(slot, row, &length);
        memcpy((char *)bytes + at, text, length);
        at += (int64_t)length;
    }
done:
    return st;
}

wb_status wb_arrow_export_text(const wb_slot *slot, struct ArrowArray *array,
                               wb_error *err)
{
    if (slot->data->storage == WB_STORE_VIEWS)
        return join_views(slot, array, err);
    if (slot->data->storage == WB_STORE_TEXT64 && !wb_arrow_is_large(slot, array->length))
        return narrow_offsets(slot, array, err);
    wb_arrow_share_buffers(slot, array);
    return WB_OK;
}

wb_status wb_arrow_export_categories(const wb_dictionary *dictionary,
                                     struct ArrowArray *array, wb_error *err)
{
    int64_t n = wb_dictionary_count(dictionary);
    void *offsets = NULL, *bytes = NULL;
    size_t total = 0;
    wb_status st;

    for (int64_t i = 0; i < n; i++) {
        size_t length;

        (void)wb_dictionary_text(dictionary, i, &length);
        total += length;
    }
    if (total > INT32_MAX)
        return wb_fail(err, WB_E_LIMIT, /* not reached: tests have no 2 GiB of text */
                       "the categories of a column exceed 2 GiB");
    WB_TRY(wb_arrow_start_array(n, 3, array, err));
    WB_TRY(wb_arrow_make_buffer(array, 1, (size_t)n + 1, sizeof(int32_t), &offsets, err));
    WB_TRY(wb_arrow_make_buffer(array, 2, total, 1, &bytes, err));
    total = 0;
    for (int64_t i = 0; i < n; i++) {
        size_t length;
        const char *text = wb_dictionary_text(dictionary, i, &length);

        ((int32_t *)offsets)[i] = (int32_t)total;
        memcpy((char *)bytes + total, text, length);
        total += length;
    }
    ((int32_t *)offsets)[n] = (int32_t)total;
done:
    if (st != WB_OK && array->release != NULL)
        array->release(array);
    return st;
}
