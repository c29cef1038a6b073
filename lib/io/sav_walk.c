/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "io/sav_walk.h"

#include <string.h>

wb_status wb_sav_fail(const wb_sav_walk *w, wb_status status, const char *what)
{
    wb_fail(w->err, status, "'%s' %s", wb_reader_name(w->reader), what);
    wb_error_set_where(w->err, wb_reader_name(w->reader));
    wb_error_set_place(w->err, 0, 0, (int64_t)w->seen);
    return status;
}

void wb_sav_add_to_fingerprint(wb_sav_walk *w, size_t n)
{
    wb_sav_head *head = w->head;
    uint64_t hash = wb_hash_bytes(head->bytes.bytes + head->bytes.length - n, n);

    head->fingerprint = (head->fingerprint ^ hash) * 1099511628211u;
}

wb_status wb_sav_take(wb_sav_walk *w, size_t n)
{
    wb_text *bytes = &w->head->bytes;
    size_t count = 0;
    wb_status st = WB_OK;

    if (n > WB_SAV_MAX_BYTES || w->seen + n > WB_SAV_MAX_BYTES)
        return wb_sav_fail(w, WB_E_LIMIT, "says more than 64 MiB before its rows begin");
    WB_TRY(wb_text_reserve(bytes, n, w->err));
    WB_TRY(wb_reader_read(w->reader, bytes->bytes + bytes->length, n, &count, w->err));
    if (count < n)
        return wb_sav_fail(w, WB_E_DATA, "ends before its rows begin: it was cut off");
    bytes->length += n;
    w->seen += n;
    if (bytes->length > WB_SAV_HEADER_BYTES)
        wb_sav_add_to_fingerprint(w, n);
done:
    return st;
}

const unsigned char *wb_sav_at(const wb_sav_walk *w, size_t back)
{
    return (const unsigned char *)w->head->bytes.bytes + w->head->bytes.length - back;
}

uint32_t wb_sav_u32(const wb_sav_walk *w, const unsigned char *bytes)
{
    uint32_t value;

    memcpy(&value, bytes, 4);
    return w->head->swapped ? __builtin_bswap32(value) : value;
}

uint64_t wb_sav_u64(const wb_sav_walk *w, const unsigned char *bytes)
{
    uint64_t value;

    memcpy(&value, bytes, 8);
    return w->head->swapped ? __builtin_bswap64(value) : value;
}

wb_status wb_sav_take_u32(wb_sav_walk *w, uint32_t *value)
{
    wb_status st = wb_sav_take(w, 4);

    if (st == WB_OK)
        *value = wb_sav_u32(w, wb_sav_at(w, 4));
    return st;
}

void wb_sav_copy_name(char name[9], const unsigned char *from, size_t length)
{
    memcpy(name, from, length);
    while (length > 0 && name[length - 1] == ' ')
        length--;
    name[length] = '\0';
}
