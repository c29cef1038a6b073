/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Newton's method on the dual of the calibration problem, which is convex: the gradient
 * is Σ d F x - T, the Hessian Σ d F' x x'. A step is halved until the equations fit
 * better or the dual falls; where the Hessian has lost rank (bounds that hold for all of
 * a category) something is added to its diagonal. Only the fit ends it.
 *
 * The categories of the margins depend on each other (those of every margin sum to 1);
 * which unknowns are superfluous is found once, at the start, and their λ stays 0. Small
 * categories come first, so that it is large ones that follow from others: a small one
 * would be the difference of large numbers, and rounding more than itself. Auxiliaries
 * come last, in their order. */
#include "num/dense.h"
#include "weight/system.h"

#include <math.h>
#include <string.h>

/* What is left of a column that depends on others: rounding, and no information. */
static const double dependent = 1e-12;
/* As well as it gets; WB_FIT is what is asked for. */
static const double goal = 1e-14;
enum { HALVINGS = 40 };

typedef struct newton {
    const wb_system *system;
    wb_solution *solution;
    size_t n;
    size_t rank;        /* at the start */
    wb_equations sums;  /* at lambda */
    wb_equations trial; /* at candidate */
    double *scaling;    /* per unknown: makes the first Hessian's diagonal 1 */
    double *factor;     /* n x n */
    size_t *place;      /* the unknown of each row of the factor */
    size_t *order;      /* rows of the factor, as wb_cholesky() has them */
    double *step;
    double *scratch;
    double *candidate;
    bool *kept;
} newton;

static wb_status newton_init(newton *t, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = t->n;

    WB_TRY(wb_equations_init(&t->sums, t->system, true, err));
    WB_TRY(wb_equations_init(&t->trial, t->system, true, err));
    t->scaling = wb_allocate(n, sizeof *t->scaling);
    t->factor = wb_allocate(n * n, sizeof *t->factor);
    t->place = wb_allocate(n, sizeof *t->place);
    t->order = wb_allocate(n, sizeof *t->order);
    t->step = wb_allocate(n, sizeof *t->step);
    t->scratch = wb_allocate(n, sizeof *t->scratch);
    t->candidate = wb_allocate(n, sizeof *t->candidate);
    t->kept = wb_allocate(n, sizeof *t->kept);
    if (t->scaling == NULL || t->factor == NULL || t->place == NULL || t->order == NULL ||
        t->step == NULL || t->scratch == NULL || t->candidate == NULL || t->kept == NULL)
        st = wb_fail_nomem(err);
done:
    return st;
}

static void newton_free(newton *t)
{
    wb_equations_free(&t->sums);
    wb_equations_free(&t->trial);
    wb_release(t->scaling);
    wb_release(t->factor);
    wb_release(t->place);
    wb_release(t->order);
    wb_release(t->step);
    wb_release(t->scratch);
    wb_release(t->candidate);
    wb_release(t->kept);
}

/* Insertion: there are few, and a Hessian of all of them. */
static void find_places(newton *t)
{
    size_t n_categories = t->system->n_categories;

    for (size_t k = 0; k < t->n; k++) {
        size_t i = k;
        for (; k < n_categories && i > 0; i--) {
            size_t before = t->place[i - 1];
            if (t->sums.hessian[before * t->n + before] <= t->sums.hessian[k * t->n + k])
                break;
            t->place[i] = before;
        }
        t->place[i] = k;
    }
}

/* The scaled Hessian with `ridge` on its diagonal, factored. */
static size_t factorise(newton *t, double ridge)
{
    size_t n = t->n;

    for (size_t i = 0; i < n; i++) {
        size_t a = t->place[i];
        for (size_t j = 0; j <= i; j++) {
            size_t b = t->place[j];
            double below = t->sums.hessian[a > b ? a * n + b : b * n + a];
            t->factor[i * n + j] = below * t->scaling[a] * t->scaling[b];
        }
        t->factor[i * n + i] += ridge;
    }
    return wb_cholesky(t->factor, n, dependent, t->order);
}

/* Is a total that follows from the others what they say? */
static bool follows(newton *t, size_t row)
{
    const wb_system *system = t->system;
    size_t unknown = t->place[row];
    double implied = 0;

    wb_cholesky_combination(t->factor, t->n, t->order, t->rank, row, t->scratch);
    for (size_t r = 0; r < t->rank; r++) {
        size_t k = t->place[t->order[r]];
        implied += t->scratch[r] * system->targets[k] * t->scaling[k];
    }
    implied /= t->scaling[unknown];
    t->solution->implied = implied;
    return fabs(implied - system->targets[unknown]) <= WB_FIT * system->scales[unknown];
}

