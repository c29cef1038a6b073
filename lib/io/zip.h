/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A zip archive on its way to a writer: entries compressed where the build has zlib and
 * it makes them smaller, all of 1980-01-01, so that the same entries are the same bytes.
 */
#ifndef WB_LIB_IO_ZIP_H
#define WB_LIB_IO_ZIP_H

#include "base/base.h"

typedef struct wb_zip {
    wb_writer *writer; /* borrowed */
    wb_text directory; /* what stands at the end of the archive */
    uint64_t offset;   /* bytes written so far */
    uint32_t n_entries;
} wb_zip; /* starts as {.writer = writer}; wb_zip_free when done */

/* Add an entry; what it is compressed to stands in memory. WB_E_LIMIT: over 65,535
 * entries or 4 GiB. */
wb_status wb_zip_add(wb_zip *zip, const char *name, const wb_text *content,
                     wb_error *err);
/* Write the directory. */
wb_status wb_zip_finish(wb_zip *zip, wb_error *err);
void wb_zip_free(wb_zip *zip);

#endif
