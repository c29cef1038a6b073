/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "io/deflate.h"

#ifdef WB_WITH_ZLIB

#include "io/zstream.h"

#include <assert.h>

enum { LEVEL = 4, NO_HEAD = -15, MEMORY = 8, BLOCK = 1 << 16 };

static void *z_allocate(void *user, uInt count, uInt size)
{
    (void)user;
    return wb_allocate(count, size);
}

static void z_free(void *user, void *block)
{
    (void)user;
    wb_release(block);
}

z_stream wb_zstream(void)
{
    return (z_stream){.zalloc = z_allocate, .zfree = z_free};
}

/* All in one go: what deflate() makes depends on the pieces that it is given. */
static wb_status run(wb_text *out, z_stream *stream, wb_error *err)
{
    int result = Z_OK;
    wb_status st = WB_OK;

    while (result == Z_OK) {
        WB_TRY(wb_text_reserve(out, BLOCK, err));
        stream->next_out = (Bytef *)out->bytes + out->length;
        stream->avail_out = BLOCK;
        result = deflate(stream, Z_FINISH);
        out->length += BLOCK - stream->avail_out;
    }
    assert(result == Z_STREAM_END); /* all memory was there, and room is */
done:
    return st;
}

wb_status wb_deflate_text(wb_text *out, const wb_text *content, wb_error *err)
{
    z_stream stream = wb_zstream();

    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, NO_HEAD, MEMORY, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return wb_fail_nomem(err);
    stream.next_in = (Bytef *)content->bytes;
    stream.avail_in = (uInt)content->length;
    wb_status st = run(out, &stream, err);
    (void)deflateEnd(&stream);
    return st;
}

#else

wb_status wb_deflate_text(wb_text *out, const wb_text *content, wb_error *err)
{
    (void)out, (void)content, (void)err;
    return WB_OK;
}

#endif
