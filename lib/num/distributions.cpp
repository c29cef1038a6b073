/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Boost.Math behind plain C functions, in the one C++ unit of the library. It may not
 * need the C++ runtime, so that a C program links the library as any other:
 * - no exceptions: the policy below ignores every error, which leaves NaN or infinity as
 * the result and throws nothing;
 * - roots.hpp includes <iostream> without using it, which would bring in a static object
 * of libstdc++. Defining the include guard of that header keeps it out. Inside, Boost
 * calculates in long double: in double some tails keep 11 digits only. */
#define _GLIBCXX_IOSTREAM 1
#define BOOST_NO_EXCEPTIONS
#define BOOST_DISABLE_ASSERTS

#include <cerrno>
#include <cmath>
#include <exception>
#include <limits>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "num/num.h"

namespace
{

namespace policies = boost::math::policies;

typedef policies::policy<policies::domain_error<policies::ignore_error>,
                         policies::pole_error<policies::ignore_error>,
                         policies::overflow_error<policies::ignore_error>,
                         policies::underflow_error<policies::ignore_error>,
                         policies::denorm_error<policies::ignore_error>,
                         policies::rounding_error<policies::ignore_error>,
                         policies::evaluation_error<policies::ignore_error>,
                         policies::indeterminate_result_error<policies::ignore_error>,
                         policies::promote_double<true>>
    quiet;

typedef boost::math::normal_distribution<double, quiet> normal;
typedef boost::math::students_t_distribution<double, quiet> student;
typedef boost::math::chi_squared_distribution<double, quiet> chi_squared;
typedef boost::math::fisher_f_distribution<double, quiet> fisher;
typedef boost::math::beta_distribution<double, quiet> beta;

const double nan_result = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

bool positive(double x)
{
    return x > 0 && std::isfinite(x);
}

bool probability(double p)
{
    return p >= 0 && p <= 1;
}

class keep_errno
{
  public:
    keep_errno() : saved(errno)
    {
    }
    ~keep_errno()
    {
        errno = saved;
    }

  private:
    int saved;
};

/* One Newton step. Boost 1.74 sometimes stops early: its median of beta(2.25, 2.25) is
 * off by 7e-11. From the nearest tail, as 1 - cdf would lose the digits of the other. */
double polish(const beta &distribution, double p, double x)
{
    if (!(x > 0 && x < 1))
        return x;
    double slope = boost::math::pdf(distribution, x);
    double miss =
        p < 0.5 ? boost::math::cdf(distribution, x) - p
                : (1 - p) - boost::math::cdf(boost::math::complement(distribution, x));
    double step = miss / slope;
    return std::fabs(step) < 1e-3 * std::fmin(x, 1 - x) ? x - step : x;
}

} // namespace

double wb_normal_cdf(double x)
{
    if (std::isinf(x) || std::isnan(x))
        return std::isnan(x) ? nan_result : x > 0;
    keep_errno keep;
    return boost::math::cdf(normal(), x);
}

double wb_normal_sf(double x)
{
    return wb_normal_cdf(-x);
}

double wb_normal_quantile(double p)
{
    if (!probability(p))
        return nan_result;
    if (p == 0 || p == 1)
        return p == 0 ? -infinity : infinity;
    keep_errno keep;
    return boost::math::quantile(normal(), p);
}

double wb_t_cdf(double t, double df)
{
    if (!(df > 0) || std::isnan(t))
        return nan_result;
    if (std::isinf(df) || std::isinf(t))
        return wb_normal_cdf(t);
    keep_errno keep;
    return boost::math::cdf(student(df), t);
}

double wb_t_sf(double t, double df)
{
    return wb_t_cdf(-t, df);
}

double wb_t_quantile(double p, double df)
{
    if (!(df > 0) || !probability(p))
        return nan_result;
    if (std::isinf(df) || p == 0 || p == 1)
        return wb_normal_quantile(p);
    keep_errno keep;
    return boost::math::quantile(student(df), p);
}

double wb_chisq_sf(double x, double df)
{
    if (!positive(df) || std::isnan(x))
        return nan_result;
    if (x <= 0 || std::isinf(x))
        return x <= 0;
    keep_errno keep;
    return boost::math::cdf(boost::math::complement(chi_squared(df), x));
}

double wb_chisq_quantile(double p, double df)
{
    if (!positive(df) || !probability(p))
        return nan_result;
    if (p == 0 || p == 1)
        return p == 0 ? 0 : infinity;
    keep_errno keep;
    return boost::math::quantile(chi_squared(df), p);
}

double wb_f_sf(double x, double df1, double df2)
{
    if (!positive(df1) || !(df2 > 0) || std::isnan(x))
        return nan_result;
    if (x <= 0 || std::isinf(x))
        return x <= 0;
    if (std::isinf(df2))
        return wb_chisq_sf(x * df1, df1);
    keep_errno keep;
    return boost::math::cdf(boost::math::complement(fisher(df1, df2), x));
}

double wb_beta_cdf(double x, double a, double b)
{
    if (!positive(a) || !positive(b) || std::isnan(x))
        return nan_result;
    if (x <= 0 || x >= 1)
        return x >= 1;
    keep_errno keep;
    return boost::math::cdf(beta(a, b), x);
}

double wb_beta_quantile(double p, double a, double b)
{
    if (!positive(a) || !positive(b) || !probability(p))
        return nan_result;
    if (p == 0 || p == 1)
        return p;
    keep_errno keep;
    beta distribution(a, b);
    return polish(distribution, p, boost::math::quantile(distribution, p));
}
