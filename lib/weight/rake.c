/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Iterative proportional fitting: Deming & Stephan (1940), Ann. Math. Stat. 11, 427-444.
 * Over classes of rows it is cheap but can be slow to converge; Newton's method goes on
 * from where it is, as long as its matrix is small enough. */
#include "base/base.h"
#include "weight/system.h"

#include <math.h>
#include <string.h>

enum { SWEEPS = 25, NEWTON_UNKNOWNS = 2000 };
static const double goal = 1e-13;

typedef struct sweeper {
    const wb_system *system;
    double *totals;  /* per category */
    double *factors; /* per category: so much of it went into the gains */
} sweeper;

static void sum_margin(const sweeper *s, size_t m, const double *gains)
{
    const wb_system *system = s->system;

    for (int32_t c = 0; c < system->n_classes; c++)
        s->totals[system->members[(size_t)c * system->n_margins + m]] +=
            system->mass[c] * gains[c];
}

/* Fit one margin after another; a single one fits at once. */
static void sweep(const sweeper *s, double *gains)
{
    const wb_system *system = s->system;

    memset(s->totals, 0, system->n_categories * sizeof *s->totals);
    for (size_t m = 0; m < system->n_margins; m++) {
        sum_margin(s, m, gains);
        for (int32_t c = 0; c < system->n_classes; c++) {
            int32_t k = system->members[(size_t)c * system->n_margins + m];
            gains[c] *= system->targets[k] / s->totals[k];
        }
    }
    for (size_t k = 0; k < system->n_categories; k++)
        s->factors[k] *= system->targets[k] / s->totals[k];
}

static double misfit(const sweeper *s, const double *gains, size_t *worst)
{
    memset(s->totals, 0, s->system->n_categories * sizeof *s->totals);
    for (size_t m = 0; m < s->system->n_margins; m++)
        sum_margin(s, m, gains);
    return wb_system_misfit(s->system, s->totals, worst);
}

static bool newton_fits(const wb_system *system)
{
    return wb_system_unknowns(system) <= NEWTON_UNKNOWNS;
}

/* Returns the misfit that is left. */
static double sweep_all(const sweeper *s, wb_solution *solution)
{
    const wb_system *system = s->system;
    int32_t limit = system->max_iterations;
    double left = INFINITY;

    if (newton_fits(system) && limit > SWEEPS)
        limit = SWEEPS;
    while (!(left <= goal) && solution->iterations < limit) {
        double before = left;
        sweep(s, solution->gains);
        solution->iterations++;
        left = misfit(s, solution->gains, &solution->worst);
        if (left <= WB_FIT && !(left < before))
            break;
    }
    solution->outcome = left <= WB_FIT ? WB_SOLVED : WB_NOT_MET;
    solution->implied = s->totals[solution->worst];
    return left;
}

wb_status wb_rake(const wb_system *system, wb_solution *solution, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = system->n_categories;
    sweeper s = {system, wb_allocate(n, sizeof *s.totals),
                 wb_allocate(n, sizeof *s.factors)};

    if (s.totals == NULL || s.factors == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t k = 0; k < n; k++)
        s.factors[k] = 1;
    for (int32_t c = 0; c < system->n_classes; c++)
        solution->gains[c] = 1;
    if (sweep_all(&s, solution) <= goal || !newton_fits(system) ||
        solution->iterations >= system->max_iterations)
        goto done;
    for (size_t k = 0; k < n; k++)
        solution->lambda[k] = log(s.factors[k]);
    WB_TRY(wb_newton(system, solution, err));
done:
    wb_release(s.totals);
    wb_release(s.factors);
    return st;
}
