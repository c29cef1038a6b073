/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From a value, its covariances and degrees of freedom to an interval and a test. */
#ifndef WB_LIB_INFER_EFFECT_H
#define WB_LIB_INFER_EFFECT_H

#include <stddef.h>
#include <stdint.h>

/* The closed list of statuses, in the order of their table in infer.h. */
typedef enum wb_effect_status {
    WB_EFFECT_OK,
    WB_EFFECT_MISSING,
    WB_EFFECT_UNDEFINED,
    WB_EFFECT_TOO_FEW,
    WB_EFFECT_OTHER_RANKS,
    WB_EFFECT_NO_DF,
    WB_EFFECT_CONSTANT,
    WB_EFFECT_STATUSES
} wb_effect_status;
const char *wb_effect_status_name(wb_effect_status status);

/* One value; NaN where missing. */
typedef struct wb_effect {
    double estimate, se, lower, upper, df, t, p;
    wb_effect_status status;
} wb_effect;

/* No numbers at all. */
wb_effect wb_effect_none(wb_effect_status status);
/* Interval and two-sided test against 0. A NaN makes the effect missing. */
wb_effect wb_effect_of(double estimate, double variance, double df, double level);

/* The same of very many: quantiles of t that were found are kept or are those of
 * wb_t_quantile_quick(), and p is that of wb_t_sf_quick(). Of one thread. */
enum { WB_EFFECT_KNOWN = 2048 };
typedef struct wb_effect_known {
    double df; /* 0: none */
    double quantile;
} wb_effect_known;
typedef struct wb_effect_memo {
    double p; /* of which quantiles are wanted */
    double z; /* that of the normal distribution */
    wb_effect_known known[WB_EFFECT_KNOWN];
} wb_effect_memo;
void wb_effect_memo_init(wb_effect_memo *memo, double level);
wb_effect wb_effect_quick(wb_effect_memo *memo, double estimate, double variance,
                          double df);

/* g' V g for the n x n matrix V: never negative, and exactly 0 when nothing but the
 * rounding of terms that cancel is left. NaN when an element that matters is. */
double wb_effect_variance(const double *g, const double *v, size_t n);

/* Wald's d' V⁻¹ d for q values d with covariance v (q x q), and the rank of V: a value of
 * which no more than 1e-10 of the variance is not shared with those before it says
 * nothing new. v is overwritten; scratch has room for 2 q doubles, order for q. */
double wb_wald(const double *d, double *v, size_t q, double *scratch, size_t *order,
               size_t *rank);

/* Value i does not vary: its row and column of v (q x q) become 0, so it says nothing. */
void wb_joint_leave_out(double *v, size_t q, size_t i);

/* A joint test; NaN where missing. */
typedef struct wb_joint {
    double f, df1, df2, p;
    wb_effect_status status;
} wb_joint;

wb_joint wb_joint_none(wb_effect_status status);
/* Adjusted Wald test that q values d with covariance v (q x q) are all 0. v, scratch and
 * order as for wb_wald(). */
wb_joint wb_joint_of(const double *d, double *v, size_t q, double df, double *scratch,
                     size_t *order);

/* adjusted[i] = p[i] corrected for the number of p that are not NaN, see wb_adjust; order
 * has room for n. */
void wb_adjust_p(const double *p, size_t n, int32_t adjust, double *adjusted,
                 size_t *order);

/* Orthonormal polynomials of degrees 1 ... degree over n distinct points x, degree < n:
 * row d - 1 of `contrasts` (degree x n) has Σ c = 0, Σ c² = 1, a positive leading
 * coefficient and is orthogonal to the others. */
void wb_orthogonal_polynomials(const double *x, size_t n, size_t degree,
                               double *contrasts);

#endif
