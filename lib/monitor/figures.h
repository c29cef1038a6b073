/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What others published (docs/formats/reference.md), to stand beside estimates. Texts are
 * borrowed from the document that they were read from. */
#ifndef WB_LIB_MONITOR_FIGURES_H
#define WB_LIB_MONITOR_FIGURES_H

#include "base/json.h"

enum { WB_MAX_FIGURES = 10000, WB_FIGURE_WAVE = 24 };

/* In the order of wb_figure_status_names. */
typedef enum wb_figure_status {
    WB_FIGURE_ANCHORED,
    WB_FIGURE_CONFLICT,
    WB_FIGURE_ROUNDED,
    WB_FIGURE_DERIVED,
    WB_FIGURE_BOUND
} wb_figure_status;
extern const char *const wb_figure_status_names[];

typedef struct wb_figure {
    char wave[WB_FIGURE_WAVE];
    const char *variable;
    const json_t *categories; /* taken together; NULL: none */
    const json_t *group;      /* variable -> values taken together; NULL: everybody */
    bool share; /* value and rounding are shares; else as they are printed */
    double value;
    double rounding; /* half a unit of the last printed digit */
    int32_t status;
    double n; /* respondents of the wave, of a figure of everybody; NaN: not known */
    const json_t *source; /* ids */
    const char *note;     /* NULL: none */
} wb_figure;

typedef struct wb_figures {
    wb_json document;      /* built in; else {0} */
    const json_t *sources; /* id -> title, where */
    wb_figure *items;
    size_t n;
} wb_figures; /* starts as {0} */

/* Figures under a member: the id of built-in ones, or an object that has them. An absent
 * member is none. */
wb_status wb_figures_read(wb_figures *figures, const wb_json_at *root, const char *key,
                          const char *instrument, wb_error *err);
void wb_figures_free(wb_figures *figures);

/* Titles of the sources of a figure, between semicolons. */
wb_status wb_figure_source(const wb_figures *figures, const wb_figure *figure,
                           wb_text *out, wb_error *err);

#endif
