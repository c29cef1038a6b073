/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tallies as bytes, for the tests of this room. Every helper asserts. */
#ifndef WB_TEST_TALLY_SUPPORT_H
#define WB_TEST_TALLY_SUPPORT_H

#include "survey_support.h"

static inline wb_tally *tally_of(const wb_spec *spec, const wb_frame *frame)
{
    wb_tally *tally = NULL;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    return tally;
}

/* The file of a tally; the caller frees it. */
static inline void bytes_of(const wb_tally *tally, char **bytes, size_t *n)
{
    wb_writer *writer = NULL;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_tally_write(tally, writer, NULL));
    const char *held = wb_writer_bytes(writer, n);
    *bytes = malloc(*n);
    assert_non_null(*bytes);
    memcpy(*bytes, held, *n);
    wb_writer_free(writer);
}

static inline wb_status read_bytes(const char *bytes, size_t n, wb_tally **out,
                                   wb_error *err)
{
    wb_reader *reader = NULL;
    assert_ok(wb_reader_from_memory(bytes, n, "part.tally", &reader, NULL));
    wb_status st = wb_tally_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

/* Make the checksum of a changed file right: CRC-32C bit by bit, the plain definition. */
static inline void put_crc(char *bytes, size_t n)
{
    uint32_t crc = 0xffffffffU;
    for (size_t i = 0; i + 4 < n; i++) {
        crc ^= (unsigned char)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78U : 0);
    }
    crc = ~crc;
    for (int i = 0; i < 4; i++)
        bytes[n - 4 + (size_t)i] = (char)(unsigned char)(crc >> 8 * i);
}

#endif
