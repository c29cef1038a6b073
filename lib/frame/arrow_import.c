/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Record batches become frames. The array moves into a counted buffer that every column
 * shares, as the last step: until then the buffer is empty and dropping it releases
 * nothing, so a failure leaves the caller's array as it was. */
#include "frame/arrow.h"

#include <string.h>

static void release_array(void *user)
{
    struct ArrowArray *array = user;

    if (array->release != NULL)
        array->release(array);
    wb_release(array);
}

static wb_status new_owner(wb_buffer **out, wb_error *err)
{
    struct ArrowArray *array = wb_allocate(1, sizeof *array);

    if (array == NULL)
        return wb_fail_nomem(err);
    *out = wb_buffer_new(release_array, array);
    if (*out == NULL) {
        wb_release(array);
        return wb_fail_nomem(err);
    }
    return WB_OK;
}

static wb_status check_child(const struct ArrowArray *batch,
                             const struct ArrowArray *child, const char *name,
                             wb_error *err)
{
    wb_status st;

    if (child == NULL)
        return wb_fail_at(err, WB_E_DATA, -1, name, "column '%s' has no Arrow array",
                          name);
    WB_TRY(wb_arrow_check_counts(child, name, err));
    if (child->length < batch->length || child->offset > INT64_MAX / 16 - batch->offset ||
        child->length - batch->length < batch->offset)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "the Arrow array of column '%s' has %lld rows, expected %lld",
                          name, (long long)child->length,
                          (long long)(batch->offset + batch->length));
done:
    return st;
}

static wb_status import_values(wb_arrow_column *in, wb_buffer *owner, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_arrow_describe(in->array, in->format.type, in->format.storage,
                             in->slot.name, &in->slot.data, err));
    in->slot.data->owners[0] = wb_buffer_share(owner);
    if (in->schema->dictionary != NULL)
        return wb_arrow_import_dictionary(in, err);
    if (in->format.multiply != 1 || in->format.divide != 1)
        return wb_arrow_convert_units(in, err);
    WB_TRY(wb_slot_check(&in->slot, in->n_rows, err));
done:
    return st;
}

static wb_status import_child(const struct ArrowArray *batch,
                              const struct ArrowArray *array,
                              const struct ArrowSchema *schema, wb_frame *frame,
                              wb_buffer *owner, wb_error *err)
{
    wb_arrow_column in = {.schema = schema, .array = array, .n_rows = batch->length};
    wb_status st;

    WB_TRY(wb_arrow_reserve(frame, schema->name, err));
    memcpy(in.slot.name, schema->name, strlen(schema->name) + 1);
    WB_TRY(wb_arrow_read_format(schema->format, schema->name, &in.format, err));
    WB_TRY(check_child(batch, array, schema->name, err));
    in.slot.offset = array->offset + batch->offset;
    WB_TRY(import_values(&in, owner, err));
    wb_frame_push(frame, schema->name, in.slot.data, in.slot.offset, NULL);
    in.slot.data = NULL;
done:
    wb_column_data_drop(in.slot.data);
    return st;
}

static wb_status check_batch(const struct ArrowArray *batch,
                             const struct ArrowSchema *schema, wb_error *err)
{
    const char *what = "(the record batch)";
    const uint8_t *validity = NULL;
    wb_status st;

    if (batch == NULL || batch->release == NULL)
        return wb_fail(err, WB_E_ARG, "the Arrow array has been released");
    WB_TRY(wb_arrow_check_counts(batch, what, err));
    if (batch->n_children != schema->n_children)
        return wb_fail(err, WB_E_DATA,
                       "the Arrow array has %lld columns, its schema has %lld",
                       (long long)batch->n_children, (long long)schema->n_children);
    if (batch->n_children > 0 && batch->children == NULL)
        return wb_fail(err, WB_E_DATA, "the Arrow array has no columns, expected %lld",
                       (long long)batch->n_children);
    if (batch->n_buffers != 1)
        return wb_arrow_contradiction(
            what, "has the wrong number of buffers:", batch->n_buffers, err);
    WB_TRY(wb_arrow_find_validity(batch, what, &validity, err));
    if (validity != NULL && !wb_bits_all_set(validity, batch->offset, batch->length))
        return wb_fail(err, WB_E_DATA,
                       "the Arrow array has rows that are null as a whole");
done:
    return st;
}

static wb_status share_labels(const wb_frame *from, wb_frame *to, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < to->n_columns && st == WB_OK; i++)
        st = wb_frame_copy_labels(to, i, from, i, err);
    return st;
}

wb_status wb_arrow_import_array(struct ArrowArray *array,
                                const struct ArrowSchema *schema,
                                const wb_frame *labelled, wb_frame **out, wb_error *err)
{
    wb_buffer *owner = NULL;
    wb_frame *frame = NULL;
    wb_status st;

    WB_TRY(check_batch(array, schema, err));
    WB_TRY(new_owner(&owner, err));
    WB_TRY(wb_frame_new(array->length, &frame, err));
    for (int64_t i = 0; i < array->n_children; i++)
        WB_TRY(import_child(array, array->children[i], schema->children[i], frame, owner,
                            err));
    WB_TRY(labelled != NULL ? share_labels(labelled, frame, err)
                            : wb_arrow_import_labels(schema, frame, err));
    WB_TRY(wb_arrow_import_metadata(schema, frame, err));
    memcpy(owner->user, array, sizeof *array);
    array->release = NULL;
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_buffer_drop(owner);
    return st;
}

wb_status wb_frame_import_arrow(struct ArrowArray *array, struct ArrowSchema *schema,
                                wb_frame **out, wb_error *err)
{
    wb_status st;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "the frame needs a place to go");
    *out = NULL;
    WB_TRY(wb_arrow_check_schema(schema, err));
    WB_TRY(wb_arrow_import_array(array, schema, NULL, out, err));
    schema->release(schema);
done:
    return st;
}
