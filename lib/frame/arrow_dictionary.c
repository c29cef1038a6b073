/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Dictionary arrays: their texts are copied, for Arrow texts end without a NUL; their
 * codes stay where they are, unless some category is null or there twice. */
#include "frame/arrow.h"

#include "frame/category.h"

#include "base/text.h"

#include <string.h>

/* The texts of a dictionary array, with "" for one that is null. */
static wb_status copy_texts(const wb_slot *texts, int64_t n, wb_dictionary **out,
                            wb_error *err)
{
    wb_dictionary *dictionary = wb_dictionary_new();
    wb_status st = WB_OK;

    if (dictionary == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < n; i++) {
        size_t length = 0;
        const char *text = "";

        if (!wb_slot_missing(texts, i))
            text = wb_slot_text(texts, i, &length);
        WB_TRY(wb_dictionary_add(dictionary, text, length, err));
    }
    *out = dictionary;
    dictionary = NULL;
done:
    wb_dictionary_drop(dictionary);
    return st;
}

/* The categories that are a text, each once: map[code] is the new code, -1 of a null one.
 */
static wb_status distinct_categories(const wb_slot *texts, const wb_dictionary *all,
                                     wb_dictionary **out, int32_t *map, wb_error *err)
{
    wb_dictionary *kept = wb_dictionary_new();
    wb_category_index index = {0};
    wb_status st = WB_OK;

    if (kept == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < wb_dictionary_count(all); i++) {
        size_t length;
        const char *text = wb_dictionary_text(all, i, &length);

        map[i] = -1;
        if (!wb_slot_missing(texts, i))
            WB_TRY(wb_category_find_or_add(&index, kept, text, length, &map[i], err));
    }
    *out = kept;
    kept = NULL;
done:
    wb_category_index_free(&index);
    wb_dictionary_drop(kept);
    return st;
}

/* The same column with codes of its own, -1 for missing. */
static wb_status remap_codes(wb_arrow_column *in, wb_dictionary *dictionary,
                             const int32_t *map, wb_error *err)
{
    wb_column_data *data = wb_column_data_new(WB_TYPE_DICTIONARY, WB_STORE_INT32);
    uint8_t present[WB_BLOCK_ROWS];
    int32_t *codes;

    if (data == NULL)
        return wb_fail_nomem(err);
    data->owners[0] = wb_buffer_allocate((size_t)in->n_rows, sizeof *codes);
    if (data->owners[0] == NULL) {
        wb_column_data_drop(data);
        return wb_fail_nomem(err);
    }
    codes = data->owners[0]->user;
    for (int64_t first = 0; first < in->n_rows; first += WB_BLOCK_ROWS) {
        int64_t left = in->n_rows - first;
        int32_t n = (int32_t)(left < WB_BLOCK_ROWS ? left : WB_BLOCK_ROWS);

        wb_slot_load_int32(&in->slot, first, n, codes + first);
        if (!wb_slot_load_present(&in->slot, first, n, present))
            memset(present, 1, (size_t)n);
        for (int32_t i = 0; i < n; i++)
            codes[first + i] = present[i] ? map[codes[first + i]] : -1;
    }
    data->values = codes;
    data->has_sentinel = true;
    data->sentinel = -1;
    data->dictionary = wb_dictionary_share(dictionary);
    wb_column_data_drop(in->slot.data);
    in->slot.data = data;
    in->slot.offset = 0;
    return WB_OK;
}

/* A text that is there twice is one category, as it is wherever rows are grouped. */
static wb_status import_distinct_categories(wb_arrow_column *in, const wb_slot *texts,
                                            wb_error *err)
{
    const wb_dictionary *all = in->slot.data->dictionary;
    int64_t n = wb_dictionary_count(all);
    wb_dictionary *kept = NULL;
    int32_t *map = wb_resize(NULL, (size_t)n, sizeof *map);
    wb_status st;

    if (map == NULL)
        return wb_fail_nomem(err);
    WB_TRY(distinct_categories(texts, all, &kept, map, err));
    if (wb_dictionary_count(kept) < n)
        WB_TRY(remap_codes(in, kept, map, err));
done:
    wb_dictionary_drop(kept);
    wb_release(map);
    return st;
}

/* What errors call the categories of a column. */
static void name_categories(const char *column, char name[WB_NAME_BYTES])
{
    static const char what[] = " (categories)";
    size_t length = wb_utf8_cut(column, strlen(column), WB_NAME_BYTES - sizeof what);

    memcpy(name, column, length);
    memcpy(name + length, what, sizeof what);
}

wb_status wb_arrow_import_dictionary(wb_arrow_column *in, wb_error *err)
{
    const struct ArrowArray *array = in->array->dictionary;
    wb_arrow_format format = {0};
    wb_slot texts = {.data = NULL};
    wb_status st;

    if (array == NULL)
        return wb_fail_at(err, WB_E_DATA, -1, in->slot.name,
                          "column '%s' has codes but no dictionary", in->slot.name);
    name_categories(in->slot.name, texts.name);
    WB_TRY(
        wb_arrow_read_format(in->schema->dictionary->format, texts.name, &format, err));
    WB_TRY(wb_arrow_describe(array, WB_TYPE_UTF8, format.storage, texts.name, &texts.data,
                             err));
    texts.offset = array->offset;
    WB_TRY(wb_slot_check(&texts, array->length, err));
    WB_TRY(copy_texts(&texts, array->length, &in->slot.data->dictionary, err));
    in->slot.data->type = WB_TYPE_DICTIONARY;
    WB_TRY(wb_slot_check(&in->slot, in->n_rows, err));
    WB_TRY(import_distinct_categories(in, &texts, err));
    in->slot.data->ordered = (in->schema->flags & ARROW_FLAG_DICTIONARY_ORDERED) != 0;
done:
    wb_column_data_drop(texts.data);
    return st;
}
