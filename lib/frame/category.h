/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Finding the category of a text, inline: it is done for every row of a column of texts.
 */
#ifndef WB_LIB_FRAME_CATEGORY_H
#define WB_LIB_FRAME_CATEGORY_H

#include "frame/column.h"

#include <string.h>

static inline uint64_t wb_word_at(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return word;
}

static inline uint64_t wb_half_at(const char *text)
{
    uint32_t half;
    memcpy(&half, text, sizeof half);
    return half;
}

/* Words of 8 bytes, the last of which may lie over the one before; fewer bytes make one
 * word in two halves, or byte by byte. */
static inline uint64_t wb_short_word(const char *text, size_t length)
{
    uint64_t word = 0;

    if (length >= 4)
        return wb_half_at(text) | wb_half_at(text + length - 4) << 32;
    for (size_t i = 0; i < length; i++)
        word = word << 8 | (uint8_t)text[i];
    return word;
}

/* Of texts in memory alone: other machines may find other hashes. The mixing is that of
 * MurmurHash3's finaliser. */
static inline size_t wb_hash_words(const char *text, size_t length)
{
    const uint64_t odd = UINT64_C(0xff51afd7ed558ccd);
    uint64_t hash = length;

    if (length < 8) {
        hash = (hash ^ wb_short_word(text, length)) * odd;
    } else {
        for (size_t i = 0; i + 8 < length; i += 8) {
            hash = (hash ^ wb_word_at(text + i)) * odd;
            hash ^= hash >> 32;
        }
        hash = (hash ^ wb_word_at(text + length - 8)) * odd;
    }
    hash = (hash ^ hash >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return (size_t)(hash ^ hash >> 33);
}

static inline bool wb_same_bytes(const char *a, const char *b, size_t length)
{
    if (length < 8)
        return wb_short_word(a, length) == wb_short_word(b, length);
    if (length > 16)
        return memcmp(a, b, length) == 0;
    return ((wb_word_at(a) ^ wb_word_at(b)) |
            (wb_word_at(a + length - 8) ^ wb_word_at(b + length - 8))) == 0;
}

static inline bool wb_is_category(const wb_dictionary *dictionary, int32_t code,
                                  const char *text, size_t length)
{
    const size_t *start = dictionary->starts + code;

    return start[1] - start[0] - 1 == length &&
           wb_same_bytes(dictionary->bytes.bytes + start[0], text, length);
}

/* Where the text is in an index that has slots, or the empty place where it belongs. */
static inline size_t wb_category_slot(const wb_category_index *index,
                                      const wb_dictionary *dictionary, const char *text,
                                      size_t length)
{
    size_t mask = index->n_slots - 1;
    size_t at = wb_hash_words(text, length) & mask;

    while (index->slots[at] != 0 &&
           !wb_is_category(dictionary, index->slots[at] - 1, text, length))
        at = (at + 1) & mask;
    return at;
}

/* The code of a text, or -1. */
static inline int32_t wb_category_find(const wb_category_index *index,
                                       const wb_dictionary *dictionary, const char *text,
                                       size_t length)
{
    if (index->n_slots == 0)
        return -1;
    return index->slots[wb_category_slot(index, dictionary, text, length)] - 1;
}

#endif
