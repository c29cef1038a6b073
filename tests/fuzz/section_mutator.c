/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Mutants of tallies and passes whose frame is whole (docs/formats/tally.md): one section
 * is changed, its length, the hash of the first section and the checksum are made right,
 * as somebody who means harm would. Else nothing would be seen of what lies behind these.
 */
#include "fuzz.h"

#include "base/base.h"

#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t n, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t most, unsigned seed);

enum { HEAD = 48, HASH = 16, SECTION = 12, CHECKSUM = 4, MOST_SECTIONS = 64 };

/* Where the payloads of a file begin and how long they are. */
typedef struct sections {
    size_t at[MOST_SECTIONS], length[MOST_SECTIONS];
    size_t n;
} sections;

static uint64_t get_little(const uint8_t *from, size_t n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++) {
        value |= (uint64_t)from[i] << (8 * i);
    }
    return value;
}

static void put_little(uint8_t *to, uint64_t value, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        to[i] = (uint8_t)(value >> (8 * i));
    }
}

static bool is_framed(const uint8_t *bytes, size_t n)
{
    return n >= HEAD + SECTION + CHECKSUM &&
           (memcmp(bytes, "WBTALLY\n", 8) == 0 || memcmp(bytes, "WBMPASS\n", 8) == 0);
}

static void sections_find(const uint8_t *bytes, size_t n, sections *found)
{
    size_t at = HEAD;
    found->n = 0;
    while (n - CHECKSUM - at >= SECTION && found->n < MOST_SECTIONS) {
        uint64_t length = get_little(bytes + at + 4, 8);
        at += SECTION;
        if (length > n - CHECKSUM - at) {
            break;
        }
        found->at[found->n] = at;
        found->length[found->n++] = (size_t)length;
        at += (size_t)length;
    }
}

static void frame_mend(uint8_t *bytes, size_t n)
{
    sections found;
    sections_find(bytes, n, &found);
    if (found.n > 0) {
        wb_sha256(bytes + found.at[0], found.length[0], bytes + HASH);
    }
    put_little(bytes + n - CHECKSUM, wb_crc32c(0, bytes, n - CHECKSUM), CHECKSUM);
}

/* One payload mutates in place; what is behind it moves. A file in a payload is whole in
 * its turn. */
static size_t framed_mutate(uint8_t *bytes, size_t n, size_t most, unsigned seed)
{
    sections found;
    sections_find(bytes, n, &found);
    if (found.n == 0) {
        return LLVMFuzzerMutate(bytes, n, most);
    }
    size_t k = seed % found.n;
    size_t at = found.at[k], length = found.length[k], behind = n - at - length;
    size_t room = most - n + length;
    if (room == 0) { /* libFuzzer would take one byte all the same */
        return n;
    }
    memmove(bytes + most - behind, bytes + at + length, behind);
    size_t now = is_framed(bytes + at, length)
                     ? framed_mutate(bytes + at, length, room, seed / 64 + 1)
                     : LLVMFuzzerMutate(bytes + at, length, room);
    memmove(bytes + at + now, bytes + most - behind, behind);
    put_little(bytes + at - 8, now, 8);
    n = at + now + behind;
    frame_mend(bytes, n);
    return n;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t most, unsigned seed)
{
    return is_framed(bytes, n) && n <= most && seed % 7 != 0
               ? framed_mutate(bytes, n, most, seed / 7)
               : LLVMFuzzerMutate(bytes, n, most);
}
