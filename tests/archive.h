/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is in the archives that spreadsheets are: stored, or compressed where zlib is
 * there. */
#ifndef WB_TESTS_ARCHIVE_H
#define WB_TESTS_ARCHIVE_H

#include <stddef.h>

/* Where the bytes are, or NULL. */
const char *find_bytes(const char *bytes, size_t length, const char *wanted);

/* The contents of all entries, one behind the other, to be freed; their sums are checked.
 */
char *archive_unpacked(const char *archive, size_t *length);

/* Does an entry hold it? */
int archive_holds(const char *archive, const char *wanted);

#endif
