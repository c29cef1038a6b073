/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is said of a column travels in the metadata of its Arrow field, as one JSON object
 * under our key (docs/formats/arrow.md):
 *
 *     {"label":"Werkdruk","missing":[[8,9],["-inf",-1]],"value_labels":[[1,"nooit"]]} */
#include "frame/arrow.h"

#include "base/json.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

/* ---- out ---- */

static wb_status put_number(wb_text *out, double value, wb_error *err)
{
    char number[WB_NUMBER_CHARS];
    wb_status st;

    if (isinf(value))
        return wb_text_add(out, value > 0 ? "\"inf\"" : "\"-inf\"", err);
    wb_format_double(number, value);
    WB_TRY(wb_text_add(out, number, err));
    /* Digits alone are an integer to a reader of JSON, which may have no room for it. */
    if (fabs(value) >= 1e15 && strpbrk(number, ".e") == NULL)
        WB_TRY(wb_text_add(out, ".0", err));
done:
    return st;
}

static wb_status put_ranges(const wb_frame *frame, size_t column, wb_text *out,
                            wb_error *err)
{
    size_t n = wb_frame_missing_range_count(frame, column);
    wb_status st = WB_OK;

    for (size_t i = 0; i < n; i++) {
        WB_TRY(wb_text_add(out, i == 0 ? "\"missing\":[[" : ",[", err));
        WB_TRY(put_number(out, wb_frame_missing_range_low(frame, column, i), err));
        WB_TRY(wb_text_add(out, ",", err));
        WB_TRY(put_number(out, wb_frame_missing_range_high(frame, column, i), err));
        WB_TRY(wb_text_add(out, i + 1 == n ? "]]," : "]", err));
    }
done:
    return st;
}

static wb_status put_values(const wb_frame *frame, size_t column, wb_text *out,
                            wb_error *err)
{
    size_t n = wb_frame_value_label_count(frame, column);
    wb_status st = WB_OK;

    for (size_t i = 0; i < n; i++) {
        const char *text = wb_frame_value_label_text(frame, column, i);

        WB_TRY(wb_text_add(out, i == 0 ? "\"value_labels\":[[" : ",[", err));
        WB_TRY(put_number(out, wb_frame_value_label_code(frame, column, i), err));
        WB_TRY(wb_text_add(out, ",", err));
        WB_TRY(wb_json_quote(out, text, strlen(text), err));
        WB_TRY(wb_text_add(out, i + 1 == n ? "]]," : "]", err));
    }
done:
    return st;
}

wb_status wb_arrow_write_labels(const wb_frame *frame, size_t column, wb_text *out,
                                wb_error *err)
{
    const char *label = wb_frame_label(frame, column);
    wb_status st = WB_OK;

    if (label != NULL) {
        WB_TRY(wb_text_add(out, "\"label\":", err));
        WB_TRY(wb_json_quote(out, label, strlen(label), err));
        WB_TRY(wb_text_add(out, ",", err));
    }
    WB_TRY(put_ranges(frame, column, out, err));
    WB_TRY(put_values(frame, column, out, err));
    if (out->length > 1)
        out->bytes[out->length - 1] = '}'; /* in place of the last comma */
done:
    return st;
}

/* ---- in ---- */

static bool read_number(const json_t *value, double *out)
{
    const char *text = json_string_value(value);

    if (text == NULL) {
        *out = json_number_value(value);
        return json_is_number(value);
    }
    *out = text[0] == '-' ? -INFINITY : INFINITY;
    return strcmp(text, "inf") == 0 || strcmp(text, "-inf") == 0;
}

typedef wb_status (*read_pair_fn)(wb_frame *frame, size_t column, const json_t *pair,
                                  wb_error *err);

static wb_status read_range(wb_frame *frame, size_t column, const json_t *pair,
                            wb_error *err)
{
    double low, high;

    if (json_array_size(pair) != 2 || !read_number(json_array_get(pair, 0), &low) ||
        !read_number(json_array_get(pair, 1), &high))
        return wb_fail(err, WB_E_DATA, "a missing range is not two numbers");
    return wb_frame_add_missing_range(frame, column, low, high, err);
}

static wb_status read_value(wb_frame *frame, size_t column, const json_t *pair,
                            wb_error *err)
{
    const char *text = json_string_value(json_array_get(pair, 1));
    double code;

    if (json_array_size(pair) != 2 || text == NULL ||
        !read_number(json_array_get(pair, 0), &code))
        return wb_fail(err, WB_E_DATA, "a value label is not a number and a text");
    return wb_frame_set_value_label(frame, column, code, text, err);
}

static wb_status read_pairs(wb_frame *frame, size_t column, const json_t *root,
                            const char *key, read_pair_fn read, wb_error *err)
{
    const json_t *pairs = json_object_get(root, key);
    wb_status st = WB_OK;

    if (pairs != NULL && !json_is_array(pairs))
        return wb_fail(err, WB_E_DATA, "'%s' is not a list", key);
    for (size_t i = 0; i < json_array_size(pairs) && st == WB_OK; i++)
        st = read(frame, column, json_array_get(pairs, i), err);
    return st;
}

static wb_status read_labels(wb_frame *frame, size_t column, const char *text,
                             size_t length, wb_error *err)
{
    wb_json file = {0};
    const json_t *label;
    wb_status st;

    WB_TRY(wb_json_parse(text, length, "labels", &file, err));
    label = json_object_get(file.root, "label");
    if (!json_is_object(file.root))
        st = wb_fail(err, WB_E_DATA, "they are not a JSON object");
    else if (label != NULL && !json_is_string(label))
        st = wb_fail(err, WB_E_DATA, "'label' is not a text");
    else if (label != NULL)
        st = wb_frame_set_label(frame, column, json_string_value(label), err);
    WB_TRY(st);
    WB_TRY(read_pairs(frame, column, file.root, "missing", read_range, err));
    WB_TRY(read_pairs(frame, column, file.root, "value_labels", read_value, err));
done:
    wb_json_close(&file);
    return st;
}

static wb_status import_field(const char *metadata, wb_frame *frame, size_t column,
                              wb_error *err)
{
    const char *name = wb_frame_column_name(frame, column), *text = NULL;
    int32_t length = 0;
    wb_error inner = {0};
    wb_status st = wb_arrow_find_metadata(metadata, &text, &length, &inner);

    if (st == WB_OK && text != NULL)
        st = read_labels(frame, column, text, (size_t)length, &inner);
    if (st == WB_OK)
        return WB_OK;
    if (st == WB_E_NOMEM)
        return wb_fail_nomem(err);
    return wb_fail_at(err, WB_E_DATA, -1, name,
                      "the Arrow field of column '%s' has labels that cannot be read: "
                      "%.300s",
                      name, inner.message);
}

wb_status wb_arrow_import_labels(const struct ArrowSchema *schema, wb_frame *frame,
                                 wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < frame->n_columns && st == WB_OK; i++)
        if (schema->children[i]->metadata != NULL)
            st = import_field(schema->children[i]->metadata, frame, i, err);
    return st;
}
