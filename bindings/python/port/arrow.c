/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The Arrow PyCapsule interface: a capsule owns the struct, and releases what is in it
 * when nobody has moved it away by then. */
#include "python_port.h"

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

PyObject *arrow_stream_capsule(struct ArrowArrayStream *stream)
{
    struct ArrowArrayStream *kept = PyMem_Malloc(sizeof *kept);
    PyObject *capsule = NULL;

    if (kept == NULL) {
        PyErr_NoMemory();
    } else {
        *kept = *stream;
        capsule = PyCapsule_New(kept, "arrow_array_stream", destroy_stream);
    }
    if (capsule == NULL) {
        stream->release(stream);
        PyMem_Free(kept);
    }
    return capsule;
}

static PyObject *schema_capsule(struct ArrowSchema *schema)
{
    struct ArrowSchema *kept = PyMem_Malloc(sizeof *kept);
    PyObject *capsule = NULL;

    if (kept == NULL) {
        PyErr_NoMemory();
    } else {
        *kept = *schema;
        capsule = PyCapsule_New(kept, "arrow_schema", destroy_schema);
    }
    if (capsule == NULL) {
        schema->release(schema);
        PyMem_Free(kept);
    }
    return capsule;
}

static PyObject *array_capsule(struct ArrowArray *array)
{
    struct ArrowArray *kept = PyMem_Malloc(sizeof *kept);
    PyObject *capsule = NULL;

    if (kept == NULL) {
        PyErr_NoMemory();
    } else {
        *kept = *array;
        capsule = PyCapsule_New(kept, "arrow_array", destroy_array);
    }
    if (capsule == NULL) {
        array->release(array);
        PyMem_Free(kept);
    }
    return capsule;
}

PyObject *arrow_batch_capsules(struct ArrowSchema *schema, struct ArrowArray *array)
{
    PyObject *first = schema_capsule(schema);
    PyObject *second = array_capsule(array);
    PyObject *both = NULL;

    if (first != NULL && second != NULL)
        both = PyTuple_Pack(2, first, second);
    Py_XDECREF(first);
    Py_XDECREF(second);
    return both;
}
