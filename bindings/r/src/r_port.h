/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file r_port.h
 * @brief What the files of the R port share, beyond port.h. Failures leave by R's own
 * error, so memory comes from R and nothing of the library's is owned while R may jump.
 */
#ifndef BINDINGS_R_R_PORT_H
#define BINDINGS_R_R_PORT_H

#include "handles.h"
#include "port.h"

/**
 * Give, once, the R function that signals errors and does not return: maker(status,
 * message, item, row, where, line, column, offset), all of length one.
 */
void set_error_function(SEXP maker);

/** Signal an error of the port itself about an argument or column. Does not return. */
void r_fail(wb_status status, const char *item, int64_t row, const char *format, ...)
    __attribute__((noreturn, format(printf, 4, 5)));

/** Free what a handle holds now rather than when R collects it. Other objects: nothing.
 */
void close_handle(SEXP x);

/** Does a handle hold something? Not once it is closed, taken over or from elsewhere. */
SEXP is_open(SEXP x);

/* ---- keep.c ---- */

/** Keep an object alive; the cell it gives lets it go, once. */
SEXP r_keep(SEXP x);
void r_let_go(SEXP cell);

/* ---- columns.c ---- */

/**
 * A column of an R vector. Borrowed: double, integer, logical, factor. Copied: character,
 * Date (to whole days), POSIXct (to microseconds). The vector stays alive, and is marked
 * as shared, until column.release; release it yourself when the frame did not take it.
 */
void column_read(SEXP x, const char *name, int64_t n_rows, wb_column *out);

/* ---- vectors.c ---- */

/** The columns from `first` on as new R vectors with names and labels, in a list put in
 * the list `vector`; `int64` says what int64 becomes: 0 double, an error where no double
 * is exact; 1 bit64's integer64. Days and moments that are declared missing are NA. */
wb_status columns_write(const wb_frame *frame, size_t first, int32_t int64, SEXP vector,
                        wb_error *err);

/** The columns that have value labels or codes that are missing, counted from 0. */
SEXP labelled_columns(const wb_frame *frame);

/* ---- bytes.c ---- */

/** A reader of a raw vector. */
wb_status reader_of(SEXP bytes, const char *name, wb_reader **out, wb_error *err);

#endif
