/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A chart is 360 units wide, the width of a phone, so that its 11-unit texts stay legible
 * there. Series differ in colour (blue, vermilion: told apart by colour-blind eyes), dash
 * and marker. */
#include "chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 360, HEIGHT = 236, LEFT = 32, RIGHT = 344, TOP = 40, BOTTOM = 208 };

static const char *const series_class[CHART_LARGEST_SERIES] = {"s1", "s2"};

void chart_axis(const wbr_model *model, const int *measures, size_t n_measures,
                int from_zero, chart *c)
{
    static const double steps[] = {1, 2, 5, 10, 20, 25};
    double low = 100, high = 0;
    for (size_t i = 0; i < n_measures; i++) {
        for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
            wbr_cell cell = wbr_value(model, 0, 0, wave, measures[i]);
            low =
                fmin(low, fmin(cell.estimate, cell.lower) * 100); /* NaN is passed over */
            high = fmax(high, fmax(cell.estimate, cell.upper) * 100);
        }
    }
    low = from_zero || low > high ? 0 : low;
    high = high > low ? high : 100;
    size_t i = 0;
    while (i + 1 < sizeof steps / sizeof *steps && (high - low) / steps[i] > 5) {
        i++;
    }
    c->step = steps[i];
    c->low = fmax(0, floor(low / c->step) * c->step);
    c->high = fmin(fmax(100, high), ceil((high + 0.01) / c->step) * c->step);
}

/* Waves that are numbers stand at their distance, others side by side. */
static double wave_x(const wbr_model *model, size_t wave)
{
    size_t n = wbr_wave_count(model);
    double first = 0, last = (double)(n - 1), at = (double)wave, before = 0;
    int are_numbers = 1;
    for (size_t i = 0; i < n && are_numbers; i++) {
        const char *text = wbr_wave_text(model, i);
        char *end = NULL;
        double number = strtod(text, &end);
        are_numbers = end != text && *end == '\0' && (i == 0 || number > before);
        before = number;
    }
    if (are_numbers) {
        first = strtod(wbr_wave_text(model, 0), NULL);
        last = strtod(wbr_wave_text(model, n - 1), NULL);
        at = strtod(wbr_wave_text(model, wave), NULL);
    }
    double share = last > first ? (at - first) / (last - first) : 0.5;
    return LEFT + 16 + share * (RIGHT - LEFT - 32);
}

static double value_y(const chart *c, double percent)
{
    double share = (percent - c->low) / (c->high - c->low);
    return BOTTOM - fmin(1, fmax(0, share)) * (BOTTOM - TOP);
}

static void axes_write(page *p, const wbr_model *model, const chart *c)
{
    for (double y = c->low; y <= c->high + c->step / 2; y += c->step) {
        double at = value_y(c, y);
        page_format(p,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, RIGHT, at, at);
        page_format(p, "<text class=\"tick\" x=\"%d\" y=\"%.1f\">%.0f</text>", LEFT - 5,
                    at + 4, y);
    }
    double drawn = -100;
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        double x = wave_x(model, wave);
        if (x - drawn < 30) {
            continue;
        }
        page_format(p, "<text class=\"wave\" x=\"%.1f\" y=\"%d\">", x, BOTTOM + 18);
        page_text(p, wbr_wave_text(model, wave));
        page_raw(p, "</text>");
        drawn = x;
    }
}

/* Is what was asked another thing than in the wave before? Then nothing joins the two. */
static int is_apart(const wbr_model *model, size_t wave, int measure)
{
    wbr_change change = wbr_difference(model, WBR_PREVIOUS, 0, 0, wave, measure);
    return change.is_there && !change.is_comparable;
}

/* The band between the bounds, over each run of waves that have them. */
static void band_write(page *p, const wbr_model *model, const chart *c, size_t series)
{
    size_t n = wbr_wave_count(model);
    int measure = c->series[series].measure;
    for (size_t first = 0; first < n; first++) {
        size_t end = first;
        while (end < n && !isnan(wbr_value(model, 0, 0, end, measure).lower) &&
               (end == first || !is_apart(model, end, measure))) {
            end++;
        }
        if (end - first < 2) {
            continue;
        }
        page_format(p, "<polygon class=\"band %s\" points=\"", series_class[series]);
        for (size_t i = first; i < end; i++) {
            wbr_cell cell = wbr_value(model, 0, 0, i, measure);
            page_format(p, "%.1f,%.1f ", wave_x(model, i), value_y(c, cell.upper * 100));
        }
        for (size_t i = end; i > first; i--) {
            wbr_cell cell = wbr_value(model, 0, 0, i - 1, measure);
            page_format(p, "%.1f,%.1f ", wave_x(model, i - 1),
                        value_y(c, cell.lower * 100));
        }
        page_raw(p, "\"/>");
        first = end - 1;
    }
}

