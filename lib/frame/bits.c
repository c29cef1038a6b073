/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Bitmaps, eight rows at a time. A group of eight bits that starts at bit s of a byte
 * ends in the next byte unless s is 0, so whole groups never read past the last bit asked
 * for. */
#include "frame/column.h"

#include <string.h>

static uint8_t group(const uint8_t *from, int shift)
{
    unsigned bits = from[0];

    if (shift != 0)
        bits = bits >> shift | (unsigned)from[1] << (8 - shift);
    return (uint8_t)bits;
}

bool wb_bits_all_set(const uint8_t *bits, int64_t offset, int64_t n)
{
    const uint8_t *from;
    int64_t i = 0;
    uint8_t all = 0xFF;

    while (i < n && ((offset + i) & 7) != 0) {
        if (!wb_bit(bits, offset + i))
            return false;
        i++;
    }
    from = bits + ((offset + i) >> 3);
    for (int64_t byte = 0; byte < (n - i) / 8; byte++)
        all &= from[byte];
    for (i += (n - i) / 8 * 8; i < n; i++)
        all &= wb_bit(bits, offset + i) ? 0xFF : 0;
    return all == 0xFF;
}

/* Bit k becomes byte k: copy the byte eight times, keep one bit of each copy, and carry
 * it to the top bit by an addition that cannot pass into the next byte. */
static void spread(uint8_t bits, uint8_t *bytes)
{
    static const uint8_t one_each[8] = {1, 2, 4, 8, 16, 32, 64, 128};
    const uint64_t ones = 0x0101010101010101u;
    uint64_t mask, word;

    memcpy(&mask, one_each, sizeof mask);
    word = (bits * ones) & mask;
    word = (word + 0x7F * ones) >> 7 & ones;
    memcpy(bytes, &word, sizeof word);
}

void wb_bits_expand(const uint8_t *bits, int64_t offset, int64_t n, uint8_t *bytes)
{
    const uint8_t *from = bits + (offset >> 3);
    int shift = (int)(offset & 7);

    for (int64_t g = 0; g < n / 8; g++)
        spread(group(from + g, shift), bytes + 8 * g);
    for (int64_t i = n / 8 * 8; i < n; i++)
        bytes[i] = wb_bit(bits, offset + i);
}

void wb_bits_pack(const uint8_t *bytes, int64_t n, uint8_t *bits)
{
    for (int64_t first = 0; first < n; first += 8) {
        int64_t end = first + 8 < n ? first + 8 : n;
        unsigned packed = 0;

        for (int64_t i = first; i < end; i++)
            packed |= (unsigned)(bytes[i] & 1) << (i - first);
        bits[first >> 3] = (uint8_t)packed;
    }
}

void wb_bits_copy(const uint8_t *bits, int64_t offset, int64_t n, uint8_t *to)
{
    const uint8_t *from = bits + (offset >> 3);
    int shift = (int)(offset & 7);
    unsigned last = 0;

    for (int64_t g = 0; g < n / 8; g++)
        to[g] = group(from + g, shift);
    if (n % 8 == 0)
        return;
    for (int64_t i = n / 8 * 8; i < n; i++)
        last |= (unsigned)wb_bit(bits, offset + i) << (i & 7);
    to[n / 8] = (uint8_t)last;
}
