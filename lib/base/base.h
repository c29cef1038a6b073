/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Private part of base: how library code allocates, fails, reads options and runs. */
#ifndef WB_LIB_BASE_H
#define WB_LIB_BASE_H

#include <werkbaar/base.h>

#include <stdbool.h>

#if defined(__GNUC__)
#define WB_PRINTF(at, first) __attribute__((format(printf, at, first)))
#else
#define WB_PRINTF(at, first)
#endif

/* The one control-flow macro of the library: needs a local `st` and a label `done`. */
#define WB_TRY(call)                                                                     \
    do {                                                                                 \
        if ((st = (call)) != WB_OK)                                                      \
            goto done;                                                                   \
    } while (0)

/* Fill in err (may be NULL) and return status: `return wb_fail(err, ...)`. Formatting
 * never depends on the locale for %s, %d, %lld, %zu; numbers that may have decimals go
 * through wb_format_double first. Control characters in the message become '?'. */
WB_PRINTF(3, 4)
wb_status wb_fail(wb_error *err, wb_status status, const char *format, ...);

/* As wb_fail, about one record (row, -1 for none) and one item ("" for none). */
WB_PRINTF(5, 6)
wb_status wb_fail_at(wb_error *err, wb_status status, int64_t row, const char *item,
                     const char *format, ...);

wb_status wb_fail_nomem(wb_error *err);

/* Of a failure in rows of which so many came before: its row, if it names one, becomes
 * one of all that came. The status it was given; err may be NULL. */
WB_CHECKED wb_status wb_fail_after(wb_status status, int64_t before, wb_error *err);

/* Add to an error that is already filled in; err may be NULL. */
void wb_error_set_where(wb_error *err, const char *where);
void wb_error_set_place(wb_error *err, int32_t line, int32_t column, int64_t offset);

/* Like realloc for count elements, overflow checked; count 0 still gives a block. The
 * block is aligned for any type. NULL when out of memory: the old block is as it was. */
void *wb_resize(void *block, size_t count, size_t element_size);
/* As wb_resize(NULL, ...), filled with zero bytes. */
void *wb_allocate(size_t count, size_t element_size);
void wb_release(void *block);
char *wb_copy_string(const char *text);
/* A copy of n elements; NULL of NULL. *failed becomes true when there is no memory. */
void *wb_copy_array(const void *from, size_t n, size_t element_size, bool *failed);
char *wb_copy_text(const char *text, size_t length);

/* Lay the caller's options over our defaults. A shorter struct comes from an older
 * caller; a longer one is accepted while the part we do not know is zero. */
wb_status wb_options_read(void *ours, size_t our_size, const void *theirs, wb_error *err);
/* The same of options with a field `reserved1`, which lies there in them. */
wb_status wb_options_read_whole(void *ours, size_t our_size, size_t reserved1,
                                const void *theirs, wb_error *err);

/* ---- running ---- */

/* Read the caller's run (NULL: defaults) into ours; threads comes out as 1 or more. */
wb_status wb_run_read(wb_run *ours, const wb_run *theirs, wb_error *err);
/* Call the progress callback if there is one: WB_OK, or WB_E_CANCELLED. */
wb_status wb_run_progress(const wb_run *run, double fraction, wb_error *err);
/* Call work(user, 0) ... work(user, n_parts - 1), each once, on at most n_threads threads
 * that are created and joined here. Returns the status of the lowest part that failed and
 * its err. work may not call user callbacks. */
typedef wb_status (*wb_part_fn)(void *user, size_t part, wb_error *err);
wb_status wb_run_parts(int32_t n_threads, size_t n_parts, wb_part_fn work, void *user,
                       wb_error *err);
/* The same, and after each part that the caller's thread did its progress callback is
 * asked: WB_E_CANCELLED when that says stop. */
wb_status wb_run_parts_asking(const wb_run *run, int32_t n_threads, size_t n_parts,
                              wb_part_fn work, void *user, wb_error *err);

/* Work on parts at once and finish them one after another: work(user, part, slot) for
 * parts 0 ... n_parts - 1 on at most n_threads threads, then finish(user, part, slot) in
 * the order of the parts, one at a time. Of the parts under way no two have the same
 * slot, which is below n_threads; a slot is free again when finish returns. After a
 * failure nothing more finishes; the status is that of the lowest part that failed. For
 * many parts: starting a thread can take milliseconds. */
typedef wb_status (*wb_slot_fn)(void *user, size_t part, size_t slot, wb_error *err);
wb_status wb_run_ordered(int32_t n_threads, size_t n_parts, wb_slot_fn work,
                         wb_slot_fn finish, void *user, wb_error *err);

/* ---- a growing piece of text or bytes, always NUL-terminated after the length ---- */

typedef struct wb_text {
    char *bytes; /* NULL while empty */
    size_t length;
    size_t capacity;
} wb_text; /* starts as {0}; wb_text_free when done */

wb_status wb_text_append(wb_text *text, const char *bytes, size_t length, wb_error *err);
/* Room for so many bytes more and their NUL, for who writes there without a call each. */
wb_status wb_text_reserve(wb_text *text, size_t more, wb_error *err);
wb_status wb_text_add(wb_text *text, const char *string, wb_error *err);
WB_PRINTF(3, 4)
wb_status wb_text_format(wb_text *text, wb_error *err, const char *format, ...);
/* Back to an earlier length. */
void wb_text_cut(wb_text *text, size_t length);
void wb_text_free(wb_text *text);

/* Whether wb_reader_rewind() can succeed. */
bool wb_reader_can_rewind(const wb_reader *reader);
/* Go to a byte, at most to the end. Callbacks are read from the start to get there, or
 * from where they are when it lies ahead: a reader that cannot be rewound only goes
 * ahead. */
wb_status wb_reader_seek(wb_reader *reader, int64_t offset, wb_error *err);
/* How many bytes there are: where there are callbacks, by reading all. Leaves the reader
 * anywhere. */
wb_status wb_reader_size(wb_reader *reader, int64_t *size, wb_error *err);
/* How many bytes were read. */
int64_t wb_reader_offset(const wb_reader *reader);

/* Read all that is left, at most `limit` bytes (WB_E_LIMIT beyond). */
wb_status wb_reader_read_all(wb_reader *reader, size_t limit, wb_text *text,
                             wb_error *err);

/* ---- bytes ---- */

/* CRC-32C (Castagnoli) continued from `crc` (start with 0). */
uint32_t wb_crc32c(uint32_t crc, const void *bytes, size_t n_bytes);
/* FIPS 180-4. */
void wb_sha256(const void *bytes, size_t n_bytes, uint8_t digest[32]);
/* Lower-case hexadecimal and a NUL. */
void wb_hex(const uint8_t *bytes, size_t n_bytes, char *hex);
/* The digest in hexadecimal. */
void wb_sha256_hex(const void *bytes, size_t n_bytes, char hex[65]);

/* FNV-1a, 64 bits: for hash tables, never for files. */
uint64_t wb_hash_bytes(const void *bytes, size_t n_bytes);

#endif
