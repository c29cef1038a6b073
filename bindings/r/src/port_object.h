/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/** @file port_object.h  @brief What an object is in R; see port.h. */
#ifndef BINDINGS_R_PORT_OBJECT_H
#define BINDINGS_R_PORT_OBJECT_H

#define R_NO_REMAP
#define STRICT_R_HEADERS
#include <R.h>
#include <Rinternals.h>

typedef SEXP port_object;

/** R frees what R_alloc() gave when the call ends, also by an error. */
typedef struct port_scratch {
    int unused;
} port_scratch;

/** Who is told of progress; protected as an argument of the call. */
typedef struct port_progress {
    SEXP call;
} port_progress;

/* In the text of generated wrappers. */
#define PORT_SCRATCH_INIT                                                                \
    {                                                                                    \
        0                                                                                \
    }
#define PORT_PROTECT(object)                                                             \
    do {                                                                                 \
        Rf_protect(object);                                                              \
        r_nprotect++;                                                                    \
    } while (0)
#define PORT_FAILED(object) 0
#define PORT_DONE                                                                        \
    if (r_ans == R_OutputValues)                                                         \
        r_ans = R_NilValue;
#define PORT_RESULT r_ans = VECTOR_ELT(R_OutputValues, 0);

#endif
