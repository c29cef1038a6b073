/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tables of distinct values. Texts live in a dictionary of their own; numbers in an array
 * with a hash table, and those that fit in a byte in a table of 256 codes besides. What
 * was learned about a column's dictionary is kept until another dictionary comes. */
#ifndef WB_LIB_FRAME_KEYS_TABLE_H
#define WB_LIB_FRAME_KEYS_TABLE_H

#include "frame/column.h"

enum { WB_KEY_UNSEEN = -2, WB_KEY_BYTES = 256 };

struct wb_keys {
    char *name;
    wb_key_kind kind;
    int32_t count;
    wb_dictionary *texts; /* kind TEXT: text of each code */
    wb_category_index text_index;
    int64_t *numbers; /* other kinds: number of each code */
    int32_t capacity;
    int32_t *slots; /* hash table of codes, -1 empty; a power of two long */
    size_t n_slots;
    int32_t *near; /* code of number near_low + i, or WB_KEY_UNSEEN: for all when they are
                      near */
    uint64_t n_near;
    int64_t near_low;
    int32_t byte_codes[WB_KEY_BYTES]; /* code of value v at v + 128, WB_KEY_UNSEEN when
                                         not known */
    wb_dictionary *seen;              /* the dictionary that seen_codes is about */
    int32_t *seen_codes; /* our code of each of its categories, or WB_KEY_UNSEEN */
};

/* Its code, or WB_KEY_UNSEEN when it is not in the table of near numbers. */
static inline int32_t wb_keys_near(const wb_keys *keys, int64_t number)
{
    uint64_t at = (uint64_t)number - (uint64_t)keys->near_low;
    return at < keys->n_near ? keys->near[at] : WB_KEY_UNSEEN;
}

/* The kind of keys is settled by the first; WB_E_CONFLICT when this is another. */
wb_status wb_keys_set_kind(wb_keys *keys, wb_key_kind kind, wb_error *err);
wb_status wb_keys_add_number(wb_keys *keys, int64_t number, int32_t *code, wb_error *err);
wb_status wb_keys_add_text(wb_keys *keys, const char *text, size_t length, int32_t *code,
                           wb_error *err);

#endif
