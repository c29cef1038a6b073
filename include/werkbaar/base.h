/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file base.h
 * @brief What every part of libwerkbaar shares: status codes, error details, long-running
 * calls, bytes in and bytes out.
 *
 * Conventions that hold in every header:
 * - A function that can fail returns a wb_status and takes a `wb_error *err` last; NULL is
 *   fine there. Outputs are written on success only: after a failure they are as they were,
 *   except that a `**out` handle is set to NULL.
 * - Handles are opaque. What a `**out` delivers belongs to the caller and is freed with the
 *   `_free` of its type; `_free(NULL)` does nothing. Handles may be freed in any order.
 * - Text is UTF-8 and NUL-terminated, and copied when it is kept. A returned `const char *`
 *   is borrowed from the handle it was asked of and lives as long as that handle.
 * - Options begin with their size, as their initialiser sets it: without it they are
 *   WB_E_ARG. Fields called `reserved` are 0, and so is what lies beyond the size that this
 *   library knows: else they are of a newer one, and WB_E_VERSION.
 * - A `const` handle may be used by several threads at once, any other by one at a time.
 * - The library never reads the clock or the locale, never prints, never exits.
 */
#ifndef WERKBAAR_BASE_H
#define WERKBAAR_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define WB_BEGIN_DECLS extern "C" {
#define WB_END_DECLS   }
#else
#define WB_BEGIN_DECLS /**< before functions of C, for C++ */
#define WB_END_DECLS   /**< after them */
#endif

#if defined(SWIG)
#define WB_API
#define WB_CHECKED
#elif defined(__GNUC__)
#ifndef WB_API /* who compiles the library into something of their own may hide it */
#define WB_API __attribute__((visibility("default")))
#endif
#define WB_CHECKED __attribute__((warn_unused_result)) /**< look at what it returns */
#else
#ifndef WB_API
#define WB_API
#endif
#define WB_CHECKED
#endif

WB_BEGIN_DECLS

/** Result of every call that can fail. Values are pinned: never renumbered or reused. */
typedef enum wb_status {
    WB_OK = 0,
    WB_E_NOMEM = -1,       /**< an allocation failed */
    WB_E_ARG = -2,         /**< the caller broke the contract of the function */
    WB_E_DATA = -3,        /**< an answer, record or file contradicts its definition */
    WB_E_DESIGN = -4,      /**< the sampling design cannot support the estimate */
    WB_E_NUMERIC = -5,     /**< singular, overflow, or outside a function's domain */
    WB_E_CONVERGENCE = -6, /**< an iteration did not reach its goal */
    WB_E_VERSION = -7,     /**< made for a newer library, or a newer format */
    WB_E_IO = -8,          /**< reading or writing bytes failed */
    WB_E_UNSUPPORTED = -9, /**< this build, or this type, cannot do that */
    WB_E_CANCELLED = -10,  /**< the progress callback said stop */
    WB_E_CONFLICT = -11,   /**< two things that must agree do not */
    WB_E_LIMIT = -12       /**< a stated limit (memory, size, depth) would be passed */
} wb_status;

/**
 * Where and why a call failed. The caller owns it (usually on the stack) and may pass
 * NULL instead. Filled in on failure only. 1024 bytes for ever: new details take `reserved`.
 */
typedef struct wb_error {
    int32_t status;      /**< the wb_status that was returned */
    int32_t line;        /**< line in a text, counted from 1; 0 if not about one */
    int32_t column;      /**< column in bytes, counted from 1; 0 if not about one */
    int32_t reserved0;   /**< zero */
    int64_t row;         /**< offending record, counted from 0; -1 if not about one */
    int64_t offset;      /**< byte offset in a file; -1 if not about one */
    int64_t reserved[5]; /**< zero */
    char item[128];      /**< offending item, column or stratum, UTF-8; "" if none */
    char where[312];     /**< file and JSON pointer (`file#/pointer`), UTF-8; "" if none */
    char message[512];   /**< one English sentence without full stop, UTF-8, no newline */
} wb_error;

/** The short name of a status, such as "WB_E_DATA"; "unknown status" for another number. */
WB_API const char *wb_status_name(int32_t status);

/** The version of the library that is running, such as "0.9.0". */
WB_API const char *wb_version(void);

/**
 * Replace the functions all memory comes from. `resize` behaves as realloc, `release` as
 * free; NULL restores the default. Call before any other wb_ function; not thread-safe.
 */
WB_API void wb_set_allocator(void *(*resize)(void *block, size_t bytes),
                             void (*release)(void *block));

/**
 * Called now and then during a long call, always on the thread that made the call.
 * @param user     the pointer given in wb_run.
 * @param fraction how much is done, 0 to 1; negative when the total is not known.
 * @return 0 to go on; anything else stops the call, which returns WB_E_CANCELLED.
 */
typedef int32_t (*wb_progress_fn)(void *user, double fraction);

