/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file frame.h
 * @brief wb_frame: named, typed columns of equal length; wb_source: frames one by one.
 *
 * Answers come in as a frame and every result leaves as one. A frame never copies a buffer
 * it can borrow, and never changes once another handle shares it: frames and the slices
 * and selections made of them share their buffers by an atomic reference count, and may be
 * freed in any order and on any thread.
 *
 * Missing values are a validity bitmap (Arrow), a sentinel value (R's NA_integer_) or a
 * NaN in a floating point column; all three read the same. Rows and columns count from 0.
 */
#ifndef WERKBAAR_FRAME_H
#define WERKBAAR_FRAME_H

#include <werkbaar/base.h>

WB_BEGIN_DECLS

/** What a column holds. Values are pinned. */
typedef enum wb_type {
    WB_TYPE_NULL = 0,       /**< every value missing */
    WB_TYPE_BOOL = 1,       /**< true or false */
    WB_TYPE_INT8 = 2,       /**< signed integers */
    WB_TYPE_INT16 = 3,
    WB_TYPE_INT32 = 4,
    WB_TYPE_INT64 = 5,
    WB_TYPE_UINT8 = 6,      /**< unsigned integers */
    WB_TYPE_UINT16 = 7,
    WB_TYPE_UINT32 = 8,
    WB_TYPE_UINT64 = 9,
    WB_TYPE_FLOAT32 = 10,   /**< IEEE 754; NaN is missing */
    WB_TYPE_FLOAT64 = 11,
    WB_TYPE_UTF8 = 12,      /**< text, whatever its Arrow layout (utf8, large, view) */
    WB_TYPE_DICTIONARY = 13,/**< codes into a list of categories (text) */
    WB_TYPE_DATE32 = 14,    /**< days since 1970-01-01, proleptic Gregorian, no zone */
    WB_TYPE_TIMESTAMP = 15  /**< microseconds since 1970-01-01T00:00:00 UTC */
} wb_type;

/** The name of a type, such as "int8"; "unknown" for another number. */
WB_API const char *wb_type_name(int32_t type);

/** Named columns of equal length. Opaque. */
typedef struct wb_frame wb_frame;

/** How the values of a column lie in memory, where it is not the usual way of the type. */
enum {
    WB_COLUMN_COPY = 1 << 0,      /**< copy the buffers; else they are borrowed */
    WB_COLUMN_SENTINEL = 1 << 1,  /**< `sentinel` marks missing (integers, bool, codes) */
    WB_COLUMN_BOOL_BYTES = 1 << 2,/**< bool: one int8 a row, not one bit */
    WB_COLUMN_BOOL_INT32 = 1 << 3,/**< bool: one int32 a row (R logical) */
    WB_COLUMN_OFFSETS64 = 1 << 4, /**< utf8: offsets are int64 (Arrow large_utf8) */
    WB_COLUMN_ORDERED = 1 << 5    /**< dictionary: the categories have an order */
};

/**
 * A column as the caller holds it in memory. Start from WB_COLUMN_INIT.
 *
 * Borrowed buffers must stay valid and unchanged until `release(user)` is called, once,
 * when the last frame that shares them is freed; without `release` they must outlive
 * every such frame. When adding the column fails, `release` is not called.
 */
typedef struct wb_column {
    uint32_t struct_size;     /**< sizeof(wb_column) */
    uint32_t reserved;        /**< zero */
    int32_t type;             /**< a wb_type */
    int32_t flags;            /**< WB_COLUMN_ flags */
    int32_t index_type;       /**< dictionary: integer wb_type of the codes; 0: int32 */
    int32_t code_base;        /**< dictionary: code of the first category, 0 or 1 (R) */
    int64_t offset;           /**< rows to skip at the start of every buffer */
    const void *values;       /**< n_rows values; text: the bytes; NULL for type null */
    const void *offsets;      /**< text: n_rows + 1 offsets into values; else NULL */
    const uint8_t *validity;  /**< bitmap, least significant bit first, 1 = there; or NULL */
    int64_t sentinel;         /**< with WB_COLUMN_SENTINEL: the value that means missing */
    const char *const *categories; /**< dictionary: the texts, copied; else NULL */
    int64_t n_categories;     /**< how many */
    void (*release)(void *user); /**< NULL: none */
    void *user;               /**< handed to release */
} wb_column;

/** A wb_column of which nothing is said yet. */
#define WB_COLUMN_INIT                                                                   \
    {sizeof(wb_column), 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL}

/** @name Making a frame
 * @{ */

/** An empty frame for columns of `n_rows` rows. @return WB_OK, WB_E_ARG, WB_E_NOMEM. */
WB_API WB_CHECKED wb_status wb_frame_new(int64_t n_rows, wb_frame **out, wb_error *err);

/**
 * Add a column behind those already there.
 * @param name 1 to 127 bytes of UTF-8, unique in the frame; copied.
 * @return WB_OK; WB_E_ARG; WB_E_DATA (invalid UTF-8 in text or name, a code outside the
 *         categories, a bool that is neither 0 nor 1, offsets that run backwards:
 *         err->row, err->item); WB_E_NOMEM. On failure the frame is as it was.
 */
WB_API WB_CHECKED wb_status wb_frame_add_column(wb_frame *frame, const char *name,
                                                const wb_column *column, wb_error *err);

/**
 * A new frame with rows first .. first + n_rows - 1, sharing the buffers.
 * @return WB_OK, WB_E_ARG (outside the frame) or WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_frame_slice(const wb_frame *frame, int64_t first,
                                           int64_t n_rows, wb_frame **out, wb_error *err);

/**
 * A new frame with the named columns in the order given, sharing the buffers.
 * @return WB_OK, WB_E_ARG (err->item: the name that is not there) or WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_frame_select(const wb_frame *frame,
                                            const char *const *names, size_t n_names,
                                            wb_frame **out, wb_error *err);

/**
 * One frame under another: columns of the same names and types, in the first's order.
 * Categories of dictionaries are united. Buffers are copied. Metadata are the first's, and so
 * are labels, value labels and missing ranges.
 * @return WB_OK, WB_E_ARG, WB_E_CONFLICT (err->item: the column) or WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_frame_append(const wb_frame *const *frames,
                                            size_t n_frames, wb_frame **out,
                                            wb_error *err);

/**
 * Put a column of `from` into `frame`, behind those already there: it shares the buffers
 * and takes label, value labels and missing ranges along.
 * @param name   as in wb_frame_add_column(); NULL: the name it has.
 * @param from   a frame of as many rows; may be `frame` itself.
 * @return WB_OK; WB_E_ARG (another number of rows, no such column, a name that is too long
 *         or there already); WB_E_DATA (name not UTF-8); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_frame_share_column(wb_frame *frame, const char *name,
                                                  const wb_frame *from, size_t from_column,
                                                  wb_error *err);

/** Free this handle; buffers go when the last frame that shares them goes. */
WB_API void wb_frame_free(wb_frame *frame);

/** @} @name Looking at a frame
 * `column` must be below wb_frame_column_count(), `row` below wb_frame_row_count(). @{ */

/** How many rows it has. */
WB_API int64_t wb_frame_row_count(const wb_frame *frame);
/** How many columns it has. */
WB_API size_t wb_frame_column_count(const wb_frame *frame);
/** The name of a column. */
WB_API const char *wb_frame_column_name(const wb_frame *frame, size_t column);
/** The wb_type of a column. */
WB_API int32_t wb_frame_column_type(const wb_frame *frame, size_t column);
/** Position of the column with that name, or -1. */
WB_API int64_t wb_frame_find(const wb_frame *frame, const char *name);
/** 1 where the value is missing (also NaN, sentinel, type null), else 0. */
WB_API int32_t wb_frame_is_missing(const wb_frame *frame, size_t column, int64_t row);
/** The value as a double: NaN when missing or text; bool 0/1; dictionary: its code from 0. */
WB_API double wb_frame_double(const wb_frame *frame, size_t column, int64_t row);
/** The value as an integer: 0 when missing or text; floating point is truncated; beyond int64
 * the nearest there is. */
WB_API int64_t wb_frame_int64(const wb_frame *frame, size_t column, int64_t row);
/**
 * The value of a text or dictionary column, borrowed from the frame, NOT NUL-terminated.
 * @param length receives the number of bytes.
 * @return NULL when missing or not text.
 */
WB_API const char *wb_frame_text(const wb_frame *frame, size_t column, int64_t row,
                                 size_t *length);
/** How many categories a dictionary column has; 0 for another type. */
WB_API int64_t wb_frame_category_count(const wb_frame *frame, size_t column);
/** Category `index` of a dictionary column, NUL-terminated; NULL outside the list. */
WB_API const char *wb_frame_category(const wb_frame *frame, size_t column, int64_t index);
/** 1 when the categories of a dictionary column have an order, else 0. */
WB_API int32_t wb_frame_is_ordered(const wb_frame *frame, size_t column);

/** @} @name Copying values out
 * Rows first .. first + n_rows - 1 of a column in one go, into memory of the caller, for
 * n_rows values. The column holds anything but text; bools copy as 0 and 1, dictionaries
 * as codes from 0, dates as days and timestamps as microseconds. A failure writes nothing
 * and is WB_E_ARG (rows or column outside the frame, a column that cannot be copied so) or
 * WB_E_DATA (a value that cannot: err->row, err->item). @{ */

/**
 * Copy values as doubles.
 * @param missing put, bit for bit, where a value is missing; so where a NaN stands, too.
 * @return WB_OK; WB_E_ARG; WB_E_DATA (an integer that no double holds exactly).
 */
WB_API WB_CHECKED wb_status wb_frame_copy_doubles(const wb_frame *frame, size_t column,
                                                  int64_t first, int64_t n_rows,
                                                  double missing, double *out,
                                                  wb_error *err);
/**
 * Copy values of any type but float32 and float64 as integers.
 * @param missing put where a value is missing.
 * @return WB_OK; WB_E_ARG; WB_E_DATA (a value that does not fit or equals `missing`).
 */
WB_API WB_CHECKED wb_status wb_frame_copy_int32(const wb_frame *frame, size_t column,
                                                int64_t first, int64_t n_rows,
                                                int32_t missing, int32_t *out,
                                                wb_error *err);
/** As wb_frame_copy_int32(), in 64 bits. */
WB_API WB_CHECKED wb_status wb_frame_copy_int64(const wb_frame *frame, size_t column,
                                                int64_t first, int64_t n_rows,
                                                int64_t missing, int64_t *out,
                                                wb_error *err);

/** @} @name Labels and user-missing codes
 * What survey files say about a column: a text for the column, a text per code, and codes
 * that mean "no answer": they stay values in the column, and whatever computes (scoring,
 * estimates) reads them as missing.
 * Setting copies the texts; slices and selections carry them along. What sets returns
 * WB_OK, WB_E_ARG, WB_E_DATA (not UTF-8) or WB_E_NOMEM. @{ */

/** Set the text that describes a column; NULL removes it. */
WB_API WB_CHECKED wb_status wb_frame_set_label(wb_frame *frame, size_t column,
                                               const char *label, wb_error *err);
/** The text that describes a column, or NULL. */
WB_API const char *wb_frame_label(const wb_frame *frame, size_t column);
/** Give `code` a text; replaces an earlier one for the same code. */
WB_API WB_CHECKED wb_status wb_frame_set_value_label(wb_frame *frame, size_t column,
                                                     double code, const char *label,
                                                     wb_error *err);
/** How many value labels column `column` has. */
WB_API size_t wb_frame_value_label_count(const wb_frame *frame, size_t column);
/** Code of value label `index`, in the order they were set; NaN outside. */
WB_API double wb_frame_value_label_code(const wb_frame *frame, size_t column,
                                        size_t index);
/** Text of value label `index`; NULL outside. */
WB_API const char *wb_frame_value_label_text(const wb_frame *frame, size_t column,
                                             size_t index);
/**
 * Declare that the codes low .. high (inclusive) of a column mean "missing": the values that
 * wb_frame_double() gives. Text columns have none. Whatever computes takes them for missing;
 * what shows, copies or writes values has the codes.
 */
WB_API WB_CHECKED wb_status wb_frame_add_missing_range(wb_frame *frame, size_t column,
                                                       double low, double high,
                                                       wb_error *err);
/** How many ranges of codes column `column` declares missing. */
WB_API size_t wb_frame_missing_range_count(const wb_frame *frame, size_t column);
/** Bounds of missing range `index`; NaN outside. */
WB_API double wb_frame_missing_range_low(const wb_frame *frame, size_t column,
                                         size_t index);
/** The last code of a range that is missing. */
WB_API double wb_frame_missing_range_high(const wb_frame *frame, size_t column,
                                          size_t index);

/**
 * Set the frame's one metadata value: JSON that says how a result was made (Arrow key
 * `werkbaar`); NULL removes it. @return WB_OK, WB_E_ARG (not a JSON object), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_frame_set_metadata(wb_frame *frame, const char *json,
                                                  wb_error *err);
/** The metadata as canonical JSON, or NULL. */
WB_API const char *wb_frame_metadata(const wb_frame *frame);

/** @} @name Arrow
 * The Arrow C Data and C Stream interfaces, https://arrow.apache.org/docs/format/. Under
 * the key `werkbaar` the metadata of a schema hold those of the frame, and the metadata of
 * a field its label, value labels and missing ranges (docs/formats/arrow.md). @{ */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};
