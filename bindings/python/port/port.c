/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "port.h"

#include <stdio.h>
#include <string.h>

#include "python_port.h"

/* ---- errors ---- */

/* Makes an exception of the details of an error; given once by the package. */
static PyObject *exception_maker = NULL;

void set_exception_maker(PyObject *maker)
{
    Py_INCREF(maker);
    Py_XDECREF(exception_maker);
    exception_maker = maker;
}

/* What a wb_error says as a str; one that was cut to fit may end inside a character. */
static PyObject *words_of(const char *text)
{
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace");
}

static void raise_details(const wb_error *e, int is_type)
{
    PyObject *made;

    if (PyErr_Occurred())
        return; /* what a callback raised says more */
    if (exception_maker == NULL) {
        PyErr_Format(PyExc_RuntimeError, "%s: %s", wb_status_name(e->status), e->message);
        return;
    }
    made = PyObject_CallFunction(exception_maker, "iNNLNiiLi", (int)e->status,
                                 words_of(e->message), words_of(e->item),
                                 (long long)e->row, words_of(e->where), (int)e->line,
                                 (int)e->column, (long long)e->offset, is_type);
    if (made != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(made), made);
        Py_DECREF(made);
    }
}

void port_raise(const wb_error *err)
{
    raise_details(err, 0);
}

/* An error of the port itself, about an argument or column. @return -1. */
int python_fail(wb_status status, int is_type, const char *item, int64_t row,
                const char *format, ...)
{
    wb_error e;
    va_list words;

    va_start(words, format);
    port_describe(&e, status, item, row, format, words);
    va_end(words);
    raise_details(&e, is_type);
    return -1;
}

int python_is_gone(void)
{
    return !Py_IsInitialized() && PyGILState_GetThisThreadState() == NULL;
}

/* The name of an object's type, in `buffer`. */
const char *python_type_name(PyObject *x, char *buffer, size_t size)
{
    PyObject *name = PyType_GetName(Py_TYPE(x));
    const char *text = name == NULL ? NULL : PyUnicode_AsUTF8AndSize(name, NULL);

    snprintf(buffer, size, "%s", text == NULL ? "object" : text);
    PyErr_Clear();
    Py_XDECREF(name);
    return buffer;
}

int port_refuse(const char *what, const char *expected, port_object got)
{
    char type[64];

    return python_fail(WB_E_ARG, 1, what, -1, "%s must be %s, not %s", what, expected,
                       python_type_name(got, type, sizeof type));
}

int port_check_below(int64_t index, int64_t count, const char *what)
{
    if (index >= 0 && index < count)
        return 0;
    PyErr_Format(PyExc_IndexError, "%s %lld is outside the frame, which has %lld", what,
                 (long long)index, (long long)count);
    return -1;
}

/* ---- scalars and text ---- */

int port_is_nothing(port_object x)
{
    return x == Py_None;
}

int port_int64(port_object x, const char *what, int64_t *out)
{
    PyObject *whole = PyNumber_Index(x);
    long long value;

    if (whole == NULL) {
        PyErr_Clear();
        return port_refuse(what, "a whole number", x);
    }
    value = PyLong_AsLongLong(whole);
    Py_DECREF(whole);
    if (value == -1 && PyErr_Occurred()) {
        PyErr_Clear();
        return python_fail(WB_E_ARG, 0, what, -1, "%s is beyond 64 bits", what);
    }
    *out = value;
    return 0;
}

int port_double(port_object x, const char *what, double *out)
{
    double value = PyFloat_AsDouble(x);

    if (value == -1 && PyErr_Occurred()) {
        PyErr_Clear();
        return port_refuse(what, "a number", x);
    }
    *out = value;
    return 0;
}

int port_text(port_object x, const char *what, const char **out)
{
    const char *text;
    Py_ssize_t length;

    if (x == Py_None) {
        *out = NULL;
        return 0;
    }
    if (!PyUnicode_Check(x))
        return port_refuse(what, "text", x);
    text = PyUnicode_AsUTF8AndSize(x, &length);
    if (text == NULL) {
        PyErr_Clear();
        return python_fail(WB_E_ARG, 0, what, -1, "%s is text that UTF-8 cannot hold",
                           what);
    }
    if (strlen(text) != (size_t)length)
        return python_fail(WB_E_ARG, 0, what, -1, "%s holds a NUL character", what);
    *out = text;
    return 0;
}

