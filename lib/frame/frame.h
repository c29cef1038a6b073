/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Private part of frame: what rooms above may do with columns.
 *
 * The switch over column types lives in this room alone. Kernels see a block of rows as
 * int8 or as double (wb_frame_block) or as small codes of distinct values (wb_keys). */
#ifndef WB_LIB_FRAME_H
#define WB_LIB_FRAME_H

#include "base/text.h"

#include <werkbaar/frame.h>

/* Rows of a block: its int8 and double views both stay in the first-level cache. */
enum { WB_BLOCK_ROWS = 2048 };

typedef enum wb_block_kind { WB_BLOCK_INT8 = 1, WB_BLOCK_DOUBLE = 2 } wb_block_kind;

/* Room for the conversions of one block; one per thread. */
typedef struct wb_block_scratch {
    double doubles[WB_BLOCK_ROWS];
    int8_t bytes[WB_BLOCK_ROWS];
    uint8_t present[WB_BLOCK_ROWS];
} wb_block_scratch;

/* Rows first .. first + n - 1 of a numeric or bool column, or of a dictionary's codes
 * from 0. Points into the column where the type is int8 (or a bool of bytes) already,
 * else into the scratch. */
typedef struct wb_block {
    wb_block_kind kind;
    int32_t n;
    const int8_t *bytes;    /* kind INT8; any value where not present */
    const double *doubles;  /* kind DOUBLE; any value where not present */
    const uint8_t *present; /* NULL: all present; else 1 present, 0 missing, per row */
} wb_block;

/* With want INT8 the view is INT8 when every present value is a whole number that int8
 * holds, else DOUBLE; with want DOUBLE it is DOUBLE. n is at most WB_BLOCK_ROWS.
 * WB_E_DATA naming the column when it holds text, a date or a timestamp. Thread-safe. */
wb_status wb_frame_block(const wb_frame *frame, size_t column, int64_t first, int32_t n,
                         wb_block_kind want, wb_block_scratch *scratch, wb_block *block,
                         wb_error *err);

/* The bytes of a bool column from row `first` on where they lie one a row: 0, 1, or any
 * negative value for missing. NULL when the column does not lie like that. */
const int8_t *wb_frame_bool_bytes(const wb_frame *frame, size_t column, int64_t first);

/* The values of a float64 column without a validity bitmap from row `first` on; NaN is
 * missing. NULL for another column. */
const double *wb_frame_doubles(const wb_frame *frame, size_t column, int64_t first);

/* Metadata of a frame: an object of JSON, NULL when there was no memory to make it. */
struct json_t;
wb_status wb_frame_describe(wb_frame *frame, const struct json_t *root, wb_error *err);

/* The metadata as an object: new reference, NULL when there are none. A result that says
 * where it comes from has them; without memory it must not lose them. */
wb_status wb_frame_origin(const wb_frame *frame, struct json_t **origin, wb_error *err);

/* Metadata of a frame that was made up, and whether any metadata say so, however deep. */
#define WB_SYNTHETIC "{\"synthetic\":true}"
bool wb_frame_is_synthetic(const wb_frame *frame);

/* As wb_frame_add_column() for a column that this library made: values are not checked.
 */
wb_status wb_frame_add_trusted(wb_frame *frame, const char *name, const wb_column *column,
                               wb_error *err);

/* Find a column or fail with WB_E_DATA naming it and what it is for ("weights", ...). */
wb_status wb_frame_require(const wb_frame *frame, const char *name, const char *purpose,
                           size_t *column, wb_error *err);
/* Whether a column holds numbers, or true and false; texts, or categories. One without
 * any value (null) holds both. */
bool wb_frame_has_numbers(const wb_frame *frame, size_t column);
bool wb_frame_has_texts(const wb_frame *frame, size_t column);
/* wb_frame_require() of a column that has numbers: WB_E_DATA for any other, also for a
 * dictionary, of which wb_frame_double() and blocks have the codes. */
wb_status wb_frame_require_numbers(const wb_frame *frame, const char *name,
                                   const char *purpose, size_t *column, wb_error *err);
/* The first column whose name differs from this one in capitals alone (a to z); NULL when
 * there is none. */
const char *wb_frame_find_capitals(const wb_frame *frame, const char *name);

/* A frame of the same columns in which the values inside declared missing ranges are
 * missing, for all that reads it; NULL when no column declares any. */
wb_status wb_frame_apply_ranges(const wb_frame *frame, wb_frame **out, wb_error *err);

/* The value that is there inside a declared missing range of its column, or NaN. */
double wb_frame_declared_missing(const wb_frame *frame, size_t column, int64_t row);

/* Copy labels, value labels and missing ranges of a column. */
wb_status wb_frame_copy_labels(wb_frame *to, size_t to_column, const wb_frame *from,
                               size_t from_column, wb_error *err);

/* The value of a cell that is not missing as text: a text or category itself, else as a
 * file holds it, in `room`: 17 digits, true/false, YYYY-MM-DD; Inf and -Inf. */
const char *wb_cell_text(const wb_frame *frame, size_t column, int64_t row,
                         char room[WB_NUMBER_CHARS], size_t *length);

/* ---- building results row by row ----
 * A builder grows columns and turns into a frame. Values are appended per column; every
 * column must have the same number of values at the end (WB_E_ARG otherwise). */
typedef struct wb_builder wb_builder;
wb_status wb_builder_new(wb_builder **out, wb_error *err);
/* BOOL, INT32, INT64, FLOAT64, UTF8, DICTIONARY, DATE32 or TIMESTAMP. */
wb_status wb_builder_add_column(wb_builder *builder, const char *name, wb_type type,
                                size_t *column, wb_error *err);