#endif

/**
 * Take over an Arrow struct array (a record batch) without copying.
 * On success `array` and `schema` are moved (their `release` is NULL afterwards) and
 * released exactly once: the schema before this returns, the array with the last frame
 * that shares it. On failure both are untouched and stay the caller's.
 * @return WB_OK; WB_E_ARG (released, or not a struct); WB_E_UNSUPPORTED (nested, decimal,
 *         run-end and other types: err->item names the column); WB_E_DATA (contradicts
 *         itself: negative length, a code outside the dictionary, invalid UTF-8, a null
 *         row at the top level, labels under our key that are not as we write them:
 *         err->item names the column); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_frame_import_arrow(struct ArrowArray *array,
                                                  struct ArrowSchema *schema,
                                                  wb_frame **out, wb_error *err);

/**
 * Fill `array` and `schema` (uninitialised memory is fine) with a record batch that shares
 * the frame's buffers where Arrow knows their layout. int8, int16, uint8 and uint16 leave as
 * int32, uint32 and uint64 as int64, float32 as float64, sentinels and NaN as a validity bitmap.
 * The frame may be freed before them; the consumer calls their release.
 * @return WB_OK; WB_E_DATA (a uint64 beyond int64: err->item, err->row); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_frame_export_arrow(const wb_frame *frame,
                                                  struct ArrowArray *array,
                                                  struct ArrowSchema *schema,
                                                  wb_error *err);

/** @} @name Sources
 * Frames one after another with the same columns, for data that need not stand in memory
 * whole, and that can be read again from the start when a job needs two passes. @{ */

