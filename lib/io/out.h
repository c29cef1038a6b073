/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Text on its way to a writer, gathered into large pieces. */
#ifndef WB_LIB_IO_OUT_H
#define WB_LIB_IO_OUT_H

#include "base/base.h"
#include "frame/frame.h"

typedef struct wb_out {
    wb_writer *writer; /* borrowed */
    wb_text text;      /* not written yet */
} wb_out;              /* starts as {writer, {0}}; wb_out_free when done */

wb_status wb_out_bytes(wb_out *out, const char *bytes, size_t length, wb_error *err);
wb_status wb_out_string(wb_out *out, const char *string, wb_error *err);
/* Hand over what was gathered when it is 64 KiB or more: call it once a row or so. */
wb_status wb_out_spill(wb_out *out, wb_error *err);
/* Hand over all of it. */
wb_status wb_out_flush(wb_out *out, wb_error *err);
void wb_out_free(wb_out *out);

/* Refuse a uint64 that wb_frame_int64() does not tell from a larger one. */
wb_status wb_cell_check(const wb_frame *frame, size_t column, int64_t row, wb_error *err);

#endif