wb_status wb_builder_missing(wb_builder *builder, size_t column, wb_error *err);
wb_status wb_builder_int64(wb_builder *builder, size_t column, int64_t value,
                           wb_error *err); /* also bool, date32, timestamp */
wb_status wb_builder_double(wb_builder *builder, size_t column, double value,
                            wb_error *err); /* NaN: missing */
/* Text; for a dictionary the category is added when new, in order of first use. */
wb_status wb_builder_text(wb_builder *builder, size_t column, const char *text,
                          size_t length, wb_error *err);
/* Declare a dictionary category ahead of its use. */
wb_status wb_builder_category(wb_builder *builder, size_t column, const char *text,
                              size_t length, wb_error *err);
wb_status wb_builder_finish(wb_builder *builder, wb_frame **out, wb_error *err);
void wb_builder_free(wb_builder *builder);

/* ---- distinct values ----
 * A table of the distinct values of one key column over all chunks. A value is typed:
 * text, whole number, or bool; dictionary and utf8 are both text; all integer types and
 * dates are whole numbers; floating point columns are accepted while every value is
 * whole. Another kind in a later chunk is WB_E_CONFLICT. Codes count from 0 in order of
 * first sight; wb_keys_order gives the order results are shown in. */
typedef enum wb_key_kind {
    WB_KEY_UNKNOWN = 0, /* no chunk seen yet, or only type null */
    WB_KEY_TEXT = 1,
    WB_KEY_INT = 2,
    WB_KEY_BOOL = 3,
    WB_KEY_DATE = 4
} wb_key_kind;

typedef struct wb_keys wb_keys;
wb_status wb_keys_new(const char *name, wb_keys **out, wb_error *err);
wb_status wb_keys_copy(const wb_keys *keys, wb_keys **out, wb_error *err);
void wb_keys_free(wb_keys *keys);
const char *wb_keys_name(const wb_keys *keys);
wb_key_kind wb_keys_kind(const wb_keys *keys);
int32_t wb_keys_count(const wb_keys *keys);
/* Value of a code: the text (borrowed, NUL-terminated), or the number. */
const char *wb_keys_text(const wb_keys *keys, int32_t code, size_t *length);
int64_t wb_keys_number(const wb_keys *keys, int32_t code);
/* Add one value (or find it). kind fixes the table's kind when it is still unknown. */
wb_status wb_keys_add(wb_keys *keys, wb_key_kind kind, const char *text, size_t length,
                      int64_t number, int32_t *code, wb_error *err);
/* Codes of rows first .. first + n - 1 (n at most WB_BLOCK_ROWS): -1 where missing.
 * Adds new values. Keeps what it learned about a chunk's dictionary inside `keys`.
 * Numbers that are not whole, and those beyond int64, are WB_E_DATA. */
wb_status wb_keys_codes(wb_keys *keys, const wb_frame *frame, size_t column,
                        int64_t first, int32_t n, int32_t *codes, wb_error *err);
/* order[i] = code of the i-th value to show: text bytewise, numbers ascending, false
 * before true. order has wb_keys_count entries. */
void wb_keys_order(const wb_keys *keys, int32_t *order);

/* The kind of keys that a column of this wb_type gives. */
wb_key_kind wb_key_kind_of(int32_t type);
/* The type of a column that shows such keys. */
wb_type wb_key_type_of(wb_key_kind kind);
/* The value of a code into a column of that type. */
wb_status wb_builder_key(wb_builder *builder, size_t column, const wb_keys *keys,
                         int32_t code, wb_error *err);
/* Append the value of a code as text: whole numbers in decimals, true and false, dates as
 * YYYY-MM-DD. */
wb_status wb_keys_write(const wb_keys *keys, int32_t code, wb_text *out, wb_error *err);
/* The same without a copy: the text of the code (borrowed), or written into `room`. */
const char *wb_keys_show(const wb_keys *keys, int32_t code, char room[WB_NUMBER_CHARS],
                         size_t *length);
/* The number of a text in that form (0 for text itself), also TRUE, True and their like;
 * false when it is none. */
bool wb_key_parse(wb_key_kind kind, const char *text, int64_t *number);

/* ---- sources that know their place ----
 * A source may serve any range of rows at once, from several threads: `range` fills *out
 * with rows first .. first + n - 1. Its total is known then. */
typedef struct wb_source_ops {
    wb_status (*next)(void *user, wb_frame **out, wb_error *err);
    int32_t (*rewind)(void *user); /* nullable */
    void (*close)(void *user);     /* nullable */
    /* nullable: no random access. Thread-safe. */
    wb_status (*range)(void *user, int64_t first, int64_t n, wb_frame **out,
                       wb_error *err);
    int64_t total_rows; /* -1 when not known */
    /* nullable: the columns without consuming anything, for a source that may have no
     * frame at all. Else the first frame is read ahead to learn them. */
    wb_status (*schema)(void *user, wb_frame **out, wb_error *err);
} wb_source_ops;
wb_status wb_source_new_ops(const wb_source_ops *ops, void *user, wb_source **out,
                            wb_error *err);
/* Random access: WB_E_UNSUPPORTED when the source has none. */
bool wb_source_has_range(const wb_source *source);
int64_t wb_source_total_rows(const wb_source *source);
/* True while no frame was handed out since the start or the last rewind. */
bool wb_source_at_start(const wb_source *source);
/* As if every frame had been handed out: what was read by range is not read again. */
void wb_source_skip_all(wb_source *source);
wb_status wb_source_range(const wb_source *source, int64_t first, int64_t n,
                          wb_frame **out, wb_error *err);

#endif