/** How a long call runs. Start from WB_RUN_INIT; NULL instead of one means the defaults. */
typedef struct wb_run {
    uint32_t struct_size;    /**< sizeof(wb_run) */
    uint32_t reserved;       /**< zero */
    int32_t threads;         /**< 0 (default) or 1: one; n: at most n; -1: all cores */
    int32_t reserved1;       /**< zero */
    wb_progress_fn progress; /**< NULL: none */
    void *user;              /**< handed to progress */
    int64_t memory_limit;    /**< bytes the call's result may take; 0: no limit */
} wb_run;

/** A wb_run in which nothing is chosen. */
#define WB_RUN_INIT {sizeof(wb_run), 0, 0, 0, NULL, NULL, 0}

/** @name Bytes in
 * A reader hands out the bytes of a file, a memory block or anything with a callback. @{ */

/** A stream of bytes to read. Opaque. */
typedef struct wb_reader wb_reader;

/**
 * Fill `buffer` with up to `capacity` bytes.
 * @return how many bytes were put there; 0 at the end; negative on failure.
 */
typedef int64_t (*wb_read_fn)(void *user, void *buffer, size_t capacity);

/** Go back to the first byte. @return 0, or anything else when that failed. */
typedef int32_t (*wb_rewind_fn)(void *user);

/** Called once, when the handle is freed. */
typedef void (*wb_close_fn)(void *user);

/**
 * Make a reader of callbacks.
 * @param rewind NULL when the bytes can be read once only.
 * @param close  NULL when there is nothing to do; not called when this function fails.
 * @param name   what error messages call the bytes (a path, say); NULL: "input".
 * @return WB_OK, WB_E_ARG or WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_reader_new(wb_read_fn read, wb_rewind_fn rewind,
                                          wb_close_fn close, void *user,
                                          const char *name, wb_reader **out,
                                          wb_error *err);

/** Open a file for reading. @return WB_OK, WB_E_ARG, WB_E_IO (err->where: path), WB_E_NOMEM. */
WB_API WB_CHECKED wb_status wb_reader_open(const char *path, wb_reader **out,
                                           wb_error *err);

/**
 * Read from memory. `bytes` is borrowed until the reader (and what took it over) is freed.
 * @param name what error messages call the bytes; NULL: "memory".
 */
WB_API WB_CHECKED wb_status wb_reader_from_memory(const void *bytes, size_t n_bytes,
                                                  const char *name, wb_reader **out,
                                                  wb_error *err);

/**
 * Read up to `capacity` bytes; fewer only at the end.
 * @param n_read receives how many; 0 at the end.
 * @return WB_OK, WB_E_ARG or WB_E_IO.
 */
WB_API WB_CHECKED wb_status wb_reader_read(wb_reader *reader, void *buffer,
                                           size_t capacity, size_t *n_read,
                                           wb_error *err);

/** Start again at the first byte. @return WB_OK, WB_E_IO, or WB_E_UNSUPPORTED (read once). */
WB_API WB_CHECKED wb_status wb_reader_rewind(wb_reader *reader, wb_error *err);

/** The name that error messages use. */
WB_API const char *wb_reader_name(const wb_reader *reader);

/** Close and free. */
WB_API void wb_reader_free(wb_reader *reader);

/** @} @name Bytes out
 * A writer takes bytes and keeps all of them or none: what was written becomes visible
 * with wb_writer_finish(), and wb_writer_free() without it leaves nothing behind (a
 * callback writer can only stop calling). @{ */

/** A stream of bytes to write. Opaque. */
typedef struct wb_writer wb_writer;

/** Take `n_bytes` bytes, all of them. @return 0, or anything else on failure. */
typedef int32_t (*wb_write_fn)(void *user, const void *bytes, size_t n_bytes);

/** Make a writer of callbacks. See wb_reader_new() for `close` and `name`. */
WB_API WB_CHECKED wb_status wb_writer_new(wb_write_fn write, wb_close_fn close,
                                          void *user, const char *name, wb_writer **out,
                                          wb_error *err);

/**
 * Write a file: first to PATH.PID-NUMBER.tmp, renamed to `path` by wb_writer_finish().
 * @return WB_OK, WB_E_ARG, WB_E_IO (err->where: path), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_writer_open(const char *path, wb_writer **out,
                                           wb_error *err);

/** Write to memory; see wb_writer_bytes(). */
WB_API WB_CHECKED wb_status wb_writer_to_memory(wb_writer **out, wb_error *err);

/** Write `n_bytes` bytes. @return WB_OK, WB_E_ARG, WB_E_IO or WB_E_NOMEM. */
WB_API WB_CHECKED wb_status wb_writer_write(wb_writer *writer, const void *bytes,
                                            size_t n_bytes, wb_error *err);

/** Flush, sync and make visible. Nothing may be written afterwards. @return as write. */
WB_API WB_CHECKED wb_status wb_writer_finish(wb_writer *writer, wb_error *err);

/**
 * What a memory writer holds so far, followed by a NUL byte that is not counted.
 * @param n_bytes receives the number of bytes; may be NULL.
 * @return borrowed until the next write or free; NULL for another kind of writer.
 */
WB_API const char *wb_writer_bytes(const wb_writer *writer, size_t *n_bytes);

/** Close and free; without a finish before it, what was written is discarded. */
WB_API void wb_writer_free(wb_writer *writer);

/** @} */

WB_END_DECLS
#endif
