/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "grid.h"

#include "columns.h"
#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void grid_init(grid *g, size_t n_rows, size_t n_columns)
{
    *g = (grid){n_rows, n_columns, calloc(n_rows * n_columns + 1, sizeof *g->cells), 0};
    g->failed = g->cells == NULL;
}

void grid_set(grid *g, size_t row, size_t column, const char *format, ...)
{
    va_list list, again;
    if (g->failed) {
        return;
    }
    va_start(list, format);
    va_copy(again, list);
    int n = vsnprintf(NULL, 0, format, list);
    char *text = n >= 0 ? malloc((size_t)n + 1) : NULL;
    if (text != NULL) {
        vsnprintf(text, (size_t)n + 1, format, again);
    }
    va_end(again);
    va_end(list);
    char **cell = &g->cells[row * g->n_columns + column];
    free(*cell);
    *cell = text;
    g->failed = text == NULL;
}

/* Characters of a text; ours are all one terminal column wide. */
static size_t width(const char *text)
{
    size_t n = 0;
    for (; text != NULL && *text != '\0'; text++) {
        n += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return n;
}

static void column_align(grid *g, size_t column)
{
    size_t widest = 0;
    for (size_t row = 0; row < g->n_rows; row++) {
        size_t w = width(g->cells[row * g->n_columns + column]);
        widest = w > widest ? w : widest;
    }
    for (size_t row = 0; row < g->n_rows; row++) {
        const char *text = g->cells[row * g->n_columns + column];
        grid_set(g, row, column, "%*s%s", (int)(widest - width(text)), "",
                 text != NULL ? text : "");
    }
}

/* What the name of a column may be long, and what of a heading: whole characters. */
enum { NAME_BYTES = 128, HEADING_BYTES = 120 };

/* The heading as a name that no column before has: what somebody calls "n" may stand
 * beside the numbers of people. */
static void name_make(const char *heading, const wb_frame *frame, char name[NAME_BYTES])
{
    size_t length = strlen(heading);
    if (length > HEADING_BYTES) {
        length = HEADING_BYTES;
        while (((unsigned char)heading[length] & 0xc0) == 0x80) {
            length--;
        }
    }
    memcpy(name, heading, length);
    name[length] = '\0';
    while (length + 1 < NAME_BYTES && wb_frame_find(frame, name) >= 0) {
        name[length++] = ' ';
        name[length] = '\0';
    }
}

static wb_status column_add(const grid *g, size_t column, wb_frame *frame, wb_error *err)
{
    const char **texts = calloc(g->n_rows, sizeof *texts);
    char name[NAME_BYTES];
    if (texts == NULL) {
        return cli_no_memory(err);
    }
    for (size_t row = 1; row < g->n_rows; row++) {
        texts[row - 1] = g->cells[row * g->n_columns + column];
    }
    name_make(g->cells[column], frame, name);
    wb_status st = cli_columns_add(frame, name, texts, err);
    free(texts);
    return st;
}

wb_status grid_write(grid *g, wb_writer *writer, wb_error *err)
{
    wb_frame *frame = NULL;
    wb_status st = WB_OK;
    for (size_t column = 1; column < g->n_columns && !g->failed; column++) {
        column_align(g, column);
    }
    if (g->failed) {
        return cli_no_memory(err);
    }
    st = wb_frame_new((int64_t)g->n_rows - 1, &frame, err);
    for (size_t column = 0; column < g->n_columns && st == WB_OK; column++) {
        st = column_add(g, column, frame, err);
    }
    if (st == WB_OK) {
        st = cli_frame_write(writer, frame, 0, NULL, err);
    }
    wb_frame_free(frame);
    return st;
}

void grid_free(grid *g)
{
    for (size_t i = 0; g->cells != NULL && i < g->n_rows * g->n_columns; i++) {
        free(g->cells[i]);
    }
    free(g->cells);
    *g = (grid){0};
}
