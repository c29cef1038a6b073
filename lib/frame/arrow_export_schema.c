/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The schema of a frame that leaves, and both halves of it together. */
#include "frame/arrow.h"

#include <string.h>

/* What an exported schema keeps alive. */
typedef struct exported_schema {
    char *name;
    char *metadata;
    struct ArrowSchema *children; /* n_children in one block, and ... */
    struct ArrowSchema **pointers;
    struct ArrowSchema dictionary;
} exported_schema;

static void release_schema(struct ArrowSchema *schema)
{
    exported_schema *kept = schema->private_data;

    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release != NULL)
            schema->children[i]->release(schema->children[i]);
    if (schema->dictionary != NULL && schema->dictionary->release != NULL)
        schema->dictionary->release(schema->dictionary);
    wb_release(kept->name);
    wb_release(kept->metadata);
    wb_release(kept->children);
    wb_release(kept->pointers);
    wb_release(kept);
    schema->release = NULL;
}

static wb_status start_schema(const char *name, const char *format,
                              struct ArrowSchema *schema, wb_error *err)
{
    exported_schema *kept = wb_allocate(1, sizeof *kept);

    if (kept == NULL)
        return wb_fail_nomem(err);
    kept->name = wb_copy_string(name);
    if (kept->name == NULL) {
        wb_release(kept);
        return wb_fail_nomem(err);
    }
    *schema = (struct ArrowSchema){
        .format = format,
        .name = kept->name,
        .flags = ARROW_FLAG_NULLABLE,
        .release = release_schema,
        .private_data = kept,
    };
    return WB_OK;
}

static const char *format_of(const wb_slot *slot, int64_t n_rows)
{
    switch (slot->data->type) {
    case WB_TYPE_NULL:
        return "n";
    case WB_TYPE_BOOL:
        return "b";
    case WB_TYPE_INT8:
    case WB_TYPE_INT16:
    case WB_TYPE_INT32:
    case WB_TYPE_UINT8:
    case WB_TYPE_UINT16:
    case WB_TYPE_DICTIONARY:
        return "i";
    case WB_TYPE_INT64:
    case WB_TYPE_UINT32:
    case WB_TYPE_UINT64:
        return "l";
    case WB_TYPE_FLOAT32:
    case WB_TYPE_FLOAT64:
        return "g";
    case WB_TYPE_UTF8:
        return wb_arrow_is_large(slot, n_rows) ? "U" : "u";
    case WB_TYPE_DATE32:
        return "tdD";
    case WB_TYPE_TIMESTAMP:
        return "tsu:UTC";
    }
    return "n"; /* not reached: each case has returned */
}

/* On failure the schema is released. */
static wb_status export_column(const wb_slot *slot, int64_t n_rows,
                               struct ArrowSchema *schema, wb_error *err)
{
    wb_status st = start_schema(slot->name, format_of(slot, n_rows), schema, err);

    if (st != WB_OK || slot->data->type != WB_TYPE_DICTIONARY)
        return st;
    exported_schema *kept = schema->private_data;
    st = start_schema("", "u", &kept->dictionary, err);
    if (st != WB_OK) {
        schema->release(schema);
        return st;
    }
    schema->dictionary = &kept->dictionary;
    if (slot->data->ordered)
        schema->flags |= ARROW_FLAG_DICTIONARY_ORDERED;
    return WB_OK;
}

static char *put(char *at, const void *bytes, size_t n_bytes)
{
    memcpy(at, bytes, n_bytes);
    return at + n_bytes;
}

/* One key and its value: see wb_arrow_find_metadata. */
static wb_status export_metadata(const char *json, size_t length,
                                 struct ArrowSchema *schema, wb_error *err)
{
    static const char key[] = "werkbaar";
    const int32_t one = 1, key_length = sizeof key - 1;
    exported_schema *kept = schema->private_data;
    int32_t value_length = (int32_t)length;
    char *at;

    if (length > INT32_MAX)
        return wb_fail(err, WB_E_LIMIT, /* not reached: tests have no 2 GiB of metadata */
                       "the metadata exceed 2 GiB");
    kept->metadata = wb_resize(NULL, 3 * sizeof one + sizeof key + length, 1);
    if (kept->metadata == NULL)
        return wb_fail_nomem(err);
    at = put(kept->metadata, &one, sizeof one);
    at = put(at, &key_length, sizeof key_length);
    at = put(at, key, sizeof key - 1);
    at = put(at, &value_length, sizeof value_length);
    put(at, json, length);
    schema->metadata = kept->metadata;
    return WB_OK;
}

static wb_status export_labels(const wb_frame *frame, size_t column,
                               struct ArrowSchema *schema, wb_error *err)
{
    wb_text json = {0};
    wb_status st;

    if (frame->columns[column].labels == NULL)
        return WB_OK;
    WB_TRY(wb_text_add(&json, "{", err));
    WB_TRY(wb_arrow_write_labels(frame, column, &json, err));
    if (json.length > 1)
        WB_TRY(export_metadata(json.bytes, json.length, schema, err));
done:
    wb_text_free(&json);
    return st;
}

static wb_status fill_schema(const wb_frame *frame, struct ArrowSchema *schema,
                             wb_error *err)
{
    exported_schema *kept = schema->private_data;
    size_t n = frame->n_columns;
    wb_status st = WB_OK;

    schema->flags = 0;
    kept->children = wb_allocate(n, sizeof *kept->children);
    kept->pointers = wb_allocate(n, sizeof *kept->pointers);
    if (kept->children == NULL || kept->pointers == NULL)
        return wb_fail_nomem(err);
    schema->children = kept->pointers;
    for (size_t i = 0; i < n; i++) {
        WB_TRY(export_column(frame->columns + i, frame->n_rows, kept->children + i, err));
        kept->pointers[i] = kept->children + i;
        schema->n_children++;
        WB_TRY(export_labels(frame, i, kept->children + i, err));
    }
    if (frame->metadata != NULL)
        WB_TRY(export_metadata(frame->metadata->text, strlen(frame->metadata->text),
                               schema, err));
done:
    return st;
}

wb_status wb_arrow_export_schema(const wb_frame *frame, struct ArrowSchema *out,
                                 wb_error *err)
{
    struct ArrowSchema schema;
    wb_status st;

    WB_TRY(start_schema("", "+s", &schema, err));
    st = fill_schema(frame, &schema, err);
    if (st != WB_OK)
        schema.release(&schema);
    else
        *out = schema;
done:
    return st;
}

wb_status wb_frame_export_arrow(const wb_frame *frame, struct ArrowArray *array,
                                struct ArrowSchema *schema, wb_error *err)
{
    struct ArrowSchema ours;
    wb_status st;

    if (frame == NULL || array == NULL || schema == NULL)
        return wb_fail(err, WB_E_ARG, "an export needs a frame, an array and a schema");
    WB_TRY(wb_arrow_export_schema(frame, &ours, err));
    st = wb_arrow_export_array(frame, array, err);
    if (st != WB_OK)
        ours.release(&ours);
    else
        *schema = ours;
done:
    return st;
}
