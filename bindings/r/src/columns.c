/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Columns of R vectors. A vector that is borrowed is kept, and marked as shared so
 * that R copies it before it changes it. */
#include <langinfo.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "r_port.h"

static void release_vector(void *user)
{
    r_let_go((SEXP)user);
}

/* Keep a vector as long as the column lives; `buffer` is its memory. */
static void borrow(SEXP x, const void *buffer, wb_column *out)
{
    MARK_NOT_MUTABLE(x);
    out->values = buffer;
    out->user = r_keep(x);
    out->release = release_vector;
}

static void borrow_codes(SEXP x, const char *name, wb_column *out)
{
    SEXP levels = Rf_getAttrib(x, R_LevelsSymbol);
    const char *const *texts = NULL;
    size_t n = 0;
    port_scratch scratch;

    if (levels != R_NilValue && TYPEOF(levels) != STRSXP)
        r_fail(WB_E_ARG, name, -1, "column '%s' is a factor whose levels are no texts",
               name);
    for (R_xlen_t i = 0; i < Rf_xlength(levels); i++)
        if (STRING_ELT(levels, i) == NA_STRING)
            r_fail(
                WB_E_ARG, name, -1,
                "level %.0f of factor '%s' is NA: give it a name in levels(), or leave "
                "it out, as factor(x, exclude = NA) does",
                (double)i + 1, name);
    port_texts(levels, name, &texts, &n, &scratch);
    out->type = WB_TYPE_DICTIONARY;
    out->flags = WB_COLUMN_SENTINEL | (Rf_inherits(x, "ordered") ? WB_COLUMN_ORDERED : 0);
    out->index_type = WB_TYPE_INT32;
    out->code_base = 1;
    out->sentinel = NA_INTEGER;
    out->categories = texts;
    out->n_categories = (int64_t)n;
    borrow(x, INTEGER(x), out);
}

/* The texts of a vector, and whether text of no declared encoding is UTF-8. */
typedef struct texts {
    const SEXP *all;
    R_xlen_t n;
    const char *name;
    int native_is_utf8;
} texts;

/* A text as UTF-8, which lives until vmaxset(); NULL and 0 for NA. Whether what is UTF-8
 * by declaration is so in fact the library sees. */
static const char *utf8_of_row(const texts *t, R_xlen_t row, size_t *length)
{
    SEXP text = t->all[row];
    const cetype_t encoding = Rf_getCharCE(text);
    const char *bytes = CHAR(text);

    *length = 0;
    if (text == NA_STRING)
        return NULL;
    if (encoding == CE_BYTES)
        r_fail(WB_E_DATA, t->name, row,
               "the text of column '%s' in row %.0f is not UTF-8", t->name, (double)row);
    if (encoding != CE_UTF8 && !(encoding == CE_NATIVE && t->native_is_utf8))
        bytes = Rf_translateCharUTF8(text);
    *length = bytes == CHAR(text) ? (size_t)Rf_length(text) : strlen(bytes);
    return bytes;
}

/* Fills offsets and validity; the last offset is the number of bytes. */
static void measure_texts(const texts *t, int64_t *offsets, uint8_t *validity)
{
    const void *here = vmaxget();

    memset(validity, 0, (size_t)((t->n + 7) / 8 + 1));
    offsets[0] = 0;
    for (R_xlen_t i = 0; i < t->n; i++) {
        size_t length;

        if (utf8_of_row(t, i, &length) != NULL)
            validity[i / 8] |= (uint8_t)(1u << (i % 8));
        offsets[i + 1] = offsets[i] + (int64_t)length;
        vmaxset(here);
    }
}

/* Text is copied: one raw vector for the bytes, and others for offsets and validity, in a
 * list that the column keeps. */
