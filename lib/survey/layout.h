/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A specification worked out: which columns give keys, which give outcomes. */
#ifndef WB_LIB_SURVEY_LAYOUT_H
#define WB_LIB_SURVEY_LAYOUT_H

#include "survey/spec.h"

struct wb_first;

/* A list of positions in layout.key_names. */
typedef struct wb_key_list {
    size_t n;
    size_t *keys;
} wb_key_list;

/* What is summed of an outcome. A number has terms: w and w·y; with squares w·y² too; a
 * ratio w·x and w·y; a pair w, w·x, w·y, w·x², w·xy and w·y². */
enum { WB_PLAIN_TERMS = 2, WB_SQUARES_TERMS = 3, WB_PAIR_TERMS = 6 };

/* Where the values of an outcome come from: its column, or in a second pass what the
 * first one found. Another value in every breakdown. */
typedef enum wb_role {
    WB_ROLE_PLAIN,
    WB_ROLE_CUT,  /* whether y is at most a quantile of its cell: true or false */
    WB_ROLE_SCORE /* the score of the rank of y: a number */
} wb_role;

typedef struct wb_outcome {
    const char *variable; /* borrowed from the spec; of a ratio or pair: x */
    const char *other;    /* of a ratio or pair: y; else NULL */
    bool by_category;     /* proportions of a key column */
    size_t key;           /* by_category: its position in key_names */
    int32_t n_terms;      /* of a number */
    wb_role role;
    size_t derived_from; /* not plain: its variable in layout.variables */
    double probability;  /* of a cut */
    bool linear;         /* of a cut: by the rule hf7, not by a step */
    int32_t score;       /* of a score: a wb_rank_score */
} wb_outcome;

/* Outcomes whose answers are kept jointly, in open units: up to WB_BUNDLE that may turn
 * out to be true or false, or one by category, or the terms of one number. */
enum { WB_BUNDLE = 5, WB_PATTERNS = 243 };

/* A joint answer ("pattern") is a number in base 3 with a digit per outcome of the
 * bundle, the first the highest. */
typedef enum wb_answer { WB_ANSWER_MISSING, WB_ANSWER_FALSE, WB_ANSWER_TRUE } wb_answer;
/* What a pattern says of outcome j of n. */
static inline wb_answer wb_pattern_answer(int32_t pattern, size_t j, size_t n)
{
    for (size_t k = n - 1; k > j; k--)
        pattern /= 3;
    return (wb_answer)(pattern % 3);
}
/* What every pattern says of every outcome of a bundle. */
typedef struct wb_sayings {
    size_t n_outcomes;
    uint8_t says[WB_PATTERNS][WB_BUNDLE]; /* a wb_answer */
} wb_sayings;
void wb_sayings_init(wb_sayings *sayings, size_t n_outcomes);

typedef enum wb_track_kind {
    WB_TRACK_BUNDLE,
    WB_TRACK_CATEGORY,
    WB_TRACK_NUMBER
} wb_track_kind;
typedef struct wb_track_plan {
    wb_track_kind kind;
    size_t outcomes[WB_BUNDLE];
    size_t n_outcomes;
} wb_track_plan;

typedef struct wb_layout {
    const char **key_names; /* borrowed from the spec; each column once */
    size_t n_keys;
    wb_key_list strata;
    wb_key_list clusters;
    wb_key_list *margins; /* of the calibration */
    size_t n_margins;
    size_t n_stages;     /* of units with totals: those of clusters, or 1 of rows, or 0 */
    bool open;           /* these stay open to the end */
    bool open_rows;      /* they are the rows */
    bool ordered;        /* rows come unit by unit, and one closes when the next begins */
    bool open_cells;     /* totals are kept per cell outside groups: units, replicates */
    size_t n_replicates; /* columns of replicate weights */
    bool calibrated;
    size_t n_auxiliaries;    /* numeric columns of the calibration */
    wb_key_list *breakdowns; /* at least one */
    size_t n_breakdowns;
    wb_outcome *outcomes; /* each (variable, by_category) once */
    size_t n_outcomes;
    size_t *estimand_outcome; /* per estimand of the spec; WB_NO_OUTCOME: see variables */
    const char **variables; /* borrowed: those whose distribution the first pass keeps */
    size_t n_variables;
    size_t *estimand_variable; /* per estimand its variable, if it is of a distribution */
    const struct wb_first *first; /* borrowed: of a second pass; else NULL */
    wb_track_plan *tracks;        /* all outcomes, numbers and bundles both */
    size_t n_tracks;
} wb_layout;

/* What the first pass does not sum: quantiles and ranks. Of a quantile the second pass
 * has two outcomes: this one, and behind it the linear one. */
#define WB_NO_OUTCOME SIZE_MAX

/* The layout borrows from the spec and from what the first pass found (NULL: this is the
 * first), which must outlive it. */
wb_status wb_layout_init(wb_layout *layout, const wb_spec *spec,
                         const struct wb_first *first, wb_error *err);
void wb_layout_free(wb_layout *layout);

/* The track that keeps an outcome of this kind, and its place in the track's outcomes. */
size_t wb_layout_track(const wb_layout *layout, size_t outcome, bool as_number,
                       size_t *place);

/* Whether it asks for what only a second pass can give. */
static inline bool wb_layout_is_partial(const wb_layout *layout)
{
    return layout->n_variables > 0 && layout->first == NULL;
}

/* Whether the units of a part are not seen again in the next: rows, and clusters that
 * come one after another. */
static inline bool wb_layout_units_pass(const wb_layout *layout)
{
    return layout->open_rows || layout->ordered;
}

/* Entries of the upper triangle of n rows. */
static inline int32_t wb_triangle(int32_t n)
{
    return n * (n + 1) / 2;
}

#endif
