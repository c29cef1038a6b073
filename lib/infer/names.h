/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Values as people write them, and lists of them for messages. */
#ifndef WB_LIB_INFER_NAMES_H
#define WB_LIB_INFER_NAMES_H

#include "frame/frame.h"

/* Whether a cell has the value that a text stands for: numbers, bools and dates compare
 * as such, text by its bytes. */
bool wb_cell_is(const wb_frame *frame, size_t column, int64_t row, const char *text);

/* "a, b, c and others": distinct names in the order they came, the first few of them. */
enum { WB_LISTED_NAMES = 8 };
typedef struct wb_name_list {
    wb_text names[WB_LISTED_NAMES];
    int64_t n;  /* beyond the eighth a name may count twice */
} wb_name_list; /* starts as {0}; wb_name_list_free() when done */
wb_status wb_name_list_add(wb_name_list *list, const char *name, size_t length,
                           wb_error *err);
wb_status wb_name_list_text(const wb_name_list *list, wb_text *text, wb_error *err);
void wb_name_list_free(wb_name_list *list);

#endif
