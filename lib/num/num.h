/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small numeric kernels. No allocation, no wb_error: callers guarantee preconditions.
 * Results outside a function's domain are NaN. */
#ifndef WB_LIB_NUM_H
#define WB_LIB_NUM_H

#ifdef __cplusplus
extern "C" {
#endif

/* Distributions: Boost.Math behind one C++ unit. cdf: lower tail; sf: upper tail. */
double wb_normal_cdf(double x);
double wb_normal_sf(double x);
double wb_normal_quantile(double p);
/* Student t; df > 0, may be infinite (then normal). */
double wb_t_cdf(double t, double df);
double wb_t_sf(double t, double df);
double wb_t_quantile(double p, double df);
/* The same as wb_t_sf() for t >= 0 within 1e-11 of itself while it is above 1e-20, and
 * much sooner unless df is small: Hill (1970), Commun. ACM 13, 617-619. */
double wb_t_sf_quick(double t, double df);
/* The same as wb_t_quantile() within 1e-14 of itself, much sooner when df is large: z is
 * wb_normal_quantile(p). Abramowitz & Stegun (1964), 26.7.5. */
double wb_t_quantile_quick(double p, double z, double df);
double wb_chisq_sf(double x, double df);
double wb_chisq_quantile(double p, double df);
double wb_f_sf(double x, double df1, double df2);
double wb_beta_cdf(double x, double a, double b);
double wb_beta_quantile(double p, double a, double b);

#ifdef __cplusplus
}
#endif

#endif
