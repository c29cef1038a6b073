/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* APPNOTE.TXT of PKWARE, sections 4.3.7 (before each entry), 4.3.12 and 4.3.16 (the
 * directory), 4.4 (fields). */
#include "io/zip.h"

#include "io/deflate.h"

#include <string.h>

enum { LOCAL_BYTES = 30, ENTRY_BYTES = 46, END_BYTES = 22, MOST_ENTRIES = 65535 };
enum { VERSION = 20, FIRST_DAY = 1 << 5 | 1 }; /* 2.0; 1980-01-01 */

enum { STORED = 0, DEFLATED = 8 };

static const uint64_t most_bytes = UINT32_MAX;

typedef struct zip_entry {
    const char *name;
    const wb_text *bytes;         /* as they stand in the archive */
    uint32_t method, crc, length; /* the last two of the content */
} zip_entry;

/* CRC-32 of ISO 3309, four bits at a time. */
static uint32_t crc32_of(const char *bytes, size_t n_bytes)
{
    static const uint32_t table[16] = {0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC,
                                       0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
                                       0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
                                       0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < n_bytes; i++) {
        crc ^= (unsigned char)bytes[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

static char *put16(char *at, uint32_t value)
{
    at[0] = (char)(value & 0xFF);
    at[1] = (char)(value >> 8 & 0xFF);
    return at + 2;
}

static char *put32(char *at, uint32_t value)
{
    return put16(put16(at, value & 0xFFFF), value >> 16);
}

/* What the head of an entry and its line in the directory have in common. */
static char *put_shared(char *at, const zip_entry *entry)
{
    at = put16(at, VERSION);
    at = put16(at, 0); /* flags */
    at = put16(at, entry->method);
    at = put16(at, 0); /* midnight */
    at = put16(at, FIRST_DAY);
    at = put32(at, entry->crc);
    at = put32(at, (uint32_t)entry->bytes->length);
    at = put32(at, entry->length);
    at = put16(at, (uint32_t)strlen(entry->name));
    return put16(at, 0);
}

static wb_status put(wb_zip *zip, const char *bytes, size_t length, wb_error *err)
{
    wb_status st = wb_writer_write(zip->writer, bytes, length, err);

    zip->offset += length;
    return st;
}

static wb_status list(wb_zip *zip, const zip_entry *entry, wb_error *err)
{
    char line[ENTRY_BYTES] = {0};
    char *at = put32(line, 0x02014B50);

    at = put16(at, VERSION);
    put_shared(at, entry);
    put32(line + ENTRY_BYTES - 4, (uint32_t)zip->offset);
    wb_status st = wb_text_append(&zip->directory, line, sizeof line, err);
    return st == WB_OK ? wb_text_add(&zip->directory, entry->name, err) : st;
}

/* Where the directory starts must fit, with room for the directory itself. An entry is
 * never larger than its content. */
static wb_status check_room(const wb_zip *zip, const char *name, const wb_text *content,
                            wb_error *err)
{
    uint64_t most = most_bytes - END_BYTES - 2 * (ENTRY_BYTES + strlen(name));

    if (zip->n_entries < MOST_ENTRIES &&
        zip->offset + zip->directory.length + content->length < most)
        return WB_OK;
    return wb_fail(err, WB_E_LIMIT,
                   "'%s' does not fit: a zip archive holds %d entries and 4 GiB", name,
                   MOST_ENTRIES);
}

static wb_status put_entry(wb_zip *zip, const zip_entry *entry, wb_error *err)
{
    char head[LOCAL_BYTES];
    wb_status st = WB_OK;

    WB_TRY(list(zip, entry, err));
    put_shared(put32(head, 0x04034B50), entry);
    WB_TRY(put(zip, head, sizeof head, err));
    WB_TRY(put(zip, entry->name, strlen(entry->name), err));
    WB_TRY(put(zip, entry->bytes->bytes, entry->bytes->length, err));
    zip->n_entries++;
done:
    return st;
}

wb_status wb_zip_add(wb_zip *zip, const char *name, const wb_text *content, wb_error *err)
{
    zip_entry entry = {name, content, STORED, 0, 0};
    wb_text packed = {0};
    wb_status st = WB_OK;

    WB_TRY(check_room(zip, name, content, err));
    entry.crc = crc32_of(content->bytes, content->length);
    entry.length = (uint32_t)content->length;
    WB_TRY(wb_deflate_text(&packed, content, err));
    if (packed.length > 0 && packed.length < content->length) {
        entry.bytes = &packed;
        entry.method = DEFLATED;
    }
    WB_TRY(put_entry(zip, &entry, err));
done:
    wb_text_free(&packed);
    return st;
}

wb_status wb_zip_finish(wb_zip *zip, wb_error *err)
{
    uint32_t start = (uint32_t)zip->offset, length = (uint32_t)zip->directory.length;
    char end[END_BYTES] = {0};
    wb_status st = WB_OK;

    char *at = put32(put32(end, 0x06054B50), 0);
    at = put16(put16(at, zip->n_entries), zip->n_entries);
    put32(put32(at, length), start);
    WB_TRY(put(zip, zip->directory.bytes, zip->directory.length, err));
    WB_TRY(put(zip, end, sizeof end, err));
done:
    return st;
}

void wb_zip_free(wb_zip *zip)
{
    wb_text_free(&zip->directory);
}
