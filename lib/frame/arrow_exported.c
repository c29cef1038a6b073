/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* An array on its way out: what it holds until its consumer lets it go. */
#include "frame/arrow.h"

#include <string.h>

const int64_t wb_arrow_nothing[2] = {0};

static void free_exported(wb_arrow_exported *kept)
{
    wb_column_data_drop(kept->data);
    for (size_t i = 0; i < sizeof kept->made / sizeof kept->made[0]; i++)
        wb_buffer_drop(kept->made[i]);
    wb_release(kept->children);
    wb_release(kept->pointers);
    wb_release(kept);
}

static void release_exported(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release != NULL)
            array->children[i]->release(array->children[i]);
    if (array->dictionary != NULL && array->dictionary->release != NULL)
        array->dictionary->release(array->dictionary);
    free_exported(array->private_data);
    array->release = NULL;
}

wb_status wb_arrow_start_array(int64_t n_rows, int64_t n_buffers,
                               struct ArrowArray *array, wb_error *err)
{
    wb_arrow_exported *kept = wb_allocate(1, sizeof *kept);

    if (kept == NULL)
        return wb_fail_nomem(err);
    *array = (struct ArrowArray){
        .length = n_rows,
        .n_buffers = n_buffers,
        .buffers = kept->buffers,
        .release = release_exported,
        .private_data = kept,
    };
    return WB_OK;
}

/* A buffer of the array, made here. */
wb_status wb_arrow_make_buffer(struct ArrowArray *array, size_t index, size_t count,
                               size_t width, void **out, wb_error *err)
{
    wb_arrow_exported *kept = array->private_data;

    kept->made[index] = wb_buffer_allocate(count, width);
    if (kept->made[index] == NULL)
        return wb_fail_nomem(err);
    *out = kept->made[index]->user;
    kept->buffers[index] = *out;
    return WB_OK;
}

int32_t wb_arrow_block_size(int64_t n_rows, int64_t first)
{
    return (int32_t)(n_rows - first < WB_BLOCK_ROWS ? n_rows - first : WB_BLOCK_ROWS);
}

/* A bitmap of its own, when some row is missing. WB_BLOCK_ROWS is a multiple of eight, so
 * that blocks begin on whole bytes. */
wb_status wb_arrow_make_validity(const wb_slot *slot, struct ArrowArray *array,
                                 wb_error *err)
{
    uint8_t present[WB_BLOCK_ROWS];
    void *bits = NULL;
    wb_status st = WB_OK;

    for (int64_t first = 0; first < array->length; first += WB_BLOCK_ROWS) {
        int32_t n = wb_arrow_block_size(array->length, first);

        if (!wb_slot_load_present(slot, first, n, present))
            continue;
        if (bits == NULL) {
            size_t n_bytes = (size_t)(array->length + 7) / 8;

            WB_TRY(wb_arrow_make_buffer(array, 0, n_bytes, 1, &bits, err));
            memset(bits, 0xFF, n_bytes);
        }
        wb_bits_pack(present, n, (uint8_t *)bits + first / 8);
    }
    array->null_count = bits == NULL ? 0 : -1;
done:
    return st;
}

/* All buffers as they are. */
void wb_arrow_share_buffers(const wb_slot *slot, struct ArrowArray *array)
{
    wb_arrow_exported *kept = array->private_data;
    bool text = slot->data->type == WB_TYPE_UTF8;

    kept->data = wb_column_data_share(slot->data);
    kept->buffers[0] = slot->data->validity;
    kept->buffers[1] = text ? slot->data->offsets : slot->data->values;
    kept->buffers[2] = slot->data->values;
    if (text && slot->data->values == NULL)
        kept->buffers[2] = wb_arrow_nothing;
    array->offset = slot->offset;
    array->null_count = slot->data->validity == NULL ? 0 : -1;
}
