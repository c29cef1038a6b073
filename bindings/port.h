/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file port.h
 * @brief What werkbaar.i, options.c and arguments.c ask of a language. Python and R each
 * implement it.
 *
 * Functions that return int give 0, or -1 with the language's error set; in R they leave
 * by R's own error instead, so whatever they allocate is the language's to free. `what`
 * names the argument for messages. Borrowed texts live as long as the object or the
 * scratch.
 *
 * port_object.h, each language's own, gives port_object, port_scratch and
 * port_progress, and the macros that stand in generated code: PORT_SCRATCH_INIT,
 * PORT_PROTECT(object), PORT_FAILED(object), PORT_DONE (nothing to give back, unless an
 * output was), PORT_RESULT (outputs are part of the result, which stands).
 */
#ifndef BINDINGS_PORT_H
#define BINDINGS_PORT_H

#include "port_object.h" /* first: Python.h has a say in what the system's headers give */

#include <stdarg.h>
#include <werkbaar/werkbaar.h>

/* ---- errors ---- */

/** Fill in an error about an argument or column (arguments.c). What is too long is cut.
 */
void port_describe(wb_error *e, wb_status status, const char *item, int64_t row,
                   const char *format, va_list words);
/** Raise the error with all its details; one that a callback raised goes before it. */
void port_raise(const wb_error *err);
/** Raise WB_E_ARG with a message. @return -1. */
int port_refuse(const char *what, const char *expected, port_object got);
/** Is an index in 0 .. count - 1? */
int port_check_below(int64_t index, int64_t count, const char *what);

/* ---- scalars and text ---- */

int port_is_nothing(port_object x);
int port_int64(port_object x, const char *what, int64_t *out);
/** Of these two the languages have one between them (arguments.c). */
int port_int32(port_object x, const char *what, int32_t *out);
int port_size(port_object x, const char *what, size_t *out);
int port_double(port_object x, const char *what, double *out);
/** UTF-8; NULL for nothing. */
int port_text(port_object x, const char *what, const char **out);
/** A list of texts; NULL and 0 for nothing. */
int port_texts(port_object x, const char *what, const char *const **out, size_t *n,
               port_scratch *scratch);
port_object port_from_int32(int32_t value);
port_object port_from_int64(int64_t value);
port_object port_from_size(size_t value);
port_object port_from_double(double value);
/** Nothing for NULL. */
port_object port_from_text(const char *text);
port_object port_from_bytes_of_text(const char *text, size_t length);
void port_scratch_free(port_scratch *scratch);

/* ---- handles ---- */

/** The pointer in a handle object of type `type` ("wb_frame"). */
int port_handle(port_object x, const char *type, const char *what, void **out);
int port_handles(port_object x, const char *type, const char *what, void ***out,
                 size_t *n, port_scratch *scratch);
/** An object that can take a handle later without failing, where the language can. */
port_object port_prepare(const char *type);
/** Put a handle in an object that frees it in the end; frees it now when that fails. */
port_object port_deliver(port_object kept, void *handle, const char *type);
/** Nothing, as an object. */
port_object port_nothing(void);
/** Several in one object; takes them over, also when one is a failure. */
port_object port_several(const port_object *objects, size_t n);
/** The library took the handle over: the object no longer frees it, and is used up. */
void port_taken(port_object x, const char *type);

/* ---- options: a dict or a named list ---- */

/** The value under a key, or NULL, for None too; borrowed. Counts what is found in
 * `*found`. */
port_object port_option(port_object options, const char *key, int *found);
/** Refuse options with other keys than those found. */
int port_options_done(port_object options, int found, const char *what);

/** Make `run` call the user's `progress` (or nothing) and look for an interrupt. */
int port_progress_start(port_object progress, port_progress *state, wb_run *run);

#endif
