/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Sums as unevaluated pairs hi + lo of doubles, about 106 bits: Dekker (1971), Numerische
 * Mathematik 18, 224-242; Knuth, TAOCP 2, 4.2.2 theorem B; Hida, Li & Bailey (2001).
 * Exact products need |a| and |b| below 1e150 and products above 1e-290. The arithmetic
 * must not be contracted to fused operations: built with -ffp-contract=off. */
#ifndef WB_LIB_NUM_PAIR_H
#define WB_LIB_NUM_PAIR_H

typedef struct wb_pair {
    double hi;
    double lo;
} wb_pair;

static inline wb_pair wb_pair_of(double a)
{
    return (wb_pair){a, 0};
}

static inline double wb_pair_value(wb_pair a)
{
    return a.hi + a.lo;
}

/* a + b exactly, whatever their sizes. */
static inline wb_pair wb_two_sum(double a, double b)
{
    double s = a + b;
    double t = s - a;
    return (wb_pair){s, (a - (s - t)) + (b - t)};
}

/* a + b exactly when |a| >= |b| or a is 0. */
static inline wb_pair wb_quick_sum(double a, double b)
{
    double s = a + b;
    return (wb_pair){s, b - (s - a)};
}

/* a * b exactly: Dekker's splitting, the same on every machine. */
static inline wb_pair wb_two_product(double a, double b)
{
    const double splitter = 134217729.0; /* 2^27 + 1 */
    double p = a * b;
    double ca = splitter * a;
    double cb = splitter * b;
    double ah = ca - (ca - a);
    double bh = cb - (cb - b);
    double al = a - ah;
    double bl = b - bh;
    return (wb_pair){p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

static inline wb_pair wb_pair_add(wb_pair a, wb_pair b)
{
    wb_pair s = wb_two_sum(a.hi, b.hi);
    wb_pair t = wb_two_sum(a.lo, b.lo);
    s = wb_quick_sum(s.hi, s.lo + t.hi);
    return wb_quick_sum(s.hi, s.lo + t.lo);
}

/* a + b for long sums, where the low part is made small again at the end: it holds the
 * sum of all rounding errors as a double would. */
static inline wb_pair wb_pair_gather(wb_pair a, double b)
{
    wb_pair s = wb_two_sum(a.hi, b);
    return (wb_pair){s.hi, a.lo + s.lo};
}

/* The same of a pair. */
static inline wb_pair wb_pair_gather_pair(wb_pair a, wb_pair b)
{
    wb_pair s = wb_two_sum(a.hi, b.hi);
    return (wb_pair){s.hi, a.lo + (s.lo + b.lo)};
}

static inline wb_pair wb_pair_negate(wb_pair a)
{
    return (wb_pair){-a.hi, -a.lo};
}

static inline wb_pair wb_pair_subtract(wb_pair a, wb_pair b)
{
    return wb_pair_add(a, wb_pair_negate(b));
}

static inline wb_pair wb_pair_multiply(wb_pair a, wb_pair b)
{
    wb_pair p = wb_two_product(a.hi, b.hi);
    return wb_quick_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

static inline wb_pair wb_pair_scale(wb_pair a, double b)
{
    wb_pair p = wb_two_product(a.hi, b);
    return wb_quick_sum(p.hi, p.lo + a.lo * b);
}

/* b must not be 0. */
static inline wb_pair wb_pair_divide(wb_pair a, wb_pair b)
{
    double q1 = a.hi / b.hi;
    wb_pair r = wb_pair_subtract(a, wb_pair_scale(b, q1));
    double q2 = r.hi / b.hi;
    r = wb_pair_subtract(r, wb_pair_scale(b, q2));
    wb_pair q = wb_quick_sum(q1, q2);
    return wb_pair_add(q, wb_pair_of(r.hi / b.hi));
}

#endif
