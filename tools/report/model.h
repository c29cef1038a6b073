/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a model holds, for the files that fill it and that are asked. */
#ifndef WERKBAAR_TOOLS_MODEL_H
#define WERKBAAR_TOOLS_MODEL_H

#include "arena.h"
#include "report.h"

#define LARGEST_BREAKDOWN 8 /* variables crossed in one breakdown */
#define MOST_CROSSED      4 /* crossed breakdowns that a page can hold */

/* What a position is of: cells, or by wbr_reference. */
enum { OF_CELLS, OF_COMPARED, N_KINDS = OF_COMPARED + WBR_REFERENCES };

typedef struct breakdown {
    const char *variables[LARGEST_BREAKDOWN];
    size_t n_variables;
    const char *title;
    int is_declared; /* its variables have categories in an order */
    int32_t *codes;  /* n_variables per cell */
    const char **ids, **labels;
    size_t n_cells, room;
    int64_t *rows[N_KINDS];
} breakdown;

struct wbr_model {
    arena memory;
    wbr_group group;
    const char **waves;
    int *wave_places; /* by code; WBR_NONE: no rows came in */
    size_t n_waves;
    int *measures; /* by code of variable and of category + 1; WBR_NONE: not shown */
    size_t n_categories;
    breakdown *breakdowns;
    size_t n_breakdowns, n_left_out;
};

/* Where comparisons stand: the part, the column that tells them apart (NULL: none), its
 * word. */
typedef struct model_compared {
    wbr_part part;
    const char *column, *word;
} model_compared;
extern const model_compared model_compared_at[WBR_REFERENCES];

/* Breakdowns with their variables and titles, without cells. */
wb_status model_breakdowns_read(wbr_model *model, wb_error *err);
/* "left × right", or right when left is ""; NULL: no memory. */
const char *model_join(arena *a, const char *left, const char *right);

/* The code of a dictionary, -1 where it is missing; its word, "" then. */
int32_t model_code(const wb_frame *frame, size_t column, int64_t row);
const char *model_word(const wb_frame *frame, const char *column, int64_t row);
int model_same(const char *a, const char *b);
/* Where the row of a number is kept. */
int64_t *model_position(const wbr_model *model, size_t kind, size_t breakdown,
                        size_t cell, size_t wave, int measure);

#endif
