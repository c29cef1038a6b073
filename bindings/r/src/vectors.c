/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* R vectors of columns. What is made is put where R sees it before anything else is made.
 */
#include <string.h>

#include "r_port.h"

static void set_class(SEXP x, const char *first, const char *second)
{
    SEXP class = Rf_protect(Rf_allocVector(STRSXP, second == NULL ? 1 : 2));

    SET_STRING_ELT(class, 0, Rf_mkChar(first));
    if (second != NULL)
        SET_STRING_ELT(class, 1, Rf_mkChar(second));
    Rf_setAttrib(x, R_ClassSymbol, class);
    Rf_unprotect(1);
}

static void write_times(const wb_frame *frame, size_t column, SEXP x)
{
    const R_xlen_t n = Rf_xlength(x);
    double *seconds = REAL(x);

    for (R_xlen_t i = 0; i < n; i++)
        seconds[i] = wb_frame_is_missing(frame, column, i)
                         ? NA_REAL
                         : (double)wb_frame_int64(frame, column, i) / 1e6;
    set_class(x, "POSIXct", "POSIXt");
    Rf_setAttrib(x, Rf_install("tzone"), Rf_protect(Rf_mkString("UTC")));
    Rf_unprotect(1);
}

static void write_texts(const wb_frame *frame, size_t column, SEXP x)
{
    const R_xlen_t n = Rf_xlength(x);

    for (R_xlen_t i = 0; i < n; i++) {
        size_t length = 0;
        const char *text = wb_frame_text(frame, column, i, &length);

        SET_STRING_ELT(
            x, i, text == NULL ? NA_STRING : Rf_mkCharLenCE(text, (int)length, CE_UTF8));
    }
}

static wb_status write_factor(const wb_frame *frame, size_t column, SEXP x, wb_error *err)
{
    const int64_t n = wb_frame_category_count(frame, column);
    const int64_t n_rows = wb_frame_row_count(frame);
    SEXP levels = Rf_protect(Rf_allocVector(STRSXP, (R_xlen_t)n));
    int *codes = INTEGER(x);
    wb_status st = wb_frame_copy_int32(frame, column, 0, n_rows, NA_INTEGER, codes, err);

    for (int64_t i = 0; st == WB_OK && i < n_rows; i++)
        codes[i] += codes[i] != NA_INTEGER;
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

static wb_status write_column(const wb_frame *frame, size_t column, int32_t int64, SEXP x,
                              wb_error *err)
{
    const int64_t n = wb_frame_row_count(frame);
    const int32_t type = wb_frame_column_type(frame, column);
    wb_status st = WB_OK;

    if (type == WB_TYPE_DICTIONARY) {
        st = write_factor(frame, column, x, err);
    } else if (type == WB_TYPE_UTF8) {
        write_texts(frame, column, x);
    } else if (type == WB_TYPE_TIMESTAMP) {
        write_times(frame, column, x);
    } else if (type == WB_TYPE_INT64 && int64 == 1) {
        st = wb_frame_copy_int64(frame, column, 0, n, INT64_MIN,
                                 (int64_t *)(void *)REAL(x), err);
        set_class(x, "integer64", NULL);
    } else if (type == WB_TYPE_NULL) {
        for (int64_t i = 0; i < n; i++)
            LOGICAL(x)[i] = NA_LOGICAL;
    } else if (TYPEOF(x) == REALSXP) {
        st = wb_frame_copy_doubles(frame, column, 0, n, NA_REAL, REAL(x), err);
        if (type == WB_TYPE_DATE32)
            set_class(x, "Date", NULL);
    } else {
        st = wb_frame_copy_int32(frame, column, 0, n, NA_INTEGER, INTEGER(x), err);
    }
    return st;
}

static int is_declared(const wb_frame *frame, size_t column, double code)
{
    int found = 0;

    for (size_t k = 0; k < wb_frame_missing_range_count(frame, column); k++)
        found |= code >= wb_frame_missing_range_low(frame, column, k) &&
                 code <= wb_frame_missing_range_high(frame, column, k);
    return found;
}

/* Days and moments cannot say what is declared missing, as haven's classes of numbers do.
 */
static void drop_declared(const wb_frame *frame, size_t column, SEXP x)
{
    const int32_t type = wb_frame_column_type(frame, column);
    const R_xlen_t n = Rf_xlength(x);

    if ((type != WB_TYPE_DATE32 && type != WB_TYPE_TIMESTAMP) ||
        wb_frame_missing_range_count(frame, column) == 0)
        return;
    for (R_xlen_t i = 0; i < n; i++)
        if (is_declared(frame, column, wb_frame_double(frame, column, i)))
            REAL(x)[i] = NA_REAL;
}

static void name_columns(const wb_frame *frame, size_t first, SEXP columns)
{
    const R_xlen_t n = Rf_xlength(columns);
    SEXP names = Rf_protect(Rf_allocVector(STRSXP, n));

    for (R_xlen_t i = 0; i < n; i++)
        SET_STRING_ELT(
            names, i,
            Rf_mkCharCE(wb_frame_column_name(frame, first + (size_t)i), CE_UTF8));
    Rf_setAttrib(columns, R_NamesSymbol, names);
    Rf_unprotect(1);
}

static void set_label(SEXP x, const char *label)
{
    if (label == NULL)
        return;
    Rf_setAttrib(x, Rf_install("label"), Rf_protect(port_from_text(label)));
    Rf_unprotect(1);
}

wb_status columns_write(const wb_frame *frame, size_t first, int32_t int64, SEXP vector,
                        wb_error *err)
{
    const size_t count = wb_frame_column_count(frame);
    const R_xlen_t n_rows = (R_xlen_t)wb_frame_row_count(frame);
    SEXP columns = Rf_allocVector(VECSXP, count > first ? (R_xlen_t)(count - first) : 0);
    wb_status st = WB_OK;

    SET_VECTOR_ELT(vector, 0, columns);
    name_columns(frame, first, columns);
    for (size_t i = first; i < count && st == WB_OK; i++) {
        SEXP x = Rf_allocVector(type_for(wb_frame_column_type(frame, i)), n_rows);

        SET_VECTOR_ELT(columns, (R_xlen_t)(i - first), x);
        st = write_column(frame, i, int64, x, err);
        drop_declared(frame, i, x);
        set_label(x, wb_frame_label(frame, i));
    }
    return st;
}

SEXP labelled_columns(const wb_frame *frame)
{
    const size_t n = wb_frame_column_count(frame);
    int *found = (int *)R_alloc(n + 1, sizeof *found);
    int n_found = 0;
    SEXP positions;

    for (size_t i = 0; i < n; i++)
        if (wb_frame_value_label_count(frame, i) > 0 ||
            wb_frame_missing_range_count(frame, i) > 0)
            found[n_found++] = (int)i;
    positions = Rf_allocVector(INTSXP, n_found);
    if (n_found > 0)
        memcpy(INTEGER(positions), found, (size_t)n_found * sizeof *found);
    return positions;
}
