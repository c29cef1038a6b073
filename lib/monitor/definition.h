/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A monitor's definition as it is worked with. Texts are borrowed from the JSON document
 * it was read from, which it keeps. */
#ifndef WB_LIB_MONITOR_DEFINITION_H
#define WB_LIB_MONITOR_DEFINITION_H

#include "monitor/figures.h"

#include <werkbaar/monitor.h>

#include <stdatomic.h>

enum {
    WB_MAX_WAVES = 200,
    WB_MAX_VARIABLES = 256,
    WB_MAX_CATEGORIES = 10000,
    WB_MAX_BREAKDOWNS = 2000,
    WB_MAX_CROSSED = 8,
    WB_MAX_TOPICS = 1000,
    WB_MAX_POPULATIONS = 10000,
    WB_MAX_TARGETS = 1000
};

/* The place of no category, wave or topic. */
#define WB_NOWHERE SIZE_MAX

/* A number that somebody states, with where it is from. */
typedef struct wb_stated {
    bool given;
    double value;
    const char *status; /* NULL: not said */
    const char *source; /* NULL: not said */
} wb_stated;

/* How many people a wave is about, all of them or of one group. */
typedef struct wb_population {
    const char *id;
    double total;
    const char *source;
    const json_t *measures; /* ids that are counted with it; NULL: all */
    size_t n_conditions;    /* 0: everybody */
    size_t variables[WB_MAX_CROSSED];
    const char *categories[WB_MAX_CROSSED];
} wb_population;

typedef struct wb_wave {
    const char *id;
    double time;
    wb_stated sent;
    wb_stated response; /* percent */
    wb_stated answered;
    wb_population *populations;
    size_t n_populations;
} wb_wave;

/* One group of a variable: a band of numbers, or codes. */
typedef struct wb_category {
    const char *id;
    const json_t *json;
    double from;         /* a band: at least, -infinity when not given */
    double below;        /* and below */
    const json_t *codes; /* NULL: the id is the code */
} wb_category;

typedef enum wb_variable_kind {
    WB_VARIABLE_FOUND, /* categories as the data have them */
    WB_VARIABLE_CODES,
    WB_VARIABLE_BANDS /* of numbers; of text by code, as above */
} wb_variable_kind;

/* A column in groups: what breakdowns are made of, and topics with categories. */
typedef struct wb_variable {
    const char *id;
    const char *column;
    const json_t *json;
    wb_variable_kind kind;
    wb_category *categories;
    size_t n_categories;
} wb_variable;

typedef struct wb_breakdown {
    const char *text;
    size_t variables[WB_MAX_CROSSED];
    size_t n;
    bool nested;
    bool automatic; /* one of all pairs */
} wb_breakdown;

typedef enum wb_topic_kind {
    WB_TOPIC_SHARE,
    WB_TOPIC_MEAN,
    WB_TOPIC_CATEGORIES
} wb_topic_kind;

typedef struct wb_topic {
    const char *id;
    const json_t *json;
    wb_topic_kind kind;
    wb_variable variable; /* its column; of categories these too */
    const json_t *event;  /* share: codes that count; NULL: true, or 1 */
    size_t *any_of;       /* share: earlier topics, of which any counts */
    size_t n_any_of;
    const char *comparable_from; /* a wave, or NULL */
    size_t within;               /* a variable: asked of some of its groups; WB_NOWHERE */
    const json_t *within_categories;
    const char *unit; /* NULL: not said */
} wb_topic;

typedef struct wb_target {
    const char *measure;
    double value;
    const char *date;
    bool at_least;
    bool towards; /* the source aims towards it */
    const char *source;
} wb_target;

typedef enum wb_publish_mode { WB_PUBLISH_HIDE, WB_PUBLISH_FLAG } wb_publish_mode;

