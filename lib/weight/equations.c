/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sums of the equations at some λ. Rows go in parts of a fixed size that are added in
 * their order, so that the number of threads does not show. */
#include "base/base.h"
#include "weight/system.h"

#include <string.h>

enum { PART_ROWS = 1 << 16 };

/* What one part of the rows adds up to; one per thread. */
typedef struct partial {
    double *numbers; /* all of the below in one block */
    size_t n_numbers;
    double *class_totals;
    double *class_slopes;
    double *class_products;
    double *totals;  /* per auxiliary */
    double *squares; /* n_auxiliaries x n_auxiliaries, lower triangle */
    double *integral;
} partial;

typedef struct pass {
    const wb_system *system;
    const double *lambda;
    wb_equations *sums;
    partial *partials;
    wb_pair integral;
    bool hessian;
} pass;

wb_status wb_equations_init(wb_equations *sums, const wb_system *system, bool hessian,
                            wb_error *err)
{
    size_t n = wb_system_unknowns(system);
    size_t n_classes = (size_t)system->n_classes;

    *sums = (wb_equations){0};
    sums->totals = wb_allocate(n, sizeof *sums->totals);
    sums->pairs = wb_allocate(n, sizeof *sums->pairs);
    sums->class_totals = wb_allocate(n_classes, sizeof *sums->class_totals);
    sums->class_slopes = wb_allocate(n_classes, sizeof *sums->class_slopes);
    sums->class_u = wb_allocate(n_classes, sizeof *sums->class_u);
    sums->class_products =
        wb_allocate(n_classes * system->n_auxiliaries, sizeof *sums->class_products);
    if (hessian)
        sums->hessian = wb_allocate(n * n, sizeof *sums->hessian);
    if (sums->totals == NULL || sums->pairs == NULL || sums->class_totals == NULL ||
        sums->class_slopes == NULL || sums->class_u == NULL ||
        sums->class_products == NULL || (hessian && sums->hessian == NULL))
        return wb_fail_nomem(err);
    return WB_OK;
}

void wb_equations_free(wb_equations *sums)
{
    wb_release(sums->totals);
    wb_release(sums->hessian);
    wb_release(sums->pairs);
    wb_release(sums->class_totals);
    wb_release(sums->class_slopes);
    wb_release(sums->class_products);
    wb_release(sums->class_u);
    *sums = (wb_equations){0};
}

double wb_system_class_u(const wb_system *system, int32_t class_index,
                         const double *lambda)
{
    const int32_t *members = system->members + (size_t)class_index * system->n_margins;
    double u = 0;

    for (size_t m = 0; m < system->n_margins; m++)
        u += lambda[members[m]];
    return u;
}

double wb_system_misfit(const wb_system *system, const double *totals, size_t *worst)
{
    double largest = 0;

    *worst = 0;
    for (size_t k = 0; k < wb_system_unknowns(system); k++) {
        double misfit = totals[k] - system->targets[k];
        misfit = (misfit < 0 ? -misfit : misfit) / system->scales[k];
        if (!(misfit <= largest)) { /* also when it is no number */
            largest = misfit;
            *worst = k;
        }
    }
    return largest;
}

/* ---- over classes ---- */

static void sum_classes(pass *p)
{
    const wb_system *system = p->system;

    for (int32_t c = 0; c < system->n_classes; c++) {
        wb_gain gain = wb_distance_gain(&system->distance, p->sums->class_u[c]);
        double d = system->mass[c];
        p->sums->class_totals[c] = wb_pair_of(d * gain.g);
        p->sums->class_slopes[c] = d * gain.slope;
        if (p->sums->wants_dual)
            p->integral = wb_pair_add(
                p->integral, wb_pair_of(d * wb_distance_integral(&system->distance,
                                                                 p->sums->class_u[c])));
    }
}

/* ---- over rows ---- */

static wb_status partial_init(partial *made, const wb_system *system, wb_error *err)
{
    size_t n_classes = (size_t)system->n_classes;
    size_t a = system->n_auxiliaries;

    made->n_numbers = n_classes * (2 + a) + a + a * a + 1;
    made->numbers = wb_resize(NULL, made->n_numbers, sizeof *made->numbers);
    if (made->numbers == NULL)
        return wb_fail_nomem(err);
    made->class_totals = made->numbers;
    made->class_slopes = made->class_totals + n_classes;
    made->class_products = made->class_slopes + n_classes;
    made->totals = made->class_products + n_classes * a;
    made->squares = made->totals + a;
    made->integral = made->squares + a * a;
    return WB_OK;
}

static wb_status sum_part(void *user, size_t part, size_t slot, wb_error *err)
{
    const pass *p = user;
    const wb_system *system = p->system;
    partial *to = &p->partials[slot];
    size_t n = system->n_auxiliaries;
    const double *lambda = p->lambda + system->n_categories;
    const wb_distance distance = system->distance;
    int64_t first = (int64_t)part * PART_ROWS;
    int64_t last =
        first + PART_ROWS < system->n_rows ? first + PART_ROWS : system->n_rows;

    (void)err;
    memset(to->numbers, 0, to->n_numbers * sizeof *to->numbers);
    for (int64_t i = first; i < last; i++) {
        int32_t c = system->classes[i];
        const double *z = system->values + (size_t)i * n;
        if (c < 0)
            continue;
        double d = system->weights[i];
        double u = p->sums->class_u[c];
        for (size_t a = 0; a < n; a++)
            u += lambda[a] * z[a];
        wb_gain gain = wb_distance_gain(&distance, u);
        double w = d * gain.g;
        double h = d * gain.slope;
        to->class_totals[c] += w;
        to->class_slopes[c] += h;
        if (p->sums->wants_dual)
            *to->integral += d * wb_distance_integral(&distance, u);
        for (size_t a = 0; a < n; a++) {
            double hz = h * z[a];
            to->totals[a] += w * z[a];
            to->class_products[(size_t)c * n + a] += hz;
            for (size_t b = 0; b <= a; b++)
                to->squares[a * n + b] += hz * z[b];
        }
    }
    return WB_OK;
}