/** A stream of frames. Opaque. */
typedef struct wb_source wb_source;

/**
 * Deliver the next frame in `*out` (the callee's; it becomes the source's user's), or NULL
 * at the end. @return WB_OK or a failure, with err filled in.
 */
typedef wb_status (*wb_source_next_fn)(void *user, wb_frame **out, wb_error *err);

/**
 * Make a source of callbacks.
 * @param next   see above.
 * @param rewind NULL when the frames can be read once only.
 * @param close  called once when the source is freed; NULL: nothing to do.
 * @return WB_OK, WB_E_ARG or WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_source_new(wb_source_next_fn next, wb_rewind_fn rewind,
                                          wb_close_fn close, void *user, wb_source **out,
                                          wb_error *err);

/**
 * A source of one frame, in slices of at most `chunk_rows` rows (0: whole). Shares the
 * frame's buffers; the frame may be freed at once.
 */
WB_API WB_CHECKED wb_status wb_source_from_frame(const wb_frame *frame,
                                                 int64_t chunk_rows, wb_source **out,
                                                 wb_error *err);

/**
 * Take over an Arrow stream: moved on success (its release becomes NULL), untouched on
 * failure. All its callbacks run on the thread that calls wb_source_next() or _free().
 */
WB_API WB_CHECKED wb_status wb_source_import_arrow(struct ArrowArrayStream *stream,
                                                   wb_source **out, wb_error *err);