/* Against whom subtracts groups that are shown from a total that is. */
typedef enum wb_publish_protect {
    WB_PUBLISH_PROTECT_NONE,
    WB_PUBLISH_PROTECT_RULES, /* what a rule hides: WB_PROTECT_RULES */
    WB_PUBLISH_PROTECT_ALL    /* whatever is hidden: WB_PROTECT_ALL */
} wb_publish_protect;
extern const char *const wb_publish_protect_names[];

typedef struct wb_publication {
    int64_t min_n;    /* 0: no rule */
    int64_t extreme;  /* of counts of problems; 0: no rule */
    double max_width; /* of intervals of shares; 0: no rule */
    int32_t mode;     /* a wb_publish_mode */
    int32_t protect;  /* a wb_publish_protect */
} wb_publication;

struct wb_monitor_definition {
    atomic_size_t n_holders;
    wb_json document;
    wb_text canonical;
    char hash[65];
    const char *id;
    const char *version;
    const char *instrument;
    wb_figures figures; /* what was published; none: {0} */
    double level;
    int32_t interval;
    const char *wave_column; /* NULL: a file is a wave */
    bool shared_units;
    wb_wave *waves;
    size_t n_waves;
    wb_variable wave_groups; /* the column of the wave, in waves; without any: as found */
    const char *weights;     /* NULL: none */
    wb_names strata, clusters, fpc;
    bool nested;
    wb_variable *variables;
    size_t n_variables;
    wb_breakdown *breakdowns; /* the first is everybody */
    size_t n_breakdowns;
    wb_topic *topics;
    size_t n_topics;
    wb_target *targets;
    size_t n_targets;
    wb_publication publication;
    bool previous, first, rest, total, trend;
    wb_names named; /* waves that all others are compared with */
    int32_t adjust;
    int64_t round_to; /* of head counts */
};

/* ---- reading, part by part; `root` is the object of the definition ---- */

wb_status wb_definition_read_waves(wb_monitor_definition *made, const wb_json_at *root,
                                   wb_error *err);
wb_status wb_definition_read_variables(wb_monitor_definition *made,
                                       const wb_json_at *root, wb_error *err);
wb_status wb_definition_read_breakdowns(wb_monitor_definition *made,
                                        const wb_json_at *root, wb_error *err);
wb_status wb_definition_read_topics(wb_monitor_definition *made, const wb_json_at *root,
                                    wb_error *err);
wb_status wb_definition_read_rules(wb_monitor_definition *made, const wb_json_at *root,
                                   wb_error *err);
/* Head counts are of waves, their groups of variables: read behind both. */
wb_status wb_definition_read_populations(wb_monitor_definition *made,
                                         const wb_json_at *root, wb_error *err);

/* Helpers the parts share. */
const json_t *wb_definition_languages(const wb_monitor_definition *definition);
/* The id of something whose ids may begin with a digit. */
wb_status wb_definition_read_code(const wb_json_at *at, const char **id, wb_error *err);
/* A text, whole number or bool, or a list of such: what a value in the data may be. */
wb_status wb_definition_read_codes(const wb_json_at *object, const char *key,
                                   bool required, const json_t **codes, wb_error *err);
/* `bands` or `categories` of a variable, or neither. */
wb_status wb_definition_read_groups(const wb_monitor_definition *made,
                                    const wb_json_at *at, wb_variable *variable,
                                    wb_error *err);

/* ---- asking ---- */

const wb_monitor_definition *wb_definition_hold(const wb_monitor_definition *definition);
size_t wb_definition_wave(const wb_monitor_definition *definition, const char *id);
size_t wb_definition_variable(const wb_monitor_definition *definition, const char *id);
size_t wb_definition_topic(const wb_monitor_definition *definition, const char *id);
/* The label of an object of the file, in `language` (NULL: the file's first). */
const char *wb_definition_label(const wb_monitor_definition *definition,
                                const json_t *object, const char *language);
/* The breakdown by exactly these variables in this order, or WB_NOWHERE. */
size_t wb_definition_breakdown(const wb_monitor_definition *definition,
                               const size_t *variables, size_t n);

#endif
