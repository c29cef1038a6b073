/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "archive.h"
#include "support.h"

#include <stdlib.h>
#include <string.h>
#ifdef WB_WITH_ZLIB
#include <zlib.h>
#endif

const char *find_bytes(const char *bytes, size_t length, const char *wanted)
{
    size_t n = strlen(wanted);

    for (size_t i = 0; i + n <= length; i++)
        if (memcmp(bytes + i, wanted, n) == 0)
            return bytes + i;
    return NULL;
}

static size_t get(const char *at, int n_bytes)
{
    size_t value = 0;

    for (int i = 0; i < n_bytes; i++)
        value |= (size_t)(unsigned char)at[i] << 8 * i;
    return value;
}

/* APPNOTE.TXT 4.3.7: what the head of an entry says of it. */
enum { HEAD = 30, METHOD = 8, SUM = 14, PACKED = 18, WHOLE = 22, NAME = 26 };

#ifdef WB_WITH_ZLIB
static void unpack(const char *head, const char *packed, char *content)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed,
                       .avail_in = (uInt)get(head + PACKED, 4),
                       .next_out = (Bytef *)content,
                       .avail_out = (uInt)get(head + WHOLE, 4)};

    assert_int_equal(get(head + METHOD, 2), 8);
    assert_int_equal(inflateInit2(&stream, -15), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    assert_int_equal(stream.avail_out, 0);
    assert_int_equal(inflateEnd(&stream), Z_OK);
    assert_int_equal(crc32(0, (Bytef *)content, (uInt)get(head + WHOLE, 4)),
                     get(head + SUM, 4));
}
#else
static void unpack(const char *head, const char *packed, char *content)
{
    assert_int_equal(get(head + METHOD, 2), 0);
    assert_int_equal(get(head + PACKED, 4), get(head + WHOLE, 4));
    memcpy(content, packed, get(head + WHOLE, 4));
}
#endif

char *archive_unpacked(const char *at, size_t *length)
{
    char *all = NULL;

    for (*length = 0; memcmp(at, "PK\x03\x04", 4) == 0;) {
        const char *packed = at + HEAD + get(at + NAME, 2);
        all = realloc(all, *length + get(at + WHOLE, 4));
        assert_non_null(all);
        unpack(at, packed, all + *length);
        *length += get(at + WHOLE, 4);
        at = packed + get(at + PACKED, 4);
    }
    return all;
}

int archive_holds(const char *archive, const char *wanted)
{
    size_t length = 0;
    char *content = archive_unpacked(archive, &length);
    int found = find_bytes(content, length, wanted) != NULL;

    free(content);
    return found;
}
