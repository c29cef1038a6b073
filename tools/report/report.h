/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* wbreport: estimates of a monitor as one plain, self-contained HTML page, and the model
 * that finds the numbers in an estimates frame. No ABI promise; part of the tools. */
#ifndef WERKBAAR_TOOLS_REPORT_H
#define WERKBAAR_TOOLS_REPORT_H

#include <werkbaar/werkbaar.h>

#include <jansson.h>

/* ---- Languages ---- */

typedef enum wbr_language { WBR_NL = 0, WBR_EN = 1 } wbr_language;
const char *wbr_language_code(wbr_language language); /* "nl", "en" */

/* ---- What an instrument asks to be estimated ---- */

/* One number per wave and cell. A share is a mean of a bool column or a proportion. */
typedef struct wbr_measure {
    int32_t statistic;    /* a wb_statistic */
    const char *variable; /* the score column */
    const char *category; /* of a proportion; else NULL */
    int is_share;
    const char *label; /* of the category of a topic or combination; else NULL */
} wbr_measure;

enum { WBR_NONE = -1 }; /* in place of the position of a measure that is not there */

typedef struct wbr_indicator {
    const char *id, *label, *kind, *scale;
    int problem, acute; /* positions of measures */
} wbr_indicator;

typedef struct wbr_scale {
    const char *id, *label;
    int mean;
} wbr_scale;

typedef struct wbr_composite {
    const char *id, *label;
    const char *of; /* ids of its indicators, comma-separated */
    int is_acute;   /* of its indicators the acute light counts, else the problem light */
    int is_count;   /* count_of: measures first .. first + n_parts, a category each */
    int first;      /* none_of: the measure */
    int n_parts;
} wbr_composite;

/* Which bottlenecks people have: a measure for each combination. */
typedef struct wbr_mix {
    const char *id; /* of the composite that counts them */
    int first, n_parts;
} wbr_mix;

/* A further topic: one measure, or one for each category. */
typedef struct wbr_topic {
    const char *id, *label;
    int first, n_parts;
} wbr_topic;

/* The outline of a monitor: everything in it, in the instrument's order. */
typedef struct wbr_outline wbr_outline;

wb_status wbr_outline_new(const wb_instrument *instrument, const char *language,
                          wbr_outline **out, wb_error *err);
/* Add the combinations and topics that are in a monitor's cells. */
wb_status wbr_outline_add(wbr_outline *outline, const wb_frame *cells,
                          const wb_frame *labels, const json_t *definition,
                          wb_error *err);
void wbr_outline_free(wbr_outline *outline);
size_t wbr_measure_count(const wbr_outline *outline);
const wbr_measure *wbr_measure_at(const wbr_outline *outline, size_t index);
size_t wbr_indicator_count(const wbr_outline *outline);
const wbr_indicator *wbr_indicator_at(const wbr_outline *outline, size_t index);
size_t wbr_scale_count(const wbr_outline *outline);
const wbr_scale *wbr_scale_at(const wbr_outline *outline, size_t index);
size_t wbr_composite_count(const wbr_outline *outline);
const wbr_composite *wbr_composite_at(const wbr_outline *outline, size_t index);
size_t wbr_mix_count(const wbr_outline *outline);
const wbr_mix *wbr_mix_at(const wbr_outline *outline, size_t index);
size_t wbr_topic_count(const wbr_outline *outline);
const wbr_topic *wbr_topic_at(const wbr_outline *outline, size_t index);

/* ---- Published figures ---- */

/* What a figure was published as. */
typedef enum wbr_anchor {
    WBR_INVENTED = 0, /* nothing was published */
    WBR_ROUGH = 1,    /* rounded, derived, a bound, or sources that conflict */
    WBR_ANCHORED = 2
} wbr_anchor;

typedef struct wbr_figure {
    const char *wave, *variable, *category; /* category NULL: none */
    const char *column, *value_of_column;   /* the group; both NULL: everyone */
    wbr_anchor anchor;
    double value; /* percent */
    int decimals;
} wbr_figure;

/* ---- The numbers ---- */

/* The parts of a monitor's results, by the names that wb_monitor_results_table() has. */
typedef enum wbr_part {
    WBR_CELLS,
    WBR_CHANGES,
    WBR_GROUPS,
    WBR_TREND,
    WBR_TARGETS,
    WBR_PUBLISHED,
    WBR_COUNTS,
    WBR_RESPONSE,
    WBR_NOTES,
    WBR_LABELS,
    WBR_PARTS
} wbr_part;
const char *wbr_part_name(wbr_part part);

