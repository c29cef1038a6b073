/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* SAV files made byte by byte, in either byte order, with what no program writes. */
#ifndef WB_TEST_SAV_MADE_H
#define WB_TEST_SAV_MADE_H

#include "io/statfiles.h"

typedef struct made {
    char bytes[1 << 16];
    size_t n;
    int big; /* 1: most significant byte first */
} made;

static inline void put(made *file, const void *bytes, size_t n)
{
    assert_true(file->n + n <= sizeof file->bytes);
    memcpy(file->bytes + file->n, bytes, n);
    file->n += n;
}

static inline void put_bits(made *file, uint64_t bits, size_t n)
{
    char bytes[8];

    for (size_t i = 0; i < n; i++)
        bytes[file->big ? n - 1 - i : i] = (char)(bits >> (8 * i) & 0xff);
    put(file, bytes, n);
}

static inline void put_int(made *file, int32_t value)
{
    put_bits(file, (uint32_t)value, 4);
}

static inline void put_double(made *file, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, 8);
    put_bits(file, bits, 8);
}

/* Filled up with spaces to n bytes. */
static inline void put_padded(made *file, const char *text, size_t n)
{
    size_t length = strlen(text);

    assert_true(length <= n);
    put(file, text, length);
    while (length++ < n)
        put(file, " ", 1);
}

/* The header; compression 0 or 1, its bias, and how many rows. */
static inline void put_header(made *file, int32_t compression, double bias, int32_t n)
{
    put(file, "$FL2", 4);
    put_padded(file, "@(#) SPSS DATA FILE", 60);
    put_int(file, 2);
    put_int(file, 1);
    put_int(file, compression);
    put_int(file, 0);
    put_int(file, n);
    put_double(file, bias);
    put_padded(file, "01 Jan 70", 9);
    put_padded(file, "00:00:00", 8);
    put_padded(file, "", 64);
    put(file, "\0\0\0", 3);
}

/* A variable of so many bytes of text (0: a number), with no label; n_missing values are
 * to follow. */
static inline void put_variable(made *file, const char *name, int32_t type,
                                int32_t n_missing)
{
    int32_t format = type > 0 ? 0x10000 + (type << 8) : 0x050802;

    put_int(file, 2);
    put_int(file, type);
    put_int(file, 0);
    put_int(file, n_missing);
    put_int(file, format);
    put_int(file, format);
    put_padded(file, name, 8);
}

/* A record of type 7, of n elements. */
static inline void put_extension(made *file, int32_t subtype, int32_t size, int32_t n,
                                 const char *bytes)
{
    put_int(file, 7);
    put_int(file, subtype);
    put_int(file, size);
    put_int(file, n);
    put(file, bytes, (size_t)size * (size_t)n);
}

static inline void put_end(made *file)
{
    put_int(file, 999);
    put_int(file, 0);
}

#endif
