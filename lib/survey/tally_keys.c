/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The section of a tally file with the values of its keys, written and read. */
#include "survey/tally_bytes.h"

#include "base/text.h"

wb_status wb_put_key(wb_text *to, const wb_keys *keys, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = wb_keys_count(keys);

    WB_TRY(wb_put_u64(to, wb_keys_kind(keys), 1, err));
    WB_TRY(wb_put_i32(to, n, err));
    for (int32_t code = 0; code < n; code++) {
        if (wb_keys_kind(keys) == WB_KEY_TEXT) {
            size_t length;
            const char *text = wb_keys_text(keys, code, &length);
            WB_TRY(wb_put_u64(to, length, 4, err));
            WB_TRY(wb_text_append(to, text, length, err));
        } else {
            WB_TRY(wb_put_u64(to, (uint64_t)wb_keys_number(keys, code), 8, err));
        }
    }
done:
    return st;
}

wb_status wb_put_keys(wb_text *to, const wb_index *index, wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_SECTION_KEYS, &start, err));
    for (size_t k = 0; k < index->n_keys; k++)
        WB_TRY(wb_put_key(to, index->keys[k], err));
    wb_section_end(to, start);
done:
    return st;
}

static wb_status get_value(wb_bytes *section, wb_keys *keys, wb_key_kind kind,
                           int32_t *code, wb_error *err)
{
    wb_status st = WB_OK;
    uint64_t value = 0;

    if (kind != WB_KEY_TEXT) {
        WB_TRY(wb_get_u64(section, 8, &value, err));
        int64_t number = (int64_t)value;
        if ((kind == WB_KEY_BOOL && value > 1) ||
            (kind == WB_KEY_DATE && (number < INT32_MIN || number > INT32_MAX)))
            return wb_bytes_bad(section, err, "a value is not of the kind of its list");
        return wb_keys_add(keys, kind, NULL, 0, number, code, err);
    }
    WB_TRY(wb_get_u64(section, 4, &value, err));
    if (value > section->length - section->place)
        return wb_bytes_bad(section, err, "a text is longer than the section");
    const char *text = (const char *)section->at + section->place;
    if (wb_utf8_valid(text, (size_t)value) != value)
        return wb_bytes_bad(section, err, "a text is not valid UTF-8");
    section->place += (size_t)value;
    st = wb_keys_add(keys, kind, text, (size_t)value, 0, code, err);
done:
    return st;
}

wb_status wb_get_key(wb_bytes *section, wb_keys *keys, wb_error *err)
{
    wb_status st = WB_OK;
    uint64_t kind = 0;
    int32_t n = 0;
    int32_t code = 0;

    WB_TRY(wb_get_u64(section, 1, &kind, err));
    WB_TRY(wb_get_count(section, 4, &n, err));
    if (kind > WB_KEY_DATE || (kind == WB_KEY_UNKNOWN && n > 0) ||
        (wb_keys_count(keys) > 0 && kind != wb_keys_kind(keys)) ||
        n < wb_keys_count(keys))
        return wb_bytes_bad(section, err, "a key column is of an unknown kind");
    for (int32_t i = 0; i < n; i++) {
        WB_TRY(get_value(section, keys, (wb_key_kind)kind, &code, err));
        if (code != i)
            return wb_bytes_bad(section, err, "a value stands twice in a list");
    }
done:
    return st;
}

wb_status wb_get_keys(wb_bytes *file, wb_index *index, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;

    WB_TRY(wb_section_enter(file, WB_SECTION_KEYS, &section, err));
    for (size_t k = 0; k < index->n_keys; k++)
        WB_TRY(wb_get_key(&section, index->keys[k], err));
    st = wb_section_leave(&section, err);
done:
    return st;
}
