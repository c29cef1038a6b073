/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Lists of texts, such as names of columns and of categories. */
#ifndef WB_LIB_BASE_NAMES_H
#define WB_LIB_BASE_NAMES_H

#include "base/base.h"

/* A list of texts that grows. Starts as {0}. */
typedef struct wb_names {
    char **items;
    size_t count;
} wb_names;

/* Position of a name, or count when it is not there. */
size_t wb_names_find(const wb_names *names, const char *name);
/* Add a copy at the end. */
wb_status wb_names_add(wb_names *names, const char *name, wb_error *err);
wb_status wb_names_copy(const wb_names *names, wb_names *out, wb_error *err);
bool wb_names_equal(const wb_names *names, const char *const *others, size_t n);
/* Append items first .. first + n - 1, joined by '+'; of none, "(all)". */
wb_status wb_names_join(const wb_names *names, size_t first, size_t n, wb_text *out,
                        wb_error *err);
void wb_names_free(wb_names *names);

/* How many letters to put in, leave out or change; of names beyond 63 bytes, 64. */
size_t wb_name_distance(const char *a, const char *b);

/* Longest name of a column, in bytes. */
enum { WB_COLUMN_NAME = 127 };

/* A name that a column can have is 1 to `longest` bytes of UTF-8; WB_E_ARG else.
 * `purpose` says in the message what the column is for. */
wb_status wb_check_column_name(const char *name, const char *purpose, size_t longest,
                               wb_error *err);

#endif