/* Finds the superfluous unknowns; false when they cannot be had. */
static bool find_dependents(newton *t)
{
    for (size_t k = 0; k < t->n; k++) {
        double diagonal = t->sums.hessian[k * t->n + k];
        t->scaling[k] = diagonal > 0 ? 1 / sqrt(diagonal) : 1;
    }
    find_places(t);
    t->rank = factorise(t, 0);
    for (size_t r = 0; r < t->rank; r++)
        t->kept[t->place[t->order[r]]] = true;
    for (size_t r = t->rank; r < t->n; r++) {
        size_t k = t->place[t->order[r]];
        t->solution->worst = k;
        if (k >= t->system->n_categories) {
            t->solution->outcome = WB_COLLINEAR;
            return false;
        }
        if (!follows(t, t->order[r])) {
            t->solution->outcome = WB_CONTRADICTION;
            return false;
        }
    }
    return true;
}

/* How far the kept equations are off, in the scaling. */
static double distance_left(const newton *t, const wb_equations *sums)
{
    double sum = 0;

    for (size_t k = 0; k < t->n; k++) {
        double off =
            t->kept[k] ? (sums->totals[k] - t->system->targets[k]) * t->scaling[k] : 0;
        sum += off * off;
    }
    return sqrt(sum);
}

/* The Newton step; returns how fast the dual falls along it. */
static double find_step(newton *t)
{
    static const double ridges[] = {0, 1e-8, 1e-6, 1e-4, 1e-2, 1};
    size_t n = t->n;
    size_t rank = 0;
    double slope = 0;

    for (size_t i = 0; i < sizeof ridges / sizeof ridges[0] && rank < t->rank; i++)
        rank = factorise(t, ridges[i]);
    for (size_t i = 0; i < n; i++) {
        size_t k = t->place[i];
        t->candidate[i] =
            t->kept[k] ? (t->system->targets[k] - t->sums.totals[k]) * t->scaling[k] : 0;
    }
    wb_cholesky_solve(t->factor, n, t->order, rank, t->candidate, t->scratch,
                      t->candidate);
    for (size_t i = 0; i < n; i++)
        t->step[t->place[i]] = t->candidate[i] * t->scaling[t->place[i]];
    for (size_t k = 0; k < n; k++)
        slope += t->step[k] * (t->system->targets[k] - t->sums.totals[k]);
    return slope;
}

/* Go along the step as far as it helps; *moved false when no length does. */
static wb_status advance(newton *t, bool *moved, wb_error *err)
{
    wb_status st = WB_OK;
    double slope = find_step(t);
    double left = distance_left(t, &t->sums);
    double length = 1;

    *moved = false;
    t->sums.wants_dual = t->trial.wants_dual = false;
    for (int i = 0; i < HALVINGS && !*moved; i++, length /= 2) {
        if (i == 1) { /* only now: it takes logarithms */
            t->sums.wants_dual = t->trial.wants_dual = true;
            WB_TRY(wb_equations_at(&t->sums, t->system, t->solution->lambda, err));
        }
        for (size_t k = 0; k < t->n; k++)
            t->candidate[k] = t->solution->lambda[k] + length * t->step[k];
        WB_TRY(wb_equations_at(&t->trial, t->system, t->candidate, err));
        *moved = distance_left(t, &t->trial) < left * (1 - 1e-4 * length) ||
                 (i > 0 && t->trial.dual < t->sums.dual - 1e-4 * length * slope);
    }
    if (*moved) {
        wb_equations swapped = t->sums;
        t->sums = t->trial;
        t->trial = swapped;
        memcpy(t->solution->lambda, t->candidate, t->n * sizeof *t->candidate);
    }
done:
    return st;
}

static wb_status iterate(newton *t, wb_error *err)
{
    wb_status st = WB_OK;
    wb_solution *solution = t->solution;
    double misfit = wb_system_misfit(t->system, t->sums.totals, &solution->worst);
    bool moved = true;

    while (!(misfit <= goal) && moved &&
           solution->iterations < t->system->max_iterations) {
        double before = misfit;
        WB_TRY(advance(t, &moved, err));
        solution->iterations += moved;
        misfit = wb_system_misfit(t->system, t->sums.totals, &solution->worst);
        if (misfit <= WB_FIT && !(misfit < 0.1 * before))
            break; /* what is left is rounding */
    }
    solution->outcome = misfit <= WB_FIT ? WB_SOLVED : WB_NOT_MET;
    solution->implied = t->sums.totals[solution->worst];
done:
    return st;
}

wb_status wb_newton(const wb_system *system, wb_solution *solution, wb_error *err)
{
    wb_status st = WB_OK;
    newton t = {.system = system, .solution = solution, .n = wb_system_unknowns(system)};

    WB_TRY(newton_init(&t, err));
    WB_TRY(wb_equations_at(&t.sums, system, solution->lambda, err));
    if (!find_dependents(&t))
        goto done;
    WB_TRY(iterate(&t, err));
    for (int32_t c = 0; system->n_auxiliaries == 0 && c < system->n_classes; c++)
        solution->gains[c] =
            wb_distance_gain(&system->distance,
                             wb_system_class_u(system, c, solution->lambda))
                .g;
done:
    newton_free(&t);
    return st;
}
