/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Definitions shown as frames, a cell at a time. */
#ifndef WB_LIB_COMPOSE_SHOW_H
#define WB_LIB_COMPOSE_SHOW_H

#include "base/json.h"
#include "frame/fill.h"

typedef struct wb_show {
    const char *language;
    const json_t *languages; /* of the document at hand: the first is the fallback */
    wb_fill fill;
    wb_text text; /* of the cell at hand */
} wb_show;

/* Cells: a member that is text ("" without), a text by language, a number or false or
 * true, missing where it is not there. */
wb_status wb_show_word(wb_show *show, const json_t *object, const char *key,
                       wb_error *err);
wb_status wb_show_text(wb_show *show, const json_t *object, const char *key,
                       wb_error *err);
/* The same for an element of an array, which is itself the texts. */
wb_status wb_show_element(wb_show *show, const json_t *list, size_t index, wb_error *err);
wb_status wb_show_number(wb_show *show, const json_t *object, const char *key,
                         wb_error *err);
wb_status wb_show_flag(wb_show *show, const json_t *object, const char *key,
                       wb_error *err);
/* An array of texts or whole numbers, or of objects by a member of them: "a,b". */
wb_status wb_show_list(wb_show *show, const json_t *list, wb_error *err);
wb_status wb_show_members(wb_show *show, const json_t *list, const char *key,
                          wb_error *err);
/* show_item and show_in: missing without show_if. */
wb_status wb_show_condition(wb_show *show, const json_t *question, wb_error *err);
/* The text that was gathered in show->text, which is empty then. */
wb_status wb_show_gathered(wb_show *show, wb_error *err);

/* A kind of table: its columns and what fills them. */
typedef struct wb_show_part {
    const char *name;
    const wb_fill_column *columns;
    wb_status (*fill)(wb_show *show, const void *what, wb_error *err);
} wb_show_part;

/* The table of this name; WB_E_ARG names those there are. `what` is shown, `owner` is
 * what errors call it. */
wb_status wb_show_table(const wb_show_part *parts, size_t n, const char *owner,
                        const void *what, const char *part, const char *language,
                        wb_frame **out, wb_error *err);

#endif
