/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A score against a criterion. All that is said of them is a function of the totals of
 * weights by score and criterion: on a lattice these are few, and one pass finds them. */
#ifndef WB_LIB_QUALITY_ROC_H
#define WB_LIB_QUALITY_ROC_H

#include "base/names.h"
#include "frame/frame.h"
#include "survey/inference.h"
#include "survey/interval.h"

#include <werkbaar/quality.h>

/* More distinct scores are no lattice; their covariances would fill the memory. */
enum { WB_ROC_MOST_SCORES = 1024, WB_ROC_LEVELS = 2 };

/* What was asked for, defaults filled in. */
typedef struct wb_roc_asked {
    const char *score;
    const char *criteria[WB_ROC_LEVELS]; /* of problem and of acute */
    size_t n_levels;                     /* 1: no acute cut-off is looked for */
    wb_roc_options options;
    wb_estimate_options estimating;
} wb_roc_asked;

/* ---- rows (roc_rows.c) ---- */

/* Columns that are made of each row: the score as a whole number that keeps its order,
 * and the criteria where there is a score; missing outside the domain. */
#define WB_ROC_SCORE "roc_score"
extern const char *const wb_roc_criterion_names[WB_ROC_LEVELS];

/* The score that such a number stands for. */
double wb_roc_score(int64_t key);

/* The columns above beside those of the design. row0: what the first row is called in
 * errors. WB_E_DATA: a column that is not there or holds something else. */
wb_status wb_roc_derive(const wb_roc_asked *asked, const wb_names *design,
                        const wb_frame *rows, int64_t row0, wb_frame **out,
                        wb_error *err);

/* ---- totals (roc_totals.c) ---- */

/* Totals of one criterion, by score from the least to the most serious: of rows in which
 * it is true, then of those in which it is false. */
typedef struct wb_roc_totals {
    size_t n;           /* distinct scores */
    double *scores;     /* n */
    double *totals;     /* 2 n */
    double *covariance; /* of these, 2 n x 2 n; unless by replicates */
    double *replicates; /* by replicates: [total * n_replicates + replicate] */
    size_t n_replicates;
    const wb_inference *inference; /* borrowed */
    double df;                     /* of both together */
    double dfs[2];                 /* of rows in which it is true, false */
    int64_t rows[2];
} wb_roc_totals; /* starts as {0} */

/* WB_E_DATA: the criterion does not have both values, or the score only one. */
wb_status wb_roc_totals_init(const wb_roc_asked *asked, size_t level,
                             const wb_inference *inference, wb_roc_totals *out,
                             wb_error *err);
void wb_roc_totals_free(wb_roc_totals *totals);

/* ---- the area (roc_auc.c) ---- */

typedef struct wb_roc_area {
    double auc, se, lower, upper, df;
    wb_estimate_status status;
} wb_roc_area;

/* Σ_k T_k1 (Σ_{l<k} T_l0 + T_k0 / 2) over the product of both sums. */
wb_status wb_roc_area_of(const wb_roc_totals *totals, double level, wb_roc_area *out,
                         wb_error *err);
/* The same of counts, by DeLong. */
void wb_roc_delong(const wb_roc_totals *counts, double level, wb_roc_area *out);

/* ---- the curve (roc_curve.c) ---- */

typedef enum wb_roc_statistic {
    WB_ROC_SENSITIVITY,
    WB_ROC_SPECIFICITY,
    WB_ROC_PPV,
    WB_ROC_NPV,
    WB_ROC_POSITIVE,
    WB_ROC_YOUDEN,
    WB_ROC_COST,
    WB_ROC_STATISTICS
} wb_roc_statistic;

typedef struct wb_roc_costs {
    double missed, false_alarm;
    double prevalence; /* NaN: that of the sample */
} wb_roc_costs;

/* Totals of: true at the cut-off and beyond, true, false at the cut-off and beyond,
 * false. */
enum { WB_ROC_SUMS = 4 };

/* g' V g of a n x n matrix, exactly 0 when nothing but rounding is left. */
double wb_roc_variance(const double *g, const double *v, size_t n);

typedef struct wb_roc_point {
    double values[WB_ROC_STATISTICS];
    double ses[WB_ROC_STATISTICS];
    wb_bounds bounds[2]; /* of sensitivity and specificity */
} wb_roc_point;

typedef struct wb_roc_curve {
    wb_roc_point *points; /* by score, as in the totals */
    size_t n;
    size_t best_youden;
    size_t best_cost;
} wb_roc_curve; /* starts as {0} */

/* The totals are used up: their covariances or replicates become those of the sums from
 * each score on. */
wb_status wb_roc_curve_init(wb_roc_totals *totals, const wb_roc_costs *costs,
                            const wb_estimate_options *estimating, wb_roc_curve *out,
                            wb_error *err);
void wb_roc_curve_free(wb_roc_curve *curve);

/* ---- results (roc_frame.c) ---- */

typedef struct wb_roc_result {
    wb_roc_totals totals;
    wb_roc_totals counts;
    wb_roc_area areas[2]; /* by the design, and DeLong's */
    wb_roc_curve curve;
    wb_roc_costs costs;
} wb_roc_result; /* starts as {0} */

/* The frames of wb_roc(). `origin`: a frame with the metadata of the rows and the design.
 */
wb_status wb_roc_frames(const wb_roc_asked *asked, const wb_roc_result *results,
                        const wb_frame *origin, wb_frame **curve, wb_frame **auc,
                        wb_error *err);

/* The simplest fraction that is this double: "600/11", "54", "5/2". */
void wb_roc_fraction(char text[WB_NUMBER_CHARS], double value);

#endif
