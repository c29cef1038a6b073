/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the files of this room share: how a column lies in memory.
 *
 * A frame is an array of slots. A slot gives a name, labels and a first row to column
 * data that never change once made and that any number of slots share by reference count.
 * Row r of a frame is value slot->offset + r of every buffer of its column data. */
#ifndef WB_LIB_FRAME_COLUMN_H
#define WB_LIB_FRAME_COLUMN_H

#include "frame/frame.h"

#include <stdatomic.h>

/* ---- counted memory ---- */

/* Memory that several columns share; release(user) is called when the last one drops it.
 */
typedef struct wb_buffer {
    atomic_size_t count;
    void (*release)(void *user); /* nullable */
    void *user;
} wb_buffer;

/* NULL when out of memory, in all three. */
wb_buffer *wb_buffer_new(void (*release)(void *user), void *user);
/* With n_bytes (or more) of its own memory, aligned for any type, at `user`. */
wb_buffer *wb_buffer_allocate(size_t count, size_t element_size);
/* Takes over a block of wb_resize; on failure it stays the caller's. */
wb_buffer *wb_buffer_adopt(void *block);
wb_buffer *wb_buffer_share(wb_buffer *buffer);
void wb_buffer_drop(wb_buffer *buffer);

/* A text that frames share. */
typedef struct wb_shared_text {
    atomic_size_t count;
    char text[];
} wb_shared_text;

wb_shared_text *wb_shared_text_new(const char *text, size_t length);
wb_shared_text *wb_shared_text_share(wb_shared_text *text);
void wb_shared_text_drop(wb_shared_text *text);

/* ---- bitmaps, least significant bit first ---- */

static inline bool wb_bit(const uint8_t *bits, int64_t index)
{
    return ((bits[index >> 3] >> (index & 7)) & 1) != 0;
}

bool wb_bits_all_set(const uint8_t *bits, int64_t offset, int64_t n);
/* One byte, 0 or 1, for every bit. */
void wb_bits_expand(const uint8_t *bits, int64_t offset, int64_t n, uint8_t *bytes);
/* The reverse, from bit 0 on; unused bits of the last byte are 0. */
void wb_bits_pack(const uint8_t *bytes, int64_t n, uint8_t *bits);
/* Copy n bits to bit 0 of `to`; unused bits of the last byte are 0. */
void wb_bits_copy(const uint8_t *bits, int64_t offset, int64_t n, uint8_t *to);

/* ---- categories ---- */

/* The texts of a dictionary column. Never changes once a column has it. To remember what
 * was learned about one, share it: its address then stays its own. */
typedef struct wb_dictionary {
    atomic_size_t count;
    int64_t n;
    size_t
        *starts; /* n + 1: text i and its NUL are bytes starts[i] .. starts[i + 1] - 1 */
    size_t capacity;
    wb_text bytes;
} wb_dictionary;

wb_dictionary *wb_dictionary_new(void);
wb_dictionary *wb_dictionary_share(const wb_dictionary *dictionary);
void wb_dictionary_drop(wb_dictionary *dictionary);
int64_t wb_dictionary_count(const wb_dictionary *dictionary);
/* NUL-terminated; length may be NULL. */
const char *wb_dictionary_text(const wb_dictionary *dictionary, int64_t index,
                               size_t *length);
/* Only while it is being built. */
wb_status wb_dictionary_add(wb_dictionary *dictionary, const char *text, size_t length,
                            wb_error *err);

/* Finds the texts of one dictionary by hash; starts as {0}. */
typedef struct wb_category_index {
    int32_t *slots; /* code + 1, 0 when empty */
    size_t n_slots; /* a power of two */
} wb_category_index;

/* The code of a text, which is added when it is new. */
wb_status wb_category_find_or_add(wb_category_index *index, wb_dictionary *dictionary,
                                  const char *text, size_t length, int32_t *code,
                                  wb_error *err);
void wb_category_index_free(wb_category_index *index);

/* ---- column data ---- */

/* How values lie in memory. The numbers are those of the wb_type that lies so usually. */
typedef enum wb_storage {
    WB_STORE_NONE = WB_TYPE_NULL,
    WB_STORE_BITS = WB_TYPE_BOOL,
    WB_STORE_INT8 = WB_TYPE_INT8,
    WB_STORE_INT16 = WB_TYPE_INT16,
    WB_STORE_INT32 = WB_TYPE_INT32,
    WB_STORE_INT64 = WB_TYPE_INT64,
    WB_STORE_UINT8 = WB_TYPE_UINT8,
    WB_STORE_UINT16 = WB_TYPE_UINT16,
    WB_STORE_UINT32 = WB_TYPE_UINT32,
    WB_STORE_UINT64 = WB_TYPE_UINT64,
    WB_STORE_FLOAT32 = WB_TYPE_FLOAT32,
    WB_STORE_FLOAT64 = WB_TYPE_FLOAT64,
    WB_STORE_TEXT32 = 12, /* int32 offsets */
    WB_STORE_TEXT64 = 13, /* int64 offsets */
    WB_STORE_VIEWS = 14   /* Arrow utf8_view: 16 bytes a row and data buffers */
} wb_storage;

enum { WB_VIEW_BYTES = 16, WB_VIEW_INLINE = 12 };

