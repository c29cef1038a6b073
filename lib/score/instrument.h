/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* An instrument as scoring sees it. Texts are borrowed from the JSON document it was read
 * from, which it keeps. */
#ifndef WB_LIB_SCORE_INSTRUMENT_H
#define WB_LIB_SCORE_INSTRUMENT_H

#include "base/json.h"
#include "score/ids.h"
#include "score/kernel.h"
#include "score/ratio.h"

#include <werkbaar/score.h>

#include <stdatomic.h>

enum {
    WB_MAX_ITEMS = 65536,
    WB_MAX_DEFINITIONS = 4096, /* scales, indicators, composites: each */
    WB_MAX_MEMBERS = 131072,   /* items of all scales together */
    WB_MAX_PARTS = 255,        /* parts of a composite: they are counted in a byte */
    WB_MAX_LOOKUP = 65536,
    WB_MAX_CODE = 1000000,
    WB_MAX_MISSING = 64
};

typedef struct wb_item {
    const char *id;
    const json_t *json;
    int32_t min;
    int32_t max;
    bool reversed;
    const char *text;        /* "own", "licensed" or "none" */
    int32_t comparable_from; /* year, 0 when not stated */
    int32_t *missing;
    size_t n_missing;
    uint32_t scale;      /* the first scale that uses it, UINT32_MAX until there is one */
    uint32_t last_scale; /* the last one, while reading */
} wb_item;

typedef enum wb_rule {
    WB_RULE_PERCENT,
    WB_RULE_MEAN,
    WB_RULE_SUM,
    WB_RULE_LOOKUP
} wb_rule;

typedef struct wb_scale {
    const char *id;
    const json_t *json;
    wb_rule rule;
    uint32_t *items;
    size_t n_items;
    size_t min_answered;
    wb_ratio
        *lookup; /* value per raw sum above its minimum; NULL but for WB_RULE_LOOKUP */
    bool structure_verified;
    const char *source; /* "" when not stated */
    int64_t sum_min;    /* of the lowest codes */
    int64_t sum_range;  /* of highest minus lowest */
    bool uniform;       /* all items have the same lowest and highest code */
    /* What can come out, looked up at answers * step + sum (tables.c); NULL when the
     * scale is too big for tables. */
    size_t step;
    size_t n_entries;
    double *scores;
    int8_t *reasons;
} wb_scale;

typedef enum wb_comparison { WB_AT_LEAST, WB_ABOVE, WB_AT_MOST, WB_BELOW } wb_comparison;

typedef struct wb_cutoff {
    bool given;
    bool verified;
    wb_comparison comparison;
    wb_ratio value;
    const json_t *written;
    const char *source;
} wb_cutoff;

typedef enum wb_level { WB_PROBLEM = 0, WB_ACUTE = 1 } wb_level;

typedef struct wb_indicator {
    const char *id;
    const json_t *json;
    const char *kind;
    uint32_t scale;
    bool high; /* high scores are the problem */
    wb_cutoff problem;
    wb_cutoff acute;       /* not given: there is no such light */
    int8_t *lights[2];     /* the scale's table of wb_level, NULL as there */
    wb_light_runs runs[2]; /* the same as runs, where an entry's number fits in a byte */
} wb_indicator;

typedef struct wb_composite_part {
    bool is_composite; /* else an indicator */
    uint32_t index;
} wb_composite_part;

typedef struct wb_composite {
    const char *id;
    const json_t *json;
    bool counts; /* count_of, else none_of */
    bool acute;  /* its indicators' acute light, else their problem light */
    wb_composite_part *parts;
    size_t n_parts;
    size_t min_known;
} wb_composite;

struct wb_instrument {
    atomic_size_t n_holders; /* the caller, and sources that score with it */
    wb_json document;
    wb_text canonical;
    char hash[65];
    const char *id;
    const char *version;
    wb_ids ids;
    wb_item *items;
    size_t n_items;
    wb_scale *scales;
    size_t n_scales;
    wb_indicator *indicators;
    size_t n_indicators;
    wb_composite *composites;
    size_t n_composites;
    uint32_t *order; /* composites such that parts come before what is made of them */
};

/* Names of the closed lists, in the order of their enums. */
extern const char *const wb_rule_names[];
extern const char *const wb_comparison_names[];

/* What reading fills in, part by part (read_*.c); `at` is the root of the document. */
wb_status wb_read_items(wb_instrument *made, const wb_json_at *at, wb_error *err);
wb_status wb_read_scales(wb_instrument *made, const wb_json_at *at, wb_error *err);
wb_status wb_read_indicators(wb_instrument *made, const wb_json_at *at, wb_error *err);
wb_status wb_read_composites(wb_instrument *made, const wb_json_at *at, wb_error *err);

/* Helpers the parts share. */
wb_status wb_read_id(wb_instrument *made, const wb_json_at *at, wb_id_kind kind,
                     size_t index, const char **id, wb_error *err);
/* The name of a column that scoring adds: taken like an id, so that none clashes. */
wb_status wb_read_derived(wb_instrument *made, const wb_json_at *at, const char *id,
                          const char *suffix, wb_error *err);
/* Every language of the file has a text, no other does. */
wb_status wb_read_texts(const wb_instrument *made, const wb_json_at *at, const char *key,
                        bool required, wb_error *err);
/* A cut-off or table value: text as wb_ratio_parse has it, or a whole number. */
wb_status wb_read_ratio(const wb_json_at *at, wb_ratio *ratio, wb_error *err);

/* The instrument that a document in memory is; its text serves the places of faults. The
 * document is taken over as soon as there is memory for an instrument. */
wb_status wb_instrument_of(wb_json *document, wb_instrument **out, wb_error *err);

/* Keep the instrument until one more wb_instrument_free(). */
const wb_instrument *wb_instrument_hold(const wb_instrument *instrument);

/* The text in `language`, else in the file's first; "" when there is none. */
const char *wb_instrument_text(const wb_instrument *instrument, const json_t *object,
                               const char *key, const char *language);

#endif