/* The line through the estimates, over the same runs. */
static void line_write(page *p, const wbr_model *model, const chart *c, size_t series)
{
    int is_open = 0, measure = c->series[series].measure;
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        wbr_cell cell = wbr_value(model, 0, 0, wave, measure);
        if (is_open && (isnan(cell.estimate) || is_apart(model, wave, measure))) {
            page_raw(p, "\"/>");
            is_open = 0;
        }
        if (isnan(cell.estimate)) {
            continue;
        }
        if (!is_open) {
            page_format(p, "<polyline class=\"line %s\" points=\"", series_class[series]);
            is_open = 1;
        }
        page_format(p, "%.1f,%.1f ", wave_x(model, wave),
                    value_y(c, cell.estimate * 100));
    }
    if (is_open) {
        page_raw(p, "\"/>");
    }
}

static void marker_write(page *p, size_t series, double x, double y, int hollow)
{
    const char *shape = hollow ? "mark open" : "mark";
    if (series == 0) {
        page_format(p, "<circle class=\"%s %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>",
                    shape, series_class[series], x, y);
    } else {
        page_format(p,
                    "<rect class=\"%s %s\" x=\"%.1f\" y=\"%.1f\" width=\"6\" "
                    "height=\"6\"/>",
                    shape, series_class[series], x - 3, y - 3);
    }
}

static int is_hollow(const wbr_model *model, size_t wave, int measure)
{
    const wbr_figure *figure = NULL;
    return wbr_is_synthetic(wbr_model_group(model)) &&
           wbr_published(model, 0, 0, wave, measure, &figure) == WBR_INVENTED;
}

static void points_write(page *p, const wbr_model *model, const chart *c, size_t series)
{
    double drawn = -100;
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        int measure = c->series[series].measure;
        wbr_cell cell = wbr_value(model, 0, 0, wave, measure);
        if (isnan(cell.estimate)) {
            continue;
        }
        double x = wave_x(model, wave), y = value_y(c, cell.estimate * 100);
        double top = isnan(cell.upper) ? y : value_y(c, cell.upper * 100);
        double bottom = isnan(cell.lower) ? y : value_y(c, cell.lower * 100);
        page_format(p,
                    "<path class=\"bar %s\" d=\"M%.1f %.1fV%.1fM%.1f %.1fh6M%.1f "
                    "%.1fh6\"/>",
                    series_class[series], x, top, bottom, x - 3, top, x - 3, bottom);
        marker_write(p, series, x, y, is_hollow(model, wave, measure));
        if (x - drawn >= 26) {
            double below = bottom + 12 < BOTTOM - 1 ? bottom + 12 : top - 5;
            page_format(p, "<text class=\"value %s\" x=\"%.1f\" y=\"%.1f\">",
                        series_class[series], x, series == 0 ? top - 5 : below);
            page_percent(p, cell.estimate);
            page_raw(p, "</text>");
            drawn = x;
        }
    }
}

static void legend_write(page *p, const chart *c, int is_synthetic)
{
    double x = LEFT;
    for (size_t i = 0; i < c->n_series && c->n_series > 1; i++) {
        page_format(p, "<path class=\"line %s\" d=\"M%.1f 14h22\"/>", series_class[i], x);
        marker_write(p, i, x + 11, 14, 0);
        page_format(p, "<text class=\"name\" x=\"%.1f\" y=\"18\">", x + 27);
        page_text(p, c->series[i].label);
        page_raw(p, "</text>");
        x += 120;
    }
    if (is_synthetic) {
        page_format(p, "<text class=\"made\" x=\"%d\" y=\"18\">SYNTHETIC</text>", RIGHT);
    }
}

/* What the chart shows, in words, for those who do not see it. */
static void description_write(page *p, const wbr_model *model, const chart *c)
{
    for (size_t i = 0; i < c->n_series; i++) {
        page_raw(p, i == 0 ? "" : " ");
        page_text(p, c->series[i].label);
        page_raw(p, ":");
        for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
            wbr_cell cell = wbr_value(model, 0, 0, wave, c->series[i].measure);
            page_raw(p, wave == 0 ? " " : "; ");
            page_text(p, wbr_wave_text(model, wave));
            page_raw(p, " ");
            page_percent(p, cell.estimate);
            page_raw(p, " %");
        }
        page_raw(p, ".");
    }
}

void chart_write(page *p, const wbr_model *model, const chart *c)
{
    int is_synthetic = wbr_is_synthetic(wbr_model_group(model));
    page_format(p,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">"
                "<title id=\"%s-t\">",
                WIDTH, HEIGHT, c->id, c->id, c->id);
    page_text(p, c->title);
    page_raw(p, is_synthetic ? " (SYNTHETIC)" : "");
    page_format(p, "</title><desc id=\"%s-d\">", c->id);
    description_write(p, model, c);
    page_raw(p, "</desc>");
    axes_write(p, model, c);
    for (size_t i = 0; i < c->n_series; i++) {
        band_write(p, model, c, i);
    }
    for (size_t i = 0; i < c->n_series; i++) {
        line_write(p, model, c, i);
        points_write(p, model, c, i);
    }
    legend_write(p, c, is_synthetic);
    page_raw(p, "</svg>\n");
}