/* The items of a list, tuple or other iterable, as a new list; a text is not one. */
static int list_of(PyObject *x, const char *what, const char *expected,
                   port_scratch *scratch, size_t *n)
{
    PyObject *list = PyUnicode_Check(x) ? NULL : PySequence_List(x);

    if (list == NULL) {
        PyErr_Clear();
        return port_refuse(what, expected, x);
    }
    scratch->list = list;
    *n = (size_t)PyList_Size(list);
    scratch->block = PyMem_Calloc(*n + 1, sizeof(void *));
    if (scratch->block == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

int port_texts(port_object x, const char *what, const char *const **out, size_t *n,
               port_scratch *scratch)
{
    const char **texts;

    *out = NULL;
    *n = 0;
    if (x == Py_None)
        return 0;
    if (list_of(x, what, "a list of texts", scratch, n) != 0)
        return -1;
    texts = scratch->block;
    for (size_t i = 0; i < *n; i++) {
        PyObject *item = PyList_GetItem(scratch->list, (Py_ssize_t)i);

        if (item == Py_None)
            return port_refuse(what, "a list of texts", item);
        if (port_text(item, what, &texts[i]) != 0)
            return -1;
    }
    *out = texts;
    return 0;
}

port_object port_from_int32(int32_t value)
{
    return PyLong_FromLong(value);
}

port_object port_from_int64(int64_t value)
{
    return PyLong_FromLongLong(value);
}

port_object port_from_size(size_t value)
{
    return PyLong_FromSize_t(value);
}

port_object port_from_double(double value)
{
    return PyFloat_FromDouble(value);
}

port_object port_from_text(const char *text)
{
    return text == NULL ? Py_NewRef(Py_None) : PyUnicode_FromString(text);
}

port_object port_from_bytes_of_text(const char *text, size_t length)
{
    return text == NULL ? Py_NewRef(Py_None)
                        : PyUnicode_FromStringAndSize(text, (Py_ssize_t)length);
}

void port_scratch_free(port_scratch *scratch)
{
    PyMem_Free(scratch->block);
    Py_CLEAR(scratch->list);
    scratch->block = NULL;
}

/* ---- handles: capsules ---- */

static const char used_up[] = "used up";

static void destroy_capsule(PyObject *capsule)
{
    const char *type = PyCapsule_GetName(capsule);

    if (type != used_up)
        handle_destroy(type, PyCapsule_GetPointer(capsule, type));
}

int port_handle(port_object x, const char *type, const char *what, void **out)
{
    if (PyCapsule_IsValid(x, type)) {
        *out = PyCapsule_GetPointer(x, type);
        return 0;
    }
    if (PyCapsule_IsValid(x, used_up))
        return python_fail(WB_E_ARG, 0, what, -1,
                           "%s was handed over to another object and is used up", what);
    return port_refuse(what, type, x);
}

int port_handles(port_object x, const char *type, const char *what, void ***out,
                 size_t *n, port_scratch *scratch)
{
    void **handles;

    *n = 0;
    if (list_of(x, what, "a list of handles", scratch, n) != 0)
        return -1;
    handles = scratch->block;
    for (size_t i = 0; i < *n; i++)
        if (port_handle(PyList_GetItem(scratch->list, (Py_ssize_t)i), type, what,
                        &handles[i]) != 0)
            return -1;
    *out = handles;
    return 0;
}

port_object port_prepare(const char *type)
{
    (void)type;
    return NULL;
}

port_object port_deliver(port_object kept, void *handle, const char *type)
{
    PyObject *capsule = PyCapsule_New(handle, type, destroy_capsule);

    (void)kept;
    if (capsule == NULL)
        handle_destroy(type, handle);
    return capsule;
}

port_object port_nothing(void)
{
    return Py_NewRef(Py_None);
}

port_object port_several(const port_object *objects, size_t n)
{
    PyObject *tuple = PyTuple_New((Py_ssize_t)n);
    int failed = tuple == NULL;

    for (size_t i = 0; i < n; i++) {
        failed |= objects[i] == NULL;
        if (tuple == NULL)
            Py_XDECREF(objects[i]);
        else
            PyTuple_SetItem(tuple, (Py_ssize_t)i, objects[i]);
    }
    if (failed)
        Py_CLEAR(tuple);
    return tuple;
}

void port_taken(port_object x, const char *type)
{
    (void)type;
    PyCapsule_SetName(x, used_up);
}

/* ---- options and runs ---- */

port_object port_option(port_object options, const char *key, int *found)
{
    PyObject *value = PyDict_Check(options) ? PyDict_GetItemString(options, key) : NULL;

    if (value == NULL)
        return NULL;
    ++*found;
    return value == Py_None ? NULL : value;
}

int port_options_done(port_object options, int found, const char *what)
{
    if (!PyDict_Check(options))
        return port_refuse(what, "a dict", options);
    if (PyDict_Size(options) != found)
        return python_fail(WB_E_ARG, 0, what, -1, "%s have a key that is not known",
                           what);
    return 0;
}

static int32_t report_progress(void *user, double fraction)
{
    port_progress *state = user;
    PyGILState_STATE gil = PyGILState_Ensure();
    int32_t stop = PyErr_CheckSignals() != 0;

    if (!stop && state->call != NULL) {
        PyObject *answer = PyObject_CallFunction(state->call, "d", fraction);

        stop = answer == NULL || answer == Py_False;
        Py_XDECREF(answer);
    }
    PyGILState_Release(gil);
    return stop;
}

int port_progress_start(port_object progress, port_progress *state, wb_run *run)
{
    if (progress != NULL && !PyCallable_Check(progress))
        return port_refuse("progress", "a function of one number", progress);
    state->call = progress;
    run->progress = report_progress;
    run->user = state;
    return 0;
}