typedef struct wbr_group {
    const wb_instrument *instrument;
    const wbr_outline *outline;
    const json_t *definition; /* the monitor's */
    const wb_frame *parts[WBR_PARTS];
    const char *note;      /* what the data are; starts with SYNTHETIC when made up */
    const char *data_name; /* NULL: unnamed */
    int32_t interval;      /* a wb_interval */
    double level;
    const wbr_figure *figures;
    size_t n_figures; /* 0: no list of published figures is known */
} wbr_group;

typedef struct wbr_cell {
    double estimate, lower, upper, df; /* NaN when missing */
    int64_t n;
    int is_there;
    int is_hidden;      /* then estimate, n and the others are missing */
    const char *reason; /* the flag of the cell: which rule it does not keep; "": none */
} wbr_cell;

/* What a cell is compared with; the trend is over all waves, and stands at wave 0. */
typedef enum wbr_reference {
    WBR_PREVIOUS, /* wave */
    WBR_FIRST,
    WBR_REST, /* of its wave */
    WBR_ALL_WAVES,
    WBR_REFERENCES
} wbr_reference;

typedef struct wbr_change {
    double difference, lower, upper, p, p_adjusted; /* NaN when missing; of a trend the
                                                     * difference is the slope */
    int64_t n_waves;                                /* of a trend */
    int is_there;
    int is_comparable; /* else what was asked changed between the waves */
} wbr_change;

/* A group's numbers by wave, cell and measure. Borrows from the group. */
typedef struct wbr_model wbr_model;

wb_status wbr_model_new(const wbr_group *group, wbr_model **out, wb_error *err);
void wbr_model_free(wbr_model *model);
const wbr_group *wbr_model_group(const wbr_model *model);
size_t wbr_wave_count(const wbr_model *model);
const char *wbr_wave_text(const wbr_model *model, size_t wave);
/* Breakdown 0 is everyone (one cell, without label), the others are those that the
 * definition lists, in its order; "sector × sex" when crossed. Many crossed ones are left
 * out: how many. */
size_t wbr_breakdown_count(const wbr_model *model);
size_t wbr_left_out_count(const wbr_model *model);
const char *wbr_breakdown_title(const wbr_model *model, size_t breakdown);
size_t wbr_cell_count(const wbr_model *model, size_t breakdown);
const char *wbr_cell_label(const wbr_model *model, size_t breakdown, size_t cell);
wbr_cell wbr_value(const wbr_model *model, size_t breakdown, size_t cell, size_t wave,
                   int measure);
wbr_change wbr_difference(const wbr_model *model, wbr_reference reference,
                          size_t breakdown, size_t cell, size_t wave, int measure);
/* What was published for a number of everyone or of one cell; *figure NULL when nothing.
 */
wbr_anchor wbr_published(const wbr_model *model, size_t breakdown, size_t cell,
                         size_t wave, int measure, const wbr_figure **figure);

/* ---- Numbers in a language ---- */

typedef struct wbr_options {
    wbr_language language;
    int32_t interval; /* a wb_interval */
    double level;
} wbr_options;

/* A share as a percentage with one decimal, without the sign; "" for NaN. */
#define WBR_NUMBER_BYTES 40
void wbr_percent(wbr_language language, double share, char text[WBR_NUMBER_BYTES]);
/* A number with that many decimals; with a sign when `sign`; "" for NaN. */
void wbr_number(wbr_language language, double value, int decimals, int sign,
                char text[WBR_NUMBER_BYTES]);
/* A level such as 0.975 in percent ("97.5") and what is left of 1, under which a p-value
 * is significant ("0.025"): with the decimals that these have. */
void wbr_level(wbr_language language, double level, char text[WBR_NUMBER_BYTES]);
void wbr_alpha(wbr_language language, double level, char text[WBR_NUMBER_BYTES]);
/* A p-value: three decimals, or "< 0.001". */
void wbr_p_value(wbr_language language, double p, char text[WBR_NUMBER_BYTES]);
/* Is a change significant at 1 - level, corrected as the definition says? */
int wbr_is_significant(const wbr_change *change, double level);
int wbr_is_synthetic(const wbr_group *group);

/* ---- The page ---- */

/* Write the page of all groups, in order. */
wb_status wbr_page_write(const wbr_model *const *models, size_t n_models,
                         wbr_language language, wb_writer *writer, wb_error *err);

#endif
