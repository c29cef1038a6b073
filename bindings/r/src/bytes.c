/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Readers of raw vectors, which stay alive as long as their reader does. */
#include <string.h>

#include "r_port.h"

/* Lies in an R vector itself, so that an error of R leaves nothing behind. */
typedef struct reading {
    SEXP kept; /* a list of the bytes and of the vector this lies in */
    SEXP bytes;
    size_t position;
} reading;

static int64_t read_raw(void *user, void *buffer, size_t capacity)
{
    reading *r = user;
    size_t left = (size_t)Rf_xlength(r->bytes) - r->position;
    size_t n = left < capacity ? left : capacity;

    if (n > 0)
        memcpy(buffer, RAW(r->bytes) + r->position, n);
    r->position += n;
    return (int64_t)n;
}

static int32_t rewind_raw(void *user)
{
    reading *r = user;

    r->position = 0;
    return 0;
}

static void close_raw(void *user)
{
    reading *r = user;

    r_let_go(r->kept);
}

wb_status reader_of(SEXP bytes, const char *name, wb_reader **out, wb_error *err)
{
    SEXP hold;
    reading *r;
    wb_status st;

    if (TYPEOF(bytes) != RAWSXP)
        port_refuse("bytes", "a raw vector", bytes);
    MARK_NOT_MUTABLE(bytes);
    hold = Rf_protect(Rf_allocVector(VECSXP, 2));
    SET_VECTOR_ELT(hold, 0, bytes);
    SET_VECTOR_ELT(hold, 1, Rf_allocVector(RAWSXP, sizeof *r));
    r = (reading *)(void *)RAW(VECTOR_ELT(hold, 1));
    *r = (reading){r_keep(hold), bytes, 0};
    st = wb_reader_new(read_raw, rewind_raw, close_raw, r, name, out, err);
    if (st != WB_OK)
        close_raw(r);
    Rf_unprotect(1);
    return st;
}
