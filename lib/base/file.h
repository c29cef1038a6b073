/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files of the operating system, behind the readers and the writers. */
#ifndef WB_LIB_BASE_FILE_H
#define WB_LIB_BASE_FILE_H

#include "base/base.h"

typedef struct wb_file wb_file;

wb_status wb_file_open(const char *path, wb_file **out, wb_error *err);
/* wb_read_fn, wb_rewind_fn and wb_close_fn of a file being read. */
int64_t wb_file_read(void *file, void *buffer, size_t capacity);
int32_t wb_file_rewind(void *file);
bool wb_file_can_rewind(const wb_file *file);
/* Of a file that can be rewound: go to a byte; how many bytes it has. Negative: failed.
 */
int32_t wb_file_seek(void *file, int64_t offset);
int64_t wb_file_size(void *file);

/* A temporary file beside `path`, or `path` itself when that is a device or a pipe. */
wb_status wb_file_create(const char *path, wb_file **out, wb_error *err);
/* wb_write_fn of a file being written. */
int32_t wb_file_write(void *file, const void *bytes, size_t n_bytes);
/* Sync and rename over the path. @return 0, or anything else on failure. */
int32_t wb_file_commit(wb_file *file);

/* The system's reason for the last failure, in English whatever the locale. */
const char *wb_file_reason(const wb_file *file);
/* Close; a temporary file that was not committed is removed. */
void wb_file_close(void *file);

#endif
