/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What survey knows about a specification beyond the public header. */
#ifndef WB_LIB_SURVEY_SPEC_H
#define WB_LIB_SURVEY_SPEC_H

#include "base/names.h"

#include <werkbaar/survey.h>

enum { WB_HASH_CHARS = 65 };

typedef struct wb_estimand {
    int32_t statistic;
    char *variable;     /* of a ratio the numerator, of a covariance x */
    char *other;        /* of a ratio the denominator, of a covariance y; else NULL */
    char *label;        /* what the result calls it: "y", "y/x", "x,y" */
    double probability; /* of a quantile */
    int32_t score;      /* of a rank: a wb_rank_score */
    char *category;     /* what the result says of a quantile or rank: "0.5"; else NULL */
} wb_estimand;

typedef struct wb_categories {
    char *column;
    wb_names names;
} wb_categories;

/* Replicate weights that the rows bring. */
typedef struct wb_replicate_weights {
    wb_replicate_options options;
    wb_names columns; /* none: no replicate weights */
    double *rscales;  /* per column; 0: the type's own */
} wb_replicate_weights;

/* What the weights were calibrated to. */
typedef struct wb_calibration {
    char *initial;     /* column of the weights before; NULL: not calibrated */
    wb_names *margins; /* columns whose combinations are the categories of a margin */
    size_t n_margins;
    wb_names auxiliaries; /* numbers */
} wb_calibration;

struct wb_spec {
    char *weights; /* NULL: all 1 */
    wb_names strata;
    wb_names clusters; /* a column per stage */
    wb_names fpc;      /* a column per stage, from the first on */
    bool nested;
    int32_t units; /* a wb_units */
    int32_t design_effect;
    wb_replicate_weights replicates;
    wb_calibration calibration;
    wb_estimand *estimands;
    size_t n_estimands;
    wb_names *breakdowns; /* none: one breakdown without columns */
    size_t n_breakdowns;
    wb_categories *categories;
    size_t n_categories;
};

wb_status wb_spec_copy(const wb_spec *spec, wb_spec **out, wb_error *err);
/* Of the design alone: units close as they may. */
wb_status wb_spec_copy_design(const wb_spec *spec, wb_spec **out, wb_error *err);
/* Canonical JSON, and its SHA-256 in hexadecimal. */
wb_status wb_spec_canonical(const wb_spec *spec, wb_text *json, wb_error *err);
wb_status wb_spec_hash(const wb_spec *spec, char hash[WB_HASH_CHARS], wb_error *err);
/* Whether its parts fit together: what no single setter can see. */
wb_status wb_spec_check(const wb_spec *spec, wb_error *err);
/* Declared categories of a column, or NULL. */
const wb_names *wb_spec_declared(const wb_spec *spec, const char *column);
/* An estimand as it is asked for. */
typedef struct wb_asked {
    int32_t statistic;
    const char *variable;
    const char *other;
    double probability;
    int32_t score;
} wb_asked;

/* Add it, checked by the caller; WB_E_ARG when it is there already. */
wb_status wb_spec_put_estimand(wb_spec *spec, const wb_asked *asked, wb_error *err);

/* "mean", "total", ...; NULL for another number. */
const char *wb_statistic_name(int32_t statistic);
/* "wilcoxon", ...; NULL for another number. */
const char *wb_rank_score_name(int32_t score);
/* "jk1", "jkn", ...; NULL for another number. */
const char *wb_replicate_type_name(int32_t type);

#endif