/**
 * Turn a source into an Arrow stream. On success `source` belongs to the stream and must
 * not be used again; on failure it stays the caller's.
 */
WB_API WB_CHECKED wb_status wb_source_export_arrow(wb_source *source,
                                                   struct ArrowArrayStream *stream,
                                                   wb_error *err);

/**
 * The next frame, or NULL in `*out` at the end. Frames of one source have the same columns
 * (WB_E_CONFLICT otherwise). The caller frees the frame.
 */
WB_API WB_CHECKED wb_status wb_source_next(wb_source *source, wb_frame **out,
                                           wb_error *err);

/** Start again at the first frame. @return WB_OK, WB_E_IO, or WB_E_UNSUPPORTED (read once). */
WB_API WB_CHECKED wb_status wb_source_rewind(wb_source *source, wb_error *err);

/** A frame with no rows that has the columns of the source; does not consume anything. */
WB_API WB_CHECKED wb_status wb_source_schema(wb_source *source, wb_frame **out,
                                             wb_error *err);

/** Read all that is left into one frame (copied when there is more than one chunk). */
WB_API WB_CHECKED wb_status wb_source_collect(wb_source *source, const wb_run *run,
                                              wb_frame **out, wb_error *err);

/** Close and free. */
WB_API void wb_source_free(wb_source *source);

/** @} */

WB_END_DECLS
#endif