typedef struct wb_column_data {
    atomic_size_t count;
    wb_type type;
    wb_storage storage;
    bool has_sentinel;
    bool ordered;      /* dictionary: the categories have an order */
    int32_t code_base; /* dictionary: the code of the first category */
    int64_t sentinel;
    const void *values;
    const void *offsets;         /* text */
    const uint8_t *validity;     /* NULL: all there */
    const void *const *variadic; /* views: the data buffers ... */
    const int64_t *variadic_sizes;
    int64_t n_variadic;
    wb_dictionary *dictionary;
    wb_buffer *owners[3]; /* whatever keeps the buffers alive; NULL where unused */
} wb_column_data;

/* Zeroed, with one reference; NULL when out of memory. */
wb_column_data *wb_column_data_new(wb_type type, wb_storage storage);
wb_column_data *wb_column_data_share(wb_column_data *data);
void wb_column_data_drop(wb_column_data *data);

/* Bytes a value takes; 0 for bits, text and none. */
size_t wb_storage_width(wb_storage storage);
static inline bool wb_storage_is_integer(wb_storage storage)
{
    return storage >= WB_STORE_INT8 && storage <= WB_STORE_UINT64;
}
static inline bool wb_storage_is_float(wb_storage storage)
{
    return storage == WB_STORE_FLOAT32 || storage == WB_STORE_FLOAT64;
}

/* ---- frames ---- */

typedef struct wb_labels wb_labels;

enum { WB_NAME_BYTES = 128 };

typedef struct wb_slot {
    char name[WB_NAME_BYTES];
    uint64_t hash; /* of the name */
    wb_column_data *data;
    wb_labels *labels; /* NULL: none */
    int64_t offset;
    bool declared_missing; /* values in the missing ranges of labels read as missing */
} wb_slot;

struct wb_frame {
    int64_t n_rows;
    size_t n_columns;
    size_t capacity;
    wb_slot *columns;
    wb_shared_text *metadata;
};

/* Make room for a column under this name, or say why it may not be added. After it,
 * wb_frame_push cannot fail. */
wb_status wb_frame_reserve(wb_frame *frame, const char *name, wb_error *err);
/* Takes over the references to data and labels. */
void wb_frame_push(wb_frame *frame, const char *name, wb_column_data *data,
                   int64_t offset, wb_labels *labels);
/* WB_E_ARG unless the frame is there and has that column. */
wb_status wb_frame_check_column(const wb_frame *frame, size_t column, wb_error *err);
/* Whether b has the columns of a, in the same order: names and types. Else WB_E_CONFLICT
 * that calls b `what`. */
wb_status wb_frame_same_columns(const wb_frame *a, const wb_frame *b, const char *what,
                                wb_error *err);

wb_labels *wb_labels_share(wb_labels *labels);
void wb_labels_drop(wb_labels *labels);
/* Whether there are missing ranges; labels may be NULL. */
bool wb_labels_have_ranges(const wb_labels *labels);
/* Make present 0 for the values in a missing range. */
void wb_labels_mark_missing(const wb_labels *labels, const double *values, int32_t n,
                            uint8_t *present);

/* Refuse what contradicts itself in rows 0 .. n_rows - 1: text offsets that run
 * backwards, invalid UTF-8, codes without a category, bools that are neither 0 nor 1. */
wb_status wb_slot_check(const wb_slot *slot, int64_t n_rows, wb_error *err);

/* ---- reading ---- */

bool wb_slot_missing(const wb_slot *slot, int64_t row);
/* Value of an integer storage or bit: what is stored, for a dictionary the code from 0.
 * An unsigned value beyond int64 reads as its maximum. */
int64_t wb_slot_integer(const wb_slot *slot, int64_t row);
/* A present value of text storage; never NULL. */
const char *wb_slot_text(const wb_slot *slot, int64_t row, size_t *length);

/* The same for rows first .. first + n - 1, n at most WB_BLOCK_ROWS. Missing rows get any
 * value. int32 holds what fits and the nearest bound for what does not. */
void wb_slot_load_int32(const wb_slot *slot, int64_t first, int32_t n, int32_t *out);
void wb_slot_load_int64(const wb_slot *slot, int64_t first, int32_t n, int64_t *out);
/* Any numeric storage. */
void wb_slot_load_double(const wb_slot *slot, int64_t first, int32_t n, double *out);
/* Whether some row is missing (also by sentinel or NaN); only then is present filled. */
bool wb_slot_load_present(const wb_slot *slot, int64_t first, int32_t n,
                          uint8_t *present);

/* ---- for tables of distinct values (n at most WB_BLOCK_ROWS) ---- */

/* The categories of a dictionary column, or NULL for another type. */
const wb_dictionary *wb_frame_dictionary(const wb_frame *frame, size_t column);
/* Codes from 0 of a dictionary column; -1 where missing. */
void wb_frame_load_codes(const wb_frame *frame, size_t column, int64_t first, int32_t n,
                         int32_t *codes);
/* Values of a bool, integer, date or timestamp column. True when some are missing: then
 * present holds 1 or 0 per row. */
bool wb_frame_load_int64(const wb_frame *frame, size_t column, int64_t first, int32_t n,
                         int64_t *values, uint8_t *present);

#endif
