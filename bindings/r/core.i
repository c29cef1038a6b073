/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The low layer of the R package: C functions for .Call(), registered as R_swig_<name>. */
%module werkbaar
%{
#include <string.h>

#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

#include "options.h"
#include "r_port.h"

/* The one symbol that R looks for; src/Makevars.in hides all others. */
attribute_visible void R_init_werkbaar(DllInfo *dll);
%}
%include <stdint.i>

/* SWIG's own freearg of pointers frees what it did not allocate. */
%typemap(freearg) const char *name, double *out, int32_t *out, int64_t *out ""

/* ---- columns ---- */
%typemap(in) const wb_column *column (wb_column reading) {
    column_read($input, arg2 == NULL ? "" : arg2, wb_frame_row_count(arg1), &reading);
    $1 = &reading;
}
%typemap(argout) const wb_column *column {
    if (result != WB_OK)
        reading$argnum.release(reading$argnum.user);
}
%typemap(freearg) const wb_column *column ""

/* A list of one keeps what is made from being collected until it is given back. */
%typemap(in, numinputs=0) SEXP vector {
    $1 = Rf_allocVector(VECSXP, 1);
    PORT_PROTECT($1);
}
%typemap(argout) SEXP vector { $result = VECTOR_ELT($1, 0); }

/* ---- bytes ---- */
%typemap(in) (const void *bytes, size_t n_bytes) {
    if (TYPEOF($input) != RAWSXP)
        port_refuse("bytes", "a raw vector", $input);
    $1 = RAW($input);
    $2 = (size_t)Rf_xlength($input);
}
%typemap(freearg) (const void *bytes, size_t n_bytes) ""
/* Asked for by number, given as a raw vector. */
%typemap(in) (void *buffer, size_t capacity, size_t *n_read) (SEXP raw, size_t n) {
    n = 0;
    port_size($input, "capacity", &$2);
    raw = Rf_allocVector(RAWSXP, (R_xlen_t)$2);
    PORT_PROTECT(raw);
    $1 = RAW(raw);
    $3 = &n;
}
%typemap(argout) (void *buffer, size_t capacity, size_t *n_read) {
    $result = Rf_xlengthgets(raw$argnum, (R_xlen_t)n$argnum);
}
%typemap(freearg) (void *buffer, size_t capacity, size_t *n_read) ""
%typemap(in, numinputs=0) size_t *n_bytes (size_t n) { n = 0; $1 = &n; }
%typemap(argout) size_t *n_bytes { PORT_RESULT }
%typemap(freearg) size_t *n_bytes ""
%typemap(out) const char *wb_writer_bytes {
    $result = R_NilValue;
    if (result != NULL) {
        $result = Rf_allocVector(RAWSXP, (R_xlen_t)*arg2);
        if (*arg2 > 0)
            memcpy(RAW($result), result, *arg2);
    }
}

/* R has no Arrow capsules: a pointer as text is what its Arrow packages exchange, which
 * nothing checks. Data frames are the door (../ignored.txt). */
%ignore wb_frame_import_arrow;
%ignore wb_frame_export_arrow;
%ignore wb_source_import_arrow;
%ignore wb_source_export_arrow;
/* columns_write() copies into R vectors. */
%ignore wb_frame_copy_doubles;
%ignore wb_frame_copy_int32;
%ignore wb_frame_copy_int64;

%include "werkbaar.i"

/* ---- what the header has in another form ---- */
%inline %{
void set_error_maker(SEXP maker)
{
    set_error_function(maker);
}
%}
void close_handle(SEXP x);
SEXP is_open(SEXP x);
%rename(wb_reader_of) reader_of;
wb_status reader_of(SEXP bytes, const char *name, wb_reader **out, wb_error *err);
%rename(wb_frame_vectors) columns_write;
wb_status columns_write(const wb_frame *frame, size_t first, int32_t int64, SEXP vector, wb_error *err);
%rename(wb_frame_labelled) labelled_columns;
SEXP labelled_columns(const wb_frame *frame);

%insert("sinitroutine") %{
  R_useDynamicSymbols(dll, FALSE);
  R_forceSymbols(dll, TRUE);
%}
