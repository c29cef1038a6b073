/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Line charts of measures over the waves, as inline SVG. */
#ifndef WERKBAAR_TOOLS_CHART_H
#define WERKBAAR_TOOLS_CHART_H

#include "page.h"

#define CHART_LARGEST_SERIES 2

typedef struct chart_series {
    const char *label;
    int measure; /* of everyone, by wave */
} chart_series;

typedef struct chart {
    const char *id; /* unique in the page: letters, digits, - and _ */
    const char *title;
    chart_series series[CHART_LARGEST_SERIES]; /* the first above, the second below */
    size_t n_series;
    double low, high, step; /* vertical axis, in percent */
} chart;

/* An axis around the intervals of the given measures: from 0 when `from_zero`. */
void chart_axis(const wbr_model *model, const int *measures, size_t n_measures,
                int from_zero, chart *c);

void chart_write(page *p, const wbr_model *model, const chart *c);

#endif
