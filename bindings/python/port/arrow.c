/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The Arrow PyCapsule interface: a capsule owns the struct, and releases what is in it
 * when nobody has moved it away by then. */
#include "python_port.h"

#include <string.h>

static void destroy_stream(PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");

    if (stream->release != NULL)
        stream->release(stream);
    PyMem_Free(stream);
}

static void destroy_schema(PyObject *capsule)
{
    struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, "arrow_schema");

    if (schema->release != NULL)
        schema->release(schema);
    PyMem_Free(schema);
}

static void destroy_array(PyObject *capsule)
{
    struct ArrowArray *array = PyCapsule_GetPointer(capsule, "arrow_array");

    if (array->release != NULL)
        array->release(array);
    PyMem_Free(array);
}

/* A capsule with a copy of a struct; NULL with an exception set. */
static PyObject *capsule_of(const void *what, size_t size, const char *name,
                            PyCapsule_Destructor destroy)
{
    void *kept = PyMem_Malloc(size);
    PyObject *capsule = NULL;

    if (kept == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    memcpy(kept, what, size);
    capsule = PyCapsule_New(kept, name, destroy);
    if (capsule == NULL)
        PyMem_Free(kept);
    return capsule;
}

PyObject *arrow_stream_capsule(struct ArrowArrayStream *stream)
{
    PyObject *capsule =
        capsule_of(stream, sizeof *stream, "arrow_array_stream", destroy_stream);

    if (capsule == NULL)
        stream->release(stream);
    return capsule;
}

PyObject *arrow_batch_capsules(struct ArrowSchema *schema, struct ArrowArray *array)
{
    PyObject *first = capsule_of(schema, sizeof *schema, "arrow_schema", destroy_schema);
    PyObject *second = capsule_of(array, sizeof *array, "arrow_array", destroy_array);
    PyObject *both = NULL;

    if (first == NULL)
        schema->release(schema);
    if (second == NULL)
        array->release(array);
    if (first != NULL && second != NULL)
        both = PyTuple_Pack(2, first, second);
    Py_XDECREF(first);
    Py_XDECREF(second);
    return both;
}
