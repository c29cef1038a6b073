/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Large result frames: columns of codes and numbers that are written in place and become
 * the frame's own. */
#ifndef WB_LIB_MONITOR_BOARD_H
#define WB_LIB_MONITOR_BOARD_H

#include "base/names.h"
#include "frame/frame.h"

enum { WB_BOARD_COLUMNS = 320 };

typedef struct wb_board_column {
    char *name;
    wb_type type;    /* DICTIONARY (codes), FLOAT64 or INT64 */
    wb_names words;  /* of a dictionary */
    int32_t *codes;  /* -1: missing */
    double *numbers; /* NaN: missing */
    int64_t *whole;  /* INT64_MIN: missing */
} wb_board_column;

typedef struct wb_board {
    wb_board_column columns[WB_BOARD_COLUMNS];
    size_t n_columns;
    size_t n_rows;
} wb_board; /* large: not on the stack; starts as {0} */

wb_status wb_board_new(wb_board **out, wb_error *err);
void wb_board_free(wb_board *board);

/* Columns first. The words are copied. */
wb_status wb_board_add_codes(wb_board *board, const char *name, const wb_names *words,
                             size_t *column, wb_error *err);
wb_status wb_board_add_words(wb_board *board, const char *name, const char *const *words,
                             size_t *column, wb_error *err);
wb_status wb_board_add_numbers(wb_board *board, const char *name, size_t *column,
                               wb_error *err);
wb_status wb_board_add_whole(wb_board *board, const char *name, size_t *column,
                             wb_error *err);
/* Add a word that is not there yet, and find the code of one that is. */
wb_status wb_board_word(wb_names *words, const char *word, wb_error *err);
int32_t wb_board_code(const wb_board_column *column, const char *word);
/* Then all rows, every value missing; they are written into the columns. */
wb_status wb_board_rows(wb_board *board, size_t n, wb_error *err);

wb_status wb_board_finish(wb_board *board, wb_frame **out, wb_error *err);

#endif
