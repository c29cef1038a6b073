/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Arrow record batches made by hand, which count how often they are released. */
#ifndef WB_TEST_FRAME_ARROW_H
#define WB_TEST_FRAME_ARROW_H

#include "frame/columns.h"

enum { HAND_COLUMNS = 6, HAND_BUFFERS = 6 };

typedef struct hand_batch {
    struct ArrowArray array, arrays[HAND_COLUMNS], *array_list[HAND_COLUMNS];
    struct ArrowSchema schema, schemas[HAND_COLUMNS], *schema_list[HAND_COLUMNS];
    struct ArrowArray dictionaries[HAND_COLUMNS];
    struct ArrowSchema dictionary_schemas[HAND_COLUMNS];
    const void *none[1];
    const void *buffers[HAND_COLUMNS][HAND_BUFFERS];
    const void *dictionary_buffers[HAND_COLUMNS][HAND_BUFFERS];
    int arrays_released, schemas_released;
} hand_batch;

static inline void release_hand_child(struct ArrowArray *array)
{
    array->release = NULL;
}

static inline void release_hand_array(struct ArrowArray *array)
{
    hand_batch *batch = array->private_data;

    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release != NULL)
            array->children[i]->release(array->children[i]);
    batch->arrays_released++;
    array->release = NULL;
}

static inline void release_hand_schema(struct ArrowSchema *schema)
{
    ((hand_batch *)schema->private_data)->schemas_released++;
    schema->release = NULL;
}

static inline void hand_start(hand_batch *batch, int64_t n_rows)
{
    memset(batch, 0, sizeof *batch);
    batch->array.length = n_rows;
    batch->array.n_buffers = 1;
    batch->array.buffers = batch->none;
    batch->array.children = batch->array_list;
    batch->array.release = release_hand_array;
    batch->array.private_data = batch;
    batch->schema.format = "+s";
    batch->schema.name = "";
    batch->schema.children = batch->schema_list;
    batch->schema.release = release_hand_schema;
    batch->schema.private_data = batch;
}

/* A column of as many rows as the batch reaches, with up to three buffers. */
static inline size_t hand_add(hand_batch *batch, const char *name, const char *format,
                              int64_t n_buffers, const void *validity, const void *second,
                              const void *third)
{
    size_t i = (size_t)batch->array.n_children++;
    struct ArrowArray *array = batch->arrays + i;

    assert_true(i < HAND_COLUMNS);
    batch->schema.n_children++;
    batch->array_list[i] = array;
    batch->schema_list[i] = batch->schemas + i;
    batch->buffers[i][0] = validity;
    batch->buffers[i][1] = second;
    batch->buffers[i][2] = third;
    array->length = batch->array.offset + batch->array.length;
    array->null_count = validity == NULL ? 0 : -1;
    array->n_buffers = n_buffers;
    array->buffers = batch->buffers[i];
    array->release = release_hand_child;
    batch->schemas[i].format = format;
    batch->schemas[i].name = name;
    batch->schemas[i].flags = ARROW_FLAG_NULLABLE;
    return i;
}

/* Categories for column i: n texts of utf8. */
static inline void hand_categories(hand_batch *batch, size_t i, const char *format,
                                   int64_t n, const void *validity, const void *offsets,
                                   const void *bytes)
{
    struct ArrowArray *array = batch->dictionaries + i;

    batch->dictionary_buffers[i][0] = validity;
    batch->dictionary_buffers[i][1] = offsets;
    batch->dictionary_buffers[i][2] = bytes;
    array->length = n;
    array->null_count = validity == NULL ? 0 : -1;
    array->n_buffers = 3;
    array->buffers = batch->dictionary_buffers[i];
    array->release = release_hand_child;
    batch->arrays[i].dictionary = array;
    batch->dictionary_schemas[i].format = format;
    batch->schemas[i].dictionary = batch->dictionary_schemas + i;
}

/* The batch enters a frame: schema and array have moved. */
static inline wb_frame *hand_import(hand_batch *batch)
{
    wb_frame *frame = NULL;
    wb_error err;

    if (wb_frame_import_arrow(&batch->array, &batch->schema, &frame, &err) != WB_OK)
        fail_msg("%s", err.message);
    assert_null(batch->array.release);
    assert_null(batch->schema.release);
    assert_int_equal(batch->schemas_released, 1);
    return frame;
}

/* The batch is refused and untouched. */
static inline void hand_refuse(hand_batch *batch, wb_status status, wb_error *err)
{
    struct ArrowArray array = batch->array;
    struct ArrowSchema schema = batch->schema;
    wb_frame *frame = (wb_frame *)batch;

    assert_fails(wb_frame_import_arrow(&batch->array, &batch->schema, &frame, err),
                 status);
    assert_null(frame);
    assert_int_equal(err->status, status);
    assert_memory_equal(&array, &batch->array, sizeof array);
    assert_memory_equal(&schema, &batch->schema, sizeof schema);
    assert_int_equal(batch->arrays_released, 0);
    assert_int_equal(batch->schemas_released, 0);
}

/* Of a text in views: up to 12 bytes stand in it, of a longer one the first four. */
typedef struct view {
    int32_t length;
    char start[4];
    int32_t buffer, offset;
} view;

static inline view long_view(int32_t length, int32_t buffer, int32_t offset)
{
    return (view){length, {0}, buffer, offset};
}

static inline view short_view(const char *text)
{
    view made = {(int32_t)strlen(text), {0}, 0, 0};

    memcpy((char *)&made + 4, text, strlen(text));
    return made;
}

#endif
