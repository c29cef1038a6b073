/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The rows of a SAV file, 8 bytes a slot as they stand uncompressed. Where they are
 * compressed eight codes of a byte come first: 0 is nothing, 1 to 251 the number code -
 * bias, 252 the end, 253 eight bytes that follow, 254 eight spaces, 255 system-missing.
 * Of a ZSAV file all that is in blocks, each deflated on its own. */
#include "io/sav.h"

#include <string.h>

static wb_status fail_rows(const wb_sav_rows *rows, wb_status status, const char *what,
                           wb_error *err)
{
    wb_fail_at(err, status, rows->n_read, "", "'%s' %s in row %lld",
               wb_reader_name(rows->reader), what, (long long)rows->n_read);
    wb_error_set_where(err, wb_reader_name(rows->reader));
    return status;
}

/* ---- bytes ---- */

static wb_status read_packed(wb_sav_rows *rows, wb_error *err)
{
    size_t want = WB_SAV_BLOCK, count = 0;

    if (rows->packed_left < (int64_t)want)
        want = (size_t)rows->packed_left;
    wb_status st = wb_reader_read(rows->reader, rows->packed, want, &count, err);
    if (st != WB_OK)
        return st;
    rows->was_cut = count < want;
    if (rows->was_cut)
        return fail_rows(rows, WB_E_DATA, "was cut off", err);
    rows->packed_left -= (int64_t)count;
    rows->stream.next_in = rows->packed;
    rows->stream.avail_in = (uInt)count;
    return WB_OK;
}

/* Inflate behind what the block holds. A stream that ended is followed by another. */
static wb_status inflate_more(wb_sav_rows *rows, wb_error *err)
{
    z_stream *stream = &rows->stream;
    wb_status st = WB_OK;

    stream->next_out = rows->block + rows->filled;
    stream->avail_out = (uInt)(WB_SAV_BLOCK - rows->filled);
    while (st == WB_OK && stream->avail_out > 0) {
        if (stream->avail_in == 0 && rows->packed_left == 0)
            break;
        if (stream->avail_in == 0)
            st = read_packed(rows, err);
        if (st != WB_OK)
            break;
        int result = inflate(stream, Z_NO_FLUSH);
        if (result == Z_STREAM_END)
            result = inflateReset(stream);
        if (result == Z_MEM_ERROR)
            st = wb_fail_nomem(err);
        else if (result != Z_OK && result != Z_BUF_ERROR)
            st = fail_rows(rows, WB_E_DATA, "has a damaged compressed block", err);
    }
    rows->filled = (size_t)(stream->next_out - rows->block);
    return st;
}

/* More bytes, behind those that were not used yet. */
static wb_status fill(wb_sav_rows *rows, wb_error *err)
{
    size_t left = rows->filled - rows->at, count = 0;

    memmove(rows->block, rows->block + rows->at, left);
    rows->at = 0;
    rows->filled = left;
    if (rows->inflating)
        return inflate_more(rows, err);
    wb_status st = wb_reader_read(rows->reader, rows->block + left, WB_SAV_BLOCK - left,
                                  &count, err);
    rows->filled += st == WB_OK ? count : 0;
    return st;
}

/* The next 8 bytes; NULL at the end of the file, which `partial` tells from a cut. */
static wb_status take(wb_sav_rows *rows, const unsigned char **bytes, bool *partial,
                      wb_error *err)
{
    if (rows->filled - rows->at < 8) {
        wb_status st = fill(rows, err);
        if (st != WB_OK)
            return st;
    }
    *partial = rows->filled - rows->at < 8;
    *bytes = *partial ? NULL : rows->block + rows->at;
    rows->at += *partial ? 0 : 8;
    *partial = *partial && rows->filled > rows->at;
    return WB_OK;
}

/* ---- rows ---- */

static void put_bits(const wb_sav_rows *rows, uint64_t bits, unsigned char *out)
{
    bits = rows->head->swapped ? __builtin_bswap64(bits) : bits;
    memcpy(out, &bits, 8);
}

static void put_number(const wb_sav_rows *rows, double value, unsigned char *out)
{
    uint64_t bits;

    memcpy(&bits, &value, 8);
    put_bits(rows, bits, out);
}

static wb_status next_code(wb_sav_rows *rows, unsigned char *code, bool *partial,
                           wb_error *err)
{
    const unsigned char *bytes = NULL;

    *code = 252;
    if (rows->next_code == 8) {
        wb_status st = take(rows, &bytes, partial, err);
        if (st != WB_OK || bytes == NULL)
            return st;
        memcpy(rows->codes, bytes, 8);
        rows->next_code = 0;
    }
    *code = rows->codes[rows->next_code++];
    return WB_OK;
}

