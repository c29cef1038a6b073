/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/tally_bytes.h"

#include <math.h>
#include <string.h>

/* ---- writing ---- */

wb_status wb_put_u64(wb_text *to, uint64_t value, size_t bytes, wb_error *err)
{
    char buffer[8];
    for (size_t i = 0; i < bytes; i++)
        buffer[i] = (char)(unsigned char)(value >> (8 * i));
    return wb_text_append(to, buffer, bytes, err);
}

wb_status wb_put_i32(wb_text *to, int32_t value, wb_error *err)
{
    return wb_put_u64(to, (uint32_t)value, 4, err);
}

wb_status wb_put_double(wb_text *to, double value, wb_error *err)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return wb_put_u64(to, bits, 8, err);
}

wb_status wb_put_pair(wb_text *to, wb_pair pair, wb_error *err)
{
    wb_status st = wb_put_double(to, pair.hi, err);
    return st == WB_OK ? wb_put_double(to, pair.lo, err) : st;
}

/* Sections are put together in `to`; the length is filled in when they end. */
wb_status wb_section_begin(wb_text *to, const char *tag, size_t *start, wb_error *err)
{
    wb_status st = wb_text_append(to, tag, 4, err);
    if (st == WB_OK)
        st = wb_put_u64(to, 0, 8, err);
    *start = to->length;
    return st;
}

void wb_section_end(wb_text *to, size_t start)
{
    uint64_t length = to->length - start;
    for (size_t i = 0; i < 8; i++)
        to->bytes[start - 8 + i] = (char)(unsigned char)(length >> (8 * i));
}

wb_status wb_section_put_text(wb_text *to, const char *tag, const char *text,
                              size_t length, wb_error *err)
{
    size_t start = 0;
    wb_status st = wb_section_begin(to, tag, &start, err);
    if (st == WB_OK && length > 0)
        st = wb_text_append(to, text, length, err);
    if (st == WB_OK)
        wb_section_end(to, start);
    return st;
}

wb_status wb_put_tuple(wb_text *to, const wb_tuples *tuples, int32_t id, int32_t *codes,
                       wb_error *err)
{
    wb_status st = WB_OK;

    wb_tuples_codes(tuples, id, codes);
    for (size_t j = 0; j < tuples->n_columns; j++)
        WB_TRY(wb_put_i32(to, codes[j], err));
done:
    return st;
}

/* ---- reading ---- */

wb_status wb_bytes_bad(const wb_bytes *from, wb_error *err, const char *what)
{
    wb_fail(err, WB_E_DATA, "the tally is damaged at byte %zu: %s", from->place, what);
    wb_error_set_where(err, from->name);
    wb_error_set_place(err, 0, 0, (int64_t)from->place);
    return WB_E_DATA;
}

wb_status wb_get_u64(wb_bytes *from, size_t bytes, uint64_t *value, wb_error *err)
{
    if (from->length - from->place < bytes)
        return wb_bytes_bad(from, err, "it ends too early");
    *value = 0;
    for (size_t i = 0; i < bytes; i++)
        *value |= (uint64_t)from->at[from->place + i] << (8 * i);
    from->place += bytes;
    return WB_OK;
}

/* A count of things that take at least `each` bytes, so that it cannot be absurd. */
wb_status wb_get_count(wb_bytes *from, size_t each, int32_t *count, wb_error *err)
{
    uint64_t value = 0;
    wb_status st = wb_get_u64(from, 4, &value, err);
    if (st != WB_OK)
        return st;
    if (value > INT32_MAX || value > (from->length - from->place) / each)
        return wb_bytes_bad(from, err, "a count is larger than what follows");
    *count = (int32_t)value;
    return WB_OK;
}

wb_status wb_get_code(wb_bytes *from, int32_t below, int32_t *code, wb_error *err)
{
    uint64_t value = 0;
    wb_status st = wb_get_u64(from, 4, &value, err);
    if (st != WB_OK)
        return st;
    if (value >= (uint64_t)below)
        return wb_bytes_bad(from, err, "a code is outside its list");
    *code = (int32_t)value;
    return WB_OK;
}

wb_status wb_get_size(wb_bytes *from, int64_t *size, wb_error *err)
{
    uint64_t value = 0;
    wb_status st = wb_get_u64(from, 8, &value, err);
    if (st != WB_OK)
        return st;
    if (value > (uint64_t)INT64_MAX / 2)
        return wb_bytes_bad(from, err, "a number of rows is negative or absurd");
    *size = (int64_t)value;
    return WB_OK;
}

wb_status wb_get_pair(wb_bytes *from, wb_pair *pair, wb_error *err)
{
    wb_status st = WB_OK;
    uint64_t bits[2] = {0, 0};

    WB_TRY(wb_get_u64(from, 8, &bits[0], err));
    WB_TRY(wb_get_u64(from, 8, &bits[1], err));
    memcpy(&pair->hi, &bits[0], sizeof pair->hi);
    memcpy(&pair->lo, &bits[1], sizeof pair->lo);
    if (!isfinite(pair->hi) || !(fabs(pair->lo) <= fabs(pair->hi)))
        st = wb_bytes_bad(from, err, "a sum is not a number");
done:
    return st;
}

/* Enter the next section, which must have this tag; `section` covers its payload. */
wb_status wb_section_enter(wb_bytes *file, const char *tag, wb_bytes *section,
                           wb_error *err)
{
    wb_status st = WB_OK;
    uint64_t length = 0;

    if (file->length - file->place < 4 || memcmp(file->at + file->place, tag, 4) != 0)
        return wb_bytes_bad(file, err, "another section is expected here");
    file->place += 4;
    WB_TRY(wb_get_u64(file, 8, &length, err));
    if (length > file->length - file->place)
        return wb_bytes_bad(file, err, "a section is longer than the file");
    *section = *file;
    section->length = file->place + (size_t)length;
    file->place += (size_t)length;
done:
    return st;
}

wb_status wb_section_leave(const wb_bytes *section, wb_error *err)
{
    return section->place == section->length
               ? WB_OK
               : wb_bytes_bad(section, err, "a section has bytes left over");
}

wb_status wb_get_tuple(wb_bytes *section, const wb_index *index, const wb_key_list *list,
                       wb_tuples *tuples, int32_t *codes, int32_t *id, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t j = 0; j < list->n; j++)
        WB_TRY(wb_get_code(section, wb_keys_count(index->keys[list->keys[j]]), &codes[j],
                           err));
    st = wb_tuples_id(tuples, codes, id, err);
done:
    return st;
}
