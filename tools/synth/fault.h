/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Saying what went wrong, in the library's own form. */
#ifndef WB_SYNTH_FAULT_H
#define WB_SYNTH_FAULT_H

#include <werkbaar/base.h>

#include <stddef.h>

#define TRY(call)                                                                        \
    do {                                                                                 \
        st = (call);                                                                     \
        if (st != WB_OK) {                                                               \
            goto done;                                                                   \
        }                                                                                \
    } while (0)

/* Fill in err (never NULL here) and return `status`. */
wb_status fault(wb_error *err, wb_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* n zeroed things of `size` bytes in *out. */
wb_status fault_new(size_t n, size_t size, void *out, wb_error *err);

#endif
