/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the targets of fuzzing share (docs/proof/fuzzing.md).
 *
 * A target says what is done with bytes that may be anything, and which properties hold
 * of it. libFuzzer drives it, or replay.c, which takes no more than a C compiler. A
 * property that does not hold is a crash, so that the bytes are kept. */
#ifndef WB_FUZZ_H
#define WB_FUZZ_H

#include <werkbaar/werkbaar.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- What a target defines ---- */

/* Done once, before any bytes; what it makes stays. */
void fuzz_start(void);
/* Leaves nothing behind: blocks of the library are counted before and after. */
void fuzz_target(const uint8_t *bytes, size_t n);

/* ---- What it says of what happened ---- */

/* Say what does not hold, and abort. */
_Noreturn void fuzz_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
void fuzz_expect(bool holds, const char *what);

/* Ways to refuse that a function documents: bits of -status. */
#define FUZZ_MAY(status) (1u << (unsigned)(-(status)))
enum {
    /* Those of what reads a file; WB_E_IO is not: all bytes are there. */
    FUZZ_FILE = 1 << 3 | 1 << 7 | 1 << 12, /* DATA, VERSION, LIMIT */
    FUZZ_NOTHING = 1                       /* this has to go well */
};

/* Did this go well? If not: the status is one of `may`, out was not written, and the
 * error is whole: status, text and places that can be shown to people. */
bool fuzz_ok(wb_status st, const wb_error *err, const void *out, unsigned may);
/* This had to go well. False only when memory was made short. */
bool fuzz_must(wb_status st, const wb_error *err, const void *out);

/* What takes long is done with one input in n: always with the same ones. `what` tells
 * things that take long apart, so that they are done with different inputs. */
bool fuzz_one_in(unsigned n, unsigned what);

/* Counts what was taken for what it is; replay.c wants some of the seeds to be. */
void fuzz_accept(void);
int64_t fuzz_accepted(void);

/* ---- Bytes in ---- */

wb_reader *fuzz_reader(const void *bytes, size_t n);
/* A reader that gives a few bytes at a time, as pipes do. NULL: no memory. */
wb_reader *fuzz_slow_reader(const void *bytes, size_t n);

/* Bytes taken from the front as numbers; 0 behind the last. */
typedef struct fuzz_bytes {
    const uint8_t *at;
    size_t left;
} fuzz_bytes;
uint8_t fuzz_byte(fuzz_bytes *bytes);
/* 0 .. n - 1 */
unsigned fuzz_below(fuzz_bytes *bytes, unsigned n);
int64_t fuzz_int64(fuzz_bytes *bytes);

/* ---- A format that is read and written ---- */

typedef struct fuzz_format {
    const char *name;
    unsigned may; /* how reading may refuse; 0: FUZZ_FILE */
    wb_status (*read)(wb_reader *reader, void **out, wb_error *err);
    wb_status (*write)(void *document, wb_writer *writer, wb_error *err);
    void (*release)(void *document);
    void (*use)(void *document); /* all else that takes one; NULL: nothing */
} fuzz_format;

/* Read; write; what was written reads back and is written the same, byte for byte. */
void fuzz_document(const fuzz_format *format, const uint8_t *bytes, size_t n);

/* A frame that came out: every value of it can be asked for. Frees it. */
void fuzz_frame(wb_frame *frame);
void fuzz_look(const wb_frame *frame);

#endif
