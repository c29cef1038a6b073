/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Columns of R vectors and R vectors of columns. A vector that is borrowed is preserved,
 * and marked as shared so that R copies it before it changes it. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "r_port.h"

/* ---- in ---- */

static void release_vector(void *user)
{
    R_ReleaseObject((SEXP)user);
}

/* Keep a vector as long as the column lives; `buffer` is its memory. */
static void borrow(SEXP x, const void *buffer, wb_column *out)
{
    MARK_NOT_MUTABLE(x);
    R_PreserveObject(x);
    out->values = buffer;
    out->release = release_vector;
    out->user = x;
}

static void borrow_codes(SEXP x, const char *name, wb_column *out)
{
    SEXP levels = Rf_getAttrib(x, R_LevelsSymbol);
    const char *const *texts = NULL;
    size_t n = 0;
    port_scratch scratch;

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

/* A text as UTF-8, which lives until vmaxset(); NULL and 0 for NA. */
static const char *utf8_of_row(SEXP x, R_xlen_t row, const char *name, size_t *length)
{
    SEXP text = STRING_ELT(x, row);
    const char *bytes;

    *length = 0;
    if (text == NA_STRING)
        return NULL;
    if (Rf_getCharCE(text) == CE_BYTES)
        r_fail(WB_E_DATA, name, row, "the text of column '%s' in row %.0f is not UTF-8",
               name, (double)row);
    bytes = Rf_translateCharUTF8(text);
    *length = bytes == CHAR(text) ? (size_t)Rf_length(text) : strlen(bytes);
    return bytes;
}

/* Fills offsets and validity; the last offset is the number of bytes. */
static void measure_texts(SEXP x, const char *name, int64_t *offsets, uint8_t *validity)
{
    const R_xlen_t n = Rf_xlength(x);

    memset(validity, 0, (size_t)((n + 7) / 8 + 1));
    offsets[0] = 0;
    for (R_xlen_t i = 0; i < n; i++) {
        const void *here = vmaxget();
        size_t length;

        if (utf8_of_row(x, i, name, &length) != NULL)
            validity[i / 8] |= (uint8_t)(1u << (i % 8));
        offsets[i + 1] = offsets[i] + (int64_t)length;
        vmaxset(here);
    }
}

/* Text is copied: one raw vector for the bytes, and others for offsets and validity, in a
 * list that the column keeps. */
static void copy_texts(SEXP x, const char *name, wb_column *out)
{
    const R_xlen_t n = Rf_xlength(x);
    SEXP hold = Rf_protect(Rf_allocVector(VECSXP, 3));
    int64_t *offsets;
    char *bytes;

    SET_VECTOR_ELT(hold, 0, Rf_allocVector(RAWSXP, (n + 1) * (R_xlen_t)sizeof *offsets));
    SET_VECTOR_ELT(hold, 1, Rf_allocVector(RAWSXP, (n + 7) / 8 + 1));
    offsets = (int64_t *)(void *)RAW(VECTOR_ELT(hold, 0));
    measure_texts(x, name, offsets, RAW(VECTOR_ELT(hold, 1)));
    SET_VECTOR_ELT(hold, 2, Rf_allocVector(RAWSXP, (R_xlen_t)offsets[n] + 1));
    bytes = (char *)RAW(VECTOR_ELT(hold, 2));
    for (R_xlen_t i = 0; i < n; i++) {
        const void *here = vmaxget();
        size_t length;
        const char *text = utf8_of_row(x, i, name, &length);

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

/* ---- out ---- */

static void set_class(SEXP x, const char *first, const char *second)
{
    SEXP class = Rf_protect(Rf_allocVector(STRSXP, second == NULL ? 1 : 2));

    SET_STRING_ELT(class, 0, Rf_mkChar(first));
    if (second != NULL)
        SET_STRING_ELT(class, 1, Rf_mkChar(second));
    Rf_setAttrib(x, R_ClassSymbol, class);
    Rf_unprotect(1);
}

static wb_status write_doubles(const wb_frame *frame, size_t column, SEXP x,
                               wb_error *err)
{
    return wb_frame_copy_doubles(frame, column, 0, wb_frame_row_count(frame), NA_REAL,
                                 REAL(x), err);
}

static wb_status write_times(const wb_frame *frame, size_t column, SEXP x)
{
    for (R_xlen_t i = 0; i < Rf_xlength(x); i++)
        REAL(x)
    [i] = wb_frame_is_missing(frame, column, i)
              ? NA_REAL
              : (double)wb_frame_int64(frame, column, i) / 1e6;
    set_class(x, "POSIXct", "POSIXt");
    Rf_setAttrib(x, Rf_install("tzone"), Rf_protect(Rf_mkString("UTC")));
    Rf_unprotect(1);
    return WB_OK;
}

static void write_texts(const wb_frame *frame, size_t column, SEXP x)
{
    for (R_xlen_t i = 0; i < Rf_xlength(x); i++) {
        size_t length = 0;
        const char *text = wb_frame_text(frame, column, i, &length);

        SET_STRING_ELT(
            x, i, text == NULL ? NA_STRING : Rf_mkCharLenCE(text, (int)length, CE_UTF8));
    }
}

static wb_status write_factor(const wb_frame *frame, size_t column, SEXP x, wb_error *err)
{
    const int64_t n = wb_frame_category_count(frame, column);
    SEXP levels = Rf_protect(Rf_allocVector(STRSXP, (R_xlen_t)n));
    wb_status st = wb_frame_copy_int32(frame, column, 0, wb_frame_row_count(frame),
                                       NA_INTEGER, INTEGER(x), err);

    for (R_xlen_t i = 0; st == WB_OK && i < Rf_xlength(x); i++)
        if (INTEGER(x)[i] != NA_INTEGER)
            INTEGER(x)[i]++;
    for (int64_t i = 0; i < n; i++)
        SET_STRING_ELT(levels, (R_xlen_t)i,
                       Rf_mkCharCE(wb_frame_category(frame, column, i), CE_UTF8));
    Rf_setAttrib(x, R_LevelsSymbol, levels);
    if (wb_frame_is_ordered(frame, column))
        set_class(x, "ordered", "factor");
    else
        set_class(x, "factor", NULL);
    Rf_unprotect(1);
    return st;
}

static SEXPTYPE type_for(int32_t type)
{
    switch ((wb_type)type) {
    case WB_TYPE_NULL:
    case WB_TYPE_BOOL:
        return LGLSXP;
    case WB_TYPE_INT8:
    case WB_TYPE_INT16:
    case WB_TYPE_INT32:
    case WB_TYPE_UINT8:
    case WB_TYPE_UINT16:
    case WB_TYPE_DICTIONARY:
        return INTSXP;
    case WB_TYPE_UTF8:
        return STRSXP;
    case WB_TYPE_INT64:
    case WB_TYPE_UINT32:
    case WB_TYPE_UINT64:
    case WB_TYPE_FLOAT32:
    case WB_TYPE_FLOAT64:
    case WB_TYPE_DATE32:
    case WB_TYPE_TIMESTAMP:
        break;
    }
    return REALSXP;
}

wb_status column_write(const wb_frame *frame, size_t column, int32_t int64, SEXP vector,
                       wb_error *err)
{
    const int64_t n = wb_frame_row_count(frame);
    const int32_t type = wb_frame_column_type(frame, column);
    SEXP x = Rf_protect(Rf_allocVector(type_for(type), (R_xlen_t)n));
    wb_status st = WB_OK;

    if (type == WB_TYPE_DICTIONARY) {
        st = write_factor(frame, column, x, err);
    } else if (type == WB_TYPE_UTF8) {
        write_texts(frame, column, x);
    } else if (type == WB_TYPE_TIMESTAMP) {
        st = write_times(frame, column, x);
    } else if (type == WB_TYPE_INT64 && int64 == 1) {
        st = wb_frame_copy_int64(frame, column, 0, n, INT64_MIN,
                                 (int64_t *)(void *)REAL(x), err);
        set_class(x, "integer64", NULL);
    } else if (type == WB_TYPE_NULL) {
        for (R_xlen_t i = 0; i < Rf_xlength(x); i++)
            LOGICAL(x)[i] = NA_LOGICAL;
    } else if (TYPEOF(x) == REALSXP) {
        st = write_doubles(frame, column, x, err);
        if (type == WB_TYPE_DATE32)
            set_class(x, "Date", NULL);
    } else {
        st = wb_frame_copy_int32(frame, column, 0, n, NA_INTEGER, INTEGER(x), err);
    }
    SET_VECTOR_ELT(vector, 0, x);
    Rf_unprotect(1);
    return st;
}
