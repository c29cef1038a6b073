/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/** @file port_object.h  @brief What an object is in Python; see ../../port.h. */
#ifndef BINDINGS_PYTHON_PORT_OBJECT_H
#define BINDINGS_PYTHON_PORT_OBJECT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef PyObject *port_object;

/** What a conversion made and its call outlives: freed when the wrapper returns. */
typedef struct port_scratch {
    void *block;
    PyObject *list;
} port_scratch;

/** Who is told of progress; borrowed from the arguments of the call. */
typedef struct port_progress {
    PyObject *call;
} port_progress;

/* In the text of generated wrappers. */
#define PORT_SCRATCH_INIT                                                                \
    {                                                                                    \
        NULL, NULL                                                                       \
    }
#define PORT_PROTECT(object) ((void)(object))
#define PORT_FAILED(object)  ((object) == NULL)
#define PORT_DONE                                                                        \
    if (resultobj == NULL)                                                               \
        resultobj = Py_NewRef(Py_None);
#define PORT_RESULT

#endif
