/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* SAV files up to their rows, and the rows. */
#ifndef WB_LIB_IO_SAV_H
#define WB_LIB_IO_SAV_H

#include "io/statfile.h"
#include "io/zstream.h"

/* A variable record with what continues it: 8 bytes of a row each. */
typedef struct wb_sav_record {
    char name[9];       /* the short one */
    uint32_t n_records; /* of a very long text: how many hold it, from this one on */
    uint32_t slot, n_slots;
} wb_sav_record;

/* A very long text, by its short name. */
typedef struct wb_sav_long_text {
    char name[9];
    uint32_t length;
} wb_sav_long_text;

typedef struct wb_sav_head {
    wb_text bytes; /* the dictionary, checked and with what is not needed left out */
    uint64_t fingerprint; /* of the bytes as they were */
    bool swapped;         /* numbers of the other byte order than this machine's */
    int32_t compression;  /* 0 none, 1 rows, 2 blocks */
    int64_t n_rows;       /* -1: not said */
    double bias;
    uint64_t missing[3]; /* bits of doubles: system-missing, lowest, highest */
    wb_sav_record *records;
    size_t n_records, capacity;
    size_t n_slots;
    wb_sav_long_text *long_texts;
    size_t n_long_texts, long_capacity;
} wb_sav_head; /* starts as {0} */

/* Read all that stands before the rows. `start` is what was read of it already. */
wb_status wb_sav_head_read(wb_sav_head *head, wb_reader *reader, const char *start,
                           size_t n_start, wb_error *err);
void wb_sav_head_free(wb_sav_head *head);

enum { WB_SAV_BLOCK = 1 << 16 };

typedef struct wb_sav_rows {
    wb_reader *reader;
    const wb_sav_head *head;
    unsigned char *block; /* bytes of rows, not inflated any more */
    size_t at, filled;
    unsigned char *packed; /* ZSAV: bytes to inflate */
    z_stream stream;
    bool inflating;      /* the stream is open */
    int64_t packed_left; /* until the trailer */
    unsigned char codes[8];
    size_t next_code; /* 8: the next eight must be read */
    bool ended;
    bool was_cut;
    size_t slot;    /* that was read last */
    int64_t n_read; /* rows */
} wb_sav_rows;      /* starts as {0} */

wb_status wb_sav_rows_open(wb_sav_rows *rows, wb_reader *reader, const wb_sav_head *head,
                           wb_error *err);
/* The next rows, 8 bytes a slot; fewer than n at the end of the file only. */
wb_status wb_sav_rows_read(wb_sav_rows *rows, unsigned char *out, size_t n, size_t *count,
                           wb_error *err);
void wb_sav_rows_close(wb_sav_rows *rows);

/* ---- from rows to columns ---- */

/* Turns the bytes of a variable into values. */
typedef struct wb_sav_decoder {
    const wb_sav_head *head;
    void *converter;   /* an iconv_t; NULL: the texts are UTF-8 */
    bool ascii_stays;  /* bytes below 128 are themselves in the file's encoding */
    wb_text raw, text; /* room */
} wb_sav_decoder;      /* starts as {0} */

wb_status wb_sav_decoder_open(wb_sav_decoder *decoder, const wb_sav_head *head,
                              const char *encoding, wb_error *err);
/* Append what n rows say of the column's variable; the first is row first_row. */
wb_status wb_sav_decode(wb_sav_decoder *decoder, wb_stat_column *column,
                        const unsigned char *rows, size_t n, int64_t first_row,
                        wb_error *err);
void wb_sav_decoder_close(wb_sav_decoder *decoder);

#endif
