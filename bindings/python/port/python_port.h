/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file python_port.h
 * @brief What the files of the Python port share, beyond ../../port.h. int functions give
 * 0, or -1 with a Python exception set.
 */
#ifndef BINDINGS_PYTHON_PORT_H
#define BINDINGS_PYTHON_PORT_H

#include "port.h"

#include "handles.h"

/**
 * Give, once, what makes an exception: maker(status, message, item, row, where, line,
 * column, offset, is_type); is_type: an argument of the wrong type.
 */
void set_exception_maker(PyObject *maker);

/** Raise an error of the port itself about an argument or column. @return -1. */
int python_fail(wb_status status, int is_type, const char *item, int64_t row,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

/** The name of an object's type, in `buffer`. */
const char *python_type_name(PyObject *x, char *buffer, size_t size);

/**
 * 1 when the interpreter has ended, and its objects with it: what still frees a frame
 * then, such as another library at the very end of the process, leaves them be.
 */
int python_is_gone(void);

/* ---- columns.c ---- */

/** A column being read from a dict: the buffers that it holds until it is handed over. */
typedef struct column_reading {
    wb_column column;
    struct column_hold *hold;
    port_scratch categories;
} column_reading;

/** Nothing read yet: column_done() may be called, also when reading never began. */
#define COLUMN_READING_INIT                                                              \
    {                                                                                    \
        WB_COLUMN_INIT, NULL, PORT_SCRATCH_INIT                                          \
    }

/**
 * Read a column: a dict with `values` (a buffer of one dimension, of numbers in native
 * order; its format gives the type), and, when needed, `type` (a wb_type: date32,
 * timestamp, bool, null), `offsets` (a buffer of int64: the values are the bytes of
 * texts), `validity` (a bitmap), `sentinel`, `categories` (a list of texts: values are
 * codes), `ordered`. Contiguous, aligned buffers are borrowed, others copied.
 */
int column_read(PyObject *x, const char *name, int64_t n_rows, column_reading *out);
/** Let go of the buffers, unless the frame took them (`taken`). */
void column_done(column_reading *reading, int taken);

/** A text column of a list of str and None. @param name of the column, for messages. */
int texts_read(PyObject *list, const char *name, int64_t n_rows, column_reading *out);

/**
 * A column as column_read() takes it, in bytes: numbers in their own size, texts with
 * offsets, `validity` where something is missing. Equal columns give equal bytes.
 */
PyObject *column_pack(const wb_frame *frame, size_t column);

/** The values of rows first .. first + n_rows - 1 as a list; None where missing; dates as
 * days, times as microseconds. */
PyObject *column_values(const wb_frame *frame, size_t column, int64_t first,
                        int64_t n_rows);

/** A buffer of `n` items of one of `formats` to write to; release it with
 * PyBuffer_Release. */
int buffer_to_write(PyObject *x, const char *what, const char *formats, size_t item_size,
                    int64_t n, Py_buffer *out);

/* ---- bytes.c ---- */

/** A reader of an object: bytes-like, or with read(n) and, to be read again, seek(). */
wb_status reader_of(PyObject *x, const char *name, wb_reader **out, wb_error *err);

/* ---- arrow.c ---- */

/** Capsules that release what nobody took over. NULL with an exception set on failure. */
PyObject *arrow_stream_capsule(struct ArrowArrayStream *stream);
PyObject *arrow_batch_capsules(struct ArrowSchema *schema, struct ArrowArray *array);

#endif
