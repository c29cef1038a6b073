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

wb_status wb_file_begin(wb_text *to, const wb_file_kind *kind, uint64_t minor,
                        const uint8_t hash[32], wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_append(to, kind->magic, WB_TALLY_MAGIC_BYTES, err));
    WB_TRY(wb_put_u64(to, (uint64_t)kind->major, 2, err));
    WB_TRY(wb_put_u64(to, minor, 2, err));
    WB_TRY(wb_put_u64(to, WB_TALLY_CONFIDENTIAL, 4, err));
    WB_TRY(wb_text_append(to, (const char *)hash, 32, err));
done:
    return st;
}

wb_status wb_file_end(wb_text *to, wb_error *err)
{
    wb_status st = wb_section_put_text(to, WB_SECTION_END, NULL, 0, err);
    return st == WB_OK ? wb_put_u64(to, wb_crc32c(0, to->bytes, to->length), 4, err) : st;
}

/* ---- reading ---- */

wb_status wb_bytes_bad(const wb_bytes *from, wb_error *err, const char *what)
{
    wb_fail(err, WB_E_DATA, "the %s is damaged at byte %zu: %s", from->what, from->place,
            what);
    wb_error_set_where(err, from->name);
    wb_error_set_place(err, 0, 0, (int64_t)from->place);
    return WB_E_DATA;
}

wb_status wb_bytes_refused(const wb_bytes *from, wb_status st, wb_error *err)
{
    if (st != WB_E_ARG && st != WB_E_DESIGN)
        return st;
    if (err != NULL)
        err->status = WB_E_DATA;
    wb_error_set_where(err, from->name);
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

static wb_status check_version(wb_bytes *file, const wb_file_kind *kind, wb_error *err)
{
    wb_status st = WB_OK;
    uint64_t major = 0;

    WB_TRY(wb_get_u64(file, 2, &major, err));
    WB_TRY(wb_get_u64(file, 2, &file->minor, err));
    if (major <= (uint64_t)kind->major)
        return WB_OK;
    st = wb_fail(err, WB_E_VERSION,
                 "%s is a %s of format %d.%d, and this library reads up to %d",
                 file->name, kind->what, (int)major, (int)file->minor, (int)kind->major);
    wb_error_set_where(err, file->name);
done:
    return st;
}

static wb_status check_sum(const wb_bytes *file, wb_error *err)
{
    wb_status st = WB_OK;
    uint64_t crc = 0;
    wb_bytes tail = *file;

    tail.place = file->length - 4;
    WB_TRY(wb_get_u64(&tail, 4, &crc, err));
    if (wb_crc32c(0, file->at, file->length - 4) != crc)
        st = wb_bytes_bad(file, err,
                          "the checksum does not fit: it was cut off or changed");
done:
    return st;
}

wb_status wb_file_enter(wb_bytes *file, const wb_file_kind *kind, uint8_t hash[32],
                        wb_error *err)
{
    wb_status st = WB_OK;
    uint64_t flags = 0;

    file->what = kind->what;
    if (file->length < WB_TALLY_MAGIC_BYTES ||
        memcmp(file->at, kind->magic, WB_TALLY_MAGIC_BYTES) != 0) {
        st = wb_fail(err, WB_E_DATA, "%s is not a %s", file->name, kind->what);
        wb_error_set_where(err, file->name);
        return st;
    }
    file->place = WB_TALLY_MAGIC_BYTES;
    WB_TRY(check_version(file, kind, err));
    WB_TRY(wb_get_u64(file, 4, &flags, err));
    if (file->length < WB_TALLY_HEAD_BYTES + 4)
        return wb_bytes_bad(file, err, "it ends too early");
    memcpy(hash, file->at + file->place, 32);
    WB_TRY(check_sum(file, err));
    file->place = WB_TALLY_HEAD_BYTES;
    file->length -= 4;
done:
    return st;
}

wb_status wb_file_leave(wb_bytes *file, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;

    WB_TRY(wb_section_enter(file, WB_SECTION_END, &section, err));
    if (file->place != file->length)
        st = wb_bytes_bad(file, err, "bytes follow after its end");
done:
    return st;
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
