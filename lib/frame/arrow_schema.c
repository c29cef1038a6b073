/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reading the schema of a record batch. */
#include "frame/arrow.h"

#include <string.h>

static wb_status check_dictionary(const struct ArrowSchema *child,
                                  const wb_arrow_format *codes, wb_error *err)
{
    wb_arrow_format texts = {0};
    wb_status st;

    if (!wb_storage_is_integer(codes->storage) || codes->type == WB_TYPE_DATE32 ||
        codes->type == WB_TYPE_TIMESTAMP)
        return wb_fail_at(err, WB_E_DATA, -1, child->name,
                          "dictionary column '%s' has codes of Arrow format '%.32s', "
                          "expected integers",
                          child->name, child->format);
    if (child->dictionary->format == NULL)
        return wb_fail_at(err, WB_E_DATA, -1, child->name,
                          "the dictionary of column '%s' has no format", child->name);
    if (child->dictionary->dictionary != NULL)
        return wb_fail_at(err, WB_E_UNSUPPORTED, -1, child->name,
                          "column '%s' has a dictionary within its dictionary",
                          child->name);
    WB_TRY(wb_arrow_read_format(child->dictionary->format, child->name, &texts, err));
    if (texts.type != WB_TYPE_UTF8)
        return wb_fail_at(
            err, WB_E_UNSUPPORTED, -1, child->name,
            "column '%s' is a dictionary of Arrow format '%.32s', only text "
            "is supported",
            child->name, child->dictionary->format);
done:
    return st;
}

static wb_status check_child(const struct ArrowSchema *child, int64_t index,
                             wb_error *err)
{
    wb_arrow_format format = {0};
    wb_status st;

    if (child == NULL || child->format == NULL || child->name == NULL)
        return wb_fail(err, WB_E_DATA, "Arrow column %lld has no %s", (long long)index,
                       child == NULL           ? "schema"
                       : child->format == NULL ? "format"
                                               : "name");
    WB_TRY(wb_arrow_read_format(child->format, child->name, &format, err));
    if (child->dictionary != NULL)
        WB_TRY(check_dictionary(child, &format, err));
done:
    return st;
}

wb_status wb_arrow_check_schema(const struct ArrowSchema *schema, wb_error *err)
{
    wb_status st = WB_OK;

    if (schema == NULL || schema->release == NULL)
        return wb_fail(err, WB_E_ARG, "the Arrow schema has been released");
    if (schema->format == NULL || strcmp(schema->format, "+s") != 0)
        return wb_fail(err, WB_E_ARG,
                       "the Arrow schema is '%.32s', expected a struct '+s'",
                       schema->format == NULL ? "" : schema->format);
    if (schema->n_children < 0 || (schema->n_children > 0 && schema->children == NULL))
        return wb_fail(err, WB_E_DATA, "the Arrow schema says it has %lld columns",
                       (long long)schema->n_children);
    for (int64_t i = 0; i < schema->n_children; i++)
        WB_TRY(check_child(schema->children[i], i, err));
done:
    return st;
}

wb_status wb_arrow_import_metadata(const struct ArrowSchema *schema, wb_frame *frame,
                                   wb_error *err)
{
    const char *value = NULL;
    char *json = NULL;
    int32_t length = 0;
    wb_status st;

    if (schema->metadata == NULL)
        return WB_OK;
    WB_TRY(wb_arrow_find_metadata(schema->metadata, &value, &length, err));
    if (value == NULL)
        return WB_OK;
    json = wb_copy_text(value, (size_t)length);
    if (json == NULL)
        return wb_fail_nomem(err);
    st = wb_frame_set_metadata(frame, json, err);
    if (st == WB_E_ARG) {
        st = WB_E_DATA; /* here the text came with the data */
        if (err != NULL)
            err->status = st;
    }
done:
    wb_release(json);
    return st;
}

wb_status wb_arrow_reserve(wb_frame *frame, const char *name, wb_error *err)
{
    wb_status st = wb_frame_reserve(frame, name, err);

    if (st != WB_E_ARG)
        return st;
    if (err != NULL)
        err->status = WB_E_DATA; /* the name came with the data */
    return WB_E_DATA;
}

static wb_status add_empty_column(const struct ArrowSchema *schema, wb_frame *frame,
                                  wb_error *err)
{
    wb_arrow_format format = {0};
    wb_column_data *data = NULL;
    wb_status st;

    WB_TRY(wb_arrow_reserve(frame, schema->name, err));
    WB_TRY(wb_arrow_read_format(schema->format, schema->name, &format, err));
    data = wb_column_data_new(format.type, format.storage);
    if (data == NULL)
        return wb_fail_nomem(err);
    if (schema->dictionary != NULL) {
        data->type = WB_TYPE_DICTIONARY;
        data->ordered = (schema->flags & ARROW_FLAG_DICTIONARY_ORDERED) != 0;
        data->dictionary = wb_dictionary_new();
        if (data->dictionary == NULL) {
            st = wb_fail_nomem(err);
            goto done;
        }
    }
    wb_frame_push(frame, schema->name, data, 0, NULL);
    data = NULL;
done:
    wb_column_data_drop(data);
    return st;
}

wb_status wb_arrow_import_columns(const struct ArrowSchema *schema, wb_frame **out,
                                  wb_error *err)
{
    wb_frame *frame = NULL;
    wb_status st;

    WB_TRY(wb_frame_new(0, &frame, err));
    for (int64_t i = 0; i < schema->n_children; i++)
        WB_TRY(add_empty_column(schema->children[i], frame, err));
    WB_TRY(wb_arrow_import_labels(schema, frame, err));
    WB_TRY(wb_arrow_import_metadata(schema, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    return st;
}