static void copy_texts(SEXP x, const char *name, wb_column *out)
{
    const texts t = {STRING_PTR_RO(x), Rf_xlength(x), name,
                     strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
    const void *here = vmaxget();
    SEXP hold = Rf_protect(Rf_allocVector(VECSXP, 3));
    int64_t *offsets;
    char *bytes;

    SET_VECTOR_ELT(hold, 0,
                   Rf_allocVector(RAWSXP, (t.n + 1) * (R_xlen_t)sizeof *offsets));
    SET_VECTOR_ELT(hold, 1, Rf_allocVector(RAWSXP, (t.n + 7) / 8 + 1));
    offsets = (int64_t *)(void *)RAW(VECTOR_ELT(hold, 0));
    measure_texts(&t, offsets, RAW(VECTOR_ELT(hold, 1)));
    SET_VECTOR_ELT(hold, 2, Rf_allocVector(RAWSXP, (R_xlen_t)offsets[t.n] + 1));
    bytes = (char *)RAW(VECTOR_ELT(hold, 2));
    for (R_xlen_t i = 0; i < t.n; i++) {
        size_t length;
        const char *text = utf8_of_row(&t, i, &length);

        if (length > 0)
            memcpy(bytes + offsets[i], text, length);
        vmaxset(here);
    }
    out->type = WB_TYPE_UTF8;
    out->flags = WB_COLUMN_OFFSETS64;
    out->offsets = offsets;
    out->validity = RAW(VECTOR_ELT(hold, 1));
    borrow(hold, bytes, out);
    Rf_unprotect(1);
}

/* Days are whole in a frame: a Date between two days is the day it is in. */
static void copy_days(SEXP x, const char *name, wb_column *out)
{
    R_xlen_t n = Rf_xlength(x);
    SEXP days = Rf_protect(Rf_allocVector(INTSXP, n));

    for (R_xlen_t i = 0; i < n; i++) {
        double day = TYPEOF(x) == REALSXP          ? floor(REAL(x)[i])
                     : INTEGER(x)[i] == NA_INTEGER ? NA_REAL
                                                   : INTEGER(x)[i];

        if (fabs(day) >= INT_MAX)
            r_fail(WB_E_DATA, name, i,
                   "column '%s' has a date that no calendar holds, in row %.0f", name,
                   (double)i);
        INTEGER(days)[i] = ISNAN(day) ? NA_INTEGER : (int)day;
    }
    out->type = WB_TYPE_DATE32;
    out->flags = WB_COLUMN_SENTINEL;
    out->sentinel = NA_INTEGER;
    borrow(days, INTEGER(days), out);
    Rf_unprotect(1);
}

static void copy_times(SEXP x, const char *name, wb_column *out)
{
    R_xlen_t n = Rf_xlength(x);
    SEXP times = Rf_protect(Rf_allocVector(REALSXP, n));
    int64_t *micros = (int64_t *)(void *)REAL(times);

    for (R_xlen_t i = 0; i < n; i++) {
        double seconds = TYPEOF(x) == REALSXP          ? REAL(x)[i]
                         : INTEGER(x)[i] == NA_INTEGER ? NA_REAL
                                                       : INTEGER(x)[i];

        if (fabs(seconds) > 9e12)
            r_fail(WB_E_DATA, name, i,
                   "column '%s' has a time that no calendar holds, in row %.0f", name,
                   (double)i);
        micros[i] = ISNAN(seconds) ? INT64_MIN : (int64_t)floor(seconds * 1e6 + 0.5);
    }
    out->type = WB_TYPE_TIMESTAMP;
    out->flags = WB_COLUMN_SENTINEL;
    out->sentinel = INT64_MIN;
    borrow(times, micros, out);
    Rf_unprotect(1);
}

/* bit64's integers: the bits of an int64 in a double, the smallest one missing. */
static void borrow_integer64(SEXP x, wb_column *out)
{
    out->type = WB_TYPE_INT64;
    out->flags = WB_COLUMN_SENTINEL;
    out->sentinel = INT64_MIN;
    borrow(x, REAL(x), out);
}

void column_read(SEXP x, const char *name, int64_t n_rows, wb_column *out)
{
    const int type = TYPEOF(x);
    const int is_number = type == REALSXP || type == INTSXP;

    *out = (wb_column)WB_COLUMN_INIT;
    if ((int64_t)Rf_xlength(x) != n_rows)
        r_fail(WB_E_ARG, name, -1,
               "column '%s' has %.0f values where the frame has %.0f rows", name,
               (double)Rf_xlength(x), (double)n_rows);
    if (type == INTSXP && Rf_inherits(x, "factor")) {
        borrow_codes(x, name, out);
    } else if (is_number && Rf_inherits(x, "Date")) {
        copy_days(x, name, out);
    } else if (is_number && Rf_inherits(x, "POSIXct")) {
        copy_times(x, name, out);
    } else if (type == REALSXP && Rf_inherits(x, "integer64")) {
        borrow_integer64(x, out);
    } else if (type == REALSXP) {
        out->type = WB_TYPE_FLOAT64;
        borrow(x, REAL(x), out);
    } else if (type == INTSXP || type == LGLSXP) {
        out->type = type == INTSXP ? WB_TYPE_INT32 : WB_TYPE_BOOL;
        out->flags = WB_COLUMN_SENTINEL | (type == LGLSXP ? WB_COLUMN_BOOL_INT32 : 0);
        out->sentinel = NA_INTEGER;
        borrow(x, type == INTSXP ? INTEGER(x) : LOGICAL(x), out);
    } else if (type == STRSXP) {
        copy_texts(x, name, out);
    } else {
        r_fail(WB_E_ARG, name, -1,
               "column '%s' is of type %s, which a frame cannot hold: give numbers, "
               "logicals, "
               "factors, texts, Date or POSIXct",
               name, Rf_type2char((SEXPTYPE)type));
    }
}