/* One slot; *there is false at the end of the data. */
static wb_status read_slot(wb_sav_rows *rows, unsigned char *out, bool *there,
                           bool *partial, wb_error *err)
{
    const unsigned char *bytes = NULL;
    unsigned char code = 253;
    wb_status st = WB_OK;

    do
        if (rows->head->compression != 0)
            WB_TRY(next_code(rows, &code, partial, err));
    while (code == 0);
    *there = code != 252;
    if (code == 253) {
        WB_TRY(take(rows, &bytes, partial, err));
        *there = bytes != NULL;
        *partial = *partial || (bytes == NULL && rows->head->compression != 0);
        if (bytes != NULL)
            memcpy(out, bytes, 8);
    } else if (code == 254) {
        memcpy(out, "        ", 8);
    } else if (code == 255) {
        put_bits(rows, rows->head->missing[0], out);
    } else if (code != 252) {
        put_number(rows, code - rows->head->bias, out);
    }
done:
    return st;
}

static wb_status read_row(wb_sav_rows *rows, unsigned char *out, wb_error *err)
{
    size_t n_slots = rows->head->n_slots;
    bool there = true, partial = false;

    for (size_t i = 0; i < n_slots; i++) {
        rows->slot = i;
        wb_status st = read_slot(rows, out + 8 * i, &there, &partial, err);
        if (st != WB_OK)
            return st;
        if (there)
            continue;
        rows->was_cut = i > 0 || partial;
        if (rows->was_cut)
            return fail_rows(rows, WB_E_DATA, "was cut off", err);
        rows->ended = true;
        return WB_OK;
    }
    rows->n_read++;
    return WB_OK;
}

wb_status wb_sav_rows_read(wb_sav_rows *rows, unsigned char *out, size_t n, size_t *count,
                           wb_error *err)
{
    int64_t total = rows->head->n_rows;
    size_t row_bytes = 8 * rows->head->n_slots, i = 0;

    while (i < n && !rows->ended && rows->n_read != total) {
        wb_status st = read_row(rows, out + i * row_bytes, err);
        if (st != WB_OK)
            return st;
        i += rows->ended ? 0 : 1;
    }
    if (rows->ended && total >= 0) {
        wb_fail_at(err, WB_E_DATA, rows->n_read, "",
                   "'%s' ends after %lld rows: it says that it has %lld",
                   wb_reader_name(rows->reader), (long long)rows->n_read,
                   (long long)total);
        wb_error_set_where(err, wb_reader_name(rows->reader));
        return WB_E_DATA;
    }
    *count = i;
    return WB_OK;
}

/* ---- opening ---- */

static int64_t get_i64(const wb_sav_rows *rows, const unsigned char *bytes)
{
    uint64_t value;

    memcpy(&value, bytes, 8);
    return (int64_t)(rows->head->swapped ? __builtin_bswap64(value) : value);
}

/* Where the blocks are: 24 bytes that say where they begin and where their trailer is. */
static wb_status open_blocks(wb_sav_rows *rows, wb_error *err)
{
    unsigned char start[24];
    size_t count = 0;
    wb_status st = WB_OK;
    int64_t here = wb_reader_offset(rows->reader);

    WB_TRY(wb_reader_read(rows->reader, start, sizeof start, &count, err));
    rows->packed_left =
        count == sizeof start ? get_i64(rows, start + 8) - here - (int64_t)count : -1;
    if (rows->packed_left < 0 || get_i64(rows, start) != here)
        return fail_rows(rows, WB_E_DATA, "does not say where its blocks are", err);
    rows->packed = wb_resize(NULL, WB_SAV_BLOCK, 1);
    rows->stream = wb_zstream();
    if (rows->packed == NULL || inflateInit(&rows->stream) != Z_OK)
        return wb_fail_nomem(err);
    rows->inflating = true;
done:
    return st;
}

wb_status wb_sav_rows_open(wb_sav_rows *rows, wb_reader *reader, const wb_sav_head *head,
                           wb_error *err)
{
    wb_sav_rows_close(rows);
    *rows = (wb_sav_rows){.reader = reader, .head = head, .next_code = 8};
    rows->block = wb_resize(NULL, WB_SAV_BLOCK, 1);
    if (rows->block == NULL)
        return wb_fail_nomem(err);
    return head->compression == 2 ? open_blocks(rows, err) : WB_OK;
}

void wb_sav_rows_close(wb_sav_rows *rows)
{
    if (rows->inflating)
        (void)inflateEnd(&rows->stream);
    wb_release(rows->block);
    wb_release(rows->packed);
    *rows = (wb_sav_rows){0};
}