static wb_status add_part(void *user, size_t part, size_t slot, wb_error *err)
{
    pass *p = user;
    const wb_system *system = p->system;
    const partial *from = &p->partials[slot];
    wb_equations *sums = p->sums;
    size_t n = system->n_auxiliaries;
    size_t unknowns = wb_system_unknowns(system);
    size_t n_classes = (size_t)system->n_classes;

    (void)part;
    (void)err;
    for (size_t c = 0; c < n_classes; c++) {
        sums->class_totals[c] =
            wb_pair_add(sums->class_totals[c], wb_pair_of(from->class_totals[c]));
        sums->class_slopes[c] += from->class_slopes[c];
    }
    for (size_t i = 0; i < n_classes * n; i++)
        sums->class_products[i] += from->class_products[i];
    for (size_t a = 0; a < n; a++) {
        size_t k = system->n_categories + a;
        sums->pairs[k] = wb_pair_add(sums->pairs[k], wb_pair_of(from->totals[a]));
        for (size_t b = 0; p->hessian && b <= a; b++)
            sums->hessian[k * unknowns + system->n_categories + b] +=
                from->squares[a * n + b];
    }
    p->integral = wb_pair_add(p->integral, wb_pair_of(*from->integral));
    return WB_OK;
}

static wb_status sum_rows(pass *p, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_system *system = p->system;
    size_t n_parts = (size_t)((system->n_rows + PART_ROWS - 1) / PART_ROWS);
    size_t n_slots =
        (size_t)system->threads < n_parts ? (size_t)system->threads : n_parts;

    p->partials = wb_allocate(n_slots, sizeof *p->partials);
    if (p->partials == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n_slots; i++)
        WB_TRY(partial_init(&p->partials[i], system, err));
    WB_TRY(wb_run_ordered((int32_t)n_slots, n_parts, sum_part, add_part, p, err));
done:
    for (size_t i = 0; i < n_slots; i++)
        wb_release(p->partials[i].numbers);
    wb_release(p->partials);
    return st;
}

/* ---- from classes to unknowns ---- */

static void gather(pass *p)
{
    const wb_system *system = p->system;
    wb_equations *sums = p->sums;
    size_t n = wb_system_unknowns(system);

    for (int32_t c = 0; c < system->n_classes; c++) {
        const int32_t *members = system->members + (size_t)c * system->n_margins;
        for (size_t m = 0; m < system->n_margins; m++) {
            size_t k = (size_t)members[m];
            sums->pairs[k] = wb_pair_add(sums->pairs[k], sums->class_totals[c]);
            /* margins come in order: members[l] <= members[m] */
            for (size_t l = 0; p->hessian && l <= m; l++)
                sums->hessian[k * n + (size_t)members[l]] += sums->class_slopes[c];
            for (size_t a = 0; p->hessian && a < system->n_auxiliaries; a++)
                sums->hessian[(system->n_categories + a) * n + k] +=
                    sums->class_products[(size_t)c * system->n_auxiliaries + a];
        }
    }
}

static void clear(wb_equations *sums, const wb_system *system)
{
    size_t n = wb_system_unknowns(system);
    size_t n_classes = (size_t)system->n_classes;

    if (sums->hessian != NULL)
        memset(sums->hessian, 0, n * n * sizeof *sums->hessian);
    memset(sums->pairs, 0, n * sizeof *sums->pairs);
    memset(sums->class_totals, 0, n_classes * sizeof *sums->class_totals);
    memset(sums->class_slopes, 0, n_classes * sizeof *sums->class_slopes);
    memset(sums->class_products, 0,
           n_classes * system->n_auxiliaries * sizeof *sums->class_products);
}

wb_status wb_equations_at(wb_equations *sums, const wb_system *system,
                          const double *lambda, wb_error *err)
{
    wb_status st = WB_OK;
    pass p = {system, lambda, sums, NULL, {0, 0}, sums->hessian != NULL};

    clear(sums, system);
    for (int32_t c = 0; c < system->n_classes; c++)
        sums->class_u[c] = wb_system_class_u(system, c, lambda);
    if (system->n_auxiliaries == 0)
        sum_classes(&p);
    else
        WB_TRY(sum_rows(&p, err));
    gather(&p);
    for (size_t k = 0; k < wb_system_unknowns(system); k++) {
        sums->totals[k] = wb_pair_value(sums->pairs[k]);
        p.integral =
            wb_pair_subtract(p.integral, wb_two_product(system->targets[k], lambda[k]));
    }
    sums->dual = wb_pair_value(p.integral);
done:
    return st;
}
