/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The equations of a calibration, Σ d F(x'λ) x = T, and what solves them.
 *
 * Rows that agree on every margin form a class. With categories only, g is the same all
 * over a class, so the equations are about classes, however many rows there are; with
 * auxiliaries a pass over the rows sums per class what the equations need. */
#ifndef WB_LIB_WEIGHT_SYSTEM_H
#define WB_LIB_WEIGHT_SYSTEM_H

#include "num/pair.h"
#include "weight/distance.h"
#include "weight/weighting.h"

typedef struct wb_system {
    wb_distance distance;
    int32_t max_iterations;
    int32_t threads;
    /* Unknowns: the categories, margin after margin, then the auxiliaries. */
    size_t n_margins;
    size_t n_categories;
    size_t n_auxiliaries;
    const double *targets; /* T per unknown */
    const double *scales;  /* a misfit is a part of this, per unknown */
    /* Classes. */
    int32_t n_classes;
    const int32_t *members; /* class c is in unknowns members[c * n_margins + m] */
    const double *mass;     /* Σ d per class */
    /* Rows, looked at only with auxiliaries. */
    int64_t n_rows;
    const int32_t *classes; /* per row, -1: none */
    const double *weights;  /* d */
    const double *values;   /* n_auxiliaries for each row */
} wb_system;

static inline size_t wb_system_unknowns(const wb_system *system)
{
    return system->n_categories + system->n_auxiliaries;
}

/* Both sides of the equations at some λ. */
typedef struct wb_equations {
    double *totals;        /* Σ d F x per unknown */
    double *hessian;       /* Σ d F' x x', lower triangle; NULL: not wanted */
    bool wants_dual;       /* set by the user: compute it */
    double dual;           /* Σ d ∫F - T'λ, convex: least where the equations hold */
    wb_pair *class_totals; /* scratch from here on */
    double *class_slopes;
    double *class_products; /* Σ d F' z, n_auxiliaries a class */
    double *class_u;
    wb_pair *pairs; /* per unknown */
} wb_equations;

wb_status wb_equations_init(wb_equations *sums, const wb_system *system, bool hessian,
                            wb_error *err);
void wb_equations_free(wb_equations *sums);
wb_status wb_equations_at(wb_equations *sums, const wb_system *system,
                          const double *lambda, wb_error *err);
/* u of a class: Σ of its λ. */
double wb_system_class_u(const wb_system *system, int32_t class_index,
                         const double *lambda);
/* The largest |total - T| / scale, and of which unknown. */
double wb_system_misfit(const wb_system *system, const double *totals, size_t *worst);

typedef enum wb_outcome_of_solving {
    WB_SOLVED = 0,
    WB_NOT_MET,      /* `worst` cannot be met together with the others */
    WB_COLLINEAR,    /* auxiliary `worst` depends on the unknowns before it */
    WB_CONTRADICTION /* category `worst` does, and its total is not `implied` */
} wb_outcome_of_solving;

typedef struct wb_solution {
    double *lambda; /* per unknown */
    double *gains;  /* per class; only without auxiliaries */
    int32_t iterations;
    wb_outcome_of_solving outcome;
    size_t worst;
    double implied; /* the total that the others leave for it, or that was reached */
} wb_solution;

/* Newton's method from solution->lambda on. */
wb_status wb_newton(const wb_system *system, wb_solution *solution, wb_error *err);
/* Iterative proportional fitting over the classes; from where it is slow on, Newton. */
wb_status wb_rake(const wb_system *system, wb_solution *solution, wb_error *err);

#endif
