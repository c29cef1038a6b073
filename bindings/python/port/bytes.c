/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Readers of Python objects. Their callbacks run inside calls that may have let go of the
 * interpreter, and what they raise stays raised: port_raise() leaves it. */
#include "python_port.h"

#include <string.h>

typedef struct reading {
    PyObject *file; /* NULL: of memory */
    long long start;
    Py_buffer memory;
    size_t position;
} reading;

static int64_t read_memory(void *user, void *buffer, size_t capacity)
{
    reading *r = user;
    size_t left = (size_t)r->memory.len - r->position;
    size_t n = left < capacity ? left : capacity;

    if (n > 0)
        memcpy(buffer, (const char *)r->memory.buf + r->position, n);
    r->position += n;
    return (int64_t)n;
}

static int32_t rewind_memory(void *user)
{
    reading *r = user;

    r->position = 0;
    return 0;
}

/* Bytes that file.read() gave, into the buffer; -1 with an exception. */
static int64_t take_bytes(PyObject *bytes, void *buffer, size_t capacity)
{
    char *data;
    Py_ssize_t n;

    if (!PyBytes_Check(bytes)) {
        port_refuse("what read() gives", "bytes (open the file as binary)", bytes);
        return -1;
    }
    if (PyBytes_AsStringAndSize(bytes, &data, &n) != 0)
        return -1;
    if ((size_t)n > capacity) {
        python_fail(WB_E_IO, 0, "read", -1, "read() gave %zd bytes when asked for %zu", n,
                    capacity);
        return -1;
    }
    if (n > 0)
        memcpy(buffer, data, (size_t)n);
    return n;
}

static int64_t read_file(void *user, void *buffer, size_t capacity)
{
    reading *r = user;
    PyGILState_STATE gil = PyGILState_Ensure();
    PyObject *bytes = PyObject_CallMethod(r->file, "read", "n", (Py_ssize_t)capacity);
    int64_t n = bytes == NULL ? -1 : take_bytes(bytes, buffer, capacity);

    Py_XDECREF(bytes);
    PyGILState_Release(gil);
    return n;
}

static int32_t rewind_file(void *user)
{
    reading *r = user;
    PyGILState_STATE gil = PyGILState_Ensure();
    PyObject *done = PyObject_CallMethod(r->file, "seek", "L", r->start);
    int32_t failed = done == NULL;

    Py_XDECREF(done);
    PyGILState_Release(gil);
    return failed;
}

static void close_reading(void *user)
{
    reading *r = user;
    PyGILState_STATE gil;

    if (python_is_gone())
        return;
    gil = PyGILState_Ensure();
    if (r->file != NULL)
        Py_DECREF(r->file);
    else
        PyBuffer_Release(&r->memory);
    PyMem_Free(r);
    PyGILState_Release(gil);
}

/* Where the file stands, when it can go back there; else -1. */
static long long seekable_from(PyObject *file)
{
    PyObject *can = PyObject_CallMethod(file, "seekable", NULL);
    PyObject *place = NULL;
    long long start = -1;

    if (can != NULL && PyObject_IsTrue(can) == 1)
        place = PyObject_CallMethod(file, "tell", NULL);
    if (place != NULL)
        start = PyLong_AsLongLong(place);
    PyErr_Clear();
    Py_XDECREF(can);
    Py_XDECREF(place);
    return start;
}

wb_status reader_of(PyObject *x, const char *name, wb_reader **out, wb_error *err)
{
    reading *r = PyMem_Calloc(1, sizeof *r);
    wb_status st;

    if (r == NULL) {
        PyErr_NoMemory();
        return WB_E_NOMEM;
    }
    if (PyObject_CheckBuffer(x)) {
        if (PyObject_GetBuffer(x, &r->memory, PyBUF_SIMPLE) != 0) {
            PyMem_Free(r);
            return WB_E_ARG;
        }
        st = wb_reader_new(read_memory, rewind_memory, close_reading, r, name, out, err);
    } else if (PyObject_HasAttrString(x, "read")) {
        r->file = Py_NewRef(x);
        r->start = seekable_from(x);
        st = wb_reader_new(read_file, r->start < 0 ? NULL : rewind_file, close_reading, r,
                           name, out, err);
    } else {
        PyMem_Free(r);
        port_refuse("what is read", "bytes or an object with read()", x);
        return WB_E_ARG;
    }
    if (st != WB_OK)
        close_reading(r);
    return st;
}
