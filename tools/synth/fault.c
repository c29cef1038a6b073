/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

wb_status fault(wb_error *err, wb_status status, const char *format, ...)
{
    va_list arguments;

    memset(err, 0, sizeof *err);
    err->status = status;
    err->row = -1;
    err->offset = -1;
    va_start(arguments, format);
    vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    return status;
}

wb_status fault_new(size_t n, size_t size, void *out, wb_error *err)
{
    void *block = calloc(n == 0 ? 1 : n, size);

    if (block == NULL) {
        return fault(err, WB_E_NOMEM, "no memory for %zu things of %zu bytes", n, size);
    }
    memcpy(out, &block, sizeof block);
    return WB_OK;
}
