/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/board.h"

#include <math.h>
#include <string.h>

wb_status wb_board_new(wb_board **out, wb_error *err)
{
    *out = wb_allocate(1, sizeof **out);
    return *out != NULL ? WB_OK : wb_fail_nomem(err);
}

void wb_board_free(wb_board *board)
{
    if (board == NULL)
        return;
    for (size_t i = 0; i < board->n_columns; i++) {
        wb_board_column *c = &board->columns[i];
        wb_release(c->name);
        wb_names_free(&c->words);
        wb_release(c->codes);
        wb_release(c->numbers);
        wb_release(c->whole);
    }
    wb_release(board);
}

static wb_status add(wb_board *board, const char *name, wb_type type, size_t *column,
                     wb_error *err)
{
    if (board->n_columns == WB_BOARD_COLUMNS)
        return wb_fail(err, WB_E_LIMIT, /* not reached: variables are 256 at most */
                       "more than %d columns in a table", (int)WB_BOARD_COLUMNS);
    wb_board_column *new = &board->columns[board->n_columns];
    new->type = type;
    new->name = wb_copy_string(name);
    if (new->name == NULL)
        return wb_fail_nomem(err);
    *column = board->n_columns++;
    return WB_OK;
}

wb_status wb_board_add_codes(wb_board *board, const char *name, const wb_names *words,
                             size_t *column, wb_error *err)
{
    wb_status st = add(board, name, WB_TYPE_DICTIONARY, column, err);

    if (st == WB_OK)
        st = wb_names_copy(words, &board->columns[*column].words, err);
    return st;
}

wb_status wb_board_add_words(wb_board *board, const char *name, const char *const *words,
                             size_t *column, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(add(board, name, WB_TYPE_DICTIONARY, column, err));
    for (; *words != NULL; words++)
        WB_TRY(wb_names_add(&board->columns[*column].words, *words, err));
done:
    return st;
}

wb_status wb_board_add_numbers(wb_board *board, const char *name, size_t *column,
                               wb_error *err)
{
    return add(board, name, WB_TYPE_FLOAT64, column, err);
}

wb_status wb_board_add_whole(wb_board *board, const char *name, size_t *column,
                             wb_error *err)
{
    return add(board, name, WB_TYPE_INT64, column, err);
}

wb_status wb_board_word(wb_names *words, const char *word, wb_error *err)
{
    return wb_names_find(words, word) < words->count ? WB_OK
                                                     : wb_names_add(words, word, err);
}

int32_t wb_board_code(const wb_board_column *column, const char *word)
{
    return (int32_t)wb_names_find(&column->words, word);
}

static wb_status make_rows(wb_board_column *c, size_t n, wb_error *err)
{
    if (c->type == WB_TYPE_DICTIONARY) {
        c->codes = wb_resize(NULL, n, sizeof *c->codes);
        if (c->codes == NULL)
            return wb_fail_nomem(err);
        memset(c->codes, 0xff, n * sizeof *c->codes);
        return WB_OK;
    }
    if (c->type == WB_TYPE_INT64) {
        c->whole = wb_resize(NULL, n, sizeof *c->whole);
        for (size_t i = 0; c->whole != NULL && i < n; i++)
            c->whole[i] = INT64_MIN;
        return c->whole != NULL ? WB_OK : wb_fail_nomem(err);
    }
    c->numbers = wb_resize(NULL, n, sizeof *c->numbers);
    for (size_t i = 0; c->numbers != NULL && i < n; i++)
        c->numbers[i] = NAN;
    return c->numbers != NULL ? WB_OK : wb_fail_nomem(err);
}

wb_status wb_board_rows(wb_board *board, size_t n, wb_error *err)
{
    wb_status st = WB_OK;

    board->n_rows = n;
    for (size_t i = 0; i < board->n_columns; i++)
        WB_TRY(make_rows(&board->columns[i], n, err));
done:
    return st;
}

static wb_status put_column(wb_frame *frame, wb_board_column *c, wb_error *err)
{
    wb_column column = WB_COLUMN_INIT;
    void *values = c->numbers;

    column.type = (int32_t)c->type;
    if (c->type == WB_TYPE_DICTIONARY) {
        values = c->codes;
        column.flags = WB_COLUMN_SENTINEL;
        column.sentinel = -1;
        column.categories = (const char *const *)c->words.items;
        column.n_categories = (int64_t)c->words.count;
    } else if (c->type == WB_TYPE_INT64) {
        values = c->whole;
        column.flags = WB_COLUMN_SENTINEL;
        column.sentinel = INT64_MIN;
    }
    column.values = values;
    column.release = wb_release;
    column.user = values;
    wb_status st = wb_frame_add_trusted(frame, c->name, &column, err);
    if (st == WB_OK) {
        c->codes = NULL;
        c->numbers = NULL;
        c->whole = NULL;
    }
    return st;
}

wb_status wb_board_finish(wb_board *board, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;

    WB_TRY(wb_frame_new((int64_t)board->n_rows, &frame, err));
    for (size_t i = 0; i < board->n_columns; i++)
        WB_TRY(put_column(frame, &board->columns[i], err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    return st;
}
