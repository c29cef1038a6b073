/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Values of SAV rows. A number is a double of the file's byte order. A text lies in the
 * slots of its record; a very long one in segments of 255 bytes, each in records of its
 * own that take 256. */
#include "io/sav.h"

#include <errno.h>
#include <iconv.h>
#include <math.h>
#include <string.h>

enum { SEGMENT_BYTES = 255 };

/* ---- numbers ---- */

static double load(const wb_sav_head *head, const unsigned char *bytes)
{
    uint64_t bits;
    double value;

    memcpy(&bits, bytes, 8);
    bits = head->swapped ? __builtin_bswap64(bits) : bits;
    if (bits == head->missing[0] || bits == head->missing[1] || bits == head->missing[2])
        return NAN;
    memcpy(&value, &bits, 8);
    return value;
}

static wb_status decode_numbers(const wb_sav_head *head, wb_stat_column *column,
                                const unsigned char *bytes, size_t n, int64_t first_row,
                                wb_error *err)
{
    size_t row_bytes = 8 * head->n_slots;
    wb_status st = WB_OK;

    if (column->variable->type == WB_TYPE_FLOAT64) {
        double *values = (double *)column->values + column->n;
        for (size_t i = 0; i < n; i++)
            values[i] = load(head, bytes + i * row_bytes);
        column->n += (int64_t)n;
        return WB_OK;
    }
    for (size_t i = 0; i < n && st == WB_OK; i++)
        st = wb_stat_column_number(column, load(head, bytes + i * row_bytes),
                                   first_row + (int64_t)i, err);
    return st;
}

/* ---- texts ---- */

static bool is_ascii(const char *text, size_t length)
{
    unsigned char all = 0;

    for (size_t i = 0; i < length; i++)
        all |= (unsigned char)text[i];
    return all < 128;
}

static wb_status fail_text(const wb_stat_column *column, int64_t row, wb_error *err)
{
    const char *name = column->variable->name;

    return wb_fail_at(err, WB_E_DATA, row, name,
                      "the text of variable '%s' in row %lld is not in the encoding of "
                      "the file (declare another)",
                      name, (long long)row);
}

/* A text that breaks off in the middle of a character is cut before it: the width of the
 * variable did that. A last letter may wait for an accent that could come (WINDOWS-1258):
 * it is asked for. */
static wb_status convert(wb_sav_decoder *decoder, const wb_stat_column *column,
                         int64_t row, wb_error *err)
{
    char *in = decoder->raw.bytes;
    size_t left = decoder->raw.length, room;
    wb_text *text = &decoder->text;

    wb_text_cut(text, 0);
    wb_status st = wb_text_reserve(text, 4 * left, err);
    if (st != WB_OK)
        return st;
    char *out = text->bytes;
    room = 4 * left;
    (void)iconv(decoder->converter, NULL, NULL, NULL, NULL);
    if (iconv(decoder->converter, &in, &left, &out, &room) == (size_t)-1 &&
        errno != EINVAL)
        return fail_text(column, row, err);
    (void)iconv(decoder->converter, NULL, NULL, &out, &room);
    text->length = (size_t)(out - text->bytes);
    text->bytes[text->length] = '\0';
    return WB_OK;
}

static wb_status cut_utf8(const wb_sav_decoder *decoder, const wb_stat_column *column,
                          int64_t row, size_t *length, wb_error *err)
{
    if (!wb_stat_cut_utf8(decoder->raw.bytes, length))
        return fail_text(column, row, err);
    return WB_OK;
}

static wb_status put_text(wb_sav_decoder *decoder, wb_stat_column *column, int64_t row,
                          wb_error *err)
{
    wb_text *raw = &decoder->raw;
    size_t length = raw->length;
    wb_status st = WB_OK;

    while (length > 0 && raw->bytes[length - 1] == ' ')
        length--;
    raw->length = length;
    if (decoder->ascii_stays && is_ascii(raw->bytes, length))
        return wb_stat_column_text(column, raw->bytes, length, row, err);
    if (decoder->converter == NULL) {
        WB_TRY(cut_utf8(decoder, column, row, &length, err));
        return wb_stat_column_text(column, raw->bytes, length, row, err);
    }
    WB_TRY(convert(decoder, column, row, err));
    st = wb_stat_column_text(column, decoder->text.bytes, decoder->text.length, row, err);
done:
    return st;
}

/* The bytes of one value, segments put together; NUL bytes become spaces. */
static wb_status gather(wb_sav_decoder *decoder, const wb_stat_variable *variable,
                        const unsigned char *row, wb_error *err)
{
    const wb_sav_head *head = decoder->head;
    const wb_sav_record *first = &head->records[variable->index];
    size_t n_segments = first->n_records;
    wb_text *raw = &decoder->raw;
    wb_status st = WB_OK;

    wb_text_cut(raw, 0);
    for (size_t i = 0; i < n_segments && st == WB_OK; i++) {
        const wb_sav_record *record = first + i;
        size_t bytes = 8 * (size_t)record->n_slots;
        if (i + 1 < n_segments && bytes > SEGMENT_BYTES)
            bytes = SEGMENT_BYTES;
        st =
            wb_text_append(raw, (const char *)row + 8 * (size_t)record->slot, bytes, err);
    }
    for (size_t i = 0; st == WB_OK && i < raw->length; i++)
        raw->bytes[i] = raw->bytes[i] == '\0' ? ' ' : raw->bytes[i];
    return st;
}

static wb_status decode_texts(wb_sav_decoder *decoder, wb_stat_column *column,
                              const unsigned char *rows, size_t n, int64_t first_row,
                              wb_error *err)
{
    size_t row_bytes = 8 * decoder->head->n_slots;
    wb_status st = WB_OK;

    for (size_t i = 0; i < n; i++) {
        WB_TRY(gather(decoder, column->variable, rows + i * row_bytes, err));
        WB_TRY(put_text(decoder, column, first_row + (int64_t)i, err));
    }
done:
    return st;
}

wb_status wb_sav_decode(wb_sav_decoder *decoder, wb_stat_column *column,
                        const unsigned char *rows, size_t n, int64_t first_row,
                        wb_error *err)
{
    const wb_stat_variable *variable = column->variable;
    size_t slot = decoder->head->records[variable->index].slot;
    wb_status st = wb_stat_column_reserve(column, (int64_t)n, err);

    if (st != WB_OK)
        return st;
    if (variable->type == WB_TYPE_UTF8)
        return decode_texts(decoder, column, rows, n, first_row, err);
    return decode_numbers(decoder->head, column, rows + 8 * slot, n, first_row, err);
}

/* ---- encodings ---- */

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

wb_status wb_sav_decoder_open(wb_sav_decoder *decoder, const wb_sav_head *head,
                              const char *encoding, wb_error *err)
{
    *decoder = (wb_sav_decoder){.head = head, .ascii_stays = true};
    if (encoding == NULL || strcmp(encoding, "UTF-8") == 0)
        return WB_OK;
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1)
        return wb_fail(err, WB_E_UNSUPPORTED, "the encoding '%s' is not known here",
                       encoding);
    decoder->converter = converter;
    decoder->ascii_stays = begins(encoding, "WINDOWS-125") ||
                           begins(encoding, "ISO-8859-") || begins(encoding, "US-ASCII");
    return WB_OK;
}

void wb_sav_decoder_close(wb_sav_decoder *decoder)
{
    if (decoder->converter != NULL)
        (void)iconv_close(decoder->converter);
    wb_text_free(&decoder->raw);
    wb_text_free(&decoder->text);
    *decoder = (wb_sav_decoder){0};
}
