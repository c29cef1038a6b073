/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Columns of Python buffers and lists, without a copy where the layout allows. The frame
 * that takes a column keeps its buffers (a column_hold) until the last frame that shares
 * them is freed, on whatever thread that is. */
#include "python_port.h"

#include <stdlib.h>
#include <string.h>

/* ---- holding ---- */

typedef struct column_hold {
    Py_buffer values;
    Py_buffer offsets;
    Py_buffer validity;
    void *copied_values; /* made here: a buffer laid out anew, the bytes of texts */
    void *copied_offsets;
    void *copied_validity;
} column_hold;

static void release_hold(void *user)
{
    column_hold *hold = user;
    PyGILState_STATE gil;

    if (python_is_gone())
        return;
    gil = PyGILState_Ensure();
    PyBuffer_Release(&hold->values);
    PyBuffer_Release(&hold->offsets);
    PyBuffer_Release(&hold->validity);
    free(hold->copied_values);
    free(hold->copied_offsets);
    free(hold->copied_validity);
    free(hold);
    PyGILState_Release(gil);
}

static int start_reading(column_reading *out)
{
    *out = (column_reading){.column = WB_COLUMN_INIT};
    out->hold = calloc(1, sizeof *out->hold);
    if (out->hold == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    out->column.release = release_hold;
    out->column.user = out->hold;
    return 0;
}

void column_done(column_reading *reading, int taken)
{
    if (reading->hold != NULL && !taken)
        release_hold(reading->hold);
    reading->hold = NULL;
    port_scratch_free(&reading->categories);
}

/* ---- buffers ---- */

/* The character of a buffer's format when it is one number in native order, else 0. */
static char native_format(const Py_buffer *view)
{
    const char *format = view->format == NULL ? "B" : view->format;
    const unsigned one = 1;
    const char native = *(const unsigned char *)&one == 1 ? '<' : '>';

    if (*format == '@' || *format == '=' || *format == native)
        format++;
    return format[0] != '\0' && format[1] == '\0' ? format[0] : '\0';
}

/* The wb_type of whole and floating numbers; 0 when the format is none of them. */
static int32_t type_of_format(char format, size_t size)
{
    static const int32_t whole[] = {WB_TYPE_INT8, WB_TYPE_INT16, WB_TYPE_INT32,
                                    WB_TYPE_INT64};
    static const int32_t natural[] = {WB_TYPE_UINT8, WB_TYPE_UINT16, WB_TYPE_UINT32,
                                      WB_TYPE_UINT64};
    const size_t power = size == 1 ? 0 : size == 2 ? 1 : size == 4 ? 2 : 3;

    if (format == '\0')
        return 0;
    if (strchr("bhilqn", format) != NULL)
        return whole[power];
    if (strchr("BHILQN", format) != NULL)
        return natural[power];
    if (format == '?')
        return WB_TYPE_BOOL;
    if (format == 'f' || format == 'd')
        return format == 'f' ? WB_TYPE_FLOAT32 : WB_TYPE_FLOAT64;
    return 0;
}

/* Can the library read a buffer's items where they are? */
static int is_ready(const Py_buffer *view)
{
    return PyBuffer_IsContiguous(view, 'C') &&
           (uintptr_t)view->buf % (size_t)view->itemsize == 0;
}

/* Get a buffer; lay it out anew when its items do not follow one another, each at its
 * place. */
static int get_buffer(PyObject *x, const char *name, Py_buffer *view, void **copied,
                      const void **out)
{
    if (PyObject_GetBuffer(x, view, PyBUF_STRIDES | PyBUF_FORMAT) != 0) {
        PyErr_Clear();
        return port_refuse(name, "a buffer of numbers", x);
    }
    if (view->ndim != 1 || view->itemsize <= 0)
        return python_fail(WB_E_ARG, 1, name, -1,
                           "column '%s' has %d dimensions where a column has one", name,
                           view->ndim);
    *out = view->buf;
    if (is_ready(view))
        return 0;
    *copied = malloc((size_t)view->len + 1);
    if (*copied == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    *out = *copied;
    return PyBuffer_ToContiguous(*copied, view, view->len, 'C');
}

/* Are there as many of a part as are needed? */
static int check_count(int64_t there, int64_t needed, const char *name, const char *part)
{
    if (there >= needed)
        return 0;
    return python_fail(WB_E_ARG, 0, name, -1,
                       "column '%s' has %lld %s where %lld are needed", name,
                       (long long)there, part, (long long)needed);
}

int buffer_to_write(PyObject *x, const char *what, const char *formats, size_t item_size,
                    int64_t n, Py_buffer *out)
{
    char format;

    if (PyObject_GetBuffer(x, out, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | PyBUF_WRITABLE) !=
        0) {
        PyErr_Clear();
        return port_refuse(what, "a contiguous buffer that can be written", x);
    }
    format = native_format(out);
    if (format == '\0' || strchr(formats, format) == NULL ||
        out->itemsize != (Py_ssize_t)item_size || out->len / out->itemsize < n) {
        PyBuffer_Release(out);
        return python_fail(WB_E_ARG, 1, what, -1,
                           "%s must be a buffer of at least %lld items of format '%c'",
                           what, (long long)n, formats[0]);
    }
    return 0;
}

/* ---- a column of a dict ---- */

/* May values of the buffer's type stand for a column of `type`? */
static int fits(int32_t type, int32_t stored)
{
    if (type == WB_TYPE_DATE32)
        return stored == WB_TYPE_INT32;
    if (type == WB_TYPE_TIMESTAMP)
        return stored == WB_TYPE_INT64;
    if (type == WB_TYPE_BOOL)
        return stored == WB_TYPE_BOOL || stored == WB_TYPE_INT8 ||
               stored == WB_TYPE_UINT8;
    return type == stored;
}

/* The values: their buffer's format gives the type where none is asked for. */
static int read_values(PyObject *values, const char *name, int64_t n_rows,
                       column_reading *out)
{
    column_hold *hold = out->hold;
    wb_column *c = &out->column;
    int32_t stored;
    char format;

    if (get_buffer(values, name, &hold->values, &hold->copied_values, &c->values) != 0)
        return -1;
    format = native_format(&hold->values);
    stored = type_of_format(format, (size_t)hold->values.itemsize);
    if (stored == 0)
        return python_fail(WB_E_ARG, 1, name, -1,
                           "column '%s' has values of format '%s', which is no number or "
                           "bool in this machine's byte order",
                           name, hold->values.format == NULL ? "" : hold->values.format);
    if (c->type == WB_TYPE_NULL)
        c->type = stored;
    if (c->type == WB_TYPE_DICTIONARY)
        c->index_type = stored;
    else if (!fits(c->type, stored))
        return python_fail(WB_E_ARG, 1, name, -1,
                           "column '%s' is %s, which values of %s cannot stand for", name,
                           wb_type_name(c->type), wb_type_name(stored));
    if (c->type == WB_TYPE_BOOL)
        c->flags |= WB_COLUMN_BOOL_BYTES;
    return check_count(hold->values.len / hold->values.itemsize, n_rows, name, "values");
}

static int read_validity(PyObject *validity, const char *name, int64_t n_rows,
                         column_reading *out)
{
    const void *bits = NULL;

    if (get_buffer(validity, name, &out->hold->validity, &out->hold->copied_validity,
                   &bits) != 0)
        return -1;
    out->column.validity = bits;
    return check_count(out->hold->validity.len, n_rows / 8 + (n_rows % 8 != 0), name,
                       "bytes of validity");
}

/* Texts: their bytes, and where each begins and the last ends. */
static int read_bytes(PyObject *values, PyObject *offsets, const char *name,
                      int64_t n_rows, column_reading *out)
{
    column_hold *hold = out->hold;
    wb_column *c = &out->column;
    const int64_t *at;

    if (get_buffer(values, name, &hold->values, &hold->copied_values, &c->values) != 0 ||
        get_buffer(offsets, name, &hold->offsets, &hold->copied_offsets, &c->offsets) !=
            0)
        return -1;
    if (hold->values.itemsize != 1 ||
        type_of_format(native_format(&hold->offsets), (size_t)hold->offsets.itemsize) !=
            WB_TYPE_INT64)
        return python_fail(WB_E_ARG, 1, name, -1,
                           "column '%s' is text, which is bytes and int64 offsets", name);
    if (check_count(hold->offsets.len / 8 - 1, n_rows, name, "texts with an end") != 0)
        return -1;
    at = c->offsets;
    if (at[0] < 0 || at[n_rows] > hold->values.len)
        return python_fail(WB_E_ARG, 0, name, -1,
                           "column '%s' has offsets outside its %zd bytes", name,
                           hold->values.len);
    c->type = WB_TYPE_UTF8;
    c->flags |= WB_COLUMN_OFFSETS64;
    return 0;
}

static int read_details(PyObject *x, const char *name, column_reading *out, int *found)
{
    wb_column *c = &out->column;
    PyObject *value;
    size_t n = 0;
    int32_t ordered = 0;

    if ((value = port_option(x, "type", found)) != NULL &&
        port_int32(value, "type", &c->type) != 0)
        return -1;
    if ((value = port_option(x, "sentinel", found)) != NULL) {
        c->flags |= WB_COLUMN_SENTINEL;
        if (port_int64(value, "sentinel", &c->sentinel) != 0)
            return -1;
    }
    if ((value = port_option(x, "ordered", found)) != NULL &&
        port_int32(value, "ordered", &ordered) != 0)
        return -1;
    if ((value = port_option(x, "categories", found)) != NULL) {
        if (port_texts(value, name, &c->categories, &n, &out->categories) != 0)
            return -1;
        c->type = WB_TYPE_DICTIONARY;
        c->n_categories = (int64_t)n;
    }
    if (ordered)
        c->flags |= WB_COLUMN_ORDERED;
    return 0;
}

int column_read(PyObject *x, const char *name, int64_t n_rows, column_reading *out)
{
    PyObject *values;
    PyObject *offsets;
    PyObject *validity;
    int found = 0;

    if (start_reading(out) != 0 || read_details(x, name, out, &found) != 0)
        return -1;
    values = port_option(x, "values", &found);
    offsets = port_option(x, "offsets", &found);
    validity = port_option(x, "validity", &found);
    if (port_options_done(x, found, "a column") != 0)
        return -1;
    if (validity != NULL && read_validity(validity, name, n_rows, out) != 0)
        return -1;
    if (values == NULL)
        return 0;
    return offsets == NULL ? read_values(values, name, n_rows, out)
                           : read_bytes(values, offsets, name, n_rows, out);
}

/* ---- a column of texts ---- */

/* The text of one item of a list; NULL with *there = 0 for None. @return 0 or -1. */
static int item_text(PyObject *list, int64_t row, const char *name, const char **text,
                     Py_ssize_t *length)
{
    PyObject *item = PyList_GetItem(list, (Py_ssize_t)row);
    char type[64];

    *text = NULL;
    *length = 0;
    if (item == Py_None)
        return 0;
    if (!PyUnicode_Check(item))
        return python_fail(
            WB_E_DATA, 1, name, row, "column '%s' mixes text and %s: row %lld holds %s",
            name, python_type_name(item, type, sizeof type), (long long)row, type);
    *text = PyUnicode_AsUTF8AndSize(item, length);
    if (*text != NULL)
        return 0;
    PyErr_Clear();
    return python_fail(WB_E_DATA, 0, name, row,
                       "column '%s' has text in row %lld that UTF-8 cannot hold", name,
                       (long long)row);
}

/* Offsets and validity of the texts; the number of bytes is the last offset. */
static int measure_texts(PyObject *list, const char *name, int64_t n_rows,
                         int64_t *offsets, uint8_t *validity)
{
    const char *text;
    Py_ssize_t length;

    offsets[0] = 0;
    for (int64_t i = 0; i < n_rows; i++) {
        if (item_text(list, i, name, &text, &length) != 0)
            return -1;
        offsets[i + 1] = offsets[i] + length;
        if (text != NULL)
            validity[i / 8] |= (uint8_t)(1u << (i % 8));
    }
    return 0;
}

int texts_read(PyObject *list, const char *name, int64_t n_rows, column_reading *out)
{
    column_hold *hold;
    char *bytes;
    int64_t *offsets;

    if (start_reading(out) != 0)
        return -1;
    if (!PyList_Check(list) || PyList_Size(list) != n_rows)
        return python_fail(WB_E_ARG, 0, name, -1,
                           "column '%s' must be a list of %lld texts", name,
                           (long long)n_rows);
    hold = out->hold;
    offsets = hold->copied_offsets = malloc((size_t)(n_rows + 1) * sizeof *offsets);
    hold->copied_validity = calloc((size_t)(n_rows + 7) / 8 + 1, 1);
    if (offsets == NULL || hold->copied_validity == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if (measure_texts(list, name, n_rows, offsets, hold->copied_validity) != 0)
        return -1;
    bytes = hold->copied_values = malloc((size_t)offsets[n_rows] + 1);
    if (bytes == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (int64_t i = 0; i < n_rows; i++) {
        const char *text;
        Py_ssize_t length;

        item_text(list, i, name, &text, &length);
        if (length > 0)
            memcpy(bytes + offsets[i], text, (size_t)length);
    }
    out->column.type = WB_TYPE_UTF8;
    out->column.flags = WB_COLUMN_OFFSETS64;
    out->column.values = bytes;
    out->column.offsets = offsets;
    out->column.validity = hold->copied_validity;
    return 0;
}

/* ---- values out ---- */

static PyObject *value_of(const wb_frame *frame, size_t column, int64_t row)
{
    size_t length = 0;
    const char *text;

    if (wb_frame_is_missing(frame, column, row))
        return Py_NewRef(Py_None);
    switch ((wb_type)wb_frame_column_type(frame, column)) {
    case WB_TYPE_BOOL:
        return PyBool_FromLong(wb_frame_int64(frame, column, row) != 0);
    case WB_TYPE_FLOAT32:
    case WB_TYPE_FLOAT64:
        return PyFloat_FromDouble(wb_frame_double(frame, column, row));
    case WB_TYPE_UTF8:
    case WB_TYPE_DICTIONARY:
        text = wb_frame_text(frame, column, row, &length);
        return PyUnicode_FromStringAndSize(text, (Py_ssize_t)length);
    case WB_TYPE_UINT64:
        if (wb_frame_int64(frame, column, row) == INT64_MAX) {
            python_fail(
                WB_E_DATA, 0, wb_frame_column_name(frame, column), row,
                "column '%s' holds 2^63 - 1 or more in row %lld, which is too large",
                wb_frame_column_name(frame, column), (long long)row);
            return NULL;
        }
        break;
    case WB_TYPE_NULL:
    case WB_TYPE_INT8:
    case WB_TYPE_INT16:
    case WB_TYPE_INT32:
    case WB_TYPE_INT64:
    case WB_TYPE_UINT8:
    case WB_TYPE_UINT16:
    case WB_TYPE_UINT32:
    case WB_TYPE_DATE32:
    case WB_TYPE_TIMESTAMP:
        break;
    }
    return PyLong_FromLongLong(wb_frame_int64(frame, column, row));
}

PyObject *column_values(const wb_frame *frame, size_t column, int64_t first,
                        int64_t n_rows)
{
    PyObject *list;

    if (column >= wb_frame_column_count(frame) || first < 0 || n_rows < 0 ||
        first > wb_frame_row_count(frame) - n_rows) {
        PyErr_SetString(PyExc_IndexError, "column or rows outside the frame");
        return NULL;
    }
    list = PyList_New((Py_ssize_t)n_rows);
    for (int64_t i = 0; list != NULL && i < n_rows; i++) {
        PyObject *value = value_of(frame, column, first + i);

        if (value == NULL || PyList_SetItem(list, (Py_ssize_t)i, value) != 0)
            Py_CLEAR(list);
    }
    return list;
}
